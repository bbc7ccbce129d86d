//! The words a person types before something is lost.

use crate::session::plan::brake::Share;
use crate::verkada::Verb;

/// The phrase that confirms: verb, count and connection, such as `REMOVE 3 HALCYON FREIGHT`.
pub(crate) fn phrase(verb: Verb, count: usize, connection: &str) -> String {
    let connection = connection.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    format!("{} {count} {connection}", verb.phrase_word())
}

/// The second phrase, for many at once, such as `51 OF 1000 PEOPLE`.
pub(crate) fn second_phrase(share: Share) -> String {
    format!("{} OF {} PEOPLE", share.count, share.all)
}

/// Whether a phrase was typed: space around it and the case of letters do not matter, everything else does.
pub(crate) fn is_typed(wanted: &str, typed: &str) -> bool {
    !wanted.is_empty() && typed.trim().to_uppercase() == wanted.to_uppercase()
}

/// How far a phrase has been typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Not begun.
    Untouched,
    /// The beginning is right: so many characters of the phrase.
    OnTheWay(usize),
    /// Something differs after so many characters of the phrase.
    Astray(usize),
    /// The whole phrase.
    Typed,
}

impl Progress {
    /// Compares what was typed with what is wanted, by the rules of [`is_typed`].
    pub(crate) fn of(wanted: &str, typed: &str) -> Self {
        if is_typed(wanted, typed) {
            return Self::Typed;
        }
        let begun = typed.trim_start();
        if begun.is_empty() {
            return Self::Untouched;
        }
        let upper = |text: &char| text.to_uppercase().to_string();
        let (wanted, begun): (Vec<char>, Vec<char>) =
            (wanted.chars().collect(), begun.chars().collect());
        let same =
            wanted.iter().zip(&begun).take_while(|(one, other)| upper(one) == upper(other)).count();
        if same == begun.len() { Self::OnTheWay(same) } else { Self::Astray(same) }
    }

    /// How many characters of a phrase of `all` characters are right from its beginning.
    pub(crate) fn right(self, all: usize) -> usize {
        match self {
            Self::Untouched => 0,
            Self::OnTheWay(right) | Self::Astray(right) => right.min(all),
            Self::Typed => all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_phrase_is_told_character_by_character() {
        let wanted = "REMOVE 1 HÉL";
        for (typed, progress) in [
            ("", Progress::Untouched),
            ("  ", Progress::Untouched),
            ("rem", Progress::OnTheWay(3)),
            ("REMOVE ", Progress::OnTheWay(7)),
            ("REMOVE 2", Progress::Astray(7)),
            ("x", Progress::Astray(0)),
            ("remove 1 hél", Progress::Typed),
            ("REMOVE 1 HÉL ", Progress::Typed),
            ("REMOVE 1 HÉLX", Progress::Astray(12)),
        ] {
            assert_eq!(Progress::of(wanted, typed), progress, "{typed:?}");
            assert_eq!(progress == Progress::Typed, is_typed(wanted, typed), "{typed:?}");
        }
    }

    #[test]
    fn a_phrase_names_verb_count_and_connection() {
        for (verb, count, connection, wanted) in [
            (Verb::PermanentlyRemove, 3, "Halcyon Freight", "REMOVE 3 HALCYON FREIGHT"),
            (Verb::Delete, 12, " contoso  west ", "DELETE 12 CONTOSO WEST"),
            (Verb::RefreshToken, 1, "Société", "REFRESH 1 SOCIÉTÉ"),
        ] {
            assert_eq!(phrase(verb, count, connection), wanted);
        }
        assert_eq!(second_phrase(Share { count: 51, all: 1000 }), "51 OF 1000 PEOPLE");
    }

    #[test]
    fn a_phrase_is_typed_whole_or_not_at_all() {
        let wanted = "REMOVE 3 HALCYON FREIGHT";
        for (typed, is_right) in [
            ("REMOVE 3 HALCYON FREIGHT", true),
            (" remove 3 halcyon freight ", true),
            ("REMOVE 3 HALCYON", false),
            ("REMOVE 4 HALCYON FREIGHT", false),
            ("REMOVE  3 HALCYON FREIGHT", false),
            ("DELETE 3 HALCYON FREIGHT", false),
            ("", false),
        ] {
            assert_eq!(is_typed(wanted, typed), is_right, "{typed:?}");
        }
        assert!(!is_typed("", ""), "no phrase is no confirmation");
    }
}
