//! What the desk keeps of one connection beside its address: whom to protect, which domains, what is known of its token.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The desk's own notes on one connection; the sandbox has some too. Never a secret.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Care {
    /// People who can not be taken away, by userName.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) protected: Vec<String>,
    /// Domains, where the connection does not tell them itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) domains: Vec<String>,
    /// What is known of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<TokenCare>,
    /// What another version of this program wrote here.
    #[serde(flatten)]
    pub(crate) rest: Map<String, Value>,
}

/// What is known of a token and may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TokenCare {
    /// When it was made, or first given to this desk.
    pub(crate) made_at: Option<Timestamp>,
    /// The first bytes of its SHA-256.
    pub(crate) fingerprint: String,
    /// Its last characters.
    pub(crate) hint: String,
    /// When the server last took it.
    pub(crate) proven_at: Option<Timestamp>,
    /// The port of the sandbox it is bound to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) port: Option<u16>,
}

impl Care {
    /// Whether there is anything to keep.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody can not be taken away; the case of userNames does not matter (RFC 7643, section 4.1.1).
    pub(crate) fn protects(&self, user_name: &str) -> bool {
        self.protected.iter().any(|protected| protected.eq_ignore_ascii_case(user_name))
    }
}
