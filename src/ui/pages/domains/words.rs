//! How domains and their coverage are put into words.

use crate::session::connection::DomainKeeper;
use crate::session::coverage::{Coverage, CoveredDomain, DomainStanding};
use crate::ui::theme::tokens::Tone;
use crate::ui::words;
use crate::verkada::EmailDomain;

/// The domain as a person reads it: an international one in both forms.
pub(crate) fn shown(name: &str) -> String {
    EmailDomain::parse(name).map_or_else(|_| name.to_owned(), |domain| domain.to_string())
}

/// Whom a domain covers, or what follows from its not being listed.
pub(super) fn coverage(domain: &CoveredDomain, keeper: DomainKeeper, counted: Counted) -> String {
    let people = words::counted(domain.people, "person", "people");
    match &domain.standing {
        DomainStanding::Listed if domain.by_mail_only == domain.people => {
            format!("Work mail of {people}")
        }
        DomainStanding::Listed => format!("Covers {people}"),
        DomainStanding::Unused if counted == Counted::NotYet => "Not counted yet".to_owned(),
        DomainStanding::Unused => "Covers nobody".to_owned(),
        DomainStanding::NotListed if keeper != DomainKeeper::AdminApi => {
            format!("{people}, not on your list")
        }
        DomainStanding::NotListed => {
            let fail = if domain.people == 1 { "fails" } else { "fail" };
            format!("{people} {fail} until it is listed")
        }
        DomainStanding::LookAlike { of, how } => {
            format!("Looks like {}: {}", shown(of), how.words())
        }
    }
}

/// The word on the badge of a domain.
pub(super) fn standing(
    domain: &CoveredDomain,
    keeper: DomainKeeper,
    counted: Counted,
) -> (Tone, &'static str) {
    match &domain.standing {
        DomainStanding::Listed => (Tone::Good, "Listed"),
        DomainStanding::Unused if counted == Counted::NotYet => (Tone::Neutral, "Listed"),
        DomainStanding::Unused => (Tone::Neutral, "Listed, unused"),
        // What Command lists is known to nobody here: it may be listed there.
        DomainStanding::NotListed if keeper != DomainKeeper::AdminApi => {
            (Tone::Warning, "Not noted")
        }
        DomainStanding::NotListed => (Tone::Danger, "Not listed"),
        DomainStanding::LookAlike { .. } => (Tone::Warning, "Look-alike"),
    }
}

/// The share that is covered, and who is outside.
pub(super) fn share(coverage: &Coverage) -> String {
    let tenths = coverage.tenths_of_percent();
    let outside = match coverage.outside() {
        0 => "nobody outside".to_owned(),
        count => format!("{} outside", words::counted(count, "person", "people")),
    };
    format!("{}.{} % covered, {outside}", tenths / 10, tenths % 10)
}

/// How many domains are listed, and what they share.
pub(super) fn about(listed: Option<usize>, has_token: HasToken) -> String {
    let Some(listed) = listed else { return String::new() };
    let domains = match listed {
        0 => "No domain listed yet".to_owned(),
        listed => format!("{} listed", words::counted(listed, "domain", "domains")),
    };
    match has_token {
        HasToken::Yes => format!("{domains} · 1 token for the organization"),
        HasToken::No => domains,
    }
}

/// Whether there were people to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    Yes,
    NotYet,
}

impl From<bool> for Counted {
    fn from(is_counted: bool) -> Self {
        if is_counted { Self::Yes } else { Self::NotYet }
    }
}

/// Whether the organization has a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HasToken {
    Yes,
    No,
}

impl From<bool> for HasToken {
    fn from(is_there: bool) -> Self {
        if is_there { Self::Yes } else { Self::No }
    }
}
