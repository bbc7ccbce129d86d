//! What a character does on a line: seen, space, invisible, or something that misleads.

use unicode_script::{Script, UnicodeScript as _};

/// What a character does on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Visible,
    Space,
    /// Turns the direction of what follows.
    Bidi,
    Control,
    /// Tag characters, invisible copies of ASCII.
    Tag,
    ByteOrderMark,
    Invisible,
    /// Looks like a plain letter, or becomes one when case is ignored.
    Disguised,
    /// The replacement character.
    Lost,
}

/// Whether a character can not be seen, wherever it stands.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        kind(character),
        Kind::Bidi | Kind::Control | Kind::Tag | Kind::ByteOrderMark | Kind::Invisible
    )
}

/// What a character does when nothing is known of its neighbors.
pub(super) fn kind(character: char) -> Kind {
    match character {
        '\u{20}'..='\u{7e}' if character != ' ' => Kind::Visible,
        '\u{2028}' | '\u{2029}' => Kind::Control,
        '\u{feff}' => Kind::ByteOrderMark,
        '\u{fffd}' => Kind::Lost,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Kind::Bidi
        }
        '\u{e0000}'..='\u{e007f}' => Kind::Tag,
        // Soft hyphen, joiners, fillers, math operators without shape, shorthand and music controls,
        // variation selectors, interlinear marks (Default_Ignorable_Code_Point and blank fillers).
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0080}'..='\u{e0fff}' => Kind::Invisible,
        // Kelvin and Ångström sign, long s, and letters with a style of their own.
        '\u{212a}'
        | '\u{212b}'
        | '\u{17f}'
        | '\u{2100}'..='\u{214f}'
        | '\u{fb00}'..='\u{fb06}'
        | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}'
        | '\u{1d400}'..='\u{1d7ff}'
            if character.is_alphabetic() =>
        {
            Kind::Disguised
        }
        _ if character.is_control() => Kind::Control,
        _ if character.is_whitespace() => Kind::Space,
        _ => Kind::Visible,
    }
}

/// What each character of a text does, with those forgiven that are part of how a script or an emoji is written.
pub(super) fn kinds(text: &str) -> impl Iterator<Item = Kind> {
    let mut before = None;
    let mut flag = false;
    let mut characters = text.chars().peekable();
    std::iter::from_fn(move || {
        let character = characters.next()?;
        let after = characters.peek().copied();
        let mut kind = kind(character);
        // A black flag and tag letters make the flags of England, Scotland and Wales.
        flag = character == '\u{1f3f4}' || flag && kind == Kind::Tag;
        let forgiven = match character {
            '\u{200c}' | '\u{200d}' => joins(before, character, after),
            '\u{fe00}'..='\u{fe0f}' => {
                before.is_some_and(|before| kind_is_symbol(before) || is_han(before))
            }
            '\u{e0100}'..='\u{e01ef}' => before.is_some_and(is_han),
            '\u{180b}'..='\u{180f}' => {
                before.is_some_and(|before| before.script() == Script::Mongolian)
            }
            _ => kind == Kind::Tag && flag,
        };
        if forgiven {
            kind = Kind::Visible;
        }
        before = Some(character);
        Some(kind)
    })
}

/// Persian, Urdu and the scripts of India need joiners between letters (RFC 5892, appendix A);
/// emoji are joined into families and professions.
fn joins(before: Option<char>, joiner: char, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let script = [before, after].map(|neighbor| neighbor.script());
    let written_with_joiners = script.into_iter().all(uses_joiners);
    written_with_joiners || joiner == '\u{200d}' && kind_is_symbol(after)
}

fn uses_joiners(script: Script) -> bool {
    matches!(
        script,
        Script::Arabic
            | Script::Syriac
            | Script::Nko
            | Script::Mongolian
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala
            | Script::Khmer
            | Script::Myanmar
            | Script::Tibetan
            | Script::Inherited
    )
}

/// Signs and emoji: visible, and neither letter nor digit outside ASCII.
fn kind_is_symbol(character: char) -> bool {
    let emoji_base = matches!(character, '#' | '*' | '0'..='9' | '\u{fe0f}');
    emoji_base
        || matches!(character, '\u{a9}' | '\u{ae}' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}')
            && !character.is_alphabetic()
}

fn is_han(character: char) -> bool {
    character.script() == Script::Han
}
