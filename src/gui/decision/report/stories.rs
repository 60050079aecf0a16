//! Stories about the report: what is shown is what is written.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::edit::Edit;
use crate::gui::decision::tests::{click, perform, project, shows};
use crate::gui::test_support::{Bench, bench_of_size, settle};
use crate::model::EvidenceBook;
use crate::report::{Report, html, markdown};
use crate::session::{Action, ReportPreview, Stage};

/// The page in a window that is so high.
fn story_of_height(height: f32) -> Bench {
    let mut story = bench_of_size(&project(), &EvidenceBook::default(), egui::vec2(1280.0, height));
    perform(&mut story, Action::GoTo(Stage::Decision));
    click(&mut story, "Report");
    story
}

/// The page in a window that is high enough for all of it.
fn story() -> Bench {
    story_of_height(6_000.0)
}

fn tick(story: &mut Bench, part: &str) {
    story.harness.get_by_role_and_label(Role::CheckBox, part).click();
    settle(story);
}

fn has_heading(story: &Bench, heading: &str) -> bool {
    story.harness.query_all_by_role_and_label(Role::Heading, heading).next().is_some()
}

/// What is shown.
fn previewed(story: &Bench) -> Report {
    match story.harness.state().session().report_preview() {
        Some(ReportPreview::Ready(report)) => Report::clone(report),
        other => panic!("the report is not there: {other:?}"),
    }
}

/// Exports to a file of this name with our own dialog, and reads it.
fn export(story: &mut Bench, name: &str) -> String {
    let file = story.harness.state().session().folder().join(name);
    click(story, "Export…");
    story.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    story.harness.get_by_role_and_label(Role::TextInput, "Path").type_text(&file.display().to_string());
    story.harness.run();
    click(story, "Save here");
    assert!(shows(story, &format!("Wrote {name}")), "it is told");
    assert!(shows(story, "Open folder"), "the file can be looked for");
    std::fs::read_to_string(file).expect("the report was written")
}

#[test]
fn parts_that_are_not_ticked_are_neither_shown_nor_written() {
    let mut story = story();
    assert!(has_heading(&story, "Decision drivers") && has_heading(&story, "Architecture"));
    tick(&mut story, "Decision record");
    assert!(!has_heading(&story, "Decision drivers") && has_heading(&story, "Architecture"));
    assert!(shows(&story, "--parts "), "the command says it too");
    let page = export(&mut story, "some.html");
    assert!(!page.contains("Decision drivers") && page.contains("Architecture"));
    click(&mut story, "All parts");
    assert!(has_heading(&story, "Decision drivers") && !shows(&story, "--parts "));
    click(&mut story, "No part");
    assert!(!has_heading(&story, "Architecture"));
    assert!(shows(&story, "Tick at least one part."));
    click(&mut story, "Export…");
    assert!(story.harness.query_by_label("Save here").is_none(), "there is nothing to write");
}

#[test]
fn what_was_shown_is_written_in_either_format() {
    let mut story = story();
    let report = previewed(&story);
    assert_eq!(export(&mut story, "report.html"), html(&report).expect("it can be laid out"));
    story.harness.get_by_role_and_label(Role::ComboBox, "Format").click();
    settle(&mut story);
    click(&mut story, "Markdown with pictures");
    assert!(shows(&story, "--format markdown"));
    let written = export(&mut story, "report.md");
    assert_eq!(written, markdown(&report).text);
    let session = story.harness.state().session();
    assert!(session.folder().join("report_drawing.svg").is_file(), "its pictures lie beside it");
}

#[test]
fn the_report_follows_an_edit() {
    let mut story = story();
    let describe = Edit::Describe { name: "Fraud desk".to_owned(), description: "It must be quick.".to_owned() };
    perform(&mut story, Action::Edit(describe));
    assert!(has_heading(&story, "Decision: Fraud desk"));
    assert!(shows(&story, "It must be quick."));
    click(&mut story, "Record");
    assert!(!story.harness.state().session().is_report_wanted(), "nobody looks");
}

#[test]
fn a_link_leads_to_its_section_with_the_keyboard_alone() {
    let mut story = story_of_height(700.0);
    let title = previewed(&story).sections.last().expect("there are sections").title.clone();
    assert!(!has_heading(&story, &title), "it is far below and not laid out");
    story.harness.get_by_label(&format!("Go to {title}")).focus();
    story.harness.run();
    story.harness.key_press(Key::Enter);
    settle(&mut story);
    assert!(has_heading(&story, &title));
}

#[test]
fn a_part_that_holds_nothing_cannot_be_ticked_and_says_why() {
    let story = story();
    let tick = story.harness.get_by_role_and_label(Role::CheckBox, "Other decisions");
    assert!(tick.accesskit_node().is_disabled());
    assert!(shows(&story, "There is no other decision."));
}
