//! Files that outlive a power cut, and that only their owner reads.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;

/// Why a file was not replaced.
pub(super) enum NotReplaced {
    /// The old one is still there.
    Kept(io::Error),
    /// The new one is there, but a power cut may bring the old one back.
    Unsure(io::Error),
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> io::Result<&Path> {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no folder"))
}

/// Makes the folder and those above it; this one is the owner's alone.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    restrict(folder, 0o700)
}

/// Takes from everyone but the owner what the mode does not grant.
#[cfg(unix)]
pub(super) fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if fs::metadata(path)?.permissions().mode() & 0o777 != mode {
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// Elsewhere a person's folders are theirs alone already.
#[cfg(not(unix))]
pub(super) fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Options that make a file only its owner can read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a file beside, and puts it in the place of the old one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), NotReplaced> {
    let beside = beside(path, "new");
    let write = || {
        let mut file = private().write(true).create(true).truncate(true).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(NotReplaced::Kept)?;
    folder(path).and_then(sync_folder).map_err(NotReplaced::Unsure)
}

/// Makes the names in a folder outlive a power cut, where the system lets a folder be synced.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Gives the file a second name with the date in it, `audit-2026-11-24-091400.jsonl`, that no file has yet.
pub(super) fn keep_aside(path: &Path, now: Timestamp) -> io::Result<PathBuf> {
    let aside = free_name(path, now, None)?;
    // A disk without links has the file copied.
    fs::hard_link(path, &aside).or_else(|_no_links| {
        fs::copy(path, &aside)?;
        File::open(&aside)?.sync_all()
    })?;
    restrict(&aside, 0o600)?;
    sync_folder(folder(path)?)?;
    Ok(aside)
}

/// A name beside the file with the date in it that no file has yet.
pub(super) fn free_name(
    path: &Path,
    now: Timestamp,
    extension: Option<&str>,
) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = match extension {
        Some(extension) => extension.into(),
        None => path.extension().unwrap_or_default().to_string_lossy(),
    };
    let date = now.strftime("%Y-%m-%d-%H%M%S");
    let names = (1_u32..10_000).map(|count| match count {
        1 => format!("{stem}-{date}.{extension}"),
        _ => format!("{stem}-{date}-{count}.{extension}"),
    });
    for name in names {
        let name = path.with_file_name(name);
        if !name.try_exists()? {
            return Ok(name);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The path with one more extension.
pub(super) fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(extension);
    path.with_file_name(name)
}
