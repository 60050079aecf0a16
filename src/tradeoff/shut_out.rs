//! Options that no feasible design takes: which limits rule them out, and the least that would let them in.

use super::exploration::Exploration;
use super::region::Region;
use super::relaxation::Relaxation;
use super::space::Axis;
use super::words::count_in_words;
use crate::catalog::catalog;
use crate::model::{Measure, MeasureKey, Project, Quantity, RequirementId, Subject, in_sentence, listed};

/// Options of one choice that are looked at: of more, such as long ranges of replicas, nobody wants to hear each.
const MOST_OPTIONS: u64 = 40;

/// The quality whose measures say how right a model is.
const CORRECTNESS: &str = "Functional correctness";

/// An option that no feasible design takes.
#[derive(Clone, Debug, PartialEq)]
pub struct ShutOut {
    /// The choice, by its position among the axes of the space.
    pub choice: usize,
    /// The option, by its position in the choice.
    pub option: u64,
    /// Designs that take it.
    pub designs: usize,
    /// The limits that every one of these misses; empty where some miss one and some another.
    pub by: Vec<RequirementId>,
    /// The least that has to give way until a design with it is feasible; `None` where no loosening helps.
    pub way: Option<Relaxation>,
    /// How right it is where no feasible design is as right: measures with the best value that it comes to.
    pub best_in: Vec<(MeasureKey, f64)>,
}

impl Region {
    /// The options that no feasible design takes, those first that are best in something; none while nothing at all is
    /// feasible, which [`Region::joint_relaxations`] is about.
    pub fn shut_out(&self, exploration: &Exploration) -> Vec<ShutOut> {
        if self.feasible() == 0 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (choice, axis) in exploration.space().axes().iter().enumerate().filter(|(_, axis)| axis.count() > 1) {
            let options = axis.count().min(MOST_OPTIONS);
            let mut taken = vec![(0_usize, false); options as usize];
            for index in 0..exploration.len() {
                let Some((designs, is_in)) = taken.get_mut(exploration.option_of(index, choice) as usize) else {
                    continue;
                };
                *designs += 1;
                *is_in |= self.is_feasible(index);
            }
            let out = (0..options).zip(taken).filter(|(_, (designs, is_in))| *designs > 0 && !is_in);
            found.extend(out.map(|(option, (designs, _))| self.why(exploration, (choice, option), designs)));
        }
        found.sort_by_key(|one| one.best_in.is_empty());
        found
    }

    fn why(&self, exploration: &Exploration, (choice, option): (usize, u64), designs: usize) -> ShutOut {
        let takes: Vec<bool> =
            (0..exploration.len()).map(|index| exploration.option_of(index, choice) == option).collect();
        let takes_it = |index: usize| takes[index];
        let with_it: Vec<usize> = (0..exploration.len()).filter(|index| takes_it(*index)).collect();
        let misses = |position: usize| {
            with_it.iter().all(|index| self.is_missed_at(*index, position) || self.is_undecided_at(*index, position))
        };
        let limits = self.limits().iter().enumerate();
        let by = limits.filter(|(position, _)| misses(*position)).map(|(_, limit)| limit.requirement.clone()).collect();
        let way = self.relaxations_among(exploration, &takes_it, 1).into_iter().next();
        let best_in = correctness(exploration).filter_map(|key| {
            let direction = key.measure.direction();
            let best = |among: &mut dyn Iterator<Item = usize>| {
                let values = among.filter_map(|index| exploration.value(index, key));
                values.reduce(|best, value| if direction.prefers(value, best) { value } else { best })
            };
            let own = best(&mut with_it.iter().copied())?;
            let others = best(&mut (0..exploration.len()).filter(|index| !takes_it(*index)))?;
            direction.prefers(own, others).then(|| (key.clone(), own))
        });
        ShutOut { choice, option, designs, by, way, best_in: best_in.collect() }
    }
}

/// The measures that say how right a model is, as far as they are known.
fn correctness(exploration: &Exploration) -> impl Iterator<Item = &MeasureKey> {
    let measures: Vec<Measure> = catalog().measures_of(CORRECTNESS).collect();
    exploration.known().iter().filter(move |key| {
        matches!(key.subject, Subject::Component(_))
            && key.measure != Measure::FlaggedShare
            && measures.contains(&key.measure)
    })
}

impl ShutOut {
    /// What it is, that it fits nowhere, and what would let it in: `Random forest (Model of Scorer) is best in accuracy
    /// (97.08 %), and no design with it is feasible: "Be explainable" rules out all 9. If "Be explainable" became ≤ 479, 6
    /// designs would be feasible.`
    pub fn in_words(&self, project: &Project, axes: &[Axis]) -> String {
        let Some(axis) = axes.get(self.choice) else { return String::new() };
        let option = axis.pick(self.option).map_or_else(String::new, |pick| axis.option_label(&pick));
        let best: Vec<String> = self
            .best_in
            .iter()
            .take(2)
            .map(|(key, value)| {
                let value = Quantity::measured(*value, key.measure.unit());
                format!("{} ({value})", in_sentence(key.measure.label()))
            })
            .collect();
        let best = if best.is_empty() { String::new() } else { format!(" is best in {}, and", listed(&best)) };
        let names: Vec<String> = self
            .by
            .iter()
            .filter_map(|id| project.requirements.get(id))
            .map(|requirement| format!("\"{}\"", requirement.name))
            .collect();
        let all = if self.designs == 1 {
            "the one there is".to_owned()
        } else {
            format!("all {}", count_in_words(self.designs))
        };
        let why = match names.as_slice() {
            [] => "each of them misses some limit".to_owned(),
            [only] => format!("{only} rules out {all}"),
            several => format!("{} each rule out {all}", listed(several)),
        };
        let way = self.way.as_ref().map_or_else(
            || "Loosening limits does not help: numbers are missing or components are overloaded.".to_owned(),
            |way| way.in_words(project),
        );
        let start = format!("{option} ({})", axis.label);
        if best.is_empty() {
            format!("No design with {start} is feasible: {why}. {way}")
        } else {
            format!("{start}{best} no design with it is feasible: {why}. {way}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{exploration, limit};
    use super::*;

    #[test]
    fn what_fits_nowhere_is_told_with_what_lets_it_in() {
        // A row is a number of replicas; of the three measures the first two are better low, the third is better high.
        let rows = [
            [Some(5.0), Some(1.0), Some(9.0)],
            [Some(12.0), Some(1.0), Some(9.0)],
            [Some(11.0), Some(7.0), Some(9.0)],
            [Some(4.0), None, Some(9.0)],
        ];
        let exploration = exploration(&rows);
        let limits = vec![limit(0, Some(10.0)).0, limit(1, Some(5.0)).0];
        let region = Region::of(&exploration, limits);
        let found = region.shut_out(&exploration);
        let told: Vec<_> = found.iter().map(|one| (one.option, one.designs, one.by.len())).collect();
        assert_eq!(told, [(1, 1, 1), (2, 1, 2), (3, 1, 1)]);
        let change = |position: usize| found[position].way.as_ref().map(|way| way.changes.len());
        assert_eq!(
            [change(0), change(1), change(2)],
            [Some(1), Some(2), None],
            "an unknown number is no matter of limits"
        );
        let nothing = Region::of(&exploration, vec![limit(0, Some(1.0)).0]);
        assert!(nothing.shut_out(&exploration).is_empty(), "nothing is feasible at all");
    }
}
