//! The requests Entra's provisioning service really sends, in both of the ways it knows.
//!
//! Sources, all at learn.microsoft.com/entra/identity/app-provisioning: `use-scim-to-provision-users-and-groups` (shapes),
//! `application-provisioning-config-problem-scim-compatibility` (what the flag changes). Entra writes the space of a filter
//! as `+`; here a filter is kept as it reads, and is encoded where it is sent.

use serde_json::{Map, Value, json};

use crate::entra::path::AttributePath;
use crate::entra::request::{Ask, Request, ResourceKind};
use crate::scim::ResourceId;
use crate::scim::schema::{CORE_GROUP, CORE_USER, ENTERPRISE_USER, PATCH_OP};

/// How Entra spells a PATCH.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// As it always did: `Add`, `Replace`, `Remove`, one operation for each attribute, `"False"` for a boolean.
    Classic,
    /// With `aadOptscim062020` in the tenant URL: lower case, real booleans, plain attributes together.
    AadOptscim062020,
}

/// One attribute before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which.
    pub path: AttributePath,
    /// What the target has; none where it has no value.
    pub old: Option<Value>,
    /// What it shall have; none where it shall have no value.
    pub new: Option<Value>,
}

/// Whether a person can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Switch {
    /// `active` becomes true.
    On,
    /// `active` becomes false.
    Off,
}

/// The schema that Entra lists beside the group's own when it creates a group.
const ENTRA_GROUP: &str =
    "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

impl Request {
    /// Asks whether somebody has this value there. The filter is not always in the grammar of RFC 7644; Entra sends it.
    pub fn match_user_by(path: &AttributePath, value: &str) -> Self {
        Self::match_user(format!("{path} eq {}", quoted(value)))
    }

    /// Asks whether somebody has this userName.
    pub fn match_user_name(user_name: &str) -> Self {
        Self::match_user(format!("userName eq {}", quoted(user_name)))
    }

    /// Asks whether somebody has this work mail address. The filter is not in the grammar of RFC 7644; Entra sends it.
    pub fn match_mail(mail: &str) -> Self {
        Self::match_user(format!("emails[type eq \"work\"].value eq {}", quoted(mail)))
    }

    /// Asks whether somebody has this externalId.
    pub fn match_external_id(external_id: &str) -> Self {
        Self::match_user(format!("externalId eq {}", quoted(external_id)))
    }

    /// Asks whether a group has this name.
    pub fn match_group(display_name: &str) -> Self {
        let filter = format!("displayName eq {}", quoted(display_name));
        Self { kind: ResourceKind::Group, ask: Ask::Match { filter } }
    }

    /// Creates a person. `schemas` always names the enterprise extension and never another one, whatever is filled. A manager
    /// is no attribute of it: Entra sets references in a second pass.
    pub fn create_user(
        external_id: &str,
        user_name: &str,
        attributes: &[(AttributePath, Value)],
    ) -> Self {
        let body = object(json!({
            "externalId": external_id,
            "userName": user_name,
            "active": true,
        }));
        Self::create_user_with(body, attributes)
    }

    /// Creates a person of nothing but what a mapping sends.
    pub fn create_user_of(attributes: &[(AttributePath, Value)]) -> Self {
        Self::create_user_with(Map::new(), attributes)
    }

    fn create_user_with(first: Map<String, Value>, attributes: &[(AttributePath, Value)]) -> Self {
        let mut body = object(json!({"schemas": [CORE_USER, ENTERPRISE_USER]}));
        body.extend(first);
        for (path, value) in attributes {
            path.put(&mut body, value.clone());
        }
        mark_work_mail(&mut body);
        body.insert("meta".to_owned(), json!({"resourceType": "User"}));
        body.entry("roles").or_insert_with(|| json!([]));
        Self { kind: ResourceKind::User, ask: Ask::Create { body: Value::Object(body) } }
    }

    /// Creates a group without members; they are added later.
    pub fn create_group(external_id: &str, display_name: &str) -> Self {
        let body = json!({
            "schemas": [CORE_GROUP, ENTRA_GROUP],
            "externalId": external_id,
            "displayName": display_name,
            "meta": {"resourceType": "Group"},
        });
        Self { kind: ResourceKind::Group, ask: Ask::Create { body } }
    }

    /// Deletes a person for good: what Entra sends after a hard deletion, and never for a disabled person.
    pub const fn hard_delete_user(id: ResourceId) -> Self {
        Self { kind: ResourceKind::User, ask: Ask::Delete { id } }
    }

    /// Deletes a group.
    pub const fn delete_group(id: ResourceId) -> Self {
        Self { kind: ResourceKind::Group, ask: Ask::Delete { id } }
    }

    const fn match_user(filter: String) -> Self {
        Self { kind: ResourceKind::User, ask: Ask::Match { filter } }
    }

    fn patch(kind: ResourceKind, id: &ResourceId, operations: &[Value]) -> Self {
        let body = json!({"schemas": [PATCH_OP], "Operations": operations});
        Self { kind, ask: Ask::Patch { id: id.clone(), body } }
    }
}

impl Dialect {
    /// Changes attributes of a person; none when nothing differs. What the target had decides between add, replace and remove.
    pub fn update(self, id: &ResourceId, changes: &[Change]) -> Option<Request> {
        let mut operations = Vec::new();
        let mut plain = Vec::new();
        for Change { path, old, new } in changes {
            match (old, new) {
                (None, None) => {}
                (Some(old), Some(new)) if old == new => {}
                (Some(_), None) => operations.push(self.remove(path)),
                (None, Some(new)) => operations.push(self.set(Verb::Add, path, new)),
                (Some(_), Some(new)) if self.gathers(path, new) => plain.push((path, new)),
                (Some(_), Some(new)) => operations.push(self.set(Verb::Replace, path, new)),
            }
        }
        match plain.as_slice() {
            [] => {}
            [(path, value)] => operations.push(self.set(Verb::Replace, path, value)),
            several => {
                let named = |(path, value): &(&AttributePath, &Value)| {
                    (path.as_str().to_owned(), (*value).clone())
                };
                let values: Map<_, _> = several.iter().map(named).collect();
                operations.push(json!({"op": self.word(Verb::Replace), "value": values}));
            }
        }
        (!operations.is_empty()).then(|| Request::patch(ResourceKind::User, id, &operations))
    }

    /// Switches a person on or off. Entra switches off who was unassigned, blocked or moved to the recycle bin.
    pub fn switch(self, id: &ResourceId, switch: Switch) -> Request {
        let value = self.value(&Value::Bool(switch == Switch::On));
        let operation = json!({"op": self.word(Verb::Replace), "path": "active", "value": value});
        Request::patch(ResourceKind::User, id, &[operation])
    }

    /// Sets somebody's manager, the way references are set: with a list of one.
    pub fn set_manager(self, id: &ResourceId, manager: &ResourceId) -> Request {
        let operation = json!({
            "op": self.word(Verb::Add),
            "path": format!("{ENTERPRISE_USER}:manager"),
            "value": [{"$ref": null, "value": manager.as_str()}],
        });
        Request::patch(ResourceKind::User, id, &[operation])
    }

    /// Gives a group another name.
    pub fn rename_group(self, id: &ResourceId, display_name: &str) -> Request {
        let operation = json!({
            "op": self.word(Verb::Replace), "path": "displayName", "value": display_name,
        });
        Request::patch(ResourceKind::Group, id, &[operation])
    }

    /// Takes people into a group.
    pub fn add_members(self, id: &ResourceId, members: &[ResourceId]) -> Request {
        let members: Vec<_> =
            members.iter().map(|member| json!({"$ref": null, "value": member.as_str()})).collect();
        let operation = json!({"op": self.word(Verb::Add), "path": "members", "value": members});
        Request::patch(ResourceKind::Group, id, &[operation])
    }

    /// Takes one person out of a group. The classic shape empties the group on a server that follows RFC 7644 to the letter
    /// (github.com/MicrosoftDocs/azure-docs/issues/30826).
    pub fn remove_member(self, id: &ResourceId, member: &ResourceId) -> Request {
        let op = self.word(Verb::Remove);
        let operation = match self {
            Self::Classic => {
                json!({"op": op, "path": "members", "value": [{"value": member.as_str()}]})
            }
            Self::AadOptscim062020 => {
                json!({"op": op, "path": format!("members[value eq {}]", quoted(member.as_str()))})
            }
        };
        Request::patch(ResourceKind::Group, id, &[operation])
    }

    /// Whether a replacement goes into the one operation without a path.
    fn gathers(self, path: &AttributePath, value: &Value) -> bool {
        let is_simple = !path.is_filtered() && !value.is_object() && !value.is_array();
        self == Self::AadOptscim062020 && is_simple
    }

    fn set(self, verb: Verb, path: &AttributePath, value: &Value) -> Value {
        json!({"op": self.word(verb), "path": path.as_str(), "value": self.value(value)})
    }

    fn remove(self, path: &AttributePath) -> Value {
        json!({"op": self.word(Verb::Remove), "path": path.as_str()})
    }

    fn value(self, value: &Value) -> Value {
        match (self, value) {
            (Self::Classic, Value::Bool(true)) => json!("True"),
            (Self::Classic, Value::Bool(false)) => json!("False"),
            (_, value) => value.clone(),
        }
    }

    const fn word(self, verb: Verb) -> &'static str {
        match (self, verb) {
            (Self::Classic, Verb::Add) => "Add",
            (Self::Classic, Verb::Replace) => "Replace",
            (Self::Classic, Verb::Remove) => "Remove",
            (Self::AadOptscim062020, Verb::Add) => "add",
            (Self::AadOptscim062020, Verb::Replace) => "replace",
            (Self::AadOptscim062020, Verb::Remove) => "remove",
        }
    }
}

/// What an operation does.
#[derive(Clone, Copy)]
enum Verb {
    Add,
    Replace,
    Remove,
}

/// A text as a filter has it (RFC 7644 section 3.4.2.2: as JSON has it).
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Entra's own example marks the work mail address as the primary one.
fn mark_work_mail(body: &mut Map<String, Value>) {
    let mails = body.get_mut("emails").and_then(Value::as_array_mut);
    let work = mails.and_then(|mails| mails.iter_mut().find(|mail| mail["type"] == "work"));
    if let Some(mail) = work.and_then(Value::as_object_mut) {
        mail.entry("primary").or_insert(Value::Bool(true));
    }
}
