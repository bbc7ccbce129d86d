//! What is wrong with some of the people, each in an instructive way.

/// One thing that is wrong with a person. All of these can really be in Command: either Command does not check
/// them, or the rule came after the person. What Command refuses on create (a mail address or an externalId of
/// somebody else, a user name without a domain) can only be on the identity provider's side and is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Flaw {
    /// The mail domain is not on Command's list: it was taken off after the person came. Updates fail now.
    DomainNotListed,
    /// The mail domain only looks like the company's own, with a digit for a letter.
    LookAlikeDomain,
    /// The sign-in name is another address than the mail: SAML and SCIM see two persons.
    UserNameDiffersFromMail,
    /// Two people carry the same card.
    SharedCard,
    /// The card was never sent as `active`, so Command never set it up.
    CardNeverActive,
    /// A facility code higher than the card format holds.
    FacilityCodeOutOfRange,
    /// The hexadecimal number of the card stands in the decimal field.
    HexInDecimalField,
    /// A spreadsheet dropped the leading zeros of the card's hexadecimal number.
    LostLeadingZeros,
    /// A card format by a name that Command does not know.
    UnknownCardFormat,
    /// A card without the facility code its format needs.
    MissingFacilityCode,
    /// No mail address at all.
    MissingMail,
    /// An invisible zero-width space at the end of the display name.
    ZeroWidthInName,
    /// A Cyrillic letter in a Latin name.
    MixedScriptName,
    /// A character in the display name that turns the direction of the text.
    TurnedName,
    /// A display name of which nothing can be seen.
    NameLooksEmpty,
    /// The same display name as somebody else.
    SharedDisplayName,
    /// The same employee number as somebody else.
    SharedEmployeeNumber,
    /// A telephone number that no machine can dial.
    BadPhone,
}

/// How many of a thousand people have each flaw. Pairs make an even number.
pub(super) const FLAWS: [(Flaw, u32); 18] = [
    (Flaw::DomainNotListed, 13),
    (Flaw::LookAlikeDomain, 1),
    (Flaw::UserNameDiffersFromMail, 3),
    (Flaw::SharedCard, 2),
    (Flaw::CardNeverActive, 4),
    (Flaw::FacilityCodeOutOfRange, 3),
    (Flaw::HexInDecimalField, 2),
    (Flaw::LostLeadingZeros, 2),
    (Flaw::UnknownCardFormat, 2),
    (Flaw::MissingFacilityCode, 2),
    (Flaw::MissingMail, 3),
    (Flaw::ZeroWidthInName, 2),
    (Flaw::MixedScriptName, 2),
    (Flaw::TurnedName, 1),
    (Flaw::NameLooksEmpty, 1),
    (Flaw::SharedDisplayName, 4),
    (Flaw::SharedEmployeeNumber, 2),
    (Flaw::BadPhone, 5),
];

/// A flaw, and where among those of its thousand that have it a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) flaw: Flaw,
    /// The first rank of this flaw.
    pub(super) first: u32,
    /// Ranks after the first.
    pub(super) nth: u32,
}

/// The flaw of a rank from 0 to 999, if it has one.
pub(super) fn at(rank: u32) -> Option<Place> {
    let mut first = 0;
    for (flaw, count) in FLAWS {
        if rank < first + count {
            return Some(Place { flaw, first, nth: rank - first });
        }
        first += count;
    }
    None
}
