//! What an edit did to a verdict.

use crate::model::{Direction, Unit};

use super::types::{Outcome, Quality, Verdict};

/// Differences smaller than this share of the value are those of rounding, not of the design.
const ROUNDING: f64 = 1e-9;

/// What became of one requirement since an earlier analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The judgement before.
    pub outcome: Outcome,
    /// The value before.
    pub quality: Quality,
    /// The value now less the value before, its unit, and whether that is better; `None` where one of the two is not
    /// known, or where nothing but the judgement changed.
    pub difference: Option<(f64, Unit, bool)>,
}

impl Verdict {
    /// What changed since `before`, the verdict on the same requirement; `None` where value and judgement are what they
    /// were. `direction` is that of the requirement's measure.
    pub fn change_since(&self, before: &Self, direction: Direction) -> Option<Change> {
        let unit = self.quality.quantity.unit();
        let (now, then) = (self.quality.quantity.amount(), before.quality.quantity.amount_in(unit));
        let difference = now.zip(then).and_then(|(now, then)| {
            let is_other = (now - then).abs() > ROUNDING * now.abs().max(then.abs());
            is_other.then_some((now - then, unit, direction.prefers(now, then)))
        });
        let was_known = before.quality.quantity.is_known();
        let is_same_kind = self.quality.quantity.is_known() == was_known
            && self.quality.is_overloaded() == before.quality.is_overloaded()
            && (!was_known || then.is_some());
        if difference.is_none() && is_same_kind && self.outcome == before.outcome {
            return None;
        }
        Some(Change { outcome: before.outcome, quality: before.quality.clone(), difference })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Quantity;

    fn verdict(quantity: Quantity, outcome: Outcome) -> Verdict {
        let quality = Quality { quantity, interval: None, note: None };
        Verdict { requirement: "limit".into(), outcome, quality, reason: String::new(), worth: None }
    }

    #[test]
    fn a_difference_has_sign_unit_and_judgement() {
        let now = verdict(Quantity::estimated(250.0, Unit::Millisecond), Outcome::Met);
        let then = verdict(Quantity::measured(0.3, Unit::Second), Outcome::Missed);
        let faster = now.change_since(&then, Direction::Lower).unwrap();
        let (difference, unit, is_better) = faster.difference.unwrap();
        assert!((difference + 50.0).abs() < 1e-9 && unit == Unit::Millisecond && is_better);
        assert_eq!((faster.outcome, &faster.quality), (Outcome::Missed, &then.quality));
        assert!(!now.change_since(&then, Direction::Higher).unwrap().difference.unwrap().2);
    }

    #[test]
    fn nothing_new_is_no_change() {
        for quantity in [Quantity::estimated(0.1 + 0.2, Unit::Ratio), Quantity::unknown(Unit::Ratio)] {
            let now = verdict(quantity, Outcome::Met);
            assert_eq!(now.change_since(&now, Direction::Higher), None);
        }
        let (now, then) = (Quantity::estimated(0.1 + 0.2, Unit::Ratio), Quantity::estimated(0.3, Unit::Ratio));
        assert_eq!(verdict(now, Outcome::Met).change_since(&verdict(then, Outcome::Met), Direction::Higher), None);
    }

    #[test]
    fn no_difference_is_made_up_where_a_value_is_missing_or_of_another_kind() {
        let now = verdict(Quantity::estimated(250.0, Unit::Millisecond), Outcome::Met);
        let unknown = verdict(Quantity::unknown(Unit::Millisecond), Outcome::Unknown);
        for (now, then) in [(&now, &unknown), (&unknown, &now)] {
            assert_eq!(now.change_since(then, Direction::Lower).unwrap().difference, None);
        }
        let of_another_measure = verdict(Quantity::estimated(250.0, Unit::Ratio), Outcome::Met);
        assert_eq!(now.change_since(&of_another_measure, Direction::Lower).unwrap().difference, None);
        let stricter = verdict(now.quality.quantity, Outcome::Missed);
        let change = stricter.change_since(&now, Direction::Lower).unwrap();
        assert_eq!((change.outcome, change.difference), (Outcome::Met, None), "only the limit moved");
    }
}
