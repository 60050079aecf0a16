//! The system's own file dialog, waited for in the background so that the window stays alive.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use egui::Context;
use rfd::AsyncFileDialog;

use super::{Purpose, Start};
use crate::gui::waking;
use crate::work::{Background, Poll};

/// Nobody cancels a dialog this fast: such an answer means that the system has no dialog.
const TOO_FAST: Duration = Duration::from_millis(150);

/// A dialog that is open.
pub(super) struct Native {
    asked: Instant,
    answer: Background<(Option<PathBuf>, Instant)>,
}

/// What became of it.
pub(super) enum Answer {
    Pending,
    Chosen(PathBuf),
    Cancelled,
    Unavailable,
}

impl Native {
    /// Opens the dialog; `None` when nobody could wait for it.
    pub fn ask(purpose: &Purpose, start: &Start, context: &Context) -> Option<Self> {
        let dialog = AsyncFileDialog::new().set_title(purpose.title()).set_directory(&start.folder);
        let endings = purpose.extensions();
        // A folder that is written is named like a file: it is a new one as a rule, which no dialog lets one pick.
        let dialog = if endings.is_empty() { dialog } else { dialog.add_filter(endings.join(", "), endings) };
        let dialog = if purpose.is_writing() { dialog.set_file_name(&start.name) } else { dialog };
        // The dialog is made here, on the window's thread, as some systems demand.
        let future: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = if purpose.is_writing() {
            Box::pin(dialog.save_file())
        } else if purpose.is_folder() {
            Box::pin(dialog.pick_folder())
        } else {
            Box::pin(dialog.pick_file())
        };
        let asked = Instant::now();
        let wait = move |_: &_| {
            let chosen = pollster::block_on(future).map(|handle| handle.path().to_owned());
            (chosen, Instant::now())
        };
        let answer = Background::start("file dialog", &waking(context), wait).ok()?;
        Some(Self { asked, answer })
    }

    pub fn answer(&self) -> Answer {
        match self.answer.poll() {
            Poll::Pending => Answer::Pending,
            Poll::Ready((Some(path), _)) => Answer::Chosen(path),
            Poll::Ready((None, at)) if at.duration_since(self.asked) > TOO_FAST => Answer::Cancelled,
            Poll::Ready((None, _)) | Poll::Crashed => Answer::Unavailable,
        }
    }
}
