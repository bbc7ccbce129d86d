//! What Command would not take of a value.

use std::fmt;

use hashbrown::HashMap;

use crate::entra::preview::place::{Kind, Place, Role};
use crate::entra::preview::sent::Sent;
use crate::limits;
use crate::verkada::EmailDomain;
use crate::verkada::name::shown;

/// Why Command, or Entra itself, does not take a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trouble {
    /// Command makes no card of it.
    Card,
    /// The card is beyond what public layouts of its format hold; Command may take it.
    CardDoubtful,
    /// `credentialStatus` is none of Command's three words, or not `active` at the first set-up of a card.
    CredentialStatus,
    /// Not a mail address.
    MailSyntax,
    /// A mail address of a domain that is not on the list in Command.
    Domain,
    /// Longer than any such value.
    TooLong,
    /// Not what the target takes, such as a text for `active`.
    WrongType,
    /// More than one value for a target that takes one.
    SeveralValues,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Card,
        Self::CardDoubtful,
        Self::CredentialStatus,
        Self::MailSyntax,
        Self::Domain,
        Self::TooLong,
        Self::WrongType,
        Self::SeveralValues,
    ];

    /// In a report, always the same: `mail-syntax`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::CardDoubtful => "card-doubtful",
            Self::CredentialStatus => "credential-status",
            Self::MailSyntax => "mail-syntax",
            Self::Domain => "domain",
            Self::TooLong => "too-long",
            Self::WrongType => "wrong-type",
            Self::SeveralValues => "several-values",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Card => "Command makes no card of it",
            Self::CardDoubtful => "The card is beyond what its format is known to hold",
            Self::CredentialStatus => {
                "The credential status is not one that Command sets a card up with"
            }
            Self::MailSyntax => "Not a mail address",
            Self::Domain => "The domain is not on the list in Command",
            Self::TooLong => "Too long",
            Self::WrongType => "Not the kind of value that the target takes",
            Self::SeveralValues => "Several values for a target that takes one",
        })
    }
}

/// Domains that were looked at before: most people share a few.
#[derive(Default)]
pub(super) struct Domains(HashMap<Box<str>, Option<Trouble>>);

/// What is wrong with one value by itself. Cards are judged apart, as a whole.
pub(super) fn check(
    sent: &Sent<'_>,
    place: &Place,
    listed: Option<&[EmailDomain]>,
    known: &mut Domains,
) -> Option<Trouble> {
    let texts: &[_] = match sent {
        Sent::Text(text) => std::slice::from_ref(text),
        Sent::Many(texts) => texts,
        Sent::Boolean(_) | Sent::Integer(_) => return None,
    };
    let is_mail = matches!(place.role, Role::UserName | Role::Mail);
    texts.iter().find_map(|text| {
        if text.len() > place.longest && text.chars().count() > place.longest {
            return Some(Trouble::TooLong);
        }
        if is_mail { check_mail(text, listed, known) } else { None }
    })
}

/// What is wrong with a value, in words.
pub(super) fn words(trouble: Trouble, sent: &Sent<'_>, place: &Place) -> String {
    let text = sent.as_text();
    let shown = shown(&text);
    match trouble {
        Trouble::MailSyntax => format!(
            "“{shown}” is no mail address, but Command knows people by one. Correct the source attribute, or choose another."
        ),
        Trouble::Domain => format!(
            "“{shown}” is of a domain that is not on the list in Command. Add the domain there, or map an attribute with another address."
        ),
        Trouble::TooLong => format!(
            "The value has {} characters, more than the {} of any such value. Look at the expression.",
            text.chars().count(),
            place.longest
        ),
        Trouble::WrongType => format!(
            "“{shown}” is not {}. Change the source so that it comes to one.",
            if place.kind == Kind::Integer { "a whole number" } else { "True or False" }
        ),
        Trouble::SeveralValues => {
            "The source has several values, but the target takes one. Choose one with Item, or put them together with Join.".to_owned()
        }
        Trouble::Card | Trouble::CardDoubtful | Trouble::CredentialStatus => {
            format!("{trouble}: “{shown}”.")
        }
    }
}

/// Judges an address as mail servers do (RFC 5321 section 4.1.2, and RFC 6531 for letters outside ASCII), without quoted local
/// parts: Entra's own rules leave none of them. Command knows people by mail address, so `userName` is one too.
fn check_mail(text: &str, listed: Option<&[EmailDomain]>, known: &mut Domains) -> Option<Trouble> {
    let Some((local, domain)) = text.split_once('@') else { return Some(Trouble::MailSyntax) };
    let is_atom = |part: &str| {
        !part.is_empty()
            && part.chars().all(|letter| {
                letter.is_ascii_alphanumeric()
                    || "!#$%&'*+-/=?^_`{|}~".contains(letter)
                    || (!letter.is_ascii() && letter.is_alphanumeric())
            })
    };
    if local.len() > limits::MAIL_LOCAL_BYTES || !local.split('.').all(is_atom) {
        return Some(Trouble::MailSyntax);
    }
    if let Some(verdict) = known.0.get(domain) {
        return *verdict;
    }
    let verdict = match (EmailDomain::parse(domain), listed) {
        (Ok(parsed), _) if domain.starts_with('@') || domain.trim() != domain => {
            drop(parsed);
            Some(Trouble::MailSyntax)
        }
        (Err(_), _) => Some(Trouble::MailSyntax),
        (Ok(parsed), Some(listed)) if !listed.contains(&parsed) => Some(Trouble::Domain),
        (Ok(_), _) => None,
    };
    if known.0.len() < limits::DOMAINS_REMEMBERED {
        known.0.insert(domain.into(), verdict);
    }
    verdict
}
