//! Reads a journal from its first line to its last and looks for the first thing that is wrong.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read as _;
use std::path::Path;

use jiff::Timestamp;

use crate::journal::entry::Entry;
use crate::journal::error::Error;
use crate::journal::head::Found;
use crate::journal::line::Line;
use crate::journal::report::Broken;
use crate::journal::report::Checked;
use crate::journal::report::Flaw;
use crate::journal::report::Report;
use crate::journal::seal::Seal;
use crate::limits;
use crate::secrets::JournalKey;

/// Lines from one entry of the index to the next.
pub(super) const INDEX_STEP: u64 = 64;

/// Where a file ends, and where its lines are.
#[derive(Debug)]
pub(super) struct Tail {
    /// Whole lines.
    pub(super) count: u64,
    /// The seal of the last one.
    pub(super) last: Seal,
    /// Bytes of all of them.
    pub(super) bytes: u64,
    /// Where every 64th line begins, from the first on.
    pub(super) index: Vec<u64>,
}

impl Tail {
    pub(super) const fn new() -> Self {
        Self { count: 0, last: Seal::NONE, bytes: 0, index: Vec::new() }
    }

    /// Takes in one more line, its end included.
    pub(super) fn push(&mut self, bytes: usize, seal: Seal) {
        if self.count.is_multiple_of(INDEX_STEP) {
            self.index.push(self.bytes);
        }
        self.count += 1;
        self.bytes += bytes as u64;
        self.last = seal;
    }
}

/// Checks a journal offline: the chain always, the head and the key as far as they are given. Reads only; a journal that
/// is being written meanwhile is judged as it was when the reading began.
pub(crate) fn verify(
    file: &Path,
    head: Option<&Path>,
    key: Option<&JournalKey>,
) -> Result<Report, Error> {
    examine(file, head, key, |_| {}).map(|(report, _)| report)
}

/// As [`verify`], handing on each line that can be read.
pub(super) fn examine(
    path: &Path,
    head: Option<&Path>,
    key: Option<&JournalKey>,
    each: impl FnMut(&Line),
) -> Result<(Report, Tail), Error> {
    let read_head = || Found::at(head);
    let failed_head = head.unwrap_or(path);
    // The head is read first: it never counts a line that is not in the file yet.
    let found = read_head().map_err(Error::reading(failed_head))?;
    let file = File::open(path).map_err(Error::reading(path))?;
    let mut scan = Scan::new(key, found.count());
    scan.read(BufReader::with_capacity(1 << 16, file), each).map_err(Error::reading(path))?;
    let mut first_broken = scan.first_broken.take().or_else(|| scan.judge(&found));
    if let Some(Broken { why: Flaw::HeadBehind { .. }, .. }) = first_broken
        && read_head().map_err(Error::reading(failed_head))? != found
    {
        // Somebody is writing just now, so the file went on while it was read.
        first_broken = None;
    }
    let checked = match (found, scan.key) {
        (Found::NotAsked, None) => Checked::Chain,
        (_, None) => Checked::ChainAndHead,
        (Found::NotAsked, Some(_)) => Checked::ChainAndKey,
        (_, Some(_)) => Checked::All,
    };
    let report = Report {
        lines: scan.tail.count,
        first_broken,
        checked,
        torn: scan.torn,
        unknown: scan.unknown,
        key_id: scan.key_id,
        span: scan.span,
    };
    Ok((report, scan.tail))
}

/// A reading under way.
struct Scan<'a> {
    /// The key; none once the file names another.
    key: Option<&'a JournalKey>,
    /// The number of the line that the head knows.
    known: u64,
    /// Its seal.
    known_seal: Option<Seal>,
    tail: Tail,
    first_broken: Option<Broken>,
    torn: u64,
    unknown: u64,
    key_id: Option<String>,
    span: Option<(Timestamp, Timestamp)>,
}

impl<'a> Scan<'a> {
    fn new(key: Option<&'a JournalKey>, known: u64) -> Self {
        Self {
            key,
            known,
            known_seal: None,
            tail: Tail::new(),
            first_broken: None,
            torn: 0,
            unknown: 0,
            key_id: None,
            span: None,
        }
    }

    fn read(&mut self, mut input: impl BufRead, mut each: impl FnMut(&Line)) -> io::Result<()> {
        let mut text = Vec::new();
        loop {
            text.clear();
            let mut limited = input.by_ref().take(limits::JOURNAL_LINE_READ_BYTES as u64);
            let mut length = limited.read_until(b'\n', &mut text)?;
            if length == 0 {
                return Ok(());
            }
            if text.pop_if(|last| *last == b'\n').is_none() {
                // Either the file ends in the middle of a line, or the line is longer than any that was ever written.
                text.clear();
                let (more, ends) = skip_line(&mut input)?;
                length += more;
                if !ends {
                    self.torn = length as u64;
                    return Ok(());
                }
            }
            let line = Line::parse(&text);
            self.judge_line(line.as_ref());
            // After a broken line the next one is held against what stands there: only the first one is told.
            self.tail.push(length, line.as_ref().map_or(self.tail.last, |line| line.mac));
            if self.tail.count == self.known {
                self.known_seal = Some(self.tail.last);
            }
            if let Some(line) = &line {
                each(line);
            }
        }
    }

    fn judge_line(&mut self, line: Option<&Line>) {
        let number = self.tail.count + 1;
        let Some(line) = line else { return self.broken(number, Flaw::Unreadable) };
        if line.entry.is_none() {
            self.unknown += 1;
        }
        self.span = Some((self.span.map_or(line.at, |(first, _)| first), line.at));
        if let Some(flaw) = line.flaw(number, self.tail.last) {
            self.broken(number, flaw);
        }
        if number == 1
            && let Some(Entry::Opened { key_id, .. }) = &line.entry
        {
            self.key_id = Some(key_id.clone());
            let at_hand = self.key.map(JournalKey::id).filter(|id| id != key_id);
            if let Some(at_hand) = at_hand {
                self.key = None;
                self.broken(number, Flaw::AnotherKey { file: key_id.clone(), at_hand });
            }
        }
        if self.key.is_some_and(|key| !line.is_sealed_with(key)) {
            self.broken(number, Flaw::Forged);
        }
    }

    fn broken(&mut self, line: u64, why: Flaw) {
        if self.first_broken.is_none() {
            self.first_broken = Some(Broken { line, why });
        }
    }

    /// What the head says of a file whose lines are all as they should be.
    fn judge(&self, found: &Found) -> Option<Broken> {
        let count = self.tail.count;
        let broken = |line, why| Some(Broken { line, why });
        let head = match found {
            Found::NotAsked => return None,
            // The first line is on disk before the first head.
            Found::Missing if count <= 1 => return None,
            Found::Missing => return broken(count + 1, Flaw::HeadMissing),
            Found::Unreadable => return broken(count + 1, Flaw::HeadUnreadable),
            Found::Head(head) => head,
        };
        if self.key.is_some_and(|key| !head.is_sealed_with(key)) {
            return broken(count + 1, Flaw::HeadForged);
        }
        if head.count > count {
            return broken(count + 1, Flaw::CutOff { counted: head.count });
        }
        if head.count == 0 || self.known_seal != Some(head.last) {
            return broken(head.count.max(1), Flaw::HeadDiffers);
        }
        // A line is on disk before the head that counts it, so a crash leaves the file one ahead.
        if count > head.count + 1 {
            return broken(head.count + 1, Flaw::HeadBehind { counted: head.count });
        }
        None
    }
}

/// Reads to the end of the line without keeping it: how long that was, and whether there was an end.
fn skip_line(input: &mut impl BufRead) -> io::Result<(usize, bool)> {
    let mut skipped = 0;
    loop {
        let bytes = match input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(bytes.len(), |end| end + 1);
        let is_over = bytes.is_empty();
        input.consume(used);
        skipped += used;
        if end.is_some() || is_over {
            return Ok((skipped, end.is_some()));
        }
    }
}
