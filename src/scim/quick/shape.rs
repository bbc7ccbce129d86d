//! The keys of a page's objects, learned while it is read: rows of one server have the same keys in the same order.

use crate::limits;
use crate::scim::listed::Part;
use crate::scim::quick::scan::Unusual;

/// Keys that mean something, and what.
pub(in crate::scim) type Table = &'static [(&'static str, What)];

/// What a value is for. It is handed around for each value of a page and has to be small.
#[derive(Clone, Copy)]
pub(in crate::scim) enum What {
    Total,
    Start,
    Items,
    Next,
    Previous,
    Rows,
    /// What makes an object another one than it seems.
    Foreign,
    Text(Part),
    Active,
    /// An object with texts of the row.
    Object(Inner),
    Mails,
    MailValue,
    MailKind,
    MailPrimary,
    Members,
    MemberValue,
    /// Nothing: it has to be sound, and that is all.
    Nothing,
}

/// The objects in a row that have texts of it.
#[derive(Clone, Copy)]
pub(in crate::scim) enum Inner {
    Name,
    Meta,
    Enterprise,
    Access,
    Verkada,
}

const ENVELOPE: Table = &[
    ("totalResults", What::Total),
    ("startIndex", What::Start),
    ("itemsPerPage", What::Items),
    ("nextCursor", What::Next),
    ("previousCursor", What::Previous),
    ("Resources", What::Rows),
    ("@odata.context", What::Foreign),
    ("@odata.nextLink", What::Foreign),
];
const MAIL: Table =
    &[("value", What::MailValue), ("type", What::MailKind), ("primary", What::MailPrimary)];
const MEMBER: Table = &[("value", What::MemberValue)];
const NAME: Table = &[
    ("formatted", What::Text(Part::Formatted)),
    ("familyName", What::Text(Part::FamilyName)),
    ("givenName", What::Text(Part::GivenName)),
    ("middleName", What::Text(Part::MiddleName)),
];
const META: Table = &[("lastModified", What::Text(Part::LastModified))];
const ENTERPRISE: Table = &[
    ("department", What::Text(Part::Department)),
    ("employeeNumber", What::Text(Part::EmployeeNumber)),
];
const ACCESS: Table = &[
    ("cardFormat", What::Text(Part::CardFormat)),
    ("cardNumber", What::Text(Part::CardNumber)),
    ("cardNumberHex", What::Text(Part::CardNumberHex)),
    ("credentialStatus", What::Text(Part::CredentialStatus)),
    ("facilityCode", What::Text(Part::FacilityCode)),
];
const VERKADA: Table = &[("externalId", What::Text(Part::VerkadaExternalId))];

/// The place of a shape among those of a page.
pub(super) type Place = u16;

/// All shapes of a page; the first is that of the page itself.
pub(super) struct Shapes<'de> {
    rows: Table,
    shapes: Vec<Shape<'de>>,
}

/// One kind of object: the keys that objects in this place had so far, no two of them alike but for case.
struct Shape<'de> {
    table: Table,
    keys: Vec<Known<'de>>,
}

/// A key, what its value is for, and the shape of the objects in it.
struct Known<'de> {
    key: &'de str,
    value: Value,
}

/// What a value is for, and the shape of the objects in it.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub(super) what: What,
    pub(super) shape: Place,
}

/// An object that is open.
pub(super) struct Open {
    shape: Place,
    /// The key that is expected, as its place in the shape.
    next: usize,
    /// A bit for each key that came.
    seen: u64,
    pub(super) is_begun: bool,
}

impl Open {
    pub(super) fn of(shape: Place) -> Self {
        Self { shape, next: 0, seen: 0, is_begun: false }
    }
}

impl<'de> Shapes<'de> {
    pub(super) fn new(rows: Table) -> Self {
        Self { rows, shapes: vec![Shape { table: ENVELOPE, keys: Vec::new() }] }
    }

    /// Finds the key that a text, which is behind a quote, begins with; one that stands in the object already is unusual.
    /// Returns its length as well.
    #[inline]
    pub(super) fn find(
        &self,
        object: &mut Open,
        rest: &[u8],
    ) -> Result<Option<(usize, Value)>, Unusual> {
        let keys = self.shapes.get(usize::from(object.shape)).map(|shape| &*shape.keys);
        let keys = keys.unwrap_or_default();
        let is_it = |known: &Known<'_>| {
            let key = known.key.as_bytes();
            rest.get(key.len()) == Some(&b'"') && rest.starts_with(key)
        };
        let mut place = object.next;
        for _ in 0..=keys.len() {
            match keys.get(place) {
                Some(known) if is_it(known) => {
                    object.see(place)?;
                    return Ok(Some((known.key.len(), known.value)));
                }
                Some(_) => place += 1,
                None => place = 0,
            }
        }
        Ok(None)
    }

    /// Learns a key that was not found. One that differs from another in case only is unusual.
    pub(super) fn learn(&mut self, object: &mut Open, key: &'de str) -> Result<Value, Unusual> {
        let inner = Place::try_from(self.shapes.len()).map_err(|_error| Unusual)?;
        let rows = self.rows;
        let shape = self.shapes.get_mut(usize::from(object.shape)).ok_or(Unusual)?;
        let is_alike = |other: &str| other.eq_ignore_ascii_case(key);
        if shape.keys.iter().any(|known| is_alike(known.key)) || inner >= limits::QUICK_PAGE_KEYS {
            return Err(Unusual);
        }
        let what = match shape.table.iter().find(|(name, _)| is_alike(name)) {
            Some((name, what)) if *name == key => *what,
            Some(_) => return Err(Unusual),
            None => What::Nothing,
        };
        object.see(shape.keys.len())?;
        let value = Value { what, shape: inner };
        shape.keys.push(Known { key, value });
        let table = match what {
            What::Rows => rows,
            What::Object(Inner::Name) => NAME,
            What::Object(Inner::Meta) => META,
            What::Object(Inner::Enterprise) => ENTERPRISE,
            What::Object(Inner::Access) => ACCESS,
            What::Object(Inner::Verkada) => VERKADA,
            What::Mails => MAIL,
            What::Members => MEMBER,
            _ => &[],
        };
        self.shapes.push(Shape { table, keys: Vec::new() });
        Ok(value)
    }
}

impl Open {
    fn see(&mut self, place: usize) -> Result<(), Unusual> {
        if place >= limits::QUICK_PLACE_KEYS || self.seen & (1 << place) != 0 {
            return Err(Unusual);
        }
        self.seen |= 1 << place;
        self.next = place + 1;
        Ok(())
    }
}
