//! Files: settings and exports.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::session::backend::Backend;
use crate::session::export::Export;
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::settings::Settings;
use crate::session::worker::Outbox;

/// Writes the settings down.
pub(super) async fn save_settings(backend: &Backend, outbox: &Outbox, settings: Settings) {
    let file = Arc::clone(&backend.settings);
    let saved = tokio::task::spawn_blocking(move || file.save(&settings)).await;
    let outcome =
        match saved {
            Ok(result) => Outcome::SettingsSaved(result.map_err(|error| {
                Problem::new("save the settings", error.to_string(), error.advice())
            })),
            Err(_) => Outcome::Crashed { job: "save the settings" },
        };
    outbox.send(outcome).await;
}

/// Writes people to a file.
pub(super) async fn export(outbox: &Outbox, export: Export, path: PathBuf) {
    let target = path.clone();
    let written =
        tokio::task::spawn_blocking(move || write(&export, &target).map(|()| export.len())).await;
    let outcome = match written {
        Ok(result) => {
            let result = result.map_err(|error| {
                Problem::new(
                    "write the file",
                    format!("{}: {error}", path.display()),
                    "Choose another folder, or make room on the disk",
                )
            });
            Outcome::Exported { path, result }
        }
        Err(_) => Outcome::Crashed { job: "write the file" },
    };
    outbox.send(outcome).await;
}

/// Beside the target first, then in its place: a full disk leaves an earlier file as it was.
fn write(export: &Export, path: &Path) -> std::io::Result<()> {
    let mut name = path.file_name().map(std::ffi::OsStr::to_os_string).unwrap_or_default();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = std::io::BufWriter::new(options.open(&part)?);
    let written = export
        .write(&mut file)
        .and_then(|()| file.flush())
        .and_then(|()| file.get_ref().sync_all());
    match written {
        Ok(()) => std::fs::rename(&part, path),
        Err(error) => {
            std::fs::remove_file(&part)?;
            Err(error)
        }
    }
}
