//! Opens what was written with the programs of the system, beside the window: some systems take their time to answer.

use std::path::{Path, PathBuf};

use egui::Context;

use super::waking;
use crate::session::Action;
use crate::work::{Background, Poll};

/// What is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// The file or folder itself, with the program that is meant for it.
    Open(PathBuf),
    /// The folder that the file lies in, in the file manager.
    Reveal(PathBuf),
}

/// What is being opened.
#[derive(Default)]
pub(super) struct Opening(Vec<(PathBuf, Background<Result<(), String>>)>);

impl Opening {
    /// Begins to do what is wished.
    pub fn begin(&mut self, wish: Wish, context: &Context, actions: &mut Vec<Action>) {
        let (Wish::Open(path) | Wish::Reveal(path)) = wish.clone();
        match Background::start("opening", &waking(context), move |_| grant(&wish)) {
            Ok(opening) => self.0.push((path, opening)),
            Err(error) => actions.push(Action::Complain(trouble(&path, &error.to_string()))),
        }
    }

    /// Says what could not be opened.
    pub fn poll(&mut self, actions: &mut Vec<Action>) {
        self.0.retain(|(path, opening)| match opening.poll() {
            Poll::Pending => true,
            Poll::Ready(Ok(())) => false,
            Poll::Ready(Err(error)) => {
                actions.push(Action::Complain(trouble(path, &error)));
                false
            }
            Poll::Crashed => {
                actions.push(Action::Complain(trouble(path, "the attempt failed unexpectedly")));
                false
            }
        });
    }
}

fn grant(wish: &Wish) -> Result<(), String> {
    let opened = match wish {
        Wish::Open(path) => opener::open(path),
        Wish::Reveal(path) => {
            // Not every system can point at a file; the folder is nearly as good.
            let folder = path.parent().unwrap_or(path);
            opener::reveal(path).or_else(|_| opener::open(folder))
        }
    };
    opened.map_err(|error| error.to_string())
}

/// The path is what helps then: it can be opened by hand.
fn trouble(path: &Path, error: &str) -> String {
    format!("{} could not be opened: {error}. Open it yourself", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_named() {
        let missing = tempfile::tempdir().unwrap().path().join("gone/report.html");
        let error = grant(&Wish::Open(missing.clone())).unwrap_err();
        let told = trouble(&missing, &error);
        assert!(told.contains("report.html") && told.contains(&error), "{told}");
    }
}
