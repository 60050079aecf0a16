//! Finds the weights at which the penalised loss is least, by Newton's method or by L-BFGS in turned coordinates.

use std::collections::VecDeque;

use super::super::super::error::LearnError;
use super::curvature::{Curvature, dot};
use super::passes::{Bends, Rows};

/// Steps whose change of the slopes is remembered.
const REMEMBERED: usize = 10;
/// Passes that one step may take.
const MOST_TRIES: usize = 20;
/// Share of the promised fall of the loss that a step must bring, and share of the slope that may be left after it.
const FALL: f64 = 1e-4;
const LEFT: f64 = 0.9;
/// Changes of the loss below this, relative to it, drown in the rounding of 32 bits.
const ROUNDING: f64 = 1e-7;
/// Step of the unknowns, relative to the largest of them or 1, at which they count as found. The next step of Newton's
/// method would be about the square of the last; others shrink slowly.
const FOUND_BY_NEWTON: f64 = 1e-5;
const FOUND: f64 = 1e-6;
/// Where the loss has no optimum, it falls for ever; below this slope nothing is gained by following it.
const LEAST_SLOPE: f64 = 1e-10;
/// With more unknowns than this nobody looks at one of them, and they count as found when no slope is above the second
/// number, a tenth of what scikit-learn allows.
const MANY: usize = 1000;
const FLAT: f64 = 1e-5;
/// Steps without a lower loss or half the slope after which rounding is all that moves the unknowns.
const PATIENCE: u32 = 10;

/// What is minimised.
pub(super) struct Problem<'a> {
    /// The rows that are fitted on.
    pub rows: &'a Rows<'a>,
    /// Half of it is what a squared weight costs.
    pub penalty: f64,
}

/// Where the search is.
pub(super) struct Place {
    /// Class by class, as [`Rows`] has them.
    pub unknowns: Vec<f64>,
    /// Mean cross-entropy.
    pub loss: f64,
    /// The same and the penalty.
    penalised: f64,
    slopes: Vec<f64>,
}

/// How much one step changed coordinates and slopes along them.
struct Change {
    step: Vec<f64>,
    slopes: Vec<f64>,
    product: f64,
}

impl Problem<'_> {
    /// Searches from `start` on, for so many steps at most; `told` hears of each and can end it.
    pub fn minimise(
        &self,
        start: Vec<f64>,
        most: u32,
        mut told: impl FnMut(u32, &Place) -> Result<(), LearnError>,
    ) -> Result<Place, LearnError> {
        let which = Curvature::affordable(self.rows);
        let look = |place: &Place| Curvature::at(&place.unknowns, self.rows, self.penalty, which);
        let mut place = self.at(start);
        let mut curvature = look(&place);
        let mut turned = curvature.turned(&place.slopes);
        let mut changes: VecDeque<Change> = VecDeque::new();
        let (mut lowest, mut flattest, mut last_gain) = (place.penalised, place.steepest(), 0);
        for step in 1..=most {
            let mut move_turned = downhill(&turned, &changes);
            let direction = curvature.turned_back(&move_turned);
            let Some((length, next)) = self.along(&place, &direction) else {
                if step == 1 {
                    told(step, &place)?;
                }
                break;
            };
            place = next;
            told(step, &place)?;
            if place.penalised < lowest * (1.0 - ROUNDING) || place.steepest() < flattest / 2.0 {
                (lowest, flattest, last_gain) = (place.penalised, place.steepest(), step);
            }
            if self.is_found(&place, &direction, which) || step - last_gain >= PATIENCE {
                break;
            }
            if which == Bends::Full {
                // Newton's method looks anew at every step.
                curvature = look(&place);
                turned = curvature.turned(&place.slopes);
                continue;
            }
            for coordinate in &mut move_turned {
                *coordinate *= length;
            }
            let before = std::mem::replace(&mut turned, curvature.turned(&place.slopes));
            let slopes: Vec<f64> = turned.iter().zip(before).map(|(after, before)| after - before).collect();
            let product = dot(&move_turned, &slopes);
            if product > 0.0 {
                changes.truncate(REMEMBERED - 1);
                changes.push_front(Change { step: move_turned, slopes, product });
            }
        }
        Ok(place)
    }

    /// Whether `place`, to which the search came by `direction`, is the optimum as far as anybody could tell.
    fn is_found(&self, place: &Place, direction: &[f64], which: Bends) -> bool {
        let steepest = place.steepest();
        if self.rows.width * self.rows.columns > MANY {
            return steepest <= FLAT;
        }
        let relative = largest(direction) / largest(&place.unknowns).max(1.0);
        relative <= if which == Bends::Full { FOUND_BY_NEWTON } else { FOUND } || steepest <= LEAST_SLOPE
    }

    fn at(&self, unknowns: Vec<f64>) -> Place {
        let mut found = self.rows.pass(&unknowns);
        let Rows { stride, columns, width, .. } = *self.rows;
        if width > 1 {
            // Only differences between classes matter; what rounding leaves of the rest would lead astray.
            for column in 0..columns {
                let mean = found.slopes.iter().skip(column).step_by(stride).sum::<f64>() / width as f64;
                found.slopes.iter_mut().skip(column).step_by(stride).for_each(|slope| *slope -= mean);
            }
        }
        let mut squares = 0.0;
        for (slopes, unknowns) in found.slopes.chunks_exact_mut(stride).zip(unknowns.chunks_exact(stride)) {
            for (slope, weight) in slopes.iter_mut().zip(unknowns).take(columns - 1) {
                *slope += self.penalty * weight;
                squares += weight * weight;
            }
        }
        let penalised = found.loss + self.penalty / 2.0 * squares;
        Place { unknowns, loss: found.loss, penalised, slopes: found.slopes }
    }

    /// A place along `direction` where the loss is lower and less steep (weak Wolfe conditions), and how far along;
    /// none if there is none.
    fn along(&self, from: &Place, direction: &[f64]) -> Option<(f64, Place)> {
        let slope = dot(&from.slopes, direction);
        if slope >= 0.0 {
            return None;
        }
        let rounding = ROUNDING * from.penalised;
        let (mut low, mut high) = ((0.0, slope), f64::INFINITY);
        let mut length = 1.0;
        let mut best = None;
        for _ in 0..MOST_TRIES {
            let unknowns = from.unknowns.iter().zip(direction).map(|(from, step)| from + length * step).collect();
            let place = self.at(unknowns);
            let left = dot(&place.slopes, direction);
            // Where the fall drowns in rounding, the slopes still tell (Hager and Zhang 2005).
            let is_lower = place.penalised <= from.penalised + FALL * length * slope
                || place.penalised <= from.penalised + rounding && left <= (2.0 * FALL - 1.0) * slope;
            if is_lower && left >= LEFT * slope {
                return Some((length, place));
            }
            // Where a straight line through the last two slopes has none.
            let root = length - left * (length - low.0) / (left - low.1);
            if is_lower {
                low = (length, left);
                best = Some((length, place));
                let limit = if high.is_finite() { f64::midpoint(length, high) } else { 10.0 * length };
                length = if root > 1.1 * length && root < limit { root } else { limit };
            } else {
                let distance = length - low.0;
                high = length;
                let is_inside = root > low.0 + 0.1 * distance && root < low.0 + 0.9 * distance;
                length = if is_inside { root } else { low.0 + distance / 2.0 };
            }
        }
        best
    }
}

impl Place {
    /// The largest slope of the penalised loss along any unknown.
    pub fn steepest(&self) -> f64 {
        largest(&self.slopes)
    }
}

/// A step downhill, corrected by what the last steps showed (L-BFGS; Liu and Nocedal 1989).
fn downhill(slopes: &[f64], changes: &VecDeque<Change>) -> Vec<f64> {
    let mut step: Vec<f64> = slopes.iter().map(|slope| -slope).collect();
    let mut factors = Vec::new();
    for change in changes {
        let factor = dot(&change.step, &step) / change.product;
        add(&mut step, -factor, &change.slopes);
        factors.push(factor);
    }
    if let Some(change) = changes.front() {
        // The surer the model grows, the less its loss bends.
        let scale = change.product / dot(&change.slopes, &change.slopes);
        for step in &mut step {
            *step *= scale;
        }
    }
    for (change, factor) in changes.iter().zip(factors).rev() {
        let other = dot(&change.slopes, &step) / change.product;
        add(&mut step, factor - other, &change.step);
    }
    step
}

fn add(to: &mut [f64], factor: f64, values: &[f64]) {
    to.iter_mut().zip(values).for_each(|(to, value)| *to += factor * value);
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}
