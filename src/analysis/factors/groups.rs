//! Choices that decide together: where every component's numbers depend on the choices of one group alone, groups can be
//! looked at one after the other instead of in all combinations.

use crate::model::Direction;

use super::Factors;
use super::formula::{Formula, Spread};
use super::table::Table;

/// A number that is carried from group to group because a measure never gets better while it grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where it stands in the values of a [`Group`].
    pub slot: usize,
    /// Whether a greater number is better, so that its sign has to be turned.
    pub is_turned: bool,
    /// Whether the greatest of all groups counts; else they add up.
    pub is_greatest: bool,
    /// Whether the measure is surely better where this sum is smaller and nothing else is worse.
    pub decides: bool,
}

/// What a group of choices contributes, option by option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// The options of each choice, one after the other; those of the last choice change fastest.
    pub options: Vec<Vec<usize>>,
    /// All values of each, one after the other.
    pub values: Vec<f64>,
    /// What is united bit by bit, such as the nodes that are needed.
    pub bits: Vec<u64>,
}

/// How the choices of a space fall apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Choices that tie others together: to be gone through one by one.
    pub fixed: Vec<usize>,
    /// The groups of the others.
    pub groups: Vec<Vec<usize>>,
}

impl Factors {
    /// Splits the choices into groups of at most `largest` combinations, with at most `most` combinations of choices that
    /// tie them together. `None` when that cannot be done, or when there is nothing to split.
    pub fn split(&self, largest: usize, most: usize) -> Option<Split> {
        let mut fixed: Vec<usize> = Vec::new();
        let size = |choices: &[usize]| {
            let counts = choices.iter().map(|choice| self.counts[*choice]);
            counts.fold(1_usize, usize::saturating_mul)
        };
        loop {
            let groups = self.groups_without(&fixed);
            if groups.len() > 1 && groups.iter().all(|group| size(group) <= largest) {
                fixed.sort_unstable();
                return Some(Split { fixed, groups });
            }
            // What most tables look at ties most together.
            let uses = |choice: &usize| {
                self.tables.iter().filter(|table| table.strides.iter().any(|(used, _)| used == choice)).count()
            };
            let largest_group = groups.into_iter().max_by_key(|group| size(group))?;
            let next = largest_group.into_iter().max_by_key(|choice| (uses(choice), std::cmp::Reverse(*choice)))?;
            fixed.push(next);
            if size(&fixed) > most {
                return None;
            }
        }
    }

    /// Choices that some table looks at together, without those that are fixed.
    fn groups_without(&self, fixed: &[usize]) -> Vec<Vec<usize>> {
        let mut group: Vec<usize> = (0..self.counts.len()).collect();
        for table in &self.tables {
            let mut free = table.strides.iter().map(|(choice, _)| *choice).filter(|choice| !fixed.contains(choice));
            let Some(first) = free.next() else { continue };
            for other in free {
                let (from, to) = (group[other], group[first]);
                group.iter_mut().filter(|own| **own == from).for_each(|own| *own = to);
            }
        }
        let free = |choice: &usize| !fixed.contains(choice);
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for choice in (0..self.counts.len()).filter(free) {
            match groups.iter_mut().find(|one| group[one[0]] == group[choice]) {
                Some(one) => one.push(choice),
                None => groups.push(vec![choice]),
            }
        }
        groups
    }

    /// What the choices of a group contribute while those that are fixed have the options in `options`. Without choices,
    /// what does not depend on any group.
    pub fn group(&self, choices: &[usize], split: &Split, options: &[usize]) -> Group {
        let is_of = |table: &&Table| {
            let mut free =
                table.strides.iter().map(|(choice, _)| choice).filter(|choice| !split.fixed.contains(choice));
            match (free.next(), choices) {
                (None, []) => true,
                (Some(first), choices) => choices.contains(first),
                (None, _) => false,
            }
        };
        let tables: Vec<&Table> = self.tables.iter().filter(is_of).collect();
        let width = self.neutral.len();
        let mut options = options.to_vec();
        for choice in choices {
            options[*choice] = 0;
        }
        let mut group = Group::default();
        loop {
            let start = group.values.len();
            group.values.extend(&self.neutral);
            let mut bits = 0;
            for table in &tables {
                let state = table.state(&options);
                self.contribute(&mut group.values[start..], table.row(state, width));
                bits |= table.bits[state];
            }
            group.bits.push(bits);
            group.options.push(choices.iter().map(|choice| options[*choice]).collect());
            let next = choices.iter().rev().find(|choice| {
                options[**choice] += 1;
                let is_over = options[**choice] == self.counts[**choice];
                if is_over {
                    options[**choice] = 0;
                }
                !is_over
            });
            if next.is_none() {
                return group;
            }
        }
    }

    /// Numbers in a row of a group.
    pub fn width(&self) -> usize {
        self.neutral.len()
    }

    /// What the measure at `position` of [`Factors::measures`] never gets better by when it grows, as long as the same nodes
    /// are needed; `None` where that cannot be said.
    pub fn terms(&self, position: usize) -> Option<Vec<Term>> {
        let is_finite = |slot: usize| {
            let mut values = self.tables.iter().flat_map(|table| (0..table.states).map(move |state| (table, state)));
            !values.any(|(table, state)| table.row(state, self.neutral.len())[slot].is_infinite())
        };
        let sum = |slot: usize| Term { slot, is_turned: false, is_greatest: false, decides: is_finite(slot) };
        let greatest = |slot: usize| Term { slot, is_turned: false, is_greatest: true, decides: false };
        let tail = |time: usize| {
            let time = &self.times[time];
            let Spread::Sum(variance, third) = time.spread else { return None };
            let also = |slot: usize| Term { decides: false, ..sum(slot) };
            Some(vec![sum(time.mean?), also(variance), also(third)])
        };
        Some(match self.formulas[position] {
            Formula::Constant(_) => Vec::new(),
            Formula::Sum(slot) => {
                let is_turned = self.measures[position].measure.direction() == Direction::Higher;
                vec![Term { is_turned, ..sum(slot) }]
            }
            Formula::Cost { slot, .. }
            | Formula::CostPerRequest { slot, .. }
            | Formula::Availability { slot, .. }
            | Formula::Downtime { slot, .. }
            | Formula::Uptime { slot, .. } => vec![sum(slot)],
            Formula::Throughput(slot) | Formula::Utilisation(slot) => vec![greatest(slot)],
            Formula::Mean(time) => vec![sum(self.times[time].mean?)],
            Formula::TimedOut(time) => vec![Term { decides: false, ..sum(self.times[time].mean?) }],
            // A median may be lower where times vary more.
            Formula::Percentile { level: 0, .. } => return None,
            Formula::Percentile { time, .. } => tail(time)?,
            Formula::StoppingDistance { time, speed, .. } if speed > 0.0 => tail(time)?,
            Formula::StoppingDistance { .. } => return None,
        })
    }

    /// Whether some design may have a value of the measure at `position`, as far as [`Self::terms`] tell.
    pub fn can_be_known(&self, position: usize) -> bool {
        let is_number = match self.formulas[position] {
            Formula::Constant(value) | Formula::CostPerRequest { per_month: value, .. } => !value.is_nan(),
            _ => true,
        };
        let (terms, spoilers) = (self.terms(position).unwrap_or_default(), self.spoilers(position));
        let is_usable = |table: &Table, state: usize| {
            let row = table.row(state, self.neutral.len());
            table.bits[state] & spoilers == 0 && terms.iter().all(|term| !row[term.slot].is_nan())
        };
        is_number && self.tables.iter().all(|table| (0..table.states).any(|state| is_usable(table, state)))
    }

    /// Bits of which one makes the measure at `position` unknown, or without a bound: overload, and nodes of which nobody
    /// knows what they add.
    pub fn spoilers(&self, position: usize) -> u64 {
        let (nodes, time) = match self.formulas[position] {
            Formula::Cost { nodes, .. }
            | Formula::CostPerRequest { nodes, .. }
            | Formula::Availability { nodes, .. }
            | Formula::Downtime { nodes, .. }
            | Formula::Uptime { nodes, .. } => (Some(nodes), None),
            Formula::Mean(time)
            | Formula::TimedOut(time)
            | Formula::Percentile { time, .. }
            | Formula::StoppingDistance { time, .. } => (None, Some(time)),
            Formula::Constant(_) | Formula::Sum(_) | Formula::Throughput(_) | Formula::Utilisation(_) => (None, None),
        };
        let unknown = nodes.map_or(0, |nodes| {
            let needs = self.sets[nodes].nodes.iter().flatten();
            needs.filter(|(_, value)| value.is_nan()).fold(0, |all, (bit, _)| all | bit)
        });
        unknown | time.map_or(0, |time| self.times[time].overload)
    }
}
