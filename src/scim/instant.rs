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

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_are_read_as_xsd_writes_them_and_in_no_other_way() {
        let noon = parse("2011-05-13T12:00:00Z");
        assert!(noon.is_some());
        for text in
            ["2011-05-13T12:00:00.000Z", "2011-05-13T14:00:00+02:00", "2011-05-13T11:59:00-00:01"]
        {
            assert_eq!(parse(text), noon, "{text}");
        }
        for text in [
            "",
            "T",
            "2011-05-13",
            "2011-05-13T12:00Z",
            "2011-05-13T12:00:00",
            "2011-05-13 12:00:00Z",
            "2011-05-13t12:00:00Z",
            "2011-05-13T12:00:00z",
            "20110513T120000Z",
            "2011-05-13T12:00:00Z[UTC]",
            "2011-05-13T12:00:00+02:00[Europe/Paris]",
            "+002011-05-13T12:00:00Z",
            "2011-02-30T12:00:00Z",
            "2011-05-13T25:00:00Z",
            "2011-05-13T1é:00:00Z",
            " 2011-05-13T12:00:00Z",
            "2011-05-13T12:00:00 Z",
            "2011-05-13T12-00-00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
