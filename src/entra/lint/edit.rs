//! One change of a mapping, and how it is made.

use crate::entra::mapping::{AttributeMapping, Mappings, Source, TargetAttribute};
use crate::entra::request::ResourceKind;

/// One change of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Another row at the end.
    Add(ResourceKind, AttributeMapping),
    /// Another row in the place of this one.
    Replace(ResourceKind, usize, AttributeMapping),
    /// Another source for this row.
    SetSource(ResourceKind, usize, Source),
    /// One row less.
    Remove(ResourceKind, usize),
    /// A row goes to another place.
    Move(ResourceKind, usize, usize),
    /// Another attribute in the target's list, or another description of one with this name.
    Describe(ResourceKind, TargetAttribute),
    /// Whether this kind is provisioned.
    Enable(ResourceKind, bool),
}

impl Mappings {
    /// Makes a change. A row that is not there changes nothing.
    pub fn apply(&mut self, edit: &Edit) {
        match edit.clone() {
            Edit::Add(kind, row) => self.of_mut(kind).rows.push(row),
            Edit::Replace(kind, at, row) => {
                if let Some(place) = self.of_mut(kind).rows.get_mut(at) {
                    *place = row;
                }
            }
            Edit::SetSource(kind, at, source) => {
                if let Some(place) = self.of_mut(kind).rows.get_mut(at) {
                    place.source = source;
                }
            }
            Edit::Remove(kind, at) => {
                let rows = &mut self.of_mut(kind).rows;
                if at < rows.len() {
                    rows.remove(at);
                }
            }
            Edit::Move(kind, from, to) => {
                let rows = &mut self.of_mut(kind).rows;
                if from < rows.len() && to < rows.len() {
                    let row = rows.remove(from);
                    rows.insert(to, row);
                }
            }
            Edit::Describe(kind, target) => {
                let targets = &mut self.of_mut(kind).targets;
                match targets.iter_mut().find(|known| known.name == target.name) {
                    Some(known) => *known = target,
                    None => targets.push(target),
                }
            }
            Edit::Enable(kind, is_enabled) => self.of_mut(kind).is_enabled = is_enabled,
        }
    }
}
