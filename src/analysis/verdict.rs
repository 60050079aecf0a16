//! Judges requirements: is the value on the right side of the threshold, and by how much?

use crate::model::{
    Dimension, Direction, Method, Project, Quantity, Requirement, StakeholderId, Strength, Subject, Unit, format_number,
};

use super::types::{Outcome, Qualities, Quality, Verdict};

/// The judgement of every requirement, in the project's order. An overloaded system misses every requirement on its
/// response time; a value or a threshold that is unknown cannot be judged.
pub fn verdicts(project: &Project, qualities: &Qualities) -> Vec<Verdict> {
    let judge = |(id, requirement): (&crate::model::RequirementId, &Requirement)| {
        let missing = || Quality {
            quantity: Quantity::unknown(requirement.measure.measure.unit()),
            interval: None,
            note: Some(why_missing(project, requirement)),
        };
        let quality = qualities.get(&requirement.measure).cloned().unwrap_or_else(missing);
        let (outcome, reason) = judge(requirement, &quality);
        let (_, worth) = judged(requirement, Some(&quality));
        Verdict { requirement: id.clone(), outcome, quality, reason, worth }
    };
    project.requirements.iter().map(judge).collect()
}

/// The outcome of one requirement, and what the value is worth by it, as [`verdicts`] has both: without the words, for
/// many comparisons. `quality` is the value of its measure; `None` where the design has none.
pub fn judged(requirement: &Requirement, quality: Option<&Quality>) -> (Outcome, Option<f64>) {
    let is_overloaded = quality.is_some_and(Quality::is_overloaded);
    let value = |unit| quality.and_then(|quality| quality.quantity.amount_in(unit));
    let threshold = requirement.threshold;
    let outcome = outcome(requirement.measure.measure.direction(), threshold, value(threshold.unit()), is_overloaded);
    let worth = match value(requirement.measure.measure.unit()) {
        Some(value) => requirement.worth(value),
        // What never answers is worth nothing.
        None => (is_overloaded && !requirement.is_hard()).then_some(0.0),
    };
    (outcome, worth)
}

/// What a design is worth to somebody, 0 to 1: the worth of every soft requirement, weighed by the points that
/// `stakeholder` gives it (everybody's without one). `None` without soft requirements that count, or while one of them
/// cannot be judged.
pub fn worth(project: &Project, verdicts: &[Verdict], stakeholder: Option<&StakeholderId>) -> Option<f64> {
    weighed(verdicts.iter().filter_map(|verdict| {
        let requirement = project.requirements.get(&verdict.requirement)?;
        let Strength::Soft { weight, .. } = requirement.strength else { return None };
        let weight = stakeholder.and_then(|id| requirement.weight_for(id)).unwrap_or(weight);
        Some((weight, verdict.worth))
    }))
}

/// The mean of worths by their weights. `None` where nothing weighs more than 0, or something that does is not known.
pub fn weighed(parts: impl IntoIterator<Item = (f64, Option<f64>)>) -> Option<f64> {
    let (mut sum, mut points) = (0.0, 0.0);
    for (weight, worth) in parts {
        if weight > 0.0 {
            sum += weight * worth?;
            points += weight;
        }
    }
    let mean = sum / points;
    (points > 0.0 && mean.is_finite()).then_some(mean)
}

/// Why a measure has no entry at all.
fn why_missing(project: &Project, requirement: &Requirement) -> String {
    let measure = requirement.measure.measure;
    match &requirement.measure.subject {
        Subject::Component(id) if measure.is_of_model() => match project.system.components.get(id) {
            None => format!("there is no component {id}; choose another subject"),
            Some(component) if !project.tasks.contains_key(id) => {
                format!("{} learns nothing; give it a learning task", component.name)
            }
            Some(component) => {
                format!("train a candidate for {} and choose it, or let people judge", component.name)
            }
        },
        Subject::Scenario(id) if !project.scenarios.contains_key(id) => {
            format!("there is no scenario {id}; choose another subject")
        }
        _ if measure.method() == Method::Judged => "nobody has judged it yet".to_owned(),
        Subject::Dataset(_) if requirement.measure.is_possible() => "nobody has measured or judged it yet".to_owned(),
        subject => {
            let subject = project.subject_name(subject);
            format!("{} is not measured on {subject}; choose another subject", measure.label())
        }
    }
}

/// What becomes of a requirement whose threshold and value (in the threshold's unit) are these. Without a threshold nothing
/// can be judged; what is overloaded never meets a limit.
pub fn outcome(direction: Direction, threshold: Quantity, value: Option<f64>, is_overloaded: bool) -> Outcome {
    match (threshold.amount(), value) {
        (Some(_), _) if is_overloaded => Outcome::Missed,
        (Some(threshold), Some(value)) if direction.meets(value, threshold) => Outcome::Met,
        (Some(_), Some(_)) => Outcome::Missed,
        (None, _) | (_, None) => Outcome::Unknown,
    }
}

fn judge(requirement: &Requirement, quality: &Quality) -> (Outcome, String) {
    let label = requirement.measure.measure.label();
    let Some(threshold) = requirement.threshold.amount() else {
        return (Outcome::Unknown, format!("{label} has no limit yet; state one."));
    };
    let note = quality.note.as_deref().unwrap_or("it was not computed");
    if quality.is_overloaded() {
        return (Outcome::Missed, format!("{label} has no bound: {note}."));
    }
    if !quality.quantity.is_known() {
        return (Outcome::Unknown, format!("{label} is unknown: {note}."));
    }
    let unit = requirement.threshold.unit();
    let Some(value) = quality.quantity.amount_in(unit) else {
        let problem =
            format!("{label} is measured in {}, its limit is in another kind of unit", named(quality.quantity.unit()));
        return (Outcome::Unknown, format!("{problem}; correct the limit."));
    };
    let direction = requirement.measure.measure.direction();
    let outcome = outcome(direction, requirement.threshold, Some(value), false);
    let reason = format!(
        "{label} is {}, {}{}.",
        in_unit(value, unit),
        distance(requirement, value, threshold),
        doubt(requirement, quality)
    );
    (outcome, reason)
}

/// `0.2 s below the limit of 2 s`.
fn distance(requirement: &Requirement, value: f64, threshold: f64) -> String {
    let what = match requirement.measure.measure.direction() {
        Direction::Lower => "the limit of",
        Direction::Higher => "the required",
    };
    let limit = requirement.threshold;
    if value == threshold {
        return format!("exactly {what} {limit}");
    }
    let side = if value < threshold { "below" } else { "above" };
    let unit = requirement.threshold.unit();
    let apart = (value - threshold).abs();
    let apart = match unit.dimension() {
        Dimension::Fraction if unit == Unit::Percent => format!("{} percentage points", format_number(apart)),
        _ => in_unit(apart, unit),
    };
    format!("{apart} {side} {what} {limit}")
}

/// What to add when the threshold lies inside the value's interval.
fn doubt(requirement: &Requirement, quality: &Quality) -> String {
    let Some((low, high)) = quality.interval else { return String::new() };
    let unit = quality.quantity.unit();
    match requirement.threshold.amount_in(unit) {
        Some(limit) if low < limit && limit < high => {
            format!(", but its 95 % interval from {} to {} does not settle it", in_unit(low, unit), in_unit(high, unit))
        }
        _ => String::new(),
    }
}

fn in_unit(amount: f64, unit: Unit) -> String {
    Quantity::estimated(amount, unit).to_string()
}

fn named(unit: Unit) -> &'static str {
    if unit.symbol().is_empty() { "plain numbers" } else { unit.symbol() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Measure, MeasureKey};

    fn check(measure: Measure, threshold: Quantity, quality: Quality, expected: (Outcome, &str)) {
        let project = TestProject::new().requirement("limit", measure, Subject::System, threshold).build();
        let qualities = Qualities::from([(MeasureKey::new(measure, Subject::System), quality)]);
        let verdict = verdicts(&project, &qualities).remove(0);
        assert_eq!((verdict.outcome, verdict.reason.as_str()), expected);
    }

    #[test]
    fn the_quick_judgement_is_that_of_the_verdicts() {
        let limit = Quantity::estimated(2.0, Unit::Second);
        let p99 = Measure::ResponseTimeP99;
        let mut project = TestProject::new()
            .requirement("hard", p99, Subject::System, limit)
            .requirement("soft", p99, Subject::System, limit)
            .requirement("open", p99, Subject::System, Quantity::unknown(Unit::Second))
            .requirement("other", p99, Subject::System, Quantity::estimated(1.0, Unit::Dollar))
            .build();
        for requirement in project.requirements.values_mut().skip(1) {
            requirement.strength = Strength::Soft { weight: 10.0, worst: None };
        }
        let unknown =
            |note: &str| Quality { note: Some(note.to_owned()), ..Quality::of(Quantity::unknown(p99.unit())) };
        let fast = of(1.5, Unit::Second);
        let slow = of(2500.0, Unit::Millisecond);
        for quality in [None, Some(fast), Some(slow), Some(unknown("overloaded: too much")), Some(unknown("open"))] {
            let key = MeasureKey::new(p99, Subject::System);
            let qualities: Qualities = quality.iter().map(|quality| (key.clone(), quality.clone())).collect();
            for (verdict, requirement) in verdicts(&project, &qualities).iter().zip(project.requirements.values()) {
                let quick = judged(requirement, quality.as_ref());
                assert_eq!(quick, (verdict.outcome, verdict.worth), "{} of {quality:?}", requirement.name);
            }
        }
    }

    fn of(amount: f64, unit: Unit) -> Quality {
        Quality::of(Quantity::estimated(amount, unit))
    }

    #[test]
    fn a_verdict_says_by_how_much() {
        let seconds = |amount| Quantity::estimated(amount, Unit::Second);
        let p99 = Measure::ResponseTimeP99;
        let met = (Outcome::Met, "Response time, p99 is 1.75 s, 0.25 s below the limit of 2 s.");
        check(p99, seconds(2.0), of(1750.0, Unit::Millisecond), met);
        let missed = (Outcome::Missed, "Response time, p99 is 2.5 s, 0.5 s above the limit of 2 s.");
        check(p99, seconds(2.0), of(2500.0, Unit::Millisecond), missed);
        let exact = (Outcome::Met, "Response time, p99 is 2 s, exactly the limit of 2 s.");
        check(p99, seconds(2.0), of(2000.0, Unit::Millisecond), exact);
        let share = Quantity::estimated(80.0, Unit::Percent);
        let missed = (Outcome::Missed, "Recall is 75 %, 5 percentage points below the required 80 %.");
        check(Measure::Recall, share, of(75.0, Unit::Percent), missed);
    }

    #[test]
    fn an_interval_across_the_limit_is_noted() {
        let quality = Quality { interval: Some((78.0, 88.0)), ..of(83.0, Unit::Percent) };
        let sentence = "Recall is 83 %, 3 percentage points above the required 80 %, \
                        but its 95 % interval from 78 % to 88 % does not settle it.";
        check(
            Measure::Recall,
            Quantity::estimated(0.8, Unit::Ratio),
            quality.clone(),
            (
                Outcome::Met,
                &sentence
                    .replace("3 percentage points", "0.03")
                    .replace("required 80 %", "required 0.8")
                    .replace("is 83 %", "is 0.83"),
            ),
        );
        check(Measure::Recall, Quantity::estimated(80.0, Unit::Percent), quality, (Outcome::Met, sentence));
    }

    #[test]
    fn the_unknown_is_not_judged_but_overload_is() {
        let limit = Quantity::estimated(2.0, Unit::Second);
        let p99 = Measure::ResponseTimeP99;
        let unknown = |note: &str| Quality {
            quantity: Quantity::unknown(Unit::Millisecond),
            interval: None,
            note: Some(note.to_owned()),
        };
        let reason = "Response time, p99 is unknown: state the latency of the call to scorer.";
        check(p99, limit, unknown("state the latency of the call to scorer"), (Outcome::Unknown, reason));
        let reason = "Response time, p99 has no bound: overloaded: scorer needs 1.3 of 1 replica.";
        check(p99, limit, unknown("overloaded: scorer needs 1.3 of 1 replica"), (Outcome::Missed, reason));
        let reason = "Response time, p99 has no limit yet; state one.";
        check(p99, Quantity::unknown(Unit::Second), of(1.0, Unit::Millisecond), (Outcome::Unknown, reason));
        let reason = "Response time, p99 is measured in ms, its limit is in another kind of unit; correct the limit.";
        check(p99, Quantity::estimated(1.0, Unit::Dollar), of(1.0, Unit::Millisecond), (Outcome::Unknown, reason));
    }

    #[test]
    fn a_design_is_worth_more_to_those_whom_it_suits() {
        let limit = Quantity::estimated(100.0, Unit::DollarPerMonth);
        let mut project = TestProject::new()
            .requirement("cheap", Measure::MonthlyCost, Subject::System, limit)
            .requirement("plain", Measure::PropagationCost, Subject::System, Quantity::estimated(50.0, Unit::Percent))
            .build();
        let worst = Some(Quantity::estimated(200.0, Unit::DollarPerMonth));
        project.requirements[0].strength = Strength::Soft { weight: 10.0, worst };
        project.requirements[1].strength = Strength::Soft { weight: 30.0, worst: None };
        project.requirements[0].weights.insert("finance".into(), 90.0);
        let mut qualities = Qualities::from([
            (MeasureKey::new(Measure::MonthlyCost, Subject::System), of(150.0, Unit::DollarPerMonth)),
            (MeasureKey::new(Measure::PropagationCost, Subject::System), of(40.0, Unit::Percent)),
        ]);
        let judged = verdicts(&project, &qualities);
        assert_eq!(worth(&project, &judged, None), Some((10.0 * 0.5 + 30.0) / 40.0));
        assert_eq!(worth(&project, &judged, Some(&"finance".into())), Some((90.0 * 0.5 + 30.0) / 120.0));
        qualities.remove(&MeasureKey::new(Measure::PropagationCost, Subject::System));
        assert_eq!(worth(&project, &verdicts(&project, &qualities), None), None, "half of it is not known");
    }

    #[test]
    fn a_subject_that_is_missing_is_named() {
        let recall = Measure::Recall;
        let limit = Quantity::estimated(80.0, Unit::Percent);
        let project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["tree"])
            .requirement("a", recall, Subject::Component("nobody".into()), limit)
            .requirement("b", recall, Subject::Component("scorer".into()), limit)
            .requirement("c", recall, Subject::System, limit)
            .build();
        let reasons: Vec<_> = verdicts(&project, &Qualities::new()).into_iter().map(|verdict| verdict.reason).collect();
        let expected = [
            "Recall is unknown: there is no component nobody; choose another subject.",
            "Recall is unknown: train a candidate for scorer and choose it, or let people judge.",
            "Recall is unknown: Recall is not measured on System; choose another subject.",
        ];
        assert_eq!(reasons, expected);
    }
}
