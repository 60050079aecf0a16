//! Work on an exercise as it stands in a saved file, from version 8 on.

use serde::{Deserialize, Serialize};

use super::decision::SavedDesign;
use super::words::SavedCheck;
use crate::model::{Breakout, Brief, Specification};

/// The exercise, and what a group says beside its project.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedBreakout {
    exercise: SavedBrief,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    group: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    members: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    answers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rejected: Option<SavedDesign>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    why_rejected: String,
}

/// What a group is asked to do.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct SavedBrief {
    id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    version: String,
    title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    story: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    questions: Vec<String>,
    /// 0 for no limit.
    #[serde(default)]
    minutes: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    specifications: Vec<SavedSpecification>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedSpecification {
    text: String,
    #[serde(default)]
    points: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check: Option<SavedCheck>,
}

impl SavedBreakout {
    pub(super) fn of(breakout: &Breakout) -> Self {
        Self {
            exercise: SavedBrief::of(&breakout.brief),
            group: breakout.group.clone(),
            members: breakout.members.clone(),
            answers: breakout.answers.clone(),
            rejected: breakout.rejected.as_ref().map(Into::into),
            why_rejected: breakout.why_rejected.clone(),
        }
    }

    pub(super) fn open(self) -> Breakout {
        Breakout {
            brief: self.exercise.open(),
            group: self.group,
            members: self.members,
            answers: self.answers,
            rejected: self.rejected.map(Into::into),
            why_rejected: self.why_rejected,
        }
    }
}

impl SavedBrief {
    pub(in super::super) fn of(brief: &Brief) -> Self {
        let specification = |one: &Specification| SavedSpecification {
            text: one.text.clone(),
            points: one.points,
            check: one.check.map(SavedCheck),
        };
        Self {
            id: brief.id.clone(),
            version: brief.version.clone(),
            title: brief.title.clone(),
            story: brief.story.clone(),
            questions: brief.questions.clone(),
            minutes: brief.minutes,
            specifications: brief.specifications.iter().map(specification).collect(),
        }
    }

    pub(in super::super) fn open(self) -> Brief {
        let specification = |one: SavedSpecification| Specification {
            text: one.text,
            points: one.points,
            check: one.check.map(|check| check.0),
        };
        Brief {
            id: self.id,
            version: self.version,
            title: self.title,
            story: self.story,
            questions: self.questions,
            minutes: self.minutes,
            specifications: self.specifications.into_iter().map(specification).collect(),
        }
    }
}
