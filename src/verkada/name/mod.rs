//! Text from a server as it may be shown: nothing invisible, nothing that turns the line around, never too long.

mod characters;
mod scripts;

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::limits;

pub(crate) use characters::is_invisible;
use characters::{Kind, kind};
pub(crate) use scripts::mixes_scripts;

/// What is notable about a text. Only the first 16 KiB are judged; no more is ever shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameFinding {
    /// Nothing in it can be seen.
    LooksEmpty,
    /// It has characters that turn the direction of the line.
    BidiControl,
    /// It has control characters.
    ControlCharacter,
    /// It has tag characters, which can spell a hidden message.
    HiddenText,
    /// It has a byte order mark.
    ByteOrderMark,
    /// It has other characters that can not be seen.
    Invisible,
    /// One word of it has letters of several alphabets.
    MixedScripts,
    /// It has a letter that becomes a plain one when case is ignored, or a styled form of one.
    LooksLikePlainLetter,
    /// It has the mark for characters that were lost in a conversion.
    LostCharacter,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Shown as it is, with a warning.
    Warning,
    /// Shown only with the dangerous characters written out.
    Sanitized,
    /// Not fit to stand for a person; show something else.
    Error,
}

impl NameFinding {
    /// How much it matters.
    pub(crate) fn weight(self) -> Weight {
        match self {
            Self::LooksEmpty => Weight::Error,
            Self::BidiControl | Self::ControlCharacter | Self::HiddenText => Weight::Sanitized,
            Self::ByteOrderMark
            | Self::Invisible
            | Self::MixedScripts
            | Self::LooksLikePlainLetter
            | Self::LostCharacter => Weight::Warning,
        }
    }
}

impl fmt::Display for NameFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LooksEmpty => "The name looks empty. Set a display name in Entra.",
            Self::BidiControl => {
                "The name has characters that turn the direction of the text. They are written out here; remove them in Entra."
            }
            Self::ControlCharacter => {
                "The name has control characters. They are written out here; remove them in Entra."
            }
            Self::HiddenText => {
                "The name has hidden tag characters. They are written out here; remove them in Entra."
            }
            Self::ByteOrderMark => {
                "The name has a byte order mark, usually from a file import. Remove it in Entra."
            }
            Self::Invisible => {
                "The name has an invisible character, so it does not match the same name typed by hand. Remove it in Entra."
            }
            Self::MixedScripts => {
                "One word of the name mixes letters of several alphabets that look alike. Check who this is."
            }
            Self::LooksLikePlainLetter => {
                "The name has a special letter that looks like a plain one, so two names can look the same. Check who this is."
            }
            Self::LostCharacter => {
                "The name has the mark � for a character lost in a conversion. Set the name again in Entra."
            }
        })
    }
}

/// The text as one safe line: dangerous and invisible characters written out as `[U+202E]`,
/// cut with an ellipsis after 120 graphemes. Borrows where nothing has to change.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    let head = head(text, limits::NAME_SHOWN_GRAPHEMES + 1);
    if text.len() == head.len() && head.len() <= limits::NAME_SHOWN_GRAPHEMES && is_plain(head) {
        return Cow::Borrowed(text);
    }
    let judged = self::head(text, limits::NAME_JUDGED_BYTES);
    let mut kinds = characters::kinds(judged);
    let mut line = String::new();
    for (count, grapheme) in judged.graphemes(true).enumerate() {
        if count == limits::NAME_SHOWN_GRAPHEMES {
            line.push('…');
            break;
        }
        push_grapheme(&mut line, grapheme, &mut kinds);
    }
    if line == text { Cow::Borrowed(text) } else { Cow::Owned(line) }
}

/// Everything notable about the text, worst first.
pub(crate) fn findings(text: &str) -> Vec<NameFinding> {
    let text = head(text, limits::NAME_JUDGED_BYTES);
    if !text.is_empty() && text.as_bytes().first() != Some(&b' ') && is_latin(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut visible = false;
    for kind in characters::kinds(text) {
        let finding = match kind {
            Kind::Visible => {
                visible = true;
                continue;
            }
            Kind::Space => continue,
            Kind::Bidi => NameFinding::BidiControl,
            Kind::Control => NameFinding::ControlCharacter,
            Kind::Tag => NameFinding::HiddenText,
            Kind::ByteOrderMark => NameFinding::ByteOrderMark,
            Kind::Invisible => NameFinding::Invisible,
            Kind::Disguised => NameFinding::LooksLikePlainLetter,
            Kind::Lost => NameFinding::LostCharacter,
        };
        visible |= matches!(kind, Kind::Disguised | Kind::Lost);
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
    if scripts::words(text).any(mixes_scripts) {
        found.push(NameFinding::MixedScripts);
    }
    let written_out = found.iter().any(|finding| finding.weight() == Weight::Sanitized);
    if !visible && !written_out {
        found.push(NameFinding::LooksEmpty);
    }
    found.sort_by_key(|finding| std::cmp::Reverse(finding.weight()));
    found
}

/// Whether nothing in the text can be seen, so that something else must stand for the person.
pub(crate) fn looks_empty(text: &str) -> bool {
    !head(text, limits::NAME_JUDGED_BYTES).chars().any(|character| {
        !matches!(kind(character), Kind::Space | Kind::Invisible | Kind::ByteOrderMark)
    })
}

/// The longest beginning of at most so many bytes that ends between characters.
fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether there are only letters that Latin is written with, and what ASCII has beside: nothing can be found in them.
fn is_latin(text: &str) -> bool {
    text.chars().all(|character| {
        // Multiplication and division stand among the letters; the long s is a finding.
        matches!(character, ' '..='~' | 'À'..='ž' | '\u{180}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
    })
}

fn push_grapheme(line: &mut String, grapheme: &str, kinds: &mut impl Iterator<Item = Kind>) {
    for (index, (character, kind)) in grapheme.chars().zip(kinds).enumerate() {
        if index >= limits::NAME_SHOWN_CLUSTER_CHARS {
            continue;
        }
        match kind {
            Kind::Visible | Kind::Space | Kind::Disguised | Kind::Lost => line.push(character),
            Kind::Bidi | Kind::Control | Kind::Tag | Kind::ByteOrderMark | Kind::Invisible => {
                // Writing to a String can not fail.
                write!(line, "[U+{:04X}]", u32::from(character)).unwrap_or_default();
            }
        }
    }
}

#[cfg(test)]
mod tests;
