//! What the system must do well: a measure of a subject, a threshold, the situation in which it must hold, and what
//! missing it means.

use std::collections::BTreeMap;

use strum::EnumIter;

use super::fact::Level;
use super::id::{RequirementId, StakeholderId};
use super::quantity::Quantity;
use super::subject::MeasureKey;

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
    /// The situation in which it must hold.
    pub situation: Situation,
    /// Where it comes from.
    pub constraint: ConstraintType,
    /// How much its fulfilment matters, for the order in which requirements are looked at.
    pub importance: Option<Level>,
    /// How hard it is to fulfil.
    pub difficulty: Option<Level>,
    /// Why it is required.
    pub rationale: String,
    /// Who answers for it.
    pub owner: String,
    /// Importance for those stakeholders who weigh it otherwise than its strength says, 0 to 100 points.
    pub weights: BTreeMap<StakeholderId, f64>,
    /// The requirement that this one was derived from: its threshold is what the other leaves.
    pub derived_from: Option<RequirementId>,
}

/// What missing a requirement means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strength {
    /// A design that misses it is infeasible.
    Hard,
    /// A design that misses it is less desirable.
    Soft {
        /// Importance, 0 to 100 points.
        weight: f64,
        /// The worst value that is acceptable: worth nothing, while the threshold is worth all. While it is not stated,
        /// only meeting the threshold is worth anything.
        worst: Option<Quantity>,
    },
}

/// Who does what when, and what the system does then: with artifact (the subject) and response measure (the threshold)
/// the six parts of a quality attribute scenario. A part that nobody stated is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Who or what acts, such as `a card holder`.
    pub source: String,
    /// What it does, such as `pays at a terminal`.
    pub stimulus: String,
    /// Under which circumstances, such as `in the busiest hour`.
    pub environment: String,
    /// What the system does then, such as `the payment is approved or declined`.
    pub response: String,
}

/// Where a requirement comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum ConstraintType {
    /// The product is of no use without it.
    #[default]
    Problem,
    /// Deadline, budget, skills and other limits of the project.
    Project,
    /// A limit that the design itself sets: the kind of task, the data there is, the hardware it runs on.
    Design,
}

/// Somebody who weighs requirements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stakeholder {
    /// Name or role shown to people.
    pub name: String,
}

impl Requirement {
    /// Whether missing it makes a design infeasible.
    pub fn is_hard(&self) -> bool {
        self.strength == Strength::Hard
    }

    /// `hard` or `soft`.
    pub fn kind(&self) -> &'static str {
        if self.is_hard() { "hard" } else { "soft" }
    }

    /// The requirement as a relation: `≤ 2 s`.
    pub fn relation(&self) -> String {
        format!("{} {}", self.measure.measure.direction().symbol(), self.threshold)
    }

    /// Its importance for a stakeholder, 0 to 100 points; `None` for a hard requirement, which nobody trades.
    pub fn weight_for(&self, stakeholder: &StakeholderId) -> Option<f64> {
        let Strength::Soft { weight, .. } = self.strength else { return None };
        Some(self.weights.get(stakeholder).copied().unwrap_or(weight))
    }

    /// What a value (in [`crate::model::Measure::unit`]) is worth, 0 to 1: nothing at the worst acceptable value, all at
    /// the threshold, in proportion between the two. `None` for a hard requirement and while the threshold is unknown.
    pub fn worth(&self, value: f64) -> Option<f64> {
        let Strength::Soft { worst, .. } = self.strength else { return None };
        let measure = self.measure.measure;
        let target = self.threshold.amount_in(measure.unit())?;
        match worst.and_then(|worst| worst.amount_in(measure.unit())) {
            Some(worst) if measure.direction().prefers(target, worst) => {
                Some(((value - worst) / (target - worst)).clamp(0.0, 1.0))
            }
            _ => Some(f64::from(u8::from(measure.direction().meets(value, target)))),
        }
    }
}

impl Situation {
    /// Whether nobody stated any part.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ConstraintType {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Problem => "Problem",
            Self::Project => "Project",
            Self::Design => "Design",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Problem => "Without it the product is of no use.",
            Self::Project => "Deadline, budget or skills of this project set it.",
            Self::Design => "The kind of task, the data or the hardware sets it.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Measure, Subject, Unit};

    fn requirement(strength: Strength) -> Requirement {
        Requirement {
            name: String::new(),
            measure: MeasureKey::new(Measure::ResponseTimeP99, Subject::System),
            threshold: Quantity::estimated(0.2, Unit::Second),
            strength,
            situation: Situation::default(),
            constraint: ConstraintType::Problem,
            importance: None,
            difficulty: None,
            rationale: String::new(),
            owner: String::new(),
            weights: BTreeMap::from([("operations".into(), 90.0)]),
            derived_from: None,
        }
    }

    #[test]
    fn worth_runs_from_the_worst_value_to_the_target() {
        let worst = Some(Quantity::estimated(300.0, Unit::Millisecond));
        let soft = requirement(Strength::Soft { weight: 50.0, worst });
        let worths = [150.0, 200.0, 250.0, 300.0, 400.0].map(|milliseconds| soft.worth(milliseconds));
        assert_eq!(worths, [1.0, 1.0, 0.5, 0.0, 0.0].map(Some));
        let beyond = Some(Quantity::estimated(100.0, Unit::Millisecond));
        let turned = requirement(Strength::Soft { weight: 50.0, worst: beyond });
        assert_eq!([turned.worth(50.0), turned.worth(250.0)], [Some(1.0), Some(0.0)], "a worst value that is no worse");
        let step = requirement(Strength::Soft { weight: 50.0, worst: None });
        assert_eq!([step.worth(200.0), step.worth(201.0)], [Some(1.0), Some(0.0)]);
        assert_eq!(requirement(Strength::Hard).worth(100.0), None);
    }

    #[test]
    fn a_stakeholder_who_says_nothing_weighs_as_everybody() {
        let soft = requirement(Strength::Soft { weight: 50.0, worst: None });
        let weights = ["operations", "sales"].map(|name| soft.weight_for(&name.into()));
        assert_eq!(weights, [Some(90.0), Some(50.0)]);
        assert_eq!(requirement(Strength::Hard).weight_for(&"operations".into()), None);
    }
}
