//! Rules about `active`, which takes access away from people who leave.

use jiff::Timestamp;

use crate::entra::expression::{
    Arena, Attributes, Chance, Expression, Flow, Given, Value, ValueRef,
};
use crate::entra::lint::review::{Review, Rule, page, told};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::{FlowType, Source};
use crate::entra::request::ResourceKind;
use crate::entra::schema::ACTIVE;

const MISSING: Rule = Rule {
    id: "active-missing",
    severity: MappingSeverity::Error,
    why: "Without it nothing is sent when a person is disabled, unassigned or deleted in Entra, and they keep their access in Command.",
    source: page::GUIDE,
};

const REVERSED: Rule = Rule {
    id: "active-reversed",
    severity: MappingSeverity::Error,
    why: "Everybody in scope is deactivated in Command, and everybody who leaves is activated.",
    source: page::GUIDE,
};

const WRONG: Rule = Rule {
    id: "active-wrong",
    severity: MappingSeverity::Error,
    why: "Command takes access away on False and gives it on True; Entra sends nothing where the result is empty.",
    source: page::GUIDE,
};

const UNRELATED: Rule = Rule {
    id: "active-not-soft-deleted",
    severity: MappingSeverity::Warning,
    why: "Only IsSoftDeleted knows of people who were unassigned or fell out of scope. They would keep their access in Command.",
    source: page::CUSTOMIZE,
};

const ADD_ONLY: Rule = Rule {
    id: "active-add-only",
    severity: MappingSeverity::Error,
    why: "The row is applied when a person is created and never again, so that nobody is ever deactivated.",
    source: page::CUSTOMIZE,
};

const NO_UPDATE: Rule = Rule {
    id: "update-not-allowed",
    severity: MappingSeverity::Warning,
    why: "Deactivating a person is an update. Without that action people who leave keep their access in Command.",
    source: page::HOW,
};

const SWITCHED_OFF: Rule = Rule {
    id: "users-disabled",
    severity: MappingSeverity::Error,
    why: "Nobody is created, changed or deactivated in Command.",
    source: page::CUSTOMIZE,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    if review.kind != ResourceKind::User {
        return;
    }
    if !review.mapping.is_enabled {
        let finding = review.finding(
            &SWITCHED_OFF,
            None,
            "People are not provisioned",
            "The mapping of users is switched off.",
        );
        found.push(finding.with_fix("Provision people", vec![Edit::Enable(review.kind, true)]));
    }
    if review.mapping.actions.update == crate::entra::mapping::Allowed::No {
        found.push(review.finding(
            &NO_UPDATE,
            None,
            "People are never updated",
            "“Update” is not among the target object actions.",
        ));
    }
    let Some((at, row)) = review.row_of("active") else {
        let finding = review.finding(
            &MISSING,
            None,
            "Nobody is ever deactivated",
            "No row has active as its target.",
        );
        let edits = review.add(Source::typed(ACTIVE), "active", None);
        found.push(finding.with_fix("Add row", edits));
        return;
    };
    if row.flow != FlowType::Always {
        let finding = review.finding(
            &ADD_ONLY,
            Some(at),
            "Nobody is ever deactivated",
            "The row of active is applied only during object creation.",
        );
        let edits = review.change(at, |row| row.flow = FlowType::Always);
        found.push(finding.with_fix("Apply always", edits));
    }
    if let Some((rule, title, evidence)) = judge(&row.source) {
        let edits = vec![Edit::SetSource(review.kind, at, Source::typed(ACTIVE))];
        let finding = review.finding(rule, Some(at), title, evidence);
        found.push(finding.with_fix("Use Verkada's expression", edits));
    }
}

/// What is wrong with the source of `active`, if anything.
fn judge(source: &Source) -> Option<(&'static Rule, &'static str, String)> {
    let from = told(source);
    let unrelated = || {
        let evidence = format!("The source is {from}, which does not read IsSoftDeleted.");
        Some((&UNRELATED, "active does not follow IsSoftDeleted", evidence))
    };
    match source {
        Source::None => Some((
            &MISSING,
            "Nobody is ever deactivated",
            "The row of active has no source.".to_owned(),
        )),
        Source::Direct(name) if name == "IsSoftDeleted" => Some((
            &REVERSED,
            "active is reversed",
            "The source is IsSoftDeleted itself.".to_owned(),
        )),
        Source::Direct(_) => unrelated(),
        Source::Constant(_) => {
            Some((&WRONG, "active is the same for everybody", format!("The source is {from}.")))
        }
        Source::Expression(text) => match text.expression() {
            Err(_) => Some((
                &WRONG,
                "active has no expression that can be read",
                format!("The source is {from}."),
            )),
            Ok(expression) if !expression.attributes().any(|name| name == "IsSoftDeleted") => {
                unrelated()
            }
            Ok(expression) => judge_states(expression),
        },
    }
}

/// Tries an expression for somebody who is there and for somebody who left.
fn judge_states(expression: &Expression) -> Option<(&'static Rule, &'static str, String)> {
    let there = state(expression, &IsSoftDeleted("False"))?;
    let left = state(expression, &IsSoftDeleted("True"))?;
    if (there.as_str(), left.as_str()) == ("true", "false") {
        return None;
    }
    let told = |state: &str| {
        if state.is_empty() { "nothing".to_owned() } else { format!("“{state}”") }
    };
    let evidence = format!(
        "Where IsSoftDeleted is False it gives {}, where it is True it gives {}.",
        told(&there),
        told(&left)
    );
    if (there.as_str(), left.as_str()) == ("false", "true") {
        return Some((&REVERSED, "active is reversed", evidence));
    }
    Some((&WRONG, "active does not tell who left", evidence))
}

/// What the expression gives, in lower case; none where only Entra can say.
fn state(expression: &Expression, person: &IsSoftDeleted) -> Option<String> {
    let (now, arena) = (Timestamp::UNIX_EPOCH, Arena::default());
    let given = Given { attributes: person, now, chance: &Fixed, arena: &arena };
    match expression.evaluate(&given).ok()? {
        Flow::Dropped | Flow::Value(ValueRef::Null) => Some(String::new()),
        Flow::Value(ValueRef::Text(text)) => Some(text.to_lowercase()),
        Flow::Value(ValueRef::Boolean(state)) => Some(state.to_string()),
        Flow::Value(_) => None,
    }
}

/// A person of whom only this is known.
struct IsSoftDeleted(&'static str);

impl Attributes for IsSoftDeleted {
    fn value(&self, name: &str) -> Value<'_> {
        if name == "IsSoftDeleted" { Value::Text(self.0.into()) } else { Value::Null }
    }
}

/// No chance at all: a rule finds the same every time.
struct Fixed;

impl Chance for Fixed {
    fn next(&self) -> u64 {
        0
    }
}
