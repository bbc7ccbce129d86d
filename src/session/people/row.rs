//! One person: as given, as kept, and as read back.

use crate::session::people::words::Words;

/// The longest text kept of one field, in bytes; the whole value is read again for the one person who is looked at.
pub(super) const FIELD_BYTES: usize = 4096;

/// The fields kept as text of their own, in this order.
pub(super) const TEXT_FIELDS: usize = 6;

/// Whether the identity provider lets a person in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PersonState {
    /// `active` is true.
    Active,
    /// `active` is false.
    Deactivated,
    /// The server does not say.
    #[default]
    Unknown,
}

impl PersonState {
    /// The word on screen.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Deactivated => "Deactivated",
            Self::Unknown => "Not stated",
        }
    }
}

/// What the access extension says of a person's credential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CredentialState {
    /// No card.
    #[default]
    None,
    /// `credentialStatus` is `active`.
    Active,
    /// `credentialStatus` is `deactivated`.
    Deactivated,
    /// `credentialStatus` is `deleted`.
    Deleted,
    /// Something else.
    Other,
}

/// A column people can be shown and sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// `displayName`, or what stands in for it.
    Name,
    /// The work e-mail address.
    Mail,
    /// `userName`.
    UserName,
    /// Active or deactivated.
    State,
    /// `title`.
    Title,
    /// Enterprise `department`.
    Department,
    /// Enterprise `employeeNumber`.
    EmployeeNumber,
    /// Verkada's `externalId`.
    ExternalId,
    /// The card format, in short.
    Card,
    /// `meta.lastModified`.
    Changed,
}

/// A person about to be kept.
#[derive(Clone, Copy, Default)]
pub(crate) struct NewPerson<'a> {
    /// `id`.
    pub(crate) id: &'a str,
    /// The name to show.
    pub(crate) name: &'a str,
    /// `userName`.
    pub(crate) user_name: &'a str,
    /// The work address, or the first one.
    pub(crate) mail: &'a str,
    /// `title`.
    pub(crate) title: &'a str,
    /// Enterprise `department`.
    pub(crate) department: &'a str,
    /// Enterprise `employeeNumber`.
    pub(crate) employee_number: &'a str,
    /// Verkada's `externalId`.
    pub(crate) external_id: &'a str,
    /// The card format, in short.
    pub(crate) card: &'a str,
    /// `meta.lastModified` in seconds since 1970, 0 if not known.
    pub(crate) changed: u32,
    /// Active or not.
    pub(crate) state: PersonState,
    /// The credential's state.
    pub(crate) credential: CredentialState,
    /// Whether something about this person needs a look.
    pub(crate) has_finding: bool,
}

impl<'a> NewPerson<'a> {
    /// The text fields in the order kept; a mail that equals the userName is kept once.
    pub(super) fn texts(&self) -> [&'a str; TEXT_FIELDS] {
        let mail = if self.mail == self.user_name { "" } else { self.mail };
        [self.id, self.name, self.user_name, mail, self.employee_number, self.external_id]
    }
}

/// The longest beginning of a text that is kept.
pub(super) fn clipped(text: &str) -> &str {
    text.get(..text.floor_char_boundary(FIELD_BYTES)).unwrap_or(text)
}

/// The numbers of one person.
pub(super) struct Row {
    pub(super) start: u32,
    pub(super) ends: [u16; TEXT_FIELDS],
    pub(super) changed: u32,
    pub(super) department: u32,
    pub(super) title: u32,
    pub(super) card: u32,
    pub(super) state: PersonState,
    pub(super) credential: CredentialState,
    pub(super) has_finding: bool,
    pub(super) mail_is_user_name: bool,
}

/// One person, read from where they are kept.
#[derive(Clone, Copy)]
pub(crate) struct Person<'a> {
    row: &'a Row,
    text: &'a str,
    words: &'a Words,
}

impl<'a> Person<'a> {
    pub(super) fn new(row: &'a Row, text: &'a str, words: &'a Words) -> Self {
        Self { row, text, words }
    }

    /// All fields of the person, as they are kept.
    pub(super) fn whole_text(&self) -> &'a str {
        self.text
    }

    fn text(&self, field: usize) -> &'a str {
        let start =
            field.checked_sub(1).and_then(|before| self.row.ends.get(before)).copied().unwrap_or(0);
        let end = self.row.ends.get(field).copied().unwrap_or(start);
        self.text.get(usize::from(start)..usize::from(end)).unwrap_or_default()
    }

    /// `id`.
    pub(crate) fn id(&self) -> &'a str {
        self.text(0)
    }

    /// The name to show.
    pub(crate) fn name(&self) -> &'a str {
        self.text(1)
    }

    /// `userName`.
    pub(crate) fn user_name(&self) -> &'a str {
        self.text(2)
    }

    /// The work address.
    pub(crate) fn mail(&self) -> &'a str {
        if self.row.mail_is_user_name { self.user_name() } else { self.text(3) }
    }

    /// Enterprise `employeeNumber`.
    pub(crate) fn employee_number(&self) -> &'a str {
        self.text(4)
    }

    /// Verkada's `externalId`.
    pub(crate) fn external_id(&self) -> &'a str {
        self.text(5)
    }

    /// `title`.
    pub(crate) fn title(&self) -> &'a str {
        self.words.get(self.row.title as usize)
    }

    /// Enterprise `department`.
    pub(crate) fn department(&self) -> &'a str {
        self.words.get(self.row.department as usize)
    }

    /// The card format, in short.
    pub(crate) fn card(&self) -> &'a str {
        self.words.get(self.row.card as usize)
    }

    /// `meta.lastModified` in seconds since 1970, 0 if not known.
    pub(crate) fn changed(&self) -> u32 {
        self.row.changed
    }

    /// Active or not.
    pub(crate) fn state(&self) -> PersonState {
        self.row.state
    }

    /// The credential's state.
    pub(crate) fn credential(&self) -> CredentialState {
        self.row.credential
    }

    /// Whether something about this person needs a look.
    pub(crate) fn has_finding(&self) -> bool {
        self.row.has_finding
    }
}
