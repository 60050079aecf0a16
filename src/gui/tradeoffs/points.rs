//! What plots and table show, as plain numbers: points, the line of the front, ranks, and the order of the table.

use std::cmp::Ordering;

use super::brush::Filter;
use super::search::Search;
use super::wishes::Listing;
use crate::model::{Direction, MeasureKey};
use crate::tradeoff::{Exploration, Front, Region};

/// One axis of the plot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlotAxis {
    /// What is plotted.
    pub key: MeasureKey,
    /// Whether the axis is logarithmic.
    pub is_log: bool,
}

/// A design on the plot; places are on the axis, hence logarithms where the axis is logarithmic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dot {
    /// Which design of the exploration.
    pub index: usize,
    /// Across and upwards.
    pub place: [f64; 2],
}

/// How a design is drawn, the faintest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// It misses a limit or cannot be judged.
    Infeasible,
    /// It meets every limit.
    Feasible,
    /// It is among the best.
    Front,
}

/// The rows of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows {
    /// The designs, in order.
    pub designs: Vec<usize>,
    /// How many more there would be without brush and words.
    pub left_out: usize,
}

/// A column of the table that rows can be ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SortColumn {
    /// The order of the design space.
    #[default]
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

    /// The places of the ends of an interval.
    pub fn interval(&self, (low, high): (f64, f64)) -> Option<[f64; 2]> {
        Some([self.place(low)?, self.place(high)?])
    }
}

/// The designs whose values are known on both axes, and above 0 where an axis is logarithmic.
pub(super) fn dots(exploration: &Exploration, x: &PlotAxis, y: &PlotAxis) -> Vec<Dot> {
    let Some((across, upwards)) = exploration.column(&x.key).zip(exploration.column(&y.key)) else {
        return Vec::new();
    };
    let dot =
        |index: usize| Some(Dot { index, place: [x.place(across.value(index)?)?, y.place(upwards.value(index)?)?] });
    (0..exploration.len()).filter_map(dot).collect()
}

/// The line of the front of two axes, among feasible designs.
pub(super) fn front_line(exploration: &Exploration, region: &Region, x: &PlotAxis, y: &PlotAxis) -> Vec<[f64; 2]> {
    let front = Front::of(exploration, region, &[x.key.clone(), y.key.clone()]);
    let place = |index: &usize| {
        Some([x.place(exploration.value(*index, &x.key)?)?, y.place(exploration.value(*index, &y.key)?)?])
    };
    let corners = front.members.iter().filter_map(place).collect();
    staircase(corners, [x.key.measure.direction(), y.key.measure.direction()])
}

/// How each of so many designs is drawn.
pub(super) fn ranks(region: &Region, front: &Front, designs: usize) -> Vec<Rank> {
    let judged = |index: usize| if region.is_feasible(index) { Rank::Feasible } else { Rank::Infeasible };
    let mut ranks: Vec<Rank> = (0..designs).map(judged).collect();
    for index in &front.members {
        ranks[*index] = Rank::Front;
    }
    ranks
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

/// The listed designs inside the brush that hold the words, in the order of a column; unknown values come last either
/// way.
pub(super) fn ordered(
    (exploration, region): (&Exploration, &Region),
    front: &[usize],
    filter: &Filter,
    listing: &Listing,
    objectives: &[MeasureKey],
) -> Rows {
    let search = Search::new(&listing.words, exploration);
    let mut left_out = 0;
    let is_found = |index: &usize| {
        let is_found = filter.contains(*index) && search.finds(*index);
        left_out += usize::from(!is_found);
        is_found
    };
    let mut rows: Vec<usize> = match listing.listed {
        Listed::Front => front.iter().copied().filter(is_found).collect(),
        Listed::Feasible => {
            (0..exploration.len()).filter(|index| region.is_feasible(*index)).filter(is_found).collect()
        }
        Listed::All => (0..exploration.len()).filter(is_found).collect(),
    };
    sort(&mut rows, exploration, listing.sorting, objectives);
    Rows { designs: rows, left_out }
}

fn sort(
    rows: &mut [usize],
    exploration: &Exploration,
    (column, descending): (SortColumn, bool),
    objectives: &[MeasureKey],
) {
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    match column {
        SortColumn::Space => {}
        SortColumn::Choice(position) => {
            let option = |index: usize| exploration.option_of(index, position);
            rows.sort_by(|a, b| turned(option(*a).cmp(&option(*b))));
        }
        SortColumn::Objective(position) => {
            let Some(column) = objectives.get(position).and_then(|key| exploration.column(key)) else { return };
            let value = |index: usize| column.value(index);
            rows.sort_by(|a, b| match (value(*a), value(*b)) {
                (Some(a), Some(b)) => turned(a.total_cmp(&b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::brush::Interval;
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
        let (cost, recall) = (axis(Measure::MonthlyCost, false), axis(Measure::Recall, false));
        let exploration = exploration();
        let indices: Vec<_> = dots(&exploration, &cost, &recall).iter().map(|dot| dot.index).collect();
        assert_eq!(indices, [0, 1, 2, 4]);
        let column = exploration.column(&recall.key).expect("it has a value");
        assert_eq!(column.interval(1).and_then(|ends| recall.interval(ends)), Some([69.0, 71.0]));
    }

    #[test]
    fn a_logarithmic_axis_leaves_out_what_is_not_above_zero() {
        let log = axis(Measure::MonthlyCost, true);
        let dots = dots(&exploration(), &log, &axis(Measure::Recall, false));
        assert_eq!(dots.len(), 3);
        assert!((dots[0].place[0] - 2.0).abs() < 1e-12);
        assert!((log.value(2.0) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn the_front_line_steps_on_the_worse_side() {
        let (cost, recall) = (axis(Measure::MonthlyCost, false), axis(Measure::Recall, false));
        // Paying 100 buys 50 % until 200 is paid for 70 %: the step lies at (200, 50).
        let expected = [[0.0, 10.0], [100.0, 10.0], [100.0, 50.0], [200.0, 50.0], [200.0, 70.0]];
        assert_eq!(front_line(&exploration(), &region(), &cost, &recall), expected);
    }

    #[test]
    fn designs_are_ranked_by_limits_and_front() {
        let front = Front { members: vec![1, 3], ..Front::default() };
        let expected = [Rank::Feasible, Rank::Front, Rank::Feasible, Rank::Front, Rank::Feasible];
        assert_eq!(ranks(&region(), &front, 5), expected);
    }

    #[test]
    fn rows_are_ordered_and_unknown_comes_last() {
        let objectives = [key(Measure::MonthlyCost)];
        let order = |listed, sorting, words: &str, filter: &Filter| {
            let listing = Listing { listed, sorting, words: words.to_owned() };
            ordered((&exploration(), &region()), &[1, 0], filter, &listing, &objectives)
        };
        let all = Filter::default();
        let by_cost = |descending| order(Listed::All, (SortColumn::Objective(0), descending), "", &all).designs;
        assert_eq!(by_cost(false), [4, 0, 1, 2, 3]);
        assert_eq!(by_cost(true), [2, 1, 0, 4, 3]);
        let by_choice = (SortColumn::Choice(0), false);
        assert_eq!(order(Listed::Front, by_choice, "", &all).designs, [0, 1]);
        let dear = Interval { low: 100.0, high: f64::INFINITY };
        let values = [100.0, 200.0, 300.0, f64::NAN, 0.0];
        let filter = Filter::of(5, &[(&values, &[dear])]);
        assert_eq!(order(Listed::All, by_choice, "", &filter), Rows { designs: vec![0, 1, 2], left_out: 2 });
        assert_eq!(order(Listed::All, by_choice, "2", &filter), Rows { designs: vec![1], left_out: 4 });
    }
}
