//! `scim-desk eval`: evaluates a list of mapping expressions, each for the attributes that stand beside it.

use std::borrow::Cow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;
use serde_json::value::RawValue;

use crate::app::scripts::End;
use crate::app::scripts::about;
use crate::app::scripts::finish;
use crate::app::scripts::read;
use crate::entra::Arena;
use crate::entra::Attributes;
use crate::entra::Expression;
use crate::entra::Given;
use crate::entra::SeededChance;
use crate::entra::Span;
use crate::entra::Value;
use crate::scim::json;

/// What the `eval` subcommand takes.
#[derive(Debug, Args)]
pub(super) struct EvalArguments {
    /// A JSON list of {id, expression, attributes, `target_existing`}; - reads standard input.
    file: PathBuf,
    /// What Now says, such as 2026-11-28T09:00:00Z.
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
    /// What Guid and `RandomString` draw from; the same seed gives the same again.
    #[arg(long)]
    seed: Option<u64>,
}

/// What stands beside an expression: attributes, null, a text, or a list of texts each; and what the target has already.
struct Beside<'a> {
    attributes: Option<&'a Map<String, Json>>,
    taken: Option<&'a Vec<Json>>,
}

impl<'a> Beside<'a> {
    fn new(item: &'a Json) -> Result<Self, Json> {
        let of = |name: &str| item.get(name).filter(|value| !value.is_null());
        let no_object = || wrong_item("Its attributes are no object. Write {\"mail\": …}.");
        let no_list =
            || wrong_item("Its target_existing is no list. Write [\"a@example.com\", …].");
        let attributes = of("attributes").map(|value| value.as_object().ok_or_else(no_object));
        let taken = of("target_existing").map(|value| value.as_array().ok_or_else(no_list));
        Ok(Self { attributes: attributes.transpose()?, taken: taken.transpose()? })
    }
}

impl Attributes for Beside<'_> {
    fn value(&self, name: &str) -> Value<'_> {
        match self.attributes.and_then(|attributes| attributes.get(name)) {
            None | Some(Json::Null) => Value::Null,
            Some(Json::Bool(value)) => Value::Boolean(*value),
            Some(Json::Array(values)) => {
                let texts: Vec<_> = values.iter().filter_map(text).collect();
                if texts.is_empty() { Value::Null } else { Value::Many(texts) }
            }
            Some(other) => text(other).map_or(Value::Null, Value::Text),
        }
    }

    fn is_taken(&self, value: &str) -> Option<bool> {
        Some(self.taken?.iter().any(|taken| taken.as_str() == Some(value)))
    }
}

/// A value of a list as text; none of null.
fn text(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.into()),
        Json::Bool(true) => Some("True".into()),
        Json::Bool(false) => Some("False".into()),
        other => Some(other.to_string().into()),
    }
}

/// Evaluates and prints.
pub(super) fn run(arguments: &EvalArguments) -> ExitCode {
    finish(evaluate(arguments))
}

fn evaluate(arguments: &EvalArguments) -> Result<(String, End), String> {
    let bytes = read(&arguments.file)?;
    let items = items(&bytes).map_err(|problem| about(&arguments.file, problem))?;
    let now = arguments.now.unwrap_or_else(Timestamp::now);
    let seed = arguments.seed.unwrap_or_else(random);
    let (mut lines, mut end) = (Vec::with_capacity(items.len()), End::Clean);
    for (at, raw) in items.into_iter().enumerate() {
        let chance = SeededChance::new(seed.wrapping_add(at as u64));
        let (id, came) = match json::parse(raw.get().as_bytes()) {
            Ok(item) => {
                let came = Beside::new(&item).and_then(|attributes| {
                    let arena = Arena::default();
                    one(
                        &item,
                        &Given { attributes: &attributes, now, chance: &chance, arena: &arena },
                    )
                });
                (item.get("id").cloned(), came)
            }
            Err(wrong) => (id(raw), Err(wrong_item(&wrong.message))),
        };
        lines.push(match came {
            Ok(value) => json!({"id": id, "value": value}).to_string(),
            Err(error) => {
                end = End::Findings;
                json!({"id": id, "error": error}).to_string()
            }
        });
    }
    Ok((format!("[{}]", lines.join(",\n")), end))
}

/// The items of the list, each still as it is written, so that one that cannot be read does not take the others with it.
fn items(bytes: &[u8]) -> Result<Vec<&RawValue>, String> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(plain).map_err(|_unread| match json::parse(bytes) {
        Err(error) => format!("This is not valid JSON. {error}"),
        Ok(_) => "This is not a list. Write [{\"id\": …, \"expression\": …, \"attributes\": {…}}]."
            .to_owned(),
    })
}

/// The id of an item that cannot be read whole.
fn id(raw: &RawValue) -> Option<Json> {
    #[derive(serde::Deserialize)]
    struct Named {
        id: Json,
    }
    serde_json::from_str::<Named>(raw.get()).ok().map(|named| named.id)
}

/// An item that has no expression to point into.
fn wrong_item(message: &str) -> Json {
    json!({"message": format!("This item cannot be read. {message}"), "at": 1})
}

/// The value, or the error.
fn one(item: &Json, given: &Given<'_>) -> Result<Json, Json> {
    let Some(text) = item.get("expression").and_then(Json::as_str) else {
        return Err(wrong_item("It has no text named expression."));
    };
    let error = |span: &Span, message: &str| {
        let before = text.get(..span.start).map_or(0, |before| before.chars().count());
        json!({"message": message, "at": before + 1})
    };
    let expression = Expression::parse(text).map_err(|wrong| error(&wrong.span, &wrong.message))?;
    match expression.evaluate(given) {
        Ok(flow) => Ok(flow.to_json()),
        Err(failed) => Err(error(&failed.span, &failed.message)),
    }
}

/// Another number each time; without chance from the system, from the clock.
pub(super) fn random() -> u64 {
    getrandom::u64().unwrap_or_else(|_| Timestamp::now().as_microsecond().unsigned_abs())
}
