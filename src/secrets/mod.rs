//! The operating system's credential store.
