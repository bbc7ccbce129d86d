//! Dates: reading, formats, adding and counting.

use serde_json::json;

use super::{check, check_plain, check_x, traced};
use crate::entra::expression::evaluate::{Corner, check_date_format};

#[test]
fn dates_are_read_as_they_are_written() {
    let cases = [
        ("2020-03-16", "3/16/2020 12:00:00 AM"),
        ("2020-03-16-07:00", "3/16/2020 7:00:00 AM"),
        ("2020-03-16+05:30", "3/15/2020 6:30:00 PM"),
        ("2020-03-16Z", "3/16/2020 12:00:00 AM"),
        ("2020-03-16T01:02:03", "3/16/2020 1:02:03 AM"),
        ("2020-03-16T13:02", "3/16/2020 1:02:00 PM"),
        ("2020-03-16T13:02:03.1234567Z", "3/16/2020 1:02:03 PM"),
        ("2020-03-16 23:59:59-08:00", "3/17/2020 7:59:59 AM"),
        ("2020-12-31T23:59:59.999999999Z", "12/31/2020 11:59:59 PM"),
        ("3/16/2020", "3/16/2020 12:00:00 AM"),
        ("03/16/2020 12:00:00 AM", "3/16/2020 12:00:00 AM"),
        ("3/16/2020 12:30 PM", "3/16/2020 12:30:00 PM"),
        ("3/16/2020 1:30:05 pm", "3/16/2020 1:30:05 PM"),
        ("8/25/2021 5:41:18 PM", "8/25/2021 5:41:18 PM"),
        ("16 March 2020", "3/16/2020 12:00:00 AM"),
        ("16-Mar-2020", "3/16/2020 12:00:00 AM"),
        ("March 16, 2020 7:00 AM", "3/16/2020 7:00:00 AM"),
        ("Mon, 16 Mar 2020 07:00:00 GMT", "3/16/2020 7:00:00 AM"),
        ("  2020-03-16  ", "3/16/2020 12:00:00 AM"),
        ("0001-01-01", "1/1/0001 12:00:00 AM"),
        ("", "fails"),
        ("tomorrow", "fails"),
        ("20200316", "fails"),
        ("2020-02-30", "fails"),
        ("2020-13-01", "fails"),
        ("2020-03-16T25:00", "fails"),
        ("13/25/2020", "fails"),
        ("0001-01-01+01:00", "fails"),
        ("16.03.2020", "not here"),
        ("2020-W12", "not here"),
        ("3/16/20", "not here"),
    ];
    for (text, expected) in cases {
        check_x("CDate([x])", text, expected);
    }
    check_x("CDate([x])", None::<&str>, None::<&str>);
    check_plain("Now()", "11/28/2026 5:06:07 AM");
}

#[test]
fn formats_are_printed_as_dot_net_prints_them() {
    let cases = [
        ("yyyy-MM-ddTHH:mm:ss.fffffffK", "2021-03-04T05:06:07.0890000Z"),
        ("yyyy-MM-ddTHH:mm:ssZ", "2021-03-04T05:06:07Z"),
        ("y yy yyy yyyy yyyyy", "21 21 2021 2021 02021"),
        ("M MM MMM MMMM MMMMM", "3 03 Mar March March"),
        ("d dd ddd dddd ddddd", "4 04 Thu Thursday Thursday"),
        ("h hh H HH hhh", "5 05 5 05 05"),
        ("m mm s ss", "6 06 7 07"),
        ("t tt ttt", "A AM AM"),
        ("ss.f ss.ff ss.fff", "07.0 07.08 07.089"),
        ("ss.F ss.FF ss.FFFFFFF", "07 07.08 07.089"),
        ("z zz zzz", "+0 +00 +00:00"),
        ("gg yyyy", "A.D. 2021"),
        ("%d", "4"),
        ("%h%m", "56"),
        ("%dd", "44"),
        ("'day' d", "day 4"),
        ("\\\"d\\\" d", "d 4"),
        ("'it\\\\'s' d", "it's 4"),
        ("\\\\d d", "d 4"),
        ("d\\\\\\\\M", "4\\3"),
        ("dd/MM/yyyy hh:mm", "04/03/2021 05:06"),
        ("d", "03/04/2021"),
        ("D", "Thursday, 04 March 2021"),
        ("f", "Thursday, 04 March 2021 05:06"),
        ("F", "Thursday, 04 March 2021 05:06:07"),
        ("g", "03/04/2021 05:06"),
        ("G", "03/04/2021 05:06:07"),
        ("m", "March 04"),
        ("M", "March 04"),
        ("o", "2021-03-04T05:06:07.0890000Z"),
        ("R", "Thu, 04 Mar 2021 05:06:07 GMT"),
        ("s", "2021-03-04T05:06:07"),
        ("t", "05:06"),
        ("T", "05:06:07"),
        ("u", "2021-03-04 05:06:07Z"),
        ("y", "2021 March"),
        ("q", "not here"),
        ("qqq", "not here"),
        ("", "not here"),
        ("'day", "not here"),
        ("yyyy%", "not here"),
        ("%%", "not here"),
        ("ffffffff", "not here"),
        ("yyyy\\\\", "not here"),
    ];
    for (format, expected) in cases {
        let expression =
            format!("FormatDateTime([x], , \"yyyy-MM-ddTHH:mm:ss.fffK\", \"{format}\")");
        check_x(&expression, "2021-03-04T05:06:07.089Z", expected);
    }
    check_plain("FormatDateTime(\"0:05\", , \"H:mm\", \"h:mm tt\")", "12:05 AM");
    check_plain("FormatDateTime(\"12:05\", , \"H:mm\", \"h:mm t\")", "12:05 P");
}

#[test]
fn texts_are_read_by_formats_as_dot_net_reads_them() {
    let cases = [
        ("20150123105347.1Z", "yyyyMMddHHmmss.fZ", "2015-01-23 10:53:47 Z"),
        ("2020-12-31-08:00", "yyyy-MM-ddzzz", "2020-12-31 08:00:00 +00:00"),
        ("2020-12-31-0800", "yyyy-MM-ddzzz", "2020-12-31 08:00:00 +00:00"),
        ("2020-12-31+2", "yyyy-MM-ddz", "2020-12-30 22:00:00 +00:00"),
        ("2020-12-31", "yyyy-MM-dd", "2020-12-31 00:00:00 "),
        ("  2020-12-31 ", "yyyy-MM-dd", "2020-12-31 00:00:00 "),
        ("1/2/2020 1:02:03 PM", "M/d/yyyy h:mm:ss tt", "2020-01-02 13:02:03 "),
        ("01/12/2020 12:02:03 am", "M/d/yyyy hh:mm:ss tt", "2020-01-12 00:02:03 "),
        ("1/2/20", "M/d/yy", "2020-01-02 00:00:00 "),
        ("1/2/49", "M/d/yy", "2049-01-02 00:00:00 "),
        ("1/2/50", "M/d/yy", "1950-01-02 00:00:00 "),
        ("Thursday, 04 March 2021", "D", "2021-03-04 00:00:00 "),
        ("thu 4 mar 2021", "ddd d MMM yyyy", "2021-03-04 00:00:00 "),
        ("10:53", "HH:mm", "2026-11-28 10:53:00 "),
        ("03-04", "MM-dd", "2026-03-04 00:00:00 "),
        ("2021", "yyyy", "2021-01-01 00:00:00 "),
        ("10:53:47", "HH:mm:ss.FFF", "2026-11-28 10:53:47 "),
        ("10:53:47.5", "HH:mm:ss.FFF", "2026-11-28 10:53:47 "),
        ("day 4 of 3 2021", "'day' d 'of' M yyyy", "2021-03-04 00:00:00 "),
        ("2021-03-04", "yyyy-MM-ddK", "2021-03-04 00:00:00 "),
        ("2021-03-04+01:00", "yyyy-MM-ddK", "2021-03-03 23:00:00 +00:00"),
        ("2020-12-31", "yyyyMMdd", "fails"),
        ("2020-1-1", "yyyy-MM-dd", "fails"),
        ("2020-12-31x", "yyyy-MM-dd", "fails"),
        ("Friday, 04 March 2021", "D", "fails"),
        ("2020-02-30", "yyyy-MM-dd", "fails"),
        ("13:00 AM", "hh:mm tt", "fails"),
        ("5 6", "d dd", "fails"),
        ("2020", "", "fails"),
        ("2020", "yyyy'", "fails"),
    ];
    for (text, format, expected) in cases {
        let expression = format!("FormatDateTime([x], , \"{format}\", \"yyyy-MM-dd HH:mm:ss K\")");
        check_x(&expression, text, expected);
    }
    let format = "FormatDateTime([x], , \"yyyy\", \"yyyy\")";
    check_x(format, None::<&str>, None::<&str>);
    check_x(format, "", "");
    check_plain(
        "FormatDateTime(Now(), , \"M/d/yyyy h:mm:ss tt\", \"yyyy-MM-dd HH:mm:ss\")",
        "2026-11-28 05:06:07",
    );
}

#[test]
fn styles_are_names_or_a_number() {
    let cases = [
        ("", "2021-03-04 ", "2021 "),
        ("AssumeUniversal", "2021-03-04", "2021 +00:00"),
        ("64", "2021-03-04", "2021 +00:00"),
        ("32", "2021-03-04", "2021 +00:00"),
        ("AssumeUniversal, AdjustToUniversal", "2021-03-04", "2021 Z"),
        ("AdjustToUniversal", "2021-03-04", "2021 "),
        ("None", "2021-03-04", "2021 "),
        ("None", " 2021-03-04", "fails"),
        ("AllowInnerWhite", "2021 - 03-04", "2021 "),
        ("AllowWhiteSpaces", " 2021- 03-04 ", "2021 "),
        ("AssumeLocal,AssumeUniversal", "2021-03-04", "fails"),
        ("RoundtripKind,AssumeLocal", "2021-03-04", "fails"),
        ("Whatever", "2021-03-04", "fails"),
        ("256", "2021-03-04", "fails"),
        ("-1", "2021-03-04", "fails"),
    ];
    for (styles, text, expected) in cases {
        let expression = format!("FormatDateTime([x], \"{styles}\", \"yyyy-MM-dd\", \"yyyy K\")");
        check_x(&expression, text, expected);
    }
    let time = "FormatDateTime(\"10:53\", \"NoCurrentDateDefault\", \"HH:mm\", \"yyyy-MM-dd\")";
    check_plain(time, "0001-01-01");
}

#[test]
fn units_are_added_by_the_calendar() {
    let cases = [
        ("yyyy", "1", "2/28/2021 7:00:00 AM"),
        ("m", "-1", "1/29/2020 7:00:00 AM"),
        ("m", "12", "2/28/2021 7:00:00 AM"),
        ("d", "1", "3/1/2020 7:00:00 AM"),
        ("ww", "-1", "2/22/2020 7:00:00 AM"),
        ("h", "17", "3/1/2020 12:00:00 AM"),
        ("n", "-1", "2/29/2020 6:59:00 AM"),
        ("s", "1", "2/29/2020 7:00:01 AM"),
        ("d", "\"2\"", "3/2/2020 7:00:00 AM"),
        ("d", "0", "2/29/2020 7:00:00 AM"),
        ("d", "1.5", "not here"),
        ("d", "\"two\"", "fails"),
        ("q", "1", "not here"),
        ("D", "1", "not here"),
        ("days", "1", "fails"),
        ("", "1", "fails"),
        ("yyyy", "8000", "fails"),
        ("yyyy", "-3000", "fails"),
        ("s", "9223372036854775807", "fails"),
    ];
    for (interval, count, expected) in cases {
        let expression = format!("DateAdd(\"{interval}\", {count}, CDate([x]))");
        check_x(&expression, "2020-02-29-07:00", expected);
    }
    check_x("DateAdd(\"d\", 1, [x])", "2020-02-29", "3/1/2020 12:00:00 AM");
    check_x("DateAdd(\"d\", 1, [x])", None::<&str>, None::<&str>);
}

#[test]
fn units_between_dates_are_counted_as_documented() {
    let cases = [
        ("yyyy", "2020-12-31", "2021-01-01", "1"),
        ("m", "2020-12-31", "2021-01-01", "1"),
        ("m", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", "-113"),
        ("d", "2020-12-31T23:00", "2021-01-01T01:00", "0"),
        ("d", "2020-12-31T01:00", "2021-01-01T01:00", "1"),
        ("d", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", "-3449"),
        ("ww", "2021-08-21", "2021-08-22", "1"),
        ("ww", "2021-08-22", "2021-08-28", "0"),
        ("ww", "2021-08-22", "2021-08-21", "-1"),
        ("h", "2021-08-24", "2021-08-25", "24"),
        ("n", "2021-08-24", "2021-08-25", "1440"),
        ("n", "2021-08-24T10:00:59", "2021-08-24T10:01:01", "0"),
        ("s", "2021-08-25", "2021-08-24", "-86400"),
        ("w", "2021-08-24", "2021-08-25", "not here"),
    ];
    for (interval, first, second, expected) in cases {
        let expression = format!("DateDiff(\"{interval}\", CDate([a]), CDate([b]))");
        check(&expression, &json!({"a": first, "b": second}), expected);
    }
    let trace = traced("DateDiff(\"d\", \"2020-12-31T23:00\", \"2021-01-01T01:00\")", &json!({}));
    assert_eq!(trace.corners, [Corner::PartialUnit]);
    check_x(
        "IIF(DateDiff(\"d\", Now(), CDate([x])) >= 3, \"later\", \"soon\")",
        "2026-12-02",
        "later",
    );
    check_x("IIF(CDate([x]) > Now(), \"later\", \"gone\")", "2026-11-02", "gone");
}

#[test]
fn windows_counts_from_1601() {
    check_plain("DateFromNum(0)", "1/1/1601 12:00:00 AM");
    check_x("DateFromNum([x])", "129699324000000000", "1/1/2012 11:00:00 PM");
    check_plain("DateFromNum(2650467743999999999)", "12/31/9999 11:59:59 PM");
    check_plain("DateFromNum(2650467744000000000)", "fails");
    check_plain("DateFromNum(-1)", "fails");
    check_plain("DateFromNum(9223372036854775807)", "fails");
    check_plain("NumFromDate(\"1601-01-01\")", "0");
    check_plain("NumFromDate(\"2012-01-01T23:00:00Z\")", "129699324000000000");
    check_plain("NumFromDate(DateFromNum(129699324000000001))", "129699324000000001");
    check_plain("NumFromDate(\"1600-12-31\")", "fails");
    check_plain("NumFromDate(\"soon\")", "fails");
    check_x("NumFromDate([x])", None::<&str>, None::<&str>);
}

#[test]
fn a_format_is_checked_without_a_date() {
    for format in ["yyyy-MM-dd", "d", "yyyyMMddHHmmss.fZ", "%d", "'T'HH", "o"] {
        assert_eq!(check_date_format(format), Ok(()), "{format}");
    }
    for format in ["", "q", "qqq", "'yyyy", "yyyy\\", "%", "ffffffff", "--"] {
        assert!(check_date_format(format).is_err(), "{format}");
    }
}
