//! Files: settings and exports.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use crate::session::backend::Backend;
use crate::session::export::Export;
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::settings::Settings;
use crate::session::worker::Outbox;

/// Writes the settings down.
pub(super) async fn save_settings(
    backend: &Backend,
    outbox: &Outbox,
    settings: Settings,
    revision: u64,
) {
    let (file, written) = (Arc::clone(&backend.settings), Arc::clone(&backend.settings_written));
    let saved = tokio::task::spawn_blocking(move || {
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        if revision <= *written {
            return Ok(());
        }
        *written = revision;
        file.save(&settings)
    })
    .await;
    let outcome =
        match saved {
            Ok(result) => Outcome::SettingsSaved(result.map_err(|error| {
                Problem::new("save the settings", error.to_string(), error.advice())
            })),
            Err(_) => Outcome::Crashed { job: "save the settings", slot: None },
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
        Err(_) => Outcome::Crashed { job: "write the file", slot: None },
    };
    outbox.send(outcome).await;
}

fn write(export: &Export, path: &Path) -> std::io::Result<()> {
    write_whole(path, |file| export.write(file))
}

/// Beside the target first, then in its place: a full disk leaves an earlier file as it was.
pub(super) fn write_whole(
    path: &Path,
    fill: impl FnOnce(&mut std::io::BufWriter<std::fs::File>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut name = path.file_name().map(std::ffi::OsStr::to_os_string).unwrap_or_default();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut writer = std::io::BufWriter::new(options.open(&part)?);
    let written =
        fill(&mut writer).and_then(|()| writer.flush()).and_then(|()| writer.get_ref().sync_all());
    // The first error is what the person can do something about, also when the rest cannot be removed.
    written
        .and_then(|()| std::fs::rename(&part, path))
        .inspect_err(|_| drop(std::fs::remove_file(&part)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::session::export::ExportFormat;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_written_whole_for_this_person_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        fs::write(&path, "earlier").unwrap();
        write(&Export::of_cell(ExportFormat::Csv, "Ada"), &path).unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains("Ada"));
        assert_eq!(names(folder.path()), ["people.csv"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_and_nothing_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone").join("people.csv");
        let error = write(&Export::of_cell(ExportFormat::Csv, "Ada"), &path).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        assert!(names(folder.path()).is_empty());
    }

    /// `/dev/full` takes nothing, as a full disk does; the half-written file stands where it is.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_leaves_the_earlier_file_and_nothing_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        fs::write(&path, "earlier").unwrap();
        std::os::unix::fs::symlink("/dev/full", folder.path().join("people.csv.part")).unwrap();
        let error = write(&Export::of_cell(ExportFormat::Csv, "Ada"), &path).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        assert_eq!(fs::read_to_string(&path).unwrap(), "earlier");
        assert_eq!(names(folder.path()), ["people.csv"]);
    }

    #[test]
    fn a_place_that_is_a_folder_is_told_and_nothing_half_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        fs::create_dir(&path).unwrap();
        write(&Export::of_cell(ExportFormat::Csv, "Ada"), &path).unwrap_err();
        assert_eq!(names(folder.path()), ["people.csv"]);
    }
}
