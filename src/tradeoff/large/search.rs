//! How a large space was searched, and how far the answer can be trusted.

use super::limits::Test;
use crate::model::{MeasureKey, Project, RequirementId, format_number, group_thousands};

/// Differences between search and full analysis that are worth telling.
const WORTH_TELLING: f64 = 0.02;

/// How the designs of an exploration were found among many more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Designs in the space.
    pub size: u128,
    /// Whether every design was looked at; else the front was found group of choices by group of choices.
    pub is_enumerated: bool,
    /// Whether designs had to meet the limits; they did not where no design meets all of them.
    pub is_limited: bool,
    /// Designs that meet every limit by the numbers of the search; `None` where they were not counted.
    pub feasible: Option<u64>,
    /// What each limit removes; empty where that was not counted.
    pub removed: Vec<Removed>,
    /// Feasible designs that cannot be compared because a value is not known; `None` where they were not counted.
    pub incomparable: Option<u64>,
    /// What designs were compared on.
    pub objectives: Vec<MeasureKey>,
    /// Designs on the front by the numbers of the search.
    pub on_front: usize,
    /// By measure, the greatest relative difference between search and full analysis; infinite where only one of them has
    /// a number.
    pub differences: Vec<(MeasureKey, f64)>,
    /// Measures that the search did not look at, each with the reason.
    pub unavailable: Vec<(MeasureKey, String)>,
    /// What the search takes no account of, each as the end of a sentence.
    pub notes: Vec<String>,
}

/// What a limit removes by the numbers of the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The requirement.
    pub requirement: RequirementId,
    /// Designs that miss it or cannot be judged by it.
    pub removed: u64,
    /// Of these, designs that cannot be judged because a number is missing.
    pub undecided: u64,
    /// Designs that it removes and no other limit does.
    pub removed_alone: u64,
}

impl Removed {
    pub(super) fn none(test: &Test) -> Self {
        Self { requirement: test.requirement.clone(), removed: 0, undecided: 0, removed_alone: 0 }
    }
}

impl Search {
    /// The measure that differs most between search and full analysis, with by how much.
    pub fn greatest_difference(&self) -> Option<(&MeasureKey, f64)> {
        let differences = self.differences.iter().map(|(key, difference)| (key, *difference));
        differences.max_by(|one, other| one.1.total_cmp(&other.1))
    }

    /// How many designs there are and what became of them, in a few words; `analysed` of them were analysed in full.
    pub fn summary(&self, analysed: usize) -> String {
        let size = count(self.size);
        let feasible = self.feasible.map_or(String::new(), |feasible| format!(", {} feasible", count(feasible.into())));
        format!("{size} designs searched{feasible}, {} analysed in full", count(analysed as u128))
    }

    /// What was done and what that means, sentence by sentence; `analysed` designs were analysed in full.
    pub fn in_words(&self, project: &Project, analysed: usize) -> Vec<String> {
        let size = count(self.size);
        let how = if self.is_enumerated {
            format!("All {size} designs were gone through with numbers put together from tables.")
        } else {
            format!(
                "The front of {size} designs was found choice by choice, without going through all of them, with numbers \
                 put together from tables."
            )
        };
        let mut sentences = vec![how];
        if !self.is_limited {
            sentences.push(
                "By these no design meets every hard requirement: shown are those on the front of what is compared and \
                 limited, whatever the limits."
                    .to_owned(),
            );
        }
        let front = count(self.on_front as u128);
        sentences.push(if self.on_front == 0 {
            "No design has a place on the front.".to_owned()
        } else if self.on_front == 1 {
            "The one design on the front was analysed in full; the numbers shown are those of the analysis.".to_owned()
        } else if analysed < self.on_front {
            format!(
                "{front} are on the front; {} of them, spread over it, were analysed in full.",
                count(analysed as u128)
            )
        } else {
            format!("The {front} on the front were analysed in full; the numbers shown are those of the analysis.")
        });
        sentences.extend(self.differences_in_words(project));
        sentences.extend(self.notes.iter().map(|note| format!("In the search, {note}.")));
        let unavailable = self.unavailable.iter();
        sentences.extend(
            unavailable.map(|(key, reason)| {
                format!("{} was not looked at in the search: {reason}.", project.measure_name(key))
            }),
        );
        sentences
    }

    fn differences_in_words(&self, project: &Project) -> Vec<String> {
        let Some((_, greatest)) = self.greatest_difference() else { return Vec::new() };
        if greatest <= WORTH_TELLING {
            let percent = format_number((greatest * 1000.0).ceil() / 10.0);
            return vec![format!("Search and analysis differ by at most {percent} % on them.")];
        }
        let told = self.differences.iter().filter(|(_, difference)| *difference > WORTH_TELLING);
        let sentence = |(key, difference): &(MeasureKey, f64)| {
            let name = project.measure_name(key);
            if difference.is_finite() {
                let percent = format_number((difference * 1000.0).ceil() / 10.0);
                format!(
                    "{name} differs by up to {percent} % between search and analysis: a design that is better by less \
                     than that may be missing."
                )
            } else {
                format!(
                    "{name} has a value in only one of search and analysis for some designs: others may be missing."
                )
            }
        };
        told.map(sentence).collect()
    }
}

/// The relative difference between a fast number and that of the full analysis; without end where one of them has none.
pub(super) fn difference(fast: f64, full: Option<f64>, is_overloaded: bool) -> f64 {
    match full {
        Some(full) if fast.is_finite() && fast == full => 0.0,
        Some(full) if fast.is_finite() => (fast - full).abs() / full.abs().max(fast.abs()),
        None if fast.is_nan() || (is_overloaded && fast.is_infinite()) => 0.0,
        Some(_) | None => f64::INFINITY,
    }
}

/// A whole number with its thousands told apart.
fn count(number: u128) -> String {
    group_thousands(&number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Measure, Subject};

    #[test]
    fn differences_are_relative_and_kinds_matter() {
        assert_eq!(difference(98.0, Some(100.0), false), 0.02);
        assert_eq!(difference(0.0, Some(0.0), false), 0.0);
        assert_eq!(difference(f64::NAN, None, false), 0.0);
        assert_eq!(difference(f64::INFINITY, None, true), 0.0);
        assert!(difference(f64::INFINITY, None, false).is_infinite());
        assert!(difference(f64::NAN, Some(1.0), false).is_infinite());
        assert!(difference(1.0, None, true).is_infinite());
    }

    #[test]
    fn what_differs_is_told() {
        let cost = MeasureKey::new(Measure::MonthlyCost, Subject::System);
        let mut search =
            Search { size: 200_000, is_enumerated: true, is_limited: true, on_front: 3, ..Search::default() };
        search.feasible = Some(1_500);
        search.differences = vec![(cost.clone(), 0.0004)];
        let project = Project::default();
        assert_eq!(search.summary(3), "200,000 designs searched, 1,500 feasible, 3 analysed in full");
        let words = search.in_words(&project, 3).join(" ");
        let expected = "All 200,000 designs were gone through with numbers put together from tables. The 3 on the front \
                        were analysed in full; the numbers shown are those of the analysis. Search and analysis differ by \
                        at most 0.1 % on them.";
        assert_eq!(words, expected);
        search.differences = vec![(cost, 0.0312)];
        search.notes.push("it takes no account of timeouts in use".to_owned());
        let words = search.in_words(&project, 2).join(" ");
        assert!(words.contains("differs by up to 3.2 %"), "{words}");
        assert!(words.contains("3 are on the front; 2 of them"), "{words}");
        assert!(words.ends_with("In the search, it takes no account of timeouts in use."), "{words}");
    }
}
