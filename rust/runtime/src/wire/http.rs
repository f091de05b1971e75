//! HTTP up to the upgrade to a WebSocket: who may upgrade, and the two paths that say whether the server is there.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode, Version,
    body::Incoming,
    header::{
        ALLOW, CONNECTION, CONTENT_TYPE, HeaderMap, HeaderValue, ORIGIN, SEC_WEBSOCKET_ACCEPT,
        SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE, WWW_AUTHENTICATE,
    },
    server::conn::http1,
    service::service_fn,
    upgrade::{OnUpgrade, Upgraded},
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
    time::timeout,
};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::{auth::Auth, limits::Limits};

/// How much the head of a request may be.
const MAX_HEAD: usize = 16 * 1024;
/// The longest message that Codex's clients take in one frame.
const UNFRAGMENTED: &str = "x-codex-websocket-max-unfragmented-message-bytes";

/// What is asked of a client before it is let in.
#[derive(Debug)]
pub(super) struct Gate {
    /// A unix socket is reached by its owner only, and by no web page.
    pub(super) is_unix: bool,
    pub(super) frame: usize,
    /// There are too many connections.
    pub(super) is_full: bool,
    pub(super) auth: Option<Arc<Auth>>,
    /// Whether the listener is there: its sender is dropped with it.
    pub(super) listening: watch::Receiver<()>,
}

type Answer = Response<Full<Bytes>>;

fn answer(status: StatusCode, text: &'static str) -> Box<Answer> {
    let mut answer = Box::new(Response::new(Full::new(Bytes::from_static(text.as_bytes()))));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Whether one of the comma-separated words of a header is `word`.
fn has_word(headers: &HeaderMap, name: &hyper::header::HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|found| found.trim().eq_ignore_ascii_case(word))
}

impl Gate {
    /// The answer to a request; the key of its handshake if it is to be upgraded.
    fn admit(&self, request: &Request<Incoming>) -> Result<HeaderValue, Box<Answer>> {
        let headers = request.headers();
        if !self.is_unix && headers.contains_key(ORIGIN) {
            return Err(answer(StatusCode::FORBIDDEN, "requests of web pages are refused (Origin)\n"));
        }
        let is_health = !self.is_unix && matches!(request.uri().path(), "/healthz" | "/readyz");
        if is_health && matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(if request.uri().path() == "/readyz" && self.listening.has_changed().is_err() {
                answer(StatusCode::SERVICE_UNAVAILABLE, "no new clients are taken here\n")
            } else {
                answer(StatusCode::OK, "")
            });
        }
        if request.method() != Method::GET {
            let mut refusal = answer(StatusCode::METHOD_NOT_ALLOWED, "only GET is served here\n");
            let allowed = if is_health { "GET, HEAD" } else { "GET" };
            refusal.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
            return Err(refusal);
        }
        if let Some(auth) = &self.auth
            && let Err(reason) = auth.check(headers)
        {
            let mut refusal = answer(StatusCode::UNAUTHORIZED, reason);
            refusal.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            return Err(refusal);
        }
        if request.version() < Version::HTTP_11 {
            return Err(answer(StatusCode::UPGRADE_REQUIRED, "HTTP/1.0 cannot be upgraded; use HTTP/1.1\n"));
        }
        let wants_upgrade =
            has_word(headers, &CONNECTION, "upgrade") && has_word(headers, &UPGRADE, "websocket");
        let Some(key) = headers.get(SEC_WEBSOCKET_KEY).filter(|_| wants_upgrade) else {
            return Err(answer(StatusCode::BAD_REQUEST, "a WebSocket handshake is expected here\n"));
        };
        if headers.get(SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
            let mut refusal = answer(StatusCode::BAD_REQUEST, "this WebSocket version is not supported\n");
            refusal.headers_mut().insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
            return Err(refusal);
        }
        if self.is_full {
            return Err(answer(
                StatusCode::SERVICE_UNAVAILABLE,
                "there are too many connections; try again later\n",
            ));
        }
        // It is base64.
        HeaderValue::from_str(&derive_accept_key(key.as_bytes()))
            .map_err(|_| answer(StatusCode::BAD_REQUEST, "the key of the handshake is malformed\n"))
    }

    fn upgrade(&self, key: HeaderValue) -> Answer {
        let mut answer = Response::new(Full::default());
        *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = answer.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_ACCEPT, key);
        if self.is_unix {
            headers.insert(UNFRAGMENTED, HeaderValue::from(self.frame));
        }
        answer
    }
}

/// Answer the requests of a connection until one is an upgrade: the stream, and what was read of it already.
pub(super) async fn accept<S>(stream: S, gate: Gate, limits: &Limits) -> Option<(S, Vec<u8>)>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let upgrade: Arc<Mutex<Option<OnUpgrade>>> = Arc::default();
    let found = Arc::clone(&upgrade);
    let service = service_fn(move |mut request: Request<Incoming>| {
        let answer = match gate.admit(&request) {
            Ok(key) => {
                let upgrade = hyper::upgrade::on(&mut request);
                *found.lock().unwrap_or_else(PoisonError::into_inner) = Some(upgrade);
                gate.upgrade(key)
            }
            Err(refusal) => *refusal,
        };
        std::future::ready(Ok::<_, Infallible>(answer))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.handshake)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    // Whatever goes wrong, the client is told by hyper, or is gone.
    let _ = timeout(limits.handshake, connection).await;
    let upgrade = upgrade.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    let upgraded: Upgraded = upgrade.await.ok()?;
    let parts = upgraded.downcast::<TokioIo<S>>().ok()?;
    Some((parts.io.into_inner(), parts.read_buf.to_vec()))
}
