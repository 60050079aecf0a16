//! What is different between two drawings: elements are the same when their identifiers are.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Component, Connector, DeploymentNode, ElementId, Facts, Properties, System};

/// What became of the elements of one drawing in another. Places do not count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Only in the later one.
    pub added: BTreeSet<ElementId>,
    /// Only in the earlier one.
    pub removed: BTreeSet<ElementId>,
    /// In both, but not the same: what is different, in words.
    pub changed: BTreeMap<ElementId, Vec<String>>,
}

impl Difference {
    /// How many elements differ.
    pub fn len(&self) -> usize {
        self.added.len() + self.removed.len() + self.changed.len()
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Compares two drawings.
pub fn compared(before: &System, after: &System) -> Difference {
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (before.elements().collect(), after.elements().collect());
    let changes = |element: &ElementId| {
        let changes = changes(before, after, element);
        (!changes.is_empty()).then(|| (element.clone(), changes))
    };
    Difference {
        added: new.difference(&old).cloned().collect(),
        removed: old.difference(&new).cloned().collect(),
        changed: old.intersection(&new).filter_map(changes).collect(),
    }
}

/// Collects what is different about one element.
#[derive(Default)]
struct Changes(Vec<String>);

impl Changes {
    fn words(&mut self, what: &str, before: &str, after: &str) {
        if before != after {
            let quoted = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("\"{text}\"") };
            self.0.push(format!("{what}: {} instead of {}", quoted(after), quoted(before)));
        }
    }

    fn stated(&mut self, (numbers, facts): (&Properties, &Facts), (new_numbers, new_facts): (&Properties, &Facts)) {
        let properties: BTreeSet<_> = numbers.keys().chain(new_numbers.keys()).collect();
        for property in properties {
            let said = |numbers: &Properties| numbers.get(property).map_or_else(String::new, ToString::to_string);
            self.words(property.label(), &said(numbers), &said(new_numbers));
        }
        let asked: BTreeSet<_> = facts.stated.keys().chain(new_facts.stated.keys()).collect();
        for fact in asked {
            let said = |facts: &Facts| facts.stated.get(fact).map_or_else(String::new, |value| value.word().to_owned());
            self.words(fact.label(), &said(facts), &said(new_facts));
        }
        let own: BTreeSet<_> = facts.own.keys().chain(new_facts.own.keys()).collect();
        for key in own {
            let said = |facts: &Facts| facts.own.get(key).cloned().unwrap_or_default();
            self.words(key, &said(facts), &said(new_facts));
        }
    }
}

fn changes(before: &System, after: &System, element: &ElementId) -> Vec<String> {
    let mut changes = Changes::default();
    match element {
        ElementId::Component(id) => {
            if let Some((old, new)) = before.components.get(id).zip(after.components.get(id)) {
                component(&mut changes, (before, old), (after, new));
            }
        }
        ElementId::Connector(id) => {
            if let Some((old, new)) = before.connectors.get(id).zip(after.connectors.get(id)) {
                connector(&mut changes, (before, old), (after, new));
            }
        }
        ElementId::Node(id) => {
            if let Some((old, new)) = before.nodes.get(id).zip(after.nodes.get(id)) {
                node(&mut changes, (before, old), (after, new));
            }
        }
        ElementId::Boundary(id) => {
            if let Some((old, new)) = before.boundaries.get(id).zip(after.boundaries.get(id)) {
                changes.words("Name", &old.name, &new.name);
                changes.words("Kind", old.kind.label(), new.kind.label());
                changes.words("Description", &old.description, &new.description);
            }
        }
        ElementId::Note(id) => {
            if let Some((old, new)) = before.notes.get(id).zip(after.notes.get(id)) {
                changes.words("Text", &old.text, &new.text);
            }
        }
    }
    changes.0
}

fn component(changes: &mut Changes, (before, old): (&System, &Component), (after, new): (&System, &Component)) {
    changes.words("Name", &old.name, &new.name);
    changes.words("Kind", &old.kind, &new.kind);
    changes.words("Description", &old.description, &new.description);
    let node = |system: &System, component: &Component| {
        let node = component.deployed_on.as_ref().and_then(|id| system.nodes.get(id));
        node.map_or_else(String::new, |node| node.name.clone())
    };
    changes.words("Deployed on", &node(before, old), &node(after, new));
    let within = |system: &System, component: &Component| {
        let names = component.boundaries.iter().filter_map(|id| system.boundaries.get(id));
        names.map(|found| found.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    changes.words("Within", &within(before, old), &within(after, new));
    changes.stated((&old.properties, &old.facts), (&new.properties, &new.facts));
}

fn connector(changes: &mut Changes, (before, old): (&System, &Connector), (after, new): (&System, &Connector)) {
    let name = |system: &System, id| system.components.get(id).map_or_else(String::new, |found| found.name.clone());
    changes.words("From", &name(before, &old.source), &name(after, &new.source));
    changes.words("To", &name(before, &old.target), &name(after, &new.target));
    changes.words("Kind", old.kind.label(), new.kind.label());
    changes.words("Label", &old.label, &new.label);
    changes.words("Taken", old.condition.label(), new.condition.label());
    let parallel = |connector: &Connector| if connector.parallel { "yes" } else { "no" };
    changes.words("At the same time as others", parallel(old), parallel(new));
    changes.stated((&old.properties, &old.facts), (&new.properties, &new.facts));
}

fn node(changes: &mut Changes, (before, old): (&System, &DeploymentNode), (after, new): (&System, &DeploymentNode)) {
    changes.words("Name", &old.name, &new.name);
    changes.words("Kind", &old.kind, &new.kind);
    changes.words("Description", &old.description, &new.description);
    let parent = |system: &System, node: &DeploymentNode| {
        let parent = node.parent.as_ref().and_then(|id| system.nodes.get(id));
        parent.map_or_else(String::new, |parent| parent.name.clone())
    };
    changes.words("Part of", &parent(before, old), &parent(after, new));
    changes.stated((&old.properties, &old.facts), (&new.properties, &new.facts));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::{ConnectorKind, Point, Project, Property, Quantity, Unit};

    #[test]
    fn what_was_added_removed_and_changed_is_told_apart_from_what_was_moved() {
        let mut project = Project::default();
        for x in [0.0, 300.0, 600.0] {
            let (id, component) = create::component(&project, "service", Point::new(x, 0.0));
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        let before = project.system.clone();
        let (id, connector) =
            create::connector(&project, &"service".into(), &"service_2".into(), ConnectorKind::SynchronousCall);
        Edit::PutConnector(id.clone(), connector).apply(&mut project).unwrap();
        Edit::Delete(vec![ElementId::Component("service_3".into())]).apply(&mut project).unwrap();
        let mut changed = project.system.components[0].clone();
        changed.properties.insert(Property::Replicas, Quantity::estimated(3.0, Unit::Count));
        changed.shape = changed.shape.moved(50.0, 0.0);
        Edit::PutComponent("service".into(), changed).apply(&mut project).unwrap();
        let mut moved = project.system.components[1].clone();
        moved.shape = moved.shape.moved(50.0, 0.0);
        Edit::PutComponent("service_2".into(), moved).apply(&mut project).unwrap();
        let difference = compared(&before, &project.system);
        assert_eq!(difference.added, [ElementId::Connector(id)].into());
        assert_eq!(difference.removed, [ElementId::Component("service_3".into())].into());
        let changes: Vec<_> = difference.changed.into_iter().collect();
        let words = vec!["Replicas: \"3\" instead of \"1\"".to_owned()];
        assert_eq!(changes, [(ElementId::Component("service".into()), words)]);
        assert!(compared(&before, &before).is_empty());
    }
}
