//! Files that were dropped onto the window: what each of them is, and what is done with all of them.

use std::path::{Path, PathBuf};

use egui::Context;

use super::dialogs::is_table;
use crate::exchange::Notation;
use crate::learn::is_images;
use crate::model::ComponentId;
use crate::session::{Action, ClassFiles, Session, Stage};
use crate::store::{FileKind, PROJECT_FILE, hand_ins_in, kind_of};

/// Takes what was dropped since the last frame: a project is opened, a drawing of another tool is put in, a table is
/// learned from by `component`, and what groups handed in is compared.
pub(super) fn take(context: &Context, session: &Session, component: &ComponentId, actions: &mut Vec<Action>) {
    let dropped = context.input(|input| input.raw.dropped_files.clone());
    let paths: Vec<PathBuf> = dropped.iter().map(|file| file.path().to_owned()).collect();
    if !paths.is_empty() {
        sort(paths, session.class().is_some(), component, actions);
    }
}

/// What to do with these files; `is_comparing` while a class is on screen, which an exercise belongs to then.
fn sort(paths: Vec<PathBuf>, is_comparing: bool, component: &ComponentId, actions: &mut Vec<Action>) {
    let kinds: Vec<FileKind> = paths.iter().map(|path| kind_of(path)).collect();
    let is_class = is_comparing || kinds.contains(&FileKind::HandIn) || paths.iter().any(|path| is_class_folder(path));
    if is_class {
        let mut files = ClassFiles::default();
        for (path, kind) in paths.into_iter().zip(kinds) {
            if kind == FileKind::Exercise {
                files.exercise = Some(path);
            } else {
                // What is no hand-in is named with the reason, and the others are compared.
                files.hand_ins.push(path);
            }
        }
        actions.push(Action::CompareClass(files));
        return;
    }
    for (path, kind) in paths.into_iter().zip(kinds) {
        if kind == FileKind::Exercise {
            actions.push(Action::OpenExercise { file: path, fresh: false });
        } else if is_images(&path) {
            actions.push(Action::ImportImages(component.clone(), path));
            actions.push(Action::GoTo(Stage::Models));
        } else if is_table(&path) {
            actions.push(Action::ImportTable(component.clone(), path));
            actions.push(Action::GoTo(Stage::Models));
        } else if Notation::of_file(&path).is_some() {
            actions.push(Action::ImportDrawing(path));
        } else {
            actions.push(Action::Open(path));
        }
    }
}

/// Whether it is a folder with what groups handed in, and no project.
fn is_class_folder(path: &Path) -> bool {
    let is_folder = path.is_dir() && !path.join(PROJECT_FILE).exists();
    let found = || hand_ins_in(&[path.to_owned()]).hand_ins;
    is_folder && found().iter().any(|file| kind_of(file) == FileKind::HandIn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::{Exercise, HandIn};
    use crate::store::{save_exercise, save_hand_in};

    fn actions(paths: &[&Path], is_comparing: bool) -> Vec<Action> {
        let mut actions = Vec::new();
        let paths = paths.iter().map(|path| path.to_path_buf()).collect();
        sort(paths, is_comparing, &ComponentId::new("model"), &mut actions);
        actions
    }

    #[test]
    fn hand_ins_are_compared_all_at_once_and_an_exercise_is_opened_or_compared_with() {
        let folder = tempfile::tempdir().unwrap();
        let [exercise, first, second] = ["e.json", "a.json", "b.json"].map(|name| folder.path().join(name));
        save_exercise(&exercise, &Exercise::default()).unwrap();
        for file in [&first, &second] {
            save_hand_in(file, &HandIn::default()).unwrap();
        }
        let class = |exercise: Option<&PathBuf>, hand_ins: &[&Path]| {
            let hand_ins = hand_ins.iter().map(|path| path.to_path_buf()).collect();
            vec![Action::CompareClass(ClassFiles { exercise: exercise.cloned(), hand_ins })]
        };
        assert_eq!(actions(&[&first, &exercise, &second], false), class(Some(&exercise), &[&first, &second]));
        assert_eq!(actions(&[folder.path()], false), class(None, &[folder.path()]));
        assert_eq!(actions(&[&exercise], false), [Action::OpenExercise { file: exercise.clone(), fresh: false }]);
        assert_eq!(actions(&[&exercise], true), class(Some(&exercise), &[]));
    }

    #[test]
    fn everything_else_goes_where_it_went() {
        let component = ComponentId::new("model");
        let table = Path::new("rows.csv");
        let expected = [Action::ImportTable(component, table.to_owned()), Action::GoTo(Stage::Models)];
        assert_eq!(actions(&[table], false), expected);
        assert_eq!(actions(&[Path::new("x.drawio")], false), [Action::ImportDrawing("x.drawio".into())]);
        assert_eq!(actions(&[Path::new("project.json")], false), [Action::Open("project.json".into())]);
    }
}
