//! What groups demand of the same measure, side by side in one unit.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::Answer;
use super::names::Names;
use crate::classroom::{Tested, ThresholdRow};
use crate::model::{MeasureKey, Project, Strength};

/// What one project demands, by measure: of several demands on the same the first hard one, else the first.
pub(super) type Tests = BTreeMap<MeasureKey, Tested>;

/// The demands of a project.
pub(super) fn tests(project: &Project) -> Tests {
    let mut tests = Tests::new();
    for requirement in project.requirements.values() {
        let threshold = requirement.threshold;
        let weight = match requirement.strength {
            Strength::Hard => None,
            Strength::Soft { weight, .. } => Some(weight),
        };
        let tested = Tested {
            limit: threshold.amount_in(requirement.measure.measure.unit()),
            stated: if threshold.is_known() { threshold.to_string() } else { "not stated".to_owned() },
            is_hard: requirement.is_hard(),
            constraint: requirement.constraint,
            weight,
        };
        match tests.get(&requirement.measure) {
            Some(before) if before.is_hard || !tested.is_hard => {}
            _ => {
                tests.insert(requirement.measure.clone(), tested);
            }
        }
    }
    tests
}

/// A row for every measure that a group or the reference demands: those that most groups demand first, then in the order
/// of the catalogue.
pub(super) fn thresholds(answers: &[Answer<'_>], reference: Option<&Project>, names: &Names<'_>) -> Vec<ThresholdRow> {
    let of_reference = reference.map(tests).unwrap_or_default();
    let keys: BTreeSet<&MeasureKey> =
        answers.iter().flat_map(|answer| answer.tests.keys()).chain(of_reference.keys()).collect();
    let row = |key: &MeasureKey| ThresholdRow {
        key: key.clone(),
        name: names.name(key),
        demands: answers.iter().map(|answer| answer.tests.get(key).cloned()).collect(),
        reference: of_reference.get(key).cloned(),
    };
    let mut rows: Vec<ThresholdRow> = keys.into_iter().map(row).collect();
    // Rows that as many groups demand keep the order of their keys.
    rows.sort_by_key(|row| std::cmp::Reverse(row.demands.iter().flatten().count()));
    rows
}
