//! What a client asks of a list: filter, page, order and attributes, in a URL or in a `.search` body.

use serde_json::Value;

use crate::limits;
use crate::scim::error::{ScimError, ScimType};
use crate::scim::filter::Filter;
use crate::scim::path::AttrPath;
use crate::scim::projection::Projection;
use crate::scim::quote::quote;
use crate::scim::resource::field;
use crate::scim::schema;
use crate::scim::sorting::SortOrder;

/// The parameters of a list (RFC 7644 sections 3.4.2 and 3.9, RFC 9865).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ListQuery {
    /// Which resources.
    pub(crate) filter: Option<Filter>,
    /// The first row, from 1; a smaller number was read as 1.
    pub(crate) start_index: Option<u64>,
    /// How many rows at most; a negative number was read as 0.
    pub(crate) count: Option<u64>,
    /// Where the page begins; empty for the first page.
    pub(crate) cursor: Option<String>,
    /// What the rows are sorted by.
    pub(crate) sort_by: Option<AttrPath>,
    /// Which way they are sorted.
    pub(crate) sort_order: SortOrder,
    /// Which attributes they have.
    pub(crate) projection: Projection,
}

/// The parameters as texts, before they are read.
#[derive(Default)]
struct Raw {
    filter: Option<String>,
    start_index: Option<String>,
    count: Option<String>,
    cursor: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    attributes: Option<String>,
    excluded_attributes: Option<String>,
}

impl ListQuery {
    /// Reads decoded parameters. Unknown ones are passed over: Entra adds flags of its own to the URL.
    pub(crate) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, ScimError> {
        let mut raw = Raw::default();
        for (name, value) in pairs {
            raw.set(name, value.clone())?;
        }
        raw.read()
    }

    /// Reads the body of a `.search` (RFC 7644 section 3.4.3).
    pub(crate) fn from_value(body: &Value) -> Result<Self, ScimError> {
        let syntax = |detail: String| ScimError::new(ScimType::InvalidSyntax, detail);
        let body =
            body.as_object().ok_or_else(|| syntax("The body is not a JSON object".to_owned()))?;
        let is_search = field(body, "schemas").and_then(Value::as_array).is_some_and(|schemas| {
            schemas
                .iter()
                .filter_map(Value::as_str)
                .any(|urn| urn.eq_ignore_ascii_case(schema::SEARCH_REQUEST))
        });
        if !is_search {
            return Err(syntax(format!("schemas must name {}", schema::SEARCH_REQUEST)));
        }
        let mut raw = Raw::default();
        for (name, value) in body {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Array(names) => {
                    let names = names.iter().map(|name| name.as_str().map(str::to_owned));
                    let names = names.collect::<Option<Vec<_>>>();
                    names
                        .ok_or_else(|| {
                            syntax(format!("{} has an element that is no text", quote(name)))
                        })?
                        .join(",")
                }
                Value::Bool(_) | Value::Object(_) => {
                    return Err(syntax(format!("{} has a wrong type", quote(name))));
                }
            };
            if !name.eq_ignore_ascii_case("schemas") {
                raw.set(name, text)?;
            }
        }
        raw.read()
    }
}

impl Raw {
    fn set(&mut self, name: &str, value: String) -> Result<(), ScimError> {
        let places = [
            ("filter", &mut self.filter),
            ("startIndex", &mut self.start_index),
            ("count", &mut self.count),
            ("cursor", &mut self.cursor),
            ("sortBy", &mut self.sort_by),
            ("sortOrder", &mut self.sort_order),
            ("attributes", &mut self.attributes),
            ("excludedAttributes", &mut self.excluded_attributes),
        ];
        let Some((name, place)) =
            places.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
        else {
            return Ok(());
        };
        match place.replace(value) {
            None => Ok(()),
            Some(_) => Err(invalid(format!("{name} stands twice"))),
        }
    }

    fn read(self) -> Result<ListQuery, ScimError> {
        let filter = self
            .filter
            .map(|text| Filter::parse(&text).map_err(|error| error.in_filter()))
            .transpose()?;
        let sort_by = self.sort_by.filter(|text| !text.is_empty());
        let sort_by = sort_by
            .map(|text| AttrPath::parse(&text).map_err(|error| error.in_path()))
            .transpose()?;
        let sort_order = match self.sort_order.as_deref() {
            None | Some("") => SortOrder::Ascending,
            Some(word) if word.eq_ignore_ascii_case("ascending") => SortOrder::Ascending,
            Some(word) if word.eq_ignore_ascii_case("descending") => SortOrder::Descending,
            Some(_) => return Err(invalid("sortOrder must be ascending or descending")),
        };
        let start_index = number("startIndex", self.start_index.as_deref(), 1)?;
        if start_index.is_some() && self.cursor.is_some() {
            return Err(invalid("startIndex and cursor exclude each other"));
        }
        let projection =
            projection(self.attributes.as_deref(), self.excluded_attributes.as_deref())?;
        let count = number("count", self.count.as_deref(), 0)?;
        Ok(ListQuery {
            filter,
            start_index,
            count,
            cursor: self.cursor,
            sort_by,
            sort_order,
            projection,
        })
    }
}

/// A whole number; one below the least is taken for the least (RFC 7644 section 3.4.2.4), one beyond 63 bits refused.
fn number(name: &str, text: Option<&str>, least: i64) -> Result<Option<u64>, ScimError> {
    let Some(text) = text else { return Ok(None) };
    let number = text.parse::<i64>().ok().and_then(|number| u64::try_from(number.max(least)).ok());
    number
        .map(Some)
        .ok_or_else(|| invalid(format!("{name} is not a whole number, or is too large")))
}

fn projection(attributes: Option<&str>, excluded: Option<&str>) -> Result<Projection, ScimError> {
    let (attributes, excluded) = (paths(attributes)?, paths(excluded)?);
    match (attributes.is_empty(), excluded.is_empty()) {
        (true, true) => Ok(Projection::Default),
        (false, true) => Ok(Projection::Only(attributes)),
        (true, false) => Ok(Projection::Without(excluded)),
        (false, false) => Err(invalid("attributes and excludedAttributes exclude each other")),
    }
}

fn paths(text: Option<&str>) -> Result<Vec<AttrPath>, ScimError> {
    let names = text.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    let names = names.take(limits::PROJECTION_ATTRIBUTES + 1);
    let paths = names.map(|name| AttrPath::parse(name).map_err(|error| error.in_path()));
    let paths = paths.collect::<Result<Vec<_>, _>>()?;
    if paths.len() > limits::PROJECTION_ATTRIBUTES {
        return Err(invalid(format!(
            "More than {} attributes are named",
            limits::PROJECTION_ATTRIBUTES
        )));
    }
    Ok(paths)
}

fn invalid(detail: impl Into<String>) -> ScimError {
    ScimError::new(ScimType::InvalidValue, detail)
}
