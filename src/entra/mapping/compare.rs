//! What differs between two versions of a mapping.

use crate::entra::mapping::{AttributeMapping, Mappings, ObjectMapping, align};

/// What differs between two versions of both mappings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MappingDifference {
    /// Of people.
    pub users: ObjectDifference,
    /// Of groups.
    pub groups: ObjectDifference,
}

/// What differs between two versions of one mapping.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectDifference {
    /// Whether it is switched on in one version only.
    pub is_switched: bool,
    /// Whether what Entra may do differs.
    pub is_allowed_otherwise: bool,
    /// Whether another filter decides who is in scope.
    pub is_scoped_otherwise: bool,
    /// Rows that are not the same, in the order of the new version; removed ones where they stood.
    pub rows: Vec<RowDifference>,
    /// Names of attributes of the target's list that were added, removed or described otherwise.
    pub targets: Vec<String>,
}

/// A row that is not the same in two versions. The numbers are places in the old and in the new version.
#[derive(Clone, Debug, PartialEq)]
pub enum RowDifference {
    /// Only in the new version.
    Added(usize),
    /// Only in the old version.
    Removed(usize),
    /// In both.
    Changed {
        /// Where in the old version.
        old: usize,
        /// Where in the new version.
        new: usize,
        /// What differs.
        fields: Vec<RowField>,
    },
}

/// A part of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowField {
    /// Where the value comes from.
    Source,
    /// The target attribute.
    Target,
    /// The value at creation where there is no other.
    Default,
    /// The precedence in matching.
    Matching,
    /// When it is applied.
    Flow,
}

impl MappingDifference {
    /// Compares two versions; the order of rows does not matter to Entra and makes no difference.
    pub fn between(old: &Mappings, new: &Mappings) -> Self {
        Self {
            users: ObjectDifference::between(&old.users, &new.users),
            groups: ObjectDifference::between(&old.groups, &new.groups),
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ObjectDifference {
    fn between(old: &ObjectMapping, new: &ObjectMapping) -> Self {
        Self {
            is_switched: old.is_enabled != new.is_enabled,
            is_allowed_otherwise: old.actions != new.actions,
            is_scoped_otherwise: old.scope != new.scope,
            rows: rows(&old.rows, &new.rows),
            targets: targets(old, new),
        }
    }
}

impl AttributeMapping {
    /// What differs from another row.
    pub fn differing(&self, other: &Self) -> Vec<RowField> {
        let differs = [
            (RowField::Source, self.source != other.source),
            (RowField::Target, self.target != other.target),
            (RowField::Default, self.default != other.default),
            (RowField::Matching, self.matching != other.matching),
            (RowField::Flow, self.flow != other.flow),
        ];
        differs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect()
    }
}

fn rows(old: &[AttributeMapping], new: &[AttributeMapping]) -> Vec<RowDifference> {
    let origins = align(old, new, |one, other| one.target == other.target);
    let is_gone = |at: &usize| !origins.contains(&Some(*at));
    let mut gone = (0..old.len()).filter(is_gone).peekable();
    let mut found = Vec::new();
    for (place, (origin, row)) in origins.iter().zip(new).enumerate() {
        let Some(at) = *origin else {
            found.push(RowDifference::Added(place));
            continue;
        };
        while let Some(removed) = gone.next_if(|removed| *removed < at) {
            found.push(RowDifference::Removed(removed));
        }
        let fields = old.get(at).map(|before| before.differing(row)).unwrap_or_default();
        if !fields.is_empty() {
            found.push(RowDifference::Changed { old: at, new: place, fields });
        }
    }
    found.extend(gone.map(RowDifference::Removed));
    found
}

fn targets(old: &ObjectMapping, new: &ObjectMapping) -> Vec<String> {
    let changed = new.targets.iter().filter(|target| !old.targets.contains(target));
    let is_named = |name: &str| new.targets.iter().any(|target| target.name == name);
    let gone = old.targets.iter().filter(|target| !is_named(&target.name));
    changed.chain(gone).map(|target| target.name.clone()).collect()
}
