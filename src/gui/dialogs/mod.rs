//! Questions that stand before everything else: which file, and whether unsaved work may be lost.
//!
//! Files are asked for with the system's own dialog. Where the system has none (no desktop portal), a plain dialog of
//! ours takes its place.

mod confirm;
mod drawing;
mod native;
mod path;
mod purpose;
mod transfer;

use std::path::{Path, PathBuf};

use egui::Context;

use crate::session::{Action, Command, DrawingFile, Session};
use native::{Answer, Native};
use path::PathDialog;
pub(crate) use purpose::Purpose;
pub(super) use purpose::is_table;

/// The dialogs that are open.
#[derive(Default)]
pub(super) struct Dialogs {
    native: Option<(Purpose, Start, Native)>,
    path: Option<(Purpose, PathDialog)>,
    drawing: Option<DrawingFile>,
    losing: Option<Action>,
    confirmed: Option<Action>,
    /// What the user asked for, to be done when the work is saved.
    after_saving: Option<Action>,
    /// Where the last file was chosen.
    last_folder: Option<PathBuf>,
    /// Set in tests, and once the system turned out to have no dialog.
    avoids_native: bool,
}

/// Where a dialog begins.
#[derive(Clone, Debug)]
struct Start {
    folder: PathBuf,
    /// The name proposed for what is written; empty where something is opened.
    name: String,
}

impl Dialogs {
    /// Only our own dialog from now on.
    pub fn avoid_native(&mut self) {
        self.avoids_native = true;
    }

    /// Whether a dialog takes the keyboard.
    pub fn is_open(&self) -> bool {
        self.path.is_some() || self.losing.is_some() || self.drawing.is_some()
    }

    /// Opens the dialog that a command needs.
    pub fn open(&mut self, command: Command, context: &Context, session: &Session) {
        if command == Command::ExportDrawing {
            self.drawing = Some(DrawingFile::default());
            return;
        }
        let purpose = match command {
            Command::OpenProject => Purpose::Open,
            Command::ImportDrawing => Purpose::Import,
            Command::OpenExercise => Purpose::Exercise,
            Command::HandIn => Purpose::HandIn,
            _ => Purpose::Save,
        };
        self.ask(purpose, context, session);
    }

    /// Asks for a file.
    pub fn ask(&mut self, purpose: Purpose, context: &Context, session: &Session) {
        if self.native.is_some() || self.path.is_some() {
            return;
        }
        let project = session.project();
        // In a folder that a class shares, the project's name would be that of every group.
        let group = project.breakout.as_ref().map_or("", |breakout| breakout.group.trim());
        let called = if matches!(purpose, Purpose::HandIn) && !group.is_empty() { group } else { &project.name };
        let start = Start { folder: self.start_folder(session), name: purpose.file_name(called) };
        if !self.avoids_native
            && let Some(native) = Native::ask(&purpose, &start, context)
        {
            self.native = Some((purpose, start, native));
            return;
        }
        self.path = Some((purpose.clone(), PathDialog::new(&purpose, start)));
    }

    /// Asks whether unsaved work, or the user's copy of a sample, may be lost by `action`.
    pub fn confirm_losing(&mut self, action: Action) {
        self.losing = Some(action);
    }

    /// An action that the user has confirmed.
    pub fn take_confirmed(&mut self) -> Option<Action> {
        self.confirmed.take()
    }

    /// What was asked for before the work was saved, as soon as it is; forgotten where saving came to nothing.
    pub fn take_saved(&mut self, session: &Session) -> Option<Action> {
        let is_asking_where = self.native.is_some() || self.path.is_some();
        let action = if is_asking_where { None } else { self.after_saving.take() };
        action.filter(|_| !session.is_changed())
    }

    /// Shows what is open and pushes what was answered.
    pub fn show(&mut self, context: &Context, session: &Session, actions: &mut Vec<Action>) {
        self.poll_native(actions);
        if let Some((purpose, dialog)) = &mut self.path {
            match dialog.show(context) {
                path::Outcome::Open => {}
                path::Outcome::Cancelled => self.path = None,
                path::Outcome::Chosen(path) => {
                    self.last_folder = path.parent().map(Path::to_owned);
                    actions.push(purpose.action(path));
                    self.path = None;
                }
            }
        }
        if let Some(file) = &mut self.drawing {
            match drawing::show(context, session, file) {
                drawing::Outcome::Open => {}
                drawing::Outcome::Cancelled => self.drawing = None,
                drawing::Outcome::Chosen => {
                    let purpose = Purpose::Drawing(*file);
                    self.drawing = None;
                    self.ask(purpose, context, session);
                }
            }
        }
        if let Some(list) = session.transfer()
            && transfer::show(context, list)
        {
            actions.push(Action::DismissTransfer);
        }
        if let Some(action) = &self.losing {
            match confirm::show(context, session, action) {
                confirm::Outcome::Open => {}
                confirm::Outcome::Keep => self.losing = None,
                confirm::Outcome::Save => {
                    let next = if session.file().is_some() { Command::Save } else { Command::SaveAs };
                    actions.push(Action::Run(next));
                    self.after_saving = self.losing.take();
                }
                confirm::Outcome::Lose => {
                    self.confirmed = Some(action.clone());
                    self.losing = None;
                }
            }
        }
    }

    /// Where a file was chosen last; else beside the project, unless that is a copy that the program keeps for itself; else
    /// where the user's files are.
    fn start_folder(&self, session: &Session) -> PathBuf {
        let last = self.last_folder.clone().filter(|folder| folder.is_dir());
        let own = session.file().and_then(Path::parent).filter(|folder| !session.keeps(folder)).map(Path::to_owned);
        let home = || directories::UserDirs::new().map(|user| user.home_dir().to_owned());
        last.or(own).or_else(home).unwrap_or_else(|| PathBuf::from("/"))
    }

    fn poll_native(&mut self, actions: &mut Vec<Action>) {
        let Some((purpose, start, native)) = self.native.take() else { return };
        match native.answer() {
            Answer::Pending => self.native = Some((purpose, start, native)),
            Answer::Chosen(path) => {
                self.last_folder = path.parent().map(Path::to_owned);
                actions.push(purpose.action(path));
            }
            Answer::Cancelled => {}
            Answer::Unavailable => {
                self.avoids_native = true;
                self.path = Some((purpose.clone(), PathDialog::new(&purpose, start)));
            }
        }
    }
}
