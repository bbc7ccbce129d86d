//! What an editor is told while somebody types.

use crate::entra::expression::{
    CompletionKind, Function, Highlight, complete, highlight, signature_at,
};

/// Each stretch with its kind, as one line.
fn colors(text: &str) -> String {
    let stretch = |(span, kind): (std::ops::Range<usize>, Highlight)| {
        format!("{kind:?} {}", text.get(span).unwrap_or("?"))
    };
    highlight(text).into_iter().map(stretch).collect::<Vec<_>>().join(" | ")
}

#[test]
fn every_piece_has_a_color() {
    assert_eq!(
        colors("IIF([a] >= 1, \"x\\\\y\\\"\", UTF8)"),
        "Function IIF | Punctuation ( | Attribute [a] | Punctuation >= | Number 1 | Punctuation , | Text \"x | Escape \\\\ | Text y | Escape \\\" | Text \" | Punctuation , | Word UTF8 | Punctuation )"
    );
    assert_eq!(
        colors("Evil(\"\\d\")"),
        "Error Evil | Punctuation ( | Text \" | Error \\d | Text \" | Punctuation )"
    );
    assert_eq!(colors("Append(“x"), "Function Append | Punctuation ( | Error “ | Word x");
    assert_eq!(colors("ToL"), "Word ToL");
    assert_eq!(colors("\"ab\\"), "Error \" | Text ab | Error \\");
    assert_eq!(colors("[a"), "Error [a");
    assert_eq!(colors(""), "");
}

/// The cursor stands at `|`; the choices begin with these, and take the place of this part.
#[track_caller]
fn check(marked: &str, replaced: &str, first: &[&str]) {
    let cursor = marked.find('|').expect("a cursor is marked");
    let text = marked.replace('|', "");
    let completions = complete(&text, cursor, &["mail", "mailNickname", "otherMails", "surname"]);
    assert_eq!(text.get(completions.replace), Some(replaced), "{marked}");
    let texts: Vec<_> = completions.entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(texts.get(..first.len()), Some(first), "{marked}: {texts:?}");
}

#[test]
fn what_is_begun_can_be_completed() {
    check("[ma|", "[ma", &["[mail]", "[mailNickname]", "[otherMails]"]);
    check("[|]", "[]", &["[mail]", "[mailNickname]", "[otherMails]", "[surname]"]);
    check("Mid([su|, 1, 3)", "[su", &["[surname]"]);
    check("Mid([su|rname], 1, 3)", "[surname]", &["[surname]"]);
    check("Join(\"\", [su|, [mail])", "[su", &["[surname]"]);
    check("ToL|", "ToL", &["ToLower("]);
    check("toup|([a])", "toup", &["ToUpper"]);
    check("Append(No|", "No", &["NormalizeDiacritics(", "Not(", "Now()"]);
    check("mail|", "mail", &["[mail]", "[mailNickname]", "[otherMails]"]);
    check("InStr([a], \"b\", 1, |)", "", &["vbBinaryCompare", "vbTextCompare"]);
    check("InStr([a], \"b\", 1, vbT|)", "vbT", &["vbTextCompare"]);
    check("|", "", &["Append("]);
    check("Not(|", "", &["Append("]);
    check("Not([a], |", "", &["Append("]);
    check("IIF([a] = |", "", &["Append("]);
}

#[test]
fn where_no_value_may_begin_there_is_nothing_to_complete() {
    for (text, cursor) in [
        ("\"mail\"", 3),
        ("[a] ", 4),
        ("Not([a])", 8),
        ("Mid([a], 12, 3)", 10),
        ("\"ma", 3),
        ("Not ", 4),
    ] {
        assert_eq!(complete(text, cursor, &["mail"]).entries, [], "{text}");
    }
    assert_eq!(complete("ü", 1, &["mail"]).replace, 0..0);
    assert!(
        complete("x", 99, &["xy"])
            .entries
            .iter()
            .any(|entry| entry.kind == CompletionKind::Attribute)
    );
}

#[test]
fn the_function_around_the_cursor_is_found() {
    for (marked, expected) in [
        ("|Mid([a], 1, 2)", None),
        ("Mid(|[a], 1, 2)", Some((Function::Mid, 0))),
        ("Mid([a],| 1, 2)", Some((Function::Mid, 1))),
        ("Mid([a], ToLower(|), 2)", Some((Function::ToLower, 0))),
        ("Mid(ToLower([a], \"en\"), |", Some((Function::Mid, 1))),
        ("Mid(\"(,\", |", Some((Function::Mid, 1))),
        ("Mid([a], 1, 2)|", None),
        ("Evil(|", None),
        (")) Not(|", Some((Function::Not, 0))),
    ] {
        let cursor = marked.find('|').expect("a cursor is marked");
        assert_eq!(signature_at(&marked.replace('|', ""), cursor), expected, "{marked}");
    }
}

#[test]
fn every_function_is_found_by_its_name_and_says_what_it_does() {
    for function in Function::ALL {
        assert_eq!(Function::named(&function.name().to_lowercase()), Some(*function));
        assert!(function.entry().summary.ends_with('.'));
        assert!(function.entry().page.starts_with("https://"));
        let repeats =
            function.entry().parameters.iter().rev().skip(1).any(|one| one.occurs.repeats());
        assert!(!repeats, "nothing may stand behind what repeats in {}", function.name());
    }
    assert_eq!(Function::Switch.signature(), "Switch(source, [defaultValue], key, value, …)");
    assert_eq!(Function::Join.signature(), "Join(separator, source, …)");
}
