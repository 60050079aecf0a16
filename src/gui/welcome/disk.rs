//! What the disk holds of what the first page shows. The disk is asked when somebody comes to the page and after anything
//! was asked for on it, not in every frame: a folder may lie on a slow or a distant disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::session::{Sample, Session};

/// The last answers of the disk.
#[derive(Default)]
pub(super) struct OnDisk {
    /// `None` until it was asked, and when it has to be asked again.
    known: Option<Known>,
    /// The pass in which the page was shown last.
    last_pass: u64,
    had_focus: bool,
}

struct Known {
    /// Samples of which the user has a copy.
    copies: BTreeSet<Sample>,
    /// Recent files that are not there any more.
    missing: BTreeSet<PathBuf>,
}

impl OnDisk {
    /// Asks the disk if somebody came to the page, or back to the window, since the last answers.
    pub fn look(&mut self, ui: &Ui, session: &Session) {
        let pass = ui.ctx().cumulative_pass_nr();
        let has_focus = ui.input(|input| input.focused);
        let was_away = pass > self.last_pass + 1 || (has_focus && !self.had_focus);
        (self.last_pass, self.had_focus) = (pass, has_focus);
        if was_away || self.known.is_none() {
            self.known = Some(Known {
                copies: Sample::iter().filter(|sample| session.has_copy(*sample)).collect(),
                missing: session.recent().iter().filter(|file| !file.exists()).cloned().collect(),
            });
        }
    }

    /// The disk is asked in the next frame: something was asked for that may change it.
    pub fn look_again(&mut self) {
        self.known = None;
    }

    /// Whether the user has a copy of the sample.
    pub fn has_copy(&self, sample: Sample) -> bool {
        self.known.as_ref().is_some_and(|known| known.copies.contains(&sample))
    }

    /// Whether a recent file is not there any more.
    pub fn is_missing(&self, file: &Path) -> bool {
        self.known.as_ref().is_some_and(|known| known.missing.contains(file))
    }
}
