//! Reads: a row becomes the bytes that are served, without parsing what is stored.

use std::io::Write as _;

use rusqlite::Connection;
use rusqlite::Params;
use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::sandbox::store::StoreError;

/// The two kinds of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    User,
    Group,
}

impl Kind {
    /// The endpoint under the base URL.
    pub(crate) const fn endpoint(self) -> &'static str {
        match self {
            Self::User => "Users",
            Self::Group => "Groups",
        }
    }
}

/// Whether a group is read with its people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Members {
    Listed,
    Left,
}

/// How much of each row a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The whole resource, a group with its people.
    Whole,
    /// What is always there: `schemas` and `id`.
    Id,
}

/// One row as it is served.
pub(crate) struct Stored {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) body: Vec<u8>,
    /// Where in the body stands what other rows decide.
    others: usize,
}

/// Reads on one connection.
pub(crate) struct Rows<'a> {
    connection: &'a Connection,
    base: &'a str,
}

/// The columns that [`Rows::push`] reads, in its order. The id stands in the body, where it is cheaper to read.
macro_rules! select {
    ($kind:expr, $rest:literal) => {
        match $kind {
            Kind::User => concat!("SELECT seq, version, body, groups FROM users ", $rest),
            Kind::Group => concat!("SELECT seq, version, body, NULL FROM groups ", $rest),
        }
    };
}

impl<'a> Rows<'a> {
    pub(crate) const fn new(connection: &'a Connection, base: &'a str) -> Self {
        Self { connection, base }
    }

    /// One resource by its id.
    pub(crate) fn by_id(
        &self,
        kind: Kind,
        id: &str,
        members: Members,
    ) -> Result<Option<Stored>, StoreError> {
        let sql = select!(kind, "WHERE id = ?1");
        self.one(kind, sql, [id], members)
    }

    /// One resource by its row.
    pub(crate) fn by_seq(
        &self,
        kind: Kind,
        seq: i64,
        members: Members,
    ) -> Result<Option<Stored>, StoreError> {
        let sql = select!(kind, "WHERE seq = ?1");
        self.one(kind, sql, [seq], members)
    }

    fn one(
        &self,
        kind: Kind,
        sql: &str,
        key: impl Params,
        members: Members,
    ) -> Result<Option<Stored>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(key)?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut body = Vec::with_capacity(2048);
        let others = self.push(kind, row, members, &mut body)?;
        let (seq, version, id) =
            (row.get(0)?, row.get(1)?, Head::of(bytes(row, 2)?)?.id.to_owned());
        Ok(Some(Stored { seq, id, version, body, others }))
    }

    /// Appends the resources of the rows, with commas between, until there are so many bytes; says how many it were.
    pub(crate) fn push_rows(
        &self,
        kind: Kind,
        seqs: &[i64],
        extent: Extent,
        most_bytes: usize,
        out: &mut Vec<u8>,
    ) -> Result<usize, StoreError> {
        let (Some(first), Some(last)) = (seqs.first(), seqs.last()) else { return Ok(0) };
        let sql = select!(kind, "WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq");
        let ascending = seqs.is_sorted_by(|one, next| one < next)
            && last - first < 4 * i64::try_from(seqs.len()).unwrap_or(i64::MAX) + 64;
        let mut count = 0;
        if ascending {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([first, last])?;
            let is_gapless = usize::try_from(last - first) == Ok(seqs.len() - 1);
            let mut wanted = seqs.iter().peekable();
            while out.len() < most_bytes
                && let Some(row) = rows.next()?
            {
                if !is_gapless {
                    let seq: i64 = row.get(0)?;
                    while wanted.next_if(|wanted| **wanted < seq).is_some() {}
                    if wanted.next_if_eq(&&seq).is_none() {
                        continue;
                    }
                }
                count += self.push_separated(kind, row, extent, count, out)?;
            }
        } else {
            for seq in seqs {
                if out.len() >= most_bytes {
                    break;
                }
                let mut statement = self.connection.prepare_cached(sql)?;
                let mut rows = statement.query([seq, seq])?;
                if let Some(row) = rows.next()? {
                    count += self.push_separated(kind, row, extent, count, out)?;
                }
            }
        }
        Ok(count)
    }

    fn push_separated(
        &self,
        kind: Kind,
        row: &Row<'_>,
        extent: Extent,
        before: usize,
        out: &mut Vec<u8>,
    ) -> Result<usize, StoreError> {
        if before > 0 {
            out.push(b',');
        }
        match extent {
            Extent::Whole => {
                self.push(kind, row, Members::Listed, out)?;
            }
            Extent::Id => {
                out.extend_from_slice(Head::of(bytes(row, 2)?)?.text);
                out.push(b'}');
            }
        }
        Ok(1)
    }

    /// Calls `each` with every row after `seq` in order, until it says to stop.
    pub(crate) fn scan<E: From<StoreError>>(
        &self,
        kind: Kind,
        members: Members,
        mut each: impl FnMut(i64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = select!(kind, "ORDER BY seq");
        let mut statement = self.connection.prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        let mut body = Vec::with_capacity(4096);
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            body.clear();
            self.push(kind, row, members, &mut body)?;
            each(row.get(0).map_err(StoreError::from)?, &body)?;
        }
        Ok(())
    }

    /// A user as it is served, from parts that were just written; nobody is in a group at once.
    pub(crate) fn new_user(&self, seq: i64, id: &str, version: i64, mut body: Vec<u8>) -> Stored {
        self.push_tail(Kind::User, id, version, &mut body);
        let others = body.len();
        body.push(b'}');
        Stored { seq, id: id.to_owned(), version, body, others }
    }

    /// A user as it is served after a change of what is stored, which leaves the groups as they are.
    pub(crate) fn changed_user(&self, before: Stored, mut body: Vec<u8>) -> Stored {
        let version = before.version + 1;
        self.push_tail(Kind::User, &before.id, version, &mut body);
        let others = body.len();
        body.extend_from_slice(before.body.get(before.others..).unwrap_or_default());
        Stored { version, body, others, ..before }
    }

    /// The whole resource: what is stored, then what is computed. Returns where that begins which other rows decide.
    fn push(
        &self,
        kind: Kind,
        row: &Row<'_>,
        members: Members,
        out: &mut Vec<u8>,
    ) -> Result<usize, StoreError> {
        let (version, body) = (row.get(1)?, bytes(row, 2)?);
        out.extend_from_slice(body);
        self.push_tail(kind, Head::of(body)?.id, version, out);
        let others = out.len();
        if kind == Kind::User
            && let ValueRef::Blob(groups) = row.get_ref(3)?
        {
            out.extend_from_slice(b",\"groups\":");
            out.extend_from_slice(groups);
        }
        if kind == Kind::Group && members == Members::Listed {
            self.push_members(row.get(0)?, out)?;
        }
        out.push(b'}');
        Ok(others)
    }

    /// The rest of `meta`.
    fn push_tail(&self, kind: Kind, id: &str, version: i64, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"version\":\"W/\\\"");
        match u8::try_from(version) {
            // Nearly all, and formatting takes its time.
            Ok(digit @ 0..10) => out.push(b'0' + digit),
            // Writing to a Vec cannot fail.
            _ => write!(out, "{version}").unwrap_or_default(),
        }
        out.extend_from_slice(b"\\\"\",\"location\":\"");
        out.extend_from_slice(self.base.as_bytes());
        out.push(b'/');
        out.extend_from_slice(kind.endpoint().as_bytes());
        out.push(b'/');
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(b"\"}");
    }

    /// The `members` attribute; an empty group has none. Without `display`: the name is the person's, and a client that
    /// sends a member gets back what it sent.
    fn push_members(&self, group: i64, out: &mut Vec<u8>) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT users.id FROM members JOIN users ON users.seq = members.user_seq
             WHERE members.group_seq = ?1 ORDER BY members.user_seq",
        )?;
        let mut rows = statement.query([group])?;
        let mut first = true;
        while let Some(row) = rows.next()? {
            out.extend_from_slice(if first { b",\"members\":[" } else { b"," });
            first = false;
            let id = text(row, 0)?;
            out.extend_from_slice(b"{\"value\":\"");
            out.extend_from_slice(id.as_bytes());
            out.extend_from_slice(b"\",\"$ref\":\"");
            out.extend_from_slice(self.base.as_bytes());
            out.extend_from_slice(b"/Users/");
            out.extend_from_slice(id.as_bytes());
            out.extend_from_slice(b"\",\"type\":\"User\"}");
        }
        if !first {
            out.push(b']');
        }
        Ok(())
    }

    /// The row that has a unique key, or every row that has a shared one.
    pub(crate) fn seqs_by(&self, kind: Kind, key: Key<'_>) -> Result<Vec<i64>, StoreError> {
        let (sql, value) = match (kind, key) {
            (Kind::User, Key::Id(id)) => ("SELECT seq FROM users WHERE id = ?1", id),
            (Kind::Group, Key::Id(id)) => ("SELECT seq FROM groups WHERE id = ?1", id),
            (Kind::User, Key::ExternalId(id)) => {
                ("SELECT seq FROM users WHERE external_id = ?1 ORDER BY seq", id)
            }
            (Kind::Group, Key::ExternalId(id)) => {
                ("SELECT seq FROM groups WHERE external_id = ?1 ORDER BY seq", id)
            }
            (_, Key::UserName(name)) => ("SELECT seq FROM users WHERE user_name = ?1", name),
            (_, Key::Mail(mail)) => ("SELECT user FROM mails WHERE mail = ?1", mail),
            (_, Key::VerkadaExternalId(id)) => {
                ("SELECT user FROM verkada_external_ids WHERE external_id = ?1", id)
            }
            (_, Key::DisplayName(name)) => {
                ("SELECT seq FROM groups WHERE display_name = ?1 ORDER BY seq", name)
            }
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let seqs = statement.query_map([value], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(seqs)
    }

    /// The people of a group, ascending.
    pub(crate) fn members_of(&self, group: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT user_seq FROM members WHERE group_seq = ?1 ORDER BY user_seq",
        )?;
        let seqs = statement.query_map([group], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(seqs)
    }

    pub(crate) const fn connection(&self) -> &Connection {
        self.connection
    }
}

/// A value that an index knows. Texts that are compared without case come folded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    Id(&'a str),
    UserName(&'a str),
    Mail(&'a str),
    ExternalId(&'a str),
    VerkadaExternalId(&'a str),
    DisplayName(&'a str),
}

/// What every stored text begins with: `schemas`, which are URNs of ours, and the `id`.
struct Head<'a> {
    /// All of it, up to the end of the id.
    text: &'a [u8],
    id: &'a str,
}

impl<'a> Head<'a> {
    fn of(body: &'a [u8]) -> Result<Self, StoreError> {
        const BETWEEN: &[u8] = b"],\"id\":\"";
        let start = memchr::memchr(b']', body).unwrap_or(body.len()) + BETWEEN.len();
        let rest = body
            .get(start..)
            .filter(|_| body.get(..start).is_some_and(|head| head.ends_with(BETWEEN)));
        let id = rest.and_then(|rest| rest.get(..memchr::memchr(b'"', rest)?));
        let id = id.and_then(|id| std::str::from_utf8(id).ok());
        let head = id.and_then(|id| Some(Self { text: body.get(..=start + id.len())?, id }));
        head.ok_or_else(|| StoreError::Damaged("a row does not begin with its id".to_owned()))
    }
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, StoreError> {
    row.get_ref(column)?.as_str().map_err(|error| StoreError::Damaged(error.to_string()))
}

fn bytes<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a [u8], StoreError> {
    row.get_ref(column)?.as_blob().map_err(|error| StoreError::Damaged(error.to_string()))
}

/// Appends a text as JSON.
pub(crate) fn push_json_text(out: &mut Vec<u8>, text: &[u8]) -> Result<(), StoreError> {
    let text = std::str::from_utf8(text).map_err(|error| StoreError::Damaged(error.to_string()))?;
    serde_json::to_writer(out, text).map_err(|error| StoreError::Damaged(error.to_string()))
}
