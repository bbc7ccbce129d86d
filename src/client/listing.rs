//! Reads a list to its end: pages in order, several on their way where the server pages evenly.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::Instant;

use crate::client::error::{Error, ErrorKind};
use crate::client::scim::{Collection, ScimClient, malformed};
use crate::client::wait::words;
use crate::limits;
use crate::scim::{Ask, CompleteList, ListPage, ListRow, Partial, Pass, Position, Resource, Walk};

/// Most pages on their way at once.
const MOST_AHEAD: usize = 4;

type Coming<R> = Pin<Box<dyn Future<Output = (Ask, Result<ListPage<R>, Error>)> + Send>>;

/// A task that ends with the one who waits for it.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Future for AbortOnDrop<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What rows must satisfy.
pub(crate) struct Only<R> {
    /// The filter for the server.
    pub(crate) query: String,
    /// The same filter for what the server sends: servers ignore filters or parts of them.
    pub(crate) keep: Box<dyn Fn(&R) -> bool + Send>,
}

/// A list while it is read. Dropping it stops reading at once.
///
/// Only rows that were not seen before are handed on. After the last row a list of more than one page is read once more,
/// ids alone, because a single reading cannot tell whether the list stood still.
pub struct Listing<R = Resource> {
    client: ScimClient,
    collection: Collection,
    only: Option<Only<R>>,
    walk: Walk,
    deadline: Instant,
    ahead: FuturesOrdered<Coming<R>>,
    /// What the pages on their way were asked for, in order.
    asked: std::collections::VecDeque<Ask>,
    /// Pages that may be on their way at once; 1 for good once the server paged unevenly.
    width: usize,
    even: bool,
    /// Rows of a full page in this pass.
    page_rows: Option<u64>,
    narrow: bool,
    failed: bool,
}

impl<R: ListRow> Listing<R> {
    pub(crate) fn new(
        client: ScimClient,
        collection: Collection,
        only: Option<Only<R>>,
        walk: Walk,
    ) -> Self {
        Self {
            client,
            collection,
            only,
            walk,
            deadline: Instant::now() + limits::WALK,
            ahead: FuturesOrdered::new(),
            asked: std::collections::VecDeque::new(),
            width: 1,
            even: true,
            page_rows: None,
            narrow: true,
            failed: false,
        }
    }

    /// The next page; `None` at the end and after a failure. Pages of the second reading have no rows.
    pub async fn next(&mut self) -> Option<Result<ListPage<R>, Error>> {
        if self.failed {
            return None;
        }
        let ask = self.walk.ask()?.clone();
        if self.asked.front() != Some(&ask) {
            // What is on its way does not follow what came: the server does not page evenly.
            self.even &= self.asked.is_empty();
            self.forget_ahead();
            self.send(ask.clone());
        }
        let result = match tokio::time::timeout_at(self.deadline, self.ahead.next()).await {
            Ok(Some((_, result))) => result,
            Ok(None) => return None,
            Err(_elapsed) => Err(Error::new(
                ErrorKind::TimedOut,
                "Read the list",
                format!("its end was not reached in {}", words(limits::WALK)),
            )),
        };
        self.asked.pop_front();
        match result {
            Ok(mut page) => {
                self.walk.take(&mut page);
                self.look_ahead(&ask, &page);
                if let Some(only) = &self.only {
                    page.resources.retain(&only.keep);
                }
                Some(Ok(page))
            }
            Err(error) if self.may_widen(&ask, &error) => {
                self.narrow = false;
                self.forget_ahead();
                Box::pin(self.next()).await
            }
            Err(error) => {
                self.failed = true;
                self.forget_ahead();
                Some(Err(error))
            }
        }
    }

    /// Goes on after a failure with the page that failed, for another 15 minutes.
    pub fn resume(&mut self) {
        self.failed = false;
        self.deadline = Instant::now() + limits::WALK;
    }

    /// Whether the rows are all there and the list is only read again to see that it stood still.
    pub fn is_verifying(&self) -> bool {
        self.walk.ask().is_none_or(|ask| ask.pass == Pass::Ids)
    }

    /// Different rows read so far in this reading.
    pub fn read(&self) -> u64 {
        self.walk.read()
    }

    /// Rows the server speaks of.
    pub fn total(&self) -> u64 {
        self.walk.total()
    }

    /// What the reading is worth.
    pub fn finish(self) -> Result<CompleteList, Partial> {
        self.walk.finish()
    }

    /// Some servers refuse the parameter `attributes`; the ids come with whole rows as well.
    fn may_widen(&self, ask: &Ask, error: &Error) -> bool {
        ask.pass == Pass::Ids && self.narrow && error.kind() == ErrorKind::Rejected
    }

    /// Asks for the pages that should follow, as long as every page is as long as the first.
    fn look_ahead(&mut self, asked: &Ask, page: &ListPage<R>) {
        let Some(next) = self.walk.ask() else { return self.forget_ahead() };
        let (Position::Index(start), Position::Index(before)) = (&next.position, &asked.position)
        else {
            return;
        };
        if next.pass != asked.pass || start <= before {
            // Another pass: the size of its pages is not known yet.
            self.page_rows = None;
            return;
        }
        let full = *self.page_rows.get_or_insert(page.rows_received);
        self.even &= full == page.rows_received;
        if !self.even {
            return;
        }
        self.width = (self.width + 1).min(MOST_AHEAD);
        let (pass, start) = (next.pass, *start);
        let mut position = start + full * self.asked.len() as u64;
        while self.asked.len() < self.width && position <= self.walk.total() {
            self.send(Ask { pass, position: Position::Index(position) });
            position += full;
        }
    }

    fn send(&mut self, ask: Ask) {
        let mut query = vec![("count", limits::PAGE_ROWS.to_string())];
        match &ask.position {
            Position::Index(start) => query.insert(0, ("startIndex", start.to_string())),
            Position::Cursor(cursor) => query.insert(0, ("cursor", cursor.clone())),
        }
        if let Some(only) = &self.only {
            query.push(("filter", only.query.clone()));
        }
        if ask.pass == Pass::Ids && self.narrow {
            query.push(("attributes", "id".to_owned()));
        }
        let (client, collection) = (self.client.clone(), self.collection);
        self.asked.push_back(ask.clone());
        // A task of its own: one page is read while another is still being judged.
        let reading = async move { client.page_of(collection, &query).await };
        let task = AbortOnDrop(tokio::spawn(reading));
        self.ahead.push_back(Box::pin(async move {
            let page = task
                .await
                .unwrap_or_else(|failure| Err(malformed(collection.reading_list(), &failure)));
            (ask, page)
        }));
    }

    fn forget_ahead(&mut self) {
        self.ahead = FuturesOrdered::new();
        self.asked.clear();
    }
}
