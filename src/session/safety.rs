//! Keeps unsaved work safe: a copy is written in the background soon after a change, and taken away when the work is
//! saved or given up. Work on an exercise is saved to its own file instead.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use super::document::Document;
use crate::model::{EvidenceBook, Project};
use crate::store::{self, StoreError};
use crate::work::{Background, Poll};

/// Unsaved work is at most this old when the program dies.
const INTERVAL: Duration = Duration::from_secs(5);

/// The copy of unsaved work.
#[derive(Debug, Default)]
pub(super) struct Safety {
    /// What the copy holds.
    kept: (Arc<Project>, Arc<EvidenceBook>),
    last: Option<Instant>,
    writing: Option<Background<Result<(), StoreError>>>,
    /// Whether that goes to the project's own file.
    is_saving: bool,
    /// Whether even work on an exercise is only copied until it is saved by hand: its own file cannot be written, or holds
    /// something that recovered work must not replace unasked.
    pub only_copies: bool,
    /// A complaint is made once, not every few seconds.
    has_complained: bool,
}

impl Safety {
    /// When the next copy is due; `None` when the copy is current.
    pub fn due(&self, document: &Document) -> Option<Duration> {
        let (project, evidence) = document.state();
        let is_kept = Arc::ptr_eq(&self.kept.0, &project) && Arc::ptr_eq(&self.kept.1, &evidence);
        let wait = self.last.map_or(Duration::ZERO, |last| INTERVAL.saturating_sub(last.elapsed()));
        (!is_kept).then_some(wait.max(Duration::from_millis(50)))
    }
}

impl Session {
    pub(super) fn keep_safe(&mut self) {
        if let Some(writing) = self.safety.writing.take() {
            match writing.poll() {
                Poll::Pending => self.safety.writing = Some(writing),
                Poll::Ready(Ok(())) if self.safety.is_saving => self.document.was_kept(&self.safety.kept),
                Poll::Ready(Err(error)) if self.safety.is_saving => {
                    // Nothing holds this work yet: its copy is due at once.
                    self.safety = Safety { only_copies: true, ..Safety::default() };
                    self.notices.complain(format!("the work does not save itself until it is saved by hand: {error}"));
                }
                Poll::Ready(Err(error)) if !self.safety.has_complained => {
                    self.safety.has_complained = true;
                    self.notices.complain(format!("unsaved work cannot be kept safe: {error}"));
                }
                Poll::Ready(_) | Poll::Crashed => {}
            }
        }
        let Some(user) = self.user.clone() else { return };
        let is_early = self.safety.last.is_some_and(|last| last.elapsed() < INTERVAL);
        let is_due = self.is_changed() && self.safety.due(&self.document).is_some() && !is_early;
        if !is_due || self.is_gesturing() || self.safety.writing.is_some() {
            return;
        }
        let state = self.document.state();
        self.safety.kept = state.clone();
        self.safety.last = Some(Instant::now());
        let original = self.document.file.clone();
        // Nobody thinks of saving in a class, and no laptop may take an answer along.
        let saves_itself = state.0.breakout.is_some() && !self.safety.only_copies;
        let own = original.clone().filter(|_| saves_itself);
        self.safety.is_saving = own.is_some();
        self.safety.writing = Background::start("keeping work safe", &self.wake, move |_| match own {
            Some(file) => store::save(&file, &state.0, &state.1),
            None => user.write_recovery(&state.0, &state.1, original.as_deref()),
        })
        .ok();
    }

    /// Waits for what is just being written: it would otherwise come after what is done next, and take its place.
    pub(super) fn finish_writing(&mut self) {
        if let Some(writing) = self.safety.writing.take() {
            let _finished = writing.wait(INTERVAL);
            // Whether that went well was not heard: what is still unsaved is written once more.
            self.safety.kept = Default::default();
        }
    }

    /// Takes the copy of this project's unsaved work away.
    pub(super) fn discard_own_recovery(&mut self) {
        self.finish_writing();
        let was_written = std::mem::take(&mut self.safety).last.is_some();
        let Some(user) = self.user.as_ref().filter(|_| was_written) else { return };
        if let Err(error) = user.discard_recovery(self.document.file.as_deref()) {
            self.notices.complain(error.to_string());
        }
    }
}
