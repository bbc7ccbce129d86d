//! Functions on texts and lists, at their edges.

use serde_json::json;

use super::{check, check_plain, check_x};

#[test]
fn texts_are_cut_at_every_edge() {
    let cases = [
        ("Left([x], 3)", "abcdef", "abc"),
        ("Left([x], 99)", "abc", "abc"),
        ("Left([x], 0)", "abc", ""),
        ("Left([x], -5)", "abc", "abc"),
        ("Left([x], \"2\")", "abc", "ab"),
        ("Left([x], 2)", "", ""),
        ("Left([x], \"two\")", "abc", "fails"),
        ("Left([x], 1.5)", "abc", "not here"),
        ("Mid([x], 2, 2)", "abcdef", "bc"),
        ("Mid([x], 1, 99)", "abc", "abc"),
        ("Mid([x], 3, 1)", "abc", "c"),
        ("Mid([x], 4, 1)", "abc", ""),
        ("Mid([x], 99, 1)", "abc", ""),
        ("Mid([x], 1, 0)", "abc", ""),
        ("Mid([x], 1, 1)", "", ""),
        ("Mid([x], 0, 1)", "abc", "fails"),
        ("Mid([x], -1, 1)", "abc", "fails"),
        ("Mid([x], 1, -1)", "abc", "fails"),
        ("Mid([x], 2)", "abc", "bc"),
        ("Mid([x], 9223372036854775807, 9223372036854775807)", "abc", ""),
        ("Mid([x], -9223372036854775808, 1)", "abc", "fails"),
        ("Mid([x], 2, 2)", "áéíóú", "éí"),
        ("Len([x])", "áé", "2"),
        ("Len([x])", "", "0"),
        ("Len([x])", "a😀", "3"),
        ("Trim([x])", "\t a b \u{a0}", "a b"),
        ("StripSpaces([x])", " a\tb  c ", "a\tbc"),
        ("StripSpaces([x])", "   ", ""),
        ("Append([x], \"\")", "a", "a"),
        ("Append([x], \"b\")", "", "b"),
        ("Append(\"a\", 1)", "", "a1"),
        ("Prepend(\"a\", [x])", "b", "ab"),
        ("CStr([x])", "a", "a"),
        ("CStr(1.50)", "", "1.50"),
        ("CStr(IsNull([x]))", "", "False"),
        ("BitAnd([x], 6)", "3.0", "2"),
        ("BitAnd([x], 6)", "3", "2"),
        ("BitAnd([x], 255)", "&H1F7", "247"),
        ("BitAnd([x], -1)", "-2", "-2"),
        ("BitAnd([x], 1)", "one", "fails"),
    ];
    for (expression, x, expected) in cases {
        check_x(expression, x, expected);
    }
}

#[test]
fn nasty_cuts_inside_a_character_leave_a_replacement() {
    let cases = [
        ("Mid([x], 1, 1)", "😀", "\u{fffd}"),
        ("Mid([x], 2, 1)", "😀", "\u{fffd}"),
        ("Mid([x], 1, 2)", "😀", "😀"),
        ("Mid([x], 2, 2)", "😀a", "\u{fffd}a"),
        ("Mid([x], 2, 2)", "😀😀", "\u{fffd}\u{fffd}"),
        ("Mid([x], 2, 0)", "😀", ""),
        ("Mid([x], 3, 5)", "😀é", "é"),
        ("Left([x], 1)", "😀", "\u{fffd}"),
        ("Left([x], 3)", "a😀b", "a😀"),
        ("Left([x], 2)", "a😀b", "a\u{fffd}"),
        ("Left([x], 1)", "e\u{301}", "e"),
        ("Mid([x], 1, 1)", "👨\u{200d}👩", "\u{fffd}"),
        ("InStr([x], \"b\")", "😀b", "3"),
        ("InStr([x], \"b\", 2)", "😀b", "3"),
        ("InStr([x], \"😀\", 2)", "😀😀", "3"),
        ("Word([x], 2, \"😀\")", "a😀b", "b"),
        ("PCase([x], \"😀\")", "ab😀cd", "Ab😀Cd"),
    ];
    for (expression, x, expected) in cases {
        check_x(expression, x, expected);
    }
    check_x("Split([x], \"é\")", "aéb", json!(["a", "b"]));
}

#[test]
fn positions_are_found() {
    let cases = [
        ("InStr([x], \"b\")", "abcb", "2"),
        ("InStr([x], \"b\", 3)", "abcb", "4"),
        ("InStr([x], \"b\", 5)", "abcb", "0"),
        ("InStr([x], \"B\")", "abc", "0"),
        ("InStr([x], \"B\", 1, vbTextCompare)", "abc", "2"),
        ("InStr([x], \"B\", 1, vbBinaryCompare)", "abc", "0"),
        ("InStr([x], \"É\", 1, vbTextCompare)", "caféé", "4"),
        ("InStr([x], \"\")", "abc", "1"),
        ("InStr([x], \"\", 2)", "abc", "2"),
        ("InStr([x], \"a\")", "", "0"),
        ("InStr([x], \"\")", "", "0"),
        ("InStr([x], \"é\")", "aéé", "2"),
        ("InStr([x], \"a\", 0)", "abc", "fails"),
        ("InStr([x], \"a\", , vbTextCompare)", "Abc", "1"),
        ("InStr([x], \"a\", 1, UTF8)", "abc", "not here"),
    ];
    for (expression, x, expected) in cases {
        check_x(expression, x, expected);
    }
}

#[test]
fn words_are_what_stands_between_delimiters() {
    let cases = [
        ("Word([x], 1, \" \")", "one two", "one"),
        ("Word([x], 2, \" \")", "one two", "two"),
        ("Word([x], 3, \" \")", "one two", ""),
        ("Word([x], 0, \" \")", "one two", ""),
        ("Word([x], -1, \" \")", "one two", ""),
        ("Word([x], 2, \" \")", "one  two", "two"),
        ("Word([x], 1, \" \")", " one", "one"),
        ("Word([x], 1, \" \")", "one", "one"),
        ("Word([x], 1, \"\")", "one two", "one two"),
        ("Word([x], 2, \",;\")", "a;b,c", "b"),
        ("Word([x], 1, \" \")", "", ""),
        ("Word([x], 2, \"é\")", "aéb", "b"),
    ];
    for (expression, x, expected) in cases {
        check_x(expression, x, expected);
    }
    check_x("Word([x], 1, \" \")", None::<&str>, "");
}

#[test]
fn case_changes_letter_by_letter_as_in_dot_net() {
    let cases = [
        ("ToLower([x])", "ÀBC", "àbc"),
        ("ToUpper([x])", "àbc", "ÀBC"),
        ("ToUpper([x])", "straße", "STRAßE"),
        ("ToLower([x])", "ΑΣ", "ασ"),
        ("ToUpper([x])", "ŉ ﬁ ᾳ", "ŉ ﬁ ᾼ"),
        ("ToLower([x])", "Iİ", "iİ"),
        ("ToUpper([x])", "iı", "Iı"),
        ("ToLower([x], \"tr-TR\")", "Iİ", "ıi"),
        ("ToUpper([x], \"tr\")", "iı", "İI"),
        ("ToUpper([x], \"AZ-latn-az\")", "i", "İ"),
        ("ToLower([x], \"en-US\")", "Iİ", "ii"),
        ("ToUpper([x], \"en-US\")", "iı", "II"),
        ("ToUpper([x], \"\")", "ı", "ı"),
        ("ToUpper([x], \"el-GR\")", "ά", "Ά"),
        ("ToUpper([x], \"not a culture\")", "a", "fails"),
        ("ToUpper([x], \"e\")", "a", "fails"),
        ("ToUpper([x])", "😀a1", "😀A1"),
        ("ToLower([x])", "", ""),
    ];
    for (expression, x, expected) in cases {
        check_x(expression, x, expected);
    }
}

#[test]
fn words_get_capitals_as_in_dot_net() {
    let cases = [
        ("PCase([x])", "GREGORY JAMES", "Gregory James"),
        ("PCase([x])", "o'neil", "O'neil"),
        ("PCase([x])", "O'NEIL-SMITH", "O'neil-Smith"),
        ("PCase([x])", "mary-ann_lee.jr", "Mary-Ann_Lee.Jr"),
        ("PCase([x])", "3com 4x", "3Com 4X"),
        ("PCase([x])", "a1b", "A1b"),
        ("PCase([x])", "éCOLE\tÉTÉ", "École\tÉté"),
        ("PCase([x])", "a+b=c$d^e©f", "A+B=C$D^E©F"),
        ("PCase([x])", "'quoted'", "'Quoted'"),
        ("PCase([x])", "ǆuro", "ǅuro"),
        ("PCase([x])", "", ""),
        ("PCase([x], \"\")", "ab cd", "Ab Cd"),
        ("PCase([x], \" '-\")", "PINTO-DE'SILVA", "Pinto-De'Silva"),
        ("PCase([x], \"-\")", "ab cd-ef", "Ab cd-Ef"),
        ("PCase([x], \" \")", "mc-donald o'neil", "Mc-donald O'neil"),
        ("PCase([x], \" \")", " a", " A"),
        ("PCase([x], \"a\")", "bab", "BaB"),
    ];
    for (expression, x, expected) in cases {
        check_x(expression, x, expected);
    }
}

#[test]
fn accents_go_and_other_letters_stay() {
    let cases = [
        ("Müller", "Muller"),
        ("Søren Æbelø", "Soeren AEbeloe"),
        ("Łódź", "Lodz"),
        ("Straße", "Strasse"),
        ("ŒUVRE œ", "OEUVRE oe"),
        ("Işık", "Isik"),
        ("e\u{301}", "e"),
        ("Đặng", "Đang"),
        ("Þór", "Þor"),
        ("й が ñ", "й が n"),
        ("山田", "山田"),
        ("한국", "한국"),
        ("😀é", "😀e"),
        ("\u{301}", "\u{301}"),
        ("plain", "plain"),
        ("", ""),
    ];
    for (x, expected) in cases {
        check_x("NormalizeDiacritics([x])", x, expected);
    }
}

#[test]
fn lists_are_joined_split_and_counted() {
    let person = json!({
        "many": ["a", "b", "a", "A"], "one": ["a"], "none": [], "empty": ["", "a"], "x": "a, b,,c ", "blank": "",
        "dn": "cn=Smith\\, Ann,ou=People",
    });
    let cases = [
        ("[many]", json!(["a", "b", "a", "A"])),
        ("[missing]", json!(null)),
        ("Join(\"-\", [many])", json!("a-b-a-A")),
        ("Join(\"-\", [one], \"z\", [none], [missing], \"\")", json!("a-z")),
        ("Join(\"-\", [empty])", json!("a")),
        ("Join(\"-\", [missing])", json!("")),
        ("Join(\"\", [one], [one])", json!("aa")),
        ("Join([missing], [one], [one])", json!("aa")),
        ("Join(\", \", 1, 2.5, IsNull([x]))", json!("1, 2.5, False")),
        ("Split([x], \",\")", json!(["a", "b", "c"])),
        ("Split([x], \", \")", json!(["a", "b,,c"])),
        ("Split([x], \"\")", json!(["a, b,,c "])),
        ("Split([missing], \",\")", json!(null)),
        ("Split([blank], \",\")", json!(null)),
        ("Split([x], [missing])", json!("not here")),
        ("Split(ToUpper([x]), \",\")", json!(["A", "B", "C"])),
        ("Join(\";\", Split([x], \",\"))", json!("a;b;c")),
        ("Count([many])", json!("4")),
        ("Count([one])", json!("1")),
        ("Count([none])", json!("0")),
        ("Count([x])", json!("1")),
        ("Count([missing])", json!("0")),
        ("Count(Split([x], \",\"))", json!("3")),
        ("Item([many], 1)", json!("a")),
        ("Item([many], 4)", json!("A")),
        ("Item([many], 5)", json!("fails")),
        ("Item([many], 0)", json!("fails")),
        ("Item([many], -1)", json!("fails")),
        ("Item([x], 1)", json!("a, b,,c ")),
        ("Item([missing], 1)", json!(null)),
        ("Item([missing], 0)", json!("fails")),
        ("RemoveDuplicates([many])", json!(["a", "b", "A"])),
        ("RemoveDuplicates([x])", json!("a, b,,c ")),
        ("RemoveDuplicates([missing])", json!(null)),
        ("Contains([many], \"b\")", json!("2")),
        ("Contains([many], \"B\")", json!("0")),
        ("Contains([missing], \"b\")", json!("0")),
        ("ToLower([one])", json!("a")),
        ("ToLower([many])", json!("not here")),
        ("ToLower([none])", json!(null)),
        ("Switch([many], \"x\", \"a\", \"y\")", json!("not here")),
        ("DNComponent([dn], 1)", json!("Smith, Ann")),
        ("DNComponent([dn], 2)", json!("People")),
        ("DNComponent([dn], 3)", json!(null)),
        ("DNComponent([x], 1)", json!("fails")),
    ];
    for (expression, expected) in cases {
        check(expression, &person, expected);
    }
}

#[test]
fn texts_are_encoded_and_decoded() {
    check_x("ConvertToBase64([x])", "é😀", "6QA92ADe");
    check_x("ConvertToBase64([x])", "", "");
    check_x("ConvertFromBase64(ConvertToBase64([x]))", "é😀", "é😀");
    check_x("ConvertFromBase64([x], UTF8)", "w6k=", "é");
    check_x("ConvertFromBase64([x], ASCII)", "w6k=", "??");
    check_x("ConvertFromBase64([x])", "w6kA", "꧃\u{fffd}");
    check_x("ConvertFromBase64([x])", "%", "fails");
    check_x("ConvertToUTF8Hex([x])", "é", "C3A9");
    check_x("ConvertToUTF8Hex([x])", None::<&str>, None::<&str>);
}

#[test]
fn nasty_random_texts_are_refused_beyond_their_limits() {
    for refused in [
        "RandomString(2147483647, 0, 0, 0, 0, \"\")",
        "RandomString(257, 0, 0, 0, 0, \"\")",
        "RandomString(3, 1, 1, 1, 1, \"\")",
        "RandomString(-1, 0, 0, 0, 0, \"\")",
        "RandomString(4, 9223372036854775807, 1, 1, 1, \"\")",
        "RandomString(4, 4, 0, 0, 0, \"0123456789\")",
    ] {
        check_plain(refused, "fails");
    }
    check_plain("RandomString(0, 0, 0, 0, 0, \"\")", "");
}
