//! Words that mix letters of alphabets which look alike.

use unicode_script::{Script, UnicodeScript as _};

/// Whether a word has letters of more than one of the alphabets whose letters are mistaken for each other.
/// Latin beside Chinese, Japanese or Arabic letters is common and deceives nobody.
pub(crate) fn mixes_scripts(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let mut first = None;
    for script in
        word.chars().map(|character| character.script()).filter(|script| has_twins(*script))
    {
        if first.is_some_and(|first| first != script) {
            return true;
        }
        first = Some(script);
    }
    false
}

/// The words of a text: runs without space, punctuation or signs.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || character.is_ascii_punctuation())
}

fn has_twins(script: Script) -> bool {
    matches!(
        script,
        Script::Latin
            | Script::Cyrillic
            | Script::Greek
            | Script::Armenian
            | Script::Cherokee
            | Script::Coptic
            | Script::Lisu
    )
}
