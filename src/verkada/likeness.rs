//! Domains that read like another one, and domains that belong to everybody.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// In what way one domain reads like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// Its characters look the same, as 1 and l, or rn and m.
    SameShape,
    /// Only hyphens differ.
    Hyphens,
    /// Only the ending differs, as .com and .co.
    Ending,
    /// One letter is missing, added, changed or swapped with its neighbor.
    OneLetter,
}

impl Likeness {
    /// Compares two domains in ASCII form; none when they are the same domain, or not alike.
    pub(crate) fn between(one: &str, other: &str) -> Option<Self> {
        if one == other || is_below(one, other) || is_below(other, one) {
            return None;
        }
        let (skeleton, other_skeleton) = (skeleton(one), skeleton(other));
        if skeleton == other_skeleton {
            return Some(Self::SameShape);
        }
        let without_hyphens = |text: &str| text.replace('-', "");
        if without_hyphens(&skeleton) == without_hyphens(&other_skeleton) {
            return Some(Self::Hyphens);
        }
        let (name, ending) = split(one);
        let (other_name, other_ending) = split(other);
        if name == other_name {
            return Some(Self::Ending);
        }
        // In short names one letter is a whole other word.
        let is_long = name.len().min(other_name.len()) >= SHORTEST_NAME;
        (is_long && ending == other_ending && is_one_edit(name, other_name))
            .then_some(Self::OneLetter)
    }

    /// Whether two companies may well have such names, so that it tells something only when few people are there.
    pub(crate) const fn is_common(self) -> bool {
        matches!(self, Self::Ending | Self::OneLetter)
    }

    /// How they are alike, to follow the words "halcyon.example".
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::SameShape => "its letters look the same",
            Self::Hyphens => "only hyphens differ",
            Self::Ending => "only the ending differs",
            Self::OneLetter => "one letter differs",
        }
    }
}

/// Names with fewer characters are not compared letter by letter.
const SHORTEST_NAME: usize = 5;

/// Mail services that hand out addresses to anybody.
const PUBLIC_MAIL: [&str; 34] = [
    "126.com",
    "163.com",
    "aol.com",
    "att.net",
    "comcast.net",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "laposte.net",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "web.de",
    "yahoo.co.jp",
    "yahoo.com",
    "yandex.ru",
];

/// Whether anybody can have an address in this domain, so that a list of domains protects nothing with it.
pub(crate) fn is_public_mail(domain: &str) -> bool {
    PUBLIC_MAIL.binary_search(&domain).is_ok()
}

/// The name and the ending behind its last dot.
fn split(domain: &str) -> (&str, &str) {
    domain.rsplit_once('.').unwrap_or((domain, ""))
}

/// Whether a domain is a subdomain of another: that is no disguise.
fn is_below(one: &str, other: &str) -> bool {
    one.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'))
}

/// The domain as the eye sees it, after the idea of skeletons in Unicode Technical Standard 39, section 4: characters that
/// look alike become one of them. The pairs are those that names of domains are forged with, not the whole table.
fn skeleton(domain: &str) -> String {
    let is_plain = domain.is_ascii() && !domain.contains("xn--");
    let unicode = if is_plain { domain.to_owned() } else { idna::domain_to_unicode(domain).0 };
    let letters = unicode.nfkd().filter(|letter| !is_combining_mark(*letter)).map(twin);
    let single: String = letters.collect();
    single.replace("rn", "m").replace("vv", "w").replace("cl", "d")
}

/// The plain letter that a character looks like.
const fn twin(letter: char) -> char {
    match letter {
        '0' | 'о' | 'ο' | 'օ' | 'ø' => 'o',
        '1' | 'i' | 'ı' | 'і' | 'ӏ' | 'ι' | 'ł' => 'l',
        '5' | 'ѕ' => 's',
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ҽ' => 'e',
        'ɡ' | 'ց' => 'g',
        'һ' | 'հ' => 'h',
        'ј' => 'j',
        'κ' | 'к' => 'k',
        'м' => 'm',
        'п' | 'ո' => 'n',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'т' | 'τ' => 't',
        'υ' | 'ս' | 'μ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' | 'ш' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'з' => 'z',
        other => other,
    }
}

/// Whether one text becomes the other by one letter more, less or other, or by two neighbors swapped.
fn is_one_edit(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = |bytes: &[u8], skip: usize| bytes.get(same + skip..).map(<[u8]>::to_vec);
    let (left, right) = (rest(one, 0), rest(other, 0));
    let added = rest(other, 1).is_some() && left == rest(other, 1);
    let missing = rest(one, 1).is_some() && right == rest(one, 1);
    let changed = rest(one, 1).is_some() && rest(one, 1) == rest(other, 1);
    let swapped = match (one.get(same..same + 2), other.get(same..same + 2)) {
        (Some([a, b]), Some([c, d])) => a == d && b == c && rest(one, 2) == rest(other, 2),
        _ => false,
    };
    one != other && (added || missing || changed || swapped)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::verkada::EmailDomain;

    #[track_caller]
    fn check(one: &str, other: &str, expected: Option<Likeness>) {
        let ascii = |text: &str| EmailDomain::parse(text).unwrap().as_str().to_owned();
        let (one, other) = (ascii(one), ascii(other));
        assert_eq!(Likeness::between(&one, &other), expected, "{one} and {other}");
        assert_eq!(Likeness::between(&other, &one), expected, "{other} and {one}");
    }

    #[test]
    fn forged_domains_are_told_from_neighbors() {
        use Likeness::{Ending, Hyphens, OneLetter, SameShape};
        let shown = "halcyon.example";
        for (other, expected) in [
            ("ha1cyon.example", Some(SameShape)),
            ("haicyon.example", Some(SameShape)),
            ("halcy0n.example", Some(SameShape)),
            ("hаlcyon.example", Some(SameShape)), // Cyrillic а
            ("hälcyon.example", Some(SameShape)),
            ("hal-cyon.example", Some(Hyphens)),
            ("ha1-cyon.example", Some(Hyphens)),
            ("halcyon.com", Some(Ending)),
            ("halcyn.example", Some(OneLetter)),
            ("hallcyon.example", Some(OneLetter)),
            ("halcyom.example", Some(OneLetter)),
            ("hlacyon.example", Some(OneLetter)),
            ("halcyon.example", None),
            ("air.halcyon.example", None),
            ("halcyon-air.example", None),
            ("halcyn.com", None),
            ("harbor.example", None),
        ] {
            check(shown, other, expected);
        }
        check("modern.example", "modem.example", Some(SameShape));
        check("vvest.example", "west.example", Some(SameShape));
        check("clean.example", "dean.example", Some(SameShape));
        check("abc.example", "abd.example", None);
    }

    #[test]
    fn public_mail_services_are_known_and_in_order() {
        assert!(PUBLIC_MAIL.is_sorted());
        assert!(is_public_mail("gmail.com") && is_public_mail("yahoo.com"));
        assert!(!is_public_mail("halcyon.example") && !is_public_mail("mail.halcyon.example"));
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_and_never_with_oneself(one in "[a-z0-9-]{1,9}\\.(com|example)", other in "[a-z0-9-]{1,9}\\.(com|example)") {
            prop_assert_eq!(Likeness::between(&one, &one), None);
            prop_assert_eq!(Likeness::between(&one, &other), Likeness::between(&other, &one));
        }

        #[test]
        fn one_changed_letter_is_one_edit(name in "[a-z]{5,12}", at in 0_usize..12, letter in "[a-z]") {
            let at = at % name.len();
            let mut changed = name.clone();
            changed.replace_range(at..=at, &letter);
            prop_assert_eq!(is_one_edit(&name, &changed), name != changed);
            let mut shorter = name.clone();
            shorter.remove(at);
            prop_assert!(is_one_edit(&name, &shorter) && is_one_edit(&shorter, &name));
        }
    }
}
