//! Reads settings field by field, so that one bad field costs only itself, and remembers what it did not understand.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::Map;
use serde_json::Value;

use crate::entra::Dialect;
use crate::limits;
use crate::session::connection::ConnectionKey;
use crate::session::connection::ConnectionKind;
use crate::session::connection::Profile;
use crate::session::connection::TokenState;
use crate::session::settings::FLAG;
use crate::session::settings::Settings;
use crate::session::settings::ThemeChoice;
use crate::verkada::TenantUrl;

/// Something in the settings that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warning {
    /// Where, as `connections[2].url`; empty for the file as a whole.
    pub(crate) field: String,
    /// What is wrong, and what is used instead.
    pub(crate) problem: String,
}

/// Why nothing in the file could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    /// It is no JSON.
    #[error("it is not JSON (line {line}, column {column})")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// It is JSON, but no object.
    #[error("it is JSON, but not an object")]
    NotAnObject,
    /// It is larger than settings can be.
    #[error("it is larger than {} bytes", limits::SETTINGS_BYTES)]
    TooLarge,
}

/// The file as it was read, with everything this program does not know. Its values are never shown: a person may have
/// put anything there.
#[derive(Clone, Default)]
pub(crate) struct Kept {
    root: Map<String, Value>,
    unread: Vec<Value>,
}

impl Kept {
    /// The whole object.
    pub(super) fn root(&self) -> Map<String, Value> {
        self.root.clone()
    }

    /// The object at this path, or an empty one.
    pub(super) fn object(&self, path: &[&str]) -> Map<String, Value> {
        let mut at = &self.root;
        for name in path {
            match at.get(*name) {
                Some(Value::Object(below)) => at = below,
                _ => return Map::new(),
            }
        }
        at.clone()
    }

    /// What was written for the connection with this key.
    pub(super) fn connection(&self, key: &str) -> Map<String, Value> {
        let entries = self
            .root
            .get("connections")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let entry =
            entries.iter().find(|entry| entry.get("key").and_then(Value::as_str) == Some(key));
        entry.and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// Entries that could not be used as connections, kept for a program or a person who can.
    pub(super) fn unread_connections(&self) -> impl Iterator<Item = Value> {
        self.unread.iter().cloned()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.root.keys()).finish()
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            f.write_str(&self.problem)
        } else {
            write!(f, "{}: {}", self.field, self.problem)
        }
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<(Settings, Vec<Warning>), Unreadable> {
    if bytes.len() > limits::SETTINGS_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let root: Value = serde_json::from_slice(text)
        .map_err(|error| Unreadable::NotJson { line: error.line(), column: error.column() })?;
    let Value::Object(root) = root else { return Err(Unreadable::NotAnObject) };
    let mut reader = Reader::default();
    let settings = reader.settings(root);
    Ok((settings, reader.warnings))
}

#[derive(Default)]
struct Reader {
    warnings: Vec<Warning>,
}

impl Reader {
    fn settings(&mut self, root: Map<String, Value>) -> Settings {
        let mut settings = Settings::default();
        if let Some(version) = self.field(&root, "version", "a number", Value::as_u64) {
            settings.version = version;
        }
        if let Some(theme) = self.field(&root, "theme", "system, light or dark", theme) {
            settings.theme = theme;
        }
        if let Some(scale) = self.field(&root, "scale_percent", "a number from 50 to 300", scale) {
            settings.scale_percent = scale;
        }
        settings.active_connection = self.field(&root, "active_connection", "a text", text);
        settings.window = self.field(&root, "window", "an object with width and height", window);
        if let Some(dialect) =
            self.field(&root, "practice_dialect", "classic or aadOptscim062020", dialect)
        {
            settings.practice_dialect = dialect;
        }
        let tables = self.field(&root, "tables", "an object", |value| value.as_object().cloned());
        for (name, table) in tables.unwrap_or_default() {
            let known = columns(&table).filter(|columns| !columns.is_empty());
            match known {
                Some(columns) => settings.set_columns(&name, columns),
                None => self.warn(
                    &format!("tables.{name}"),
                    "it has no columns that can be shown; its first layout is used",
                ),
            }
        }
        let care = self.field(&root, "care", "an object", |value| value.as_object().cloned());
        for (key, notes) in care.unwrap_or_default() {
            match serde_json::from_value(notes) {
                Ok(notes) => *settings.care_mut(&key) = notes,
                Err(_) => self.warn(
                    &format!("care.{key}"),
                    "it can not be read; whom to protect and which domains there are is not known",
                ),
            }
        }
        let entries = self
            .field(&root, "connections", "a list", |value| value.as_array().cloned())
            .unwrap_or_default();
        let mut keys = BTreeSet::from([ConnectionKey::sandbox()]);
        for (index, entry) in entries.into_iter().enumerate() {
            match self
                .connection(index, &entry)
                .filter(|profile| self.is_new(&mut keys, index, profile))
            {
                Some(profile) => settings.connections.push(profile),
                None => settings.kept.unread.push(entry),
            }
        }
        settings.kept.root = root;
        settings
    }

    fn is_new(
        &mut self,
        keys: &mut BTreeSet<ConnectionKey>,
        index: usize,
        profile: &Profile,
    ) -> bool {
        let is_new = keys.insert(profile.key.clone());
        if !is_new {
            self.warn(
                &format!("connections[{index}].key"),
                "another connection has it too; this one is left out",
            );
        }
        is_new
    }

    fn connection(&mut self, index: usize, entry: &Value) -> Option<Profile> {
        let at = format!("connections[{index}]");
        let Some(entry) = entry.as_object() else {
            self.warn(&at, "it is not an object; this connection is left out");
            return None;
        };
        let Some(key) = entry.get("key").and_then(Value::as_str).filter(|key| is_key(key)) else {
            self.warn(
                &format!("{at}.key"),
                "it is missing or not a key; this connection is left out",
            );
            return None;
        };
        let url = entry.get("url").and_then(Value::as_str).unwrap_or_default();
        let tenant = match TenantUrl::parse(url) {
            Ok(tenant) => tenant.value,
            Err(error) => {
                self.warn(&format!("{at}.url"), &format!("{error} This connection is left out"));
                return None;
            }
        };
        let kind = match entry.get("kind").and_then(Value::as_str) {
            Some("command") => ConnectionKind::Command,
            Some("scim") => ConnectionKind::Scim,
            _ => {
                self.warn(
                    &format!("{at}.kind"),
                    "it is neither command nor scim; this connection is left out",
                );
                return None;
            }
        };
        let name =
            self.below(&at, entry, "name", "a text", text).filter(|name| !name.trim().is_empty());
        let hint = self.below(&at, entry, "token_hint", "the last characters of a token", hint);
        Some(Profile {
            key: ConnectionKey(key.to_owned()),
            name: name.unwrap_or_else(|| tenant.origin().to_string()),
            kind,
            tenant: Some(tenant),
            ca_file: self.below(&at, entry, "ca_file", "a path", text).map(PathBuf::from),
            token: hint.map_or(TokenState::Missing, |hint| TokenState::Keyring { hint }),
            proven_at: self.below(&at, entry, "proven_at", "a time", |value| {
                value.as_str()?.parse::<Timestamp>().ok()
            }),
        })
    }

    fn field<T>(
        &mut self,
        root: &Map<String, Value>,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        self.below("", root, name, wanted, read)
    }

    /// A field that may be absent or null; anything else that cannot be read is warned of.
    fn below<T>(
        &mut self,
        at: &str,
        map: &Map<String, Value>,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = map.get(name).filter(|value| !value.is_null())?;
        let found = read(value);
        if found.is_none() {
            let dot = if at.is_empty() { "" } else { "." };
            self.warn(
                &format!("{at}{dot}{name}"),
                &format!("it is not {wanted}; the default is used"),
            );
        }
        found
    }

    fn warn(&mut self, field: &str, problem: &str) {
        self.warnings.push(Warning { field: field.to_owned(), problem: problem.to_owned() });
    }
}

fn theme(value: &Value) -> Option<ThemeChoice> {
    [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark]
        .into_iter()
        .find(|theme| value == theme.as_str())
}

fn dialect(value: &Value) -> Option<Dialect> {
    match value.as_str()? {
        "classic" => Some(Dialect::Classic),
        FLAG => Some(Dialect::AadOptscim062020),
        _ => None,
    }
}

fn scale(value: &Value) -> Option<u16> {
    value
        .as_u64()
        .and_then(|percent| u16::try_from(percent).ok())
        .filter(|percent| (50..=300).contains(percent))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| text.len() <= limits::SETTINGS_TEXT_BYTES).map(str::to_owned)
}

fn window(value: &Value) -> Option<(f32, f32)> {
    Some((points(value.get("width")?)?, points(value.get("height")?)?))
}

fn columns(table: &Value) -> Option<Vec<(String, f32)>> {
    let columns = table.get("columns")?.as_array()?;
    Some(
        columns
            .iter()
            .filter_map(|column| Some((text(column.get("name")?)?, points(column.get("width")?)?)))
            .collect(),
    )
}

/// A length on screen that can be drawn.
fn points(value: &Value) -> Option<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "a length on screen needs no more digits")]
    let points = value.as_f64()? as f32;
    (1.0..=20_000.0).contains(&points).then_some(points)
}

/// Four characters at most, so that a token that was put here by hand is not taken over.
fn hint(value: &Value) -> Option<String> {
    value.as_str().filter(|hint| hint.len() <= 4 && hint.is_ascii()).map(str::to_owned)
}

/// A key goes into the names of keyring entries.
fn is_key(key: &str) -> bool {
    (1..=64).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
