//! All chosen designs as points: their measures, and which of them no other one beats in all.

use std::collections::BTreeMap;

use super::answer::Answer;
use super::choice::Choice;
use super::names::Names;
use crate::classroom::{ChoiceNumber, Chooser, Comparison, MeasureColumn};
use crate::model::MeasureKey;
use crate::tradeoff::{Points, pareto_front};

/// The measures that groups demand, with the numbers of all choices: those that most groups demand first, then in the
/// order of the catalogue.
pub(super) fn measures(
    answers: &[Answer<'_>],
    reference: Option<&Choice<'_>>,
    names: &Names<'_>,
) -> Vec<MeasureColumn> {
    let mut counts: BTreeMap<&MeasureKey, usize> = BTreeMap::new();
    for key in answers.iter().flat_map(|answer| answer.tests.keys()) {
        *counts.entry(key).or_default() += 1;
    }
    let mut keys: Vec<_> = counts.into_iter().collect();
    keys.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let column = |key: &MeasureKey| MeasureColumn {
        key: key.clone(),
        name: names.name(key),
        groups: answers.iter().map(|answer| number(key, &answer.choice)).collect(),
        reference: reference.filter(|choice| choice.chosen.is_some()).map(|choice| number(key, choice)),
    };
    keys.into_iter().map(|(key, _)| column(key)).collect()
}

fn number(key: &MeasureKey, choice: &Choice<'_>) -> ChoiceNumber {
    let Some(qualities) = &choice.qualities else { return ChoiceNumber::unknown("nothing chosen") };
    let Some(quality) = qualities.get(key) else { return ChoiceNumber::unknown("unknown") };
    let value = quality.quantity.amount_in(key.measure.unit());
    ChoiceNumber { value, interval: quality.interval.filter(|_| value.is_some()), text: quality.in_words() }
}

/// Which choices no other one dominates in the measures that count; never one with a number that is not known.
pub(super) fn best(measures: &[MeasureColumn], groups: usize) -> Vec<bool> {
    let measures = those_that_count(measures, groups);
    let mut points = Points::new(measures.len());
    let mut known = Vec::new();
    for group in 0..groups {
        let cost = |column: &&MeasureColumn| {
            let value = column.value(Chooser::Group(group))?;
            Some(column.key.measure.direction().cost(value))
        };
        let costs: Option<Vec<f64>> = measures.iter().map(cost).collect();
        if let Some(costs) = costs.filter(|costs| !costs.is_empty()) {
            points.push(&costs);
            known.push(group);
        }
    }
    let mut best = vec![false; groups];
    for position in pareto_front(&points) {
        best[known[position]] = true;
    }
    best
}

/// The measures by which choices are compared in all. One that is known of fewer than half of the choices does not count:
/// what a single group demands of a thing of its own would rule out all others.
fn those_that_count(measures: &[MeasureColumn], groups: usize) -> Vec<&MeasureColumn> {
    let has_number = |group: &usize| measures.iter().any(|column| is_known(column, *group));
    let choices = (0..groups).filter(has_number).count();
    measures.iter().filter(|column| 2 * column.known().count() >= choices).collect()
}

fn is_known(column: &MeasureColumn, group: usize) -> bool {
    column.value(Chooser::Group(group)).is_some()
}

impl Comparison {
    /// Whether no other choice dominates that of this group, see [`Comparison::best`]. `None` where the group chose
    /// nothing, where a number that counts is not known of its choice, and where no measure counts.
    pub fn is_best(&self, group: usize) -> Option<bool> {
        self.groups.get(group)?.chosen.as_ref()?;
        let measures = those_that_count(&self.measures, self.groups.len());
        let is_judged = !measures.is_empty() && measures.iter().all(|column| is_known(column, group));
        let is_best = self.best.get(group).copied().unwrap_or(false);
        (is_best || is_judged).then_some(is_best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::Group;
    use crate::model::{Measure, Subject};

    fn column(measure: Measure, values: &[Option<f64>]) -> MeasureColumn {
        MeasureColumn {
            key: MeasureKey::new(measure, Subject::System),
            name: String::new(),
            groups: values.iter().map(|value| ChoiceNumber { value: *value, ..ChoiceNumber::default() }).collect(),
            reference: None,
        }
    }

    #[test]
    fn a_choice_that_is_worse_in_all_or_not_known_is_not_among_the_best() {
        // Cheap and bad, dear and good, dear and bad, the second once more, cheap and unknown.
        let cost = column(Measure::MonthlyCost, &[Some(100.0), Some(300.0), Some(300.0), Some(300.0), Some(50.0)]);
        let found = column(Measure::Recall, &[Some(60.0), Some(80.0), Some(70.0), Some(80.0), None]);
        assert_eq!(best(&[cost, found], 5), [true, true, false, true, false]);
        assert_eq!(best(&[], 2), [false, false], "nobody demands anything");
        // What one of three has and nobody else takes nobody out; what two of three have does.
        let cost = || column(Measure::MonthlyCost, &[Some(100.0), Some(300.0), Some(50.0)]);
        let own = column(Measure::Recall, &[None, Some(80.0), None]);
        assert_eq!(best(&[cost(), own], 3), [false, false, true]);
        let most = column(Measure::Recall, &[Some(60.0), Some(80.0), None]);
        assert_eq!(best(&[cost(), most], 3), [true, true, false]);
    }

    #[test]
    fn of_a_choice_with_an_unknown_number_nothing_is_said() {
        // The second is dearer and worse than the first; how good the third is nobody knows; the fourth is none.
        let measures = vec![
            column(Measure::MonthlyCost, &[Some(100.0), Some(300.0), Some(50.0), None]),
            column(Measure::Recall, &[Some(80.0), Some(70.0), None, None]),
        ];
        let group = |is_chosen: bool| Group { chosen: is_chosen.then(Vec::new), ..Group::default() };
        let groups = [true, true, true, false].map(group).to_vec();
        let mut class = Comparison { best: best(&measures, 4), measures, groups, ..Comparison::default() };
        let said: Vec<_> = (0..5).map(|group| class.is_best(group)).collect();
        assert_eq!(said, [Some(true), Some(false), None, None, None]);
        class.measures.clear();
        class.best = best(&[], 4);
        assert_eq!(class.is_best(1), None, "nobody demands anything");
    }
}
