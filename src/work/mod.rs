//! Background work: the only room that starts processes and threads.
//!
//! Training runs in worker processes, so that it can neither freeze nor crash the window, cancel is certain and
//! memory is measured exactly. Shorter calculations run on a named thread each.

mod background;
mod ending;
mod queue;
mod watchdog;
mod worker;

use std::sync::Arc;

pub use background::{Background, Monitor, Poll};
pub use queue::{JobName, JobState, TrainingQueue, WorkerProgram};
pub use worker::{WorkerError, run_worker};

/// Called from any thread when there is something new to poll; the window repaints then.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// A [`Wake`] for callers that poll anyway.
pub fn no_wake() -> Wake {
    Arc::new(|| ())
}
