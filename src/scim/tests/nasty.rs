//! Nasty inputs of the areas that the protocol answers for.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::nasty::{Item, Outcome, check_area};
use crate::scim::list::Severity;
use crate::scim::patch::PatchPath;
use crate::scim::quote::{is_deceptive, quote};
use crate::scim::schema::{Attribute, GROUP, USER, Uniqueness};
use crate::scim::tests::quick;
use crate::scim::tests::{barbara, minimal, read_query, tour_guides};
use crate::scim::{
    Filter, ListPage, ListQuery, PartialReason, PatchRequest, Resource, ResourceId, Walk, json,
};

#[test]
fn nasty_filters_end_as_declared() {
    check_area("scim-filter", |item| {
        let Some(text) = item.text() else { return Some(Outcome::error("The query is not UTF-8")) };
        let names =
            ["filter", "startIndex", "count", "cursor", "sortBy", "sortOrder", "attributes"];
        let is_query = names
            .iter()
            .any(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')));
        Some(if is_query { query(text) } else { filter(text) })
    });
}

fn query(text: &str) -> Outcome {
    match read_query(text) {
        Err(error) => Outcome::error(error),
        Ok(ListQuery { filter: Some(filter), .. }) => matching(&filter),
        Ok(_) => Outcome::of(&["ok", "ok-clamp"]),
    }
}

fn filter(text: &str) -> Outcome {
    match Filter::parse(text) {
        Err(error) => {
            assert!(error.position <= text.chars().count());
            Outcome::error(error)
        }
        Ok(filter) => matching(&filter),
    }
}

fn matching(filter: &Filter) -> Outcome {
    let printed = filter.to_string();
    assert_eq!(Filter::parse(&printed).as_ref(), Ok(filter), "what is printed must read the same");
    let resource_type = match (filter.check(&USER), filter.check(&GROUP)) {
        (Ok(()), _) => &USER,
        (Err(_), Ok(())) => &GROUP,
        (Err(error), Err(_)) => return Outcome::error(error),
    };
    let rows = [barbara(), minimal(), tour_guides()];
    match rows.iter().filter(|row| filter.matches(row, resource_type)).count() {
        0 => Outcome::of(&["ok", "ok-empty", "ok-literal"]),
        _ => Outcome::of(&["ok"]),
    }
}

#[test]
fn nasty_paths_end_as_declared() {
    check_area("patch-path", |item| {
        let Some(text) = item.text() else { return Some(Outcome::error("The path is not UTF-8")) };
        let path = match PatchPath::parse(text) {
            Ok(path) => path,
            Err(error) => return Some(Outcome::error(error)),
        };
        assert_eq!(
            PatchPath::parse(&path.to_string()).as_ref(),
            Ok(&path),
            "what is printed must read the same"
        );
        if let (Err(error), Err(_)) = (path.place(&USER), path.place(&GROUP)) {
            return Some(Outcome::error(error));
        }
        let removed = changed(&patch_of(json!({ "op": "remove", "path": text })));
        let removed = removed.map_or(0, |(before, after)| lost_elements(&before, &after));
        // Adding and replacing may be refused for their value, but must not panic.
        for op in ["add", "replace"] {
            drop(changed(&patch_of(json!({ "op": op, "path": text, "value": "x" }))));
        }
        Some(if removed > 1 { Outcome::of(&["ok", "confirm"]) } else { Outcome::of(&["ok"]) })
    });
}

#[test]
fn nasty_operations_end_as_declared() {
    check_area("patch-op", |item| {
        let request = match json::parse(&item.input) {
            Ok(body) => PatchRequest::from_value(body),
            Err(error) => return Some(Outcome::error(error)),
        };
        let (before, after) = match request.and_then(|request| changed(&request)) {
            Ok(both) => both,
            Err(error) => return Some(Outcome::error(error)),
        };
        // What the schema declares unique, by its case rule.
        let is_taken = |attribute: &&Attribute| {
            let value = |row: &Resource| {
                let text = row.text(attribute.name).map(str::to_owned);
                if attribute.case_exact { text } else { text.map(|text| text.to_ascii_lowercase()) }
            };
            attribute.uniqueness == Uniqueness::Server
                && value(&after).is_some()
                && value(&after) == value(&minimal())
        };
        if USER.schema.attributes.iter().any(|attribute| is_taken(&attribute)) {
            return Some(Outcome::error("409 uniqueness"));
        }
        let lost = lost_elements(&before, &after);
        Some(if lost > 1 { Outcome::of(&["ok", "confirm"]) } else { Outcome::of(&["ok"]) })
    });
}

fn patch_of(operation: Value) -> PatchRequest {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation] });
    PatchRequest::from_value(body).unwrap()
}

/// Applies a request to a person, or else to a group; the resource before and after.
fn changed(request: &PatchRequest) -> Result<(Resource, Resource), crate::scim::ScimError> {
    let mut refusal = None;
    for (before, resource_type) in [(barbara(), &USER), (tour_guides(), &GROUP)] {
        let mut after = before.clone();
        match request.apply(&mut after, resource_type) {
            Ok(_) => {
                let once = after.clone();
                drop(request.apply(&mut after, resource_type));
                return Ok((before, once));
            }
            Err(error) => {
                assert_eq!(after, before, "a refused request must leave everything as it was");
                refusal.get_or_insert(error);
            }
        }
    }
    Err(refusal.unwrap())
}

fn lost_elements(before: &Resource, after: &Resource) -> usize {
    let count = |value: Option<&Value>| value.and_then(Value::as_array).map_or(0, Vec::len);
    before
        .as_map()
        .iter()
        .map(|(name, value)| count(Some(value)).saturating_sub(count(after.get(name))))
        .sum()
}

#[test]
fn nasty_ids_end_as_declared() {
    check_area("resource-id", |item| {
        Some(match item.text().map(ResourceId::parse) {
            None => Outcome::error("The id is not UTF-8"),
            Some(Err(error)) => Outcome::error(error),
            Some(Ok(id)) => {
                assert_eq!(Some(id.as_str()), item.text());
                Outcome::of(&["ok"])
            }
        })
    });
}

#[test]
fn nasty_lists_end_as_declared() {
    check_area("list-response", |item| {
        match item.text().and_then(|text| text.strip_prefix("scenario:")) {
            Some(scenario) => play(scenario),
            None => Some(page(item)),
        }
    });
}

fn page(item: &Item) -> Outcome {
    quick::check(&item.input);
    let mut page = match ListPage::parse(&item.input) {
        Ok(page) => page,
        Err(error) => return Outcome::error(error),
    };
    if let Some(problem) =
        page.problems.iter().find(|problem| problem.severity == Severity::Unusable)
    {
        return Outcome::error(&problem.message);
    }
    if let Some(problem) = page.problems.first() {
        return Outcome::saying(&["warn"], &problem.message);
    }
    let strings =
        page.resources.iter().flat_map(|row| row.as_map().values()).filter_map(Value::as_str);
    let is_hostile = |text: &&str| text.chars().any(is_deceptive);
    let hostile: Vec<_> = strings.filter(is_hostile).map(quote).collect();
    assert!(hostile.iter().all(|quoted| !quoted.chars().any(is_deceptive)));
    let mut walk = Walk::by_index();
    walk.take(&mut page);
    match walk.finish() {
        _ if !hostile.is_empty() => Outcome::of(&["sanitize"]),
        Ok(_) => Outcome::of(&["ok"]),
        Err(partial) if partial.reason == PartialReason::Interrupted => {
            Outcome::saying(&["ok", "incomplete"], partial)
        }
        // Without a single row it is as much an error as an end.
        Err(partial) if partial.read == 0 => Outcome::saying(&["stop", "error"], partial),
        Err(partial) => Outcome::saying(&["stop"], partial),
    }
}

/// A server that behaves as a scenario says. `None` for what cannot be told from pages alone.
fn play(scenario: &str) -> Option<Outcome> {
    let number = |behind: &str| -> Option<usize> {
        let digits = scenario.split_once(behind)?.1.trim_start().replace(',', "");
        digits.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
    };
    let has = |words: &str| scenario.contains(words);
    let server: Box<dyn Fn(usize) -> Option<Value>> = if has("same 100 ids")
        || has("ignores startIndex")
    {
        let total = number("totalResults").unwrap_or(5000);
        Box::new(move |_| Some(rows(total, 0..100, None)))
    } else if has(" caps ") || has("at most") || has("itemsPerPage") {
        // Fewer rows on a page than were asked for.
        Box::new(|page| Some(rows(500, page * 100..(page * 100 + 100).min(500), None)))
    } else if has("nextCursor is always") || has("nextLink points to the same") {
        Box::new(|page| Some(rows(5000, page * 100..page * 100 + 100, Some("abc"))))
    } else if has("cycles") {
        Box::new(|page| Some(rows(5000, page * 100..page * 100 + 100, Some(["a", "b"][page % 2]))))
    } else if has("totalResults grows") {
        Box::new(|page| Some(rows(10 + page, page..page + 1, None)))
    } else if has("inserted on page 1") {
        // The row that was last on a page comes again as the first of the next.
        Box::new(|page| match page {
            0 | 1 => Some(rows(400, page * 100..page * 100 + 100, None)),
            page => Some(rows(401, page * 100 - 1..(page * 100 + 99).min(400), None)),
        })
    } else if has("returns 500") || has("answers 401") {
        let broken = number("page")?;
        Box::new(move |page| {
            (page + 1 < broken).then(|| rows(2000, page * 100..page * 100 + 100, None))
        })
    } else {
        return None;
    };
    let mut walk = Walk::by_index();
    let mut delivered = HashSet::new();
    let mut first_pass_end = None;
    for page in 0.. {
        assert!(page < 3_000, "the walk goes on for ever");
        let pass_page = page - first_pass_end.unwrap_or(0);
        let Some(ask) = walk.ask().cloned() else { break };
        if page > 0 && pass_page > 0 && ask.position == crate::scim::Position::Index(1) {
            first_pass_end = Some(page);
        }
        let Some(body) = server(page - first_pass_end.unwrap_or(0)) else { break };
        let mut page = ListPage::from_value(body).unwrap();
        walk.take(&mut page);
        for row in &page.resources {
            assert!(delivered.insert(row.id().unwrap().to_owned()), "a row is delivered once");
        }
    }
    Some(match walk.finish() {
        Ok(list) => {
            assert_eq!(list.len(), delivered.len());
            Outcome::of(&["ok"])
        }
        Err(partial) => match partial.reason {
            // All rows are there and counted once, but nothing may be planned on a list that moved.
            PartialReason::Drifted => Outcome::saying(&["ok", "warn"], partial),
            PartialReason::Interrupted => Outcome::saying(&["incomplete"], partial),
            _ => Outcome::saying(&["stop"], partial),
        },
    })
}

fn rows(total: usize, numbers: std::ops::Range<usize>, next_cursor: Option<&str>) -> Value {
    let rows: Vec<_> = numbers.map(|number| json!({ "id": number.to_string() })).collect();
    let mut body = json!({ "totalResults": total, "Resources": rows });
    if let Some(cursor) = next_cursor {
        body["nextCursor"] = json!(cursor);
    }
    body
}
