//! Hard limits and objectives by their place among the measures of a search.

use crate::analysis::Factors;
use crate::model::{Direction, MeasureKey, RequirementId};

use super::super::region::Limit;

/// A limit that the search can judge.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Test {
    pub(super) requirement: RequirementId,
    /// Position of the measure.
    pub(super) position: usize,
    /// In the measure's unit; without one nothing can be judged.
    threshold: Option<f64>,
    direction: Direction,
}

/// What designs are compared by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Objective {
    /// Position of the measure.
    pub(super) position: usize,
    direction: Direction,
}

/// What became of a design under a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    Met,
    Missed,
    Undecided,
}

impl Test {
    /// The limits whose measures the search knows.
    pub(super) fn of_all(limits: &[Limit], factors: &Factors) -> Vec<Self> {
        limits.iter().filter_map(|limit| Some(Self::of(limit, factors.position(&limit.key)?))).collect()
    }

    /// A limit whose measure is the one at `position`.
    pub(super) fn of(limit: &Limit, position: usize) -> Self {
        let (measure, requirement) = (limit.key.measure, limit.requirement.clone());
        let threshold = limit.threshold.amount_in(measure.unit());
        Self { requirement, position, threshold, direction: measure.direction() }
    }

    /// A value turned so that a smaller one is better; not a number where it is not known.
    pub(super) fn cost(&self, value: f64) -> f64 {
        self.direction.cost(value)
    }

    /// How far a value that misses the limit is from it in relation to it, from 0 up to 1; `None` where that cannot be
    /// said.
    pub(super) fn distance(&self, value: f64) -> Option<f64> {
        let threshold = self.threshold.filter(|_| value.is_finite())?;
        let relative = (value - threshold).abs() / threshold.abs().max(f64::MIN_POSITIVE);
        Some(1.0 - (1.0 + relative).recip())
    }

    /// A response time without a bound misses every limit.
    pub(super) fn judge(&self, value: f64) -> Judged {
        match self.threshold {
            Some(threshold) if !value.is_nan() => {
                if self.direction.meets(value, threshold) {
                    Judged::Met
                } else {
                    Judged::Missed
                }
            }
            _ => Judged::Undecided,
        }
    }
}

impl Objective {
    /// Those of the measures that the search knows.
    pub(super) fn of_all(keys: &[MeasureKey], factors: &Factors) -> Vec<Self> {
        keys.iter().filter_map(|key| Some(Self::of(key, factors.position(key)?))).collect()
    }

    /// The measure at `position`.
    pub(super) fn of(key: &MeasureKey, position: usize) -> Self {
        Self { position, direction: key.measure.direction() }
    }

    /// The value turned so that smaller is better; not a number where it is not known or has no bound.
    pub(super) fn cost(&self, value: f64) -> f64 {
        if value.is_finite() { self.direction.cost(value) } else { f64::NAN }
    }
}
