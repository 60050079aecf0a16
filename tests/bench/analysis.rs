//! Times of a full re-analysis after one edit, and of the frames of the window while a component is dragged.
//!
//! `cargo bench --bench analysis` prints the number of cores, then the median and the 95th percentile of each case in
//! milliseconds. "first analysis" starts from nothing. "edit and analysis" changes one number and computes everything
//! anew, with as many samples as the window takes and with what the analysis before kept: what a user waits for between
//! typing a number and seeing the verdicts. A generated project of 200 components and 400 connectors stands beside the
//! sample projects, which are as large as what people draw first. The last column says in how many scenarios response
//! times were sampled: what is unknown or overloaded costs next to nothing.
//!
//! "while dragging" is the time of one frame, without a screen, of the generated project all in sight; "dragging,
//! analysing" the same while a number changes every 20 frames and each change asks for a new analysis in the background.
//! Late are the frames that a screen with 60 a second would have to wait for.
//!
//! This is no test: no time is too long for it. It fails only when it would measure something else than it says.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark ends at the first thing that goes wrong")]

mod window;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cantilever::analysis::{AnalysisSettings, Latency, Sampler, analyse_with};
use cantilever::edit::{Edit, History, create};
use cantilever::model::{
    ComponentId, ConnectorKind, Design, ElementId, EvidenceBook, Measure, Point, Project, Properties, Property,
    Quantity, Rectangle, Subject, Unit,
};
use cantilever::session::{Action, Command};
use cantilever::store;
use egui::{Event, PointerButton, Pos2, Vec2};

use self::window::{Window, button, session};

/// That of the program: sampling allocates a list per component and connector.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs that are timed, after some that are not.
const RUNS: usize = 30;
const WARM_UP: usize = 2;
/// Frames that are timed.
const FRAMES: usize = 120;
/// Time of a frame at 60 frames a second.
const FRAME: Duration = Duration::from_micros(16_667);
/// One number is changed every so many frames, where frames are timed beside a re-analysis.
const EDIT_EVERY: usize = 20;
/// The longest search for ways that is waited for.
const PATIENCE: Duration = Duration::from_secs(4);

/// The generated project: so many components in each of so many layers.
const LAYERS: usize = 10;
const WIDTH: usize = 20;
/// Layers whose components also call past the next layer: 9 × 20 × 2 connectors between neighbours and 2 × 20 more.
const FAR_LAYERS: usize = 2;

fn main() {
    println!("cores: {}", std::thread::available_parallelism().unwrap());
    println!("{:>20} {:>20} {:>10} {:>10}", "project", "case", "median ms", "p95 ms");
    let project = generated();
    let (evidence, design) = (EvidenceBook::default(), Design::default());
    re_analysis("200 components", &project, &evidence, &design, &id(LAYERS - 1, 0));
    for folder in samples() {
        let name = folder.file_name().unwrap().to_string_lossy();
        let opened = store::open(&folder).unwrap();
        let entry = opened.project.scenarios.values().next().unwrap().entry.clone();
        re_analysis(&name, &opened.project, &opened.evidence, &shown_design(&folder), &entry);
    }
    // The last, since letting go starts a search for ways in the background.
    for is_analysing in [false, true] {
        while_dragging("200 components", &project, is_analysing);
    }
}

/// The folders of the sample projects.
fn samples() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects");
    let entries = std::fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// What the window shows when the project is opened: what was decided, else what is drawn with the best models. Without a
/// model a design has no response times.
fn shown_design(folder: &Path) -> Design {
    let mut session = session(AnalysisSettings::default());
    session.perform(Action::Open(folder.to_owned()));
    // Nothing shall go on in the background while times are taken.
    session.settle();
    session.design().clone()
}

/// Changes the service time of `edited` to and fro; each time everything is computed anew.
fn re_analysis(name: &str, project: &Project, evidence: &EvidenceBook, design: &Design, edited: &ComponentId) {
    let settings = AnalysisSettings::default();
    let (property, unit) = (Property::ServiceTimeMedian, Property::ServiceTimeMedian.unit());
    let usual = project.system.components[edited].properties[&property].amount_in(unit).unwrap();
    let mut history = History::new(project.clone());
    // As the window does, one analysis leaves its samples to the next.
    let mut sampler = Sampler::new(&settings);
    let start = Instant::now();
    let mut before = analyse_with(history.project(), evidence, design, &mut sampler);
    report(name, "first analysis", "", vec![start.elapsed().as_secs_f64() * 1e3]);
    let mut times = Vec::new();
    for run in 0..WARM_UP + RUNS {
        let mut component = history.project().system.components[edited].clone();
        let factor = if run % 2 == 0 { 1.25 } else { 1.0 };
        component.properties.insert(property, Quantity::estimated(usual * factor, unit));
        let edit = Edit::PutComponent(edited.clone(), component);
        let start = Instant::now();
        history.edit(&edit).unwrap();
        let analysis = analyse_with(history.project(), evidence, design, &mut sampler);
        let elapsed = start.elapsed().as_secs_f64() * 1e3;
        assert!(analysis.qualities != before.qualities, "the edit of {edited} changed nothing");
        if run >= WARM_UP {
            times.push(elapsed);
        }
        before = analysis;
    }
    let scenarios = &before.scenarios;
    let sampled = scenarios.iter().filter(|scenario| matches!(scenario.latency, Latency::Samples { .. })).count();
    report(name, "edit and analysis", &format!("{sampled} of {} sampled", scenarios.len()), times);
}

/// Frames of the window while one component is dragged: after everything has been computed and drawn, or while one
/// re-analysis after the other runs in the background.
fn while_dragging(name: &str, project: &Project, is_analysing: bool) {
    let mut bench = Window::new(project, AnalysisSettings::default(), PATIENCE);
    bench.frame(Vec::new());
    bench.perform(Action::Run(Command::ZoomToFit));
    bench.until_still();
    let from = place_of_one(&mut bench);
    bench.time += 1.0;
    bench.frame(vec![Event::PointerMoved(from)]);
    bench.frame(vec![button(from, PointerButton::Primary, true)]);
    bench.frame(vec![Event::PointerMoved(from + Vec2::new(12.0, 0.0))]);
    let frames = (0..FRAMES).map(|step| {
        let mut edit = 0.0;
        if is_analysing && step % EDIT_EVERY == 0 {
            // Another load asks for a new analysis, which runs beside the frames that follow.
            let (id, scenario) = bench.app.session().project().scenarios.first().unwrap();
            let (id, mut scenario) = (id.clone(), scenario.clone());
            scenario.peak_load = Quantity::estimated(150.0 + step as f64 / 10.0, Unit::PerSecond);
            let start = Instant::now();
            bench.app.perform(&bench.context, Action::Edit(Edit::PutScenario(id, scenario)));
            edit = start.elapsed().as_secs_f64() * 1e3;
        }
        let to = from + Vec2::new(12.0 + (step % 60) as f32, (step % 7) as f32);
        let start = Instant::now();
        let time = bench.frame(vec![Event::PointerMoved(to)]);
        // As a screen would: the rest of the frame's time is not worked in.
        std::thread::sleep(FRAME.saturating_sub(start.elapsed()));
        edit + time
    });
    let times: Vec<f64> = frames.collect();
    let late = times.iter().filter(|time| **time > FRAME.as_secs_f64() * 1e3).count();
    bench.frame(vec![button(from + Vec2::new(71.0, 3.0), PointerButton::Primary, false)]);
    bench.frame(Vec::new());
    let step = bench.app.session().undo_label();
    assert!(step.is_some_and(|label| label.starts_with("move ")), "nothing was dragged, but: {step:?}");
    report(name, if is_analysing { "dragging, analysing" } else { "while dragging" }, &format!("{late} late"), times);
}

/// A place on the screen where a component is, found by clicking about; the component is selected.
fn place_of_one(window: &mut Window) -> Pos2 {
    for index in 0..400 {
        let at = Pos2::new(240.0 + (index % 20) as f32 * 41.0, 100.0 + (index / 20) as f32 * 33.0);
        // Two clicks in a row are no double-click.
        window.time += 1.0;
        window.frame(vec![Event::PointerMoved(at)]);
        window.frame(vec![button(at, PointerButton::Primary, true), button(at, PointerButton::Primary, false)]);
        let selection = window.app.session().selection();
        if selection.len() == 1 && matches!(selection.first(), Some(ElementId::Component(_))) {
            return at;
        }
    }
    panic!("no component was hit");
}

fn report(project: &str, case: &str, note: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{project:>20} {case:>20} {:>10.2} {:>10.2}   {note}", at(0.5), at(0.95));
}

fn id(layer: usize, place: usize) -> ComponentId {
    format!("c{layer}_{place}").as_str().into()
}

fn numbers(amounts: &[(Property, f64)]) -> Properties {
    amounts.iter().map(|(property, amount)| (*property, Quantity::estimated(*amount, property.unit()))).collect()
}

/// Components in layers. Each calls two of the next layer, half of the time each: a request meets two visits or fewer
/// in every layer, spread over all of it from the sixth layer on.
fn generated() -> Project {
    let mut project = Project { name: "Layers".to_owned(), ..Project::default() };
    let (_, mut prototype) = create::component(&project, "service", Point::default());
    prototype.properties.extend(numbers(&[
        (Property::ServiceTimeMedian, 2.0),
        (Property::ServiceTimeTail, 8.0),
        (Property::Capacity, 400.0),
        (Property::Replicas, 2.0),
        (Property::Availability, 99.9),
    ]));
    for (layer, place) in (0..LAYERS).flat_map(|layer| (0..WIDTH).map(move |place| (layer, place))) {
        let mut component = prototype.clone();
        component.name = format!("Service {layer}.{place}");
        component.shape = Rectangle::new(layer as f32 * 280.0, place as f32 * 170.0, 160.0, 64.0);
        Edit::PutComponent(id(layer, place), component).apply(&mut project).unwrap();
    }
    let link = numbers(&[
        (Property::LinkLatencyMedian, 1.0),
        (Property::LinkLatencyTail, 3.0),
        (Property::CallsPerRequest, 0.5),
    ]);
    for (source, target) in calls() {
        let (id, mut connector) = create::connector(&project, &source, &target, ConnectorKind::SynchronousCall);
        connector.properties.extend(link.clone());
        Edit::PutConnector(id, connector).apply(&mut project).unwrap();
    }
    let system = &project.system;
    assert_eq!((system.components.len(), system.connectors.len()), (200, 400));
    use_it(project)
}

/// The connectors of the generated project, all to a later layer.
fn calls() -> Vec<(ComponentId, ComponentId)> {
    let near = (0..LAYERS - 1)
        .flat_map(|layer| (0..2 * WIDTH).map(move |call| (id(layer, call / 2), id(layer + 1, call % WIDTH))));
    let far = (0..FAR_LAYERS).flat_map(|layer| (0..WIDTH).map(move |place| (id(layer, place), id(layer + 2, place))));
    near.chain(far).collect()
}

/// Adds three scenarios and five requirements.
fn use_it(mut project: Project) -> Project {
    let mut scenarios = Vec::new();
    for entry in [0, 7, 13] {
        let (id, mut scenario) = create::scenario(&project, &self::id(0, entry));
        scenario.mean_load = Quantity::estimated(50.0, Unit::PerSecond);
        scenario.peak_load = Quantity::estimated(200.0, Unit::PerSecond);
        Edit::PutScenario(id.clone(), scenario).apply(&mut project).unwrap();
        scenarios.push(id);
    }
    let [first, second, third] = [0, 1, 2].map(|index: usize| Subject::Scenario(scenarios[index].clone()));
    for (measure, subject, threshold) in [
        (Measure::ResponseTimeP99, first.clone(), 250.0),
        (Measure::PeakUtilisation, first, 70.0),
        (Measure::ResponseTimeP95, second, 150.0),
        (Measure::Availability, third, 99.0),
        (Measure::MonthlyCost, Subject::System, 50_000.0),
    ] {
        let (id, mut requirement) = create::requirement(&project, measure, subject);
        requirement.threshold = Quantity::estimated(threshold, measure.unit());
        Edit::PutRequirement(id, requirement).apply(&mut project).unwrap();
    }
    project
}
