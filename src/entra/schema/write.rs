//! A changed mapping written into the text it came from: what did not change stays byte for byte.

use serde_json::{Map, Value, json};

use crate::entra::mapping::{ObjectMapping, align};
use crate::entra::schema::SaveError;
use crate::entra::schema::fields::{
    Change, action_words, row_changes, row_json, scope_json, target_changes, target_json,
};
use crate::entra::schema::layout::{Layout, Splice, spans, spliced};
use crate::entra::schema::read::Place;
use crate::entra::schema::tree::{Cursor, Node};

/// A text that is being changed.
pub(super) struct Writer<'a> {
    pub(super) text: &'a str,
    pub(super) layout: &'a Layout,
}

/// What an element of a list becomes.
struct Part {
    /// Which one it was, of those that were understood.
    origin: Option<usize>,
    /// What changes of it.
    changes: Vec<Change<'static>>,
    /// All of it, for a new one.
    whole: Value,
}

impl Writer<'_> {
    /// The changes, in order, that make a mapping as it was read into another one.
    pub(super) fn mapping(
        &self,
        place: &Place,
        old: &ObjectMapping,
        new: &ObjectMapping,
    ) -> Result<Vec<Splice>, SaveError> {
        let mut splices = Vec::new();
        let mut changes = Vec::new();
        if old.name != new.name {
            changes.push(("name", json!(new.name)));
        }
        if old.is_enabled != new.is_enabled {
            changes.push(("enabled", json!(new.is_enabled)));
        }
        if old.actions != new.actions {
            changes.push(("flowTypes", json!(action_words(new.actions))));
        }
        if old.scope != new.scope {
            changes.push(("scope", scope_json(new.scope.as_ref())));
        }
        let rows = parts(&old.rows, &new.rows, |row| &row.target, row_changes, row_json);
        match &place.rows {
            Some(list) => self.list(list, &place.row_elements, &rows, &mut splices),
            None if rows.is_empty() => {}
            None => {
                let rows = rows.into_iter().map(|part| part.whole).collect();
                changes.push(("attributeMappings", Value::Array(rows)));
            }
        }
        self.object(&place.mapping, &changes, &mut splices);
        if old.targets != new.targets {
            let list = place.targets.as_ref().ok_or(SaveError::NoAttributeList)?;
            let targets = parts(
                &old.targets,
                &new.targets,
                |target| &target.name,
                target_changes,
                target_json,
            );
            self.list(list, &place.target_elements, &targets, &mut splices);
        }
        splices.sort_by_key(|(span, _)| span.start);
        Ok(splices)
    }

    /// Gives members of an object another value, or adds them at its end. Of an object within, only the named members change.
    fn object(&self, node: &Node, changes: &[Change<'_>], splices: &mut Vec<Splice>) {
        let object = Cursor { text: self.text, node };
        let seams = self.layout.seams(object);
        let parts = spans(node);
        let mut added = String::new();
        for (name, value) in changes {
            match (object.get(name), value) {
                (Some(member), Value::Object(members)) if member.is_object() => {
                    let members: Vec<Change<'_>> = members
                        .iter()
                        .map(|(name, value)| (name.as_str(), value.clone()))
                        .collect();
                    self.object(member.node, &members, splices);
                }
                (Some(member), value) => {
                    if member.value().as_ref() != Some(value) {
                        let text = self.layout.value(value, seams.lines());
                        splices.push((member.node.span.clone(), text));
                    }
                }
                (None, value) => {
                    let is_first = parts.is_empty() && added.is_empty();
                    added.push_str(if is_first { &seams.before } else { &seams.between });
                    added.push_str(&self.layout.member(name, value, seams.lines()));
                }
            }
        }
        match parts.last() {
            _ if added.is_empty() => {}
            Some(last) => splices.push((last.end..last.end, added)),
            None => splices.push((node.span.clone(), format!("{{{added}{}}}", seams.behind))),
        }
    }

    /// Makes the understood elements of a list into these. The others stay behind the neighbor they had.
    fn list(&self, node: &Node, known: &[usize], parts: &[Part], splices: &mut Vec<Splice>) {
        let list = Cursor { text: self.text, node };
        let elements: Vec<Cursor<'_>> = list.items().collect();
        let element_of = |part: &Part| {
            let at = part.origin.and_then(|at| known.get(at)).copied()?;
            elements.get(at).map(|element| (at, *element))
        };
        let is_in_place = parts.len() == known.len()
            && parts.iter().enumerate().all(|(at, part)| part.origin == Some(at));
        if is_in_place {
            for part in parts {
                if let Some((_, element)) = element_of(part) {
                    self.object(element.node, &part.changes, splices);
                }
            }
            return;
        }
        let seams = self.layout.seams(list);
        let model = known.first().and_then(|at| elements.get(*at)).copied();
        let mut strangers = Strangers::new(elements.len(), known);
        let mut order: Vec<(Option<usize>, String)> = Vec::new();
        let raw =
            |at: usize| (Some(at), elements.get(at).map_or("", |element| element.raw()).to_owned());
        order.extend(strangers.behind(None).map(raw));
        for part in parts {
            let Some((at, element)) = element_of(part) else {
                let whole = in_order_of(&part.whole, model);
                order.push((None, self.layout.value(&whole, seams.lines())));
                continue;
            };
            let mut changes = Vec::new();
            self.object(element.node, &part.changes, &mut changes);
            changes.sort_by_key(|(span, _)| span.start);
            order.push((Some(at), spliced(self.text, element.node.span.clone(), &changes)));
            order.extend(strangers.behind(Some(at)).map(raw));
        }
        order.extend(strangers.rest().map(raw));
        let mut out = String::from("[");
        let mut before: Option<usize> = None;
        for (index, (at, text)) in order.iter().enumerate() {
            let are_neighbors =
                matches!((before, at), (Some(before), Some(at)) if before + 1 == *at);
            let gap = before.filter(|_| are_neighbors).and_then(|before| {
                let start = elements.get(before)?.node.span.end;
                self.text.get(start..elements.get(before + 1)?.node.span.start)
            });
            out.push_str(match gap {
                Some(gap) => gap,
                None if index == 0 => &seams.before,
                None => &seams.between,
            });
            out.push_str(text);
            before = *at;
        }
        if !order.is_empty() {
            out.push_str(&seams.behind);
        }
        out.push(']');
        splices.push((node.span.clone(), out));
    }
}

/// Elements of a list that are not understood, each with the understood one that it stands behind.
struct Strangers {
    left: Vec<(Option<usize>, usize)>,
}

impl Strangers {
    fn new(len: usize, known: &[usize]) -> Self {
        let mut anchor = None;
        let mut left = Vec::new();
        for at in 0..len {
            if known.binary_search(&at).is_ok() {
                anchor = Some(at);
            } else {
                left.push((anchor, at));
            }
        }
        Self { left }
    }

    fn behind(&mut self, anchor: Option<usize>) -> impl Iterator<Item = usize> + use<> {
        let (taken, left): (Vec<_>, Vec<_>) =
            self.left.iter().partition(|(behind, _)| *behind == anchor);
        self.left = left;
        taken.into_iter().map(|(_, at)| at)
    }

    fn rest(self) -> impl Iterator<Item = usize> {
        self.left.into_iter().map(|(_, at)| at)
    }
}

fn parts<T: PartialEq>(
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> &String,
    changes: impl Fn(&T, &T) -> Vec<Change<'static>>,
    whole: impl Fn(&T) -> Value,
) -> Vec<Part> {
    let origins = align(old, new, |one, other| name(one) == name(other));
    let part = |(element, origin): (&T, Option<usize>)| {
        let before = origin.and_then(|at| old.get(at));
        let changes = before.map_or_else(Vec::new, |before| changes(before, element));
        Part { origin, changes, whole: whole(element) }
    };
    new.iter().zip(origins).map(part).collect()
}

/// A new element with its members in the order in which another one has them.
fn in_order_of(whole: &Value, model: Option<Cursor<'_>>) -> Value {
    let (Value::Object(members), Some(model)) = (whole, model) else { return whole.clone() };
    let mut ordered = Map::new();
    for (name, _) in model.members() {
        if let Some(value) = members.get(&*name) {
            ordered.insert(name.into_owned(), value.clone());
        }
    }
    for (name, value) in members {
        ordered.entry(name).or_insert_with(|| value.clone());
    }
    Value::Object(ordered)
}
