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

#[cfg(test)]
mod tests {
    use super::*;

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
