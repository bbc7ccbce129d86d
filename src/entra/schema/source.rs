//! The source of a row as Graph writes it (`attributeMappingSource`), and back.

use serde_json::{Value, json};

use crate::entra::expression::Expression;
use crate::entra::mapping::{ExpressionText, Source};
use crate::entra::schema::tree::Cursor;

/// Reads a source; none where it is of no kind that is known here.
pub(super) fn read(source: Cursor<'_>, odd: &mut Vec<String>) -> Option<Source> {
    let field = |name: &str| source.get(name).and_then(Cursor::words);
    let kind = field("type").unwrap_or_default();
    let (name, text) = (field("name"), field("expression"));
    match (&*kind, name, text) {
        ("Attribute", Some(name), _) => Some(Source::Direct(name.into_owned())),
        ("Constant", Some(value), _) => Some(Source::Constant(value.into_owned())),
        ("Attribute" | "Constant", None, Some(text)) => Some(Source::typed(&text)),
        ("Function", _, text) => function(source, text.as_deref().unwrap_or_default(), odd),
        (other, _, Some(text)) => {
            odd.push(format!("its source is of the unknown type “{other}” and read by its text"));
            Some(Source::Expression(ExpressionText::new(text)))
        }
        _ => None,
    }
}

/// Reads a call: what is written, where that says the same as the arguments beside it, which are what Entra goes by.
fn function(source: Cursor<'_>, text: &str, odd: &mut Vec<String>) -> Option<Source> {
    let written = ExpressionText::new(text);
    let has_arguments = source.get("parameters").is_some_and(|list| list.items().len() > 0);
    // A call written by hand often has its text alone; there is nothing beside it that could say something else.
    if !has_arguments && !text.is_empty() {
        return Some(Source::Expression(written));
    }
    match Expression::from_graph(&source.value()?) {
        Ok(read) => {
            odd.extend(read.finding);
            Some(Source::Expression(ExpressionText::new(read.text)))
        }
        Err(_) if !text.is_empty() => Some(Source::Expression(written)),
        // Whoever looks for faults says the same as of a text that cannot be read.
        Err(_) => Expression::text_of_graph(&source.value()?)
            .map(|text| Source::Expression(ExpressionText::new(text))),
    }
}

/// Writes a source with every field that Entra writes.
pub(super) fn json(source: &Source) -> Value {
    let of = |text: &str, name: &str, kind: &str| json!({"expression": text, "name": name, "type": kind, "parameters": []});
    match source {
        Source::None => Value::Null,
        Source::Direct(name) => of(&format!("[{name}]"), name, "Attribute"),
        Source::Constant(text) => {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
            of(&format!("\"{quoted}\""), text, "Constant")
        }
        Source::Expression(text) => {
            let Ok(expression) = text.expression() else {
                let name = text.text().split('(').next().unwrap_or_default().trim();
                return of(text.text(), name, "Function");
            };
            let mut graph = expression.to_graph();
            // The arguments have their numbers in quotes, as Graph has; the text keeps them as they are typed.
            if let Some(text) = graph.get_mut("expression") {
                *text = Value::from(expression.to_string());
            }
            graph
        }
    }
}
