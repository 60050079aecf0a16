//! Trainings under way and those that came to nothing; what came to something is evidence.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::learn::{TrainingEvent, TrainingJob};
use crate::model::{Evidence, LossPoint};
use crate::work::{JobName, JobState, TrainingQueue, Wake, WorkerProgram};

/// Share of a job, and time, from which its pace says how long the rest takes.
const SHOWS_PACE: f32 = 0.08;
const SHOWS_PACE_AFTER: Duration = Duration::from_secs(2);

/// One training, from being ordered until it is evidence or was dismissed.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// Where it stands.
    pub state: TrainingState,
    /// What is being done, in a few words.
    pub stage: String,
    /// Share of the whole job that is done, 0 to 1.
    pub fraction: f32,
    /// Loss so far.
    pub losses: Vec<LossPoint>,
    /// When a worker began with it.
    begun: Option<Instant>,
}

/// Where a training stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrainingState {
    /// Waits for a free worker.
    Waiting,
    /// A worker is on it.
    Running,
    /// It gave no result, for this reason.
    Failed(String),
    /// The user ended it.
    Cancelled,
}

pub(super) struct Trainings {
    queue: TrainingQueue,
    known: BTreeMap<JobName, Training>,
}

impl Training {
    /// Whether it waits or runs.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, TrainingState::Waiting | TrainingState::Running)
    }

    /// How long a worker has been at it, and how long it will probably take from now on; the latter is not known at the
    /// start.
    pub fn time(&self) -> Option<(Duration, Option<Duration>)> {
        let elapsed = self.begun?.elapsed();
        let remaining = (self.fraction >= SHOWS_PACE && elapsed >= SHOWS_PACE_AFTER)
            .then(|| elapsed.mul_f32((1.0 - self.fraction).max(0.0) / self.fraction));
        Some((elapsed, remaining))
    }
}

impl Trainings {
    pub fn new(program: WorkerProgram, workers: usize, wake: Wake) -> Self {
        Self { queue: TrainingQueue::new(program, workers, wake), known: BTreeMap::new() }
    }

    pub fn start(&mut self, job: TrainingJob) {
        let waiting = Training {
            state: TrainingState::Waiting,
            stage: "Waiting for a worker".to_owned(),
            fraction: 0.0,
            losses: Vec::new(),
            begun: None,
        };
        self.known.insert((job.component.clone(), job.candidate_id.clone()), waiting);
        self.queue.submit(job);
    }

    pub fn cancel(&mut self, name: &JobName) {
        if self.queue.cancel(name)
            && let Some(training) = self.known.get_mut(name)
        {
            training.state = TrainingState::Cancelled;
            "Cancelled".clone_into(&mut training.stage);
        }
    }

    pub fn cancel_all(&mut self) {
        let under_way: Vec<_> = self.under_way().cloned().collect();
        for name in under_way {
            self.cancel(&name);
        }
    }

    /// Ends everything and forgets it: another project was opened.
    pub fn clear(&mut self) {
        self.cancel_all();
        self.known.clear();
    }

    pub fn get(&self, name: &JobName) -> Option<&Training> {
        self.known.get(name)
    }

    pub fn under_way(&self) -> impl Iterator<Item = &JobName> {
        self.known.iter().filter(|(_, training)| training.is_under_way()).map(|(name, _)| name)
    }

    pub fn is_idle(&self) -> bool {
        self.queue.is_idle()
    }

    /// Hands over what was measured since the last call. Says whether anything changed.
    pub fn poll(&mut self, finished: &mut Vec<(JobName, Evidence)>) -> bool {
        let events = self.queue.poll();
        let changed = !events.is_empty();
        for (name, event) in events {
            let Some(training) = self.known.get_mut(&name) else { continue };
            match event {
                TrainingEvent::Stage { name, fraction } => {
                    training.state = TrainingState::Running;
                    training.begun.get_or_insert_with(Instant::now);
                    (training.stage, training.fraction) = (name, fraction);
                }
                TrainingEvent::Loss(point) => training.losses.push(point),
                TrainingEvent::Failed { message } => training.state = TrainingState::Failed(message),
                TrainingEvent::Finished(evidence) => {
                    self.known.remove(&name);
                    finished.push((name, *evidence));
                }
            }
        }
        debug_assert!(self.known.iter().all(|(name, training)| {
            training.state != TrainingState::Running || self.queue.state(name) == Some(JobState::Running)
        }));
        changed
    }
}
