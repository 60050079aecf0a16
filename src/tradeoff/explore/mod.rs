//! Evaluates every design of a project.

use std::ops::ControlFlow;

use crate::analysis::{AnalysisSettings, Evaluator, Sampler};
use crate::edit::as_designed;
use crate::model::{EvidenceBook, MeasureKey, Project};

use super::exploration::{Columns, Exploration};
use super::space::DesignSpace;

/// Most designs that are evaluated one by one; every one of them is kept with all its qualities.
pub const LARGEST_SPACE: u128 = 100_000;

/// Combinations between two looks at whether to stop counting designs.
const STEP: u128 = 1 << 14;

/// Most samples over all designs before each design gets fewer.
const SAMPLES_IN_ALL: usize = 40_000_000;

/// Fewest samples of a design in a large space, as far as the settings ask for that many.
const FEWEST_SAMPLES: usize = 4_000;

/// Why a design space was not explored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExploreError {
    /// There is nothing to choose.
    #[error("the project has no open choices; add one to a component, such as which node it runs on")]
    NoChoices,
    /// Everything is ruled out.
    #[error("every combination of options is ruled out; allow one of them")]
    NoDesigns,
    /// There are more designs than can be looked at.
    #[error("the project has {size} designs, and no more than {limit} can be searched, because {reason}; {remedy}")]
    TooLarge {
        /// Designs in the space.
        size: u128,
        /// Most that are looked at.
        limit: u128,
        /// Why.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// No design stands out.
    #[error("more than {most} designs are on the front of the {measures} measures compared; compare fewer measures")]
    LargeFront {
        /// Measures that were compared.
        measures: usize,
        /// Most designs on a front.
        most: usize,
    },
    /// The caller asked to stop.
    #[error("stopped before every design was evaluated")]
    Stopped,
}

/// Evaluates every design of a space of up to [`LARGEST_SPACE`] designs. Of a larger one it finds the front by faster
/// numbers, and evaluates the designs on it: see [`Search`](super::Search). `progress` gets the designs done and their
/// number, of each pass over them, and may stop the search.
///
/// All designs share their random numbers, and up to 2,000 designs get all the samples of `settings`: their numbers
/// are then equal to the last bit to those of [`analyse`](crate::analysis::analyse). Larger spaces get fewer samples
/// a design, see [`samples_for`].
pub fn explore(
    project: &Project,
    evidence: &EvidenceBook,
    settings: &AnalysisSettings,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Exploration, ExploreError> {
    explore_by(project, evidence, settings, None, progress)
}

/// The same; the designs of a large space are compared on `objectives`.
pub fn explore_by(
    project: &Project,
    evidence: &EvidenceBook,
    settings: &AnalysisSettings,
    objectives: Option<&[MeasureKey]>,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Exploration, ExploreError> {
    if project.choices.is_empty() {
        return Err(ExploreError::NoChoices);
    }
    let space = DesignSpace::of(project, evidence);
    let (size, numbers) = designs_of(&space, &mut || progress(0, 0)).ok_or(ExploreError::Stopped)?;
    if size == 0 {
        return Err(ExploreError::NoDesigns);
    }
    if size > LARGEST_SPACE {
        return super::large::explore(project, evidence, settings, (space, size), objectives, progress);
    }
    let settings = AnalysisSettings { samples: samples_for(size, settings.samples), ..*settings };
    let mut sampler = Sampler::new(&settings);
    let mut columns = Columns::default();
    let mut done = 0;
    let rows = 0..size;
    let number = |row: u128| numbers.as_ref().map_or(Some(row), |numbers| numbers.get(row as usize).copied());
    let mut indices = rows.filter_map(number).peekable();
    // Designs of the same drawing follow each other, and share its routes.
    while let Some((drawing, first)) =
        indices.peek().and_then(|first| Some((space.drawing_of(*first), space.design(*first)?)))
    {
        let drawn = as_designed(project, &first);
        let mut evaluator = Evaluator::with_samples(&drawn, evidence, sampler);
        while let Some(index) = indices.next_if(|index| space.drawing_of(*index) == drawing) {
            if progress(done, size as u64).is_break() {
                return Err(ExploreError::Stopped);
            }
            columns.push(evaluator.qualities(&space.design(index).unwrap_or_default()));
            done += 1;
        }
        sampler = evaluator.into_samples();
    }
    drop(indices);
    if progress(done, size as u64).is_break() {
        return Err(ExploreError::Stopped);
    }
    Ok(Exploration::numbered(space, numbers, columns.finish()))
}

/// Whether the designs of a space are too many to be evaluated one by one, where its combinations alone say so; `None`
/// where designs have to be counted, see [`is_large`].
pub fn is_known_to_be_large(space: &DesignSpace) -> Option<bool> {
    let combinations = space.combinations();
    match () {
        () if combinations <= LARGEST_SPACE => Some(false),
        () if space.is_whole() || combinations > super::LARGEST_ENUMERATION => Some(true),
        () => None,
    }
}

/// Whether the designs of a space are too many to be evaluated one by one. Where combinations are ruled out, up to
/// [`LARGEST_ENUMERATION`](super::LARGEST_ENUMERATION) of them are looked at, which may take a second; `None` when
/// `is_stopped` ended that.
pub fn is_large(space: &DesignSpace, is_stopped: &mut dyn FnMut() -> bool) -> Option<bool> {
    if let Some(known) = is_known_to_be_large(space) {
        return Some(known);
    }
    let mut designs = 0;
    for number in 0..space.combinations() {
        if number.is_multiple_of(STEP) && is_stopped() {
            return None;
        }
        designs += u128::from(space.admits(number));
        if designs > LARGEST_SPACE {
            return Some(true);
        }
    }
    Some(false)
}

/// How many designs there are (of combinations, where there are too many to see which of them are designs), and where they
/// are not all combinations, the numbers of as many as are evaluated one by one; `None` when it was stopped.
fn designs_of(space: &DesignSpace, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Option<(u128, Option<Vec<u128>>)> {
    let combinations = space.combinations();
    if space.is_whole() || combinations > super::LARGEST_ENUMERATION {
        return Some((combinations, None));
    }
    let (mut size, mut numbers) = (0, Vec::new());
    for number in 0..combinations {
        if number.is_multiple_of(STEP) && go_on().is_break() {
            return None;
        }
        if space.admits(number) {
            size += 1;
            if size <= LARGEST_SPACE {
                numbers.push(number);
            }
        }
    }
    Some((size, Some(numbers)))
}

/// Samples that each of `size` designs gets when the settings ask for `samples`: all of them up to 2,000 designs at
/// 20,000 samples, then fewer, but at least 4,000. The lists of random numbers are stratified, so that the percentiles
/// of a single component are exact at any number of samples; at 4,000 the 99th percentile of a path may be five
/// percent off.
pub fn samples_for(size: u128, samples: usize) -> usize {
    let size = usize::try_from(size).unwrap_or(usize::MAX).max(1);
    let affordable = (SAMPLES_IN_ALL / size).max(FEWEST_SAMPLES);
    affordable.min(samples).max(1)
}

impl ExploreError {
    /// `size` designs, more than `limit`, with the reason for the limit.
    pub(super) fn too_large((space, size): (&DesignSpace, u128), limit: u128, reason: String) -> Self {
        Self::TooLarge { size, limit, reason, remedy: remedy(space) }
    }
}

/// Which choice to narrow: the one with the most options.
pub(super) fn remedy(space: &DesignSpace) -> String {
    let largest = space.axes().iter().max_by_key(|axis| axis.count());
    largest.map_or_else(String::new, |axis| format!("offer fewer options for {} ({} now)", axis.label, axis.count()))
}

#[cfg(test)]
mod tests;
