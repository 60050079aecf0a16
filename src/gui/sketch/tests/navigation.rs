//! Ways around: panning, zooming, selecting, finding, menus, keys.

use egui::{Event, Key, Modifiers, PointerButton, Vec2};
use egui_kittest::kittest::Queryable as _;

use super::*;

fn middle_drag(bench: &mut Bench, button: PointerButton) -> Vec2 {
    let before = center_of(bench, "Component Service");
    let from = before + Vec2::new(0.0, -100.0);
    drag_with(bench, (from, from + Vec2::new(60.0, 40.0)), button, Modifiers::NONE);
    center_of(bench, "Component Service") - before
}

#[test]
fn the_view_is_moved_with_the_middle_and_the_right_button_and_with_space() {
    let mut bench = open();
    for button in [PointerButton::Middle, PointerButton::Secondary] {
        let moved = middle_drag(&mut bench, button);
        assert!(moved.x > 30.0 && moved.y > 20.0, "{button:?}: {moved:?}");
    }
    bench.harness.key_down(Key::Space);
    bench.harness.run_steps(2);
    let moved = middle_drag(&mut bench, PointerButton::Primary);
    bench.harness.key_up(Key::Space);
    bench.harness.run();
    assert!(moved.x > 30.0 && moved.y > 20.0, "{moved:?}");
    assert!(bench.harness.state().session().selection().is_empty(), "no frame was drawn");
    assert_eq!(*project_of(&bench), project());
}

#[test]
fn the_wheel_scrolls_and_zooming_keeps_what_is_under_the_pointer() {
    let mut bench = open();
    let before = center_of(&bench, "Component Service");
    bench.harness.event(Event::PointerMoved(before));
    bench.harness.run();
    bench.harness.event(Event::Zoom(1.5));
    bench.harness.run();
    let after = center_of(&bench, "Component Service");
    assert!((after - before).length() < 1.0, "{before:?} {after:?}");
    bench.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -80.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    for _ in 0..20 {
        bench.harness.run();
    }
    let scrolled = center_of(&bench, "Component Service") - after;
    assert!(scrolled.y < -40.0 && scrolled.x.abs() < 1.0, "{scrolled:?}");
}

#[test]
fn keys_zoom_to_everything_and_to_the_selection() {
    let mut bench = open();
    let width = |bench: &Bench| bench.harness.get_by_label_contains("Component Service").rect().width();
    run(&mut bench, Command::ZoomOut);
    run(&mut bench, Command::ZoomOut);
    select(&mut bench, &[0]);
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::Num2);
    bench.harness.run();
    assert!((width(&bench) - 160.0).abs() < 0.5, "as large as it is");
    let center = center_of(&bench, "Drawing");
    assert!((center_of(&bench, "Component Service") - center).length() < 2.0);
    bench.harness.key_press_modifiers(Modifiers::SHIFT, Key::Num1);
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains("Node Cloud region").is_some());
    // A keyboard on which Shift and the key for 2 type something else.
    bench.harness.event(Event::Key {
        key: Key::Quote,
        physical_key: Some(Key::Num2),
        pressed: true,
        repeat: false,
        modifiers: Modifiers::SHIFT,
    });
    bench.harness.run();
    assert!((width(&bench) - 160.0).abs() < 0.5);
}

#[test]
fn shift_adds_to_the_selection_and_takes_away() {
    let mut bench = open();
    let (service, store) = (center_of(&bench, "Component Service"), center_of(&bench, "Component Data store"));
    click_with(&mut bench, service, Modifiers::NONE);
    click_with(&mut bench, store, Modifiers::SHIFT);
    assert_eq!(bench.harness.state().session().selection().len(), 2);
    click_with(&mut bench, service, Modifiers::SHIFT);
    let selection = bench.harness.state().session().selection().clone();
    assert_eq!(selection, [ElementId::Component("data_store".into())].into());
}

#[test]
fn tab_goes_from_element_to_element_and_enter_renames() {
    let mut bench = open();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..90 {
        bench.harness.key_press(Key::Tab);
        bench.harness.run();
        seen.extend(bench.harness.state().session().selection().iter().cloned());
        if seen.len() == 3 {
            break;
        }
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert!(bench.harness.query_by_label("New name").is_some());
}

#[test]
fn an_element_is_found_by_a_part_of_its_name() {
    let mut bench = open();
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    bench.harness.run();
    bench.harness.get_by_label("Find an element").type_text("store");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    let selection = bench.harness.state().session().selection().clone();
    assert_eq!(selection, [ElementId::Component("data_store".into())].into());
    let center = center_of(&bench, "Drawing");
    assert!((center_of(&bench, "Component Data store") - center).length() < 2.0, "it is in the middle");
}

#[test]
fn commands_are_found_by_name() {
    let mut bench = open();
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    bench.harness.run();
    bench.harness.get_by_label("Search commands").type_text("select al");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert_eq!(bench.harness.state().session().selection().len(), 3);
    // Enter alone runs nothing, and what is typed meanwhile is meant for the palette, not for the canvas.
    bench.harness.key_press(Key::Slash);
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.key_press(Key::A);
    bench.harness.run();
    assert!(bench.harness.query_by_label("Search commands").is_some());
    assert_eq!(*project_of(&bench), project());
    bench.harness.key_press(Key::Escape);
    bench.harness.run();
    assert!(bench.harness.query_by_label("Search commands").is_none());
}

#[test]
fn the_menu_is_about_what_is_under_the_pointer() {
    let mut bench = open();
    bench.harness.get_by_label_contains("Component Service").click_secondary();
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains("Connect to").is_some());
    bench.harness.get_by_label_contains("Bring to front").click();
    bench.harness.run();
    assert_eq!(undo_label(&bench).as_deref(), Some("bring Service to the front"));
    let empty = center_of(&bench, "Component Service") + Vec2::new(0.0, -110.0);
    click_with(&mut bench, empty, Modifiers::NONE);
    press(&mut bench, empty, PointerButton::Secondary, Modifiers::NONE, 1);
    bench.harness.get_by_label_contains("Add component").click();
    bench.harness.run();
    assert!(bench.harness.query_by_label("Search kinds").is_some());
}

#[test]
fn the_keys_are_listed_and_the_map_shows_when_the_drawing_is_larger_than_the_canvas() {
    let mut bench = open();
    bench.harness.key_press(Key::Questionmark);
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains("Double-click").is_some());
    bench.harness.key_press(Key::Questionmark);
    bench.harness.run();
    assert!(bench.harness.query_by_label("Map of the drawing").is_none());
    for _ in 0..4 {
        run(&mut bench, Command::ZoomIn);
    }
    let map = bench.harness.get_by_label("Map of the drawing").rect();
    let is_seen = |bench: &Bench| bench.harness.query_by_label_contains("Component Service").is_some();
    assert!(!is_seen(&bench), "it is to the left of what is shown");
    let left = map.left_center() + Vec2::new(map.width() * 0.15, -map.height() * 0.2);
    drag(&mut bench, left, left + Vec2::splat(1.0));
    assert!(is_seen(&bench));
    run(&mut bench, Command::ToggleMinimap);
    assert!(bench.harness.query_by_label("Map of the drawing").is_none());
}

#[test]
fn a_view_that_nobody_moved_fits_a_window_of_another_size() {
    let mut bench = open();
    let is_in_sight = |bench: &Bench| {
        let canvas = bench.harness.get_by_role_and_label(Role::Canvas, "Drawing").rect();
        canvas.contains_rect(bench.harness.get_by_label_contains("Component Service").rect())
            && canvas.contains_rect(bench.harness.get_by_label_contains("Node Cloud region").rect())
    };
    assert!(is_in_sight(&bench));
    bench.harness.set_size(Vec2::new(900.0, 560.0));
    bench.harness.run();
    assert!(is_in_sight(&bench), "it is fitted anew");
    run(&mut bench, Command::ZoomIn);
    let before = bench.harness.get_by_label_contains("Component Service").rect();
    bench.harness.set_size(Vec2::new(1280.0, 800.0));
    bench.harness.run();
    assert_eq!(bench.harness.get_by_label_contains("Component Service").rect().width(), before.width());
}
