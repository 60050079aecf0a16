//! Frame times of the canvas: processor time for layout, painting and tessellation of one frame, without a screen.
//!
//! `cargo bench --bench canvas` prints the median and the 95th percentile of each case in milliseconds.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark ends at the first thing that goes wrong")]

mod window;

use std::time::Duration;

use cantilever::analysis::AnalysisSettings;
use cantilever::edit::{Edit, create};
use cantilever::model::{ConnectorKind, ElementId, Point, Project, Rectangle};
use cantilever::session::{Action, Command};
use egui::{Event, PointerButton, Pos2, Vec2};

use self::window::{Window, button};

const FRAMES: usize = 60;
/// The longest search for ways that is waited for.
const PATIENCE: Duration = Duration::from_secs(12);

fn main() {
    println!("{:>11} {:>22} {:>10} {:>10}", "components", "case", "median ms", "p95 ms");
    for components in [100, 1_000, 5_000] {
        measure(components);
    }
}

fn measure(components: usize) {
    let project = drawing(components);
    let settings = AnalysisSettings { samples: 100, seed: 1 };
    let mut bench = Window::new(&project, settings, PATIENCE);
    let first = bench.frame(Vec::new());
    report(components, "first frame, plain lines", vec![first]);
    report(components, "until all ways are found", vec![bench.until_still()]);
    for (view, zoom) in [("all in sight", None), ("at actual size", Some(Command::ActualSize))] {
        bench.perform(Action::Run(Command::ZoomToFit));
        if let Some(command) = zoom {
            bench.perform(Action::Run(command));
        }
        for _ in 0..5 {
            bench.frame(Vec::new());
        }
        let still = (0..FRAMES).map(|_| bench.frame(Vec::new())).collect();
        report(components, &format!("still, {view}"), still);
        let panning = (0..FRAMES).map(|step| {
            let to = Pos2::new(600.0 + (step % 30) as f32 * 3.0, 400.0);
            if step == 0 {
                bench.frame(vec![Event::PointerMoved(to), button(to, PointerButton::Middle, true)])
            } else {
                bench.frame(vec![Event::PointerMoved(to)])
            }
        });
        let panning: Vec<_> = panning.collect();
        let at = Pos2::new(600.0, 400.0);
        bench.frame(vec![button(at, PointerButton::Middle, false)]);
        report(components, &format!("panning, {view}"), panning);
        drag(&mut bench, components, view);
    }
}

/// Drags 100 selected components.
fn drag(bench: &mut Window, components: usize, view: &str) {
    let Some((from, one)) = place_of_one(bench) else {
        println!("{components:>11} no component was hit");
        return;
    };
    let project = std::sync::Arc::clone(bench.app.session().project());
    let others = project.system.components.keys().cloned().map(ElementId::Component).filter(|other| *other != one);
    let chosen = std::iter::once(one.clone()).chain(others.take(99)).collect();
    let context = bench.context.clone();
    bench.app.perform(&context, Action::Select(chosen));
    bench.frame(vec![Event::PointerMoved(from)]);
    bench.frame(vec![button(from, PointerButton::Primary, true)]);
    bench.frame(vec![Event::PointerMoved(from + Vec2::new(12.0, 0.0))]);
    let times = (0..FRAMES).map(|step| {
        let to = from + Vec2::new(12.0 + step as f32, (step % 7) as f32);
        bench.frame(vec![Event::PointerMoved(to)])
    });
    let times: Vec<_> = times.collect();
    let drop = bench.frame(vec![button(from + Vec2::new(70.0, 3.0), PointerButton::Primary, false)]);
    let next = bench.frame(Vec::new());
    report(components, &format!("dragging 100, {view}"), times);
    report(components, &format!("letting go, {view}"), vec![drop + next]);
    bench.until_still();
    assert_eq!(bench.app.session().undo_label(), Some("move 100 elements"));
    bench.perform(Action::Run(Command::Undo));
    bench.until_still();
}

/// A component and a place on the screen where it is, found by clicking about.
fn place_of_one(bench: &mut Window) -> Option<(Pos2, ElementId)> {
    for index in 0..400 {
        let at = Pos2::new(240.0 + (index % 20) as f32 * 41.0, 100.0 + (index / 20) as f32 * 33.0);
        bench.time += 1.0;
        bench.frame(vec![Event::PointerMoved(at)]);
        let click = [true, false].map(|pressed| button(at, PointerButton::Primary, pressed));
        bench.frame(click.to_vec());
        let selection = bench.app.session().selection();
        if let Some(only @ ElementId::Component(_)) = selection.first().filter(|_| selection.len() == 1) {
            return Some((at, only.clone()));
        }
    }
    None
}

fn report(components: usize, case: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{components:>11} {case:>28} {:>10.2} {:>10.2}", at(0.5), at(0.95));
}

/// Components on a loose grid, each calling two near neighbours, some on nodes.
fn drawing(components: usize) -> Project {
    let mut project = Project { name: "Many".to_owned(), ..Project::default() };
    let columns = (components as f64).sqrt().ceil() as usize;
    let place = |index: usize| {
        let (column, row) = (index % columns, index / columns);
        let jitter = ((index * 7919) % 41) as f32 - 20.0;
        Point::new(column as f32 * 280.0 + jitter, row as f32 * 150.0 + jitter * 0.8)
    };
    let (_, prototype) = create::component(&project, "service", Point::default());
    for index in 0..components {
        let mut component = prototype.clone();
        component.name = format!("Service {index}");
        let center = place(index);
        component.shape = Rectangle::new(center.x - 80.0, center.y - 32.0, 160.0, 64.0);
        Edit::PutComponent(format!("c{index}").as_str().into(), component).apply(&mut project).unwrap();
    }
    let kinds = [ConnectorKind::SynchronousCall, ConnectorKind::AsynchronousEvent, ConnectorKind::DataFlow];
    for index in 0..components {
        for (number, step) in [1, columns + 1].into_iter().enumerate() {
            let target = (index + step) % components;
            let ends = [index, target].map(|index| format!("c{index}").as_str().into());
            let kind = kinds[(index + number) % 3];
            let (_, mut connector) = create::connector(&project, &ends[0], &ends[1], kind);
            connector.label = if index % 5 == 0 { "ask".to_owned() } else { String::new() };
            let id = format!("k{index}_{number}");
            Edit::PutConnector(id.as_str().into(), connector).apply(&mut project).unwrap();
        }
    }
    project
}
