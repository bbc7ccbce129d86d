//! What the reader of JSON says, in words for whoever has to correct the file.

/// What it says, without the place that it writes behind.
pub(super) fn said(error: &serde_json::Error) -> String {
    let full = error.to_string();
    let end = full.rfind(" at line ").unwrap_or(full.len());
    full.get(..end).unwrap_or(&full).to_owned()
}

/// What is wrong with a text that is no JSON, to stand behind a colon.
pub(super) fn in_words(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it ends in the middle".to_owned();
    }
    let said = said(error);
    let words = match said.as_str() {
        "expected value" | "expected ident" => "something stands here that is no value of JSON",
        "expected `:`" => "a colon is missing behind a name",
        "expected `,` or `]`" => "a comma is missing, or the ] that ends a list",
        "expected `,` or `}`" => "a comma is missing, or the } that ends an object",
        "trailing comma" => "nothing comes behind a comma",
        "trailing characters" => "more text comes behind the end",
        "key must be a string" => "a name has no quotation marks",
        "recursion limit exceeded" => "it is nested too deep",
        "invalid escape" | "unexpected end of hex escape" => "an escape behind a \\ means nothing",
        "lone leading surrogate in hex escape" | "invalid unicode code point" => {
            "an escape stands for half a character"
        }
        said if said.starts_with("control character") => {
            "a text has a line break or another control character in it"
        }
        said => said,
    };
    words.to_owned()
}

/// That one kind of value stands where another belongs, as a sentence without its end; none for other errors.
pub(super) fn misplaced(error: &serde_json::Error) -> Option<String> {
    let said = said(error);
    let (found, expected) = said.strip_prefix("invalid type: ")?.rsplit_once(", expected ")?;
    let found = match found.split([' ', ',']).next() {
        Some("null") => "Null",
        Some("boolean") => "True or false",
        Some("integer" | "floating") => "A number",
        Some("string") => "A text",
        Some("sequence") => "A list",
        Some("map") => "An object",
        _ => "Something else",
    };
    Some(format!("{found} stands in the place of {expected}"))
}
