//! A window without a window: the whole application in egui's test harness.

use std::time::{Duration, Instant};

use egui_kittest::Harness;

use super::App;
use crate::analysis::AnalysisSettings;
use crate::model::{EvidenceBook, Project};
use crate::session::{Action, Session, SessionOptions};
use crate::work::{WorkerProgram, no_wake};

/// What is computed in the background is there long before; a calculation that hangs shall not hang the tests.
const PATIENCE: Duration = Duration::from_mins(3);

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

/// Shows everything, waits for what is computed in the background, and shows that.
///
/// # Panics
/// When it is not there after three minutes.
pub(super) fn settle(bench: &mut Bench) {
    bench.harness.run();
    let deadline = Instant::now() + PATIENCE;
    while bench.harness.state().session().is_computing() {
        let session = bench.harness.state().session();
        assert!(
            Instant::now() < deadline,
            "after {} s the session still computes: designs {:?}, sensitivity {:?} (done, of all)",
            PATIENCE.as_secs(),
            session.exploration_progress(),
            session.sensitivity_progress()
        );
        std::thread::sleep(Duration::from_millis(5));
        bench.harness.run_steps(1);
    }
    bench.harness.run();
}
