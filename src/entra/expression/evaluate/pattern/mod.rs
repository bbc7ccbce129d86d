//! .NET's regular expressions through another engine: compiled once, matched within limits, read as .NET reads them or not at all.

mod class;
mod escape;
mod group;
mod translate;

use std::borrow::Cow;
use std::sync::OnceLock;

use fancy_regex::{Captures, Regex, RegexBuilder};

use crate::entra::expression::evaluate::substitution::{Piece, pieces};
use crate::entra::expression::{Call, Constant, Function, Node};
use crate::limits;
use translate::{Translation, translate};

pub(super) use group::Groups;

/// Why a pattern gives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// .NET refuses it too.
    Wrong(String),
    /// What .NET does is not known here, or takes too long.
    Unknown(String),
}

/// What the engine has to be told apart for one text, because `$` and `\b` cost much where they are rare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Whether the text ends with a line feed, before which `$` matches too.
    is_line: bool,
    /// Whether all letters are ASCII, where both engines agree on words.
    is_ascii: bool,
}

/// A pattern. It is compiled when the first text of a kind meets it.
#[derive(Debug)]
pub(in crate::entra) struct Pattern {
    source: Box<str>,
    compiled: [OnceLock<Result<Compiled, PatternError>>; 4],
}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    translation: Translation,
}

/// The constant patterns of an expression, made ready when the first is needed.
#[derive(Debug, Default)]
pub(in crate::entra::expression) struct Patterns(OnceLock<Vec<Pattern>>);

/// What matched: for each group where, in bytes.
pub(super) struct Found<'t> {
    captures: Captures<'t, str>,
}

/// Whether a pattern can be evaluated here, and why not.
pub(crate) fn check(source: &str) -> Result<(), PatternError> {
    let pattern = Pattern::new(source);
    pattern.compiled(Reading { is_line: false, is_ascii: true }).map(drop)
}

impl Clone for Patterns {
    /// Patterns are compiled again: a copy is made to be changed.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Patterns {
    /// They follow from the tree.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Patterns {
    /// The pattern of this text, if it is a constant of the tree.
    pub(super) fn get(&self, root: &Node, source: &str) -> Option<&Pattern> {
        let patterns = self.0.get_or_init(|| {
            let mut patterns = Vec::new();
            collect(root, &mut patterns);
            patterns
        });
        patterns.iter().find(|pattern| pattern.source.as_ref() == source)
    }
}

fn collect(node: &Node, patterns: &mut Vec<Pattern>) {
    match node {
        Node::Attribute { .. } | Node::Constant { .. } => {}
        Node::Compare { left, right, .. } => {
            collect(left, patterns);
            collect(right, patterns);
        }
        Node::Call(Call { function, arguments, .. }) => {
            if *function == Function::Replace
                && let Some(Some(Node::Constant { value: Constant::Text(source), .. })) =
                    arguments.get(2)
                && !patterns.iter().any(|known| known.source == *source)
            {
                patterns.push(Pattern::new(source));
            }
            for argument in arguments.iter().flatten() {
                collect(argument, patterns);
            }
        }
    }
}

impl Pattern {
    pub(in crate::entra) fn new(source: &str) -> Self {
        Self { source: source.into(), compiled: Default::default() }
    }

    fn compiled(&self, reading: Reading) -> Result<&Compiled, PatternError> {
        let slot = usize::from(reading.is_line) + 2 * usize::from(reading.is_ascii);
        let Some(slot) = self.compiled.get(slot) else {
            return Err(PatternError::Unknown("The pattern has no place.".to_owned()));
        };
        slot.get_or_init(|| compile(&self.source, reading)).as_ref().map_err(Clone::clone)
    }

    fn of_text(&self, text: &str) -> Result<&Compiled, PatternError> {
        if text.len() > limits::PATTERN_TEXT_BYTES {
            return Err(PatternError::Unknown(format!(
                "The text is longer than the {} bytes that a pattern is tried on here.",
                limits::PATTERN_TEXT_BYTES
            )));
        }
        self.compiled(Reading { is_line: text.ends_with('\n'), is_ascii: text.is_ascii() })
    }

    /// Whether it is found in a text; the message says why that cannot be said.
    pub(in crate::entra) fn is_match(&self, text: &str) -> Result<bool, String> {
        let found = self.of_text(text).and_then(|compiled| find(compiled, text, 0));
        match found {
            Ok(found) => Ok(found.is_some()),
            Err(PatternError::Wrong(message) | PatternError::Unknown(message)) => Err(message),
        }
    }

    /// The groups of the pattern.
    pub(super) fn groups(&self, text: &str) -> Result<&Groups, PatternError> {
        Ok(&self.of_text(text)?.translation.groups)
    }

    /// Whether the pattern ignores case somewhere.
    pub(super) fn ignores_case(&self, text: &str) -> bool {
        self.of_text(text).is_ok_and(|compiled| compiled.translation.ignores_case)
    }

    /// What the group took in the first match; none where nothing matches or the group took no part.
    pub(super) fn extract<'t>(
        &self,
        text: &'t str,
        group: usize,
    ) -> Result<Option<&'t str>, PatternError> {
        let found = find(self.of_text(text)?, text, 0)?;
        Ok(found.and_then(|found| found.captures.get(group)).map(|group| group.as_str()))
    }

    /// Puts something in the place of every match.
    pub(super) fn replace_all<'t>(
        &self,
        text: &'t str,
        mut put: impl FnMut(&mut String, &Found<'_>) -> Result<(), PatternError>,
    ) -> Result<Cow<'t, str>, PatternError> {
        let compiled = self.of_text(text)?;
        let mut replaced = String::new();
        let mut copied = 0;
        let mut from = 0;
        let mut count = 0;
        while let Some(found) = find(compiled, text, from)? {
            let range = found.range(0).unwrap_or(from..from);
            count += 1;
            if compiled.translation.backtracks && count > limits::PATTERN_MATCHES {
                return Err(PatternError::Unknown(format!(
                    "The pattern matches more than {} times, more often than is tried here.",
                    limits::PATTERN_MATCHES
                )));
            }
            replaced.push_str(text.get(copied..range.start).unwrap_or_default());
            put(&mut replaced, &found)?;
            check_length(&replaced)?;
            copied = range.end;
            // An empty match may follow another match in .NET; after one, the search goes on behind the next character.
            from = range.end;
            if range.is_empty() {
                let Some(next) = text.get(from..).and_then(|rest| rest.chars().next()) else {
                    break;
                };
                from += next.len_utf8();
            }
        }
        if count == 0 {
            return Ok(Cow::Borrowed(text));
        }
        replaced.push_str(text.get(copied..).unwrap_or_default());
        Ok(Cow::Owned(replaced))
    }

    /// Replaces every match by a .NET replacement text.
    pub(super) fn substitute<'t>(
        &self,
        text: &'t str,
        replacement: &str,
    ) -> Result<Cow<'t, str>, PatternError> {
        let pieces = pieces(replacement, self.groups(text)?);
        self.replace_all(text, |replaced, found| {
            let range = found.range(0).unwrap_or(0..0);
            for piece in &pieces {
                replaced.push_str(match *piece {
                    Piece::Literal(literal) => literal,
                    Piece::Group(group) => found.text(group),
                    Piece::Before => text.get(..range.start).unwrap_or_default(),
                    Piece::After => text.get(range.end..).unwrap_or_default(),
                    Piece::All => text,
                });
                check_length(replaced)?;
            }
            Ok(())
        })
    }
}

impl Found<'_> {
    /// Where a group matched.
    pub(super) fn range(&self, group: usize) -> Option<std::ops::Range<usize>> {
        self.captures.get(group).map(|found| found.range())
    }

    /// What a group took; nothing where it took no part.
    pub(super) fn text(&self, group: usize) -> &str {
        self.captures.get(group).map_or("", |found| found.as_str())
    }
}

fn check_length(made: &str) -> Result<(), PatternError> {
    if made.len() <= limits::EXPRESSION_MADE_BYTES {
        return Ok(());
    }
    Err(PatternError::Unknown(format!(
        "What is put in the place of the matches becomes longer than {} bytes, which no attribute takes. Replace fewer, or by a shorter text.",
        limits::EXPRESSION_MADE_BYTES
    )))
}

fn find<'t>(
    compiled: &Compiled,
    text: &'t str,
    from: usize,
) -> Result<Option<Found<'t>>, PatternError> {
    match compiled.regex.captures_from_pos(text, from) {
        Ok(captures) => Ok(captures.map(|captures| Found { captures })),
        Err(_) => Err(PatternError::Unknown(format!(
            "The pattern needs more than {} steps on this text, more than are taken here. Look for a repetition inside a repetition, such as (a+)+.",
            limits::PATTERN_STEPS
        ))),
    }
}

fn compile(source: &str, reading: Reading) -> Result<Compiled, PatternError> {
    if source.len() > limits::PATTERN_BYTES {
        return Err(PatternError::Unknown(format!(
            "The pattern is longer than the {} bytes that are read here. Shorten it.",
            limits::PATTERN_BYTES
        )));
    }
    let translation = translate(source, reading)?;
    let regex = RegexBuilder::new(&translation.pattern)
        .backtrack_limit(limits::PATTERN_STEPS)
        .delegate_size_limit(limits::PATTERN_COMPILED_BYTES)
        .delegate_dfa_size_limit(limits::PATTERN_COMPILED_BYTES)
        .build();
    match regex {
        Ok(regex) => Ok(Compiled { regex, translation }),
        Err(_) => Err(PatternError::Unknown(
            "The pattern is right for .NET, but cannot be evaluated here. Try a simpler one, or look at the result in Entra's expression builder.".to_owned(),
        )),
    }
}
