//! An expression as Graph keeps it: `attributeMappingSource`, a tree of names, texts and keyed arguments.
//!
//! Each part carries its own text in `expression`; constants are quoted there, numbers too. An argument that is left out
//! has no entry, a repeated one has several of one key. The keys that are known come from Graph's old list of functions;
//! for newer functions the names of Microsoft's page stand in, and [`Expression::has_known_keys`] tells which it is. How
//! Graph keeps a comparison is not documented: it is written as a function by the name of its sign, and read by its text.

use serde_json::{Value, json};

use crate::entra::expression::print::write_quoted;
use crate::entra::expression::{
    Call, Constant, Expression, Function, Node, Parameter, ParameterKind, parser,
};
use crate::limits;
use crate::verkada::name::shown;

/// What a source of Graph says.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphSource {
    /// What Entra's engine reads.
    pub expression: Expression,
    /// Its text: the one that was given, where it says the same.
    pub text: String,
    /// Where the given text says something else than the arguments beside it: what was taken, and why.
    pub finding: Option<String>,
}

impl Expression {
    /// As Graph keeps it.
    pub fn to_graph(&self) -> Value {
        to_graph(self.root())
    }

    /// Reads what Graph keeps. Entra's engine reads the tree of arguments, so this does too where the text beside it
    /// says something else; where they agree the text is kept, with its numbers and line breaks.
    pub fn from_graph(source: &Value) -> Result<GraphSource, String> {
        let given = field(source, "expression").unwrap_or_default();
        let written = Self::parse(given);
        let mut reader = Reader { by_position: false, instead: None };
        let built = reader.text(source, None, 0).and_then(|text| {
            Self::parse(&text).map_err(|error| format!("Its arguments make no expression: {error}"))
        });
        match (built, written) {
            (Ok(built), Ok(expression)) if agree(built.root(), expression.root(), &reader) => {
                Ok(GraphSource { expression, text: given.to_owned(), finding: reader.instead })
            }
            (Ok(built), written) => {
                let text = built.to_string();
                let finding = match written {
                    _ if given.trim().is_empty() => reader.instead.take(),
                    Ok(_) => Some(format!(
                        "The text of this source says something else than its arguments: “{}”. Entra's engine reads the arguments, so they count here: “{}”.",
                        shown(given),
                        shown(&text)
                    )),
                    Err(error) => Some(format!(
                        "The text of this source cannot be read: {error} Entra's engine reads the arguments beside it, so they count here: “{}”.",
                        shown(&text)
                    )),
                };
                Ok(GraphSource { expression: built, text, finding })
            }
            (Err(trouble), Ok(expression)) => Ok(GraphSource {
                expression,
                text: given.to_owned(),
                finding: Some(format!("{trouble} The text of this source is read in their stead.")),
            }),
            (Err(trouble), Err(_)) => Err(trouble),
        }
    }

    /// The text of a source that [`Self::from_graph`] refuses, to be shown; none where nothing of the kind is in it.
    pub fn text_of_graph(source: &Value) -> Option<String> {
        let text = plain_text(source, 0)?;
        // What can be read after all would be something else than what stands there.
        Self::parse(&text).is_err().then_some(text)
    }

    /// Whether Graph's own names for all its arguments are documented, so that Entra will read back what is written.
    pub fn has_known_keys(&self) -> bool {
        self.root().walk().all(|node| match node {
            Node::Attribute { .. } | Node::Constant { .. } => true,
            Node::Call(call) => has_known_keys(call),
            Node::Compare { .. } => false,
        })
    }
}

/// Whether Graph's list of functions, as it was in 2021, has it.
fn has_known_keys(call: &Call) -> bool {
    match call.function {
        Function::FormatDateTime => {
            call.arguments.get(1).is_none_or(Option::is_none) || call.arguments.len() == 3
        }
        Function::Append
        | Function::AppRoleAssignments
        | Function::AssertiveAppRoleAssignmentsComplex
        | Function::DefaultDomain
        | Function::IsNothing
        | Function::Join
        | Function::Mid
        | Function::Not
        | Function::Prepend
        | Function::Replace
        | Function::SingleAppRoleAssignment
        | Function::Split
        | Function::StripSpaces
        | Function::Switch => true,
        _ => false,
    }
}

fn to_graph(node: &Node) -> Value {
    match node {
        Node::Attribute { name, .. } => source(node.to_string(), name, Vec::new(), "Attribute"),
        Node::Constant { value, .. } => {
            let raw = value.raw();
            source(quoted(&raw), &raw, Vec::new(), "Constant")
        }
        Node::Call(call) => {
            let count = call.arguments.len();
            let arguments = call.arguments.iter().enumerate();
            let parameters = arguments.filter_map(|(index, argument)| {
                let parameter = call.function.parameter(index, count)?;
                Some(json!({ "key": parameter.name, "value": to_graph(argument.as_ref()?) }))
            });
            let parameters: Vec<Value> = parameters.collect();
            source(call.to_string(), call.function.name(), parameters, "Function")
        }
        Node::Compare { left, comparison, right, .. } => {
            let parameters = [("left", left), ("right", right)]
                .map(|(key, side)| json!({ "key": key, "value": to_graph(side) }));
            source(node.to_string(), comparison.sign(), parameters.into(), "Function")
        }
    }
}

fn source(expression: String, name: &str, parameters: Vec<Value>, kind: &str) -> Value {
    let fields = [
        ("expression", Value::String(expression)),
        ("name", Value::from(name)),
        ("parameters", Value::Array(parameters)),
        ("type", Value::from(kind)),
    ];
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect())
}

fn quoted(text: &str) -> String {
    let mut written = String::new();
    // Writing to a String cannot fail.
    if write_quoted(&mut written, text).is_err() {
        written.clear();
    }
    written
}

fn field<'a>(source: &'a Value, name: &str) -> Option<&'a str> {
    source.get(name).and_then(Value::as_str)
}

/// Writes sources of Graph as text.
struct Reader {
    /// Whether a key was unknown, so that its argument stands where there was room.
    by_position: bool,
    /// What was wrong with arguments in whose stead a text was read.
    instead: Option<String>,
}

impl Reader {
    /// The text of a source that stands in so many others.
    fn text(
        &mut self,
        source: &Value,
        parameter: Option<&Parameter>,
        depth: usize,
    ) -> Result<String, String> {
        if depth > limits::EXPRESSION_DEPTH {
            return Err(format!(
                "Its arguments stand in one another more than {} deep.",
                limits::EXPRESSION_DEPTH
            ));
        }
        let name = field(source, "name");
        let kind = field(source, "type").unwrap_or("Attribute");
        match (kind.to_ascii_lowercase().as_str(), name) {
            ("attribute", Some(name)) => single(&format!("[{name}]")),
            ("constant", Some(name)) => Ok(constant(name, parameter)),
            ("attribute" | "constant", None) => {
                single(field(source, "expression").unwrap_or_default())
            }
            ("function", Some(name)) if depth == 0 => self.function(source, name, depth),
            ("function", Some(name)) => self.nested(source, name, depth),
            ("function", None) => Err("It is a function without a name.".to_owned()),
            (other, _) => Err(format!(
                "Its type is “{}”, which is neither Attribute, Constant nor Function.",
                shown(other)
            )),
        }
    }

    /// A call by its arguments.
    fn function(&mut self, source: &Value, name: &str, depth: usize) -> Result<String, String> {
        match Function::named(name) {
            Some(function) => self.call(source, function, depth),
            None => Self::condition(source, name),
        }
    }

    /// A call in a call. One that is written by hand often has its text alone, which is taken where it calls what the name
    /// says; otherwise a text stands in for arguments that make no call, and that is told.
    fn nested(&mut self, source: &Value, name: &str, depth: usize) -> Result<String, String> {
        let text = field(source, "expression").unwrap_or_default();
        let called = match Expression::parse(text).as_ref().map(Expression::root) {
            Ok(Node::Call(call)) => Some(call.function),
            _ => None,
        };
        let is_bare = entries(source).is_empty();
        let read = match (called, Function::named(name)) {
            (Some(called), Some(named)) if is_bare && called == named => return Ok(text.to_owned()),
            (Some(_), Some(named)) if is_bare => {
                Err(format!("The function “{}” has no arguments.", named.name()))
            }
            _ => self.function(source, name, depth),
        };
        match read {
            Err(trouble) if called.is_some() => {
                self.instead =
                    Some(format!("{trouble} The text “{}” is read in their stead.", shown(text)));
                Ok(text.to_owned())
            }
            read => read,
        }
    }

    /// What is no function by its name may be a comparison, which only its text tells.
    fn condition(source: &Value, name: &str) -> Result<String, String> {
        let text = field(source, "expression").unwrap_or_default();
        let is_condition = Expression::parse(&format!("CBool({text})")).is_ok_and(|wrapped| {
            matches!(wrapped.root(), Node::Call(call)
                if matches!(call.arguments.as_slice(), [Some(Node::Compare { .. })]))
        });
        if is_condition {
            Ok(text.to_owned())
        } else {
            Err(format!("There is no function “{}”.", shown(name)))
        }
    }

    fn call(&mut self, source: &Value, function: Function, depth: usize) -> Result<String, String> {
        let entries = entries(source);
        if entries.len() > limits::EXPRESSION_ARGUMENTS {
            return Err(format!(
                "{} has more than {} arguments.",
                function.name(),
                limits::EXPRESSION_ARGUMENTS
            ));
        }
        let parameters = form(source, function);
        let mut places: Vec<Option<String>> = Vec::new();
        for entry in entries {
            let key = field(entry, "key").unwrap_or_default();
            let value = entry.get("value").unwrap_or(&Value::Null);
            let place = self.place(&places, parameters, key).ok_or_else(|| {
                format!("{} has no room for the argument “{}”.", function.name(), shown(key))
            })?;
            let parameter = parameters.get(place.min(parameters.len().saturating_sub(1)));
            let text = self.text(value, parameter, depth + 1)?;
            if places.len() <= place {
                places.resize(place + 1, None);
            }
            if let Some(slot) = places.get_mut(place) {
                *slot = Some(text);
            }
        }
        let arguments: Vec<String> = places.into_iter().map(Option::unwrap_or_default).collect();
        Ok(format!("{}({})", function.name(), arguments.join(", ")))
    }

    /// Where the argument of a key stands; a key that is unknown takes the first free place.
    fn place(
        &mut self,
        places: &[Option<String>],
        parameters: &[Parameter],
        key: &str,
    ) -> Option<usize> {
        let is_free = |place: usize| places.get(place).is_none_or(Option::is_none);
        let named =
            parameters.iter().position(|parameter| parameter.name.eq_ignore_ascii_case(key));
        let free = match named {
            Some(place) if !parameters.get(place)?.occurs.repeats() => {
                return is_free(place).then_some(place);
            }
            Some(place) => place,
            None => {
                self.by_position = true;
                0
            }
        };
        let place = (free..=places.len().max(free)).find(|place| is_free(*place))?;
        let repeats = parameters.last().is_some_and(|last| last.occurs.repeats());
        (place < parameters.len() || repeats).then_some(place)
    }
}

/// The arguments beside a text.
fn entries(source: &Value) -> &[Value] {
    source.get("parameters").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// What a source says, whether or not it makes an expression.
fn plain_text(source: &Value, depth: usize) -> Option<String> {
    let name = field(source, "name").filter(|_| depth <= limits::EXPRESSION_DEPTH)?;
    let is = |kind: &str| field(source, "type").is_some_and(|own| own.eq_ignore_ascii_case(kind));
    if !is("Function") {
        return Some(if is("Constant") { quoted(name) } else { format!("[{name}]") });
    }
    let text = field(source, "expression").filter(|text| !text.trim().is_empty());
    if let (true, Some(text)) = (entries(source).is_empty(), text) {
        return Some(text.to_owned());
    }
    let values = entries(source).iter().map(|entry| entry.get("value"));
    let arguments: Option<Vec<String>> = values
        .map(|value| value.map_or(Some(String::new()), |value| plain_text(value, depth + 1)))
        .collect();
    Some(format!("{name}({})", arguments?.join(", ")))
}

/// The text of a source that should be an attribute or a constant, if it is one.
fn single(text: &str) -> Result<String, String> {
    match Expression::parse(text).as_ref().map(Expression::root) {
        Ok(Node::Attribute { .. } | Node::Constant { .. }) => Ok(text.to_owned()),
        _ => Err(format!("“{}” is neither an attribute nor a constant.", shown(text))),
    }
}

/// The parameters that the keys of a source belong to: those of the short form where its text is written so.
fn form(source: &Value, function: Function) -> &'static [Parameter] {
    let entry = function.entry();
    let Some(short) = entry.short_form else { return entry.parameters };
    let text = field(source, "expression").unwrap_or_default();
    match Expression::parse(text).as_ref().map(Expression::root) {
        Ok(Node::Call(call))
            if call.function == function && call.arguments.len() == short.len() =>
        {
            short
        }
        _ => entry.parameters,
    }
}

/// A constant as text: a number or a word without quotes where the parameter takes one, for Graph quotes all of them.
fn constant(name: &str, parameter: Option<&Parameter>) -> String {
    let is_bare = match parameter.map(|parameter| parameter.kind) {
        Some(ParameterKind::Integer) => {
            matches!(parser::number(name), Some(number) if number.raw() == name && !matches!(number, Constant::Text(_)))
        }
        Some(ParameterKind::Word) => parser::WORDS.contains(&name),
        _ => false,
    };
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// Whether two trees say the same to Graph, where every constant is a text. Gaps do not count where a key was unknown,
/// nor among repeated arguments, of which Graph keeps those alone that are there.
fn agree(one: &Node, other: &Node, reader: &Reader) -> bool {
    match (one, other) {
        (Node::Constant { value, .. }, Node::Constant { value: other, .. }) => {
            value.raw() == other.raw()
        }
        (Node::Call(call), Node::Call(other)) => {
            let both = |one: Option<&Node>, other: Option<&Node>| match (one, other) {
                (Some(one), Some(other)) => agree(one, other, reader),
                (one, other) => one.is_none() && other.is_none(),
            };
            let (mine, others) = (call.given(), other.given());
            call.function == other.function
                && if reader.by_position || call.function.repeats() {
                    let mut others = others.iter().flatten();
                    mine.iter().flatten().all(|one| both(Some(one), others.next()))
                        && others.next().is_none()
                } else {
                    mine.len() == others.len()
                        && mine
                            .iter()
                            .zip(others)
                            .all(|(one, other)| both(one.as_ref(), other.as_ref()))
                }
        }
        (
            Node::Compare { left, comparison, right, .. },
            Node::Compare { left: other_left, comparison: other, right: other_right, .. },
        ) => {
            comparison == other
                && agree(left, other_left, reader)
                && agree(right, other_right, reader)
        }
        (one, other) => one == other,
    }
}
