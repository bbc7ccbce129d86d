//! A person as a SCIM resource, in the shape Entra's provisioning leaves in Command.

use serde_json::{Map, Value};

use crate::sandbox::people::chance::scatter;
use crate::sandbox::people::person::Details;
use crate::sandbox::people::sketch::Sketch;
use crate::sandbox::people::{COMPANY_NAME, Company, cards};
use crate::scim::schema::{CORE_USER, ENTERPRISE_USER, VERKADA_ACCESS_USER, VERKADA_CORE_USER};

/// The SCIM resource of a person, without `id` and `meta`.
pub(super) fn user(company: &Company, sketch: &Sketch<'_>, details: Details) -> Map<String, Value> {
    let card = cards::card(company, sketch);
    let external_id = details.has_external_id.then(|| external_id(sketch.index, company.seed));
    let mut schemas = vec![CORE_USER, ENTERPRISE_USER];
    schemas.extend(card.is_some().then_some(VERKADA_ACCESS_USER));
    schemas.extend(external_id.is_some().then_some(VERKADA_CORE_USER));

    let mut user = Map::with_capacity(19);
    user.insert("schemas".to_owned(), schemas.into());
    user.insert("userName".to_owned(), details.user_name.into());
    // Entra's default mapping sends mailNickname as the standard externalId.
    user.insert("externalId".to_owned(), details.local.into());
    user.insert("name".to_owned(), name(sketch, &details.display_name));
    user.insert("displayName".to_owned(), details.display_name.into());
    user.insert("title".to_owned(), sketch.title.into());
    user.insert(
        "userType".to_owned(),
        if sketch.contractor { "Contractor" } else { "Employee" }.into(),
    );
    user.insert("preferredLanguage".to_owned(), sketch.names.culture.locale.into());
    user.insert("timezone".to_owned(), sketch.site.timezone.into());
    user.insert("active".to_owned(), sketch.active.into());
    if let Some(mail) = details.mail {
        let mail =
            object([("value", mail.into()), ("type", "work".into()), ("primary", true.into())]);
        user.insert("emails".to_owned(), vec![mail].into());
    }
    if let Some(phone) = details.phone {
        let phone = object([("value", phone.into()), ("type", "work".into())]);
        user.insert("phoneNumbers".to_owned(), vec![phone].into());
    }
    let address = object([
        ("type", "work".into()),
        ("locality", sketch.site.city.into()),
        ("country", sketch.site.country.into()),
    ]);
    user.insert("addresses".to_owned(), vec![address].into());
    let enterprise = object([
        ("employeeNumber", details.employee_number.into()),
        ("organization", COMPANY_NAME.into()),
        ("department", sketch.department.name.into()),
    ]);
    user.insert(ENTERPRISE_USER.to_owned(), enterprise);
    if let Some(card) = card {
        user.insert(VERKADA_ACCESS_USER.to_owned(), Value::Object(card));
    }
    if let Some(external_id) = external_id {
        user.insert(VERKADA_CORE_USER.to_owned(), object([("externalId", external_id.into())]));
    }
    user
}

fn name(sketch: &Sketch<'_>, display_name: &str) -> Value {
    let mut name = Map::with_capacity(3);
    name.insert("formatted".to_owned(), display_name.into());
    if let Some(family) = sketch.family {
        name.insert("familyName".to_owned(), family.written.into());
    }
    name.insert("givenName".to_owned(), sketch.given.written.into());
    Value::Object(name)
}

/// An identifier that no two people share, such as `a7d0-4f12-99c3`.
pub(super) fn external_id(index: u32, seed: u64) -> String {
    let number = scatter(u64::from(index), seed, 48);
    format!("{:04x}-{:04x}-{:04x}", number >> 32, (number >> 16) & 0xffff, number & 0xffff)
}

fn object<const FIELDS: usize>(fields: [(&str, Value); FIELDS]) -> Value {
    let mut object = Map::with_capacity(FIELDS);
    for (name, value) in fields {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}
