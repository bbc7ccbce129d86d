//! A card as somebody types it: checked, as bits, and as what sets it in Entra.

use serde_json::{Map, Value, json};

use crate::scim::VerkadaAccess;
use crate::verkada::card::{
    BitRole, CardBits, CardBitsError, CardFinding, CardLayout, CardNumbers, check, given,
};

/// A card as somebody types it. An empty text is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardDraft {
    /// `cardFormat`: a display name.
    pub format: String,
    /// `facilityCode`
    pub facility_code: String,
    /// `cardNumber`
    pub card_number: String,
    /// `cardNumberHex`
    pub card_number_hex: String,
    /// `credentialStatus`
    pub status: String,
}

/// A request to Microsoft Graph that somebody sends elsewhere; this program sends none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphRequest {
    /// `PATCH`
    pub method: &'static str,
    /// The address, of the global cloud.
    pub url: String,
    /// The body, JSON on several lines.
    pub body: String,
    /// When it does not work.
    pub note: &'static str,
}

/// Read-only for people from an on-premises directory (learn.microsoft.com/graph/api/resources/onpremisesextensionattributes).
pub(crate) const NOTE: &str = "Entra refuses this for people who are synchronized from an on-premises directory (onPremisesSyncEnabled). Set the attributes there.";

impl CardDraft {
    /// Everything wrong or doubtful about it.
    pub fn findings(&self) -> Vec<CardFinding> {
        check(&self.access())
    }

    /// The layout of its format; none where none is public.
    pub fn layout(&self) -> Option<&'static CardLayout> {
        CardLayout::of(&self.format)
    }

    /// Its bits; none where the layout is not known or a number is not one.
    pub fn bits(&self) -> Option<Result<CardBits, CardBitsError>> {
        let layout = self.layout()?;
        if layout.highest(BitRole::Serial).is_some() && !self.card_number_hex.is_empty() {
            return Some(CardBits::from_hex(&self.card_number_hex, layout.length));
        }
        let number = |text: &str| match text {
            "" => Ok(None),
            text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().map(Some).map_err(|_too_long| ())
            }
            _ => Err(()),
        };
        let facility_code = number(&self.facility_code).ok()?;
        let card_number = number(&self.card_number).ok()?;
        Some(layout.encode(&CardNumbers { facility_code, card_number, ..CardNumbers::default() }))
    }

    /// The five extension attributes that carry it, in the order of Verkada's guide; an empty text is not set.
    pub fn extension_attributes(&self) -> [(&'static str, &str); 5] {
        [
            ("extensionAttribute1", &self.format),
            ("extensionAttribute2", &self.card_number),
            ("extensionAttribute3", &self.card_number_hex),
            ("extensionAttribute4", &self.status),
            ("extensionAttribute5", &self.facility_code),
        ]
    }

    /// What sets it in Entra for a person, by object id or userPrincipalName. What is empty is cleared, so that nothing of
    /// an earlier card stays.
    pub fn graph_request(&self, person: &str) -> GraphRequest {
        let attributes: Map<String, Value> = self
            .extension_attributes()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), given(Some(value)).into()))
            .collect();
        let body = json!({ "onPremisesExtensionAttributes": attributes });
        GraphRequest {
            method: "PATCH",
            url: format!("https://graph.microsoft.com/v1.0/users/{}", encoded(person)),
            body: format!("{body:#}"),
            note: NOTE,
        }
    }

    /// As SCIM carries it.
    pub(crate) fn access(&self) -> VerkadaAccess<'_> {
        VerkadaAccess {
            card_format: given(Some(&self.format)),
            card_number: given(Some(&self.card_number)),
            card_number_hex: given(Some(&self.card_number_hex)),
            credential_status: given(Some(&self.status)),
            facility_code: given(Some(&self.facility_code)),
        }
    }
}

/// A segment of a path (RFC 3986, section 3.3): a userPrincipalName may have a `#`.
fn encoded(segment: &str) -> String {
    let mut encoded = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@!'()*".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(digit), 16).unwrap_or_default();
                encoded.push(digit.to_ascii_uppercase());
            }
        }
    }
    encoded
}
