//! The application without a window: the same session, asked by arguments and answered in text or JSON.

mod check;
mod classroom;
mod exchange;
mod explore;
mod large;
mod order;
mod print;
mod report;
mod sensitivity;
mod train;

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::analysis::AnalysisSettings;
use crate::session::{Action, Session, SessionOptions};
use crate::work::{TrainingQueue, Wake, WorkerProgram, run_worker};

/// Everything went as it should, and every hard requirement is met.
const FINE: u8 = 0;
/// A hard requirement is missed, or cannot be judged yet.
const CONSTRAINT_FAILS: u8 = 1;
/// It could not be done.
const ERROR: u8 = 2;

/// Weighs architecture trade-offs of systems with machine-learned components, on measured numbers.
#[derive(Debug, Parser)]
#[command(
    name = "cantilever",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 fine; 1 a hard requirement is missed or cannot be judged; 2 error.\n\
                  Without a command the window opens."
)]
pub struct Arguments {
    /// Project to open in the window: a folder with a project.json, or that file.
    pub project: Option<PathBuf>,
    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Computes one design's qualities and says which requirements it meets.
    Check(check::CheckArguments),
    /// Trains candidates in worker processes and keeps what was measured in the project.
    Train(train::TrainArguments),
    /// Evaluates every design and prints the feasible ones and the front.
    Explore(explore::ExploreArguments),
    /// Moves every number of the project and says what that does to one design.
    Sensitivity(sensitivity::SensitivityArguments),
    /// Writes the decision report.
    Report(report::ReportArguments),
    /// Makes a project from a drawing of another tool.
    Import(exchange::ImportArguments),
    /// Writes the drawing as a picture or for another tool.
    Export(exchange::ExportArguments),
    /// Writes an exercise for a class, made from a project or a sample.
    Exercise(classroom::ExerciseArguments),
    /// Lays out an exercise for a group to work on.
    Begin(classroom::BeginArguments),
    /// Writes what a group hands in.
    HandIn(classroom::HandInArguments),
    /// Compares what groups handed in: ranks, agreement, and each choice judged by every group.
    Compare(classroom::CompareArguments),
    /// Trains one candidate: reads a job as JSON, writes events as JSON lines. The application starts this itself.
    Worker,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// The project: a folder with a project.json, or that file.
    project: PathBuf,
    /// Prints JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    sampling: Sampling,
}

/// How analyses sample.
#[derive(Clone, Copy, Debug, Args)]
struct Sampling {
    /// Requests sampled per design.
    #[arg(long, value_name = "NUMBER", default_value_t = AnalysisSettings::default().samples as u32,
          value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    samples: u32,
    /// Seed of everything sampled.
    #[arg(long, value_name = "NUMBER", default_value_t = AnalysisSettings::default().seed)]
    seed: u64,
}

impl Sampling {
    fn settings(self) -> AnalysisSettings {
        AnalysisSettings { samples: self.samples as usize, seed: self.seed }
    }
}

/// Does what the arguments ask for. Text and JSON go to `out`; the exit code says how it went.
///
/// # Errors
/// A sentence for people: what could not be done, where, and what to do about it.
pub fn run(command: Command, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let outcome = match command {
        Command::Check(arguments) => check::run(&arguments, out),
        Command::Train(arguments) => train::run(&arguments, out),
        Command::Explore(arguments) => explore::run(&arguments, out),
        Command::Sensitivity(arguments) => sensitivity::run(&arguments, out),
        Command::Report(arguments) => report::run(&arguments, out),
        Command::Import(arguments) => exchange::import(&arguments, out),
        Command::Export(arguments) => exchange::export(&arguments, out),
        Command::Exercise(arguments) => classroom::exercise(&arguments, out),
        Command::Begin(arguments) => classroom::begin(&arguments, out),
        Command::HandIn(arguments) => classroom::hand_in(&arguments, out),
        Command::Compare(arguments) => classroom::compare(&arguments, out),
        Command::Worker => run_worker(io::stdin().lock(), out).map(|()| FINE).map_err(anyhow::Error::from),
    };
    match outcome {
        // Whoever read the output has read enough, as in `cantilever explore PROJECT | head`.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        outcome => outcome.map(ExitCode::from),
    }
}

/// The exit code of an error.
pub fn error_code() -> ExitCode {
    ExitCode::from(ERROR)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref().is_some_and(|io: &io::Error| io.kind() == io::ErrorKind::BrokenPipe))
}

/// A session with nothing open, which keeps nothing of its own.
fn session(analysis: AnalysisSettings, workers: Option<usize>, wake: Wake) -> anyhow::Result<Session> {
    Ok(Session::new(SessionOptions {
        worker: WorkerProgram::this_program()?,
        workers: workers.unwrap_or_else(TrainingQueue::sensible_limit),
        user: None,
        wake,
        analysis,
    }))
}

/// A session with the project open. Settings and recovered work of the window are left alone.
fn open(common: &Common, workers: Option<usize>, wake: Wake) -> anyhow::Result<Session> {
    let mut session = session(common.sampling.settings(), workers, wake)?;
    session.perform(Action::Open(common.project.clone()));
    if !session.is_open() {
        anyhow::bail!(complaints(&session).unwrap_or_else(|| format!("cannot open {}", common.project.display())));
    }
    Ok(session)
}

/// What the session has complained about.
fn complaints(session: &Session) -> Option<String> {
    let errors: Vec<_> =
        session.notices().iter().filter(|notice| notice.is_error).map(|notice| notice.text.as_str()).collect();
    (!errors.is_empty()).then(|| errors.join("\n"))
}

/// Whether a person watches standard error.
fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// A progress bar for whoever watches.
fn progress_bar(message: &'static str) -> Option<indicatif::ProgressBar> {
    is_watched().then(|| {
        let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        let bar = indicatif::ProgressBar::new(0).with_message(message);
        style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
    })
}

/// The folder's name, for headings.
fn shown_name(session: &Session) -> String {
    let folder = session.folder().file_name().map(|name| name.to_string_lossy().into_owned());
    let name = &session.project().name;
    if name.is_empty() { folder.unwrap_or_default() } else { name.clone() }
}

/// The path that `path` names, as it was given.
fn shown_path(path: &Path) -> String {
    path.display().to_string()
}
