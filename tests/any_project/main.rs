//! Any project that edits can reach is undone, saved, opened equal, analysed, explored and reported without a panic, and
//! its report is read from JSON as it was written.

mod drawing_edits;
mod edits;
mod invariants;
mod parts;
mod use_edits;

use std::ops::ControlFlow;
use std::path::Path;

use cantilever::analysis::{AnalysisSettings, analyse};
use cantilever::diagram::Diagram;
use cantilever::edit::History;
use cantilever::model::{Design, EvidenceBook, Project};
use cantilever::report::{DrawingOptions, Material, Report, Stamp, drawing_svg, from_json, html, markdown, to_json};
use cantilever::store::{from_text, to_text};
use cantilever::tradeoff::{Region, explore};
use proptest::prelude::*;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use edits::{edit, smaller};
use invariants::check_invariants;

/// What a step does, and two numbers that it may use as it likes.
type Step = (u8, u16, u16);

/// Kinds of steps, all of which [`edit`] makes an edit of if the project has what it takes.
const KINDS: u8 = 32;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_edits_can_reach_breaks_anything(steps in prop::collection::vec((0..KINDS, any::<u16>(), any::<u16>()), 1..60)) {
        let mut history = History::new(Project::default());
        for step in steps {
            if let Some(edit) = edit(history.project(), step) {
                // An edit of something that is gone is refused, not made halfway.
                let before = history.project().clone();
                if history.edit(&edit).is_err() {
                    prop_assert_eq!(&before, history.project());
                }
            }
        }
        let project = history.project().clone();
        let book = EvidenceBook::default();
        let text = to_text(&project, &book);
        let (opened, opened_book) = from_text(&text, Path::new("project.json")).unwrap();
        prop_assert_eq!(&opened, &*project);
        prop_assert_eq!(to_text(&opened, &opened_book), text);

        let settings = AnalysisSettings { samples: 100, seed: 1 };
        let design = Design::default();
        let analysis = analyse(&project, &book, &design, &settings);
        prop_assert_eq!(analysis.verdicts.len(), project.requirements.len());
        let exploration = explore(&project, &book, &settings, &mut |done, _| {
            if done < 200 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .ok();
        let region = exploration.as_ref().map(|exploration| Region::of_project(exploration, &project));
        let stamp = Stamp { date: "2026-01-01".to_owned(), ..Stamp::default() };
        let material = Material {
            project: &project,
            evidence: &book,
            explored: exploration.as_ref().zip(region.as_ref()),
            sensitivity: None,
            certainty: None,
            design: &design,
            analysis: &analysis,
            settings,
        };
        let report = Report::build(&material, &stamp);
        prop_assert!(html(&report).is_ok());
        prop_assert!(!markdown(&report).text.is_empty());
        let written = to_json(&report).unwrap();
        let read = from_json(&written, Path::new("report.json")).unwrap();
        prop_assert_eq!(&read, &report);
        prop_assert_eq!(to_json(&read).unwrap(), written);

        check_invariants(&project)?;
        for view in project.view_keys() {
            let diagram = Diagram::of_view(&project, &view);
            prop_assert!(!drawing_svg(&diagram, &DrawingOptions::default()).is_empty());
        }
        while history.undo() {}
        prop_assert!(history.project().system.components.is_empty() || history.undo_label().is_none());
        while history.redo() {}
        prop_assert_eq!(history.project(), &project);
    }
}

/// Ten thousand edits, undos and redos keep every invariant, and undoing leads back to the first project, byte for byte.
#[test]
fn ten_thousand_steps_keep_every_invariant_and_lead_back() {
    let mut generator = ChaCha8Rng::seed_from_u64(7);
    let mut history = History::new(Project::default());
    let bytes = |history: &History| to_text(history.project(), &EvidenceBook::default());
    let first = bytes(&history);
    for _ in 0..10_000 {
        match generator.random_range(0..100_u8) {
            0..12 => drop(history.undo()),
            12..20 => drop(history.redo()),
            _ => {
                let step = (generator.random_range(0..KINDS), generator.random(), generator.random());
                let chosen = smaller(history.project()).or_else(|| edit(history.project(), step));
                if let Some(edit) = chosen {
                    drop(history.edit(&edit));
                }
            }
        }
        check_invariants(history.project()).unwrap();
    }
    let last = bytes(&history);
    let mut steps = 0;
    while history.undo() {
        steps += 1;
    }
    assert!(steps > 1_000, "{steps}");
    assert!(bytes(&history) == first, "the first project is back");
    while history.redo() {}
    assert!(bytes(&history) == last, "the last project is back");
}
