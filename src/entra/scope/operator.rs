//! The operators of scoping filters, in the spellings of the portal and of Graph.

/// How a clause compares an attribute with its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeOperator {
    /// `EQUALS`
    Equals,
    /// `NOT EQUALS`
    NotEquals,
    /// `IS NULL`
    IsNull,
    /// `IS NOT NULL`
    IsNotNull,
    /// `IS TRUE`
    IsTrue,
    /// `IS FALSE`
    IsFalse,
    /// `REGEX MATCH`
    RegexMatch,
    /// `NOT REGEX MATCH`
    NotRegexMatch,
    /// `Greater_Than`
    GreaterThan,
    /// `Greater_Than_OR_EQUALS`
    GreaterThanOrEquals,
    /// `Includes`
    Includes,
    /// `ENDS_WITH`
    EndsWith,
    /// Anything else, `&` and `!&` among them: their page does not say enough to evaluate them.
    Unknown,
}

const NAMES: [(ScopeOperator, &str, &str); 12] = [
    (ScopeOperator::Equals, "EQUALS", "EQUALS"),
    (ScopeOperator::NotEquals, "NOT EQUALS", "NOTEQUALS"),
    (ScopeOperator::IsNull, "IS NULL", "ISNULL"),
    (ScopeOperator::IsNotNull, "IS NOT NULL", "ISNOTNULL"),
    (ScopeOperator::IsTrue, "IS TRUE", "ISTRUE"),
    (ScopeOperator::IsFalse, "IS FALSE", "ISFALSE"),
    (ScopeOperator::RegexMatch, "REGEX MATCH", "REGEXMATCH"),
    (ScopeOperator::NotRegexMatch, "NOT REGEX MATCH", "NOTREGEXMATCH"),
    (ScopeOperator::GreaterThan, "Greater_Than", "GREATERTHAN"),
    (ScopeOperator::GreaterThanOrEquals, "Greater_Than_OR_EQUALS", "GREATERTHANOREQUALS"),
    (ScopeOperator::Includes, "Includes", "INCLUDES"),
    (ScopeOperator::EndsWith, "ENDS_WITH", "ENDSWITH"),
];

impl ScopeOperator {
    /// Reads a name in any case, with spaces, underscores, hyphens or nothing between its words: Graph and the portal differ.
    pub fn named(name: &str) -> Self {
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        NAMES
            .iter()
            .find(|(_, _, known)| *known == plain)
            .map_or(Self::Unknown, |(operator, ..)| *operator)
    }

    /// As the portal shows it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(known, ..)| *known == self).map_or("unknown", |(_, name, _)| name)
    }

    /// Whether the clause has values to compare with.
    pub const fn takes_values(self) -> bool {
        !matches!(self, Self::IsNull | Self::IsNotNull | Self::IsTrue | Self::IsFalse)
    }
}
