//! Edits made from numbers: what a step does depends on the project that it finds.

use cantilever::catalog::catalog;
use cantilever::edit::{Edit, Placement, create};
use cantilever::model::{
    Absence, Algorithm, Breakout, Brief, CallCondition, Check, ConnectorKind, Date, DecisionStatus, ElementId,
    EvidenceBook, Exclusion, Fact, FactValue, OpenQuestion, Point, Project, Property, Quantity, Rectangle, Unit,
};
use cantilever::tradeoff::DesignSpace;
use strum::IntoEnumIterator as _;

use super::Step;
use super::drawing_edits::drawing_edit;
use super::parts::{component, dataset, element, some_design, text};
use super::use_edits::{requirement_edit, use_edit};

pub fn edit(project: &Project, (what, a, b): Step) -> Option<Edit> {
    let center = Point::new(f32::from(a % 900), f32::from(b % 700));
    Some(match what {
        0..=2 => {
            let kind = catalog().component_kinds.get_index(usize::from(a) % catalog().component_kinds.len())?.0;
            let (id, mut component) = create::component(project, kind, center);
            component.name = text(b);
            let fallback = project.system.components.get_index(usize::from(b) % project.system.components.len().max(1));
            if let Some((fallback, _)) = fallback {
                component.facts.stated.insert(Fact::Fallback, FactValue::Component(fallback.clone()));
            }
            Edit::PutComponent(id, component)
        }
        3 => {
            let kind = catalog().node_kinds.get_index(usize::from(a) % catalog().node_kinds.len())?.0;
            let (id, node) = create::node(project, kind, center);
            Edit::PutNode(id, node)
        }
        4 | 5 => {
            let kind = ConnectorKind::iter().nth(usize::from(a % 5))?;
            let (id, mut connector) =
                create::connector(project, &component(project, a)?, &component(project, b)?, kind);
            connector.label = text(a);
            connector.parallel = b.is_multiple_of(2);
            connector.condition = CallCondition::iter().nth(usize::from(a % 4))?;
            Edit::PutConnector(id, connector)
        }
        6 => Edit::Delete(vec![element(project, a, b)?]),
        7 => {
            let (id, mut scenario) = create::scenario(project, &component(project, a)?);
            scenario.peak_load = Quantity::estimated(f64::from(b), Unit::PerSecond);
            Edit::PutScenario(id, scenario)
        }
        8 => return requirement_edit(project, (what, a, b)),
        9 => Edit::RemoveRequirement(
            project.requirements.get_index(usize::from(a) % project.requirements.len().max(1))?.0.clone(),
        ),
        10 => Edit::PutDataset(create::dataset_id(project, "rows"), dataset(a)),
        11 => {
            let id = component(project, a)?;
            let (data, content) = project.datasets.get_index(usize::from(b) % project.datasets.len().max(1))?;
            let mut task = create::task(project, &id, data, &content.goal);
            let families = Algorithm::families(&content.goal);
            let family = families[usize::from(a) % families.len()].clone();
            let (candidate, settings) = create::candidate(&task, family);
            task.candidates.insert(candidate, settings);
            Edit::PutTask(id, task)
        }
        12 => return choice_edit(project, (a, b)),
        13 => Edit::Deploy(component(project, a)?, project.system.nodes.keys().next().cloned()),
        14 => {
            let shape = Rectangle::new(center.x, center.y, f32::from(b % 400), 60.0);
            Edit::Place(Placement { shapes: vec![(element(project, a, b)?, shape)], ..Placement::default() })
        }
        15..=24 => return drawing_edit(project, (what, a, b)),
        26..=31 => return use_edit(project, (what, a, b)),
        // Now and then a group answers an exercise with it.
        _ if a.is_multiple_of(5) => breakout_edit(project, (a, b)),
        _ => return decision_edit(project, (a, b)),
    })
}

/// An edit that takes away what there is too much of: a project that only grows would test little but its growth.
pub fn smaller(project: &Project) -> Option<Edit> {
    let elements = project.system.elements();
    if elements.count() > 24 {
        return Some(Edit::Delete(project.system.elements().step_by(2).collect()));
    }
    let dataset = project.datasets.keys().next().filter(|_| project.datasets.len() > 3).cloned();
    let requirement = project.requirements.keys().next().filter(|_| project.requirements.len() > 3).cloned();
    let scenario = project.scenarios.keys().next().filter(|_| project.scenarios.len() > 3).cloned();
    let choice = project.choices.keys().next().filter(|_| project.choices.len() > 3).cloned();
    let removal = dataset.map(Edit::RemoveDataset).or(requirement.map(Edit::RemoveRequirement));
    removal.or(scenario.map(Edit::RemoveScenario)).or(choice.map(Edit::RemoveChoice))
}

fn choice_edit(project: &Project, (a, b): (u16, u16)) -> Option<Edit> {
    let question = match a % 8 {
        0 => OpenQuestion::Candidate,
        1 => OpenQuestion::Node(project.system.nodes.keys().take(usize::from(b % 4)).cloned().collect()),
        2 => OpenQuestion::Replicas { fewest: 1, most: 1 + u32::from(b % 9) },
        3 => OpenQuestion::Presence(if b % 2 == 0 { Absence::Bypassed } else { Absence::Dropped }),
        4 => OpenQuestion::Fallback(vec![None, component(project, a)]),
        5 => return Some(exclude(project, a)),
        6 => OpenQuestion::Cascade,
        _ => {
            let values = [None, Some(f64::from(b))];
            let unit = Property::HeartbeatInterval.unit();
            let value = |amount: Option<f64>| {
                amount.map_or(Quantity::unknown(unit), |amount| Quantity::estimated(amount, unit))
            };
            OpenQuestion::Number { property: Property::HeartbeatInterval, values: values.map(value).to_vec() }
        }
    };
    let connector = project.system.connectors.keys().next().filter(|_| a % 2 == 0 && a % 8 > 2);
    let element = match connector {
        Some(id) => ElementId::Connector(id.clone()),
        None => ElementId::from(&component(project, b)?),
    };
    let (id, choice) = create::choice(project, element, question);
    Some(Edit::PutChoice(id, choice))
}

/// Rules out that the first two choices take their first options together.
fn exclude(project: &Project, a: u16) -> Edit {
    let space = DesignSpace::of(project, &EvidenceBook::default());
    let options = space
        .axes()
        .iter()
        .take(2)
        .filter_map(|axis| Some((axis.choice.clone(), [axis.pick(u64::from(a) % axis.count())?].into())));
    let exclusion = Exclusion { reason: text(a), options: options.collect() };
    Edit::Exclude(project.exclusions.iter().take(2).cloned().chain([exclusion]).collect())
}

/// The work on an exercise, or none any more.
fn breakout_edit(project: &Project, (a, b): (u16, u16)) -> Edit {
    let brief = Brief {
        id: text(a),
        title: text(b),
        questions: vec![text(a), text(b)],
        minutes: u32::from(b % 60),
        specifications: Check::iter().take(usize::from(b % 4)).map(Check::specification).collect(),
        ..Brief::default()
    };
    let breakout = Breakout {
        brief,
        group: text(b),
        members: text(a / 3),
        answers: vec![text(a / 5)],
        rejected: b.is_multiple_of(2).then(|| some_design(project, b)),
        why_rejected: text(b / 3),
    };
    Edit::PutBreakout((!b.is_multiple_of(7)).then(|| Box::new(breakout)))
}

/// Edits of what was decided.
fn decision_edit(project: &Project, (a, b): (u16, u16)) -> Option<Edit> {
    let one_of = |number: u16| {
        let (id, decision) = project.decisions.get_index(usize::from(number) % project.decisions.len().max(1))?;
        Some((id.clone(), decision.clone()))
    };
    let (id, mut decision) = match b % 6 {
        0 => create::decision(project),
        1 => create::decision_for(project, some_design(project, a)),
        2 => create::successor(project, &one_of(a)?.0)?,
        3 => return Some(Edit::RemoveDecision(one_of(a)?.0)),
        4 => {
            let (id, mut decision) = one_of(a)?;
            decision.supersedes = one_of(b).map(|(id, _)| id);
            (id, decision)
        }
        _ => one_of(a)?,
    };
    let status = DecisionStatus::iter().nth(usize::from(a % 3))?;
    decision = create::with_status(&decision, status, Date::new(a % 3000, 1 + (b % 12) as u8, 1 + (a % 28) as u8));
    decision.title = text(b);
    decision.rationale = text(a);
    decision.dissent = text(a / 7);
    decision.drivers = project.requirements.keys().skip(usize::from(a % 2)).cloned().collect();
    decision.consider(some_design(project, b));
    Some(Edit::PutDecision(id, decision))
}
