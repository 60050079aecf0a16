//! The calls into the classroom that compare answers and put them into words, in one place.
//!
//! PLACEHOLDER, to be replaced: each function is to be one call of what its comment names, once that is there.

use crate::analysis::AnalysisSettings;
use crate::classroom::{Comparison, Exercise, Group, HandedIn, Marks};
use crate::model::{EvidenceBook, Project};

/// `Comparison::of(exercise, hand_ins, skipped, settings, watch)`.
pub(super) fn compare(
    exercise: Option<&Exercise>,
    hand_ins: &[HandedIn],
    skipped: Vec<(String, String)>,
    _settings: &AnalysisSettings,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Option<Comparison> {
    let total = hand_ins.len() as u64;
    let group = |one: &HandedIn| Group {
        name: one.hand_in.breakout().map(|breakout| breakout.group.clone()).unwrap_or_default(),
        file: one.file.clone(),
        ..Group::default()
    };
    let title = exercise.map(|exercise| exercise.brief.title.clone()).unwrap_or_default();
    watch(total, total).then(|| Comparison {
        title,
        groups: hand_ins.iter().map(group).collect(),
        skipped,
        ..Comparison::default()
    })
}

/// `comparison.anonymous()`.
pub(super) fn anonymous(comparison: &Comparison) -> Comparison {
    comparison.clone()
}

/// `classroom::comparison_html(comparison)`.
pub(super) fn comparison_html(comparison: &Comparison) -> String {
    comparison.title.clone()
}

/// `classroom::comparison_tables(comparison)`.
pub(super) fn comparison_tables(comparison: &Comparison) -> Vec<(String, String)> {
    vec![("groups.csv".to_owned(), comparison.title.clone())]
}

/// `classroom::feedback(comparison, group, marks)`.
pub(super) fn feedback(comparison: &Comparison, group: usize, _marks: &Marks) -> String {
    comparison.groups[group].name.clone()
}

/// `classroom::chat_text(project, evidence, seconds)`.
pub(super) fn chat_text(project: &Project, _evidence: &EvidenceBook, _seconds: Option<u32>) -> String {
    project.name.clone()
}
