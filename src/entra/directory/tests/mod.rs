//! What a directory knows of people, however they came into it.

mod csv;
mod json;

use proptest::prelude::{prop_assert_eq, proptest};

use super::*;
use crate::entra::expression::Arena;
use crate::verkada::{CardCheck, CardFinding, CardSeverity};

/// One person with these values.
fn person(values: &[(&str, &str)]) -> Directory {
    Directory::of_person(values.iter().copied())
}

#[track_caller]
fn check(directory: &Directory, name: &str, expected: &str) {
    let (person, arena) = (directory.person(0).unwrap(), Arena::default());
    let value = person.value(name);
    let reader = directory.reader([name]);
    let read = reader.read(&(0..1), &arena);
    assert_eq!(read[0].value(0), value.by_ref(), "{name}, by a reader");
    let shown = match value {
        Value::Null => "-".to_owned(),
        Value::Text(text) => text.into_owned(),
        Value::Many(texts) => format!("[{}]", texts.join("|")),
        other => panic!("{name} is {other:?}"),
    };
    assert_eq!(shown, expected, "{name}");
}

#[test]
fn both_names_of_an_attribute_find_it_and_its_case_matters() {
    let directory = person(&[
        ("businessPhones", "+1 312 555 0100"),
        ("mobile", "+1 312 555 0101"),
        ("officeLocation", "Dock 3"),
        ("id", "0f2c"),
        ("onPremisesExtensionAttributes.extensionAttribute5", "111"),
        ("extension_0123456789abcdef0123456789abcdef_costCode", "K1"),
        ("proxyAddresses", "SMTP:ada@example.com"),
        ("proxyAddresses", "smtp:a@example.com"),
        ("otherMails", "one@example.org"),
        ("city", ""),
    ]);
    for (name, expected) in [
        ("telephoneNumber", "+1 312 555 0100"),
        ("businessPhones", "+1 312 555 0100"),
        ("businessPhones[0]", "+1 312 555 0100"),
        ("mobilePhone", "+1 312 555 0101"),
        ("physicalDeliveryOfficeName", "Dock 3"),
        ("objectId", "0f2c"),
        ("extensionAttribute5", "111"),
        ("onPremisesExtensionAttributes.extensionAttribute5", "111"),
        ("extension_0123456789abcdef0123456789abcdef_costCode", "K1"),
        ("extension_0123456789abcdef0123456789abcdef_costcode", "-"),
        ("proxyAddresses", "[SMTP:ada@example.com|smtp:a@example.com]"),
        ("otherMails", "one@example.org"),
        ("city", "-"),
        ("Mobile", "-"),
        ("nickname", "-"),
    ] {
        check(&directory, name, expected);
    }
    let person = directory.person(0).unwrap();
    assert_eq!(person.text("proxyAddresses"), Some("SMTP:ada@example.com"));
    assert_eq!((person.label(), directory.person(1).is_none()), ("Row 1".to_owned(), true));
}

#[test]
fn who_is_soft_deleted_follows_from_what_is_known() {
    for (values, expected) in [
        (&[][..], "False"),
        (&[("accountEnabled", "True")], "False"),
        (&[("accountEnabled", "False")], "True"),
        (&[("accountEnabled", "True"), ("assigned", "False")], "True"),
        (&[("deletedDateTime", "2026-11-02T10:00:00Z")], "True"),
        (&[("IsSoftDeleted", "True"), ("accountEnabled", "True")], "True"),
        (&[("IsSoftDeleted", "False"), ("accountEnabled", "False")], "False"),
        (&[("IsSoftDeleted", ""), ("accountEnabled", "False")], "True"),
    ] {
        check(&person(values), "IsSoftDeleted", expected);
    }
}

#[test]
fn the_sign_in_name_of_a_guest_is_delivered_without_the_tenant() {
    let stored = "lin_partner.example#EXT#@halcyon.example";
    let guest = person(&[("userPrincipalName", stored)]);
    check(&guest, "userPrincipalName", "lin_partner.example");
    check(&guest, "originalUserPrincipalName", stored);
    let member = person(&[("userPrincipalName", "ada@halcyon.example")]);
    check(&member, "originalUserPrincipalName", "ada@halcyon.example");
    assert_eq!(guest.names().count(), 3, "the stored name has a column where there are guests");
    assert_eq!(member.names().count(), 2);
    let again = Directory::read_csv(&guest.to_csv()).unwrap().directory;
    check(&again, "originalUserPrincipalName", stored);
    check(&again, "userPrincipalName", "lin_partner.example");
    let odd = person(&[("userPrincipalName", "#EXT#@halcyon.example")]);
    check(&odd, "userPrincipalName", "#EXT#@halcyon.example");
}

#[test]
fn known_attributes_have_one_name_each() {
    let all = KnownAttribute::all();
    for (at, known) in all.iter().enumerate() {
        for name in [Some(known.name), known.graph].into_iter().flatten() {
            let same = |other: &KnownAttribute| other.name == name || other.graph == Some(name);
            assert_eq!(all.iter().position(same), Some(at), "{name}");
            assert_eq!(KnownAttribute::named(name), Some(known));
        }
        assert!(!known.summary.is_empty() && !known.summary.ends_with('.'), "{}", known.name);
    }
    assert!(is_extension("extension_0123456789abcdef0123456789abcdef_costCode"));
    assert!(!is_extension("extension_0123_costCode") && !is_extension("extensionAttribute1"));
}

#[test]
fn people_are_found_by_every_word_in_any_case() {
    let read = Directory::read_csv(
        "displayName,mail,department\nÅsa Öberg,asa@example.com,Fleet\nAda Lovelace,ada@example.com,Fleet\n".as_bytes(),
    );
    let directory = read.unwrap().directory;
    for (words, rows) in [
        ("åSA", &[0][..]),
        ("fleet", &[0, 1]),
        ("ada fleet", &[1]),
        ("", &[0, 1]),
        ("fleetada", &[]),
        ("lovelace@", &[]),
    ] {
        assert_eq!(directory.search(words), rows, "{words}");
    }
}

#[test]
fn cards_are_checked_and_shared_ones_found() {
    let read = Directory::read_csv(
        b"userPrincipalName,Card Format,Card Number,Facility Code,Credential Status\n\
          a@example.com,Standard 26-bit Wiegand,7777,111,active\n\
          b@example.com,Standard 26-bit Wiegand,07777,111,active\n\
          c@example.com,Standard 26-bit Wiegand,70000,111,active\n\
          d@example.com,,,,\n",
    );
    let directory = read.unwrap().directory;
    let columns = CardColumns::default();
    let report = directory.check_cards(&columns, CardCheck::ForImport);
    assert_eq!(report.cards, 3);
    let [problem] = report.problems.as_slice() else { panic!("{report:?}") };
    assert!(matches!(problem.finding, CardFinding::OutOfRange { given: 70_000, .. }));
    assert_eq!((problem.row, problem.severity), (2, CardSeverity::Error));
    assert_eq!(report.shared.iter().map(|card| card.rows.clone()).collect::<Vec<_>>(), [[0, 1]]);
    let shown = directory.check_cards(&columns, CardCheck::Shown);
    assert_eq!(shown.problems[0].severity, CardSeverity::Warning);
}

#[test]
fn the_template_is_read_back_and_has_a_good_card() {
    let template = Directory::template();
    let csv = template.to_csv();
    let read = Directory::read_csv(&csv).unwrap();
    assert_eq!(read.warnings, []);
    assert_eq!(read.directory.to_csv(), csv);
    assert!(!String::from_utf8(csv).unwrap().contains("IsSoftDeleted"), "Entra computes it");
    let report = read.directory.check_cards(&CardColumns::default(), CardCheck::ForImport);
    assert_eq!((report.cards, report.problems, report.shared), (1, vec![], vec![]));
    let keys = template.person(0).unwrap().keys();
    assert_eq!(keys.user_principal_name, keys.mail);
    assert_eq!(template.person(0).unwrap().label(), "Ada Example");
}

#[test]
fn a_large_directory_is_small() {
    let mut builder = DirectoryBuilder::default();
    let columns: Vec<Column> =
        (0..30).map(|number| builder.column(&format!("attribute{number}"))).collect();
    for row in 0..20_000 {
        for (number, column) in columns.iter().enumerate() {
            // Ten of the thirty are of this person alone.
            let own = format!("value {number} of somebody {row}");
            let common = format!("common {number} {}", row % 50);
            builder.set(*column, if number < 10 { &own } else { &common });
        }
        builder.end_person();
    }
    let directory = builder.finish();
    let each = directory.bytes() / directory.len();
    // 30 cells, of which 20 take half, and 10 texts of some 28 bytes; the text itself is 3/4 of it.
    assert!(each < 375, "{each} bytes for each person");
    let last = directory.person(19_999).unwrap();
    assert_eq!(last.text("attribute9"), Some("value 9 of somebody 19999"));
    assert_eq!(last.text("attribute29"), Some("common 29 49"));
}

#[test]
fn people_who_share_texts_keep_their_own() {
    let mut builder = DirectoryBuilder::default();
    let names = ["few", "late", "early", "lists", "many", "everybody"];
    let columns = names.map(|name| builder.column(name));
    let row_of = |row: usize| -> [Vec<String>; 6] {
        let few = |every: usize| vec![format!("text {}", row % every)];
        [
            few(7),
            if row % 10 == 9 { few(3) } else { vec![] },
            if row < 40 { few(5) } else { vec![] },
            if row.is_multiple_of(2) { vec!["a".to_owned(), "b".to_owned()] } else { few(4) },
            vec![format!("own {row}")],
            vec!["the same".to_owned()],
        ]
    };
    for row in 0..100 {
        for (column, values) in columns.iter().zip(row_of(row)) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            builder.set_all(*column, &values);
        }
        builder.end_person();
    }
    let directory = builder.finish();
    let arena = Arena::default();
    let reader = directory.reader(names);
    for rows in [0..100, 0..1, 30..50, 40..60, 99..100] {
        let read = reader.read(&rows, &arena);
        for (at, row) in rows.enumerate() {
            let person = directory.person(row).unwrap();
            for ((name, values), read) in names.iter().zip(row_of(row)).zip(&read) {
                let expected = match values.as_slice() {
                    [] => Value::Null,
                    [one] => Value::Text(one.into()),
                    many => Value::Many(many.iter().map(Into::into).collect()),
                };
                assert_eq!(person.value(name), expected, "{name} of row {row}");
                assert_eq!(read.value(at), expected.by_ref(), "{name} of row {row}, by a reader");
            }
        }
    }
    assert!(names.iter().all(|name| directory.has_any(name)));
}

proptest! {
    #[test]
    fn values_come_back_as_they_were_put_in(values in proptest::collection::vec("\\PC{0,6}", 1..6)) {
        let pairs = values.iter().map(|value| ("proxyAddresses", value.as_str()));
        let directory = Directory::of_person(pairs);
        let kept: Vec<&str> =
            values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
        let expected = match kept.as_slice() {
            [] => Value::Null,
            [one] => Value::Text((*one).into()),
            many => Value::Many(many.iter().map(|text| (*text).into()).collect()),
        };
        let person = directory.person(0).unwrap();
        prop_assert_eq!(person.value("proxyAddresses"), expected);
    }
}
