//! Alternative architectures: begun, shown, compared; and drawings that come from other tools.

use egui::Event;
use egui_kittest::kittest::Queryable as _;

use super::*;

#[test]
fn an_alternative_is_begun_changed_compared_and_left_again() {
    let mut bench = open();
    bench.harness.get_by_label("Alternative As drawn").click();
    bench.harness.run();
    bench.harness.get_by_label("Begin another from this").click();
    bench.harness.run();
    assert_eq!(undo_label(&bench).as_deref(), Some("begin the alternative Alternative"));
    assert!(bench.harness.query_by_label_contains("Nothing differs but places").is_some());
    select(&mut bench, &[1]);
    run(&mut bench, Command::Delete);
    assert!(bench.harness.query_by_label_contains("− Data store").is_some());
    bench.harness.get_by_label("Alternative Alternative").click();
    bench.harness.run();
    bench.harness.get_by_label("Show As drawn").click();
    bench.harness.run();
    assert_eq!(project_of(&bench).system.components.len(), 2);
    // Seen from here, what the other alternative lacks was added.
    assert!(bench.harness.query_by_label_contains("+ Data store").is_some());
    bench.harness.get_by_label("Stop comparing").click();
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains("+ Data store").is_none());
    for _ in 0..3 {
        run(&mut bench, Command::Undo);
    }
    assert!(project_of(&bench).alternatives.is_plain());
}

#[test]
fn text_of_other_tools_is_pasted_as_a_drawing_and_what_it_cannot_say_is_listed() {
    let mut bench = open();
    let text = "workspace \"Shop\" {\n model {\n u = person \"Customer\"\n s = softwareSystem \"Shop\" {\n w = container \"Web\"\n }\n u -> w \"Buys\"\n u -> s \"Uses\"\n }\n}";
    bench.harness.event(Event::Paste(text.to_owned()));
    bench.harness.run();
    let project = project_of(&bench);
    assert!(project.system.components.values().any(|component| component.name == "Customer"));
    assert!(bench.harness.query_by_label_contains("one end is drawn as a frame").is_some());
    bench.harness.get_by_label("Close").click();
    bench.harness.run();
    assert_eq!(undo_label(&bench).as_deref(), Some("import Structurizr DSL"));
    run(&mut bench, Command::Undo);
    assert_eq!(project_of(&bench).system.components.len(), 2);
    bench.harness.event(Event::Paste("workspace {\n model {\n oops\n".to_owned()));
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains("pasted text:3:").is_some());
}
