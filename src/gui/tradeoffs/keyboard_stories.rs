//! Stories about the trade-offs of the cancer sample without a pointer: filters that are typed, and designs that arrow
//! keys lead to.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::test_support::{ALL, check_filtered, click, objectives, open_all, open_in, rows};
use crate::gui::test_support::Bench;
use crate::tradeoff::Exploration;

fn press(bench: &mut Bench, key: Key) {
    bench.harness.key_press(key);
    bench.harness.run();
}

fn focus(bench: &mut Bench, label: &str) {
    bench.harness.get_by_label(label).focus();
    bench.harness.run();
}

fn is_focused(bench: &Bench, label: &str) -> bool {
    bench.harness.query_by_label(label).is_some_and(|node| node.accesskit_node().is_focused())
}

/// Presses Tab until what is called so has the keyboard.
fn tab_to(bench: &mut Bench, label: &str) {
    for _ in 0..100 {
        press(bench, Key::Tab);
        if is_focused(bench, label) {
            return;
        }
    }
    panic!("Tab never reaches \"{label}\"");
}

fn exploration(bench: &Bench) -> Arc<Exploration> {
    let explored = bench.harness.state().session().exploration();
    Arc::clone(explored.and_then(Result::ok).expect("the designs are evaluated"))
}

/// The design that is looked at.
fn looked_at(bench: &Bench) -> usize {
    exploration(bench).find(bench.harness.state().session().design()).expect("it is one of them")
}

#[test]
fn a_range_is_typed_with_the_keyboard_alone() {
    let mut bench = open_all();
    let (key, name) = objectives(&bench).remove(0);
    let exploration = exploration(&bench);
    let values: Vec<f64> = (0..ALL).filter_map(|index| exploration.value(index, &key)).collect();
    let at_least = |limit: f64| values.iter().filter(|value| **value >= limit).count();
    let mut apart = values.clone();
    apart.sort_by(f64::total_cmp);
    apart.dedup();
    let (least, most) = (apart[apart.len() / 2], apart[apart.len() - 1]);
    focus(&mut bench, "Filter designs");
    press(&mut bench, Key::Enter);
    let from = format!("{name} from");
    assert!(is_focused(&bench, &from), "the popup opens with its first field");
    bench.harness.get_by_role_and_label(Role::TextInput, &from).type_text(&least.to_string());
    bench.harness.run();
    press(&mut bench, Key::Tab);
    assert_eq!(check_filtered(&bench), at_least(least), "the end itself lies within");
    let to = format!("{name} to");
    assert!(is_focused(&bench, &to), "the other end comes next");
    // An end that lies beyond the other one is refused.
    bench.harness.get_by_role_and_label(Role::TextInput, &to).type_text(&(least / 2.0).to_string());
    bench.harness.run();
    press(&mut bench, Key::Enter);
    bench.harness.get_by_label("It lies beyond the other end.");
    assert_eq!(rows(&bench), at_least(least));
    focus(&mut bench, &to);
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.get_by_role_and_label(Role::TextInput, &to).type_text(&most.to_string());
    bench.harness.run();
    press(&mut bench, Key::Enter);
    assert!(bench.harness.query_by_label("It lies beyond the other end.").is_none());
    assert_eq!(rows(&bench), at_least(least), "the largest value lies within as well");
    // Both ends are one part of the filter, which is taken away as one drawn by hand is.
    assert_eq!(bench.harness.query_all_by_label_contains(&format!("Remove filter {name}: ")).count(), 1);
    // What cannot be read goes with the range.
    focus(&mut bench, &to);
    bench.harness.get_by_role_and_label(Role::TextInput, &to).type_text("much");
    bench.harness.run();
    press(&mut bench, Key::Enter);
    let text = |bench: &Bench| bench.harness.get_by_role_and_label(Role::TextInput, &to).value().unwrap_or_default();
    assert!(text(&bench).contains("much"), "{}", text(&bench));
    focus(&mut bench, &format!("Clear the filter on {name}"));
    press(&mut bench, Key::Space);
    assert_eq!(rows(&bench), ALL);
    assert_eq!(text(&bench), "");
    press(&mut bench, Key::Escape);
    assert!(bench.harness.query_by_label(&from).is_none(), "Escape closes the popup");
}

#[test]
fn options_of_a_choice_are_let_pass_one_by_one() {
    let mut bench = open_all();
    let exploration = exploration(&bench);
    let axis = exploration.space().axes()[1].clone();
    let option = |position: u64| axis.option_label(&axis.pick(position).expect("it is an option"));
    let takes =
        |positions: &[u64]| (0..ALL).filter(|index| positions.contains(&exploration.option_of(*index, 1))).count();
    let without = |bench: &mut Bench, position: u64| {
        // It may have to be scrolled to.
        bench.harness.get_by_label(&format!("{}: {}", axis.label, option(position))).click_accesskit();
        bench.harness.run();
    };
    click(&mut bench, "Filter designs");
    assert_eq!(axis.count(), 3);
    without(&mut bench, 1);
    assert_eq!(check_filtered(&bench), takes(&[0, 2]));
    without(&mut bench, 0);
    assert_eq!(check_filtered(&bench), takes(&[2]));
    // The last one stays: without any option no design would be left.
    without(&mut bench, 2);
    assert_eq!(rows(&bench), takes(&[2]));
    click(&mut bench, "Clear all filters");
    assert_eq!(rows(&bench), ALL);
}

#[test]
fn arrows_lead_from_row_to_row() {
    let mut bench = open_all();
    let first = looked_at(&bench);
    focus(&mut bench, &format!("Design {}", first + 1));
    press(&mut bench, Key::Home);
    assert_eq!(looked_at(&bench), 0);
    press(&mut bench, Key::ArrowDown);
    press(&mut bench, Key::ArrowDown);
    assert_eq!(looked_at(&bench), 2, "the keyboard goes along");
    press(&mut bench, Key::ArrowUp);
    assert_eq!(looked_at(&bench), 1);
    assert!(is_focused(&bench, "Design 2"));
    press(&mut bench, Key::End);
    assert_eq!(looked_at(&bench), ALL - 1);
    press(&mut bench, Key::ArrowDown);
    assert_eq!(looked_at(&bench), ALL - 1, "there is nothing further");
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    bench.harness.run();
    click(&mut bench, "Compare");
    bench.harness.get_by_label(&format!("A  Design {ALL}"));
}

#[test]
fn a_table_is_one_stop_of_the_tab_key() {
    let mut bench = open_all();
    let row = format!("Design {}", looked_at(&bench) + 1);
    focus(&mut bench, &row);
    press(&mut bench, Key::Tab);
    let mut rows = bench.harness.query_all_by_label_contains("Design ");
    assert!(rows.all(|row| !row.accesskit_node().is_focused()));
}

#[test]
fn a_table_is_a_stop_also_where_the_design_that_is_looked_at_is_out_of_sight() {
    let mut bench = open_in(vec2(1280.0, 800.0));
    click(&mut bench, "All");
    click(&mut bench, "Design 1");
    assert_eq!(looked_at(&bench), 0);
    let place = bench.harness.get_by_label("Design 1").rect().center();
    bench.harness.hover_at(place);
    bench.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -4000.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    for _ in 0..20 {
        bench.harness.run();
    }
    assert!(!bench.harness.query_all_by_label("Design 1").any(|_| true), "it is scrolled away");
    let reaches_a_row = (0..100).any(|_| {
        press(&mut bench, Key::Tab);
        bench.harness.query_all_by_label_contains("Design ").any(|row| row.accesskit_node().is_focused())
    });
    assert!(reaches_a_row, "Tab reaches no row");
    press(&mut bench, Key::ArrowDown);
    assert_ne!(looked_at(&bench), 0, "arrows go on from that row");
}

#[test]
fn a_row_that_is_scrolled_to_has_the_keyboard() {
    let mut bench = open_in(vec2(1280.0, 800.0));
    click(&mut bench, "All");
    assert!(rows(&bench) < ALL, "not all fit");
    click(&mut bench, "Design 1");
    assert!(is_focused(&bench, "Design 1"), "whoever clicked goes on with the keys");
    press(&mut bench, Key::End);
    assert_eq!(looked_at(&bench), ALL - 1);
    press(&mut bench, Key::ArrowUp);
    assert_eq!(looked_at(&bench), ALL - 2);
    assert!(is_focused(&bench, &format!("Design {}", ALL - 1)));
}

/// Presses an arrow, or the opposite one where there is nothing further, and the other one again.
fn step_there_and_back(bench: &mut Bench, picture: &str) {
    let first = looked_at(bench);
    focus(bench, picture);
    press(bench, Key::ArrowDown);
    if looked_at(bench) == first {
        press(bench, Key::ArrowUp);
        assert_ne!(looked_at(bench), first, "{picture}: no arrow leads anywhere");
        press(bench, Key::ArrowDown);
    } else {
        press(bench, Key::ArrowUp);
    }
    assert_eq!(looked_at(bench), first, "{picture}: the opposite arrow leads back");
}

#[test]
fn arrows_lead_from_point_to_point() {
    let mut bench = open_all();
    let (across, _) = bench.harness.state().session().plot().expect("two measures are known");
    let exploration = exploration(&bench);
    let value = |bench: &Bench| exploration.value(looked_at(bench), &across).expect("it is plotted");
    let picture = "Designs as points on two axes";
    step_there_and_back(&mut bench, picture);
    let before = value(&bench);
    press(&mut bench, Key::ArrowRight);
    assert!(value(&bench) >= before, "nothing at the right is further left");
    assert!(is_focused(&bench, picture), "the picture keeps the keyboard");
    click(&mut bench, "Parallel");
    step_there_and_back(&mut bench, "Designs as lines across parallel axes");
    click(&mut bench, "Matrix");
    let names: Vec<_> = objectives(&bench).into_iter().map(|(_, name)| name).collect();
    step_there_and_back(&mut bench, &format!("{} against {}", names[1], names[0]));
}

#[test]
fn every_page_is_reached_with_the_tab_key() {
    let mut bench = open_in(vec2(1280.0, 800.0));
    for (page, content) in [
        ("Limits", "Loosen Miss no tumour"),
        ("Choose", "The choice flips"),
        ("Compare", "Nothing pinned yet"),
        ("Space", "Rule a combination out"),
        ("Designs", "Export as CSV…"),
    ] {
        tab_to(&mut bench, page);
        press(&mut bench, Key::Enter);
        assert!(bench.harness.query_by_label(content).is_some(), "{page} is not shown");
    }
}
