//! What the user has set on the stage: pages, axes, scales, the brush, what the table lists.

use std::collections::BTreeSet;

use super::brush::{Aspect, Brush};
use super::points::{Listed, PlotAxis, SortColumn};
use super::state::Page;
use crate::model::MeasureKey;
use crate::tradeoff::{Axis, Exploration};

/// Measures that fit beside each other in the scatter matrix.
pub(super) const MOST_IN_MATRIX: usize = 5;

/// How the designs are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub(super) enum ViewKind {
    /// On two axes.
    #[default]
    Scatter,
    /// On every pair of a few measures.
    Matrix,
    /// As lines across parallel axes.
    Parallel,
}

/// What the user has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wishes {
    pub page: Page,
    pub view: ViewKind,
    /// Measures on a logarithmic scale, wherever they are drawn.
    pub logarithmic: BTreeSet<MeasureKey>,
    /// The choice that colours and shapes tell apart, by position.
    pub colored_by: usize,
    pub hides_infeasible: bool,
    pub brush: Brush,
    pub listing: Listing,
    /// Measures of the scatter matrix, in their order; `None` for sensible ones.
    pub matrix: Option<Vec<MeasureKey>>,
    /// Parallel axes from the left; `None` for sensible ones.
    pub parallel: Option<Vec<Aspect>>,
    /// Parallel axes that stand on their head.
    pub flipped: BTreeSet<Aspect>,
}

/// What the table lists, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Listing {
    pub listed: Listed,
    /// The column, and whether it descends.
    pub sorting: (SortColumn, bool),
    /// Words that must stand in the names of a design's options.
    pub words: String,
}

impl ViewKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Scatter => "Scatter",
            Self::Matrix => "Matrix",
            Self::Parallel => "Parallel",
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Scatter => "Every design as a point on two axes",
            Self::Matrix => "Every pair of up to five measures, each as a small scatter",
            Self::Parallel => "Every design as a line across all choices and measures",
        }
    }
}

impl Wishes {
    /// Keeps to the same choices while these come, go and change: positions follow their choice, and what was fenced in
    /// of options that are others now is free again. `known` are the axes of the frame before.
    pub fn follow(&mut self, known: &mut Vec<Axis>, axes: &[Axis]) {
        if known == axes {
            return;
        }
        if !known.is_empty() {
            let place = |position: usize| {
                let choice = &known.get(position)?.choice;
                axes.iter().position(|axis| axis.choice == *choice)
            };
            self.colored_by = place(self.colored_by).unwrap_or(0);
            if let SortColumn::Choice(position) = self.listing.sorting.0 {
                self.listing.sorting.0 = place(position).map_or(SortColumn::Space, SortColumn::Choice);
            }
            self.brush.retain(|aspect| match aspect {
                Aspect::Choice(choice) => {
                    let of = |axes: &[Axis]| axes.iter().find(|axis| axis.choice == *choice).cloned();
                    of(known) == of(axes)
                }
                Aspect::Measure(_) => true,
            });
        }
        *known = axes.to_vec();
    }

    /// The axis of a measure with the scale that was set for it.
    pub fn axis(&self, key: &MeasureKey) -> PlotAxis {
        PlotAxis { key: key.clone(), is_log: self.logarithmic.contains(key) }
    }

    /// The measures of the scatter matrix: those chosen, else the first objectives.
    pub fn matrix_keys(&self, exploration: &Exploration, objectives: &[MeasureKey]) -> Vec<MeasureKey> {
        let is_known = |key: &&MeasureKey| exploration.known().contains(key);
        let chosen = self.matrix.as_deref().unwrap_or(objectives);
        chosen.iter().filter(is_known).take(MOST_IN_MATRIX).cloned().collect()
    }

    /// The parallel axes: those chosen as far as they exist, else all choices and all objectives.
    pub fn parallel_aspects(&self, exploration: &Exploration, objectives: &[MeasureKey]) -> Vec<Aspect> {
        if let Some(chosen) = &self.parallel {
            return chosen.iter().filter(|aspect| exists(exploration, aspect)).cloned().collect();
        }
        let choices = exploration.space().axes().iter().map(|axis| Aspect::Choice(axis.choice.clone()));
        choices.chain(objectives.iter().cloned().map(Aspect::Measure)).collect()
    }
}

/// Whether designs of the exploration differ in an aspect at all, or can.
pub(super) fn exists(exploration: &Exploration, aspect: &Aspect) -> bool {
    match aspect {
        Aspect::Choice(_) => aspect.choice(exploration.space()).is_some(),
        Aspect::Measure(key) => exploration.known().contains(key),
    }
}

/// Turns something on or off in a set.
pub(super) fn toggle<T: Ord + Clone>(set: &mut BTreeSet<T>, element: &T) {
    if !set.remove(element) {
        set.insert(element.clone());
    }
}
