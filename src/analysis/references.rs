//! Checks that everything a project refers to exists.

use crate::model::{
    Choice, ComponentId, ElementId, MeasureKey, NodeId, OpenQuestion, Path, Project, Requirement, in_sentence,
};

use super::types::{Finding, Severity};

/// Every reference to something that does not exist.
pub(super) fn dangling(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    connectors(project, &mut findings);
    deployment(project, &mut findings);
    scenarios(project, &mut findings);
    for requirement in project.requirements.values() {
        findings.extend(requirement_subject(project, requirement));
    }
    tasks(project, &mut findings);
    for (index, choice) in project.choices.values().enumerate() {
        choice_options(project, choice, &mut findings);
        let same =
            |earlier: &&Choice| earlier.element == choice.element && earlier.question.asks_the_same(&choice.question);
        if project.choices.values().take(index).find(same).is_some() {
            let name = project.element_name(&choice.element);
            let message = format!("{} is asked twice about {name}.", choice.question.label());
            let elements = vec![choice.element.clone()];
            findings.push(error("double_choice", elements, message, "Delete one of the two choices."));
        }
    }
    findings
}

fn error(rule: &'static str, elements: Vec<ElementId>, message: String, remedy: &str) -> Finding {
    Finding { rule, severity: Severity::Error, elements, message, remedy: remedy.to_owned() }
}

fn connectors(project: &Project, findings: &mut Vec<Finding>) {
    for (id, connector) in &project.system.connectors {
        for end in [&connector.source, &connector.target] {
            if !project.system.components.contains_key(end) {
                let element = ElementId::Connector(id.clone());
                let message =
                    format!("The connector {} ends at {end}, which does not exist.", project.element_name(&element));
                let remedy = "Connect it to another component, or delete it.";
                findings.push(error("dangling_connector", vec![element], message, remedy));
            }
        }
    }
}

fn deployment(project: &Project, findings: &mut Vec<Finding>) {
    for (id, component) in &project.system.components {
        let missing = component.deployed_on.as_ref().filter(|node| !project.system.nodes.contains_key(*node));
        if let Some(node) = missing {
            let message = format!("{} is deployed on {node}, which does not exist.", component.name);
            let remedy = "Move it into another node.";
            findings.push(error("dangling_deployment", vec![ElementId::Component(id.clone())], message, remedy));
        }
        for boundary in component.boundaries.iter().filter(|id| !project.system.boundaries.contains_key(*id)) {
            let message = format!("{} lies within {boundary}, which does not exist.", component.name);
            let remedy = "Move it into another boundary, or out of all.";
            findings.push(error("dangling_boundary", vec![ElementId::Component(id.clone())], message, remedy));
        }
    }
    for (id, node) in &project.system.nodes {
        let Some(parent) = &node.parent else { continue };
        let remedy = "Move it into another node, or out of all.";
        if !project.system.nodes.contains_key(parent) {
            let message = format!("{} is part of {parent}, which does not exist.", node.name);
            findings.push(error("dangling_parent", vec![ElementId::Node(id.clone())], message, remedy));
        } else if project.system.node_and_parents(parent).any(|outer| outer == id) {
            let message = format!("{} is part of itself.", node.name);
            findings.push(error("circular_parent", vec![ElementId::Node(id.clone())], message, remedy));
        }
    }
}

fn scenarios(project: &Project, findings: &mut Vec<Finding>) {
    for scenario in project.scenarios.values() {
        if !project.system.components.contains_key(&scenario.entry) {
            let message = format!("{} enters by {}, which does not exist.", scenario.name, scenario.entry);
            let remedy = "Choose the component that requests reach first.";
            findings.push(error("missing_entry", Vec::new(), message, remedy));
        }
        let Path::Drawn(steps) = &scenario.path else { continue };
        for connector in steps.keys() {
            let element = ElementId::Connector(connector.clone());
            if !project.system.contains(&element) && !project.alternatives.have_element(&element) {
                let message =
                    format!("The path of {} goes over the connector {connector}, which does not exist.", scenario.name);
                let remedy = "Draw the connector again, or take it out of the path.";
                findings.push(error("gap_in_path", Vec::new(), message, remedy));
            }
        }
    }
}

fn requirement_subject(project: &Project, requirement: &Requirement) -> Option<Finding> {
    let MeasureKey { measure, subject } = &requirement.measure;
    let name = &requirement.name;
    let exists = project.has_subject(subject);
    let label = measure.label();
    let remedy = "Choose another subject for the requirement.";
    let elements = subject.element().filter(|_| exists).into_iter().collect();
    if !exists && subject.element().is_some_and(|element| project.alternatives.have_element(&element)) {
        // It is about another alternative than the one that is drawn.
        return None;
    }
    if !exists {
        let message = format!("{name} is about {}, which does not exist.", project.subject_name(subject));
        return Some(error("missing_subject", elements, message, remedy));
    }
    if !requirement.measure.is_possible() {
        let message =
            format!("{name} asks for {label} of {}, where it is not measured.", project.subject_name(subject));
        return Some(error("wrong_subject", elements, message, remedy));
    }
    let (stated, needed) = (requirement.threshold.unit(), measure.unit());
    if stated.dimension() != needed.dimension() {
        let message = format!("{name} limits {label} in {stated}, but it is measured in {needed}.");
        return Some(error("unit_mismatch", elements, message, "State the limit in a unit of the same kind."));
    }
    None
}

fn tasks(project: &Project, findings: &mut Vec<Finding>) {
    for (id, task) in &project.tasks {
        let element = ElementId::Component(id.clone());
        let name = project.element_name(&element);
        if !project.system.components.contains_key(id) && project.alternatives.have(id) {
            continue;
        }
        if !project.system.components.contains_key(id) {
            let message = format!("There is a learning task for {id}, which does not exist.");
            findings.push(error("dangling_task", Vec::new(), message, "Delete the task."));
            continue;
        }
        if !project.datasets.contains_key(&task.dataset) {
            let message = format!("{name} learns from {}, which does not exist.", task.dataset);
            findings.push(error("missing_dataset", vec![element.clone()], message, "Choose the data to learn from."));
        }
        if task.candidates.is_empty() {
            findings.push(Finding {
                rule: "no_candidates",
                severity: Severity::Warning,
                elements: vec![element],
                message: format!("{name} learns, but has no candidate models."),
                remedy: "Add the starting set of candidates, then train them.".to_owned(),
            });
        }
    }
}

fn choice_options(project: &Project, choice: &Choice, findings: &mut Vec<Finding>) {
    let element = choice.element.clone();
    let name = project.element_name(&element);
    if !project.system.contains(&element) {
        let message = format!("A choice is about {name}, which does not exist.");
        findings.push(error("dangling_choice", Vec::new(), message, "Delete the choice."));
        return;
    }
    let learns = choice.component().is_some_and(|component| project.tasks.contains_key(component));
    match &choice.question {
        OpenQuestion::Candidate if !learns => {
            let message = format!("The model of {name} is a choice, but {name} learns nothing.");
            findings.push(error("choice_without_task", vec![element], message, "Give it a learning task."));
        }
        OpenQuestion::Cascade if !learns => {
            let message = format!("The second model of {name} is a choice, but {name} learns nothing.");
            findings.push(error("choice_without_task", vec![element], message, "Give it a learning task."));
        }
        OpenQuestion::Node(nodes) => missing_nodes(project, &element, nodes, findings),
        OpenQuestion::Replicas { fewest, most } if *fewest < 1 || fewest > most => {
            let message = format!("The choice of replicas of {name} runs from {fewest} to {most}.");
            let remedy = "State a range from at least 1 upwards.";
            findings.push(error("empty_range", vec![element], message, remedy));
        }
        OpenQuestion::Fallback(options) => missing_fallbacks(project, &element, options, findings),
        OpenQuestion::Number { property, values } => {
            let objections = values.iter().filter_map(|value| property.objection(value.amount_in(property.unit())?));
            for objection in objections {
                let message = format!("A choice of {} of {name} cannot be.", in_sentence(property.label()));
                findings.push(error("impossible_option", vec![element.clone()], message, objection));
            }
            if values.is_empty() {
                let message = format!("The choice of {} of {name} has no options.", in_sentence(property.label()));
                let remedy = "State the numbers that it could have.";
                findings.push(error("no_number_options", vec![element], message, remedy));
            }
        }
        OpenQuestion::Candidate | OpenQuestion::Cascade | OpenQuestion::Replicas { .. } | OpenQuestion::Presence(_) => {
        }
    }
}

fn missing_fallbacks(
    project: &Project,
    element: &ElementId,
    options: &[Option<ComponentId>],
    findings: &mut Vec<Finding>,
) {
    let name = project.element_name(element);
    for id in options.iter().flatten().filter(|id| !project.system.components.contains_key(*id)) {
        let message = format!("A choice lets {id} answer in place of {name}, but it does not exist.");
        findings.push(error("dangling_option", vec![element.clone()], message, "Take it out of the choice."));
    }
}

fn missing_nodes(project: &Project, element: &ElementId, nodes: &[NodeId], findings: &mut Vec<Finding>) {
    let name = project.element_name(element);
    if nodes.is_empty() {
        let message = format!("The choice of a node for {name} has no options.");
        findings.push(error("no_node_options", vec![element.clone()], message, "Add the nodes that it could run on."));
    }
    for node in nodes.iter().filter(|node| !project.system.nodes.contains_key(*node)) {
        let message = format!("A choice offers {node} for {name}, which does not exist.");
        findings.push(error("dangling_option", vec![element.clone()], message, "Take the node out of the choice."));
    }
}
