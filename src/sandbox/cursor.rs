//! Cursors (RFC 9865): where a walk goes on, bound to its query.

use sha2::Digest as _;
use sha2::Sha256;

use crate::sandbox::reply::Refusal;
use crate::sandbox::shared::hex;
use crate::scim::ScimType;

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// `cursor=` without a value: the first page.
    Start,
    /// After a row of the whole list: what is created or deleted meanwhile moves nothing.
    After(i64),
    /// Within a result that is kept.
    Snapshot { id: u64, offset: usize },
}

impl Cursor {
    /// Reads a cursor; `query` is what it has to belong to.
    pub(crate) fn read(text: &str, query: &str) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(Self::Start);
        }
        let (place, check) = text.rsplit_once('.').ok_or_else(Self::unknown)?;
        if check != seal(place, query) {
            return Err(Self::unknown());
        }
        let place = match place.split_once('.') {
            Some(("a", seq)) => seq.parse().ok().map(Self::After),
            Some(("s", rest)) => rest.split_once('.').and_then(|(id, offset)| {
                Some(Self::Snapshot {
                    id: u64::from_str_radix(id, 16).ok()?,
                    offset: offset.parse().ok()?,
                })
            }),
            _ => None,
        };
        place.ok_or_else(Self::unknown)
    }

    /// The text for a client, in characters that need no escape in a URL.
    pub(crate) fn write(self, query: &str) -> String {
        let place = match self {
            Self::Start => return String::new(),
            Self::After(seq) => format!("a.{seq}"),
            Self::Snapshot { id, offset } => format!("s.{id:x}.{offset}"),
        };
        let seal = seal(&place, query);
        format!("{place}.{seal}")
    }

    pub(crate) fn unknown() -> Refusal {
        Refusal::of(
            ScimType::InvalidCursor,
            "This cursor is unknown, or belongs to another query. Start again",
        )
    }

    pub(crate) fn expired() -> Refusal {
        Refusal::of(ScimType::ExpiredCursor, "This cursor was good once. Start again")
    }
}

/// Finds mistakes, keeps no secret: whoever may read one page may read them all.
fn seal(place: &str, query: &str) -> String {
    let digest = Sha256::digest(format!("{place}\n{query}"));
    hex(digest.first_chunk::<6>().map_or(&[], |head| head.as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_query_only() {
        for cursor in
            [Cursor::After(7), Cursor::After(0), Cursor::Snapshot { id: 0xfe, offset: 200 }]
        {
            let text = cursor.write("Users");
            assert_eq!(Cursor::read(&text, "Users").ok(), Some(cursor));
            assert!(Cursor::read(&text, "Groups").is_err());
            assert!(Cursor::read(&text.replace('7', "8"), "Users").is_err() || !text.contains('7'));
            assert!(
                text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'),
                "{text}"
            );
        }
        assert_eq!(Cursor::read("", "Users").ok(), Some(Cursor::Start));
        for text in ["x", "a.1", "a.1.", ".", "s.1.2", "a.99999999999999999999.000000000000"] {
            assert!(Cursor::read(text, "Users").is_err(), "{text}");
        }
    }
}
