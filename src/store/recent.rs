//! What the program remembers between runs: recent projects and the settings of its window.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{StoreError, UserFolder, atomic, read_text};

/// Recent projects that are kept.
const MOST_RECENT: usize = 10;

/// What is remembered between runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Project files, most recent first, at most 10.
    pub recent: Vec<PathBuf>,
    /// Settings of the window by name; what they mean is the window's affair, and unknown ones are kept.
    pub interface: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct SavedSettings {
    #[serde(default)]
    recent: Vec<String>,
    #[serde(default)]
    interface: BTreeMap<String, String>,
}

impl Settings {
    /// Puts `file` first among the recent projects.
    pub fn remember(&mut self, file: &Path) {
        self.forget(file);
        self.recent.insert(0, file.to_owned());
        self.recent.truncate(MOST_RECENT);
    }

    /// Takes `file` off the recent projects, as when it is no longer there.
    pub fn forget(&mut self, file: &Path) {
        self.recent.retain(|known| known != file);
    }
}

impl UserFolder {
    /// The settings, and a note for the user when they could not be read; nothing here can stop a start.
    pub fn settings(&self) -> (Settings, Option<String>) {
        let file = self.settings_file();
        if !file.exists() {
            return (Settings::default(), None);
        }
        let note = |reason: String| format!("The settings were reset: {reason}");
        match read_text(&file).map(|text| serde_json::from_str::<SavedSettings>(&text)) {
            Ok(Ok(saved)) => {
                let recent = saved.recent.into_iter().map(PathBuf::from).take(MOST_RECENT).collect();
                (Settings { recent, interface: saved.interface }, None)
            }
            Ok(Err(error)) => (Settings::default(), Some(note(format!("{} is damaged ({error}).", file.display())))),
            Err(error) => (Settings::default(), Some(note(format!("{error}.")))),
        }
    }

    /// Changes what is kept for the next run, and leaves alone whatever another window has changed in the meantime.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), StoreError> {
        let (mut settings, _) = self.settings();
        change(&mut settings);
        self.save_settings(&settings)
    }

    fn save_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let file = self.settings_file();
        fs::create_dir_all(self.path()).map_err(StoreError::writing(&file))?;
        // A path that is no Unicode cannot be written as JSON; it is left out instead of losing all the others.
        let recent = settings.recent.iter().filter_map(|path| path.to_str()).map(str::to_owned).collect();
        let saved = SavedSettings { recent, interface: settings.interface.clone() };
        let mut text =
            serde_json::to_string_pretty(&saved).map_err(|error| StoreError::writing(&file)(error.into()))?;
        text.push('\n');
        atomic::replace(&file, text.as_bytes())
    }

    fn settings_file(&self) -> PathBuf {
        self.path().join("settings.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_recent_projects_are_few() {
        let folder = tempfile::tempdir().unwrap();
        let user = UserFolder::at(folder.path().join("not yet there"));
        assert_eq!(user.settings(), (Settings::default(), None));
        let mut settings = Settings::default();
        for number in 0..12 {
            settings.remember(&PathBuf::from(format!("/p/{number}/project.json")));
        }
        settings.remember(Path::new("/p/5/project.json"));
        settings.forget(Path::new("/p/11/project.json"));
        settings.interface.insert("theme".to_owned(), "dark".to_owned());
        assert_eq!(settings.recent[0], Path::new("/p/5/project.json"));
        assert_eq!(settings.recent.len(), 9);
        user.save_settings(&settings).unwrap();
        assert_eq!(user.settings(), (settings, None));
    }

    #[test]
    fn two_windows_keep_what_the_other_one_changed() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = [(); 2].map(|()| UserFolder::at(folder.path()));
        one.change_settings(|settings| settings.remember(Path::new("/p/a/project.json"))).unwrap();
        other.change_settings(|settings| settings.remember(Path::new("/p/b/project.json"))).unwrap();
        one.change_settings(|settings| drop(settings.interface.insert("theme".to_owned(), "dark".to_owned()))).unwrap();
        let (settings, _) = other.settings();
        assert_eq!(settings.recent, ["/p/b/project.json", "/p/a/project.json"].map(PathBuf::from));
        assert_eq!(settings.interface.get("theme").map(String::as_str), Some("dark"));
    }

    #[test]
    fn damaged_settings_stop_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let user = UserFolder::at(folder.path());
        for damage in [&b"{\"recent\": 5}"[..], b"", b"\xff\xff"] {
            fs::write(folder.path().join("settings.json"), damage).unwrap();
            let (settings, note) = user.settings();
            assert_eq!(settings, Settings::default());
            assert!(note.unwrap().contains("settings.json"));
        }
    }
}
