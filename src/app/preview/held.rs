//! What Command holds, from a file: a SCIM list of users as `GET /Users` answers it, or a JSON list of them.

use std::path::Path;

use serde_json::Value as Json;

use crate::app::scripts::about;
use crate::app::scripts::name;
use crate::entra::Holdings;
use crate::entra::ObjectMapping;
use crate::entra::ReportWarning;
use crate::scim::json;
use crate::verkada::count;

/// Reads what Command holds. What is left out, and a list that is not whole, is told: whoever is missing counts as new.
pub(super) fn read(
    mapping: &ObjectMapping,
    path: &Path,
    warnings: &mut Vec<ReportWarning>,
) -> Result<Holdings, String> {
    let problem = |problem: String| about(path, problem);
    let value = json::parse(&crate::app::scripts::read(path)?)
        .map_err(|error| problem(format!("This is not valid JSON. {error}")))?;
    let mut warn = |message: String| warnings.push(ReportWarning::of_file(&name(path), message));
    let resources = match value {
        Json::Array(resources) => resources,
        Json::Object(mut list) => match list.remove("Resources") {
            Some(Json::Array(resources)) => {
                warn_of_pages(&list, resources.len(), &mut warn);
                resources
            }
            _ => {
                return Err(problem(
                    "This is no list of users: Resources is missing. Save the answer to GET /Users.".into(),
                ));
            }
        },
        _ => return Err(problem("This is no list of users.".into())),
    };
    let mut holdings = Holdings::new(mapping);
    let mut left_out = LEFT_OUT.map(|words| (0, words));
    for resource in &resources {
        if let Some((count, _)) = odd(resource).and_then(|odd| left_out.get_mut(odd as usize)) {
            *count += 1;
        } else if let Some(resource) = resource.as_object() {
            holdings.push(resource).map_err(|full| problem(full.to_string()))?;
        }
    }
    for (some, words) in left_out.into_iter().filter(|(some, _)| *some > 0) {
        let (some, all) = (count(some), count(resources.len()));
        warn(format!(
            "{some} of {all} entries {words} and are left out: they count as not in Command."
        ));
    }
    Ok(holdings)
}

/// A list of which this is not all.
fn warn_of_pages(list: &serde_json::Map<String, Json>, here: usize, warn: &mut impl FnMut(String)) {
    let total = list.get("totalResults").and_then(Json::as_u64);
    let total = total.and_then(|total| usize::try_from(total).ok()).filter(|total| *total > here);
    let has_more =
        list.get("nextCursor").and_then(Json::as_str).is_some_and(|next| !next.is_empty());
    let of = match total {
        Some(total) => format!("{} of {} users", count(here), count(total)),
        None if has_more => format!("one page of users ({})", count(here)),
        None => return,
    };
    warn(format!(
        "The list holds {of}, and everybody else counts as not in Command. Read all pages and put their Resources into one list."
    ));
}

/// Why an entry is nobody.
#[derive(Clone, Copy)]
enum Odd {
    NoObject,
    NumericId,
    OtherId,
    NoId,
}

/// In the order of [`Odd`].
const LEFT_OUT: [&str; 4] = [
    "are no objects",
    "have an id that is no text",
    "have their id under a name in another case than “id”",
    "have no id",
];

fn odd(resource: &Json) -> Option<Odd> {
    let Some(resource) = resource.as_object() else { return Some(Odd::NoObject) };
    match resource.get("id") {
        Some(Json::String(id)) if !id.is_empty() => None,
        None | Some(Json::Null | Json::String(_)) => {
            let is_other = resource.keys().any(|key| key != "id" && key.eq_ignore_ascii_case("id"));
            Some(if is_other { Odd::OtherId } else { Odd::NoId })
        }
        Some(_) => Some(Odd::NumericId),
    }
}
