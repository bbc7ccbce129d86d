//! The sandbox as a process of its own: serves until it is told to stop.

use crate::sandbox::Sandbox;
use crate::sandbox::SandboxConfig;
use crate::sandbox::error::Error;

/// Starts a sandbox, hands it to `announce`, and serves until SIGINT or SIGTERM (or Ctrl+C on Windows).
///
/// It does not stop when idle, unlike a server that a person may forget in a browser tab: whoever started it is waiting
/// for it, and an idle sandbox costs nothing.
pub fn serve_until_stopped(
    config: SandboxConfig,
    announce: impl FnOnce(&Sandbox),
) -> Result<(), Error> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::Runtime)?;
    runtime.block_on(async {
        let stopped = stop_signal().map_err(Error::Runtime)?;
        let sandbox = Sandbox::start(config).await?;
        announce(&sandbox);
        stopped.await;
        sandbox.stop().await;
        Ok(())
    })
}

/// Listens for the signals at once, so that none is lost while the sandbox starts.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "no signal can be received");
        }
    })
}
