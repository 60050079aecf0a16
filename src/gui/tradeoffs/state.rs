//! What the stage has worked out for the exploration at hand; worked out anew only when something of it changes.

use std::sync::Arc;

use super::points::{Listed, PlotAxis, Scatter, SortColumn, ordered, scatter};
use crate::model::{MeasureKey, Pick};
use crate::session::Session;
use crate::tradeoff::Exploration;

/// What the user has set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wishes {
    pub is_log: [bool; 2],
    /// The choice that colours and shapes tell apart, by position.
    pub colored_by: usize,
    pub listed: Listed,
    pub sorting: (SortColumn, bool),
    pub hides_infeasible: bool,
}

/// Everything that plot and table show.
pub(super) struct Shown {
    pub exploration: Arc<Exploration>,
    pub objectives: Vec<MeasureKey>,
    /// Indices of the designs on the front of the objectives, ascending.
    pub front: Vec<usize>,
    pub feasible: usize,
    pub x: PlotAxis,
    pub y: PlotAxis,
    pub scatter: Scatter,
    pub rows: Vec<usize>,
    wishes: Wishes,
    colored: Vec<Pick>,
    choice: Option<crate::model::ChoiceId>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            is_log: [false; 2],
            colored_by: 0,
            listed: Listed::Front,
            sorting: (SortColumn::Space, false),
            hides_infeasible: false,
        }
    }
}

impl Shown {
    /// What is to be shown now; `kept` is given back if it still is.
    pub fn now(kept: Option<Self>, session: &Session, wishes: &Wishes) -> Option<Self> {
        let exploration = session.exploration()?.ok()?;
        let (x, y) = session.plot()?;
        let x = PlotAxis { key: x, is_log: wishes.is_log[0] };
        let y = PlotAxis { key: y, is_log: wishes.is_log[1] };
        let objectives = exploration.objectives(session.project());
        let is_current = |kept: &Self| {
            Arc::ptr_eq(&kept.exploration, exploration)
                && (&kept.x, &kept.y, &kept.objectives, &kept.wishes) == (&x, &y, &objectives, wishes)
        };
        if let Some(kept) = kept.filter(is_current) {
            return Some(kept);
        }
        let front = exploration.comparable_front(&objectives);
        let axis = session.space().axes().get(wishes.colored_by);
        Some(Self {
            feasible: exploration.designs.iter().filter(|design| design.is_feasible()).count(),
            scatter: scatter(exploration, &x, &y),
            rows: ordered(exploration, &front, wishes.listed, wishes.sorting, &objectives),
            exploration: Arc::clone(exploration),
            objectives,
            front,
            x,
            y,
            wishes: wishes.clone(),
            colored: axis
                .map_or_else(Vec::new, |axis| (0..axis.count()).filter_map(|index| axis.pick(index)).collect()),
            choice: axis.map(|axis| axis.choice.clone()),
        })
    }

    /// The position of the option that a design takes in the choice that colours tell apart.
    pub fn option_of(&self, index: usize) -> usize {
        let pick = self.choice.as_ref().and_then(|choice| self.exploration.designs[index].design.picks.get(choice));
        self.colored.iter().position(|option| Some(option) == pick).unwrap_or(0)
    }
}
