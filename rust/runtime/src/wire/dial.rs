//! Connecting to a peer that listens for `WebSocket`s.

use std::{
    io,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use hyper::{
    Uri,
    header::{AUTHORIZATION, HeaderValue},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, UnixStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Error, client::IntoClientRequest, protocol::Role},
};

use super::{
    arrival::{Ending, Transport},
    limits::Limits,
    link::Link,
    named::Named,
    outlet::Outlet,
    shared::{Order, code},
    socket_file::ShortName,
    tls::{self, Failure},
    websocket,
};

/// Where every unix socket's handshake goes.
const UNIX_URL: &str = "ws://localhost/rpc";
/// How much of the answer of a server that refuses is shown.
const MAX_ANSWER: usize = 200;

/// Where a peer listens.
#[derive(Clone, Debug)]
pub enum Address {
    /// At a unix socket.
    Unix(PathBuf),
    /// At a host and port, and the token that is shown there.
    WebSocket(Uri, Option<HeaderValue>),
    /// So too, encrypted; with a file of the authorities that are trusted instead of the system's.
    Encrypted(Uri, Option<HeaderValue>, Option<Arc<Path>>),
}

impl Address {
    /// A URL such as `ws://127.0.0.1:4500`, the token to show there, and for `wss` a file of the authorities that are
    /// trusted instead of the system's.
    ///
    /// # Errors
    /// It is none of a WebSocket; or the token would be shown to everybody on the way.
    pub fn parse(url: &str, token: Option<&str>, ca_file: Option<&Path>) -> Result<Self, String> {
        let of = |reason: &str| format!("{url:?} {reason}");
        let uri: Uri = url.parse().map_err(|error| of(&format!("is not a URL: {error}")))?;
        let is_encrypted = match uri.scheme_str() {
            Some("ws") => false,
            Some("wss") => true,
            _ => return Err(of("is not the URL of a WebSocket, such as ws://127.0.0.1:4500")),
        };
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| of("names no host"))?;
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let is_loopback =
            host == "localhost" || address.is_ok_and(|address| address.to_canonical().is_loopback());
        if token.is_some() && !is_encrypted && !is_loopback {
            return Err(of("would carry the token in clear text; use wss://, or a loopback address"));
        }
        let header = |token| {
            let mut header = HeaderValue::from_str(&format!("Bearer {token}"))
                .map_err(|_| "the token has characters that no header can carry".to_owned())?;
            header.set_sensitive(true);
            Ok::<_, String>(header)
        };
        let token = token.map(header).transpose()?;
        match (is_encrypted, ca_file) {
            (true, ca_file) => Ok(Self::Encrypted(uri, token, ca_file.map(Arc::from))),
            (false, None) => Ok(Self::WebSocket(uri, token)),
            (false, Some(_)) => Err(of("is not encrypted, so no authority is asked; use wss://")),
        }
    }
}

/// Connect, and serve the connection.
pub(super) async fn run(link: Link, address: Address) {
    match address {
        Address::Unix(path) => {
            let connected = connect(&link, async {
                let short = ShortName::of(&path).map_err(|error| refused(&error.into()))?;
                let stream =
                    UnixStream::connect(&short.path).await.map_err(|error| refused(&error.into()))?;
                shake_hands(Named::new(stream), UNIX_URL, None, link.limits()).await
            });
            finish(connected.await, link, Transport::Unix, &path.display().to_string()).await;
        }
        Address::WebSocket(uri, token) => {
            let connected = connect(&link, async {
                let stream = reach(&uri, 80).await.map_err(|error| refused(&error.into()))?;
                shake_hands(stream, &uri, token, link.limits()).await
            });
            finish(connected.await, link, Transport::WebSocket, &uri.to_string()).await;
        }
        Address::Encrypted(uri, token, ca_file) => {
            // Boxed: the state of TLS is large.
            let connected = Box::pin(connect(&link, async {
                let stream = reach(&uri, 443).await.map_err(|error| refused(&error.into()))?;
                let stream = tls::encrypt(stream, host_of(&uri), ca_file).await?;
                shake_hands(stream, &uri, token, link.limits()).await
            }));
            finish(connected.await, link, Transport::WebSocket, &uri.to_string()).await;
        }
    }
}

fn host_of(uri: &Uri) -> &str {
    uri.host().unwrap_or_default().trim_matches(['[', ']'])
}

async fn reach(uri: &Uri, usual_port: u16) -> io::Result<Named<TcpStream>> {
    let stream = TcpStream::connect((host_of(uri), uri.port_u16().unwrap_or(usual_port))).await?;
    stream.set_nodelay(true)?;
    Ok(Named::new(stream))
}

/// Connect in the time that there is; None: the connection is to be ended.
async fn connect<T>(
    link: &Link,
    connecting: impl Future<Output = Result<T, Failure>>,
) -> Option<Result<T, Failure>> {
    let limit = link.limits().handshake;
    tokio::select! {
        () = link.ordered_to_end() => None,
        connected = timeout(limit, connecting) => Some(match connected {
            Ok(connected) => connected,
            Err(_) => Err((Ending::Refused, format!("no answer for {limit:?}"))),
        }),
    }
}

async fn shake_hands<S>(
    stream: S,
    url: impl IntoClientRequest,
    token: Option<HeaderValue>,
    limits: &Limits,
) -> Result<WebSocketStream<Outlet<S>>, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut request = url.into_client_request().map_err(|error| refused(&error))?;
    if let Some(token) = token {
        request.headers_mut().insert(AUTHORIZATION, token);
    }
    let config = websocket::config(limits);
    let (mut socket, _) = client_async_with_config(request, Outlet::opening(stream), Some(config))
        .await
        .map_err(|error| refused(&error))?;
    socket.get_mut().opened();
    Ok(socket)
}

async fn finish<S>(
    connected: Option<Result<WebSocketStream<Outlet<S>>, Failure>>,
    link: Link,
    transport: Transport,
    to: &str,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    match connected {
        None => {}
        Some(Ok(socket)) => {
            link.opened(transport);
            websocket::serve(link, socket, Role::Client).await;
        }
        Some(Err((ending, reason))) => {
            let reason = format!("cannot connect to {to}: {reason}");
            link.order(Order::new(code::NORMAL, ending, reason));
        }
    }
}

fn refused(error: &Error) -> Failure {
    (Ending::Refused, explain(error))
}

fn explain(error: &Error) -> String {
    match error {
        Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => "the server hung up".to_owned(),
        Error::Io(error) => error.to_string(),
        Error::Http(answer) => {
            let body = answer.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            let body: String = body.trim().chars().take(MAX_ANSWER).collect();
            let about = if body.is_empty() { String::new() } else { format!(", {body}") };
            format!("the server answered {}{about}", answer.status())
        }
        error => format!("the server does not speak WebSocket: {error}"),
    }
}
