//! Functions on encoded texts: base64, hexadecimal digits, distinguished names.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::entra::expression::evaluate::Corner;
use crate::entra::expression::evaluate::run::{Evaluated, Run, fails, not_here};
use crate::entra::expression::{Call, ValueRef};
use crate::verkada::name::shown;

/// `ConvertToBase64(source)`: base64 of UTF-16, the low byte first, without a mark.
pub(super) fn to_base64<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let Some(source) = run.text(call, 0)? else { return Ok(run.null()) };
    let bytes: Vec<u8> = source.encode_utf16().flat_map(u16::to_le_bytes).collect();
    Ok(run.made(STANDARD.encode(bytes)))
}

/// `ConvertFromBase64(source, encoding)`
pub(super) fn from_base64<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    let source = run.text(call, 0)?;
    let encoding = run.text(call, 1)?;
    let Some(source) = source else { return Ok(run.null()) };
    // .NET lets white space stand anywhere in base64.
    let digits: Vec<u8> = source.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(digits).map_err(|error| {
        let message = format!("“{}” is not base64: {error}. Check the source.", shown(source));
        fails(Run::span(call, 0), message)
    })?;
    let text = match encoding {
        None | Some("Unicode") => {
            let units: Vec<u16> = bytes.chunks(2).map(unit).collect();
            String::from_utf16_lossy(&units)
        }
        Some("UTF8") => String::from_utf8_lossy(&bytes).into_owned(),
        Some("ASCII") => bytes
            .into_iter()
            .map(|byte| if byte.is_ascii() { char::from(byte) } else { '?' })
            .collect(),
        Some(other) => {
            let message = format!(
                "“{}” is no documented encoding. Write Unicode, UTF8 or ASCII.",
                shown(other)
            );
            return Err(not_here(Run::span(call, 1), message));
        }
    };
    Ok(run.made(text))
}

/// Two bytes as a unit of UTF-16; a byte without another is no character.
const fn unit(bytes: &[u8]) -> u16 {
    match *bytes {
        [low, high] => u16::from_le_bytes([low, high]),
        _ => 0xfffd,
    }
}

/// `ConvertToUTF8Hex(source)`
pub(super) fn to_utf8_hex<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let Some(source) = run.text(call, 0)? else { return Ok(run.null()) };
    let digits =
        source.bytes().fold(String::with_capacity(source.len() * 2), |mut digits, byte| {
            // Writing to a String does not fail.
            write!(digits, "{byte:02X}").unwrap_or_default();
            digits
        });
    Ok(run.made(digits))
}

/// `CRef(value)`: a text as a reference, which stays the same text.
pub(super) fn c_ref<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    match run.text(call, 0)? {
        Some(text) => Ok(ValueRef::Text(text)),
        None => Ok(run.null()),
    }
}

/// `DNComponent(dn, number)`: the value of a component of a distinguished name, from 1.
pub(super) fn dn_component<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    let name = run.text(call, 0)?;
    let number = run.integer(call, 1)?;
    let (Some(name), Some(number)) = (name, number) else { return Ok(run.null()) };
    let position = number.checked_sub(1).and_then(|number| usize::try_from(number).ok());
    let component = position.and_then(|position| components(name).into_iter().nth(position));
    let Some(component) = component else { return Ok(run.null()) };
    let Some((_, value)) = component.split_once('=') else {
        let message = format!(
            "“{}” is no distinguished name: a component has no “=”. Check the source.",
            shown(name)
        );
        return Err(fails(Run::span(call, 0), message));
    };
    Ok(run.made(unescaped(value.trim())))
}

/// The components of a distinguished name; a comma behind a backslash does not end one (RFC 4514).
fn components(name: &str) -> Vec<&str> {
    let mut is_escaped = false;
    name.split(|character| {
        let ends = character == ',' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        ends
    })
    .collect()
}

fn unescaped(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        plain.push(if character == '\\' { characters.next().unwrap_or('\\') } else { character });
    }
    plain
}
