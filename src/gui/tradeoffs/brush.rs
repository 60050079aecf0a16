//! What the user has fenced in: intervals on measures and choices that all plots, the table and exports share.

use crate::model::{ChoiceId, MeasureKey, Project, Quantity};
use crate::tradeoff::{Axis, DesignSpace};

/// What an axis or an interval is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Aspect {
    /// An open choice; its values are the positions of its options, from 0.
    Choice(ChoiceId),
    /// A measure; its values are in the measure's unit.
    Measure(MeasureKey),
}

/// Values from `low` to `high`, both included; an end that is infinite is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub low: f64,
    pub high: f64,
}

/// Intervals on some aspects. A design is inside if each of these aspects has its value in one of its intervals.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Brush {
    parts: Vec<(Aspect, Vec<Interval>)>,
}

/// The designs inside the brush.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    /// By design; empty while everything is inside.
    inside: Vec<bool>,
    count: usize,
}

impl Interval {
    /// The interval with these ends, in whatever order.
    pub fn between(a: f64, b: f64) -> Self {
        Self { low: a.min(b), high: a.max(b) }
    }

    /// Whether a value lies in it; one that is not a number lies nowhere.
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

impl Brush {
    /// Whether it fences in nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The aspects with their intervals, in the order in which they came.
    pub fn parts(&self) -> &[(Aspect, Vec<Interval>)] {
        &self.parts
    }

    /// The intervals on one aspect.
    pub fn intervals(&self, aspect: &Aspect) -> &[Interval] {
        self.parts.iter().find(|(other, _)| other == aspect).map_or(&[], |(_, intervals)| intervals)
    }

    /// Replaces the intervals on an aspect; overlapping ones become one, and none frees the aspect.
    pub fn set(&mut self, aspect: &Aspect, intervals: Vec<Interval>) {
        let intervals = joined(intervals);
        let place = self.parts.iter().position(|(other, _)| other == aspect);
        match place {
            Some(place) if intervals.is_empty() => drop(self.parts.remove(place)),
            Some(place) => self.parts[place].1 = intervals,
            None if intervals.is_empty() => {}
            None => self.parts.push((aspect.clone(), intervals)),
        }
    }

    /// Frees every aspect.
    pub fn clear(&mut self) {
        self.parts.clear();
    }

    /// Frees the aspects that are not there any more.
    pub fn retain(&mut self, is_there: impl Fn(&Aspect) -> bool) {
        self.parts.retain(|(aspect, _)| is_there(aspect));
    }
}

/// Intervals in ascending order, those that meet put together.
fn joined(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|interval| interval.low <= interval.high);
    intervals.sort_by(|a, b| a.low.total_cmp(&b.low));
    let mut joined: Vec<Interval> = Vec::new();
    for interval in intervals {
        match joined.last_mut().filter(|last| interval.low <= last.high) {
            Some(last) => last.high = last.high.max(interval.high),
            None => joined.push(interval),
        }
    }
    joined
}

impl Filter {
    /// The designs, `designs` in number, that lie in the intervals; beside these stand the values of all designs. Where
    /// values are missing, nothing is inside.
    pub fn of(designs: usize, parts: &[(&[f64], &[Interval])]) -> Self {
        if parts.is_empty() {
            return Self { inside: Vec::new(), count: designs };
        }
        let mut inside = vec![true; designs];
        for (values, intervals) in parts {
            for (index, inside) in inside.iter_mut().enumerate() {
                let value = values.get(index).copied().unwrap_or(f64::NAN);
                *inside &= intervals.iter().any(|interval| interval.contains(value));
            }
        }
        let count = inside.iter().filter(|inside| **inside).count();
        Self { inside, count }
    }

    /// Whether a design is inside.
    pub fn contains(&self, index: usize) -> bool {
        self.inside.is_empty() || self.inside.get(index).is_some_and(|inside| *inside)
    }

    /// How many designs are inside.
    pub fn count(&self) -> usize {
        self.count
    }
}

impl Aspect {
    /// The choice that it is about, with its position.
    pub fn choice<'a>(&self, space: &'a DesignSpace) -> Option<(usize, &'a Axis)> {
        let Self::Choice(choice) = self else { return None };
        space.axes().iter().enumerate().find(|(_, axis)| axis.choice == *choice)
    }

    /// Its name for people.
    pub fn name(&self, project: &Project, space: &DesignSpace) -> String {
        match self {
            Self::Choice(choice) => {
                self.choice(space).map_or_else(|| choice.to_string(), |(_, axis)| axis.label.clone())
            }
            Self::Measure(key) => project.measure_name(key),
        }
    }

    /// What an interval on it admits, such as `≥ 80 %`, `100 to 200 ms` or `edge, cloud`.
    pub fn interval_in_words(&self, space: &DesignSpace, interval: Interval) -> String {
        match self {
            Self::Choice(_) => self.choice(space).map_or_else(String::new, |(_, axis)| options(axis, interval)),
            Self::Measure(key) => {
                let amount = |value: f64| Quantity::estimated(value, key.measure.unit()).to_string();
                match (interval.low.is_finite(), interval.high.is_finite()) {
                    (true, true) => format!("{} to {}", amount(interval.low), amount(interval.high)),
                    (true, false) => format!("≥ {}", amount(interval.low)),
                    (false, true) => format!("≤ {}", amount(interval.high)),
                    (false, false) => "known".to_owned(),
                }
            }
        }
    }
}

/// Names of options that are written out; of more, the first and the last are.
const MOST_NAMED: u64 = 3;

fn options(axis: &Axis, interval: Interval) -> String {
    let last = axis.count().saturating_sub(1);
    let first = interval.low.ceil().clamp(0.0, last as f64) as u64;
    let end = interval.high.floor().clamp(0.0, last as f64) as u64;
    if !(first..=end).any(|position| interval.contains(position as f64)) {
        return "none".to_owned();
    }
    let name = |position: u64| axis.pick(position).map_or_else(String::new, |pick| axis.option_label(&pick));
    match end - first + 1 {
        count if count <= MOST_NAMED => (first..=end).map(name).collect::<Vec<_>>().join(", "),
        count => format!("{} to {} ({count} options)", name(first), name(end)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{EvidenceBook, Measure, OpenQuestion, Subject};

    fn aspect(name: &str) -> Aspect {
        Aspect::Choice(name.into())
    }

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![(0..10_i32).prop_map(f64::from), Just(f64::NAN)]
    }

    fn interval() -> impl Strategy<Value = Interval> {
        let end = || prop_oneof![(0..10_i32).prop_map(f64::from), Just(f64::INFINITY), Just(f64::NEG_INFINITY)];
        (end(), end()).prop_map(|(a, b)| Interval::between(a, b))
    }

    proptest! {
        #[test]
        fn inside_is_what_asking_each_design_gives(
            rows in prop::collection::vec([value(), value()], 0..30),
            first in prop::collection::vec(interval(), 0..4),
            second in prop::collection::vec(interval(), 0..4),
        ) {
            let mut brush = Brush::default();
            brush.set(&aspect("a"), first.clone());
            brush.set(&aspect("b"), second.clone());
            let columns: Vec<Vec<f64>> =
                (0..2).map(|position| rows.iter().map(|row| row[position]).collect()).collect();
            let parts: Vec<(&[f64], &[Interval])> = brush
                .parts()
                .iter()
                .map(|(part, intervals)| (&*columns[usize::from(*part == aspect("b"))], &**intervals))
                .collect();
            let filter = Filter::of(rows.len(), &parts);
            let admits = |intervals: &[Interval], value: f64| {
                intervals.is_empty() || intervals.iter().any(|one| value >= one.low && value <= one.high)
            };
            let expected: Vec<bool> =
                rows.iter().map(|row| admits(&first, row[0]) && admits(&second, row[1])).collect();
            let inside: Vec<bool> = (0..rows.len()).map(|index| filter.contains(index)).collect();
            prop_assert_eq!(&inside, &expected);
            prop_assert_eq!(filter.count(), expected.iter().filter(|inside| **inside).count());
        }
    }

    #[test]
    fn what_is_not_known_is_in_no_interval() {
        let all = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY };
        let filter = Filter::of(3, &[(&[1.0, f64::NAN], &[all])]);
        assert_eq!([0, 1, 2].map(|index| filter.contains(index)), [true, false, false]);
        assert_eq!(filter.count(), 1);
    }

    #[test]
    fn intervals_that_meet_become_one_and_none_frees_the_aspect() {
        let mut brush = Brush::default();
        brush.set(
            &aspect("a"),
            vec![Interval::between(6.0, 5.0), Interval::between(1.0, 3.0), Interval::between(3.0, 4.0)],
        );
        assert_eq!(brush.intervals(&aspect("a")), [Interval::between(1.0, 4.0), Interval::between(5.0, 6.0)]);
        assert_eq!(brush.intervals(&aspect("b")), []);
        brush.set(&aspect("b"), vec![Interval::between(0.0, 1.0)]);
        brush.set(&aspect("a"), Vec::new());
        assert_eq!(brush.parts().len(), 1);
        brush.retain(|other| *other == aspect("a"));
        assert!(brush.is_empty());
    }

    #[test]
    fn intervals_are_told_in_words() {
        let question = OpenQuestion::Replicas { fewest: 1, most: 6 };
        let project = TestProject::new().component("scorer", &[]).choice("copies", "scorer", question).build();
        let space = DesignSpace::of(&project, &EvidenceBook::default());
        let copies = |low, high| aspect("copies").interval_in_words(&space, Interval { low, high });
        assert_eq!(copies(0.5, 2.5), "2, 3");
        assert_eq!(copies(-0.5, 5.5), "1 to 6 (6 options)");
        assert_eq!(copies(1.2, 1.8), "none");
        let cost = Aspect::Measure(MeasureKey::new(Measure::MonthlyCost, Subject::System));
        let cost = |low, high| cost.interval_in_words(&space, Interval { low, high });
        assert_eq!(cost(100.0, 250.0), "$100/month to $250/month");
        assert_eq!(cost(100.0, f64::INFINITY), "≥ $100/month");
        assert_eq!(cost(f64::NEG_INFINITY, 100.0), "≤ $100/month");
    }
}
