//! The feasible region: which designs meet every hard requirement, and what each requirement removes.

use crate::analysis::{Outcome, outcome};
use crate::model::{MeasureKey, Project, Quantity, Requirement, RequirementId};

use super::exploration::{Column, Exploration};
use super::objectives::Front;

/// Limits whose outcomes share a word.
const BITS: usize = u64::BITS as usize;

/// A hard requirement as far as it decides which designs are feasible.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The requirement.
    pub requirement: RequirementId,
    /// What it limits.
    pub key: MeasureKey,
    /// The limit, in a unit of the measure's dimension.
    pub threshold: Quantity,
}

/// What became of every design of an exploration under a set of limits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    limits: Vec<Limit>,
    missed: Marks,
    undecided: Marks,
    designs: usize,
    feasible: usize,
}

/// What one limit removes.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The requirement.
    pub requirement: RequirementId,
    /// Designs that miss it or cannot be judged by it.
    pub removed: usize,
    /// Of these, designs that cannot be judged because a number is missing.
    pub undecided: usize,
    /// Designs that it removes and no other limit does.
    pub removed_alone: usize,
    /// Of these, designs that would be on the front without it: where there are any, the limit binds.
    pub kept_off_front: usize,
}

/// One bit for each limit and design.
#[derive(Clone, Debug, Default, PartialEq)]
struct Marks {
    /// Words of a design.
    width: usize,
    words: Vec<u64>,
}

impl Limit {
    /// The hard requirements of a project, in its order.
    pub fn of_project(project: &Project) -> Vec<Self> {
        let hard = project.requirements.iter().filter(|(_, requirement)| requirement.is_hard());
        let limit = |(id, requirement): (&RequirementId, &Requirement)| Self {
            requirement: id.clone(),
            key: requirement.measure.clone(),
            threshold: requirement.threshold,
        };
        hard.map(limit).collect()
    }

    /// The value of a design in the unit of the threshold; `None` while it is not known.
    pub(super) fn value(&self, column: Option<&Column>, index: usize) -> Option<f64> {
        self.key.measure.unit().convert(column?.value(index)?, self.threshold.unit())
    }

    fn judge(&self, column: Option<&Column>, index: usize) -> Outcome {
        let is_overloaded = column.is_some_and(|column| column.is_overloaded(index));
        outcome(self.key.measure.direction(), self.threshold, self.value(column, index), is_overloaded)
    }
}

impl Region {
    /// Judges every design by every limit.
    pub fn of(exploration: &Exploration, limits: Vec<Limit>) -> Self {
        let designs = exploration.len();
        let (mut missed, mut undecided) = (Marks::new(limits.len(), designs), Marks::new(limits.len(), designs));
        for (position, limit) in limits.iter().enumerate() {
            let column = exploration.column(&limit.key);
            for index in 0..designs {
                match limit.judge(column, index) {
                    Outcome::Met => {}
                    Outcome::Missed => missed.set(index, position),
                    Outcome::Unknown => undecided.set(index, position),
                }
            }
        }
        let mut region = Self { limits, missed, undecided, designs, feasible: 0 };
        region.feasible = (0..designs).filter(|index| region.is_feasible(*index)).count();
        region
    }

    /// The region of a project's hard requirements.
    pub fn of_project(exploration: &Exploration, project: &Project) -> Self {
        Self::of(exploration, Limit::of_project(project))
    }

    /// The limits, in the order of the project.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// Designs that meet every limit.
    pub fn feasible(&self) -> usize {
        self.feasible
    }

    /// Whether a design meets every limit; false for one that does not exist.
    pub fn is_feasible(&self, index: usize) -> bool {
        index < self.designs && self.missed.is_clear(index) && self.undecided.is_clear(index)
    }

    /// Whether a design misses at least one limit; one that does not may still be undecided.
    pub fn is_missed(&self, index: usize) -> bool {
        !self.missed.is_clear(index)
    }

    /// The hard requirements that a design misses.
    pub fn missed(&self, index: usize) -> Vec<RequirementId> {
        self.named(&self.missed, index)
    }

    /// The hard requirements that a design cannot be judged by yet.
    pub fn undecided(&self, index: usize) -> Vec<RequirementId> {
        self.named(&self.undecided, index)
    }

    /// Whether a design meets every limit but perhaps the one at `position`.
    pub fn meets_others(&self, index: usize, position: usize) -> bool {
        self.is_feasible(index) || self.is_removed_by_only(index, position)
    }

    /// What each limit removes; `front` is the front of the feasible designs.
    pub fn effects(&self, exploration: &Exploration, axes: &[MeasureKey], front: &[usize]) -> Vec<Effect> {
        let designs = exploration.len();
        let effect = |(position, limit): (usize, &Limit)| {
            let removes = |index: &usize| self.missed.is(*index, position) || self.undecided.is(*index, position);
            let alone: Vec<usize> = (0..designs).filter(|index| self.is_removed_by_only(*index, position)).collect();
            let mut rivals: Vec<usize> = front.iter().chain(&alone).copied().collect();
            rivals.sort_unstable();
            let of_rivals = Front::among(exploration, axes, &rivals);
            Effect {
                requirement: limit.requirement.clone(),
                removed: (0..designs).filter(removes).count(),
                undecided: (0..designs).filter(|index| self.undecided.is(*index, position)).count(),
                removed_alone: alone.len(),
                kept_off_front: of_rivals.members.iter().filter(|index| !self.is_feasible(**index)).count(),
            }
        };
        self.limits.iter().enumerate().map(effect).collect()
    }

    /// Whether this limit and no other removes a design.
    pub(super) fn is_removed_by_only(&self, index: usize, position: usize) -> bool {
        let (missed, undecided) = (self.missed.count(index), self.undecided.count(index));
        missed + undecided == 1 && (self.missed.is(index, position) || self.undecided.is(index, position))
    }

    /// Whether nothing but known values beyond their limits keeps a design from being feasible.
    pub(super) fn misses_only(&self, index: usize) -> bool {
        self.undecided.is_clear(index) && !self.missed.is_clear(index)
    }

    /// Whether a design misses the limit at `position`.
    pub(super) fn is_missed_at(&self, index: usize, position: usize) -> bool {
        self.missed.is(index, position)
    }

    /// Whether a design cannot be judged by the limit at `position`.
    pub(super) fn is_undecided_at(&self, index: usize, position: usize) -> bool {
        self.undecided.is(index, position)
    }

    fn named(&self, marks: &Marks, index: usize) -> Vec<RequirementId> {
        let set = self.limits.iter().enumerate().filter(|(position, _)| marks.is(index, *position));
        set.map(|(_, limit)| limit.requirement.clone()).collect()
    }
}

impl Marks {
    fn new(limits: usize, designs: usize) -> Self {
        let width = limits.div_ceil(BITS);
        Self { width, words: vec![0; width * designs] }
    }

    fn of(&self, index: usize) -> &[u64] {
        self.words.get(index * self.width..(index + 1) * self.width).unwrap_or_default()
    }

    fn set(&mut self, index: usize, position: usize) {
        self.words[index * self.width + position / BITS] |= 1 << (position % BITS);
    }

    fn is(&self, index: usize, position: usize) -> bool {
        self.of(index).get(position / BITS).is_some_and(|word| word >> (position % BITS) & 1 == 1)
    }

    fn is_clear(&self, index: usize) -> bool {
        self.of(index).iter().all(|word| *word == 0)
    }

    fn count(&self, index: usize) -> u32 {
        self.of(index).iter().map(|word| word.count_ones()).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::test_support::{exploration, keys, limit, numbers};
    use super::*;
    use crate::analysis::verdicts;

    proptest! {
        #[test]
        fn every_count_is_what_counting_gives(
            rows in prop::collection::vec(numbers(), 1..40),
            thresholds in prop::collection::vec(prop::option::weighted(0.9, 0.0..10.0_f64), 3),
        ) {
            let exploration = exploration(&rows);
            let limits: Vec<_> =
                thresholds.iter().enumerate().map(|(position, threshold)| limit(position, *threshold)).collect();
            let region = Region::of(&exploration, limits.iter().map(|(limit, _)| limit.clone()).collect());
            let mut project = Project::default();
            for (limit, requirement) in limits {
                project.requirements.insert(limit.requirement, requirement);
            }
            prop_assert_eq!(&Region::of_project(&exploration, &project), &region);
            let outcomes: Vec<Vec<Outcome>> = (0..rows.len())
                .map(|index| verdicts(&project, &exploration.qualities(index)).iter().map(|one| one.outcome).collect())
                .collect();
            let removes = |index: usize, position: usize| outcomes[index][position] != Outcome::Met;
            let feasible: Vec<usize> =
                (0..rows.len()).filter(|index| (0..3).all(|position| !removes(*index, position))).collect();
            prop_assert_eq!(region.feasible(), feasible.len());
            let front = Front::of(&exploration, &region, &keys());
            for (position, effect) in region.effects(&exploration, &keys(), &front.members).iter().enumerate() {
                let removed: Vec<usize> = (0..rows.len()).filter(|index| removes(*index, position)).collect();
                let is_alone = |index: &usize| (0..3).all(|other| other == position || !removes(*index, other));
                let alone: Vec<usize> = removed.iter().copied().filter(is_alone).collect();
                prop_assert_eq!((effect.removed, effect.removed_alone), (removed.len(), alone.len()));
                let undecided = removed.iter().filter(|index| outcomes[**index][position] == Outcome::Unknown).count();
                prop_assert_eq!(effect.undecided, undecided);
                // Without it, the front is that of the feasible designs and those that it alone removes.
                let mut all = [feasible.clone(), alone.clone()].concat();
                all.sort_unstable();
                let without = Front::among(&exploration, &keys(), &all);
                let gained = without.members.iter().filter(|index| alone.contains(index)).count();
                prop_assert_eq!(effect.kept_off_front, gained);
            }
        }
    }

    #[test]
    fn more_limits_than_bits_in_a_word_are_told_apart() {
        let exploration = exploration(&[[Some(5.0); 3], [Some(1.0); 3]]);
        let numbered = |number: usize| Limit {
            requirement: format!("r{number}").as_str().into(),
            ..limit(0, Some(if number == 129 { 2.0 } else { 9.0 })).0
        };
        let limits: Vec<Limit> = (0..130).map(numbered).collect();
        let region = Region::of(&exploration, limits);
        assert_eq!(region.missed(0), ["r129".into()]);
        assert!(region.is_feasible(1) && region.feasible() == 1);
        assert_eq!(region.effects(&exploration, &keys(), &[1])[129].removed_alone, 1);
    }
}
