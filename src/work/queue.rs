//! Training jobs in worker processes: a bounded number at a time, the rest wait; cancel kills.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::Wake;
use super::ending::reason;
use crate::learn::{TrainingEvent, TrainingJob};
use crate::model::{CandidateId, ComponentId};

/// Bytes of a worker's complaints that are kept, the last ones.
const MOST_TOLD: usize = 4_000;
/// From closing its streams until a worker is gone.
const ABOUT_TO_BE_GONE: Duration = Duration::from_millis(10);

/// Names a job: at most one per candidate is under way.
pub type JobName = (ComponentId, CandidateId);

/// The program that is started as a worker.
#[derive(Clone, Debug)]
pub struct WorkerProgram {
    /// The executable.
    pub path: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for a free worker.
    Waiting,
    /// A worker is on it.
    Running,
}

/// Jobs waiting and running.
pub struct TrainingQueue {
    program: WorkerProgram,
    limit: usize,
    waiting: VecDeque<TrainingJob>,
    running: Vec<Running>,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    wake: Wake,
    next_run: u64,
}

struct Running {
    name: JobName,
    /// Tells a cancelled run's late messages from those of its successor.
    run: u64,
    child: Child,
}

struct Message {
    run: u64,
    content: Content,
}

enum Content {
    Event(TrainingEvent),
    /// The worker closed its output; what it wrote on its error stream may say why.
    Ended {
        errors: String,
    },
}

impl WorkerProgram {
    /// This very program, started as `cantilever worker`.
    ///
    /// # Errors
    /// The operating system does not say where the running program lies.
    pub fn this_program() -> std::io::Result<Self> {
        Ok(Self { path: std::env::current_exe()?, arguments: vec!["worker".to_owned()] })
    }
}

impl TrainingQueue {
    /// An empty queue with at most `limit` workers at a time (at least 1).
    pub fn new(program: WorkerProgram, limit: usize, wake: Wake) -> Self {
        let (sender, messages) = channel();
        Self {
            program,
            limit: limit.max(1),
            waiting: VecDeque::new(),
            running: Vec::new(),
            sender,
            messages,
            wake,
            next_run: 0,
        }
    }

    /// Workers that leave one core to the window, so that drawing does not disturb the timing.
    pub fn sensible_limit() -> usize {
        std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1))
    }

    /// Adds a job; one of the same name is cancelled first.
    pub fn submit(&mut self, job: TrainingJob) {
        self.cancel(&name_of(&job));
        self.waiting.push_back(job);
    }

    /// Where the job stands; `None` when it is not under way.
    pub fn state(&self, name: &JobName) -> Option<JobState> {
        if self.running.iter().any(|running| running.name == *name) {
            return Some(JobState::Running);
        }
        self.waiting.iter().any(|job| name_of(job) == *name).then_some(JobState::Waiting)
    }

    /// Ends the job at once, wherever it is. Returns whether there was one.
    pub fn cancel(&mut self, name: &JobName) -> bool {
        let waiting = self.waiting.len();
        self.waiting.retain(|job| name_of(job) != *name);
        let mut found = self.waiting.len() != waiting;
        if let Some(position) = self.running.iter().position(|running| running.name == *name) {
            let mut running = self.running.swap_remove(position);
            end(&mut running.child);
            found = true;
        }
        found
    }

    /// Whether nothing waits and nothing runs.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.running.is_empty()
    }

    /// Starts what can be started and hands over what has happened since the last call.
    pub fn poll(&mut self) -> Vec<(JobName, TrainingEvent)> {
        let mut events = Vec::new();
        while self.running.len() < self.limit {
            let Some(job) = self.waiting.pop_front() else { break };
            let name = name_of(&job);
            match self.start(&job) {
                Ok(running) => {
                    self.running.push(running);
                    let begun = TrainingEvent::Stage { name: "Starting a worker".to_owned(), fraction: 0.0 };
                    events.push((name, begun));
                }
                Err(error) => {
                    let path = self.program.path.display();
                    let message =
                        format!("cannot start the worker {path}: {error}; is the program still in its place?");
                    events.push((name, TrainingEvent::Failed { message }));
                }
            }
        }
        while let Ok(message) = self.messages.try_recv() {
            self.receive(message, &mut events);
        }
        events
    }

    fn receive(&mut self, message: Message, events: &mut Vec<(JobName, TrainingEvent)>) {
        let Some(position) = self.running.iter().position(|running| running.run == message.run) else { return };
        let name = self.running[position].name.clone();
        let is_over = match message.content {
            Content::Event(event) => {
                let is_over = matches!(event, TrainingEvent::Finished(_) | TrainingEvent::Failed { .. });
                events.push((name, event));
                is_over
            }
            Content::Ended { errors } => {
                let status = self.running[position].child.try_wait().ok().flatten();
                let message = format!("the worker ended without a result: {}", reason(&errors, status));
                events.push((name, TrainingEvent::Failed { message }));
                true
            }
        };
        if is_over {
            let mut running = self.running.swap_remove(position);
            end(&mut running.child);
            // The place is free: the next poll starts the next job.
            (self.wake)();
        }
    }

    fn start(&mut self, job: &TrainingJob) -> std::io::Result<Running> {
        let mut line = serde_json::to_string(job)?;
        line.push('\n');
        let mut child = Command::new(&self.program.path)
            .args(&self.program.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(line.as_bytes())?;
        }
        let (output, errors) = (child.stdout.take(), child.stderr.take());
        self.next_run += 1;
        let (run, sender, wake) = (self.next_run, self.sender.clone(), Arc::clone(&self.wake));
        std::thread::Builder::new().name("worker events".to_owned()).spawn(move || {
            if let Some(output) = output {
                forward(run, output, &sender, &wake);
            }
            let errors = errors.map(last_words).unwrap_or_default();
            // It has closed both streams, so it is about to be gone, and how it ended says more.
            std::thread::sleep(ABOUT_TO_BE_GONE);
            sender.send(Message { run, content: Content::Ended { errors } }).ok();
            wake();
        })?;
        Ok(Running { name: name_of(job), run, child })
    }
}

impl Drop for TrainingQueue {
    fn drop(&mut self) {
        for running in &mut self.running {
            end(&mut running.child);
        }
    }
}

fn forward(run: u64, output: ChildStdout, sender: &Sender<Message>, wake: &Wake) {
    for line in BufReader::new(output).lines() {
        let Ok(line) = line else { return };
        // A library may print a stray line; only events count.
        let Ok(event) = serde_json::from_str(&line) else { continue };
        if sender.send(Message { run, content: Content::Event(event) }).is_err() {
            return;
        }
        wake();
    }
}

fn name_of(job: &TrainingJob) -> JobName {
    (job.component.clone(), job.candidate_id.clone())
}

/// The end of what a worker wrote to its error stream.
fn last_words(mut errors: impl Read) -> String {
    let (mut kept, mut block) = (VecDeque::new(), [0; 4096]);
    while let Ok(count @ 1..) = errors.read(&mut block) {
        kept.extend(&block[..count]);
        kept.drain(..kept.len().saturating_sub(MOST_TOLD));
    }
    String::from_utf8_lossy(kept.make_contiguous()).into_owned()
}

fn end(child: &mut Child) {
    // Both fail only when the process is already gone, which is what is wanted.
    child.kill().ok();
    child.wait().ok();
}
