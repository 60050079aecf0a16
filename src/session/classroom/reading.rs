//! Reads what a class handed in and compares it: a file that cannot be read, or that answers something else, is named and
//! left out, and the rest is compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::class::ClassFiles;
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
        let name = unique_name(file, &mut names);
        match store::open_hand_in(file) {
            Ok(hand_in) => hand_ins.push(HandedIn { file: name, hand_in }),
            Err(error) => skipped.push((name, error.to_string())),
        }
    }
    let (exercise_file, exercise) = exercise.unzip();
    let comparison = Comparison::of(exercise.as_ref(), &hand_ins, skipped, settings, watch)?;
    if comparison.groups.is_empty() {
        return Some(Err(nothing(&comparison.skipped)));
    }
    Some(Ok(Compared { exercise: exercise_file, comparison: Arc::new(comparison) }))
}

/// The exercise that was given; else the first with a reference among those that lie beside the hand-ins.
fn the_exercise(given: Option<&Path>, beside: &[PathBuf]) -> Result<Option<(PathBuf, Exercise)>, String> {
    if let Some(file) = given {
        let exercise = store::open_exercise(file).map_err(|error| error.to_string())?;
        return Ok(Some((file.to_owned(), exercise)));
    }
    let mut readable = beside.iter().filter_map(|file| Some((file.clone(), store::open_exercise(file).ok()?)));
    Ok(readable.find(|(_, exercise)| exercise.reference.is_some()))
}

/// The file's name, with its folder before it, or a number after it, where another file has the same one: marks are kept
/// by it.
fn unique_name(file: &Path, taken: &mut BTreeSet<String>) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let short = name(file);
    let long = format!("{}/{short}", file.parent().map(name).unwrap_or_default());
    let numbered = (2..).map(|number| format!("{long} ({number})"));
    let mut all = [short.clone(), long.clone()].into_iter().chain(numbered);
    let found = all.find(|name| !taken.contains(name)).unwrap_or(short);
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
