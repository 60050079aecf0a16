//! How a requirement reads as a sentence: the parts of its situation, then what is measured and the limit.

use super::project::Project;
use super::requirement::{Requirement, Situation};

impl Project {
    /// The requirement as a sentence: `When a card holder pays in the busiest hour, the payment is approved or declined:
    /// response time, p99 of Payment at most 300 ms.` Parts that nobody stated are left out.
    pub fn sentence(&self, requirement: &Requirement) -> String {
        let measured = self.measured(requirement);
        let Situation { source, stimulus, environment, response } = &requirement.situation;
        let words = |parts: &[&str]| {
            let stated =
                parts.iter().map(|part| part.trim().trim_end_matches(['.', ',', ':'])).filter(|part| !part.is_empty());
            stated.collect::<Vec<_>>().join(" ")
        };
        let begin = match (words(&[source, stimulus]), words(&[environment])) {
            (action, environment) if action.is_empty() => environment,
            (action, environment) => words(&["When", &action, &environment]),
        };
        let sentence = match (begin.is_empty(), words(&[response])) {
            (true, response) if response.is_empty() => measured,
            (true, response) => format!("{response}: {}", in_sentence(&measured)),
            (false, response) if response.is_empty() => format!("{begin}: {}", in_sentence(&measured)),
            (false, response) => format!("{begin}, {response}: {}", in_sentence(&measured)),
        };
        format!("{}.", capitalised(&sentence))
    }

    /// What is measured and the limit: `Response time, p99 of Payment at most 300 ms`.
    fn measured(&self, requirement: &Requirement) -> String {
        let key = &requirement.measure;
        let what = match &key.subject {
            super::Subject::System => key.measure.label().to_owned(),
            subject => format!("{} of {}", key.measure.label(), self.subject_name(subject)),
        };
        if !requirement.threshold.is_known() {
            return format!("{what}, no limit stated yet");
        }
        format!("{what} {} {}", key.measure.direction().words(), requirement.threshold)
    }
}

/// `text` with its first letter large, for the start of a sentence.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// `text` with its first letter small, for the middle of a sentence; abbreviations stay.
pub fn in_sentence(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(characters).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Measure, MeasureKey, Quantity, Strength, Subject, Unit};

    #[track_caller]
    fn check(measure: Measure, parts: [&str; 4], expected: &str) {
        let [source, stimulus, environment, response] = parts.map(str::to_owned);
        let requirement = Requirement {
            name: String::new(),
            measure: MeasureKey::new(measure, Subject::System),
            threshold: Quantity::estimated(300.0, Unit::Millisecond),
            strength: Strength::Hard,
            situation: Situation { source, stimulus, environment, response },
            constraint: crate::model::ConstraintType::Problem,
            importance: None,
            difficulty: None,
            rationale: String::new(),
            owner: String::new(),
            weights: std::collections::BTreeMap::new(),
            derived_from: None,
        };
        assert_eq!(Project::default().sentence(&requirement), expected);
    }

    #[test]
    fn abbreviations_stay_in_capitals() {
        assert_eq!(in_sentence("Monthly cost") + &in_sentence("ROC AUC"), "monthly costROC AUC");
    }

    #[test]
    fn what_is_stated_makes_a_sentence() {
        let p99 = Measure::ResponseTimeP99;
        check(
            p99,
            ["a card holder", "pays at a terminal", "in the busiest hour,", "the payment is decided. "],
            "When a card holder pays at a terminal in the busiest hour, the payment is decided: \
             response time, p99 at most 300 ms.",
        );
        check(p99, ["", "", "", ""], "Response time, p99 at most 300 ms.");
        check(p99, ["", "", "at night", ""], "At night: response time, p99 at most 300 ms.");
        check(p99, ["", "", "", "it answers"], "It answers: response time, p99 at most 300 ms.");
        check(Measure::F1, ["a user", "", "", ""], "When a user: F1 at least 300 ms.");
    }
}
