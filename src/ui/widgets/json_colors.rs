//! Which part of a line of JSON is a name, a text, a number; pure text, no egui.

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Text,
    Number,
    Word,
    Sign,
    Other,
}

/// Splits one line; strings do not run over its end in JSON. The parts make up the line, whatever it holds.
pub(super) fn parts(line: &str) -> Vec<(Kind, &str)> {
    let mut parts: Vec<(Kind, &str)> = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '"' => string(rest),
            '{' | '}' | '[' | ']' | ',' | ':' => (Kind::Sign, 1),
            '-' | '0'..='9' => (
                Kind::Number,
                run(rest, |c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')),
            ),
            'a'..='z' => (Kind::Word, run(rest, |c| c.is_ascii_lowercase())),
            _ => (Kind::Other, first.len_utf8()),
        };
        let (part, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match parts.last_mut() {
            Some((Kind::Other, last)) if kind == Kind::Other => {
                let start = line.len() - rest.len() - last.len();
                *last = line.get(start..line.len() - after.len()).unwrap_or(part);
            }
            _ => parts.push((kind, part)),
        }
        rest = after;
    }
    parts
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// A string with its quotes; a name if a colon follows.
fn string(text: &str) -> (Kind, usize) {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    let length = end.map_or(text.len(), |(at, _)| at + 1);
    let follows = text.get(length..).unwrap_or("").trim_start();
    (if follows.starts_with(':') { Kind::Name } else { Kind::Text }, length)
}

#[cfg(test)]
mod tests {
    use proptest::proptest;

    use super::Kind;
    use super::parts;

    fn kinds(line: &str) -> Vec<(Kind, &str)> {
        parts(line).into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
    }

    #[test]
    fn names_texts_numbers_and_words_are_told_apart() {
        assert_eq!(
            kinds(r#"  "a \" b": [ "x:", -1.5e3, true, null ],"#),
            [
                (Kind::Name, r#""a \" b""#),
                (Kind::Sign, ":"),
                (Kind::Sign, "["),
                (Kind::Text, r#""x:""#),
                (Kind::Sign, ","),
                (Kind::Number, "-1.5e3"),
                (Kind::Sign, ","),
                (Kind::Word, "true"),
                (Kind::Sign, ","),
                (Kind::Word, "null"),
                (Kind::Sign, "]"),
                (Kind::Sign, ","),
            ]
        );
    }

    proptest! {
        #[test]
        fn the_parts_always_make_up_the_line(line in ".*") {
            let joined: String = parts(&line).into_iter().map(|(_, text)| text).collect();
            assert_eq!(joined, line);
        }
    }
}
