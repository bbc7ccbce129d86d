//! Points in time as SCIM writes them (RFC 7643 section 2.3.5: xsd:dateTime).

use jiff::Timestamp;

/// Reads a date with time and offset, such as `2011-05-13T04:42:34Z`.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    // jiff also reads spellings that xsd:dateTime lacks: a space for the T, no seconds, a time zone in brackets.
    let (date, time) = text.split_once('T')?;
    let clock = time.get(..8)?;
    let is_clock = clock
        .bytes()
        .enumerate()
        .all(|(at, byte)| if at % 3 == 2 { byte == b':' } else { byte.is_ascii_digit() });
    let is_plain =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z');
    let is_date =
        date.len() == 10 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_date && is_clock && time.bytes().all(is_plain) { text.parse().ok() } else { None }
}
