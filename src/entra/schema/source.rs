//! The source of a row as Graph writes it (`attributeMappingSource`), and back.

use serde_json::{Value, json};

use crate::entra::mapping::{ExpressionText, Source};
use crate::entra::schema::tree::Cursor;

/// Reads a source; none where it is of no kind that is known here.
pub(super) fn read(source: Cursor<'_>, odd: &mut Vec<String>) -> Option<Source> {
    let field = |name: &str| source.get(name).and_then(Cursor::words);
    let (name, expression) = (field("name"), field("expression"));
    let kind = field("type").unwrap_or_default();
    match &*kind {
        "Attribute" => match (name, expression) {
            (Some(name), _) => Some(Source::Direct(name.into_owned())),
            (None, Some(text)) => Some(Source::typed(&text)),
            (None, None) => None,
        },
        "Constant" => match (name, expression) {
            (Some(name), _) => Some(Source::Constant(name.into_owned())),
            (None, Some(text)) => Some(Source::typed(&text)),
            (None, None) => None,
        },
        other => {
            if other != "Function" {
                odd.push(format!("its source is of type “{other}”"));
            }
            expression.map(|text| Source::Expression(ExpressionText::new(text)))
        }
    }
}

/// Writes a source with every field that Entra writes.
pub(super) fn json(source: &Source) -> Value {
    match source {
        Source::None => Value::Null,
        Source::Direct(name) => {
            json!({"expression": format!("[{name}]"), "name": name, "type": "Attribute", "parameters": []})
        }
        Source::Constant(text) => {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
            json!({"expression": format!("\"{quoted}\""), "name": text, "type": "Constant", "parameters": []})
        }
        Source::Expression(text) => {
            let name = text.text().split('(').next().unwrap_or_default().trim();
            json!({"expression": text.text(), "name": name, "type": "Function", "parameters": []})
        }
    }
}
