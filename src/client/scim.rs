//! A SCIM service provider as a client sees it: lists, single resources, searches. Nothing here changes anything.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::client::auth::Authorization;
use crate::client::discovery::Discovery;
use crate::client::endpoint::Target;
use crate::client::error::{Error, ErrorKind};
use crate::client::http::{Call, Content, Http};
use crate::client::listing::{Listing, Only};
use crate::limits;
use crate::scim::schema::{self, ResourceType};
use crate::scim::{
    Filter, ListPage, ListRow, ListedGroup, ListedUser, Resource, ResourceId, Walk, json,
};
use crate::verkada::ScimToken;

/// A page at least this large is parsed outside of the threads that read sockets. Smaller ones are not: what a thread allocates
/// and others free comes back to the system late.
const LARGE_BODY: usize = 8 * 1024 * 1024;

/// Reads one organization. Clones share the connection.
#[derive(Clone)]
pub struct ScimClient(Arc<Inner>);

struct Inner {
    http: Http,
    authorization: Authorization,
    by_cursor: AtomicBool,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Collection {
    /// People.
    Users,
    /// Groups.
    Groups,
}

impl Collection {
    pub(crate) const fn endpoint(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Groups => "Groups",
        }
    }

    pub(crate) const fn resource_type(self) -> &'static ResourceType {
        match self {
            Self::Users => &schema::USER,
            Self::Groups => &schema::GROUP,
        }
    }

    pub(super) const fn reading_list(self) -> &'static str {
        match self {
            Self::Users => "Read users",
            Self::Groups => "Read groups",
        }
    }

    const fn reading_one(self) -> &'static str {
        match self {
            Self::Users => "Read a user",
            Self::Groups => "Read a group",
        }
    }
}

impl ScimClient {
    /// Binds a token to a connection. The token never goes anywhere else.
    pub fn new(http: Http, token: &ScimToken) -> Result<Self, Error> {
        let authorization = Authorization::new(token)?;
        let by_cursor = AtomicBool::new(false);
        Ok(Self(Arc::new(Inner { http, authorization, by_cursor })))
    }

    /// The connection below.
    pub fn http(&self) -> &Http {
        &self.0.http
    }

    pub(crate) fn authorization(&self) -> &Authorization {
        &self.0.authorization
    }

    /// Reads a whole list, page by page.
    pub fn list(&self, collection: Collection) -> Listing {
        Listing::new(self.clone(), collection, None, self.walk())
    }

    /// Reads all people, page by page, as a table shows them: far faster than whole.
    pub fn list_people(&self) -> Listing<ListedUser> {
        Listing::new(self.clone(), Collection::Users, None, self.walk())
    }

    /// Reads all groups, page by page, as a table shows them.
    pub fn list_groups(&self) -> Listing<ListedGroup> {
        Listing::new(self.clone(), Collection::Groups, None, self.walk())
    }

    /// Reads what a filter finds, page by page. Rows that do not satisfy it are dropped: servers ignore filters or parts of them.
    pub fn list_matching(&self, collection: Collection, filter: Filter) -> Listing {
        let query = filter.to_string();
        let keep = move |row: &Resource| filter.matches(row, collection.resource_type());
        let only = Only { query, keep: Box::new(keep) };
        Listing::new(self.clone(), collection, Some(only), self.walk())
    }

    /// Reads one resource.
    pub async fn get(&self, collection: Collection, id: &ResourceId) -> Result<Resource, Error> {
        let doing = collection.reading_one();
        let target = self.http().endpoint().resource(collection.endpoint(), id);
        let body = self.call(doing, target).await?;
        let value = json::parse(&body).map_err(|error| malformed(doing, &error))?;
        let resource = Resource::from_value(value).map_err(|error| malformed(doing, &error))?;
        if resource.id() != Some(id.as_str()) {
            return Err(Error::new(
                ErrorKind::Malformed,
                doing,
                "the server sent another resource than was asked for",
            ));
        }
        Ok(resource)
    }

    /// Searches. Servers ignore filters or parts of them, so every row is checked here as well.
    pub async fn find(&self, collection: Collection, filter: &Filter) -> Result<Found, Error> {
        let query = [
            ("filter", filter.to_string()),
            ("startIndex", "1".to_owned()),
            ("count", limits::PAGE_ROWS.to_string()),
        ];
        let page = self.page(collection, &query).await?;
        Ok(Found::checked(page, collection, filter))
    }

    /// Asks for as little as there is, to see whether the server takes the token. Returns how long the answer took.
    pub async fn probe(&self) -> Result<Duration, Error> {
        let began = Instant::now();
        self.page(Collection::Users, &[("count", "1".to_owned())]).await?;
        Ok(began.elapsed())
    }

    /// Reads one page of a list with the given parameters.
    pub(crate) async fn page(
        &self,
        collection: Collection,
        query: &[(&str, String)],
    ) -> Result<ListPage, Error> {
        self.page_of(collection, query).await
    }

    /// Reads one page of a list, in as much detail as the rows have.
    pub(crate) async fn page_of<R: ListRow>(
        &self,
        collection: Collection,
        query: &[(&str, String)],
    ) -> Result<ListPage<R>, Error> {
        let doing = collection.reading_list();
        let target = self.http().endpoint().collection(collection.endpoint(), query);
        let body = self.call(doing, target).await?;
        let parsed = if body.len() < LARGE_BODY {
            R::read_page(&body)
        } else {
            let parsing = tokio::task::spawn_blocking(move || R::read_page(&body)).await;
            parsing.map_err(|failure| malformed(doing, &failure))?
        };
        parsed.map_err(|error| malformed(doing, &error))
    }

    fn walk(&self) -> Walk {
        if self.0.by_cursor.load(Ordering::Relaxed) { Walk::by_cursor() } else { Walk::by_index() }
    }

    /// Lists begin from now on as the server prefers it.
    pub(crate) fn heed(&self, found: &Discovery) {
        self.0.by_cursor.store(found.prefers_cursors, Ordering::Relaxed);
    }

    /// Sends a GET with the token.
    pub(crate) async fn call(
        &self,
        doing: &'static str,
        target: Option<Target>,
    ) -> Result<Vec<u8>, Error> {
        let target = target
            .ok_or_else(|| Error::new(ErrorKind::Settings, doing, "no URL can be built for it"))?;
        let authorization = Some(&self.0.authorization);
        let content = Content::default();
        let call = Call { doing, method: Method::GET, target, authorization, content };
        self.http().send(&call).await.map(|answer| answer.body)
    }
}

/// What a search found.
#[derive(Debug)]
pub struct Found {
    /// The rows that satisfy the filter.
    pub matching: Vec<Resource>,
    /// Rows the server sent although they do not satisfy the filter: it ignores the filter or a part of it.
    pub unrelated: u64,
    /// Rows the server speaks of beyond the first page, which were not read.
    pub further: u64,
}

impl Found {
    /// What of a page satisfies the filter that was sent.
    pub(crate) fn checked(page: ListPage, collection: Collection, filter: &Filter) -> Self {
        let matching: Vec<_> = page
            .resources
            .into_iter()
            .filter(|row| filter.matches(row, collection.resource_type()))
            .collect();
        let unrelated = page.rows_received.saturating_sub(matching.len() as u64);
        let further = page.total_results.saturating_sub(page.rows_received);
        Self { matching, unrelated, further }
    }
}

pub(crate) fn malformed(doing: &'static str, error: &dyn std::error::Error) -> Error {
    let reason = crate::client::body::one_line(&error.to_string(), limits::ERROR_SHOWN_CHARS);
    Error::new(ErrorKind::Malformed, doing, format!("the answer is not valid SCIM: {reason}"))
}
