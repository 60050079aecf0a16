//! What a moved number does to the qualities.

use super::span::Span;
use crate::analysis::{Outcome, Qualities, verdicts};
use crate::model::{Measure, MeasureKey, Project, RequirementId, Unit};

/// Values that differ by less than this part of themselves are the same: adding in another order does as much.
const ROUNDING: f64 = 1e-9;

/// The value of a quality, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// In the measure's unit.
    Known(f64),
    /// Some component gets more than it can serve.
    Overloaded,
    /// Something that it depends on is not known.
    Unknown,
}

/// What the two ends of a number do to one quality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Position of the quality among the measures.
    pub measure: usize,
    /// Its value with the lower number; `None` where the number cannot be lower.
    pub low: Option<Value>,
    /// Its value with the higher number; `None` where the number cannot be higher.
    pub high: Option<Value>,
    /// Relative change of the quality per relative change of the number.
    pub elasticity: Option<f64>,
}

/// What one evaluation says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trial {
    /// By measure.
    pub values: Vec<Value>,
    /// By limit.
    pub outcomes: Vec<Outcome>,
}

impl Value {
    /// The number, if there is one.
    pub fn known(self) -> Option<f64> {
        match self {
            Self::Known(value) => Some(value),
            Self::Overloaded | Self::Unknown => None,
        }
    }

    /// Whether two values are the same but for rounding.
    fn is_about(self, other: Self) -> bool {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => (a - b).abs() <= ROUNDING * a.abs().max(b.abs()),
            _ => self == other,
        }
    }
}

impl Swing {
    /// What moving the number does to a quality; `None` where it does nothing.
    pub(super) fn of(
        measure: usize,
        key: &MeasureKey,
        span: &Span,
        (low, base, high): (Option<Value>, Value, Option<Value>),
    ) -> Option<Self> {
        let is_moved = [low, high].into_iter().flatten().any(|value| !value.is_about(base));
        is_moved.then(|| Self { measure, low, high, elasticity: elasticity(key.measure, span, (low, base, high)) })
    }

    /// Whether some component becomes overloaded at one end and is not at the number as it is.
    pub fn overloads(&self, base: Value) -> bool {
        base != Value::Overloaded && [self.low, self.high].contains(&Some(Value::Overloaded))
    }

    /// How far apart the values are that are known, in the measure's unit.
    pub fn width(&self, base: Value) -> f64 {
        let values = || [self.low, Some(base), self.high].into_iter().flatten().filter_map(Value::known);
        let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        (high - low).max(0.0)
    }

    /// How much better the quality gets with a higher number: above 0 better, below 0 worse. What is overloaded is
    /// worse than anything.
    pub(super) fn gain(&self, measure: Measure, base: Value) -> f64 {
        let worth = |value: Option<Value>| match value.unwrap_or(base) {
            Value::Known(value) => Some(-measure.direction().cost(value)),
            Value::Overloaded => Some(f64::NEG_INFINITY),
            Value::Unknown => None,
        };
        match worth(self.high).zip(worth(self.low)) {
            Some((high, low)) if high != low => high - low,
            _ => 0.0,
        }
    }
}

impl Trial {
    /// What `qualities` say about `measures` and `limits`.
    pub fn of(project: &Project, qualities: &Qualities, measures: &[MeasureKey], limits: &[RequirementId]) -> Self {
        let value = |key: &MeasureKey| match qualities.get(key) {
            Some(quality) if quality.is_overloaded() => Value::Overloaded,
            Some(quality) => quality.quantity.amount_in(key.measure.unit()).map_or(Value::Unknown, Value::Known),
            None => Value::Unknown,
        };
        let judged = verdicts(project, qualities);
        let outcome = |id: &RequirementId| {
            let verdict = judged.iter().find(|verdict| verdict.requirement == *id);
            verdict.map_or(Outcome::Unknown, |verdict| verdict.outcome)
        };
        Self { values: measures.iter().map(value).collect(), outcomes: limits.iter().map(outcome).collect() }
    }
}

/// Relative change of a quality per relative change of a number, `(∂R/∂p)·(p/R)`: the normalised sensitivity
/// coefficient of Hamby, "A review of techniques for parameter sensitivity analysis of environmental models" (1994),
/// by the difference between the two ends; between the number as it is and one end where the other end has no value.
///
/// A share, whether number or quality, changes relative to the smaller of itself and of what is missing to 100 %:
/// halving the downtime is a change by half, whatever it does to the last digits of an availability. `None` where the
/// number or the value as they are are not known or 0, and where no end has a value.
pub(super) fn elasticity(
    measure: Measure,
    span: &Span,
    (low, base, high): (Option<Value>, Value, Option<Value>),
) -> Option<f64> {
    let middle = (span.base, base.known()?);
    let end = |amount: Option<f64>, value: Option<Value>| Some((amount?, value?.known()?));
    let (from, to) = (end(span.low, low).unwrap_or(middle), end(span.high, high).unwrap_or(middle));
    let size = size(measure, middle.1);
    if from.0 == to.0 || size == 0.0 || span.scale == 0.0 {
        return None;
    }
    Some((to.1 - from.1) / (to.0 - from.0) * span.scale / size)
}

/// What a change of a value is relative to.
fn size(measure: Measure, value: f64) -> f64 {
    const A_LITTLE: f64 = 1e-6;
    let is_share = measure.unit() == Unit::Percent && measure.objection(100.0 + A_LITTLE).is_some();
    if is_share { value.abs().min((100.0 - value).max(0.0)) } else { value.abs() }
}
