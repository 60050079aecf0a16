//! Drawings from other tools, and for them.

use std::path::{Path, PathBuf};

use super::{Command, Session};
use crate::edit::{Clip, Edit};
use crate::exchange::{self, Imported, Notation, Omission};
use crate::model::{Point, Project};
use crate::report::PictureFormat;
use crate::store;

/// The largest file that is read.
const LIMIT: usize = exchange::structurizr::MAX_BYTES;
/// Room between a drawing and what is put in beside it.
const BESIDE: f32 = 80.0;
/// What a project is called before anyone names it.
const UNNAMED: &str = "Untitled";

/// What a drawing is exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingFormat {
    /// A picture.
    Picture(PictureFormat),
    /// Text for another tool.
    Notation(Notation),
}

impl DrawingFormat {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        use strum::IntoEnumIterator as _;
        PictureFormat::iter().map(Self::Picture).chain(Notation::iter().map(Self::Notation))
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Picture(format) => format.label(),
            Self::Notation(notation) => notation.label(),
        }
    }

    /// The usual ending of files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Picture(format) => format.extension(),
            Self::Notation(notation) => notation.extension(),
        }
    }
}

/// What an import or export could not carry over, for the user to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// What was done, as a sentence.
    pub done: String,
    /// What was left out or guessed.
    pub omissions: Vec<Omission>,
}

impl Session {
    /// What the last import or export could not carry over, until it is read.
    pub fn transfer(&self) -> Option<&Transfer> {
        self.transfer.as_ref()
    }

    /// Puts the drawing of a file into the project; begins a project if none is open.
    pub(super) fn import_drawing(&mut self, path: &Path) {
        match imported(path) {
            Ok(imported) => {
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                if !self.is_open() {
                    self.perform(super::Action::Run(Command::NewProject));
                }
                self.put_in_imported(&imported, &name, None);
            }
            Err(error) => self.notices.complain(error),
        }
    }

    /// Puts in a drawing that was pasted as text; says whether the text is one.
    pub(super) fn paste_notation(&mut self, text: &str, at: Option<Point>) -> bool {
        let Some(notation) = Notation::of_text(text) else { return false };
        let mut include = |_: &str| Err("a pasted text has no files beside it; import the file instead".to_owned());
        match exchange::read(notation, text, "the pasted text", &mut include) {
            Ok(imported) => self.put_in_imported(&imported, notation.label(), at),
            Err(error) => self.notices.complain(error.to_string()),
        }
        true
    }

    fn put_in_imported(&mut self, imported: &Imported, name: &str, at: Option<Point>) {
        let project = self.project();
        let extent = project.system.elements().filter_map(|element| project.system.shape(&element));
        let there = extent.reduce(crate::model::Rectangle::union);
        let offset = match (imported.clip.extent(), at, there) {
            (Some(extent), Some(at), _) => (at.x - extent.center().x, at.y - extent.center().y),
            (Some(extent), None, Some(there)) => {
                (there.far_corner().x + BESIDE - extent.corner.x, there.corner.y - extent.corner.y)
            }
            _ => (0.0, 0.0),
        };
        let on_grid = |value: f32| (value / 10.0).round() * 10.0;
        let (mut edits, pasted) = imported.clip.paste(project, on_grid(offset.0), on_grid(offset.1));
        let is_nameless = project.name == UNNAMED || project.name.is_empty();
        if there.is_none() && is_nameless && !imported.name.is_empty() {
            let description = imported.description.clone();
            edits.insert(0, Edit::Describe { name: imported.name.clone(), description });
        }
        let count = pasted.len();
        if !edits.is_empty() {
            self.edit_all(format!("import {name}"), &edits);
        }
        self.selection = pasted;
        self.report_transfer(format!("Imported {count} elements from {name}"), imported.omissions.clone());
    }

    /// Writes the drawing for another tool.
    pub(super) fn export_notation(&mut self, notation: Notation, path: &Path) {
        let exported = exchange::write(notation, self.project());
        match store::write_foreign(path, &exported.content) {
            Ok(()) => self.report_transfer(format!("Wrote the drawing to {}", path.display()), exported.omissions),
            Err(error) => self.notices.complain(error.to_string()),
        }
    }

    fn report_transfer(&mut self, done: String, omissions: Vec<Omission>) {
        if omissions.is_empty() {
            self.notices.tell(done);
        } else {
            self.transfer = Some(Transfer { done, omissions });
        }
    }
}

/// The drawing in a file: a workspace, a diagram, or another project.
///
/// # Errors
/// A sentence for people: which file, where in it, and what to do about it.
pub fn imported(path: &Path) -> Result<Imported, String> {
    let is_project = path.is_dir() || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if is_project {
        let opened = store::open(path).map_err(|error| error.to_string())?;
        return Ok(drawing_of(&opened.project));
    }
    let text = store::read_foreign(path, LIMIT).map_err(|error| error.to_string())?;
    let notation = Notation::of_file(path).or_else(|| Notation::of_text(&text)).ok_or_else(|| {
        format!(
            "{} is no Structurizr workspace (.dsl), no Mermaid diagram (.mmd, .md), no drawing of draw.io (.drawio) and no \
             project (.json)",
            path.display()
        )
    })?;
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    let mut include = |name: &str| included(&folder, name);
    exchange::read(notation, &text, &path.display().to_string(), &mut include).map_err(|error| error.to_string())
}

/// The text of a file that a workspace includes: only what lies in its folder, since the workspace may come from anyone.
fn included(folder: &Path, name: &str) -> Result<String, String> {
    let is_plain = |part| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir);
    let relative = Path::new(name);
    if name.contains("://") || !relative.components().all(is_plain) {
        return Err("only files in the folder of the workspace are read; copy it there".to_owned());
    }
    store::read_foreign(&folder.join(relative), LIMIT).map_err(|error| error.to_string())
}

/// The drawing of another project, with its scenarios.
fn drawing_of(project: &Project) -> Imported {
    let counts = [
        (project.requirements.len(), "requirements"),
        (project.datasets.len(), "datasets"),
        (project.tasks.len(), "learning tasks"),
        (project.choices.len(), "open choices"),
        (project.views.len(), "arrangements of views"),
        (project.decisions.len(), "decisions"),
    ];
    let left = counts.into_iter().filter(|(count, _)| *count > 0);
    let omission =
        |(count, what)| Omission { what: format!("{count} {what}: open the project to see them"), place: None };
    let clip = Clip { system: project.system.clone(), scenarios: project.scenarios.clone(), ..Clip::default() };
    Imported {
        name: project.name.clone(),
        description: project.description.clone(),
        clip,
        omissions: left.map(omission).collect(),
    }
}
