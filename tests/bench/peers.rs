//! A Python program with peers, as a child that answers one line of JSON to each.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// The running program; it ends with the last use of it.
pub struct Peers {
    /// What installs all that it needs.
    install: &'static str,
    child: Child,
    /// Nothing once the program is to end.
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Peers {
    /// Starts `script` of this folder, which makes its files in `folder` and uses `threads` threads. `install` is the
    /// command that installs what it needs.
    pub fn start(script: &str, install: &'static str, folder: &Path, threads: usize) -> Result<Self> {
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let mut command = Command::new(&python);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench").join(script)).arg(folder);
        for library in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
            command.env(library, threads.to_string());
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| {
            format!("cannot start {python}; install Python 3.11 or later, or name it in PYTHON, and then\n  {install}")
        })?;
        let requests = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().context("the peers have no output")?);
        Ok(Self { install, child, requests, answers })
    }

    /// Asks one thing and waits for the answer.
    pub fn ask(&mut self, request: &Value) -> Result<Value> {
        // A program that has ended takes no request, but may have said why.
        let is_sent = self.requests.as_mut().is_some_and(|requests| writeln!(requests, "{request}").is_ok());
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line)
            .with_context(|| format!("the peers ended or said no JSON to {request}; what they print stands above"))?;
        if let Some(missing) = answer["missing"].as_str() {
            bail!("the peers are not complete ({missing}); install them with\n  {}", self.install);
        }
        if let Some(error) = answer["error"].as_str() {
            bail!("the peers failed at {request}: {error}");
        }
        if !is_sent {
            bail!("the peers ended before {request}");
        }
        Ok(answer)
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        // No more requests: it ends by itself.
        drop(self.requests.take());
        // Nothing could be done about a program that cannot be waited for.
        let _ = self.child.wait();
    }
}
