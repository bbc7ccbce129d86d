//! Disks that are full, or cannot be written: nothing is recorded, that is told, and it goes on when there is room again.
#![cfg(unix)]

use std::env;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::crash::INSIDE;
use super::crash::again;
use super::*;

/// Records until the disk refuses, then asserts that refusing left no trace.
fn fill(journal: &Journal, places: &JournalPlaces) -> Error {
    loop {
        let before = (journal.last_seq(), fs::read(&places.file).unwrap());
        let Err(error) = journal.record(now(), &planned(1, 40)) else { continue };
        assert_eq!((journal.last_seq(), fs::read(&places.file).unwrap()), before);
        return error;
    }
}

#[test]
fn a_full_disk_refuses_the_line_and_leaves_the_journal_whole() {
    if let Some(home) = env::var_os(INSIDE) {
        let (journal, _) =
            Journal::open(&places(Path::new(&home)), key(1), Keying::Kept, now()).unwrap();
        let error = fill(&journal, &places(Path::new(&home)));
        assert!(matches!(error, Error::Full { .. }), "{error}");
        // A smaller line still fits.
        journal.record(now(), &ended(1)).unwrap();
        return;
    }
    let desk = Desk::new();
    // A limit on the size of files stands in for a full disk: both fail in the middle of writing.
    let start = "trap '' XFSZ; ulimit -f 64;";
    let test = "full::a_full_disk_refuses_the_line_and_leaves_the_journal_whole";
    let output = again(test, desk.home.path(), start).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let report = desk.verify(1);
    assert_clean(&report, report.lines);
    assert!(report.lines > 5, "{}", report.lines);
    // With room again it goes on.
    let (journal, opened) = desk.open(1);
    assert_eq!((opened.repaired, opened.set_aside), (None, None));
    record(&journal, [planned(2, 40)]);
}

#[test]
fn a_disk_that_is_full_from_the_start_is_told() {
    if let Some(home) = env::var_os(INSIDE) {
        let opened = Journal::open(&places(Path::new(&home)), key(1), Keying::Kept, now());
        assert!(matches!(opened, Err(Error::Full { .. })), "{opened:?}");
        return;
    }
    let desk = Desk::new();
    let test = "full::a_disk_that_is_full_from_the_start_is_told";
    let output = again(test, desk.home.path(), "trap '' XFSZ; ulimit -f 0;").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(desk.open(1).1.verdict, Verdict::New);
}

/// A small disk of its own, where the person who runs the tests may make one.
struct Disk(std::path::PathBuf);

impl Disk {
    fn mount(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at);
        let is_mounted = mount.output().is_ok_and(|output| output.status.success());
        is_mounted.then(|| Self(at.to_owned()))
    }

    /// Whether the disk has these options now; a disk with files open for writing does not become read-only.
    fn remount(&self, options: &str) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{options}")]).arg(&self.0);
        mount.output().unwrap().status.success()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What stays mounted is seen when the folder cannot be removed.
        Command::new("umount").arg(&self.0).status().map(drop).unwrap_or_default();
    }
}

/// Makes the disk read-only: while the journal is open where the system lets that happen, else before it is opened.
fn read_only(disk: &Disk, journal: Journal, at: &Desk) {
    let lines = journal.last_seq();
    let refused = if disk.remount("ro") {
        let refused = journal.record(now(), &planned(2, 1)).unwrap_err();
        assert!(disk.remount("rw"));
        record(&journal, [outcome(1, 0, Outcome::Done)]);
        drop(journal);
        assert_clean(&at.verify(1), lines + 1);
        refused
    } else {
        drop(journal);
        assert!(disk.remount("ro"));
        let refused = Journal::open(&at.places, key(1), Keying::Kept, now()).unwrap_err();
        assert_clean(&at.verify(1), lines);
        assert!(disk.remount("rw"));
        refused
    };
    assert!(matches!(refused, Error::ReadOnly { .. }), "{refused}");
}

/// Fills the disk of the file, or of the head, while the journal is open; `None` where no disk can be made.
fn check(folder: &str) -> Option<()> {
    let desk = Desk::new();
    let small = Disk::mount(&desk.home.path().join(folder), "size=64k,mode=0700")?;
    let (journal, _) = desk.open(1);
    record(&journal, whole_run(1));
    let ballast = small.0.join("ballast");
    let room = fs::write(&ballast, vec![0; 1 << 20]).unwrap_err();
    assert_eq!(room.kind(), std::io::ErrorKind::StorageFull);
    let error = fill(&journal, &desk.places);
    assert!(matches!(error, Error::Full { .. }), "{error}");
    let refused = journal.record(now(), &planned(2, 40)).unwrap_err();
    assert_eq!(refused, error);
    assert!(desk.verify(1).first_broken.is_none());
    fs::remove_file(&ballast).unwrap();
    record(&journal, [intent(1, 0)]);
    read_only(&small, journal, &desk);
    Some(())
}

#[test]
fn a_disk_that_fills_up_or_becomes_read_only_refuses_lines_until_it_is_mended() {
    let done = ["data", "config"].map(check);
    // Mounting is for the superuser; whoever is none has the limit on file sizes above.
    assert!(done == [Some(()); 2] || !is_superuser());
}

fn is_superuser() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.starts_with(b"0\n")
}

#[test]
fn a_folder_that_may_not_be_written_is_told() {
    if is_superuser() {
        // Nothing is refused to the superuser; the read-only disk above stands for it.
        return;
    }
    let desk = Desk::new();
    fs::set_permissions(desk.home.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let refused = Journal::open(&desk.places, key(1), Keying::Kept, now()).unwrap_err();
    assert!(matches!(refused, Error::Denied { .. }), "{refused}");
    fs::set_permissions(desk.home.path(), fs::Permissions::from_mode(0o700)).unwrap();
}
