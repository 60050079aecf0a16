//! Stories about decisions.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::analysis::test_support::{TestProject, design, evidence};
use crate::edit::Edit;
use crate::gui::test_support::{Bench, bench, bench_of_size, settle};
use crate::model::{
    CandidateId, ComponentId, Decision, DecisionId, DecisionStatus, Design, EvidenceBook, Measure, OpenQuestion, Pick,
    Project, Property, Quantity, Subject, Unit,
};
use crate::session::{Action, Command, Session, Stage};

const DECIDE: &str = "Decide for the design that is looked at";
const RATIONALE: &str = "Rationale: why this design and not another";

/// A service with 1 to 3 replicas at 100 dollars a month each; 250 dollars are allowed.
pub(super) fn project() -> Project {
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

/// The same with a decision for so many replicas.
fn decided(count: u32, change: impl FnOnce(&mut Decision)) -> Project {
    let mut project = project();
    let mut decision = Decision { title: "Replicas".to_owned(), ..Decision::default() };
    decision.choose(replicas(count));
    change(&mut decision);
    project.decisions.insert("first".into(), decision);
    project
}

/// The stage, high enough for everything to be in sight.
fn story(project: &Project) -> Bench {
    let mut story = bench_of_size(project, &EvidenceBook::default(), egui::vec2(1280.0, 2600.0));
    perform(&mut story, Action::GoTo(Stage::Decision));
    story
}

pub(super) fn perform(story: &mut Bench, action: Action) {
    let context = story.harness.ctx.clone();
    story.harness.state_mut().perform(&context, action);
    settle(story);
}

fn undo(story: &mut Bench) {
    perform(story, Action::Run(Command::Undo));
}

pub(super) fn click(story: &mut Bench, label: &str) {
    story.harness.get_by_label(label).click();
    settle(story);
}

/// Takes one of several options.
fn choose(story: &mut Bench, label: &str) {
    story.harness.get_by_role_and_label(Role::RadioButton, label).click();
    settle(story);
}

/// Types into a field of several lines, which keeps the keyboard.
fn write(story: &mut Bench, label: &str, text: &str) {
    story.harness.get_by_role_and_label(Role::MultilineTextInput, label).click();
    story.harness.run();
    story.harness.get_by_role_and_label(Role::MultilineTextInput, label).type_text(text);
    story.harness.run();
}

pub(super) fn shows(story: &Bench, text: &str) -> bool {
    story.harness.query_all_by_label_contains(text).next().is_some()
}

fn session(story: &Bench) -> &Session {
    story.harness.state().session()
}

fn decision(story: &Bench, id: &str) -> Decision {
    session(story).project().decisions.get(&DecisionId::new(id)).cloned().expect("the decision is there")
}

#[test]
fn deciding_and_writing_down_why_is_a_step_each() {
    let mut story = story(&project());
    perform(&mut story, Action::LookAt(replicas(2)));
    assert!(shows(&story, "Nothing is decided yet"));
    click(&mut story, DECIDE);
    assert_eq!(session(&story).project().decided_design(), Some(&replicas(2)));
    assert!(shows(&story, "The decided design is feasible"));

    write(&mut story, RATIONALE, "Two survive a failure.");
    choose(&mut story, "Accepted");
    let written = decision(&story, "decision");
    assert_eq!((written.rationale.as_str(), written.status), ("Two survive a failure.", DecisionStatus::Accepted));
    assert_eq!((written.date, &written.considered), (crate::session::today().parse().ok(), &vec![replicas(2)]));
    assert!(shows(&story, "Decision: Accepted · "), "the list tells it");

    undo(&mut story);
    undo(&mut story);
    let before = decision(&story, "decision");
    assert_eq!((before.rationale.as_str(), before.date, before.design), ("", None, Some(replicas(2))));
    undo(&mut story);
    assert!(session(&story).project().decisions.is_empty());
    assert_eq!(session(&story).undo_label(), None);
}

#[test]
fn a_decision_that_costs_too_much_is_called_infeasible() {
    let mut story = story(&decided(3, |_| {}));
    assert!(shows(&story, "The decided design is not feasible: it misses \"Stay cheap\"."));
    assert!(shows(&story, "Stay cheap: missed."), "the table says it too");
    perform(&mut story, Action::LookAt(replicas(1)));
    assert!(shows(&story, "The design that is looked at is feasible"));
    assert!(shows(&story, "Stay cheap: missed."), "the table is about the decided one");
    click(&mut story, "Look at the decided design");
    assert_eq!(*session(&story).design(), replicas(3));
    click(&mut story, "Take the decision back");
    assert_eq!(decision(&story, "first").design, None);
}

#[test]
fn a_decision_for_a_design_that_is_gone_says_so() {
    let story = story(&decided(9, |_| {}));
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
    assert_eq!(decision(&story, "decision").design, Some(Design::default()));
    undo(&mut story);
    undo(&mut story);
    assert_eq!(decision(&story, "decision").design, Some(design(&[("model", Pick::Candidate("forest".into()))])));
    assert!(!shows(&story, "The decided design no longer exists"));
}

#[test]
fn without_choices_there_is_nothing_to_decide_but_what_was_written_stays() {
    let mut project = project();
    project.choices = crate::model::Collection::default();
    let mut empty = story(&project);
    assert!(shows(&empty, "There is nothing to decide yet"));
    click(&mut empty, "Go to the stage Sketch");
    assert_eq!(session(&empty).stage(), Stage::Sketch);
    let written = Decision { context: "The bank loses money.".to_owned(), ..Decision::default() };
    project.decisions.insert("first".into(), written);
    assert!(story(&project).harness.query_by_role_and_label(Role::MultilineTextInput, RATIONALE).is_some());
}

#[test]
fn the_report_asks_for_a_file_and_needs_a_drawing() {
    let mut drawn = story(&project());
    click(&mut drawn, "Report");
    click(&mut drawn, "Export…");
    assert!(drawn.harness.query_by_label("Save here").is_some());
    let mut empty = story(&Project::default());
    click(&mut empty, "Report");
    assert!(empty.harness.query_by_label("Export…").is_none());
    assert!(shows(&empty, "Nothing to report yet"));
    perform(&mut empty, Action::Run(Command::ExportReport));
    assert!(empty.harness.query_by_label("Save here").is_none());
    assert!(!session(&empty).is_report_wanted(), "there is nothing to make it of");
}

#[test]
fn the_draft_fills_what_is_empty_in_one_step() {
    let mut story = story(&decided(2, |decision| decision.consequences = "We watch it.".to_owned()));
    click(&mut story, "Draft from the numbers");
    let drafted = decision(&story, "first");
    assert!(drafted.rationale.starts_with("It meets the only hard requirement.\n"), "{}", drafted.rationale);
    assert!(drafted.rationale.contains("Of 3 designs 2 are feasible"), "{}", drafted.rationale);
    assert!(drafted.confirmation.starts_with("cantilever check PROJECT\n"), "{}", drafted.confirmation);
    assert_eq!(drafted.consequences, "We watch it.", "what was written stays");
    assert_eq!(session(&story).undo_label(), Some("draft the reasons of Replicas"));
    click(&mut story, "Draft from the numbers");
    assert_eq!(decision(&story, "first"), drafted, "nothing is empty any more");
    undo(&mut story);
    let before = decision(&story, "first");
    assert_eq!((before.rationale.as_str(), before.confirmation.as_str()), ("", ""));
    assert_eq!(session(&story).undo_label(), None);
}

#[test]
fn a_new_decision_takes_the_place_of_an_accepted_one_when_it_is_accepted_itself() {
    let mut story = story(&decided(2, |decision| {
        decision.status = DecisionStatus::Accepted;
        decision.context = "One is not enough.".to_owned();
    }));
    click(&mut story, "Supersede by a new decision");
    let new = decision(&story, "replicas_2");
    assert_eq!((new.supersedes, new.context.as_str()), (Some("first".into()), "One is not enough."));
    assert!(shows(&story, "If it is accepted, it supersedes"), "the new one is shown");
    assert_eq!(session(&story).project().decided_design(), Some(&replicas(2)), "as yet the old one counts");
    perform(&mut story, Action::LookAt(replicas(1)));
    click(&mut story, DECIDE);
    choose(&mut story, "Accepted");
    let project = session(&story).project().clone();
    assert_eq!(project.decided_design(), Some(&replicas(1)));
    assert_eq!(decision(&story, "replicas_2").considered, [replicas(2), replicas(1)]);
    assert_eq!(project.standing(&"first".into()), "Superseded by Replicas 2");
    story.harness.get_by_role_and_label(Role::Link, "Replicas").click();
    settle(&mut story);
    assert!(shows(&story, "It is superseded by"), "the old one is shown");
    undo(&mut story);
    assert_eq!(session(&story).project().decided_design(), Some(&replicas(2)));
}

#[test]
fn designs_are_considered_and_one_of_them_is_chosen() {
    let mut story = story(&decided(2, |_| {}));
    click(&mut story, "Add the front");
    let front = session(&story).best_designs(12);
    assert!(!front.is_empty() && front.len() <= 3);
    let considered = decision(&story, "first").considered;
    assert!(front.iter().all(|design| considered.contains(design)), "{considered:?}");
    perform(&mut story, Action::LookAt(replicas(3)));
    if !considered.contains(&replicas(3)) {
        click(&mut story, "Add the one that is looked at");
    }
    choose(&mut story, "3");
    assert_eq!(decision(&story, "first").design, Some(replicas(3)));
    click(&mut story, "Take out 3");
    let left = decision(&story, "first");
    assert!(left.design.is_none() && !left.considered.contains(&replicas(3)), "{left:?}");
    click(&mut story, "Add the compared designs");
    assert_eq!(decision(&story, "first"), left, "none is pinned");
}

/// Pins the designs with so many replicas, and comes back.
fn pin(story: &mut Bench, counts: &[u32]) {
    perform(story, Action::GoTo(Stage::Tradeoffs));
    click(story, "Compare");
    for count in counts {
        perform(story, Action::LookAt(replicas(*count)));
        click(story, "Pin the design that is looked at");
    }
    perform(story, Action::GoTo(Stage::Decision));
}

#[test]
fn compared_designs_are_added_and_pins_on_what_is_none_are_not() {
    let mut story = story(&decided(2, |_| {}));
    pin(&mut story, &[1, 3]);
    let mut choice = project().choices[0].clone();
    choice.question = OpenQuestion::Replicas { fewest: 1, most: 2 };
    perform(&mut story, Action::Edit(Edit::PutChoice("replicas".into(), choice)));
    click(&mut story, "Add the compared designs");
    assert_eq!(decision(&story, "first").considered, [replicas(2), replicas(1)], "there are no 3 replicas any more");
    undo(&mut story);
    undo(&mut story);
    click(&mut story, "Add the compared designs");
    assert_eq!(decision(&story, "first").considered, [replicas(2), replicas(1), replicas(3)]);
    click(&mut story, "Add the front");
    assert_eq!(decision(&story, "first").considered.len(), 3, "all of it is considered");
}

#[test]
fn drivers_are_ticked() {
    let mut story = story(&decided(2, |_| {}));
    click(&mut story, "Stay cheap: Monthly cost ≤ $250/month");
    assert_eq!(decision(&story, "first").drivers, ["Stay cheap".into()]);
    click(&mut story, "Tick none");
    assert!(decision(&story, "first").drivers.is_empty());
    click(&mut story, "Tick all");
    assert_eq!(decision(&story, "first").drivers.len(), 1);
}

#[test]
fn text_stays_with_the_decision_that_it_was_typed_into() {
    let mut project = decided(2, |_| {});
    let other = Decision { title: "Where it runs".to_owned(), ..Decision::default() };
    project.decisions.insert("second".into(), other);
    let mut story = story(&project);
    write(&mut story, RATIONALE, "Two survive a failure.");
    click(&mut story, "Where it runs: Proposed");
    assert_eq!(decision(&story, "first").rationale, "Two survive a failure.");
    assert_eq!(decision(&story, "second").rationale, "");
    let title = story.harness.get_by_role_and_label(Role::TextInput, "Title");
    assert_eq!(title.value().as_deref(), Some("Where it runs"));
    click(&mut story, "Remove this decision");
    assert_eq!(session(&story).project().decisions.len(), 1);
    let title = story.harness.get_by_role_and_label(Role::TextInput, "Title");
    assert_eq!(title.value().as_deref(), Some("Replicas"));
}

#[test]
fn a_proposal_begun_elsewhere_is_selected_when_the_stage_is_first_opened() {
    let accepted = decided(2, |decision| decision.status = DecisionStatus::Accepted);
    let mut story = bench_of_size(&accepted, &EvidenceBook::default(), egui::vec2(1280.0, 2600.0));
    perform(&mut story, Action::GoTo(Stage::Tradeoffs));
    perform(&mut story, Action::LookAt(replicas(1)));
    click(&mut story, "Decide for this design");
    let (id, proposal) = session(&story).project().open_proposal().expect("a proposal was begun");
    assert_eq!((id != &DecisionId::new("first"), &proposal.design), (true, &Some(replicas(1))));
    let title = story.harness.get_by_role_and_label(Role::TextInput, "Title");
    assert_eq!(title.value().as_deref(), Some(proposal.title.as_str()));
}

#[test]
fn a_day_that_is_none_stays_in_the_field_with_the_reason() {
    let mut story = story(&decided(2, |decision| decision.status = DecisionStatus::Accepted));
    let type_date = |story: &mut Bench, text: &str| {
        story.harness.get_by_role_and_label(Role::TextInput, "To be revisited on").click();
        story.harness.run();
        story.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        story.harness.get_by_role_and_label(Role::TextInput, "To be revisited on").type_text(text);
        story.harness.run();
        story.harness.key_press(Key::Enter);
        settle(story);
    };
    type_date(&mut story, "2999-02-30");
    assert!(shows(&story, "\"2999-02-30\" is no day"));
    assert_eq!(decision(&story, "first").revisit, None);
    // Who sets the day elsewhere does not want the text any more.
    let dated = Decision { revisit: "2999-03-01".parse().ok(), ..decision(&story, "first") };
    perform(&mut story, Action::Edit(Edit::PutDecision("first".into(), dated)));
    assert!(!shows(&story, "is no day"));
    let field = story.harness.get_by_role_and_label(Role::TextInput, "To be revisited on");
    assert_eq!(field.value().as_deref(), Some("2999-03-01"));
    type_date(&mut story, "2999-2-28");
    assert_eq!(decision(&story, "first").revisit, "2999-02-28".parse().ok());
    assert!(!shows(&story, "is no day") && !shows(&story, "The day to look at it again has come."));
    type_date(&mut story, "2001-01-01");
    assert!(shows(&story, "The day to look at it again has come."));
}
