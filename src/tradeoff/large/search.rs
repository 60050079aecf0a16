//! How a large space was searched, and how far the answer can be trusted.

use super::super::explore::remedy;
use super::super::space::DesignSpace;
use super::evolve::MOST_CHANGES;
use super::limits::Test;
use super::{Found, LARGEST_ENUMERATION, Way};
use crate::model::{MeasureKey, Project, RequirementId, format_number, group_thousands};

/// Differences between search and full analysis that are worth telling.
const WORTH_TELLING: f64 = 0.02;

/// How the designs of an exploration were found among many more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Designs in the space; of more than are gone through, its combinations.
    pub size: u128,
    /// How the front was found.
    pub way: Way,
    /// Of a genetic search, how far it went.
    pub reach: Option<Reach>,
    /// Whether designs had to meet the limits; they did not where none was found that meets all of them.
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

/// How far a genetic search went. What it did not look at may be better than what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Different designs that were looked at.
    pub looked_at: u64,
    /// Every design that differs in up to so many choices from one on the front, but not in its drawing, was looked at.
    pub changes: u8,
    /// What to do for an exact answer, as part of a sentence.
    pub remedy: String,
}

impl Reach {
    /// Over all drawings; `None` where none of them was searched like that.
    pub(super) fn of(found: &[Found], space: &DesignSpace) -> Option<Self> {
        let reached = || found.iter().filter_map(|found| found.reached);
        // In what was not searched like that nothing was left out.
        let changes = reached().map(|one| one.changes).min()?;
        Some(Self { looked_at: reached().map(|one| one.looked_at).sum(), changes, remedy: remedy(space) })
    }
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
        let searched = if self.reach.is_some() { "" } else { " searched" };
        format!("{}{searched}{}, {} analysed in full", self.size(), feasible(self.feasible), count(analysed as u128))
    }

    /// The same in fewer words, with so many feasible ones, as when a limit has moved since; `None` where they were not
    /// counted.
    pub fn brief(&self, feasible_now: Option<u64>) -> String {
        format!("{}{}", self.size(), feasible(feasible_now))
    }

    fn size(&self) -> String {
        let size = count(self.size);
        match &self.reach {
            Some(reach) => format!("{} of up to {size} designs looked at", count(reach.looked_at.into())),
            None => format!("{size} designs"),
        }
    }

    /// What was done and what that means, sentence by sentence; `analysed` designs were analysed in full.
    pub fn in_words(&self, project: &Project, analysed: usize) -> Vec<String> {
        let mut sentences = vec![self.how()];
        if !self.is_limited {
            sentences.push(
                match self.way {
                    Way::Evolution if self.feasible != Some(0) => {
                        "It found none that meets every hard requirement, which does not prove that there is none: \
                         shown is what a second search found on the front of what is compared and limited, whatever \
                         the limits."
                    }
                    Way::Enumeration | Way::Pruning | Way::Evolution => {
                        "By these no design meets every hard requirement: shown are those on the front of what is \
                         compared and limited, whatever the limits."
                    }
                }
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
        sentences.extend(self.reach.iter().flat_map(|reach| self.limits_of(reach)));
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

    fn how(&self) -> String {
        let size = count(self.size);
        match self.way {
            Way::Enumeration => format!("All {size} designs were gone through with numbers put together from tables."),
            Way::Pruning => format!(
                "The front of {size} designs was found choice by choice, without going through all of them, with \
                 numbers put together from tables."
            ),
            Way::Evolution => {
                let looked_at = count(self.reach.as_ref().map_or(0, |reach| reach.looked_at).into());
                format!(
                    "A genetic search (NSGA-II) looked at {looked_at} of up to {size} designs, with numbers put \
                     together from tables."
                )
            }
        }
    }

    /// What the answer of a genetic search means, and what would give an exact one.
    fn limits_of(&self, reach: &Reach) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.on_front > 0 {
            let others = "among the others there may be better ones.";
            sentences.push(if self.is_limited {
                let all = if self.unavailable.is_empty() { "" } else { " that it could look at" };
                format!(
                    "By the numbers of the search they meet every hard requirement{all}, and no design that was looked \
                     at dominates one of them; {others}"
                )
            } else {
                format!("No design that this search looked at dominates one of them; {others}")
            });
        }
        if let (1..=MOST_CHANGES, 1..) = (reach.changes, self.on_front) {
            let changes = if reach.changes == 1 { "any one choice" } else { "any one or two choices" };
            sentences.push(format!(
                "Changing {changes} of one of them, its drawing staying as it is, gives none that dominates it."
            ));
        }
        let most = count(LARGEST_ENUMERATION);
        sentences.push(format!(
            "For an exact answer, {}: up to {most} combinations are gone through one by one.",
            reach.remedy
        ));
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

fn feasible(designs: Option<u64>) -> String {
    designs.map_or(String::new(), |designs| format!(", {} feasible", count(designs.into())))
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
        let mut search = Search { size: 200_000, is_limited: true, on_front: 3, ..Search::default() };
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

    #[test]
    fn a_genetic_search_promises_only_what_it_looked_at() {
        let remedy = "offer fewer options for Replicas of s4 (30 now)".to_owned();
        let reach = Some(Reach { looked_at: 812_345, changes: 2, remedy });
        let (size, way, is_limited) = (24_300_000, Way::Evolution, true);
        let mut search = Search { size, way, reach, is_limited, on_front: 3, ..Search::default() };
        assert_eq!(search.summary(3), "812,345 of up to 24,300,000 designs looked at, 3 analysed in full");
        let words = search.in_words(&Project::default(), 3).join(" ");
        let expected = "A genetic search (NSGA-II) looked at 812,345 of up to 24,300,000 designs, with numbers put \
                        together from tables. The 3 on the front were analysed in full; the numbers shown are \
                        those of the analysis. By the numbers of the search they meet every hard requirement, and \
                        no design that was looked at dominates one of them; among the others there may be better \
                        ones. Changing any one or two choices of one of them, its drawing staying as it is, gives \
                        none that dominates it. For an exact answer, offer fewer options for Replicas of s4 (30 \
                        now): up to 10,000,000 combinations are gone through one by one.";
        assert_eq!(words, expected);
        search.is_limited = false;
        search.reach = search.reach.map(|reach| Reach { changes: 0, ..reach });
        let words = search.in_words(&Project::default(), 3).join(" ");
        assert!(words.contains("which does not prove that there is none"), "{words}");
        assert!(!words.contains("no design meets") && !words.contains("Changing any"), "{words}");
    }
}
