//! Text as a search compares it: lower case, without accents.

use std::sync::LazyLock;

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
    let known = &*LATIN;
    for letter in text.chars() {
        match known.get(letter as usize) {
            Some(latin) => folded.extend_from_slice(latin.as_bytes()),
            None => append_letter(letter, folded),
        }
    }
}

/// What the letters of Latin alphabets fold to, which most names are written in: to look each up in the tables of Unicode
/// takes far longer. Letter by letter is the same as all at once, for marks are left out and no other letter changes its place.
static LATIN: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
    let fold = |letter| {
        let mut folded = Vec::new();
        append_letter(letter, &mut folded);
        String::from_utf8(folded).unwrap_or_default().into_boxed_str()
    };
    ('\0'..='\u{24f}').map(fold).collect()
});

fn append_letter(letter: char, folded: &mut Vec<u8>) {
    let mut buffer = [0; 4];
    let parts = std::iter::once(letter).nfkd().filter(|part| !is_combining_mark(*part));
    for part in parts.flat_map(char::to_lowercase) {
        let part = if part == char::from(FIELD_END) { ' ' } else { part };
        folded.extend_from_slice(part.encode_utf8(&mut buffer).as_bytes());
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
            ("q\u{307}\u{323}", "q"),
            ("Ǆ ﷺ", "dz صلى الله عليه وسلم"),
        ] {
            assert_eq!(String::from_utf8(fold(text)).unwrap(), folded, "{text:?}");
        }
    }

    #[test]
    fn letter_by_letter_is_as_all_at_once() {
        let all = ('\0'..=char::MAX).collect::<Vec<_>>();
        // Neighbors that are marks would be put into another order.
        for letters in all.chunks(61) {
            let text: String = letters.iter().collect();
            let whole: String = text
                .nfkd()
                .filter(|letter| !is_combining_mark(*letter))
                .flat_map(char::to_lowercase)
                .map(|letter| if letter == '\n' { ' ' } else { letter })
                .collect();
            assert_eq!(String::from_utf8(fold(&text)).unwrap(), whole, "{text:?}");
        }
    }
}
