//! Parts of a project that a number stands for: any number stands for one of those there are, if there are any.

use std::collections::BTreeSet;

use cantilever::model::{
    ComponentId, Dataset, DatasetSource, Design, ElementId, EvidenceBook, Goal, Measure, Project, Subject, ViewKey,
};
use cantilever::tradeoff::DesignSpace;
use strum::IntoEnumIterator as _;

/// Texts that break careless writers.
const TEXTS: [&str; 6] = ["Plain", "", "<b>&\"'</b>", "=1+1", "检测 مرحبا 🛡", "line\nbreak | pipe"];

pub fn text(number: u16) -> String {
    TEXTS[usize::from(number) % TEXTS.len()].to_owned()
}

pub fn component(project: &Project, number: u16) -> Option<ComponentId> {
    let components = &project.system.components;
    Some(components.get_index(usize::from(number) % components.len().max(1))?.0.clone())
}

pub fn element(project: &Project, a: u16, b: u16) -> Option<ElementId> {
    let system = &project.system;
    match b % 5 {
        0 => component(project, a).map(ElementId::Component),
        3 => Some(ElementId::Boundary(
            system.boundaries.get_index(usize::from(a) % system.boundaries.len().max(1))?.0.clone(),
        )),
        4 => Some(ElementId::Note(system.notes.get_index(usize::from(a) % system.notes.len().max(1))?.0.clone())),
        1 => Some(ElementId::Node(system.nodes.get_index(usize::from(a) % system.nodes.len().max(1))?.0.clone())),
        _ => Some(ElementId::Connector(
            system.connectors.get_index(usize::from(a) % system.connectors.len().max(1))?.0.clone(),
        )),
    }
}

/// Every element whose turn it is, by two numbers.
pub fn several(project: &Project, a: u16, b: u16) -> BTreeSet<ElementId> {
    let step = usize::from(b % 4) + 1;
    project.system.elements().skip(usize::from(a % 3)).step_by(step).collect()
}

pub fn view(project: &Project, number: u16) -> ViewKey {
    let views = project.view_keys();
    views[usize::from(number) % views.len()].clone()
}

pub fn measure(number: u16) -> Option<Measure> {
    Measure::iter().nth(usize::from(number) % Measure::iter().count())
}

pub fn subject(project: &Project, number: u16) -> Option<Subject> {
    let one_of = |count: usize| usize::from(number) % count.max(1);
    Some(match number % 6 {
        0 => Subject::System,
        1 => Subject::Component(component(project, number)?),
        2 => {
            Subject::Connector(project.system.connectors.get_index(one_of(project.system.connectors.len()))?.0.clone())
        }
        3 => Subject::Node(project.system.nodes.get_index(one_of(project.system.nodes.len()))?.0.clone()),
        4 => Subject::Dataset(project.datasets.get_index(one_of(project.datasets.len()))?.0.clone()),
        _ => Subject::Scenario(project.scenarios.get_index(one_of(project.scenarios.len()))?.0.clone()),
    })
}

pub fn dataset(number: u16) -> Dataset {
    Dataset {
        name: text(number),
        description: text(number / 2),
        source: DatasetSource::TableFile { path: "data/rows.csv".to_owned() },
        target: "target".to_owned(),
        goal: match number % 3 {
            0 => Goal::Binary { positive: "1".to_owned() },
            1 => Goal::Classes,
            _ => Goal::Number,
        },
        excluded: vec![text(number / 3)],
    }
}

/// A design of those there are; without open choices the one that picks nothing.
pub fn some_design(project: &Project, number: u16) -> Design {
    let space = DesignSpace::of(project, &EvidenceBook::default());
    space.design(u128::from(number) % space.combinations()).unwrap_or_default()
}
