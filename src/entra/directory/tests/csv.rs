//! CSV files: what is read, what is refused and where, and what columns are taken for.

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::check;
use crate::entra::{CardColumns, ColumnPlan, Confidence, Directory};
use crate::nasty::{Outcome, check_area};
use crate::verkada::{CardCheck, CardSeverity};

#[track_caller]
fn reads(csv: &[u8]) -> Directory {
    Directory::read_csv(csv).unwrap_or_else(|problem| panic!("{problem}")).directory
}

#[track_caller]
fn refuses(csv: &[u8], place: (Option<usize>, Option<usize>), words: &str) {
    let problem = Directory::read_csv(csv).expect_err(&String::from_utf8_lossy(csv));
    assert_eq!((problem.line, problem.column), place, "{problem}");
    assert!(problem.message.contains(words), "{problem}");
    assert!(problem.message.ends_with('.'), "{problem}");
}

#[test]
fn what_can_not_be_read_says_where_and_why() {
    let at = |line, column| (Some(line), Some(column));
    let line = |line| (Some(line), None);
    let file = (None, None);
    refuses(b"mail\na,b\n", line(2), "2 fields, the header has 1");
    refuses(b"mail,city\n\n\na\n", line(4), "1 fields, the header has 2");
    refuses(b"city,mail\na,\"b\n", at(2, 3), "never closed");
    refuses(b"city,mail\n\"a\"x,b\n", at(2, 4), "behind a closing quotation mark");
    refuses(b"city,mail\r\"a\"x,b\r", at(2, 4), "behind a closing quotation mark");
    refuses(b"city,mail\r\n\"a\"\"\",b\r\nc,d\0\r\n", at(3, 4), "NUL");
    refuses("city,mail\nö,ö\nö\n".as_bytes(), line(3), "1 fields");
    refuses("city,mail\nö,\"ö\ny\"\n".as_bytes(), at(2, 3), "line break");
    refuses(b"city,mail\na,\xfc\n", at(2, 3), "CSV UTF-8");
    refuses("city,mail\nö,=1+1\n".as_bytes(), at(2, 3), "formula");
    refuses(b"mail,mail\na,b\n", at(1, 6), "twice");
    refuses(b"\"ma\nil\"\na\n", at(1, 1), "line break");
    refuses(b"mail\n", file, "nobody below");
    refuses(b" \n", file, "empty");
    refuses(b"\xef\xbb\xbf", file, "empty");
    refuses(b"m\0a\0i\0l\0\n\0", file, "UTF-16");
    refuses(b"\0m\0a\0i\0l\0\n", file, "UTF-16");
    refuses(b"PK\x03\x04rest", file, "workbook");
    refuses(b"{\"value\":[]}", file, "JSON");
    refuses(b"<!doctype html>", file, "web page");
    refuses(b"foo,bar\n1,2\n", line(1), "It has “foo”, “bar”. Write the names of attributes");
    refuses(b"version:v1.0\na,b,c,d,e,f\n1,2,3,4,5,6\n", line(2), "“e”, and more.");
    refuses(b"sep=;\nmail,city\na,b\n", line(2), "It has “mail,city”.");
    refuses(b"\"sep=;\"\na\n", line(1), "It has “sep=;”.");
    let long = format!("mail\n{}\n", "x".repeat(33_000));
    refuses(long.as_bytes(), at(2, 1), "longer than 32768 bytes");
    let wide = format!("{}\n", (0..501).map(|at| format!("c{at}")).collect::<Vec<_>>().join(","));
    refuses(wide.as_bytes(), line(1), "more than 500 columns");
}

#[test]
fn spreadsheets_of_all_kinds_are_read() {
    let commas = "userPrincipalName,streetAddress,accountEnabled,proxyAddresses,telephoneNumber\n\
        a@example.com,\"Dock 3\r\nGate 7\",TRUE,smtp:a@example.com;smtp:b@example.com,+1 312 555 0100\n";
    for (csv, warning) in [
        (commas.to_owned(), false),
        (format!("\u{feff}{commas}"), false),
        (format!("version:v1.0\n{commas}"), false),
        (commas.replace(['\n'], "\r\n").replace("\r\r", "\r"), false),
        (commas.replace(',', "\t"), true),
        (commas.replace(',', "|"), true),
        (format!("sep=|\r\n{}", commas.replace(',', "|")), false),
        (format!("sep=^\n{}", commas.replace(',', "^")), false),
        (format!("\u{feff}SEP=,\n{commas}"), false),
        (commas.trim_end().to_owned(), false),
    ] {
        let read = Directory::read(csv.as_bytes()).unwrap();
        assert_eq!(read.warnings.len(), usize::from(warning), "{:?}", read.warnings);
        check(&read.directory, "streetAddress", "Dock 3\r\nGate 7");
        check(&read.directory, "accountEnabled", "True");
        check(&read.directory, "proxyAddresses", "[smtp:a@example.com|smtp:b@example.com]");
        check(&read.directory, "telephoneNumber", "+1 312 555 0100");
    }
    check(&reads(b"mail;city\na@example.com;Lyon\n"), "city", "Lyon");
    check(&reads(b"mail,city\na@example.com,\"a \"\"b\"\", c\"\n"), "city", "a \"b\", c");
    check(&reads(b"mail,city\na@example.com,a \"b\" c\n"), "city", "a \"b\" c");
    check(&reads(b"mail,city\na@example.com, a \n"), "city", " a ");
    check(&reads(b"city,\nLyon,x\n"), "city", "Lyon");
}

#[test]
fn the_download_of_the_portal_is_read_with_its_own_names() {
    let directory = reads(
        b"userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,\
          usageLocation,streetAddress,state,country,officeLocation,city,postalCode,businessPhones,mobilePhone,\
          companyName,directorySynced,createdDateTime\n\
          ada@example.com,Ada Example,Example,ada@example.com,Ada,0f2c,Member,Picker,Fleet,False,US,,,US,Dock 3,\
          Chicago,,+1 312 555 0100,+1 312 555 0101,Halcyon,False,2026-01-02T03:04:05Z\n",
    );
    for (name, expected) in [
        ("objectId", "0f2c"),
        ("physicalDeliveryOfficeName", "Dock 3"),
        ("telephoneNumber", "+1 312 555 0100"),
        ("mobile", "+1 312 555 0101"),
        ("dirSyncEnabled", "False"),
        ("IsSoftDeleted", "True"),
    ] {
        check(&directory, name, expected);
    }
}

#[test]
fn columns_are_matched_by_their_headers() {
    use Confidence as C;
    let headers = [
        ("mobile", Some("mobile"), C::Exact),
        ("mobilePhone", Some("mobilePhone"), C::Unknown),
        ("Job Title", Some("jobTitle"), C::Alike),
        (" Employee ID ", Some("employeeId"), C::Alike),
        ("Card Number", Some("extensionAttribute2"), C::Alike),
        ("cardNumberHex", Some("extensionAttribute3"), C::Alike),
        ("businessPhones[0]", Some("telephoneNumber"), C::GraphName),
        ("DISPLAYNAME", Some("displayName"), C::CaseDiffers),
        ("User name [userPrincipalName] Required", Some("userPrincipalName"), C::Alike),
        ("CustomAttribute7", Some("extensionAttribute7"), C::Alike),
        (
            "onPremisesExtensionAttributes_extensionAttribute8",
            Some("extensionAttribute8"),
            C::Alike,
        ),
        (
            "extension_0123456789abcdef0123456789abcdef_Cost",
            Some("extension_0123456789abcdef0123456789abcdef_Cost"),
            C::Exact,
        ),
        ("externalId", Some("externalId"), C::Unknown),
        ("E-mail", Some("mail"), C::Alike),
        ("Email address", Some("Email address"), C::Unknown),
        ("Initial password [passwordProfile] Required", None, C::Unknown),
        ("Password", None, C::Unknown),
        ("Password never expires", Some("Password never expires"), C::Unknown),
        ("", None, C::Unknown),
    ];
    let csv = headers.map(|(header, _, _)| header).join(",");
    let plan = ColumnPlan::of_csv(csv.as_bytes()).unwrap();
    for (column, (header, attribute, confidence)) in plan.columns.iter().zip(headers) {
        assert_eq!(column.header, header.trim());
        assert_eq!(
            (column.attribute.as_deref(), column.confidence),
            (attribute, confidence),
            "{header}"
        );
    }
}

#[test]
fn the_example_of_entras_template_is_nobody() {
    let header =
        "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required\n";
    let example = "Example: Ada Rask,ada@x.example\n";
    let person = "Bo Lind,bo@x.example\n";
    for (rows, people, told) in [
        (format!("{example}{person}"), vec!["Bo Lind"], 1),
        (format!("{person}{example}"), vec!["Bo Lind", "Example: Ada Rask"], 0),
        (person.to_owned(), vec!["Bo Lind"], 0),
    ] {
        let csv = format!("{header}{rows}");
        let read = Directory::read_csv(csv.as_bytes()).unwrap();
        let names = read.directory.people().filter_map(|person| person.text("displayName"));
        assert_eq!(names.collect::<Vec<_>>(), people, "{rows}");
        let about = read.warnings.iter().filter(|doubt| doubt.to_string().contains("is nobody"));
        assert_eq!(about.count(), told, "{rows}");
    }
    let other = format!("displayName,mail\n{example}");
    assert_eq!(reads(other.as_bytes()).len(), 1, "it is not the template");
    let alone = Directory::read_csv(format!("{header}{example}").as_bytes());
    assert!(alone.is_err_and(|problem| problem.to_string().contains("nobody below it")));
    let csv = format!("{header}{example}{person}");
    let plan = ColumnPlan::of_csv(csv.as_bytes()).unwrap();
    assert_eq!(plan.columns[0].example, "Bo Lind");
}

#[test]
fn each_column_has_an_example_but_passwords() {
    let long = "x".repeat(150);
    let examples = |csv: &str| -> Vec<String> {
        let plan = ColumnPlan::of_csv(csv.as_bytes()).unwrap();
        plan.columns.into_iter().map(|column| column.example).collect()
    };
    let csv = format!(
        "upn,Dept,Initial password [passwordProfile] Required,Comment,Empty\n\
         ada@x.example,,Pass-word-1,{long},\nbo@x.example, Harbor ,Pass-word-2,short,\n\"broken"
    );
    assert_eq!(examples(&csv), ["ada@x.example", "Harbor", "", &long[..100], ""]);
    for header in [
        "passwordProfile.password",
        "Temp password",
        "userPassword",
        "Password never expires",
        "Kennwort",
        "Mot de passe",
        "Contraseña",
        "pwd",
    ] {
        assert_eq!(
            examples(&format!("upn,{header}\na@x.example,Pass-word-1\n"))[1],
            "",
            "{header}"
        );
    }
    // A comma without quotation marks moves everything behind it.
    let moved = "Name,Initial password,Mail\nRask, Ada,Pass-word-1,a@x.example\nBo,Pass-word-2,b@x.example\n";
    assert_eq!(examples(moved), ["Bo", "", "b@x.example"]);
}

#[test]
fn who_is_blocked_is_read_turned_round() {
    const TEMPLATE: &str = "Block sign in (Yes/No) [accountEnabled] Required";
    for (header, value, expected) in [
        (TEMPLATE, "No", "True"),
        (TEMPLATE, "Yes", "False"),
        (TEMPLATE, "Blocked", "False"),
        (TEMPLATE, "allowed", "True"),
        (TEMPLATE, "Enabled", "Enabled"),
        (TEMPLATE, "", "-"),
        ("Anmeldung blockieren (Ja/Nein) [accountEnabled] Erforderlich", "Ja", "False"),
        ("Bloquer la connexion (Oui/Non) [accountEnabled] Obligatoire", "Non", "True"),
        ("Block credential", "True", "False"),
        ("BlockCredential", "False", "True"),
        ("Block sign in", "yes", "False"),
        ("Sign-in blocked", "0", "True"),
        ("Account disabled", "TRUE", "False"),
        ("Sign-in allowed [accountEnabled]", "No", "False"),
        ("Enabled (No = blocked) [accountEnabled]", "No", "False"),
        ("Account status", "Blocked", "False"),
        ("accountEnabled", "No", "False"),
    ] {
        let csv = format!("mail,{header}\na@example.com,{value}\n");
        let read = Directory::read_csv(csv.as_bytes()).unwrap();
        check(&read.directory, "accountEnabled", expected);
        let deleted = if expected == "False" { "True" } else { "False" };
        check(&read.directory, "IsSoftDeleted", deleted);
        let plan = ColumnPlan::of_csv(csv.as_bytes()).unwrap();
        let told = read.warnings.iter().any(|told| told.message.contains("Yes means blocked"));
        assert_eq!(told, plan.turned_round() == [1], "{header}");
    }
    // Whoever chooses another attribute has it as it stands there.
    let csv = b"mail,Block sign in\na@example.com,Yes\n";
    let mut plan = ColumnPlan::of_csv(csv).unwrap();
    plan.columns[1].attribute = Some("city".to_owned());
    check(&Directory::read_csv_as(csv, &plan).unwrap().directory, "city", "Yes");
}

#[test]
fn who_is_not_blocked_is_read_as_it_stands_there() {
    for (header, is_turned_round) in [
        ("Blocked", true),
        ("isBlocked", true),
        ("Bloqueado", true),
        ("bloqué", true),
        ("FechaDeBloqueo", true),
        ("accessoBloccato", true),
        ("Bloccato (sì/no) bloccato", true),
        ("Usuario (Sí/No) bloqueado", true),
        ("gesperrt, blockiert", true),
        ("Geblokkeerd", true),
        ("deactivated", true),
        ("Cannot sign in (blocked)", true),
        ("Darf sich nicht anmelden, blockiert", true),
        ("NotBlocked", false),
        ("Not blocked", false),
        ("not_blocked", false),
        ("Not-disabled", false),
        ("notDeactivated", false),
        ("Unblocked", false),
        ("Nonblocked", false),
        ("Non-blocked", false),
        ("Nicht blockiert", false),
        ("nichtBlockiert", false),
        ("Entblockt", false),
        ("desbloqueado", false),
        ("Utilizador desbloqueado", false),
        ("No bloqueado", false),
        ("Não bloqueado", false),
        ("débloqué", false),
        ("DE\u{301}BLOQUE\u{301}", false),
        ("Compte debloque", false),
        ("pas bloqué", false),
        ("non bloqué", false),
        ("sbloccato", false),
        ("Non bloccato", false),
        ("Niet geblokkeerd", false),
        ("gedeblokkeerd", false),
    ] {
        let csv = format!("mail,\"{header}\"\na@example.com,Yes\n");
        let mut plan = ColumnPlan::of_csv(csv.as_bytes()).unwrap();
        plan.columns[1].attribute = Some("accountEnabled".to_owned());
        assert_eq!(plan.turned_round() == [1], is_turned_round, "{header}");
        let people = Directory::read_csv_as(csv.as_bytes(), &plan).unwrap().directory;
        check(&people, "accountEnabled", if is_turned_round { "False" } else { "True" });
    }
}

#[test]
fn what_fills_in_is_checked_as_what_it_stands_in_for() {
    let own = "userPrincipalName,accountEnabled,streetAddress";
    let spare = "UPN,Enabled,Block sign in,Street";
    let reads = |line: &str| Directory::read(format!("{spare},{own}\n{line}\n").as_bytes());
    for (line, name, expected, words) in [
        ("b,maybe,,,a,,", "accountEnabled", "maybe", "“maybe” in the column “Enabled” is neither"),
        ("b,maybe,,,a,yes,", "accountEnabled", "True", "“accountEnabled” and “Enabled” are one"),
        (",,Yes,,a,,", "accountEnabled", "False", "“Block sign in” was turned round"),
        (",,Enabled,,a,,", "accountEnabled", "Enabled", "“Enabled” in the column “Block sign in”"),
        ("b\u{200b},,,,,yes,", "userPrincipalName", "b\u{200b}", "“b[U+200B]” in the column “UPN”"),
        ("=b,,,,a,yes,", "userPrincipalName", "a", "“=b” in the column “UPN” looks like a formula"),
        ("b,,,\"Dock 3\nGate 7\",a,yes,", "streetAddress", "Dock 3\nGate 7", "“UPN”"),
    ] {
        let read = reads(line).unwrap_or_else(|problem| panic!("{line}: {problem}"));
        check(&read.directory, name, expected);
        let told =
            |words: &str| read.warnings.iter().filter(|told| told.message.contains(words)).count();
        assert_eq!(told(words), 1, "{line}: {:?}", read.warnings);
        assert_eq!(told("turned round"), 1, "{line}");
        assert!(Directory::read(&read.directory.to_csv()).is_ok(), "what is written is read again");
    }
    let problem = reads("\"=A1&\"\"x\"\"\",,,,,,").unwrap_err();
    assert!(problem.message.contains("“UPN” holds “=A1&\"x\"”, which is a formula"), "{problem}");
    assert_eq!((problem.line, problem.column), (Some(2), Some(1)), "{problem}");
}

#[test]
fn the_plan_says_what_is_turned_round_also_where_it_only_fills_in() {
    let csv = b"accountEnabled,Block sign in,mail\n,Yes,a\n";
    let mut plan = ColumnPlan::of_csv(csv).unwrap();
    assert_eq!(plan.turned_round(), [1]);
    // Then nothing is there that it could fill in for.
    plan.columns[0].attribute = None;
    assert_eq!(plan.turned_round(), [0; 0]);
    let read = Directory::read_csv_as(csv, &plan).unwrap();
    check(&read.directory, "accountEnabled", "-");
    assert!(!read.warnings.iter().any(|told| told.message.contains("turned round")));
    plan.columns[1].attribute = Some("accountEnabled".to_owned());
    assert_eq!(plan.turned_round(), [1]);
}

#[test]
fn a_column_that_is_blank_from_top_to_bottom_is_known_of_nobody() {
    for (csv, names) in [
        ("displayName,accountEnabled,department\nAda,,\n,,\n", [true, false, false]),
        ("mail,accountEnabled,department\n,,\n,,Dock\n", [false, false, true]),
        ("mail,accountEnabled,Enabled\na,,\n,,yes\n", [true, true, false]),
        ("city,accountEnabled\nLyon,no\n", [false, true, false]),
    ] {
        let read = Directory::read(csv.as_bytes()).unwrap();
        let people = &read.directory;
        let found =
            [people.tells_who(), people.has_any("accountEnabled"), people.has_any("department")];
        assert_eq!(found, names, "{csv}");
        let told = read.warnings.iter().any(|told| told.message.contains("counts as in scope"));
        assert_eq!(told, !names[1], "{csv}: {:?}", read.warnings);
        assert!(people.has_any("IsSoftDeleted") && !people.has_any("nickname"), "{csv}");
    }
}

#[test]
fn passwords_are_not_read() {
    let csv = b"mail,Initial password [passwordProfile] Required\na@example.com,Xq7-secret\n";
    let read = Directory::read_csv(csv).unwrap();
    assert_eq!(read.directory.names().filter(|name| name.contains("assword")).count(), 0);
    assert!(read.warnings.iter().any(|told| told.message.contains("passwords are not read")));
}

#[test]
fn true_and_false_are_read_in_the_words_of_spreadsheets() {
    for (value, expected) in [
        ("FALSCH", "False"),
        ("FAUX", "False"),
        ("VERDADERO", "True"),
        ("falso", "False"),
        ("ONWAAR", "False"),
        ("NÃO", "False"),
        ("Sí", "True"),
        (" false ", "False"),
        ("N", "False"),
        ("y", "True"),
        ("Off", "False"),
        ("on", "True"),
        ("Inactive", "False"),
        ("Blocked", "False"),
        ("'FALSE", "False"),
        ("2", "2"),
        ("maybe", "maybe"),
    ] {
        let csv = format!("mail,accountEnabled\na@example.com,{value}\n");
        let read = Directory::read_csv(csv.as_bytes()).unwrap();
        check(&read.directory, "accountEnabled", expected);
        let told = read.warnings.iter().any(|told| told.message.contains("neither True nor False"));
        assert_eq!(told, value == expected, "{value}");
        let json = format!(r#"{{"mail":"a@example.com","accountEnabled":"{value}"}}"#);
        check(
            &Directory::read_json(json.as_bytes()).unwrap().directory,
            "accountEnabled",
            expected,
        );
        check(&Directory::of_person([("accountEnabled", value)]), "accountEnabled", expected);
    }
}

#[test]
fn the_person_decides_what_a_column_is() {
    let csv = b"Badge,mail\n7777,a@example.com\n";
    let mut plan = ColumnPlan::of_csv(csv).unwrap();
    plan.columns[0].attribute = Some("extensionAttribute9".to_owned());
    plan.columns[1].attribute = None;
    let directory = Directory::read_csv_as(csv, &plan).unwrap().directory;
    check(&directory, "extensionAttribute9", "7777");
    check(&directory, "mail", "-");
    let own = b"Badge,Who\n7777,a@example.com\n";
    assert!(Directory::read(own).is_err());
    let mut matched = ColumnPlan::of_csv(own).unwrap();
    assert_eq!(Directory::read_csv_as(own, &matched).unwrap().directory.len(), 1);
    matched.columns[1].attribute = Some("mail".to_owned());
    check(&Directory::read_csv_as(own, &matched).unwrap().directory, "mail", "a@example.com");
    plan.columns[1].attribute = Some("extensionAttribute9".to_owned());
    let twice = Directory::read_csv_as(csv, &plan).unwrap_err();
    assert!(twice.message.contains("Two columns are “extensionAttribute9”"), "{twice}");
    assert!(Directory::read_csv_as(b"mail\na\n", &plan).is_err());
}

#[test]
fn doubts_are_told_with_their_lines() {
    let read = Directory::read_csv(
        b"userPrincipalName,employeeId,accountEnabled,displayName\r\
          a@example.com,1.23E+12,maybe,Ada\r\
          \r\
          a@example.com,2,true,=Ada\r",
    )
    .unwrap();
    let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
    let expected = [
        ("Line 4: ", "The same userPrincipalName as line 2"),
        ("Line 2, column 15", "rounded by a spreadsheet"),
        ("Line 2, column 24", "neither True nor False"),
        ("Line 4, column 22", "looks like a formula"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, (place, words)) in said.iter().zip(expected) {
        assert!(said.starts_with(place) && said.contains(words), "{said}");
    }
    assert_eq!((read.line_of(0), read.line_of(1), read.line_of(2)), (Some(2), Some(4), None));
    for (people, has_more) in [(99, false), (100, false), (101, true)] {
        let read =
            Directory::read(format!("mail,accountEnabled\n{}", "x,z\n".repeat(people)).as_bytes());
        let read = read.unwrap();
        assert_eq!((read.warnings.len(), read.has_more_warnings), (people.min(100), has_more));
    }
}

#[test]
fn what_is_said_of_the_whole_file_comes_first_and_is_never_lost() {
    let people = "x,=odd,Yes,b,1,2,,\n".repeat(150);
    let csv =
        format!("userPrincipalName,department,Block sign in,MAIL,mobile,mobilePhone,,\n{people}");
    let json = format!(
        r#"{{"@odata.nextLink":"x","value":[{}{{}}]}}"#,
        r#"{"id":"x","department":"=odd","mobile":"1","mobilePhone":"2"},"#.repeat(150)
    );
    let of_csv: &[&str] = &[
        "Line 1: 2 columns without a name are left out",
        "“Block sign in” was turned round",
        "“MAIL” as mail. Mappings need",
        "“mobile” and “mobilePhone” are one attribute",
        "Line 3: The same userPrincipalName as line 2",
    ];
    let of_json: &[&str] = &[
        "No column says who is disabled",
        "nextLink",
        "“mobile” and “mobilePhone” are one attribute",
        "Person 2: The same objectId as person 1",
    ];
    for (text, expected) in [(csv, of_csv), (json, of_json)] {
        let read = Directory::read(text.as_bytes()).unwrap();
        let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        for (said, words) in said.iter().zip(expected) {
            assert!(said.contains(words), "{said}, not {words}");
        }
        assert_eq!((said.len(), read.has_more_warnings), (expected.len() - 1 + 100, true));
    }
}

#[test]
fn headers_in_another_case_are_told_in_one_sentence() {
    for (header, words) in [
        ("MAIL,city", "differs: “MAIL” as mail. Map"),
        ("MAIL,CITY", "differs: “MAIL” as mail, “CITY” as city. Map"),
        (
            "MAIL,CITY,STATE,COUNTRY,SURNAME,COMPANYNAME,DEPARTMENT",
            "“SURNAME” as surname, and 2 more. Map",
        ),
    ] {
        let fields = header.split(',').map(|_| "x").collect::<Vec<_>>().join(",");
        let read = Directory::read(format!("{header}\n{fields}\n").as_bytes()).unwrap();
        let told = read.warnings.iter().filter(|told| told.message.contains("case differs"));
        let told: Vec<&str> = told.map(|told| told.message.as_str()).collect();
        assert!(matches!(told.as_slice(), [told] if told.contains(words)), "{told:?}");
    }
}

#[test]
fn nasty_files_end_as_declared() {
    check_area("csv-import", |item| {
        let read = match Directory::read_csv(&item.input) {
            Ok(read) => read,
            Err(problem) => return Some(Outcome::error(problem)),
        };
        let report = read.directory.check_cards(&CardColumns::default(), CardCheck::ForImport);
        let worst = report.problems.iter().max_by_key(|problem| problem.severity);
        Some(match worst {
            Some(problem) if problem.severity == CardSeverity::Error => {
                Outcome::error(&problem.finding)
            }
            None if report.shared.is_empty() && read.warnings.is_empty() => Outcome::of(&["ok"]),
            _ => Outcome::of(&["ok", "warn"]),
        })
    });
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        rows in proptest::collection::vec(proptest::array::uniform3("[ -~é'=+@\",;]{0,6}"), 1..5)
    ) {
        // A list and a boolean have spellings of their own, and blanks around a header are not kept.
        let names = ["displayName", "city", "streetAddress"];
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(names).unwrap();
        for row in &rows {
            csv.write_record(row).unwrap();
        }
        let first = Directory::read_csv(&csv.into_inner().unwrap()).unwrap().directory;
        let again = Directory::read_csv(&first.to_csv()).unwrap().directory;
        for (one, other) in first.people().zip(again.people()) {
            for name in names {
                prop_assert_eq!(one.text(name), other.text(name));
            }
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60), text in "[a,;\"\r\n\t=ö]{0,40}") {
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            if let Err(problem) = Directory::read(bytes) {
                prop_assert!(!problem.to_string().chars().any(char::is_control), "{problem}");
            }
        }
    }
}
