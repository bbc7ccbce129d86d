//! Five kinds of tampering, each tried a thousand times: all are found, and the first broken line is named.

use super::*;
use crate::journal::head::Head;
use crate::journal::line;
use crate::journal::line::Line;
use crate::journal::seal::Seal;

/// Tries of each kind.
const TRIES: u64 = 1000;

/// The key of whoever tampers: not the one of the journal.
const FOREIGN: u8 = 0xee;

/// `SplitMix64`: the same seed makes the same damage.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}

/// The lines of a journal, their ends included, and where it lies.
struct Victim {
    desk: Desk,
    lines: Vec<Vec<u8>>,
    head: Vec<u8>,
}

impl Victim {
    fn new() -> Self {
        let desk = Desk::new();
        let (journal, _) = desk.open(1);
        record(&journal, whole_run(1));
        record(&journal, whole_run(2));
        drop(journal);
        let lines =
            desk.read().split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        let head = fs::read(&desk.places.head).unwrap();
        let victim = Self { desk, lines, head };
        assert_clean(&victim.desk.verify(1), 17);
        victim
    }

    /// Puts the bytes and the head in place of the journal.
    fn put(&self, bytes: &[u8], head: &[u8]) {
        fs::write(&self.desk.places.file, bytes).unwrap();
        fs::write(&self.desk.places.head, head).unwrap();
    }

    fn forged_head(&self, count: usize, last: Seal) -> Vec<u8> {
        let foreign = key(FOREIGN);
        let path = self.desk.home.path().join("forged");
        let written = Head::new(count as u64, last, &foreign).write(&path, &foreign);
        assert!(written.is_ok());
        // It claims to be sealed with the key of the journal.
        fs::read_to_string(path).unwrap().replace(&foreign.id(), &key(1).id()).into_bytes()
    }

    fn seal(&self, line: usize) -> Seal {
        Line::parse(self.lines[line].strip_suffix(b"\n").unwrap()).unwrap().mac
    }

    /// Writes the lines from `from` on anew, with another text in the first of them and seals of a foreign key.
    fn stamped_anew(&self, from: usize) -> (Vec<u8>, Seal) {
        let mut bytes = self.lines[..from].concat();
        let mut last = if from == 0 { Seal::NONE } else { self.seal(from - 1) };
        for (number, text) in self.lines.iter().enumerate().skip(from) {
            let line = Line::parse(text.strip_suffix(b"\n").unwrap()).unwrap();
            let entry = if number == from && from > 0 { ended(9) } else { line.entry.unwrap() };
            let (text, seal) = line::write(line.seq, line.at, &entry, last, &key(FOREIGN)).unwrap();
            bytes.extend(text);
            last = seal;
        }
        (bytes, last)
    }
}

/// Damages a journal a thousand times. `damage` returns the bytes, the head, and the first broken line, from 1.
#[track_caller]
fn check(damage: impl Fn(&Victim, &mut Chance) -> (Vec<u8>, Vec<u8>, usize)) {
    let victim = Victim::new();
    let mut found = 0;
    for seed in 0..TRIES {
        let (bytes, head, line) = damage(&victim, &mut Chance(seed));
        victim.put(&bytes, &head);
        let report = victim.desk.verify(1);
        let broken = report.first_broken.unwrap_or_else(|| panic!("seed {seed}: nothing found"));
        assert_eq!(broken.line, line as u64, "seed {seed}: {}", broken.why);
        found += 1;
        if seed % 100 == 0 {
            // The window notices it too, and keeps the evidence.
            let (journal, opened) = victim.desk.open(1);
            assert_eq!(fs::read(opened.set_aside.unwrap()).unwrap(), bytes);
            assert_eq!(journal.last_seq(), 1 + opened.runs.len() as u64);
        }
    }
    assert_eq!(found, TRIES);
}

#[test]
fn an_edited_line_is_found() {
    check(|victim, chance| {
        let at = chance.below(victim.lines.len());
        let mut lines = victim.lines.clone();
        let byte = chance.below(lines[at].len());
        let old = lines[at][byte];
        lines[at][byte] = old.wrapping_add(1 + u8::try_from(chance.below(255)).unwrap());
        (lines.concat(), victim.head.clone(), at + 1)
    });
}

#[test]
fn a_deleted_line_is_found() {
    check(|victim, chance| {
        let at = chance.below(victim.lines.len());
        let mut lines = victim.lines.clone();
        lines.remove(at);
        (lines.concat(), victim.head.clone(), at + 1)
    });
}

#[test]
fn exchanged_lines_are_found() {
    check(|victim, chance| {
        let first = chance.below(victim.lines.len() - 1);
        let second = first + 1 + chance.below(victim.lines.len() - first - 1);
        let mut lines = victim.lines.clone();
        lines.swap(first, second);
        (lines.concat(), victim.head.clone(), first + 1)
    });
}

#[test]
fn a_cut_end_is_found_even_when_the_head_is_cut_with_it() {
    check(|victim, chance| {
        let kept = chance.below(victim.lines.len());
        let mut bytes = victim.lines[..kept].concat();
        let rest = &victim.lines[kept];
        bytes.extend(&rest[..chance.below(rest.len())]);
        let head = match chance.below(3) {
            0 if kept > 0 => victim.forged_head(kept, victim.seal(kept - 1)),
            1 if kept > 1 => {
                // An empty head says no more than a missing one.
                return (bytes, Vec::new(), kept + 1);
            }
            _ => victim.head.clone(),
        };
        (bytes, head, kept + 1)
    });
}

#[test]
fn lines_stamped_anew_without_the_key_are_found() {
    check(|victim, chance| {
        let from = chance.below(victim.lines.len());
        let (mut bytes, last) = victim.stamped_anew(from);
        if from == 0 && chance.below(2) == 0 {
            // Whoever writes the whole file anew may name the foreign key, too.
            let opened =
                Entry::Opened { key_id: key(FOREIGN).id(), version: "1".to_owned(), after: None };
            bytes = line::write(1, now(), &opened, Seal::NONE, &key(FOREIGN)).unwrap().0;
        }
        (bytes, victim.forged_head(victim.lines.len(), last), from + 1)
    });
}

/// What is said of a damaged journal, with the key and the head.
#[track_caller]
fn said(bytes: &[u8], head: Option<&[u8]>, why: &Flaw) {
    let victim = Victim::new();
    victim.put(bytes, head.unwrap_or_default());
    if head.is_none() {
        fs::remove_file(&victim.desk.places.head).unwrap();
    }
    assert_eq!(victim.desk.verify(1).first_broken.unwrap().why, *why);
}

#[test]
fn each_kind_of_damage_is_told_by_its_name() {
    let victim = Victim::new();
    let whole = victim.lines.concat();
    let old_head = {
        let desk = Desk::new();
        let (journal, _) = desk.open(1);
        record(&journal, whole_run(1));
        let head = fs::read(&desk.places.head).unwrap();
        drop(journal);
        head
    };
    said(&whole, None, &Flaw::HeadMissing);
    said(&whole, Some(b"{}"), &Flaw::HeadUnreadable);
    said(&whole, Some(&victim.forged_head(17, victim.seal(16))), &Flaw::HeadForged);
    said(&whole, Some(&old_head), &Flaw::HeadBehind { counted: 9 });
    said(&whole[..100], Some(&victim.head), &Flaw::CutOff { counted: 17 });
    said(&[&whole[..], b"more\n"].concat(), Some(&victim.head), &Flaw::Unreadable);
    said(&victim.stamped_anew(5).0, Some(&victim.head), &Flaw::Forged);
    let replaced =
        String::from_utf8(whole).unwrap().replacen("left the company", "left the Company", 1);
    said(replaced.as_bytes(), Some(&victim.head), &Flaw::Edited);
}

#[test]
fn without_the_key_the_chain_and_the_head_are_checked_and_no_more_is_claimed() {
    let victim = Victim::new();
    let file = &victim.desk.places.file;
    let head = Some(victim.desk.places.head.as_path());
    for (head, key, checked) in [
        (None, None, Checked::Chain),
        (head, None, Checked::ChainAndHead),
        (None, Some(&key(1)), Checked::ChainAndKey),
        (head, Some(&key(1)), Checked::All),
    ] {
        let report = verify(file, head, key).unwrap();
        assert_clean(&report, 17);
        assert_eq!(report.checked, checked);
        assert_eq!(report.key_id.as_deref(), Some(super::key(1).id().as_str()));
    }
    // A cut end is found by the head alone, a file stamped anew by the key alone.
    let cut = victim.lines[..9].concat();
    victim.put(&cut, &victim.head);
    assert_clean(&verify(file, None, None).unwrap(), 9);
    assert_eq!(verify(file, head, None).unwrap().first_broken.unwrap().line, 10);
    let (anew, last) = victim.stamped_anew(3);
    victim.put(&anew, &victim.forged_head(17, last));
    assert_clean(&verify(file, head, None).unwrap(), 17);
    assert_eq!(verify(file, None, Some(&key(1))).unwrap().first_broken.unwrap().line, 4);
    // Another key than the file names checks no seal, and says so.
    victim.put(&victim.lines.concat(), &victim.head);
    let report = verify(file, head, Some(&key(2))).unwrap();
    assert!(matches!(report.first_broken, Some(Broken { line: 1, why: Flaw::AnotherKey { .. } })));
    assert_eq!(report.checked, Checked::ChainAndHead);
}
