//! What the stage has worked out for the exploration at hand; worked out anew only when something of it changes.

use std::sync::Arc;

use super::points::{Listed, PlotAxis, Scatter, SortColumn, ordered, scatter};
use crate::model::MeasureKey;
use crate::session::Session;
use crate::tradeoff::{Certainty, Effect, Exploration, Front, Region, Relaxation};

/// What stands beside the plot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub(super) enum Page {
    /// The designs as a table.
    #[default]
    Designs,
    /// What the hard requirements leave.
    Limits,
    /// Which of the best to take.
    Choose,
    /// Pinned designs side by side.
    Compare,
}

impl Page {
    pub fn label(self) -> &'static str {
        match self {
            Self::Designs => "Designs",
            Self::Limits => "Limits",
            Self::Choose => "Choose",
            Self::Compare => "Compare",
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Designs => "The designs with their choices and numbers",
            Self::Compare => "Pinned designs side by side",
            Self::Choose => "Which of the best designs to take, and what would turn the choice",
            Self::Limits => "What each hard requirement removes, and what would have to give way",
        }
    }
}

/// What the user has set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wishes {
    pub page: Page,
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
    pub region: Arc<Region>,
    /// The feasible designs that are best on the objectives.
    pub front: Front,
    /// How certain the front is; `None` while that is being worked out.
    pub certainty: Option<Arc<Certainty>>,
    /// What each limit removes, in the order of the region's limits; worked out for its page only.
    pub effects: Vec<Effect>,
    /// What the limit at the same place has to give way until another design is feasible.
    pub relaxations: Vec<Option<Relaxation>>,
    /// Where nothing is feasible, what would have to give way together.
    pub ways_out: Vec<Relaxation>,
    pub x: PlotAxis,
    pub y: PlotAxis,
    pub scatter: Scatter,
    pub rows: Vec<usize>,
    wishes: Wishes,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            page: Page::default(),
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
        let region = session.region()?;
        let (x, y) = session.plot()?;
        let x = PlotAxis { key: x, is_log: wishes.is_log[0] };
        let y = PlotAxis { key: y, is_log: wishes.is_log[1] };
        let objectives = exploration.objectives(session.project());
        let is_current = |kept: &Self| {
            Arc::ptr_eq(&kept.exploration, exploration)
                && Arc::ptr_eq(&kept.region, region)
                && (&kept.x, &kept.y, &kept.objectives, &kept.wishes) == (&x, &y, &objectives, wishes)
        };
        let certainty = session.certainty().cloned();
        if let Some(kept) = kept.filter(is_current) {
            return Some(Self { certainty, ..kept });
        }
        let front = Front::of(exploration, region, &objectives);
        let is_empty = region.feasible() == 0;
        let limits = if wishes.page == Page::Limits { 0..region.limits().len() } else { 0..0 };
        let effects = match wishes.page {
            Page::Limits => region.effects(exploration, &objectives, &front.members),
            _ => Vec::new(),
        };
        Some(Self {
            scatter: scatter(exploration, region, &x, &y),
            rows: ordered((exploration, region), &front.members, wishes.listed, wishes.sorting, &objectives),
            exploration: Arc::clone(exploration),
            region: Arc::clone(region),
            effects,
            relaxations: limits.map(|position| region.relaxation(exploration, position)).collect(),
            ways_out: if is_empty { region.joint_relaxations(exploration) } else { Vec::new() },
            certainty,
            objectives,
            front,
            x,
            y,
            wishes: wishes.clone(),
        })
    }

    /// The position of the option that a design takes in the choice that colours tell apart.
    pub fn option_of(&self, index: usize) -> usize {
        self.exploration.option_of(index, self.wishes.colored_by) as usize
    }
}
