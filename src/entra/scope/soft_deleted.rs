//! `IsSoftDeleted`, which Entra computes for each person before it evaluates the mapping.

use crate::entra::expression::{Attributes, Value};
use crate::entra::scope::Verdict;

/// Whether somebody is assigned to the app, directly or through a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// Assigned, or the scope is everybody.
    Assigned,
    /// Not assigned.
    Unassigned,
    /// Nobody said.
    Unknown,
}

/// What `IsSoftDeleted` is for one person, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoftDeletion {
    /// True for who is to be deactivated; none where only Entra can say.
    pub value: Option<bool>,
    /// Why, in a sentence without a period.
    pub reason: &'static str,
}

/// Derives `IsSoftDeleted` (learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes): true for
/// who is not assigned, does not pass the scoping filter, is soft-deleted in Entra or has `accountEnabled` false. One reason
/// is enough, whatever is not known of the others.
pub fn is_soft_deleted(
    person: &dyn Attributes,
    scope: Verdict,
    assignment: Assignment,
) -> SoftDeletion {
    let deleted = |reason| SoftDeletion { value: Some(true), reason };
    let unknown = |reason| SoftDeletion { value: None, reason };
    if is_given(&person.value("deletedDateTime")) {
        return deleted("deleted in Entra");
    }
    if is(&person.value("accountEnabled"), "false") {
        return deleted("sign-in is blocked in Entra: accountEnabled is false");
    }
    match (assignment, scope) {
        (Assignment::Unassigned, _) => deleted("not assigned to the app"),
        (_, Verdict::Out) => deleted("does not pass the scoping filter"),
        (_, Verdict::Unknown) => unknown("the scoping filter cannot be evaluated here"),
        (Assignment::Unknown, _) => unknown("not known whether assigned to the app"),
        (Assignment::Assigned, Verdict::In) => {
            SoftDeletion { value: Some(false), reason: "assigned, in scope and enabled" }
        }
    }
}

fn is_given(value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::Text(text) => !text.is_empty(),
        Value::Many(values) => !values.is_empty(),
        Value::Integer(_) | Value::Decimal(_) | Value::Boolean(_) | Value::Date(_) => true,
    }
}

fn is(value: &Value<'_>, word: &str) -> bool {
    match value {
        Value::Text(text) => text.eq_ignore_ascii_case(word),
        Value::Boolean(truth) => truth.to_string() == word,
        _ => false,
    }
}
