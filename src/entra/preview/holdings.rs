//! What Command holds of everybody, in little memory: the values at the targets of a mapping and nothing else.

use std::borrow::Cow;

use hashbrown::DefaultHashBuilder;
use serde_json::{Map, Value as Json};

use crate::entra::mapping::{AttributeMapping, ObjectMapping};
use crate::entra::path::AttributePath;
use crate::entra::preview::key::{Holders, Index, Key, hash_of};
use crate::entra::preview::place::{ROLES, Role};
use crate::entra::preview::sent::{Case, held_text};
use crate::entra::preview::texts::{TextNumber, Texts};

/// What Command holds of everybody. A person costs four bytes for each target, and the text of values that nobody else has.
pub struct Holdings {
    columns: Vec<Column>,
    /// Cells of one person.
    width: usize,
    texts: Texts,
    /// One number for each column of each person, behind the number of the id.
    cells: Vec<TextNumber>,
    cards: [Index; 2],
    hasher: DefaultHashBuilder,
}

/// One target.
struct Column {
    path: AttributePath,
    role: Role,
    case: Case,
    /// Whom a value leads to, where people are looked for by it.
    index: Option<Index>,
}

/// Four gigabytes of text or people are full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("These are more people than fit into memory. Preview a part of them.")]
pub struct HoldingsFull;

impl Holdings {
    /// Nobody yet, with room for the targets of this mapping and those that Command finds people by.
    pub fn new(mapping: &ObjectMapping) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        let known = ROLES.iter().map(|(target, _)| (*target, None));
        let rows = mapping.rows.iter().map(|row| (row.target.as_str(), row.matching));
        for (target, matching) in known.chain(rows) {
            let Ok(path) = AttributePath::parse(target) else { continue };
            let at = columns.iter().position(|column| column.path.is_same_place(&path));
            let at = at.unwrap_or_else(|| {
                columns.push(Column::new(path));
                columns.len() - 1
            });
            if let (Some(column), Some(_)) = (columns.get_mut(at), matching) {
                column.index.get_or_insert_default();
            }
        }
        Self {
            width: columns.len() + 1,
            columns,
            texts: Texts::default(),
            cells: Vec::new(),
            cards: [Index::default(), Index::default()],
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// Takes in one person as the server tells them. Who has no id is nobody.
    pub fn push(&mut self, resource: &Map<String, Json>) -> Result<(), HoldingsFull> {
        let Some(id) = resource.get("id").and_then(Json::as_str).filter(|id| !id.is_empty()) else {
            return Ok(());
        };
        let person = u32::try_from(self.len()).map_err(|_many| HoldingsFull)?;
        let start = self.cells.len();
        let Self { columns, texts, cells, .. } = self;
        let values =
            columns.iter().map(|column| column.path.value_in(resource).and_then(held_text));
        for value in std::iter::once(Some(Cow::Borrowed(id))).chain(values) {
            let kept = value.map_or(Some(0), |value| texts.keep(&value));
            let Some(number) = kept else {
                cells.truncate(start);
                return Err(HoldingsFull);
            };
            cells.push(number);
        }
        self.note(person);
        Ok(())
    }

    /// Enters a person who was just taken in where they will be looked for.
    fn note(&mut self, person: u32) {
        let mut columns = std::mem::take(&mut self.columns);
        let mut cards = std::mem::take(&mut self.cards);
        for (at, column) in columns.iter_mut().enumerate() {
            let (case, Some(index)) = (column.case, &mut column.index) else {
                continue;
            };
            let Some(text) = self.value(person, at) else { continue };
            let hash = hash_of(&self.hasher, &case.key(text));
            index.note(hash, person, |other| {
                self.value(other, at).is_some_and(|other| case.is_same(other, text))
            });
        }
        for (key, index) in [Key::CardNumber, Key::CardHex].into_iter().zip(&mut cards) {
            let of =
                |person: u32| key.text(|role| self.value(person, role_column(&columns, role)?));
            let Some(text) = of(person) else { continue };
            let hash = hash_of(&self.hasher, &text);
            index.note(hash, person, |other| of(other).as_deref() == Some(&*text));
        }
        self.columns = columns;
        self.cards = cards;
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.cells.len() / self.width
    }

    /// Whether nobody is held.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The id of a person.
    pub fn id(&self, person: usize) -> Option<&str> {
        let cell = self.cells.get(person.checked_mul(self.width)?)?;
        Some(self.texts.get(*cell))
    }

    /// The `userName` of a person.
    pub fn user_name(&self, person: usize) -> Option<&str> {
        self.value(u32::try_from(person).ok()?, role_column(&self.columns, Role::UserName)?)
    }

    /// Whether what a row of the mapping needs is held; otherwise the people have to be taken in again for it.
    pub fn fits(&self, row: &AttributeMapping) -> bool {
        match AttributePath::parse(&row.target) {
            Err(_) => true,
            Ok(path) => self.columns.iter().any(|column| {
                column.path.is_same_place(&path)
                    && (row.matching.is_none() || column.index.is_some())
            }),
        }
    }

    /// How many values of `userName`, mail address and either `externalId` two people of Command share, and cards.
    pub fn shared(&self) -> usize {
        let columns = self.columns.iter().filter(|column| is_key(column.role));
        columns
            .filter_map(|column| column.index.as_ref())
            .chain(&self.cards)
            .map(Index::shared)
            .sum()
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.texts.bytes() + self.cells.capacity() * 4
    }

    /// The column of a target.
    pub(super) fn column(&self, path: &AttributePath) -> Option<usize> {
        self.columns.iter().position(|column| column.path.is_same_place(path))
    }

    /// What a person has in a column.
    pub(super) fn value(&self, person: u32, column: usize) -> Option<&str> {
        let start = (person as usize).checked_mul(self.width)?;
        match self.cells.get(start.checked_add(column)?.checked_add(1)?) {
            None | Some(0) => None,
            Some(&number) => Some(self.texts.get(number)),
        }
    }

    /// Who has this value in a column, by the rules of SCIM.
    pub(super) fn holders(&self, column: usize, text: &str) -> Option<Holders> {
        let held = self.columns.get(column)?;
        let hash = hash_of(&self.hasher, &held.case.key(text));
        held.index.as_ref()?.find(hash, |other| {
            self.value(other, column).is_some_and(|other| held.case.is_same(other, text))
        })
    }

    /// Whether any two people of Command share such a value.
    pub(super) fn is_shared(&self, key: Key) -> bool {
        let index = match key.role() {
            Some(role) => role_column(&self.columns, role)
                .and_then(|column| self.columns.get(column)?.index.as_ref()),
            None => self.cards.get(usize::from(key == Key::CardHex)),
        };
        index.is_some_and(|index| index.shared() > 0)
    }

    /// Who has a value that has to be unique.
    pub(super) fn holders_of_key(&self, key: Key, text: &str) -> Option<Holders> {
        let of = |role| role_column(&self.columns, role);
        if let Some(role) = key.role() {
            return self.holders(of(role)?, text);
        }
        let index = self.cards.get(usize::from(key == Key::CardHex))?;
        index.find(hash_of(&self.hasher, text), |other| {
            key.text(|role| self.value(other, of(role)?)).as_deref() == Some(text)
        })
    }
}

impl Column {
    fn new(path: AttributePath) -> Self {
        let role = Role::of(&path);
        let case = Case::of(&path);
        Self { path, role, case, index: is_key(role).then(Index::default) }
    }
}

const fn is_key(role: Role) -> bool {
    matches!(role, Role::UserName | Role::Mail | Role::ExternalId | Role::VerkadaExternalId)
}

fn role_column(columns: &[Column], role: Role) -> Option<usize> {
    columns.iter().position(|column| column.role == role)
}
