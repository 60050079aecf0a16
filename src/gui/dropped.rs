//! Files that are dropped onto the window: what becomes of them depends on what they are, and on what is open.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::model::ComponentId;
use crate::session::{Action, ClassFiles, Session, Stage};

/// How the name of an exercise ends, with the reference answer or without.
const EXERCISE: &str = ".exercise.json";

/// Takes dropped files out of the input. While a class is compared they are hand-ins and exercises; else a project is
/// opened, a drawing of another tool is put in, and a table is learned from by `component`.
pub(super) fn take(context: &Context, session: &Session, component: &ComponentId, actions: &mut Vec<Action>) {
    let files = context.input(|input| input.raw.dropped_files.clone());
    let paths: Vec<PathBuf> = files.iter().map(|file| file.path().to_owned()).collect();
    if paths.is_empty() {
        return;
    }
    if session.class().is_some() {
        actions.push(Action::CompareClass(class_files(paths)));
        return;
    }
    for path in paths {
        if crate::learn::is_images(&path) {
            actions.push(Action::ImportImages(component.clone(), path));
            actions.push(Action::GoTo(Stage::Models));
        } else if super::dialogs::is_table(&path) {
            actions.push(Action::ImportTable(component.clone(), path));
            actions.push(Action::GoTo(Stage::Models));
        } else if crate::exchange::Notation::of_file(&path).is_some() {
            actions.push(Action::ImportDrawing(path));
        } else {
            actions.push(Action::Open(path));
        }
    }
}

/// All at once, so that a class is read once. Of several exercises the last counts.
fn class_files(paths: Vec<PathBuf>) -> ClassFiles {
    let is_exercise = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
        name.is_some_and(|name| name.ends_with(EXERCISE))
    };
    let (exercises, hand_ins): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| is_exercise(path));
    ClassFiles { exercise: exercises.into_iter().next_back(), hand_ins }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exercise_among_hand_ins_is_told_by_its_name() {
        let paths = ["a/ada.hand-in.json", "Fraud.Reference.Exercise.json", "b", "bit.json"].map(PathBuf::from);
        let expected = ClassFiles {
            exercise: Some("Fraud.Reference.Exercise.json".into()),
            hand_ins: ["a/ada.hand-in.json", "b", "bit.json"].map(PathBuf::from).to_vec(),
        };
        assert_eq!(class_files(paths.to_vec()), expected);
    }
}
