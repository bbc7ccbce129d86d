//! Learns from logind that the computer is about to sleep, and holds the sleep back until tokens are out of memory.

/// What the window is told before the computer sleeps; the sleep waits until this is dropped, at most the few seconds
/// that logind grants.
#[doc(hidden)]
pub struct GoingToSleep {
    #[cfg(target_os = "linux")]
    _delay: Option<zbus::zvariant::OwnedFd>,
}

/// Listens on a thread of its own for as long as the program runs. Without a system bus or logind nothing is ever told;
/// the jump of the wall clock is then all there is to notice a sleep by.
#[doc(hidden)]
#[cfg(target_os = "linux")]
pub fn watch_sleep(tell: impl Fn(GoingToSleep) + Send + 'static) {
    let spawned = std::thread::Builder::new().name("sleep".to_owned()).spawn(move || {
        if let Err(error) = logind::listen(&tell) {
            tracing::debug!(%error, "logind does not tell of sleep");
        }
    });
    if let Err(error) = spawned {
        tracing::debug!(%error, "nobody listens to logind");
    }
}

/// Other systems tell nothing that could be heard without unsafe code.
#[doc(hidden)]
#[cfg(not(target_os = "linux"))]
pub fn watch_sleep(_tell: impl Fn(GoingToSleep) + Send + 'static) {}

#[cfg(target_os = "linux")]
mod logind {
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::OwnedFd;

    use super::GoingToSleep;

    /// See org.freedesktop.login1(5): the signal comes with `true` before sleep and with `false` after it.
    pub(super) fn listen(tell: &impl Fn(GoingToSleep)) -> zbus::Result<()> {
        let bus = Connection::system()?;
        let manager = Proxy::new(
            &bus,
            "org.freedesktop.login1",
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager",
        )?;
        let signals = manager.receive_signal("PrepareForSleep")?;
        let mut delay = delay(&manager);
        for signal in signals {
            if signal.body().deserialize::<bool>()? {
                tell(GoingToSleep { _delay: delay.take() });
            } else {
                delay = self::delay(&manager);
            }
        }
        Ok(())
    }

    /// Sleep waits for as long as this file is open.
    fn delay(manager: &Proxy<'_>) -> Option<OwnedFd> {
        let asked = ("sleep", "SCIM Desk", "Tokens are taken out of memory", "delay");
        manager
            .call("Inhibit", &asked)
            .inspect_err(|error| tracing::debug!(%error, "sleep is not held back"))
            .ok()
    }
}
