//! Spaces with too many designs to be analysed one by one: numbers put together from tables find the front, and the
//! analysis has the last word on every design on it.

mod drawings;
mod enumerate;
mod evolve;
mod front;
mod limits;
mod overview;
mod pruned;
mod search;
mod stages;
mod sweep;
#[cfg(test)]
mod tests;

pub use drawings::{Tables, tables};
pub use overview::Overview;
pub use search::{Reach, Removed, Search};
pub use stages::{Combine, Coordinate, Stage, prune};
pub use sweep::{Sweep, Swept};

use std::ops::ControlFlow;

use super::exploration::Exploration;
use super::explore::ExploreError;
use super::region::Limit;
use super::space::DesignSpace;
use crate::analysis::{AnalysisSettings, Factors, Options};
use crate::model::{EvidenceBook, Measure, MeasureKey, Project, Subject};
use drawings::Part;
use enumerate::enumerate;
use evolve::{MOST_LOOKS, Reached, evolve};
use limits::{Objective, Test};
use pruned::Pruning;

/// Most designs that are gone through one by one.
pub const LARGEST_ENUMERATION: u128 = 10_000_000;

/// Most designs of a front that are analysed in full.
const MOST_CHECKED: usize = 4_000;

/// What a search came to.
#[derive(Clone, Debug, Default, PartialEq)]
struct Found {
    /// Numbers of the designs on the front, ascending.
    front: Vec<u128>,
    /// Designs that meet every limit; `None` where they were not counted.
    feasible: Option<u64>,
    removed: Vec<Removed>,
    /// Feasible designs of which a number is not known; `None` where they were not counted.
    incomparable: Option<u64>,
    /// What was really compared.
    objectives: Vec<Objective>,
    /// Whether a genetic search found no design that meets every limit; there may be one.
    is_fruitless: bool,
    /// How far a genetic search went.
    reached: Option<Reached>,
}

/// Why a search came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Stopped,
    /// The front is of no use.
    LargeFront,
}

/// The designs on the front of a large space of `size` designs. They are compared on `objectives`, or else on the measures
/// of the requirements.
pub(super) fn explore(
    project: &Project,
    evidence: &EvidenceBook,
    settings: &AnalysisSettings,
    (space, size): (DesignSpace, u128),
    objectives: Option<&[MeasureKey]>,
    progress: Progress<'_>,
) -> Result<Exploration, ExploreError> {
    explore_within(project, evidence, settings, (space, size), objectives, MOST_LOOKS, progress)
}

/// The same; a genetic search takes up to about `most` looks.
fn explore_within(
    project: &Project,
    evidence: &EvidenceBook,
    settings: &AnalysisSettings,
    (space, size): (DesignSpace, u128),
    objectives: Option<&[MeasureKey]>,
    most: u64,
    progress: Progress<'_>,
) -> Result<Exploration, ExploreError> {
    if let Some(reason) = endless(&space) {
        return Err(ExploreError::too_large((&space, size), super::LARGEST_SPACE, reason));
    }
    let whole = Whole { project, evidence, settings, space: &space, size, way: Way::of(&space), most };
    let mut objectives = objectives.map_or_else(|| usual_objectives(project), <[MeasureKey]>::to_vec);
    let limits = Limit::of_project(project);
    let (mut drawn, mut found) = whole.search((&objectives, &limits, &limits), progress)?;
    let is_limited = found.iter().any(|found| found.feasible != Some(0) && !found.is_fruitless);
    if !is_limited {
        // Nothing meets every limit: what comes closest is on the front of what is limited.
        for limit in &limits {
            if !objectives.contains(&limit.key) {
                objectives.push(limit.key.clone());
            }
        }
        let (again, closest) = whole.search((&objectives, &limits, &[]), progress)?;
        drawn = again;
        for (found, closest) in found.iter_mut().zip(closest) {
            (found.front, found.incomparable, found.objectives) =
                (closest.front, closest.incomparable, closest.objectives);
            match (&mut found.reached, closest.reached) {
                (Some(reached), Some(closest)) => reached.changes = closest.changes,
                (reached, closest) => *reached = reached.take().or(closest),
            }
        }
    }
    // By a limit whose measure the search does not know nobody can say what is feasible.
    let knows = |part: &Tables<'_>, limit: &Limit| part.factors.measures().contains(&limit.key);
    let is_judged = drawn.iter().all(|part| limits.iter().all(|limit| knows(part, limit)));
    let compared = drawings::compared(&drawn, &found);
    let front = drawings::front(&drawn, &found, &compared);
    let mut search = Search {
        size,
        way: if found.iter().any(|found| found.reached.is_some()) { Way::Evolution } else { whole.way },
        reach: Reach::of(&found, &space),
        is_limited,
        feasible: drawings::total(&found, |found| found.feasible).filter(|_| is_judged),
        removed: drawings::removed(&found),
        incomparable: drawings::total(&found, |found| found.incomparable),
        objectives: compared,
        on_front: front.len(),
        differences: Vec::new(),
        unavailable: Vec::new(),
        notes: Vec::new(),
    };
    for part in &drawn {
        let unavailable = part.factors.unavailable().iter();
        search.unavailable.extend(
            unavailable
                .filter(|(key, _)| !search.unavailable.iter().any(|(old, _)| old == key))
                .cloned()
                .collect::<Vec<_>>(),
        );
        let notes = part.factors.notes().iter();
        search.notes.extend(notes.filter(|note| !search.notes.contains(note)).cloned().collect::<Vec<_>>());
    }
    let (numbers, columns, differences) = drawings::analysed(&whole, &drawn, &spread(front, MOST_CHECKED), progress)?;
    search.differences = differences;
    Ok(Exploration::listed(space, numbers, columns, search))
}

/// What is searched.
struct Whole<'a> {
    project: &'a Project,
    evidence: &'a EvidenceBook,
    settings: &'a AnalysisSettings,
    space: &'a DesignSpace,
    size: u128,
    way: Way,
    /// Looks of a genetic search.
    most: u64,
}

impl<'a> Whole<'a> {
    /// The front of each drawing by the fast numbers. `known` are the limits that numbers are wanted for, `limits` those
    /// that designs must meet.
    fn search(
        &self,
        (objectives, known, limits): (&[MeasureKey], &[Limit], &[Limit]),
        progress: Progress<'_>,
    ) -> Result<(Vec<Tables<'a>>, Vec<Found>), ExploreError> {
        let drawn = drawings::drawn(self, (objectives, known), progress)?;
        let mut all = Vec::with_capacity(drawn.len());
        let count = drawn.len() as u64;
        for (place, drawing) in (0..).zip(&drawn) {
            let mut shifted =
                |done: u64, of: u64| progress(of.saturating_mul(place).saturating_add(done), of.saturating_mul(count));
            let part = Part { whole: self.space, first: drawing.first, space: &drawing.space };
            let means = Means { way: self.way, seed: self.settings.seed.wrapping_add(place), most: self.most / count };
            all.push(search(&part, &drawing.factors, (limits, objectives), means, &mut shifted)?);
        }
        Ok((drawn, all))
    }
}

/// Gets what is done and how much there is to do, and may stop it.
type Progress<'p> = &'p mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Why nothing can be said about a space at all.
fn endless(space: &DesignSpace) -> Option<String> {
    let longest = space.axes().iter().any(|axis| u128::from(axis.count()) > super::LARGEST_SPACE);
    (longest || space.combinations() == u128::MAX).then(|| "there is no end of them".to_owned())
}

/// Every choice with its options, for [`Factors`].
pub fn options(space: &DesignSpace) -> Vec<Options> {
    let options = space.axes().iter().map(|axis| Options {
        choice: axis.choice.clone(),
        picks: (0..axis.count()).filter_map(|option| axis.pick(option)).collect(),
    });
    options.collect()
}

/// How a front is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// Through all designs.
    #[default]
    Enumeration,
    /// Group of choices by group of choices, where what is compared adds up; else by [`Way::Evolution`].
    Pruning,
    /// By a genetic search, which looks at some of the designs.
    Evolution,
}

impl Way {
    /// Through all designs where there are few enough: then they are counted as well. Group by group only where no
    /// combination of options is ruled out, since a rule may bind groups together.
    fn of(space: &DesignSpace) -> Self {
        if space.combinations() <= LARGEST_ENUMERATION {
            Self::Enumeration
        } else if space.is_whole() {
            Self::Pruning
        } else {
            Self::Evolution
        }
    }
}

/// A way with what it takes.
#[derive(Clone, Copy)]
struct Means {
    way: Way,
    /// Of the random numbers of a genetic search.
    seed: u64,
    /// Its looks.
    most: u64,
}

/// The numbers in the design space of the designs on the front by the fast numbers `factors`, ascending, which nobody has
/// analysed in full yet. Enumeration and pruning find the same ones; `seed` is that of a genetic search.
///
/// # Errors
/// It was stopped, or far too many designs are on the front.
pub fn fast_front(
    project: &Project,
    space: &DesignSpace,
    factors: &Factors,
    objectives: &[MeasureKey],
    (way, seed): (Way, u64),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Vec<u128>, ExploreError> {
    let limits = Limit::of_project(project);
    let part = Part { whole: space, first: 0, space };
    let means = Means { way, seed, most: MOST_LOOKS };
    Ok(search(&part, factors, (&limits, objectives), means, progress)?.front)
}

/// Finds the front of a drawing by the fast numbers.
fn search(
    part: &Part<'_>,
    factors: &Factors,
    (limits, objectives): (&[Limit], &[MeasureKey]),
    Means { way, seed, most }: Means,
    progress: Progress<'_>,
) -> Result<Found, ExploreError> {
    let (tests, objectives) = (Test::of_all(limits, factors), Objective::of_all(objectives, factors));
    let can_be_known = |objective: &&Objective| factors.can_be_known(objective.position);
    let known: Vec<Objective> = objectives.iter().filter(can_be_known).copied().collect();
    let found = match way {
        Way::Enumeration => {
            let admits = |number: u64| part.admits(u128::from(number));
            enumerate((part.space, &admits), factors, (&tests, &objectives), progress)
        }
        Way::Pruning => match Pruning::of(factors, &tests, &known) {
            Some(pruning) => pruning.run(part.space, (&tests, &known), progress),
            None => evolve(part, factors, (&tests, &known), (seed, most), progress),
        },
        Way::Evolution => evolve(part, factors, (&tests, &known), (seed, most), progress),
    };
    found.map_err(|failure| match failure {
        Failure::Stopped => ExploreError::Stopped,
        Failure::LargeFront => ExploreError::LargeFront { measures: objectives.len(), most: front::MOST_ON_FRONT },
    })
}

/// What designs of a large space are compared on where nobody says: the measures of the requirements; with fewer than two
/// of those, what most designs are about as well.
pub fn usual_objectives(project: &Project) -> Vec<MeasureKey> {
    let mut keys = project.required_measures();
    let scenario = project.scenarios.keys().next().map(|id| Subject::Scenario(id.clone()));
    let of_scenario = [Measure::ResponseTimeP99, Measure::Availability]
        .into_iter()
        .filter_map(|measure| Some(MeasureKey::new(measure, scenario.clone()?)));
    let usual: Vec<MeasureKey> =
        std::iter::once(MeasureKey::new(Measure::MonthlyCost, Subject::System)).chain(of_scenario).collect();
    if keys.len() < 2 {
        keys.extend(usual.into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
    }
    keys
}

/// At most so many of them, equally far apart.
fn spread(numbers: Vec<u128>, most: usize) -> Vec<u128> {
    if numbers.len() <= most {
        return numbers;
    }
    (0..most).map(|place| numbers[place * numbers.len() / most]).collect()
}
