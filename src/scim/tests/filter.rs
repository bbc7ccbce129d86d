//! Filters: what is read, what is refused and where, and what matches.

use serde_json::json;

use crate::limits;
use crate::scim::schema::{GROUP, USER};
use crate::scim::tests::{barbara, minimal, resource, tour_guides};
use crate::scim::{Filter, ScimType};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACCESS: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";

/// Whether a filter matches a person who has much and one who has little.
fn check_match(text: &str, expected: (bool, bool)) {
    let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    filter.check(&USER).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(
        (filter.matches(&barbara(), &USER), filter.matches(&minimal(), &USER)),
        expected,
        "{text}"
    );
    let printed = filter.to_string();
    assert_eq!(Filter::parse(&printed).as_ref(), Ok(&filter), "{text} is printed as {printed}");
}

#[test]
fn the_examples_of_the_rfc_match() {
    for (text, expected) in [
        (r#"userName eq "bjensen@example.com""#, (true, false)),
        (r#"name.familyName co "ense""#, (true, false)),
        (r#"userName sw "B""#, (true, false)),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b""#, (true, false)),
        ("title pr", (true, false)),
        (r#"meta.lastModified gt "2011-05-13T04:42:33Z""#, (true, true)),
        (r#"meta.lastModified ge "2011-05-13T04:42:35Z""#, (false, true)),
        (r#"meta.lastModified lt "2011-05-13T04:42:35Z""#, (true, false)),
        (r#"meta.lastModified le "2011-05-13T04:42:34Z""#, (true, false)),
        (r#"title pr and userType eq "Employee""#, (true, false)),
        (r#"title pr or userType eq "Intern""#, (true, false)),
        (
            r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#,
            (true, false),
        ),
        (
            r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#,
            (true, false),
        ),
        (
            r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#,
            (false, true),
        ),
        (r#"userType eq "Employee" and (emails.type eq "work")"#, (true, false)),
        (
            r#"userType eq "Employee" and emails[type eq "work" and value co "@example.com"]"#,
            (true, false),
        ),
        (
            r#"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
            (true, false),
        ),
    ] {
        check_match(text, expected);
    }
}

#[test]
fn a_value_path_holds_for_one_element_and_plain_terms_for_any() {
    check_match(r#"emails[type eq "work" and value eq "babs@jensen.example"]"#, (false, false));
    check_match(
        r#"emails.type eq "work" and emails.value eq "babs@jensen.example""#,
        (true, false),
    );
    // Entra's form, with the meaning of the value path.
    check_match(r#"emails[type eq "work"].value eq "babs@jensen.example""#, (false, false));
    check_match(r#"emails[type eq "home"].value eq "BABS@jensen.example""#, (true, false));
    check_match(r#"emails[type eq "home" or type eq "other"].value sw "babs""#, (true, false));
    check_match(r#"emails[type eq "work"].value pr"#, (true, false));
    check_match(r#"emails[not (type eq "work")]"#, (true, false));
    check_match(r#"emails[type ne "work" and primary ne true]"#, (true, false));
    check_match(r#"not (emails[type eq "work"])"#, (false, true));
}

#[test]
fn operators_and_words_are_read_in_any_case_and_names_too() {
    check_match(r#"USERNAME EQ "BJENSEN@EXAMPLE.COM" AND Active Eq true"#, (true, false));
    check_match(r#"NOT(userName Sw "v") aNd title PR"#, (true, false));
    check_match(r#"EMAILS[TYPE eq "WORK"]"#, (true, false));
    check_match(
        &format!(r#"{}:DEPARTMENT eq "tour operations""#, ENTERPRISE.to_uppercase()),
        (true, false),
    );
}

#[test]
fn case_counts_where_the_schema_says_so() {
    let row = resource(
        json!({ "id": "aB", "externalId": "Ab", "userName": "Straße", "emails": [{ "value": "X@y.z" }] }),
    );
    for (text, expected) in [
        (r#"id eq "aB""#, true),
        (r#"id eq "AB""#, false),
        (r#"externalId eq "ab""#, false),
        (r#"externalId co "b""#, true),
        (r#"externalId co "B""#, false),
        (r#"userName eq "sTRAßE""#, true),
        (r#"userName eq "STRASSE""#, false),
        (r#"emails eq "x@Y.Z""#, true),
        (r#"emails.value ew "Z""#, true),
    ] {
        assert_eq!(Filter::parse(text).unwrap().matches(&row, &USER), expected, "{text}");
    }
    // The other way round: folding is the same in both directions.
    let row = resource(json!({ "userName": "STRASSE" }));
    assert!(!Filter::parse(r#"userName eq "straße""#).unwrap().matches(&row, &USER));
    let row = resource(json!({ "userName": "ÉCLAIR" }));
    assert!(!Filter::parse(r#"userName eq "éclair""#).unwrap().matches(&row, &USER));
    assert!(Filter::parse(r#"userName eq "Éclair""#).unwrap().matches(&row, &USER));
}

#[test]
fn what_is_not_assigned_is_null() {
    check_match("title eq null", (false, true));
    check_match("title ne null", (true, false));
    check_match(r#"title ne "Chef""#, (true, true));
    check_match(r#"not (title eq "Chef")"#, (true, true));
    check_match(r#"title gt "A""#, (true, false));
    check_match("emails eq null", (false, true));
    check_match("nickName eq null", (true, true));
    check_match("active pr", (true, true));
    check_match("active eq false", (false, true));
    check_match("active ne true", (false, true));
    check_match("name pr", (true, false));
    check_match("emails pr", (true, false));
    check_match("emails.primary pr", (true, false));
    check_match("emails.display pr", (false, false));
    let hollow = resource(
        json!({ "title": "", "name": {}, "emails": [], "addresses": [{}], "nickName": null }),
    );
    for name in ["title", "name", "emails", "addresses", "nickName", "name.givenName"] {
        let is_present = Filter::parse(&format!("{name} pr")).unwrap().matches(&hollow, &USER);
        assert!(!is_present, "{name} pr");
    }
}

#[test]
fn booleans_are_read_as_entra_writes_them() {
    let row =
        resource(json!({ "active": "False", "emails": [{ "value": "a", "primary": "True" }] }));
    assert!(
        Filter::parse("active eq false and emails[primary eq true]").unwrap().matches(&row, &USER)
    );
    assert!(!Filter::parse("active eq true").unwrap().matches(&row, &USER));
}

#[test]
fn a_number_never_finds_a_text_with_the_same_digits() {
    check_match("id eq 1", (false, false));
    check_match("externalId eq 701984", (false, false));
    check_match(&format!("{ACCESS}:cardNumber eq 7777"), (false, false));
    check_match(&format!(r#"{ACCESS}:cardNumber eq "7777""#), (true, false));
    check_match(&format!(r#"{ACCESS}:facilityCode eq "7""#), (false, false));
}

#[test]
fn extensions_are_reached_by_their_urn_alone_but_for_the_manager() {
    check_match(&format!(r#"{ENTERPRISE}:department eq "Tour Operations""#), (true, false));
    check_match(&format!(r#"{ENTERPRISE}:manager.displayName co "smith""#), (true, false));
    check_match(
        &format!(r#"{ENTERPRISE}:manager eq "26118915-6090-4610-87e4-49d8ca9f808d""#),
        (true, false),
    );
    // Entra asks so whether a reference is set.
    let id = "2819c223-7f76-453a-919d-413861904646";
    check_match(
        &format!(r#"id eq "{id}" and manager eq "26118915-6090-4610-87e4-49d8ca9f808d""#),
        (true, false),
    );
    refuse(r#"department eq "Tour Operations""#, "is no attribute of a User");
    refuse(r#"cardNumber eq "7777""#, "is no attribute of a User");
}

/// Refused by the schema, with these words in the message.
fn refuse(text: &str, words: &str) {
    let error = Filter::parse(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .check(&USER)
        .unwrap_err();
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)), "{text}");
    assert!(error.detail.contains(words), "{text}: {}", error.detail);
}

#[test]
fn what_makes_no_sense_for_the_schema_is_refused() {
    for (text, words) in [
        (r#"nosuch eq "x""#, "\"nosuch\" is no attribute"),
        (r#"name.nosuch eq "x""#, "name has no sub-attribute \"nosuch\""),
        (r#"emails[nosuch eq "x"]"#, "emails has no sub-attribute"),
        (r#"userName.value eq "x""#, "userName has no sub-attribute"),
        ("nosuch pr", "is no attribute"),
        ("title pr or (active eq true and not (nosuch pr))", "is no attribute"),
        (r#"urn:evil:schemas:User:userName eq "x""#, "is no schema"),
        (r#"urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "x""#, "is no schema"),
        (r#"members.value eq "x""#, "is no attribute"),
        (r#"active eq "true""#, "of type boolean"),
        ("active gt true", "by gt"),
        ("active co true", "by co"),
        ("active eq 1", "of type boolean"),
        ("userName eq true", "of type string"),
        ("userName co 1", "of type string"),
        ("id ne 1", "of type string"),
        ("id gt 1", "of type string"),
        ("userName gt null", "with null"),
        (r#"name eq "x""#, "name is complex"),
        (r#"meta eq "x""#, "meta is complex"),
        (r#"addresses co "x""#, "addresses is complex"),
        (r#"meta.lastModified gt "yesterday""#, "of type dateTime"),
        (r#"meta.lastModified gt "2011-05-13""#, "of type dateTime"),
        (r#"meta.lastModified gt "2011-05-13T04:42:34""#, "of type dateTime"),
        (r#"meta.lastModified gt "2011-02-30T04:42:34Z""#, "of type dateTime"),
        ("meta.lastModified eq 0", "of type dateTime"),
        (r#"x509Certificates.value gt "MII=""#, "of type binary"),
        (r#"password eq "x""#, "cannot be asked for"),
        ("password pr", "cannot be asked for"),
        (r#"not (password sw "S")"#, "cannot be asked for"),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:password eq "x""#, "cannot be asked for"),
    ] {
        refuse(text, words);
    }
}

#[test]
fn a_password_matches_nothing_even_unchecked() {
    let row = resource(json!({ "password": "S" }));
    assert!(!Filter::parse(r#"password eq "S""#).unwrap().matches(&row, &USER));
    assert!(!Filter::parse("password pr").unwrap().matches(&row, &USER));
}

#[test]
fn groups_are_found_by_member() {
    for (text, expected) in [
        (r#"members.value eq "u2""#, true),
        (r#"members eq "u2""#, true),
        (r#"members[value eq "U2"]"#, false),
        (r#"members[value eq "u2" and display sw "babs"]"#, true),
        (r#"displayName eq "tour guides""#, true),
    ] {
        let filter = Filter::parse(text).unwrap();
        filter.check(&GROUP).unwrap();
        assert_eq!(filter.matches(&tour_guides(), &GROUP), expected, "{text}");
    }
}

#[test]
fn malformed_text_is_refused_where_the_trouble_is() {
    for (text, position, words) in [
        ("", 0, "empty"),
        ("   ", 3, "empty"),
        ("userName", 8, "end of the text"),
        ("userName eq", 11, "end of the text"),
        ("userName eq ", 12, "end of the text"),
        (r#"userName eq"x""#, 11, "a space and a value"),
        (r#"userName xx "a""#, 9, "Expected an operator"),
        (r#"userName eq "x" and"#, 19, "condition after and"),
        (r#"userName eq "x"and title pr"#, 15, "space is missing before and"),
        (r#"userName eq "x" or(title pr)"#, 18, "condition after or"),
        (r#"or userName eq "x""#, 0, "condition is missing before \"or\""),
        ("title pr title pr", 9, "Expected and, or"),
        ("title prx", 6, "Expected an operator"),
        ("()", 1, "empty"),
        ("( )", 2, "empty"),
        ("(title pr", 9, "closing parenthesis"),
        ("(title pr]", 9, "closing parenthesis"),
        ("title pr)", 8, "closes nothing"),
        ("not title pr", 4, "opening bracket after not"),
        ("not", 3, "opening bracket after not"),
        ("emails[]", 7, "empty"),
        (r#"emails[type eq "work""#, 21, "closing bracket"),
        (r#"emails[type eq "work")"#, 21, "closing bracket"),
        (r#"emails[emails[type eq "x"]]"#, 13, "inside of brackets"),
        (r#"emails[value.x eq "x"]"#, 7, "plain names"),
        (r#"emails.value[type eq "x"]"#, 12, "before the sub-attribute"),
        (r#"emails [type eq "x"]"#, 7, "an operator"),
        (r#"emails[type eq "work"].value"#, 28, "an operator"),
        (r#"emails[type eq "work"].value.x eq "x""#, 23, "One plain sub-attribute"),
        (r#"emails[type eq "work"]. eq "x""#, 23, "an attribute"),
        (r#"emails[type eq "work"] eq "x""#, 23, "Expected and, or"),
        (r#"a.b.c eq "x""#, 3, "one level"),
        (r#"a..b eq "x""#, 2, "beside the dot"),
        (r#".a eq "x""#, 0, "beside the dot"),
        (r#"a. eq "x""#, 2, "beside the dot"),
        (r#"1a eq "x""#, 0, "begins with a letter"),
        (r#"a$b eq "x""#, 0, "begins with a letter"),
        (r#"foo:bar eq "x""#, 0, "begins with urn:"),
        (r#"urn:x: eq "x""#, 6, "after the colon"),
        ("userName eq 'x'", 12, "single quote"),
        ("userName eq “x”", 12, "typographic quote “ (U+201C)"),
        ("userName eq «x»", 12, "typographic quote"),
        ("userName\teq \"x\"", 8, "a tab"),
        ("userName eq\n\"x\"", 11, "a line break"),
        ("userName\u{a0}eq \"x\"", 8, "U+00A0, which only looks like a space"),
        ("\u{feff}userName eq \"x\"", 0, "byte order mark"),
        ("userName eq\u{3000}\"x\"", 11, "U+3000, which only looks like a space"),
        ("user\u{200b}Name eq \"x\"", 4, "invisible character U+200B"),
        ("userNаme eq \"x\"", 5, "U+0430, Cyrillic"),
        ("userName%20eq", 8, "percent"),
        (r#"userName eq "x"#, 12, "not closed"),
        (r#"userName eq "x\""#, 12, "not closed"),
        (r#"userName eq "é\q""#, 15, "invalid escape"),
        (r#"userName eq "\ud800""#, 18, "half of a surrogate pair"),
        ("userName eq \"a\u{1}b\"", 14, "control character"),
        ("userName eq True", 12, "lower case"),
        ("userName eq bjensen", 12, "double quotes"),
        ("userName eq 007", 12, "leading zeros"),
        ("userName eq 1.", 12, "no JSON number"),
        ("userName eq -", 12, "no JSON number"),
        ("userName eq 18446744073709551616", 12, "too large"),
        ("userName eq 1e999", 12, "number"),
        (r#"userName eq ["x"]"#, 12, "Expected a value"),
        (r#"userName co """#, 12, "match everything"),
        (r#"userName sw """#, 12, "match everything"),
        (r#"emails[value ew ""]"#, 16, "match everything"),
        ("urn:ietf:params:scim:schemas:core:2.0:User pr", 0, "whole schema"),
        (r#"userName eq "x"; DROP TABLE users;--"#, 15, "\";\""),
        (r#"userName eq "x" && title pr"#, 16, "\"&\""),
    ] {
        let error = Filter::parse(text).expect_err(text);
        assert!(error.message.contains(words), "{text}: {}", error.message);
        assert_eq!(error.position, position, "{text}: {}", error.message);
    }
}

#[test]
fn a_run_of_spaces_counts_as_one() {
    let plain = Filter::parse(r#"userName eq "x" and not (title pr)"#).unwrap();
    assert_eq!(Filter::parse("  userName   eq  \"x\"   and  not  (  title  pr  )  "), Ok(plain));
    assert_eq!(Filter::parse("emails[ type  pr ]"), Filter::parse("emails[type pr]"));
}

#[test]
fn and_binds_closer_than_or() {
    for (text, printed) in [
        ("(a pr or b pr) and c pr", "(a pr or b pr) and c pr"),
        ("a pr or (b pr and c pr)", "a pr or b pr and c pr"),
        ("(a pr and b pr) and c pr", "(a pr and b pr) and c pr"),
        ("((a pr))", "a pr"),
        ("NOT((a pr))", "not (a pr)"),
        ("a pr or not(b pr) and c pr", "a pr or not (b pr) and c pr"),
        (
            r#"emails[type eq "\u0077ork" AND value pr].display co "x""#,
            r#"emails[type eq "work" and value pr and display co "x"]"#,
        ),
        (
            r#"emails[type pr or value pr].display co "x""#,
            r#"emails[(type pr or value pr) and display co "x"]"#,
        ),
        ("a eq 1.50", "a eq 1.5"),
        ("a eq -0", "a eq -0.0"),
        ("note pr and order pr or android pr", "note pr and order pr or android pr"),
        (
            "URN:IETF:params:scim:schemas:core:2.0:user:a pr",
            "urn:ietf:params:scim:schemas:core:2.0:User:a pr",
        ),
    ] {
        let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(filter.to_string(), printed, "{text}");
        assert_eq!(Filter::parse(printed), Ok(filter), "{text}");
    }
}

#[test]
fn limits_hold_exactly() {
    let nested = |depth: usize| format!("{}title pr{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Filter::parse(&nested(limits::FILTER_DEPTH)).is_ok());
    assert_eq!(Filter::parse(&nested(limits::FILTER_DEPTH + 1)).unwrap_err().position, 65);
    let negated = |depth: usize| format!("{}title pr{}", "not (".repeat(depth), ")".repeat(depth));
    assert!(Filter::parse(&negated(limits::FILTER_DEPTH)).is_ok());
    assert!(Filter::parse(&negated(limits::FILTER_DEPTH + 1)).is_err());
    let brackets =
        |depth: usize| format!("{}emails[type pr]{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Filter::parse(&brackets(limits::FILTER_DEPTH - 1)).is_ok());
    assert!(Filter::parse(&brackets(limits::FILTER_DEPTH)).is_err());
    // Siblings are not deeper.
    assert!(Filter::parse(&vec!["((title pr))"; 40].join(" and ")).is_ok());

    let terms = |count: usize| vec!["title pr"; count].join(" or ");
    assert!(Filter::parse(&terms(limits::FILTER_TERMS)).is_ok());
    assert!(
        Filter::parse(&terms(limits::FILTER_TERMS + 1))
            .unwrap_err()
            .message
            .contains("more than 100 conditions")
    );
    assert!(
        Filter::parse(&format!("emails[{}] and title pr", terms(limits::FILTER_TERMS))).is_err()
    );

    let long = |bytes: usize| format!("title eq \"{}\"", "x".repeat(bytes - 11));
    assert!(Filter::parse(&long(limits::FILTER_BYTES)).is_ok());
    assert!(
        Filter::parse(&long(limits::FILTER_BYTES + 1))
            .unwrap_err()
            .message
            .contains("longer than 8192 bytes")
    );
    // A limit inside of a character.
    assert_eq!(
        Filter::parse(&"é".repeat(limits::FILTER_BYTES)).unwrap_err().position,
        limits::FILTER_BYTES / 2
    );
}

#[test]
fn required_equalities_are_those_of_every_match() {
    for (text, expected) in [
        (r#"userName eq "a""#, vec![r#"userName="a""#]),
        (
            r#"userName eq "a" and (active eq true and title pr)"#,
            vec![r#"userName="a""#, "active=true"],
        ),
        (r#"userName eq "a" or userName eq "b""#, vec![]),
        (r#"not (userName eq "a")"#, vec![]),
        (r#"userName ne "a" and title eq null"#, vec![]),
        (
            r#"emails[type eq "work"].value eq "x""#,
            vec![r#"emails.type="work""#, r#"emails.value="x""#],
        ),
        (r#"emails[type eq "work" or value eq "x"]"#, vec![]),
    ] {
        let filter = Filter::parse(text).unwrap();
        let found: Vec<_> = filter
            .required_equalities()
            .iter()
            .map(|(path, value)| format!("{path}={value}"))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn texts_are_printed_so_that_they_read_the_same() {
    let filter = Filter::parse("userName eq \"a\\\"b\\\\c\\u000a\\u202e\\/é\"").unwrap();
    assert_eq!(filter.to_string(), "userName eq \"a\\\"b\\\\c\\n\u{202e}/é\"");
}
