//! Connectors: reconnected, bent, labelled.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::model::{ConnectorKind, Line};

/// As [`project`], with a call from the service to the store, and a cache far below.
fn connected() -> Project {
    let mut project = project();
    let (id, component) = create::component(&project, "cache", Point::new(600.0, 520.0));
    Edit::PutComponent(id, component).apply(&mut project).unwrap();
    let ends = [0, 1].map(|index| project.system.components.get_index(index).unwrap().0.clone());
    let (id, connector) = create::connector(&project, &ends[0], &ends[1], ConnectorKind::SynchronousCall);
    Edit::PutConnector(id, connector).apply(&mut project).unwrap();
    project
}

fn open_connected() -> Bench {
    bench(&connected(), &EvidenceBook::default())
}

fn select_connector(bench: &mut Bench) {
    let id = project_of(bench).system.connectors.get_index(0).unwrap().0.clone();
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Select([ElementId::Connector(id)].into()));
    bench.harness.run();
}

#[test]
fn an_end_is_taken_to_another_component() {
    let mut bench = open_connected();
    select_connector(&mut bench);
    let end = bench.harness.get_by_label("Move the end of the connector").rect().center();
    let to = center_of(&bench, "Component Cache");
    drag(&mut bench, end, to);
    let project = project_of(&bench);
    assert_eq!(project.system.connectors[0].target.as_str(), "cache");
    assert_eq!(project.system.connectors.len(), 1);
    assert_eq!(undo_label(&bench).as_deref(), Some("reconnect"));
}

#[test]
fn a_line_follows_its_boxes() {
    let mut bench = open_connected();
    let before = center_of(&bench, "Connector Service to Data store");
    let at = center_of(&bench, "Component Data store");
    drag(&mut bench, at, at + Vec2::new(200.0, 60.0));
    assert_ne!(center_of(&bench, "Connector Service to Data store"), before);
}

#[test]
fn a_piece_is_moved_by_hand_and_finds_its_own_way_again() {
    let mut bench = open_connected();
    select_connector(&mut bench);
    let piece = bench.harness.get_by_label("Bend piece 1").rect().center();
    drag(&mut bench, piece, piece + Vec2::new(-60.0, 0.0));
    assert!(!project_of(&bench).system.connectors[0].line.bends.is_empty());
    assert_eq!(undo_label(&bench).as_deref(), Some("bend connector"));
    run(&mut bench, Command::StraightenConnectors);
    assert_eq!(project_of(&bench).system.connectors[0].line, Line::default());
}

#[test]
fn a_label_is_typed_on_the_line_and_moved() {
    let mut bench = open_connected();
    let at = center_of(&bench, "Connector Service to Data store");
    double_click(&mut bench, at);
    bench.harness.get_by_label("New name").type_text("store orders");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert_eq!(project_of(&bench).system.connectors[0].label, "store orders");
    wait(&mut bench);
    let plate = center_of(&bench, "Connector Service to Data store");
    drag(&mut bench, plate, plate + Vec2::new(90.0, 10.0));
    assert!(project_of(&bench).system.connectors[0].line.label_offset.is_some());
    assert_eq!(undo_label(&bench).as_deref(), Some("move label"));
    let moved = center_of(&bench, "Connector Service to Data store");
    assert!((moved - plate - Vec2::new(90.0, 10.0)).length() < 4.0, "{plate:?} {moved:?}");
}

#[test]
fn deleting_a_box_takes_its_connectors_along() {
    let mut bench = open_connected();
    select(&mut bench, &[1]);
    bench.harness.key_press(Key::Backspace);
    bench.harness.run();
    let project = project_of(&bench);
    assert_eq!((project.system.components.len(), project.system.connectors.len()), (2, 0));
    undo(&mut bench);
    assert_eq!(project_of(&bench).system.connectors.len(), 1);
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    bench.harness.run();
    assert_eq!(project_of(&bench).system.connectors.len(), 0);
}

#[test]
fn by_the_keyboard_alone_a_component_is_connected_to_a_new_one() {
    let mut bench = open();
    select(&mut bench, &[0]);
    bench.harness.key_press(Key::C);
    bench.harness.run();
    bench.harness.get_by_label("Search kinds").type_text("queue");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    let project = project_of(&bench);
    assert_eq!((project.system.components.len(), project.system.connectors.len()), (3, 1));
    assert_eq!(project.system.connectors[0].source.as_str(), "service");
}
