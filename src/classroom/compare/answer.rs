//! One group's answer by itself: what it chose in words, the numbers of that, and what can be seen of the rubric.

use std::borrow::Cow;

use super::agreement::{Ranks, ranks};
use super::analyst::Analyst;
use super::choice::Choice;
use super::clean::MOST;
use super::remarks;
use super::screen::Admitted;
use super::thresholds::{Tests, tests};
use crate::classroom::rubric::{Rubric, seen};
use crate::classroom::{Exercise, Group};
use crate::edit::substance_of;
use crate::model::{EvidenceBook, Project};

/// What all groups were given.
#[derive(Debug)]
pub(super) struct Given<'a> {
    pub exercise: &'a Exercise,
    /// The given project, without what no number depends on.
    pub substance: Project,
}

/// What one group says, and the numbers of what it chose.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub project: &'a Project,
    /// As it is shown.
    pub group: Group,
    pub choice: Choice<'a>,
    pub ranks: Ranks,
    pub tests: Tests,
}

impl<'a> Given<'a> {
    pub fn of(exercise: &'a Exercise) -> Self {
        Self { exercise, substance: substance_of(&exercise.project) }
    }
}

impl<'a> Answer<'a> {
    pub fn of(admitted: &Admitted<'a>, given: Option<&Given<'_>>, analyst: &mut Analyst<'a>) -> Self {
        let (hand_in, breakout) = (&admitted.handed_in.hand_in, admitted.breakout);
        let project = &hand_in.project;
        let evidence = match given.map(|given| &given.exercise.evidence) {
            None => Cow::Borrowed(&hand_in.evidence),
            Some(common) if hand_in.evidence == EvidenceBook::default() => Cow::Borrowed(common),
            Some(common) => Cow::Owned(common.overlaid_with(&hand_in.evidence)),
        };
        let mut looked = analyst.look_at(project, &evidence, &hand_in.evidence);
        let choice = Choice::of(project, &evidence, &mut looked);
        let brief = given.map_or(&breakout.brief, |given| &given.exercise.brief);
        let rubric = Rubric { project, evidence: &evidence, space: &choice.space, demands: &choice.demands };
        let asked_for = &brief.specifications[..brief.specifications.len().min(MOST)];
        let specifications = seen(asked_for, &rubric, &mut looked);
        let is_same_version = given
            .map(|given| given.exercise.brief.version.as_str())
            .filter(|version| !version.is_empty())
            .map(|version| version == breakout.brief.version);
        // Answers stand by the positions of the questions that the group was asked.
        let asked = if is_same_version == Some(true) { brief } else { &breakout.brief };
        let answer = |(position, question): (usize, &String)| {
            (question.clone(), breakout.answers.get(position).cloned().unwrap_or_default())
        };
        let mut group = Group {
            name: admitted.name.clone(),
            file: admitted.handed_in.file.clone(),
            members: breakout.members.clone(),
            seconds: hand_in.seconds,
            is_same_version,
            chosen: choice.in_words(),
            is_feasible: choice.is_feasible(),
            rationale: choice.rationale(),
            rejected: breakout.rejected.as_ref().map(|design| choice.space.in_words(design)).unwrap_or_default(),
            why_rejected: breakout.why_rejected.clone(),
            answers: asked.questions.iter().take(MOST).enumerate().map(answer).collect(),
            remarks: Vec::new(),
            specifications,
        };
        group.remarks = remarks::of_one(&remarks::Remarked { admitted, given, group: &group, choice: &choice });
        Self { project, group, choice, ranks: ranks(project), tests: tests(project) }
    }
}
