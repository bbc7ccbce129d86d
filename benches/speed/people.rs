//! People made up for costless pages: about 800 bytes each, no two alike.

const GIVEN: [&str; 12] = [
    "Adaeze", "Björn", "Chiara", "Duc", "Elif", "Farid", "Grażyna", "Hana", "Ivan", "Jörg",
    "Keiko", "Lucía",
];
const FAMILY: [&str; 13] = [
    "Okonkwo",
    "Þórsson",
    "Ricci",
    "Nguyễn",
    "Yılmaz",
    "Rahimi",
    "Kowalska",
    "Nováková",
    "Petrov",
    "Weiß",
    "Tanaka",
    "García",
    "Smith",
];
const TITLES: [&str; 6] = [
    "Dock Supervisor",
    "Warehouse Associate",
    "Fleet Planner",
    "Accountant",
    "Night Guard",
    "Site Manager",
];
const DEPARTMENTS: [&str; 5] = ["Operations", "Fleet", "Finance", "Security", "Facilities"];

fn of<'a>(choices: &[&'a str], number: usize) -> &'a str {
    choices.get(number % choices.len()).copied().unwrap_or_default()
}

fn id(number: usize) -> String {
    // Spread, so that ids do not come in order.
    let spread = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{:08x}-7f76-453a-919d-{number:012}", spread >> 32)
}

/// One person as SCIM JSON.
pub(crate) fn person(number: usize) -> String {
    let id = id(number);
    let (given, family) = (of(&GIVEN, number), of(&FAMILY, number / 7));
    let (title, department) = (of(&TITLES, number / 3), of(&DEPARTMENTS, number / 11));
    let active = !number.is_multiple_of(17);
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User"],"id":"{id}","userName":"person{number}@example.com","displayName":"{given} {family}","name":{{"givenName":"{given}","familyName":"{family}"}},"title":"{title}","active":{active},"emails":[{{"type":"work","value":"person{number}@example.com","primary":true}}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{{"department":"{department}","employeeNumber":"HF-{number}"}},"meta":{{"resourceType":"User","created":"2026-11-20T14:02:00Z","lastModified":"2026-11-20T14:02:00Z","location":"http://127.0.0.1/scim/Users/{id}","version":"W/\"1\""}}}}"#
    )
}

/// The page that begins after so many people, as a list of `total`; rows whole or ids alone.
pub(crate) fn page(total: usize, first: usize, count: usize, rows: Rows) -> String {
    let one = |number| match rows {
        Rows::Whole => person(number),
        Rows::Ids => format!(r#"{{"id":"{}"}}"#, id(number)),
    };
    let rows: Vec<String> = (first..total.min(first + count)).map(one).collect();
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{total},"startIndex":{},"itemsPerPage":{},"Resources":[{}]}}"#,
        first + 1,
        rows.len(),
        rows.join(",")
    )
}

/// What a page holds of each person.
#[derive(Clone, Copy)]
pub(crate) enum Rows {
    Whole,
    Ids,
}
