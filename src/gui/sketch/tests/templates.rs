//! Stories about templates: found, put in as one step, explained, and their rule checked.

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::gui::test_support::settle;
use crate::model::{Boundary, BoundaryId, BoundaryKind, Property, Rectangle, Style};

/// The boundary that states a style.
fn declaring(bench: &Bench) -> BoundaryId {
    let project = project_of(bench);
    let mut found = project.system.boundaries.iter().filter(|(_, boundary)| boundary.style.is_some());
    found.next().expect("a template was put in").0.clone()
}

fn insert(bench: &mut Bench, search: &str) {
    run(bench, Command::InsertTemplate);
    bench.harness.get_by_label("Search templates").type_text(search);
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
}

fn select_boundary(bench: &mut Bench) {
    let selection = [ElementId::Boundary(declaring(bench))].into();
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Select(selection));
    bench.harness.run();
}

#[test]
fn a_template_is_found_by_name_and_put_in_as_one_step() {
    let mut bench = open();
    let before = project_of(&bench);
    insert(&mut bench, "heartbeat");
    let project = project_of(&bench);
    assert_eq!(undo_label(&bench).as_deref(), Some("insert Heartbeat"));
    assert_eq!(project.system.boundaries[&declaring(&bench)].style, Some(Style::Heartbeat));
    let added = bench.harness.state().session().selection().clone();
    assert_eq!(added.len(), 4, "two parts, a monitor and the boundary around them");
    let shapes: Vec<_> = added.iter().filter_map(|element| project.system.shape(element)).collect();
    for element in before.system.elements() {
        let there = project.system.shape(&element).expect("what was there stays");
        assert_eq!(before.system.shape(&element), Some(there));
        assert!(!shapes.iter().any(|shape| shape.touches(there)), "{element:?} is covered");
    }
    undo(&mut bench);
    assert_eq!(*project_of(&bench), *before);
}

#[test]
fn the_gallery_opens_from_the_palette_and_escape_changes_nothing() {
    let mut bench = open();
    bench.harness.get_by_label("Insert template…").click();
    bench.harness.run();
    assert!(bench.harness.query_by_label("Search templates").is_some());
    assert!(bench.harness.query_by_label_contains("expected, not measured").is_some());
    bench.harness.key_press(Key::Escape);
    bench.harness.run();
    assert!(bench.harness.query_by_label("Search templates").is_none());
    assert_eq!(undo_label(&bench), None);
}

#[test]
fn an_entry_chosen_with_the_arrows_is_put_in_with_enter() {
    let mut bench = open();
    run(&mut bench, Command::InsertTemplate);
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert_eq!(undo_label(&bench), None, "nothing was chosen yet");
    run(&mut bench, Command::InsertTemplate);
    bench.harness.key_press(Key::ArrowDown);
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert_eq!(project_of(&bench).system.boundaries[&declaring(&bench)].style, Some(Style::ClientServer));
}

#[test]
fn a_broken_rule_is_shown_beside_the_boundary_and_among_the_findings() {
    let mut bench = open();
    insert(&mut bench, "heartbeat");
    select_boundary(&mut bench);
    assert!(bench.harness.query_by_label("The rule holds").is_some());
    let project = project_of(&bench);
    let watched = project.system.components.iter().find(|(_, found)| found.name == "Watched service");
    let (id, component) = watched.expect("the template has one");
    let mut component = component.clone();
    component.properties.remove(&Property::HeartbeatInterval);
    let context = bench.harness.ctx.clone();
    let edit = Edit::PutComponent(id.clone(), component);
    bench.harness.state_mut().perform(&context, Action::Edit(edit));
    settle(&mut bench);
    assert!(bench.harness.query_by_label("The rule is broken").is_some());
    let session = bench.harness.state().session();
    let findings = &session.analysis().expect("it is computed").findings;
    assert!(findings.iter().any(|finding| finding.rule == "heartbeat_incomplete"));
}

#[test]
fn a_rule_is_not_said_to_hold_where_nothing_is_inside() {
    let mut bench = open();
    let boundary = Boundary {
        name: "Planned".to_owned(),
        kind: BoundaryKind::Area,
        description: String::new(),
        style: Some(Style::Monolith),
        shape: Rectangle::new(9000.0, 9000.0, 300.0, 200.0),
    };
    let context = bench.harness.ctx.clone();
    let edit = Edit::PutBoundary("planned".into(), boundary);
    bench.harness.state_mut().perform(&context, Action::Edit(edit));
    select_boundary(&mut bench);
    assert!(bench.harness.query_by_label("The rule holds").is_none());
    assert!(bench.harness.query_by_label_contains("Nothing is inside yet").is_some());
}
