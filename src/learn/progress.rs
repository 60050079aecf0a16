//! Reports of a running training: smooth progress, a thinned loss curve, and the place where cancelling takes effect.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::error::LearnError;
use super::job::TrainingEvent;
use crate::model::LossPoint;

/// Most loss points that one training reports.
const LOSS_POINTS: u32 = 200;
/// Between two progress reports of the same stage; a stop takes effect within this time.
const INTERVAL: Duration = Duration::from_millis(30);

/// Where a training reports to.
pub(super) struct Progress<'a> {
    report: &'a mut dyn FnMut(TrainingEvent) -> ControlFlow<()>,
    stage: String,
    from: f32,
    to: f32,
    /// The part of the job that shares are of.
    part: (f32, f32),
    is_quiet: bool,
    last_report: Instant,
    losses: Vec<LossPoint>,
}

impl<'a> Progress<'a> {
    /// Reports to `report`, which answers whether to go on.
    pub fn new(report: &'a mut dyn FnMut(TrainingEvent) -> ControlFlow<()>) -> Self {
        Self {
            report,
            stage: String::new(),
            from: 0.0,
            to: 0.0,
            part: (0.0, 1.0),
            is_quiet: false,
            last_report: Instant::now(),
            losses: Vec::new(),
        }
    }

    /// What follows is this part of the job.
    pub fn within(&mut self, from: f32, to: f32) {
        self.part = (from, to);
    }

    /// Whether losses are kept to itself from now on, as of what is not the candidate itself; gives what was before.
    pub fn set_quiet(&mut self, is_quiet: bool) -> bool {
        std::mem::replace(&mut self.is_quiet, is_quiet)
    }

    /// The shares between which the present stage takes the present part of the job.
    pub fn range(&self) -> (f32, f32) {
        (self.from, self.to)
    }

    /// Starts a stage that takes the present part of the job from `from` to `to`, both shares of it.
    pub fn enter(&mut self, stage: &str, from: f32, to: f32) -> Result<(), LearnError> {
        stage.clone_into(&mut self.stage);
        (self.from, self.to) = (from, to);
        self.send_stage(0.0)
    }

    /// Says that `done` of `total` steps of this stage are done; cheap enough to call at every step.
    pub fn step(&mut self, done: u32, total: u32) -> Result<(), LearnError> {
        if self.last_report.elapsed() < INTERVAL {
            return Ok(());
        }
        self.send_stage(done as f32 / total.max(1) as f32)
    }

    /// Keeps and reports the loss after a pass; of many passes only evenly spaced ones and the last.
    pub fn loss(&mut self, point: LossPoint, total: u32) -> Result<(), LearnError> {
        if !point.training.is_finite() || !point.validation.is_finite() {
            return Err(LearnError::Diverged { epoch: point.step });
        }
        let spacing = total.div_ceil(LOSS_POINTS).max(1);
        let is_shown = !self.is_quiet;
        if is_shown && (point.step.is_multiple_of(spacing) || point.step == 1 || point.step == total) {
            self.losses.push(point);
            self.send(TrainingEvent::Loss(point))?;
        }
        self.step(point.step, total)
    }

    /// The loss points reported so far.
    pub fn take_losses(&mut self) -> Vec<LossPoint> {
        std::mem::take(&mut self.losses)
    }

    fn send_stage(&mut self, done: f32) -> Result<(), LearnError> {
        self.last_report = Instant::now();
        let share = self.from + (self.to - self.from) * done.clamp(0.0, 1.0);
        let fraction = self.part.0 + (self.part.1 - self.part.0) * share;
        self.send(TrainingEvent::Stage { name: self.stage.clone(), fraction })
    }

    fn send(&mut self, event: TrainingEvent) -> Result<(), LearnError> {
        match (self.report)(event) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(LearnError::Cancelled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_is_no_number_ends_the_training() {
        let mut report = |_| ControlFlow::Continue(());
        let mut progress = Progress::new(&mut report);
        assert_eq!(progress.loss(LossPoint { step: 1, training: 0.5, validation: 0.6 }, 9), Ok(()));
        for (training, validation) in [(f64::NAN, 0.5), (0.5, f64::INFINITY)] {
            let outcome = progress.loss(LossPoint { step: 2, training, validation }, 9);
            assert_eq!(outcome, Err(LearnError::Diverged { epoch: 2 }));
        }
        assert_eq!(progress.take_losses().len(), 1);
    }

    #[test]
    fn many_passes_leave_few_points_and_the_last() {
        let mut report = |_| ControlFlow::Continue(());
        let mut progress = Progress::new(&mut report);
        for step in 1..=1001 {
            progress.loss(LossPoint { step, training: 0.0, validation: 0.0 }, 1001).unwrap();
        }
        let steps: Vec<u32> = progress.take_losses().iter().map(|point| point.step).collect();
        assert!(steps.len() <= 202, "{}", steps.len());
        assert_eq!((steps[0], steps[1], steps[steps.len() - 1]), (1, 6, 1001));
    }
}
