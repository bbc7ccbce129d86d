//! The log: one file in the data folder, short lines, no names, no addresses, no secrets.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

/// Largest log kept from earlier runs, in bytes; a longer one is begun anew.
const KEPT_BYTES: u64 = 4 * 1024 * 1024;

/// Begins to log into `scim-desk.log` in a folder. A log that cannot be written is no reason not to start: the error is returned to be shown.
pub(crate) fn start(folder: &Path) -> std::io::Result<()> {
    let path = folder.join("scim-desk.log");
    let file = open(&path)?;
    let filter = EnvFilter::try_from_env("SCIM_DESK_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,wgpu=warn,naga=warn,zbus=warn"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_span_events(FmtSpan::NONE)
        .finish();
    tracing::subscriber::set_global_default(subscriber).map_err(std::io::Error::other)
}

fn open(path: &Path) -> std::io::Result<File> {
    let is_long = std::fs::metadata(path).is_ok_and(|metadata| metadata.len() > KEPT_BYTES);
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(is_long).append(!is_long);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
