//! Reads what a class handed in and compares it: a file that cannot be read, or that answers something else, is named and
//! left out, and the rest is compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::class::ClassFiles;
use super::working::that_ships;
use crate::analysis::AnalysisSettings;
use crate::classroom::{Comparison, Exercise, HandedIn};
use crate::store;

/// A class that was compared.
#[derive(Debug)]
pub(super) struct Compared {
    /// The exercise that it was compared with: the one that was given, else one with a reference among the files.
    pub exercise: Option<PathBuf>,
    pub comparison: Arc<Comparison>,
}

/// Reads and compares; `watch` hears how many answers of how many are done, and says whether to go on. `None` when it was
/// stopped; an error in words when there is nothing to compare.
pub(super) fn compared(
    files: &ClassFiles,
    settings: &AnalysisSettings,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Option<Result<Compared, String>> {
    let found = store::hand_ins_in(&files.hand_ins);
    let exercise = match the_exercise(files.exercise.as_deref(), &found.exercises) {
        Ok(exercise) => exercise,
        Err(problem) => return Some(Err(problem)),
    };
    let (mut hand_ins, mut skipped) = (Vec::new(), found.skipped);
    let mut names = BTreeSet::new();
    for file in &found.hand_ins {
        // How many are left is known when all are read.
        if !watch(0, 0) {
            return None;
        }
        let name = unique_name(file, &files.hand_ins, &mut names);
        match store::open_hand_in(file) {
            Ok(hand_in) => hand_ins.push(HandedIn { file: name, hand_in }),
            // Folders are often called like people, whom the anonymous comparison must not show.
            Err(error) => {
                let reason = error.to_string().replace(&file.display().to_string(), &name);
                skipped.push((name, reason));
            }
        }
    }
    let (exercise_file, exercise) = exercise.unzip();
    let briefs = hand_ins.iter().filter_map(|one| Some(&one.hand_in.breakout()?.brief));
    let exercise = exercise.or_else(|| that_ships(&briefs.collect::<Vec<_>>()));
    let comparison = Comparison::of(exercise.as_ref(), &hand_ins, skipped, settings, watch)?;
    if comparison.groups.is_empty() {
        return Some(Err(nothing(&comparison.skipped)));
    }
    Some(Ok(Compared { exercise: exercise_file, comparison: Arc::new(comparison) }))
}

/// Most exercises beside hand-ins that are looked into for a reference answer: each may be large.
const MOST_EXERCISES: usize = 20;

/// The exercise that was given; else the one with a reference among those that lie beside the hand-ins. Where there are
/// different ones, the instructor has to say which: any of them may be something that a group put there.
fn the_exercise(given: Option<&Path>, beside: &[PathBuf]) -> Result<Option<(PathBuf, Exercise)>, String> {
    if let Some(file) = given {
        let exercise = store::open_exercise(file).map_err(|error| error.to_string())?;
        return Ok(Some((file.to_owned(), exercise)));
    }
    let mut found: Option<(PathBuf, Exercise)> = None;
    for file in beside.iter().take(MOST_EXERCISES) {
        let Ok(exercise) = store::open_exercise(file) else { continue };
        match &found {
            _ if exercise.reference.is_none() => {}
            None => found = Some((file.clone(), exercise)),
            Some((_, first)) if *first == exercise => {}
            Some((first, _)) => {
                return Err(format!(
                    "two different exercises with a reference answer lie among the hand-ins: {} and {}. Choose the one \
                     that is compared with, or move the other one away",
                    first.display(),
                    file.display()
                ));
            }
        }
    }
    Ok(found)
}

/// The file's name, with its folder before it where it lies in a folder of those that were `given`: marks are kept by it, so
/// that it must not depend on which other files are there. Only where two that were given have the same name does the
/// later one get its folder, or a number after it.
fn unique_name(file: &Path, given: &[PathBuf], taken: &mut BTreeSet<String>) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (short, folder) = (name(file), file.parent().unwrap_or(Path::new("")));
    let long = format!("{}/{short}", name(folder));
    let is_inner = !given.iter().any(|path| path == file || path == folder);
    let numbered = (2..).map(|number| format!("{long} ({number})"));
    let short = Some(short).filter(|_| !is_inner);
    let mut all = short.into_iter().chain([long.clone()]).chain(numbered);
    let found = all.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(found.clone());
    found
}

/// What to say when nothing is left to compare.
fn nothing(skipped: &[(String, String)]) -> String {
    if skipped.is_empty() {
        return "there are no hand-ins in what was chosen; choose the folder with the files that groups handed in"
            .to_owned();
    }
    let lines: Vec<String> = skipped.iter().take(10).map(|(name, reason)| format!("{name}: {reason}")).collect();
    let more = skipped.len().saturating_sub(lines.len());
    let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
    format!("none of the files can be compared.\n{}{more}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::Reference;

    #[test]
    fn a_files_name_does_not_depend_on_the_others() {
        let names = |given: &[&str], files: &[&str]| -> Vec<String> {
            let given: Vec<PathBuf> = given.iter().map(PathBuf::from).collect();
            let mut taken = BTreeSet::new();
            files.iter().map(|file| unique_name(Path::new(file), &given, &mut taken)).collect()
        };
        // Work as it is collected: each in a folder of its own. One that comes in late takes no name from another.
        let before = names(&["class"], &["class/bea/work.json", "class/cem/work.json", "class/x.json"]);
        assert_eq!(before, ["bea/work.json", "cem/work.json", "x.json"]);
        let after = names(&["class"], &["class/ada/work.json", "class/bea/work.json", "class/cem/work.json"]);
        assert_eq!(after[1..], before[..2]);
        let given = ["a/x.json", "b/x.json", "c/b/x.json"];
        assert_eq!(names(&given, &given), ["x.json", "b/x.json", "b/x.json (2)"]);
    }

    #[test]
    fn a_damaged_file_is_told_without_the_folders_that_it_lies_in() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("Ada Lovelace");
        std::fs::create_dir(&inner).unwrap();
        let file = inner.join("x.hand-in.json");
        std::fs::write(&file, "{").unwrap();
        let files = ClassFiles { exercise: None, hand_ins: vec![file] };
        let settings = AnalysisSettings { samples: 100, seed: 1 };
        let problem = compared(&files, &settings, &mut |_, _| true).unwrap().unwrap_err();
        assert!(problem.contains("x.hand-in.json, line 1") && !problem.contains("Lovelace"), "{problem}");
    }

    #[test]
    fn of_two_different_reference_answers_none_is_taken_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, notes: &str| {
            let reference = Some(Reference { notes: notes.to_owned(), ..Reference::default() });
            let file = folder.path().join(name);
            store::save_exercise(&file, &Exercise { reference, ..Exercise::default() }).unwrap();
            file
        };
        let [mine, copy, other] =
            [("a.json", "ours"), ("b.json", "ours"), ("c.json", "theirs")].map(|(name, notes)| write(name, notes));
        let found = the_exercise(None, &[mine.clone(), copy]).unwrap();
        assert_eq!(found.map(|(file, _)| file), Some(mine.clone()), "a copy changes nothing");
        let problem = the_exercise(None, &[mine.clone(), other.clone()]).unwrap_err();
        assert!(problem.contains("a.json") && problem.contains("c.json") && problem.contains("Choose"), "{problem}");
        assert!(the_exercise(Some(&mine), &[mine.clone(), other]).is_ok_and(|found| found.is_some()));
    }
}
