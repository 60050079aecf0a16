//! The group's timer: how long it has worked on the exercise, whether or not the program ran all the time.
//!
//! The seconds are kept among the settings, by the project's file: they belong to the work on this machine, and are no
//! change to the project that could be undone or would have to be saved.

use std::path::Path;
use std::time::{Duration, Instant};

use super::super::Session;
use crate::store::{Settings, UserFolder};

/// Seconds that are lost at most when the program dies.
const KEPT_EVERY: u32 = 15;

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
    /// Seconds that the settings know of.
    kept: u32,
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
/// its timer was never started.
pub fn worked_seconds(user: &UserFolder, file: &Path) -> Option<u32> {
    kept_in(&user.settings().0, file)
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
        self.timer = Timer { before: seconds, running: None, kept: seconds };
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
        let seconds = self.document.file.as_deref().and_then(|file| kept_in(&self.settings, file));
        self.count_from(seconds.unwrap_or(0));
    }

    /// Keeps the seconds from time to time while the timer runs.
    pub(in super::super) fn poll_timer(&mut self) {
        let is_running = self.timer.running.is_some();
        if is_running && self.timer.seconds() >= self.timer.kept.saturating_add(KEPT_EVERY) {
            self.keep_timer();
        }
    }

    /// Keeps the seconds now, if the timer was ever started and there is a file that they belong to.
    pub(in super::super) fn keep_timer(&mut self) {
        let Some(file) = self.document.file.as_deref().filter(|_| self.timer.was_started()) else { return };
        let (key, seconds) = (key(file), self.timer.seconds());
        self.timer.kept = seconds;
        let text = seconds.to_string();
        if self.settings.interface.get(&key) != Some(&text) {
            self.settings.interface.insert(key, text);
            self.save_settings();
        }
    }

    /// The work in this file begins anew, and so does its timer.
    pub(super) fn forget_timer(&mut self, file: &Path) {
        if self.settings.interface.remove(&key(file)).is_some() {
            self.save_settings();
        }
        if self.document.file.as_deref() == Some(file) {
            self.timer = Timer::default();
        }
    }
}

fn key(file: &Path) -> String {
    format!("timer {}", file.display())
}

fn kept_in(settings: &Settings, file: &Path) -> Option<u32> {
    settings.interface.get(&key(file))?.parse().ok()
}
