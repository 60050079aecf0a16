//! The user's own folder, where settings and unsaved work are kept between runs.

use std::env;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Names another folder than the operating system's usual one.
const OVERRIDE: &str = "CANTILEVER_CONFIG_DIR";

/// Where settings and recoveries are kept; everything about them starts here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFolder {
    path: PathBuf,
}

impl UserFolder {
    /// The folder that `CANTILEVER_CONFIG_DIR` names, else the usual one; `None` where a user has no home, in which
    /// case nothing is remembered and the program works all the same.
    pub fn find() -> Option<Self> {
        let named = env::var_os(OVERRIDE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let usual = || ProjectDirs::from("", "", "cantilever").map(|folders| folders.config_dir().to_owned());
        named.or_else(usual).map(Self::at)
    }

    /// This folder, whatever the environment says; it need not exist yet.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
