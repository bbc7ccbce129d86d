//! Data made safe to draw: what is invisible or would run wild is shown as an escape; pure text, no egui.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Longest text one line of a widget lays out; nothing on screen is wider.
const LONGEST: usize = 500;

/// Marks kept on one letter; scripts in use need at most four.
const MOST_MARKS: usize = 4;

/// One line that can be laid out in bounded time and hides nothing: control, direction-changing, zero-width and tag
/// characters become `⟨U+202E⟩`, towers of marks and endless text end in `…`.
///
/// The data itself is never changed: copy and compare the original.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST && text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().min(LONGEST) + 16);
    let mut marks = 0;
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            if !shown.ends_with('…') {
                shown.push('…');
            }
            break;
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks > MOST_MARKS {
            if marks == MOST_MARKS + 1 {
                shown.push('…');
            }
        } else if is_hidden(c) {
            write!(shown, "⟨U+{:04X}⟩", u32::from(c)).unwrap_or_default();
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

const fn is_plain(c: char) -> bool {
    !is_hidden(c) && !is_mark(c)
}

/// Combining marks of the blocks made for stacking on any letter.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Characters with no look of their own that change how others look (UTS 39, UAX 9).
const fn is_hidden(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::visible;

    #[test]
    fn plain_names_of_any_script_are_untouched_and_not_copied() {
        for name in [
            "Zoë Müller",
            "Bệnh Nguyễn",
            "陳 怡君",
            "مرحبا John שלום",
            "Дмитро",
            "null",
            "",
            "   ",
            "<b>",
        ] {
            assert!(matches!(visible(name), Cow::Borrowed(shown) if shown == name), "{name}");
        }
    }

    #[test]
    fn hidden_characters_become_escapes() {
        for (data, shown) in [
            ("\u{202e}exe.nimda", "⟨U+202E⟩exe.nimda"),
            ("\u{2066}admin\u{2069}", "⟨U+2066⟩admin⟨U+2069⟩"),
            ("Alice\u{200b}", "Alice⟨U+200B⟩"),
            ("a\0b\nc\u{1b}[2J", "a⟨U+0000⟩b⟨U+000A⟩c⟨U+001B⟩[2J"),
            ("\u{e0061}", "⟨U+E0061⟩"),
        ] {
            assert_eq!(visible(data), shown);
        }
    }

    #[test]
    fn joiners_that_scripts_need_stay() {
        for name in ["क्‍ष", "می‌خواهم"] {
            assert_eq!(visible(name), name);
        }
    }

    #[test]
    fn towers_of_marks_and_endless_names_are_cut() {
        let tower = format!("A{}", "\u{301}".repeat(500));
        assert_eq!(visible(&tower).chars().count(), 6);
        let endless = "W".repeat(1_000_000);
        assert_eq!(visible(&endless).chars().count(), 501);
        assert_eq!(visible("e\u{301}"), "e\u{301}");
    }
}
