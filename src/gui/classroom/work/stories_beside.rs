//! Stories about what the guide says of the designs, and about the stage that stands beside it on a small screen.

use egui::accesskit::Role;
use egui::vec2;
use egui_kittest::kittest::Queryable as _;

use super::stories::{choose, click, now, open, perform, project, replicas, shows, undo};
use crate::gui::test_support::{Bench, bench_of_size, settle};
use crate::model::{Breakout, Decision, DecisionStatus, Design};
use crate::session::{Action, Sample, Stage};

/// The cancer sample as an exercise, nothing decided, at a laptop of 1280 x 800.
fn on_a_laptop() -> Bench {
    let sample = std::path::Path::new("sample_projects/cancer_prognosis");
    let mut opened = crate::store::open(sample).expect("the sample is there");
    for decision in opened.project.decisions.values_mut() {
        (decision.status, decision.date, decision.design) = (DecisionStatus::Proposed, None, None);
    }
    opened.project.breakout = Some(Breakout::default());
    let mut story = bench_of_size(&opened.project, &opened.evidence, vec2(1280.0, 800.0));
    settle(&mut story);
    story
}

/// The picture and its controls end where the table begins.
#[track_caller]
fn check_picture(story: &Bench) {
    let harness = &story.harness;
    let side = harness.get_by_label("Designs").rect().left();
    assert!(side > 760.0, "the guide, the picture and the table stand side by side: {side}");
    for list in ["Shape and colour", "Upwards", "Across"] {
        let list_right = harness.get_by_role_and_label(Role::ComboBox, list).rect().right();
        assert!(list_right < side, "{list}: {list_right} of {side}");
    }
    let plot = harness.get_by_label("Designs as points on two axes").rect();
    assert!(plot.right() < side && plot.height() > 250.0, "{plot:?} of {side}");
    let decide = harness.get_by_label("Decide for this design").rect();
    let summary = harness.get_by_label_contains("63 designs, ").rect();
    assert!(summary.right() <= decide.left() && decide.right() < side, "{summary:?} {decide:?} of {side}");
}

#[test]
fn the_picture_has_its_room_between_the_guide_and_the_table() {
    let mut story = on_a_laptop();
    perform(&mut story, Action::GoTo(Stage::Tradeoffs));
    assert!(shows(&story, "Fold the guide away"), "the guide stays");
    check_picture(&story);
}

#[test]
fn a_table_that_grew_while_the_guide_was_folded_makes_room_for_it() {
    let mut story = on_a_laptop();
    click(&mut story, "Fold the guide away");
    perform(&mut story, Action::GoTo(Stage::Tradeoffs));
    let side = story.harness.get_by_label("Designs").rect().left();
    assert!((600.0..800.0).contains(&side), "without the guide the table is wide: {side}");
    click(&mut story, "Open the guide");
    check_picture(&story);
}

fn decision(story: &Bench) -> Decision {
    now(story).current_decision().map(|(_, decision)| decision.clone()).expect("there is a decision")
}

#[test]
fn designs_are_considered_before_one_is_chosen_and_taken_out_again() {
    let mut story = open(&project());
    perform(&mut story, Action::LookAt(replicas(3)));
    click(&mut story, "Choice, not done");
    click(&mut story, "Consider the design that is looked at");
    let considered = |story: &Bench| -> Vec<Design> { decision(story).considered };
    assert_eq!((decision(&story).design, considered(&story)), (None, vec![replicas(3)]));
    perform(&mut story, Action::LookAt(replicas(2)));
    click(&mut story, "Choose the design that is looked at");
    assert_eq!(considered(&story), [replicas(3), replicas(2)]);
    assert!(!shows(&story, "Take out 2"), "the chosen design is considered");
    click(&mut story, "Take out 3");
    assert_eq!((decision(&story).design, considered(&story)), (Some(replicas(2)), vec![replicas(2)]));
    undo(&mut story);
    assert_eq!(considered(&story), [replicas(3), replicas(2)]);
}

#[test]
fn what_no_design_has_a_value_of_is_said_and_a_limit_stands_beside_what_designs_have() {
    let mut story = open(&project());
    click(&mut story, "Qualities, not done");
    choose(&mut story, "Add quality", "Usability");
    assert!(story.harness.query_all_by_label("no value yet").next().is_some(), "nobody has judged it");
    click(&mut story, "Not this one");
    choose(&mut story, "Add quality", "Operating cost");
    click(&mut story, "Measure Monthly cost");
    assert!(shows(&story, "Designs have 100 to 300 $/month"), "1 to 3 replicas of 100 dollars each");
}

#[test]
fn the_guide_begins_at_the_front_when_the_exercise_is_begun_anew_and_stays_where_it_is_when_work_is_saved() {
    let mut story = open(&project());
    let file = story.harness.state().session().file().expect("it has a file").to_owned();
    click(&mut story, "Hand in");
    assert!(shows(&story, "Save hand-in…") && !shows(&story, "Cards are stolen, and the shops pay."));
    perform(&mut story, Action::SaveTo(file.with_file_name("copy.json")));
    assert!(shows(&story, "Save hand-in…"), "it is the same work");
    // The same exercise in the same version, as it is after "Begin anew…".
    perform(&mut story, Action::Open(file));
    assert!(!shows(&story, "Save hand-in…") && shows(&story, "Cards are stolen, and the shops pay."));
}

#[test]
fn the_drawing_can_be_read_beside_the_guide_and_the_palette_has_its_words_without_it() {
    let exercise = Sample::CreditCardFraud.exercise().expect("it ships");
    let mut story = bench_of_size(&exercise.begun(), &exercise.evidence, vec2(1280.0, 800.0));
    settle(&mut story);
    let component = now(&story).system.components[0].clone();
    let zoom = |story: &Bench| {
        let label = format!("Component {}", component.name);
        let place = story.harness.query_all_by_label_contains(&label).next().expect("it is in sight").rect();
        place.width() / component.shape.size.width
    };
    let entry = |story: &Bench| story.harness.get_by_label("Add Cache").rect().width();
    assert!(zoom(&story) > 0.45, "{}", zoom(&story));
    assert!(entry(&story) < 60.0, "signs only");
    click(&mut story, "Fold the guide away");
    assert!(zoom(&story) > 0.45, "{}", zoom(&story));
    assert!(entry(&story) > 120.0, "with words");
}
