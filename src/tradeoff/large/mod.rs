//! Spaces with too many designs to be analysed one by one: numbers put together from tables find the front, and the
//! analysis has the last word on every design on it.

mod enumerate;
mod front;
mod limits;
mod pruned;
mod search;
mod stages;
#[cfg(test)]
mod tests;

pub use search::{Removed, Search};
pub use stages::{Combinations, Combine, Coordinate, Stage, prune};

use std::ops::ControlFlow;

use super::exploration::{Columns, Exploration};
use super::explore::{ExploreError, samples_for};
use super::region::Limit;
use super::space::DesignSpace;
use crate::analysis::{AnalysisSettings, Evaluator, Factors, NoFactors, Options};
use crate::model::{EvidenceBook, Measure, MeasureKey, Project, Subject};
use enumerate::{enumerate, options_at};
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
}

/// Why a search came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Stopped,
    /// The front is of no use.
    LargeFront,
    /// There are too many designs to go through, and the front cannot be found otherwise.
    NotPruned,
}

/// The designs on the front of a large space. Designs are compared on `objectives`, or else on the measures of the
/// requirements.
pub(super) fn explore(
    project: &Project,
    evidence: &EvidenceBook,
    settings: &AnalysisSettings,
    space: DesignSpace,
    objectives: Option<&[MeasureKey]>,
    progress: Progress<'_>,
) -> Result<Exploration, ExploreError> {
    if let Some(reason) = endless(&space) {
        return Err(ExploreError::too_large(&space, super::LARGEST_SPACE, reason));
    }
    let mut objectives = objectives.map_or_else(|| usual_objectives(project), <[MeasureKey]>::to_vec);
    let limits = Limit::of_project(project);
    let mut factors = tables(project, evidence, settings, &space, (&objectives, &limits), progress)?;
    let way = Way::of(&space);
    let mut found = search(&space, &factors, (&limits, &objectives), way, progress)?;
    let is_limited = found.feasible != Some(0);
    if !is_limited {
        // Nothing meets every limit: what comes closest is on the front of what is limited.
        for limit in &limits {
            if !objectives.contains(&limit.key) {
                objectives.push(limit.key.clone());
            }
        }
        factors = tables(project, evidence, settings, &space, (&objectives, &limits), progress)?;
        let closest = search(&space, &factors, (&[], &objectives), way, progress)?;
        found = Found { feasible: found.feasible, removed: found.removed, ..closest };
    }
    let kept = |objective: &Objective| factors.measures()[objective.position].clone();
    let search = Search {
        size: space.size(),
        is_enumerated: way == Way::Enumeration,
        is_limited,
        feasible: found.feasible,
        removed: found.removed,
        incomparable: found.incomparable,
        objectives: found.objectives.iter().map(kept).collect(),
        on_front: found.front.len(),
        differences: Vec::new(),
        unavailable: factors.unavailable().to_vec(),
        notes: factors.notes().to_vec(),
    };
    let numbers = spread(found.front, MOST_CHECKED);
    check(project, evidence, settings, &factors, (space, numbers, search), progress)
}

/// The tables that the numbers of all designs of a space are put together from. There is one set of them because all
/// designs have the same drawing: a choice that changes what is drawn needs one for each of its options.
fn tables(
    project: &Project,
    evidence: &EvidenceBook,
    settings: &AnalysisSettings,
    space: &DesignSpace,
    (compared, limits): (&[MeasureKey], &[Limit]),
    progress: Progress<'_>,
) -> Result<Factors, ExploreError> {
    let limited: Vec<MeasureKey> = limits.iter().map(|limit| limit.key.clone()).collect();
    let mut go_on = || progress(0, u64::try_from(space.size()).unwrap_or(u64::MAX));
    let factors = Factors::of(project, evidence, &options(space), (compared, &limited), settings, &mut go_on);
    factors.map_err(|error| match error {
        NoFactors::Stopped => ExploreError::Stopped,
        reason => ExploreError::too_large(space, super::LARGEST_SPACE, reason.to_string()),
    })
}

/// Gets what is done and how much there is to do, and may stop it.
type Progress<'p> = &'p mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Why nothing can be said about a space at all.
fn endless(space: &DesignSpace) -> Option<String> {
    let longest = space.axes().iter().any(|axis| u128::from(axis.count()) > super::LARGEST_SPACE);
    (longest || space.size() == u128::MAX).then(|| "there is no end of them".to_owned())
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Through all designs.
    Enumeration,
    /// Group of choices by group of choices.
    Pruning,
}

impl Way {
    /// Through all designs where there are few enough: then they are counted as well.
    fn of(space: &DesignSpace) -> Self {
        if space.size() <= LARGEST_ENUMERATION { Self::Enumeration } else { Self::Pruning }
    }
}

/// The numbers in the design space of the designs on the front by the fast numbers `factors`, ascending, which nobody has
/// analysed in full yet. Both ways find the same ones.
///
/// # Errors
/// It was stopped, or what is asked for does not add up.
pub fn fast_front(
    project: &Project,
    space: &DesignSpace,
    factors: &Factors,
    objectives: &[MeasureKey],
    way: Way,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Vec<u128>, ExploreError> {
    Ok(search(space, factors, (&Limit::of_project(project), objectives), way, progress)?.front)
}

/// Finds the front by the fast numbers.
fn search(
    space: &DesignSpace,
    factors: &Factors,
    (limits, objectives): (&[Limit], &[MeasureKey]),
    way: Way,
    progress: Progress<'_>,
) -> Result<Found, ExploreError> {
    let (tests, objectives) = (Test::of_all(limits, factors), Objective::of_all(objectives, factors));
    let found = match way {
        Way::Enumeration => enumerate(space, factors, (&tests, &objectives), progress),
        Way::Pruning => pruned(space, factors, &tests, &objectives, progress),
    };
    found.map_err(|failure| match failure {
        Failure::Stopped => ExploreError::Stopped,
        Failure::LargeFront => ExploreError::LargeFront { measures: objectives.len(), most: front::MOST_ON_FRONT },
        Failure::NotPruned => {
            let reason = "what designs are compared by or limited in does not simply add up".to_owned();
            ExploreError::too_large(space, LARGEST_ENUMERATION, reason)
        }
    })
}

fn pruned(
    space: &DesignSpace,
    factors: &Factors,
    tests: &[Test],
    objectives: &[Objective],
    progress: Progress<'_>,
) -> Result<Found, Failure> {
    let can_be_known = |objective: &&Objective| factors.can_be_known(objective.position);
    let objectives: Vec<Objective> = objectives.iter().filter(can_be_known).copied().collect();
    let pruning = Pruning::of(factors, tests, &objectives).ok_or(Failure::NotPruned)?;
    pruning.run(space, (tests, &objectives), progress)
}

/// Analyses the designs with these numbers in full, and compares.
fn check(
    project: &Project,
    evidence: &EvidenceBook,
    settings: &AnalysisSettings,
    factors: &Factors,
    (space, numbers, mut search): (DesignSpace, Vec<u128>, Search),
    progress: Progress<'_>,
) -> Result<Exploration, ExploreError> {
    let all = numbers.len() as u64;
    let settings = AnalysisSettings { samples: samples_for(u128::from(all), settings.samples), ..*settings };
    let mut evaluator = Evaluator::new(project, evidence, &settings);
    let mut columns = Columns::default();
    let mut walk = factors.walk();
    let mut differences = vec![0.0_f64; factors.measures().len()];
    for (done, number) in numbers.iter().enumerate() {
        if progress(done as u64, all).is_break() {
            return Err(ExploreError::Stopped);
        }
        walk.go_to(&options_at(&space, *number));
        let qualities = evaluator.qualities(&factors.design(walk.options()));
        for ((position, key), greatest) in factors.measures().iter().enumerate().zip(&mut differences) {
            let quality = qualities.get(key);
            let full = quality.and_then(|quality| quality.quantity.amount_in(key.measure.unit()));
            let is_overloaded = quality.is_some_and(crate::analysis::Quality::is_overloaded);
            *greatest = greatest.max(search::difference(walk.value(position), full, is_overloaded));
        }
        columns.push(qualities);
    }
    if progress(all, all).is_break() {
        return Err(ExploreError::Stopped);
    }
    search.differences = factors.measures().iter().cloned().zip(differences).collect();
    Ok(Exploration::listed(space, numbers, columns.finish(), search))
}

/// What designs of a large space are compared on where nobody says: the measures of the requirements; with fewer than two
/// of those, what most designs are about as well.
pub fn usual_objectives(project: &Project) -> Vec<MeasureKey> {
    let mut keys: Vec<MeasureKey> = Vec::new();
    let required = project.requirements.values().map(|requirement| requirement.measure.clone());
    let scenario = project.scenarios.keys().next().map(|id| Subject::Scenario(id.clone()));
    let of_scenario = [Measure::ResponseTimeP99, Measure::Availability]
        .into_iter()
        .filter_map(|measure| Some(MeasureKey::new(measure, scenario.clone()?)));
    let usual: Vec<MeasureKey> =
        std::iter::once(MeasureKey::new(Measure::MonthlyCost, Subject::System)).chain(of_scenario).collect();
    for key in required {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
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
