//! Frame times of the Models stage while candidates are trained in a worker process, beside those before.
//!
//! `cargo bench --bench training` shows frames at 60 a second and prints the median, the 95th and 99th percentile and the
//! longest of them in milliseconds, and how many took longer than a sixtieth of a second. They are laid out, painted and
//! tessellated, without a screen.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark ends at the first thing that goes wrong")]

#[expect(dead_code, reason = "other benchmarks need more of it")]
mod window;

use std::path::Path;
use std::time::{Duration, Instant};

use cantilever::analysis::AnalysisSettings;
use cantilever::session::{Action, Session, SessionOptions, Stage};
use cantilever::work::{JobName, WorkerProgram, no_wake};

use self::window::Window;

/// One frame at 60 a second.
const FRAME: Duration = Duration::from_micros(16_667);
const FRAMES_BEFORE: usize = 300;

fn main() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects/credit_card_fraud/project.json");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    std::fs::copy(sample, &file).unwrap();
    let arguments = vec!["worker".to_owned()];
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: env!("CARGO_BIN_EXE_cantilever").into(), arguments },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 2000, seed: 1 },
    });
    session.perform(Action::Open(file));
    session.settle();
    let tasks = session.project().tasks.iter();
    let names: Vec<JobName> = tasks
        .flat_map(|(component, task)| task.candidates.keys().map(|candidate| (component.clone(), candidate.clone())))
        .collect();
    let mut window = Window::of(session, folder);
    window.perform(Action::GoTo(Stage::Models));
    println!(
        "{:>18} {:>7} {:>10} {:>8} {:>8} {:>8} {:>9}",
        "", "frames", "median ms", "p95 ms", "p99 ms", "longest", "too long"
    );
    report("before", (0..FRAMES_BEFORE).map(|_| paced(&mut window)).collect());
    window.perform(Action::Train(names));
    let mut times = Vec::new();
    while window.app.session().is_training() {
        times.push(paced(&mut window));
    }
    report("while training", times);
}

/// Milliseconds of one frame; ends a sixtieth of a second after it began, or when it is done.
fn paced(window: &mut Window) -> f64 {
    let begun = Instant::now();
    let time = window.frame(Vec::new());
    std::thread::sleep(FRAME.saturating_sub(begun.elapsed()));
    time
}

fn report(case: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let too_long = times.iter().filter(|time| **time > FRAME.as_secs_f64() * 1e3).count();
    println!(
        "{case:>18} {:>7} {:>10.2} {:>8.2} {:>8.2} {:>8.2} {too_long:>9}",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}
