//! What the system must do well: a measure of a subject, a threshold, and what missing it means.

use super::measure::MeasureKey;
use super::quantity::Quantity;

/// A quality requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Short name shown to people.
    pub name: String,
    /// What is measured, and on what.
    pub measure: MeasureKey,
    /// The value to reach, in a unit of the measure's dimension; the measure's direction says on which side to stay.
    pub threshold: Quantity,
    /// What missing the threshold means.
    pub strength: Strength,
    /// Why it is required, and by whom.
    pub rationale: String,
}

/// What missing a requirement means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strength {
    /// A design that misses it is infeasible.
    Hard,
    /// A design that misses it is less desirable. `weight` is its importance, 0 to 100 points.
    Soft {
        /// Importance, 0 to 100 points.
        weight: f64,
    },
}

impl Requirement {
    /// Whether missing it makes a design infeasible.
    pub fn is_hard(&self) -> bool {
        self.strength == Strength::Hard
    }

    /// The requirement as a relation: `≤ 2 s`.
    pub fn relation(&self) -> String {
        format!("{} {}", self.measure.measure.direction().symbol(), self.threshold)
    }
}
