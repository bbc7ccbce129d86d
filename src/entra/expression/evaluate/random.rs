//! Functions that draw: unique identifiers and random texts.

use crate::entra::expression::evaluate::run::{Evaluated, Run, fails};
use crate::entra::expression::evaluate::{Chance, Corner};
use crate::entra::expression::{Call, ValueRef};
use crate::limits;

const NUMBERS: &str = "0123456789";
const SPECIAL: &str = "!#$%&*+-.:;=?@_";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";

/// `Guid()`: a random identifier (RFC 9562, version 4).
pub(super) fn guid<'a>(run: &Run<'a>) -> ValueRef<'a> {
    let high = run.given.chance.next();
    let low = run.given.chance.next();
    let text = format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff,
    );
    run.made(text)
}

/// `RandomString(Length, MinNumbers, MinSpecial, MinCapital, MinLower, CharactersToAvoid)`
pub(super) fn random_string<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let length = count(run, call, 0)?;
    let mut groups = Vec::new();
    for (position, characters) in [NUMBERS, SPECIAL, CAPITALS, LOWER].into_iter().enumerate() {
        groups.push((count(run, call, position + 1)?, characters));
    }
    let avoided = run.text(call, 5)?.unwrap_or_default();
    run.touch(Corner::RandomAlphabet);
    let least = groups.iter().fold(0_usize, |sum, (least, _)| sum.saturating_add(*least));
    if length > limits::EXPRESSION_RANDOM_CHARS || least > length {
        let message = format!(
            "A random text of {length} characters with at least {least} of certain kinds was asked for. The length must be at least the sum of the minimums and at most {}.",
            limits::EXPRESSION_RANDOM_CHARS
        );
        return Err(fails(Run::span(call, 0), message));
    }
    let allowed = |characters: &str| -> Vec<char> {
        characters.chars().filter(|character| !avoided.contains(*character)).collect()
    };
    let any: Vec<char> = groups.iter().flat_map(|(_, characters)| allowed(characters)).collect();
    groups.push((length - least, ""));
    let mut text = Vec::with_capacity(length);
    for (least, characters) in groups {
        let characters = if characters.is_empty() { any.clone() } else { allowed(characters) };
        for _ in 0..least {
            let drawn = characters.get(below(run.given.chance, characters.len()));
            let Some(drawn) = drawn else {
                let message = "Every character of a kind that is asked for is to be avoided. Avoid fewer characters.";
                return Err(fails(Run::span(call, 5), message));
            };
            text.push(*drawn);
        }
    }
    for last in (1..text.len()).rev() {
        text.swap(last, below(run.given.chance, last + 1));
    }
    Ok(run.made(text.into_iter().collect::<String>()))
}

fn count<'a>(run: &mut Run<'a>, call: &'a Call, position: usize) -> Evaluated<'a, usize> {
    let number = run.integer(call, position)?.unwrap_or(0);
    usize::try_from(number).ok().ok_or_else(|| {
        let message =
            format!("A random text cannot have {number} characters. Give a number of 0 or more.");
        fails(Run::span(call, position), message)
    })
}

/// A number below this one; 0 below 0. So few are asked for that the remainder favors none noticeably.
fn below(chance: &dyn Chance, end: usize) -> usize {
    let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
    usize::try_from(chance.next() % end).unwrap_or(0)
}
