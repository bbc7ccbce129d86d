//! Reads a plain page straight into rows. Whatever is unusual in any way is refused and left to the thorough reader.

mod fields;
mod group;
mod scan;
mod shape;
mod user;

use std::borrow::Cow;

use hashbrown::HashSet;

use crate::scim::list::{ListPage, ListRow};

use fields::Fields;
use scan::{Scan, Unusual};
use shape::{Table, Value, What};

/// A row that is read without its JSON.
pub(super) trait Plain: ListRow {
    /// The attributes that are looked at, and how.
    const ATTRIBUTES: Table;

    /// A name that no two rows of a page may share but for case.
    fn unique_name(&self) -> Option<&str>;

    /// Makes a row of what was found; `None` where something is missing.
    fn of(fields: &mut Fields<'_>) -> Option<Self>;
}

/// Reads a page; `None` where it has to be looked at thoroughly.
pub(super) fn page<R: Plain>(body: &[u8]) -> Option<ListPage<R>> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut scan = Scan::new(std::str::from_utf8(body).ok()?, R::ATTRIBUTES);
    let page = envelope(&mut scan).ok()?;
    scan.end().ok()?;
    is_plain(&page.resources).then_some(page)
}

fn envelope<R: Plain>(scan: &mut Scan<'_>) -> Result<ListPage<R>, Unusual> {
    let (mut page, mut total) = (ListPage::default(), None);
    let mut object = scan.page()?;
    while let Some(Value { what, shape }) = scan.key(&mut object)? {
        match what {
            What::Total => total = Some(scan.number()?),
            What::Start => page.start_index = Some(scan.number()?),
            What::Items => page.items_per_page = Some(scan.number()?),
            What::Next => page.next_cursor = cursor(scan)?,
            What::Previous => page.previous_cursor = cursor(scan)?,
            What::Rows => {
                let mut fields = Fields::default();
                let mut array = scan.array()?;
                while scan.element(&mut array)? {
                    fields.read(scan, shape)?;
                    page.resources.push(R::of(&mut fields).ok_or(Unusual)?);
                }
            }
            What::Foreign => return Err(Unusual),
            _ => scan.skim(shape)?,
        }
    }
    page.total_results = total.ok_or(Unusual)?;
    page.rows_received = page.resources.len() as u64;
    Ok(page)
}

fn cursor(scan: &mut Scan<'_>) -> Result<Option<String>, Unusual> {
    Ok(Some(scan.text()?.into_owned()).filter(|cursor| !cursor.is_empty()))
}

/// Whether every row is another one.
fn is_plain<R: Plain>(rows: &[R]) -> bool {
    let mut ids = HashSet::with_capacity(rows.len());
    let mut names = HashSet::with_capacity(rows.len());
    let lower = |name: &str| name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    rows.iter().all(|row| {
        let name = row.unique_name().map(|name| {
            if lower(name) { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
        });
        ids.insert(row.id()) && name.is_none_or(|name| names.insert(name))
    })
}
