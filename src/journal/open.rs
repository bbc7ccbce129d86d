//! Opens the journal: checks it from the first line, repairs what a crash leaves, sets aside what cannot be trusted.

use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::journal::disk;
use crate::journal::disk::NotReplaced;
use crate::journal::entry::Entry;
use crate::journal::entry::Predecessor;
use crate::journal::error::Error;
use crate::journal::head::Found;
use crate::journal::head::Head;
use crate::journal::line;
use crate::journal::report::Broken;
use crate::journal::report::Checked;
use crate::journal::report::Flaw;
use crate::journal::report::Report;
use crate::journal::run::RecordedRun;
use crate::journal::run::fold;
use crate::journal::scan::Tail;
use crate::journal::scan::examine;
use crate::journal::store::Journal;
use crate::journal::store::JournalPlaces;
use crate::journal::store::Lock;
use crate::secrets::JournalKey;

/// How long the key lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keying {
    /// It is in the keyring: the next run checks every seal.
    Kept,
    /// It ends with this run, for there is no keyring: later runs can check that no line was changed, but not that the
    /// file was not wholly written anew.
    ThisRunOnly,
}

/// What was found when the journal was opened.
#[derive(Debug)]
pub(crate) struct Opened {
    /// All runs, in the order they were planned. After the earlier file was set aside, those of its runs that are
    /// unfinished.
    pub(crate) runs: Vec<RecordedRun>,
    /// What the check said.
    pub(crate) verdict: Verdict,
    /// Where the earlier file lies now, when it could not be continued.
    pub(crate) set_aside: Option<PathBuf>,
    /// What was taken off the end, if the program was stopped while it wrote.
    pub(crate) repaired: Option<Repaired>,
    /// How long the key lasts.
    pub(crate) keying: Keying,
}

/// What the check said when the journal was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There was no journal.
    New,
    /// There was one.
    Checked(Report),
}

/// A line that was never finished. Nobody was told that it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repaired {
    /// Where its bytes lie now.
    pub(crate) moved_to: PathBuf,
    /// How many there are.
    pub(crate) bytes: u64,
}

/// The journal as it was found.
struct Past {
    report: Report,
    tail: Tail,
    runs: Vec<RecordedRun>,
}

impl Journal {
    /// Opens the journal, or begins one. A file that was tampered with, or is sealed with another key, is set aside with
    /// the date in its name, and a new one begun that says so in its first line and goes on with the unfinished runs.
    pub(crate) fn open(
        places: &JournalPlaces,
        key: JournalKey,
        keying: Keying,
        now: Timestamp,
    ) -> Result<(Self, Opened), Error> {
        let writing = Error::writing(&places.file);
        disk::folder(&places.file).and_then(disk::make_private).map_err(&writing)?;
        disk::folder(&places.head)
            .and_then(disk::make_private)
            .map_err(Error::writing(&places.head))?;
        let lock = lock(&places.file)?;
        let past = Past::read(places, &key)?;
        let opening = Opening { places, key: &key, now };
        let (file, tail, opened) = match past.report.first_broken.clone() {
            Some(broken) => opening.anew(past, &broken, keying)?,
            None if past.report.lines == 0 => opening.first(&past, keying)?,
            None => opening.on(past, keying)?,
        };
        Ok((Self::new(places.clone(), key, file, tail, lock), opened))
    }
}

impl Past {
    fn read(places: &JournalPlaces, key: &JournalKey) -> Result<Self, Error> {
        let exists = places.file.try_exists().map_err(Error::reading(&places.file))?;
        if !exists {
            return Self::gone(places);
        }
        let read = |key| {
            let mut runs = Vec::new();
            let (report, tail) = examine(&places.file, Some(&places.head), key, |line| {
                if let Some(entry) = &line.entry {
                    fold(&mut runs, line.seq, line.at, entry);
                }
            })?;
            Ok(Self { report, tail, runs })
        };
        let past = read(Some(key))?;
        let Some(Broken { why: Flaw::AnotherKey { .. }, .. }) = past.report.first_broken else {
            return Ok(past);
        };
        // What can be checked without its key may say more than that the key is another one.
        let chain = read(None)?;
        Ok(if chain.report.first_broken.is_some() { chain } else { past })
    }

    /// There is no file; a head says that there was one.
    fn gone(places: &JournalPlaces) -> Result<Self, Error> {
        let head = Found::at(Some(&places.head)).map_err(Error::reading(&places.head))?;
        let why = match &head {
            Found::NotAsked | Found::Missing => None,
            Found::Unreadable => Some(Flaw::HeadUnreadable),
            Found::Head(head) => Some(Flaw::CutOff { counted: head.count }),
        };
        let report = Report {
            lines: 0,
            first_broken: why.map(|why| Broken { line: 1, why }),
            checked: Checked::ChainAndHead,
            torn: 0,
            unknown: 0,
            key_id: None,
            span: None,
        };
        Ok(Self { report, tail: Tail::new(), runs: Vec::new() })
    }
}

/// One opening under way.
struct Opening<'a> {
    places: &'a JournalPlaces,
    key: &'a JournalKey,
    now: Timestamp,
}

type Begun = (File, Tail, Opened);

impl Opening<'_> {
    /// There was nothing, or less than a line.
    fn first(&self, past: &Past, keying: Keying) -> Result<Begun, Error> {
        let repaired = self.take_off_the_end(&past.report, &past.tail)?;
        let (file, tail, runs) = self.begin(None, Vec::new())?;
        let opened = Opened { runs, verdict: Verdict::New, set_aside: None, repaired, keying };
        Ok((file, tail, opened))
    }

    /// The file is in order, but for what a crash leaves.
    fn on(&self, past: Past, keying: Keying) -> Result<Begun, Error> {
        disk::restrict(&self.places.file, 0o600).map_err(self.writing())?;
        let repaired = self.take_off_the_end(&past.report, &past.tail)?;
        // The head may be one line behind.
        self.write_head(&past.tail)?;
        let file = self.append()?;
        let verdict = Verdict::Checked(past.report);
        let opened = Opened { runs: past.runs, verdict, set_aside: None, repaired, keying };
        Ok((file, past.tail, opened))
    }

    /// The file cannot be continued. It keeps its bytes under another name, and so does its head.
    fn anew(&self, past: Past, broken: &Broken, keying: Keying) -> Result<Begun, Error> {
        let Past { report, runs, .. } = past;
        let keep = |path: &Path| match disk::keep_aside(path, self.now) {
            Ok(aside) => Ok(Some(aside)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::writing(path)(error)),
        };
        keep(&self.places.head)?;
        let set_aside = keep(&self.places.file)?;
        let name = set_aside.as_deref().and_then(Path::file_name).unwrap_or_default();
        let predecessor = Predecessor {
            file: name.to_string_lossy().into_owned(),
            lines: report.lines,
            why: format!("line {}: {}", broken.line, broken.why),
        };
        let unfinished = runs.into_iter().filter(RecordedRun::is_unfinished).collect();
        let (file, tail, runs) = self.begin(Some(predecessor), unfinished)?;
        let verdict = Verdict::Checked(report);
        Ok((file, tail, Opened { runs, verdict, set_aside, repaired: None, keying }))
    }

    /// Writes a new journal beside and puts it in its place whole, so that no crash loses sight of an unfinished run.
    fn begin(
        &self,
        after: Option<Predecessor>,
        unfinished: Vec<RecordedRun>,
    ) -> Result<(File, Tail, Vec<RecordedRun>), Error> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let opened = Entry::Opened { key_id: self.key.id(), version, after };
        let carried = unfinished.into_iter().map(|run| Entry::Carried { run: Box::new(run) });
        let (mut tail, mut runs, mut bytes) = (Tail::new(), Vec::new(), Vec::new());
        for entry in std::iter::once(opened).chain(carried) {
            let seq = tail.count + 1;
            let (text, seal) = line::write(seq, self.now, &entry, tail.last, self.key)
                .map_err(|error| self.writing()(error.into()))?;
            tail.push(text.len(), seal);
            fold(&mut runs, seq, self.now, &entry);
            bytes.extend(text);
        }
        disk::replace(&self.places.file, &bytes).map_err(|not_replaced| {
            let (NotReplaced::Kept(error) | NotReplaced::Unsure(error)) = not_replaced;
            self.writing()(error)
        })?;
        self.write_head(&tail)?;
        Ok((self.append()?, tail, runs))
    }

    fn write_head(&self, tail: &Tail) -> Result<(), Error> {
        let head = Head::new(tail.count, tail.last, self.key);
        head.write(&self.places.head, self.key).map_err(|not_replaced| {
            let (NotReplaced::Kept(error) | NotReplaced::Unsure(error)) = not_replaced;
            Error::writing(&self.places.head)(error)
        })
    }

    /// Moves what is no whole line to a file of its own.
    fn take_off_the_end(&self, report: &Report, tail: &Tail) -> Result<Option<Repaired>, Error> {
        if report.torn == 0 {
            return Ok(None);
        }
        let take = || {
            let mut file = File::options().read(true).write(true).open(&self.places.file)?;
            let moved_to = disk::free_name(&self.places.file, self.now, Some("torn"))?;
            let mut torn = disk::private().write(true).create_new(true).open(&moved_to)?;
            file.seek(SeekFrom::Start(tail.bytes))?;
            let bytes = io::copy(&mut file, &mut torn)?;
            torn.sync_all()?;
            disk::sync_folder(disk::folder(&moved_to)?)?;
            file.set_len(tail.bytes)?;
            file.sync_all()?;
            Ok(Repaired { moved_to, bytes })
        };
        take().map(Some).map_err(self.writing())
    }

    fn append(&self) -> Result<File, Error> {
        File::options().append(true).open(&self.places.file).map_err(self.writing())
    }

    fn writing(&self) -> impl Fn(io::Error) -> Error {
        Error::writing(&self.places.file)
    }
}

/// One writer at a time. The lock is on a file of its own, for the journal may be replaced.
fn lock(file: &Path) -> Result<Lock, Error> {
    let path = disk::beside(file, "lock");
    let lock = disk::private()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(Error::writing(file))?;
    match lock.try_lock() {
        Ok(()) => Ok(Lock::new(lock)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse { path: file.display().to_string() }),
        Err(TryLockError::Error(error)) => Err(Error::writing(file)(error)),
    }
}
