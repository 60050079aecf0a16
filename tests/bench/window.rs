//! The window's content without a screen, for benchmarks: frames are laid out, painted and tessellated, and thrown away.

use std::time::{Duration, Instant};

use cantilever::analysis::AnalysisSettings;
use cantilever::gui::App;
use cantilever::model::{EvidenceBook, Project};
use cantilever::session::{Action, Session, SessionOptions};
use cantilever::store;
use cantilever::work::{WorkerProgram, no_wake};
use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2};

const SCREEN: Vec2 = Vec2::new(1440.0, 900.0);

/// The application with a project open in it.
pub struct Window {
    pub app: App,
    pub context: Context,
    /// Seconds that have passed for it.
    pub time: f64,
    /// The longest that nothing may happen while something is waited for.
    patience: Duration,
    _folder: tempfile::TempDir,
}

impl Window {
    /// Opens `project` from a folder of its own.
    pub fn new(project: &Project, analysis: AnalysisSettings, patience: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(store::PROJECT_FILE);
        store::save(&file, project, &EvidenceBook::default()).unwrap();
        let mut session = session(analysis);
        session.perform(Action::Open(file));
        session.settle();
        Self { patience, ..Self::of(session, folder) }
    }

    /// Shows `session`, whose project lies in `folder`.
    pub fn of(session: Session, folder: tempfile::TempDir) -> Self {
        let context = Context::default();
        let app = App::new(&context, session);
        Self { app, context, time: 0.0, patience: Duration::ZERO, _folder: folder }
    }

    /// Milliseconds of one frame.
    pub fn frame(&mut self, events: Vec<Event>) -> f64 {
        self.time += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, SCREEN));
        let input = RawInput { screen_rect, events, time: Some(self.time), ..RawInput::default() };
        let start = Instant::now();
        let app = &mut self.app;
        app.logic(&self.context);
        let mut output = self.context.run_ui(input, |ui| app.show(ui));
        let shapes = self.context.tessellate(output.shapes, output.pixels_per_point);
        let elapsed = start.elapsed().as_secs_f64() * 1e3;
        // Nobody paints: a build with debug assertions insists on hearing that.
        output.textures_delta.clear();
        assert!(!shapes.is_empty());
        elapsed
    }

    /// Shows frames until nothing happens any more in the background; gives the milliseconds that took.
    pub fn until_still(&mut self) -> f64 {
        let start = Instant::now();
        let mut last = start;
        // Searching for the ways of lines asks for a frame when it is done; the longest takes seconds.
        while last.elapsed() < self.patience {
            if self.context.has_requested_repaint() {
                self.frame(Vec::new());
                last = Instant::now();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        (last - start).as_secs_f64() * 1e3
    }

    /// Performs an action and shows a frame.
    pub fn perform(&mut self, action: Action) {
        let context = self.context.clone();
        self.app.perform(&context, action);
        self.frame(Vec::new());
    }
}

/// A session without workers and without settings of a user.
pub fn session(analysis: AnalysisSettings) -> Session {
    Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker".into(), arguments: Vec::new() },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis,
    })
}

/// A button of the pointer goes down or up.
pub fn button(pos: Pos2, button: PointerButton, pressed: bool) -> Event {
    Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }
}
