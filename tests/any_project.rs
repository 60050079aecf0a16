//! Any project that edits can reach is undone, saved, opened equal, analysed, explored and reported without a panic.

use std::ops::ControlFlow;
use std::path::Path;

use cantilever::analysis::{AnalysisSettings, analyse};
use cantilever::catalog::catalog;
use cantilever::edit::{Edit, History, Placement, create};
use cantilever::model::{
    Algorithm, CallCondition, ComponentId, ConnectorKind, Dataset, DatasetSource, Decision, Design, ElementId,
    EvidenceBook, Measure, OpenQuestion, Point, Project, Quantity, Rectangle, Strength, Subject, Unit,
};
use cantilever::report::{Report, Stamp, html, markdown};
use cantilever::store::{from_text, to_text};
use cantilever::tradeoff::explore;
use proptest::prelude::*;
use strum::IntoEnumIterator as _;

/// Texts that break careless writers.
const TEXTS: [&str; 6] = ["Plain", "", "<b>&\"'</b>", "=1+1", "检测 مرحبا 🛡", "line\nbreak | pipe"];

/// What a step does, and two numbers that it may use as it likes.
type Step = (u8, u16, u16);

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_edits_can_reach_breaks_anything(steps in prop::collection::vec((0_u8..16, any::<u16>(), any::<u16>()), 1..60)) {
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
        let report = Report::build(&project, &book, exploration.ok().as_ref(), &analysis, &Design::default(), &stamp);
        prop_assert!(html(&report).is_ok());
        prop_assert!(!markdown(&report).text.is_empty());

        while history.undo() {}
        prop_assert!(history.project().system.components.is_empty() || history.undo_label().is_none());
        while history.redo() {}
        prop_assert_eq!(history.project(), &project);
    }
}

fn edit(project: &Project, (what, a, b): Step) -> Option<Edit> {
    let center = Point::new(f32::from(a % 900), f32::from(b % 700));
    Some(match what {
        0..=2 => {
            let kind = catalog().component_kinds.get_index(usize::from(a) % catalog().component_kinds.len())?.0;
            let (id, mut component) = create::component(project, kind, center);
            component.name = text(b);
            Edit::PutComponent(id, component)
        }
        3 => {
            let kind = catalog().node_kinds.get_index(usize::from(a) % catalog().node_kinds.len())?.0;
            let (id, node) = create::node(project, kind, center);
            Edit::PutNode(id, node)
        }
        4 | 5 => {
            let kind = ConnectorKind::iter().nth(usize::from(a % 4))?;
            let (id, mut connector) =
                create::connector(project, &component(project, a)?, &component(project, b)?, kind);
            connector.label = text(a);
            connector.parallel = b.is_multiple_of(2);
            connector.condition = if a.is_multiple_of(3) { CallCondition::WhenFlagged } else { CallCondition::Always };
            Edit::PutConnector(id, connector)
        }
        6 => Edit::Delete(vec![element(project, a, b)?]),
        7 => {
            let (id, mut scenario) = create::scenario(project, &component(project, a)?);
            scenario.peak_load = Quantity::estimated(f64::from(b), Unit::PerSecond);
            Edit::PutScenario(id, scenario)
        }
        8 => {
            let measure = Measure::iter().nth(usize::from(a) % Measure::iter().count())?;
            let subject = match b % 3 {
                0 => Subject::System,
                1 => Subject::Component(component(project, b)?),
                _ => Subject::Scenario(
                    project.scenarios.get_index(usize::from(b) % project.scenarios.len().max(1))?.0.clone(),
                ),
            };
            let (id, mut requirement) = create::requirement(project, measure, subject);
            requirement.threshold = Quantity::estimated(f64::from(a), measure.unit());
            requirement.strength = if b.is_multiple_of(2) { Strength::Hard } else { Strength::Soft { weight: 1.0 } };
            requirement.rationale = text(a);
            Edit::PutRequirement(id, requirement)
        }
        9 => Edit::RemoveRequirement(
            project.requirements.get_index(usize::from(a) % project.requirements.len().max(1))?.0.clone(),
        ),
        10 => Edit::PutDataset(create::dataset_id(project, "rows"), dataset(a)),
        11 => {
            let id = component(project, a)?;
            let data = project.datasets.get_index(usize::from(b) % project.datasets.len().max(1))?.0;
            let mut task = create::task(project, &id, data);
            let (candidate, settings) = create::candidate(&task, Algorithm::starting_set()[usize::from(a % 5)].clone());
            task.candidates.insert(candidate, settings);
            Edit::PutTask(id, task)
        }
        12 => {
            let question = match a % 3 {
                0 => OpenQuestion::Candidate,
                1 => OpenQuestion::Node(project.system.nodes.keys().take(usize::from(b % 4)).cloned().collect()),
                _ => OpenQuestion::Replicas { fewest: 1, most: 1 + u32::from(b % 9) },
            };
            let (id, choice) = create::choice(project, &component(project, b)?, question);
            Edit::PutChoice(id, choice)
        }
        13 => Edit::Deploy(component(project, a)?, project.system.nodes.keys().next().cloned()),
        14 => {
            let shape = Rectangle::new(center.x, center.y, f32::from(b % 400), 60.0);
            Edit::Place(Placement { shapes: vec![(element(project, a, b)?, shape)], ..Placement::default() })
        }
        _ => Edit::Decide(Decision {
            rationale: text(a),
            design: b.is_multiple_of(2).then(Design::default),
            ..Decision::default()
        }),
    })
}

fn dataset(number: u16) -> Dataset {
    Dataset {
        name: text(number),
        description: text(number / 2),
        source: DatasetSource::CsvFile { path: "data/rows.csv".to_owned() },
        target: "target".to_owned(),
        positive: "1".to_owned(),
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

fn element(project: &Project, a: u16, b: u16) -> Option<ElementId> {
    let system = &project.system;
    match b % 3 {
        0 => component(project, a).map(ElementId::Component),
        1 => Some(ElementId::Node(system.nodes.get_index(usize::from(a) % system.nodes.len().max(1))?.0.clone())),
        _ => Some(ElementId::Connector(
            system.connectors.get_index(usize::from(a) % system.connectors.len().max(1))?.0.clone(),
        )),
    }
}
