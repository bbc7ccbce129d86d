//! The card that five rows make together.

use crate::entra::preview::place::Role;
use crate::entra::preview::trouble::Trouble;
use crate::scim::VerkadaAccess;
use crate::verkada::card::{CREDENTIAL_STATUSES, CardFinding, Field, Severity, check};

/// What is wrong with a card, and in which of its roles.
pub(super) struct CardTrouble {
    pub(super) role: Role,
    pub(super) trouble: Trouble,
    pub(super) message: String,
}

/// Judges the card that a person would have. `of` tells what the person has afterwards, `before` what Command has now.
pub(super) fn judge<'a>(
    of: impl Fn(Role) -> Option<&'a str>,
    before: impl Fn(Role) -> Option<&'a str>,
) -> Vec<CardTrouble> {
    let status = of(Role::CredentialStatus);
    let card = VerkadaAccess {
        card_format: of(Role::CardFormat),
        card_number: of(Role::CardNumber),
        card_number_hex: of(Role::CardNumberHex),
        credential_status: status,
        facility_code: of(Role::FacilityCode),
    };
    let is_first = before(Role::CardFormat).is_none();
    let mut found: Vec<_> = check(&card)
        .into_iter()
        // A card that Command has already may be switched off.
        .filter(|finding| is_first || *finding != CardFinding::NotActive)
        .map(|finding| CardTrouble::from(&finding))
        .collect();
    let is_alone =
        found.is_empty() && status.is_some_and(|status| !CREDENTIAL_STATUSES.contains(&status));
    if let (true, Some(status)) = (is_alone, status) {
        found.push(CardTrouble::from(&CardFinding::StatusUnknown(status.to_owned())));
    }
    found
}

impl From<&CardFinding> for CardTrouble {
    fn from(finding: &CardFinding) -> Self {
        let role = match finding {
            CardFinding::FormatMissing | CardFinding::FormatUnknown { .. } => Role::CardFormat,
            CardFinding::FieldMissing(field)
            | CardFinding::HexInDecimalField(field)
            | CardFinding::NotANumber(field)
            | CardFinding::Damaged { field, .. }
            | CardFinding::OutOfRange { field, .. } => match field {
                Field::FacilityCode => Role::FacilityCode,
                Field::CardNumber => Role::CardNumber,
                Field::CardNumberHex => Role::CardNumberHex,
            },
            CardFinding::HexLength { .. }
            | CardFinding::HexLengthUnusual { .. }
            | CardFinding::DecimalInHexField => Role::CardNumberHex,
            CardFinding::StatusUnknown(_) | CardFinding::NotActive => Role::CredentialStatus,
        };
        let trouble = match (role, finding.severity()) {
            (Role::CredentialStatus, _) => Trouble::CredentialStatus,
            (_, Severity::Error) => Trouble::Card,
            (_, Severity::Warning) => Trouble::CardDoubtful,
        };
        Self { role, trouble, message: finding.to_string() }
    }
}
