//! Provisioning schemas that were cut off, edited by hand or made by something else than Entra.

use scim_desk::{
    Edit, MappingSeverity, ResourceKind, SchemaDocument, lint_mappings, mend_mappings,
};

use crate::mutation::fuzz;

/// What schemas are made of, and what breaks them.
const PIECES: [&str; 28] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0041",
    "\\ud800",
    "null",
    "true",
    "-1.50E+2",
    "18446744073709551616",
    "\r\n",
    "\t",
    "\u{feff}",
    "é",
    "\"source\": null,",
    "\"targetAttributeName\": \"id\",",
    "\"matchingPriority\": 1,",
    "\"flowType\": \"Sometimes\",",
    "\"expression\": \"Switch([a], , \\\"b\\\"\",",
    "\"directories\": [],",
    "\"attributes\": {},",
    "\"enabled\": \"False\",",
    "\"scope\": {\"groups\": [{\"clauses\": [{}]}]},",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];

#[test]
fn broken_schemas_are_opened_or_refused() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/provisioning-schema.json");
    let export = std::fs::read(path).expect("the export is there");
    let value: serde_json::Value = serde_json::from_slice(&export).expect("it is JSON");
    let texts = [value.to_string().into_bytes(), export];
    fuzz(&texts, &PIECES, check);
}

fn check(bytes: &[u8]) {
    let document = match SchemaDocument::open(bytes) {
        Ok(document) => document,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let read = document.mappings();
    let saved = document.save(read).expect("what was read can be saved");
    assert_eq!(saved.as_bytes(), bytes, "nothing changed");
    let mut changed = read.clone();
    for finding in lint_mappings(read, None) {
        assert!(!finding.title.is_empty() && !finding.evidence.is_empty(), "{finding:?}");
    }
    changed.apply(&Edit::Move(ResourceKind::User, 0, 1));
    changed.apply(&Edit::Remove(ResourceKind::User, 2));
    let (mended, _) = mend_mappings(&changed, None, MappingSeverity::Error);
    for mappings in [changed, mended] {
        // A schema may lack what the change needs a place in.
        let Ok(saved) = document.save(&mappings) else { continue };
        let again = SchemaDocument::open(saved.as_bytes()).expect("what was saved can be opened");
        assert_eq!(again.mappings(), &mappings, "{saved}");
        let back = again.save(read).expect("a change can be taken back");
        let back = SchemaDocument::open(back.as_bytes()).expect("it can still be opened");
        assert_eq!(back.mappings(), read);
    }
}
