//! A plain file dialog for systems that have none: a path to type, and the folder's content to click.

use std::path::{Path, PathBuf};

use egui::{Context, Id, Key, Modal, RichText, ScrollArea, TextEdit, Ui};

use super::Purpose;
use crate::gui::fields::{caption, name, primary_button};
use crate::gui::theme::palette;

/// Entries listed at most.
const MOST_ENTRIES: usize = 500;

/// The dialog's state.
pub(super) struct PathDialog {
    purpose: Purpose,
    folder: PathBuf,
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
    pub fn new(purpose: &Purpose, folder: PathBuf) -> Self {
        let text = folder.join(purpose.file_name()).display().to_string();
        let mut dialog = Self {
            purpose: purpose.clone(),
            folder: PathBuf::new(),
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
                        entered = Some(path);
                    } else {
                        self.text = path.display().to_string();
                    }
                }
            }
        });
        if let Some(folder) = entered {
            self.text = folder.join(self.purpose.file_name()).display().to_string();
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

    fn choose(&mut self) -> Outcome {
        let path = PathBuf::from(self.text.trim());
        if path.as_os_str().is_empty() {
            self.trouble = Some("Type a path first.".to_owned());
            return Outcome::Open;
        }
        if self.purpose.is_writing() {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if folder.is_some_and(|folder| !folder.is_dir()) {
                self.trouble = Some("That folder does not exist.".to_owned());
                return Outcome::Open;
            }
            if path.is_file() && self.warned.as_ref() != Some(&path) {
                self.trouble = Some("That file exists. Press the button again to replace it.".to_owned());
                self.warned = Some(path);
                return Outcome::Open;
            }
        } else if !path.exists() {
            self.trouble = Some("There is nothing at that path.".to_owned());
            return Outcome::Open;
        } else if path.is_dir() && self.purpose != Purpose::Open && !self.purpose.is_folder() {
            self.enter(path);
            return Outcome::Open;
        }
        Outcome::Chosen(path)
    }
}
