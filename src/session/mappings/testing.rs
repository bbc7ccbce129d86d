//! The work of the Mappings page done at once, without a file or a server, for the tests of session and window.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::entra::{
    CardColumns, Directory, Everyone, Holdings, ObjectMapping, Preview, ReadDirectory,
    SchemaDocument, lint, mend,
};
use crate::session::action::Action;
use crate::session::job::Job;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::job::{MappingsJob, MappingsOutcome, SchemaPurpose};
use crate::session::mappings::trial::{PeopleFrom, Tried};
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::state::State;
use crate::session::update::Order;
use crate::verkada::CardCheck;

/// Five people: one is as Command has her, one is new, one leaves, one has a card that is none, and two share one.
pub(crate) const PEOPLE: &str = "\
objectId,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,extensionAttribute1,extensionAttribute2,extensionAttribute4,extensionAttribute5,employeeId
1,ada@halcyon.example,Ada Okafor,Ada,Okafor,ada@halcyon.example,true,Standard 26-bit Wiegand,7777,active,111,E-1
2,bo@halcyon.example,Bo Lindqvist,Bo,Lindqvist,bo@halcyon.example,true,Standard 26-bit Wiegand,7778,active,111,E-2
3,chidi@halcyon.example,Chidi Baptiste,Chidi,Baptiste,chidi@halcyon.example,true,Wiegand of some kind,12,active,1,E-3
4,dara@halcyon.example,Dara Whitfield,Dara,Whitfield,dara@halcyon.example,false,,,,,E-4
5,esra@halcyon.example,Esra Novak,Esra,Novak,esra@halcyon.example,true,Standard 26-bit Wiegand,7778,active,111,E-5
";

/// The people of a CSV text.
pub(crate) fn directory(csv: &str) -> ReadDirectory {
    Directory::read(csv.as_bytes()).unwrap()
}

/// What Command holds: Ada as she is, Dara still active.
pub(crate) fn holdings(mapping: &ObjectMapping) -> Holdings {
    let mut held = Holdings::new(mapping);
    for (id, name, given, family) in
        [("a1", "ada", "Ada", "Okafor"), ("d4", "dara", "Dara", "Whitfield")]
    {
        let mail = format!("{name}@halcyon.example");
        let person = json!({
            "id": id, "userName": mail, "active": true,
            "name": { "givenName": given, "familyName": family },
            "emails": [{ "type": "work", "primary": true, "value": mail }],
        });
        held.push(person.as_object().unwrap()).unwrap();
    }
    held
}

/// Does a job as the worker would. A file is what its name says: `broken…` cannot be read, `….json` is Entra's default
/// schema unless people were dropped, and all others are [`PEOPLE`].
pub(crate) fn answer(job: MappingsJob) -> MappingsOutcome {
    match job {
        MappingsJob::ReadSchema { path, purpose: SchemaPurpose::Dropped }
            if path.to_string_lossy().contains("people") =>
        {
            MappingsOutcome::PeopleDropped(path)
        }
        MappingsJob::ReadSchema { path, purpose } => {
            let result = readable(&path, "open the schema")
                .map(|()| Box::new(SchemaDocument::entra_defaults()));
            MappingsOutcome::SchemaRead { path, purpose, result }
        }
        MappingsJob::WriteSchema { document, path, mappings, .. } => {
            let result = readable(&path, "save the schema");
            MappingsOutcome::SchemaWritten { document, path, mappings, result }
        }
        MappingsJob::ReadPeople { from, revision } => {
            let result = match &from {
                PeopleFrom::File(path) | PeopleFrom::Columns(path, _) => {
                    readable(path, "read the people").map(|()| directory(PEOPLE))
                }
                PeopleFrom::Typed(values) => {
                    let values = values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                    let mut read = ReadDirectory::default();
                    read.directory = Directory::of_person(values);
                    Ok(read)
                }
                PeopleFrom::Sandbox | PeopleFrom::Nobody => Ok(directory(PEOPLE)),
            };
            let result = result.map(|read| {
                let cards = read.directory.check_cards(&CardColumns::default(), CardCheck::Shown);
                Box::new((read, cards))
            });
            MappingsOutcome::PeopleRead { revision, from, result }
        }
        MappingsJob::ReadHeld { epoch, mapping, .. } => {
            MappingsOutcome::HeldRead { epoch, result: Ok(Arc::new(holdings(&mapping))) }
        }
        MappingsJob::Lint { revision, mappings, people } => {
            MappingsOutcome::Linted { revision, findings: lint(&mappings, people.as_deref()) }
        }
        MappingsJob::Mend { revision, mappings, people, least } => {
            let (mended, _) = mend(&mappings, people.as_deref(), least);
            MappingsOutcome::Mended { revision, result: Ok(Box::new(mended)) }
        }
        MappingsJob::Try { revision, preview, people, held } => {
            let chunks = Preview::chunks(people.len())
                .map(|range| preview.chunk(&people, &held, range))
                .collect();
            let everyone = Arc::new(Everyone::merge(&preview, &people, &held, chunks));
            let at = "2026-11-20T14:20:00Z".parse().unwrap();
            MappingsOutcome::Tried {
                revision,
                result: Ok(Tried { everyone, revision, took_ms: 3, at }),
            }
        }
        MappingsJob::Compare(comparing) => MappingsOutcome::Compared(Ok(Box::new(comparing.run()))),
        MappingsJob::Report(report) => {
            let result = readable(&report.path, "write the report");
            MappingsOutcome::Reported { path: report.path.clone(), result }
        }
    }
}

fn readable(path: &Path, doing: &str) -> Result<(), Problem> {
    let is_broken = path.to_string_lossy().contains("broken");
    if is_broken {
        Err(Problem::new(doing, "the file is damaged", "Choose another"))
    } else {
        Ok(())
    }
}

/// Does the work, and the work that it makes.
pub(crate) fn work(state: &mut State, orders: Vec<Order>) {
    for order in orders {
        if let Order::Do(Job::Mappings(job)) = order {
            let orders = state.absorb(Outcome::Mappings(answer(job)));
            work(state, orders);
        }
    }
}

/// What is asked for, with all work done.
pub(crate) fn done(state: &mut State, action: MappingsAction) {
    let orders = state.apply(Action::Mappings(action));
    work(state, orders);
}
