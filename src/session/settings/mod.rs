//! What is kept between runs: looks, connections, table layouts. Never a secret.

mod care;
mod file;
mod folders;
mod reader;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::entra::Dialect;
use crate::session::connection::ConnectionKind;
use crate::session::connection::Profile;
use crate::session::connection::TokenState;

pub(crate) use care::{Care, TokenCare};
pub(crate) use file::SettingsFile;
pub(crate) use folders::Folders;
pub(crate) use folders::make_private;
pub(crate) use reader::Kept;
pub(crate) use reader::Unreadable;
pub(crate) use reader::Warning;

/// The form of the file that this program writes. A file of a later form is read as far as it is understood and never
/// written over.
const VERSION: u64 = 1;

/// The dialect that is not the usual one, as the file has it.
const FLAG: &str = "aadOptscim062020";

/// Light, dark, or as the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ThemeChoice {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Everything that is kept between runs.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Light or dark.
    pub(crate) theme: ThemeChoice,
    /// The size of everything on screen, in percent.
    pub(crate) scale_percent: u16,
    /// The key of the connection that was last in use.
    pub(crate) active_connection: Option<String>,
    /// The size of the window in points.
    pub(crate) window: Option<(f32, f32)>,
    /// How the identity provider spells its requests when a person plays it.
    pub(crate) practice_dialect: Dialect,
    connections: Vec<Profile>,
    care: BTreeMap<String, Care>,
    tables: BTreeMap<String, Vec<(String, f32)>>,
    version: u64,
    /// Everything that was read, to be written back where this program does not know it.
    kept: Kept,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            scale_percent: 100,
            active_connection: None,
            window: None,
            practice_dialect: Dialect::Classic,
            connections: Vec::new(),
            care: BTreeMap::new(),
            tables: BTreeMap::new(),
            version: VERSION,
            kept: Kept::default(),
        }
    }
}

impl Settings {
    /// Reads what can be read. A field that makes no sense keeps its default and is warned of; only a text that is no
    /// JSON object at all is refused.
    pub(crate) fn read(bytes: &[u8]) -> Result<(Self, Vec<Warning>), Unreadable> {
        reader::read(bytes)
    }

    /// The text of the file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut root = self.kept.root();
        root.insert("version".to_owned(), self.version.into());
        root.insert("theme".to_owned(), self.theme.as_str().into());
        root.insert("scale_percent".to_owned(), self.scale_percent.into());
        put(&mut root, "active_connection", self.active_connection.as_deref().map(Value::from));
        put(
            &mut root,
            "window",
            self.window.map(|(width, height)| json!({ "width": width, "height": height })),
        );
        let flag = self.practice_dialect == Dialect::AadOptscim062020;
        put(&mut root, "practice_dialect", flag.then(|| FLAG.into()));
        let written = self.connections.iter().map(|profile| self.write_connection(profile));
        let connections: Vec<Value> = written.chain(self.kept.unread_connections()).collect();
        root.insert("connections".to_owned(), connections.into());
        let tables = self
            .tables
            .iter()
            .map(|(name, columns)| (name.clone(), self.write_table(name, columns)));
        let mut all = self.kept.object(&["tables"]);
        all.extend(tables);
        root.insert("tables".to_owned(), all.into());
        let mut care = self.kept.object(&["care"]);
        for (key, one) in &self.care {
            match serde_json::to_value(one) {
                Ok(one) if !self.care(key).is_empty() => drop(care.insert(key.clone(), one)),
                _ => drop(care.shift_remove(key)),
            }
        }
        put(&mut root, "care", (!care.is_empty()).then(|| care.into()));
        let mut bytes = serde_json::to_vec_pretty(&root).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The connections, without the built-in sandbox.
    pub(crate) fn connections(&self) -> &[Profile] {
        &self.connections
    }

    /// Keeps these connections, without the built-in sandbox.
    pub(crate) fn set_connections(&mut self, connections: &[Profile]) {
        let lasting = connections.iter().filter(|profile| profile.kind != ConnectionKind::Sandbox);
        self.connections = lasting.cloned().collect();
    }

    /// The desk's own notes on a connection.
    pub(crate) fn care(&self, key: &str) -> Care {
        self.care.get(key).cloned().unwrap_or_default()
    }

    /// Whether somebody can not be taken away from a connection.
    pub(crate) fn protects(&self, key: &str, user_name: &str) -> bool {
        self.care.get(key).is_some_and(|care| care.protects(user_name))
    }

    /// Changes the desk's own notes on a connection.
    pub(crate) fn care_mut(&mut self, key: &str) -> &mut Care {
        self.care.entry(key.to_owned()).or_default()
    }

    /// The columns of a table with their widths, in the order in which they are shown.
    pub(crate) fn columns(&self, table: &str) -> Option<&[(String, f32)]> {
        self.tables.get(table).map(Vec::as_slice)
    }

    /// Keeps how a table is laid out.
    pub(crate) fn set_columns(&mut self, table: &str, columns: Vec<(String, f32)>) {
        self.tables.insert(table.to_owned(), columns);
    }

    /// The version of the file, when a later program wrote it.
    pub(crate) fn later_version(&self) -> Option<u64> {
        (self.version > VERSION).then_some(self.version)
    }

    fn write_connection(&self, profile: &Profile) -> Value {
        let mut entry = self.kept.connection(&profile.key.0);
        entry.insert("key".to_owned(), profile.key.0.as_str().into());
        entry.insert("name".to_owned(), profile.name.as_str().into());
        let kind = match profile.kind {
            ConnectionKind::Sandbox => "sandbox",
            ConnectionKind::Command => "command",
            ConnectionKind::Scim => "scim",
        };
        entry.insert("kind".to_owned(), kind.into());
        put(&mut entry, "url", profile.tenant.as_ref().map(|tenant| tenant.as_str().into()));
        let ca_file = profile.ca_file.as_ref().and_then(|path| path.to_str());
        put(&mut entry, "ca_file", ca_file.map(Value::from));
        let hint = match &profile.token {
            TokenState::Keyring { hint } => Some(hint.as_str()),
            // The next run does not find it.
            TokenState::Missing | TokenState::ThisRun => None,
        };
        put(&mut entry, "token_hint", hint.map(Value::from));
        put(&mut entry, "proven_at", profile.proven_at.map(|time| time.to_string().into()));
        entry.into()
    }

    fn write_table(&self, name: &str, columns: &[(String, f32)]) -> Value {
        let mut table = self.kept.object(&["tables", name]);
        let columns: Vec<Value> = columns
            .iter()
            .map(|(column, width)| json!({ "name": column, "width": width }))
            .collect();
        table.insert("columns".to_owned(), columns.into());
        table.into()
    }
}

impl ThemeChoice {
    fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

fn put(map: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            map.insert(name.to_owned(), value);
        }
        None => {
            map.shift_remove(name);
        }
    }
}
