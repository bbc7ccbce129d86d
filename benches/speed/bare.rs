//! What is measured beside: servers and a window that do nothing else.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::RawQuery;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::get;
use axum::{Router, response::Response};
use tokio::net::TcpListener;

use crate::people::{self, Rows};

/// Rows in a costless page.
pub(crate) const PAGE_ROWS: usize = 200;

/// Keeps an answer for [`serve_answers`].
pub(crate) fn keep_answer(folder: &Path, name: &str, status: u16, body: &[u8]) {
    let mut kept = format!("{status}\n").into_bytes();
    kept.extend_from_slice(body);
    fs::write(folder.join(name), kept).expect("a folder of ours");
}

#[derive(Clone)]
struct Kept {
    status: StatusCode,
    body: Bytes,
}

impl Kept {
    fn read(folder: &Path, name: &str) -> Self {
        let kept = fs::read(folder.join(name)).expect("an answer was kept");
        let end = memchr::memchr(b'\n', &kept).expect("a status and a body");
        let (status, body) = kept.split_at(end);
        let status = StatusCode::from_bytes(status).expect("a status");
        Self { status, body: Bytes::copy_from_slice(body.get(1..).unwrap_or_default()) }
    }

    fn answer(&self) -> Response {
        let headers = [(header::CONTENT_TYPE, "application/scim+json")];
        (self.status, headers, self.body.clone()).into_response()
    }
}

/// Serves answers that were kept, each for its kind of request.
pub(crate) fn serve_answers(folder: &Path) {
    let read = |name: &str| Kept::read(folder, name);
    let (list, hit, miss) = (read("list"), read("hit"), read("miss"));
    let (post, one, patch) = (read("post"), read("one"), read("patch"));
    let lists = async move |RawQuery(query): RawQuery| match query.as_deref().unwrap_or_default() {
        query if query.contains("absent") => miss.answer(),
        query if query.contains("filter") => hit.answer(),
        _ => list.answer(),
    };
    let create = async move |_body: Bytes| post.answer();
    let change = async move |_body: Bytes| patch.answer();
    let router = Router::new()
        .route("/scim/Users", get(lists).post(create))
        .route("/scim/Users/{id}", get(async move || one.answer()).patch(change));
    serve(&router);
}

/// Serves made-up people in pages that were made beforehand.
pub(crate) fn serve_pages(total: usize) {
    let pages = |rows: Rows| -> Vec<Bytes> {
        let firsts = (0..total.max(1)).step_by(PAGE_ROWS);
        firsts.map(|first| people::page(total, first, PAGE_ROWS, rows).into()).collect()
    };
    let (whole, ids) = (pages(Rows::Whole), pages(Rows::Ids));
    let answer = async move |RawQuery(query): RawQuery| {
        let query = query.unwrap_or_default();
        let value = |name: &str| {
            query.split('&').filter_map(|pair| pair.split_once('=')).find(|pair| pair.0 == name)
        };
        let start: usize = value("startIndex").and_then(|pair| pair.1.parse().ok()).unwrap_or(1);
        let pages = if value("attributes").is_some() { &ids } else { &whole };
        let body = pages.get((start - 1) / PAGE_ROWS).cloned().unwrap_or_default();
        ([(header::CONTENT_TYPE, "application/scim+json")], body).into_response()
    };
    serve(&Router::new().route("/scim/Users", get(answer)));
}

fn serve(router: &Router) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        announce(&listener.local_addr().expect("a bound socket").to_string());
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            stream.set_nodelay(true).expect("a socket of ours");
            let service = hyper_util::service::TowerToHyperService::new(router.clone());
            tokio::spawn(async move {
                let io = hyper_util::rt::TokioIo::new(stream);
                hyper::server::conn::http1::Builder::new().serve_connection(io, service).await
            });
        }
    });
}

fn announce(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("somebody listens");
}

/// Opens a window with one word in it, tells when its first frame was shown, and sleeps.
pub(crate) fn open_window() {
    let mut frames = 0;
    let viewport = egui::ViewportBuilder::default().with_inner_size([1280.0, 800.0]);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let shown = eframe::run_ui_native("bare", options, move |ui, _frame| {
        ui.label("bare");
        frames += 1;
        match frames {
            1 => ui.ctx().request_repaint(),
            2 => announce("shown"),
            _ => ui.ctx().request_repaint_after(Duration::from_hours(1)),
        }
    });
    shown.expect("a window");
}
