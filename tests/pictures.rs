//! Pictures of the window, compared with those that were looked at and approved. They need a software renderer; where
//! there is none, this says so and passes.
#![cfg(feature = "gui")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use cantilever::analysis::AnalysisSettings;
use cantilever::edit::Edit;
use cantilever::gui::App;
use cantilever::model::Project;
use cantilever::session::{Action, Command, Session, SessionOptions};
use cantilever::work::{WorkerProgram, no_wake};
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};

/// Renderers differ a little in how they smooth edges.
const THRESHOLD: f32 = 2.0;
/// Pixels that may differ by more: a few letters.
const PIXELS: usize = 600;

#[test]
fn the_window_looks_as_approved() {
    let sample = cantilever::store::open(Path::new("sample_projects/credit_card_fraud")).unwrap().project;
    let mut results = SnapshotResults::new();
    for theme in ["light", "dark"] {
        let drawn = [Action::Run(Command::NewProject), Action::EditAll("draw".to_owned(), edits(&sample))];
        for (name, actions) in [("welcome", &[][..]), ("sketch", &drawn[..])] {
            let mut window = open(theme, actions);
            window.run();
            if !can_render(&mut window) {
                return;
            }
            let options = SnapshotOptions::new().threshold(THRESHOLD).max_failed_pixels(PIXELS);
            window.snapshot_options(format!("{name}_{theme}"), &options);
            results.extend(window.take_snapshot_results());
        }
    }
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests shall know what was not tested")]
fn can_render(window: &mut Harness<'static, App>) -> bool {
    let rendered = catch_unwind(AssertUnwindSafe(|| window.render()));
    let can_render = matches!(rendered, Ok(Ok(_)));
    if !can_render {
        eprintln!("skipped: no renderer for pictures; on Debian install mesa-vulkan-drivers");
    }
    can_render
}

fn open(theme: &str, actions: &[Action]) -> Harness<'static, App> {
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker-in-this-test".into(), arguments: Vec::new() },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 500, seed: 1 },
    });
    session.perform(Action::Prefer("theme", theme.to_owned()));
    for action in actions {
        session.perform(action.clone());
    }
    session.settle();
    let theme = if theme == "light" { egui::Theme::Light } else { egui::Theme::Dark };
    Harness::builder()
        .with_theme(theme)
        .with_size(egui::vec2(1180.0, 720.0))
        .with_max_steps(30)
        .build_eframe(|creation| App::new(&creation.egui_ctx, session))
}

/// The edits that draw `project` anew.
fn edits(project: &Project) -> Vec<Edit> {
    let system = &project.system;
    let nodes = system.nodes.iter().map(|(id, node)| Edit::PutNode(id.clone(), node.clone()));
    let boundaries = system.boundaries.iter().map(|(id, boundary)| Edit::PutBoundary(id.clone(), boundary.clone()));
    let components = system.components.iter().map(|(id, component)| Edit::PutComponent(id.clone(), component.clone()));
    let connectors = system.connectors.iter().map(|(id, connector)| Edit::PutConnector(id.clone(), connector.clone()));
    let describe = Edit::Describe { name: project.name.clone(), description: project.description.clone() };
    nodes.chain(boundaries).chain(components).chain(connectors).chain([describe]).collect()
}
