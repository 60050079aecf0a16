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
use crate::session::{Action, Command, DrawingFile, DrawingFormat, ReportFile, Session};
use crate::store::PROJECT_FILE;
use native::{Answer, Native};
use path::PathDialog;

/// Endings of files with tables.
const TABLES: [&str; 10] = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "ods", "parquet", "pq"];

/// Letters of a project's name that are taken into the name of a file.
const LONGEST_NAME: usize = 60;

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
    Export(ReportFile),
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
    native: Option<(Purpose, Start, Native)>,
    path: Option<(Purpose, PathDialog)>,
    drawing: Option<DrawingFile>,
    losing: Option<Action>,
    confirmed: Option<Action>,
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
            Self::Export(file) => match file.format {
                Format::Html => "Export report as HTML",
                Format::Pdf => "Export report as PDF",
                Format::Markdown => "Export report as Markdown",
                Format::Json => "Export report as JSON",
                Format::Records => "Name a folder for the decision records",
                Format::Tables => "Name a folder for the tables",
                Format::Pictures => "Name a folder for the pictures",
            },
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
        match self {
            Self::Images(_) => true,
            Self::Export(file) => file.format.is_folder(),
            _ => false,
        }
    }

    /// Endings of the files that are meant, the usual one first.
    fn extensions(&self) -> &'static [&'static str] {
        match self {
            Self::Open | Self::Save => &["json"],
            Self::Import => &["dsl", "mmd", "mermaid", "md", "drawio", "xml", "json"],
            Self::Export(file) => match file.format {
                Format::Html => &["html"],
                Format::Pdf => &["pdf"],
                Format::Markdown => &["md"],
                Format::Json => &["json"],
                Format::Records | Format::Tables | Format::Pictures => &[],
            },
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

    /// A name for the file or folder of the project called `project`.
    fn file_name(&self, project: &str) -> String {
        match self {
            Self::Open | Self::Save => PROJECT_FILE.to_owned(),
            Self::Export(file) => {
                let ending = match file.format {
                    Format::Records => "_records".to_owned(),
                    Format::Tables => "_tables".to_owned(),
                    Format::Pictures => "_pictures".to_owned(),
                    format => format!("_report.{}", format.extension()),
                };
                let name = file_safe(project);
                if name.is_empty() { ending.trim_start_matches('_').to_owned() } else { format!("{name}{ending}") }
            }
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
            Self::Export(file) => Action::Export(file.clone(), path),
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
            _ => Purpose::Save,
        };
        self.ask(purpose, context, session);
    }

    /// Asks for a file.
    pub fn ask(&mut self, purpose: Purpose, context: &Context, session: &Session) {
        if self.native.is_some() || self.path.is_some() {
            return;
        }
        let start = Start { folder: start_folder(session), name: purpose.file_name(&session.project().name) };
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
        let Some((purpose, start, native)) = self.native.take() else { return };
        match native.answer() {
            Answer::Pending => self.native = Some((purpose, start, native)),
            Answer::Chosen(path) => actions.push(purpose.action(path)),
            Answer::Cancelled => {}
            Answer::Unavailable => {
                self.avoids_native = true;
                self.path = Some((purpose.clone(), PathDialog::new(&purpose, start)));
            }
        }
    }
}

/// A project's name in small letters, as files on every system may be called; empty where nothing is left of it.
fn file_safe(name: &str) -> String {
    let letters = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' });
    let spaced = letters.collect::<String>().to_lowercase();
    let safe = spaced.split_whitespace().collect::<Vec<_>>().join("_");
    safe.chars().take(LONGEST_NAME).collect::<String>().trim_end_matches('_').to_owned()
}

/// Beside the project; else where the user's files are.
fn start_folder(session: &Session) -> PathBuf {
    let beside = session.file().and_then(Path::parent).map(Path::to_owned);
    let home = || directories::UserDirs::new().map(|user| user.home_dir().to_owned());
    beside.or_else(home).unwrap_or_else(|| PathBuf::from("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_after_the_project() {
        let name = |format: Format, project: &str| {
            Purpose::Export(ReportFile { format, ..ReportFile::default() }).file_name(project)
        };
        assert_eq!(name(Format::Html, "Card fraud: stop it!"), "card_fraud_stop_it_report.html");
        assert_eq!(name(Format::Pdf, "../Étude 2"), "étude_2_report.pdf");
        assert_eq!(name(Format::Tables, "Shop"), "shop_tables");
        assert_eq!(name(Format::Pictures, " / "), "pictures");
        assert_eq!(name(Format::Markdown, &"a ".repeat(50)), format!("{}_report.md", ["a"; 30].join("_")));
    }
}
