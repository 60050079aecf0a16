//! Stories about the decision.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::analysis::test_support::{TestProject, design, evidence};
use crate::edit::Edit;
use crate::gui::test_support::{Bench, bench, settle};
use crate::model::{
    CandidateId, ComponentId, Decision, DecisionStatus, Design, EvidenceBook, Measure, OpenQuestion, Pick, Project,
    Property, Quantity, Subject, Unit,
};
use crate::session::{Action, Command, Stage};

const DECIDE: &str = "Decide for the design that is looked at";
const RATIONALE: &str = "Rationale: why this design and not another";

/// A service with 1 to 3 replicas at 100 dollars a month each; 250 dollars are allowed.
fn project() -> Project {
    let limit = Quantity::estimated(250.0, Unit::DollarPerMonth);
    TestProject::new()
        .component("Scorer", &[(Property::HourlyPrice, 100.0 / crate::model::HOURS_PER_MONTH)])
        .scenario("Scorer", 1.0, 10.0)
        .choice("replicas", "Scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
        .requirement("Stay cheap", Measure::MonthlyCost, Subject::System, limit)
        .build()
}

fn replicas(count: u32) -> Design {
    design(&[("replicas", Pick::Replicas(count))])
}

fn story(project: &Project) -> Bench {
    let mut story = bench(project, &EvidenceBook::default());
    perform(&mut story, Action::GoTo(Stage::Decision));
    story
}

fn perform(story: &mut Bench, action: Action) {
    let context = story.harness.ctx.clone();
    story.harness.state_mut().perform(&context, action);
    settle(story);
}

fn click(story: &mut Bench, label: &str) {
    story.harness.get_by_label(label).click();
    settle(story);
}

fn shows(story: &Bench, text: &str) -> bool {
    story.harness.query_all_by_label_contains(text).next().is_some()
}

fn decision(story: &Bench) -> Decision {
    story.harness.state().session().project().decision.clone()
}

#[test]
fn deciding_and_writing_down_why_is_a_step_each() {
    let mut story = story(&project());
    perform(&mut story, Action::LookAt(replicas(2)));
    assert!(shows(&story, "Nothing is decided yet"));
    click(&mut story, DECIDE);
    assert_eq!(decision(&story).design, Some(replicas(2)));
    assert!(shows(&story, "The decided design is feasible"));

    let field = story.harness.get_by_role_and_label(Role::MultilineTextInput, RATIONALE);
    field.scroll_to_me();
    story.harness.run();
    story.harness.get_by_role_and_label(Role::MultilineTextInput, RATIONALE).click();
    story.harness.run();
    story.harness.get_by_role_and_label(Role::MultilineTextInput, RATIONALE).type_text("Two survive a failure.");
    story.harness.run();
    click(&mut story, "Accepted");
    let written = decision(&story);
    assert_eq!((written.rationale.as_str(), written.status), ("Two survive a failure.", DecisionStatus::Accepted));

    let undo = |story: &mut Bench| perform(story, Action::Run(Command::Undo));
    undo(&mut story);
    undo(&mut story);
    assert_eq!((decision(&story).rationale.as_str(), decision(&story).design), ("", Some(replicas(2))));
    undo(&mut story);
    assert_eq!(decision(&story), Decision::default());
    assert_eq!(story.harness.state().session().undo_label(), None);
}

#[test]
fn a_decision_that_costs_too_much_is_called_infeasible() {
    let mut project = project();
    project.decision.design = Some(replicas(3));
    let mut story = story(&project);
    assert!(shows(&story, "The decided design is not feasible: it misses \"Stay cheap\"."));
    assert!(shows(&story, "Stay cheap: missed."), "the table says it too");
    perform(&mut story, Action::LookAt(replicas(1)));
    assert!(shows(&story, "The design that is looked at is feasible"));
    assert!(shows(&story, "Stay cheap: missed."), "the table is about the decided one");
    click(&mut story, "Look at the decided design");
    assert_eq!(*story.harness.state().session().design(), replicas(3));
    click(&mut story, "Take the decision back");
    assert_eq!(decision(&story).design, None);
}

#[test]
fn a_decision_for_a_design_that_is_gone_says_so() {
    let mut project = project();
    project.decision.design = Some(replicas(9));
    let story = story(&project);
    assert!(shows(&story, "The decided design no longer exists"));
    assert!(story.harness.query_by_label("Look at the decided design").is_none());
}

#[test]
fn a_decision_says_when_its_model_was_removed_and_undo_brings_both_back() {
    let project = TestProject::new()
        .component("Scorer", &[])
        .task("Scorer", &["tree", "forest"])
        .choice("model", "Scorer", OpenQuestion::Candidate)
        .build();
    let mut story = bench(&project, &evidence(&[("Scorer", "tree", &[]), ("Scorer", "forest", &[])]));
    perform(&mut story, Action::GoTo(Stage::Decision));
    perform(&mut story, Action::LookAt(design(&[("model", Pick::Candidate("forest".into()))])));
    click(&mut story, DECIDE);
    assert!(!shows(&story, "The decided design no longer exists"));
    let scorer = ComponentId::new("Scorer");
    let mut task = project.tasks[&scorer].clone();
    task.candidates.shift_remove(&CandidateId::new("forest"));
    perform(&mut story, Action::Edit(Edit::PutTask(scorer.clone(), task.clone())));
    assert!(shows(&story, "The decided design no longer exists"));
    assert!(shows(&story, "It takes no option that there is for Model of Scorer."));
    task.candidates.clear();
    perform(&mut story, Action::Edit(Edit::PutTask(scorer, task)));
    assert_eq!(decision(&story).design, Some(Design::default()));
    perform(&mut story, Action::Run(Command::Undo));
    perform(&mut story, Action::Run(Command::Undo));
    assert_eq!(decision(&story).design, Some(design(&[("model", Pick::Candidate("forest".into()))])));
    assert!(!shows(&story, "The decided design no longer exists"));
}

#[test]
fn without_choices_there_is_nothing_to_decide_but_what_was_written_stays() {
    let mut project = project();
    project.choices = crate::model::Collection::default();
    let mut empty = story(&project);
    assert!(shows(&empty, "There is nothing to decide yet"));
    click(&mut empty, "Go to the stage Sketch");
    assert_eq!(empty.harness.state().session().stage(), Stage::Sketch);
    project.decision.context = "The bank loses money.".to_owned();
    assert!(story(&project).harness.query_by_role_and_label(Role::MultilineTextInput, RATIONALE).is_some());
}

#[test]
fn the_report_asks_for_a_file_and_needs_a_drawing() {
    let mut drawn = story(&project());
    assert!(shows(&drawn, "3 designs compared, 2 of them feasible"));
    click(&mut drawn, "Export Markdown…");
    assert!(drawn.harness.query_by_label("Save here").is_some());
    let mut empty = story(&Project::default());
    click(&mut empty, "Export HTML…");
    assert!(empty.harness.query_by_label("Save here").is_none());
    assert!(shows(&empty, "Nothing is drawn yet"));
}
