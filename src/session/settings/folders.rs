//! Where this person's settings and data lie.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use directories::ProjectDirs;

use crate::journal::JournalPlaces;

/// The folders of the program. Settings roam with the person where the system does that; data stays on the computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folders {
    /// Settings.
    pub(crate) config: PathBuf,
    /// The sandbox's organization, the journal and the log.
    pub(crate) data: PathBuf,
}

impl Folders {
    /// The folders the system names, or two inside of the one that `SCIM_DESK_HOME` names. `None` when the person has
    /// no home.
    pub(crate) fn find() -> Option<Self> {
        match env::var_os("SCIM_DESK_HOME").filter(|home| !home.is_empty()) {
            Some(home) => Some(Self::inside(Path::new(&home))),
            None => ProjectDirs::from("", "", "scim-desk").map(|folders| Self {
                config: folders.config_dir().to_owned(),
                data: folders.data_local_dir().to_owned(),
            }),
        }
    }

    /// The practice organization.
    pub(crate) fn sandbox(&self) -> PathBuf {
        self.data.join("sandbox")
    }

    /// The record of what was done from this desk, and what is kept apart from it to prove it whole.
    pub(crate) fn journal(&self) -> JournalPlaces {
        JournalPlaces { file: self.data.join("audit.jsonl"), head: self.config.join("audit.head") }
    }

    /// Both folders inside of one.
    pub(crate) fn inside(home: &Path) -> Self {
        Self { config: home.join("config"), data: home.join("data") }
    }
}

/// Makes the folder and those above it; this one is the owner's alone.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let permissions = fs::metadata(folder)?.permissions();
        if permissions.mode() & 0o777 != 0o700 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}
