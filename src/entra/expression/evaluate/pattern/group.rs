//! Groups of a pattern: their numbers and names, looking around, and options inside.

use crate::entra::expression::evaluate::pattern::PatternError;
use crate::entra::expression::evaluate::pattern::translate::{
    Before, Open, Translator, unknown, wrong,
};
use crate::limits;
use crate::verkada::name::shown;

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

impl Translator<'_> {
    pub(super) fn open(&mut self) -> Result<(), PatternError> {
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

    pub(super) fn close(&mut self) -> Result<(), PatternError> {
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
}
