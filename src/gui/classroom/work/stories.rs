//! Stories about the panel that guides a group.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::analysis::test_support::{TestProject, design};
use crate::gui::test_support::{Bench, bench_of_size, settle};
use crate::model::{
    Breakout, Brief, ConstraintType, Design, ElementId, EvidenceBook, HOURS_PER_MONTH, Measure, OpenQuestion, Pick,
    Project, Property, Quantity, Strength, Subject, Unit,
};
use crate::session::{Action, Command, Stage};

/// High enough for everything to be in sight.
const SIZE: egui::Vec2 = vec2(1280.0, 2400.0);

/// A service with 1 to 3 replicas at 100 dollars a month each, worked on for an exercise with one question.
pub(super) fn project() -> Project {
    given(TestProject::new())
}

/// The same with these requirements first.
fn given(project: TestProject) -> Project {
    let mut project = project
        .component("Scorer", &[(Property::HourlyPrice, 100.0 / HOURS_PER_MONTH)])
        .scenario("Scorer", 1.0, 10.0)
        .choice("replicas", "Scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
        .build();
    let brief = Brief {
        id: "stolen-cards".to_owned(),
        title: "Stop the thieves".to_owned(),
        story: "Cards are stolen, and the shops pay.".to_owned(),
        questions: vec!["Who is harmed?".to_owned()],
        minutes: 20,
        ..Brief::default()
    };
    project.breakout = Some(Breakout { brief, ..Breakout::default() });
    project
}

/// With two soft requirements of 50 points each.
fn weighed() -> Project {
    let limit = |unit| Quantity::estimated(250.0, unit);
    let mut project = given(
        TestProject::new()
            .requirement("Stay cheap", Measure::MonthlyCost, Subject::System, limit(Unit::DollarPerMonth))
            .requirement(
                "Answer before the card holder looks up from the terminal and wonders what is wrong with it",
                Measure::ResponseTimeP99,
                Subject::Scenario("use".into()),
                limit(Unit::Millisecond),
            ),
    );
    for requirement in project.requirements.values_mut() {
        requirement.strength = Strength::Soft { weight: 50.0, worst: None };
    }
    project
}

pub(super) fn open(project: &Project) -> Bench {
    let mut story = bench_of_size(project, &EvidenceBook::default(), SIZE);
    settle(&mut story);
    story
}

pub(super) fn now(story: &Bench) -> Arc<Project> {
    Arc::clone(story.harness.state().session().project())
}

fn answer(story: &Bench) -> Breakout {
    now(story).breakout.clone().expect("it is still an exercise")
}

pub(super) fn replicas(count: u32) -> Design {
    design(&[("replicas", Pick::Replicas(count))])
}

pub(super) fn perform(story: &mut Bench, action: Action) {
    let context = story.harness.ctx.clone();
    story.harness.state_mut().perform(&context, action);
    settle(story);
}

pub(super) fn undo(story: &mut Bench) {
    perform(story, Action::Run(Command::Undo));
}

pub(super) fn click(story: &mut Bench, label: &str) {
    story.harness.get_by_label(label).click();
    settle(story);
}

pub(super) fn shows(story: &Bench, label: &str) -> bool {
    story.harness.query_by_label(label).is_some()
}

/// Replaces the text in a field of one line and leaves it.
fn fill(story: &mut Bench, label: &str, text: &str) {
    story.harness.get_by_role_and_label(Role::TextInput, label).click();
    story.harness.run();
    story.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    story.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
    story.harness.run();
    story.harness.key_press(Key::Enter);
    settle(story);
}

/// Types into a field of several lines, which keeps the keyboard.
fn write(story: &mut Bench, label: &str, text: &str) {
    story.harness.get_by_role_and_label(Role::MultilineTextInput, label).click();
    story.harness.run();
    story.harness.get_by_role_and_label(Role::MultilineTextInput, label).type_text(text);
    story.harness.run();
}

pub(super) fn choose(story: &mut Bench, combo: &str, option: &str) {
    story.harness.get_by_role_and_label(Role::ComboBox, combo).click();
    settle(story);
    story.harness.get_by_role_and_label(Role::Button, option).scroll_to_me();
    settle(story);
    story.harness.get_by_role_and_label(Role::Button, option).click();
    settle(story);
}

fn names(story: &Bench) -> Vec<String> {
    now(story).requirements.values().map(|requirement| requirement.name.clone()).collect()
}

fn weights(story: &Bench) -> Vec<Option<f64>> {
    let weight = |strength| match strength {
        Strength::Soft { weight, .. } => Some(weight),
        Strength::Hard => None,
    };
    now(story).requirements.values().map(|requirement| weight(requirement.strength)).collect()
}

#[test]
fn there_is_no_guide_outside_of_a_class() {
    let story = open(&Project { breakout: None, ..project() });
    assert!(!shows(&story, "Brief, not done") && !shows(&story, "Fold the guide away"));
}

#[test]
fn a_group_says_who_it_is_and_answers_and_a_step_that_closes_keeps_the_text() {
    let mut story = open(&project());
    let before = answer(&story);
    assert!(shows(&story, "Stop the thieves") && shows(&story, "Cards are stolen, and the shops pay."));
    assert!(shows(&story, "0 of 6 steps") && shows(&story, "The group has no name yet."));
    fill(&mut story, "Name of the group", "Ada");
    assert_eq!(answer(&story).group, "Ada");
    assert!(shows(&story, "Question 1 has no answer yet."));
    write(&mut story, "Answer to question 1", "The shops");
    click(&mut story, "Qualities, not done");
    assert_eq!(answer(&story).answers, ["The shops"], "it was still being written");
    assert!(shows(&story, "Brief, done") && shows(&story, "1 of 6 steps"));
    assert!(!shows(&story, "Who is harmed?"), "one step is open at a time");
    undo(&mut story);
    assert_eq!((answer(&story).answers, answer(&story).group.as_str()), (Vec::new(), "Ada"));
    undo(&mut story);
    assert_eq!(answer(&story), before, "a visit of a field is one step");
}

#[test]
fn qualities_are_added_limited_ranked_and_shown_at_their_stage() {
    let mut story = open(&project());
    click(&mut story, "Qualities, not done");
    choose(&mut story, "Add quality", "Operating cost");
    click(&mut story, "Measure Monthly cost");
    assert!(shows(&story, "\"Monthly cost\" has no limit yet."));
    fill(&mut story, "Limit of Monthly cost", "250");
    let added = now(&story).requirements[0].clone();
    assert_eq!(added.threshold, Quantity::estimated(250.0, Unit::DollarPerMonth));
    assert_eq!((added.measure.subject, added.strength), (Subject::System, Strength::Hard));
    assert!(shows(&story, "Qualities, done") && shows(&story, "Constraints, done"));
    let field = story.harness.get_by_role_and_label(Role::TextInput, "Limit of Monthly cost").rect();
    let soft = story.harness.get_by_label("Soft: Monthly cost").rect();
    assert!(soft.left() > field.right() && field.y_range().contains(soft.center().y), "{field:?} {soft:?}");

    choose(&mut story, "Add quality", "Response time");
    click(&mut story, "Measure Response time, p99");
    assert_eq!(now(&story).requirements[1].measure.subject, Subject::Scenario("use".into()));
    fill(&mut story, "Limit of Response time, p99", "0.2 s");
    click(&mut story, "Move Response time, p99 up");
    assert_eq!(names(&story), ["Response time, p99", "Monthly cost"]);
    click(&mut story, "Move Response time, p99 down");
    assert_eq!(names(&story), ["Monthly cost", "Response time, p99"]);
    click(&mut story, "Soft: Response time, p99");
    assert!(shows(&story, "Weights, done"), "there is nothing to weigh it against");

    click(&mut story, "Show Response time, p99");
    assert_eq!(story.harness.state().session().stage(), Stage::Requirements);
    let name = story.harness.get_by_role_and_label(Role::TextInput, "Name");
    assert_eq!(name.value().as_deref(), Some("Response time, p99"));
    click(&mut story, "Remove Monthly cost");
    assert_eq!(names(&story), ["Response time, p99"]);
}

#[test]
fn a_constraint_says_where_it_comes_from_and_can_be_softened() {
    let mut project = weighed();
    project.requirements[0].strength = Strength::Hard;
    let mut story = open(&project);
    click(&mut story, "Constraints, done");
    click(&mut story, "Project constraint: Stay cheap");
    assert_eq!(now(&story).requirements[0].constraint, ConstraintType::Project);
    click(&mut story, "Soft: Stay cheap");
    assert!(!now(&story).requirements[0].is_hard());
    assert!(shows(&story, "Constraints, not done"));
    click(&mut story, "Hard: Stay cheap");
    assert!(now(&story).requirements[0].is_hard());
    assert_eq!(now(&story).requirements[0].constraint, ConstraintType::Project, "it is still known");
}

#[test]
fn weights_are_shares_and_one_drag_is_one_step() {
    let mut story = open(&weighed());
    click(&mut story, "Weights, not done");
    assert_eq!(story.harness.query_all_by_label("50 %").count(), 2);
    fill(&mut story, "Points of Stay cheap", "75");
    assert_eq!(weights(&story), [Some(75.0), Some(50.0)]);
    assert!(shows(&story, "Weights, done"), "they are told apart");
    assert!(shows(&story, "60 %") && shows(&story, "40 %"));

    let from = story.harness.get_by_role_and_label(Role::Slider, "Weight of Stay cheap").rect().center();
    let press = |pressed, pos| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let (between, to) = (from - vec2(20.0, 0.0), from - vec2(40.0, 0.0));
    for event in [
        egui::Event::PointerMoved(from),
        press(true, from),
        egui::Event::PointerMoved(between),
        egui::Event::PointerMoved(to),
        press(false, to),
    ] {
        story.harness.event(event);
        story.harness.run();
    }
    settle(&mut story);
    let moved = weights(&story)[0].expect("it is soft");
    assert!((5.0..45.0).contains(&moved), "left of the middle: {moved}");
    assert!(!story.harness.state().session().is_gesturing());
    assert_eq!(story.harness.state().session().undo_label(), Some("weigh Stay cheap"));
    undo(&mut story);
    assert_eq!(weights(&story), [Some(75.0), Some(50.0)]);
}

#[test]
fn a_design_is_chosen_another_rejected_and_what_is_missing_is_told() {
    let mut story = open(&project());
    perform(&mut story, Action::LookAt(replicas(2)));
    click(&mut story, "Choice, not done");
    click(&mut story, "Choose the design that is looked at");
    assert_eq!(now(&story).decided_design(), Some(&replicas(2)));
    write(&mut story, "Why this design and not another", "One may fail.");
    perform(&mut story, Action::LookAt(replicas(3)));
    click(&mut story, "Rejected option, not done");
    assert!(shows(&story, "Choice, done"), "why was said");
    choose(&mut story, "Rejected design", "3");
    write(&mut story, "Why it was rejected, and what is given up without it", "It costs more.");
    click(&mut story, "Hand in");
    assert!(shows(&story, "Rejected option, done") && shows(&story, "2 of 6 steps"));
    let (_, decision) = now(&story).current_decision().map(|(id, one)| (id.clone(), one.clone())).unwrap();
    assert_eq!((decision.rationale.as_str(), decision.design), ("One may fail.", Some(replicas(2))));
    assert_eq!(decision.considered, [replicas(2), replicas(3)], "who rejects a design has considered it");
    assert_eq!(answer(&story).rejected, Some(replicas(3)));
    assert!(shows(&story, "No quality is named yet.") && !shows(&story, "Nothing is missing."));
    undo(&mut story);
    undo(&mut story);
    assert_eq!(answer(&story).rejected, None);

    // Handing in asks for a file, whatever is missing.
    click(&mut story, "Save hand-in…");
    assert!(story.harness.query_all_by_label_contains("Hand in: save a file").next().is_some());
}

#[test]
fn the_timer_starts_and_pauses() {
    let mut story = open(&project());
    assert!(shows(&story, "20:00") && shows(&story, "left of 20 minutes, not started"));
    click(&mut story, "Start");
    assert!(shows(&story, "Pause") && shows(&story, "left of 20 minutes"));
    assert!(story.harness.state().session().timer().is_some_and(|timer| timer.is_running));
    click(&mut story, "Pause");
    assert!(story.harness.state().session().timer().is_some_and(|timer| !timer.is_running));
    assert!(!shows(&story, "Pause") && !shows(&story, "left of 20 minutes"), "it does not say that it runs");
}

#[test]
fn what_is_folded_away_keeps_the_text_and_says_how_far_the_group_is() {
    let mut story = open(&project());
    write(&mut story, "Answer to question 1", "The shops");
    click(&mut story, "Fold the guide away");
    assert_eq!(answer(&story).answers, ["The shops"]);
    assert!(!shows(&story, "Brief, not done") && shows(&story, "0 of 6 steps") && shows(&story, "20:00"));
    let strip = story.harness.get_by_label("Open the guide").rect();
    assert!(strip.right() < 64.0, "{strip:?}");
    click(&mut story, "Open the guide");
    click(&mut story, "Next: Qualities");
    assert!(shows(&story, "Brief, not done") && shows(&story, "No quality is named yet."));
}

#[test]
fn the_command_that_edits_what_is_selected_passes_by_the_guide() {
    let mut story = open(&project());
    perform(&mut story, Action::GoTo(Stage::Sketch));
    perform(&mut story, Action::Select([ElementId::Component("Scorer".into())].into()));
    perform(&mut story, Action::Run(Command::EditProperties));
    assert!(story.harness.ctx.text_edit_focused(), "a field of the stage has the keyboard");
    assert!(!story.harness.get_by_role_and_label(Role::TextInput, "Name of the group").is_focused());
}

#[test]
fn no_step_pushes_the_stage_out_of_a_narrow_window() {
    for (size, widest) in [(vec2(1280.0, 800.0), 320.0), (vec2(1024.0, 700.0), 320.0), (vec2(640.0, 400.0), 320.0)] {
        let mut project = weighed();
        project.requirements[0].strength = Strength::Hard;
        let mut story = bench_of_size(&project, &EvidenceBook::default(), size);
        settle(&mut story);
        for step in ["Qualities, ", "Constraints, ", "Weights, ", "Choice, ", "Rejected option, ", "Hand in"] {
            let rows = story.harness.query_all_by_label_contains(step);
            let row = rows.into_iter().find(|row| row.accesskit_node().role() == Role::Button);
            row.unwrap_or_else(|| panic!("there is no row {step}")).click_accesskit();
            settle(&mut story);
            let fold = story.harness.get_by_label("Fold the guide away").rect();
            assert!(fold.right() <= widest, "{step} at {size}: {fold:?}");
        }
        perform(&mut story, Action::GoTo(Stage::Requirements));
        assert!(shows(&story, "Fold the guide away"), "it stands beside every stage");
    }
}
