//! All chosen designs as points: their measures, and which of them no other one beats in all.

use std::collections::BTreeMap;

use super::answer::Answer;
use super::names::Names;
use crate::analysis::Quality;
use crate::classroom::MeasureColumn;
use crate::model::MeasureKey;
use crate::tradeoff::{Points, pareto_front};

/// The measures that groups demand, with the values of all choices: those that most groups demand first, then in the
/// order of the catalogue.
pub(super) fn measures(answers: &[Answer<'_>], names: &Names<'_>) -> Vec<MeasureColumn> {
    let mut counts: BTreeMap<&MeasureKey, usize> = BTreeMap::new();
    for key in answers.iter().flat_map(|answer| answer.tests.keys()) {
        *counts.entry(key).or_default() += 1;
    }
    let mut keys: Vec<_> = counts.into_iter().collect();
    keys.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    keys.into_iter().map(|(key, _)| column(key, names.name(key), answers)).collect()
}

fn column(key: &MeasureKey, name: String, answers: &[Answer<'_>]) -> MeasureColumn {
    let found = |answer: &Answer<'_>| -> (Option<f64>, Option<(f64, f64)>, String) {
        let Some(qualities) = &answer.qualities else { return (None, None, "nothing chosen".to_owned()) };
        let unknown = || (None, None, "unknown".to_owned());
        let shown = |quality: &Quality| {
            let value = quality.quantity.amount_in(key.measure.unit());
            (value, quality.interval.filter(|_| value.is_some()), quality.in_words())
        };
        qualities.get(key).map_or_else(unknown, shown)
    };
    let mut column =
        MeasureColumn { key: key.clone(), name, values: Vec::new(), intervals: Vec::new(), texts: Vec::new() };
    for (value, interval, text) in answers.iter().map(found) {
        column.values.push(value);
        column.intervals.push(interval);
        column.texts.push(text);
    }
    column
}

/// Which choices no other one dominates in these measures; never one with a number that is not known. A measure that is
/// known of fewer than half of the choices does not count: what a single group demands of a thing of its own would rule
/// out all others.
pub(super) fn best(measures: &[MeasureColumn], groups: usize) -> Vec<bool> {
    let known_of = |column: &MeasureColumn| column.values.iter().flatten().count();
    let has_number = |group: &usize| measures.iter().any(|column| column.values[*group].is_some());
    let choices = (0..groups).filter(has_number).count();
    let measures: Vec<_> = measures.iter().filter(|column| 2 * known_of(column) >= choices).collect();
    let mut points = Points::new(measures.len());
    let mut known = Vec::new();
    for group in 0..groups {
        let cost = |column: &&MeasureColumn| Some(column.key.measure.direction().cost(column.values[group]?));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Measure, Subject};

    fn column(measure: Measure, values: &[Option<f64>]) -> MeasureColumn {
        MeasureColumn {
            key: MeasureKey::new(measure, Subject::System),
            name: String::new(),
            values: values.to_vec(),
            intervals: vec![None; values.len()],
            texts: vec![String::new(); values.len()],
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
}
