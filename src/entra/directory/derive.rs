//! What Entra computes of a person: `IsSoftDeleted`, and the sign-in name of a guest.

use crate::entra::directory::{Column, DirectoryBuilder};

/// Between the name of a guest and the tenant in a stored userPrincipalName.
const GUEST: &str = "#EXT#";

/// Adds the computed columns that the source did not have.
pub(super) fn derive(builder: &mut DirectoryBuilder) {
    soft_deleted(builder);
    guests(builder);
}

/// True for whoever is disabled, unassigned or deleted; where nothing says so, nobody is. A value of the source stays.
fn soft_deleted(builder: &mut DirectoryBuilder) {
    let directory = builder.written();
    let [enabled, assigned, deleted] =
        ["accountEnabled", "assigned", "deletedDateTime"].map(|name| directory.column(name));
    let given = directory.column("IsSoftDeleted");
    let is_false = |row: usize, column: Option<Column>| {
        let person = directory.person(row);
        person.zip(column).and_then(|(person, column)| person.text_at(column)) == Some("False")
    };
    let has = |row: usize, column: Option<Column>| {
        let person = directory.person(row);
        person.zip(column).and_then(|(person, column)| person.text_at(column)).is_some()
    };
    let computed: Vec<Option<bool>> = (0..directory.len())
        .map(|row| {
            let is_deleted = is_false(row, enabled) || is_false(row, assigned) || has(row, deleted);
            (!has(row, given)).then_some(is_deleted)
        })
        .collect();
    let column = given.unwrap_or_else(|| builder.computed_column("IsSoftDeleted"));
    for (row, is_deleted) in computed.into_iter().enumerate() {
        if let Some(is_deleted) = is_deleted {
            builder.set_cell(row, column, if is_deleted { "True" } else { "False" });
        }
    }
}

/// Mappings see the userPrincipalName of a guest without `#EXT#` and the tenant; originalUserPrincipalName is the stored
/// one of everybody.
fn guests(builder: &mut DirectoryBuilder) {
    let directory = builder.written();
    let Some(names) = directory.column("userPrincipalName") else { return };
    if directory.column("originalUserPrincipalName").is_some() {
        return;
    }
    let guests: Vec<(usize, String)> = directory
        .people()
        .filter_map(|person| {
            let name = person.text_at(names)?;
            let at = name.find(GUEST)?;
            Some((person.row(), name.get(..at)?.to_owned()))
        })
        .filter(|(_, short)| !short.is_empty())
        .collect();
    if guests.is_empty() {
        builder.also_named("originalUserPrincipalName", names);
        return;
    }
    let stored: Vec<Option<String>> =
        directory.people().map(|person| person.text_at(names).map(str::to_owned)).collect();
    let original = builder.computed_column("originalUserPrincipalName");
    for (row, name) in stored.into_iter().enumerate() {
        builder.set_cell(row, original, name.as_deref().unwrap_or_default());
    }
    for (row, short) in guests {
        builder.set_cell(row, names, &short);
    }
}
