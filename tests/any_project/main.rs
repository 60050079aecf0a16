//! Any project that edits can reach is undone, saved, opened equal, analysed, explored and reported without a panic.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use cantilever::analysis::{AnalysisSettings, analyse};
use cantilever::catalog::catalog;
use cantilever::diagram::{Diagram, moved};
use cantilever::edit::{Edit, History, Placement, create, path};
use cantilever::model::{
    Absence, Algorithm, BoundaryKind, CallCondition, ComponentId, ConnectorKind, Dataset, DatasetSource, Date,
    DecisionStatus, Design, ElementId, EvidenceBook, Exclusion, Fact, FactValue, Goal, Judgement, Level, Measure,
    MeasureKey, Motion, OpenQuestion, Point, Project, Property, Quantity, Rectangle, Strength, Subject, Unit, ViewKey,
};
use cantilever::report::{DrawingOptions, Material, Report, Stamp, drawing_svg, html, markdown};
use cantilever::store::{from_text, to_text};
use cantilever::tradeoff::{DesignSpace, explore};
use proptest::prelude::*;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use strum::IntoEnumIterator as _;

/// Texts that break careless writers.
const TEXTS: [&str; 6] = ["Plain", "", "<b>&\"'</b>", "=1+1", "检测 مرحبا 🛡", "line\nbreak | pipe"];

/// What a step does, and two numbers that it may use as it likes.
type Step = (u8, u16, u16);

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_edits_can_reach_breaks_anything(steps in prop::collection::vec((0_u8..32, any::<u16>(), any::<u16>()), 1..60)) {
        let mut history = History::new(Project::default());
        for step in steps {
            if let Some(edit) = edit(history.project(), step) {
                // An edit of something that is gone is refused, not made halfway.
                let before = history.project().clone();
                if history.edit(&edit).is_err() {
                    prop_assert_eq!(&before, history.project());
                }
            }
        }
        let project = history.project().clone();
        let book = EvidenceBook::default();
        let text = to_text(&project, &book);
        let (opened, opened_book) = from_text(&text, Path::new("project.json")).unwrap();
        prop_assert_eq!(&opened, &*project);
        prop_assert_eq!(to_text(&opened, &opened_book), text);

        let settings = AnalysisSettings { samples: 100, seed: 1 };
        let analysis = analyse(&project, &book, &Design::default(), &settings);
        prop_assert_eq!(analysis.verdicts.len(), project.requirements.len());
        let exploration = explore(&project, &book, &settings, &mut |done, _| {
            if done < 200 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        let stamp = Stamp { date: "2026-01-01".to_owned(), ..Stamp::default() };
        let report = {
            let (exploration, design) = (exploration.ok(), Design::default());
            let (project, evidence, exploration) = (&*project, &book, exploration.as_ref());
            let (design, analysis) = (&design, &analysis);
            let (sensitivity, certainty) = (None, None);
            let material =
                Material { project, evidence, exploration, sensitivity, certainty, design, analysis, settings };
            Report::build(&material, &stamp)
        };
        prop_assert!(html(&report).is_ok());
        prop_assert!(!markdown(&report).text.is_empty());

        check_invariants(&project)?;
        for view in project.view_keys() {
            let diagram = Diagram::of_view(&project, &view);
            prop_assert!(!drawing_svg(&diagram, &DrawingOptions::default()).is_empty());
        }
        while history.undo() {}
        prop_assert!(history.project().system.components.is_empty() || history.undo_label().is_none());
        while history.redo() {}
        prop_assert_eq!(history.project(), &project);
    }
}

/// What every project that edits can reach keeps to.
fn check_invariants(project: &Project) -> Result<(), TestCaseError> {
    let system = &project.system;
    for connector in system.connectors.values() {
        prop_assert!(system.components.contains_key(&connector.source));
        prop_assert!(system.components.contains_key(&connector.target));
    }
    for component in system.components.values() {
        prop_assert!(component.deployed_on.iter().all(|node| system.nodes.contains_key(node)));
        prop_assert!(component.boundaries.iter().all(|boundary| system.boundaries.contains_key(boundary)));
    }
    for (id, node) in &system.nodes {
        if let Some(parent) = &node.parent {
            prop_assert!(system.nodes.contains_key(parent));
            prop_assert!(!system.node_and_parents(parent).any(|outer| outer == id), "a node is part of itself");
        }
    }
    for (id, decision) in &project.decisions {
        prop_assert!(decision.drivers.iter().all(|driver| project.requirements.contains_key(driver)));
        prop_assert!(decision.supersedes.iter().all(|older| older != id && project.decisions.contains_key(older)));
    }
    let mut grouped = BTreeSet::new();
    for member in system.groups.values().flatten() {
        prop_assert!(system.contains(member));
        prop_assert!(grouped.insert(member), "an element is in two groups");
    }
    prop_assert!(system.groups.values().all(|members| members.len() > 1));
    prop_assert!(system.locked.iter().all(|element| system.contains(element)));
    prop_assert!(system.collapsed.iter().all(|node| system.nodes.contains_key(node)));
    prop_assert!(project.tasks.keys().all(|component| system.components.contains_key(component)));
    prop_assert!(project.choices.values().all(|choice| system.contains(&choice.element)));
    for exclusion in &project.exclusions {
        prop_assert!(exclusion.options.keys().all(|choice| project.choices.contains_key(choice)));
    }
    Ok(())
}

/// Ten thousand edits, undos and redos keep every invariant, and undoing leads back to the first project, byte for byte.
#[test]
fn ten_thousand_steps_keep_every_invariant_and_lead_back() {
    let mut generator = ChaCha8Rng::seed_from_u64(7);
    let mut history = History::new(Project::default());
    let bytes = |history: &History| to_text(history.project(), &EvidenceBook::default());
    let first = bytes(&history);
    for _ in 0..10_000 {
        match generator.random_range(0..100_u8) {
            0..12 => drop(history.undo()),
            12..20 => drop(history.redo()),
            _ => {
                let step = (generator.random_range(0..26), generator.random(), generator.random());
                let chosen = smaller(history.project()).or_else(|| edit(history.project(), step));
                if let Some(edit) = chosen {
                    drop(history.edit(&edit));
                }
            }
        }
        check_invariants(history.project()).unwrap();
    }
    let last = bytes(&history);
    let mut steps = 0;
    while history.undo() {
        steps += 1;
    }
    assert!(steps > 1_000, "{steps}");
    assert!(bytes(&history) == first, "the first project is back");
    while history.redo() {}
    assert!(bytes(&history) == last, "the last project is back");
}

/// An edit that takes away what there is too much of: a project that only grows would test little but its growth.
fn smaller(project: &Project) -> Option<Edit> {
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

fn edit(project: &Project, (what, a, b): Step) -> Option<Edit> {
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
        _ => return decision_edit(project, (a, b)),
    })
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

/// A design of those there are; without open choices the one that picks nothing.
fn some_design(project: &Project, number: u16) -> Design {
    let space = DesignSpace::of(project, &EvidenceBook::default());
    space.design(u128::from(number) % space.combinations()).unwrap_or_default()
}

/// A requirement on anything, possible or not, with everything that can be said of it.
fn requirement_edit(project: &Project, (_, a, b): Step) -> Option<Edit> {
    let (id, mut requirement) = create::requirement(project, measure(a)?, subject(project, b)?);
    let unit = requirement.measure.measure.unit();
    requirement.threshold = Quantity::estimated(f64::from(a), unit);
    let worst = a.is_multiple_of(3).then(|| Quantity::estimated(f64::from(b), unit));
    requirement.strength = if b.is_multiple_of(2) { Strength::Hard } else { Strength::Soft { weight: 1.0, worst } };
    requirement.rationale = text(a);
    requirement.situation.source = text(b);
    requirement.situation.response = text(a.wrapping_add(b));
    requirement.importance = a.is_multiple_of(2).then_some(Level::High);
    requirement.weights = project.stakeholders.keys().take(1).map(|id| (id.clone(), f64::from(b % 100))).collect();
    requirement.derived_from = project.requirements.keys().next().filter(|_| b.is_multiple_of(5)).cloned();
    Some(Edit::PutRequirement(id, requirement))
}

/// Edits of how the system is used and of who judges it.
fn use_edit(project: &Project, (what, a, b): Step) -> Option<Edit> {
    let scenarios = &project.scenarios;
    let (id, scenario) = scenarios.get_index(usize::from(a) % scenarios.len().max(1))?;
    let mut scenario = scenario.clone();
    Some(match what {
        26 => {
            let connectors = &project.system.connectors;
            let (connector, _) = connectors.get_index(usize::from(b) % connectors.len().max(1))?;
            Edit::PutScenario(id.clone(), path::with_connector(&project.system, &scenario, connector))
        }
        27 => {
            let changed = path::with_component(&project.system, &scenario, &component(project, b)?)?;
            Edit::PutScenario(id.clone(), changed)
        }
        28 => {
            scenario.share = b.is_multiple_of(2).then(|| Quantity::estimated(f64::from(b), Unit::Percent));
            let (speed, deceleration) = (Unit::KilometrePerHour, Unit::MetrePerSecondSquared);
            scenario.motion = a.is_multiple_of(2).then(|| Motion {
                speed: Quantity::estimated(f64::from(a), speed),
                deceleration: Quantity::estimated(f64::from(b), deceleration),
            });
            Edit::PutScenario(id.clone(), scenario)
        }
        29 => {
            let (id, stakeholder) = create::stakeholder(project);
            if project.stakeholders.len() > 3 {
                return Some(Edit::RemoveStakeholder(project.stakeholders.keys().next()?.clone()));
            }
            Edit::PutStakeholder(id, stakeholder)
        }
        30 => {
            let judgement =
                Judgement { person: text(a), value: b.is_multiple_of(2).then(|| f64::from(b % 7)), reason: text(b) };
            let key = MeasureKey::new(measure(a)?, subject(project, b)?);
            Edit::Judge(key, if a.is_multiple_of(4) { Vec::new() } else { vec![judgement; usize::from(b % 3)] })
        }
        _ => {
            let moved = project.requirements.keys().skip(usize::from(a % 3)).step_by(2).cloned().collect();
            Edit::MoveRequirements(moved, project.requirements.keys().nth(usize::from(b % 4)).cloned())
        }
    })
}

fn measure(number: u16) -> Option<Measure> {
    Measure::iter().nth(usize::from(number) % Measure::iter().count())
}

fn subject(project: &Project, number: u16) -> Option<Subject> {
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

/// Edits that change the drawing, and boundaries.
fn drawing_edit(project: &Project, (what, a, b): Step) -> Option<Edit> {
    let center = Point::new(f32::from(a % 900), f32::from(b % 700));
    Some(match what {
        15 => {
            let kind = BoundaryKind::iter().nth(usize::from(a % 4))?;
            let (id, mut boundary) = create::boundary(project, kind, center);
            boundary.name = text(b);
            Edit::PutBoundary(id, boundary)
        }
        16 => {
            let (id, note) = create::note(project, &text(a), center);
            Edit::PutNote(id, note)
        }
        17 => {
            let node = |number: u16| {
                let nodes = &project.system.nodes;
                Some(nodes.get_index(usize::from(number) % nodes.len().max(1))?.0.clone())
            };
            if b.is_multiple_of(5) { Edit::Collapse(node(a)?, true) } else { Edit::Nest(node(a)?, node(b)) }
        }
        18 => Edit::Enclose(component(project, a)?, project.system.boundaries.keys().take(2).cloned().collect()),
        19 => Edit::Reorder { elements: several(project, a, b), to_front: b.is_multiple_of(2) },
        20 => Edit::Group(create::group_id(project), several(project, a, b)),
        21 => Edit::Lock { elements: several(project, a, b), locked: a.is_multiple_of(2) },
        22 => {
            let (id, connector) =
                project.system.connectors.get_index(usize::from(a) % project.system.connectors.len().max(1))?;
            let mut line = connector.line.clone();
            line.bends.push(center);
            line.label_offset = b.is_multiple_of(2).then_some(center);
            Edit::Place(Placement { lines: vec![(id.clone(), line)], ..Placement::default() })
        }
        23 => {
            let view = view(project, b);
            let diagram = Diagram::of_view(&project.clone().into(), &view);
            let elements = several(project, a, b);
            Edit::Place(Placement {
                view,
                ..moved(diagram.system(), &elements, (f32::from(a % 90), -f32::from(b % 70)))
            })
        }
        _ => Edit::Hide(view(project, b), several(project, a, b)),
    })
}

fn dataset(number: u16) -> Dataset {
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

fn text(number: u16) -> String {
    TEXTS[usize::from(number) % TEXTS.len()].to_owned()
}

fn component(project: &Project, number: u16) -> Option<ComponentId> {
    let components = &project.system.components;
    Some(components.get_index(usize::from(number) % components.len().max(1))?.0.clone())
}

fn view(project: &Project, number: u16) -> ViewKey {
    let views = project.view_keys();
    views[usize::from(number) % views.len()].clone()
}

/// Every element whose turn it is, by two numbers.
fn several(project: &Project, a: u16, b: u16) -> BTreeSet<ElementId> {
    let step = usize::from(b % 4) + 1;
    project.system.elements().skip(usize::from(a % 3)).step_by(step).collect()
}

fn element(project: &Project, a: u16, b: u16) -> Option<ElementId> {
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
