//! Replaces a file in one step, so that a crash, a kill or a full disk leaves either the old file or the new one.
//!
//! The new content goes to a temporary file in the same folder, is flushed to the disk, takes the old file's place by
//! renaming, and the folder is flushed as well. A process that dies in between leaves a temporary file behind; those
//! are removed when a project of the folder is opened. A hard link to the old file keeps the old content.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::StoreError;

const TEMPORARY_PREFIX: &str = ".cantilever-";
const TEMPORARY_SUFFIX: &str = ".tmp";

/// A temporary file of this age belongs to no save that is still under way.
const STALE_AFTER: Duration = Duration::from_mins(10);

/// Replaces `file` (or what it links to) by `content`.
pub(super) fn replace(file: &Path, content: &[u8]) -> Result<(), StoreError> {
    replace_with(file, |temporary| temporary.write_all(content))
}

/// Replaces `file` by what `write` writes; when that fails, `file` stays as it was and nothing is left behind.
fn replace_with(file: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), StoreError> {
    let target = resolved(file);
    let existing = fs::metadata(&target).ok();
    if let Some(existing) = &existing {
        if !existing.is_file() {
            return Err(StoreError::NotAFile { file: target });
        }
        if existing.permissions().readonly() {
            return Err(StoreError::ReadOnly { file: target });
        }
    }
    let failed = || StoreError::writing(file);
    let folder = folder_of(&target);
    let mut temporary = temporary_in(&folder).map_err(failed())?;
    write(temporary.as_file_mut()).map_err(failed())?;
    if let Some(existing) = existing {
        temporary.as_file().set_permissions(existing.permissions()).map_err(failed())?;
    }
    temporary.as_file().sync_all().map_err(failed())?;
    temporary.persist(&target).map_err(|error| failed()(error.error))?;
    flush_folder(&folder).map_err(failed())
}

/// Removes what saves that were cut off have left in `folder`. Failing to remove something harms nobody.
pub(super) fn remove_stale(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX);
        if ours && age(&entry).is_some_and(|age| age > STALE_AFTER) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

fn age(entry: &fs::DirEntry) -> Option<Duration> {
    entry.metadata().ok()?.modified().ok()?.elapsed().ok()
}

/// The folder a file is in; a bare file name is in the current one.
pub(super) fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Where `file` really lies, so that saving through a link keeps the link.
fn resolved(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX);
    // A project is as readable to others as any new file; the process's mask takes away what it must.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes the renaming itself last; only Unix knows folders that can be flushed.
fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_failed_write_keeps_the_old_file_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("project.json");
        replace(&file, b"old").unwrap();
        let result = replace_with(&file, |temporary| {
            temporary.write_all(b"half of the n")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        let message = result.unwrap_err().to_string();
        assert!(message.contains("project.json") && message.contains("The file is as it was"), "{message}");
        assert_eq!(fs::read(&file).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["project.json"]);
    }

    #[test]
    fn only_old_temporaries_of_ours_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let long_ago = SystemTime::now() - Duration::from_hours(1);
        for name in [".cantilever-old.tmp", "old.tmp", ".cantilever-old.json"] {
            File::create(folder.path().join(name)).unwrap().set_modified(long_ago).unwrap();
        }
        File::create(folder.path().join(".cantilever-new.tmp")).unwrap();
        remove_stale(folder.path());
        assert_eq!(names(folder.path()), [".cantilever-new.tmp", ".cantilever-old.json", "old.tmp"]);
    }

    #[test]
    fn folders_and_read_only_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(replace(folder.path(), b"x"), Err(StoreError::NotAFile { .. })));
        let file = folder.path().join("project.json");
        fs::write(&file, "old").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert!(matches!(replace(&file, b"new"), Err(StoreError::ReadOnly { .. })));
        assert_eq!(fs::read(&file).unwrap(), b"old");
        assert!(matches!(replace(&folder.path().join("none/project.json"), b"x"), Err(StoreError::Write { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_survive() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.json"), folder.path().join("link.json"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
