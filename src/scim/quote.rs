//! Text from outside, made safe to stand in a message: nothing invisible, nothing endless.

use std::fmt::Write as _;

/// Longest piece of foreign text inside one of our messages.
const QUOTED_CHARS: usize = 80;

/// Puts text between double quotes, with control, format and blank look-alike characters written as `\u{…}` and the
/// tail of a long text cut.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().min(QUOTED_CHARS) + 2);
    quoted.push('"');
    for (index, character) in text.chars().enumerate() {
        if index == QUOTED_CHARS {
            quoted.push('…');
            break;
        }
        if is_deceptive(character) {
            // Writing to a String cannot fail.
            if write!(quoted, "\\u{{{:x}}}", u32::from(character)).is_err() {
                break;
            }
        } else {
            quoted.push(character);
        }
    }
    quoted.push('"');
    quoted
}

/// Characters that are not seen, look like a plain space, or turn the direction of the text around them.
pub(crate) fn is_deceptive(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ')
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn invisible_characters_are_written_out_and_long_text_is_cut() {
        for (text, expected) in [
            ("Ada", "\"Ada\""),
            ("日本 é", "\"日本 é\""),
            ("\u{1b}[2Jx\0", "\"\\u{1b}[2Jx\\u{0}\""),
            ("a\u{202e}b\u{a0}c\u{feff}", "\"a\\u{202e}b\\u{a0}c\\u{feff}\""),
        ] {
            assert_eq!(quote(text), expected);
        }
        assert_eq!(quote(&"x".repeat(81)), format!("\"{}…\"", "x".repeat(80)));
        assert_eq!(quote(&"x".repeat(80)), format!("\"{}\"", "x".repeat(80)));
    }
}
