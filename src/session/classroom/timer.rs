//! The group's timer: how long it has worked on the exercise, whether or not the program ran all the time.
//!
//! The seconds are kept in a file beside the work. Earlier versions kept them among the settings, by the project's file;
//! those are still counted on from.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::super::Session;
use crate::store::{self, Settings, StoreError, UserFolder};
use crate::work::{Background, Poll};

/// Seconds that are lost at most when the program dies.
const KEPT_EVERY: u32 = 15;

/// What is just being written is waited for this long at most.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the timer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimerReading {
    /// Seconds worked so far.
    pub seconds: u32,
    /// Seconds that the brief leaves; 0 when time is up, `None` without a limit.
    pub left: Option<u32>,
    /// Whether it runs.
    pub is_running: bool,
    /// Whether it was ever started.
    pub was_started: bool,
}

/// How long a group has worked.
#[derive(Debug, Default)]
pub(in super::super) struct Timer {
    /// Seconds of the spans that are over.
    pub before: u32,
    /// Since when it runs.
    pub running: Option<Instant>,
    /// The seconds that are kept, and of which project's file.
    kept: Option<(PathBuf, u32)>,
    writing: Option<Background<Result<(), StoreError>>>,
    /// A complaint is made once, not every few seconds.
    has_complained: bool,
}

impl Timer {
    pub fn seconds(&self) -> u32 {
        let span = self.running.map_or(0, |since| since.elapsed().as_secs());
        self.before.saturating_add(u32::try_from(span).unwrap_or(u32::MAX))
    }

    fn was_started(&self) -> bool {
        self.running.is_some() || self.seconds() > 0
    }

    /// When it shows another second, while it runs.
    pub fn due(&self) -> Option<Duration> {
        let since = self.running?;
        let into_second = Duration::from_nanos(since.elapsed().subsec_nanos().into());
        // A little late: a look just before the second would have to be followed by another one.
        Some(Duration::from_secs(1).saturating_sub(into_second) + Duration::from_millis(5))
    }
}

/// The seconds that were worked on the project in this file, as another run of the program has kept them; `None` where
/// its timer was never started, or nobody can say.
pub fn worked_seconds(user: &UserFolder, file: &Path) -> Option<u32> {
    let beside = store::open_time(file).ok().flatten();
    beside.or_else(|| among(&user.settings().0, file))
}

impl Session {
    /// The timer of the exercise that is worked on; `None` outside of a class.
    pub fn timer(&self) -> Option<TimerReading> {
        let brief = &self.project().breakout.as_ref().filter(|_| self.is_open())?.brief;
        let seconds = self.timer.seconds();
        let limit = (brief.minutes > 0).then(|| brief.minutes.saturating_mul(60));
        Some(TimerReading {
            seconds,
            left: limit.map(|limit| limit.saturating_sub(seconds)),
            is_running: self.timer.running.is_some(),
            was_started: self.timer.was_started(),
        })
    }

    /// Counts on from these seconds, which were worked in another run of the program.
    pub fn count_from(&mut self, seconds: u32) {
        self.finish_keeping();
        self.timer = Timer { before: seconds, ..Timer::default() };
    }

    pub(in super::super) fn run_timer(&mut self, runs: bool) {
        if runs && self.timer.running.is_none() && self.project().breakout.is_some() {
            self.timer.running = Some(Instant::now());
        } else if !runs {
            self.timer.before = self.timer.seconds();
            self.timer.running = None;
        }
        self.keep_timer();
    }

    /// Takes over the timer of the document that was opened: paused, whatever it was when the program ended.
    pub(in super::super) fn load_timer(&mut self) {
        self.count_from(0);
        let Some(file) = self.document.file.clone() else { return };
        match store::open_time(&file) {
            Ok(Some(seconds)) => {
                self.timer.before = seconds;
                self.timer.kept = Some((file, seconds));
            }
            Ok(None) => self.timer.before = among(&self.settings, &file).unwrap_or(0),
            Err(error) => self.notices.tell(format!("The time worked so far is not known and counts from 0: {error}")),
        }
    }

    /// Keeps the seconds from time to time while the timer runs, beside the window.
    pub(in super::super) fn poll_timer(&mut self) {
        if let Some(writing) = self.timer.writing.take() {
            match writing.poll() {
                Poll::Pending => self.timer.writing = Some(writing),
                // The next try comes when the next one would be due.
                Poll::Ready(Err(error)) => self.complain_about_timer(&error),
                Poll::Ready(Ok(())) | Poll::Crashed => {}
            }
        }
        let seconds = self.timer.seconds();
        let kept = self.timer.kept.as_ref().map_or(0, |(_, seconds)| *seconds);
        let is_due = self.timer.running.is_some() && seconds >= kept.saturating_add(KEPT_EVERY);
        let Some(file) = self.document.file.clone().filter(|_| is_due && self.timer.writing.is_none()) else { return };
        self.timer.kept = Some((file.clone(), seconds));
        let writing = Background::start("keeping the time", &self.wake, move |_| store::save_time(&file, seconds));
        self.timer.writing = writing.ok();
    }

    /// Keeps the seconds now, if the timer was ever started, there is a file that they belong to, and it does not know them
    /// yet: another window may have counted on.
    pub(in super::super) fn keep_timer(&mut self) {
        self.finish_keeping();
        let Some(file) = self.document.file.clone().filter(|_| self.timer.was_started()) else { return };
        let seconds = self.timer.seconds();
        if self.timer.kept.as_ref().is_some_and(|kept| *kept == (file.clone(), seconds)) {
            return;
        }
        match store::save_time(&file, seconds) {
            Ok(()) => {
                self.timer.kept = Some((file.clone(), seconds));
                self.forget_earlier_kept(&file);
            }
            Err(error) => self.complain_about_timer(&error),
        }
    }

    /// The work in this file begins anew, and so does its timer.
    pub(super) fn forget_timer(&mut self, file: &Path) {
        self.finish_keeping();
        if let Err(error) = store::forget_time(file) {
            self.notices.complain(error.to_string());
        }
        self.forget_earlier_kept(file);
        if self.document.file.as_deref() == Some(file) {
            self.timer = Timer::default();
        }
    }

    /// Waits for what is just being written: it would otherwise come after what is done next.
    fn finish_keeping(&mut self) {
        if let Some(writing) = self.timer.writing.take() {
            let _finished = writing.wait(PATIENCE);
            // Whether that went well was not heard.
            self.timer.kept = None;
        }
    }

    /// Takes the seconds of this file out of the settings.
    fn forget_earlier_kept(&mut self, file: &Path) {
        let key = key(file);
        if self.settings.interface.contains_key(&key) {
            self.change_settings(|settings| drop(settings.interface.remove(&key)));
        }
    }

    fn complain_about_timer(&mut self, error: &StoreError) {
        if !std::mem::replace(&mut self.timer.has_complained, true) {
            self.notices.complain(format!("the time worked cannot be kept: {error}"));
        }
    }
}

fn key(file: &Path) -> String {
    format!("timer {}", file.display())
}

fn among(settings: &Settings, file: &Path) -> Option<u32> {
    settings.interface.get(&key(file))?.parse().ok()
}
