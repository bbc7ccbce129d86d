//! Entity tags (RFC 7232) as `meta.version`, `If-Match` and `If-None-Match` carry them.

use std::fmt;

/// One entity tag, such as `W/"3"`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ETag {
    weak: bool,
    opaque: String,
}

impl ETag {
    /// A weak tag of a version counter.
    pub(crate) fn weak(version: u64) -> Self {
        Self { weak: true, opaque: version.to_string() }
    }

    /// Reads one tag; `None` when the quotes are missing or a character is not allowed.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (tag, rest) = Self::read(text.trim_ascii())?;
        rest.is_empty().then_some(tag)
    }

    /// Weak comparison of RFC 7232 section 2.3.2. SCIM versions are weak, so preconditions compare this way.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        self.opaque == other.opaque
    }

    fn read(text: &str) -> Option<(Self, &str)> {
        let (weak, rest) = match text.strip_prefix("W/") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (opaque, rest) = rest.strip_prefix('"')?.split_once('"')?;
        let allowed = |byte: u8| byte == b'!' || (b'#'..=b'~').contains(&byte) || byte >= 0x80;
        opaque.bytes().all(allowed).then(|| (Self { weak, opaque: opaque.to_owned() }, rest))
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\"{}\"", if self.weak { "W/" } else { "" }, self.opaque)
    }
}

/// What an `If-Match` or `If-None-Match` header names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ETagCondition {
    /// `*`: any version.
    Any,
    /// A list of tags.
    Tags(Vec<ETag>),
}

impl ETagCondition {
    /// Reads the value of the header; `None` when it is malformed.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim_ascii();
        if rest == "*" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        loop {
            let (tag, after) = ETag::read(rest)?;
            tags.push(tag);
            rest = after.trim_ascii_start();
            if rest.is_empty() {
                return Some(Self::Tags(tags));
            }
            rest = rest.strip_prefix(',')?.trim_ascii_start();
        }
    }

    /// Whether the header names the version; `None` stands for a resource that does not exist.
    pub(crate) fn includes(&self, current: Option<&ETag>) -> bool {
        match (self, current) {
            (_, None) => false,
            (Self::Any, Some(_)) => true,
            (Self::Tags(tags), Some(current)) => tags.iter().any(|tag| tag.matches(current)),
        }
    }
}
