//! The company as a whole: always the same, nobody twice, everything there that it promises.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use unicode_script::{Script, UnicodeScript as _};

use super::entra::News;
use super::flaw::{FLAWS, Flaw};
use super::*;
use crate::entra::{CardColumns, DirectoryPerson};
use crate::scim::{Resource, User, schema, validate};
use crate::verkada::CardCheck;
use crate::verkada::card::{self, CardFinding};
use crate::verkada::name::{self, NameFinding};

fn company(people: u32) -> Company {
    Company::new(1, people, &LISTED_DOMAINS.map(|domain| EmailDomain::parse(domain).unwrap()))
}

fn view(person: NewPerson) -> User {
    User(Resource::from_value(Value::Object(person.user)).unwrap())
}

#[test]
fn the_same_seed_makes_the_same_people_for_ever() {
    let mut hash = Sha256::new();
    for person in company(1000).people() {
        hash.update(serde_json::to_vec(&person.user).unwrap());
        hash.update(format!(
            "{:?}",
            (person.manager, person.created_seconds_ago, person.changed_seconds_ago)
        ));
    }
    for group in company(1000).groups() {
        hash.update(format!("{group:?}"));
    }
    let head: Vec<u8> = hash.finalize().iter().copied().take(8).collect();
    // A change of this number changes every sandbox that is filled anew: say so in the changelog.
    assert_eq!(head, [96, 128, 57, 86, 247, 129, 107, 158]);
}

#[test]
fn everybody_is_what_the_schema_asks_for() {
    for person in company(2000).people() {
        let sent = Resource::from_value(Value::Object(person.user)).unwrap();
        let taken = validate(&sent, &schema::USER).unwrap();
        let mut names: Vec<&String> = sent.as_map().keys().collect();
        let mut kept: Vec<&String> = taken.as_map().keys().collect();
        names.sort();
        kept.sort();
        assert_eq!(kept, names, "something is not in the schema");
        assert!(names.iter().all(|name| sent.get(name) == taken.get(name)), "{sent:?} {taken:?}");
    }
}

#[test]
fn the_first_people_do_not_depend_on_how_many_follow() {
    let many = company(5000);
    for (index, person) in company(300).people().enumerate() {
        assert_eq!(person.user, many.person(u32::try_from(index).unwrap()).unwrap().user);
    }
    assert_eq!(Company::new(1, 300, &[]).person(7).unwrap().user, many.person(7).unwrap().user);
    let other = Company::new(2, 300, &[]);
    assert_ne!(other.person(0).unwrap().user, many.person(0).unwrap().user);
}

#[test]
fn nobody_is_there_twice() {
    let company = company(30_000);
    let mut keys = HashSet::new();
    let people = company.people().chain(company.former_people().map(|former| former.person));
    for (index, person) in people.enumerate() {
        let user = view(person);
        let user_name = user.user_name().unwrap().to_owned();
        let external_id = user.verkada_external_id().map(|id| format!("external {id}"));
        let mail = user.emails().next().map(|mail| mail.value.to_owned());
        for key in [Some(user_name.clone()), mail.filter(|mail| *mail != user_name), external_id] {
            let Some(key) = key else { continue };
            assert!(keys.insert(key.clone()), "{key} at {index}");
        }
    }
}

#[test]
fn a_million_sign_in_names_are_all_different() {
    let company = company(1_000_000);
    let mut seen = HashSet::with_capacity(200_000);
    // The last hundred thousand beside the first: namesakes are counted by then.
    for index in (0..60_000).chain(940_000..1_000_000) {
        let details = company.details(&company.named_sketch(index).unwrap());
        assert!(details.local.len() <= 64, "{}", details.local);
        assert!(seen.insert(details.user_name), "{index}");
    }
}

#[test]
fn the_first_thousand_are_written_in_many_scripts() {
    let mut scripts = HashSet::new();
    for person in company(1000).people() {
        let user = view(person);
        scripts.extend(user.display_name().unwrap().chars().map(|character| character.script()));
    }
    for script in [
        Script::Latin,
        Script::Cyrillic,
        Script::Greek,
        Script::Arabic,
        Script::Hebrew,
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Hangul,
        Script::Devanagari,
        Script::Bengali,
        Script::Tamil,
        Script::Thai,
        Script::Khmer,
        Script::Georgian,
        Script::Armenian,
        Script::Ethiopic,
    ] {
        assert!(scripts.contains(&script), "{script:?}");
    }
}

#[test]
fn the_domains_are_those_of_the_company() {
    let mut counts = HashMap::new();
    for person in company(1000).people() {
        let user = view(person);
        let (_, domain) = user.user_name().unwrap().rsplit_once('@').unwrap();
        *counts.entry(domain.to_owned()).or_insert(0) += 1;
    }
    let expected = [
        ("halcyon.example", 962),
        ("halcyon-air.example", 24),
        ("halcyon-parts.example", 13),
        ("ha1cyon.example", 1),
    ];
    assert_eq!(counts, expected.map(|(domain, count)| (domain.to_owned(), count)).into());
}

#[test]
fn other_domains_can_be_given() {
    let domain = EmailDomain::parse("north.example").unwrap();
    let domains: HashSet<String> = Company::new(1, 1000, &[domain])
        .people()
        .map(|person| view(person).user_name().unwrap().rsplit_once('@').unwrap().1.to_owned())
        .collect();
    let expected = ["north.example", "north-parts.example", "n0rth.example"];
    assert_eq!(domains, expected.map(str::to_owned).into());
}

#[test]
fn proportions_are_those_of_a_believable_company() {
    let company = company(10_000);
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let mut count =
        |what: &'static str, is: bool| *counts.entry(what).or_default() += u32::from(is);
    for person in company.people() {
        assert!(person.changed_seconds_ago <= person.created_seconds_ago);
        assert!(person.manager.is_none_or(|manager| manager < 10_000));
        count("has a manager", person.manager.is_some());
        let user = view(person);
        count("deactivated", user.active() == Some(false));
        count("has a card", user.access().card_format.is_some());
        count("has a telephone", user.phone_numbers().next().is_some());
        count("has an external id", user.verkada_external_id().is_some());
        count("is not written in ASCII", !user.display_name().unwrap().is_ascii());
        count("has one name", user.name().family_name.is_none());
        count("has a long name", user.display_name().unwrap().chars().count() > 45);
    }
    for (what, range) in [
        ("has a manager", 9_990..=9_999),
        ("deactivated", 520..=680),
        ("has a card", 6_000..=6_800),
        ("has a telephone", 8_600..=9_000),
        ("has an external id", 9_200..=9_600),
        ("is not written in ASCII", 4_000..=8_000),
        ("has one name", 50..=150),
        ("has a long name", 40..=200),
    ] {
        assert!(range.contains(&counts[what]), "{what}: {}", counts[what]);
    }
}

#[test]
fn in_every_company_of_a_thousand_forty_can_be_removed_at_once() {
    for seed in 0..40 {
        let company = Company::new(seed, 1000, &[]);
        let deactivated = (0..1000).filter(|index| !company.sketch(*index).unwrap().active).count();
        assert!((40..100).contains(&deactivated), "seed {seed}: {deactivated}");
    }
}

#[test]
fn every_flaw_is_among_the_first_thousand_as_often_as_said_and_can_be_seen() {
    let company = company(1000);
    let mut counts: HashMap<Flaw, u32> = HashMap::new();
    for index in 0..1000 {
        let Some(place) = company.sketch(index).unwrap().flaw else { continue };
        *counts.entry(place.flaw).or_default() += 1;
        let user = view(company.person(index).unwrap());
        assert!(shows(&company, index, &user, place.flaw), "{:?}: {user:?}", place.flaw);
    }
    assert_eq!(counts, FLAWS.into());
}

/// Whether what is wrong with a person can be found in the resource.
fn shows(company: &Company, index: u32, user: &User, flaw: Flaw) -> bool {
    let findings = card::check(&user.access());
    let said = |wanted: fn(&CardFinding) -> bool| findings.iter().any(wanted);
    let name = |wanted| name::findings(user.display_name().unwrap()).contains(&wanted);
    let mail = user.emails().next().map(|mail| mail.value);
    let listed = LISTED_DOMAINS.map(|domain| EmailDomain::parse(domain).unwrap());
    let others = || {
        (0..1000).filter(|other| *other != index).map(|other| view(company.person(other).unwrap()))
    };
    match flaw {
        Flaw::DomainNotListed | Flaw::LookAlikeDomain => {
            !listed.iter().any(|domain| domain.covers(mail.unwrap()))
        }
        Flaw::UserNameDiffersFromMail => mail != user.user_name(),
        Flaw::SharedCard => others().any(|other| other.access() == user.access()),
        Flaw::CardNeverActive => findings == [CardFinding::NotActive],
        Flaw::FacilityCodeOutOfRange => {
            said(|finding| matches!(finding, CardFinding::OutOfRange { .. }))
        }
        Flaw::HexInDecimalField => {
            said(|finding| matches!(finding, CardFinding::HexInDecimalField(_)))
        }
        Flaw::LostLeadingZeros => said(|finding| matches!(finding, CardFinding::HexLength { .. })),
        Flaw::UnknownCardFormat => {
            said(|finding| matches!(finding, CardFinding::FormatUnknown { .. }))
        }
        Flaw::MissingFacilityCode => {
            said(|finding| matches!(finding, CardFinding::FieldMissing(_)))
        }
        Flaw::MissingMail => mail.is_none(),
        Flaw::ZeroWidthInName => name(NameFinding::Invisible),
        Flaw::MixedScriptName => name(NameFinding::MixedScripts),
        Flaw::TurnedName => name(NameFinding::BidiControl),
        Flaw::NameLooksEmpty => name(NameFinding::LooksEmpty),
        Flaw::SharedDisplayName => {
            others().any(|other| other.display_name() == user.display_name())
        }
        Flaw::SharedEmployeeNumber => others()
            .any(|other| other.enterprise().employee_number == user.enterprise().employee_number),
        Flaw::BadPhone => {
            let phone = user.phone_numbers().next().unwrap().value;
            !phone.starts_with('+') || phone.contains('O')
        }
    }
}

#[test]
fn nobody_else_has_a_finding() {
    let company = company(3000);
    for index in 0..3000 {
        let sketch = company.sketch(index).unwrap();
        if sketch.flaw.is_some() {
            continue;
        }
        let user = view(company.person(index).unwrap());
        let mut findings = card::check(&user.access());
        if !sketch.active {
            findings.retain(|finding| *finding != CardFinding::NotActive);
        }
        assert_eq!(findings, [], "{user:?}");
        assert_eq!(name::findings(user.display_name().unwrap()), [], "{user:?}");
        assert!(user.phone_numbers().all(|phone| phone.value.starts_with('+')));
    }
}

#[test]
fn a_thousand_people_are_in_37_groups() {
    let groups = company(1000).groups();
    assert_eq!(groups.len(), 37);
    let size = |name: &str| {
        groups.iter().find(|group| group.display_name == name).map(|group| group.members.len())
    };
    assert_eq!(size("Everyone"), Some(1000));
    assert_eq!(size("Relocation 2027"), Some(0));
    assert_eq!(size("Operations"), Some(220));
    let empty = groups.iter().filter(|group| group.members.is_empty()).count();
    assert_eq!(empty, 1, "{groups:?}");
    let names: HashSet<&str> = groups.iter().map(|group| group.display_name.as_str()).collect();
    assert_eq!(names.len(), 37);
    assert_eq!(company(0).groups(), []);
}

#[test]
fn groups_of_a_large_company_come_in_parts() {
    let groups = company(3500).groups();
    assert!(groups.iter().all(|group| group.members.len() <= 1000));
    let everyone: usize = groups
        .iter()
        .filter(|group| group.display_name.starts_with("Everyone "))
        .map(|group| group.members.len())
        .sum();
    assert_eq!(everyone, 3500);
}

#[test]
fn twelve_of_a_thousand_have_left_after_they_were_deactivated() {
    let company = company(1000);
    let former: Vec<FormerPerson> = company.former_people().collect();
    assert_eq!(former.len(), 12);
    for former in former {
        assert!(former.deleted_seconds_ago < former.person.changed_seconds_ago);
        assert!(former.person.changed_seconds_ago < former.person.created_seconds_ago);
        assert_eq!(view(former.person).active(), Some(false));
    }
}

#[test]
fn entra_has_the_same_people_and_the_news_that_a_preview_shows() {
    let company = company(1000);
    let directory = company.entra_directory(Timestamp::UNIX_EPOCH);
    let mut news: HashMap<Option<News>, u32> = HashMap::new();
    for (index, person) in company.people().enumerate() {
        let sketch = company.named_sketch(u32::try_from(index).unwrap()).unwrap();
        let found = company.news(&sketch);
        *news.entry(found).or_default() += 1;
        let differences = differences(&view(person), directory.person(index).unwrap());
        let expected: &[&str] = match found {
            None => &[],
            Some(News::Promoted) => &["jobTitle"],
            Some(News::Moved) => &["jobTitle", "department"],
            Some(News::Disabled) => &["IsSoftDeleted"],
            Some(News::NumberEmptied) => &["employeeId"],
            // One of them may have had none.
            Some(News::PhoneEmptied) if differences.is_empty() => &[],
            Some(News::PhoneEmptied) => &["telephoneNumber"],
        };
        assert_eq!(differences, expected, "{index} {found:?}");
    }
    for found in
        [News::Promoted, News::Moved, News::Disabled, News::NumberEmptied, News::PhoneEmptied]
    {
        assert!((1..=6).contains(&news[&Some(found)]), "{news:?}");
    }
    assert!(news[&None] > 980, "{news:?}");
}

/// The attributes in which Entra has something else than Command.
fn differences(user: &User, entra: DirectoryPerson<'_>) -> Vec<&'static str> {
    let access = user.access();
    let enterprise = user.enterprise();
    let active = if user.active() == Some(true) { "False" } else { "True" };
    let pairs = [
        ("userPrincipalName", user.user_name()),
        ("IsSoftDeleted", Some(active)),
        ("displayName", user.display_name()),
        ("givenName", user.name().given_name),
        ("surname", user.name().family_name),
        ("mail", user.emails().next().map(|mail| mail.value)),
        ("mailNickname", user.external_id()),
        ("jobTitle", user.title()),
        ("department", enterprise.department),
        ("companyName", enterprise.organization),
        ("employeeId", enterprise.employee_number),
        ("telephoneNumber", user.phone_numbers().next().map(|phone| phone.value)),
        ("extensionAttribute1", access.card_format),
        ("extensionAttribute2", access.card_number),
        ("extensionAttribute3", access.card_number_hex),
        ("extensionAttribute4", access.credential_status),
        ("extensionAttribute5", access.facility_code),
        ("extensionAttribute6", user.verkada_external_id()),
    ];
    pairs
        .into_iter()
        .filter(|(name, value)| entra.text(name) != *value)
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn entra_has_newcomers_and_people_without_the_application() {
    let company = company(1000);
    let directory = company.entra_directory(Timestamp::UNIX_EPOCH);
    assert_eq!(directory.len(), 1006);
    let all: HashSet<&str> =
        directory.people().filter_map(|person| person.text("userPrincipalName")).collect();
    let ids: HashSet<&str> =
        directory.people().filter_map(|person| person.text("objectId")).collect();
    assert_eq!((all.len(), ids.len()), (1006, 1006));
    assert!(
        directory.people().filter_map(|person| person.text("manager")).all(|id| ids.contains(id))
    );
    for person in directory.people().skip(1000) {
        assert_eq!(person.text("IsSoftDeleted"), Some("False"));
    }
    let count = |name: &str, value: &str| {
        directory.people().filter(|person| person.text(name) == Some(value)).count()
    };
    assert!(count("assigned", "False") > 5 && count("accountEnabled", "False") > 30);
    assert_eq!(
        count("IsSoftDeleted", "True"),
        count("assigned", "False") + count("accountEnabled", "False")
    );
    let report = directory.check_cards(&CardColumns::default(), CardCheck::ForImport);
    let is_found = |wanted: fn(&CardFinding) -> bool| {
        report.problems.iter().any(|problem| wanted(&problem.finding))
    };
    assert!(is_found(|finding| matches!(finding, CardFinding::OutOfRange { .. })));
    assert!(is_found(|finding| matches!(finding, CardFinding::HexLength { .. })));
    assert_eq!(report.shared.len(), 1);
    assert!(Company::new(1, 0, &[]).entra_directory(Timestamp::UNIX_EPOCH).is_empty());
}

#[test]
fn the_same_seed_makes_the_same_entra_for_ever() {
    let csv = company(1000).entra_directory(Timestamp::UNIX_EPOCH).to_csv();
    let head: Vec<u8> = Sha256::digest(&csv).iter().copied().take(8).collect();
    // A change of this number changes what every preview of the sandbox shows: say so in the changelog.
    assert_eq!(head, [47, 110, 203, 52, 150, 39, 158, 86]);
}
