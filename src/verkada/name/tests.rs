//! Tables of names: how they are shown and what is said about them.

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::nasty::{Outcome, check_area};

fn check(text: &str, line: &str, expected: &[NameFinding]) {
    assert_eq!(shown(text), line, "{text:?}");
    assert_eq!(findings(text), expected, "{text:?}");
}

fn check_clean(text: &str) {
    check(text, text, &[]);
    assert!(matches!(shown(text), Cow::Borrowed(_)), "{text:?}");
}

#[test]
fn names_of_many_languages_are_left_alone() {
    for name in [
        "Ada Lovelace",
        "Zoë Müller-Lüdenscheidt",
        "e\u{301} vs é",
        "Elif Yıldız",
        "İpek",
        "Bệnh Nguyễn Thị Hương",
        "Björn Þórsson",
        "陳 怡君 (Yi-Chun Chen)",
        "Hiroshi 田中",
        "Hiroshi田中",
        "Дмитро Коваленко",
        "Ελένη Παπαδοπούλου",
        "ΑΔΟΣ",
        "مرحبا John שלום",
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "ශ්\u{200d}රී",
        "สมชาย ใจดี",
        "Siobhán O’Brien",
        "葛\u{e0100}城",
        "❤\u{fe0f}",
        "👩\u{200d}👩\u{200d}👧",
        "👩🏽\u{200d}💻",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "{{x}} ${7*7} %s%n {0}",
        "<script>alert(1)</script>",
        "null",
    ] {
        check_clean(name);
    }
}

#[test]
fn what_misleads_is_written_out_and_named() {
    use NameFinding as F;
    check("\u{202e}exe.nimda", "[U+202E]exe.nimda", &[F::BidiControl]);
    check("\u{2066}admin\u{2069}", "[U+2066]admin[U+2069]", &[F::BidiControl]);
    check("a\u{200f}b", "a[U+200F]b", &[F::BidiControl]);
    check("a\0b", "a[U+0000]b", &[F::ControlCharacter]);
    check("a\r\nb\tc", "a[U+000D][U+000A]b[U+0009]c", &[F::ControlCharacter]);
    check("a\u{1b}[2Jb", "a[U+001B][2Jb", &[F::ControlCharacter]);
    check("a\u{2028}b", "a[U+2028]b", &[F::ControlCharacter]);
    check("\u{e0061}\u{e0064}", "[U+E0061][U+E0064]", &[F::HiddenText]);
    check("Alice\u{200b}", "Alice[U+200B]", &[F::Invisible]);
    check("Al\u{ad}ice", "Al[U+00AD]ice", &[F::Invisible]);
    check("Al\u{200d}ice", "Al[U+200D]ice", &[F::Invisible]);
    check("Alice\u{fe0f}", "Alice[U+FE0F]", &[F::Invisible]);
    check("\u{feff}Alice", "[U+FEFF]Alice", &[F::ByteOrderMark]);
    check("adm\u{456}n@x.example", "adm\u{456}n@x.example", &[F::MixedScripts]);
    check("\u{391}lice", "\u{391}lice", &[F::MixedScripts]);
    check("\u{212a}", "\u{212a}", &[F::LooksLikePlainLetter]);
    check("𝐀lice", "𝐀lice", &[F::LooksLikePlainLetter]);
    check("J\u{fffd}rg", "J\u{fffd}rg", &[F::LostCharacter]);
    check("\u{200b}\u{202e}x", "[U+200B][U+202E]x", &[F::BidiControl, F::Invisible]);
}

#[test]
fn what_looks_empty_is_an_error() {
    for text in ["", "   ", "\u{a0}\u{3000}", "\u{200b}\u{200b}", "\u{3164}", "\u{2800} \u{feff}"] {
        assert!(looks_empty(text), "{text:?}");
        assert_eq!(findings(text).first(), Some(&NameFinding::LooksEmpty), "{text:?}");
    }
    assert!(!looks_empty(" . ") && !looks_empty("\u{202e}"));
}

#[test]
fn a_long_name_is_cut_after_120_graphemes() {
    for (piece, times) in [
        ("W", 1_000_000),
        ("é", 1_000_000),
        ("e\u{301}", 5000),
        ("👩🏽\u{200d}💻", 5000),
        ("﷽", 5000),
    ] {
        let name = piece.repeat(times);
        assert_eq!(shown(&name), format!("{}…", piece.repeat(120)), "{piece}");
        assert_eq!(findings(&name), []);
    }
    check_clean(&"W".repeat(120));
    check_clean(&"é".repeat(120));
    assert_eq!(shown(&"é".repeat(121)), format!("{}…", "é".repeat(120)));
}

#[test]
fn stacked_marks_are_limited_to_one_line() {
    let name = format!("A{}", "\u{301}".repeat(1_000_000));
    assert_eq!(shown(&name).chars().count(), limits::NAME_SHOWN_CLUSTER_CHARS);
}

proptest! {
    #[test]
    fn a_shown_line_has_nothing_to_hide(text in any::<String>()) {
        let line = shown(&text).into_owned();
        prop_assert!(findings(&line).iter().all(|finding| finding.weight() != Weight::Sanitized));
        prop_assert_eq!(shown(&line).is_empty(), text.is_empty());
    }
}

#[test]
fn what_is_passed_as_latin_is_plain_to_see_and_of_one_alphabet() {
    for letter in ('\0'..=char::MAX).filter(|letter| is_latin(letter.encode_utf8(&mut [0; 4]))) {
        assert!(matches!(kind(letter), Kind::Visible | Kind::Space), "{letter:?}");
        assert!(!mixes_scripts(&format!("aé{letter}")), "{letter:?}");
    }
    assert!(
        is_latin("Nguyễn Łukasz-Å") && !is_latin("аda") && !is_latin("ſ") && !is_latin("a\u{301}")
    );
}

#[test]
fn nasty_names_end_as_declared() {
    check_area("name", |item| {
        let Some(text) = item.text() else { return Some(Outcome::error("The name is not UTF-8.")) };
        let line = shown(text);
        assert!(line.graphemes(true).count() <= 1 + 10 * limits::NAME_SHOWN_GRAPHEMES);
        assert!(findings(&line).iter().all(|finding| finding.weight() != Weight::Sanitized));
        let found = findings(text);
        let words: Vec<&str> = found
            .iter()
            .map(|finding| match finding.weight() {
                Weight::Warning => "warn",
                Weight::Sanitized => "sanitize",
                Weight::Error => "error",
            })
            .collect();
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        Some(if words.is_empty() {
            Outcome::of(&["ok"])
        } else {
            Outcome::saying(&words, said.join(" "))
        })
    });
}
