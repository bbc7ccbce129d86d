//! The closed loopback: who may speak to the sandbox, how long, how much.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use scim_desk::{ADMIN_TOKEN_PREFIX, Port, SCIM_TOKEN_PREFIX, SandboxConfig, SandboxError};
use serde_json::json;

use crate::nasty::{Item, Outcome, check_area};
use crate::server::{Reply, Server, config, exchange, person};

/// A request line, `Host`, and what else is given.
fn request(server: &Server, line: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        write!(text, "Host: {}\r\n", server.address()).unwrap();
    }
    for (name, value) in headers {
        write!(text, "{name}: {value}\r\n").unwrap();
    }
    if !body.is_empty()
        && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"))
    {
        write!(text, "Content-Length: {}\r\n", body.len()).unwrap();
    }
    format!("{text}\r\n{body}").into_bytes()
}

fn bearer(server: &Server) -> String {
    format!("Bearer {}", server.token())
}

#[test]
fn every_route_wants_its_own_token() {
    let server = Server::start(0);
    let (scim, admin) =
        (server.token().to_owned(), server.sandbox.admin_token().reveal().to_owned());
    assert!(scim.starts_with(SCIM_TOKEN_PREFIX) && admin.starts_with(ADMIN_TOKEN_PREFIX));
    let routes = scim_desk::sandbox_routes();
    assert!(routes.len() > 25);
    for (method, path) in routes {
        let path = path.replace("{id}", "x");
        let is_admin = path.starts_with("/admin");
        let (right, other) = if is_admin { (&admin, &scim) } else { (&scim, &admin) };
        let body = json!({});
        let body = ["POST", "PUT", "PATCH"].contains(&method).then_some(&body);
        let with = |token: &str| server.request(method, &path, token, "", body).status;
        let none = server.raw(&request(&server, &format!("{method} {path}"), &[], "")).unwrap();
        none.error(401, None);
        assert_eq!(none.header("www-authenticate"), Some("Bearer realm=\"scim\""));
        assert!([401, 429].contains(&with(other)), "{method} {path} takes the other token");
        assert!(![401, 403, 429].contains(&with(right)), "{method} {path} refuses its token");
    }
}

#[test]
fn exactly_one_listener_on_127_0_0_1() {
    let server = Server::start(0);
    assert_eq!(server.address().ip(), Ipv4Addr::LOCALHOST);
    let port = format!(":{:04X}", server.port());
    let listening = |table: &str| {
        let table = std::fs::read_to_string(table).unwrap_or_default();
        let lines = table.lines().filter(|line| line.split_whitespace().nth(3) == Some("0A"));
        lines
            .filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned))
            .filter(|own| own.ends_with(&port))
            .collect::<Vec<_>>()
    };
    assert_eq!(listening("/proc/net/tcp"), [format!("0100007F{port}")]);
    assert!(listening("/proc/net/tcp6").is_empty());
    assert!(TcpStream::connect(("127.0.0.2", server.port())).is_err());
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    match Server::with(SandboxConfig { port: Port::Exactly(port), ..config(0) }) {
        Err(error @ SandboxError::PortTaken { .. }) => {
            assert!(error.to_string().contains(&port.to_string()));
        }
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("started"),
    }
}

#[test]
fn no_answer_lets_a_web_page_in() {
    let server = Server::start(1);
    for reply in [
        server.get("/Users"),
        server
            .raw(&request(&server, "OPTIONS /scim/Users", &[("Origin", "https://a.example")], ""))
            .unwrap(),
        server.raw(&request(&server, "GET /scim/Users", &[("Origin", "null")], "")).unwrap(),
    ] {
        assert!(!reply.head.to_ascii_lowercase().contains("access-control"), "{}", reply.head);
    }
}

#[test]
fn the_token_stands_in_no_answer() {
    let server = Server::start(3);
    let token = server.token().to_owned();
    for path in ["/Users", "/Groups", "/ServiceProviderConfig", "/Schemas", "/Nope"] {
        assert!(!String::from_utf8_lossy(&server.get(path).body).contains(&token), "{path}");
    }
    let stats = server.admin("GET", "/stats", None);
    assert!(!String::from_utf8_lossy(&stats.body).contains(&token));
}

#[test]
fn a_body_is_json_and_at_most_a_mebibyte() {
    let server = Server::start(0);
    let authorization = bearer(&server);
    let body = person("ada").to_string();
    for media in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
    {
        let headers = [("Authorization", authorization.as_str()), ("Content-Type", media)];
        server
            .raw(&request(&server, "POST /scim/Users", &headers, &body))
            .unwrap()
            .error(415, None);
    }
    let json =
        [("Authorization", authorization.as_str()), ("Content-Type", "application/scim+json")];
    let filled = |size: usize| {
        let mut person = person("ada");
        person["title"] = json!("");
        let title = "x".repeat(size - person.to_string().len());
        person["title"] = json!(title);
        person.to_string()
    };
    let limit = 1024 * 1024;
    server.raw(&request(&server, "POST /scim/Users", &json, &filled(limit))).unwrap().expect(201);
    server
        .raw(&request(&server, "POST /scim/Users", &json, &filled(limit + 1)))
        .unwrap()
        .error(413, None);
    let mut chunked = request(
        &server,
        "POST /scim/Users",
        &[json[0], json[1], ("Transfer-Encoding", "chunked")],
        "",
    );
    for _ in 0..17 {
        chunked.extend_from_slice(format!("10000\r\n{}\r\n", "x".repeat(0x10000)).as_bytes());
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    server.raw(&chunked).unwrap().error(413, None);
}

#[test]
fn half_a_request_is_given_up_in_time() {
    let server = Server::start(0);
    let authorization = bearer(&server);
    let head = format!("GET /scim/Users HTTP/1.1\r\nHost: {}\r\n", server.address());
    let body = request(
        &server,
        "POST /scim/Users",
        &[
            ("Authorization", &authorization),
            ("Content-Type", "application/json"),
            ("Content-Length", "100"),
        ],
        "{",
    );
    let given_up = |bytes: Vec<u8>| {
        let address = server.address();
        std::thread::spawn(move || {
            let start = Instant::now();
            let reply = exchange(address, &bytes);
            (reply.map(|reply| reply.status), start.elapsed())
        })
    };
    let (slow_head, slow_body) = (given_up(head.into_bytes()), given_up(body));
    let (status, took) = slow_head.join().unwrap();
    assert!(status.is_err() || status.is_ok_and(|status| status == 408), "the header was answered");
    assert!((Duration::from_secs(4)..Duration::from_secs(9)).contains(&took), "{took:?}");
    let (status, took) = slow_body.join().unwrap();
    assert_eq!(status.unwrap(), 408);
    assert!((Duration::from_secs(9)..Duration::from_secs(15)).contains(&took), "{took:?}");
}

#[test]
fn connections_beyond_the_cap_are_turned_away_and_the_others_served() {
    let server = Server::start(0);
    let mut held: Vec<_> = (0..64).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
    let mut one_more = TcpStream::connect(server.address()).unwrap();
    one_more.set_read_timeout(Some(Duration::from_secs(4))).unwrap();
    let mut full = [0; 64];
    one_more.read_exact(&mut full).unwrap();
    assert!(full.starts_with(b"HTTP/1.1 503"), "{}", String::from_utf8_lossy(&full));
    let text = request(&server, "GET /scim/Users", &[("Authorization", &bearer(&server))], "");
    let mut own = held.pop().unwrap();
    own.write_all(&text).unwrap();
    own.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = Vec::new();
    own.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    drop(held);
    let deadline = Instant::now() + Duration::from_secs(10);
    while exchange(server.address(), &text).map_or(0, |reply| reply.status) != 200 {
        assert!(Instant::now() < deadline, "places do not become free");
    }
}

#[test]
fn wrong_tokens_have_to_wait_while_right_ones_pass() {
    let server = Server::start(0);
    let start = Instant::now();
    let replies = wrong_tokens(&server, 12);
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert!(replies.iter().filter(|reply| reply.status == 401).count() <= 10);
    let slowed = replies.iter().find(|reply| reply.status == 429).unwrap();
    slowed.error(429, None);
    assert_eq!(slowed.header("retry-after"), Some("1"));
    server.get("/Users").expect(200);
}

fn wrong_tokens(server: &Server, count: usize) -> Vec<Reply> {
    let text = request(server, "GET /scim/Users", &[("Authorization", "Bearer wrong")], "");
    let address = server.address();
    let all: Vec<_> = (0..count)
        .map(|_| {
            let text = text.clone();
            std::thread::spawn(move || exchange(address, &text).unwrap())
        })
        .collect();
    all.into_iter().map(|one| one.join().unwrap()).collect()
}

/// What an item says about a header: `NAME: value`, up to where the description goes on.
fn named_header<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let start = text.find(&format!("{name}:"))? + name.len() + 1;
    let rest = text.get(start..)?.trim_start();
    let ends = [" and ", " with ", " (", ", "].iter().filter_map(|end| rest.find(end)).min();
    Some(rest.get(..ends.unwrap_or(rest.len()))?.trim_end())
}

fn settled(reply: std::io::Result<Reply>) -> Outcome {
    match reply {
        Ok(reply) if reply.status < 300 => Outcome::of(&["ok"]),
        Ok(reply) if reply.status == 429 => Outcome::saying(&["throttle"], "429"),
        Ok(reply) => {
            Outcome::error(reply.json()["detail"].as_str().unwrap_or("refused").to_owned())
        }
        Err(error) => Outcome::error(error),
    }
}

/// Builds the exchange that an item describes.
fn play(item: &Item) -> Option<Outcome> {
    let text = item.text()?;
    let server = Server::start(0);
    let lower = text.to_ascii_lowercase();
    if lower.contains("wrong tokens") {
        let text = request(&server, "GET /scim/Users", &[("Authorization", "Bearer wrong")], "");
        let waits = (0..7).any(|_| {
            let mut stream = TcpStream::connect(server.address()).unwrap();
            stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
            stream.write_all(&text).unwrap();
            stream.read(&mut [0; 16]).is_err()
        });
        return Some(if waits { Outcome::of(&["throttle"]) } else { Outcome::of(&["ok"]) });
    }
    if lower.contains("idle connections") {
        let all: Vec<_> = (0..70).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
        let mut last = all.last()?;
        last.set_read_timeout(Some(Duration::from_millis(500))).ok()?;
        let ended = last.read(&mut [0; 16]).is_ok();
        return Some(if ended {
            Outcome::error("the connection over the cap was ended")
        } else {
            Outcome::of(&["ok"])
        });
    }
    if lower.contains("non-loopback") {
        let other = SocketAddr::from((outer_address()?, server.port()));
        let result = TcpStream::connect_timeout(&other, Duration::from_millis(300));
        return Some(result.map_or_else(Outcome::error, |_| Outcome::of(&["ok"])));
    }
    if ["drip", "half", "slow", "byte every"].iter().any(|word| lower.contains(word)) {
        // Takes longer than an item may; `half_a_request_is_given_up_in_time` answers for it.
        return None;
    }
    Some(settled(server.raw(&described(&server, text))))
}

/// The request that an item describes: method and target where it begins with them, headers where it names them.
fn described(server: &Server, text: &str) -> Vec<u8> {
    let token = server.token();
    let own =
        |value: &str| value.replace("PORT", &server.port().to_string()).replace("TOKEN", token);
    let mut words = text.split_whitespace();
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];
    let method = words.next().filter(|word| methods.contains(word)).unwrap_or("GET");
    let target = words.next().filter(|word| word.starts_with('/') || word.starts_with("http://"));
    let target = own(target.unwrap_or("/scim/v2/Users"));
    let mut headers = Vec::new();
    if text.contains("two Host headers") {
        headers.extend([
            ("Host", server.address().to_string()),
            ("Host", server.address().to_string()),
        ]);
    } else if let Some(host) = named_header(text, "Host") {
        headers.push(("Host", own(host)));
    }
    for name in ["Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Content-Type", "Content-Length"] {
        if let Some(value) = named_header(text, name) {
            headers.push((
                name,
                if value.ends_with("GB") { "10000000000".to_owned() } else { own(value) },
            ));
        }
    }
    match named_header(text, "Authorization") {
        Some(value) => {
            let trail = if text.contains("trailing space") { " " } else { "" };
            let value = if value.contains("empty") { "Bearer ".to_owned() } else { own(value) };
            headers.push(("Authorization", format!("{value}{trail}")));
        }
        None if text.contains("without Authorization") || text.contains("without a token") => {}
        None => headers.push(("Authorization", format!("Bearer {token}"))),
    }
    let writes = ["POST", "PUT", "PATCH"].contains(&method) || text.contains("Content-Length");
    let method = if writes && method == "GET" { "POST" } else { method };
    if writes && !headers.iter().any(|(name, _)| *name == "Content-Type") {
        let media =
            if text.contains("text/plain") { "text/plain" } else { "application/scim+json" };
        headers.push(("Content-Type", media.to_owned()));
    }
    let body = if writes { person("ada").to_string() } else { String::new() };
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    request(server, &format!("{method} {target}"), &headers, &body)
}

/// An address of this machine that is not loopback.
fn outer_address() -> Option<std::net::IpAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

#[test]
fn nasty_loopback_requests_end_as_declared() {
    check_area("loopback-request", play);
}
