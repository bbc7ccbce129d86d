//! What stands for a match: .NET's replacement texts with `$1`, `${name}`, `$$`, `$&` and their kin.

use crate::entra::expression::evaluate::pattern::Groups;

/// A part of a replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// This text.
    Literal(&'a str),
    /// What the group at this position of the compiled pattern took.
    Group(usize),
    /// The text before the match.
    Before,
    /// The text behind the match.
    After,
    /// The whole text.
    All,
}

/// The parts of a replacement. A `$` without a meaning is itself.
pub(super) fn pieces<'a>(replacement: &'a str, groups: &Groups) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = replacement;
    while let Some(at) = rest.find('$') {
        let (before, dollar) = rest.split_at(at);
        push(&mut pieces, before);
        let (piece, length) = reference(dollar, groups).unwrap_or((Piece::Literal("$"), 1));
        pieces.push(piece);
        rest = dollar.get(length..).unwrap_or_default();
    }
    push(&mut pieces, rest);
    pieces
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.is_empty() {
        pieces.push(Piece::Literal(text));
    }
}

/// What a text that begins with `$` refers to, and how much of it that takes.
fn reference<'a>(dollar: &'a str, groups: &Groups) -> Option<(Piece<'a>, usize)> {
    let behind = dollar.get(1..)?;
    let piece = match behind.chars().next()? {
        '$' => Piece::Literal("$"),
        '&' => Piece::Group(0),
        '`' => Piece::Before,
        '\'' => Piece::After,
        '_' => Piece::All,
        '+' => Piece::Group(groups.last()),
        '{' => {
            let (name, _) = behind.get(1..)?.split_once('}')?;
            let group = number(name, groups).or_else(|| groups.named(name))?;
            return Some((Piece::Group(group), name.len() + 3));
        }
        '0'..='9' => {
            let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
            return Some((Piece::Group(number(behind.get(..digits)?, groups)?), digits + 1));
        }
        _ => return None,
    };
    Some((piece, 2))
}

fn number(digits: &str, groups: &Groups) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    groups.numbered(digits.parse().ok().filter(|_| is_number)?)
}
