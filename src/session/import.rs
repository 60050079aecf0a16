//! Data of the user's own: a file with a table becomes the dataset that a component learns from.

use std::path::{Path, PathBuf};

use super::Session;
use crate::edit::{Edit, create};
use crate::learn::{look, probable_goal, probable_target};
use crate::model::{ComponentId, Dataset, DatasetSource};
use crate::store;

impl Session {
    /// The file is copied into the project's `data` folder, so that the project can be moved as a whole. What is
    /// probably to be predicted is guessed, and what only says which row it is left out; the panel lets the user choose
    /// otherwise.
    pub(super) fn import_table(&mut self, component: &ComponentId, path: &Path) {
        if let Err(reason) = self.try_import(component, path) {
            self.notices.complain(reason);
        }
    }

    fn try_import(&mut self, component: &ComponentId, path: &Path) -> Result<(), String> {
        if !self.project().system.components.contains_key(component) {
            return Err(
                "add a component that learns first, such as a model inference service, to the sketch".to_owned()
            );
        }
        if self.document.file.is_none() {
            return Err("save the project first: its data lies in a folder beside it".to_owned());
        }
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
            name: stem.clone(),
            description: format!("Imported from {file_name} ({}).", look.description),
            source: DatasetSource::TableFile { path: relative },
            target: target.name.clone(),
            goal: probable_goal(target),
            excluded,
        };
        let id = create::dataset_id(self.project(), &stem);
        let task = create::task(self.project(), component, &id, &dataset.goal);
        let told = told(&dataset, &look.warnings);
        let edits = vec![Edit::PutDataset(id, dataset), Edit::PutTask(component.clone(), task)];
        self.edit_all(format!("import {file_name}"), &edits);
        self.notices.tell(told);
        Ok(())
    }

    /// The file's path relative to the project's folder; a file from elsewhere is copied in.
    fn adopt(&self, path: &Path, file_name: &str) -> Result<String, String> {
        if let Ok(inside) = path.strip_prefix(self.document.folder()) {
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            return Ok(parts.join("/"));
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
        let paths: Vec<PathBuf> = self
            .project()
            .datasets
            .values()
            .filter_map(|dataset| match &dataset.source {
                DatasetSource::TableFile { path } => Some(PathBuf::from(path)),
                DatasetSource::GeneratedFraud(_) => None,
            })
            .collect();
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
