//! Reads filter text. The descent stops at a fixed depth, so no text can exhaust the stack.

use serde_json::{Number, Value};

use crate::limits;
use crate::scim::filter::{Comparison, Expression, Operator};
use crate::scim::path::AttrPath;
use crate::scim::quote::quote;
use crate::scim::syntax::{Scanner, SyntaxError};

/// Reads a whole filter.
pub(super) fn parse(text: &str) -> Result<Expression, SyntaxError> {
    let mut parser = Parser::new(text)?;
    if parser.at_end() {
        return Err(parser.scanner.error("The filter is empty"));
    }
    let expression = parser.or()?;
    if parser.at_end() { Ok(expression) } else { Err(parser.trailing()) }
}

/// Reads the filter of a value path in a PATCH path: the scanner stands behind the bracket, and is left behind `]`.
pub(in crate::scim) fn scan_element_filter<'a>(
    text: &'a str,
    scanner: Scanner<'a>,
) -> Result<(Expression, Scanner<'a>), SyntaxError> {
    let mut parser = Parser { scanner, ..Parser::new(text)? };
    let filter = parser.element_filter()?;
    Ok((filter, parser.scanner))
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    depth: usize,
    terms: usize,
    in_element: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Result<Self, SyntaxError> {
        let scanner = Scanner::new(text);
        if text.len() > limits::FILTER_BYTES {
            let mut end = limits::FILTER_BYTES;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            return Err(scanner
                .error_at(end, format!("The text is longer than {} bytes", limits::FILTER_BYTES)));
        }
        Ok(Self { scanner, depth: 0, terms: 0, in_element: false })
    }

    fn at_end(&mut self) -> bool {
        self.scanner.eat_spaces();
        self.scanner.is_at_end()
    }

    fn or(&mut self) -> Result<Expression, SyntaxError> {
        let first = self.and()?;
        self.chain(first, "or", Self::and, Expression::Or)
    }

    fn and(&mut self) -> Result<Expression, SyntaxError> {
        let first = self.term()?;
        self.chain(first, "and", Self::term, Expression::And)
    }

    /// Reads further operands as long as the word stands between them.
    fn chain(
        &mut self,
        first: Expression,
        word: &str,
        operand: fn(&mut Self) -> Result<Expression, SyntaxError>,
        join: fn(Vec<Expression>) -> Expression,
    ) -> Result<Expression, SyntaxError> {
        let mut operands = vec![first];
        while self.eat_logical(word)? {
            operands.push(operand(self)?);
        }
        Ok(if operands.len() == 1 { operands.swap_remove(0) } else { join(operands) })
    }

    /// Passes over ` and ` or ` or `, when it comes next.
    fn eat_logical(&mut self, word: &str) -> Result<bool, SyntaxError> {
        let mut ahead = self.scanner.clone();
        let spaces = ahead.eat_spaces();
        let at = ahead.at();
        if !ahead
            .take_while(|character| character.is_ascii_alphanumeric())
            .eq_ignore_ascii_case(word)
        {
            return Ok(false);
        }
        if spaces == 0 {
            return Err(self.scanner.error_at(at, format!("A space is missing before {word}")));
        }
        if ahead.eat_spaces() == 0 {
            return Err(ahead.unexpected(format_args!("a space and a condition after {word}")));
        }
        self.scanner = ahead;
        Ok(true)
    }

    fn term(&mut self) -> Result<Expression, SyntaxError> {
        self.scanner.eat_spaces();
        if self.scanner.eat('(') {
            return self.group();
        }
        let at = self.scanner.at();
        if let Some(group) = self.negation()? {
            return Ok(group);
        }
        let path = AttrPath::scan(&mut self.scanner)?;
        let plain = path.schema.is_none() && path.sub_attribute.is_none();
        if plain && ["and", "or"].iter().any(|word| path.attribute.eq_ignore_ascii_case(word)) {
            return Err(self.scanner.error_at(
                at,
                format!("A condition is missing before {}", quote(&path.attribute)),
            ));
        }
        if path.is_schema() {
            return Err(self
                .scanner
                .error_at(at, "This is a whole schema: the attribute is missing behind it"));
        }
        if self.in_element && !plain {
            return Err(self
                .scanner
                .error_at(at, "Inside of brackets only plain names of sub-attributes can stand"));
        }
        if self.scanner.peek() == Some('[') {
            self.element(path, at)
        } else {
            self.comparison(path, at)
        }
    }

    /// Reads `not (…)`, with or without the space.
    fn negation(&mut self) -> Result<Option<Expression>, SyntaxError> {
        let mut ahead = self.scanner.clone();
        if !ahead
            .take_while(|character| character.is_ascii_alphanumeric())
            .eq_ignore_ascii_case("not")
        {
            return Ok(None);
        }
        let spaces = ahead.eat_spaces();
        if ahead.eat('(') {
            self.scanner = ahead;
            return self.group().map(|inner| Some(Expression::Not(Box::new(inner))));
        }
        // A longer name that only begins so is an attribute.
        if spaces == 0 && !ahead.is_at_end() {
            return Ok(None);
        }
        Err(ahead.unexpected("an opening bracket after not, as in: not (userName eq \"ada\")"))
    }

    /// Reads what stands in parentheses, behind the opening one.
    fn group(&mut self) -> Result<Expression, SyntaxError> {
        self.deeper()?;
        self.scanner.eat_spaces();
        if self.scanner.peek() == Some(')') {
            return Err(self.scanner.error("The parentheses are empty"));
        }
        let inner = self.or()?;
        self.scanner.eat_spaces();
        if !self.scanner.eat(')') {
            return Err(self.unclosed("a closing parenthesis"));
        }
        self.depth -= 1;
        Ok(inner)
    }

    fn element(&mut self, path: AttrPath, at: usize) -> Result<Expression, SyntaxError> {
        if self.in_element {
            return Err(self.scanner.error("Brackets cannot stand inside of brackets"));
        }
        if path.sub_attribute.is_some() {
            let message = "A filter in brackets belongs directly after the attribute, before the sub-attribute";
            return Err(self.scanner.error(message));
        }
        self.scanner.eat('[');
        let depth = self.depth;
        let inner = self.element_filter()?;
        if !self.scanner.eat('.') {
            return Ok(Expression::Element(path, Box::new(inner)));
        }
        let sub_at = self.scanner.at();
        let sub_attribute = AttrPath::scan(&mut self.scanner)?;
        if sub_attribute.schema.is_some() || sub_attribute.sub_attribute.is_some() {
            return Err(self
                .scanner
                .error_at(sub_at, "One plain sub-attribute can stand behind the bracket"));
        }
        let comparison = self.comparison(sub_attribute, sub_at)?;
        let terms = match inner {
            Expression::And(mut terms) => {
                terms.push(comparison);
                terms
            }
            // Written out, an `or` gets parentheses here, which must not go beyond the depth either.
            Expression::Or(_) if depth + 1 >= limits::FILTER_DEPTH => return Err(self.too_deep(at)),
            inner => vec![inner, comparison],
        };
        Ok(Expression::Element(path, Box::new(Expression::And(terms))))
    }

    /// Reads what stands in brackets, behind the opening one.
    fn element_filter(&mut self) -> Result<Expression, SyntaxError> {
        self.deeper()?;
        self.scanner.eat_spaces();
        if self.scanner.peek() == Some(']') {
            return Err(self.scanner.error("The brackets are empty"));
        }
        self.in_element = true;
        let inner = self.or()?;
        self.in_element = false;
        self.scanner.eat_spaces();
        if !self.scanner.eat(']') {
            return Err(self.unclosed("a closing bracket"));
        }
        self.depth -= 1;
        Ok(inner)
    }

    fn comparison(&mut self, path: AttrPath, at: usize) -> Result<Expression, SyntaxError> {
        self.terms += 1;
        if self.terms > limits::FILTER_TERMS {
            let message = format!("The filter has more than {} conditions", limits::FILTER_TERMS);
            return Err(self.scanner.error_at(at, message));
        }
        if self.scanner.eat_spaces() == 0 {
            return Err(self.scanner.unexpected(format_args!(
                "a space and an operator after {}",
                quote(&path.to_string())
            )));
        }
        let operator_at = self.scanner.at();
        let word = self.scanner.take_while(|character| character.is_ascii_alphanumeric());
        if word.eq_ignore_ascii_case("pr") {
            return Ok(Expression::Present(path));
        }
        let Some(operator) =
            Operator::ALL.into_iter().find(|known| known.word().eq_ignore_ascii_case(word))
        else {
            if word.is_empty() {
                return Err(self
                    .scanner
                    .unexpected(format_args!("an operator after {}", quote(&path.to_string()))));
            }
            let words = "eq, ne, co, sw, ew, gt, ge, lt, le or pr";
            return Err(self
                .scanner
                .error_at(operator_at, format!("Expected an operator: {words}")));
        };
        if self.scanner.eat_spaces() == 0 {
            return Err(self.scanner.unexpected(format_args!("a space and a value after {word}")));
        }
        let value_at = self.scanner.at();
        let value = self.value()?;
        let matches_all =
            matches!(operator, Operator::Co | Operator::Sw | Operator::Ew) && value == "";
        if matches_all {
            return Err(self
                .scanner
                .error_at(value_at, format!("{word} with an empty text would match everything")));
        }
        Ok(Expression::Compare(Comparison { path, operator, value }))
    }

    fn value(&mut self) -> Result<Value, SyntaxError> {
        match self.scanner.peek() {
            Some('"') => self.text().map(Value::String),
            Some('-' | '0'..='9') => self.number().map(Value::Number),
            Some('a'..='z' | 'A'..='Z') => self.literal(),
            _ => Err(self
                .scanner
                .unexpected("a value: a text in double quotes, a number, true, false or null")),
        }
    }

    fn literal(&mut self) -> Result<Value, SyntaxError> {
        let at = self.scanner.at();
        match self.scanner.take_while(|character| character.is_ascii_alphanumeric()) {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "null" => Ok(Value::Null),
            word if ["true", "false", "null"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(word)) =>
            {
                Err(self.scanner.error_at(at, "true, false and null are written in lower case"))
            }
            _ => Err(self.scanner.error_at(at, "A text must stand between double quotes")),
        }
    }

    fn text(&mut self) -> Result<String, SyntaxError> {
        let at = self.scanner.at();
        let rest = self.scanner.rest();
        let mut escaped = false;
        let end = rest.bytes().skip(1).position(|byte| match byte {
            b'"' if !escaped => true,
            b'\\' => {
                escaped = !escaped;
                false
            }
            _ => {
                escaped = false;
                false
            }
        });
        let Some(length) = end else {
            return Err(self
                .scanner
                .error_at(at, "The text that begins here is not closed by a double quote"));
        };
        let literal = self.scanner.take(length + 2);
        serde_json::from_str(literal).map_err(|error| {
            let full = error.to_string();
            let reason = match full.split(" at line ").next().unwrap_or_default() {
                words if words.contains("hex escape") => {
                    "an escape is cut short, or is half of a surrogate pair"
                }
                words => words,
            };
            let column = error.column().saturating_sub(1).min(length);
            let inside =
                (0..=column).rev().find(|inside| literal.is_char_boundary(*inside)).unwrap_or(0);
            self.scanner.error_at(at + inside, format!("The text is no JSON string: {reason}"))
        })
    }

    fn number(&mut self) -> Result<Number, SyntaxError> {
        let at = self.scanner.at();
        let digits = self.scanner.take_while(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.' | ':' | '_')
        });
        let error = |message: &str| Err(self.scanner.error_at(at, message));
        let Ok(number) = serde_json::from_str::<Number>(digits) else {
            return error(
                "This is no JSON number (no leading zeros, no signs inside); a text needs double quotes",
            );
        };
        if !number.is_f64() {
            return Ok(number);
        }
        // serde_json may be off in the last bit of a float, and rounds integers beyond 64 bits; the standard library is
        // exact, and so what is printed reads back the same.
        let float = digits
            .parse::<f64>()
            .ok()
            .filter(|_| digits == "-0" || digits.contains(['.', 'e', 'E']));
        match float.and_then(Number::from_f64) {
            Some(number) => Ok(number),
            None => error("The number is too large to be kept exactly"),
        }
    }

    fn deeper(&mut self) -> Result<(), SyntaxError> {
        if self.depth == limits::FILTER_DEPTH {
            return Err(self.too_deep(self.scanner.at()));
        }
        self.depth += 1;
        Ok(())
    }

    fn too_deep(&self, at: usize) -> SyntaxError {
        self.scanner
            .error_at(at, format!("Brackets are nested deeper than {}", limits::FILTER_DEPTH))
    }

    fn unclosed(&self, expected: &str) -> SyntaxError {
        self.scanner.unexpected(format_args!("{expected}, or and, or or"))
    }

    fn trailing(&self) -> SyntaxError {
        match self.scanner.peek() {
            Some(')' | ']') => self.scanner.error("This bracket closes nothing"),
            _ => self.scanner.unexpected("and, or, or the end of the filter"),
        }
    }
}
