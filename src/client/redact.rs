//! Takes secrets out of texts before anything else sees them, however a server wrote them back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use crate::client::endpoint::percent_encoded;

/// What stands where a secret was.
const MASK: &str = "[redacted]";
/// So many bytes from the start of a secret already count as the secret.
const TELLING: usize = 12;

/// The secrets of one connection in every form a server may echo them in.
pub(crate) struct Redactor {
    forms: Vec<Zeroizing<Vec<u8>>>,
}

impl Redactor {
    pub(crate) fn new(secret: &str) -> Self {
        let mut forms = vec![Zeroizing::new(secret.as_bytes().to_vec())];
        let mut add = |form: String| {
            let form = Zeroizing::new(form.into_bytes());
            if !form.is_empty() && !forms.iter().any(|known| known.starts_with(&form)) {
                forms.push(form);
            }
        };
        // Base64 of something that contains the secret depends on where in a group of three bytes the secret starts.
        for (before, blurred) in [("", 0), ("\0", 2), ("\0\0", 3)] {
            let shifted = Zeroizing::new([before, secret].concat());
            let encoded = Zeroizing::new(STANDARD_NO_PAD.encode(shifted.as_bytes()));
            let whole = encoded.get(blurred..encoded.len().saturating_sub(1)).unwrap_or_default();
            add(whole.to_owned());
            add(whole.replace('+', "-").replace('/', "_"));
        }
        add(hex(secret, |digit| digit));
        add(hex(secret, |digit| digit.to_ascii_uppercase()));
        add(percent_encoded(secret));
        let json = serde_json::Value::from(secret).to_string();
        let json = json.trim_matches('"');
        add(json.to_owned());
        // Some writers escape the slash as well.
        add(json.replace('/', "\\/"));
        add(secret.replace('/', "\\/"));
        Self { forms }
    }

    /// The text without secrets.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut rest = text;
        let mut cleaned = String::new();
        while let Some((start, length)) = self.find(rest) {
            cleaned.push_str(rest.get(..start).unwrap_or_default());
            cleaned.push_str(MASK);
            rest = rest.get(start + length..).unwrap_or_default();
        }
        cleaned.push_str(rest);
        cleaned
    }

    /// The first place of any form; where several begin there, the longest.
    fn find(&self, text: &str) -> Option<(usize, usize)> {
        let places = self.forms.iter().filter_map(|form| occurrence(text, form));
        places.min_by_key(|&(start, length)| (start, std::cmp::Reverse(length)))
    }

    /// The first `limit` bytes as text without secrets; a secret cut off by the limit is found as well.
    pub(crate) fn excerpt(&self, bytes: &[u8], limit: usize) -> String {
        let margin = self.forms.iter().map(|form| form.len()).max().unwrap_or_default();
        let head = bytes.get(..limit.saturating_add(margin)).unwrap_or(bytes);
        let mut text = self.clean(&String::from_utf8_lossy(head));
        let end = text.floor_char_boundary(limit);
        text.truncate(end);
        if bytes.len() > limit {
            text.push('…');
        }
        text
    }
}

fn hex(text: &str, case: fn(char) -> char) -> String {
    let digits = text.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).map(case).collect()
}

/// Where the form or a telling beginning of it stands, and how long it is.
fn occurrence(text: &str, form: &[u8]) -> Option<(usize, usize)> {
    let head = std::str::from_utf8(form.get(..TELLING.min(form.len()))?).ok()?;
    let start = text.find(head)?;
    let found = text.get(start..)?.bytes().zip(form);
    Some((start, found.take_while(|(left, right)| left == *right).count()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOKEN: &str = "vk-Canary/0123+abc\\def_7Qd2";

    #[test]
    fn a_secret_is_found_in_every_form_a_server_may_echo_it_in() {
        let redactor = Redactor::new(TOKEN);
        let base64 = base64::engine::general_purpose::STANDARD;
        let url_safe = base64::engine::general_purpose::URL_SAFE;
        for echo in [
            TOKEN.to_owned(),
            format!("Bearer {TOKEN}"),
            TOKEN.chars().take(12).collect(),
            TOKEN.chars().take(20).collect(),
            base64.encode(TOKEN),
            base64.encode(format!("u:{TOKEN}")),
            base64.encode(format!("user:{TOKEN}!")),
            url_safe.encode(format!("abc{TOKEN}xy")),
            hex(TOKEN, |digit| digit),
            hex(TOKEN, |digit| digit.to_ascii_uppercase()),
            percent_encoded(TOKEN),
            serde_json::to_string(TOKEN).unwrap(),
            serde_json::to_string(TOKEN).unwrap().replace('/', "\\/"),
        ] {
            let cleaned = redactor.clean(&format!("before {echo} after"));
            assert!(cleaned.contains(MASK), "{echo}: {cleaned}");
            assert!(cleaned.starts_with("before ") && cleaned.ends_with(" after"), "{cleaned}");
            for part in [TOKEN, "Canary", "7Qd2"] {
                assert!(!cleaned.contains(part), "{echo}: {cleaned}");
            }
        }
    }

    #[test]
    fn a_secret_across_the_cut_of_an_excerpt_is_found() {
        let redactor = Redactor::new(TOKEN);
        let body = format!("{}{TOKEN}{}", "x".repeat(90), "y".repeat(200));
        for limit in 85..125 {
            let excerpt = redactor.excerpt(body.as_bytes(), limit);
            assert!(!excerpt.contains("vk-C"), "{limit}: {excerpt}");
            assert!(excerpt.len() <= limit + '…'.len_utf8());
        }
    }

    proptest! {
        #[test]
        fn nothing_but_secrets_changes(text in "[a-z ]{0,40}") {
            let redactor = Redactor::new(TOKEN);
            prop_assert_eq!(redactor.clean(&text), text);
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(before in ".{0,20}", after in ".{0,20}") {
            let redactor = Redactor::new(TOKEN);
            let once = redactor.clean(&format!("{before}{TOKEN}{after}"));
            prop_assert!(!once.contains(TOKEN));
            prop_assert_eq!(redactor.clean(&once), once);
        }
    }
}
