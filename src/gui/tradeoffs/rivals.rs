//! The designs that could be best if one limit moved while all others stay, put in order once, whatever the weights.

use super::state::Shown;
use crate::model::{Direction, Project, Quantity, Unit};
use crate::tradeoff::{Bound, Criterion, LimitRange, LimitedDesign, Points, limit_flips, scores, utilities};

/// Designs that meet every limit but perhaps one.
pub(super) struct Rivals {
    /// From the strictest limit that they meet to the loosest; of those that meet the same, one of the front first.
    designs: Vec<usize>,
    /// Their values of the measure that is limited, in the unit of the limit.
    values: Vec<f64>,
    worths: Points,
    bound: Bound,
    unit: Unit,
}

impl Rivals {
    /// Those of the limit at `position`.
    pub fn of(project: &Project, shown: &Shown, criteria: &[Criterion], position: usize) -> Self {
        let (exploration, region) = (&shown.exploration, &shown.region);
        let limit = &region.limits()[position];
        let (direction, unit) = (limit.key.measure.direction(), limit.threshold.unit());
        let column = exploration.column(&limit.key);
        let value = |index: usize| limit.key.measure.unit().convert(column?.value(index)?, unit);
        // Of designs that are worth the same, one of the front is named before any other.
        let others = (0..exploration.len()).filter(|index| !shown.front.contains(*index));
        let others = others.filter(|index| region.meets_others(*index, position));
        let all = shown.front.members.iter().copied().chain(others);
        let mut known: Vec<(usize, f64)> = all.filter_map(|index| Some((index, value(index)?))).collect();
        known.sort_by(|(_, a), (_, b)| direction.cost(*a).total_cmp(&direction.cost(*b)));
        let (designs, values): (Vec<usize>, Vec<f64>) = known.into_iter().unzip();
        let worths = utilities(project, exploration, criteria, (&designs, &shown.front.members));
        let bound = match direction {
            Direction::Lower => Bound::AtMost,
            Direction::Higher => Bound::AtLeast,
        };
        Self { designs, values, worths, bound, unit }
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.designs.len()
    }

    /// The best of them by where the limit stands; a range whose ends read the same says nothing.
    pub fn best(&self, points: &[f64]) -> Vec<LimitRange> {
        let scores = scores(&self.worths, points);
        let limited =
            |(utility, value): (&f64, &f64)| LimitedDesign { utility: *utility, value: *value, meets_others: true };
        let limited: Vec<_> = scores.iter().zip(&self.values).map(limited).collect();
        let mut ranges = limit_flips(&limited, self.bound);
        let shown = |amount: f64| Quantity::estimated(amount, self.unit).to_string();
        ranges.retain(|range| !range.loosest.is_finite() || shown(range.strictest) != shown(range.loosest));
        for range in &mut ranges {
            range.best = range.best.map(|place| self.designs[place]);
        }
        ranges
    }
}
