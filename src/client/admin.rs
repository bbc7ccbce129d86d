//! The sandbox's admin API: what a person does on Command's own pages. No other server has it.

use std::sync::Arc;

use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::client::auth::{Authorization, handed_over};
use crate::client::endpoint::Target;
use crate::client::error::{Error, ErrorKind};
use crate::client::http::{AnswerHolds, Call, Content, Http, MediaType};
use crate::client::write::version;
use crate::scim::ResourceId;
use crate::verkada::admin::{
    DeletedPage, DomainAdded, ListedDomain, MintedToken, PersonRecord, Provisioning, TokenRecord,
};
#[cfg(test)]
use crate::verkada::admin::{HoldingsAnswer, HoldingsQuestion};
use crate::verkada::{EmailDomain, ScimToken};

/// Administers one sandbox. Clones share the connection.
#[derive(Clone)]
pub(crate) struct AdminClient(Arc<Inner>);

struct Inner {
    http: Http,
    authorization: Authorization,
}

/// A SCIM token as it was handed over, once.
#[derive(Debug)]
pub(crate) struct Minted {
    /// What stays known of it.
    pub(crate) record: TokenRecord,
    /// The token; the server never says it again.
    pub(crate) token: ScimToken,
}

/// A domain that now is on the allow-list.
#[derive(Debug)]
pub(crate) struct AddedDomain {
    /// The domain as it is listed.
    pub(crate) domain: ListedDomain,
    /// The token that the first domain brings; none for a later one.
    pub(crate) minted: Option<Minted>,
}

/// One call, before it is sent.
struct Sent<'a> {
    doing: &'static str,
    method: Method,
    target: Option<Target>,
    body: Option<Value>,
    etag: Option<&'a str>,
    answer: AnswerHolds,
}

impl<'a> Sent<'a> {
    const fn new(doing: &'static str, method: Method, target: Option<Target>) -> Self {
        Self { doing, method, target, body: None, etag: None, answer: AnswerHolds::Data }
    }

    fn with_body(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    fn only_at(self, etag: Option<&'a str>) -> Self {
        Self { etag, ..self }
    }

    fn answered_with_a_token(self) -> Self {
        Self { answer: AnswerHolds::Token, ..self }
    }
}

impl AdminClient {
    /// Binds the token of the admin API to its URL. The token never goes anywhere else.
    pub(crate) fn new(http: Http, token: &ScimToken) -> Result<Self, Error> {
        let authorization = Authorization::new(token)?;
        Ok(Self(Arc::new(Inner { http, authorization })))
    }

    /// Reads the allow-list and what is known of the SCIM token.
    pub(crate) async fn provisioning(&self) -> Result<Provisioning, Error> {
        let target = self.place("provisioning", &[]);
        self.read(Sent::new("Read the domains", Method::GET, target)).await
    }

    /// Reads one page of Deleted users, the one after `after` where it is given.
    pub(crate) async fn deleted_users(&self, after: Option<&str>) -> Result<DeletedPage, Error> {
        let query: Vec<_> = after.map(|after| ("after", after.to_owned())).into_iter().collect();
        let target = self.place("deleted-users", &query);
        self.read(Sent::new("Read deleted users", Method::GET, target)).await
    }

    /// Reads everything that is kept of one person, also of a deleted one.
    pub(crate) async fn person(&self, id: &ResourceId) -> Result<PersonRecord, Error> {
        let target = self.0.http.endpoint().resource("users", id);
        self.read(Sent::new("Read a person", Method::GET, target)).await
    }

    /// Reads how much is attached to each of these people, in calls of at most 200 ids. It changes nothing, but being a
    /// POST it is not repeated after a failure.
    #[cfg(test)]
    pub(crate) async fn holdings(&self, ids: &[ResourceId]) -> Result<HoldingsAnswer, Error> {
        let mut people = Vec::with_capacity(ids.len());
        for ids in ids.chunks(200) {
            let question = HoldingsQuestion { ids: ids.iter().map(ToString::to_string).collect() };
            let target = self.place("holdings", &[]);
            let sent =
                Sent::new("Read what people hold", Method::POST, target).with_body(json!(question));
            let answer: HoldingsAnswer = self.read(sent).await?;
            people.extend(answer.people);
        }
        Ok(HoldingsAnswer { people })
    }

    /// Puts a domain on the allow-list. The first one brings the token.
    pub(crate) async fn write_add_domain(
        &self,
        domain: &EmailDomain,
    ) -> Result<AddedDomain, Error> {
        const DOING: &str = "Add a domain";
        let sent = Sent::new(DOING, Method::POST, self.place("domains", &[]))
            .with_body(json!({"name": domain.as_str()}))
            .answered_with_a_token();
        let DomainAdded { domain, token } = self.read_secret(sent).await?;
        let minted = token.map(|minted| take(DOING, minted)).transpose()?;
        Ok(AddedDomain { domain, minted })
    }

    /// Takes a domain off the allow-list.
    pub(crate) async fn write_remove_domain(&self, domain: &EmailDomain) -> Result<(), Error> {
        const DOING: &str = "Remove a domain";
        let unusable = |error| Error::new(ErrorKind::Settings, DOING, format!("{error}"));
        let name = ResourceId::parse(domain.as_str()).map_err(unusable)?;
        let target = self.0.http.endpoint().resource("domains", &name);
        self.send(Sent::new(DOING, Method::DELETE, target)).await.map(drop)
    }

    /// Makes a new SCIM token. The one before is dead at once.
    pub(crate) async fn write_refresh_token(&self) -> Result<Minted, Error> {
        const DOING: &str = "Refresh the token";
        let sent = Sent::new(DOING, Method::POST, self.place("token", &[])).answered_with_a_token();
        take(DOING, self.read_secret(sent).await?)
    }

    /// Moves a person to Deleted users, only at the version `etag` where one is given.
    pub(crate) async fn write_delete_user(
        &self,
        id: &ResourceId,
        etag: Option<&str>,
    ) -> Result<(), Error> {
        let target = self.0.http.endpoint().resource_part("users", id, "delete");
        self.send(Sent::new("Delete a user", Method::POST, target).only_at(etag)).await.map(drop)
    }

    /// Erases a person with everything attached, only at the version `etag` where one is given.
    pub(crate) async fn write_remove_user(
        &self,
        id: &ResourceId,
        etag: Option<&str>,
    ) -> Result<(), Error> {
        let target = self.0.http.endpoint().resource_part("users", id, "permanently-remove");
        let sent = Sent::new("Permanently remove a user", Method::POST, target).only_at(etag);
        self.send(sent).await.map(drop)
    }

    /// Changes one field of a person as an admin in Command would, only at the version `etag` where one is given, and reads
    /// what is kept of the person afterwards.
    #[cfg(test)]
    pub(crate) async fn write_user_field(
        &self,
        id: &ResourceId,
        field: &str,
        value: &Value,
        etag: Option<&str>,
    ) -> Result<PersonRecord, Error> {
        let target = self.0.http.endpoint().resource("users", id);
        let sent = Sent::new("Change a user in Command", Method::PATCH, target)
            .with_body(json!({field: value}))
            .only_at(etag);
        self.read(sent).await
    }

    fn place(&self, name: &str, query: &[(&str, String)]) -> Option<Target> {
        self.0.http.endpoint().collection(name, query)
    }

    async fn send(&self, sent: Sent<'_>) -> Result<Vec<u8>, Error> {
        let Sent { doing, method, target, body, etag, answer } = sent;
        let target = target
            .ok_or_else(|| Error::new(ErrorKind::Settings, doing, "no URL can be built for it"))?;
        let body = body.map(|body| body.to_string());
        let if_match = etag.map(|etag| version(doing, etag)).transpose()?;
        let content = Content {
            body: body.as_deref().map(str::as_bytes),
            media_type: MediaType::Json,
            if_match: if_match.as_ref(),
            answer,
        };
        let authorization = Some(&self.0.authorization);
        let call = Call { doing, method, target, authorization, content };
        self.0.http.send(&call).await.map(|answer| answer.body)
    }

    async fn read<T: DeserializeOwned>(&self, sent: Sent<'_>) -> Result<T, Error> {
        let doing = sent.doing;
        let body = self.send(sent).await?;
        serde_json::from_slice(&body).map_err(|error| {
            let reason = format!("the answer is not what the sandbox's admin API sends: {error}");
            Error::new(ErrorKind::Malformed, doing, reason)
        })
    }

    /// As `read`, but says nothing of what came and wipes it.
    async fn read_secret<T: DeserializeOwned>(&self, sent: Sent<'_>) -> Result<T, Error> {
        let doing = sent.doing;
        let body = Zeroizing::new(self.send(sent).await?);
        // The words of the parser may quote the token.
        serde_json::from_slice(&body).map_err(|_quoting| {
            let reason = "the answer is not what the sandbox's admin API sends";
            Error::new(ErrorKind::Malformed, doing, reason)
        })
    }
}

fn take(doing: &'static str, minted: MintedToken) -> Result<Minted, Error> {
    let MintedToken { record, secret } = minted;
    let token = handed_over(&secret)
        .map_err(|error| Error::new(ErrorKind::Malformed, doing, error.to_string()))?;
    Ok(Minted { record, token })
}
