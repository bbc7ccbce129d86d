//! All about one person: each row with its source values, what Command holds now, and the requests Entra would send.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::entra::dialect::{Change, Dialect};
use crate::entra::expression::{
    Arena, Attributes, Flow, Trace, Unevaluated, UnevaluatedKind, Value, ValueRef,
};
use crate::entra::mapping::Source;
use crate::entra::path::{AttributePath, PathError};
use crate::entra::preview::Preview;
use crate::entra::preview::change::{PersonOutcome, RowChange, SkipReason};
use crate::entra::preview::evaluations::evaluate;
use crate::entra::preview::holdings::Holdings;
use crate::entra::preview::judge::{Cell, Match};
use crate::entra::preview::key::Holders;
use crate::entra::preview::place::Role;
use crate::entra::preview::sent::{Sent, held_json, held_text};
use crate::entra::preview::trouble::{Domains, Trouble, words};
use crate::entra::request::Request;
use crate::entra::scope::ScopeJudgement;
use crate::scim::ResourceId;

/// What becomes of one person, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPreview {
    /// What becomes of them.
    pub outcome: PersonOutcome,
    /// The row that decided about a skipped person.
    pub because: Option<usize>,
    /// Whom Entra finds in Command.
    pub found: Option<Found>,
    /// What the scoping filter says, if there is one.
    pub scope: Option<ScopeJudgement>,
    /// The rows of the mapping, in its order.
    pub rows: Vec<RowPreview>,
    /// What Entra asks for, one question after the other.
    asked: Vec<(AttributePath, String)>,
}

/// A person of Command who was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The matching row that found them; none where it finds somebody else than was given.
    pub row: Option<usize>,
    /// Their id in Command.
    pub id: String,
}

/// One row of a mapping for one person.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPreview {
    /// What the source used: attributes and their values.
    pub used: Vec<(String, Value<'static>)>,
    /// What the source comes to.
    pub result: Result<Flow<Value<'static>>, Box<Unevaluated>>,
    /// What Command holds now.
    pub held: Option<Json>,
    /// What is sent, or would be if it were not held back or there already.
    pub sent: Option<Json>,
    /// What becomes of it.
    pub change: RowChange,
    /// What is wrong with the value, in kind and in words.
    pub trouble: Option<(Trouble, String)>,
    path: Option<AttributePath>,
}

/// What Command holds of one person, by row.
struct HeldValues {
    id: String,
    values: Vec<Option<Json>>,
}

impl Preview {
    /// Previews one person beside what Command holds of them; none where Command does not have them.
    pub fn person(
        &self,
        person: &dyn Attributes,
        held: Option<&Map<String, Json>>,
    ) -> PersonPreview {
        let held = held.map(|resource| self.values_in(resource));
        let look = |row: usize, text: &str| {
            let value = held.as_ref()?.values.get(row)?.as_ref()?;
            let is_same = self.places.get(row)?.case.is_same(&held_text(value)?, text);
            is_same.then_some(Holders { first: 0, second: None })
        };
        self.person_with(person, |cells| {
            let found = match self.find(cells, look) {
                Match::Nobody if held.is_some() => Match::Found { person: 0, row: None },
                found => found,
            };
            let values = matches!(found, Match::Found { .. }).then_some(held.as_ref()).flatten();
            (found, values.map(Cow::Borrowed))
        })
    }

    /// What every part of a row's expression comes to for one person; nothing for a row without a readable expression.
    pub fn trace(&self, row: usize, person: &dyn Attributes) -> Option<Trace> {
        let row = self.mapping.rows.get(row)?;
        let Source::Expression(text) = &row.source else { return None };
        let expression = text.expression().ok()?;
        let (computed, chance) = (self.computed(person), self.chance(person));
        chance.begin(&row.target);
        let arena = Arena::default();
        Some(expression.trace(&self.given(&computed, &chance, &arena)))
    }

    /// Previews one person, and finds them among all people of Command.
    pub fn person_in(&self, person: &dyn Attributes, holdings: &Holdings) -> PersonPreview {
        let columns = self.columns(holdings);
        let column = |row: usize| columns.get(row).copied().flatten();
        self.person_with(person, |cells| {
            let found = self.find(cells, |row, text| holdings.holders(column(row)?, text));
            let Match::Found { person, .. } = found else { return (found, None) };
            let values = self.places.iter().enumerate().map(|(row, place)| {
                holdings.value(person, column(row)?).map(|text| held_json(text, place))
            });
            let id = holdings.id(person as usize).unwrap_or_default().to_owned();
            (found, Some(Cow::Owned(HeldValues { id, values: values.collect() })))
        })
    }

    fn person_with<'h>(
        &self,
        person: &dyn Attributes,
        find: impl FnOnce(&[Cell<'_>]) -> (Match, Option<Cow<'h, HeldValues>>),
    ) -> PersonPreview {
        let (computed, chance) = (self.computed(person), self.chance(person));
        let arena = Arena::default();
        let given = self.given(&computed, &chance, &arena);
        let read = self.reads.of_person(&computed, &arena);
        let mut cells = self.cells(self.evaluate(read, &given, &chance));
        let (found, held) = find(&cells);
        let values = held.as_ref().map_or(&[][..], |held| &held.values);
        let held_texts: Vec<_> =
            values.iter().map(|value| value.as_ref().and_then(held_text)).collect();
        let text_of = |row: usize| held_texts.get(row)?.as_deref();
        let asked = self.asked(&cells, found);
        let stay = computed.stay;
        let outcome = self.settle_found(&mut cells, found, stay, text_of, &mut Domains::default());
        let cards = self.card_troubles(&cells, &text_of);
        let rows = self.mapping.rows.iter().zip(&self.places).zip(&cells).enumerate();
        let rows = rows.map(|(at, ((row, place), cell))| {
            let trouble = cell.trouble.map(|trouble| {
                let card = cards.iter().find(|card| {
                    card.trouble == trouble
                        && (card.role == place.role || place.role == Role::CardFormat)
                });
                let message = card.map(|card| card.message.clone());
                let said = || cell.sent().map(|sent| words(trouble, sent, place));
                (trouble, message.or_else(said).unwrap_or_else(|| trouble.to_string()))
            });
            chance.begin(&row.target);
            let read = self.reads.of_row(at, read);
            RowPreview {
                used: used(self.reads.names(at), read),
                result: match &place.path {
                    Ok(_) => evaluate(row, read, &given).map(Flow::into_owned),
                    Err(error) => Err(Box::new(no_target(error))),
                },
                held: values.get(at).cloned().flatten(),
                sent: cell.sent().map(Sent::to_json),
                change: cell.change,
                trouble,
                path: place.path.clone().ok(),
            }
        });
        let rows: Vec<_> = rows.collect();
        let scope = self.mapping.scope.as_ref().map(|scope| scope.judge(person));
        PersonPreview {
            outcome,
            because: because(outcome, &rows),
            scope,
            found: found_of(found, held.as_deref()),
            rows,
            asked,
        }
    }

    fn values_in(&self, resource: &Map<String, Json>) -> HeldValues {
        let id = resource.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
        let value = |path: &AttributePath| path.value_in(resource).cloned();
        let values = self.places.iter().map(|place| place.path.as_ref().ok().and_then(value));
        HeldValues { id, values: values.collect() }
    }

    /// The questions Entra asks until somebody is found.
    fn asked(&self, cells: &[Cell<'_>], found: Match) -> Vec<(AttributePath, String)> {
        let hit = match found {
            Match::Found { row, .. } => row,
            Match::Nobody | Match::Stopped(_) => None,
        };
        let last = hit.and_then(|hit| self.matching.iter().position(|&row| row == hit));
        let rows = self.matching.iter().take(last.map_or(usize::MAX, |last| last + 1));
        rows.filter_map(|&row| {
            let path = self.places.get(row)?.path.clone().ok()?;
            Some((path, cells.get(row)?.sent()?.as_text().into_owned()))
        })
        .collect()
    }

    /// The columns of what Command holds, by row.
    pub(super) fn columns(&self, holdings: &Holdings) -> Vec<Option<usize>> {
        let column = |path: &AttributePath| holdings.column(path);
        self.places.iter().map(|place| place.path.as_ref().ok().and_then(column)).collect()
    }
}

impl Clone for HeldValues {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), values: self.values.clone() }
    }
}

impl PersonPreview {
    /// What Entra would send, in this order: the questions that look for the person, then what creates or changes them.
    pub fn requests(&self, dialect: Dialect) -> Vec<Request> {
        let mut requests: Vec<_> =
            self.asked.iter().map(|(path, text)| Request::match_user_by(path, text)).collect();
        let sent = self.rows.iter().filter(|row| row.change.is_sent());
        match self.outcome {
            PersonOutcome::Create => {
                let attributes: Vec<_> =
                    sent.filter_map(|row| Some((row.path.clone()?, row.sent.clone()?))).collect();
                requests.push(Request::create_user_of(&attributes));
            }
            PersonOutcome::Update | PersonOutcome::Enable | PersonOutcome::Disable => {
                let changes: Vec<_> = sent
                    .filter_map(|row| {
                        let (old, new) = (row.held.clone(), row.sent.clone());
                        Some(Change { path: row.path.clone()?, old, new })
                    })
                    .collect();
                let id = self.found.as_ref().and_then(|found| ResourceId::parse(&found.id).ok());
                requests.extend(id.and_then(|id| dialect.update(&id, &changes)));
            }
            PersonOutcome::Same | PersonOutcome::Skipped(_) => {}
        }
        requests
    }
}

/// The row that keeps somebody from being provisioned.
fn because(outcome: PersonOutcome, rows: &[RowPreview]) -> Option<usize> {
    let change = match outcome {
        PersonOutcome::Skipped(SkipReason::RowFails) => RowChange::Failed,
        PersonOutcome::Skipped(SkipReason::Required) => RowChange::Missing,
        PersonOutcome::Skipped(SkipReason::MatchUnknown) => RowChange::Unknown,
        _ => return None,
    };
    rows.iter().position(|row| row.change == change)
}

fn found_of(found: Match, held: Option<&HeldValues>) -> Option<Found> {
    match found {
        Match::Found { row, .. } => held.map(|held| Found { row, id: held.id.clone() }),
        Match::Nobody | Match::Stopped(_) => None,
    }
}

/// What a source reads, each attribute once.
fn used(names: &[Box<str>], values: &[ValueRef<'_>]) -> Vec<(String, Value<'static>)> {
    let is_new = |at: usize| names.iter().position(|name| Some(name) == names.get(at)) == Some(at);
    let read = names.iter().zip(values).enumerate().filter(|(at, _)| is_new(*at));
    read.map(|(_, (name, value))| (name.as_ref().to_owned(), value.into_owned())).collect()
}

/// A target that is no path fails for everybody.
fn no_target(error: &PathError) -> Unevaluated {
    Unevaluated { span: 0..0, kind: UnevaluatedKind::Fails, message: error.to_string() }
}
