//! Where a Command organization lives, and the SCIM address that follows from it.

use std::fmt;

use crate::verkada::TenantUrl;

/// The region chosen when the organization was made; it can not change afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// United States.
    Us,
    /// European Union.
    Eu,
    /// Australia.
    Aus,
    /// An address typed by the admin: GovCloud, a future region, or another SCIM server.
    Custom,
}

impl Region {
    /// All regions in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Us, Self::Eu, Self::Aus, Self::Custom];

    /// The tenant URL Verkada documents for Entra and Okta; none for [`Region::Custom`].
    pub fn scim_base_url(self) -> Option<&'static str> {
        match self {
            Self::Us => Some("https://api.command.verkada.com/scim"),
            Self::Eu => Some("https://scim.prod2.verkada.com/scim"),
            Self::Aus => Some("https://scim.prod-ap-syd.verkada.com/scim"),
            Self::Custom => None,
        }
    }

    /// The region whose address this is.
    pub fn recognize(url: &TenantUrl) -> Self {
        Self::ALL
            .into_iter()
            .find(|region| region.scim_base_url() == Some(url.as_str()))
            .unwrap_or(Self::Custom)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Us => "US",
            Self::Eu => "EU",
            Self::Aus => "AUS",
            Self::Custom => "Custom URL",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_recognizes_its_own_address_however_it_is_written() {
        for region in Region::ALL {
            let Some(base) = region.scim_base_url() else { continue };
            for text in [
                base.to_owned(),
                format!("{base}/"),
                base.replace("https", "HTTPS"),
                base.replace("verkada.com", "Verkada.COM:443"),
            ] {
                let url = TenantUrl::parse(&text).unwrap();
                assert_eq!(Region::recognize(&url.value), region, "{text}");
                assert!(url.notices.is_empty(), "{text}");
            }
        }
    }

    #[test]
    fn any_other_address_is_custom() {
        for text in [
            "https://scim.example/scim",
            "https://api.command.verkada.com/scim/v2",
            "https://api.command.verkada.com:8443/scim",
        ] {
            let url = TenantUrl::parse(text).unwrap();
            assert_eq!(Region::recognize(&url.value), Region::Custom, "{text}");
        }
    }
}
