//! Who is in scope: the scoping filter of a mapping, and what `IsSoftDeleted` is for one person.
//!
//! Facts: learn.microsoft.com/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts.
//!
//! | undocumented | decision |
//! |---|---|
//! | a clause on an empty attribute | false, as the page says of all; `IS NULL` is true, or it could never be |
//! | several values in one clause | `EQUALS`, `Includes`, `ENDS_WITH` and `REGEX MATCH` want one of them, the negated ones none of them, the numeric ones all |
//! | a group without clauses | does nothing; a filter of such groups alone leaves everybody in scope |
//! | an empty text | an empty attribute |
//! | no object or no list where one belongs, a clause without attribute or operator | only Entra can judge the whole filter |
//! | `&`, `!&`, operators of the future, multi-valued and date attributes | cannot be evaluated here |

mod doubt;
mod judge;
mod operator;
mod soft_deleted;

use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::entra::expression::Pattern;
use crate::verkada::name::shown;

pub use judge::{ClauseJudgement, GroupJudgement, ScopeJudgement, Verdict};
pub use operator::ScopeOperator;
pub use soft_deleted::{Assignment, SoftDeletion, is_soft_deleted};

/// A scoping filter (Graph `objectMapping.scope`): somebody is in scope who passes one of its groups.
#[derive(Clone, Debug, PartialEq)]
pub struct ScopingFilter {
    /// Filters; one of them has to pass.
    pub groups: Vec<FilterGroup>,
    /// Whether everything of the filter was understood. Otherwise nobody can be said to be in or out.
    pub completeness: Completeness,
    /// What was not understood, in a sentence each.
    odd: Vec<String>,
}

/// Whether everything of a filter was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Everything.
    Whole,
    /// Parts of it are experimental or unknown.
    Partial,
}

/// One filter: all its clauses have to pass.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterGroup {
    /// What the admin called it.
    pub name: String,
    /// Its clauses.
    pub clauses: Vec<FilterClause>,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterClause {
    /// The attribute of the source.
    pub attribute: String,
    /// How it is compared.
    operator: ScopeOperator,
    /// The operator as the schema spells it.
    operator_name: String,
    /// With what.
    values: Vec<String>,
    /// The values as patterns, where the operator wants such.
    patterns: ClausePatterns,
}

/// Regular expressions, compiled when the first person meets them.
#[derive(Clone, Debug)]
struct ClausePatterns(Arc<[Pattern]>);

impl PartialEq for ClausePatterns {
    /// They follow from the values.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl ScopingFilter {
    /// Reads a filter. Parts that are not understood make it [`Completeness::Partial`]; [`Self::doubts`] tells of them.
    pub fn read(scope: &Value) -> Self {
        let mut odd = Vec::new();
        if !scope.is_object() {
            odd.push("It is no object.".to_owned());
        }
        for experimental in ["categoryFilterGroups", "inputFilterGroups"] {
            let list = scope.get(experimental).and_then(Value::as_array);
            if list.is_some_and(|list| !list.is_empty()) {
                odd.push(format!("“{experimental}” is experimental and cannot be evaluated here."));
            }
        }
        let groups = list(scope, "groups", &mut odd).iter().map(|group| FilterGroup {
            name: text(group.get("name")).unwrap_or_default(),
            clauses: FilterClause::read_all(list(group, "clauses", &mut odd), &mut odd),
        });
        let groups = groups.collect();
        let completeness = if odd.is_empty() { Completeness::Whole } else { Completeness::Partial };
        Self { groups, completeness, odd }
    }

    /// The filter as Graph writes it.
    pub fn to_json(&self) -> Value {
        let clause = |clause: &FilterClause| {
            json!({
                "operatorName": clause.operator_name,
                "sourceOperandName": clause.attribute,
                "targetOperand": {"values": clause.values},
            })
        };
        let group = |group: &FilterGroup| {
            let clauses: Vec<Value> = group.clauses.iter().map(clause).collect();
            json!({"clauses": clauses, "name": group.name})
        };
        json!({"groups": self.groups.iter().map(group).collect::<Vec<_>>()})
    }

    /// Whether it leaves everybody in scope.
    pub fn is_empty(&self) -> bool {
        self.completeness == Completeness::Whole
            && self.groups.iter().all(|group| group.clauses.is_empty())
    }
}

impl FilterClause {
    /// A comparison of an attribute with values, by the name of its operator.
    pub fn new(attribute: String, operator_name: String, values: Vec<String>) -> Self {
        let operator = ScopeOperator::named(&operator_name);
        let is_pattern =
            matches!(operator, ScopeOperator::RegexMatch | ScopeOperator::NotRegexMatch);
        let patterns = values.iter().filter(|_| is_pattern).map(|value| Pattern::new(value));
        let patterns = ClausePatterns(patterns.collect());
        Self { attribute, operator, operator_name, values, patterns }
    }

    /// How it compares.
    pub const fn operator(&self) -> ScopeOperator {
        self.operator
    }

    /// With what it compares.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    fn read_all(clauses: &[Value], odd: &mut Vec<String>) -> Vec<Self> {
        let read: Vec<_> = clauses.iter().filter_map(Self::read).collect();
        if read.len() < clauses.len() {
            odd.push("A clause has no attribute or no operator.".to_owned());
        }
        read
    }

    fn read(clause: &Value) -> Option<Self> {
        let attribute = text(clause.get("sourceOperandName"))?;
        let operator_name = text(clause.get("operatorName"))?;
        let operand = clause.get("targetOperand");
        let values = operand.and_then(|operand| operand.get("values")).and_then(Value::as_array);
        let values = values.into_iter().flatten().filter_map(|value| text(Some(value)));
        Some(Self::new(attribute, operator_name, values.collect()))
    }
}

impl fmt::Display for ScopingFilter {
    /// In words: `department EQUALS “Harbor” and country EQUALS “NO”, or title IS NOT NULL`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("Everybody");
        }
        let groups = self.groups.iter().filter(|group| !group.clauses.is_empty());
        for (index, group) in groups.enumerate() {
            f.write_str(if index == 0 { "" } else { ", or " })?;
            for (index, clause) in group.clauses.iter().enumerate() {
                f.write_str(if index == 0 { "" } else { " and " })?;
                clause.fmt(f)?;
            }
        }
        if self.completeness == Completeness::Partial {
            f.write_str(" (and more that is not understood here)")?;
        }
        Ok(())
    }
}

impl fmt::Display for FilterClause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.attribute))?;
        f.write_char(' ')?;
        match self.operator {
            ScopeOperator::Unknown => f.write_str(&shown(&self.operator_name))?,
            known => f.write_str(known.name())?,
        }
        if self.operator.takes_values() {
            for (index, value) in self.values.iter().enumerate() {
                f.write_str(if index == 0 { " " } else { " or " })?;
                write!(f, "“{}”", shown(value))?;
            }
        }
        Ok(())
    }
}

/// A list by its name; a list that is something else is odd, one that is missing is empty.
fn list<'a>(holder: &'a Value, name: &str, odd: &mut Vec<String>) -> &'a [Value] {
    match holder.get(name) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(list)) => list,
        Some(_) => {
            odd.push(format!("“{name}” is no list."));
            &[]
        }
    }
}

/// A text, or a number or truth value as it is written.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests;
