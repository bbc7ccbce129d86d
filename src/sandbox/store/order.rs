//! The order of lists in memory, and what a transaction changes about it.

use std::collections::HashSet;

use crate::sandbox::store::Kind;

/// The `seq` of every live row, ascending: 8 bytes a person buy index paging without counting.
#[derive(Default)]
pub(super) struct Order {
    pub(super) users: Vec<i64>,
    pub(super) groups: Vec<i64>,
}

impl Order {
    pub(super) fn of(&self, kind: Kind) -> &Vec<i64> {
        match kind {
            Kind::User => &self.users,
            Kind::Group => &self.groups,
        }
    }

    pub(super) fn apply(&mut self, changes: Changes) {
        for (kind, seq) in changes.added {
            let rows = self.rows_mut(kind);
            match rows.last() {
                Some(last) if *last > seq => {
                    if let Err(place) = rows.binary_search(&seq) {
                        rows.insert(place, seq);
                    }
                }
                _ => rows.push(seq),
            }
        }
        if let [(kind, seq)] = changes.removed.as_slice() {
            let rows = self.rows_mut(*kind);
            if let Ok(place) = rows.binary_search(seq) {
                rows.remove(place);
            }
        } else if !changes.removed.is_empty() {
            let removed: HashSet<_> = changes.removed.into_iter().collect();
            self.users.retain(|seq| !removed.contains(&(Kind::User, *seq)));
            self.groups.retain(|seq| !removed.contains(&(Kind::Group, *seq)));
        }
    }

    fn rows_mut(&mut self, kind: Kind) -> &mut Vec<i64> {
        match kind {
            Kind::User => &mut self.users,
            Kind::Group => &mut self.groups,
        }
    }
}

/// What a transaction changes in memory once it is committed.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) added: Vec<(Kind, i64)>,
    pub(super) removed: Vec<(Kind, i64)>,
    pub(super) domains: Vec<String>,
    pub(super) domains_gone: Vec<String>,
    /// Hashes of userNames and addresses that Deleted users know.
    pub(super) departed: Vec<u64>,
}

impl Changes {
    /// Adds the changes of the same transaction that came after.
    pub(super) fn append(&mut self, mut later: Self) {
        self.added.append(&mut later.added);
        self.removed.append(&mut later.removed);
        self.domains.append(&mut later.domains);
        self.domains_gone.append(&mut later.domains_gone);
        self.departed.append(&mut later.departed);
    }
}
