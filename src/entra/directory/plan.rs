//! Which column of a file is which attribute: proposed by the header, decided by the person.

use crate::entra::directory::words::says_blocked;
use crate::entra::directory::{KnownAttribute, is_extension};
use crate::limits;

/// Which column of a file is which attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnPlan {
    /// The columns in the order of the file; the person may change what each is.
    pub columns: Vec<PlannedColumn>,
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedColumn {
    /// As the file calls it, without the blanks around.
    pub header: String,
    /// What the column holds of the first who has something, cut after [`limits::DIRECTORY_EXAMPLE_CHARS`] characters; empty
    /// where its header speaks of passwords.
    pub example: String,
    /// The attribute by its name in mappings; none where the column is left out.
    pub attribute: Option<String>,
    /// How sure that is.
    pub confidence: Confidence,
}

/// How sure it is that a column is an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nothing like it is known; the column keeps its own name, or has none.
    Unknown,
    /// The header means the same in other words: `Employee ID`, `Card Number`.
    Alike,
    /// The header is the name in another case.
    CaseDiffers,
    /// The header is the name in Graph.
    GraphName,
    /// The header is the name in mappings.
    Exact,
    /// The person says so.
    Chosen,
}

impl PlannedColumn {
    /// Takes a value as the example, where there is none yet and it is no password.
    pub(super) fn offer_example(&mut self, value: &str) {
        if self.example.is_empty() && !speaks_of_passwords(&self.header) {
            self.example = value.trim().chars().take(limits::DIRECTORY_EXAMPLE_CHARS).collect();
        }
    }

    /// The attribute that the header means too, where a surer header has it and nobody chose otherwise: `mobilePhone` beside
    /// `mobile`.
    pub(super) fn stands_in_for(&self) -> Option<(&str, Confidence)> {
        let is_own = self.attribute.as_deref() == Some(self.header.as_str());
        if !is_own || self.confidence != Confidence::Unknown {
            return None;
        }
        meant_by(&self.header).filter(|(name, _)| *name != self.header)
    }
}

impl ColumnPlan {
    /// Which columns are read turned round, for their headers say who is blocked: yes means that `accountEnabled` is `False`.
    /// So does `Block sign in (Yes/No) [accountEnabled] Required` in Entra's template for many people. One that only fills in
    /// where another column is `accountEnabled` is among them.
    pub fn turned_round(&self) -> Vec<usize> {
        const ATTRIBUTE: Option<&str> = Some("accountEnabled");
        let is_it = |column: &PlannedColumn| {
            column.attribute.as_deref() == ATTRIBUTE || self.fills_in(column) == ATTRIBUTE
        };
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, column)| says_blocked(&column.header) && is_it(column))
            .map(|(at, _)| at)
            .collect()
    }

    /// The attribute for which a column fills in where another one, which is surer to be it, has nothing.
    pub fn fills_in<'c>(&self, column: &'c PlannedColumn) -> Option<&'c str> {
        let (attribute, _) = column.stands_in_for()?;
        let mut others = self.columns.iter();
        others.any(|other| other.attribute.as_deref() == Some(attribute)).then_some(attribute)
    }

    /// What the columns with these headers probably are. An attribute is proposed once, for the surest header; another one
    /// that means it too keeps its own name, and fills in where the surest has nothing.
    pub(super) fn of_headers<'a>(headers: impl Iterator<Item = &'a str>) -> Self {
        let proposed: Vec<PlannedColumn> = headers.map(|header| planned(header.trim())).collect();
        let is_surest = |at: usize, column: &PlannedColumn| {
            proposed
                .iter()
                .enumerate()
                .filter(|(_, other)| other.attribute == column.attribute)
                .all(|(place, other)| {
                    (other.confidence, std::cmp::Reverse(place))
                        <= (column.confidence, std::cmp::Reverse(at))
                })
        };
        let columns = proposed
            .iter()
            .enumerate()
            .map(|(at, column)| match column.attribute {
                Some(_) if !is_surest(at, column) => PlannedColumn {
                    attribute: Some(column.header.clone()),
                    confidence: Confidence::Unknown,
                    ..column.clone()
                },
                _ => column.clone(),
            })
            .collect();
        Self { columns }
    }
}

fn planned(header: &str) -> PlannedColumn {
    let (attribute, confidence) = match meant_by(header) {
        Some((attribute, confidence)) => (Some(attribute.to_owned()), confidence),
        None if header.is_empty() || holds_passwords(header) => (None, Confidence::Unknown),
        None => (Some(header.to_owned()), Confidence::Unknown),
    };
    PlannedColumn { header: header.to_owned(), example: String::new(), attribute, confidence }
}

/// What a header probably means, and how sure that is.
pub(super) fn meant_by(header: &str) -> Option<(&str, Confidence)> {
    if let Some(known) = KnownAttribute::all().iter().find(|known| known.name == header) {
        return Some((known.name, Confidence::Exact));
    }
    if is_extension(header) {
        return Some((header, Confidence::Exact));
    }
    let path = header.strip_suffix("[0]").or_else(|| header.strip_suffix("/0")).unwrap_or(header);
    if let Some(known) = KnownAttribute::all().iter().find(|known| known.graph == Some(path)) {
        return Some((known.name, Confidence::GraphName));
    }
    let is_same = |name: &str| name.eq_ignore_ascii_case(path);
    let known = KnownAttribute::all()
        .iter()
        .find(|known| is_same(known.name) || known.graph.is_some_and(is_same));
    if let Some(known) = known {
        return Some((known.name, Confidence::CaseDiffers));
    }
    // Entra's templates for many people write `User name [userPrincipalName] Required`.
    let inner = header.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    if let Some((attribute, _)) = inner.filter(|(inner, _)| !inner.is_empty())
        && let Some((attribute, _)) = meant_by_plain(attribute)
    {
        return Some((attribute, Confidence::Alike));
    }
    meant_by_plain(header)
}

/// Whether the column holds passwords, as `Initial password [passwordProfile] Required` of Entra's template for many people
/// does. No mapping sends them, so they are left out unless somebody asks for them.
pub(super) fn holds_passwords(header: &str) -> bool {
    let (before, inner) = header.split_once('[').unwrap_or((header, ""));
    inner.starts_with("passwordProfile")
        || ["password", "initialpassword", "temporarypassword"].contains(&plain(before).as_str())
}

/// Whether a header has a word for a password in it. More headers do than hold passwords: what is shown of a column has to be
/// surely none.
fn speaks_of_passwords(header: &str) -> bool {
    const WORDS: [&str; 12] = [
        "password",
        "passwort",
        "kennwort",
        "passwd",
        "pwd",
        "passphrase",
        "motdepasse",
        "contraseña",
        "contrasena",
        "wachtwoord",
        "senha",
        "secret",
    ];
    let plain = plain(header);
    WORDS.iter().any(|word| plain.contains(word))
}

/// The letters and digits alone, in lower case.
fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// By the letters and digits alone.
fn meant_by_plain(header: &str) -> Option<(&'static str, Confidence)> {
    let plain = plain(header);
    let plain = plain.strip_prefix("onpremisesextensionattributes").unwrap_or(&plain);
    let is_same = |name: &str| name.eq_ignore_ascii_case(plain);
    let known = KnownAttribute::all()
        .iter()
        .find(|known| is_same(known.name) || known.graph.is_some_and(is_same))
        .map(|known| known.name);
    let custom = plain.strip_prefix("customattribute").and_then(|number| {
        KnownAttribute::all()
            .iter()
            .map(|known| known.name)
            .find(|name| name.strip_prefix("extensionAttribute") == Some(number))
    });
    let other = OTHER_WORDS.iter().find(|(words, _)| words.contains(&plain)).map(|(_, name)| *name);
    known.or(custom).or(other).map(|name| (name, Confidence::Alike))
}

/// Other words for attributes, by their letters and digits. Cards go where Verkada's guide keeps them.
const OTHER_WORDS: &[(&[&str], &str)] = &[
    (&["upn", "username", "signinname", "loginname", "login"], "userPrincipalName"),
    (&["email", "emailaddress", "mailaddress", "workemail", "primaryemail"], "mail"),
    (&["alias", "nickname"], "mailNickname"),
    (&["name", "fullname"], "displayName"),
    (&["firstname", "forename"], "givenName"),
    (&["lastname", "familyname"], "surname"),
    (&["userid", "entraid", "entraobjectid", "azureobjectid", "azureadobjectid"], "objectId"),
    (
        &[
            "enabled",
            "accountstatus",
            "signinallowed",
            // These say the opposite, so they are turned round.
            "blocksignin",
            "blocksigninyesno",
            "blockcredential",
            "signinblocked",
            "blocked",
            "accountdisabled",
            "disabled",
        ],
        "accountEnabled",
    ),
    (&["title", "position", "employeetitle"], "jobTitle"),
    (&["dept", "departmentname"], "department"),
    (&["company", "organization", "organisation"], "companyName"),
    (
        &[
            "employeenumber",
            "employeeno",
            "personnelnumber",
            "personnelno",
            "staffid",
            "staffnumber",
            "staffno",
        ],
        "employeeId",
    ),
    (
        &["phone", "telephone", "workphone", "businessphone", "officephone", "phonenumber"],
        "telephoneNumber",
    ),
    (&["cell", "cellphone", "mobilenumber", "mobilephonenumber"], "mobile"),
    (&["fax"], "facsimileTelephoneNumber"),
    (&["office", "officename"], "physicalDeliveryOfficeName"),
    (&["street", "address"], "streetAddress"),
    (&["zip", "zipcode", "postcode", "ziporpostalcode"], "postalCode"),
    (&["province", "stateorprovince"], "state"),
    (&["countryorregion", "countryregion"], "country"),
    (&["language"], "preferredLanguage"),
    (&["directorysynced", "dirsync"], "dirSyncEnabled"),
    (&["cardformat", "cardtype"], "extensionAttribute1"),
    (&["cardnumber", "badgenumber"], "extensionAttribute2"),
    (&["cardnumberhex", "cardhex", "hexnumber"], "extensionAttribute3"),
    (&["credentialstatus", "cardstatus"], "extensionAttribute4"),
    (&["facilitycode", "sitecode"], "extensionAttribute5"),
];
