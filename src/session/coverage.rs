//! Which people the list of domains covers, and which stay outside: counted once for each reading.
//!
//! Command knows a person by the mail address, and userName is the login, so both have to be of a listed domain
//! (help.verkada.com, SCIM token management; the identity rule is inferred from it).

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::session::people::{People, Person};
use crate::verkada::EmailDomain;
use crate::verkada::likeness::Likeness;

/// How the list of domains and the people go together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// Every domain that is listed or that somebody has: the listed ones first, each part with the most people first.
    pub(crate) domains: Vec<CoveredDomain>,
    /// All people.
    pub(crate) people: usize,
    /// Those whose addresses are all of listed domains.
    pub(crate) covered: usize,
    /// Those whose userName is no mail address: no domain can cover them.
    pub(crate) without_domain: usize,
}

/// One domain and its people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CoveredDomain {
    /// In ASCII form; as it was written where it is no domain at all.
    pub(crate) name: String,
    /// People whose userName or work address is in it.
    pub(crate) people: usize,
    /// Those of them for whom only the work address is.
    pub(crate) by_mail_only: usize,
    /// How it stands.
    pub(crate) standing: DomainStanding,
}

/// How a domain stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DomainStanding {
    /// On the list, and somebody has it.
    Listed,
    /// On the list, and nobody has it.
    Unused,
    /// Somebody has it, and it is not on the list.
    NotListed,
    /// Somebody has it, it is not on the list, and it reads like a domain with more people.
    LookAlike {
        /// Which.
        of: String,
        /// In what way.
        how: Likeness,
    },
}

#[derive(Clone, Copy, Default)]
struct Count {
    people: usize,
    by_mail_only: usize,
}

impl Coverage {
    /// Counts, for a list of domains in ASCII form.
    pub(crate) fn of(people: &People, listed: &[String]) -> Self {
        let tallied = Tally::of(people);
        let is_listed = |name: &str| listed.iter().any(|listed| listed == name);
        let mut outside = tallied.without_domain;
        for ((login, mail), count) in &tallied.pairs {
            if !is_listed(login) || !is_listed(mail) {
                outside += count;
            }
        }
        let mut domains: Vec<CoveredDomain> = Vec::new();
        for name in listed {
            let count = tallied.domains.get(name.as_str()).copied().unwrap_or_default();
            let standing =
                if count.people > 0 { DomainStanding::Listed } else { DomainStanding::Unused };
            domains.push(CoveredDomain::new(name, count, standing));
        }
        let unlisted = tallied.domains.iter().filter(|(name, _)| !is_listed(name));
        for (name, count) in unlisted {
            let standing = look_alike(name, *count, listed, &tallied.domains);
            domains.push(CoveredDomain::new(name, *count, standing));
        }
        domains.sort_by(|one, other| {
            (!one.is_listed(), other.people, &one.name).cmp(&(
                !other.is_listed(),
                one.people,
                &other.name,
            ))
        });
        domains.dedup_by(|one, other| one.name == other.name);
        Self {
            domains,
            people: people.len(),
            covered: people.len().saturating_sub(outside),
            without_domain: tallied.without_domain,
        }
    }

    /// Whether no domain is listed at all.
    pub(crate) fn names_none(&self) -> bool {
        !self.domains.iter().any(|domain| {
            matches!(domain.standing, DomainStanding::Listed | DomainStanding::Unused)
        })
    }

    /// People whom the list leaves outside.
    pub(crate) fn outside(&self) -> usize {
        self.people - self.covered
    }

    /// The share of people covered, in tenths of a percent, rounded down: all is said only when it is all.
    pub(crate) fn tenths_of_percent(&self) -> usize {
        (self.covered * 1000).checked_div(self.people).unwrap_or(1000)
    }

    /// One domain by its name in ASCII form.
    pub(crate) fn find(&self, name: &str) -> Option<&CoveredDomain> {
        self.domains.iter().find(|domain| domain.name == name)
    }
}

impl CoveredDomain {
    fn new(name: &str, count: Count, standing: DomainStanding) -> Self {
        let Count { people, by_mail_only } = count;
        Self { name: name.to_owned(), people, by_mail_only, standing }
    }

    /// Whether it is on the list.
    pub(crate) fn is_listed(&self) -> bool {
        matches!(self.standing, DomainStanding::Listed | DomainStanding::Unused)
    }
}

/// The domains that a new one reads like, among those that are listed or have people.
pub(crate) fn alike<'a>(name: &str, known: &'a Coverage) -> Option<(&'a CoveredDomain, Likeness)> {
    known
        .domains
        .iter()
        .find_map(|domain| Likeness::between(name, &domain.name).map(|how| (domain, how)))
}

/// Whether a person's userName or work address is in a domain, given in ASCII form.
pub(crate) fn has_domain(person: &Person<'_>, domain: &str) -> bool {
    let has = |address: &str| domain_of(address).is_some_and(|own| own == domain);
    has(person.user_name()) || has(person.mail())
}

/// Few people are a slip or a disguise; many are a company of their own.
const FEW: usize = 3;

fn look_alike(
    name: &str,
    count: Count,
    listed: &[String],
    all: &BTreeMap<Cow<'_, str>, Count>,
) -> DomainStanding {
    let people_of = |domain: &str| all.get(domain).map_or(0, |count| count.people);
    let alike = listed.iter().find_map(|listed| {
        let how = Likeness::between(name, listed)?;
        let of = people_of(listed);
        let few = count.people <= FEW.max(of / 100);
        (of >= count.people && (few || !how.is_common())).then(|| (listed.clone(), how))
    });
    match alike {
        Some((of, how)) => DomainStanding::LookAlike { of, how },
        None => DomainStanding::NotListed,
    }
}

/// How many people have which domains.
#[derive(Default)]
struct Tally<'a> {
    domains: BTreeMap<Cow<'a, str>, Count>,
    /// By the domains of userName and work address.
    pairs: BTreeMap<(Cow<'a, str>, Cow<'a, str>), usize>,
    without_domain: usize,
}

impl<'a> Tally<'a> {
    fn of(people: &'a People) -> Self {
        let mut spelled: BTreeMap<(&'a str, &'a str), usize> = BTreeMap::new();
        let mut tally = Self::default();
        // Neighbors mostly have the same domains: what the last one had is counted without looking it up.
        let mut run: Option<((&'a str, &'a str), usize)> = None;
        for row in 0..u32::try_from(people.len()).unwrap_or(u32::MAX) {
            let Some(person) = people.get(row) else { continue };
            let Some(login) = after_at(person.user_name()) else {
                tally.without_domain += 1;
                continue;
            };
            let pair = (login, after_at(person.mail()).unwrap_or(login));
            match &mut run {
                Some((last, count)) if *last == pair => *count += 1,
                _ => {
                    if let Some((last, count)) = run.replace((pair, 1)) {
                        *spelled.entry(last).or_default() += count;
                    }
                }
            }
        }
        if let Some((last, count)) = run {
            *spelled.entry(last).or_default() += count;
        }
        for ((login, mail), count) in spelled {
            tally.add(canonical(login), canonical(mail), count);
        }
        tally
    }

    fn add(&mut self, login: Cow<'a, str>, mail: Cow<'a, str>, people: usize) {
        self.domains.entry(login.clone()).or_default().people += people;
        if mail != login {
            let by_mail = self.domains.entry(mail.clone()).or_default();
            by_mail.people += people;
            by_mail.by_mail_only += people;
        }
        *self.pairs.entry((login, mail)).or_default() += people;
    }
}

/// What stands behind the last `@`, if it can be a domain at all.
fn after_at(address: &str) -> Option<&str> {
    let (local, domain) = address.rsplit_once('@')?;
    (!local.is_empty() && !domain.is_empty()).then_some(domain)
}

/// The domain of an address, in ASCII form where it is one.
fn domain_of(address: &str) -> Option<Cow<'_, str>> {
    after_at(address).map(canonical)
}

/// A domain in ASCII form; what is none stays as it is, in lower case.
fn canonical(domain: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    if domain.bytes().all(is_plain) && !domain.contains("xn--") {
        return Cow::Borrowed(domain);
    }
    match EmailDomain::parse(domain) {
        Ok(parsed) => Cow::Owned(parsed.as_str().to_owned()),
        Err(_) => Cow::Owned(domain.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use proptest::prelude::*;

    use super::*;
    use crate::session::people::NewPerson;

    fn people<'a>(addresses: impl IntoIterator<Item = (&'a str, &'a str)>) -> People {
        let mut people = People::default();
        for (number, (user_name, mail)) in addresses.into_iter().enumerate() {
            let id = number.to_string();
            people.push(&NewPerson { id: &id, user_name, mail, ..NewPerson::default() });
        }
        people
    }

    fn coverage(addresses: &[(&str, &str)], listed: &[&str]) -> Coverage {
        let listed: Vec<String> = listed.iter().map(|name| (*name).to_owned()).collect();
        Coverage::of(&people(addresses.iter().copied()), &listed)
    }

    #[track_caller]
    fn check(addresses: &[(&str, &str)], listed: &[&str], domains: &[&str], covered: usize) {
        let coverage = coverage(addresses, listed);
        let word = |domain: &CoveredDomain| {
            let standing = match &domain.standing {
                DomainStanding::Listed => "listed".to_owned(),
                DomainStanding::Unused => "unused".to_owned(),
                DomainStanding::NotListed => "not listed".to_owned(),
                DomainStanding::LookAlike { of, .. } => format!("like {of}"),
            };
            format!("{} {} {standing}", domain.name, domain.people)
        };
        let words: Vec<String> = coverage.domains.iter().map(word).collect();
        assert_eq!(words, domains);
        assert_eq!((coverage.covered, coverage.people), (covered, addresses.len()));
    }

    #[test]
    fn people_are_covered_when_login_and_mail_are_of_listed_domains() {
        check(
            &[
                ("ada@halcyon.example", "ada@halcyon.example"),
                ("ben@HALCYON.example", "ben@halcyon-air.example"),
                ("cyd@halcyon.example", ""),
                ("dov@parts.example", "dov@halcyon.example"),
                ("eve", "eve@halcyon.example"),
                ("@halcyon.example", ""),
            ],
            &["halcyon.example", "halcyon-it.example"],
            &[
                "halcyon.example 4 listed",
                "halcyon-it.example 0 unused",
                "halcyon-air.example 1 not listed",
                "parts.example 1 not listed",
            ],
            2,
        );
    }

    #[test]
    fn a_domain_that_reads_like_a_listed_one_is_named() {
        let mut addresses = vec![("ada@halcyon.example", ""); 20];
        addresses.extend([("eve@ha1cyon.example", ""), ("ivo@halcyon.test", "")]);
        check(
            &addresses,
            &["halcyon.example"],
            &[
                "halcyon.example 20 listed",
                "ha1cyon.example 1 like halcyon.example",
                "halcyon.test 1 like halcyon.example",
            ],
            20,
        );
        let many = [("ada@halcyon.example", ""); 9].iter().chain(&[("bo@halcyon.test", ""); 9]);
        check(
            &many.copied().collect::<Vec<_>>(),
            &["halcyon.example"],
            &["halcyon.example 9 listed", "halcyon.test 9 not listed"],
            9,
        );
    }

    #[test]
    fn international_domains_count_as_one_in_both_forms() {
        check(
            &[("ada@bücher.example", ""), ("ben@xn--bcher-kva.example", ""), ("c@bad_name", "")],
            &["xn--bcher-kva.example"],
            &["xn--bcher-kva.example 2 listed", "bad_name 1 not listed"],
            2,
        );
    }

    #[test]
    fn nobody_is_all_covered_and_all_is_said_only_when_it_is_all() {
        assert_eq!(coverage(&[], &[]).tenths_of_percent(), 1000);
        let mut addresses = vec![("a@a.example", ""); 2999];
        addresses.push(("b@b.example", ""));
        assert_eq!(coverage(&addresses, &["a.example"]).tenths_of_percent(), 999);
    }

    #[test]
    fn a_hundred_thousand_people_are_counted_at_once() {
        let names: Vec<String> = (0..100_000)
            .map(|number| format!("person.number{number}@d{}.example", number % 7))
            .collect();
        let people = people(names.iter().map(|name| (name.as_str(), name.as_str())));
        let start = Instant::now();
        let coverage = Coverage::of(&people, &["d0.example".to_owned()]);
        let took = start.elapsed();
        println!("coverage of 100,000 people: {took:?}");
        assert_eq!((coverage.domains.len(), coverage.covered), (7, 14_286));
        assert!(took.as_millis() < 2_000, "{took:?} even without optimization");
    }

    proptest! {
        #[test]
        fn who_is_covered_by_the_count_is_covered_one_by_one(
            logins in proptest::collection::vec(("[a-c]?@?[a-dA-D1]{0,2}(\\.example)?", "([a-c]@[a-d]\\.example)?"), 0..40),
            listed in proptest::collection::btree_set("[a-d]\\.example", 0..4),
        ) {
            let people = people(logins.iter().map(|(login, mail)| (login.as_str(), mail.as_str())));
            let listed: Vec<String> = listed.into_iter().collect();
            let coverage = Coverage::of(&people, &listed);
            let parsed: Vec<EmailDomain> =
                listed.iter().map(|name| EmailDomain::parse(name).unwrap()).collect();
            let covers = |address: &str| parsed.iter().any(|domain| domain.covers(address));
            let one_by_one = logins.iter().filter(|(login, mail)| {
                covers(login) && (mail.is_empty() || covers(mail))
            }).count();
            prop_assert_eq!(coverage.covered, one_by_one);
            prop_assert!(coverage.covered <= coverage.people);
            for domain in &coverage.domains {
                let rows = 0..u32::try_from(people.len()).unwrap();
                let has = rows.filter(|row| has_domain(&people.get(*row).unwrap(), &domain.name));
                let with_login = has.filter(|row| after_at(people.get(*row).unwrap().user_name()).is_some());
                prop_assert_eq!(with_login.count(), domain.people, "{}", domain.name);
            }
        }
    }
}
