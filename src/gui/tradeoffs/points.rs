//! What the scatter shows, as plain numbers: points, the line of the front, and the order of the table.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::analysis::Quality;
use crate::model::{Direction, MeasureKey};
use crate::tradeoff::{EvaluatedDesign, Exploration};

/// One axis of the plot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlotAxis {
    /// What is plotted.
    pub key: MeasureKey,
    /// Whether the axis is logarithmic.
    pub is_log: bool,
}

/// A design on the plot; places are on the axis, hence logarithms where the axis is logarithmic.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dot {
    /// Which design of the exploration.
    pub index: usize,
    /// Across and upwards.
    pub place: [f64; 2],
    /// Ends of the interval across, if one is known.
    pub across: Option<[f64; 2]>,
    /// Ends of the interval upwards, if one is known.
    pub upwards: Option<[f64; 2]>,
}

/// Everything that is plotted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Scatter {
    /// Designs whose values are known on both axes.
    pub dots: Vec<Dot>,
    /// Designs left out because a value is unknown, or not above 0 on a logarithmic axis.
    pub left_out: usize,
    /// The line of the front of the two axes, among feasible designs.
    pub front_line: Vec<[f64; 2]>,
}

/// A column of the table that rows can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortColumn {
    /// The order of the design space.
    Space,
    /// A choice, by position.
    Choice(usize),
    /// An objective, by position.
    Objective(usize),
}

/// Which designs the table lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub(super) enum Listed {
    /// Those on the front.
    #[default]
    Front,
    /// Those that meet every hard requirement.
    Feasible,
    /// All.
    All,
}

impl Listed {
    pub fn label(self) -> &'static str {
        match self {
            Self::Front => "Front",
            Self::Feasible => "Feasible",
            Self::All => "All",
        }
    }
}

impl PlotAxis {
    /// The place of a value on the axis; `None` where there is none.
    pub fn place(&self, value: f64) -> Option<f64> {
        match self.is_log {
            true if value > 0.0 => Some(value.log10()),
            true => None,
            false => Some(value),
        }
    }

    /// The value at a place of the axis.
    pub fn value(&self, place: f64) -> f64 {
        if self.is_log { 10_f64.powf(place) } else { place }
    }

    fn quality<'a>(&self, design: &'a EvaluatedDesign) -> Option<&'a Quality> {
        design.qualities.get(&self.key)
    }

    fn place_of(&self, design: &EvaluatedDesign) -> Option<f64> {
        self.place(self.quality(design)?.quantity.amount_in(self.key.measure.unit())?)
    }

    fn interval_of(&self, design: &EvaluatedDesign) -> Option<[f64; 2]> {
        let (low, high) = self.quality(design)?.interval?;
        Some([self.place(low)?, self.place(high)?])
    }
}

/// The plot of all designs on two axes.
pub(super) fn scatter(exploration: &Exploration, x: &PlotAxis, y: &PlotAxis) -> Scatter {
    let dot = |(index, design): (usize, &EvaluatedDesign)| {
        let place = [x.place_of(design)?, y.place_of(design)?];
        Some(Dot { index, place, across: x.interval_of(design), upwards: y.interval_of(design) })
    };
    let dots: Vec<Dot> = exploration.designs.iter().enumerate().filter_map(dot).collect();
    let on_front: BTreeSet<usize> = exploration.front(&[x.key.clone(), y.key.clone()]).into_iter().collect();
    let corners = dots.iter().filter(|dot| on_front.contains(&dot.index)).map(|dot| dot.place).collect();
    let directions = [x.key.measure.direction(), y.key.measure.direction()];
    Scatter { left_out: exploration.designs.len() - dots.len(), front_line: staircase(corners, directions), dots }
}

/// The border between what the points dominate and what they do not: a staircase through all of them, which must not
/// dominate each other. Its steps lie on the worse side, so that no point on it promises what no design delivers.
fn staircase(mut corners: Vec<[f64; 2]>, [x, y]: [Direction; 2]) -> Vec<[f64; 2]> {
    corners.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    corners.dedup();
    let mut line: Vec<[f64; 2]> = Vec::new();
    for corner in corners {
        if let Some(last) = line.last().copied() {
            // Of the two ways round the corner, the one whose corner is worse than both ends on each axis.
            let worse_x = if x.prefers(last[0], corner[0]) { corner[0] } else { last[0] };
            let worse_y = if y.prefers(last[1], corner[1]) { corner[1] } else { last[1] };
            line.push([worse_x, worse_y]);
        }
        line.push(corner);
    }
    line.dedup();
    line
}

/// Indices of the listed designs in the order of a column; unknown values come last either way.
pub(super) fn ordered(
    exploration: &Exploration,
    front: &[usize],
    listed: Listed,
    (column, descending): (SortColumn, bool),
    objectives: &[MeasureKey],
) -> Vec<usize> {
    let designs = &exploration.designs;
    let mut rows: Vec<usize> = match listed {
        Listed::Front => front.to_vec(),
        Listed::Feasible => (0..designs.len()).filter(|index| designs[*index].is_feasible()).collect(),
        Listed::All => (0..designs.len()).collect(),
    };
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    match column {
        SortColumn::Space => {}
        SortColumn::Choice(position) => {
            let pick = |index: usize| designs[index].design.picks.values().nth(position);
            rows.sort_by(|a, b| turned(pick(*a).cmp(&pick(*b))));
        }
        SortColumn::Objective(position) => {
            let Some(key) = objectives.get(position) else { return rows };
            let value = |index: usize| designs[index].qualities.get(key)?.quantity.amount_in(key.measure.unit());
            rows.sort_by(|a, b| match (value(*a), value(*b)) {
                (Some(a), Some(b)) => turned(a.total_cmp(&b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChoiceId, Design, Measure, Pick, Quantity, Subject};

    fn key(measure: Measure) -> MeasureKey {
        MeasureKey::new(measure, Subject::System)
    }

    fn design(replicas: u32, cost: Option<f64>, recall: Option<f64>) -> EvaluatedDesign {
        let quality = |measure: Measure, amount: Option<f64>| {
            let quantity =
                amount.map_or(Quantity::unknown(measure.unit()), |amount| Quantity::measured(amount, measure.unit()));
            (
                key(measure),
                Quality { interval: amount.map(|amount| (amount - 1.0, amount + 1.0)), ..Quality::of(quantity) },
            )
        };
        EvaluatedDesign {
            design: Design { picks: [(ChoiceId::new("replicas"), Pick::Replicas(replicas))].into() },
            qualities: [quality(Measure::MonthlyCost, cost), quality(Measure::Recall, recall)].into(),
            missed: Vec::new(),
            undecided: Vec::new(),
        }
    }

    fn exploration() -> Exploration {
        let designs = vec![
            design(1, Some(100.0), Some(50.0)),
            design(2, Some(200.0), Some(70.0)),
            design(3, Some(300.0), Some(60.0)),
            design(4, None, Some(99.0)),
            design(5, Some(0.0), Some(10.0)),
        ];
        Exploration { designs, ..Exploration::default() }
    }

    fn axis(measure: Measure, is_log: bool) -> PlotAxis {
        PlotAxis { key: key(measure), is_log }
    }

    #[test]
    fn unknown_values_are_left_out_and_never_zero() {
        let scatter = scatter(&exploration(), &axis(Measure::MonthlyCost, false), &axis(Measure::Recall, false));
        let indices: Vec<_> = scatter.dots.iter().map(|dot| dot.index).collect();
        assert_eq!((indices.as_slice(), scatter.left_out), (&[0, 1, 2, 4][..], 1));
        assert_eq!(scatter.dots[1].upwards, Some([69.0, 71.0]));
    }

    #[test]
    fn a_logarithmic_axis_leaves_out_what_is_not_above_zero() {
        let log = axis(Measure::MonthlyCost, true);
        let scatter = scatter(&exploration(), &log, &axis(Measure::Recall, false));
        assert_eq!(scatter.left_out, 2);
        assert!((scatter.dots[0].place[0] - 2.0).abs() < 1e-12);
        assert!((log.value(2.0) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn the_front_line_steps_on_the_worse_side() {
        let scatter = scatter(&exploration(), &axis(Measure::MonthlyCost, false), &axis(Measure::Recall, false));
        // Paying 100 buys 50 % until 200 is paid for 70 %: the step lies at (200, 50).
        let expected = [[0.0, 10.0], [100.0, 10.0], [100.0, 50.0], [200.0, 50.0], [200.0, 70.0]];
        assert_eq!(scatter.front_line, expected);
    }

    #[test]
    fn rows_are_ordered_and_unknown_comes_last() {
        let objectives = [key(Measure::MonthlyCost)];
        let order = |descending| {
            ordered(&exploration(), &[1, 0], Listed::All, (SortColumn::Objective(0), descending), &objectives)
        };
        assert_eq!(order(false), [4, 0, 1, 2, 3]);
        assert_eq!(order(true), [2, 1, 0, 4, 3]);
        let by_choice = ordered(&exploration(), &[1, 0], Listed::Front, (SortColumn::Choice(0), false), &objectives);
        assert_eq!(by_choice, [0, 1]);
    }
}
