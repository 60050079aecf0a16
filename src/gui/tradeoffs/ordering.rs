//! What the page "Choose" has worked out for an order of importance: what is left step by step, and what would turn it.

use std::sync::Arc;

use super::gaps::differs;
use super::state::{Kept, Shown};
use crate::model::{MeasureKey, Project};
use crate::tradeoff::{Certainty, Exploration, Front, Gap, OrderFlips, Ordered, criteria};

/// Designs that a step leaves out and that are looked at closely.
const MOST_CLOSE: usize = 4;

/// Everything that is shown of an order.
pub(super) struct Ordering {
    exploration: Arc<Exploration>,
    front: Kept<Front>,
    certainty: Option<Arc<Certainty>>,
    /// Measures, the most important first, each with its tolerance in its unit.
    pub goals: Vec<(MeasureKey, f64)>,
    pub ordered: Ordered,
    pub flips: OrderFlips,
    /// By goal, designs that it leaves out although what was measured does not set them apart from the first that is
    /// left, with the difference of that one from them.
    pub close: Vec<Vec<(usize, Gap)>>,
}

impl Ordering {
    /// What is to be shown now; `kept` is given back if it still is, and while a hand drags a limit.
    pub fn now(kept: Option<Self>, shown: &Shown, goals: &[(MeasureKey, f64)], moves_a_limit: bool) -> Self {
        let is_current = |kept: &Self| {
            let knows = match (&kept.certainty, &shown.certainty) {
                (Some(own), Some(other)) => Arc::ptr_eq(own, other),
                (own, other) => own.is_none() && other.is_none(),
            };
            let is_same = Arc::ptr_eq(&kept.exploration, &shown.exploration) && kept.goals == goals;
            is_same && (moves_a_limit || knows && kept.front == shown.front)
        };
        kept.filter(is_current).unwrap_or_else(|| Self::of(shown, goals))
    }

    fn of(shown: &Shown, goals: &[(MeasureKey, f64)]) -> Self {
        let ordered = Ordered::of(&shown.exploration, &shown.front.members, goals);
        Self {
            close: close(shown, goals, &ordered),
            flips: ordered.flips(),
            exploration: Arc::clone(&shown.exploration),
            front: shown.front.clone(),
            certainty: shown.certainty.clone(),
            goals: goals.to_vec(),
            ordered,
        }
    }
}

/// The measures that designs are compared on in the order of their points, without tolerances.
pub(super) fn usual_order(project: &Project, axes: &[MeasureKey]) -> Vec<(MeasureKey, f64)> {
    let mut criteria = criteria(project, axes, None);
    // Stable: what is weighed alike stays in the order of the requirements.
    criteria.sort_by(|a, b| b.points.total_cmp(&a.points));
    criteria.into_iter().map(|criterion| (criterion.key, 0.0)).collect()
}

fn close(shown: &Shown, goals: &[(MeasureKey, f64)], ordered: &Ordered) -> Vec<Vec<(usize, Gap)>> {
    let known = shown.certainty.as_deref().zip(ordered.winners.first());
    let of_step = |(key, gone): (&MeasureKey, &[usize])| -> Vec<(usize, Gap)> {
        let Some((certainty, winner)) = known.filter(|(certainty, _)| certainty.drawn.contains(key)) else {
            return Vec::new();
        };
        let gap = |index: &usize| {
            let gaps = certainty.gaps(&shown.exploration, *winner, *index);
            let gap = gaps.into_iter().find(|gap| gap.key == *key)?;
            (gap.is_open() && differs(shown, (*winner, *index), &gap)).then_some((*index, gap))
        };
        gone.iter().take(MOST_CLOSE).filter_map(gap).collect()
    };
    goals.iter().zip(&ordered.steps).map(|((key, _), step)| of_step((key, &step.gone))).collect()
}
