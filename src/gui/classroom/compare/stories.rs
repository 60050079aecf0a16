//! Stories about the page on which a class is compared.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use strum::IntoEnumIterator as _;

use super::test_support::{comparison, large, page, session, shows, story, texts, window, with_reference};
use super::{CompareView, Section};
use crate::analysis::test_support::TestProject;
use crate::classroom::{Comparison, Mark};
use crate::gui::App;
use crate::model::{ElementId, EvidenceBook};
use crate::session::Action;

/// What the group with this name in the class of the stories is called without it.
fn hidden(name: &str) -> String {
    let class = comparison();
    let order = class.anonymous_order();
    let place = order.iter().position(|position| class.groups[*position].name == name).expect("such a group");
    format!("Group {}", place + 1)
}

fn turn_to(story: &mut Harness<'_, App>, section: Section) {
    story.get_by_role_and_label(Role::Button, section.label()).click();
    story.run();
}

#[test]
fn each_section_tells_its_part() {
    let mut story = story(comparison());
    assert!(shows(&story, "Card fraud") && shows(&story, "3 groups"));
    assert!(shows(&story, "Nobody names Fairness, which the reference answer does."));
    assert!(shows(&story, "Accuracy, Cat: rank 3") && shows(&story, "Cost, Bit: not named"));
    assert!(shows(&story, "Latency, Reference: rank 1"));
    assert!(shows(&story, "Ada and Bit") && shows(&story, "Bit and Cat"), "the pairs most and least alike");
    turn_to(&mut story, Section::Limits);
    assert!(shows(&story, "Response time of the system, Ada: ≤ 100 ms, strictest, \"0.1 s\", hard, problem"));
    turn_to(&mut story, Section::Choices);
    assert!(shows(&story, "Random forest") && shows(&story, "Recall of Scorer, Bit: 70 %"));
    assert!(shows(&story, "Not on the plot: Cat (nothing chosen)."));
    turn_to(&mut story, Section::Regret);
    assert!(shows(&story, "Ada's choice is feasible for all 3 groups and for other groups at worst 0.12 below"));
    assert!(shows(&story, "Ada's choice judged by Bit: 0.12"));
    turn_to(&mut story, Section::Groups);
    assert!(shows(&story, "It finds the most fraud.") && shows(&story, "Labels that come late."));
    turn_to(&mut story, Section::Rubric);
    assert!(shows(&story, "40 of 100, 30 not judged yet"));
}

#[test]
fn the_reference_answer_stands_beside_those_of_groups() {
    let mut story = story(with_reference(comparison()));
    turn_to(&mut story, Section::Groups);
    for text in
        ["A tree can be defended as well.", "It answers soonest.", "Gradient boosting", "It finds the most fraud."]
    {
        assert!(shows(&story, text), "{text}");
    }
    turn_to(&mut story, Section::Choices);
    assert!(shows(&story, "Recall of Scorer, Reference: 80 %"));
    turn_to(&mut story, Section::Regret);
    assert!(shows(&story, "Reference's choice judged by Bit: −0.10"));
    assert!(shows(&story, "Bit's choice judged by Reference: infeasible"));
}

#[test]
fn a_design_without_open_choices_is_the_system_as_drawn() {
    let mut class = comparison();
    class.groups[0].chosen = Some(Vec::new());
    let mut story = story(class);
    turn_to(&mut story, Section::Groups);
    assert!(shows(&story, "The system as drawn"));
}

#[test]
fn the_reference_answer_is_presented_last() {
    let mut story = story(with_reference(comparison()));
    story.get_by_label("Present").click();
    story.run();
    let press = |story: &mut Harness<'_, App>, key| {
        story.key_press(key);
        story.run();
    };
    // Title, what matters, limits; then the choices, which say nothing of the reference before their last step.
    for _ in 0..3 {
        press(&mut story, Key::ArrowDown);
        press(&mut story, Key::ArrowRight);
    }
    assert!(shows(&story, "Slide 4 of 7, step 1 of 6"));
    press(&mut story, Key::ArrowDown);
    press(&mut story, Key::ArrowRight);
    press(&mut story, Key::ArrowDown);
    assert!(shows(&story, "Slide 5 of 7, step 4 of 4") && shows(&story, "It answers soonest."));
    assert!(!shows(&story, "A tree can be defended as well."), "notes are for the instructor alone");
    press(&mut story, Key::ArrowRight);
    press(&mut story, Key::ArrowDown);
    assert!(shows(&story, "Reference's choice judged by Ada: 0.25"));
    press(&mut story, Key::ArrowLeft);
    assert!(!shows(&story, "Reference") && shows(&story, "Bit's choice judged by Ada: 0.30"));
}

#[test]
fn skipped_files_are_told_with_their_reason() {
    let story = story(comparison());
    assert!(shows(&story, "1 file was skipped"));
    assert!(shows(&story, "broken.json") && shows(&story, "It is not a hand-in."));
}

#[test]
fn an_empty_class_says_what_to_do() {
    let story = story(Comparison::default());
    assert!(shows(&story, "No hand-ins yet") && shows(&story, "Drop all files on this window at once"));
    assert!(story.query_by_label("What matters").is_none(), "there is nothing to turn to");
}

#[test]
fn an_anonymous_class_shows_no_name_anywhere() {
    let mut story = story(comparison());
    story.get_by_label("Anonymous").click();
    story.run();
    for section in Section::iter() {
        turn_to(&mut story, section);
        assert!(shows(&story, "Group 1"), "{section:?}");
        for name in ["Ada", "Ann, Abe", "ada.hand-in.json", "Cat", "broken.json"] {
            assert!(!shows(&story, name), "{section:?} tells {name}");
        }
    }
    story.get_by_label("Anonymous").click();
    story.run();
    assert!(shows(&story, "Ada"));
}

#[test]
fn what_is_told_of_a_group_goes_with_it_when_names_go() {
    let mut session = session(comparison());
    let mark = Mark { is_met: Some(true), comment: String::new() };
    session.perform(Action::Mark { file: "bit.hand-in.json".to_owned(), specification: 2, mark });
    // This class lies in no folder where marks could be kept, which is told.
    for notice in session.notices().to_vec() {
        session.perform(Action::Dismiss(notice.number));
    }
    let mut story = window(session);
    let [ada, bit, cat] = ["Ada", "Bit", "Cat"].map(hidden);
    turn_to(&mut story, Section::Rubric);
    story.get_by_label("Rubric of Bit").click();
    story.run();
    assert!(shows(&story, "70 of 100"));
    story.get_by_label("Anonymous").click();
    story.run();
    assert!(shows(&story, "70 of 100"), "the group whose rubric is in sight is still the same");
    turn_to(&mut story, Section::Matters);
    assert!(shows(&story, &format!("Accuracy, {cat}: rank 3")) && shows(&story, &format!("Cost, {bit}: not named")));
    turn_to(&mut story, Section::Limits);
    assert!(shows(&story, &format!("Response time of the system, {ada}: ≤ 100 ms, strictest, \"0.1 s\", hard")));
    turn_to(&mut story, Section::Choices);
    assert!(shows(&story, &format!("Recall of Scorer, {bit}: 70 %")));
    assert!(shows(&story, &format!("Not on the plot: {cat} (nothing chosen).")));
    turn_to(&mut story, Section::Regret);
    assert!(shows(&story, &format!("{ada}'s choice judged by {bit}: 0.12")));
    assert!(shows(&story, &format!("{bit}'s choice judged by {cat}: infeasible")));
    turn_to(&mut story, Section::Rubric);
    story.get_by_label("Anonymous").click();
    story.run();
    assert!(shows(&story, "70 of 100") && shows(&story, "Rubric of Bit"));
}

#[test]
fn a_presentation_is_revealed_step_by_step() {
    let mut story = story(comparison());
    story.get_by_label("Present").click();
    story.run();
    let press = |story: &mut Harness<'_, App>, key| {
        story.key_press(key);
        story.run();
    };
    assert!(shows(&story, "Slide 1 of 7, step 1 of 1"));
    press(&mut story, Key::ArrowRight);
    assert!(shows(&story, "Slide 2 of 7, step 1 of 7"));
    assert!(shows(&story, "Accuracy") && !shows(&story, "Ada"), "qualities come before groups");
    assert!(!shows(&story, "Fairness"), "what only the reference names comes with it");
    press(&mut story, Key::Space);
    assert!(shows(&story, "Accuracy, Ada: rank 1") && !shows(&story, "Accuracy, Bit: rank 1"));
    press(&mut story, Key::PageDown);
    press(&mut story, Key::ArrowRight);
    assert!(shows(&story, "Accuracy, Cat: rank 3") && !shows(&story, "Reference: rank"));
    press(&mut story, Key::ArrowRight);
    assert!(shows(&story, "Accuracy, Reference: rank 2") && !shows(&story, "Nobody names"));
    press(&mut story, Key::ArrowRight);
    assert!(shows(&story, "Nobody names Fairness") && !shows(&story, "Most alike"));
    press(&mut story, Key::ArrowLeft);
    assert!(!shows(&story, "Nobody names"));
    press(&mut story, Key::ArrowDown);
    assert!(shows(&story, "Slide 2 of 7, step 7 of 7") && shows(&story, "Most alike"));
    press(&mut story, Key::ArrowRight);
    assert!(shows(&story, "Slide 3 of 7, step 1 of 3"));
    press(&mut story, Key::ArrowLeft);
    assert!(shows(&story, "Slide 2 of 7, step 7 of 7"), "back to the whole of the slide before");
    press(&mut story, Key::Escape);
    assert!(!shows(&story, "Slide 2") && shows(&story, "Add hand-ins…"));
}

#[test]
fn a_presentation_has_the_window_and_leaves_what_lies_below_alone() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("project.json");
    let project = TestProject::new().component("Scorer", &[]).build();
    crate::store::save(&file, &project, &EvidenceBook::default()).expect("the project is saved");
    let mut session = session(comparison());
    session.perform(Action::Open(file));
    session.settle();
    session.perform(Action::Select([ElementId::Component("Scorer".into())].into()));
    session.show_comparison(comparison());
    let mut story = window(session);
    assert!(shows(&story, "Arrange"), "the menu");
    story.get_by_label("Present").click();
    story.run();
    assert!(shows(&story, "Slide 1 of 7") && !shows(&story, "Arrange"));
    for key in [Key::Delete, Key::Escape] {
        story.key_press(key);
        story.run();
        assert_eq!(story.state().session().selection().len(), 1, "{key:?}");
        assert_eq!(story.state().session().project().system.components.len(), 1, "{key:?}");
    }
    assert!(!shows(&story, "Slide 1") && shows(&story, "Arrange"));
    story.key_press(Key::Escape);
    story.run();
    assert!(story.state().session().selection().is_empty(), "it is the selection's again");
}

#[test]
fn groups_to_mark_stand_below_each_other() {
    let mut story = story(comparison());
    turn_to(&mut story, Section::Rubric);
    let [ada, bit] = ["Rubric of Ada", "Rubric of Bit"].map(|label| story.get_by_label(label).rect());
    assert_eq!((ada.left(), ada.width()), (bit.left(), bit.width()));
    assert!(bit.top() >= ada.bottom() && ada.width() > 200.0, "{ada:?} {bit:?}");
}

#[test]
fn two_cards_of_groups_stand_beside_each_other() {
    let mut story = story(comparison());
    turn_to(&mut story, Section::Groups);
    let [ada, bit, cat] = ["Ada", "Bit", "Cat"].map(|name| story.get_by_label(name).rect());
    assert!(bit.left() > ada.right() && (bit.top() - ada.top()).abs() < 1.0, "{ada:?} {bit:?}");
    assert!(cat.left() == ada.left() && cat.top() > ada.bottom(), "{ada:?} {cat:?}");
}

#[test]
fn every_slide_is_shown_up_to_the_last() {
    let mut story = story(comparison());
    story.get_by_label("Anonymous").click();
    story.run();
    story.get_by_label("Present").click();
    story.run();
    // 1 + 7 + 3 + 5 + 3 + 5 steps, of which the first is in sight, and the vote.
    for _ in 0..23 {
        story.key_press(Key::ArrowRight);
        story.run();
        assert!(!shows(&story, "Ada"), "anonymous stays as it was chosen");
    }
    assert!(
        shows(&story, "Slide 6 of 7, step 5 of 5")
            && shows(&story, &format!("{}'s choice is feasible for all", hidden("Ada")))
    );
    for _ in 0..2 {
        story.key_press(Key::ArrowRight);
        story.run();
        assert!(shows(&story, "Slide 7 of 7, step 1 of 1"), "there is nothing after the end");
    }
    assert!(shows(&story, "Which design would you take now?") && shows(&story, &hidden("Bit")));
}

#[test]
fn what_an_infeasible_choice_misses_is_said_under_the_pointer() {
    let mut story = story(comparison());
    turn_to(&mut story, Section::Regret);
    let said = "To Cat, Bit's choice misses: Answer fast.";
    assert!(!shows(&story, said));
    story.get_by_label("Bit's choice judged by Cat: infeasible").hover();
    story.run_steps(6);
    assert!(shows(&story, said));
}

#[test]
fn a_large_class_makes_only_the_cells_in_sight() {
    let mut story = story(large(200));
    turn_to(&mut story, Section::Regret);
    let cells = texts(&story).into_iter().filter(|text| text.contains("judged by")).count();
    assert!((50..2_000).contains(&cells), "{cells} of 40,000 cells");
    turn_to(&mut story, Section::Groups);
    let cards = texts(&story).into_iter().filter(|text| text.contains("choice is feasible for 0 of 200")).count();
    assert!((1..60).contains(&cards), "{cards} of 200 cards");
}

#[test]
fn marks_and_comments_go_to_the_group_s_file() {
    let view = CompareView { section: Section::Rubric, is_anonymous: true, ..CompareView::default() };
    let (mut page, asked) = page(view, comparison());
    page.run();
    page.get_by_label(&format!("Rubric of {}", hidden("Bit"))).click();
    page.run();
    page.get_by_label("Specification 3: met").click();
    page.run();
    let mark = |is_met, comment: &str| Action::Mark {
        file: "bit.hand-in.json".to_owned(),
        specification: 2,
        mark: Mark { is_met, comment: comment.to_owned() },
    };
    assert_eq!(asked.take(), [mark(Some(true), "")]);
    page.get_by_role_and_label(Role::TextInput, "Comment on specification 3").click();
    page.run();
    page.get_by_role_and_label(Role::TextInput, "Comment on specification 3").type_text("Well argued.");
    page.run();
    page.key_press(Key::Enter);
    page.run();
    assert_eq!(asked.take(), [mark(None, "Well argued.")], "the mark itself is the session's to keep");
    page.get_by_role_and_label(Role::TextInput, "Comment on specification 3").click();
    page.run();
    page.get_by_role_and_label(Role::TextInput, "Comment on specification 3").type_text("Late.");
    page.run();
    page.get_by_label("Close").click();
    page.run();
    assert_eq!(asked.take(), [mark(None, "Late."), Action::CloseClass], "a comment comes before its class goes");
}
