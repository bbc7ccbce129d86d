//! Reads a plain page of users straight into rows. Whatever is unusual in any way is refused and left to `ListPage`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::limits;
use crate::scim::list::{ListPage, ListRow as _};
use crate::scim::listed::{ListedUser, PARTS, Part};
use crate::scim::schema;

/// Most keys of an object; more are unusual.
const KEYS: usize = 32;

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
const MAIL: [(&str, MailPart); 3] =
    [("value", MailPart::Value), ("type", MailPart::Kind), ("primary", MailPart::Primary)];
const NAME: [(&str, Part); 4] = [
    ("formatted", Part::Formatted),
    ("familyName", Part::FamilyName),
    ("givenName", Part::GivenName),
    ("middleName", Part::MiddleName),
];
const ENTERPRISE: [(&str, Part); 2] =
    [("department", Part::Department), ("employeeNumber", Part::EmployeeNumber)];
const ACCESS: [(&str, Part); 5] = [
    ("cardFormat", Part::CardFormat),
    ("cardNumber", Part::CardNumber),
    ("cardNumberHex", Part::CardNumberHex),
    ("credentialStatus", Part::CredentialStatus),
    ("facilityCode", Part::FacilityCode),
];
const VERKADA: [(&str, Part); 1] = [("externalId", Part::VerkadaExternalId)];
const META: [(&str, Part); 1] = [("lastModified", Part::LastModified)];
/// Attributes of a user that are looked at, and how.
const USER: [(&str, Attribute); 11] = [
    ("id", Attribute::Text(Part::Id)),
    ("userName", Attribute::Text(Part::UserName)),
    ("displayName", Attribute::Text(Part::DisplayName)),
    ("title", Attribute::Text(Part::Title)),
    ("active", Attribute::Active),
    ("emails", Attribute::Mails),
    ("name", Attribute::Object(&NAME)),
    ("meta", Attribute::Object(&META)),
    (schema::ENTERPRISE_USER, Attribute::Object(&ENTERPRISE)),
    (schema::VERKADA_ACCESS_USER, Attribute::Object(&ACCESS)),
    (schema::VERKADA_CORE_USER, Attribute::Object(&VERKADA)),
];

#[derive(Clone, Copy)]
enum Attribute {
    Text(Part),
    Active,
    Mails,
    Object(&'static [(&'static str, Part)]),
}

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

#[derive(Clone, Copy)]
enum MailPart {
    Value,
    Kind,
    Primary,
}

type Text<'de> = Option<Cow<'de, str>>;

/// Reads a page; `None` where it has to be looked at thoroughly.
pub(super) fn page(body: &[u8]) -> Option<ListPage<ListedUser>> {
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

/// Whether every row is another person.
fn is_plain(rows: &[ListedUser]) -> bool {
    let mut ids = HashSet::with_capacity(rows.len());
    let mut names = HashSet::with_capacity(rows.len());
    let lower = |name: &str| name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    rows.iter().all(|row| {
        let name = row.user_name().map(|name| match lower(name) {
            true => Cow::Borrowed(name),
            false => Cow::Owned(name.to_lowercase()),
        });
        ids.insert(row.id()) && name.is_none_or(|name| names.insert(name))
    })
}

/// What to do with a value; `depth` is how many arrays and objects are open around it.
struct Take<'a, 'de> {
    depth: usize,
    what: What<'a, 'de>,
}

enum What<'a, 'de> {
    Page(&'a mut ListPage<ListedUser>, &'a mut Option<u64>),
    Number(&'a mut Option<u64>),
    Cursor(&'a mut Option<String>),
    Rows(&'a mut Vec<ListedUser>),
    Row(&'a mut Vec<ListedUser>),
    Object(&'static [(&'static str, Part)], &'a mut [Text<'de>; PARTS]),
    Text(&'a mut Text<'de>),
    /// A truth value and nothing else.
    Active(&'a mut Option<bool>),
    /// A truth value, or something that counts as none.
    Flag(&'a mut Option<bool>),
    Mails(&'a mut Mail<'de>),
    Mail(&'a mut Mail<'de>),
    Skim,
}

/// The mail address to be preferred among those that were seen.
#[derive(Default)]
struct Mail<'de>(Option<(u8, Cow<'de, str>)>);

impl<'de> Mail<'de> {
    fn offer(&mut self, rank: u8, value: Cow<'de, str>) {
        if self.0.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.0 = Some((rank, value));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Take<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Take<'_, 'de> {
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
            | What::Text(_)
            | What::Flag(_)
            | What::Mails(_)
            | What::Mail(_)
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
            what => return Take { what, ..self }.pass(),
        }
        Ok(())
    }

    fn page<A: MapAccess<'de>>(
        page: &mut ListPage<ListedUser>,
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

    fn row<A: MapAccess<'de>>(mut entries: A, depth: usize) -> Result<ListedUser, A::Error> {
        let mut parts: [Text<'de>; PARTS] = Default::default();
        let (mut active, mut mail) = (None, Mail::default());
        let mut keys = Keys::default();
        while let Some(key) = keys.next(&mut entries)? {
            let what = match find(&USER, key)? {
                None => What::Skim,
                Some(Attribute::Text(part)) => slot(&mut parts, part),
                Some(Attribute::Active) => What::Active(&mut active),
                Some(Attribute::Mails) => What::Mails(&mut mail),
                Some(Attribute::Object(table)) => What::Object(table, &mut parts),
            };
            entries.next_value_seed(Take { depth, what })?;
        }
        if let (Some(slot), Some((_, value))) = (parts.get_mut(Part::Mail.place()), mail.0) {
            *slot = Some(value);
        }
        let user = ListedUser::pack(&parts, active);
        if user.id().is_none_or(str::is_empty) { Err(unusual()) } else { Ok(user) }
    }

    fn mail<A: MapAccess<'de>>(
        mail: &mut Mail<'de>,
        mut entries: A,
        depth: usize,
    ) -> Result<(), A::Error> {
        let (mut value, mut kind, mut primary) = (None, None, None);
        let mut keys = Keys::default();
        while let Some(key) = keys.next(&mut entries)? {
            let what = match find(&MAIL, key)? {
                None => What::Skim,
                Some(MailPart::Value) => What::Text(&mut value),
                Some(MailPart::Kind) => What::Text(&mut kind),
                Some(MailPart::Primary) => What::Flag(&mut primary),
            };
            entries.next_value_seed(Take { depth, what })?;
        }
        let rank = match (primary, kind) {
            (Some(true), _) => 0,
            (_, Some(kind)) if kind.eq_ignore_ascii_case("work") => 1,
            _ => 2,
        };
        if let Some(value) = value {
            mail.offer(rank, value);
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Take<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a plain page of users")
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
            What::Page(..)
            | What::Number(_)
            | What::Cursor(_)
            | What::Row(_)
            | What::Active(_) => Err(unusual()),
            What::Rows(rows) => {
                while sequence.next_element_seed(Take { depth, what: What::Row(rows) })?.is_some() {}
                Ok(())
            }
            What::Mails(mail) => {
                while sequence.next_element_seed(Take { depth, what: What::Mail(mail) })?.is_some() {}
                Ok(())
            }
            What::Object(..) | What::Text(_) | What::Flag(_) | What::Mail(_) | What::Skim => {
                while sequence.next_element_seed(Take { depth, what: What::Skim })?.is_some() {}
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
                rows.push(Self::row(entries, depth)?);
                Ok(())
            }
            What::Mail(mail) => Self::mail(mail, entries, depth),
            What::Object(table, parts) => {
                let mut keys = Keys::default();
                while let Some(key) = keys.next(&mut entries)? {
                    let part = find(table, key)?;
                    let what = part.map_or(What::Skim, |part| slot(parts, part));
                    entries.next_value_seed(Take { depth, what })?;
                }
                Ok(())
            }
            What::Text(_) | What::Flag(_) | What::Mails(_) | What::Skim => {
                let mut keys = Keys::default();
                while keys.next(&mut entries)?.is_some() {
                    entries.next_value_seed(Take { depth, what: What::Skim })?;
                }
                Ok(())
            }
        }
    }
}

fn slot<'a, 'de>(parts: &'a mut [Text<'de>; PARTS], part: Part) -> What<'a, 'de> {
    parts.get_mut(part.place()).map_or(What::Skim, What::Text)
}

/// Says nothing: the thorough reader finds the words.
fn unusual<E: serde::de::Error>() -> E {
    E::custom("")
}

fn deeper<E: serde::de::Error>(depth: usize) -> Result<usize, E> {
    if depth == limits::JSON_DEPTH { Err(unusual()) } else { Ok(depth + 1) }
}

/// What a table says of a key; a key that differs in case only is unusual.
fn find<T: Copy, E: serde::de::Error>(table: &[(&str, T)], key: &str) -> Result<Option<T>, E> {
    match table.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
        Some((known, what)) if *known == key => Ok(Some(*what)),
        Some(_) => Err(unusual()),
        None => Ok(None),
    }
}

/// The keys of an object so far. One that stands twice, also in different case, is unusual, and so is one with an escape.
#[derive(Default)]
struct Keys<'de> {
    keys: [&'de str; KEYS],
    count: usize,
    /// A bit for what keys begin and end with and how long they are, so that few have to be compared.
    marks: u64,
}

impl<'de> Keys<'de> {
    fn next<A: MapAccess<'de>>(&mut self, entries: &mut A) -> Result<Option<&'de str>, A::Error> {
        let Some(key) = entries.next_key_seed(Key)? else { return Ok(None) };
        let byte = |byte: Option<&u8>| usize::from(byte.map_or(0, u8::to_ascii_lowercase));
        let (first, last) = (key.as_bytes().first(), key.as_bytes().last());
        let mark = 1_u64 << ((7 * byte(first) + 3 * byte(last) + key.len()) % 64);
        let before = self.keys.get(..self.count).unwrap_or_default();
        if self.marks & mark != 0 && before.iter().any(|other| other.eq_ignore_ascii_case(key)) {
            return Err(unusual());
        }
        *self.keys.get_mut(self.count).ok_or_else(unusual)? = key;
        self.count += 1;
        self.marks |= mark;
        Ok(Some(key))
    }
}

/// Reads a key that can be borrowed.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = &'de str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'de str, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = &'de str;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key without escapes")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<&'de str, E> {
        Ok(key)
    }
}
