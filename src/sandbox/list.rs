//! Lists: index paging, cursors (RFC 9865), filters, sorting, and `.search` (RFC 7644 3.4.2, 3.4.3).

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use axum::http::StatusCode;
use serde_json::Value;

use crate::limits;
use crate::sandbox::cursor::Cursor;
use crate::sandbox::document::fold;
use crate::sandbox::document::resource_type;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::reply::push_number;
use crate::sandbox::resources::members_needed;
use crate::sandbox::resources::projected;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::read_json;
use crate::sandbox::shared::read_stored;
use crate::sandbox::snapshots::Found;
use crate::sandbox::store::Extent;
use crate::sandbox::store::Key;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Members;
use crate::sandbox::store::Rows;
use crate::sandbox::store::StoreError;
use crate::scim::AttrPath;
use crate::scim::Filter;
use crate::scim::ListQuery;
use crate::scim::Resource;
use crate::scim::ScimError;
use crate::scim::ScimType;
use crate::scim::SortKey;
use crate::scim::Sorting;
use crate::scim::schema;

/// Rows in a page when the client does not say.
pub(crate) const DEFAULT_ROWS: u64 = 100;

/// GET on a collection.
pub(crate) async fn list(
    shared: &Arc<Shared>,
    kind: Kind,
    call: Call,
) -> Result<Response<Body>, Refusal> {
    answer(shared, &[kind], ListQuery::from_pairs(&call.query)?).await
}

/// POST on `.search`, of one collection or of the whole organization.
pub(crate) async fn search(
    shared: &Arc<Shared>,
    kinds: &[Kind],
    call: Call,
) -> Result<Response<Body>, Refusal> {
    answer(shared, kinds, ListQuery::from_value(&read_json(&call.body)?)?).await
}

/// One page of rows and what its envelope says.
struct Page {
    rows: Vec<(Kind, i64)>,
    total: usize,
    start_index: Option<usize>,
    next_cursor: Option<String>,
}

async fn answer(
    shared: &Arc<Shared>,
    kinds: &[Kind],
    query: ListQuery,
) -> Result<Response<Body>, Refusal> {
    let kinds = checked(kinds, &query)?;
    let query = Arc::new(query);
    let page = match (kinds.as_slice(), &query.filter) {
        ([kind], None) if query.sort_by.is_none() => whole(shared, *kind, &query)?,
        ([kind], Some(filter)) if query.sort_by.is_none() && query.cursor.is_none() => {
            match exact(shared, *kind, filter, &query)? {
                Some(page) => page,
                None => found(shared, &kinds, &query).await?,
            }
        }
        _ => found(shared, &kinds, &query).await?,
    };
    render(shared, &query, &page)
}

/// The kinds that the filter makes sense for; an error when it makes sense for none.
fn checked(kinds: &[Kind], query: &ListQuery) -> Result<Vec<Kind>, Refusal> {
    let Some(filter) = &query.filter else { return Ok(kinds.to_vec()) };
    let mut problem = None;
    let mut fitting = Vec::new();
    for kind in kinds {
        match filter.check(resource_type(*kind)) {
            Ok(()) => fitting.push(*kind),
            Err(error) => problem = Some(error),
        }
    }
    match problem {
        Some(error) if fitting.is_empty() => Err(error.into()),
        _ => Ok(fitting),
    }
}

fn rows_wanted(query: &ListQuery) -> usize {
    usize::try_from(query.count.unwrap_or(DEFAULT_ROWS).min(limits::PAGE_ROWS)).unwrap_or_default()
}

fn start(query: &ListQuery) -> usize {
    usize::try_from(query.start_index.unwrap_or(1)).unwrap_or(usize::MAX)
}

/// A page of the unfiltered, unsorted list, straight from the order in memory.
fn whole(shared: &Shared, kind: Kind, query: &ListQuery) -> Result<Page, Refusal> {
    let wanted = rows_wanted(query);
    let with_kind = |rows: Vec<i64>| rows.into_iter().map(|seq| (kind, seq)).collect::<Vec<_>>();
    let Some(cursor) = &query.cursor else {
        let start = start(query);
        let (rows, total) = shared.store.window(kind, start - 1, wanted);
        return Ok(Page {
            rows: with_kind(rows),
            total,
            start_index: Some(start),
            next_cursor: None,
        });
    };
    let key = kind.endpoint();
    let after = match Cursor::read(cursor, key)? {
        Cursor::Start => 0,
        Cursor::After(seq) => seq,
        Cursor::Snapshot { .. } => return Err(Cursor::unknown()),
    };
    // One more than wanted tells whether there is a next page.
    let (mut rows, total) = shared.store.after(kind, after, wanted + 1);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(|last| Cursor::After(*last).write(key));
    Ok(Page { rows: with_kind(rows), total, start_index: None, next_cursor: next })
}

/// A page of what one equality finds in an index that compares as the schema does: no row has to be read to be sure.
/// This is how Entra looks for everybody.
fn exact(
    shared: &Shared,
    kind: Kind,
    filter: &Filter,
    query: &ListQuery,
) -> Result<Option<Page>, Refusal> {
    let equalities = filter.required_equalities();
    let [(path, value @ Value::String(text))] = equalities.as_slice() else { return Ok(None) };
    if filter.to_string() != format!("{path} eq {value}") {
        return Ok(None);
    }
    let folded = fold(text);
    let Some(key) = index_key(kind, path, text, &folded) else { return Ok(None) };
    let all = shared.store.read(|rows| rows.seqs_by(kind, key))?;
    let start = start(query);
    Ok(Some(Page {
        total: all.len(),
        rows: all
            .into_iter()
            .skip(start - 1)
            .take(rows_wanted(query))
            .map(|seq| (kind, seq))
            .collect(),
        start_index: Some(start),
        next_cursor: None,
    }))
}

/// A page of a result that has to be found first.
async fn found(
    shared: &Arc<Shared>,
    kinds: &[Kind],
    query: &Arc<ListQuery>,
) -> Result<Page, Refusal> {
    let key = key_of(kinds, query);
    let wanted = rows_wanted(query);
    let now = (shared.clock)();
    let (id, rows, offset) =
        match query.cursor.as_deref().map(|cursor| Cursor::read(cursor, &key)).transpose()? {
            Some(Cursor::Snapshot { id, offset }) => {
                let rows = shared.snapshots.by_id(id, &key, now).ok_or_else(Cursor::expired)?;
                (Some(id), rows, offset)
            }
            Some(Cursor::After(_)) => return Err(Cursor::unknown()),
            Some(Cursor::Start) | None => {
                let revision = shared.store.revision();
                let (id, rows) = match shared.snapshots.current(&key, revision) {
                    Some((id, rows)) => (Some(id), rows),
                    None => (None, find(shared, kinds, query).await?),
                };
                let offset = if query.cursor.is_some() { 0 } else { start(query) - 1 };
                let several = rows.len() > wanted;
                let id = id.or_else(|| {
                    several.then(|| {
                        shared.snapshots.keep(key.clone(), revision, now, Arc::clone(&rows))
                    })
                });
                (id, rows, offset)
            }
        };
    let page: Vec<_> = rows.iter().skip(offset).take(wanted).copied().collect();
    let after = offset.saturating_add(page.len());
    let next = id.filter(|_| query.cursor.is_some() && after < rows.len() && !page.is_empty());
    Ok(Page {
        total: rows.len(),
        start_index: query.cursor.is_none().then(|| start(query)),
        next_cursor: next.map(|id| Cursor::Snapshot { id, offset: after }.write(&key)),
        rows: page,
    })
}

/// What makes two results the same.
fn key_of(kinds: &[Kind], query: &ListQuery) -> String {
    let mut key = String::new();
    for kind in kinds {
        key.push_str(kind.endpoint());
        key.push('\n');
    }
    if let Some(filter) = &query.filter {
        key.push_str(&filter.to_string());
    }
    if let Some(path) = &query.sort_by {
        // Writing to a String cannot fail.
        write!(key, "\n{path} {:?}", query.sort_order).unwrap_or_default();
    }
    key
}

/// Finds through an index where the filter names one; reads everything off the async threads where not.
async fn find(
    shared: &Arc<Shared>,
    kinds: &[Kind],
    query: &Arc<ListQuery>,
) -> Result<Found, Refusal> {
    if let ([kind], Some(filter), None) = (kinds, &query.filter, &query.sort_by)
        && let Some(rows) = shared.store.read(|rows| indexed(rows, *kind, filter))?
    {
        return Ok(rows.into_iter().map(|seq| (*kind, seq)).collect());
    }
    let (shared, kinds, query) = (Arc::clone(shared), kinds.to_vec(), Arc::clone(query));
    let scan = tokio::task::spawn_blocking(move || scan(&shared, &kinds, &query));
    scan.await.map_err(|error| {
        tracing::error!(%error, "a scan ended early");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The list could not be read")
    })?
}

/// The matches, when an equality of the filter is the key of an index: every match must satisfy it.
fn indexed(rows: &Rows<'_>, kind: Kind, filter: &Filter) -> Result<Option<Vec<i64>>, Refusal> {
    for (path, value) in filter.required_equalities() {
        let Value::String(text) = value else { continue };
        let folded = fold(text);
        let Some(key) = index_key(kind, &path, text, &folded) else { continue };
        let mut matches = Vec::new();
        for seq in rows.seqs_by(kind, key)? {
            let Some(stored) = rows.by_seq(kind, seq, Members::Listed)? else { continue };
            if filter.matches(&read_stored(&stored.body)?, resource_type(kind)) {
                matches.push(seq);
            }
        }
        return Ok(Some(matches));
    }
    Ok(None)
}

fn index_key<'a>(kind: Kind, path: &AttrPath, text: &'a str, folded: &'a str) -> Option<Key<'a>> {
    let core = resource_type(kind).schema.id;
    let urn = path.schema.as_deref().filter(|urn| !urn.eq_ignore_ascii_case(core));
    let is = |name: &str| path.attribute.eq_ignore_ascii_case(name);
    if let Some(urn) = urn {
        let verkada = urn.eq_ignore_ascii_case(schema::VERKADA_CORE_USER) && is("externalId");
        return (kind == Kind::User && verkada).then_some(Key::VerkadaExternalId(text));
    }
    match (kind, path.sub_attribute.as_deref()) {
        (_, None) if is("id") => Some(Key::Id(text)),
        (_, None) if is("externalId") => Some(Key::ExternalId(text)),
        (Kind::User, None) if is("userName") => Some(Key::UserName(folded)),
        (Kind::User, None) if is("emails") => Some(Key::Mail(folded)),
        (Kind::User, Some(part)) if is("emails") && part.eq_ignore_ascii_case("value") => {
            Some(Key::Mail(folded))
        }
        (Kind::Group, None) if is("displayName") => Some(Key::DisplayName(folded)),
        _ => None,
    }
}

/// Reads everything, keeps what matches, and sorts it; equal keys stay in the order of creation.
fn scan(shared: &Shared, kinds: &[Kind], query: &ListQuery) -> Result<Found, Refusal> {
    let mut matches = Vec::new();
    let mut order = None;
    for kind in kinds {
        let resource_type = resource_type(*kind);
        let sorting = match &query.sort_by {
            Some(path) => Sorting::new(path, query.sort_order, resource_type),
            None => Err(ScimError::new(ScimType::InvalidPath, "nothing to sort by")),
        };
        let sorting = match (sorting, kinds) {
            (Ok(sorting), _) => Some(sorting),
            (Err(error), [_]) if query.sort_by.is_some() => return Err(error.into()),
            // Over both kinds an attribute that only one of them has is no value for the other.
            (Err(_), _) => None,
        };
        order = order.or(sorting);
        shared.store.read(|rows| {
            rows.scan(*kind, Members::Listed, |seq, body| {
                let needs_resource = query.filter.is_some() || sorting.is_some();
                let resource =
                    if needs_resource { read_stored(body)? } else { Resource::default() };
                if query
                    .filter
                    .as_ref()
                    .is_none_or(|filter| filter.matches(&resource, resource_type))
                {
                    let key = sorting.map_or(SortKey::Unassigned, |sorting| sorting.key(&resource));
                    matches.push((key, (*kind, seq)));
                }
                Ok::<(), Refusal>(())
            })
        })?;
    }
    if let Some(sorting) = order {
        matches.sort_by(|(left, _), (right, _)| sorting.compare(left, right));
    }
    Ok(matches.into_iter().map(|(_, row)| row).collect())
}

fn render(shared: &Shared, query: &ListQuery, page: &Page) -> Result<Response<Body>, Refusal> {
    let mut head =
        format!("{{\"schemas\":[\"{}\"],\"totalResults\":{}", schema::LIST_RESPONSE, page.total);
    if let Some(start_index) = page.start_index {
        head.push_str(",\"startIndex\":");
        push_number(&mut head, start_index);
    }
    head.push_str(",\"Resources\":[");
    let row_bytes = if query.projection.is_id_alone() { 320 } else { 2048 };
    let mut body = Vec::with_capacity(head.len() + row_bytes * page.rows.len() + 64);
    body.extend_from_slice(head.as_bytes());
    let sent = shared.store.read(|rows| push_page(rows, query, page, &mut body))?;
    let mut tail = String::from("],\"itemsPerPage\":");
    push_number(&mut tail, sent);
    if let Some(cursor) = &page.next_cursor {
        tail.push_str(",\"nextCursor\":\"");
        tail.push_str(cursor);
        tail.push('"');
    }
    tail.push('}');
    body.extend_from_slice(tail.as_bytes());
    Ok(reply::json(StatusCode::OK, body))
}

fn push_page(
    rows: &Rows<'_>,
    query: &ListQuery,
    page: &Page,
    body: &mut Vec<u8>,
) -> Result<usize, Refusal> {
    let mut sent = 0;
    let extent = if query.projection.is_default() {
        Some(Extent::Whole)
    } else {
        query.projection.is_id_alone().then_some(Extent::Id)
    };
    if let (Some(extent), Some((kind, _))) = (extent, page.rows.first())
        && page.rows.iter().all(|(other, _)| other == kind)
    {
        let seqs: Vec<i64> = page.rows.iter().map(|(_, seq)| *seq).collect();
        // A page of large groups may be short (RFC 7644 3.4.2.4); a cursor has promised what comes next.
        let most = if page.start_index.is_some() { limits::SANDBOX_PAGE_BYTES } else { usize::MAX };
        return Ok(rows.push_rows(*kind, &seqs, extent, most, body)?);
    }
    for (kind, seq) in &page.rows {
        let members = members_needed(*kind, &query.projection);
        let Some(stored) = rows.by_seq(*kind, *seq, members)? else { continue };
        if sent > 0 {
            body.push(b',');
        }
        if query.projection.is_default() {
            body.extend_from_slice(&stored.body);
        } else {
            body.extend_from_slice(&projected(*kind, &stored.body, &query.projection)?);
        }
        sent += 1;
    }
    Ok::<_, StoreError>(sent).map_err(Refusal::from)
}
