//! A typed view of a User; the resource below it stays whole.

use serde_json::{Map, Value};

use crate::scim::resource::{Resource, boolean, field};
use crate::scim::schema;

/// A User (RFC 7643 section 4.1), read in place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct User(pub(crate) Resource);

/// The parts of a person's name.
#[expect(clippy::struct_field_names, reason = "the names are those of RFC 7643")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    /// The whole name, formatted.
    pub(crate) formatted: Option<&'a str>,
    /// Family name.
    pub(crate) family_name: Option<&'a str>,
    /// Given name.
    pub(crate) given_name: Option<&'a str>,
    /// Middle name.
    pub(crate) middle_name: Option<&'a str>,
}

/// One element of a multi-valued attribute with the usual sub-attributes (RFC 7643 section 2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TypedValue<'a> {
    /// The value itself.
    pub(crate) value: &'a str,
    /// Its label, such as `work`.
    pub(crate) kind: Option<&'a str>,
    /// Text for a person.
    pub(crate) display: Option<&'a str>,
    /// Whether it is the preferred one.
    pub(crate) primary: bool,
}

/// The enterprise extension (RFC 7643 section 4.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Enterprise<'a> {
    /// Employee number.
    pub(crate) employee_number: Option<&'a str>,
    /// Cost center.
    pub(crate) cost_center: Option<&'a str>,
    /// Organization; Command shows it as company.
    pub(crate) organization: Option<&'a str>,
    /// Division.
    pub(crate) division: Option<&'a str>,
    /// Department.
    pub(crate) department: Option<&'a str>,
    /// Id of the manager.
    pub(crate) manager: Option<&'a str>,
    /// Name of the manager.
    pub(crate) manager_name: Option<&'a str>,
}

/// The credential a person opens doors with, from Verkada's access extension.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct VerkadaAccess<'a> {
    /// Name of the card format.
    pub(crate) card_format: Option<&'a str>,
    /// Card number in decimal digits.
    pub(crate) card_number: Option<&'a str>,
    /// Card number in hexadecimal digits.
    pub(crate) card_number_hex: Option<&'a str>,
    /// State of the credential, such as `active`.
    pub(crate) credential_status: Option<&'a str>,
    /// Facility code.
    pub(crate) facility_code: Option<&'a str>,
}

impl User {
    /// The id.
    pub(crate) fn id(&self) -> Option<&str> {
        self.0.id()
    }

    /// The name a person signs in with.
    pub(crate) fn user_name(&self) -> Option<&str> {
        self.0.text("userName")
    }

    /// The name to show.
    pub(crate) fn display_name(&self) -> Option<&str> {
        self.0.text("displayName")
    }

    /// The parts of the name.
    pub(crate) fn name(&self) -> Name<'_> {
        let Some(name) = self.0.get("name").and_then(Value::as_object) else {
            return Name::default();
        };
        Name {
            formatted: text(name, "formatted"),
            family_name: text(name, "familyName"),
            given_name: text(name, "givenName"),
            middle_name: text(name, "middleName"),
        }
    }

    /// Whether the account is active; also read from `"True"` and `"False"`. `None` when it is not said.
    pub(crate) fn active(&self) -> Option<bool> {
        self.0.get("active").and_then(boolean)
    }

    /// The job title.
    pub(crate) fn title(&self) -> Option<&str> {
        self.0.text("title")
    }

    /// The identifier the identity provider gave.
    pub(crate) fn external_id(&self) -> Option<&str> {
        self.0.external_id()
    }

    /// The mail addresses.
    pub(crate) fn emails(&self) -> impl Iterator<Item = TypedValue<'_>> {
        typed_values(self.0.get("emails"))
    }

    /// The telephone numbers.
    pub(crate) fn phone_numbers(&self) -> impl Iterator<Item = TypedValue<'_>> {
        typed_values(self.0.get("phoneNumbers"))
    }

    /// The primary mail address, else the one for work, else the first.
    pub(crate) fn email(&self) -> Option<&str> {
        preferred(self.emails())
    }

    /// The primary telephone number, else the one for work, else the first.
    pub(crate) fn phone_number(&self) -> Option<&str> {
        preferred(self.phone_numbers())
    }

    /// The enterprise extension.
    pub(crate) fn enterprise(&self) -> Enterprise<'_> {
        let Some(extension) = self.extension(schema::ENTERPRISE_USER) else {
            return Enterprise::default();
        };
        let manager = field(extension, "manager");
        // Entra's documented value of `manager` is an array with one object; others send the bare id.
        let manager_part = |name| match manager {
            Some(Value::Array(values)) => {
                values.first().and_then(Value::as_object).and_then(|first| text(first, name))
            }
            Some(Value::Object(manager)) => text(manager, name),
            Some(Value::String(id)) if name == "value" => Some(id.as_str()),
            _ => None,
        };
        Enterprise {
            employee_number: text(extension, "employeeNumber"),
            cost_center: text(extension, "costCenter"),
            organization: text(extension, "organization"),
            division: text(extension, "division"),
            department: text(extension, "department"),
            manager: manager_part("value"),
            manager_name: manager_part("displayName"),
        }
    }

    /// Verkada's access extension.
    pub(crate) fn access(&self) -> VerkadaAccess<'_> {
        let Some(extension) = self.extension(schema::VERKADA_ACCESS_USER) else {
            return VerkadaAccess::default();
        };
        VerkadaAccess {
            card_format: text(extension, "cardFormat"),
            card_number: text(extension, "cardNumber"),
            card_number_hex: text(extension, "cardNumberHex"),
            credential_status: text(extension, "credentialStatus"),
            facility_code: text(extension, "facilityCode"),
        }
    }

    /// `externalId` of Verkada's core extension, which is not the `externalId` of SCIM.
    pub(crate) fn verkada_external_id(&self) -> Option<&str> {
        text(self.extension(schema::VERKADA_CORE_USER)?, "externalId")
    }

    fn extension(&self, urn: &str) -> Option<&Map<String, Value>> {
        self.0.get(urn).and_then(Value::as_object)
    }
}

fn text<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    field(map, name).and_then(Value::as_str)
}

/// Elements that carry a text; a bare string counts as a value without a type.
fn typed_values(attribute: Option<&Value>) -> impl Iterator<Item = TypedValue<'_>> {
    attribute.and_then(Value::as_array).into_iter().flatten().filter_map(|element| match element {
        Value::String(value) => {
            Some(TypedValue { value, kind: None, display: None, primary: false })
        }
        Value::Object(element) => Some(TypedValue {
            value: text(element, "value")?,
            kind: text(element, "type"),
            display: text(element, "display"),
            primary: field(element, "primary").and_then(boolean) == Some(true),
        }),
        _ => None,
    })
}

fn preferred<'a>(values: impl Iterator<Item = TypedValue<'a>>) -> Option<&'a str> {
    let rank = |value: &TypedValue<'_>| match (value.primary, value.kind) {
        (true, _) => 0,
        (false, Some(kind)) if kind.eq_ignore_ascii_case("work") => 1,
        (false, _) => 2,
    };
    values.min_by_key(rank).map(|value| value.value)
}
