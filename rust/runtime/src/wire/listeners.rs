//! Sockets that are listened on, and the connections that they accept.

use std::{
    io,
    os::fd::AsRawFd,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, UnixListener},
    runtime::Handle,
    sync::watch,
    time::sleep,
};
use tokio_tungstenite::tungstenite::protocol::Role;

use super::{
    arrival::Transport,
    auth::Auth,
    http::{self, Gate},
    link::Link,
    named::Named,
    shared::Shared,
    websocket,
};
use crate::fork::ClosedInChild;

/// How long nothing is accepted when the process has no descriptor left.
const PAUSE: Duration = Duration::from_millis(100);
/// How many connections beyond the limit are told so before any more are just dropped.
const TOLD: usize = 64;

/// A socket that is listened on. Dropping it ends that; what was accepted stays.
#[derive(Debug)]
pub(super) struct Listening {
    /// Dropped to stop the task.
    _stop: watch::Sender<()>,
    /// What is removed with it.
    _file: Option<super::socket_file::SocketFile>,
}

/// What is listened on.
#[derive(Debug)]
pub(super) struct Socket {
    /// A forked child would keep the address taken, and clients waiting that nobody accepts.
    _named: ClosedInChild,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Unix(UnixListener),
    Tcp(TcpListener, Option<Arc<Auth>>),
}

impl Socket {
    pub(super) fn unix(listener: UnixListener) -> Self {
        Self { _named: ClosedInChild::new(listener.as_raw_fd()), kind: Kind::Unix(listener) }
    }

    pub(super) fn tcp(listener: TcpListener, auth: Option<Arc<Auth>>) -> Self {
        Self { _named: ClosedInChild::new(listener.as_raw_fd()), kind: Kind::Tcp(listener, auth) }
    }
}

/// Accept connections until the listener is closed. Its number; None when everything was shut down.
pub(super) fn start(
    shared: &Arc<Shared>,
    runtime: &Handle,
    socket: Socket,
    file: Option<super::socket_file::SocketFile>,
) -> Option<u64> {
    let (stop, stopped) = watch::channel(());
    let mut state = shared.lock();
    if state.is_shut_down {
        drop(state); // before the file
        return None;
    }
    let number = state.next_number();
    state.listeners.insert(number, Listening { _stop: stop, _file: file });
    drop(state);
    runtime.spawn(accept_all(Accepting { shared: Arc::clone(shared), number }, socket, stopped));
    Some(number)
}

/// Closes the listener when its task is dropped, with the runtime.
struct Accepting {
    shared: Arc<Shared>,
    number: u64,
}

impl Drop for Accepting {
    fn drop(&mut self) {
        let closed = self.shared.lock().listeners.remove(&self.number);
        drop(closed); // unlocked: it removes a file
    }
}

async fn accept_all(accepting: Accepting, socket: Socket, mut stopped: watch::Receiver<()>) {
    let shared = &accepting.shared;
    let listening = stopped.clone();
    loop {
        let accepted = tokio::select! {
            _ = stopped.changed() => return, // the sender is gone
            accepted = accept(shared, &socket, &listening) => accepted,
        };
        if accepted.is_err() {
            tokio::select! {
                _ = stopped.changed() => return,
                () = sleep(PAUSE) => {}
            }
        }
    }
}

async fn accept(shared: &Arc<Shared>, socket: &Socket, listening: &watch::Receiver<()>) -> io::Result<()> {
    match &socket.kind {
        Kind::Unix(listener) => {
            let (stream, _) = listener.accept().await?;
            admit(shared, Named::new(stream), Transport::Unix, None, listening.clone());
        }
        Kind::Tcp(listener, auth) => {
            let (stream, _) = listener.accept().await?;
            let _ = stream.set_nodelay(true); // without it answers are late
            admit(shared, Named::new(stream), Transport::WebSocket, auth.clone(), listening.clone());
        }
    }
    Ok(())
}

/// One of the connections that were accepted.
#[derive(Debug)]
pub(super) struct Seat(Arc<Shared>);

impl Seat {
    /// One more, and how many there were.
    pub(super) fn take(shared: &Arc<Shared>) -> (Self, usize) {
        (Self(Arc::clone(shared)), shared.accepted.fetch_add(1, Ordering::SeqCst))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.accepted.fetch_sub(1, Ordering::SeqCst);
    }
}

fn admit<S>(
    shared: &Arc<Shared>,
    stream: S,
    transport: Transport,
    auth: Option<Arc<Auth>>,
    listening: watch::Receiver<()>,
) where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let (seat, before) = Seat::take(shared);
    let is_full = before >= shared.limits.connections;
    if is_full {
        shared.lock().counters.turned_away += 1;
    }
    if before >= shared.limits.connections.saturating_add(TOLD) {
        return;
    }
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        let is_unix = transport == Transport::Unix;
        let gate = Gate { is_unix, frame: shared.limits.frame, is_full, auth, listening };
        let Some((stream, part)) = http::accept(stream, gate, &shared.limits).await else { return };
        let Some(link) = Link::new(&shared) else { return };
        link.opened(transport);
        let socket = websocket::accepted(stream, part, &shared.limits).await;
        websocket::serve(link, socket, Role::Server).await;
        drop(seat);
    });
}
