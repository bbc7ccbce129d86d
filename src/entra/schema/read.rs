//! Finds the mappings of people and of groups in a provisioning schema and reads them.

use std::borrow::Cow;

use crate::entra::mapping::{AttributeMapping, Mappings, ObjectMapping, TargetAttribute};
use crate::entra::request::ResourceKind;
use crate::entra::schema::SchemaError;
use crate::entra::schema::fields::{read_actions, read_row, read_target};
use crate::entra::schema::tree::{Cursor, Node};
use crate::entra::scope::ScopingFilter;
use crate::limits;
use crate::verkada::name::shown;

/// Where a mapping stands in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The `objectMapping`.
    pub(super) mapping: Node,
    /// Its `attributeMappings`.
    pub(super) rows: Option<Node>,
    /// Which elements of that list became the rows.
    pub(super) row_elements: Vec<usize>,
    /// The `attributes` of the target object.
    pub(super) targets: Option<Node>,
    /// Which elements of that list became the attributes.
    pub(super) target_elements: Vec<usize>,
}

/// What a schema says.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) mappings: Mappings,
    pub(super) users: Place,
    pub(super) groups: Option<Place>,
    pub(super) warnings: Vec<String>,
}

/// What Entra calls itself in a schema.
const ENTRA: [&str; 3] = ["Azure Active Directory", "Microsoft Entra ID", "Microsoft Entra"];

/// The schema in a file: the root itself, or what Graph or a script wrapped around it.
pub(super) fn schema_in(root: Cursor<'_>) -> Result<Cursor<'_>, SchemaError> {
    let holders = [Some(root), root.get("value"), root.get("schema")];
    let candidates = holders.into_iter().flatten().flat_map(|holder| {
        let first = holder.items().next();
        [Some(holder), first].into_iter().flatten()
    });
    let is_schema = |candidate: &Cursor<'_>| {
        candidate.get("synchronizationRules").is_some_and(Cursor::is_array)
    };
    let mut candidates = candidates;
    candidates.find(is_schema).ok_or_else(|| SchemaError::NoSchema { found: what_is(root) })
}

/// Reads the mappings of a schema.
pub(super) fn read(schema: Cursor<'_>) -> Result<Reading, SchemaError> {
    let mut warnings = Vec::new();
    let users = find(schema, ResourceKind::User, &mut warnings);
    let groups = find(schema, ResourceKind::Group, &mut warnings);
    let users = users.ok_or_else(|| SchemaError::NoUserMapping { found: mapping_names(schema) })?;
    let (user_mapping, users) = object(schema, users, "users", &mut warnings)?;
    let groups = groups.map(|groups| object(schema, groups, "groups", &mut warnings));
    let (group_mapping, groups) = groups.transpose()?.unzip();
    if groups.is_none() {
        warnings.push("The schema has no mapping of groups.".to_owned());
    }
    let groups_of = group_mapping.unwrap_or_default();
    let mappings = Mappings { users: user_mapping, groups: groups_of };
    Ok(Reading { mappings, users, groups, warnings })
}

/// The mapping that counts, and the names of others that Entra runs too.
struct Chosen<'a> {
    found: Found<'a>,
    further: Vec<String>,
}

/// A mapping and the rule that it belongs to.
#[derive(Clone, Copy)]
struct Found<'a> {
    rule: Cursor<'a>,
    mapping: Cursor<'a>,
}

impl<'a> Found<'a> {
    fn name(self) -> Cow<'a, str> {
        self.mapping.get("name").and_then(Cursor::text).unwrap_or_default()
    }

    fn is_enabled(self) -> bool {
        self.mapping.get("enabled").and_then(Cursor::truth).unwrap_or(true)
    }
}

fn find<'a>(
    schema: Cursor<'a>,
    kind: ResourceKind,
    warnings: &mut Vec<String>,
) -> Option<Chosen<'a>> {
    let rules = schema.get("synchronizationRules")?;
    let outbound = rules.items().filter(|rule| !is_entra(*rule, "targetDirectoryName"));
    let all = outbound.flat_map(|rule| {
        let mappings = rule.get("objectMappings");
        let mappings = mappings.into_iter().flat_map(|mappings| {
            let items: Vec<Cursor<'a>> = mappings.items().collect();
            items
        });
        mappings.map(move |mapping| Found { rule, mapping })
    });
    let is_meant = |found: &Found<'_>| {
        let is = |field| found.mapping.get(field).and_then(Cursor::text);
        let is = |field| is(field).is_some_and(|name| kind_of(&name) == Some(kind));
        is("sourceObjectName") && is("targetObjectName")
    };
    let mut meant: Vec<Found<'_>> = all.filter(is_meant).collect();
    let chosen = meant.iter().position(|found| found.is_enabled()).unwrap_or_default();
    if meant.is_empty() {
        return None;
    }
    let found = meant.remove(chosen);
    for other in &meant {
        let becomes = if other.is_enabled() {
            "Entra runs it too. It is kept, and neither shown nor judged here."
        } else {
            "It is switched off, kept and not shown."
        };
        warnings.push(format!(
            "The schema has another mapping of the same kind, “{}”. {becomes}",
            shown(&other.name())
        ));
    }
    let further = meant.into_iter().filter(|other| other.is_enabled());
    Some(Chosen { found, further: further.map(|other| other.name().into_owned()).collect() })
}

fn is_entra(rule: Cursor<'_>, field: &str) -> bool {
    let name = rule.get(field).and_then(Cursor::text);
    name.is_some_and(|name| ENTRA.iter().any(|known| known.eq_ignore_ascii_case(&name)))
}

/// `User`, `urn:…:2.0:User` and the like.
fn kind_of(name: &str) -> Option<ResourceKind> {
    let last = name.rsplit([':', '.']).next().unwrap_or_default();
    if last.eq_ignore_ascii_case("user") {
        Some(ResourceKind::User)
    } else {
        last.eq_ignore_ascii_case("group").then_some(ResourceKind::Group)
    }
}

fn object(
    schema: Cursor<'_>,
    Chosen { found, further }: Chosen<'_>,
    kind: &str,
    warnings: &mut Vec<String>,
) -> Result<(ObjectMapping, Place), SchemaError> {
    let mapping = found.mapping;
    let list = mapping.get("attributeMappings").filter(|list| list.is_array());
    let (rows, row_elements) = rows(list, kind, warnings)?;
    let target_list = target_list(schema, found);
    let (targets, target_elements) = targets(target_list, kind, warnings)?;
    let scope = match mapping.get("scope") {
        Some(scope) if !scope.is_null() => scope.value().map(|scope| ScopingFilter::read(&scope)),
        _ => None,
    };
    for doubt in scope.iter().flat_map(ScopingFilter::doubts) {
        warnings.push(format!(
            "The scoping filter of {kind}: {doubt} Only Entra can judge that, so here it keeps nobody out."
        ));
    }
    let object = ObjectMapping {
        name: found.name().into_owned(),
        is_enabled: found.is_enabled(),
        further,
        actions: read_actions(mapping.get("flowTypes").and_then(Cursor::text).as_deref()),
        scope,
        rows,
        sources: source_list(schema, found),
        targets,
    };
    let place = Place {
        mapping: mapping.node.clone(),
        rows: list.map(|list| list.node.clone()),
        row_elements,
        targets: target_list.map(|list| list.node.clone()),
        target_elements,
    };
    Ok((object, place))
}

fn rows(
    list: Option<Cursor<'_>>,
    kind: &str,
    warnings: &mut Vec<String>,
) -> Result<(Vec<AttributeMapping>, Vec<usize>), SchemaError> {
    let mut rows = Vec::new();
    let mut elements = Vec::new();
    for (at, element) in list.iter().flat_map(|list| list.items()).enumerate() {
        let mut odd = Vec::new();
        let row = read_row(element, &mut odd);
        let target = row.as_ref().map(|row| row.target.as_str());
        // Rows are numbered as they are shown; one that is not shown has its number in the file alone.
        let name = target.map_or_else(
            || format!("Row {} of {kind} in the file", at + 1),
            |target| format!("Row “{}” of {kind}", shown(target)),
        );
        for odd in odd {
            warnings.push(if odd.ends_with('.') {
                format!("{name}: {odd}")
            } else {
                format!("{name}: {odd}, which is not known here and kept.")
            });
        }
        match row {
            Some(row) => {
                rows.push(row);
                elements.push(at);
            }
            None => warnings.push(format!(
                "{name} is not understood: it has no target or an unknown source. It is kept and not shown."
            )),
        }
    }
    if elements.len() > limits::SCHEMA_ROWS {
        return Err(SchemaError::TooMany);
    }
    Ok((rows, elements))
}

fn targets(
    list: Option<Cursor<'_>>,
    kind: &str,
    warnings: &mut Vec<String>,
) -> Result<(Vec<TargetAttribute>, Vec<usize>), SchemaError> {
    let Some(list) = list else {
        warnings.push(format!(
            "The schema came without the attribute list of the app for {kind}. Read it from Graph with $expand=directories, or \
             download it from the portal, to have the list checked too."
        ));
        return Ok((Vec::new(), Vec::new()));
    };
    let read = list.items().enumerate().filter_map(|(at, item)| Some((read_target(item)?, at)));
    let (targets, elements): (Vec<_>, Vec<_>) = read.unzip();
    if targets.len() > limits::SCHEMA_ROWS {
        return Err(SchemaError::TooMany);
    }
    let nameless = list.items().len() - targets.len();
    if nameless > 0 {
        warnings.push(format!(
            "{nameless} attributes of the app's list for {kind} have no name. They are kept and not shown."
        ));
    }
    Ok((targets, elements))
}

/// The attributes of the target object: of the directory and object that the rule and the mapping name.
fn target_list<'a>(schema: Cursor<'a>, found: Found<'_>) -> Option<Cursor<'a>> {
    let directory = found.rule.get("targetDirectoryName").and_then(Cursor::text);
    let object = found.mapping.get("targetObjectName").and_then(Cursor::text)?;
    let directories = schema.get("directories")?;
    let named = directories
        .items()
        .find(|candidate| directory.as_deref().is_some_and(|name| has_name(*candidate, name)))
        .or_else(|| directories.items().find(|candidate| !is_entra(*candidate, "name")))?;
    attributes(named, &object)
}

/// The names of the attributes of the source object.
fn source_list(schema: Cursor<'_>, found: Found<'_>) -> Vec<String> {
    let object = found.mapping.get("sourceObjectName").and_then(Cursor::text).unwrap_or_default();
    let directories = schema.get("directories");
    let mut directories = directories.iter().flat_map(|directories| directories.items());
    let entra = directories.find(|candidate| is_entra(*candidate, "name"));
    let list = entra.and_then(|entra| attributes(entra, &object));
    let names = list.iter().flat_map(|list| list.items());
    let names = names.filter_map(|item| item.get("name").and_then(Cursor::text));
    names.take(limits::SCHEMA_ROWS).map(Cow::into_owned).collect()
}

/// The attribute list of an object of a directory.
fn attributes<'a>(directory: Cursor<'a>, object: &str) -> Option<Cursor<'a>> {
    let objects = directory.get("objects")?;
    let object = objects.items().find(|candidate| has_name(*candidate, object))?;
    object.get("attributes").filter(|attributes| attributes.is_array())
}

fn has_name(holder: Cursor<'_>, name: &str) -> bool {
    holder.get("name").and_then(Cursor::text).is_some_and(|own| own.eq_ignore_ascii_case(name))
}

/// What JSON without rules is, for the message.
fn what_is(root: Cursor<'_>) -> String {
    if root.is_array() {
        return format!("It is a list of {} values.", root.items().len());
    }
    if !root.is_object() {
        return "It is a single value.".to_owned();
    }
    let names: Vec<String> =
        root.members().take(6).map(|(key, _)| format!("“{}”", shown(&key))).collect();
    if names.is_empty() {
        return "It is an empty object.".to_owned();
    }
    format!("It has {}.", names.join(", "))
}

fn mapping_names(schema: Cursor<'_>) -> String {
    let rules = schema.get("synchronizationRules");
    let rules: Vec<Cursor<'_>> = rules.iter().flat_map(|rules| rules.items()).collect();
    let mappings = rules.iter().filter_map(|rule| rule.get("objectMappings"));
    let names: Vec<String> = mappings
        .flat_map(|mappings| mappings.items().collect::<Vec<_>>())
        .filter_map(|mapping| mapping.get("name").and_then(Cursor::text))
        .take(6)
        .map(|name| format!("“{}”", shown(&name)))
        .collect();
    if names.is_empty() {
        return "It has no mapping at all.".to_owned();
    }
    format!("It has {}.", names.join(", "))
}
