//! Constants of functions for texts that cannot mean what they say.

use super::{argument, integer, text};
use crate::entra::expression::evaluate::{PatternError, check_pattern};
use crate::entra::expression::{Call, ExpressionProblem, Function};
use crate::limits;
use crate::verkada::name::shown;

/// Places and lengths that count from another number than Entra does.
pub(super) fn places(call: &Call) -> Option<ExpressionProblem> {
    let at = |index| argument(call, index).map(|node| (node.span(), integer(call, index)));
    let (span, number) = at(1)?;
    match (call.function, number) {
        (Function::Left, Some(..=-1)) => Some(ExpressionProblem::error(
            span,
            "The number of characters is negative. Left then gives the whole text; write how many it should be.",
        )),
        (Function::Item, Some(..=0)) => Some(ExpressionProblem::error(
            span,
            "The first value has the index 1; Entra fails for 0 and below. Write 1 or more.",
        )),
        (Function::Word, Some(..=0)) => Some(ExpressionProblem::warning(
            span,
            "The first word has the number 1; for 0 and below Word gives an empty text. Write 1 or more.",
        )),
        (Function::Mid, Some(..=0)) => Some(ExpressionProblem::warning(
            span,
            "The first character has the place 1; what Entra does with 0 and below is not documented. Write 1 or more.",
        )),
        (Function::Mid, _) => {
            let (span, length) = at(2)?;
            (length? < 0).then(|| {
                ExpressionProblem::error(
                    span,
                    "The length is negative. Write how many characters it should be.",
                )
            })
        }
        _ => None,
    }
}

/// A length of `RandomString` that cannot be.
pub(super) fn random(call: &Call) -> Option<ExpressionProblem> {
    let span = argument(call, 0)?.span();
    let length = integer(call, 0)?;
    let most = limits::EXPRESSION_RANDOM_CHARS;
    if usize::try_from(length).is_ok_and(|length| length > most) {
        return Some(ExpressionProblem::error(
            span,
            format!("RandomString makes no more than {most} characters. Write a smaller length."),
        ));
    }
    let minimums = (1..5).filter_map(|index| integer(call, index));
    let least = minimums.fold(0_i64, |sum, least| sum.saturating_add(least.max(0)));
    (length < least).then(|| {
        ExpressionProblem::error(
            span,
            format!("The least numbers of characters come to {least}, which is more than the length. Write a larger length or smaller numbers."),
        )
    })
}

/// Arguments of `Replace` that fit none of its five ways.
pub(super) fn replace(call: &Call, problems: &mut Vec<ExpressionProblem>) {
    let is_given = |index| argument(call, index).is_some();
    let [find, pattern, group, replacement, other, template] = [1, 2, 3, 4, 5, 6].map(is_given);
    let is_documented = matches!(
        (find, pattern, group, replacement, other, template),
        (true, false, false, true, false, false)
            | (true, false, false, false, false, true)
            | (false, true, _, true, false, false)
            | (false, true, true, false, true, false)
    );
    if !is_documented {
        problems.push(ExpressionProblem::warning(
            &call.span,
            "This is none of the ways of Replace that are documented: Find with Replacement or Template, RegularExpression with Replacement, and with RegularExpressionGroupName also with ReplacementPropertyName. Count the commas.",
        ));
    }
    problems.extend(unreadable_pattern(call));
    problems.extend(group_name(call));
}

/// A pattern that Entra refuses, or that cannot be tried here.
fn unreadable_pattern(call: &Call) -> Option<ExpressionProblem> {
    let span = argument(call, 2)?.span();
    match check_pattern(text(call, 2)?).err()? {
        PatternError::Wrong(message) => Some(ExpressionProblem::error(span, message)),
        PatternError::Unknown(message) => Some(ExpressionProblem::warning(span, message)),
    }
}

/// A name of a group that the pattern does not have.
fn group_name(call: &Call) -> Option<ExpressionProblem> {
    let pattern = text(call, 2)?;
    let name = text(call, 3)?;
    let forms = [format!("(?<{name}>"), format!("(?'{name}'"), format!("(?P<{name}>")];
    let is_number = name.bytes().all(|digit| digit.is_ascii_digit());
    if is_number || forms.iter().any(|form| pattern.contains(form)) {
        return None;
    }
    Some(ExpressionProblem::warning(
        argument(call, 3)?.span(),
        format!(
            "The pattern has no group “{0}”. Write (?<{0}>…) around the part that is meant.",
            shown(name)
        ),
    ))
}
