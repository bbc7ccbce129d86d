//! What the Mappings page says: counts, reasons why something can not be done, kinds of rows.

use crate::entra::{
    AttributeMapping, Clash, Flow, MappingSeverity, PersonOutcome, ResourceKind, RowChange,
    RowPreview, SkipReason, Source, Trouble, Value, short_target,
};
use crate::session::mappings::document::{OpenDocument, Origin};
use crate::session::state::State;
use crate::ui::theme::tokens::Tone;
use crate::ui::words;
use crate::verkada::name;

/// The line beside the heading.
pub(super) fn about(document: &OpenDocument) -> String {
    let name = document.name();
    match document.steps() {
        _ if document.is_unsaved() => {
            format!("From {name} · {} not saved", words::changes(document.steps()))
        }
        0 => format!("From {name} · nothing changed"),
        // A template is in no file: what was changed was changed back.
        _ if matches!(document.origin, Origin::Template(_)) => {
            format!("From {name} · nothing changed")
        }
        _ => format!("From {name} · saved"),
    }
}

/// Why the schema cannot be written.
pub(super) fn why_not_save(document: &OpenDocument) -> Option<String> {
    let mappings = document.mappings();
    let rows = mappings.users.rows.iter().chain(&mappings.groups.rows);
    let unread = rows.filter(|row| unreadable(row)).count();
    (unread > 0).then(|| {
        format!(
            "{} cannot be read, and Entra would refuse the file. Correct {} first.",
            words::counted(unread, "expression", "expressions"),
            if unread == 1 { "it" } else { "them" }
        )
    })
}

/// Why nobody can be tried.
pub(super) fn why_not_everyone(state: &State) -> Option<&'static str> {
    let work = &state.mappings;
    if work.people.is_loading() {
        return Some("The people are still being read.");
    }
    match work.people.value() {
        None => Some("Choose people first: the sandbox's directory, a file, or one typed by hand."),
        Some(people) if people.is_empty() => Some("Nobody is in the list of people."),
        Some(_) => None,
    }
}

fn unreadable(row: &AttributeMapping) -> bool {
    matches!(&row.source, Source::Expression(text) if text.expression().is_err())
}

/// The kind of a row, as Entra's page calls it.
pub(super) const fn kind(source: &Source) -> &'static str {
    match source {
        Source::None => "None",
        Source::Direct(_) => "Direct",
        Source::Constant(_) => "Constant",
        Source::Expression(_) => "Expression",
    }
}

/// The source of a row on one line.
pub(super) fn source(source: &Source) -> String {
    match source {
        Source::None => String::new(),
        Source::Direct(name) => name.clone(),
        Source::Constant(text) => format!("\"{text}\""),
        Source::Expression(text) => text.text().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// A target on one line. Of a URN only what tells it from others: `verkada:access › cardNumber`.
pub(super) fn target(target: &str) -> String {
    short_target(target).into_owned()
}

/// The word and the color of how much a finding matters.
pub(super) const fn severity(severity: MappingSeverity) -> (Tone, &'static str) {
    match severity {
        MappingSeverity::Advice => (Tone::Accent, "Advice"),
        MappingSeverity::Warning => (Tone::Warning, "Warning"),
        MappingSeverity::Error => (Tone::Danger, "Error"),
    }
}

/// What a row came to, on one line.
pub(super) fn result(row: &RowPreview) -> String {
    match &row.result {
        Ok(Flow::Dropped) => "dropped".to_owned(),
        Ok(Flow::Value(value)) => value_text(value),
        Err(error) => error.message.clone(),
    }
}

/// Whether a row came to a value that can be sent.
pub(super) fn has_value(row: &RowPreview) -> bool {
    matches!(&row.result, Ok(Flow::Value(value)) if !value.is_null_or_empty())
}

/// A value on one line; a missing one is told from an empty one.
pub(super) fn value_text(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Many(many) => many.iter().map(|one| name::shown(one)).collect::<Vec<_>>().join(", "),
        other => {
            let text = other.clone().into_texts().concat();
            if text.is_empty() { "empty text".to_owned() } else { name::shown(&text).into_owned() }
        }
    }
}

/// What becomes of a row in a word, and its color.
pub(super) const fn change(row: &RowPreview) -> (Tone, &'static str) {
    match row.trouble {
        Some((trouble, _)) => trouble_word(trouble),
        None => change_word(row.change),
    }
}

const fn trouble_word(trouble: Trouble) -> (Tone, &'static str) {
    match trouble {
        Trouble::Card => (Tone::Danger, "no card"),
        Trouble::CardDoubtful => (Tone::Warning, "over limit"),
        Trouble::CredentialStatus => (Tone::Danger, "card status"),
        Trouble::MailSyntax => (Tone::Danger, "no address"),
        Trouble::Domain => (Tone::Danger, "not listed"),
        Trouble::TooLong => (Tone::Danger, "too long"),
        Trouble::WrongType => (Tone::Danger, "wrong type"),
        Trouble::SeveralValues => (Tone::Danger, "several"),
    }
}

const fn change_word(change: RowChange) -> (Tone, &'static str) {
    match change {
        RowChange::Same => (Tone::Neutral, "same"),
        RowChange::New => (Tone::Good, "new"),
        RowChange::Changed => (Tone::Accent, "changed"),
        RowChange::Default => (Tone::Accent, "default"),
        RowChange::CaseOnly => (Tone::Neutral, "case only"),
        RowChange::Blank => (Tone::Neutral, "blank"),
        RowChange::Kept => (Tone::Warning, "kept"),
        RowChange::Dropped | RowChange::Withheld => (Tone::Neutral, "not sent"),
        RowChange::AddOnly => (Tone::Neutral, "add only"),
        RowChange::SecondPass => (Tone::Neutral, "not compared"),
        RowChange::Unmapped => (Tone::Neutral, "no source"),
        RowChange::Failed => (Tone::Danger, "fails"),
        RowChange::Unknown => (Tone::Warning, "unknown"),
        RowChange::Missing => (Tone::Danger, "required"),
    }
}

/// The color of what becomes of a person.
pub(super) const fn outcome_tone(outcome: PersonOutcome) -> Tone {
    match outcome {
        PersonOutcome::Create | PersonOutcome::Enable => Tone::Good,
        PersonOutcome::Update => Tone::Accent,
        PersonOutcome::Same => Tone::Neutral,
        PersonOutcome::Disable => Tone::Warning,
        PersonOutcome::Skipped(_) => Tone::Danger,
    }
}

/// What a row comes to and what becomes of it, in sentences.
pub(super) fn says(row: &RowPreview) -> String {
    let mut said = match &row.trouble {
        Some((_, why)) => format!("{why} "),
        None => String::new(),
    };
    said.push_str(&row.change.to_string());
    said.push('.');
    if let Some(held) = &row.held {
        let held = match held {
            serde_json::Value::String(text) => format!("“{}”", name::shown(text)),
            other => other.to_string(),
        };
        said = format!("{said} Command holds {held}.");
    }
    said
}

/// Why a target is not on the target's list.
pub(super) fn unlisted_target(
    document: &OpenDocument,
    kind: ResourceKind,
    target: &str,
) -> Option<String> {
    let targets = &document.mappings().of(kind).targets;
    if target.is_empty() {
        return Some("Name the target attribute.".to_owned());
    }
    (!targets.is_empty() && !targets.iter().any(|known| known.name == target)).then(|| {
        "Not on the attribute list of customappsso: the findings offer to add it.".to_owned()
    })
}

/// The reason why somebody is left out, in few words.
pub(super) const fn skip_word(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Leaves => "Leaving, not in Command",
        SkipReason::NoMatchingRow => "No row matches",
        SkipReason::NoMatchingValue => "No value to match by",
        SkipReason::MatchUnknown => "Match only Entra knows",
        SkipReason::SeveralMatches => "Several match",
        SkipReason::Required => "Required value missing",
        SkipReason::RowFails => "Expression fails",
        SkipReason::SwitchedOff => "Switched off",
    }
}

/// What is wrong with a value, in few words.
pub(super) const fn trouble_name(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Card => "No valid card",
        Trouble::CardDoubtful => "Card over its limits",
        Trouble::CredentialStatus => "Credential status",
        Trouble::MailSyntax => "No mail address",
        Trouble::Domain => "Domain not listed",
        Trouble::TooLong => "Too long",
        Trouble::WrongType => "Wrong type",
        Trouble::SeveralValues => "Several values",
    }
}

/// What two people share, in few words.
pub(super) const fn clash_name(clash: Clash) -> &'static str {
    match clash {
        Clash::UserName => "userName",
        Clash::Mail => "Mail",
        Clash::ExternalId => "externalId",
        Clash::VerkadaExternalId => "Verkada externalId",
        Clash::Card => "Card",
        Clash::Person => "Person in Command",
    }
}

/// What becomes of a person, in a word.
pub(super) const fn outcome_word(outcome: PersonOutcome) -> &'static str {
    match outcome {
        PersonOutcome::Create => "create",
        PersonOutcome::Update => "update",
        PersonOutcome::Same => "nothing",
        PersonOutcome::Enable => "enable",
        PersonOutcome::Disable => "disable",
        PersonOutcome::Skipped(_) => "skip",
    }
}

/// Whether something that the page shows was never asked for.
pub(super) fn is_unread(state: &State) -> bool {
    use crate::session::remote::Remote;
    let work = &state.mappings;
    let is_connected = state.profile().is_some_and(|profile| profile.tenant.is_some());
    work.document.is_none() || (is_connected && matches!(work.held, Remote::NotAsked))
}

/// A target by the name of its attribute alone, where there is no room for its URN.
pub(super) fn attribute(target: &str) -> &str {
    let urn = target.strip_prefix("urn:").and_then(|urn| urn.rsplit_once(':'));
    urn.map_or(target, |(_, name)| name)
}
