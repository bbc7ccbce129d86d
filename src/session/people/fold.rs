//! Text as a search compares it: lower case, without accents.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Stands between the fields of one person, so that no search runs from one into the next.
pub(super) const FIELD_END: u8 = b'\n';

/// Text as it is searched for: `MÜLLER` and `muller` are alike, `ß` stays itself.
pub(crate) fn fold(text: &str) -> Vec<u8> {
    let mut folded = Vec::with_capacity(text.len());
    append(text, &mut folded);
    folded
}

/// Appends the folded text; line breaks become spaces, for they end a field.
pub(super) fn append(text: &str, folded: &mut Vec<u8>) {
    if text.is_ascii() {
        folded.extend(
            text.bytes()
                .map(|byte| if byte == FIELD_END { b' ' } else { byte.to_ascii_lowercase() }),
        );
        return;
    }
    let mut buffer = [0; 4];
    for letter in
        text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase)
    {
        let letter = if letter == char::from(FIELD_END) { ' ' } else { letter };
        folded.extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_folds_for_search() {
        for (text, folded) in [
            ("Adaeze", "adaeze"),
            ("MÜLLER", "muller"),
            ("Bệnh Nguyễn", "benh nguyen"),
            ("陳 怡君", "陳 怡君"),
            ("straße", "straße"),
            ("a\nb", "a b"),
            ("ﬁn", "fin"),
            ("Łukasz", "łukasz"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8(fold(text)).unwrap(), folded, "{text:?}");
        }
    }
}
