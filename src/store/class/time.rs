//! How long a group has worked on an exercise: a small file beside its project. It goes where the work goes, and is no
//! change to the project that could be undone or would have to be saved.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::read_limited;
use crate::store::{StoreError, atomic, format};

/// The end of its name: `project.time.json` lies beside `project.json`.
const ENDING: &str = "time.json";

/// Its name beside the work on an exercise.
pub(super) const TIME_FILE: &str = "project.time.json";

/// What the field `format` says in it.
const FORMAT: &str = "cantilever time";

/// The version that is written, and the only one that is read.
const VERSION: u64 = 1;

/// Bytes that it has at most.
const LIMIT: u64 = 10_000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedTime {
    format: String,
    version: u64,
    seconds: u32,
}

/// The seconds that were worked on the project in this file; `None` where nobody has started the timer.
///
/// # Errors
/// What lies beside the project is damaged, too large, or something else.
pub fn open_time(project: &Path) -> Result<Option<u32>, StoreError> {
    let file = file_beside(project);
    if !file.exists() {
        return Ok(None);
    }
    let text = read_limited(&file, "file of the time worked", LIMIT)?;
    let saved: SavedTime = format::read_kind(&text, &file, FORMAT, VERSION)?;
    Ok(Some(saved.seconds))
}

/// Keeps the seconds that were worked on the project in this file. When this fails, what was kept before is still there.
pub fn save_time(project: &Path, seconds: u32) -> Result<(), StoreError> {
    let content = SavedTime { format: FORMAT.to_owned(), version: VERSION, seconds };
    atomic::replace(&file_beside(project), format::pretty(&content).as_bytes())
}

/// Forgets the seconds that were worked on the project in this file.
pub fn forget_time(project: &Path) -> Result<(), StoreError> {
    let file = file_beside(project);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::writing(&file)(error)),
        _ => Ok(()),
    }
}

fn file_beside(project: &Path) -> PathBuf {
    project.with_extension(ENDING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_lies_beside_its_project_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let [work, other] = ["project.json", "earlier_work_1.json"].map(|name| folder.path().join(name));
        assert_eq!(open_time(&work).unwrap(), None);
        save_time(&work, 61).unwrap();
        save_time(&other, 7).unwrap();
        save_time(&work, 62).unwrap();
        assert_eq!((open_time(&work).unwrap(), open_time(&other).unwrap()), (Some(62), Some(7)));
        assert!(folder.path().join(TIME_FILE).is_file());
        forget_time(&work).unwrap();
        forget_time(&work).unwrap();
        assert_eq!((open_time(&work).unwrap(), open_time(&other).unwrap()), (None, Some(7)));
    }

    #[test]
    fn a_damaged_file_is_told_and_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let work = folder.path().join("project.json");
        let fine = "{\"format\": \"cantilever time\", \"version\": 1, \"seconds\": 5}";
        for (text, seconds) in
            [(fine, Some(5)), ("{", None), (&fine.replace('5', "-5"), None), ("{\"seconds\": 5}", None)]
        {
            fs::write(folder.path().join(TIME_FILE), text).unwrap();
            match open_time(&work) {
                Ok(found) => assert_eq!(found, seconds, "{text}"),
                Err(error) => assert!(seconds.is_none() && error.to_string().contains(TIME_FILE), "{text}: {error}"),
            }
        }
        save_time(&work, 8).unwrap();
        assert_eq!(open_time(&work).unwrap(), Some(8));
    }
}
