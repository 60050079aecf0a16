//! Which numbers matter: sensitivity points, trade-off points, and the order of a tornado chart.

use super::{Moved, Sensitivity};

/// An elasticity from which on a number matters: changing it by 10 % changes the quality by 1 % or more.
pub const NOTABLE: f64 = 0.1;

/// A number that a quality hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitivityPoint {
    /// Position of the number in [`Sensitivity::numbers`].
    pub number: usize,
    /// The qualities that are sensitive to it, by position, ascending; never empty.
    pub measures: Vec<usize>,
}

/// A number that improves one quality and worsens another, which are both sensitive to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradeOffPoint {
    /// Position of the number in [`Sensitivity::numbers`].
    pub number: usize,
    /// The qualities that get better when it is raised, by position, ascending; never empty.
    pub helps: Vec<usize>,
    /// The qualities that get worse when it is raised, by position, ascending; never empty.
    pub hurts: Vec<usize>,
}

impl Sensitivity {
    /// Whether a quality is sensitive to a number: its elasticity is `notable` or more, whatever the sign (see
    /// [`NOTABLE`]), a verdict on it changes, or something becomes overloaded.
    pub fn is_sensitive(&self, moved: &Moved, measure: usize, notable: f64) -> bool {
        let is_strong = moved.swing(measure).is_some_and(|swing| {
            swing.elasticity.is_some_and(|elasticity| elasticity.abs() >= notable)
                || swing.overloads(self.base[measure])
        });
        is_strong || moved.flips.iter().any(|flip| flip.measure == measure)
    }

    /// The numbers that some quality is sensitive to: those that change a verdict first, then by the largest
    /// elasticity.
    pub fn sensitivity_points(&self, notable: f64) -> Vec<SensitivityPoint> {
        let points = self.numbers.iter().enumerate().map(|(number, moved)| {
            let measures = (0..self.measures.len()).filter(|measure| self.is_sensitive(moved, *measure, notable));
            SensitivityPoint { number, measures: measures.collect() }
        });
        let mut points: Vec<_> = points.filter(|point| !point.measures.is_empty()).collect();
        let rank = |point: &SensitivityPoint| {
            let moved = &self.numbers[point.number];
            (!moved.flips.is_empty(), largest(moved))
        };
        points.sort_by(|a, b| {
            let (a, b) = (rank(a), rank(b));
            b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
        });
        points
    }

    /// The numbers that two sensitive qualities pull in opposite directions, in the order of the sensitivity points.
    pub fn trade_off_points(&self, notable: f64) -> Vec<TradeOffPoint> {
        let trade_off = |point: SensitivityPoint| {
            let moved = &self.numbers[point.number];
            let gain = |measure: &usize| {
                let swing = moved.swing(*measure);
                swing.map_or(0.0, |swing| swing.gain(self.measures[*measure].measure, self.base[*measure]))
            };
            let measures = || point.measures.iter().copied();
            let helps: Vec<usize> = measures().filter(|measure| gain(measure) > 0.0).collect();
            let hurts: Vec<usize> = measures().filter(|measure| gain(measure) < 0.0).collect();
            (!helps.is_empty() && !hurts.is_empty()).then_some(TradeOffPoint { number: point.number, helps, hurts })
        };
        self.sensitivity_points(notable).into_iter().filter_map(trade_off).collect()
    }

    /// The numbers that do something to a quality, by position: those that overload something first, then by how far
    /// apart the values at the two ends are.
    pub fn tornado(&self, measure: usize) -> Vec<usize> {
        let Some(base) = self.base.get(measure).copied() else { return Vec::new() };
        let swings =
            self.numbers.iter().enumerate().filter_map(|(number, moved)| Some((number, moved.swing(measure)?)));
        let mut ranked: Vec<(usize, bool, f64)> =
            swings.map(|(number, swing)| (number, swing.overloads(base), swing.width(base))).collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(b.2.total_cmp(&a.2)));
        ranked.into_iter().map(|(number, ..)| number).collect()
    }
}

/// The largest elasticity, whatever its sign.
fn largest(moved: &Moved) -> f64 {
    let elasticities = moved.swings.iter().filter_map(|swing| swing.elasticity);
    elasticities.map(f64::abs).fold(0.0, f64::max)
}
