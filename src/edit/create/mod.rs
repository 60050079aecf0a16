//! New elements with unused identifiers, unused names and the catalogue's defaults, ready to be put into a project.

mod drawn;

pub use drawn::{
    BOUNDARY_SIZE, COMPONENT_SIZE, NODE_SIZE, NOTE_SIZE, alternative, boundaries_at, boundary, component, connector,
    group_id, node, node_at, note,
};

use std::collections::BTreeMap;

use crate::model::{
    Algorithm, Candidate, CandidateId, Choice, ChoiceId, Collection, ComponentId, ConstraintType, DatasetId,
    LearningTask, Measure, MeasureKey, OpenQuestion, OperatingPoint, Path, Project, Quantity, Requirement,
    RequirementId, Scenario, ScenarioId, Situation, SplitRule, Stakeholder, StakeholderId, Strength, Subject, Unit,
    unused_id,
};

/// Threshold of a new split: this share of the rows is held out.
const TEST_SHARE: f64 = 0.3;

/// A scenario that enters at `entry`, its load unknown as yet.
pub fn scenario(project: &Project, entry: &ComponentId) -> (ScenarioId, Scenario) {
    let name = unused_name("Scenario", |name| project.scenarios.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| project.scenarios.contains_key(&ScenarioId::new(id)));
    let scenario = Scenario {
        name,
        description: String::new(),
        entry: entry.clone(),
        mean_load: Quantity::unknown(Unit::PerSecond),
        peak_load: Quantity::unknown(Unit::PerSecond),
        share: None,
        path: Path::Derived,
        motion: None,
    };
    (ScenarioId::new(&id), scenario)
}

/// A hard requirement on `measure` of `subject`, its threshold unknown as yet.
pub fn requirement(project: &Project, measure: Measure, subject: Subject) -> (RequirementId, Requirement) {
    let name = unused_name(measure.label(), |name| project.requirements.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| project.requirements.contains_key(&RequirementId::new(id)));
    let requirement = Requirement {
        name,
        measure: MeasureKey::new(measure, subject),
        threshold: Quantity::unknown(measure.unit()),
        strength: Strength::Hard,
        situation: Situation::default(),
        constraint: ConstraintType::Problem,
        importance: None,
        difficulty: None,
        rationale: String::new(),
        owner: String::new(),
        weights: BTreeMap::new(),
        derived_from: None,
    };
    (RequirementId::new(&id), requirement)
}

/// Somebody who weighs requirements.
pub fn stakeholder(project: &Project) -> (StakeholderId, Stakeholder) {
    let is_taken = |name: &str| project.stakeholders.values().any(|other| other.name == name);
    let name = unused_name("Stakeholder", is_taken);
    let id = unused_id(&name, |id| project.stakeholders.contains_key(&StakeholderId::new(id)));
    (StakeholderId::new(&id), Stakeholder { name })
}

/// A candidate that learns by `algorithm`.
pub fn candidate(task: &LearningTask, algorithm: Algorithm) -> (CandidateId, Candidate) {
    let name = unused_name(algorithm.label(), |name| task.candidates.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| task.candidates.contains_key(&CandidateId::new(id)));
    (CandidateId::new(&id), Candidate { name, algorithm, seed: 1 })
}

/// The learning task of `component` on `dataset`: the one it has, on other data, or one with a candidate of each family.
pub fn task(project: &Project, component: &ComponentId, dataset: &DatasetId) -> LearningTask {
    if let Some(task) = project.tasks.get(component) {
        return LearningTask { dataset: dataset.clone(), ..task.clone() };
    }
    let mut task = LearningTask {
        dataset: dataset.clone(),
        split: SplitRule::Stratified { test_share: TEST_SHARE, seed: 1 },
        operating_point: OperatingPoint::Probability(0.5),
        primary: Measure::RocAuc,
        candidates: Collection::default(),
    };
    for algorithm in Algorithm::starting_set() {
        let (id, candidate) = candidate(&task, algorithm);
        task.candidates.insert(id, candidate);
    }
    task
}

/// An open choice about `component`.
pub fn choice(project: &Project, component: &ComponentId, question: OpenQuestion) -> (ChoiceId, Choice) {
    let name = format!("{component} {}", question.label());
    let id = unused_id(&name, |id| project.choices.contains_key(&ChoiceId::new(id)));
    (ChoiceId::new(&id), Choice { component: component.clone(), question })
}

/// An unused identifier for a dataset called `name`.
pub fn dataset_id(project: &Project, name: &str) -> DatasetId {
    DatasetId::new(&unused_id(name, |id| project.datasets.contains_key(&DatasetId::new(id))))
}

/// `base`, or `base 2`, `base 3` and so on.
fn unused_name(base: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(base) {
        return base.to_owned();
    }
    let mut number = 2_u32;
    loop {
        let name = format!("{base} {number}");
        if !is_taken(&name) {
            return name;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_task_has_one_candidate_of_each_family() {
        let task = task(&Project::default(), &"model".into(), &"data".into());
        assert_eq!(task.candidates.len(), Algorithm::starting_set().len());
    }
}
