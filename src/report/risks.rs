//! Risks and non-risks in the sense of ATAM, told from verdicts, intervals, moved numbers and findings: a risk is a
//! decision with a possible bad consequence for a requirement, a non-risk is a sound one with what it rests on.

use super::input::Input;
use super::placing::Concern;
use crate::analysis::{Finding, Outcome, Severity, Verdict};
use crate::catalog::catalog;
use crate::model::{ElementId, Measure, Method, Provenance, Requirement, RequirementId, Subject, Unit, listed};

/// A verdict is narrow if its value is nearer to the limit than this part of it; of a share, of what is less of the limit
/// and of what is missing to 100 %.
const NARROW: f64 = 0.05;

/// Flips that are told of one requirement, the nearest ones.
const MOST_FLIPS: usize = 2;

/// Findings that are told; the others stand under the findings.
const MOST_FINDINGS: usize = 12;

/// A risk or a non-risk.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judgement {
    /// What it is, in sentences.
    pub text: String,
    /// The requirements that it is a risk for, or that it is none for.
    pub requirements: Vec<RequirementId>,
    /// Elements of the drawing that it is about.
    pub elements: Vec<ElementId>,
    /// What of them it is about.
    pub concern: Concern,
    /// What it has in common with others: a quality attribute, or the name of a check.
    pub theme: String,
}

/// The risks, those of requirements first, and the non-risks.
pub(super) fn risks(input: &Input<'_>) -> (Vec<Judgement>, Vec<Judgement>) {
    let (mut risks, mut sound) = (Vec::new(), Vec::new());
    for (requirement, verdict) in input.judged() {
        let measure = requirement.measure.measure;
        let judgement = |text: String| Judgement {
            text,
            requirements: vec![verdict.requirement.clone()],
            elements: elements(input, requirement),
            concern: Concern::of_measure(measure),
            theme: catalog().quality_name(measure).to_owned(),
        };
        let (name, kind, reason) = (&requirement.name, requirement.kind(), verdict.reason.trim());
        let doubts = doubts(input, requirement, verdict);
        match verdict.outcome {
            Outcome::Missed => risks.push(judgement(format!("\"{name}\" ({kind}) is missed. {reason}"))),
            Outcome::Unknown => risks.push(judgement(format!("\"{name}\" ({kind}) cannot be judged. {reason}"))),
            Outcome::Met if doubts.is_empty() => {
                let text = format!("\"{name}\" ({kind}) is met. {reason} It rests on this: {}", assumption(measure));
                sound.push(judgement(text));
            }
            Outcome::Met => {
                risks.push(judgement(format!("\"{name}\" ({kind}) is met, but {}. {reason}", listed(&doubts))));
            }
        }
    }
    risks.extend(findings(input));
    (risks, sound)
}

/// What makes a verdict doubtful that is good.
fn doubts(input: &Input<'_>, requirement: &Requirement, verdict: &Verdict) -> Vec<String> {
    let mut doubts = Vec::new();
    let (quality, unit) = (&verdict.quality, requirement.measure.measure.unit());
    let direction = requirement.measure.measure.direction();
    if let Some((value, threshold)) = quality.quantity.amount_in(unit).zip(requirement.threshold.amount_in(unit)) {
        let crosses = |(low, high): (f64, f64)| [low, high].iter().any(|end| !direction.meets(*end, threshold));
        if quality.interval.is_some_and(crosses) {
            // The reason of the verdict tells the interval.
            doubts.push("what was measured leaves doubt".to_owned());
        } else if is_narrow(value, threshold, unit) {
            doubts.push(format!("its value is close to the limit of {}", requirement.threshold));
        }
    }
    if quality.quantity.provenance() == Provenance::Assumed {
        doubts.push("numbers that nobody has confirmed are behind it".to_owned());
    }
    doubts.extend(flips(input, &verdict.requirement));
    doubts
}

fn is_narrow(value: f64, threshold: f64, unit: Unit) -> bool {
    let size = match unit {
        Unit::Percent => threshold.abs().min((100.0 - threshold).abs()),
        _ => threshold.abs(),
    };
    (value - threshold).abs() < NARROW * size
}

/// The smallest changes of a number that turn the verdict, as `a 12 % larger …` would.
fn flips(input: &Input<'_>, id: &RequirementId) -> Vec<String> {
    let Some(sensitivity) = input.sensitivity else { return Vec::new() };
    let mut flips: Vec<(f64, String)> = Vec::new();
    for moved in &sensitivity.numbers {
        let turning = moved.flips.iter().filter(|flip| flip.requirement == *id && flip.from == Outcome::Met);
        flips.extend(turning.map(|flip| {
            let distance = flip.change.map_or(0.0, f64::abs);
            let (amount, change) = (moved.span.at(flip.amount), moved.span.change_in_words(flip.amount));
            (distance, format!("it fails with {} at {amount} ({change})", moved.in_words()))
        }));
    }
    flips.sort_by(|a, b| a.0.total_cmp(&b.0));
    flips.into_iter().take(MOST_FLIPS).map(|(_, text)| text).collect()
}

/// What the requirement is about, and everything whose numbers its value hangs on.
fn elements(input: &Input<'_>, requirement: &Requirement) -> Vec<ElementId> {
    let mut elements: Vec<ElementId> = requirement.measure.subject.element().into_iter().collect();
    let Some(sensitivity) = input.sensitivity else { return elements };
    let Some(place) = sensitivity.measures.iter().position(|key| *key == requirement.measure) else { return elements };
    for moved in &sensitivity.numbers {
        if !sensitivity.is_sensitive(moved, place, crate::tradeoff::NOTABLE) {
            continue;
        }
        if let Some(element) = moved.stated_on.as_ref().filter(|element| !elements.contains(element)) {
            elements.push(element.clone());
        }
    }
    elements
}

/// Open errors and warnings of the checks.
fn findings<'a>(input: &'a Input<'_>) -> impl Iterator<Item = Judgement> + 'a {
    let open = input.analysis.open_findings(input.project).filter(|finding| finding.severity != Severity::Note);
    open.take(MOST_FINDINGS).map(|finding| Judgement {
        text: format!("{} {}", finding.message.trim(), finding.remedy.trim()),
        requirements: threatened(input, finding),
        elements: finding.elements.clone(),
        concern: Concern::of_rule(finding.rule),
        theme: catalog().rule(finding.rule).map_or("What the checks found", |rule| rule.title.as_str()).to_owned(),
    })
}

/// The requirements on something that the finding is about, or on a scenario whose requests need it.
fn threatened(input: &Input<'_>, finding: &Finding) -> Vec<RequirementId> {
    let is_about = |element: &ElementId| finding.elements.contains(element);
    let needs = |requirement: &Requirement| match &requirement.measure.subject {
        Subject::Scenario(id) => {
            input.analysis.scenarios.iter().filter(|found| found.scenario == *id).any(|scenario| {
                let hops = scenario.hops.iter().map(|hop| ElementId::Component(hop.component.clone()));
                scenario.needed.iter().map(|part| part.element.clone()).chain(hops).any(|element| is_about(&element))
            })
        }
        subject => subject.element().is_some_and(|element| is_about(&element)),
    };
    let all = input.project.requirements.iter().filter(|(_, requirement)| needs(requirement));
    all.map(|(id, _)| id.clone()).collect()
}

/// What a value of a measure rests on, whatever the system.
fn assumption(measure: Measure) -> &'static str {
    match (measure.method(), measure.unit()) {
        (Method::Judged, _) => "people will judge it as those who were asked.",
        (Method::Measured, _) => "what is to come is like the rows that were held out.",
        _ if is_about_failures(measure) => "failures are independent of each other.",
        _ if is_about_decisions(measure) => "models do on new cases as on the rows that were held out.",
        _ if is_about_drawing(measure) => DRAWN,
        (Method::Computed, Unit::Millisecond | Unit::PerSecond | Unit::Percent) => {
            "requests arrive at random at the stated peak load, and work takes as long as stated."
        }
        (Method::Computed, Unit::DollarPerMonth | Unit::DollarPerRequest) => {
            "prices, loads and replicas are as stated."
        }
        (Method::Computed, _) => DRAWN,
    }
}

/// What is counted on the drawing rests on.
const DRAWN: &str = "the drawing is built as it is drawn, with the numbers that are stated.";

fn is_about_decisions(measure: Measure) -> bool {
    matches!(measure, Measure::DecisionRecall | Measure::DecisionFalsePositiveRate | Measure::DecisionAccuracy)
}

/// Shares of the drawing's own parts, which no load changes.
fn is_about_drawing(measure: Measure) -> bool {
    matches!(measure, Measure::PropagationCost | Measure::TeamCoupling | Measure::ObservedShare)
}

fn is_about_failures(measure: Measure) -> bool {
    matches!(measure, Measure::Availability | Measure::MonthlyDowntime | Measure::UptimeBetweenFailures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_load_changes_does_not_rest_on_the_load() {
        assert_eq!(assumption(Measure::TeamCoupling), DRAWN);
        assert!(assumption(Measure::PeakUtilisation).contains("peak load"));
        assert!(assumption(Measure::Availability).contains("failures"));
        assert!(assumption(Measure::DecisionRecall).contains("held out"));
    }
}
