//! Whether a scoping filter lets somebody through, and why.

use std::borrow::Cow;

use crate::entra::expression::{Attributes, Value};
use crate::entra::scope::{Completeness, FilterClause, FilterGroup, ScopeOperator, ScopingFilter};
use crate::verkada::name::shown;

/// Whether somebody passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Passes.
    In,
    /// Does not pass.
    Out,
    /// Only Entra can say.
    Unknown,
}

/// Whether somebody is in scope, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeJudgement {
    /// Of all filters together.
    pub verdict: Verdict,
    /// Of each group that has clauses.
    pub groups: Vec<GroupJudgement>,
}

/// Whether somebody passes one group, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupJudgement {
    /// What the admin called it.
    pub name: String,
    /// Of all clauses together.
    pub verdict: Verdict,
    /// Of each clause.
    pub clauses: Vec<ClauseJudgement>,
}

/// Whether somebody passes one clause, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseJudgement {
    /// The clause in words.
    pub clause: String,
    /// Whether it passes.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

impl ScopingFilter {
    /// Whether it lets somebody through.
    pub fn judge(&self, person: &dyn Attributes) -> ScopeJudgement {
        let groups: Vec<GroupJudgement> = self
            .groups
            .iter()
            .filter(|group| !group.clauses.is_empty())
            .map(|group| group.judge(person))
            .collect();
        let has = |verdict| groups.iter().any(|group| group.verdict == verdict);
        let verdict = if self.completeness == Completeness::Partial {
            Verdict::Unknown
        } else if groups.is_empty() || has(Verdict::In) {
            Verdict::In
        } else if has(Verdict::Unknown) {
            Verdict::Unknown
        } else {
            Verdict::Out
        };
        ScopeJudgement { verdict, groups }
    }
}

impl FilterGroup {
    fn judge(&self, person: &dyn Attributes) -> GroupJudgement {
        let judge = |clause: &FilterClause| {
            let (verdict, reason) = clause.judge(person);
            ClauseJudgement { clause: clause.to_string(), verdict, reason }
        };
        let clauses: Vec<ClauseJudgement> = self.clauses.iter().map(judge).collect();
        let has = |verdict| clauses.iter().any(|clause| clause.verdict == verdict);
        let verdict = if has(Verdict::Out) {
            Verdict::Out
        } else if has(Verdict::Unknown) {
            Verdict::Unknown
        } else {
            Verdict::In
        };
        GroupJudgement { name: self.name.clone(), verdict, clauses }
    }
}

impl FilterClause {
    fn judge(&self, person: &dyn Attributes) -> (Verdict, String) {
        let name = shown(&self.attribute);
        if self.operator == ScopeOperator::Unknown {
            let operator = shown(&self.operator_name);
            return unknown(format!("the operator “{operator}” cannot be evaluated here"));
        }
        let text: Cow<'_, str> = match person.value(&self.attribute) {
            Value::Null => Cow::Borrowed(""),
            Value::Text(text) => text,
            Value::Integer(number) => Cow::Owned(number.to_string()),
            Value::Decimal(number) => Cow::Owned(number.to_string()),
            Value::Boolean(truth) => Cow::Borrowed(if truth { "True" } else { "False" }),
            Value::Date(_) => {
                return unknown(format!("{name} is a date, which a scoping filter cannot compare"));
            }
            Value::Many(_) => {
                return unknown(format!(
                    "{name} has several values, which a scoping filter cannot compare"
                ));
            }
        };
        if text.is_empty() {
            let reason = format!("{name} is empty");
            let is_wanted = self.operator == ScopeOperator::IsNull;
            return (if is_wanted { Verdict::In } else { Verdict::Out }, reason);
        }
        if self.operator.takes_values() && self.values.is_empty() {
            return unknown(format!("the clause on {name} has nothing to compare with"));
        }
        match self.passes(&text) {
            Ok(true) => (Verdict::In, format!("{name} is “{}”", shown(&text))),
            Ok(false) => (Verdict::Out, format!("{name} is “{}”", shown(&text))),
            Err(reason) => unknown(reason),
        }
    }

    /// Whether a text that is not empty passes.
    pub(super) fn passes(&self, text: &str) -> Result<bool, String> {
        let any = |test: &dyn Fn(&str) -> bool| self.values.iter().any(|value| test(value));
        let matches = || {
            let mut found = false;
            for pattern in &*self.patterns.0 {
                found |= pattern.is_match(text)?;
            }
            Ok(found)
        };
        let number = |text: &str| text.trim().parse::<i64>().ok();
        let compare = |test: fn(i64, i64) -> bool| {
            let mut passes = true;
            for value in &self.values {
                let value = number(value).ok_or_else(|| {
                    format!("“{}” is no whole number to compare with", shown(value))
                })?;
                // A text that is no number is greater than none.
                passes &= number(text).is_some_and(|own| test(own, value));
            }
            Ok(passes)
        };
        match self.operator {
            ScopeOperator::Equals => Ok(any(&|value| value == text)),
            ScopeOperator::NotEquals => Ok(!any(&|value| value == text)),
            ScopeOperator::Includes => Ok(any(&|value| text.contains(value))),
            ScopeOperator::EndsWith => Ok(any(&|value| text.ends_with(value))),
            ScopeOperator::RegexMatch => matches(),
            ScopeOperator::NotRegexMatch => matches().map(|found| !found),
            ScopeOperator::GreaterThan => compare(|own, value| own > value),
            ScopeOperator::GreaterThanOrEquals => compare(|own, value| own >= value),
            ScopeOperator::IsNull => Ok(false),
            ScopeOperator::IsNotNull => Ok(true),
            ScopeOperator::IsTrue => Ok(text.eq_ignore_ascii_case("true")),
            ScopeOperator::IsFalse => Ok(text.eq_ignore_ascii_case("false")),
            ScopeOperator::Unknown => Err("the operator cannot be evaluated here".to_owned()),
        }
    }
}

fn unknown(reason: String) -> (Verdict, String) {
    (Verdict::Unknown, reason)
}
