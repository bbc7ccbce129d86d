//! Given and family names by language, with how they are written and put into a mail address.

mod africa;
mod americas;
mod asia;
mod europe;

use crate::sandbox::people::work::Site;

/// The names of one language. A name with another spelling in Latin letters is written `陳=Chen`.
#[derive(Debug)]
pub(super) struct Culture {
    pub(super) locale: &'static str,
    /// Where most people of this language work.
    pub(super) home: &'static Site,
    /// How many of a hundred people have such a name.
    pub(super) percent: u32,
    order: Order,
    given: &'static str,
    family: &'static str,
}

/// How a given and a family name stand on a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Ada Lovelace
    GivenFirst,
    /// 王 伟明
    FamilyFirst,
    /// 陳 怡君 (Yi-Chun Chen)
    FamilyFirstLatin,
    /// Hiroshi 山本
    GivenLatin,
    /// Suhartini
    Single,
}

/// One name in both of its spellings, and as a part of a mail address.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) written: &'static str,
    pub(super) latin: &'static str,
    pub(super) local: String,
}

/// The names of one language, taken apart.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) culture: &'static Culture,
    pub(super) given: Vec<Name>,
    pub(super) family: Vec<Name>,
}

impl Names {
    /// The names of all languages, in a fixed order.
    pub(super) fn all() -> Vec<Self> {
        [americas::CULTURES, europe::CULTURES, africa::CULTURES, asia::CULTURES]
            .into_iter()
            .flatten()
            .map(|culture| Self {
                culture,
                given: names(culture.given),
                family: names(culture.family),
            })
            .collect()
    }

    /// How many people can be named before a pair comes again.
    pub(super) fn pairs(&self) -> u32 {
        u32::try_from(self.given.len() * self.family.len().max(1)).unwrap_or(u32::MAX)
    }

    /// The given and the family name of this pair; a language of single names has no second one.
    pub(super) fn pair(&self, number: u32) -> Option<(&Name, Option<&Name>)> {
        let number = number as usize;
        let given = self.given.len().max(1);
        Some((self.given.get(number % given)?, self.family.get(number / given)))
    }

    /// The whole name as it stands on a badge.
    pub(super) fn shown(&self, given: &Name, family: Option<&Name>) -> String {
        let Some(family) = family else { return given.written.to_owned() };
        match self.culture.order {
            Order::GivenFirst => format!("{} {}", given.written, family.written),
            Order::FamilyFirst => format!("{} {}", family.written, given.written),
            Order::FamilyFirstLatin => {
                format!("{} {} ({} {})", family.written, given.written, given.latin, family.latin)
            }
            Order::GivenLatin => format!("{} {}", given.latin, family.written),
            Order::Single => given.written.to_owned(),
        }
    }
}

/// A given name longer than this in a mail address is cut to its first word: RFC 5321 allows 64 in all.
const LONG_GIVEN: usize = 20;

fn names(list: &'static str) -> Vec<Name> {
    list.split(',')
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let (written, latin) = entry.split_once('=').unwrap_or((entry, entry));
            let mut local = local(latin);
            if local.len() > LONG_GIVEN && latin.split(' ').count() > 2 && !latin.contains('-') {
                local = self::local(latin.split(' ').next().unwrap_or(latin));
            }
            Name { written, latin, local }
        })
        .collect()
}

/// The letters, digits and hyphens of a Latin name, in lower case.
fn local(latin: &str) -> String {
    latin
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::verkada::name;

    #[test]
    fn the_languages_share_a_hundred_people() {
        assert_eq!(Names::all().iter().map(|names| names.culture.percent).sum::<u32>(), 100);
    }

    #[test]
    fn no_two_pairs_make_the_same_mail_address() {
        let mut seen = HashMap::new();
        for names in Names::all() {
            for number in 0..names.pairs() {
                let (given, family) = names.pair(number).unwrap();
                let local =
                    format!("{}.{}", given.local, family.map_or("", |family| &family.local));
                assert!(local.len() <= 58, "{local}");
                assert_eq!(seen.insert(local.clone(), names.culture.locale), None, "{local}");
            }
        }
    }

    #[test]
    fn every_name_is_clean_and_has_latin_letters_beside_it() {
        for names in Names::all() {
            for entry in names.given.iter().chain(&names.family) {
                assert_eq!(name::findings(entry.written), [], "{}", entry.written);
                assert!(entry.latin.is_ascii() && !entry.local.is_empty(), "{}", entry.written);
            }
        }
    }
}
