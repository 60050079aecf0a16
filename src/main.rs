//! The program: arguments choose the window or the command line; errors are printed once, here.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use cantilever::cli::{Arguments, error_code, run};
use clap::Parser as _;

/// Training allocates a buffer per operation; with the system's allocator it takes three times as long.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Some(command) => run(command, &mut io::stdout().lock()),
        None => open_window(arguments.project),
    };
    outcome.unwrap_or_else(|error| {
        // Nothing is left to try when even this cannot be written.
        writeln!(io::stderr(), "cantilever: {error:#}").ok();
        error_code()
    })
}

#[cfg(feature = "gui")]
fn open_window(project: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    use cantilever::session::{Action, Session, SessionOptions};
    use cantilever::store::{FileKind, kind_of, open};

    // A path that cannot be opened is better told where it was typed than in a window.
    if let Some(path) =
        project.as_deref().filter(|path| !matches!(kind_of(path), FileKind::Exercise | FileKind::HandIn))
    {
        open(path)?;
    }
    let options = SessionOptions::usual(cantilever::work::no_wake())?;
    let (worker, user) = (options.worker, options.user);
    cantilever::gui::open_window(move |wake| {
        let mut session = Session::new(SessionOptions {
            worker: worker.clone(),
            workers: options.workers,
            user: user.clone(),
            wake,
            analysis: options.analysis,
        });
        if let Some(path) = &project {
            session.perform(Action::Open(path.clone()));
        }
        session
    })?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(not(feature = "gui"))]
fn open_window(_project: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    anyhow::bail!("this build has no window; use cantilever check | train | explore | report PROJECT")
}
