//! The whole main job with the keyboard alone: nothing here moves or presses a pointer.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::gui::test_support::settle;
use crate::session::Stage;

fn press(bench: &mut Bench, key: Key) {
    bench.harness.key_press(key);
    bench.harness.run();
}

fn command(bench: &mut Bench, key: Key) {
    bench.harness.key_press_modifiers(Modifiers::COMMAND, key);
    settle(bench);
}

fn type_text(bench: &mut Bench, text: &str) {
    bench.harness.event(Event::Text(text.to_owned()));
    bench.harness.run();
}

/// Presses Tab until something called `label` has the keyboard.
fn tab_to(bench: &mut Bench, label: &str) {
    for _ in 0..300 {
        press(bench, Key::Tab);
        let all = bench.harness.query_all_by_label_contains(label);
        if all.into_iter().any(|node| node.accesskit_node().is_focused()) {
            return;
        }
    }
    panic!("Tab never reaches \"{label}\"");
}

#[test]
fn saving_does_not_wait_for_a_window_that_asks_for_something() {
    let mut bench = open();
    select(&mut bench, &[0]);
    press(&mut bench, Key::ArrowRight);
    press(&mut bench, Key::C);
    assert!(bench.harness.state().session().is_changed());
    command(&mut bench, Key::S);
    assert!(!bench.harness.state().session().is_changed());
    assert!(bench.harness.query_by_label("Search kinds").is_some(), "it is still open");
}

#[test]
fn components_that_are_connected_by_key_do_not_cover_each_other() {
    let mut bench = open();
    for kind in ["cache", "queue"] {
        select(&mut bench, &[0]);
        press(&mut bench, Key::C);
        type_text(&mut bench, kind);
        press(&mut bench, Key::Enter);
        press(&mut bench, Key::Enter);
    }
    assert!(!shape(&bench, 2).touches(shape(&bench, 3)), "{:?} {:?}", shape(&bench, 2), shape(&bench, 3));
}

#[test]
fn a_system_is_drawn_required_compared_decided_and_reported_without_a_pointer() {
    let mut bench = bench(&Project { name: "Keys".to_owned(), ..Project::default() }, &EvidenceBook::default());
    // Draw: a key for the kind, Enter puts it where there is room, its name is asked for.
    press(&mut bench, Key::W);
    press(&mut bench, Key::Enter);
    type_text(&mut bench, "Front");
    press(&mut bench, Key::Enter);
    // Connect it to a new component, then from there to one that is there.
    press(&mut bench, Key::C);
    type_text(&mut bench, "service");
    press(&mut bench, Key::Enter);
    type_text(&mut bench, "Scorer");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::S);
    press(&mut bench, Key::Enter);
    type_text(&mut bench, "Store");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::C);
    type_text(&mut bench, "scorer");
    press(&mut bench, Key::Enter);
    let project = project_of(&bench);
    let names: Vec<_> = project.system.components.values().map(|component| component.name.as_str()).collect();
    assert_eq!(names, ["Front", "Scorer", "Store"]);
    let lines: Vec<_> = project.system.connectors.values().map(|line| (&line.source, &line.target)).collect();
    let id = |index: usize| project.system.components.get_index(index).unwrap().0;
    assert_eq!(lines, [(id(0), id(1)), (id(2), id(1))]);
    let shapes: Vec<_> = project.system.components.values().map(|component| component.shape).collect();
    assert!(!shapes[0].touches(shapes[2]) && !shapes[1].touches(shapes[2]), "{shapes:?}");

    // Select by Tab, leave a choice open, state how the system is used and what must hold.
    tab_to(&mut bench, "Component Scorer");
    bench.harness.key_press_modifiers(Modifiers::ALT, Key::Enter);
    bench.harness.run();
    let field = bench.harness.get_by_role_and_label(Role::TextInput, "Name");
    assert!(field.accesskit_node().is_focused(), "the fields about it are at hand");
    tab_to(&mut bench, "How many replicas");
    press(&mut bench, Key::Space);
    assert_eq!(project_of(&bench).choices.len(), 1);
    command(&mut bench, Key::Num2);
    tab_to(&mut bench, "Add the first scenario");
    press(&mut bench, Key::Enter);
    tab_to(&mut bench, "Add requirement");
    press(&mut bench, Key::Enter);
    tab_to(&mut bench, "Require Monthly cost");
    press(&mut bench, Key::Enter);
    let project = project_of(&bench);
    assert_eq!((project.scenarios.len(), project.requirements.len()), (1, 1));

    // Compare, decide, report.
    command(&mut bench, Key::Num5);
    assert_eq!(bench.harness.state().session().stage(), Stage::Tradeoffs);
    assert!(bench.harness.query_all_by_label_contains("designs").next().is_some());
    command(&mut bench, Key::Num6);
    tab_to(&mut bench, "Decide for the design that is looked at");
    press(&mut bench, Key::Enter);
    assert!(project_of(&bench).decided_design().is_some());
    command(&mut bench, Key::E);
    settle(&mut bench);
    assert!(bench.harness.state().session().is_report_wanted(), "the report is shown before it is written");
    command(&mut bench, Key::E);
    let field = bench.harness.get_by_role_and_label(Role::TextInput, "Path");
    assert!(field.accesskit_node().is_focused(), "the dialog takes the keyboard");
    press(&mut bench, Key::Enter);
    settle(&mut bench);
    let folder = std::fs::read_dir(bench.harness.state().session().folder()).unwrap();
    let report =
        folder.flatten().map(|entry| entry.path()).find(|path| path.to_string_lossy().ends_with("report.html"));
    assert!(std::fs::read_to_string(report.unwrap()).unwrap().contains("Scorer"));
}
