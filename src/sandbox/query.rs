//! The query string, decoded once: `+` and `%20` are spaces (Entra sends `+`).

use crate::sandbox::reply::Refusal;

/// The pairs of a query string in the order sent; a name without `=` has an empty value.
pub(crate) fn pairs(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Result<String, Refusal> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let byte = tail.split_at_checked(2).and_then(|(digits, after)| {
                    rest = after;
                    Some(hex(*digits.first()?)? << 4 | hex(*digits.last()?)?)
                });
                bytes.push(byte.ok_or_else(|| {
                    Refusal::bad_request(
                        "a % in the query is not followed by two hexadecimal digits",
                    )
                })?);
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).map_err(|error| {
        let position = error.utf8_error().valid_up_to();
        Refusal::bad_request(format!(
            "the query is not UTF-8 at byte {position} of a decoded value"
        ))
    })
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plus_and_percent_are_decoded_once() {
        for (query, name, value) in [
            ("filter=userName+eq+%22a%22", "filter", "userName eq \"a\""),
            ("filter=userName%20eq%20%22a%2Bb%22", "filter", "userName eq \"a+b\""),
            (
                "filter=userName+eq+\"dale%40romaguera.example\"",
                "filter",
                "userName eq \"dale@romaguera.example\"",
            ),
            ("filter=userName%2520eq", "filter", "userName%20eq"),
            ("aadOptscim062020", "aadOptscim062020", ""),
            ("filter=a=b", "filter", "a=b"),
        ] {
            let decoded = pairs(query).ok().unwrap();
            assert_eq!(decoded, [(name.to_owned(), value.to_owned())], "{query}");
        }
        assert_eq!(pairs("&&a=1&&b=2&").ok().unwrap().len(), 2);
    }

    #[test]
    fn broken_escapes_and_bytes_are_refused() {
        for query in ["a=%", "a=%2", "a=%zz", "a=%+1", "a=%ff", "a=%c0%a2", "%fe=1"] {
            assert!(pairs(query).is_err(), "{query}");
        }
    }
}
