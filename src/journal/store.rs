//! The file that is written: one line, one sync, then the head.

use std::fs;
use std::fs::File;
use std::io;
#[cfg(test)]
use std::io::BufRead as _;
#[cfg(test)]
use std::io::BufReader;
#[cfg(test)]
use std::io::Seek as _;
#[cfg(test)]
use std::io::SeekFrom;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use jiff::Timestamp;

use crate::journal::disk::NotReplaced;
use crate::journal::entry::Entry;
use crate::journal::error::Error;
use crate::journal::head::Head;
use crate::journal::line;
#[cfg(test)]
use crate::journal::line::Line;
#[cfg(test)]
use crate::journal::scan::INDEX_STEP;
use crate::journal::scan::Tail;
use crate::limits;
use crate::secrets::JournalKey;

/// Where the journal is kept: the file and its head, in two folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JournalPlaces {
    /// The lines.
    pub(crate) file: PathBuf,
    /// How many there are, and the seal of the last.
    pub(crate) head: PathBuf,
}

/// The journal of this computer, open for writing by this program alone. Its calls wait for the disk: never make them on
/// a thread that draws.
#[derive(Debug)]
pub(crate) struct Journal {
    places: JournalPlaces,
    key: JournalKey,
    writer: Mutex<Writer>,
    _lock: Lock,
}

/// Held as long as the journal is open; the system lets go of it when the program ends in any way.
#[derive(Debug)]
pub(super) struct Lock(File);

/// Shows that a line is on disk. Nothing but the journal makes one, so who asks for one cannot act without a record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    seq: u64,
    at: Timestamp,
}

/// A line as it was written.
#[cfg(test)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Its number.
    pub(crate) seq: u64,
    /// When it was written.
    pub(crate) at: Timestamp,
    /// What it says; none when only a later version of the program knows.
    pub(crate) entry: Option<Entry>,
}

#[derive(Debug)]
struct Writer {
    file: File,
    tail: Tail,
    owed: Owed,
}

/// What has to be put in order before the next line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owed {
    Nothing,
    /// Bytes of a line that was refused may stand at the end.
    Cut,
    /// The last line may not be counted by the head.
    Head,
}

impl Lock {
    /// Takes over a file that is locked.
    pub(super) fn new(locked: File) -> Self {
        Self(locked)
    }
}

impl Drop for Lock {
    /// Closing the file is not enough: a program that is just being started holds a copy of it for a moment.
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::debug!(%error, "the lock of the journal was not given back before the file was closed");
        }
    }
}

impl Recorded {
    /// The number of the line.
    pub(crate) fn seq(&self) -> u64 {
        self.seq
    }

    /// When it was written.
    pub(crate) fn at(&self) -> Timestamp {
        self.at
    }
}

impl Journal {
    /// Goes on writing a file that is in order. The file is open for appending.
    pub(super) fn new(
        places: JournalPlaces,
        key: JournalKey,
        file: File,
        tail: Tail,
        lock: Lock,
    ) -> Self {
        let writer = Mutex::new(Writer { file, tail, owed: Owed::Nothing });
        Self { places, key, writer, _lock: lock }
    }

    /// Writes one line and returns when it is on disk. After an error nothing was recorded, and nothing may be done that
    /// needs the record; the next call tries again.
    pub(crate) fn record(&self, at: Timestamp, entry: &Entry) -> Result<Recorded, Error> {
        let mut writer = self.writer();
        self.settle(&mut writer)?;
        self.check_unchanged(&writer)?;
        let (text, seal) =
            line::write(writer.tail.count + 1, at, entry, writer.tail.last, &self.key)
                .map_err(|error| Error::writing(&self.places.file)(error.into()))?;
        if text.len() > limits::JOURNAL_LINE_BYTES {
            return Err(self.too_long(text.len()));
        }
        let Writer { file, .. } = &mut *writer;
        if let Err(error) = file.write_all(&text).and_then(|()| file.sync_data()) {
            self.cut(&mut writer);
            return Err(Error::writing(&self.places.file)(error));
        }
        let head = Head::new(writer.tail.count + 1, seal, &self.key);
        match head.write(&self.places.head, &self.key) {
            Ok(()) => writer.tail.push(text.len(), seal),
            Err(NotReplaced::Kept(error)) => {
                self.cut(&mut writer);
                return Err(Error::writing(&self.places.head)(error));
            }
            Err(NotReplaced::Unsure(error)) => {
                // The head may count the line already, so the line stays, though it proves nothing.
                writer.tail.push(text.len(), seal);
                writer.owed = Owed::Head;
                return Err(Error::writing(&self.places.head)(error));
            }
        }
        Ok(Recorded { seq: writer.tail.count, at })
    }

    /// The number of the last line.
    #[cfg(test)]
    pub(crate) fn last_seq(&self) -> u64 {
        self.writer().tail.count
    }

    /// At most `count` lines with numbers below `seq`, the newest first.
    #[cfg(test)]
    pub(crate) fn entries_before(&self, seq: u64, count: usize) -> Result<Vec<Shown>, Error> {
        let (first, last, from) = {
            let writer = self.writer();
            let last = seq.saturating_sub(1).min(writer.tail.count);
            let first = (last + 1).saturating_sub(count as u64).max(1);
            let step = usize::try_from((first - 1) / INDEX_STEP).unwrap_or(usize::MAX);
            (first, last, writer.tail.index.get(step).copied().unwrap_or(0))
        };
        if last < first {
            return Ok(Vec::new());
        }
        let failed = Error::reading(&self.places.file);
        let mut file = File::open(&self.places.file).map_err(&failed)?;
        file.seek(SeekFrom::Start(from)).map_err(&failed)?;
        let start = (first - 1) / INDEX_STEP * INDEX_STEP + 1;
        let mut shown = Vec::new();
        let mut text = Vec::new();
        let mut input = BufReader::new(file);
        for number in start..=last {
            text.clear();
            input.read_until(b'\n', &mut text).map_err(&failed)?;
            if number < first {
                continue;
            }
            let Some(line) = text.strip_suffix(b"\n").and_then(Line::parse) else {
                return Err(self.changed());
            };
            shown.push(Shown { seq: line.seq, at: line.at, entry: line.entry });
        }
        shown.reverse();
        Ok(shown)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a line that was not acknowledged off again. If that fails it is tried before the next line, and the next
    /// start of the program finds it.
    fn cut(&self, writer: &mut Writer) {
        writer.owed = Owed::Cut;
        if let Err(error) = self.settle(writer) {
            tracing::warn!(%error, "a refused line stays at the end of the journal for now");
        }
    }

    fn settle(&self, writer: &mut Writer) -> Result<(), Error> {
        match writer.owed {
            Owed::Nothing => {}
            Owed::Cut => {
                let file = &writer.file;
                file.set_len(writer.tail.bytes)
                    .and_then(|()| file.sync_data())
                    .map_err(Error::writing(&self.places.file))?;
            }
            Owed::Head => {
                let head = Head::new(writer.tail.count, writer.tail.last, &self.key);
                head.write(&self.places.head, &self.key).map_err(|not_replaced| {
                    let (NotReplaced::Kept(error) | NotReplaced::Unsure(error)) = not_replaced;
                    Error::writing(&self.places.head)(error)
                })?;
            }
        }
        writer.owed = Owed::Nothing;
        Ok(())
    }

    /// The file is still the one that was opened and ends where it was left.
    fn check_unchanged(&self, writer: &Writer) -> Result<(), Error> {
        let opened = writer.file.metadata().map_err(Error::reading(&self.places.file))?;
        let named = match fs::metadata(&self.places.file) {
            Ok(named) => named,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(self.changed()),
            Err(error) => return Err(Error::reading(&self.places.file)(error)),
        };
        if opened.len() == writer.tail.bytes && is_same(&opened, &named) {
            Ok(())
        } else {
            Err(self.changed())
        }
    }

    fn changed(&self) -> Error {
        Error::Changed { path: self.places.file.display().to_string() }
    }

    fn too_long(&self, bytes: usize) -> Error {
        Error::TooLong { bytes, path: self.places.file.display().to_string() }
    }
}

#[cfg(unix)]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    one.len() == other.len()
}
