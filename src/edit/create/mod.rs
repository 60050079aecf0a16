//! New elements with unused identifiers, unused names and the catalogue's defaults, ready to be put into a project.

mod decided;
mod drawn;

pub use decided::{decision, decision_for, successor, with_status};
pub use drawn::{
    BOUNDARY_SIZE, COMPONENT_SIZE, NODE_SIZE, NOTE_SIZE, alternative, boundaries_at, boundary, component, connector,
    group_id, node, node_at, note,
};

use std::collections::BTreeMap;

use crate::model::{
    Algorithm, Candidate, CandidateId, Choice, ChoiceId, Collection, ComponentId, ConstraintType, DatasetId, ElementId,
    Goal, Judging, LearningTask, Measure, MeasureKey, OpenQuestion, OperatingPoint, Path, Project, Quantity,
    Requirement, RequirementId, Scenario, ScenarioId, Situation, SplitRule, Stakeholder, StakeholderId, Strength,
    Subject, Unit, unused_id,
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
    (CandidateId::new(&id), Candidate { name, algorithm, seed: 1, search: None })
}

/// The learning task of `component` on `dataset`, which has this goal: the one it has, as far as it suits, or one with a
/// few candidates of families that differ most.
pub fn task(project: &Project, component: &ComponentId, dataset: &DatasetId, goal: &Goal) -> LearningTask {
    let Some(task) = project.tasks.get(component) else { return new_task(dataset, goal) };
    let before = project.datasets.get(&task.dataset).map(|dataset| dataset.goal.label());
    let task = LearningTask { dataset: dataset.clone(), ..task.clone() };
    if before == Some(goal.label()) { task } else { task_with_goal(&task, goal) }
}

/// As [`task`], for images: a new task gets a few candidates of families that can take pixels.
pub fn task_for_images(project: &Project, component: &ComponentId, dataset: &DatasetId, goal: &Goal) -> LearningTask {
    if project.tasks.contains_key(component) {
        return task(project, component, dataset, goal);
    }
    let task = LearningTask { candidates: Collection::default(), ..new_task(dataset, goal) };
    with_families(&task, Algorithm::starting_set_for_images(goal))
}

/// `task` with a candidate of each of these families that it has none of.
pub fn with_families(task: &LearningTask, families: Vec<Algorithm>) -> LearningTask {
    let mut filled = task.clone();
    for algorithm in families {
        if !has_family(&filled, &algorithm) {
            let (id, candidate) = candidate(&filled, algorithm);
            filled.candidates.insert(id, candidate);
        }
    }
    filled
}

/// Whether one of the task's candidates is of the same family.
pub fn has_family(task: &LearningTask, algorithm: &Algorithm) -> bool {
    task.candidates.values().any(|other| other.algorithm.label() == algorithm.label())
}

/// `task` for another goal: ranked as is usual for it, without candidates of families that cannot do it; with a few new
/// ones where none is left.
pub fn task_with_goal(task: &LearningTask, goal: &Goal) -> LearningTask {
    let mut changed = LearningTask { primary: goal.usual_primary(), ..task.clone() };
    changed.candidates.retain(|_, candidate| candidate.algorithm.suits(goal));
    if changed.candidates.len() < 2 {
        return with_families(&changed, Algorithm::starting_set(goal));
    }
    changed
}

fn new_task(dataset: &DatasetId, goal: &Goal) -> LearningTask {
    let task = LearningTask {
        dataset: dataset.clone(),
        split: SplitRule::Stratified { test_share: TEST_SHARE, seed: 1 },
        operating_point: OperatingPoint::Probability(0.5),
        primary: goal.usual_primary(),
        judging: Judging::default(),
        candidates: Collection::default(),
    };
    with_families(&task, Algorithm::starting_set(goal))
}

/// An open choice about `element`.
pub fn choice(project: &Project, element: impl Into<ElementId>, question: OpenQuestion) -> (ChoiceId, Choice) {
    let element = element.into();
    let id = match &element {
        ElementId::Component(id) => id.as_str(),
        ElementId::Connector(id) => id.as_str(),
        ElementId::Node(id) => id.as_str(),
        ElementId::Boundary(id) => id.as_str(),
        ElementId::Note(id) => id.as_str(),
    };
    let name = format!("{id} {}", question.label());
    let id = unused_id(&name, |id| project.choices.contains_key(&ChoiceId::new(id)));
    (ChoiceId::new(&id), Choice { element, question })
}

/// An unused identifier for a dataset called `name`.
pub fn dataset_id(project: &Project, name: &str) -> DatasetId {
    DatasetId::new(&unused_id(name, |id| project.datasets.contains_key(&DatasetId::new(id))))
}

/// `base`, or `base 2`, `base 3` and so on.
pub(super) fn unused_name(base: &str, is_taken: impl Fn(&str) -> bool) -> String {
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
        let goal = Goal::Binary { positive: String::new() };
        let task = task(&Project::default(), &"model".into(), &"data".into(), &goal);
        assert_eq!(task.candidates.len(), Algorithm::starting_set(&goal).len());
    }

    #[test]
    fn another_goal_keeps_the_candidates_that_can_do_it() {
        let before = new_task(&"data".into(), &Goal::Binary { positive: "1".to_owned() });
        let changed = task_with_goal(&before, &Goal::Number);
        assert_eq!(changed.primary, Goal::Number.usual_primary());
        let suits = |candidate: &Candidate| candidate.algorithm.suits(&Goal::Number);
        let kept = before.candidates.iter().filter(|(_, candidate)| suits(candidate));
        assert!(changed.candidates.iter().eq(kept) && changed.candidates.len() >= 2);
        let alone = LearningTask { candidates: Collection::default(), ..before };
        let filled = task_with_goal(&alone, &Goal::Classes);
        assert_eq!(filled.candidates.len(), Algorithm::starting_set(&Goal::Classes).len());
        assert_eq!(with_families(&filled, Algorithm::starting_set(&Goal::Classes)), filled, "none comes twice");
    }
}
