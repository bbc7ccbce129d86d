//! The token goes to one place only: redirects, links and proxies do not move it.

use std::collections::HashMap;

use super::fault_server::{FaultServer, Request, answer, scim, well_behaved};
use super::{CANARY, Probe};
use crate::client::ErrorKind;

#[tokio::test(start_paused = true)]
async fn no_redirect_is_followed_and_the_message_names_the_place() {
    for status in
        ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent", "300 Choices"]
    {
        let other = FaultServer::start(well_behaved(1, 200)).await;
        let links = [
            format!("http://{}/scim/Users?secret=1", other.address),
            format!("//{}/scim/Users", other.address),
            format!("http://localhost:{}/scim/Users", other.address.port()),
            "https://evil.example/scim/Users".to_owned(),
            "/scim/elsewhere".to_owned(),
            "::::".to_owned(),
        ];
        for link in links {
            let location = format!("Location: {link}\r\n");
            let first = FaultServer::start(move |_: &Request| answer(status, &location, "")).await;
            let probe = Probe::new(&first.base_url());
            let error = probe.walk().await.error.unwrap();
            assert_eq!(error.kind(), ErrorKind::Redirected, "{status} {link}: {error}");
            assert!(!error.to_string().contains("secret"), "{error}");
            if link.contains("evil") {
                assert!(error.to_string().contains("https://evil.example"), "{error}");
            }
            assert_eq!(first.requests().len(), 1, "{status} {link}");
            probe.assert_no_canary(Some(&error));
        }
        assert_eq!(other.requests().len(), 0, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn links_in_answers_are_never_followed_to_another_place() {
    let other = FaultServer::start(well_behaved(1, 200)).await;
    let link = format!("http://{}/scim/Users", other.address);
    let server = FaultServer::start(move |request: &Request| {
        if request.path().ends_with("/Users") {
            return scim(
                "200 OK",
                format!(
                    "{{\"totalResults\":1,\"nextLink\":\"{link}\",\"next\":\"{link}\",\
                     \"Resources\":[{{\"id\":\"u1\",\"meta\":{{\"location\":\"{link}/u1\"}}}}]}}"
                ),
            );
        }
        scim("200 OK", format!("{{\"id\":\"u1\",\"meta\":{{\"location\":\"{link}/u1\"}}}}"))
    })
    .await;
    let probe = Probe::new(&server.base_url());
    assert_eq!(probe.walk().await.ids(), ["u1"]);
    assert_eq!(other.requests().len(), 0);
}

/// Runs one test of this binary in a process of its own, because the environment belongs to a whole process.
fn run_with(environment: &HashMap<&str, String>) -> std::process::Output {
    std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "client::tests::places::a_loopback_server_is_reached_without_any_proxy",
            "--nocapture",
        ])
        .envs(environment)
        .output()
        .unwrap()
}

#[test]
fn a_proxy_from_the_environment_never_sees_a_call_to_this_computer() {
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        proxy.set_nonblocking(true).unwrap();
        let address = proxy.local_addr().unwrap();
        let environment = HashMap::from([(name, format!("http://user:{CANARY}@{address}"))]);
        let output = run_with(&environment);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{name}: {text}");
        assert!(!text.contains(CANARY), "{name}: {text}");
        assert_eq!(proxy.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "{name}");
    }
}

#[tokio::test]
async fn a_loopback_server_is_reached_without_any_proxy() {
    let server = FaultServer::start(well_behaved(2, 200)).await;
    let probe = Probe::new(&server.base_url());
    assert_eq!(probe.client.http().proxy(), None);
    assert_eq!(probe.walk().await.ids(), ["u1", "u2"]);
    // A server elsewhere goes through the proxy, and the screen can say so, without the proxy's password.
    let elsewhere = Probe::new("https://scim.example/scim");
    let variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    match variables.iter().find_map(|name| std::env::var(name).ok()) {
        Some(proxy) => {
            let proxy = proxy.trim_end_matches('/');
            assert_eq!(elsewhere.client.http().proxy(), proxy.rsplit(['@', '/']).next(), "{proxy}");
        }
        None => assert_eq!(elsewhere.client.http().proxy(), None),
    }
}
