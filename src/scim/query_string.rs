//! The query of a URL: decoded once.

/// Why a query cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum QueryError {
    /// `%` without two hexadecimal digits behind it.
    #[error("The query has a percent sign without two hexadecimal digits behind it")]
    Percent,
    /// The bytes are no text.
    #[error("The query is not UTF-8")]
    NotUtf8,
}

/// Decodes `name=value` pairs, once; `+` is a space.
pub(crate) fn decode(query: &str) -> Result<Vec<(String, String)>, QueryError> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode_part(name)?, decode_part(value)?))
        })
        .collect()
}

fn decode_part(text: &str) -> Result<String, QueryError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    let digit = |rest: &mut std::str::Bytes<'_>| {
        let digit = rest.next().and_then(|byte| char::from(byte).to_digit(16));
        digit.and_then(|digit| u8::try_from(digit).ok()).ok_or(QueryError::Percent)
    };
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => digit(&mut rest)? << 4 | digit(&mut rest)?,
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok().ok_or(QueryError::NotUtf8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn queries_are_decoded_once() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        for (query, expected) in [
            ("", vec![]),
            ("&&", vec![]),
            ("a", vec![pair("a", "")]),
            ("a=", vec![pair("a", "")]),
            ("a=b=c&d", vec![pair("a", "b=c"), pair("d", "")]),
            ("filter=userName+eq+%22a%2Bb%22", vec![pair("filter", "userName eq \"a+b\"")]),
            ("f=%2522", vec![pair("f", "%22")]),
            ("f=%c3%A9é", vec![pair("f", "éé")]),
            ("%61=1", vec![pair("a", "1")]),
        ] {
            assert_eq!(decode(query), Ok(expected), "{query}");
        }
        for query in ["a=%", "a=%2", "a=%zz", "a=%2%22", "a=% 2", "a=%+2"] {
            assert_eq!(decode(query), Err(QueryError::Percent), "{query}");
        }
        for query in ["a=%ff", "a=%c0%a2", "a=%ed%a0%80", "%ff=a"] {
            assert_eq!(decode(query), Err(QueryError::NotUtf8), "{query}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_encoded_decodes_the_same(pairs in proptest::collection::vec((".{1,8}", ".{0,20}"), 0..4)) {
            let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
            let query = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
            let query = query.collect::<Vec<_>>().join("&");
            prop_assert_eq!(decode(&query), Ok(pairs));
        }

        #[test]
        fn no_query_panics(query in ".{0,40}|[%0-9a-fA-F&=+]{0,40}") {
            drop(decode(&query));
        }
    }
}
