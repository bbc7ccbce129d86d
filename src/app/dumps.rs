//! Keeps the memory of this process, in which tokens lie, from being written to disk when it crashes.

/// Asks the system to write no core dump of this process and to let no other program of this person read its memory.
///
/// On Linux both the limit and the dumpable flag are set, for the limit alone does not hold back a dump that is piped to
/// a handler (core(5)). Other Unix systems have the limit. On Windows a program can not keep the system's error
/// reporting from itself without unsafe code, so there an administrator has to switch it off. A debugger that starts
/// the program still works; one that attaches to it later needs root.
///
/// # Errors
/// When the system refuses; the program can go on, but should say so.
#[cfg(unix)]
pub fn forbid_dumps() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Does nothing: this system offers nothing that a program can do about its own dumps without unsafe code.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same on every system")]
pub fn forbid_dumps() -> std::io::Result<()> {
    Ok(())
}
