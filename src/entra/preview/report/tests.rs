//! Reports as files: what stands in them, and that nothing of it acts.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::entra::directory::Directory;
use crate::entra::mapping::{AttributeMapping, ObjectMapping, Source};
use crate::entra::preview::{
    Everyone, Holdings, Preview, PreviewReport, ReportWarning, Surroundings,
};
use crate::entra::scope::ScopingFilter;

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
    for name in ["same", "kept"] {
        let mail = format!("{name}@halcyon.example");
        let held = serde_json::json!({
            "id": name, "userName": mail, "displayName": "Same",
            "emails": [{"type": "work", "value": mail}]
        });
        holdings.push(held.as_object().unwrap()).unwrap();
    }
    let chunk = preview.chunk(&directory, &holdings, 0..directory.len());
    let everyone = Everyone::merge(&preview, &directory, &holdings, vec![chunk]);
    let report = PreviewReport {
        preview: &preview,
        directory: &directory,
        holdings: &holdings,
        everyone: &everyone,
        about: "people <b>.csv",
        warnings: &[ReportWarning {
            file: "<u>.csv".to_owned(),
            line: Some(2),
            message: "Odd.".to_owned(),
        }],
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
fn warnings_that_are_left_out_are_told_and_the_name_of_a_file_turns_nothing_round() {
    for (people, last) in [(100, "neither True nor False"), (101, "Only the first 100 warnings")] {
        let csv = format!("mail,accountEnabled\n{}", "x,z\n".repeat(people));
        let read = Directory::read(csv.as_bytes()).unwrap();
        let warnings = ReportWarning::of_people("people.csv", &read);
        assert!(warnings.last().unwrap().message.contains(last), "{people}");
    }
    let folder = "f".repeat(100);
    let file = format!("/{folder}/{folder}/people\u{202e}vsc.csv");
    let warning = ReportWarning::of_file(&file, "Odd.");
    assert_eq!(warning.to_string(), format!("/{folder}/{folder}/people[U+202E]vsc.csv: Odd."));
    assert_eq!(warning.to_json()["file"], file, "scripts have it as it is");
}

#[test]
fn a_scope_on_what_nobody_has_is_told() {
    let clause = serde_json::json!({"groups": [{"name": "", "clauses": [{
        "operatorName": "EQUALS", "sourceOperandName": "department", "targetOperand": {"values": ["x"]}
    }]}]});
    let scope = Some(ScopingFilter::read(&clause));
    let mapping = ObjectMapping { scope, ..ObjectMapping::default() };
    for (csv, told) in
        [("mail\na\n", 1), ("mail,department\na,\nb,\n", 1), ("mail,department\na,\nb,Dock\n", 0)]
    {
        let people = Directory::read_csv(csv.as_bytes()).unwrap().directory;
        let warnings = ReportWarning::of_scope("people.csv", &mapping, &people);
        assert_eq!(warnings.len(), told, "{csv}: {warnings:?}");
    }
}

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
    let warning = serde_json::json!({"file": "<u>.csv", "line": 2, "message": "Odd."});
    assert_eq!(read["warnings"], serde_json::json!([warning]));
}

#[test]
fn everybody_and_every_row_that_is_counted_is_in_the_reports() {
    // Somebody who has it all already, one without a mail whose older one stays, and one who leaves.
    let people = "\
userPrincipalName,displayName,mail,IsSoftDeleted
same@halcyon.example,Same,same@halcyon.example,False
kept@halcyon.example,Kept,,False
gone@halcyon.example,Gone,gone@halcyon.example,True
new@halcyon.example,,,False
";
    let [csv, json, html] = reports(people);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    let lines: Vec<String> = records
        .iter()
        .map(|record| [&record[2], &record[4], &record[5], &record[6]].join(" "))
        .collect();
    assert_eq!(
        lines,
        [
            "same@halcyon.example same  ",
            "kept@halcyon.example update displayName changed",
            "kept@halcyon.example update emails[type eq \"work\"].value kept",
            "gone@halcyon.example skipped  ",
            "new@halcyon.example create userName new",
            "new@halcyon.example create displayName blank",
            "new@halcyon.example create emails[type eq \"work\"].value blank",
        ]
    );
    let read: Json = serde_json::from_str(&json).unwrap();
    let people = read["people"].as_array().unwrap();
    assert_eq!(people.len(), 4);
    assert_eq!((&people[0]["outcome"], &people[2]["reason"]), (&"same".into(), &"leaves".into()));
    let of_rows = |kind: &str| -> usize {
        let rows = people.iter().flat_map(|person| person["rows"].as_array().unwrap());
        rows.filter(|row| row["change"] == kind).count()
    };
    let counted = |kind: &str| -> u64 {
        let rows = read["rows"].as_array().unwrap();
        rows.iter().map(|row| row["counts"][kind].as_u64().unwrap()).sum()
    };
    assert_eq!((of_rows("kept"), of_rows("blank")), (1, 2));
    assert_eq!((counted("kept"), counted("blank")), (1, 3), "who is kept is blank too");
    for text in [
        "gone@halcyon.example",
        "Nothing to send; Command keeps the older value",
        "For 3 of 4 people something changes, is wrong, or keeps them out; shown are the first 3",
    ] {
        assert!(html.contains(text), "{text}\n{html}");
    }
    assert!(!html.contains("same@halcyon.example"));
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
        "In Command, and left alone: 3",
        "<b>3</b>Created",
        "No row fills: active",
        "<th class=\"number\">Invalid</th>",
        "<td class=\"number quiet\">0</td>",
        "<li>&lt;u&gt;.csv, line 2: Odd.</li>",
    ] {
        assert!(html.contains(text), "{text}\n{html}");
    }
}

#[test]
fn a_report_on_nobody_is_whole() {
    let [csv, json, html] = reports("userPrincipalName\nada@halcyon.example\n");
    assert_eq!(csv.lines().count(), 4, "the head, and a line for each row");
    assert!(serde_json::from_str::<Json>(&json).is_ok());
    assert!(html.contains("Nothing is invalid, clashes or is left out."));
}
