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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_and_printed() {
        for text in ["\"a\"", "W/\"3\"", "\"\"", "W/\"é-!#~\"", "\"W/\""] {
            let Some(ETagCondition::Tags(tags)) = ETagCondition::parse(text) else {
                panic!("{text}")
            };
            assert_eq!(tags.iter().map(ToString::to_string).collect::<Vec<_>>(), [text]);
        }
        let malformed = [
            "a",
            "\"a",
            "a\"",
            "w/\"a\"",
            "W/a",
            "\"a b\"",
            "\"a\"b",
            "\"a\"\"b\"",
            "W/ \"a\"",
            "\"\u{7f}\"",
        ];
        for text in malformed {
            assert_eq!(ETagCondition::parse(text), None, "{text}");
        }
        assert_eq!(ETag::weak(7).to_string(), "W/\"7\"");
    }

    #[test]
    fn preconditions_name_versions() {
        let current = ETag::weak(3);
        for (header, expected) in [
            ("*", true),
            ("W/\"3\"", true),
            ("\"3\"", true),
            ("\"2\"", false),
            ("\"2\", W/\"3\"", true),
            (" \"2\" ,\"x,y\"  ,  \"3\" ", true),
            ("\"2,3\"", false),
        ] {
            let condition = ETagCondition::parse(header).unwrap();
            assert_eq!(condition.includes(Some(&current)), expected, "{header}");
            assert!(!condition.includes(None), "{header}");
        }
        for header in
            ["", " ", "3", "\"2\" \"3\"", "\"2\",", ",\"2\"", "*, \"2\"", "\"2\", *", "\"2\";\"3\""]
        {
            assert_eq!(ETagCondition::parse(header), None, "{header}");
        }
    }
}
