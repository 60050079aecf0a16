//! What a comparison says in words, the same on the page, in tables and in feedback.

use std::collections::BTreeSet;

use super::comparison::{Comparison, Likeness, Tested, Weighed};
use crate::model::{Quantity, Unit, in_sentence, listed};
use crate::report::one_line;
use crate::tradeoff::percent;

/// What the instructor's answer is called where groups are called by name.
pub const REFERENCE: &str = "Reference";

/// A name for every group, on one line: unlike every other and that of the reference, where there is one, and never empty.
pub(super) fn names(comparison: &Comparison) -> Vec<String> {
    short_names(comparison, usize::MAX)
}

/// The same with at most so many characters of each name.
pub(super) fn short_names(comparison: &Comparison, most: usize) -> Vec<String> {
    let mut given: BTreeSet<String> = comparison.reference.iter().map(|_| REFERENCE.to_owned()).collect();
    let names = comparison.groups.iter().enumerate().map(|(position, group)| {
        let name = cut(&one_line(&group.name), most);
        let name = if name.is_empty() { format!("Group {}", position + 1) } else { name };
        let mut free = name.clone();
        let mut number = 2_usize;
        while !given.insert(free.clone()) {
            free = format!("{name} ({number})");
            number += 1;
        }
        free
    });
    names.collect()
}

/// `text` with at most so many characters: what is cut off ends in `…`.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A design in one line: `Model of Scorer: Random forest · Replicas of Gateway: 2`.
pub(super) fn design(words: &[(String, String)]) -> String {
    if words.is_empty() {
        return "the system as drawn".to_owned();
    }
    words.iter().map(|(choice, option)| format!("{choice}: {option}")).collect::<Vec<_>>().join(" · ")
}

/// What was chosen, in one line.
pub(super) fn chosen(chosen: Option<&[(String, String)]>) -> String {
    chosen.map_or_else(|| "nothing chosen".to_owned(), design)
}

/// An amount in the unit of its measure: `200 ms`.
pub(super) fn amount(amount: f64, unit: Unit) -> String {
    Quantity::measured(amount, unit).to_string()
}

/// Points of a sum: `1 point`, `40 points`.
pub(super) fn points(number: f64) -> String {
    let noun = if number == 1.0 { "point" } else { "points" };
    format!("{} {noun}", crate::model::format_number(number))
}

/// Yes, no, or what stands for not knowing.
pub(super) fn yes_or_no(answer: Option<bool>, unknown: &'static str) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => unknown,
    }
}

/// A share of all worth in percentage points: `25 pp`; with a true minus sign below 0.
pub(super) fn loss(regret: f64) -> String {
    percent(regret).replace('%', "pp").replace('-', "−")
}

/// Names in a row, where there may be none.
pub(super) fn listed_or(names: &[String], none: &str) -> String {
    if names.is_empty() { none.to_owned() } else { listed(names) }
}

impl Tested {
    /// What kind of demand it is: `hard, problem`, or `soft, 40 points, project`.
    pub fn kind(&self) -> String {
        let constraint = in_sentence(self.constraint.label());
        match self.weight {
            _ if self.is_hard => format!("hard, {constraint}"),
            Some(weight) => format!("soft, {}, {constraint}", points(weight)),
            None => format!("soft, {constraint}"),
        }
    }
}

impl Weighed {
    /// What is not known of what the group weighs: `not known: Interpretability (of 5)`; `None` where all of it is known,
    /// and where it weighs nothing.
    pub fn missing(&self) -> Option<String> {
        (!self.unknown.is_empty()).then(|| format!("not known: {} (of {})", listed(&self.unknown), self.weighs))
    }
}

/// How alike the orders of two rankings are, in words.
pub(super) fn order(likeness: Likeness) -> &'static str {
    match likeness.kendall {
        None => "the orders cannot be compared",
        Some(tau) if tau >= 0.8 => "nearly the same order",
        Some(tau) if tau >= 0.5 => "much the same order",
        Some(tau) if tau >= 0.2 => "a somewhat similar order",
        Some(tau) if tau > -0.2 => "no common order",
        Some(tau) if tau > -0.5 => "a somewhat opposite order",
        Some(_) => "a mostly opposite order",
    }
}

/// How many qualities two rankings share, in words.
pub(super) fn overlap(likeness: Likeness) -> &'static str {
    match likeness.jaccard {
        None => "no qualities named",
        Some(share) if share >= 0.8 => "nearly the same qualities",
        Some(share) if share >= 0.5 => "half of the qualities or more in common",
        Some(share) if share > 0.0 => "less than half of the qualities in common",
        Some(_) => "no quality in common",
    }
}

/// A number of agreement, or a regret: two decimals, with a true minus sign; "not defined" where there is none.
pub fn coefficient(value: Option<f64>) -> String {
    value.map_or_else(
        || "not defined".to_owned(),
        |value| format!("{value:.2}").replace("-0.00", "0.00").replace('-', "−"),
    )
}

impl Comparison {
    /// Whether there are demands of a reference to compare those of groups with.
    pub fn has_reference(&self) -> bool {
        self.qualities.iter().any(|quality| quality.reference.is_some())
            || self.thresholds.iter().any(|row| row.reference.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::compared;
    use super::*;

    #[test]
    fn every_group_has_a_name_of_its_own() {
        let mut class = compared();
        class.groups[0].name = " \n ".to_owned();
        class.groups[1].name = "A\nB".to_owned();
        class.groups[2].name = "A  B".to_owned();
        assert_eq!(names(&class), ["Group 1", "A B", "A B (2)"]);
        class.groups[1].name = "abcdef".to_owned();
        class.groups[2].name = "abcdeg".to_owned();
        assert_eq!(short_names(&class, 5), ["Group 1", "abcd…", "abcd… (2)"]);
        class.groups[1].name = REFERENCE.to_owned();
        assert_eq!(names(&class)[1], "Reference (2)", "a group is not taken for the instructor");
        class.reference = None;
        assert_eq!(names(&class)[1], "Reference");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(cut("abcdef", 6) + &cut("abcdefg", 6), "abcdefabcde…");
        assert_eq!(coefficient(Some(-0.604)) + &coefficient(Some(-0.001)) + &coefficient(None), "−0.600.00not defined");
        assert_eq!([loss(0.25), loss(0.0), loss(-0.25), loss(-1e-6)], ["25 pp", "0 pp", "−25 pp", "0 pp"]);
        assert_eq!(points(1.0) + &points(2.5), "1 point2.5 points");
    }

    #[test]
    fn a_reference_says_ranks_or_limits() {
        let mut class = compared();
        assert!(class.has_reference());
        class.qualities.iter_mut().for_each(|quality| quality.reference = None);
        assert!(class.has_reference(), "it still demands something");
        class.thresholds.iter_mut().for_each(|row| row.reference = None);
        assert!(!class.has_reference());
    }

    #[test]
    fn a_demand_is_hard_or_has_points() {
        let class = compared();
        let kind = |row: usize, group: usize| class.thresholds[row].demands[group].as_ref().map(Tested::kind);
        assert_eq!(kind(0, 0).as_deref(), Some("hard, problem"));
        assert_eq!(kind(0, 1).as_deref(), Some("soft, 40 points, project"));
        assert_eq!(kind(1, 2).as_deref(), Some("hard, design"));
    }

    #[test]
    fn likeness_has_words() {
        let likeness = |kendall, jaccard| Likeness { kendall, jaccard };
        assert_eq!(order(likeness(Some(1.0), None)), "nearly the same order");
        assert_eq!(order(likeness(Some(0.0), None)), "no common order");
        assert_eq!(order(likeness(Some(-1.0), None)), "a mostly opposite order");
        assert_eq!(overlap(likeness(None, Some(0.5))), "half of the qualities or more in common");
        assert_eq!(overlap(likeness(None, Some(0.0))), "no quality in common");
    }
}
