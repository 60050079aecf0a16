//! The exercise that an instructor prepares from the open project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use strum::IntoEnumIterator as _;

use super::super::Session;
use crate::classroom::Exercise;
use crate::edit::Given;
use crate::learn::image_files;
use crate::model::{Brief, Check, DatasetSource, Project};
use crate::store;

/// Minutes that a breakout has as a rule.
const MINUTES: u32 = 20;

/// What an exercise is called in files where its title gives nothing.
const NAMELESS: &str = "exercise";

/// An exercise before it is written: what is asked, and what of the open project groups get.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseDraft {
    /// What groups are asked to do.
    pub brief: Brief,
    /// What they get.
    pub given: BTreeSet<Given>,
    /// What the instructor wants to say about the reference answer; may be empty.
    pub notes: String,
}

/// The draft about the open project, and whether its page is shown.
#[derive(Debug, Default)]
pub(in super::super) struct Drafting {
    draft: Option<ExerciseDraft>,
    is_shown: bool,
}

impl Session {
    /// The exercise that is prepared; `None` while its page is not shown.
    pub fn exercise_draft(&self) -> Option<&ExerciseDraft> {
        self.draft.draft.as_ref().filter(|_| self.draft.is_shown && self.is_open())
    }

    /// Shows the exercise that is prepared. A first one is about the open project: everything but the requirements is
    /// given, and the usual is judged.
    pub(in super::super) fn draft_exercise(&mut self) {
        if self.draft.draft.is_none() {
            let project = self.project();
            let brief = Brief {
                title: project.name.clone(),
                story: project.description.clone(),
                questions: Vec::new(),
                minutes: MINUTES,
                specifications: Check::iter().map(Check::specification).collect(),
                ..Brief::default()
            };
            let given = Given::iter().filter(|given| *given != Given::Requirements).collect();
            self.draft.draft = Some(ExerciseDraft { brief, given, notes: String::new() });
        }
        self.hide_class();
        self.draft.is_shown = true;
    }

    /// Changes the exercise that is prepared, or gives it up.
    pub(in super::super) fn set_draft(&mut self, draft: Option<ExerciseDraft>) {
        self.draft = Drafting { is_shown: draft.is_some(), draft };
    }

    /// Leaves the page; what is on it stays.
    pub(in super::super) fn hide_draft(&mut self) {
        self.draft.is_shown = false;
    }

    pub(in super::super) fn write_exercise(&mut self, with_reference: bool, to: &Path) {
        let Some(draft) = self.draft.draft.as_ref().filter(|_| self.is_open()) else {
            self.notices.complain("no exercise is prepared; open a project and prepare one first");
            return;
        };
        let exercise = exercise_of(draft, self);
        let gives_data = Given::Data.is_among(&draft.given);
        let files = if gives_data { data_files(&exercise.project, self.folder()) } else { Ok(Vec::new()) };
        let written = files.and_then(|paths| {
            // A project without data files needs no folder.
            let attached = if paths.is_empty() { Ok(Vec::new()) } else { store::attached(self.folder(), &paths) };
            let files = attached.map_err(|error| error.to_string())?;
            save(&Exercise { files, ..exercise }, with_reference, to)
        });
        self.tell_whether_written(written.map(|()| 1), to);
    }

    /// Says how many files were written, or why none.
    pub(super) fn tell_whether_written(&mut self, written: Result<usize, String>, to: &Path) {
        match written {
            Ok(files) => self.notices.tell_written(to, files),
            Err(error) => self.notices.complain(error),
        }
    }
}

/// Writes an exercise with the version of what it gives: both files of it have the same.
pub(super) fn save(exercise: &Exercise, with_reference: bool, to: &Path) -> Result<(), String> {
    let written = if with_reference { exercise.clone() } else { exercise.for_groups() };
    store::save_exercise(to, &written).map_err(|error| error.to_string())
}

fn exercise_of(draft: &ExerciseDraft, session: &Session) -> Exercise {
    let mut brief = draft.brief.clone();
    if brief.id.is_empty() {
        let name = store::file_safe(&brief.title);
        brief.id = if name.is_empty() { NAMELESS.to_owned() } else { name };
    }
    let mut exercise = Exercise::about(brief, session.project(), session.evidence(), &draft.given);
    if let Some(reference) = &mut exercise.reference {
        reference.notes.clone_from(&draft.notes);
    }
    exercise
}

/// The files that the datasets of a project are read from, relative to its folder.
fn data_files(project: &Project, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = BTreeSet::new();
    for dataset in project.datasets.values() {
        match &dataset.source {
            DatasetSource::TableFile { path } => drop(paths.insert(PathBuf::from(path))),
            DatasetSource::Images { path, .. } => {
                let images = folder.join(path);
                let files = image_files(&images).map_err(|error| error.to_string())?;
                for file in files {
                    // One from elsewhere stays as it is, and is refused as such.
                    paths.insert(file.strip_prefix(folder).unwrap_or(&file).to_owned());
                }
            }
            DatasetSource::GeneratedFraud(_) => {}
        }
    }
    if !paths.is_empty() && folder.as_os_str().is_empty() {
        return Err(
            "save the project first: its data files lie in a folder beside it; or give no data files".to_owned()
        );
    }
    Ok(paths.into_iter().collect())
}
