//! Reads a plain page straight into rows. Whatever is unusual in any way is refused and left to the thorough reader.

mod group;
mod keys;
mod user;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::limits;
use crate::scim::list::{ListPage, ListRow};
use crate::scim::listed::{PARTS, Part};
use crate::scim::texts::Texts;

use keys::{Keys, find};
use user::Mail;

/// A row that is read without its JSON.
pub(super) trait Plain: ListRow {
    /// A name that no two rows of a page may share but for case.
    fn unique_name(&self) -> Option<&str>;

    /// Reads the object of a row, which is open.
    fn read<'de, A: MapAccess<'de>>(entries: A, depth: usize) -> Result<Self, A::Error>;
}

/// What a page says of itself, and what a foreign one says.
const ENVELOPE: [(&str, Envelope); 8] = [
    ("totalResults", Envelope::Total),
    ("startIndex", Envelope::Start),
    ("itemsPerPage", Envelope::Items),
    ("nextCursor", Envelope::Next),
    ("previousCursor", Envelope::Previous),
    ("Resources", Envelope::Rows),
    ("@odata.context", Envelope::Foreign),
    ("@odata.nextLink", Envelope::Foreign),
];
#[derive(Clone, Copy)]
enum Envelope {
    Total,
    Start,
    Items,
    Next,
    Previous,
    Rows,
    Foreign,
}

type Text<'de> = Option<Cow<'de, str>>;

/// Reads a page; `None` where it has to be looked at thoroughly.
pub(super) fn page<R: Plain>(body: &[u8]) -> Option<ListPage<R>> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = std::str::from_utf8(body).ok()?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let (mut page, mut total) = (ListPage::default(), None);
    let whole = Take { depth: 0, what: What::Page(&mut page, &mut total) };
    whole.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    page.total_results = total?;
    page.rows_received = page.resources.len() as u64;
    is_plain(&page.resources).then_some(page)
}

/// Whether every row is another one.
fn is_plain<R: Plain>(rows: &[R]) -> bool {
    let mut ids = HashSet::with_capacity(rows.len());
    let mut names = HashSet::with_capacity(rows.len());
    let lower = |name: &str| name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    rows.iter().all(|row| {
        let name = row.unique_name().map(|name| {
            if lower(name) { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
        });
        ids.insert(row.id()) && name.is_none_or(|name| names.insert(name))
    })
}

/// What to do with a value; `depth` is how many arrays and objects are open around it.
struct Take<'a, 'de, R> {
    depth: usize,
    what: What<'a, 'de, R>,
}

enum What<'a, 'de, R> {
    Page(&'a mut ListPage<R>, &'a mut Option<u64>),
    Number(&'a mut Option<u64>),
    Cursor(&'a mut Option<String>),
    Rows(&'a mut Vec<R>),
    Row(&'a mut Vec<R>),
    Object(&'static [(&'static str, Part)], &'a mut [Text<'de>; PARTS]),
    /// One text of an object.
    One(&'static str, &'a mut Text<'de>),
    Text(&'a mut Text<'de>),
    /// A truth value and nothing else.
    Active(&'a mut Option<bool>),
    /// A truth value, or something that counts as none.
    Flag(&'a mut Option<bool>),
    Mails(&'a mut Mail<'de>),
    Mail(&'a mut Mail<'de>),
    Members(&'a mut Texts),
    Member(&'a mut Texts),
    Skim,
}

impl<'de, R: Plain> DeserializeSeed<'de> for Take<'_, 'de, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Plain> Take<'_, 'de, R> {
    /// A number, a truth value or null where it is of no use.
    fn pass<E: serde::de::Error>(self) -> Result<(), E> {
        match self.what {
            What::Page(..)
            | What::Number(_)
            | What::Cursor(_)
            | What::Rows(_)
            | What::Row(_)
            | What::Active(_) => Err(unusual()),
            What::Object(..)
            | What::One(..)
            | What::Text(_)
            | What::Flag(_)
            | What::Mails(_)
            | What::Mail(_)
            | What::Members(_)
            | What::Member(_)
            | What::Skim => Ok(()),
        }
    }

    fn text<E: serde::de::Error>(self, text: Cow<'de, str>) -> Result<(), E> {
        let truth = || {
            let is = |word: &str| text.eq_ignore_ascii_case(word);
            if is("true") { Some(true) } else { is("false").then_some(false) }
        };
        match self.what {
            What::Cursor(cursor) => {
                *cursor = Some(text.into_owned()).filter(|text| !text.is_empty());
            }
            What::Text(slot) => *slot = Some(text),
            What::Active(active) => *active = Some(truth().ok_or_else(unusual)?),
            What::Flag(flag) => *flag = truth(),
            What::Mail(mail) => mail.offer(2, text),
            What::Member(members) => {
                members.push(&text);
            }
            what => return Take { what, ..self }.pass(),
        }
        Ok(())
    }

    fn page<A: MapAccess<'de>>(
        page: &mut ListPage<R>,
        total: &mut Option<u64>,
        mut entries: A,
        depth: usize,
    ) -> Result<(), A::Error> {
        let mut keys = Keys::default();
        while let Some(key) = keys.next(&mut entries)? {
            let what = match find(&ENVELOPE, key)? {
                None => What::Skim,
                Some(Envelope::Total) => What::Number(total),
                Some(Envelope::Start) => What::Number(&mut page.start_index),
                Some(Envelope::Items) => What::Number(&mut page.items_per_page),
                Some(Envelope::Next) => What::Cursor(&mut page.next_cursor),
                Some(Envelope::Previous) => What::Cursor(&mut page.previous_cursor),
                Some(Envelope::Rows) => What::Rows(&mut page.resources),
                Some(Envelope::Foreign) => return Err(unusual()),
            };
            entries.next_value_seed(Take { depth, what })?;
        }
        Ok(())
    }
}

impl<'de, R: Plain> Visitor<'de> for Take<'_, 'de, R> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a plain page")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        match self.what {
            What::Active(slot) | What::Flag(slot) => *slot = Some(value),
            what => return Take { what, ..self }.pass(),
        }
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        match self.what {
            What::Number(slot) => *slot = Some(value),
            what => return Take { what, ..self }.pass(),
        }
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.pass()
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        // An integer that does not fit 64 bits arrives as a float as well.
        if value.abs() < 1e15 { self.pass() } else { Err(unusual()) }
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        match self.what {
            What::Active(_) => Ok(()),
            what => Take { what, ..self }.pass(),
        }
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<(), E> {
        self.text(Cow::Borrowed(text))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.text(Cow::Owned(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        let depth = deeper(self.depth)?;
        match self.what {
            What::Page(..) | What::Number(_) | What::Cursor(_) | What::Row(_) | What::Active(_) => {
                Err(unusual())
            }
            What::Rows(rows) => {
                while sequence
                    .next_element_seed(Take::<R> { depth, what: What::Row(rows) })?
                    .is_some()
                {}
                Ok(())
            }
            What::Mails(mail) => {
                while sequence
                    .next_element_seed(Take::<R> { depth, what: What::Mail(mail) })?
                    .is_some()
                {}
                Ok(())
            }
            What::Members(members) => {
                while sequence
                    .next_element_seed(Take::<R> { depth, what: What::Member(members) })?
                    .is_some()
                {}
                Ok(())
            }
            What::Object(..)
            | What::One(..)
            | What::Text(_)
            | What::Flag(_)
            | What::Mail(_)
            | What::Member(_)
            | What::Skim => {
                while sequence.next_element_seed(Take::<R> { depth, what: What::Skim })?.is_some() {
                }
                Ok(())
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let depth = deeper(self.depth)?;
        match self.what {
            What::Number(_) | What::Cursor(_) | What::Rows(_) | What::Active(_) => Err(unusual()),
            What::Page(page, total) => Self::page(page, total, entries, depth),
            What::Row(rows) => {
                rows.push(R::read(entries, depth)?);
                Ok(())
            }
            What::Mail(mail) => user::mail::<R, _>(mail, entries, depth),
            What::One(name, text) => group::one::<R, _>(name, text, entries, depth),
            What::Object(table, parts) => user::object::<R, _>(table, parts, entries, depth),
            What::Member(members) => group::member::<R, _>(members, entries, depth),
            What::Text(_) | What::Flag(_) | What::Mails(_) | What::Members(_) | What::Skim => {
                let mut keys = Keys::default();
                while keys.next(&mut entries)?.is_some() {
                    entries.next_value_seed(Take::<R> { depth, what: What::Skim })?;
                }
                Ok(())
            }
        }
    }
}

/// Says nothing: the thorough reader finds the words.
fn unusual<E: serde::de::Error>() -> E {
    E::custom("")
}

fn deeper<E: serde::de::Error>(depth: usize) -> Result<usize, E> {
    if depth == limits::JSON_DEPTH { Err(unusual()) } else { Ok(depth + 1) }
}
