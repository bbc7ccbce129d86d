//! Values that have to be unique and are not, among all people of a directory.

use std::borrow::Cow;

use hashbrown::HashTable;

use crate::entra::directory::Directory;
use crate::entra::expression::{Arena, Flow, ValueRef};
use crate::entra::mapping::Source;
use crate::entra::preview::Preview;
use crate::entra::preview::change::RowChange;
use crate::entra::preview::count::clash_bit;
use crate::entra::preview::evaluations::evaluate;
use crate::entra::preview::everyone::cell_of;
use crate::entra::preview::key::Key;
use crate::entra::preview::place::ROLES;
use crate::entra::preview::sent::Sent;

/// Marks people who would get one value. Values are told apart by their hashes; where these are equal, the values themselves
/// are made again and compared, so that nobody is marked by chance.
pub(super) fn find_clashes(
    preview: &Preview,
    directory: &Directory,
    cells: &[u8],
    keys: &[[u64; Key::ALL.len()]],
    clashes: &mut [u8],
) {
    for (place, key) in Key::ALL.into_iter().enumerate() {
        let hash = |person: usize| keys.get(person)?.get(place).copied().filter(|hash| *hash != 0);
        let text = |person: usize| key_text(preview, directory, cells, person, key);
        let mut first: HashTable<usize> = HashTable::with_capacity(keys.len());
        for person in 0..keys.len() {
            let Some(own) = hash(person) else { continue };
            let mut own_text = None;
            let holder = first.find(own, |&other| {
                hash(other) == Some(own)
                    && *own_text.get_or_insert_with(|| text(person)) == text(other)
            });
            let Some(&holder) = holder else {
                first.insert_unique(own, person, |&other| hash(other).unwrap_or_default());
                continue;
            };
            for person in [holder, person] {
                if let Some(clashes) = clashes.get_mut(person) {
                    *clashes |= clash_bit(key.clash());
                }
            }
        }
    }
}

/// A value that has to be unique, made again.
fn key_text(
    preview: &Preview,
    directory: &Directory,
    cells: &[u8],
    person: usize,
    key: Key,
) -> Option<String> {
    let start = person.checked_mul(preview.places.len())?;
    let person = directory.person(person)?;
    let (computed, chance) = (preview.computed(&person), preview.chance(&person));
    let arena = Arena::default();
    let given = preview.given(&computed, &chance, &arena);
    let read = preview.reads.of_person(&computed, &arena);
    let texts: Vec<Option<Cow<'_, str>>> = preview
        .roles
        .iter()
        .zip(ROLES)
        .map(|(row, (_, role))| {
            if !key.reads(role) {
                return None;
            }
            let at = (*row)?;
            let byte = cells.get(start.checked_add(at)?)?;
            let (row, place) = (preview.mapping.rows.get(at)?, preview.places.get(at)?);
            let value = match cell_of(*byte).0 {
                becomes if !becomes.is_in_force() => return None,
                RowChange::Default => ValueRef::Text(row.default.as_deref()?),
                _ => {
                    chance.begin(&row.target);
                    match evaluate(row, preview.reads.of_row(at, read), &given).ok()? {
                        Flow::Value(value) if row.source != Source::None => value,
                        Flow::Value(_) | Flow::Dropped => return None,
                    }
                }
            };
            match Sent::of(value, place) {
                (Some(Sent::Text(text)), _) => Some(text),
                _ => None,
            }
        })
        .collect();
    key.text(|role| texts.get(role as usize)?.as_deref()).map(Cow::into_owned)
}
