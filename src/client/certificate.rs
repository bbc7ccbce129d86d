//! Reads from an X.509 certificate the three things an admin asks for: whose it is, who issued it, until when.
//!
//! The TLS library has verified the certificate before; this only shows it (RFC 5280 section 4.1).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::client::body::one_line;

/// A server's certificate, for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificateFacts {
    /// Common name, or organization where there is none.
    pub(crate) subject: Option<String>,
    /// Common name of the issuer, or its organization.
    pub(crate) issuer: Option<String>,
    /// The last moment it is valid.
    pub(crate) expires: Timestamp,
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT_ID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// `[0] EXPLICIT Version`.
const VERSION: u8 = 0xa0;
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

impl CertificateFacts {
    /// Reads a certificate in DER form; `None` for anything it does not understand.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let mut outer = Reader(Reader(der).take(SEQUENCE)?);
        let mut fields = Reader(outer.take(SEQUENCE)?);
        if fields.peek() == Some(VERSION) {
            fields.any()?;
        }
        let (_serial, _algorithm) = (fields.any()?, fields.any()?);
        let issuer = name(fields.take(SEQUENCE)?);
        let mut validity = Reader(fields.take(SEQUENCE)?);
        let _begins = validity.any()?;
        let expires = time(validity.any()?)?;
        Some(Self { subject: name(fields.take(SEQUENCE)?), issuer, expires })
    }
}

/// Reads one DER element after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            if digits.len() > 4 {
                return None;
            }
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.any().filter(|(found, _)| *found == tag).map(|(_, content)| content)
    }
}

fn name(content: &[u8]) -> Option<String> {
    let mut parts = Reader(content);
    let mut organization = None;
    while let Some(set) = parts.take(SET) {
        let Some(pair) = Reader(set).take(SEQUENCE) else { continue };
        let mut pair = Reader(pair);
        let (kind, value) = (pair.take(OBJECT_ID)?, pair.any()?.1);
        let shown = one_line(&String::from_utf8_lossy(value), 80);
        if kind == COMMON_NAME {
            return Some(shown);
        }
        if kind == ORGANIZATION {
            organization = Some(shown);
        }
    }
    organization
}

fn time((tag, digits): (u8, &[u8])) -> Option<Timestamp> {
    let text = std::str::from_utf8(digits).ok()?.strip_suffix('Z')?;
    let (year, rest) = match tag {
        UTC_TIME => {
            let (year, rest) = text.split_at_checked(2)?;
            let year: i16 = year.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        GENERALIZED_TIME => {
            let (year, rest) = text.split_at_checked(4)?;
            (year.parse().ok()?, rest)
        }
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let moment = DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()?;
    TimeZone::UTC.to_timestamp(moment).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn certificate() -> Vec<u8> {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut parameters =
            rcgen::CertificateParams::new(vec!["scim.example".to_owned()]).unwrap();
        parameters.distinguished_name = rcgen::DistinguishedName::new();
        parameters.distinguished_name.push(rcgen::DnType::OrganizationName, "Example Company");
        parameters.distinguished_name.push(rcgen::DnType::CommonName, "scim.example");
        parameters.not_after = rcgen::date_time_ymd(2031, 2, 3);
        parameters.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn subject_issuer_and_expiry_are_read() {
        let facts = CertificateFacts::read(&certificate()).unwrap();
        assert_eq!(facts.subject.as_deref(), Some("scim.example"));
        assert_eq!(facts.issuer.as_deref(), Some("scim.example"));
        assert_eq!(facts.expires, "2031-02-03T00:00:00Z".parse().unwrap());
    }

    #[test]
    fn both_forms_of_time_are_read() {
        for (tag, text, expected) in [
            (UTC_TIME, "260102030405Z", Some("2026-01-02T03:04:05Z")),
            (UTC_TIME, "990102030405Z", Some("1999-01-02T03:04:05Z")),
            (GENERALIZED_TIME, "20500102030405Z", Some("2050-01-02T03:04:05Z")),
            (GENERALIZED_TIME, "20501302030405Z", None),
            (UTC_TIME, "26", None),
            (0x04, "260102030405Z", None),
        ] {
            assert_eq!(
                time((tag, text.as_bytes())),
                expected.map(|text| text.parse().unwrap()),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn damaged_certificates_never_panic(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
            let mut der = certificate();
            if let Some(target) = der.get_mut(at) {
                *target = byte;
            }
            der.truncate(der.len().saturating_sub(cut));
            CertificateFacts::read(&der);
        }
    }
}
