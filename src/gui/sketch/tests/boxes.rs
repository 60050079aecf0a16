//! Boxes: added, moved, lined up, grouped, locked, collapsed.

use egui::{Key, Modifiers, PointerButton, Vec2};
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::model::BoundaryKind;

fn name_it(bench: &mut Bench, text: &str) {
    bench.harness.get_by_label("New name").type_text(text);
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
}

#[test]
fn a_double_click_on_empty_ground_asks_for_kind_and_name() {
    let mut bench = open();
    let at = center_of(&bench, "Component Service") + Vec2::new(0.0, -110.0);
    double_click(&mut bench, at);
    bench.harness.get_by_label("Search kinds").type_text("cache");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    name_it(&mut bench, "Hot cards");
    let project = project_of(&bench);
    let component = project.system.components.last().unwrap().1;
    assert_eq!((component.name.as_str(), component.kind.as_str()), ("Hot cards", "cache"));
    assert!((center_of(&bench, "Component Hot cards") - at).length() < 12.0);
}

#[test]
fn one_key_per_kind_and_the_next_click_places_it() {
    let mut bench = open();
    let at = center_of(&bench, "Component Service") + Vec2::new(0.0, -110.0);
    for (key, label) in [(Key::U, "Component User"), (Key::N, "Note Note"), (Key::B, "Boundary Trust zone")] {
        bench.harness.key_press(key);
        bench.harness.run();
        drag(&mut bench, at, at);
        bench.harness.key_press(Key::Escape);
        bench.harness.run();
        assert!(bench.harness.query_by_label_contains(label).is_some(), "{label}");
        undo(&mut bench);
    }
    assert_eq!(*project_of(&bench), project());
}

#[test]
fn a_kind_is_dragged_out_of_the_palette() {
    let mut bench = open();
    let to = center_of(&bench, "Component Service") + Vec2::new(0.0, -110.0);
    let from = bench.harness.get_by_label("Add Cache").rect().center();
    drag(&mut bench, from, to);
    assert_eq!(project_of(&bench).system.components.last().unwrap().1.kind, "cache");
}

#[test]
fn escape_keeps_the_old_name() {
    let mut bench = open();
    double_click_label(&mut bench, "Component Service");
    bench.harness.get_by_label("New name").type_text("Other");
    bench.harness.run();
    bench.harness.key_press(Key::Escape);
    bench.harness.run();
    assert_eq!(*project_of(&bench), project());
    double_click_label(&mut bench, "Component Service");
    name_it(&mut bench, "Other");
    assert_eq!(project_of(&bench).system.components[0].name, "Other");
}

fn double_click_label(bench: &mut Bench, label: &str) {
    wait(bench);
    let at = center_of(bench, label);
    double_click(bench, at);
}

#[test]
fn shift_keeps_the_axis_alt_drags_a_copy_and_control_leaves_the_grid() {
    let mut bench = open();
    let from = center_of(&bench, "Component Service");
    let before = shape(&bench, 0);
    let to = from + Vec2::new(8.0, 150.0);
    drag_with(&mut bench, (from, to), PointerButton::Primary, Modifiers::SHIFT | Modifiers::COMMAND);
    let after = shape(&bench, 0);
    assert_eq!(after.corner.x, before.corner.x);
    assert!(after.corner.y > before.corner.y + 50.0);
    undo(&mut bench);
    drag_with(&mut bench, (from, from + Vec2::new(-13.0, -97.0)), PointerButton::Primary, Modifiers::ALT);
    assert_eq!(shape(&bench, 0), before, "the original stays");
    assert_eq!(project_of(&bench).system.components.len(), 3);
    undo(&mut bench);
    drag_with(&mut bench, (from, from + Vec2::new(-13.3, -97.7)), PointerButton::Primary, Modifiers::COMMAND);
    let free = shape(&bench, 0).corner;
    assert!(free.x % 10.0 != 0.0 && free.y % 10.0 != 0.0, "{free:?}");
}

#[test]
fn neighbours_catch_what_comes_into_line_with_them() {
    let mut bench = open();
    bench.harness.key_press(Key::G);
    bench.harness.run();
    assert_eq!(bench.harness.state().session().preference("grid"), Some("off"));
    let (service, store) = (center_of(&bench, "Component Service"), center_of(&bench, "Component Data store"));
    drag(&mut bench, store, store + Vec2::new(3.0, -40.0));
    // Without the grid, three points beside the line of the service: it is caught.
    assert_eq!(center_of(&bench, "Component Data store").x, service.x);
}

#[test]
fn arrows_move_by_one_and_with_shift_by_ten() {
    let mut bench = open();
    select(&mut bench, &[0]);
    let before = shape(&bench, 0);
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    bench.harness.run();
    bench.harness.key_press(Key::ArrowLeft);
    bench.harness.run();
    assert_eq!(shape(&bench, 0), before.moved(-1.0, 10.0));
    assert_eq!(undo_label(&bench).as_deref(), Some("move Service"));
}

#[test]
fn edges_come_to_one_line_and_gaps_become_equal() {
    let mut bench = open();
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.run();
    select(&mut bench, &[0, 1]);
    bench.harness.key_press_modifiers(Modifiers::ALT, Key::W);
    bench.harness.run();
    assert_eq!(shape(&bench, 0).corner.y, shape(&bench, 1).corner.y);
    assert_eq!(undo_label(&bench).as_deref(), Some("align 2 elements"));
}

#[test]
fn a_group_is_selected_and_moved_as_one() {
    let mut bench = open();
    select(&mut bench, &[0, 1]);
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::G);
    bench.harness.run();
    assert_eq!(undo_label(&bench).as_deref(), Some("group 2 elements"));
    bench.harness.key_press(Key::Escape);
    bench.harness.run();
    let at = center_of(&bench, "Component Service");
    click_with(&mut bench, at, Modifiers::NONE);
    assert_eq!(bench.harness.state().session().selection().len(), 2);
    let before = (shape(&bench, 0), shape(&bench, 1));
    drag(&mut bench, at, at + Vec2::new(-40.0, 30.0));
    let after = (shape(&bench, 0), shape(&bench, 1));
    assert_ne!(before, after);
    assert_eq!(after.0.corner.x - before.0.corner.x, after.1.corner.x - before.1.corner.x);
    let at = center_of(&bench, "Component Service");
    click_with(&mut bench, at, Modifiers::COMMAND);
    assert_eq!(bench.harness.state().session().selection().len(), 1, "Ctrl reaches into the group");
    bench.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    bench.harness.run();
    assert!(project_of(&bench).system.groups.is_empty());
}

#[test]
fn what_is_locked_stays_where_it_is() {
    let mut bench = open();
    select(&mut bench, &[0]);
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    bench.harness.run();
    let before = shape(&bench, 0);
    let at = center_of(&bench, "Component Service");
    drag(&mut bench, at, at + Vec2::new(90.0, 90.0));
    bench.harness.key_press(Key::ArrowUp);
    bench.harness.run();
    assert_eq!(shape(&bench, 0), before);
    assert!(bench.harness.query_by_label_contains(", locked").is_some());
}

#[test]
fn front_and_back() {
    let mut bench = open();
    let order = |bench: &Bench| {
        let project = project_of(bench);
        project.system.components.keys().map(ToString::to_string).collect::<Vec<_>>()
    };
    let before = order(&bench);
    select(&mut bench, &[0]);
    bench.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    bench.harness.run();
    assert_eq!(order(&bench).last(), before.first());
    bench.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    bench.harness.run();
    assert_eq!(order(&bench), before);
}

#[test]
fn a_frame_takes_its_content_along_and_collapses_into_a_box() {
    let mut bench = open();
    let (from, to) = (center_of(&bench, "Component Service"), center_of(&bench, "Node Cloud region"));
    drag(&mut bench, from, to);
    let inside = shape(&bench, 0);
    let title = bench.harness.get_by_label_contains("Node Cloud region").rect().left_top() + Vec2::new(60.0, 10.0);
    drag(&mut bench, title, title + Vec2::new(0.0, 60.0));
    assert!(shape(&bench, 0).corner.y > inside.corner.y + 20.0, "it went along");
    run(&mut bench, Command::ToggleCollapsed);
    assert!(bench.harness.query_by_label_contains("Component Service").is_none());
    assert!(bench.harness.query_by_label_contains("Cloud region, collapsed").is_some());
    assert_eq!(undo_label(&bench).as_deref(), Some("collapse Cloud region"));
    run(&mut bench, Command::ToggleCollapsed);
    assert!(bench.harness.query_by_label_contains("Component Service").is_some());
}

#[test]
fn corners_resize_and_shift_keeps_the_proportion() {
    let mut bench = open();
    select(&mut bench, &[0]);
    let before = shape(&bench, 0);
    let corner = bench.harness.get_by_label("Resize bottom right").rect().center();
    let to = corner + Vec2::new(60.0, 3.0);
    drag_with(&mut bench, (corner, to), PointerButton::Primary, Modifiers::SHIFT | Modifiers::COMMAND);
    let after = shape(&bench, 0);
    assert_eq!(after.corner, before.corner);
    assert!(after.size.width > before.size.width + 20.0);
    let ratio = |size: crate::model::Size| size.width / size.height;
    assert!((ratio(after.size) - ratio(before.size)).abs() < 1e-3);
    assert_eq!(undo_label(&bench).as_deref(), Some("resize Service"));
}

#[test]
fn a_component_joins_the_boundary_it_is_dropped_in() {
    let mut start = project();
    let (id, mut boundary) = create::boundary(&start, BoundaryKind::Team, Point::new(600.0, 500.0));
    boundary.shape = crate::model::Rectangle::new(420.0, 380.0, 360.0, 220.0);
    Edit::PutBoundary(id.clone(), boundary).apply(&mut start).unwrap();
    let mut bench = bench(&start, &EvidenceBook::default());
    let (from, to) = (center_of(&bench, "Component Service"), center_of(&bench, "Boundary Team"));
    drag(&mut bench, from, to);
    assert_eq!(project_of(&bench).system.components[0].boundaries, [id].into());
    assert_eq!(undo_label(&bench).as_deref(), Some("move Service"), "one step");
}

#[test]
fn many_elements_are_changed_together() {
    let mut bench = open();
    select(&mut bench, &[0, 1]);
    let field = bench.harness.get_by_role_and_label(Role::TextInput, "Availability per replica");
    field.focus();
    bench.harness.run();
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.get_by_role_and_label(Role::TextInput, "Availability per replica").type_text("99.5 %");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    let project = project_of(&bench);
    for component in project.system.components.values() {
        let value = component.properties[&crate::model::Property::Availability];
        assert_eq!(value, crate::model::Quantity::estimated(99.5, crate::model::Unit::Percent));
    }
    assert_eq!(undo_label(&bench).as_deref(), Some("change Availability per replica of 2 components"));
}

#[test]
fn an_arrangement_is_one_step_and_moves_visibly() {
    let mut bench = open();
    let before = project_of(&bench);
    let from = center_of(&bench, "Component Data store");
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Run(Command::ArrangeRightwards));
    bench.harness.run();
    assert_ne!(project_of(&bench).system, before.system);
    assert_eq!(undo_label(&bench).as_deref(), Some("arrange everything"));
    assert_ne!(center_of(&bench, "Component Data store"), from);
    undo(&mut bench);
    assert_eq!(project_of(&bench).system, before.system);
}
