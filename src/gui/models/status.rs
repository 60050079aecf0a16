//! Where a candidate stands: its training and whether its numbers still hold, in one place for table and details.

use std::time::Duration;

use egui::{Color32, Visuals};

use crate::gui::icons::Sign;
use crate::gui::theme::palette;
use crate::session::{Freshness, Session, Training, TrainingState};
use crate::work::JobName;

/// Where a candidate stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Status {
    /// Ordered, but no worker is free.
    Waiting,
    /// A worker is on it: what it does, and the share that is done.
    Running(String, f32),
    /// The last training gave no result, for this reason.
    Failed(String),
    /// The user ended the last training and there is nothing older.
    Cancelled,
    /// What was measured, against what the project says now.
    Measured(Freshness),
}

/// What is being done, for how long already and for how long still.
fn doing(training: &Training) -> String {
    match training.time() {
        Some((elapsed, Some(remaining))) if elapsed.as_secs() > 0 => {
            format!("{} · {}, about {} left", training.stage, span(elapsed), span(remaining))
        }
        Some((elapsed, None)) if elapsed.as_secs() > 0 => format!("{} · {}", training.stage, span(elapsed)),
        _ => training.stage.clone(),
    }
}

/// `8 s`, `3 min` or `1 h 20 min`.
fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..100 => format!("{} s", seconds.max(1)),
        seconds @ 100..5400 => format!("{} min", (seconds + 30) / 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

impl Status {
    /// Where `name` stands.
    pub fn of(session: &Session, name: &JobName) -> Self {
        let freshness = session.freshness(name);
        let Some(training) = session.training(name) else { return Self::Measured(freshness) };
        match &training.state {
            TrainingState::Waiting => Self::Waiting,
            TrainingState::Running => Self::Running(doing(training), training.fraction),
            TrainingState::Failed(reason) => Self::Failed(reason.clone()),
            TrainingState::Cancelled if freshness == Freshness::Missing => Self::Cancelled,
            TrainingState::Cancelled => Self::Measured(freshness),
        }
    }

    /// Whether it waits or runs.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running(..))
    }

    /// Whether another training would bring something new.
    pub fn wants_training(&self) -> bool {
        !self.is_under_way() && *self != Self::Measured(Freshness::Current)
    }

    /// One or two words.
    pub fn word(&self) -> String {
        match self {
            Self::Waiting => "Waiting".to_owned(),
            Self::Running(_, fraction) => format!("Training {:.0} %", fraction.clamp(0.0, 1.0) * 100.0),
            Self::Failed(_) => "Failed".to_owned(),
            Self::Cancelled => "Cancelled".to_owned(),
            Self::Measured(freshness) => match freshness {
                Freshness::Missing => "Never trained",
                Freshness::Unchecked => "Checking…",
                Freshness::Current => "Trained",
                Freshness::Stale => "Out of date",
                Freshness::Uncheckable => "Uncheckable",
            }
            .to_owned(),
        }
    }

    /// A few words below: what is being done, or what to do.
    pub fn detail(&self) -> String {
        match self {
            Self::Waiting => "for a free worker".to_owned(),
            Self::Running(stage, _) => stage.clone(),
            Self::Failed(reason) => reason.clone(),
            Self::Cancelled => "no result yet".to_owned(),
            Self::Measured(freshness) => match freshness {
                Freshness::Missing => "no result yet",
                Freshness::Unchecked => "comparing with the data",
                Freshness::Current => "current",
                Freshness::Stale => "stale: train again",
                Freshness::Uncheckable => "the data cannot be read",
            }
            .to_owned(),
        }
    }

    /// The whole story, for hovering and for the details.
    pub fn story(&self) -> String {
        match self {
            Self::Waiting => "Starts as soon as another training ends.".to_owned(),
            Self::Running(stage, _) => format!("A worker process is at it: {stage}."),
            Self::Failed(reason) => format!("The last training gave no result: {reason}"),
            Self::Cancelled => "The last training was cancelled. Train it to get results.".to_owned(),
            Self::Measured(freshness) => match freshness {
                Freshness::Missing => "Nothing was measured on this candidate. Train it to get results.",
                Freshness::Unchecked => "It is being checked whether the results still belong to data and settings.",
                Freshness::Current => "The same data and settings would be used today.",
                Freshness::Stale => {
                    "Data, settings or the program changed since these numbers were measured. Train it again."
                }
                Freshness::Uncheckable => {
                    "The data cannot be read today, so nobody can say whether the numbers still hold. See the dataset \
                     for the reason."
                }
            }
            .to_owned(),
        }
    }

    /// Sign and colour; `None` where no sign is needed beside the progress bar.
    pub fn look(&self, visuals: &Visuals) -> (Option<Sign>, Color32) {
        let palette = palette(visuals);
        match self {
            Self::Waiting | Self::Running(..) => (None, palette.accent),
            Self::Failed(_) => (Some(Sign::Cross), palette.bad),
            Self::Cancelled | Self::Measured(Freshness::Missing | Freshness::Unchecked) => {
                (Some(Sign::Question), palette.weak)
            }
            Self::Measured(Freshness::Current) => (Some(Sign::Check), palette.good),
            Self::Measured(Freshness::Stale) => (Some(Sign::Warning), palette.caution),
            Self::Measured(Freshness::Uncheckable) => (Some(Sign::Question), palette.caution),
        }
    }
}
