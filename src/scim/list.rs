//! One page of a list (RFC 7644 section 3.4.2, RFC 9865), read leniently and judged row by row.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::limits;
use crate::scim::json;
use crate::scim::quote::quote;
use crate::scim::resource::{Resource, boolean, field, key_of};

/// Up to here comparing all keys with each other is faster than a set.
const FEW_KEYS: usize = 32;

/// A row of a list, in as much detail as its reader needs.
pub trait ListRow: Sized + Send + 'static {
    /// The `id`, when it is a text.
    fn id(&self) -> Option<&str>;

    /// Reads a page of such rows.
    ///
    /// # Errors
    ///
    /// The body is no JSON, or no page of a list.
    fn read_page(body: &[u8]) -> Result<ListPage<Self>, ListError>;
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPage<R = Resource> {
    /// How many rows the whole list has, as the server says.
    pub total_results: u64,
    /// Position of the first row, from 1, where the server says it.
    pub start_index: Option<u64>,
    /// How many rows the page has, as the server says; count `resources` instead.
    pub items_per_page: Option<u64>,
    /// Where the next page begins (RFC 9865).
    pub next_cursor: Option<String>,
    /// Where the page before begins (RFC 9865).
    pub previous_cursor: Option<String>,
    /// How many rows came, also those that cannot be worked with.
    pub rows_received: u64,
    /// The rows that can be worked with: each is an object with an `id` that is a text.
    pub resources: Vec<R>,
    /// How many rows were left out, because nothing can be planned on them.
    pub rows_unusable: u64,
    /// What is wrong with rows, those left out among them; only the first are told.
    pub problems: Vec<RowProblem>,
}

/// What is wrong with one row of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The row on its page, from 0.
    pub row: usize,
    /// Whether the row was left out.
    pub severity: Severity,
    /// For a person.
    pub message: String,
}

/// How bad a problem of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The row was left out: nothing can be planned on it.
    Unusable,
    /// The row is there, and someone should look at it.
    Doubtful,
}

/// Why a body is no page of a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Not JSON.
    #[error("The list is not readable: {0}")]
    Json(#[from] json::JsonError),
    /// JSON, but not a list.
    #[error("The answer is not a SCIM list: {0}")]
    Shape(String),
}

impl<R> Default for ListPage<R> {
    fn default() -> Self {
        Self {
            total_results: 0,
            start_index: None,
            items_per_page: None,
            next_cursor: None,
            previous_cursor: None,
            rows_received: 0,
            resources: Vec::new(),
            rows_unusable: 0,
            problems: Vec::new(),
        }
    }
}

impl<R> ListPage<R> {
    /// The same page with other rows.
    pub(crate) fn map<T>(self, row: impl FnMut(R) -> T) -> ListPage<T> {
        ListPage {
            total_results: self.total_results,
            start_index: self.start_index,
            items_per_page: self.items_per_page,
            next_cursor: self.next_cursor,
            previous_cursor: self.previous_cursor,
            rows_received: self.rows_received,
            resources: self.resources.into_iter().map(row).collect(),
            rows_unusable: self.rows_unusable,
            problems: self.problems,
        }
    }
}

impl ListRow for Resource {
    fn id(&self) -> Option<&str> {
        Self::id(self)
    }

    fn read_page(body: &[u8]) -> Result<ListPage, ListError> {
        ListPage::parse(body)
    }
}

impl ListPage {
    /// Reads a body.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ListError> {
        Self::from_value(json::parse(body)?)
    }

    /// Reads a JSON value. `Resources` may be absent, null or spelled in lower case, numbers may be texts.
    pub(crate) fn from_value(value: Value) -> Result<Self, ListError> {
        let Value::Object(mut body) = value else { return Err(shape("it is not a JSON object")) };
        if body.contains_key("@odata.context") || body.contains_key("@odata.nextLink") {
            return Err(shape("it is an answer of Microsoft Graph (OData)"));
        }
        let total_results =
            number(&body, "totalResults")?.ok_or_else(|| shape("totalResults is missing"))?;
        let mut page = Self {
            total_results,
            start_index: number(&body, "startIndex")?,
            items_per_page: number(&body, "itemsPerPage")?,
            next_cursor: cursor(&body, "nextCursor")?,
            previous_cursor: cursor(&body, "previousCursor")?,
            ..Self::default()
        };
        let rows = key_of(&body, "Resources").map(str::to_owned);
        match rows.and_then(|key| body.swap_remove(&key)) {
            None => {}
            Some(Value::Null) if total_results == 0 => {}
            Some(Value::Array(rows)) => page.take_rows(rows),
            Some(_) => return Err(shape("Resources is not an array")),
        }
        Ok(page)
    }

    fn take_rows(&mut self, rows: Vec<Value>) {
        let mut ids = HashMap::with_capacity(rows.len());
        let mut names = HashMap::with_capacity(rows.len());
        self.rows_received = rows.len() as u64;
        self.resources.reserve(rows.len());
        for (row, value) in rows.into_iter().enumerate() {
            let Value::Object(map) = value else {
                self.problem(row, Severity::Unusable, "The row is not an object".to_owned());
                continue;
            };
            let resource = Resource::from_map(map);
            let id = match resource.get("id") {
                Some(Value::String(id)) if !id.is_empty() => id.clone(),
                Some(Value::String(_)) | None => {
                    self.problem(row, Severity::Unusable, "The row has no id".to_owned());
                    continue;
                }
                Some(_) => {
                    self.problem(
                        row,
                        Severity::Unusable,
                        "The id of the row is not a text".to_owned(),
                    );
                    continue;
                }
            };
            if let Some(first) = ids.get(&id).and_then(|index: &usize| self.resources.get(*index)) {
                if *first != resource {
                    let message = format!("Two different rows have the id {}", quote(&id));
                    self.problem(row, Severity::Unusable, message);
                }
                continue;
            }
            ids.insert(id, self.resources.len());
            self.doubt(row, &resource, &mut names);
            self.resources.push(resource);
        }
    }

    /// Looks for what is no reason to leave a row out, but for someone to look at it.
    fn doubt(&mut self, row: usize, resource: &Resource, names: &mut HashMap<String, usize>) {
        if let Some(name) = resource.text("userName")
            && let Some(other) = names.insert(name.to_lowercase(), row)
        {
            let message = format!(
                "The userName {} differs from that of row {} in case only",
                quote(name),
                other + 1
            );
            self.problem(row, Severity::Doubtful, message);
        }
        if let Some(key) = case_variant(resource.as_map()) {
            let message =
                format!("The name {} stands twice in the row, in different case", quote(key));
            self.problem(row, Severity::Doubtful, message);
        }
        let active = resource.get("active").filter(|active| !active.is_null());
        if active.is_some_and(|active| boolean(active).is_none()) {
            self.problem(row, Severity::Doubtful, "active is neither true nor false".to_owned());
        }
    }

    fn problem(&mut self, row: usize, severity: Severity, message: String) {
        self.rows_unusable += u64::from(severity == Severity::Unusable);
        if self.problems.len() < limits::PAGE_PROBLEMS {
            self.problems.push(RowProblem { row, severity, message });
        }
    }
}

/// A key that stands in an object twice, in different case; nested objects are searched as well.
fn case_variant(map: &Map<String, Value>) -> Option<&str> {
    let clash = if map.len() <= FEW_KEYS {
        let is_clash = |index: usize, key: &str| {
            map.keys().take(index).any(|other| other.eq_ignore_ascii_case(key))
        };
        map.keys().enumerate().find(|(index, key)| is_clash(*index, key)).map(|(_, key)| key)
    } else {
        let mut folded = HashSet::with_capacity(map.len());
        map.keys().find(|key| !folded.insert(key.to_ascii_lowercase()))
    };
    let nested = || {
        map.values().find_map(|value| match value {
            Value::Object(inner) => case_variant(inner),
            Value::Array(elements) => {
                elements.iter().filter_map(Value::as_object).find_map(case_variant)
            }
            _ => None,
        })
    };
    clash.map(String::as_str).or_else(nested)
}

fn shape(message: &str) -> ListError {
    ListError::Shape(message.to_owned())
}

fn number(body: &Map<String, Value>, name: &str) -> Result<Option<u64>, ListError> {
    let number = match field(body, name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.as_u64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    };
    number.map(Some).ok_or_else(|| shape(&format!("{name} is not a whole number from 0 on")))
}

fn cursor(body: &Map<String, Value>, name: &str) -> Result<Option<String>, ListError> {
    match field(body, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(shape(&format!("{name} is not a text"))),
    }
}
