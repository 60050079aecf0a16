//! A large space drawing by drawing: designs of the same drawing share the tables that their numbers come from.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::super::exploration::Columns;
use super::super::explore::{ExploreError, samples_for};
use super::super::objectives::undominated;
use super::super::points::Points;
use super::super::region::Limit;
use super::super::space::DesignSpace;
use super::enumerate::options_at;
use super::evolve::MOST_LOOKS;
use super::pruned::number_of;
use super::{Found, Progress, Removed, Whole, options, search};
use crate::analysis::{AnalysisSettings, Evaluator, Factors, NoFactors, Sampler};
use crate::edit::as_designed;
use crate::model::{EvidenceBook, MeasureKey, Project};

/// Most drawings that tables are made for.
const MOST_DRAWINGS: u128 = 256;

/// The designs of one drawing, and what their numbers are put together from.
pub struct Tables<'a> {
    /// The number in the whole space of its first combination.
    pub first: u128,
    /// Its part of the space.
    pub space: DesignSpace,
    /// The project as these designs have it.
    pub project: Cow<'a, Project>,
    /// The numbers.
    pub factors: Factors,
}

/// The designs of one drawing among those of the whole space.
pub(super) struct Part<'a> {
    pub(super) whole: &'a DesignSpace,
    /// The number in the whole space of the first combination.
    pub(super) first: u128,
    pub(super) space: &'a DesignSpace,
}

impl Part<'_> {
    /// Whether the combination with this number in the part is a design.
    pub(super) fn admits(&self, number: u128) -> bool {
        self.whole.admits(self.first + number)
    }

    /// How many rules it breaks.
    pub(super) fn broken(&self, number: u128) -> usize {
        self.whole.broken(self.first + number)
    }

    /// The choices that make a difference in this drawing, by their position: others are about what it leaves out.
    pub(super) fn free(&self) -> Vec<usize> {
        let counts: Vec<usize> = self.space.axes().iter().map(|axis| axis.count() as usize).collect();
        let is_free = |position: &usize| {
            let mut options = vec![0; counts.len()];
            options[*position] = 1;
            let design = self.whole.design(self.first + number_of(&options, &counts));
            design.is_some_and(|design| self.whole.simplified(design.clone()) == design)
        };
        (0..counts.len()).filter(|position| counts[*position] > 1).filter(is_free).collect()
    }
}

/// The drawings of a space with their tables: for the measures that are compared, and for those that are limited.
pub(super) fn drawn<'a>(
    whole: &Whole<'a>,
    (compared, limits): (&[MeasureKey], &[Limit]),
    progress: Progress<'_>,
) -> Result<Vec<Tables<'a>>, ExploreError> {
    let space = whole.space;
    let too_large = |reason: String| ExploreError::too_large((space, whole.size), super::super::LARGEST_SPACE, reason);
    let drawings = space.drawings();
    if drawings > MOST_DRAWINGS {
        return Err(too_large(format!("they have {drawings} different drawings, more than {MOST_DRAWINGS}")));
    }
    let limited: Vec<MeasureKey> = limits.iter().map(|limit| limit.key.clone()).collect();
    let total = u64::try_from(space.combinations()).unwrap_or(u64::MAX);
    let mut all = Vec::new();
    for drawing in 0..drawings {
        let part = space.part(drawing);
        let project = as_designed(whole.project, &part.design(0).unwrap_or_default());
        let mut go_on = || progress(0, total);
        let asked = (compared, limited.as_slice());
        let factors = Factors::of(&project, whole.evidence, &options(&part), asked, whole.settings, &mut go_on);
        let factors = factors.map_err(|error| match error {
            NoFactors::Stopped => ExploreError::Stopped,
            reason => too_large(reason.to_string()),
        })?;
        all.push(Tables { first: drawing * part.combinations(), space: part, project, factors });
    }
    Ok(all)
}

/// The tables of every drawing of `space`, for the numbers of `measures`.
///
/// # Errors
/// There are too many drawings, or a number depends on too many choices.
pub fn tables<'a>(
    project: &'a Project,
    evidence: &'a EvidenceBook,
    settings: &'a AnalysisSettings,
    space: &'a DesignSpace,
    measures: &[MeasureKey],
) -> Result<Vec<Tables<'a>>, ExploreError> {
    let (size, way) = (space.combinations(), super::Way::of(space));
    let whole = Whole { project, evidence, settings, space, size, way, most: MOST_LOOKS };
    drawn(&whole, (measures, &[]), &mut |_, _| ControlFlow::Continue(()))
}

/// What designs of all drawings were compared on.
pub(super) fn compared(drawn: &[Tables<'_>], found: &[Found]) -> Vec<MeasureKey> {
    let mut keys: Vec<MeasureKey> = Vec::new();
    for (drawn, found) in drawn.iter().zip(found).filter(|(_, found)| !found.front.is_empty()) {
        let own: Vec<MeasureKey> =
            found.objectives.iter().map(|objective| drawn.factors.measures()[objective.position].clone()).collect();
        keys.extend(own.into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
    }
    keys
}

/// The numbers in the whole space of the designs that no design of any drawing dominates, ascending. Those of a drawing in
/// which something that is compared is not known cannot be compared, and are left out.
pub(super) fn front(drawn: &[Tables<'_>], found: &[Found], compared: &[MeasureKey]) -> Vec<u128> {
    let all = drawn.iter().zip(found).flat_map(|(drawn, found)| found.front.iter().map(|number| drawn.first + number));
    let all: Vec<u128> = all.collect();
    let with_front = found.iter().filter(|found| !found.front.is_empty()).count();
    if with_front < 2 || compared.is_empty() {
        return all;
    }
    let mut points = Points::with_capacity(compared.len(), all.len());
    let (mut doubts, mut place_of) = (Vec::with_capacity(all.len()), 0);
    for (drawn, found) in drawn.iter().zip(found) {
        let places: Vec<Option<usize>> = compared.iter().map(|key| drawn.factors.position(key)).collect();
        let mut walk = drawn.factors.walk();
        for number in &found.front {
            walk.go_to(&options_at(&drawn.space, *number));
            let cost = |(key, place): (&MeasureKey, &Option<usize>)| {
                let value = place.map_or(f64::NAN, |place| walk.value(place));
                key.measure.direction().cost(value)
            };
            let costs: Vec<f64> = compared.iter().zip(&places).map(cost).collect();
            if costs.iter().all(|cost| !cost.is_nan()) {
                points.push(&costs);
                doubts.push((place_of, walk.doubt()));
            }
            place_of += 1;
        }
    }
    undominated(&points, &doubts).into_iter().map(|place| all[place]).collect()
}

/// The sum over all drawings; `None` where one of them was not counted.
pub(super) fn total(found: &[Found], count: impl Fn(&Found) -> Option<u64>) -> Option<u64> {
    found.iter().map(count).sum()
}

/// What each limit removes in all drawings.
pub(super) fn removed(found: &[Found]) -> Vec<Removed> {
    let mut all: Vec<Removed> = Vec::new();
    for one in found.iter().flat_map(|found| &found.removed) {
        match all.iter_mut().find(|known| known.requirement == one.requirement) {
            Some(known) => {
                known.removed += one.removed;
                known.undecided += one.undecided;
                known.removed_alone += one.removed_alone;
            }
            None => all.push(one.clone()),
        }
    }
    all
}

/// Numbers, qualities and greatest differences of designs that were analysed in full.
type Analysed = (Vec<u128>, Columns, Vec<(MeasureKey, f64)>);

/// Analyses the designs with these numbers, which ascend, in full, and compares.
pub(super) fn analysed(
    whole: &Whole<'_>,
    drawn: &[Tables<'_>],
    numbers: &[u128],
    progress: Progress<'_>,
) -> Result<Analysed, ExploreError> {
    let all = numbers.len() as u64;
    let settings =
        AnalysisSettings { samples: samples_for(u128::from(all), whole.settings.samples), ..*whole.settings };
    let mut sampler = Sampler::new(&settings);
    let (mut columns, mut differences) = (Columns::default(), Vec::<(MeasureKey, f64)>::new());
    let mut rest = numbers;
    for part in drawn {
        let own = rest.partition_point(|number| *number < part.first + part.space.combinations());
        let (now, later) = rest.split_at(own);
        let mut evaluator = Evaluator::with_samples(&part.project, whole.evidence, sampler);
        let mut walk = part.factors.walk();
        for (done, number) in (numbers.len() - rest.len()..).zip(now) {
            if progress(done as u64, all).is_break() {
                return Err(ExploreError::Stopped);
            }
            walk.go_to(&options_at(&part.space, *number - part.first));
            let qualities = evaluator.qualities(&part.factors.design(walk.options()));
            for (position, key) in part.factors.measures().iter().enumerate() {
                let quality = qualities.get(key);
                let full = quality.and_then(|quality| quality.quantity.amount_in(key.measure.unit()));
                let is_overloaded = quality.is_some_and(crate::analysis::Quality::is_overloaded);
                let difference = search::difference(walk.value(position), full, is_overloaded);
                match differences.iter_mut().find(|(known, _)| known == key) {
                    Some((_, greatest)) => *greatest = greatest.max(difference),
                    None => differences.push((key.clone(), difference)),
                }
            }
            columns.push(qualities);
        }
        sampler = evaluator.into_samples();
        rest = later;
    }
    if progress(all, all).is_break() {
        return Err(ExploreError::Stopped);
    }
    Ok((numbers.to_vec(), columns.finish(), differences))
}
