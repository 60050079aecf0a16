//! Numbers, designs and comparisons in words.

use super::document::Tone;
use crate::analysis::{Outcome, Quality, Severity};
pub(super) use crate::model::counted;
use crate::model::{
    Choice, Design, MeasureKey, Method, OpenQuestion, Pick, Project, Provenance, Quantity, Requirement, Strength,
    format_number, in_sentence,
};
pub(super) use crate::tradeoff::count_in_words as count;
use crate::tradeoff::{Exploration, instead_in_words, overlap_in_words};

/// `78.1 to 85.2 %`.
pub(super) fn interval(quality: &Quality) -> String {
    let (measured_in, unit) = (quality.quantity.unit(), quality.quantity.legible().unit());
    let convert = |(low, high)| measured_in.convert(low, unit).zip(measured_in.convert(high, unit));
    let Some((low, high)) = quality.interval.and_then(convert) else {
        return String::new();
    };
    let bare = |amount: f64| {
        let text = Quantity::measured(amount, unit).to_string();
        text.strip_suffix(unit.symbol()).unwrap_or(&text).trim().to_owned()
    };
    match unit.symbol() {
        "" => format!("{} to {}", bare(low), bare(high)),
        symbol if symbol.starts_with('$') => {
            format!("${} to {}", format_number(low), Quantity::measured(high, unit))
        }
        symbol => format!("{} to {} {symbol}", bare(low), bare(high)),
    }
}

/// The design in words: `Fraud model: Boosted trees · Gateway: 4 replicas`. Choices that it leaves open are left out.
pub(super) fn design(project: &Project, design: &Design) -> String {
    let picks: Vec<_> = project
        .choices
        .iter()
        .filter_map(|(id, choice)| {
            let element = project.element_name(&choice.element);
            let pick = pick(project, choice, design.picks.get(id)?);
            Some(match choice.question {
                OpenQuestion::Cascade | OpenQuestion::Fallback(_) | OpenQuestion::Number { .. } => {
                    format!("{element}, {}: {pick}", in_sentence(choice.question.label()))
                }
                _ => format!("{element}: {pick}"),
            })
        })
        .collect();
    if picks.is_empty() { "the system as drawn".to_owned() } else { picks.join(" · ") }
}

/// One option taken, in words.
pub(super) fn pick(project: &Project, choice: &Choice, pick: &Pick) -> String {
    match pick {
        Pick::Replicas(1) => "1 replica".to_owned(),
        Pick::Replicas(number) => format!("{number} replicas"),
        Pick::Present(true) => "part of it".to_owned(),
        Pick::Present(false) => "left out".to_owned(),
        _ => project.option_name(choice, pick),
    }
}

/// How far `design` is better than `other` on `key`, or worse: positive is better, in the measure's unit. `None` when
/// one of them is unknown.
pub(super) fn advantage(key: &MeasureKey, exploration: &Exploration, design: usize, other: usize) -> Option<f64> {
    let difference = exploration.value(design, key)? - exploration.value(other, key)?;
    Some(match key.measure.direction() {
        crate::model::Direction::Lower => -difference,
        crate::model::Direction::Higher => difference,
    })
}

/// `recall (Fraud model) (82 % instead of 78.9 %)`, with a warning when the intervals overlap.
pub(super) fn comparison(
    project: &Project,
    key: &MeasureKey,
    exploration: &Exploration,
    (design, other): (usize, usize),
) -> String {
    let name = in_sentence(&project.measure_name(key));
    match exploration.quality(design, key).zip(exploration.quality(other, key)) {
        Some((ours, theirs)) => {
            let values = instead_in_words((&ours, &theirs), overlap_in_words(&ours, &theirs));
            format!("{name} ({values})")
        }
        None => name,
    }
}

/// A value with its interval and where it comes from: `84 % (82 to 86 %)`.
pub(super) fn value_with_interval(quality: &Quality) -> String {
    match interval(quality).as_str() {
        "" => quality.in_words(),
        interval => format!("{} ({interval})", quality.in_words()),
    }
}

/// The verdict in a word.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::Missed => "missed",
        Outcome::Unknown => "not known",
    }
}

/// Whether a verdict is good or bad news.
pub(super) fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Met => Tone::Good,
        Outcome::Missed => Tone::Bad,
        Outcome::Unknown => Tone::Open,
    }
}

/// How much a finding matters, in a word.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// `hard`, or `soft, 60 points`.
pub(super) fn strength(requirement: &Requirement) -> String {
    match requirement.strength {
        Strength::Hard => requirement.kind().to_owned(),
        Strength::Soft { weight, .. } => {
            let points = if weight == 1.0 { "point" } else { "points" };
            format!("{}, {} {points}", requirement.kind(), format_number(weight))
        }
    }
}

/// How a value is confirmed, by the letters of [`MODES`]: what it is by its measure, but people who judged in the place
/// of a measurement judged.
pub(super) fn mode(project: &Project, key: &MeasureKey, quality: &Quality) -> &'static str {
    let provenance = quality.quantity.provenance();
    match key.measure.method() {
        Method::Judged => "J",
        Method::Computed => "C",
        Method::Measured if provenance == Provenance::Estimated && project.judgements.contains_key(key) => "J",
        // Worked out from what was measured with usual figures, such as watts.
        Method::Measured if provenance == Provenance::Assumed => "C",
        Method::Measured => "T",
    }
}

/// What the letters of [`mode`] mean.
pub(super) const MODES: &str = "Mode: T is measured on trained candidates or data, C is computed from the system and \
                                its numbers, J is judged by people.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Judgement, Measure, Subject, Unit};

    #[test]
    fn what_people_judged_instead_of_measuring_is_judged() {
        let key = |measure| MeasureKey::new(measure, Subject::System);
        let (recall, cost, usability) = (key(Measure::Recall), key(Measure::MonthlyCost), key(Measure::Usability));
        let mut project = Project::default();
        let mode = |project: &Project, key: &MeasureKey, provenance| {
            let quantity = Quantity::new(1.0, key.measure.unit(), provenance);
            mode(project, key, &Quality::of(quantity))
        };
        assert_eq!(mode(&project, &recall, Provenance::Measured), "T");
        assert_eq!(mode(&project, &recall, Provenance::Unknown), "T", "that is how it will be confirmed");
        assert_eq!(mode(&project, &cost, Provenance::Estimated), "C");
        assert_eq!(mode(&project, &usability, Provenance::Estimated), "J");
        let judgement = Judgement { person: "Ada".to_owned(), value: Some(80.0), reason: String::new() };
        project.judgements.insert(recall.clone(), vec![judgement]);
        assert_eq!(mode(&project, &recall, Provenance::Estimated), "J");
        assert_eq!(mode(&project, &recall, Provenance::Measured), "T");
    }

    #[test]
    fn intervals_read_well() {
        let quality = |low, high, unit| Quality {
            quantity: Quantity::measured(f64::midpoint(low, high), unit),
            interval: Some((low, high)),
            note: None,
        };
        assert_eq!(interval(&quality(78.1, 85.25, Unit::Percent)), "78.1 to 85.25 %");
        assert_eq!(interval(&quality(0.9, 0.95, Unit::Ratio)), "0.9 to 0.95");
        assert_eq!(value_with_interval(&quality(60_000.0, 120_000.0, Unit::Millisecond)), "1.5 min (1 to 2 min)");
        assert_eq!(interval(&quality(1200.0, 1300.0, Unit::DollarPerMonth)), "$1,200 to $1,300/month");
    }
}
