//! The designs that could be best if one limit moved while all others stay, put in order once, whatever the weights.

use super::super::exploration::Exploration;
use super::super::objectives::Front;
use super::super::points::Points;
use super::super::region::Region;
use super::criteria::{Criterion, utilities};
use super::limit_flips::{Bound, LimitRange, LimitedDesign, limit_flips};
use super::weight_flips::scores;
use crate::model::{Direction, Project, Quantity, Unit};

/// Designs that meet every limit but perhaps one.
pub struct Rivals {
    /// From the strictest limit that they meet to the loosest; of those that meet the same, one of the front first.
    designs: Vec<usize>,
    /// Their values of the measure that is limited, in the unit of the limit.
    values: Vec<f64>,
    worths: Points,
    bound: Bound,
    unit: Unit,
}

impl Rivals {
    /// Those of the limit at `position` of the region, which there must be; `front` says what is worth how much.
    pub fn of(
        project: &Project,
        (exploration, region, front): (&Exploration, &Region, &Front),
        criteria: &[Criterion],
        position: usize,
    ) -> Self {
        let limit = &region.limits()[position];
        let (direction, unit) = (limit.key.measure.direction(), limit.threshold.unit());
        let column = exploration.column(&limit.key);
        // Of designs that are worth the same, one of the front is named before any other.
        let others = (0..exploration.len()).filter(|index| !front.contains(*index));
        let others = others.filter(|index| region.meets_others(*index, position));
        let all = front.members.iter().copied().chain(others);
        let mut known: Vec<(usize, f64)> = all.filter_map(|index| Some((index, limit.value(column, index)?))).collect();
        known.sort_by(|(_, a), (_, b)| direction.cost(*a).total_cmp(&direction.cost(*b)));
        let (designs, values): (Vec<usize>, Vec<f64>) = known.into_iter().unzip();
        let worths = utilities(project, exploration, criteria, (&designs, &front.members));
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

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.designs.is_empty()
    }

    /// The best of them by where the limit stands, in the unit of the limit; a range whose ends read the same says
    /// nothing and is left out. `points` are those of the criteria, in their order.
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
