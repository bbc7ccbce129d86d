//! Files of people that spreadsheets, scripts and cut-off downloads break.

use scim_desk::{Directory, FileProblem};

use crate::mutation::fuzz;

/// Longest value that is read.
const LONGEST: usize = 32 * 1024;

/// What such files are made of, and what is mistaken for it.
const PIECES: [&str; 34] = [
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\r",
    "\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "=",
    "'=",
    "1.23E+12",
    "TRUE",
    "ö",
    "mail",
    "Card Number",
    "accountEnabled",
    "IsSoftDeleted",
    "originalUserPrincipalName",
    "lin_x.example#EXT#@halcyon.example",
    "#EXT#",
    "proxyAddresses",
    "streetAddress",
    "version:v1.0",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\"value\":",
    "\"@odata.nextLink\":",
    "\\u0000",
    "null",
];

const GRAPH: &str = r#"{"value":[{"id":"0f2c","userPrincipalName":"lin_x.example#EXT#@halcyon.example","accountEnabled":false,
"businessPhones":["+1 312 555 0100"],"onPremisesExtensionAttributes":{"extensionAttribute1":"HID 37-bit"},
"manager":{"id":"77aa"},"otherMails":["a@example.com","b@example.com"]},{"id":"77aa","mail":"b@example.com"}]}"#;

const SHEET: &str = "\u{feff}Name;E-mail;Email address;Card Number;proxyAddresses;Street;accountEnabled\r\n\
    Ada;a@example.com;;007777;smtp:a@example.com;\"Dock 3\r\nGate \"\"7\"\"\";yes\r\n\
    Bo;b@example.com;x;'=1;a,b;;0\r\n";

#[test]
fn broken_files_of_people_are_read_or_refused() {
    let template = Directory::template().to_csv();
    fuzz(&[template, GRAPH.into(), SHEET.into()], &PIECES, |bytes| match Directory::read(bytes) {
        Ok(read) => {
            read.warnings.iter().for_each(can_be_shown);
            keeps_its_meaning(&read.directory);
        }
        Err(problem) => can_be_shown(&problem),
    });
}

fn can_be_shown(problem: &FileProblem) {
    let text = problem.to_string();
    assert!(!text.is_empty() && !text.chars().any(char::is_control), "{text:?}");
}

/// Whoever is read has values that are not too long, and is the same once written and read again.
fn keeps_its_meaning(directory: &Directory) {
    assert!(!directory.is_empty());
    for person in directory.people() {
        let values = directory.names().filter_map(|name| person.text(name));
        assert!(values.map(str::len).max() <= Some(LONGEST));
    }
    // JSON has names of its own that a header would be matched with, and line breaks where CSV has none.
    let written = directory.to_csv();
    if let Ok(first) = Directory::read_csv(&written) {
        let written = first.directory.to_csv();
        let again = Directory::read_csv(&written).expect("what was written can be read").directory;
        assert_eq!(again.len(), first.directory.len());
        assert_eq!(
            String::from_utf8_lossy(&again.to_csv()),
            String::from_utf8_lossy(&written),
            "the same again"
        );
    }
}
