//! Questions that stand before everything else: which file, and whether unsaved work may be lost.
//!
//! Files are asked for with the system's own dialog. Where the system has none (no desktop portal), a plain dialog of
//! ours takes its place.

mod confirm;
mod drawing;
mod native;
mod path;
mod transfer;

use std::path::{Path, PathBuf};

use egui::Context;

use crate::exchange::Notation;
use crate::model::{ComponentId, Design};
use crate::report::{Format, PictureFormat};
use crate::session::{Action, Command, DrawingFile, DrawingFormat, Session};
use crate::store::PROJECT_FILE;
use native::{Answer, Native};
use path::PathDialog;

/// Endings of files with tables.
const TABLES: [&str; 10] = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "ods", "parquet", "pq"];

/// What a file is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Purpose {
    /// A project to open.
    Open,
    /// A drawing of another tool.
    Import,
    /// Where to save the project.
    Save,
    /// Where to write the report.
    Export(Format),
    /// Where to write the drawing.
    Drawing(DrawingFile),
    /// A table to learn from.
    Table(ComponentId),
    /// A folder with images to learn from, or an IDX file in one.
    Images(ComponentId),
    /// Where to copy a file that a training left.
    Trained(PathBuf),
    /// Where to write these designs.
    Designs(Vec<Design>),
}

/// The dialogs that are open.
#[derive(Default)]
pub(super) struct Dialogs {
    native: Option<(Purpose, PathBuf, Native)>,
    path: Option<(Purpose, PathDialog)>,
    drawing: Option<DrawingFile>,
    losing: Option<Action>,
    confirmed: Option<Action>,
    /// Set in tests, and once the system turned out to have no dialog.
    avoids_native: bool,
}

/// Whether the name of the file ends as that of a table.
pub(super) fn is_table(file: &Path) -> bool {
    has_ending(file, &TABLES)
}

fn has_ending(file: &Path, endings: &[&str]) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    endings.iter().any(|meant| meant.eq_ignore_ascii_case(ending))
}

impl Purpose {
    fn title(&self) -> &'static str {
        match self {
            Self::Open => "Open project",
            Self::Import => "Import a drawing: Structurizr, Mermaid, draw.io or a project",
            Self::Save => "Save project",
            Self::Export(Format::Html) => "Export report as HTML",
            Self::Export(_) => "Export report",
            Self::Drawing(_) => "Export drawing",
            Self::Table(_) => "Choose a table: CSV, Excel, OpenDocument or Parquet",
            Self::Images(_) => "Choose a folder with a folder of images for each class, or with IDX files",
            Self::Trained(_) => "Export what was trained",
            Self::Designs(_) => "Export the designs as CSV",
        }
    }

    fn is_writing(&self) -> bool {
        matches!(self, Self::Save | Self::Export(_) | Self::Drawing(_) | Self::Trained(_) | Self::Designs(_))
    }

    /// Whether a folder is asked for.
    fn is_folder(&self) -> bool {
        matches!(self, Self::Images(_))
    }

    /// Endings of the files that are meant, the usual one first.
    fn extensions(&self) -> &'static [&'static str] {
        match self {
            Self::Open | Self::Save => &["json"],
            Self::Import => &["dsl", "mmd", "mermaid", "md", "drawio", "xml", "json"],
            Self::Export(Format::Html) => &["html"],
            Self::Export(_) => &["md"],
            Self::Drawing(drawing) => match drawing.format {
                DrawingFormat::Picture(PictureFormat::Svg) => &["svg"],
                DrawingFormat::Picture(PictureFormat::Pdf) => &["pdf"],
                DrawingFormat::Picture(PictureFormat::Png) => &["png"],
                DrawingFormat::Notation(Notation::Structurizr) => &["dsl"],
                DrawingFormat::Notation(Notation::Mermaid) => &["mmd"],
                DrawingFormat::Notation(Notation::DrawIo) => &["drawio"],
            },
            Self::Designs(_) => &["csv"],
            Self::Table(_) => &TABLES,
            Self::Images(_) => &["gz", "idx", "ubyte"],
            Self::Trained(file) => match file.extension().and_then(|ending| ending.to_str()) {
                Some("csv") => &["csv"],
                Some("onnx") => &["onnx"],
                Some("safetensors") => &["safetensors"],
                _ => &["json"],
            },
        }
    }

    /// Whether a file is of the sort that is asked for.
    fn is_meant(&self, file: &Path) -> bool {
        has_ending(file, self.extensions())
    }

    fn file_name(&self) -> String {
        match self {
            Self::Open | Self::Save => PROJECT_FILE.to_owned(),
            Self::Export(format) => format!("report.{}", format.extension()),
            Self::Drawing(drawing) => format!("drawing.{}", drawing.format.extension()),
            Self::Trained(file) => file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Designs(_) => "designs.csv".to_owned(),
            Self::Table(_) | Self::Images(_) | Self::Import => String::new(),
        }
    }

    fn action(&self, path: PathBuf) -> Action {
        match self {
            Self::Open => Action::Open(path),
            Self::Import => Action::ImportDrawing(path),
            Self::Save => Action::SaveTo(path),
            Self::Export(format) => Action::Export(*format, path),
            Self::Drawing(drawing) => Action::ExportDrawing(*drawing, path),
            Self::Table(component) => Action::ImportTable(component.clone(), path),
            Self::Images(component) => Action::ImportImages(component.clone(), path),
            Self::Trained(from) => Action::ExportTrained { from: from.clone(), to: path },
            Self::Designs(listed) => Action::ExportDesigns(listed.clone(), path),
        }
    }
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
            Command::SaveAs => Purpose::Save,
            _ => Purpose::Export(Format::Html),
        };
        self.ask(purpose, context, session);
    }

    /// Asks for a file.
    pub fn ask(&mut self, purpose: Purpose, context: &Context, session: &Session) {
        if self.native.is_some() || self.path.is_some() {
            return;
        }
        let folder = start_folder(session);
        if !self.avoids_native
            && let Some(native) = Native::ask(&purpose, &folder, context)
        {
            self.native = Some((purpose, folder, native));
            return;
        }
        self.path = Some((purpose.clone(), PathDialog::new(&purpose, folder)));
    }

    /// Asks whether unsaved work, or the user's copy of a sample, may be lost by `action`.
    pub fn confirm_losing(&mut self, action: Action) {
        self.losing = Some(action);
    }

    /// An action that the user has confirmed.
    pub fn take_confirmed(&mut self) -> Option<Action> {
        self.confirmed.take()
    }

    /// Shows what is open and pushes what was answered.
    pub fn show(&mut self, context: &Context, session: &Session, actions: &mut Vec<Action>) {
        self.poll_native(actions);
        if let Some((purpose, dialog)) = &mut self.path {
            match dialog.show(context) {
                path::Outcome::Open => {}
                path::Outcome::Cancelled => self.path = None,
                path::Outcome::Chosen(path) => {
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
                    self.losing = None;
                }
                confirm::Outcome::Lose => {
                    self.confirmed = Some(action.clone());
                    self.losing = None;
                }
            }
        }
    }

    fn poll_native(&mut self, actions: &mut Vec<Action>) {
        let Some((purpose, folder, native)) = self.native.take() else { return };
        match native.answer() {
            Answer::Pending => self.native = Some((purpose, folder, native)),
            Answer::Chosen(path) => actions.push(purpose.action(path)),
            Answer::Cancelled => {}
            Answer::Unavailable => {
                self.avoids_native = true;
                self.path = Some((purpose.clone(), PathDialog::new(&purpose, folder)));
            }
        }
    }
}

/// Beside the project; else where the user's files are.
fn start_folder(session: &Session) -> PathBuf {
    let beside = session.file().and_then(Path::parent).map(Path::to_owned);
    let home = || directories::UserDirs::new().map(|user| user.home_dir().to_owned());
    beside.or_else(home).unwrap_or_else(|| PathBuf::from("/"))
}
