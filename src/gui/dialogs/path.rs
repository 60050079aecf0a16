//! A plain file dialog for systems that have none: a path to type, and the folder's content to click.

use std::path::{Path, PathBuf};

use egui::{Context, Id, Key, Modal, RichText, ScrollArea, TextEdit, Ui};

use super::{Purpose, Start};
use crate::gui::fields::{caption, name, primary_button};
use crate::gui::theme::palette;

/// Entries listed at most.
const MOST_ENTRIES: usize = 500;

/// The dialog's state.
pub(super) struct PathDialog {
    purpose: Purpose,
    folder: PathBuf,
    /// The name proposed for what is written.
    proposed: String,
    text: String,
    entries: Vec<Entry>,
    trouble: Option<String>,
    /// The file that the user was told would be replaced.
    warned: Option<PathBuf>,
    /// The field takes the keyboard in the next frame.
    wants_focus: bool,
}

struct Entry {
    name: String,
    is_folder: bool,
}

/// What became of it.
pub(super) enum Outcome {
    Open,
    Cancelled,
    Chosen(PathBuf),
}

impl PathDialog {
    pub fn new(purpose: &Purpose, start: Start) -> Self {
        let Start { folder, name: proposed } = start;
        let text = folder.join(&proposed).display().to_string();
        let mut dialog = Self {
            purpose: purpose.clone(),
            folder: PathBuf::new(),
            proposed,
            text,
            entries: Vec::new(),
            trouble: None,
            warned: None,
            wants_focus: true,
        };
        dialog.enter(folder);
        dialog
    }

    pub fn show(&mut self, context: &Context) -> Outcome {
        let mut outcome = Outcome::Open;
        let modal = Modal::new(Id::unique("path dialog")).show(context, |ui| {
            ui.set_width(560.0);
            ui.heading(self.purpose.title());
            ui.add_space(6.0);
            caption(ui, "Path");
            let field = ui.add(TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY));
            name(&field, "Path");
            if field.changed() {
                // Said while it is typed, before anybody presses the button.
                self.trouble = self.objection(&self.typed());
            }
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
            }
            let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            self.show_entries(ui);
            if let Some(trouble) = &self.trouble {
                ui.colored_label(palette(ui.visuals()).bad, trouble);
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                let verb = if self.purpose.is_writing() { "Save here" } else { "Open this" };
                if primary_button(ui, verb).clicked() || is_entered {
                    outcome = self.choose();
                    self.wants_focus = true;
                }
                if ui.button("Cancel").clicked() {
                    outcome = Outcome::Cancelled;
                }
            });
        });
        if modal.should_close() && matches!(outcome, Outcome::Open) { Outcome::Cancelled } else { outcome }
    }

    fn show_entries(&mut self, ui: &mut Ui) {
        ui.add_space(4.0);
        ui.label(RichText::new(self.folder.display().to_string()).small().color(palette(ui.visuals()).weak));
        let mut entered = None;
        ScrollArea::vertical().max_height(240.0).auto_shrink([false, false]).show(ui, |ui| {
            if let Some(parent) = self.folder.parent()
                && ui.selectable_label(false, "Parent folder").clicked()
            {
                entered = Some(parent.to_owned());
            }
            for entry in &self.entries {
                let shown = if entry.is_folder { format!("{}/", entry.name) } else { entry.name.clone() };
                if ui.selectable_label(false, shown).clicked() {
                    let path = self.folder.join(&entry.name);
                    if entry.is_folder {
                        // Also where a folder is written: it is named in the field, inside of the one that is listed.
                        entered = Some(path);
                    } else {
                        self.text = path.display().to_string();
                    }
                }
            }
        });
        if let Some(folder) = entered {
            self.text = folder.join(&self.proposed).display().to_string();
            self.enter(folder);
        }
    }

    fn enter(&mut self, folder: PathBuf) {
        self.trouble = None;
        self.entries.clear();
        match std::fs::read_dir(&folder) {
            Ok(found) => {
                let fits = |entry: &Entry| {
                    !entry.name.starts_with('.') && (entry.is_folder || self.purpose.is_meant(Path::new(&entry.name)))
                };
                let entries = found.flatten().map(|entry| Entry {
                    name: entry.file_name().to_string_lossy().into_owned(),
                    is_folder: entry.path().is_dir(),
                });
                self.entries = entries.filter(fits).collect();
                self.entries.sort_by(|a, b| (!a.is_folder, &a.name).cmp(&(!b.is_folder, &b.name)));
                self.entries.truncate(MOST_ENTRIES);
            }
            Err(error) => self.trouble = Some(format!("Cannot list {}: {error}.", folder.display())),
        }
        self.folder = folder;
    }

    /// The path in the field; one that does not begin at the root begins at the folder that is listed.
    fn typed(&self) -> PathBuf {
        let text = self.text.trim();
        if text.is_empty() { PathBuf::new() } else { self.folder.join(text) }
    }

    fn choose(&mut self) -> Outcome {
        let path = self.typed();
        if let Some(objection) = self.objection(&path) {
            self.trouble = Some(objection);
            return Outcome::Open;
        }
        if self.purpose.is_writing() {
            if let Some(warning) = self.warning(&path).filter(|_| self.warned.as_ref() != Some(&path)) {
                self.trouble = Some(warning.to_owned());
                self.warned = Some(path);
                return Outcome::Open;
            }
        } else if path.is_dir() && self.purpose != Purpose::Open && !self.purpose.is_folder() {
            self.enter(path);
            return Outcome::Open;
        }
        Outcome::Chosen(path)
    }

    /// Why nothing can be opened from or written to `path`.
    fn objection(&self, path: &Path) -> Option<String> {
        if path.as_os_str().is_empty() {
            return Some("Type a path first.".to_owned());
        }
        if !self.purpose.is_writing() {
            return (!path.exists()).then(|| "There is nothing at that path.".to_owned());
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Some("That folder does not exist.".to_owned());
        }
        if self.purpose.is_folder() {
            return path.is_file().then(|| "That is a file; name a folder instead.".to_owned());
        }
        // A project can be saved to a folder: its file has a name of its own.
        let is_no_file = path.is_dir() && self.purpose != Purpose::Save;
        is_no_file.then(|| "That is a folder; add the name of a file in it.".to_owned())
    }

    /// What would be replaced by writing to `path`.
    fn warning(&self, path: &Path) -> Option<&'static str> {
        if path.is_file() {
            return Some("That file exists. Press the button again to replace it.");
        }
        let holds_something = || std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
        (self.purpose.is_folder() && holds_something())
            .then_some("That folder is not empty. Press the button again to replace files in it that are called alike.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use crate::session::ReportFile;

    fn dialog(format: Format, folder: &Path) -> PathDialog {
        let purpose = Purpose::Export(ReportFile { format, ..ReportFile::default() });
        PathDialog::new(&purpose, Start { folder: folder.to_owned(), name: "it".to_owned() })
    }

    fn is_chosen(dialog: &mut PathDialog, path: &Path) -> bool {
        dialog.text = path.display().to_string();
        matches!(dialog.choose(), Outcome::Chosen(chosen) if chosen == path)
    }

    #[test]
    fn a_folder_is_named_and_one_that_is_in_use_is_asked_about() {
        let home = tempfile::tempdir().unwrap();
        let mut dialog = dialog(Format::Tables, home.path());
        assert_eq!(PathBuf::from(&dialog.text), home.path().join("it"));
        assert!(is_chosen(&mut dialog, &home.path().join("new")));
        let used = home.path().join("used");
        std::fs::create_dir(&used).unwrap();
        assert!(is_chosen(&mut dialog, &used), "there is nothing in it to replace");
        let file = used.join("a.csv");
        std::fs::write(&file, "x").unwrap();
        assert!(!is_chosen(&mut dialog, &used));
        assert!(dialog.trouble.as_ref().is_some_and(|trouble| trouble.contains("not empty")));
        assert!(is_chosen(&mut dialog, &used), "the second press is the answer");
        assert!(!is_chosen(&mut dialog, &file), "a file is no folder");
        assert!(!is_chosen(&mut dialog, &home.path().join("nowhere/new")));
    }

    #[test]
    fn a_bare_name_lies_in_the_folder_that_is_listed() {
        let home = tempfile::tempdir().unwrap();
        let mut dialog = dialog(Format::Html, home.path());
        dialog.text = " report.html ".to_owned();
        let expected = home.path().join("report.html");
        assert!(matches!(dialog.choose(), Outcome::Chosen(chosen) if chosen == expected));
        dialog.text = "  ".to_owned();
        assert!(matches!(dialog.choose(), Outcome::Open), "nothing was typed");
    }

    #[test]
    fn a_file_is_replaced_only_when_that_was_said() {
        let home = tempfile::tempdir().unwrap();
        let mut dialog = dialog(Format::Html, home.path());
        let file = home.path().join("it");
        assert!(is_chosen(&mut dialog, &file));
        std::fs::write(&file, "x").unwrap();
        assert!(!is_chosen(&mut dialog, &file));
        assert!(is_chosen(&mut dialog, &file));
        assert!(!is_chosen(&mut dialog, home.path()), "a folder is no file");
        assert!(dialog.trouble.as_ref().is_some_and(|trouble| trouble.contains("is a folder")));
    }
}
