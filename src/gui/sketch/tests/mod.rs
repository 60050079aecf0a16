//! Stories on the canvas: what the pointer and the keys do to the project, each as one step to undo.

mod absence;
mod alternatives;
mod boxes;
mod choices;
mod clipboard;
mod keyboard;
mod lines;
mod navigation;
mod templates;
mod views;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::edit::{Edit, create};
use crate::gui::test_support::{Bench, bench};
use crate::model::{ElementId, EvidenceBook, Point, Project};
use crate::session::{Action, Command};

/// A project with a node at the right and a service at the left, outside of it.
fn project() -> Project {
    let mut project = Project { name: "Two boxes".to_owned(), ..Project::default() };
    let (id, node) = create::node(&project, "cloud_region", Point::new(600.0, 200.0));
    Edit::PutNode(id, node).apply(&mut project).unwrap();
    for (kind, center) in [("service", Point::new(200.0, 200.0)), ("data_store", Point::new(200.0, 400.0))] {
        let (id, component) = create::component(&project, kind, center);
        Edit::PutComponent(id, component).apply(&mut project).unwrap();
    }
    project
}

fn open() -> Bench {
    bench(&project(), &EvidenceBook::default())
}

fn center_of(bench: &Bench, label: &str) -> Pos2 {
    bench.harness.get_by_label_contains(label).rect().center()
}

fn drag(bench: &mut Bench, from: Pos2, to: Pos2) {
    drag_with(bench, (from, to), PointerButton::Primary, Modifiers::NONE);
}

/// A drag with another button, or with keys held.
fn drag_with(bench: &mut Bench, (from, to): (Pos2, Pos2), button: PointerButton, modifiers: Modifiers) {
    let press = |pos, pressed| Event::PointerButton { pos, button, pressed, modifiers };
    bench.harness.event(Event::ModifiersChanged(modifiers));
    bench.harness.event(Event::PointerMoved(from));
    bench.harness.run();
    bench.harness.event(press(from, true));
    bench.harness.run();
    for step in 1..=4 {
        bench.harness.event(Event::PointerMoved(from + (to - from) * (step as f32 / 4.0)));
        bench.harness.run();
    }
    bench.harness.event(press(to, false));
    bench.harness.run();
    bench.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    bench.harness.run();
}

/// A click with keys held.
fn click_with(bench: &mut Bench, at: Pos2, modifiers: Modifiers) {
    press(bench, at, PointerButton::Primary, modifiers, 1);
}

/// A number of quick clicks, all within one frame.
fn press(bench: &mut Bench, at: Pos2, button: PointerButton, modifiers: Modifiers, times: usize) {
    bench.harness.event(Event::PointerMoved(at));
    wait(bench);
    let events = &mut bench.harness.input_mut().events;
    events.push(Event::ModifiersChanged(modifiers));
    for pressed in [true, false].repeat(times) {
        events.push(Event::PointerButton { pos: at, button, pressed, modifiers });
    }
    bench.harness.run_steps(1);
    bench.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    bench.harness.run();
}

/// Longer than a double click takes, so that the next click is one by itself.
fn wait(bench: &mut Bench) {
    bench.harness.run_steps(4);
}

fn double_click(bench: &mut Bench, at: Pos2) {
    press(bench, at, PointerButton::Primary, Modifiers::NONE, 2);
}

fn run(bench: &mut Bench, command: Command) {
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Run(command));
    bench.harness.run();
}

fn project_of(bench: &Bench) -> std::sync::Arc<Project> {
    std::sync::Arc::clone(bench.harness.state().session().project())
}

/// Selects a component by its place in the project.
fn select(bench: &mut Bench, indices: &[usize]) {
    let project = project_of(bench);
    let ids = indices.iter().map(|index| project.system.components.get_index(*index).unwrap().0.clone());
    let selection = ids.map(ElementId::Component).collect();
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Select(selection));
    bench.harness.run();
}

fn shape(bench: &Bench, index: usize) -> crate::model::Rectangle {
    bench.harness.state().session().project().system.components[index].shape
}

fn undo_label(bench: &Bench) -> Option<String> {
    bench.harness.state().session().undo_label().map(str::to_owned)
}

fn undo(bench: &mut Bench) {
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    bench.harness.run();
}

#[test]
fn a_kind_is_picked_and_placed() {
    let mut bench = open();
    bench.harness.get_by_label("Add Cache").click();
    bench.harness.run();
    let at = center_of(&bench, "Component Service") + Vec2::new(0.0, -100.0);
    drag(&mut bench, at, at);
    let session = bench.harness.state().session();
    let (id, component) = session.project().system.components.last().unwrap();
    assert_eq!((component.name.as_str(), component.kind.as_str()), ("Cache", "cache"));
    assert_eq!(session.selection().iter().next(), Some(&ElementId::Component(id.clone())));
    assert_eq!(undo_label(&bench).as_deref(), Some("add Cache"));
    // Its name is asked for at once; Enter keeps the proposed one.
    assert!(bench.harness.query_by_label("New name").is_some());
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    undo(&mut bench);
    assert_eq!(bench.harness.state().session().project().system.components.len(), 2);
}

#[test]
fn a_drag_is_one_step_and_dropping_on_a_node_deploys() {
    let mut bench = open();
    let before = shape(&bench, 0);
    let (from, to) = (center_of(&bench, "Component Service"), center_of(&bench, "Node Cloud region"));
    drag(&mut bench, from, to);
    let project = bench.harness.state().session().project().clone();
    assert_ne!(shape(&bench, 0), before);
    assert_eq!(project.system.components[0].deployed_on.as_ref(), project.system.nodes.keys().next());
    assert_eq!(undo_label(&bench).as_deref(), Some("move Service"));
    undo(&mut bench);
    assert_eq!(shape(&bench, 0), before);
    assert_eq!(bench.harness.state().session().project().system.components[0].deployed_on, None);
    assert_eq!(undo_label(&bench), None);
}

#[test]
fn escape_takes_a_drag_back() {
    let mut bench = open();
    let before = shape(&bench, 0);
    let from = center_of(&bench, "Component Service");
    bench.harness.event(Event::PointerMoved(from));
    bench.harness.run();
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    bench.harness.event(button(from, true));
    bench.harness.run();
    bench.harness.event(Event::PointerMoved(from + Vec2::new(150.0, 40.0)));
    bench.harness.run();
    let moved = center_of(&bench, "Component Service") - from;
    assert!((moved - Vec2::new(150.0, 40.0)).length() < 12.0, "{moved:?}");
    bench.harness.key_press(Key::Escape);
    bench.harness.run();
    assert_eq!(center_of(&bench, "Component Service"), from);
    bench.harness.event(button(from + Vec2::new(150.0, 40.0), false));
    bench.harness.run();
    assert_eq!(shape(&bench, 0), before);
    assert_eq!(undo_label(&bench), None);
}

#[test]
fn a_connector_is_drawn_from_an_edge() {
    let mut bench = open();
    let from = center_of(&bench, "Component Service");
    bench.harness.event(Event::PointerMoved(from));
    bench.harness.run();
    let port = bench.harness.get_by_label("Connect Service from its bottom").rect().center();
    let to = center_of(&bench, "Component Data store");
    drag(&mut bench, port, to);
    let project = bench.harness.state().session().project().clone();
    let connector = &project.system.connectors[0];
    assert_eq!(connector.source, *project.system.components.get_index(0).unwrap().0);
    assert_eq!(connector.target, *project.system.components.get_index(1).unwrap().0);
    assert_eq!(undo_label(&bench).as_deref(), Some("connect to Data store"));
    // Dropped on empty ground, it asks what to make there.
    bench.harness.event(Event::PointerMoved(from));
    bench.harness.run();
    let port = bench.harness.get_by_label("Connect Service from its top");
    let port = port.rect().center();
    drag(&mut bench, port, port + Vec2::new(60.0, -90.0));
    bench.harness.get_by_label("Search kinds").type_text("queue");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    let project = bench.harness.state().session().project().clone();
    assert_eq!((project.system.components.len(), project.system.connectors.len()), (3, 2));
    assert_eq!(undo_label(&bench).as_deref(), Some("add Queue or message bus"));
}

#[test]
fn renaming_in_place_and_in_the_inspector() {
    let mut bench = open();
    bench.harness.get_by_label_contains("Component Service").click();
    bench.harness.run();
    bench.harness.key_press(Key::F2);
    bench.harness.run();
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.get_by_label("New name").type_text("Scorer");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert_eq!(bench.harness.state().session().project().system.components[0].name, "Scorer");
    assert_eq!(undo_label(&bench).as_deref(), Some("rename Service"));
    let field = bench.harness.get_by_role_and_label(Role::TextInput, "Name");
    field.focus();
    bench.harness.run();
    bench.harness.get_by_role_and_label(Role::TextInput, "Name").type_text(" 2");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert!(bench.harness.state().session().project().system.components[0].name.contains("Scorer"));
    assert_ne!(bench.harness.state().session().project().system.components[0].name, "Scorer");
}

#[test]
fn a_typed_number_has_a_unit_and_is_checked() {
    let mut bench = open();
    bench.harness.get_by_label_contains("Component Service").click();
    bench.harness.run();
    let type_into = |bench: &mut Bench, text: &str| {
        bench.harness.get_by_role_and_label(Role::TextInput, "Service time, median").focus();
        bench.harness.run();
        bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        bench.harness.get_by_role_and_label(Role::TextInput, "Service time, median").type_text(text);
        bench.harness.run();
        bench.harness.key_press(Key::Enter);
        bench.harness.run();
    };
    type_into(&mut bench, "0.25 s");
    let number = |bench: &Bench| {
        bench.harness.state().session().project().system.components[0].properties
            [&crate::model::Property::ServiceTimeMedian]
    };
    assert_eq!(number(&bench), crate::model::Quantity::estimated(0.25, crate::model::Unit::Second));
    for wrong in ["fast", "-3 ms", "5 MB"] {
        type_into(&mut bench, wrong);
        assert_eq!(number(&bench), crate::model::Quantity::estimated(0.25, crate::model::Unit::Second), "{wrong}");
    }
    assert_eq!(undo_label(&bench).as_deref(), Some("change Service"));
}

#[test]
fn selecting_deleting_nudging() {
    let mut bench = open();
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.run();
    assert_eq!(bench.harness.state().session().selection().len(), 3);
    let before = shape(&bench, 0);
    bench.harness.key_press(Key::ArrowRight);
    bench.harness.run();
    assert_eq!(shape(&bench, 0), before.moved(1.0, 0.0));
    bench.harness.key_press(Key::Delete);
    bench.harness.run();
    assert!(bench.harness.state().session().project().system.components.is_empty());
    assert!(bench.harness.query_by_label_contains("Nothing is drawn yet").is_some());
    undo(&mut bench);
    assert_eq!(bench.harness.state().session().project().system.components.len(), 2);
    // A frame around the two components selects them and not the node.
    let (from, to) = (center_of(&bench, "Component Service"), center_of(&bench, "Component Data store"));
    drag(&mut bench, from + Vec2::new(-110.0, -60.0), to + Vec2::new(100.0, 60.0));
    assert_eq!(bench.harness.state().session().selection().len(), 2);
}

#[test]
fn zooming_and_fitting() {
    let mut bench = open();
    let width = |bench: &Bench| bench.harness.get_by_label_contains("Component Service").rect().width();
    let before = width(&bench);
    for (command, larger) in [(Command::ZoomIn, true), (Command::ZoomOut, false)] {
        let last = width(&bench);
        let context = bench.harness.ctx.clone();
        bench.harness.state_mut().perform(&context, Action::Run(command));
        bench.harness.run();
        assert_eq!(width(&bench) > last, larger);
    }
    bench.harness.get_by_label("Zoom in").click();
    bench.harness.run();
    bench.harness.get_by_label("Zoom to fit").click();
    bench.harness.run();
    assert!((width(&bench) - before).abs() < 0.5);
    assert!(bench.harness.get_by_label_contains("Component Service").accesskit_node().label().is_some());
}
