//! Compares the answers of a class: what each group wants, how far they agree, and what each choice is to all others.
//!
//! Answers are admitted and named (`screen`), each is looked at by itself (`answer` and `choice`, with numbers from
//! `analyst`), then all of them side by side (`agreement`, `thresholds`, `choices`, `regret`). Texts of strangers are made
//! harmless at the end (`clean`). Nothing depends on the order in which files were read.

mod agreement;
mod analyst;
mod answer;
mod choice;
mod choices;
mod clean;
mod demands;
mod names;
mod regret;
mod remarks;
mod screen;
#[cfg(test)]
pub(super) mod test_support;
#[cfg(test)]
mod tests;
mod thresholds;

pub use agreement::ranks;
pub(super) use analyst::{Analyst, Looked};
pub(super) use demands::Demands;
pub(super) use regret::SAME_WORTH;

use super::limits::too_much;
use super::{Comparison, Exercise, HandedIn, ReferenceAnswer};
use crate::analysis::AnalysisSettings;
use crate::model::{Brief, EvidenceBook, Project};
use answer::{Answer, Given};
use choice::Choice;
use names::Names;

impl Comparison {
    /// All answers of a class side by side. `exercise` is the instructor's file; without it the answers to the exercise
    /// that most of them answer are compared. `skipped` are files that could not be read, with the reason; answers that
    /// cannot be compared join them, and so does the reference answer where its choice cannot. `watch` hears how many
    /// answers of how many are analysed.
    ///
    /// `None` where `watch` said false: stop.
    pub fn of(
        exercise: Option<&Exercise>,
        hand_ins: &[HandedIn],
        skipped: Vec<(String, String)>,
        settings: &AnalysisSettings,
        watch: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Option<Self> {
        let screened = screen::screened(exercise.map(|exercise| &exercise.brief), hand_ins);
        let reference = exercise.and_then(|exercise| Some((exercise, exercise.reference.as_ref()?)));
        let expected = reference.map(|(_, reference)| &reference.project);
        let projects: Vec<&Project> = screened.admitted.iter().map(|one| &one.handed_in.hand_in.project).collect();
        let asked = projects.iter().copied().chain(expected).flat_map(Project::required_measures).collect();
        let given = exercise.map(Given::of);
        // The reference has measured nothing besides what is given.
        let nothing = EvidenceBook::default();
        let mut analyst = Analyst::new(*settings, asked);
        let total = screened.admitted.len() as u64;
        let mut answers = Vec::with_capacity(screened.admitted.len());
        for (done, admitted) in screened.admitted.iter().enumerate() {
            if !watch(done as u64, total) {
                return None;
            }
            answers.push(Answer::of(admitted, given.as_ref(), &mut analyst));
        }
        if !watch(total, total) {
            return None;
        }
        remarks::add_those_between_groups(&mut answers);
        // An exercise that lies among hand-ins may be a stranger's as well.
        let excess = expected.and_then(too_much);
        let choice = reference.filter(|_| excess.is_none()).map(|(exercise, reference)| {
            let mut looked = analyst.look_at(&reference.project, &exercise.evidence, &nothing);
            Choice::of(&reference.project, &exercise.evidence, &mut looked)
        });
        let choice = choice.as_ref();
        let left_out = excess
            .map(|reason| ("reference answer".to_owned(), format!("its choice is not compared: the project {reason}")));
        let known = expected.into_iter().chain(exercise.map(|exercise| &exercise.project)).chain(projects);
        let names = Names::of(known.collect());
        let first = || screened.admitted.first().map(|one| &one.breakout.brief);
        let title = exercise.map(|exercise| &exercise.brief).or_else(first).map(|brief: &Brief| brief.title.clone());
        let (qualities, missed) = agreement::qualities(&answers, expected);
        let measures = choices::measures(&answers, choice, &names);
        let mut comparison = Self {
            title: title.unwrap_or_default(),
            reference: reference.map(|(_, reference)| ReferenceAnswer {
                notes: reference.notes.clone(),
                chosen: choice.and_then(Choice::in_words),
                is_feasible: choice.and_then(Choice::is_feasible),
                rationale: choice.map(Choice::rationale).unwrap_or_default(),
                hands: 0,
            }),
            agreement: agreement::agreement(&answers),
            thresholds: thresholds::thresholds(&answers, expected, &names),
            best: choices::best(&measures, answers.len()),
            regret: regret::regret(&answers, choice),
            groups: answers.into_iter().map(|answer| answer.group).collect(),
            qualities,
            missed,
            measures,
            hands: Vec::new(),
            skipped: skipped.into_iter().chain(screened.skipped).chain(left_out).collect(),
        };
        comparison.skipped.sort();
        clean::clean(&mut comparison);
        Some(comparison)
    }
}
