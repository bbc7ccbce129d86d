//! Functions on what only Entra has: app roles, the tenant's domains, security identifiers.

use crate::entra::expression::evaluate::Corner;
use crate::entra::expression::evaluate::run::{Evaluated, Run, not_here};
use crate::entra::expression::Call;

/// `SingleAppRoleAssignment([appRoleAssignments])`
pub(super) fn single<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    match run.argument(call, 0)?.single() {
        Ok(None) => Ok(run.null()),
        Ok(Some(role)) => {
            run.touch(Corner::RoleName);
            Ok(run.made(role))
        }
        Err(_) => Err(not_here(
            &call.span,
            "The person has several app roles, and which of them Entra sends is unpredictable. Assign one role to each person, or ask Entra's expression builder.",
        )),
    }
}

/// `AppRoleAssignmentsComplex`, `AssertiveAppRoleAssignmentsComplex`, `AppRoleAssignments`
pub(super) fn complex<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let roles = run.argument(call, 0)?;
    if roles.is_null_or_empty() {
        return Ok(run.null());
    }
    Err(not_here(
        &call.span,
        "App roles become objects with ids that only Entra knows. Look at the result in Entra's provisioning on demand.",
    ))
}

/// `DefaultDomain()`
pub(super) fn default_domain(call: &Call) -> Evaluated<'_> {
    Err(not_here(
        &call.span,
        "Only Entra knows the tenant's default domain. Write the domain as text to see the result here.",
    ))
}

/// `StringFromSid(bin)`
pub(super) fn string_from_sid<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    if run.argument(call, 0)?.is_null_or_empty() {
        return Ok(run.null());
    }
    Err(not_here(
        &call.span,
        "How a binary security identifier stands in the source is not documented. Look at the result in Entra's provisioning on demand.",
    ))
}
