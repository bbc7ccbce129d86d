//! Changes to a SCIM service provider. A write is sent once: whether it may be sent again is for its caller to find out.

use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::client::endpoint::Target;
use crate::client::error::{Error, ErrorKind};
use crate::client::gate::CallPace;
use crate::client::http::{Answer, Call, Content};
use crate::client::scim::{Collection, Found, ScimClient, malformed};
use crate::entra::{Ask, Request, ResourceKind};
use crate::scim::{Filter, Resource, ResourceId, json};

/// What a server answered to a change that it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The resource afterwards, where the server sent it. Some servers send it without the change: read it again where it
    /// matters.
    pub resource: Option<Resource>,
    /// Its version: `meta.version` of the resource, or the ETag header where no resource came.
    pub etag: Option<String>,
    /// 200, 201 or 204.
    pub status: u16,
}

/// One change, before it is sent.
struct Write<'a> {
    doing: &'static str,
    method: Method,
    target: Option<Target>,
    body: Option<&'a Value>,
    etag: Option<&'a str>,
    /// The id that a resource in the answer must have.
    id: Option<&'a ResourceId>,
}

impl Collection {
    const fn creating(self) -> &'static str {
        match self {
            Self::Users => "Create a user",
            Self::Groups => "Create a group",
        }
    }

    const fn patching(self) -> &'static str {
        match self {
            Self::Users => "Change a user",
            Self::Groups => "Change a group",
        }
    }

    const fn deleting(self) -> &'static str {
        match self {
            Self::Users => "Delete a user",
            Self::Groups => "Delete a group",
        }
    }
}

impl From<ResourceKind> for Collection {
    fn from(kind: ResourceKind) -> Self {
        match kind {
            ResourceKind::User => Self::Users,
            ResourceKind::Group => Self::Groups,
        }
    }
}

impl ScimClient {
    /// Creates a resource (RFC 7644 section 3.3). It is sent once; see [`Error::certainty`] before it is sent again.
    pub async fn write_create(
        &self,
        collection: Collection,
        body: &Value,
    ) -> Result<Written, Error> {
        let target = self.http().endpoint().collection(collection.endpoint(), &[]);
        self.write(&Write {
            doing: collection.creating(),
            method: Method::POST,
            target,
            body: Some(body),
            etag: None,
            id: None,
        })
        .await
    }

    /// Changes a resource (RFC 7644 section 3.5.2), only while it has the version `etag` where one is given. It is sent once.
    pub async fn write_patch(
        &self,
        collection: Collection,
        id: &ResourceId,
        body: &Value,
        etag: Option<&str>,
    ) -> Result<Written, Error> {
        let target = self.http().endpoint().resource(collection.endpoint(), id);
        self.write(&Write {
            doing: collection.patching(),
            method: Method::PATCH,
            target,
            body: Some(body),
            etag,
            id: Some(id),
        })
        .await
    }

    /// Deletes a resource (RFC 7644 section 3.6), only while it has the version `etag` where one is given. It is sent once.
    /// That it was not there is an error, [`ErrorKind::NotFound`]: whether that is as good as done is for the caller to say.
    pub async fn write_delete(
        &self,
        collection: Collection,
        id: &ResourceId,
        etag: Option<&str>,
    ) -> Result<Written, Error> {
        let target = self.http().endpoint().resource(collection.endpoint(), id);
        self.write(&Write {
            doing: collection.deleting(),
            method: Method::DELETE,
            target,
            body: None,
            etag,
            id: Some(id),
        })
        .await
    }

    /// Sends a change as Entra sends it. `etag` is a precondition that Entra itself never sets.
    pub async fn write_entra(
        &self,
        request: &Request,
        etag: Option<&str>,
    ) -> Result<Written, Error> {
        let collection = request.kind.into();
        match &request.ask {
            Ask::Create { body } => self.write_create(collection, body).await,
            Ask::Patch { id, body } => self.write_patch(collection, id, body, etag).await,
            Ask::Delete { id } => self.write_delete(collection, id, etag).await,
            Ask::Match { .. } => Err(Error::new(
                ErrorKind::Settings,
                "Send a change",
                "the request is a question and changes nothing",
            )),
        }
    }

    /// Asks what Entra asks before it creates or changes anything. The rows are checked here as well.
    pub async fn find_entra(&self, request: &Request) -> Result<Found, Error> {
        const DOING: &str = "Look for a match";
        let Ask::Match { filter } = &request.ask else {
            let reason = "the request is a change and no question";
            return Err(Error::new(ErrorKind::Settings, DOING, reason));
        };
        let unreadable = |error| Error::new(ErrorKind::Settings, DOING, format!("{error}"));
        let filter = Filter::parse(filter).map_err(unreadable)?;
        let collection = request.kind.into();
        let page = self.page(collection, &request.query()).await?;
        Ok(Found::checked(page, collection, &filter))
    }

    /// How fast calls may follow each other at present.
    pub fn pace(&self) -> CallPace {
        self.http().pace()
    }

    async fn write(&self, write: &Write<'_>) -> Result<Written, Error> {
        let doing = write.doing;
        let target = write
            .target
            .clone()
            .ok_or_else(|| Error::new(ErrorKind::Settings, doing, "no URL can be built for it"))?;
        let body = write.body.map(Value::to_string);
        let if_match = write.etag.map(|etag| version(doing, etag)).transpose()?;
        let content = Content {
            body: body.as_deref().map(str::as_bytes),
            if_match: if_match.as_ref(),
            ..Content::default()
        };
        let method = write.method.clone();
        let authorization = Some(self.authorization());
        let answer =
            self.http().send(&Call { doing, method, target, authorization, content }).await?;
        written(doing, answer, write)
    }
}

/// A version as a header.
pub(crate) fn version(doing: &'static str, etag: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(etag).map_err(|_unprintable| {
        let reason = "its version holds a character that no HTTP header may carry";
        Error::new(ErrorKind::Settings, doing, reason)
    })
}

/// Reads the answer to a change: 200 with or without the resource, 201, or 204.
fn written(doing: &'static str, answer: Answer, write: &Write<'_>) -> Result<Written, Error> {
    let Answer { status, etag, body } = answer;
    if ![200, 201, 204].contains(&status) {
        let reason = format!("the server took it without saying that it is done (status {status})");
        return Err(Error::new(ErrorKind::Malformed, doing, reason));
    }
    let has_body = body.iter().any(|byte| !byte.is_ascii_whitespace());
    // Nothing that came with a deletion is the resource.
    if !has_body || write.method == Method::DELETE {
        return Ok(Written { resource: None, etag, status });
    }
    let value = json::parse(&body).map_err(|error| malformed(doing, &error))?;
    let resource = Resource::from_value(value).map_err(|error| malformed(doing, &error))?;
    let Some(id) = resource.id() else {
        if write.method == Method::POST {
            let reason = "the server sent no id for what it created";
            return Err(Error::new(ErrorKind::Malformed, doing, reason));
        }
        return Ok(Written { resource: None, etag, status });
    };
    if write.id.is_some_and(|asked| asked.as_str() != id) {
        let reason = "the server sent another resource than was asked for";
        return Err(Error::new(ErrorKind::Malformed, doing, reason));
    }
    // A bare ETag header may be a hash of the body, which no If-Match would ever meet.
    let etag = resource.meta("version").map(str::to_owned);
    Ok(Written { resource: Some(resource), etag, status })
}
