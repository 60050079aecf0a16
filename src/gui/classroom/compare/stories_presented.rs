//! Stories about the last steps of a presentation: the reference answer, and the vote.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::CompareView;
use super::presentation::Presentation;
use super::test_support::{comparison, page, shows, with_reference};
use crate::classroom::{ChoiceNumber, Comparison};
use crate::session::Action;

fn presenting() -> CompareView {
    CompareView { presentation: Some(Presentation::default()), ..CompareView::default() }
}

fn press(page: &mut Harness<'_>, key: Key) {
    page.key_press(key);
    page.run();
}

/// So many slides on from the beginning of a slide.
fn turn(page: &mut Harness<'_>, slides: usize) {
    for _ in 0..slides {
        press(page, Key::ArrowDown);
        press(page, Key::ArrowRight);
    }
}

#[test]
fn the_plot_says_nothing_of_the_reference_before_that_is_told() {
    let mut class = with_reference(comparison());
    class.measures[1].reference = Some(ChoiceNumber::unknown("unknown"));
    let (mut page, _) = page(presenting(), class);
    page.run();
    turn(&mut page, 3);
    // After the three groups, which of their choices nobody beats.
    for _ in 0..4 {
        press(&mut page, Key::ArrowRight);
    }
    assert!(shows(&page, "Slide 4 of 7, step 5 of 6") && shows(&page, "Not on the plot: Cat (nothing chosen)."));
    assert!(!shows(&page, "Reference") && !shows(&page, "the reference answer"));
    press(&mut page, Key::ArrowRight);
    assert!(shows(&page, "Reference (Recall of Scorer: unknown)") && shows(&page, "the reference answer"));
}

#[test]
fn the_class_votes_in_the_end() {
    let (mut page, asked) = page(presenting(), with_reference(comparison()));
    page.run();
    turn(&mut page, 6);
    page.get_by_label("One hand more for Bit").click();
    page.run();
    let vote = |files: &[&str]| Action::Vote { files: files.iter().map(|file| (*file).to_owned()).collect(), hands: 1 };
    assert_eq!(asked.take(), [vote(&["bit.hand-in.json"])]);
    page.get_by_label("One hand more for Reference").click();
    page.run();
    assert_eq!(asked.take(), [vote(&[""])]);
}

#[test]
fn hands_are_counted_by_keys_and_esc_leaves_the_number_before_the_presentation() {
    let (mut page, asked) = page(presenting(), comparison());
    page.run();
    turn(&mut page, 6);
    let vote = |hands| Action::Vote { files: vec!["bit.hand-in.json".to_owned()], hands };
    page.get_by_label("Hands for Bit").focus();
    // Arrow keys are the field's own from its second frame on.
    page.run();
    page.run();
    press(&mut page, Key::ArrowUp);
    assert_eq!(asked.take(), [vote(1)]);
    press(&mut page, Key::Escape);
    assert!(shows(&page, "Which design would you take now?"), "the number was left");
    press(&mut page, Key::Escape);
    assert!(!shows(&page, "Which design would you take now?"), "the presentation was");
}

#[test]
fn a_vote_is_changed_by_nobody_but_who_counts() {
    let class = Comparison { hands: vec![3, u32::MAX, 0], ..comparison() };
    let (mut page, asked) = page(presenting(), class);
    page.run();
    turn(&mut page, 6);
    assert!(shows(&page, "Hands for Bit") && shows(&page, "4,294,967,295 hands in all."));
    assert!(asked.take().is_empty());
}
