//! What is wrong with a project as drawn, whatever design is chosen.

use crate::catalog::catalog;
use crate::model::{
    CallCondition, Component, ComponentId, Connector, ConnectorKind, ElementId, OpenQuestion, Project, Properties,
    Property,
};

use super::known::stated;
use super::types::{Finding, Severity};
use super::{references, rules, structure, usage};

/// Everything that the checks have to say about the project as drawn, the worst first: references to nothing, endless
/// calls, numbers that are missing or impossible, single points of failure, rules of architecture. A broken project never
/// panics.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = references::dangling(project);
    findings.extend(structure::synchronous_cycles(project));
    findings.extend(usage::findings(project));
    findings.extend(usage::impossible_statements(project));
    for (id, component) in &project.system.components {
        component_numbers(project, id, component, &mut findings);
    }
    for (id, connector) in &project.system.connectors {
        connector_numbers(project, ElementId::Connector(id.clone()), connector, &mut findings);
    }
    for (id, node) in &project.system.nodes {
        impossible_numbers(project, &ElementId::Node(id.clone()), &node.properties, &mut findings);
    }
    findings.extend(structure::single_points_of_failure(project));
    findings.extend(rules::findings(project));
    findings.sort_by_key(|finding| finding.severity);
    findings
}

pub(super) fn warning(rule: &'static str, element: Option<ElementId>, message: String, remedy: &str) -> Finding {
    let elements = element.into_iter().collect();
    Finding { rule, severity: Severity::Warning, elements, message, remedy: remedy.to_owned() }
}

fn component_numbers(project: &Project, id: &ComponentId, component: &Component, findings: &mut Vec<Finding>) {
    let element = ElementId::Component(id.clone());
    impossible_numbers(project, &element, &component.properties, findings);
    let name = &component.name;
    if is_below(&component.properties, Property::ServiceTimeTail, Property::ServiceTimeMedian) {
        let message = format!("The 99th percentile of the service time of {name} is below its median.");
        let remedy = "Correct one of them; until then the time counts as constant.";
        findings.push(warning("tail_below_median", Some(element.clone()), message, remedy));
    }
    let node_choice = |question: &OpenQuestion| matches!(question, OpenQuestion::Node(_));
    let open = project.choices.values().any(|choice| choice.is_about(id) && node_choice(&choice.question));
    if component.deployed_on.is_none() && !open && needs_a_node(project, id, component) {
        let message = format!("{name} is deployed nowhere.");
        let remedy = "Move it into a node, or leave the node open as a choice.";
        findings.push(warning("not_deployed", Some(element), message, remedy));
    }
}

/// What needs memory, and every model, runs somewhere.
fn needs_a_node(project: &Project, id: &ComponentId, component: &Component) -> bool {
    let memory = |kind: &crate::catalog::ComponentKind| {
        kind.typical.properties.iter().any(|typical| typical.property == Property::Memory)
    };
    project.tasks.contains_key(id) || catalog().component_kind(&component.kind).is_some_and(memory)
}

fn connector_numbers(project: &Project, element: ElementId, connector: &Connector, findings: &mut Vec<Finding>) {
    impossible_numbers(project, &element, &connector.properties, findings);
    let name = project.element_name(&element);
    let states = |property| stated(&connector.properties, property).is_some();
    if connector.kind == ConnectorKind::SynchronousCall && !states(Property::LinkLatencyMedian) {
        let message = format!("The call {name} has no latency.");
        let remedy = "State its one-way latency; until then the response time is unknown.";
        findings.push(warning("missing_latency", Some(element.clone()), message, remedy));
    }
    if is_below(&connector.properties, Property::LinkLatencyTail, Property::LinkLatencyMedian) {
        let message = format!("The 99th percentile of the latency of {name} is below its median.");
        let remedy = "Correct one of them; until then the latency counts as constant.";
        findings.push(warning("tail_below_median", Some(element.clone()), message, remedy));
    }
    if connector.kind.blocks() && states(Property::Payload) != states(Property::Bandwidth) {
        let message = format!("Of {name}, only one of payload and bandwidth is stated.");
        let remedy = "State both; until then the time to carry the payload is not counted.".to_owned();
        let elements = vec![element.clone()];
        findings.push(Finding { rule: "half_a_transfer", severity: Severity::Note, elements, message, remedy });
    }
    if connector.condition == CallCondition::WhenMissed && !project.system.asks_a_cache(connector) {
        let message = format!("{name} is taken where the cache has no answer, but no cache states its share of hits.");
        let remedy = "State the hit share of its source, or of a cache that its source calls.".to_owned();
        let elements = vec![element.clone()];
        findings.push(Finding { rule: "miss_without_cache", severity: Severity::Error, elements, message, remedy });
    }
    if connector.condition == CallCondition::WhenFlagged
        && project.system.components.contains_key(&connector.source)
        && !project.tasks.contains_key(&connector.source)
    {
        let message = format!("{name} is taken for flagged cases, but its source learns nothing and flags none.");
        let remedy = "Give the source a learning task, or take the call always.".to_owned();
        let elements = vec![element];
        findings.push(Finding { rule: "flag_without_model", severity: Severity::Error, elements, message, remedy });
    }
}

/// Whether `smaller` is stated below `larger`.
fn is_below(properties: &Properties, smaller: Property, larger: Property) -> bool {
    let pair = stated(properties, smaller).zip(stated(properties, larger));
    pair.is_some_and(|(smaller, larger)| smaller.value < larger.value)
}

fn impossible_numbers(project: &Project, element: &ElementId, properties: &Properties, findings: &mut Vec<Finding>) {
    for (property, quantity) in properties.iter().filter(|(_, quantity)| quantity.is_known()) {
        let label = property.label();
        let problem = match quantity.amount_in(property.unit()) {
            None => Some(format!("is stated in {}, which is another kind of unit", quantity.unit())),
            Some(amount) => property.objection(amount).map(|_| format!("cannot be {quantity}")),
        };
        if let Some(problem) = problem {
            let message = format!("{label} of {} {problem}.", project.element_name(element));
            let remedy = match quantity.amount_in(property.unit()).and_then(|amount| property.objection(amount)) {
                Some(objection) => objection.to_owned(),
                None => format!("State it in {}.", property.unit()),
            };
            let (rule, severity) = ("impossible_number", Severity::Error);
            findings.push(Finding { rule, severity, elements: vec![element.clone()], message, remedy });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Measure, Quantity, Subject, Unit};

    #[track_caller]
    fn check_rules(project: TestProject, expected: &[&str]) {
        let mut rules: Vec<_> = check(&project.build()).into_iter().map(|finding| finding.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        assert_eq!(rules, expected);
    }

    /// Two components with nothing to complain about.
    fn sound() -> TestProject {
        let numbers = [(Property::ServiceTimeMedian, 5.0), (Property::Replicas, 2.0)];
        TestProject::new()
            .component("a", &numbers)
            .component("b", &numbers)
            .call("a", "b", 1.0)
            .node("region", &[], &["a", "b"])
            .scenario("a", 1.0, 2.0)
    }

    #[test]
    fn a_sound_project_has_no_findings() {
        check_rules(sound(), &[]);
    }

    #[test]
    fn references_to_nothing_are_found() {
        check_rules(sound().call("a", "nobody", 1.0), &["dangling_connector"]);
        check_rules(sound().scenario("nobody", 1.0, 2.0), &["missing_entry"]);
        check_rules(sound().task("nobody", &["tree"]), &["dangling_task"]);
        check_rules(sound().task("a", &[]), &["no_candidates"]);
        let limit = Quantity::estimated(1.0, Unit::Second);
        let nobody = Subject::Scenario("nobody".into());
        check_rules(sound().requirement("r", Measure::ResponseTimeP99, nobody, limit), &["missing_subject"]);
        check_rules(sound().requirement("r", Measure::ResponseTimeP99, Subject::System, limit), &["wrong_subject"]);
        let used = Subject::Scenario("use".into());
        check_rules(sound().requirement("r", Measure::Availability, used, limit), &["unit_mismatch"]);
        check_rules(sound().choice("c", "nobody", OpenQuestion::Candidate), &["dangling_choice"]);
        check_rules(sound().choice("c", "a", OpenQuestion::Candidate), &["choice_without_task"]);
        check_rules(sound().choice("c", "a", OpenQuestion::Node(vec!["nowhere".into()])), &["dangling_option"]);
        check_rules(sound().choice("c", "a", OpenQuestion::Node(Vec::new())), &["no_node_options"]);
        let twice = OpenQuestion::Replicas { fewest: 1, most: 2 };
        check_rules(sound().choice("c", "a", twice.clone()).choice("d", "a", twice), &["double_choice"]);
        let empty = OpenQuestion::Replicas { fewest: 3, most: 2 };
        check_rules(sound().choice("c", "a", empty), &["empty_range"]);
        let mut project = sound().task("a", &["tree"]).build();
        project.datasets.clear();
        project.system.nodes.clear();
        let rules: Vec<_> = check(&project).into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["dangling_deployment", "dangling_deployment", "missing_dataset"]);
    }

    #[test]
    fn missing_and_impossible_numbers_are_found() {
        check_rules(TestProject::new(), &["no_scenario"]);
        let call = ConnectorKind::SynchronousCall;
        check_rules(sound().connect("a", "b", call, &[]), &["missing_latency", "no_timeout"]);
        check_rules(sound().connect("a", "b", ConnectorKind::InProcess, &[]), &[]);
        let half = [(Property::LinkLatencyMedian, 1.0), (Property::Payload, 1.0)];
        check_rules(sound().connect("a", "b", call, &half), &["half_a_transfer", "no_timeout"]);
        let tail = [(Property::LinkLatencyMedian, 2.0), (Property::LinkLatencyTail, 1.0)];
        check_rules(sound().connect("a", "b", call, &tail), &["no_timeout", "tail_below_median"]);
        check_rules(
            sound().connect("a", "b", call, &[(Property::LinkLatencyMedian, -1.0)]),
            &["impossible_number", "missing_latency", "no_timeout"],
        );
        check_rules(sound().component("c", &[]), &["not_deployed"]);
        check_rules(sound().scenario("a", 3.0, 2.0), &["peak_below_mean"]);
        check_rules(sound().scenario("a", 1.0, f64::NAN), &["missing_load"]);
        let flagged = sound().with_connector("a-b", |call| call.condition = CallCondition::WhenFlagged);
        check_rules(flagged, &["flag_without_model"]);
        let missed = sound().with_connector("a-b", |call| call.condition = CallCondition::WhenMissed);
        check_rules(missed, &["miss_without_cache"]);
    }
}
