//! What was looked at of a drawing, and what of it is on the front.

use std::collections::HashSet;

use super::super::drawings::Part;
use super::super::enumerate::options_at;
use super::super::front::{Fronts, MOST_ON_FRONT};
use super::super::limits::{Judged, Objective, Test};
use super::super::pruned::number_of;
use super::super::{Failure, Progress, spread};
use crate::analysis::{Factors, Walk};

/// What a look costs, in what it takes to see that a design was looked at before.
const LOOK: u64 = 8;

/// Steps between two looks at whether to stop.
const STEP: u64 = 1 << 12;

/// What a broken rule counts: more than limits and unknown numbers come to.
const BROKEN: f64 = 1e9;

/// Fewest designs that are looked around from before the front is sought anew.
const FEWEST_AT_ONCE: usize = 64;

/// The designs of a drawing as far as they were looked at.
pub(super) struct Ground<'a> {
    pub(super) part: &'a Part<'a>,
    /// Options of each choice.
    pub(super) counts: Vec<usize>,
    /// The choices that make a difference.
    pub(super) free: Vec<usize>,
    /// Looks that may be taken.
    pub(super) most: u64,
    /// Different designs that were looked at.
    pub(super) looked_at: u64,
    /// Whether one of them meets every limit.
    pub(super) has_feasible: bool,
    /// Limits and objectives, each with the bits that leave it without a value.
    tests: Vec<(&'a Test, u64)>,
    objectives: Vec<(Objective, u64)>,
    has_doubts: bool,
    walk: Walk<'a>,
    /// Every combination that was come across.
    seen: HashSet<u128>,
    fronts: Fronts,
    /// The number and the doubt of every feasible design, by its place in the fronts.
    entered: Vec<(u128, u8)>,
    /// What was known when somebody last asked for advances.
    known: Known,
    least_violation: f64,
    /// In steps.
    spent: u64,
}

/// A state of knowledge.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Feasible designs.
    entered: u64,
    has_members: bool,
    least_violation: Option<f64>,
}

/// What a genetic search is told of a design.
pub(super) struct Judgement {
    /// Smaller is better; 0 where not known.
    pub(super) costs: Vec<f64>,
    /// 0 for a design that can be on the front, else how far it is from that.
    pub(super) violation: f64,
}

impl<'a> Ground<'a> {
    /// Nothing was looked at yet.
    pub(super) fn new(
        part: &'a Part<'a>,
        factors: &'a Factors,
        (tests, objectives): (&'a [Test], &[Objective]),
        most: u64,
    ) -> Self {
        let doubts = factors.doubts();
        let bits = |position: usize| factors.spoilers(position);
        Self {
            part,
            counts: part.space.axes().iter().map(|axis| axis.count() as usize).collect(),
            free: part.free(),
            most,
            looked_at: 0,
            has_feasible: false,
            tests: tests.iter().map(|test| (test, bits(test.position))).collect(),
            objectives: objectives.iter().map(|one| (*one, bits(one.position))).collect(),
            has_doubts: doubts.0 < doubts.1,
            walk: factors.walk(),
            seen: HashSet::new(),
            fronts: Fronts::new(objectives.to_vec(), doubts),
            entered: Vec::new(),
            known: Known::default(),
            least_violation: f64::INFINITY,
            spent: 0,
        }
    }

    /// Combinations of the choices that make a difference.
    pub(super) fn size(&self) -> u128 {
        let counts = self.free.iter().map(|choice| self.counts[*choice] as u128);
        counts.fold(1, u128::saturating_mul)
    }

    /// Numbers that designs are compared by. How doubtful they are is one of them where they differ in that: those that
    /// are more certain are to be found as well.
    pub(super) fn width(&self) -> usize {
        self.objectives.len() + usize::from(self.has_doubts)
    }

    /// Looks that were taken, what took as much time included.
    pub(super) fn spent(&self) -> u64 {
        self.spent / LOOK
    }

    /// Whether a combination was come across before.
    pub(super) fn has_seen(&self, options: &[usize]) -> bool {
        self.seen.contains(&number_of(options, &self.counts))
    }

    /// Looks at a combination.
    pub(super) fn judge(&mut self, options: &[usize]) -> Judgement {
        self.spent += LOOK;
        let number = number_of(options, &self.counts);
        let is_new = self.seen.insert(number);
        let broken = self.part.broken(number);
        if broken > 0 {
            return Judgement { costs: vec![0.0; self.width()], violation: BROKEN * broken as f64 };
        }
        self.walk.go_to(options);
        self.looked_at += u64::from(is_new);
        let walk = &self.walk;
        // The fewer parts are in the way of a number, the nearer it is.
        let unknown = |bits: u64| 1.0 + walk.bearers(bits) as f64;
        let (mut violation, mut is_feasible) = (0.0, true);
        for (test, bits) in &self.tests {
            let value = walk.value(test.position);
            if test.judge(value) != Judged::Met {
                is_feasible = false;
                violation += test.distance(value).unwrap_or_else(|| unknown(*bits)).max(f64::EPSILON);
            }
        }
        if is_feasible {
            self.has_feasible = true;
            if is_new {
                self.fronts.push(self.entered.len() as u64, walk);
                self.entered.push((number, walk.doubt()));
            }
        }
        let mut costs = Vec::with_capacity(self.width());
        for (objective, bits) in &self.objectives {
            let cost = objective.cost(walk.value(objective.position));
            violation += if cost.is_nan() { unknown(*bits) } else { 0.0 };
            costs.push(if cost.is_nan() { 0.0 } else { cost });
        }
        if self.has_doubts {
            costs.push(f64::from(walk.doubt()));
        }
        self.least_violation = self.least_violation.min(violation);
        Judgement { costs, violation }
    }

    /// Whether designs entered the front since the last call, or as long as none did, whether one came nearer to it.
    pub(super) fn advances(&mut self) -> bool {
        let newest = self.places().last().copied();
        let before = self.known;
        self.known = Known {
            entered: self.entered.len() as u64,
            has_members: newest.is_some(),
            least_violation: Some(self.least_violation),
        };
        match newest {
            Some(newest) => newest >= before.entered,
            None => before.least_violation.is_none_or(|least| self.least_violation < least),
        }
    }

    /// Whether there was a design on the front when somebody last asked for advances.
    pub(super) fn has_members(&self) -> bool {
        self.known.has_members
    }

    /// The objectives that some feasible design has a value for.
    pub(super) fn comparing(&self) -> Vec<Objective> {
        self.fronts.comparing()
    }

    /// The numbers of the designs on the front, ascending.
    pub(super) fn members(&mut self) -> Vec<u128> {
        let mut numbers: Vec<u128> = self.places().into_iter().map(|place| self.entered[place as usize].0).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Where they stand among those that entered, ascending.
    fn places(&mut self) -> Vec<u64> {
        let entered = &self.entered;
        self.fronts.so_far(|place| entered[place as usize].1)
    }

    /// Looks at all designs.
    pub(super) fn go_through(&mut self, progress: Progress<'_>) -> Result<(), Failure> {
        let mut options = vec![0; self.counts.len()];
        let all = self.size() as u64;
        for done in 0..all {
            if done.is_multiple_of(STEP) && progress(done, all).is_break() {
                return Err(Failure::Stopped);
            }
            self.judge(&options);
            for choice in self.free.iter().rev() {
                options[*choice] += 1;
                if options[*choice] < self.counts[*choice] {
                    break;
                }
                options[*choice] = 0;
            }
        }
        Ok(())
    }

    /// Looks at the designs that differ from one on the front in up to `changes` choices, until nothing new enters the
    /// front. Whether it came to that.
    pub(super) fn look_around(&mut self, changes: usize, progress: Progress<'_>) -> Result<bool, Failure> {
        let mut done: HashSet<u128> = HashSet::new();
        loop {
            let members = self.members();
            let open: Vec<u128> = members.iter().copied().filter(|number| !done.contains(number)).collect();
            if open.is_empty() {
                return Ok(true);
            }
            if members.len() > MOST_ON_FRONT {
                return Ok(false);
            }
            // Not all at once: what is found may push off others before their turn.
            let most = FEWEST_AT_ONCE.max(open.len() / 4);
            for number in spread(open, most) {
                let mut options = options_at(self.part.space, number);
                if !self.vary(&mut options, (0, changes), progress)? {
                    return Ok(false);
                }
                done.insert(number);
            }
        }
    }

    /// Whether every design that differs in one choice from one on the front was looked at.
    pub(super) fn is_closed(&mut self) -> bool {
        self.members().into_iter().all(|number| {
            let mut options = options_at(self.part.space, number);
            self.free.iter().all(|choice| {
                let own = options[*choice];
                let is_seen = (0..self.counts[*choice]).all(|option| {
                    options[*choice] = option;
                    self.has_seen(&options)
                });
                options[*choice] = own;
                is_seen
            })
        })
    }

    /// Looks at the designs that differ in up to so many choices, of which the first one is at this place or after it.
    /// Whether there was time for all of them.
    fn vary(
        &mut self,
        options: &mut Vec<usize>,
        (first, changes): (usize, usize),
        progress: Progress<'_>,
    ) -> Result<bool, Failure> {
        for place in first..self.free.len() {
            let choice = self.free[place];
            let own = options[choice];
            for option in (0..self.counts[choice]).filter(|option| *option != own) {
                options[choice] = option;
                if !self.visit(options, progress)?
                    || changes > 1 && !self.vary(options, (place + 1, changes - 1), progress)?
                {
                    return Ok(false);
                }
            }
            options[choice] = own;
        }
        Ok(true)
    }

    /// Looks at a design unless that was done before. Whether there is time for more.
    fn visit(&mut self, options: &[usize], progress: Progress<'_>) -> Result<bool, Failure> {
        let before = self.spent;
        self.spent += 1;
        if !self.has_seen(options) {
            self.judge(options);
        }
        let is_due = before / STEP < self.spent / STEP;
        if is_due && progress(self.spent().min(self.most), self.most).is_break() {
            return Err(Failure::Stopped);
        }
        Ok(self.spent() < self.most)
    }
}
