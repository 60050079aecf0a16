//! Stories about scenarios and requirements.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::analysis::Outcome;
use crate::analysis::test_support::TestProject;
use crate::gui::test_support::{Bench, bench_of_size, settle};
use crate::model::{EvidenceBook, Measure, Project, Property, Quantity, Requirement, Strength, Subject, Unit};
use crate::session::{Action, Command, Stage};

/// A gateway that calls a service, with one use at 20 requests per second at most.
pub(super) fn project() -> Project {
    let service = [(Property::ServiceTimeMedian, 20.0), (Property::ServiceTimeTail, 60.0), (Property::Capacity, 100.0)];
    TestProject::new()
        .component("Gateway", &service)
        .component("Scorer", &service)
        .call("Gateway", "Scorer", 1.0)
        .scenario("Gateway", 5.0, 20.0)
        .build()
}

fn story(project: &Project) -> Bench {
    let mut story = bench_of_size(project, &EvidenceBook::default(), egui::vec2(1280.0, 1400.0));
    perform(&mut story, Action::GoTo(Stage::Requirements));
    story
}

pub(super) fn perform(story: &mut Bench, action: Action) {
    let context = story.harness.ctx.clone();
    story.harness.state_mut().perform(&context, action);
    settle(story);
}

pub(super) fn click(story: &mut Bench, label: &str) {
    story.harness.get_by_label(label).click();
    settle(story);
}

/// Replaces the text in a field and leaves it.
pub(super) fn fill(story: &mut Bench, label: &str, text: &str) {
    story.harness.get_by_role_and_label(Role::TextInput, label).click();
    story.harness.run();
    story.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    story.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
    story.harness.run();
    story.harness.key_press(Key::Enter);
    settle(story);
}

fn open_measures(story: &mut Bench) {
    story.harness.get_by_role_and_label(Role::ComboBox, "Measure").click();
    settle(story);
}

fn requirements(story: &Bench) -> Vec<Requirement> {
    story.harness.state().session().project().requirements.values().cloned().collect()
}

fn undo_label(story: &Bench) -> Option<String> {
    story.harness.state().session().undo_label().map(str::to_owned)
}

pub(super) fn undo(story: &mut Bench) {
    perform(story, Action::Run(Command::Undo));
}

#[test]
fn a_latency_requirement_is_added_judged_softened_and_removed_with_one_step_each() {
    let mut story = story(&project());
    click(&mut story, "Add requirement");
    click(&mut story, "Require Response time, p99");
    let added = requirements(&story).remove(0);
    assert_eq!(added.measure.subject, Subject::Scenario("use".into()));
    assert!(story.harness.query_by_label("Response time, p99: unknown").is_some(), "no limit, no verdict");
    assert_eq!(undo_label(&story).as_deref(), Some("add Response time, p99"));

    fill(&mut story, "Threshold", "250 ms");
    assert_eq!(requirements(&story)[0].threshold, Quantity::estimated(250.0, Unit::Millisecond));
    assert!(story.harness.query_by_label("Response time, p99: met").is_some());
    assert!(story.harness.query_by_label("Response time, p99 of use ≤ 250 ms").is_some());
    fill(&mut story, "Threshold", "0.01 s");
    assert!(story.harness.query_by_label("Response time, p99: missed").is_some());
    undo(&mut story);
    assert_eq!(requirements(&story)[0].threshold, Quantity::estimated(250.0, Unit::Millisecond));

    click(&mut story, "Soft: is less desirable");
    fill(&mut story, "Importance", "80");
    assert_eq!(requirements(&story)[0].strength, Strength::Soft { weight: 80.0, worst: None });
    fill(&mut story, "Importance", "120");
    assert_eq!(
        requirements(&story)[0].strength,
        Strength::Soft { weight: 80.0, worst: None },
        "more than all the points"
    );
    undo(&mut story);
    undo(&mut story);
    assert_eq!(requirements(&story)[0].strength, Strength::Hard);

    let before = requirements(&story);
    click(&mut story, "Remove requirement");
    assert!(requirements(&story).is_empty());
    assert_eq!(undo_label(&story).as_deref(), Some("remove requirement"));
    undo(&mut story);
    assert_eq!(requirements(&story), before);
    undo(&mut story);
    undo(&mut story);
    assert!(requirements(&story).is_empty() && undo_label(&story).is_none());
}

#[test]
fn a_text_that_is_left_by_a_click_stays_with_its_requirement() {
    let limit = Quantity::estimated(100.0, Unit::DollarPerMonth);
    let mut project = project();
    for name in ["first", "second"] {
        let (_, mut requirement) = crate::edit::create::requirement(&project, Measure::MonthlyCost, Subject::System);
        requirement.name = name.to_owned();
        requirement.threshold = limit;
        project.requirements.insert(name.into(), requirement);
    }
    let mut story = story(&project);
    story.harness.get_by_role_and_label(Role::TextInput, "Name").click();
    story.harness.run();
    story.harness.key_press(Key::End);
    story.harness.get_by_role_and_label(Role::TextInput, "Name").type_text(" of all");
    story.harness.run();
    story.harness.get_by_label("second: unknown").click();
    settle(&mut story);
    let names: Vec<_> = requirements(&story).into_iter().map(|requirement| requirement.name).collect();
    assert_eq!(names, ["first of all", "second"]);
    undo(&mut story);
    assert_eq!(requirements(&story)[0].name, "first", "one step took it back");
}

#[test]
fn another_measure_in_another_unit_asks_for_a_new_threshold() {
    let mut story = story(&project());
    click(&mut story, "Add requirement");
    click(&mut story, "Require Response time, p99");
    fill(&mut story, "Threshold", "250 ms");
    open_measures(&mut story);
    click(&mut story, "Response time, mean");
    assert!(requirements(&story)[0].threshold.is_known(), "still milliseconds, still at most");
    open_measures(&mut story);
    story.harness.get_by_role_and_label(Role::Button, "Availability").click();
    settle(&mut story);
    let changed = requirements(&story).remove(0);
    assert_eq!((changed.name.as_str(), changed.threshold), ("Availability", Quantity::unknown(Unit::Percent)));
    fill(&mut story, "Threshold", "120 %");
    assert!(story.harness.query_by_label("A share lies between 0 and 100 %.").is_some());
    assert!(!requirements(&story)[0].threshold.is_known());
}

#[test]
fn measures_without_a_subject_are_not_offered() {
    let mut project = project();
    project.scenarios = crate::model::Collection::default();
    let mut story = story(&project);
    for label in ["Require Recall", "Require Response time, p99"] {
        click(&mut story, "Add requirement");
        click(&mut story, label);
        assert!(requirements(&story).is_empty(), "{label}");
    }
    click(&mut story, "Add requirement");
    click(&mut story, "Require Monthly cost");
    assert_eq!(requirements(&story)[0].measure.subject, Subject::System);
}

#[test]
fn a_scenario_is_added_loaded_and_removed_with_its_requirements() {
    let mut project = project();
    project.scenarios = crate::model::Collection::default();
    let mut story = story(&project);
    click(&mut story, "Add the first scenario");
    let scenario = |story: &Bench| story.harness.state().session().project().scenarios.values().next().cloned();
    assert_eq!(scenario(&story).map(|scenario| scenario.entry), Some("Gateway".into()), "nothing calls the gateway");
    click(&mut story, "Scenario Scenario");
    fill(&mut story, "Name", "Payment");
    fill(&mut story, "Mean load", "5");
    fill(&mut story, "Peak load", "1.2k/s");
    let named = scenario(&story).unwrap();
    assert_eq!((named.name.as_str(), named.peak_load.amount()), ("Payment", Some(1200.0)));
    fill(&mut story, "Peak load", "-1");
    assert!(story.harness.query_by_label("A load cannot be negative.").is_some());
    click(&mut story, "Add requirement");
    click(&mut story, "Require Availability");
    click(&mut story, "Scenario Payment");
    assert!(story.harness.query_by_label("The requirement on it goes with it.").is_some());
    click(&mut story, "Remove scenario");
    assert!(scenario(&story).is_none() && requirements(&story).is_empty());
    undo(&mut story);
    assert_eq!(requirements(&story).len(), 1);
}

#[test]
fn verdicts_are_those_of_the_analysis() {
    let mut project = project();
    let (id, mut requirement) =
        crate::edit::create::requirement(&project, Measure::ResponseTimeP99, Subject::Scenario("use".into()));
    requirement.threshold = Quantity::estimated(1.0, Unit::Microsecond);
    project.requirements.insert(id, requirement);
    let story = story(&project);
    let verdict = story.harness.state().session().analysis().unwrap().verdicts[0].clone();
    assert_eq!(verdict.outcome, Outcome::Missed);
    assert!(story.harness.query_by_label(&verdict.reason).is_some(), "the editor gives the reason");
}

#[test]
fn an_empty_drawing_leads_to_the_sketch() {
    let mut story = story(&Project::default());
    click(&mut story, "Go to the sketch");
    assert_eq!(story.harness.state().session().stage(), Stage::Sketch);
}
