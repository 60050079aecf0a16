//! What the scatter shows, as plain numbers: points, the line of the front, and the order of the table.

use std::cmp::Ordering;

use crate::model::{Direction, MeasureKey};
use crate::tradeoff::{Column, Exploration, Front, Region};

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

    fn interval(&self, column: &Column, index: usize) -> Option<[f64; 2]> {
        let (low, high) = column.interval(index)?;
        Some([self.place(low)?, self.place(high)?])
    }
}

/// The plot of all designs on two axes.
pub(super) fn scatter(exploration: &Exploration, region: &Region, x: &PlotAxis, y: &PlotAxis) -> Scatter {
    let columns = exploration.column(&x.key).zip(exploration.column(&y.key));
    let dot = |index: usize| {
        let (across, upwards) = columns?;
        let place = [x.place(across.value(index)?)?, y.place(upwards.value(index)?)?];
        Some(Dot { index, place, across: x.interval(across, index), upwards: y.interval(upwards, index) })
    };
    let dots: Vec<Dot> = (0..exploration.len()).filter_map(dot).collect();
    let front = Front::of(exploration, region, &[x.key.clone(), y.key.clone()]);
    let corners = dots.iter().filter(|dot| front.contains(dot.index)).map(|dot| dot.place).collect();
    let directions = [x.key.measure.direction(), y.key.measure.direction()];
    Scatter { left_out: exploration.len() - dots.len(), front_line: staircase(corners, directions), dots }
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
    (exploration, region): (&Exploration, &Region),
    front: &[usize],
    listed: Listed,
    (column, descending): (SortColumn, bool),
    objectives: &[MeasureKey],
) -> Vec<usize> {
    let mut rows: Vec<usize> = match listed {
        Listed::Front => front.to_vec(),
        Listed::Feasible => (0..exploration.len()).filter(|index| region.is_feasible(*index)).collect(),
        Listed::All => (0..exploration.len()).collect(),
    };
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    match column {
        SortColumn::Space => {}
        SortColumn::Choice(position) => {
            let option = |index: usize| exploration.option_of(index, position);
            rows.sort_by(|a, b| turned(option(*a).cmp(&option(*b))));
        }
        SortColumn::Objective(position) => {
            let Some(column) = objectives.get(position).and_then(|key| exploration.column(key)) else { return rows };
            let value = |index: usize| column.value(index);
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
    use crate::analysis::test_support::TestProject;
    use crate::analysis::{Qualities, Quality};
    use crate::model::{EvidenceBook, Measure, OpenQuestion, Quantity, Subject};
    use crate::tradeoff::DesignSpace;

    fn key(measure: Measure) -> MeasureKey {
        MeasureKey::new(measure, Subject::System)
    }

    fn qualities(cost: Option<f64>, recall: Option<f64>) -> Qualities {
        let quality = |measure: Measure, amount: Option<f64>| {
            let quantity =
                amount.map_or(Quantity::unknown(measure.unit()), |amount| Quantity::measured(amount, measure.unit()));
            (
                key(measure),
                Quality { interval: amount.map(|amount| (amount - 1.0, amount + 1.0)), ..Quality::of(quantity) },
            )
        };
        [quality(Measure::MonthlyCost, cost), quality(Measure::Recall, recall)].into()
    }

    /// One to five replicas.
    fn exploration() -> Exploration {
        let question = OpenQuestion::Replicas { fewest: 1, most: 5 };
        let project = TestProject::new().component("scorer", &[]).choice("replicas", "scorer", question).build();
        let by_hand = [
            (Some(100.0), Some(50.0)),
            (Some(200.0), Some(70.0)),
            (Some(300.0), Some(60.0)),
            (None, Some(99.0)),
            (Some(0.0), Some(10.0)),
        ];
        let space = DesignSpace::of(&project, &EvidenceBook::default());
        Exploration::of(space, by_hand.map(|(cost, recall)| qualities(cost, recall)))
    }

    /// Without limits.
    fn region() -> Region {
        Region::of(&exploration(), Vec::new())
    }

    fn axis(measure: Measure, is_log: bool) -> PlotAxis {
        PlotAxis { key: key(measure), is_log }
    }

    #[test]
    fn unknown_values_are_left_out_and_never_zero() {
        let scatter =
            scatter(&exploration(), &region(), &axis(Measure::MonthlyCost, false), &axis(Measure::Recall, false));
        let indices: Vec<_> = scatter.dots.iter().map(|dot| dot.index).collect();
        assert_eq!((indices.as_slice(), scatter.left_out), (&[0, 1, 2, 4][..], 1));
        assert_eq!(scatter.dots[1].upwards, Some([69.0, 71.0]));
    }

    #[test]
    fn a_logarithmic_axis_leaves_out_what_is_not_above_zero() {
        let log = axis(Measure::MonthlyCost, true);
        let scatter = scatter(&exploration(), &region(), &log, &axis(Measure::Recall, false));
        assert_eq!(scatter.left_out, 2);
        assert!((scatter.dots[0].place[0] - 2.0).abs() < 1e-12);
        assert!((log.value(2.0) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn the_front_line_steps_on_the_worse_side() {
        let scatter =
            scatter(&exploration(), &region(), &axis(Measure::MonthlyCost, false), &axis(Measure::Recall, false));
        // Paying 100 buys 50 % until 200 is paid for 70 %: the step lies at (200, 50).
        let expected = [[0.0, 10.0], [100.0, 10.0], [100.0, 50.0], [200.0, 50.0], [200.0, 70.0]];
        assert_eq!(scatter.front_line, expected);
    }

    #[test]
    fn rows_are_ordered_and_unknown_comes_last() {
        let objectives = [key(Measure::MonthlyCost)];
        let order = |descending| {
            ordered(
                (&exploration(), &region()),
                &[1, 0],
                Listed::All,
                (SortColumn::Objective(0), descending),
                &objectives,
            )
        };
        assert_eq!(order(false), [4, 0, 1, 2, 3]);
        assert_eq!(order(true), [2, 1, 0, 4, 3]);
        let sorting = (SortColumn::Choice(0), false);
        let by_choice = ordered((&exploration(), &region()), &[1, 0], Listed::Front, sorting, &objectives);
        assert_eq!(by_choice, [0, 1]);
    }
}
