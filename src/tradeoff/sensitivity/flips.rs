//! Where a number has to be for a verdict to change.

use std::collections::BTreeMap;

use super::span::Span;
use super::swing::Trial;
use crate::analysis::Outcome;
use crate::model::RequirementId;

/// A change of a number is told to this part of the number.
const PRECISION: f64 = 0.001;

/// A verdict that changes while a number moves.
#[derive(Clone, Debug, PartialEq)]
pub struct VerdictFlip {
    /// The requirement whose verdict it is.
    pub requirement: RequirementId,
    /// Position of what it limits among the measures.
    pub measure: usize,
    /// The verdict as it is: met or missed.
    pub from: Outcome,
    /// What it becomes.
    pub to: Outcome,
    /// The amount nearest to the number as it is at which the verdict is known to be the other one, in the number's
    /// unit; exact to 0.1 % of [`Span::scale`], and exactly one for a whole number.
    pub amount: f64,
    /// How far that is from the number, as a part of [`Span::scale`]; `None` for a number that is 0.
    pub change: Option<f64>,
}

/// The requirements that are judged, with the positions of what they limit.
pub(super) type Limits = [(RequirementId, usize)];

/// The smallest changes of a number, down and up, that turn verdicts: by halving the way to an end at which the verdict
/// is another one. A verdict that turns twice on the way to an end is not noticed. `evaluate` gives `None` to stop.
pub(super) fn flips(
    limits: &Limits,
    span: &Span,
    (low, base, high): (Option<&Trial>, &Trial, Option<&Trial>),
    evaluate: &mut dyn FnMut(f64) -> Option<Trial>,
) -> Option<Vec<VerdictFlip>> {
    // Several verdicts may turn on the same way.
    let mut seen: BTreeMap<u64, Trial> = BTreeMap::new();
    let mut found = Vec::new();
    for (position, (requirement, measure)) in limits.iter().enumerate() {
        let from = base.outcomes[position];
        for (end, trial) in [(span.low, low), (span.high, high)] {
            let Some((end, trial)) = end.zip(trial) else { continue };
            let to = trial.outcomes[position];
            if from == to || [from, to].contains(&Outcome::Unknown) {
                continue;
            }
            let (mut same, mut other) = (span.base, end);
            while !span.is_whole && (other - same).abs() > PRECISION * span.scale {
                let middle = f64::midpoint(same, other);
                let trial = match seen.get(&middle.to_bits()) {
                    Some(trial) => trial.clone(),
                    None => evaluate(middle)?,
                };
                if trial.outcomes[position] == from {
                    same = middle;
                } else {
                    other = middle;
                }
                seen.insert(middle.to_bits(), trial);
            }
            found.push(VerdictFlip {
                requirement: requirement.clone(),
                measure: *measure,
                from,
                to,
                amount: other,
                change: span.change(other),
            });
        }
    }
    Some(found)
}
