//! The settings file: read without ever stopping the program, written whole or not at all.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;

use crate::session::settings::Settings;
use crate::session::settings::Warning;
use crate::session::settings::folders;

/// A file that another run left half written is removed when it is older than this.
const LEFTOVER: Duration = Duration::from_hours(24);

/// Where settings are kept.
#[derive(Debug)]
pub(crate) struct SettingsFile {
    path: PathBuf,
    /// Why this run must not write the file, if so; one writer at a time in any case.
    writing: Mutex<Option<SettingsError>>,
}

/// Why settings were not saved. They are still in use until the program ends.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SettingsError {
    /// A later version of the program wrote the file.
    #[error(
        "a later version of SCIM Desk wrote the settings (form {version}), so they are left as they are: {path}"
    )]
    Later {
        /// The form of the file.
        version: u64,
        /// The file.
        path: String,
    },
    /// The file is there, but could not be read.
    #[error(
        "the settings could not be read at the start ({why}), so they are left as they are: {path}"
    )]
    NotRead {
        /// What the system said.
        why: String,
        /// The file.
        path: String,
    },
    /// No room.
    #[error("the disk is full, so the settings were not saved: {path}")]
    Full {
        /// The file.
        path: String,
    },
    /// Anything else.
    #[error("the settings were not saved ({why}): {path}")]
    NotWritten {
        /// What the system said.
        why: String,
        /// The file.
        path: String,
    },
}

impl SettingsError {
    /// What the person can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::Later { .. } => "Use the later version, or move the file away to begin anew.",
            Self::NotRead { .. } | Self::NotWritten { .. } => {
                "Check who may read and write this file and its folder."
            }
            Self::Full { .. } => "Free some space, then change the setting again.",
        }
    }
}

impl SettingsFile {
    /// The settings file in this folder.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join("settings.json"), writing: Mutex::new(None) }
    }

    /// The settings, or defaults. A file that makes no sense is set aside under a name with the date.
    pub(crate) fn load(&self, now: Timestamp) -> (Settings, Vec<Warning>) {
        self.remove_leftovers(now);
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (Settings::default(), Vec::new());
            }
            Err(error) => {
                return self.defaults(SettingsError::NotRead {
                    why: error.to_string(),
                    path: self.shown(),
                });
            }
        };
        match Settings::read(&bytes) {
            Ok((settings, mut warnings)) => {
                if let Some(version) = settings.later_version() {
                    let error = SettingsError::Later { version, path: self.shown() };
                    warnings.push(Warning { field: String::new(), problem: error.to_string() });
                    self.forbid_writing(error);
                }
                (settings, warnings)
            }
            Err(unreadable) => {
                let aside = self.path.with_file_name(format!(
                    "settings-{}.unreadable",
                    now.strftime("%Y-%m-%d-%H%M%S")
                ));
                match fs::rename(&self.path, &aside) {
                    Ok(()) => {
                        let problem = format!(
                            "the settings could not be read: {unreadable}; the defaults are used, and the file was set aside: {}",
                            aside.display()
                        );
                        (Settings::default(), vec![Warning { field: String::new(), problem }])
                    }
                    Err(_) => self.defaults(SettingsError::NotRead {
                        why: unreadable.to_string(),
                        path: self.shown(),
                    }),
                }
            }
        }
    }

    /// Writes the settings: the file has the old text or the new one, whatever happens meanwhile.
    pub(crate) fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = &*writing {
            return Err(error.clone());
        }
        write_whole(&self.path, &settings.to_bytes()).map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => SettingsError::Full { path: self.shown() },
            _ => SettingsError::NotWritten { why: error.to_string(), path: self.shown() },
        })
    }

    fn defaults(&self, error: SettingsError) -> (Settings, Vec<Warning>) {
        let warning = Warning { field: String::new(), problem: error.to_string() };
        self.forbid_writing(error);
        (Settings::default(), vec![warning])
    }

    fn forbid_writing(&self, error: SettingsError) {
        *self.writing.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Removes what runs that were killed while they wrote have left.
    fn remove_leftovers(&self, now: Timestamp) {
        let Some(entries) = self.path.parent().and_then(|folder| fs::read_dir(folder).ok()) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_ours = name.to_str().is_some_and(|name| name.starts_with("settings.json."))
                && entry.path().extension().is_some_and(|extension| extension == "new");
            let changed = entry
                .metadata()
                .ok()
                .and_then(|metadata| Timestamp::try_from(metadata.modified().ok()?).ok());
            let is_old = changed
                .is_some_and(|changed| now.duration_since(changed).unsigned_abs() > LEFTOVER);
            if is_ours
                && is_old
                && let Err(error) = fs::remove_file(entry.path())
            {
                tracing::debug!(%error, "a half-written settings file stays");
            }
        }
    }
}

/// Writes beside the file, then puts the new one in its place; the folder is written too, so that the change of names
/// outlives a power cut. A link to a file elsewhere stays a link.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    folders::make_private(path.parent().ok_or(io::ErrorKind::InvalidInput)?)?;
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let beside = folder.join(format!("settings.json.{}-{count}.new", process::id()));
    let written = write_new(&beside, bytes).and_then(|()| fs::rename(&beside, &path));
    if written.is_err()
        && let Err(error) = fs::remove_file(&beside)
    {
        tracing::debug!(%error, "a half-written settings file stays");
    }
    written?;
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
