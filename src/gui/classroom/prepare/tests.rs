//! Stories about an instructor who prepares an exercise.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::analysis::test_support::{TestProject, design};
use crate::edit::Given;
use crate::gui::test_support::{Bench, bench_of_size, settle};
use crate::model::{
    Check, Decision, EvidenceBook, Measure, OpenQuestion, Pick, Project, Property, Quantity, Subject, Unit,
};
use crate::session::{Action, Command, ExerciseDraft};

const GROUPS: &str = "Save for groups…";
const REFERENCE: &str = "Save with reference answer…";

/// A service with 1 to 3 replicas, two candidate models that nobody measured, and a limit of 250 dollars.
fn project() -> Project {
    let limit = Quantity::estimated(250.0, Unit::DollarPerMonth);
    TestProject::new()
        .component("Scorer", &[(Property::HourlyPrice, 0.1)])
        .scenario("Scorer", 1.0, 10.0)
        .task("Scorer", &["tree", "forest"])
        .choice("replicas", "Scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
        .requirement("Stay cheap", Measure::MonthlyCost, Subject::System, limit)
        .build()
}

/// The page, in a window of this size.
fn page_of_size(project: &Project, size: egui::Vec2) -> Bench {
    let mut page = bench_of_size(project, &EvidenceBook::default(), size);
    perform(&mut page, Action::Run(Command::PrepareExercise));
    page
}

/// The page, high enough for everything to be in sight.
fn page() -> Bench {
    page_of_size(&project(), egui::vec2(1280.0, 3000.0))
}

fn perform(page: &mut Bench, action: Action) {
    let context = page.harness.ctx.clone();
    page.harness.state_mut().perform(&context, action);
    settle(page);
}

fn click(page: &mut Bench, label: &str) {
    page.harness.get_by_label(label).click();
    settle(page);
}

fn write(page: &mut Bench, label: &str, text: &str) {
    page.harness.get_by_role_and_label(Role::MultilineTextInput, label).click();
    page.harness.run();
    page.harness.get_by_role_and_label(Role::MultilineTextInput, label).type_text(text);
    page.harness.run();
}

fn shows(page: &Bench, text: &str) -> bool {
    page.harness.query_all_by_label_contains(text).next().is_some()
}

fn draft(page: &Bench) -> ExerciseDraft {
    page.harness.state().session().exercise_draft().cloned().expect("the page is open")
}

fn change(page: &mut Bench, change: impl FnOnce(&mut ExerciseDraft)) {
    let mut draft = draft(page);
    change(&mut draft);
    perform(page, Action::Draft(Some(Box::new(draft))));
}

fn questions(page: &Bench) -> Vec<String> {
    draft(page).brief.questions
}

#[test]
fn what_is_typed_is_in_the_exercise_and_is_there_again_after_a_look_at_the_project() {
    let mut page = page();
    click(&mut page, "Add question");
    assert_eq!(questions(&page), [""]);
    write(&mut page, "Question 1", "Which qualities?");
    // The button takes the keyboard from the field, whose text is not lost.
    click(&mut page, "Back to the project");
    assert!(page.harness.state().session().exercise_draft().is_none());
    perform(&mut page, Action::Run(Command::PrepareExercise));
    assert_eq!(questions(&page), ["Which qualities?"]);

    write(&mut page, "Notes on the reference answer: what to ask, and which other answers can be defended", "Ask why.");
    click(&mut page, "Begin anew");
    assert_eq!((questions(&page).len(), draft(&page).notes.as_str()), (0, ""));
    assert_eq!(draft(&page).brief.minutes, 20);
}

#[test]
fn what_is_prepared_outlasts_saving_elsewhere_and_is_not_taken_for_another_project() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut page = page();
    change(&mut page, |draft| draft.notes = "Ask why.".to_owned());
    perform(&mut page, Action::SaveTo(folder.path().join("project.json")));
    click(&mut page, "Back to the project");
    perform(&mut page, Action::Run(Command::PrepareExercise));
    assert_eq!(draft(&page).notes, "Ask why.");

    // Neither of these two was ever saved.
    for notes in ["The first", "The second"] {
        perform(&mut page, Action::Run(Command::NewProject));
        perform(&mut page, Action::Run(Command::PrepareExercise));
        assert_eq!(draft(&page).notes, "");
        change(&mut page, |draft| draft.notes = notes.to_owned());
        click(&mut page, "Back to the project");
    }
}

#[test]
fn questions_are_moved_and_removed_one_at_a_time() {
    let mut page = page();
    change(&mut page, |draft| draft.brief.questions = ["A", "B", "C"].map(str::to_owned).to_vec());
    click(&mut page, "Move question 2 up");
    assert_eq!(questions(&page), ["B", "A", "C"]);
    click(&mut page, "Move question 2 down");
    assert_eq!(questions(&page), ["B", "C", "A"]);
    click(&mut page, "Remove question 1");
    assert_eq!(questions(&page), ["C", "A"]);
    for end in ["Move question 1 up", "Move question 2 down"] {
        assert!(page.harness.get_by_label(end).accesskit_node().is_disabled(), "{end}");
    }
    click(&mut page, "Usual three");
    assert_eq!(questions(&page).len(), 5);
    assert!(page.harness.get_by_label("Usual three").accesskit_node().is_disabled());
}

#[test]
fn the_usual_specifications_come_back_and_their_points_are_added_up() {
    let mut page = page();
    assert!(shows(&page, "9 specifications, 100 points"));
    assert!(page.harness.get_by_label("Usual nine").accesskit_node().is_disabled());
    click(&mut page, "Remove specification 1");
    assert!(shows(&page, "8 specifications, 85 points"));
    click(&mut page, "Usual nine");
    let specifications = draft(&page).brief.specifications;
    assert_eq!(specifications.len(), 9);
    assert_eq!(specifications.last(), Some(&Check::Qualities.specification()));
    click(&mut page, "Add specification");
    assert_eq!(draft(&page).brief.specifications[9].check, None);
    assert!(shows(&page, "Specification 10 has no text.") && shows(&page, "Specification 10 counts no points."));
}

#[test]
fn what_means_nothing_without_something_else_is_kept_back_with_it() {
    let mut page = page();
    assert!(shows(&page, "2 candidate models, none measured"));
    page.harness.get_by_role_and_label(Role::CheckBox, "Candidate models").click();
    settle(&mut page);
    assert!(!draft(&page).given.contains(&Given::Models));
    assert!(page.harness.get_by_role_and_label(Role::CheckBox, "Measurements").accesskit_node().is_disabled());
    assert!(shows(&page, "means nothing without candidate models"));
    assert!(shows(&page, "Kept back: candidate models, measurements, data files and requirements."));
    assert!(!shows(&page, "2 candidate models"));
}

#[test]
fn the_side_counts_what_a_group_will_see_and_names_what_stays_hidden() {
    let mut page = page();
    for line in ["1 component on 0 deployment nodes", "1 scenario", "1 open choice, 3 designs to choose from"] {
        assert!(shows(&page, line), "{line}");
    }
    assert!(shows(&page, "1 requirement") && shows(&page, "The reference answer has no decision yet"));

    let mut decided = project();
    let mut decision = Decision { title: "Two will do".to_owned(), ..Decision::default() };
    decision.choose(design(&[("replicas", Pick::Replicas(2))]));
    decided.decisions.insert("first".into(), decision);
    page = page_of_size(&decided, egui::vec2(1280.0, 3000.0));
    assert!(shows(&page, "The decision \"Two will do\"") && !shows(&page, "has no decision yet"));

    page = page_of_size(&Project::default(), egui::vec2(1280.0, 3000.0));
    assert!(shows(&page, "There is no reference answer yet: state requirements and a decision first."));
}

#[test]
fn only_a_missing_title_keeps_an_exercise_from_being_saved() {
    let mut page = page();
    change(&mut page, |draft| draft.brief.title = "  ".to_owned());
    for button in [GROUPS, REFERENCE] {
        assert!(page.harness.get_by_label(button).accesskit_node().is_disabled(), "{button}");
    }
    assert!(shows(&page, "Give the exercise a title"));

    change(&mut page, |draft| {
        draft.brief.title = "Stay cheap".to_owned();
        draft.brief.story.clear();
        draft.brief.specifications.clear();
    });
    for lack in ["There is no story", "Groups are asked no question.", "There is no specification"] {
        assert!(shows(&page, lack), "{lack}");
    }
    for (button, title) in
        [(GROUPS, "Save the exercise for groups"), (REFERENCE, "Save the exercise with its reference answer")]
    {
        click(&mut page, button);
        assert!(shows(&page, title), "{title}");
        click(&mut page, "Cancel");
    }
}

#[test]
fn the_buttons_that_save_are_in_sight_in_a_small_window() {
    for size in [egui::vec2(1280.0, 800.0), egui::vec2(1024.0, 700.0)] {
        let page = page_of_size(&project(), size);
        let field = page.harness.get_by_role_and_label(Role::TextInput, "Title of the exercise").rect();
        for button in [GROUPS, REFERENCE] {
            let place = page.harness.get_by_label(button).rect();
            assert!(place.left() > field.right() && place.right() < size.x, "{button} at {place:?}");
            assert!(place.bottom() < size.y, "{button} at {place:?}");
        }
    }
    let narrow = page_of_size(&project(), egui::vec2(640.0, 3000.0));
    let notes = "Notes on the reference answer: what to ask, and which other answers can be defended";
    let notes = narrow.harness.get_by_role_and_label(Role::MultilineTextInput, notes).rect();
    assert!(narrow.harness.get_by_label(GROUPS).rect().top() > notes.bottom());
}
