//! How long a frame of the Trade-offs stage takes while a hard limit is dragged, with a million designs behind it.
//!
//! `cargo bench --bench dragging` opens a chain of six components with up to ten replicas each, moves the limit of its
//! monthly cost a little in every frame, as a hand does, and prints the median, the 95th percentile and the longest frame
//! in milliseconds: what is feasible, the front, the counts and the picture are up to date in each of them. Frames are
//! laid out, painted and tessellated, without a screen.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark ends at the first thing that goes wrong")]

mod chain;
#[expect(dead_code, reason = "other benchmarks need more of it")]
mod window;

use std::time::Duration;

use cantilever::analysis::AnalysisSettings;
use cantilever::edit::{Edit, create};
use cantilever::model::{Measure, MeasureKey, Project, Quantity, Requirement, RequirementId, Subject};
use cantilever::session::{Action, Session, Stage};

use self::window::Window;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FRAMES: usize = 400;
/// The longest that the background may be silent before it is done.
const PATIENCE: Duration = Duration::from_secs(2);

fn main() {
    let mut project = chain::chain(6, 10, false).unwrap();
    let scenario = project.scenarios.keys().next().unwrap().clone();
    let cost = MeasureKey::new(Measure::MonthlyCost, Subject::System);
    let limits = [
        (cost.clone(), 3_000.0),
        (MeasureKey::new(Measure::ResponseTimeP99, Subject::Scenario(scenario.clone())), 3_000.0),
        (MeasureKey::new(Measure::Availability, Subject::Scenario(scenario)), 90.0),
    ];
    for (key, threshold) in limits {
        let threshold = Quantity::estimated(threshold, key.measure.unit());
        let (id, requirement) = create::requirement(&project, key.measure, key.subject);
        project.requirements.insert(id, Requirement { threshold, ..requirement });
    }
    let mut window = Window::new(&project, AnalysisSettings { samples: 2000, seed: 1 }, PATIENCE);
    window.perform(Action::GoTo(Stage::Tradeoffs));
    window.until_still();
    let landscape = window.app.session().landscape().unwrap();
    println!("{} designs, {} feasible", landscape.overview.len(), landscape.swept.feasible);
    let (id, requirement) = limit_of(&project, &cost);
    window.perform(Action::Begin("move a limit".to_owned()));
    let (mut times, mut counts) = (Vec::new(), Vec::new());
    for frame in 0..FRAMES {
        // To and fro, over most of what designs cost.
        let share = (frame as f64 / FRAMES as f64 * std::f64::consts::TAU).sin();
        let threshold = Quantity::estimated(3_000.0 + 2_000.0 * share, cost.measure.unit());
        let moved = Requirement { threshold, ..requirement.clone() };
        let context = window.context.clone();
        let begun = std::time::Instant::now();
        window.app.perform(&context, Action::Edit(Edit::PutRequirement(id.clone(), moved)));
        window.frame(Vec::new());
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        counts.push(feasible(window.app.session()));
    }
    counts.sort_unstable();
    counts.dedup();
    times.sort_unstable_by(f64::total_cmp);
    println!(
        "{} different counts of feasible designs, from {:?} to {:?}",
        counts.len(),
        counts[0],
        counts.last().unwrap()
    );
    println!(
        "frame: median {:.2} ms, 95 % within {:.2} ms, longest {:.2} ms",
        times[times.len() / 2],
        times[times.len() * 95 / 100],
        times[times.len() - 1]
    );
}

fn feasible(session: &Session) -> u64 {
    session.landscape().unwrap().swept.feasible
}

fn limit_of(project: &Project, key: &MeasureKey) -> (RequirementId, Requirement) {
    let (id, requirement) = project.requirements.iter().find(|(_, requirement)| requirement.measure == *key).unwrap();
    (id.clone(), requirement.clone())
}
