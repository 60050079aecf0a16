//! The group's timer: how long it has worked on the exercise, whether or not the program ran all the time.

use std::time::Instant;

use super::super::Session;

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
}

impl Timer {
    pub fn seconds(&self) -> u32 {
        let span = self.running.map_or(0, |since| since.elapsed().as_secs());
        self.before.saturating_add(u32::try_from(span).unwrap_or(u32::MAX))
    }
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
            was_started: seconds > 0 || self.timer.running.is_some(),
        })
    }

    pub(in super::super) fn run_timer(&mut self, runs: bool) {
        if runs && self.timer.running.is_none() && self.project().breakout.is_some() {
            self.timer.running = Some(Instant::now());
        } else if !runs {
            self.timer.before = self.timer.seconds();
            self.timer.running = None;
        }
    }
}
