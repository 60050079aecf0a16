//! The numbers of every design of a space that is too large to be analysed design by design, and small enough for its
//! numbers to be kept: with them a limit can be moved through a million designs.

use std::ops::ControlFlow;

use super::super::explore::ExploreError;
use super::super::region::Limit;
use super::super::space::DesignSpace;
use super::limits::{Objective, Test};
use super::sweep::Sweep;
use super::{Progress, Way, Whole, drawings, usual_objectives};
use crate::analysis::AnalysisSettings;
use crate::model::{EvidenceBook, MeasureKey, Project};

/// Most designs whose numbers are kept: some hundred bytes each.
pub const LARGEST_OVERVIEW: usize = 1_000_000;

/// Combinations between two looks at whether to stop.
const STEP: u128 = 1 << 14;

/// The numbers that a search puts together, of every design. Limits are no part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    space: DesignSpace,
    measures: Vec<MeasureKey>,
    /// By measure: whether designs of every drawing have it.
    is_everywhere: Vec<bool>,
    /// By design, the number of its combination.
    numbers: Vec<u32>,
    /// By measure, the value of each design in the measure's unit; not a number where it is not known, infinite where
    /// something is overloaded.
    columns: Vec<Vec<f64>>,
    /// By design, how far the least certain of its numbers is from measured, 0 to 2.
    doubts: Vec<u8>,
}

impl Overview {
    /// Of every design of `space`; `None` where there are more than `LARGEST_OVERVIEW`.
    ///
    /// # Errors
    /// It was stopped, or the numbers cannot be put together from tables.
    pub fn of(
        (project, evidence): (&Project, &EvidenceBook),
        settings: &AnalysisSettings,
        space: &DesignSpace,
        progress: Progress<'_>,
    ) -> Result<Option<Self>, ExploreError> {
        let size = space.combinations();
        let too_many = if space.is_whole() { LARGEST_OVERVIEW as u128 } else { super::LARGEST_ENUMERATION };
        if size > too_many || size > u128::from(u32::MAX) {
            return Ok(None);
        }
        let whole =
            Whole { project, evidence, settings, space, size, way: Way::Enumeration, most: super::evolve::MOST_LOOKS };
        let drawn = drawings::drawn(&whole, (&usual_objectives(project), &[]), progress)?;
        let mut overview = Self { space: space.clone(), ..Self::default() };
        for key in drawn.iter().flat_map(|part| part.factors.measures()) {
            if !overview.measures.contains(key) {
                overview.is_everywhere.push(drawn.iter().all(|part| part.factors.position(key).is_some()));
                overview.measures.push(key.clone());
            }
        }
        overview.columns =
            vec![Vec::with_capacity(size.min(LARGEST_OVERVIEW as u128) as usize); overview.measures.len()];
        for part in &drawn {
            let places: Vec<Option<usize>> = overview.measures.iter().map(|key| part.factors.position(key)).collect();
            let mut walk = part.factors.walk();
            for number in part.first..part.first + part.space.combinations() {
                if number.is_multiple_of(STEP) && progress(number as u64, size as u64).is_break() {
                    return Err(ExploreError::Stopped);
                }
                if space.admits(number) {
                    if overview.numbers.len() == LARGEST_OVERVIEW {
                        return Ok(None);
                    }
                    overview.numbers.push(number as u32);
                    overview.doubts.push(walk.doubt());
                    for (column, place) in overview.columns.iter_mut().zip(&places) {
                        column.push(place.map_or(f64::NAN, |place| walk.value(place)));
                    }
                }
                walk.advance();
            }
        }
        Ok(Some(overview))
    }

    /// The choices and their options.
    pub fn space(&self) -> &DesignSpace {
        &self.space
    }

    /// Designs.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is no design.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The number of a design among the combinations of the space.
    pub fn number(&self, row: usize) -> Option<u128> {
        self.numbers.get(row).copied().map(u128::from)
    }

    /// The value of every design in the measure's unit: not a number where it is not known, infinite where something is
    /// overloaded; `None` for a measure that the search does not look at.
    pub fn column(&self, key: &MeasureKey) -> Option<&[f64]> {
        self.columns.get(self.position(key)?).map(Vec::as_slice)
    }

    /// What follows from moving the limit at `moved` of `limits`, whatever its threshold; `None` where a limit cannot be
    /// judged by these numbers, when far too many designs are on the front, or when it was stopped.
    pub fn sweep(&self, limits: &[Limit], moved: usize, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Option<Sweep> {
        let test = |limit: &Limit| {
            let position = self.position(&limit.key).filter(|position| self.is_everywhere[*position])?;
            Some(Test::of(limit, position))
        };
        let tests: Vec<Test> = limits.iter().map(test).collect::<Option<_>>()?;
        let objectives: Vec<Objective> =
            self.measures.iter().enumerate().map(|(position, key)| Objective::of(key, position)).collect();
        Sweep::of(self, (&tests, moved), &objectives, go_on)
    }

    pub(super) fn value(&self, row: usize, position: usize) -> f64 {
        self.columns[position][row]
    }

    pub(super) fn doubt(&self, row: usize) -> u8 {
        self.doubts[row]
    }

    /// The least and the most of all doubts.
    pub(super) fn doubts(&self) -> (u8, u8) {
        let doubts = self.doubts.iter().copied();
        doubts.clone().min().zip(doubts.max()).unwrap_or_default()
    }

    fn position(&self, key: &MeasureKey) -> Option<usize> {
        self.measures.iter().position(|known| known == key)
    }
}
