//! Upper, lower and proper case as .NET has them: letter by letter, in the invariant or a named culture.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use crate::entra::expression::evaluate::Arena;
use crate::entra::expression::evaluate::run::{Evaluated, Run, fails};
use crate::entra::expression::{Call, ValueRef};
use crate::verkada::name::shown;

/// Whose letters. .NET changes one letter into one in every culture; only the two i of Turkish and Azerbaijani differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Culture {
    /// Leaves the capital with and the small letter without a dot alone.
    Invariant,
    /// Any other named culture.
    Named,
    /// `tr`, `az`
    Turkic,
}

/// Which case letters get.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Upper,
}

/// `ToLower(source, culture)`
pub(super) fn to_lower<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    changed(run, call, Case::Lower)
}

/// `ToUpper(source, culture)`
pub(super) fn to_upper<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    changed(run, call, Case::Upper)
}

fn changed<'a>(run: &mut Run<'a>, call: &'a Call, case: Case) -> Evaluated<'a> {
    let source = run.text(call, 0)?;
    let culture = culture(run, call)?;
    let Some(source) = source else { return Ok(run.null()) };
    Ok(ValueRef::Text(in_case(source, case, culture, run.given.arena)))
}

/// The text in another case.
fn in_case<'a>(text: &'a str, case: Case, culture: Culture, arena: &'a Arena) -> &'a str {
    if culture != Culture::Turkic && text.is_ascii() {
        let copy = arena.copy(text);
        match case {
            Case::Lower => copy.make_ascii_lowercase(),
            Case::Upper => copy.make_ascii_uppercase(),
        }
        return copy;
    }
    let letter = match case {
        Case::Lower => lower_letter,
        Case::Upper => upper_letter,
    };
    if text.chars().all(|old| letter(old, culture) == old) {
        return text;
    }
    let mut changed = arena.text(text.len());
    changed.extend(text.chars().map(|old| letter(old, culture)));
    changed.into_bump_str()
}

fn culture<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a, Culture> {
    let Some(name) = run.text(call, 1)? else { return Ok(Culture::Invariant) };
    let mut parts = name.split('-');
    let language = parts.next().unwrap_or_default();
    let is_word = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if name.is_empty() {
        return Ok(Culture::Invariant);
    }
    if language.len() < 2 || !is_word(language) || !parts.all(is_word) {
        let message = format!(
            "“{}” is no name of a culture. Write one such as en-US or tr-TR, or leave it out.",
            shown(name)
        );
        return Err(fails(Run::span(call, 1), message));
    }
    let is_turkic = ["tr", "az"].iter().any(|turkic| language.eq_ignore_ascii_case(turkic));
    Ok(if is_turkic { Culture::Turkic } else { Culture::Named })
}

/// The text in lower case, in the invariant culture.
pub(super) fn lower<'a>(text: &'a str, arena: &'a Arena) -> &'a str {
    in_case(text, Case::Lower, Culture::Invariant, arena)
}

/// The text in upper case, in the invariant culture.
pub(super) fn upper<'a>(text: &'a str, arena: &'a Arena) -> &'a str {
    in_case(text, Case::Upper, Culture::Invariant, arena)
}

fn lower_letter(letter: char, culture: Culture) -> char {
    match (letter, culture) {
        ('İ', Culture::Invariant) => 'İ',
        ('İ', _) => 'i',
        ('I', Culture::Turkic) => 'ı',
        _ => only(letter.to_lowercase()).unwrap_or(letter),
    }
}

fn upper_letter(letter: char, culture: Culture) -> char {
    match (letter, culture) {
        ('ı', Culture::Invariant) => 'ı',
        ('i', Culture::Turkic) => 'İ',
        _ => only(letter.to_uppercase()).unwrap_or_else(|| upper_greek(letter)),
    }
}

/// Greek letters with a small iota, whose capitals are one letter in the simple mapping and two in the full one.
fn upper_greek(letter: char) -> char {
    let capital = match u32::from(letter) {
        code @ (0x1f80..=0x1f87 | 0x1f90..=0x1f97 | 0x1fa0..=0x1fa7) => code + 8,
        code @ (0x1fb3 | 0x1fc3 | 0x1ff3) => code + 9,
        code => code,
    };
    char::from_u32(capital).unwrap_or(letter)
}

fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    if letters.next().is_some() { None } else { first }
}

/// `PCase(source, wordSeparators)`
pub(super) fn p_case<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?;
    let separators = run.text(call, 1)?;
    let Some(source) = source else { return Ok(run.null()) };
    let cased = match separators {
        None | Some("") => title_case(source),
        Some(separators) => first_letters(source, separators),
    };
    Ok(run.made(cased))
}

/// .NET's `TextInfo.ToTitleCase` on a text in lower case: a word begins at a letter and ends at a separator that is no
/// apostrophe; digits and marks neither begin nor end one.
fn title_case(text: &str) -> String {
    let mut is_in_word = false;
    let cased = text.chars().map(|letter| {
        let letter = lower_letter(letter, Culture::Invariant);
        let category = letter.general_category();
        if is_letter(category) {
            let is_first = !is_in_word;
            is_in_word = true;
            return if is_first { title_letter(letter) } else { letter };
        }
        if letter != '\'' && is_separator(category) {
            is_in_word = false;
        }
        letter
    });
    cased.collect()
}

/// The first character behind each separator in upper case, the others in lower case.
fn first_letters(text: &str, separators: &str) -> String {
    let mut is_first = true;
    let cased = text.chars().map(|letter| {
        let was_first = std::mem::replace(&mut is_first, separators.contains(letter));
        if was_first {
            upper_letter(letter, Culture::Invariant)
        } else {
            lower_letter(letter, Culture::Invariant)
        }
    });
    cased.collect()
}

/// The three letters that are two in one have a form of their own for the beginning of a word.
fn title_letter(letter: char) -> char {
    match letter {
        'ǆ' => 'ǅ',
        'ǉ' => 'ǈ',
        'ǌ' => 'ǋ',
        'ǳ' => 'ǲ',
        letter => upper_letter(letter, Culture::Invariant),
    }
}

const fn is_letter(category: GeneralCategory) -> bool {
    use GeneralCategory as G;
    matches!(
        category,
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
    )
}

const fn is_separator(category: GeneralCategory) -> bool {
    use GeneralCategory as G;
    matches!(
        category,
        G::SpaceSeparator
            | G::LineSeparator
            | G::ParagraphSeparator
            | G::Control
            | G::Format
            | G::ConnectorPunctuation
            | G::DashPunctuation
            | G::OpenPunctuation
            | G::ClosePunctuation
            | G::InitialPunctuation
            | G::FinalPunctuation
            | G::OtherPunctuation
            | G::MathSymbol
            | G::CurrencySymbol
            | G::ModifierSymbol
            | G::OtherSymbol
    )
}
