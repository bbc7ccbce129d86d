//! Filters (RFC 7644 section 3.4.2.2) as a tree: what they say, and how they are written.
//!
//! Where the grammar leaves a choice, or practice strays from it:
//! - A run of spaces counts as one space, and spaces around brackets are passed over: they cannot change the meaning,
//!   and filters are typed by people. Tabs, line breaks and no-break spaces are refused, because who pasted them
//!   cannot see them.
//! - `emails[type eq "work"].value eq "x"` is not in the grammar, but Entra sends it. It reads as
//!   `emails[type eq "work" and value eq "x"]`: both terms hold for the same element.
//! - `co ""`, `sw ""` and `ew ""` would match everybody, and are refused.
//! - Letters are compared without regard to case only in ASCII: `A` equals `a`, but `É` differs from `é` and `straße` from
//!   `STRASSE`, in both directions. Whoever shares a userName under a wider folding is for a warning, not for a match.
//! - `ne` holds for a value that is not assigned, `eq null` as well; on a list `ne` holds when one element differs.

mod check;
mod matching;
mod parser;

pub(in crate::scim) use matching::is_present;
pub(in crate::scim) use parser::scan_element_filter;

use std::fmt;

use serde_json::Value;

use crate::scim::path::AttrPath;
use crate::scim::syntax::SyntaxError;

/// A condition on resources.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter(pub(in crate::scim) Expression);

/// A node of the tree. Only the parser builds one, so its depth is limited.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// All of them, at least two.
    And(Vec<Self>),
    /// One of them, at least two.
    Or(Vec<Self>),
    /// The opposite.
    Not(Box<Self>),
    /// The attribute has a value.
    Present(AttrPath),
    /// The attribute compares so to a value.
    Compare(Comparison),
    /// One element of the attribute meets all of this; paths inside name its sub-attributes.
    Element(AttrPath, Box<Self>),
}

/// A comparison with a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    /// What is compared.
    pub(crate) path: AttrPath,
    /// How.
    pub(crate) operator: Operator,
    /// A string, a number, a boolean or null.
    pub(crate) value: Value,
}

/// How an attribute is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater, or later.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less, or earlier.
    Lt,
    /// Less or equal.
    Le,
}

impl Filter {
    /// Reads a filter. The limits of length, depth and terms hold.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        parser::parse(text).map(Self)
    }

    /// The equalities that every match must satisfy, so that a store can look them up in an index. For a condition on
    /// one element of a list the path has the sub-attribute: some element must be equal.
    pub(crate) fn required_equalities(&self) -> Vec<(AttrPath, &Value)> {
        let mut found = Vec::new();
        self.0.collect_equalities(None, &mut found);
        found
    }
}

impl Expression {
    fn collect_equalities<'a>(
        &'a self,
        element_of: Option<&AttrPath>,
        found: &mut Vec<(AttrPath, &'a Value)>,
    ) {
        match self {
            Self::And(terms) => {
                for term in terms {
                    term.collect_equalities(element_of, found);
                }
            }
            Self::Compare(Comparison { path, operator: Operator::Eq, value })
                if !value.is_null() =>
            {
                let path = match element_of {
                    Some(list) => list.clone().with_sub_attribute(&path.attribute),
                    None => path.clone(),
                };
                found.push((path, value));
            }
            Self::Element(path, inner) => inner.collect_equalities(Some(path), found),
            Self::Compare(_) | Self::Or(_) | Self::Not(_) | Self::Present(_) => {}
        }
    }

    fn write_in(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        needs_brackets: impl Fn(&Self) -> bool,
    ) -> fmt::Result {
        if needs_brackets(self) {
            write!(formatter, "({self})")
        } else {
            write!(formatter, "{self}")
        }
    }
}

impl Operator {
    /// Every operator.
    pub(crate) const ALL: [Self; 9] =
        [Self::Eq, Self::Ne, Self::Co, Self::Sw, Self::Ew, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    /// The word in a filter.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, word) = match self {
            Self::Not(inner) => return write!(formatter, "not ({inner})"),
            Self::Present(path) => return write!(formatter, "{path} pr"),
            Self::Compare(Comparison { path, operator, value }) => {
                return write!(formatter, "{path} {} {value}", operator.word());
            }
            Self::Element(path, inner) => return write!(formatter, "{path}[{inner}]"),
            Self::And(terms) => (terms, "and"),
            Self::Or(terms) => (terms, "or"),
        };
        // An `and` inside of an `or` needs no brackets; anything else of several terms does.
        let needs_brackets = |term: &Self| match term {
            Self::Or(_) => true,
            Self::And(_) => word == "and",
            _ => false,
        };
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                write!(formatter, " {word} ")?;
            }
            term.write_in(formatter, needs_brackets)?;
        }
        Ok(())
    }
}
