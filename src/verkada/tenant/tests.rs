//! Tables of tenant URLs: what is taken, with which notices, and what is refused.

use super::*;

fn check(text: &str, expected: Result<(&str, &[Notice]), TenantError>) {
    let found = TenantUrl::parse(text).map(|url| (url.value.to_string(), url.notices));
    let expected = expected.map(|(url, notices)| (url.to_owned(), notices.to_vec()));
    assert_eq!(found, expected, "{text:?}");
}

fn custom(host: &str) -> Notice {
    Notice::CustomHost(host.to_owned())
}

#[test]
fn addresses_are_taken_with_what_should_be_told() {
    let eu = "https://scim.prod2.verkada.com/scim";
    check(eu, Ok((eu, &[])));
    check(" https://scim.prod2.verkada.com/scim/\n", Ok((eu, &[Notice::TrimmedSpace])));
    check("https://scim.prod2.verkada.com/scim?", Ok((eu, &[])));
    check(
        "https://scim.prod2.verkada.com/scim?aadOptscim062020",
        Ok((eu, &[Notice::RemovedEntraFlag("aadOptscim062020".to_owned())])),
    );
    check("https://scim.example", Ok(("https://scim.example", &[custom("scim.example")])));
    check("https://10.0.0.7:8443/v2", Ok(("https://10.0.0.7:8443/v2", &[custom("10.0.0.7")])));
    check(
        "https://scim.example/a%20b/v2",
        Ok(("https://scim.example/a%20b/v2", &[custom("scim.example")])),
    );
    check(
        "https://api.verkadagov.com/scim",
        Ok(("https://api.verkadagov.com/scim", &[Notice::UndocumentedVerkadaAddress])),
    );
    check(
        "https://bücher.example/scim",
        Ok((
            "https://xn--bcher-kva.example/scim",
            &[Notice::InternationalHost {
                shown: "bücher.example".to_owned(),
                punycode: "xn--bcher-kva.example".to_owned(),
            }],
        )),
    );
}

#[test]
fn plain_http_is_for_this_computer_only() {
    for text in [
        "http://127.0.0.1:43127/scim",
        "http://127.9.9.9/scim",
        "http://localhost:8080/scim/v2",
        "http://[::1]:8080/scim",
    ] {
        check(text, Ok((text, &[])));
    }
    for text in [
        "http://scim.example/scim",
        "http://10.0.0.7/scim",
        "http://localhost.evil.example/scim",
        "http://127.0.0.1.evil.example/scim",
    ] {
        check(text, Err(TenantError::PlainHttp));
    }
    for text in [
        "http://127.1/scim",
        "http://0x7f000001/scim",
        "http://2130706433/scim",
        "http://0177.0.0.1/",
    ] {
        check(text, Err(TenantError::OddHost));
    }
}

#[test]
fn look_alikes_of_verkada_are_refused() {
    for host in [
        "api.command.verkada.com.evil.example",
        "api.command.verk\u{430}da.com",
        "api.command.xn--verkda-6nf.com",
        "verkada.net",
        "verk4da.com",
        "api-command-verkada-com.evil.example",
        "api.command.ｖerkada.com",
        "api.comm\u{430}nd.verkada.com",
        "verkada.example",
    ] {
        let parsed = TenantUrl::parse(&format!("https://{host}/scim"));
        assert!(matches!(parsed, Err(TenantError::LookAlike(_))), "{host}: {parsed:?}");
    }
    for host in ["scim-verkada.example", "verkadabra.example"] {
        assert_eq!(
            TenantUrl::parse(&format!("https://{host}/scim")).unwrap().notices,
            [custom(host)],
            "{host}"
        );
    }
}

#[test]
fn what_leads_elsewhere_is_refused() {
    for (text, error) in [
        ("", TenantError::Empty),
        ("api.command.verkada.com/scim", TenantError::NoScheme),
        ("ftp://scim.example/scim", TenantError::NoScheme),
        ("https:///scim", TenantError::NoHost),
        ("https://api.command.verkada.com@evil.example/scim", TenantError::UserInfo),
        ("https://user:secret@scim.example/scim", TenantError::UserInfo),
        ("https://api.command.verkada.com/scim/../admin", TenantError::DotSegment),
        ("https://api.command.verkada.com/scim/%2E%2e/admin", TenantError::DotSegment),
        ("https://api.command.verkada.com/./scim", TenantError::DotSegment),
        ("https://api.command.verkada.com/..", TenantError::DotSegment),
        ("https://scim.example//scim", TenantError::OddPath),
        ("https://scim.example/a%2Fb", TenantError::OddPath),
        ("https://scim.example/scim?token=x", TenantError::Query),
        ("https://scim.example/scim#top", TenantError::Fragment),
        ("https://scim.example\\@evil.example/", TenantError::ForbiddenCharacter),
        ("https://scim.ex\tample/scim", TenantError::ForbiddenCharacter),
        ("https://scim.example/s\u{200b}cim", TenantError::ForbiddenCharacter),
        ("https://scim.example/ｓcim", TenantError::ForbiddenCharacter),
        ("https://api.command.verkada%2ecom/scim", TenantError::OddHost),
        ("https://scim.example./scim", TenantError::OddHost),
        ("https://scim。example/scim", TenantError::OddHost),
        ("https://ｓcim.example/scim", TenantError::OddHost),
        ("https://scim.example:99999/scim", TenantError::Malformed),
        (
            "https://169.254.169.254/latest",
            TenantError::ReservedAddress("169.254.169.254".to_owned()),
        ),
        (
            "https://[::ffff:127.0.0.1]/",
            TenantError::ReservedAddress("::ffff:127.0.0.1".to_owned()),
        ),
    ] {
        check(text, Err(error));
    }
    let long = format!("https://scim.example/{}", "a".repeat(2048));
    check(&long, Err(TenantError::TooLong));
    let mixed = TenantUrl::parse("https://h\u{430}lcyon.example/scim");
    assert!(matches!(mixed, Err(TenantError::MixedScript(_))), "{mixed:?}");
}

#[test]
fn an_origin_is_scheme_host_and_port() {
    let origin = |text: &str| TenantUrl::parse(text).unwrap().value.origin();
    let base = origin("https://scim.example/scim");
    assert_eq!(base.to_string(), "https://scim.example:443");
    assert_eq!(base, origin("https://SCIM.example:443/other"));
    for other in [
        "https://scim.example:8443/scim",
        "https://scim2.example/scim",
        "https://a.scim.example/scim",
    ] {
        assert_ne!(base, origin(other), "{other}");
    }
    assert_ne!(origin("http://127.0.0.1:443/"), origin("https://127.0.0.1:443/"));
    assert_eq!(origin("http://[::1]:80/").to_string(), "http://[::1]:80");
    assert_eq!((base.host(), base.port()), ("scim.example", 443));
}

#[test]
fn no_segment_leaves_the_base() {
    let base = TenantUrl::parse("https://scim.example/scim/").unwrap().value;
    assert_eq!(base.join(["Users"]).as_str(), "https://scim.example/scim/Users");
    assert_eq!(
        base.join(["Users", "a/../b?c#d%2f"]).as_str(),
        "https://scim.example/scim/Users/a%2F..%2Fb%3Fc%23d%252f"
    );
    assert_eq!(base.join(["..", "Users"]).as_str(), "https://scim.example/scim/Users");
    let root = TenantUrl::parse("https://scim.example").unwrap().value;
    assert_eq!(root.join(["Groups"]).as_str(), "https://scim.example/Groups");
}
