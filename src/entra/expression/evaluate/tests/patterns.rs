//! Regular expressions as .NET reads them, their limits, and the modes of `Replace`.

use serde_json::{Value as Json, json};

use super::{check, check_x};
use crate::entra::expression::evaluate::check_pattern;
use crate::nasty::in_time;

/// A pattern and a replacement as they are, without the escapes of the language.
#[track_caller]
fn check_match(pattern: &str, replacement: &str, text: &str, expected: impl Into<Json>) {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let expression =
        format!("Replace([x], , \"{}\", , \"{}\", , )", escaped(pattern), escaped(replacement));
    check_x(&expression, text, expected);
}

#[test]
fn patterns_match_as_in_dot_net() {
    let cases = [
        ("b+", "-", "abba", "a-a"),
        ("x*", "-", "abc", "-a-b-c-"),
        ("x*", "-", "xxab", "--a-b-"),
        ("^", ">", "a\nb", ">a\nb"),
        ("(?m)^", ">", "a\nb", ">a\n>b"),
        ("$", "<", "ab", "ab<"),
        ("$", "<", "ab\n", "ab<\n<"),
        ("b$", "<", "ab\n", "a<\n"),
        ("b\\z", "<", "ab\n", "ab\n"),
        ("b\\Z", "<", "ab\n", "a<\n"),
        ("(?m)$", "<", "a\nb", "a<\nb<"),
        (".", "-", "a\nb", "-\n-"),
        ("(?s).", "-", "a\nb", "---"),
        ("(?s:.)b.", "-", "\nb\n", "\nb\n"),
        ("\\d+", "#", "a1٣", "a#"),
        ("\\w+", "#", "añb_1-", "#-"),
        ("\\W", "#", "a-b", "a#b"),
        ("\\s", "", "a\u{a0}b\tc", "abc"),
        ("\\bb", "#", "ab b éb", "ab # éb"),
        ("\\Bb", "#", "ab b", "a# b"),
        ("(?<=@).*", "#", "a@b", "a@#"),
        ("a(?=b)", "#", "abac", "#bac"),
        ("a(?!b)", "#", "abac", "ab#c"),
        ("(?<!a)b", "#", "abb", "ab#"),
        ("(?>a+)b", "#", "aab", "#"),
        ("(.)\\1", "#", "abbc", "a#c"),
        ("(?<q>.)\\k<q>", "#", "abbc", "a#c"),
        ("(?'q'.)\\k'q'", "#", "abbc", "a#c"),
        ("(?i)B", "#", "abB", "a##"),
        ("(?i:b)B", "#", "bBB", "#B"),
        ("a(?i)b", "#", "aBAB", "#AB"),
        ("[a-c-[b]]", "#", "abc", "#b#"),
        ("[^a-c-[x]]", "#", "abxy", "abx#"),
        ("[\\w-[\\d]]+", "#", "ab1", "#1"),
        ("[a-]", "#", "a-b", "##b"),
        ("[-a]", "#", "a-b", "##b"),
        ("[]a]", "#", "a]b", "##b"),
        ("[^]a]", "#", "a]b", "a]#"),
        ("[[&&~~-]", "#", "a[&~-b", "a####b"),
        ("[\\]\\\\]", "#", "a]\\b", "a##b"),
        ("[\\S]", "#", "a b", "# #"),
        ("[\\D\\d]", "#", "a1", "##"),
        ("\\p{Lu}", "#", "aBc", "a#c"),
        ("[^\\p{Lu}]", "#", "aBc", "#B#"),
        ("\\P{L}", "#", "a1", "a#"),
        ("\\x41\\u0042", "#", "ABC", "#C"),
        ("\\.", "#", "a.b", "a#b"),
        ("a{2}", "#", "aaa", "#a"),
        ("a{2,}?", "#", "aaaa", "##"),
        ("a{,2}", "#", "aa{,2}", "a#"),
        ("a{", "#", "a{", "#"),
        ("}", "#", "a}", "a#"),
        ("]", "#", "a]", "a#"),
        ("#", "x", "a#", "ax"),
        ("a(?#comment)b", "x", "ab", "x"),
        ("a|b", "x", "abc", "xxc"),
        ("", "-", "ab", "-a-b-"),
    ];
    for (pattern, replacement, text, expected) in cases {
        check_match(pattern, replacement, text, expected);
    }
}

#[test]
fn replacements_refer_as_in_dot_net() {
    let cases = [
        ("(a)(b)", "$2$1", "ab", "ba"),
        ("(a)(b)", "${2}${1}", "ab", "ba"),
        ("(?<n>a)(b)", "$1", "ab", "b"),
        ("(?<n>a)(b)", "$2", "ab", "a"),
        ("(?<n>a)(b)\\1", "$2", "abb", "a"),
        ("(?<first>\\w+) (?<last>\\w+)", "${last}, ${first}", "Ada Byron", "Byron, Ada"),
        ("b", "[$&]", "abc", "a[b]c"),
        ("b", "[$0]", "abc", "a[b]c"),
        ("b", "[$`|$'|$_]", "abc", "a[a|c|abc]c"),
        ("(a)(b)", "$+", "ab", "b"),
        ("b", "$$", "abc", "a$c"),
        ("b", "$", "abc", "a$c"),
        ("b", "$3", "abc", "a$3c"),
        ("b", "${none}", "abc", "a${none}c"),
        ("b", "${n", "abc", "a${nc"),
        ("b", "$x", "abc", "a$xc"),
        ("b", "\\n", "abc", "a\\nc"),
        ("(x)?b", "[$1]", "ab", "a[]"),
    ];
    for (pattern, replacement, text, expected) in cases {
        check_match(pattern, replacement, text, expected);
    }
}

#[test]
fn what_dot_net_refuses_fails_and_what_is_unlike_it_is_not_guessed() {
    let cases = [
        ("(", "fails"),
        (")", "fails"),
        ("[a", "fails"),
        ("[]", "fails"),
        ("[b-a]", "fails"),
        ("[a-\\d]", "fails"),
        ("[a-c-[b]x]", "fails"),
        ("*a", "fails"),
        ("a**", "fails"),
        ("a++", "fails"),
        ("a{1}{2}", "fails"),
        ("(|*)", "fails"),
        ("a\\", "fails"),
        ("\\q", "fails"),
        ("\\2(a)", "fails"),
        ("\\99999999999999999999(a)", "fails"),
        ("\\k<n>", "fails"),
        ("\\p", "fails"),
        ("\\x4", "fails"),
        ("(?z)", "fails"),
        ("(?<n>a)(?<n>b)", "not here"),
        ("(?<a-b>x)", "not here"),
        ("(?<1>x)", "not here"),
        ("(?(a)b|c)", "not here"),
        ("(?x) a", "not here"),
        ("(?n)(a)", "not here"),
        ("\\Ga", "not here"),
        ("\\p{IsGreek}", "not here"),
        ("\\ca", "not here"),
        ("\\uD83D", "not here"),
        ("[[:alpha:]]", "not here"),
        ("(?<=(a))b", "not here"),
        ("😀", "not here"),
    ];
    for (pattern, expected) in cases {
        check_match(pattern, "", "ab", expected);
        assert!(check_pattern(pattern).is_err(), "{pattern}");
    }
    assert_eq!(check_pattern("(?<n>\\d{10})$"), Ok(()));
}

#[test]
fn replace_has_five_modes() {
    let person = json!({"x": "a-b-a", "empty": "", "other": "+91 8887779999"});
    let cases = [
        (r#"Replace([x], "a", , , "c", , )"#, json!("c-b-c")),
        (r#"Replace([x], "A", , , "c", , )"#, json!("a-b-a")),
        (r#"Replace([x], "a", , , "", , )"#, json!("-b-")),
        (r#"Replace([x], "", , , "c", , )"#, json!("fails")),
        (r#"Replace([none], "a", , , "c", , )"#, json!(null)),
        (r#"Replace([empty], "a", , , "c", , )"#, json!("")),
        (r#"Replace([x], "%", , , , , "<%|%>")"#, json!("<a-b-a|a-b-a>")),
        (r#"Replace([empty], "%", , , , , "<%>")"#, json!("<>")),
        (r#"Replace([x], , "(?<n>a)-", "n", "c", , )"#, json!("c-b-a")),
        (r#"Replace([x], , "(?<n>z)?-", "n", "c", , )"#, json!("a-b-a")),
        (r#"Replace([x], , "(?<n>a)", "n", "$1", , )"#, json!("$1-b-$1")),
        (r#"Replace([x], , "(?<n>a)", "m", "c", , )"#, json!("not here")),
        (r#"Replace([x], , "(a)-(b)", "2", "c", , )"#, json!("a-c-a")),
        (r#"Replace([x], , "(a)-(b)", "3", "c", , )"#, json!("not here")),
        (r#"Replace([x], , "(?<n>\\d+)", "n", , [other], )"#, json!("a-b-a")),
        (r#"Replace([none], , "(?<n>\\d{10})", "n", , [other], )"#, json!("8887779999")),
        (r#"Replace([empty], , "(?<n>z)", "n", , [other], )"#, json!(null)),
        (r#"Replace([empty], , "(?<n>z)", "n", , [none], )"#, json!(null)),
        (r#"Replace([x], "a", "b", , "c", , )"#, json!("not here")),
        (r#"Replace([x], "a", , , , [other], )"#, json!("not here")),
        (r#"Replace([x], , [none], , "c", , )"#, json!(null)),
        (r#"Replace([x], , [x], , "c", , )"#, json!("c")),
    ];
    for (expression, expected) in cases {
        check(expression, &person, expected);
    }
}

#[test]
fn nasty_patterns_end_in_time() {
    let many_a = format!("{}!", "a".repeat(4000));
    let long = "a".repeat(5000);
    let cases = [
        (r#"Replace([x], , "(?<u>(a+)+)$", "u", "x", , )"#, many_a.as_str(), json!(many_a)),
        (r#"Replace([x], , "(a+)+$", , "x", , )"#, many_a.as_str(), json!(many_a)),
        (
            r#"Replace([x], , "(?=(a+)+$)b", , "x", , )"#,
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
            json!("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"),
        ),
        (r#"Replace([x], , "(a|aa)+\\1$", , "x", , )"#, many_a.as_str(), json!("not here")),
        (r#"Replace([x], , "(a*)*\\1b", , "x", , )"#, many_a.as_str(), json!("not here")),
        (
            r#"Replace([x], , "(.*)(.*)(.*)(.*)\\4z", , "x", , )"#,
            many_a.as_str(),
            json!("not here"),
        ),
        (r#"Replace([x], , "a*b|a", , "", , )"#, many_a.as_str(), json!("!")),
        (r#"Replace([x], , "a", , "", , )"#, long.as_str(), json!("not here")),
        (r#"Replace([x], , "(\\w{1000}){1000}", , "", , )"#, many_a.as_str(), json!("not here")),
        (
            r#"Replace([x], , "(((a{100}){100}){100}){100}", , "", , )"#,
            many_a.as_str(),
            json!("not here"),
        ),
    ];
    for (expression, text, expected) in cases {
        let timed = in_time(text.len(), || check_x(expression, text, expected.clone()));
        assert_eq!(timed, Ok(()), "{expression}");
    }
    for pattern in
        ["(".repeat(100_000), "(".repeat(9_000), "[a-[".repeat(2_000), "\\w{99}".repeat(99)]
    {
        let timed = in_time(pattern.len(), || assert!(check_pattern(&pattern).is_err()));
        assert_eq!(timed, Ok(()), "{}…", pattern.get(..20).unwrap_or_default());
    }
}
