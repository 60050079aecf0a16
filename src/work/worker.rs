//! The worker process: reads one job as JSON, trains, and writes events as JSON lines.

use std::io::{BufRead, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::watchdog;
use crate::learn::{TrainedFile, TrainingEvent, TrainingJob, train_keeping};
use crate::store;

/// Why a worker could not even begin, or could not tell its result.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The job on standard input cannot be read.
    #[error("cannot read a job from standard input: {0}; a worker is started by the application and reads one line")]
    Job(String),
    /// The caller no longer listens.
    #[error("cannot write events: {0}")]
    Events(#[from] std::io::Error),
}

/// Reads one job from `input`, trains it and writes its events to `output`, one JSON value a line. A failed or
/// crashed training is an event, not an error of the worker. One that takes more than its budget ends the process.
///
/// # Errors
/// No job could be read, or the events could not be written.
pub fn run_worker(input: impl BufRead, mut output: impl Write) -> Result<(), WorkerError> {
    let line = input.lines().next().transpose()?.ok_or_else(|| WorkerError::Job("it is empty".to_owned()))?;
    let job: TrainingJob = serde_json::from_str(&line).map_err(|error| WorkerError::Job(error.to_string()))?;
    watchdog::watch(job.judging.budget)?;
    let mut send = |event: &TrainingEvent| -> std::io::Result<()> {
        serde_json::to_writer(&mut output, event)?;
        output.write_all(b"\n")?;
        output.flush()
    };
    // A panic inside a learning library must reach the user as a sentence, not as a vanished process.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        train_keeping(&job, &mut |fingerprint, files| keep(&job, fingerprint, files), &mut |event| {
            if send(&event).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    }));
    let last = match outcome {
        Ok(Ok(evidence)) => TrainingEvent::Finished(Box::new(evidence)),
        Ok(Err(error)) => TrainingEvent::Failed { message: error.to_string() },
        Err(panic) => TrainingEvent::Failed { message: format!("the training crashed: {}", panic_text(&*panic)) },
    };
    send(&last)?;
    Ok(())
}

/// Leaves the files beside the project; nowhere for one that was never saved.
fn keep(job: &TrainingJob, fingerprint: &str, files: &[TrainedFile]) -> Result<(), String> {
    let Some(folder) = store::trained_folder(&job.folder, fingerprint) else { return Ok(()) };
    for TrainedFile { name, content } in files {
        store::unpack(&folder.join(name), content).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no reason given")
}
