//! A window without a window: the whole application in egui's test harness.

use egui_kittest::Harness;

use super::App;
use crate::analysis::AnalysisSettings;
use crate::model::{EvidenceBook, Project};
use crate::session::{Action, Session, SessionOptions};
use crate::work::{WorkerProgram, no_wake};

/// The application and the folder that its files lie in, which goes when the test ends.
pub(super) struct Bench {
    pub harness: Harness<'static, App>,
    /// Held, or the files would be gone.
    _folder: tempfile::TempDir,
}

/// The application with this project open, saved in a folder of its own.
pub(super) fn bench(project: &Project, evidence: &EvidenceBook) -> Bench {
    bench_of_size(project, evidence, egui::vec2(1280.0, 800.0))
}

/// As [`bench`], with a window of this size.
pub(super) fn bench_of_size(project: &Project, evidence: &EvidenceBook, size: egui::Vec2) -> Bench {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("project.json");
    crate::store::save(&file, project, evidence).expect("the project is saved");
    let mut session = Session::new(SessionOptions {
        // No test here trains: stories with real workers lie in `tests/`.
        worker: WorkerProgram { path: "no-worker-in-this-test".into(), arguments: Vec::new() },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 2_000, seed: 1 },
    });
    session.perform(Action::Open(file));
    session.settle();
    let harness = Harness::builder().with_size(size).with_max_steps(30).build_eframe(|creation| {
        let mut app = App::new(&creation.egui_ctx, session);
        app.avoid_native_dialogs();
        app
    });
    Bench { harness, _folder: folder }
}
