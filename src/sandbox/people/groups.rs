//! The groups of the company: departments, sites, roles, doors, everyone, and one that is empty.

use crate::sandbox::people::chance::Chance;
use crate::sandbox::people::sketch::{Rank, Sketch};
use crate::sandbox::people::work::{
    COMPLIANCE, DEPARTMENTS, FINANCE, FLEET, IT, NETWORK, OPERATIONS, PEOPLE, SALES, SITES,
    WAREHOUSE,
};

/// A group with its members by their places among the people.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewGroup {
    pub(crate) display_name: String,
    pub(crate) members: Vec<u32>,
}

/// The most members of one group: a page of a hundred such groups can still be read. A larger one comes in
/// numbered parts, as companies of that size do it.
const MOST_MEMBERS: usize = 1000;

/// Who is in a group.
type Belongs = fn(&Sketch<'_>) -> bool;

const ROLES_AND_DOORS: [(&str, Belongs); 13] = [
    ("Managers", |person| person.rank != Rank::Staff),
    ("Drivers", |person| person.title.contains("Driver")),
    ("Contractors", |person| person.contractor),
    ("First aid", |person| draws(person, 1, 4)),
    ("Night shift", |person| {
        works_in(person, &[OPERATIONS, WAREHOUSE, FLEET]) && draws(person, 2, 30)
    }),
    ("System administrators", |person| works_in(person, &[IT]) && draws(person, 3, 50)),
    ("Doors: Warehouse", |person| works_in(person, &[OPERATIONS, WAREHOUSE])),
    ("Doors: Front office", |person| works_in(person, &[FINANCE, PEOPLE, SALES, COMPLIANCE])),
    ("Doors: Server room", |person| works_in(person, &[IT, NETWORK])),
    ("Doors: Cold store", |person| works_in(person, &[WAREHOUSE]) && draws(person, 4, 25)),
    ("Doors: Fuel yard", |person| works_in(person, &[FLEET])),
    ("Doors: Cash office", |person| works_in(person, &[FINANCE]) && draws(person, 5, 30)),
    // Only people whom the identity provider has switched off are left in it.
    ("Doors: Old yard", |person| {
        !person.active && works_in(person, &[OPERATIONS, WAREHOUSE, FLEET])
    }),
];

/// Planned, and not filled yet.
const EMPTY_GROUP: &str = "Relocation 2027";

/// The groups of these people; nobody, no groups.
pub(super) fn groups<'a>(people: impl Iterator<Item = Sketch<'a>>) -> Vec<NewGroup> {
    let mut everyone = Vec::new();
    let mut departments = vec![Vec::new(); DEPARTMENTS.len()];
    let mut sites = vec![Vec::new(); SITES.len()];
    let mut others = vec![Vec::new(); ROLES_AND_DOORS.len()];
    for person in people {
        everyone.push(person.index);
        let department =
            DEPARTMENTS.iter().map(|department| department.name == person.department.name);
        join(&mut departments, department, person.index);
        join(&mut sites, SITES.iter().map(|site| *site == person.site), person.index);
        join(
            &mut others,
            ROLES_AND_DOORS.iter().map(|(_, belongs)| belongs(&person)),
            person.index,
        );
    }
    if everyone.is_empty() {
        return Vec::new();
    }
    let mut named = vec![("Everyone".to_owned(), everyone)];
    named.extend(DEPARTMENTS.iter().map(|department| department.name.to_owned()).zip(departments));
    named.extend(SITES.iter().map(|site| format!("Site: {}", site.city)).zip(sites));
    named.extend(ROLES_AND_DOORS.iter().map(|(name, _)| (*name).to_owned()).zip(others));
    named.push((EMPTY_GROUP.to_owned(), Vec::new()));
    named.into_iter().flat_map(|(name, members)| parts(name, members)).collect()
}

fn join(groups: &mut [Vec<u32>], belongs: impl Iterator<Item = bool>, person: u32) {
    for (group, belongs) in groups.iter_mut().zip(belongs) {
        if belongs {
            group.push(person);
        }
    }
}

fn parts(name: String, members: Vec<u32>) -> Vec<NewGroup> {
    if members.len() <= MOST_MEMBERS {
        return vec![NewGroup { display_name: name, members }];
    }
    members
        .chunks(MOST_MEMBERS)
        .zip(1..)
        .map(|(members, part)| NewGroup {
            display_name: format!("{name} {part}"),
            members: members.to_vec(),
        })
        .collect()
}

fn works_in(person: &Sketch<'_>, departments: &[&str]) -> bool {
    departments.contains(&person.department.name)
}

/// Whether a person is among so many of a hundred, always the same for the same group.
fn draws(person: &Sketch<'_>, group: u64, percent: u32) -> bool {
    Chance::new(u64::from(person.index), (9 << 40) + group).percent(percent)
}
