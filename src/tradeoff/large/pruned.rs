//! The front of a space found group of choices by group of choices, without going through all designs.

use std::ops::ControlFlow;

use super::super::front::pareto_front;
use super::super::points::Points;
use super::super::space::DesignSpace;
use super::front::{Fronts, MOST_ON_FRONT};
use super::limits::{Judged, Objective, Test};
use super::stages::{Combine, Coordinate, Stage, prune};
use super::{Failure, Found};
use crate::analysis::{Factors, Group, Split, Term};

/// Most combinations of the choices of one group.
const LARGEST_GROUP: usize = 200_000;

/// Most combinations of the choices that tie groups together.
const MOST_FIXED: usize = 2_000;

/// What has to be no worse for a design to be no worse.
pub(super) struct Pruning<'f> {
    factors: &'f Factors,
    split: Split,
    /// What is carried, each with whether a smaller sum surely is better.
    carried: Vec<Term>,
    /// Bits that no design of interest has.
    spoilers: u64,
}

impl<'f> Pruning<'f> {
    /// `None` where something that designs are judged by may get better while a part of it gets worse, or where too many
    /// choices decide together.
    pub(super) fn of(factors: &'f Factors, tests: &[Test], objectives: &[Objective]) -> Option<Self> {
        let split = factors.split(LARGEST_GROUP, MOST_FIXED)?;
        let mut carried: Vec<Term> = Vec::new();
        let mut spoilers = 0;
        let limited = tests.iter().map(|test| (test.position, false));
        for (position, decides) in objectives.iter().map(|objective| (objective.position, true)).chain(limited) {
            spoilers |= factors.spoilers(position);
            for mut term in factors.terms(position)? {
                term.decides &= decides;
                match carried.iter_mut().find(|known| known.slot == term.slot) {
                    Some(known) => known.decides |= term.decides,
                    None => carried.push(term),
                }
            }
        }
        (!carried.is_empty()).then_some(Self { factors, split, carried, spoilers })
    }

    /// The designs on the front.
    pub(super) fn run(
        &self,
        space: &DesignSpace,
        (tests, objectives): (&[Test], &[Objective]),
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Found, Failure> {
        let counts: Vec<usize> = space.axes().iter().map(|axis| axis.count() as usize).collect();
        let all = self.split.fixed.iter().map(|choice| counts[*choice] as u64).product::<u64>();
        let mut candidates: Vec<Vec<usize>> = Vec::new();
        let mut left_out = false;
        for number in 0..all {
            if progress(number, all).is_break() {
                return Err(Failure::Stopped);
            }
            let mut options = vec![0; counts.len()];
            let mut rest = number;
            for choice in self.split.fixed.iter().rev() {
                options[*choice] = (rest % counts[*choice] as u64) as usize;
                rest /= counts[*choice] as u64;
            }
            let mut go_on = || progress(number, all);
            let (found, leaves_out) = self.under(&options, &mut go_on)?;
            candidates.extend(found);
            left_out |= leaves_out;
        }
        let mut walk = self.factors.walk();
        let mut fronts = Fronts::new(objectives.to_vec(), self.factors.doubts());
        let mut has_feasible = false;
        for (number, options) in candidates.iter().enumerate() {
            walk.go_to(options);
            if tests.iter().all(|test| test.judge(walk.value(test.position)) == Judged::Met) {
                has_feasible = true;
                fronts.push(number as u64, &walk);
            }
        }
        let mut front: Vec<u128> = fronts
            .finish(|number| {
                walk.go_to(&candidates[number as usize]);
                walk.doubt()
            })
            .into_iter()
            .map(|number| number_of(&candidates[number as usize], &counts))
            .collect();
        front.sort_unstable();
        // Where something that is compared is not known, designs were left out that may meet every limit.
        let feasible = (!has_feasible && !left_out).then_some(0);
        Ok(Found { front, feasible, objectives: objectives.to_vec(), ..Found::default() })
    }

    /// What may be on the front while the fixed choices have these options, and whether designs were left out because
    /// something about them is not known.
    fn under(
        &self,
        options: &[usize],
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<(Vec<Vec<usize>>, bool), Failure> {
        let mut groups: Vec<Group> = Vec::with_capacity(self.split.groups.len() + 1);
        groups.push(self.factors.group(&[], &self.split, options));
        groups.extend(self.split.groups.iter().map(|choices| self.factors.group(choices, &self.split, options)));
        let usable: Vec<Vec<usize>> = groups.iter().map(|group| self.usable(group)).collect();
        let leaves_out = groups.iter().zip(&usable).any(|(group, usable)| usable.len() < group.options.len());
        if usable.iter().any(Vec::is_empty) {
            return Ok((Vec::new(), leaves_out));
        }
        let stages: Vec<Stage> = groups.iter().zip(&usable).map(|(group, usable)| self.stage(group, usable)).collect();
        let coordinate = |term: &Term| Coordinate {
            combine: if term.is_greatest { Combine::Greatest } else { Combine::Sum },
            decides: term.decides,
        };
        let coordinates: Vec<Coordinate> = self.carried.iter().map(coordinate).collect();
        let mut is_stopped = false;
        let mut front = |dimensions: usize, values: Vec<f64>| {
            is_stopped |= go_on().is_break();
            (!is_stopped).then(|| pareto_front(&Points::of(dimensions, values)))
        };
        let left = prune(&coordinates, &stages, 4 * MOST_ON_FRONT, &mut front);
        let left = left.ok_or(if is_stopped { Failure::Stopped } else { Failure::LargeFront })?;
        let found = (0..left.len()).map(|index| {
            let mut options = options.to_vec();
            let picks = left.of(index).iter().zip(&usable).zip(&groups).skip(1);
            for (choices, ((pick, usable), group)) in self.split.groups.iter().zip(picks) {
                let own = &group.options[usable[*pick as usize]];
                choices.iter().zip(own).for_each(|(choice, option)| options[*choice] = *option);
            }
            options
        });
        Ok((found.collect(), leaves_out))
    }

    /// The options of a group under which everything that is asked can be known.
    fn usable(&self, group: &Group) -> Vec<usize> {
        let width = self.factors.width();
        let is_known = |option: &usize| {
            let row = &group.values[option * width..][..width];
            group.bits[*option] & self.spoilers == 0 && self.carried.iter().all(|term| !row[term.slot].is_nan())
        };
        (0..group.options.len()).filter(is_known).collect()
    }

    fn stage(&self, group: &Group, usable: &[usize]) -> Stage {
        let width = self.factors.width();
        let value = |option: usize, term: &Term| {
            let value = group.values[option * width + term.slot];
            if term.is_turned { -value } else { value }
        };
        let values = usable.iter().flat_map(|option| self.carried.iter().map(move |term| value(*option, term)));
        Stage { classes: usable.iter().map(|option| group.bits[*option]).collect(), values: values.collect() }
    }
}

/// The number of the design that takes these options.
pub(super) fn number_of(options: &[usize], counts: &[usize]) -> u128 {
    options.iter().zip(counts).fold(0, |number, (option, count)| number * *count as u128 + *option as u128)
}
