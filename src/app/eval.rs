//! `scim-desk eval`: evaluates a list of mapping expressions, each for the attributes that stand beside it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::scripts::End;
use crate::app::scripts::about;
use crate::app::scripts::finish;
use crate::app::scripts::read;
use crate::entra::Attributes;
use crate::entra::Expression;
use crate::entra::Flow;
use crate::entra::Given;
use crate::entra::SeededChance;
use crate::entra::Span;
use crate::entra::Value;
use crate::scim::json;

/// What the `eval` subcommand takes.
#[derive(Debug, Args)]
pub(super) struct EvalArguments {
    /// A JSON list of {id, expression, attributes}, and where needed `target_existing`; - reads standard input.
    file: PathBuf,
    /// What Now says, such as 2026-11-28T09:00:00Z.
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
    /// What Guid and `RandomString` draw from; the same seed gives the same again.
    #[arg(long)]
    seed: Option<u64>,
}

/// What stands beside an expression: attributes, each null, a text, or a list of texts; and where `SelectUniqueValue` is to know
/// them, the values that the target has already.
struct Beside<'a> {
    attributes: Option<&'a Map<String, Json>>,
    taken: Option<&'a Vec<Json>>,
}

impl Attributes for Beside<'_> {
    fn value(&self, name: &str) -> Value<'_> {
        match self.attributes.and_then(|attributes| attributes.get(name)) {
            None | Some(Json::Null) => Value::Null,
            Some(Json::String(text)) => Value::text(text),
            Some(Json::Bool(value)) => Value::Boolean(*value),
            Some(Json::Array(values)) if values.is_empty() => Value::Null,
            Some(Json::Array(values)) => {
                let text = |value: &'_ Json| match value {
                    Json::String(text) => text.clone().into(),
                    other => other.to_string().into(),
                };
                Value::Many(values.iter().map(text).collect())
            }
            Some(other) => Value::Text(other.to_string().into()),
        }
    }

    fn is_taken(&self, value: &str) -> Option<bool> {
        self.taken.map(|taken| taken.iter().any(|known| known == value))
    }
}

/// Evaluates and prints.
pub(super) fn run(arguments: &EvalArguments) -> ExitCode {
    finish(evaluate(arguments))
}

fn evaluate(arguments: &EvalArguments) -> Result<(String, End), String> {
    let problem = |problem: String| about(&arguments.file, problem);
    let bytes = read(&arguments.file)?;
    let list =
        json::parse(&bytes).map_err(|error| problem(format!("This is not valid JSON. {error}")))?;
    let Json::Array(items) = list else {
        return Err(problem(
            "This is not a list. Write [{\"id\": …, \"expression\": …, \"attributes\": {…}}]."
                .into(),
        ));
    };
    let now = arguments.now.unwrap_or_else(Timestamp::now);
    let seed = arguments.seed.unwrap_or_else(random);
    let (mut lines, mut end) = (Vec::with_capacity(items.len()), End::Clean);
    for (at, item) in items.iter().enumerate() {
        let Some(expression) = item.get("expression").and_then(Json::as_str) else {
            return Err(problem(format!("Item {} has no text named expression.", at + 1)));
        };
        let attributes = Beside {
            attributes: item.get("attributes").and_then(Json::as_object),
            taken: item.get("target_existing").and_then(Json::as_array),
        };
        let chance = SeededChance::new(seed.wrapping_add(at as u64));
        let given = Given { attributes: &attributes, now, chance: &chance };
        let id = item.get("id").unwrap_or(&Json::Null);
        lines.push(match one(expression, &given) {
            Ok(value) => json!({"id": id, "value": value}).to_string(),
            Err(error) => {
                end = End::Findings;
                json!({"id": id, "error": error}).to_string()
            }
        });
    }
    Ok((format!("[{}]", lines.join(",\n")), end))
}

/// The value, or the error.
fn one(text: &str, given: &Given<'_>) -> Result<Json, Json> {
    let error = |span: &Span, message: &str| {
        let before = text.get(..span.start).map_or(0, |before| before.chars().count());
        json!({"message": message, "at": before + 1})
    };
    let expression = Expression::parse(text).map_err(|wrong| error(&wrong.span, &wrong.message))?;
    match expression.evaluate(given) {
        Ok(Flow::Value(value)) => Ok(value.to_json()),
        Ok(Flow::Dropped) => Ok(json!({"flow": "dropped"})),
        Err(failed) => Err(error(&failed.span, &failed.message)),
    }
}

/// Another number each time; without chance from the system, from the clock.
pub(super) fn random() -> u64 {
    getrandom::u64().unwrap_or_else(|_| Timestamp::now().as_microsecond().unsigned_abs())
}
