//! A plain user, read straight into the row of a list.

use crate::scim::list::ListRow as _;
use crate::scim::listed::{ListedUser, Part};
use crate::scim::quick::Plain;
use crate::scim::quick::fields::Fields;
use crate::scim::quick::shape::{Inner, Table, What};
use crate::scim::schema;

impl Plain for ListedUser {
    const ATTRIBUTES: Table = &[
        ("id", What::Text(Part::Id)),
        ("userName", What::Text(Part::UserName)),
        ("displayName", What::Text(Part::DisplayName)),
        ("title", What::Text(Part::Title)),
        ("active", What::Active),
        ("emails", What::Mails),
        ("name", What::Object(Inner::Name)),
        ("meta", What::Object(Inner::Meta)),
        (schema::ENTERPRISE_USER, What::Object(Inner::Enterprise)),
        (schema::VERKADA_ACCESS_USER, What::Object(Inner::Access)),
        (schema::VERKADA_CORE_USER, What::Object(Inner::Verkada)),
    ];

    fn unique_name(&self) -> Option<&str> {
        self.user_name()
    }

    fn of(fields: &mut Fields<'_>) -> Option<Self> {
        let user = Self::pack(&fields.texts, fields.active);
        user.id().is_some_and(|id| !id.is_empty()).then_some(user)
    }
}
