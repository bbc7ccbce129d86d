//! Attribute paths (RFC 7644 section 3.10): `name.familyName`, `urn:…:User:department`.

use std::fmt;

use crate::scim::schema::Schema;
use crate::scim::syntax::{Scanner, SyntaxError};

/// Names an attribute or a sub-attribute, with the URN of its schema where that was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AttrPath {
    /// The URN; a known one in its usual case.
    pub(crate) schema: Option<Box<str>>,
    /// The attribute; empty when the path names a whole schema.
    pub(crate) attribute: Box<str>,
    /// The sub-attribute.
    pub(crate) sub_attribute: Option<Box<str>>,
}

impl AttrPath {
    /// Reads a path.
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut scanner = Scanner::new(text);
        let path = Self::scan(&mut scanner)?;
        if scanner.is_at_end() { Ok(path) } else { Err(scanner.unexpected("the end of the path")) }
    }

    /// The same path with a sub-attribute.
    pub(crate) fn with_sub_attribute(mut self, name: &str) -> Self {
        self.sub_attribute = Some(name.into());
        self
    }

    /// Reads a path and leaves the scanner behind it.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Result<Self, SyntaxError> {
        let start = scanner.at();
        let token = scanner.take_while(is_path_character);
        if token.is_empty() {
            return Err(scanner.unexpected("an attribute"));
        }
        let (urn, names) = split_schema(token);
        let names_at = start + token.len() - names.len();
        let schema = match urn {
            None => None,
            Some(urn) if is_urn(urn) => {
                Some(Schema::find(urn).map_or(urn, |known| known.id).into())
            }
            Some(_) => {
                let message = "A colon belongs to the URN of a schema, which begins with urn:";
                return Err(scanner.error_at(start, message));
            }
        };
        if names.is_empty() && schema.is_some() {
            return if token.ends_with(':') {
                Err(scanner.error_at(names_at, "An attribute is missing after the colon"))
            } else {
                Ok(Self { schema, attribute: "".into(), sub_attribute: None })
            };
        }
        let mut at = names_at;
        for (level, name) in names.split('.').enumerate() {
            if !is_name(name) {
                return Err(
                    scanner.error_at(at, if name.is_empty() { NAME_MISSING } else { NAME_WRONG })
                );
            }
            if level == 2 {
                return Err(
                    scanner.error_at(at - 1, "An attribute has one level of sub-attributes only")
                );
            }
            at += name.len() + 1;
        }
        let (attribute, sub_attribute) = match names.split_once('.') {
            Some((attribute, sub_attribute)) => (attribute, Some(sub_attribute.into())),
            None => (names, None),
        };
        Ok(Self { schema, attribute: attribute.into(), sub_attribute })
    }

    /// Whether the path names a whole schema.
    pub(crate) fn is_schema(&self) -> bool {
        self.attribute.is_empty()
    }
}

const NAME_MISSING: &str = "The name of an attribute is missing beside the dot";
const NAME_WRONG: &str =
    "The name of an attribute begins with a letter and has only letters, digits, - and _";

/// Cuts the URN off. Known URNs go first: they hold dots, and `…:2.0:User` alone must not read as attribute `User`.
fn split_schema(token: &str) -> (Option<&str>, &str) {
    for schema in crate::scim::schema::SCHEMAS {
        let Some((head, tail)) = token.split_at_checked(schema.id.len()) else { continue };
        if head.eq_ignore_ascii_case(schema.id) && (tail.is_empty() || tail.starts_with(':')) {
            return (Some(head), tail.strip_prefix(':').unwrap_or(tail));
        }
    }
    token.rsplit_once(':').map_or((None, token), |(urn, names)| (Some(urn), names))
}

fn is_urn(text: &str) -> bool {
    text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("urn:"))
}

fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '$' | '.' | ':')
}

/// `ATTRNAME` of RFC 7643 section 2.1; `$ref` is the one name with a `$`.
fn is_name(text: &str) -> bool {
    let letters = text.strip_prefix('$').unwrap_or(text);
    letters.starts_with(|first: char| first.is_ascii_alphabetic()) && !letters.contains(['$', ':'])
}

impl fmt::Display for AttrPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            formatter.write_str(schema)?;
            if !self.is_schema() {
                formatter.write_str(":")?;
            }
        }
        formatter.write_str(&self.attribute)?;
        match &self.sub_attribute {
            Some(name) => write!(formatter, ".{name}"),
            None => Ok(()),
        }
    }
}
