//! Everybody at once: the same as one after the other, counted, and compared between two versions.

use std::ops::Range;

use serde_json::{Map, Value as Json, json};

use super::{NAME, TITLE, in_command, mapping, object, row, surroundings, target};
use crate::entra::directory::Directory;
use crate::entra::expression::Arena;
use crate::entra::mapping::{ObjectMapping, TargetAttribute};
use crate::entra::preview::reading::Reader;
use crate::entra::preview::{
    Clash, CountKind, EditEffect, EffectKind, Everyone, Holdings, PersonOutcome, Preview,
    RowChange, SkipReason, Trouble,
};
use crate::entra::{Ask, Dialect, Request};
use crate::limits;
use crate::scim::schema::{USER, VERKADA_ACCESS_USER};
use crate::scim::{PatchRequest, Resource};

const PEOPLE: &str = "\
userPrincipalName,objectId,mail,jobTitle,accountEnabled,e1,e2,e4,e5
ada@halcyon.example,o-1,ada@halcyon.example,Lead,true,Standard 26-bit Wiegand,0077,active,12
bob@halcyon.example,o-2,ada@halcyon.example,,true,Standard 26-bit Wiegand,77,active,12
cy@halcyon.example,o-3,cy@other.example,Clerk,false,,,,
dee@halcyon.example,o-4,dee@halcyon.example,Clerk,false,,,,
eve@halcyon.example,o-5,not a mail,Clerk,true,,,,
ADA@halcyon.example,o-6,six@halcyon.example,Clerk,true,,,,
,o-7,seven@halcyon.example,Clerk,true,,,,
";

fn people(csv: &str) -> Directory {
    Directory::read_csv(csv.as_bytes()).unwrap().directory
}

fn rows() -> ObjectMapping {
    let access = |name: &str| format!("{VERKADA_ACCESS_USER}:{name}");
    let names = ["cardFormat", "cardNumber", "credentialStatus", "facilityCode"].map(access);
    let cards = ["e1", "e2", "e4", "e5"].into_iter().zip(names.iter().map(String::as_str));
    let active = ("(Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")", "active");
    let mut rows = vec![NAME, active, TITLE, ("mail", "emails[type eq \"work\"].value")];
    rows.extend(cards);
    mapping(&rows)
}

fn held(mapping: &ObjectMapping) -> Holdings {
    let mut holdings = Holdings::new(mapping);
    for resource in [
        in_command(json!({"title": "Lead"})),
        in_command(json!({"id": "u3", "userName": "cy@halcyon.example", "title": "Old"})),
        in_command(json!({"id": "u8", "userName": "gone@halcyon.example", "emails": [
            {"type": "work", "value": "EVE@halcyon.example"}, {"type": "work", "value": "x@halcyon.example"},
        ]})),
        in_command(json!({"id": ""})),
    ] {
        holdings.push(&object(resource)).unwrap();
    }
    holdings
}

fn everyone(preview: &Preview, directory: &Directory, holdings: &Holdings) -> Everyone {
    let chunks = Preview::chunks(directory.len());
    let chunks = chunks.map(|people| preview.chunk(directory, holdings, people)).collect();
    Everyone::merge(preview, directory, holdings, chunks)
}

/// Whom a count opens.
#[track_caller]
fn check(everyone: &Everyone, kind: CountKind, row: Option<usize>, expected: &[usize]) {
    assert_eq!(everyone.people(kind, row).collect::<Vec<_>>(), expected, "{kind:?} {row:?}");
    assert_eq!(everyone.count_of(kind, row), expected.len(), "{kind:?} {row:?}");
}

#[test]
fn each_count_opens_its_people() {
    let (mapping, directory) = (rows(), people(PEOPLE));
    let (preview, holdings) = (Preview::new(&mapping, surroundings()), held(&mapping));
    let everyone = everyone(&preview, &directory, &holdings);
    assert_eq!((everyone.len(), everyone.rows(), holdings.len()), (7, 8, 3));
    check(&everyone, CountKind::Create, None, &[1, 4]);
    check(&everyone, CountKind::Update, None, &[0, 5]);
    check(&everyone, CountKind::Disable, None, &[2]);
    check(&everyone, CountKind::Skipped, None, &[3, 6]);
    check(&everyone, CountKind::SkippedBecause(SkipReason::Leaves), None, &[3]);
    check(&everyone, CountKind::SkippedBecause(SkipReason::NoMatchingValue), None, &[6]);
    check(&everyone, CountKind::Changed, None, &[0, 2, 5]);
    check(&everyone, CountKind::Changed, Some(1), &[2]);
    check(&everyone, CountKind::Changed, Some(2), &[5]);
    check(&everyone, CountKind::Blank, Some(2), &[1]);
    check(&everyone, CountKind::Invalid, None, &[4]);
    check(&everyone, CountKind::InvalidBecause(Trouble::MailSyntax), Some(3), &[4]);
    check(&everyone, CountKind::ClashingBy(Clash::Mail), None, &[0, 1]);
    check(&everyone, CountKind::ClashingBy(Clash::Mail), Some(3), &[0, 1]);
    check(&everyone, CountKind::ClashingBy(Clash::Card), None, &[0, 1]);
    check(&everyone, CountKind::ClashingBy(Clash::UserName), None, &[0, 5]);
    check(&everyone, CountKind::ClashingBy(Clash::Person), None, &[0, 5]);
    check(&everyone, CountKind::Clashing, None, &[0, 1, 5]);
    check(&everyone, CountKind::Clashing, Some(2), &[]);
    assert_eq!(everyone.untouched(), [2]);
    assert_eq!(holdings.user_name(2), Some("gone@halcyon.example"));
}

#[test]
fn what_somebody_else_of_command_holds_clashes() {
    let mut mapping = mapping(&[NAME, ("mail", "emails[type eq \"work\"].value")]);
    mapping.targets = vec![TargetAttribute { is_case_exact: true, ..target("userName", "String") }];
    let directory = people("userPrincipalName,mail\nada@halcyon.example,Eve@halcyon.example\n");
    let preview = Preview::new(&mapping, surroundings());
    let found = everyone(&preview, &directory, &held(&mapping));
    check(&found, CountKind::ClashingBy(Clash::Mail), None, &[0]);
    // Who has it already shares it with nobody.
    let mut holdings = Holdings::new(&mapping);
    let own = json!({"emails": [{"type": "work", "value": "eve@halcyon.example"}]});
    holdings.push(&object(in_command(own))).unwrap();
    let found = everyone(&preview, &directory, &holdings);
    check(&found, CountKind::Clashing, None, &[]);
    check(&found, CountKind::Update, None, &[0]);
    assert_eq!(found.cell(0, 0), Some((RowChange::Changed, None)), "the case of userName is sent");
    assert_eq!(found.cell(0, 1).map(|(change, _)| change), Some(RowChange::CaseOnly));
}

#[test]
fn two_people_of_command_with_one_value_stop_a_match() {
    let mapping = mapping(&[NAME, TITLE]);
    let mut holdings = Holdings::new(&mapping);
    for id in ["u1", "u2"] {
        holdings.push(&object(in_command(json!({"id": id})))).unwrap();
    }
    assert_eq!(holdings.shared(), 1);
    let directory = people("userPrincipalName\nada@halcyon.example\n");
    let preview = Preview::new(&mapping, surroundings());
    let skipped = PersonOutcome::Skipped(SkipReason::SeveralMatches);
    assert_eq!(everyone(&preview, &directory, &holdings).outcome(0), Some(skipped));
    let shown = preview.person_in(&directory.person(0).unwrap(), &holdings);
    assert_eq!((shown.outcome, shown.found), (skipped, None));
}

#[test]
fn everybody_is_what_each_one_is_in_chunks_of_any_order() {
    let (mapping, directory) = (rows(), people(PEOPLE));
    let (preview, holdings) = (Preview::new(&mapping, surroundings()), held(&mapping));
    let whole = everyone(&preview, &directory, &holdings);
    let chunks = [4..9, 0..2, 2..4].map(|people| preview.chunk(&directory, &holdings, people));
    assert_eq!(Everyone::merge(&preview, &directory, &holdings, chunks.into()), whole);
    for person in 0..whole.len() {
        let shown = preview.person_in(&directory.person(person).unwrap(), &holdings);
        assert_eq!(Some(shown.outcome), whole.outcome(person), "{person}");
        for (at, row) in shown.rows.iter().enumerate() {
            let cell = (row.change, row.trouble.as_ref().map(|(trouble, _)| *trouble));
            assert_eq!(Some(cell), whole.cell(person, at), "{person} {at}");
        }
        assert_eq!(
            shown.found.map(|found| found.id).as_deref(),
            whole.found(person).and_then(|held| holdings.id(held))
        );
    }
    let lost = [0..2, 4..7].map(|people| preview.chunk(&directory, &holdings, people));
    assert_eq!(Everyone::merge(&preview, &directory, &holdings, lost.into()).len(), 2);
}

#[test]
fn many_people_with_one_value_are_all_told_and_quickly() {
    let count = 20_000;
    let lines: Vec<_> = (0..count).map(|row| format!("p{row}@halcyon.example")).collect();
    let directory = people(&format!("userPrincipalName\n{}\n", lines.join("\n")));
    let mapping = mapping(&[NAME, ("=all@halcyon.example", "emails[type eq \"work\"].value")]);
    let preview = Preview::new(&mapping, surroundings());
    let found = everyone(&preview, &directory, &Holdings::new(&mapping));
    assert_eq!(found.count_of(CountKind::ClashingBy(Clash::Mail), None), count);
    assert_eq!(found.count_of(CountKind::ClashingBy(Clash::UserName), None), 0);
}

#[test]
fn chance_is_the_same_for_a_person_whenever_it_is_asked() {
    let mapping = mapping(&[NAME, ("(Guid()", "externalId"), ("(Guid()", "nickName")]);
    let directory = people("userPrincipalName\na@halcyon.example\nb@halcyon.example\n");
    let preview = Preview::new(&mapping, surroundings());
    let nobody = Holdings::new(&mapping);
    let sent: Vec<_> = directory
        .people()
        .flat_map(|person| {
            let shown = preview.person_in(&person, &nobody);
            shown.rows.into_iter().map(|row| row.sent.unwrap()).collect::<Vec<_>>()
        })
        .collect();
    let mut different = sent.iter().map(ToString::to_string).collect::<Vec<_>>();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 6, "each row of each person draws anew: {sent:?}");
    let mut held = Holdings::new(&mapping);
    for person in sent.chunks(3) {
        let [name, id, nick] = person else { panic!("three rows") };
        let resource = json!({"id": name, "userName": name, "externalId": id, "nickName": nick});
        held.push(resource.as_object().unwrap()).unwrap();
    }
    check(&everyone(&preview, &directory, &held), CountKind::Same, None, &[0, 1]);
}

#[test]
fn people_whose_values_fill_the_memory_are_looked_at_one_by_one() {
    let long = "a".repeat(2000);
    let grown = format!("(Replace([city], \"a\", , , \"{}\", , )", "b".repeat(80));
    let targets: Vec<String> = (0..10).map(|at| format!("x{at}")).collect();
    let rows = targets.iter().map(|target| (grown.as_str(), target.as_str()));
    let mapping = mapping(&std::iter::once(NAME).chain(rows).collect::<Vec<_>>());
    let lines = (0..60).map(|at| format!("p{at}@halcyon.example,{long}\n"));
    let directory = people(&format!("userPrincipalName,city\n{}", lines.collect::<String>()));
    let preview = Preview::new(&mapping, surroundings());
    let reader = Reader::new(&preview, &directory);
    let is_done = |rows: Range<usize>| {
        let arena = Arena::default();
        let is_done = preview.evaluate_all(reader.read(&rows, &arena)).is_some();
        assert!(arena.bytes() < 4 * limits::PREVIEW_BATCH_BYTES, "{rows:?}: {}", arena.bytes());
        is_done
    };
    assert!(!is_done(0..60) && is_done(7..8));
    let everyone = everyone(&preview, &directory, &Holdings::new(&mapping));
    assert_eq!(everyone.count_of(CountKind::Create, None), 60);
    let effect = EditEffect::of(&preview, &preview, &directory);
    assert_eq!(effect.count_of(EffectKind::Changed, None), 0);
}

/// What an edit says of itself.
#[track_caller]
fn check_edit(after: &ObjectMapping, said: &str, counts: &[(EffectKind, &[usize])]) {
    let directory = people(PEOPLE);
    let [before, after] = [&rows(), after].map(|mapping| Preview::new(mapping, surroundings()));
    let effect = EditEffect::of(&before, &after, &directory);
    assert_eq!(effect.to_string(), said);
    for (kind, expected) in counts {
        assert_eq!(effect.people(*kind, None).collect::<Vec<_>>(), *expected, "{kind:?}");
        assert_eq!(effect.count_of(*kind, None), expected.len(), "{kind:?}");
    }
    let chunks = [3..9, 0..3].map(|people| EditEffect::chunk(&before, &after, &directory, people));
    assert_eq!(EditEffect::merge(&before, &after, chunks.into()), effect);
}

#[test]
fn an_edit_says_what_it_changes() {
    use EffectKind::{Added, Changed, Cleared, Disabled, Enabled, Invalid};
    let edited = |at: usize, source: &str, target: &str| {
        let mut mapping = rows();
        mapping.rows[at] = row(source, target);
        mapping
    };
    check_edit(&rows(), "This edit changes nobody.", &[(Changed, &[]), (Cleared, &[])]);
    check_edit(
        &edited(2, "nickName", "title"),
        "This edit changes 4 people, leaves 4 people without a value they had.",
        &[(Cleared, &[0, 4, 5, 6]), (Changed, &[]), (Added, &[])],
    );
    check_edit(
        &edited(2, "objectId", "title"),
        "This edit changes 5 people, clears nothing.",
        &[(Added, &[1]), (Changed, &[0, 4, 5, 6])],
    );
    check_edit(
        &edited(1, "=False", "active"),
        "This edit changes 5 people, clears nothing, disables 5.",
        &[(Disabled, &[0, 1, 4, 5, 6]), (Changed, &[0, 1, 4, 5, 6])],
    );
    check_edit(
        &edited(1, "=True", "active"),
        "This edit changes 2 people, clears nothing, enables 2.",
        &[(Enabled, &[2, 3]), (Invalid, &[])],
    );
    check_edit(
        &edited(3, "jobTitle", "emails[type eq \"work\"].value"),
        "This edit changes 5 people, leaves 1 person without a value they had, makes something invalid for 3.",
        &[(Invalid, &[0, 5, 6]), (Cleared, &[1])],
    );
    let mut fewer = rows();
    fewer.rows.remove(2);
    check_edit(
        &fewer,
        "This edit changes 4 people, leaves 4 people without a value they had.",
        &[(Cleared, &[0, 4, 5, 6])],
    );
}

/// What Command has after a request.
fn carried_out(held: Option<&Map<String, Json>>, request: &Request) -> Map<String, Json> {
    match (&request.ask, held) {
        (Ask::Create { body }, None) => {
            let mut resource = object(body.clone());
            resource.insert("id".to_owned(), json!("new"));
            resource
        }
        (Ask::Patch { body, .. }, Some(held)) => {
            let mut resource = Resource::from_map(held.clone());
            PatchRequest::from_value(body.clone()).unwrap().apply(&mut resource, &USER).unwrap();
            resource.into_map()
        }
        (ask, _) => panic!("{ask:?}"),
    }
}

#[test]
fn what_was_sent_is_there_and_is_not_sent_again() {
    let (mapping, directory) = (rows(), people(PEOPLE));
    let preview = Preview::new(&mapping, surroundings());
    let known = in_command(
        json!({"title": "Old", "emails": [{"type": "home", "value": "h@halcyon.example"}]}),
    );
    let known = object(known);
    let mut sent = 0;
    for person in directory.people() {
        for held in [None, Some(&known)] {
            for dialect in [Dialect::Classic, Dialect::AadOptscim062020] {
                let shown = preview.person(&person, held);
                let requests = shown.requests(dialect);
                let Some(request) = requests.iter().find(|request| request.body().is_some()) else {
                    continue;
                };
                sent += 1;
                let after = carried_out(held, request);
                let again = preview.person(&person, Some(&after));
                assert_eq!(again.outcome, PersonOutcome::Same, "{request:?} {after:?} {again:?}");
            }
        }
    }
    assert!(sent > 15, "{sent}");
}
