//! From .NET's syntax of regular expressions to the engine's, construct by construct. Each is either written so that it means
//! the same, or refused.

use std::str::Chars;

use crate::entra::expression::evaluate::pattern::class::{category, class, word_class};
use crate::entra::expression::evaluate::pattern::{PatternError, Reading};
use crate::limits;
use crate::verkada::name::shown;

/// A pattern in the engine's syntax.
#[derive(Debug)]
pub(super) struct Translation {
    pub(super) pattern: String,
    pub(super) groups: Groups,
    /// Whether it has something that is matched by trying.
    pub(super) backtracks: bool,
    /// Whether it ignores case somewhere.
    pub(super) ignores_case: bool,
}

/// The groups of a pattern in the order in which they open: their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::entra::expression::evaluate) struct Groups(Vec<Option<Box<str>>>);

impl Groups {
    /// The position of the group with this name.
    pub(in crate::entra::expression::evaluate) fn named(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|group| group.as_deref() == Some(name)).map(|position| position + 1)
    }

    /// The position of the group with this number: .NET counts those without a name first.
    pub(in crate::entra::expression::evaluate) fn numbered(&self, number: usize) -> Option<usize> {
        let positions = |is_named: bool| {
            let groups = self.0.iter().enumerate();
            groups
                .filter(move |(_, name)| name.is_some() == is_named)
                .map(|(position, _)| position + 1)
        };
        match number.checked_sub(1) {
            None => Some(0),
            Some(before) => positions(false).chain(positions(true)).nth(before),
        }
    }

    /// The position of the group with the highest number.
    pub(in crate::entra::expression::evaluate) fn last(&self) -> usize {
        self.numbered(self.0.len()).unwrap_or(0)
    }
}

/// Looking around, and groups that give nothing back.
const TRIED: [&str; 5] = ["?<=", "?<!", "?=", "?!", "?>"];

/// What stands before a place in the pattern, as far as a repetition behind it is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Atom,
    Repetition,
}

/// Options that hold until the end of a group.
#[derive(Clone, Copy, Default)]
struct Options {
    is_multiline: bool,
    is_singleline: bool,
}

/// An open group: what held outside of it.
struct Open {
    options: Options,
    is_lookbehind: bool,
}

struct Translator<'p> {
    rest: Chars<'p>,
    reading: Reading,
    /// All groups, where they are known from a first pass.
    known: Option<&'p Groups>,
    before: Before,
    options: Options,
    open: Vec<Open>,
    to: Translation,
}

/// Reads a pattern twice: once for its groups, once with them known.
pub(super) fn translate(source: &str, reading: Reading) -> Result<Translation, PatternError> {
    if let Some(pair) = source.chars().find(|character| character.len_utf16() > 1) {
        return Err(unknown(format!(
            "The pattern has “{pair}”, which .NET sees as two halves. What it matches is not known here."
        )));
    }
    let first = pass(source, reading, None)?;
    pass(source, reading, Some(&first.groups))
}

fn pass(
    source: &str,
    reading: Reading,
    known: Option<&Groups>,
) -> Result<Translation, PatternError> {
    let to = Translation {
        pattern: String::with_capacity(source.len() * 2),
        groups: Groups::default(),
        backtracks: false,
        ignores_case: false,
    };
    let mut translator = Translator {
        rest: source.chars(),
        reading,
        known,
        before: Before::Nothing,
        options: Options::default(),
        open: Vec::new(),
        to,
    };
    while let Some(character) = translator.rest.next() {
        translator.step(character)?;
    }
    if translator.open.is_empty() {
        Ok(translator.to)
    } else {
        Err(wrong(
            "The pattern has a ( without its ). Close it, or write \\( for the sign itself."
                .to_owned(),
        ))
    }
}

impl Translator<'_> {
    fn step(&mut self, character: char) -> Result<(), PatternError> {
        match character {
            '\\' => self.escape()?,
            '[' => {
                let class = class(&mut self.rest)?;
                self.atom(&class);
            }
            '(' => self.open()?,
            ')' => self.close()?,
            '|' => {
                self.to.pattern.push('|');
                self.before = Before::Nothing;
            }
            '*' | '+' | '?' => self.repetition(&character.to_string())?,
            '{' => match bounds(self.rest.as_str()) {
                Some(length) => {
                    let bounds =
                        format!("{{{}", self.rest.as_str().get(..length).unwrap_or_default());
                    self.skip(length);
                    self.repetition(&bounds)?;
                }
                None => self.literal(character),
            },
            '^' if self.options.is_multiline => self.atom("(?m:^)"),
            '^' => self.atom("\\A"),
            '$' if self.options.is_multiline => self.atom("(?m:$)"),
            '$' => self.end(),
            '.' if self.options.is_singleline => self.atom("(?s:.)"),
            '.' => self.atom("[^\\n]"),
            literal => self.literal(literal),
        }
        Ok(())
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.as_str().get(bytes..).unwrap_or_default().chars();
    }

    fn eat(&mut self, text: &str) -> bool {
        let is_here = self.rest.as_str().starts_with(text);
        if is_here {
            self.skip(text.len());
        }
        is_here
    }

    fn atom(&mut self, pattern: &str) {
        self.to.pattern.push_str(pattern);
        self.before = Before::Atom;
    }

    fn literal(&mut self, literal: char) {
        self.atom(&written(literal));
    }

    /// The end of the text, or before a line feed that ends it.
    fn end(&mut self) {
        if self.reading.is_line {
            self.to.backtracks = true;
            self.atom("(?=\\n?\\z)");
        } else {
            self.atom("\\z");
        }
    }

    fn repetition(&mut self, repetition: &str) -> Result<(), PatternError> {
        match self.before {
            Before::Nothing => Err(wrong(format!(
                "The pattern repeats nothing: {repetition} stands behind no character or group. Remove it, or write \\ before it."
            ))),
            Before::Repetition => Err(wrong(format!(
                "The pattern repeats a repetition: {repetition} stands behind another one, which .NET refuses. Put a group around the inner one."
            ))),
            Before::Atom => {
                self.to.pattern.push_str(repetition);
                if self.eat("?") {
                    self.to.pattern.push('?');
                }
                self.before = Before::Repetition;
                Ok(())
            }
        }
    }

    fn open(&mut self) -> Result<(), PatternError> {
        if self.open.len() >= limits::PATTERN_DEPTH {
            return Err(unknown(format!(
                "The pattern nests more than {} groups, more than are read here. Simplify it.",
                limits::PATTERN_DEPTH
            )));
        }
        let options = self.options;
        let mut is_lookbehind = false;
        if self.eat("?#") {
            let Some(end) = self.rest.as_str().find(')') else {
                return Err(wrong("The pattern has a comment without its ). Close it.".to_owned()));
            };
            self.skip(end + 1);
            return Ok(());
        }
        if !self.rest.as_str().starts_with('?') {
            return self.capture(None);
        }
        if self.eat("?:") {
            self.to.pattern.push_str("(?:");
        } else if let Some(sign) = TRIED.into_iter().find(|sign| self.eat(sign)) {
            self.to.pattern.push('(');
            self.to.pattern.push_str(sign);
            self.to.backtracks = true;
            is_lookbehind = sign.starts_with("?<");
        } else if self.eat("?<") {
            return self.named('>');
        } else if self.eat("?'") {
            return self.named('\'');
        } else {
            self.skip(1);
            return self.inline_options();
        }
        self.open.push(Open { options, is_lookbehind });
        self.before = Before::Nothing;
        Ok(())
    }

    fn named(&mut self, end: char) -> Result<(), PatternError> {
        let Some((name, _)) = self.rest.as_str().split_once(end) else {
            return Err(wrong(format!(
                "The pattern has a name of a group without its {end}. Close it."
            )));
        };
        let is_word = name.chars().all(|character| character.is_alphanumeric() || character == '_');
        if name.is_empty() || !is_word || name.starts_with(|first: char| first.is_numeric()) {
            return Err(unknown(format!(
                "The pattern has a group “{}”, a kind of .NET's that cannot be evaluated here. Name groups with a word.",
                shown(name)
            )));
        }
        if self.to.groups.named(name).is_some() {
            return Err(unknown(format!(
                "The pattern has two groups “{}”, which cannot be evaluated here. Give each its own name.",
                shown(name)
            )));
        }
        let boxed = name.into();
        self.skip(name.len() + end.len_utf8());
        self.capture(Some(boxed))
    }

    fn capture(&mut self, name: Option<Box<str>>) -> Result<(), PatternError> {
        if self.open.iter().any(|open| open.is_lookbehind) {
            return Err(unknown("The pattern takes a group while it looks back, which .NET does from right to left. It cannot be evaluated here.".to_owned()));
        }
        self.to.groups.0.push(name);
        self.to.pattern.push('(');
        self.open.push(Open { options: self.options, is_lookbehind: false });
        self.before = Before::Nothing;
        Ok(())
    }

    /// `(?i)`, `(?i-s:`. The engine is told of the case alone; the others are written where they matter.
    fn inline_options(&mut self) -> Result<(), PatternError> {
        let outside = self.options;
        let mut is_on = true;
        let mut case = None;
        loop {
            match self.rest.next() {
                Some('-') => is_on = false,
                Some('+') => is_on = true,
                Some('i') => case = Some(is_on),
                Some('m') => self.options.is_multiline = is_on,
                Some('s') => self.options.is_singleline = is_on,
                Some(end @ (')' | ':')) => {
                    let sign = match case {
                        Some(true) => "(?i",
                        Some(false) => "(?-i",
                        None => "(?",
                    };
                    self.to.ignores_case |= case == Some(true);
                    if end == ':' {
                        self.to.pattern.push_str(sign);
                        self.to.pattern.push(':');
                        self.open.push(Open { options: outside, is_lookbehind: false });
                        self.before = Before::Nothing;
                    } else if case.is_some() {
                        self.to.pattern.push_str(sign);
                        self.to.pattern.push(')');
                    }
                    return Ok(());
                }
                Some('n' | 'x' | '(') => {
                    return Err(unknown("The pattern has a construct of .NET's that cannot be evaluated here: (?n), (?x) or (?(…).".to_owned()));
                }
                _ => return Err(wrong("The pattern has a (? that begins nothing .NET knows. Write \\( for the sign itself.".to_owned())),
            }
        }
    }

    fn close(&mut self) -> Result<(), PatternError> {
        let Some(open) = self.open.pop() else {
            return Err(wrong(
                "The pattern has a ) without its (. Remove it, or write \\) for the sign itself."
                    .to_owned(),
            ));
        };
        self.options = open.options;
        self.atom(")");
        Ok(())
    }

    fn escape(&mut self) -> Result<(), PatternError> {
        let rest = self.rest.as_str();
        let Some(letter) = self.rest.next() else {
            return Err(wrong("The pattern ends with a backslash, which needs a character behind it. Remove it, or write two.".to_owned()));
        };
        match letter {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => self.atom(&format!("[{}]", word_class(letter))),
            'p' | 'P' => {
                let category = category(&mut self.rest, letter)?;
                self.atom(&category);
            }
            'A' => self.atom("\\A"),
            'z' => self.atom("\\z"),
            'Z' => self.end(),
            'b' | 'B' => self.boundary(letter),
            'G' => {
                return Err(unknown(
                    "The pattern has \\G, which cannot be evaluated here.".to_owned(),
                ));
            }
            'k' => self.named_reference()?,
            '1'..='9' => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let number = rest.get(..digits).and_then(|digits| digits.parse().ok());
                self.skip(digits - 1);
                self.reference(
                    number.and_then(|number| self.known.map(|known| known.numbered(number))),
                )?;
            }
            letter => {
                let character = character(&mut self.rest, letter)?;
                self.literal(character);
            }
        }
        Ok(())
    }

    /// Between a letter and something else; where letters beyond ASCII are, .NET's kind of letter is written out.
    fn boundary(&mut self, letter: char) {
        if self.reading.is_ascii {
            return self.atom(if letter == 'b' { "\\b" } else { "\\B" });
        }
        let word = "[\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}\\x{200C}\\x{200D}]";
        self.to.backtracks = true;
        self.atom(&if letter == 'b' {
            format!("(?:(?<={word})(?!{word})|(?<!{word})(?={word}))")
        } else {
            format!("(?:(?<={word})(?={word})|(?<!{word})(?!{word}))")
        });
    }

    fn named_reference(&mut self) -> Result<(), PatternError> {
        let end = match self.rest.next() {
            Some('<') => '>',
            Some('\'') => '\'',
            _ => {
                return Err(wrong(
                    "The pattern has a \\k without the name of a group. Write \\k<name>."
                        .to_owned(),
                ));
            }
        };
        let Some((name, _)) = self.rest.as_str().split_once(end) else {
            return Err(wrong("The pattern has a \\k<name> without its end. Close it.".to_owned()));
        };
        let group = self.known.map(|known| {
            name.parse().map_or_else(|_| known.named(name), |number| known.numbered(number))
        });
        self.skip(name.len() + end.len_utf8());
        self.reference(group)
    }

    /// What a group took before. In the first pass nobody knows which groups there are.
    fn reference(&mut self, group: Option<Option<usize>>) -> Result<(), PatternError> {
        self.to.backtracks = true;
        match group {
            None => self.atom("(?:)"),
            Some(Some(group)) if group > 0 => self.atom(&format!("(?:\\{group})")),
            Some(_) => {
                return Err(wrong("The pattern refers to a group that it does not have. Check the number or the name.".to_owned()));
            }
        }
        Ok(())
    }
}

/// How long a repetition such as `2,3}` is, without its opening brace; none where it is none.
fn bounds(text: &str) -> Option<usize> {
    let (bounds, _) = text.split_once('}')?;
    let (least, most) = bounds.split_once(',').unwrap_or((bounds, "0"));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    (!least.is_empty() && is_number(least) && is_number(most)).then_some(bounds.len() + 1)
}

/// A character so that the engine takes it as itself.
pub(super) fn written(literal: char) -> String {
    if literal.is_ascii() && !literal.is_ascii_alphanumeric() {
        format!("\\x{{{:X}}}", u32::from(literal))
    } else {
        literal.to_string()
    }
}

/// The character that an escape with this letter stands for; its digits are taken from the rest.
pub(super) fn character(rest: &mut Chars<'_>, letter: char) -> Result<char, PatternError> {
    let mut digits = |count: usize| {
        let text = rest
            .as_str()
            .get(..count)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = text.and_then(|text| u32::from_str_radix(text, 16).ok());
        let code = code.ok_or_else(|| {
            wrong(format!(
                "The pattern has \\{letter} without its {count} hexadecimal digits. Write them."
            ))
        })?;
        *rest = rest.as_str().get(count..).unwrap_or_default().chars();
        char::from_u32(code).ok_or_else(|| {
            unknown(
                "The pattern names half of a character, which cannot be evaluated here.".to_owned(),
            )
        })
    };
    match letter {
        't' => Ok('\t'),
        'n' => Ok('\n'),
        'r' => Ok('\r'),
        'f' => Ok('\u{c}'),
        'v' => Ok('\u{b}'),
        'a' => Ok('\u{7}'),
        'e' => Ok('\u{1b}'),
        'x' => digits(2),
        'u' => digits(4),
        '0' | 'c' => Err(unknown(format!(
            "The pattern has \\{letter}, which cannot be evaluated here. Write the character as \\x and two hexadecimal digits."
        ))),
        letter if letter.is_alphanumeric() || letter == '_' => Err(wrong(format!(
            "The pattern has \\{letter}, which .NET does not know. Remove the backslash."
        ))),
        letter => Ok(letter),
    }
}

pub(super) const fn wrong(message: String) -> PatternError {
    PatternError::Wrong(message)
}

pub(super) const fn unknown(message: String) -> PatternError {
    PatternError::Unknown(message)
}
