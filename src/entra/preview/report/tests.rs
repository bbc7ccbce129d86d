//! Reports as files: what stands in them, and that nothing of it acts.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::entra::directory::Directory;
use crate::entra::mapping::{AttributeMapping, ObjectMapping, Source};
use crate::entra::preview::{Everyone, Holdings, Preview, PreviewReport, Surroundings};

/// The three reports on these people: CSV, JSON, HTML.
fn reports(csv: &str) -> [String; 3] {
    let row = |source: &str, target: &str| {
        AttributeMapping::new(Source::Direct(source.to_owned()), target)
    };
    let rows = vec![
        AttributeMapping { matching: Some(1), ..row("userPrincipalName", "userName") },
        row("displayName", "displayName"),
        row("mail", "emails[type eq \"work\"].value"),
    ];
    let mapping = ObjectMapping { is_enabled: true, rows, ..ObjectMapping::default() };
    let directory = Directory::read_csv(csv.as_bytes()).unwrap().directory;
    let surroundings = Surroundings { now: Timestamp::UNIX_EPOCH, seed: 1, domains: None };
    let preview = Preview::new(&mapping, surroundings);
    let mut holdings = Holdings::new(&mapping);
    let held = serde_json::json!({"id": "u1", "userName": "<i>gone</i>@halcyon.example"});
    holdings.push(held.as_object().unwrap()).unwrap();
    let chunk = preview.chunk(&directory, &holdings, 0..directory.len());
    let everyone = Everyone::merge(&preview, &directory, &holdings, vec![chunk]);
    let report = PreviewReport {
        preview: &preview,
        directory: &directory,
        holdings: &holdings,
        everyone: &everyone,
        about: "people <b>.csv",
    };
    let mut bytes = [const { Vec::new() }; 3];
    report.write_csv(&mut bytes[0]).unwrap();
    report.write_json(&mut bytes[1]).unwrap();
    report.write_html(&mut bytes[2]).unwrap();
    bytes.map(|bytes| String::from_utf8(bytes).unwrap())
}

const PEOPLE: &str = "\
userPrincipalName,displayName,mail
ada@halcyon.example,Ada,ada@halcyon.example
bob@halcyon.example,=1+1,ada@halcyon.example
cy@halcyon.example,<script>alert(1)</script>,\"a \u{202e}b\"
";

#[test]
fn a_report_for_spreadsheets_holds_no_formula() {
    let [csv, ..] = reports(PEOPLE);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 11, "three rows each, and two clashes");
    assert!(records.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    assert!(records.iter().any(|record| &record[8] == "'=1+1"));
    let clashes = records.iter().filter(|record| &record[9] == "mail");
    assert_eq!(
        clashes.map(|record| &record[2]).collect::<Vec<_>>(),
        ["ada@halcyon.example", "bob@halcyon.example"]
    );
    assert!(
        records
            .iter()
            .any(|record| &record[9] == "mail-syntax" && record[10].contains("no mail address"))
    );
}

#[test]
fn a_report_for_scripts_is_json_and_keeps_text_as_it_is() {
    let [_, json, _] = reports(PEOPLE);
    let read: Json = serde_json::from_str(&json).unwrap();
    assert_eq!((&read["peopleCount"], &read["counts"]["create"]), (&3.into(), &3.into()));
    assert_eq!(read["rows"][2]["counts"]["invalid/mail-syntax"], 1);
    assert_eq!(read["people"][2]["rows"][1]["sent"], "<script>alert(1)</script>");
    assert_eq!(read["people"][0]["clashes"], serde_json::json!(["mail"]));
    assert_eq!(read["untouchedPeople"][0]["id"], "u1");
    assert!(read["unfilledTargets"].as_array().unwrap().contains(&"active".into()));
}

#[test]
fn a_report_for_people_holds_no_markup_but_its_own() {
    let [_, _, html] = reports(PEOPLE);
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
    for text in ["<script", "<i>", "<b>.csv", "\u{202e}"] {
        assert!(!html.contains(text), "{text}");
    }
    for text in [
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "people &lt;b&gt;.csv",
        "[U+202E]",
        "Not a mail address",
        "In Command, and left alone: 1",
        "<b>3</b>Created",
        "No row fills: active",
        "<th class=\"number\">Invalid</th>",
        "<td class=\"number quiet\">0</td>",
    ] {
        assert!(html.contains(text), "{text}\n{html}");
    }
}

#[test]
fn a_report_on_nobody_is_whole() {
    let [csv, json, html] = reports("userPrincipalName\nada@halcyon.example\n");
    assert_eq!(csv.lines().count(), 2);
    assert!(serde_json::from_str::<Json>(&json).is_ok());
    assert!(html.contains("Nothing is invalid, clashes or is left out."));
}
