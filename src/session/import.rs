//! Data of the user's own: a file with a table becomes the dataset that a component learns from.

use std::path::{Path, PathBuf};

use super::Session;
use crate::edit::{Edit, create};
use crate::learn::{image_files, look, look_at_images, probable_goal, probable_target};
use crate::model::{ComponentId, Dataset, DatasetSource, Goal};
use crate::store;

/// Most image files, and most bytes of them, that are copied into the project.
const MOST_COPIED: usize = 20_000;
const MOST_COPIED_BYTES: u64 = 500_000_000;

impl Session {
    /// The file is copied into the project's `data` folder, so that the project can be moved as a whole. What is
    /// probably to be predicted is guessed, and what only says which row it is left out; the panel lets the user choose
    /// otherwise.
    pub(super) fn import_table(&mut self, component: &ComponentId, path: &Path) {
        if let Err(reason) = self.try_import(component, path) {
            self.notices.complain(reason);
        }
    }

    /// Images are left where they are within the project's folder, else copied into its `data` folder.
    pub(super) fn import_images(&mut self, component: &ComponentId, path: &Path) {
        if let Err(reason) = self.try_import_images(component, path) {
            self.notices.complain(reason);
        }
    }

    fn try_import(&mut self, component: &ComponentId, path: &Path) -> Result<(), String> {
        self.check_learner(component)?;
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let look = look(path).map_err(|error| error.to_string())?;
        let target = probable_target(&look).map(|place| &look.columns[place]).ok_or_else(|| {
            format!("{} has no columns; add what is to be predicted and what it could depend on", path.display())
        })?;
        let identifiers = look.columns.iter().filter(|column| column.hints.is_identifier && column.name != target.name);
        let excluded: Vec<String> = identifiers.map(|column| column.name.clone()).collect();
        let relative = self.adopt(path, &file_name)?;
        let stem = path.file_stem().map_or_else(|| file_name.clone(), |stem| stem.to_string_lossy().into_owned());
        let dataset = Dataset {
            name: stem,
            description: format!("Imported from {file_name} ({}).", look.description),
            source: DatasetSource::TableFile { path: relative },
            target: target.name.clone(),
            goal: probable_goal(target),
            excluded,
        };
        self.take(component, dataset, &file_name, &look.warnings);
        Ok(())
    }

    fn try_import_images(&mut self, component: &ComponentId, path: &Path) -> Result<(), String> {
        self.check_learner(component)?;
        let look = look_at_images(path).map_err(|error| error.to_string())?;
        let name = path.file_name().map_or_else(|| "Images".to_owned(), |name| name.to_string_lossy().into_owned());
        let relative = self.adopt_images(path, &name)?;
        let dataset = Dataset {
            name: name.clone(),
            description: format!("Imported from {name} ({}).", look.description),
            source: DatasetSource::Images { path: relative, settings: look.proposed },
            target: "class".to_owned(),
            goal: match &look.classes[..] {
                [_, positive] => Goal::Binary { positive: positive.name.clone() },
                _ => Goal::Classes,
            },
            excluded: Vec::new(),
        };
        self.take(component, dataset, &name, &look.warnings);
        Ok(())
    }

    fn check_learner(&self, component: &ComponentId) -> Result<(), String> {
        if !self.project().system.components.contains_key(component) {
            return Err(
                "add a component that learns first, such as a model inference service, to the sketch".to_owned()
            );
        }
        if self.document.file.is_none() {
            return Err("save the project first: its data lies in a folder beside it".to_owned());
        }
        Ok(())
    }

    /// Makes `dataset` what `component` learns from, and says what was guessed.
    fn take(&mut self, component: &ComponentId, dataset: Dataset, file_name: &str, warnings: &[String]) {
        let id = create::dataset_id(self.project(), &dataset.name);
        let task = match dataset.source {
            DatasetSource::Images { .. } => create::task_for_images(self.project(), component, &id, &dataset.goal),
            _ => create::task(self.project(), component, &id, &dataset.goal),
        };
        let told = told(&dataset, warnings);
        let edits = vec![Edit::PutDataset(id, dataset), Edit::PutTask(component.clone(), task)];
        self.edit_all(format!("import {file_name}"), &edits);
        self.notices.tell(told);
    }

    /// The images' path relative to the project's folder; those from elsewhere are copied in.
    fn adopt_images(&self, path: &Path, name: &str) -> Result<String, String> {
        if let Some(inside) = self.inside(path) {
            return Ok(inside);
        }
        let files = image_files(path).map_err(|error| error.to_string())?;
        let size: u64 = files.iter().filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum();
        if files.len() > MOST_COPIED || size > MOST_COPIED_BYTES {
            return Err(format!(
                "{} holds {} files with {:.1} GB, too many to copy while you wait; move the folder to {} and import it \
                 from there",
                path.display(),
                files.len(),
                size as f64 / 1e9,
                self.document.folder().join("data").display()
            ));
        }
        let is_folder = path.is_dir();
        let relative = format!("data/{name}");
        for file in &files {
            let inside = if is_folder { file.strip_prefix(path).ok() } else { None };
            let copied = match inside {
                Some(inside) => Path::new(&relative).join(inside),
                None => Path::new("data").join(file.file_name().unwrap_or_default()),
            };
            store::copy_new(file, &self.document.folder().join(copied)).map_err(|error| error.to_string())?;
        }
        Ok(relative)
    }

    /// The path relative to the project's folder, if it lies there.
    fn inside(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(self.document.folder()).ok()?;
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// The file's path relative to the project's folder; a file from elsewhere is copied in.
    fn adopt(&self, path: &Path, file_name: &str) -> Result<String, String> {
        if let Some(inside) = self.inside(path) {
            return Ok(inside);
        }
        let relative = format!("data/{file_name}");
        let copy = self.document.folder().join(&relative);
        store::copy_new(path, &copy).map_err(|error| error.to_string())?;
        Ok(relative)
    }

    /// After saving to another folder: copies the data files that lie beside the project where they are missing.
    pub(super) fn bring_data_along(&mut self, from: &Path) {
        let to = self.document.folder().to_owned();
        if from == to || from.as_os_str().is_empty() {
            return;
        }
        let mut paths: Vec<PathBuf> = Vec::new();
        for dataset in self.project().datasets.values() {
            match &dataset.source {
                DatasetSource::TableFile { path } => paths.push(PathBuf::from(path)),
                // Files that are missing were missing before.
                DatasetSource::Images { path, .. } => {
                    let files = image_files(&from.join(path)).unwrap_or_default();
                    paths.extend(files.iter().filter_map(|file| file.strip_prefix(from).ok().map(Path::to_owned)));
                }
                DatasetSource::GeneratedFraud(_) => {}
            }
        }
        for path in paths.iter().filter(|path| path.is_relative()) {
            if let Err(error) = store::copy_new(&from.join(path), &to.join(path)) {
                self.notices.complain(format!("the project was saved, but not its data: {error}"));
            }
        }
    }
}

/// What was guessed, in words, so that it can be corrected.
fn told(dataset: &Dataset, warnings: &[String]) -> String {
    let goal = dataset.goal.label().to_lowercase();
    let mut told = format!("Taken as {goal} of \"{}\".", dataset.target);
    if !dataset.excluded.is_empty() {
        let names = dataset.excluded.join(", ");
        told = format!("{told} Left out because it only says which row it is: {names}.");
    }
    for warning in warnings {
        told.push(' ');
        told.push_str(warning);
    }
    told
}
