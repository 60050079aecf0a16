//! New elements with unused identifiers, unused names and the catalogue's defaults, ready to be put into a project.

use crate::catalog::catalog;
use crate::model::{
    Algorithm, CallCondition, Candidate, CandidateId, Choice, ChoiceId, Collection, Component, ComponentId, Connector,
    ConnectorId, ConnectorKind, DatasetId, DeploymentNode, LearningTask, Measure, MeasureKey, NodeId, OpenQuestion,
    OperatingPoint, Point, Project, Quantity, Rectangle, Requirement, RequirementId, Scenario, ScenarioId, SplitRule,
    Strength, Subject, Unit, unused_id,
};

/// Size of a new component.
pub const COMPONENT_SIZE: (f32, f32) = (160.0, 64.0);
/// Size of a new deployment node.
pub const NODE_SIZE: (f32, f32) = (320.0, 200.0);
/// Threshold of a new split: this share of the rows is held out.
const TEST_SHARE: f64 = 0.3;

/// A component of the kind `kind` with its middle at `center`, deployed on the node that is drawn there.
pub fn component(project: &Project, kind: &str, center: Point) -> (ComponentId, Component) {
    let entry = catalog().component_kind(kind);
    let label = entry.map_or(kind, |entry| entry.label.as_str());
    let name = unused_name(label, |name| project.system.components.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| project.system.components.contains_key(&ComponentId::new(id)));
    let component = Component {
        name,
        kind: kind.to_owned(),
        description: String::new(),
        shape: around(center, COMPONENT_SIZE),
        deployed_on: node_at(project, center),
        properties: entry.map(|entry| entry.defaults()).unwrap_or_default(),
    };
    (ComponentId::new(&id), component)
}

/// A deployment node of the kind `kind` with its middle at `center`.
pub fn node(project: &Project, kind: &str, center: Point) -> (NodeId, DeploymentNode) {
    let entry = catalog().node_kind(kind);
    let label = entry.map_or(kind, |entry| entry.label.as_str());
    let name = unused_name(label, |name| project.system.nodes.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| project.system.nodes.contains_key(&NodeId::new(id)));
    let node = DeploymentNode {
        name,
        kind: kind.to_owned(),
        description: String::new(),
        shape: around(center, NODE_SIZE),
        properties: entry.map(crate::catalog::ElementKind::defaults).unwrap_or_default(),
    };
    (NodeId::new(&id), node)
}

/// A connector from `source` to `target`.
pub fn connector(
    project: &Project,
    source: &ComponentId,
    target: &ComponentId,
    kind: ConnectorKind,
) -> (ConnectorId, Connector) {
    let name = format!("{source} to {target}");
    let id = unused_id(&name, |id| project.system.connectors.contains_key(&ConnectorId::new(id)));
    let connector = Connector {
        source: source.clone(),
        target: target.clone(),
        kind,
        label: String::new(),
        condition: CallCondition::Always,
        parallel: false,
        properties: catalog().connector_defaults(kind),
    };
    (ConnectorId::new(&id), connector)
}

/// The smallest node that is drawn at `point`.
pub fn node_at(project: &Project, point: Point) -> Option<NodeId> {
    let area = |shape: Rectangle| shape.size.width * shape.size.height;
    let there = project.system.nodes.iter().filter(|(_, node)| node.shape.contains(point));
    there.min_by(|a, b| area(a.1.shape).total_cmp(&area(b.1.shape))).map(|(id, _)| id.clone())
}

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
        rationale: String::new(),
    };
    (RequirementId::new(&id), requirement)
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

fn around(center: Point, (width, height): (f32, f32)) -> Rectangle {
    Rectangle::new(center.x - width / 2.0, center.y - height / 2.0, width, height)
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
    use crate::edit::Edit;

    #[test]
    fn new_elements_never_replace_others() {
        let mut project = Project::default();
        let (node_id, node) = node(&project, "cloud_region", Point::new(200.0, 200.0));
        Edit::PutNode(node_id.clone(), node).apply(&mut project).unwrap();
        for _ in 0..3 {
            let (id, component) = component(&project, "service", Point::new(200.0, 200.0));
            assert_eq!(component.deployed_on, Some(node_id.clone()));
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        assert_eq!(project.system.components.len(), 3);
        let names: Vec<_> = project.system.components.values().map(|component| component.name.clone()).collect();
        assert!(names[1].ends_with(" 2") && names[2].ends_with(" 3"), "{names:?}");
        let outside = component(&project, "service", Point::new(2000.0, 0.0)).1;
        assert_eq!(outside.deployed_on, None);
    }

    #[test]
    fn a_new_task_has_one_candidate_of_each_family() {
        let task = task(&Project::default(), &"model".into(), &"data".into());
        assert_eq!(task.candidates.len(), Algorithm::starting_set().len());
    }
}
