//! An email domain of the kind Command keeps on its SCIM list.

use std::fmt;

/// A domain as it is looked up: lower case, letters outside ASCII as punycode.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailDomain(String);

/// Why a text is not an email domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Nothing was typed.
    #[error("The domain is empty. Type the part of the mail address after the @.")]
    Empty,
    /// A mail address or URL, not a domain.
    #[error("This is more than a domain. Type only the part of the mail address after the @.")]
    NotOnlyADomain,
    /// One label only, or an address of a computer.
    #[error("A mail domain has at least two parts, such as example.com.")]
    NoDot,
    /// Not a domain by the rules of DNS and IDNA.
    #[error(
        "A domain has only letters, digits, hyphens and dots, at most 63 between dots and 253 in all."
    )]
    Malformed,
}

impl EmailDomain {
    /// Reads a domain as typed: any case, one leading `@`, space around it.
    pub fn parse(text: &str) -> Result<Self, DomainError> {
        let text = text.trim();
        let text = text.strip_prefix('@').unwrap_or(text);
        if text.is_empty() {
            return Err(DomainError::Empty);
        }
        if text.contains(['@', '/', ':', '?', '#', '\\']) {
            return Err(DomainError::NotOnlyADomain);
        }
        let ascii =
            idna::domain_to_ascii_strict(text).map_err(|_malformed| DomainError::Malformed)?;
        let last = ascii.rsplit('.').next().unwrap_or_default();
        if ascii.ends_with('.') {
            return Err(DomainError::Malformed);
        }
        if last.len() == ascii.len() || last.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DomainError::NoDot);
        }
        Ok(Self(ascii))
    }

    /// The domain as it is looked up and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the mail address is of exactly this domain; a subdomain is another domain.
    pub fn covers(&self, mail: &str) -> bool {
        let Some((local, domain)) = mail.rsplit_once('@') else { return false };
        if local.is_empty() {
            return false;
        }
        if domain.is_ascii() {
            return domain.eq_ignore_ascii_case(&self.0);
        }
        idna::domain_to_ascii_strict(domain).is_ok_and(|ascii| ascii == self.0)
    }
}

impl fmt::Display for EmailDomain {
    /// Writes the domain for a person; a domain with letters outside ASCII shows both of its forms.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match idna::domain_to_unicode(&self.0) {
            (shown, Ok(())) if shown != self.0 => write!(f, "{shown} ({})", self.0),
            _ => f.write_str(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, DomainError>) {
        let parsed = EmailDomain::parse(text).map(|domain| domain.as_str().to_owned());
        assert_eq!(parsed, expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn domains_are_read_as_people_type_them() {
        check("halcyon.example", Ok("halcyon.example"));
        check("  @Halcyon.Example\n", Ok("halcyon.example"));
        check("bücher.example", Ok("xn--bcher-kva.example"));
        check("BÜCHER.example", Ok("xn--bcher-kva.example"));
        check("例え.example", Ok("xn--r8jz45g.example"));
        check("a-b.c-d.example", Ok("a-b.c-d.example"));
        check("", Err(DomainError::Empty));
        check(" @ ", Err(DomainError::Empty));
        check("ada@halcyon.example", Err(DomainError::NotOnlyADomain));
        check("https://halcyon.example", Err(DomainError::NotOnlyADomain));
        check("halcyon", Err(DomainError::NoDot));
        check("127.0.0.1", Err(DomainError::NoDot));
        check("halcyon..example", Err(DomainError::Malformed));
        check("halcyon.example.", Err(DomainError::Malformed));
        check("-halcyon.example", Err(DomainError::Malformed));
        check("hal cyon.example", Err(DomainError::Malformed));
        check("hal_cyon.example", Err(DomainError::Malformed));
        check(&format!("{}.example", "a".repeat(64)), Err(DomainError::Malformed));
        check(&"a.".repeat(130), Err(DomainError::Malformed));
    }

    #[test]
    fn only_the_exact_domain_is_covered() {
        let domain = EmailDomain::parse("halcyon.example").unwrap();
        for mail in ["ada@halcyon.example", "ADA@HALCYON.EXAMPLE", "\"a@b\"@halcyon.example"] {
            assert!(domain.covers(mail), "{mail}");
        }
        for mail in [
            "ada@air.halcyon.example",
            "ada@xhalcyon.example",
            "ada@halcyon.example.evil.example",
            "ada@halcyon.example ",
            "ada@ha1cyon.example",
            "@halcyon.example",
            "halcyon.example",
            "ada",
            "",
        ] {
            assert!(!domain.covers(mail), "{mail}");
        }
        let domain = EmailDomain::parse("bücher.example").unwrap();
        assert!(domain.covers("ada@bücher.example") && domain.covers("ada@XN--BCHER-KVA.example"));
    }

    #[test]
    fn both_forms_of_an_international_domain_are_shown() {
        assert_eq!(
            EmailDomain::parse("Bücher.example").unwrap().to_string(),
            "bücher.example (xn--bcher-kva.example)"
        );
        assert_eq!(EmailDomain::parse("a.example").unwrap().to_string(), "a.example");
    }
}
