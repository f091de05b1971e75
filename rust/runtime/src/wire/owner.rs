//! The owner's side of all connections.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    os::fd::{OwnedFd, RawFd},
    path::Path,
    sync::Arc,
};

use bytes::Bytes;
use tokio::runtime::Handle;

use super::{
    arrival::{Arrival, Transport},
    at_once::AtOnce,
    auth::Auth,
    carried::Carried,
    dial::{self, Address},
    dial_command::{self, Program},
    limits::Limits,
    lines,
    link::Link,
    listen_error::ListenError,
    listeners::{self, Socket},
    shared::{Shared, WireStats},
    socket_file::bind_unix,
};
use crate::{commands::Groups, fork::Birthplace};

/// Connections to peers. Dropping it closes all of them.
#[derive(Debug)]
pub struct Wire {
    shared: Arc<Shared>,
    runtime: Handle,
    groups: Arc<Groups>,
    birthplace: Birthplace,
}

fn shut_down() -> io::Error {
    io::Error::other("the wire was shut down")
}

impl Wire {
    /// No connections yet, to be served by the worker of `runtime`; `groups` are those of its commands.
    ///
    /// # Errors
    /// This process has no descriptors left.
    pub(crate) fn new(runtime: Handle, groups: Arc<Groups>, limits: Limits) -> io::Result<Self> {
        Ok(Self { shared: Arc::new(Shared::new(limits)?), runtime, groups, birthplace: Birthplace::here() })
    }

    /// Whether the process was forked since: the connections are the parent's, and no call may be made.
    pub fn is_forked(&self) -> bool {
        self.birthplace.is_left()
    }

    /// A file descriptor that is readable when there is something to [`take`](Self::take).
    pub fn fileno(&self) -> Option<RawFd> {
        self.shared.fileno()
    }

    /// What has arrived, at most so much: of each connection in its order, and of all in turn.
    pub fn take(&self, most: usize) -> Vec<(u64, Arrival)> {
        self.shared.take(most)
    }

    /// Queue messages, each a whole JSON text without a line end. What of the connection is unsent then, and what of it
    /// the caller is to write; None: it takes nothing more, and none of them was queued.
    pub fn send(&self, peer: u64, messages: Vec<Bytes>) -> Option<(usize, Option<AtOnce>)> {
        self.shared.send(peer, messages)
    }

    /// Close a connection: what is unsent is written first, for a second at most. What has arrived of it is dropped.
    pub fn close(&self, peer: u64, code: u16, reason: String) {
        self.shared.close(peer, code, reason);
    }

    /// Serve JSON lines over two descriptors of any kind. Their flags are left as they are.
    ///
    /// # Errors
    /// The system has no thread or descriptor left, or everything was shut down.
    pub fn adopt(&self, reading: OwnedFd, writing: OwnedFd) -> io::Result<u64> {
        let link = Link::new(&self.shared).ok_or_else(shut_down)?;
        let number = link.number();
        lines::start(link, Transport::Stdio, reading, writing, drop)?;
        Ok(number)
    }

    /// A connection whose messages the caller carries. None: there are too many.
    ///
    /// # Errors
    /// Everything was shut down.
    pub fn carry(&self) -> io::Result<Option<Carried>> {
        match Carried::new(&self.shared) {
            Ok(carried) => Ok(Some(carried)),
            Err(false) => Ok(None),
            Err(true) => Err(shut_down()),
        }
    }

    /// Accept `WebSocket`s at a path. The number of the listener.
    ///
    /// # Errors
    /// See [`ListenError`].
    pub fn listen_unix(&self, path: &Path, startup_lock: Option<&Path>) -> Result<u64, ListenError> {
        let (listener, file) = bind_unix(path, startup_lock)?;
        let _runtime = self.runtime.enter();
        let listener = tokio::net::UnixListener::from_std(listener)
            .map_err(|error| ListenError::System(error, path.to_owned()))?;
        let socket = Socket::unix(listener);
        listeners::start(&self.shared, &self.runtime, socket, Some(file)).ok_or(ListenError::ShutDown)
    }

    /// Accept `WebSocket`s at an address, of clients that show what is asked of them. The number of the listener, and the address with the port that was chosen for 0.
    ///
    /// # Errors
    /// See [`ListenError`].
    pub fn listen_websocket(
        &self,
        host: IpAddr,
        port: u16,
        auth: Option<Arc<Auth>>,
    ) -> Result<(u64, SocketAddr), ListenError> {
        let address = SocketAddr::new(host, port);
        if auth.is_none() && !host.to_canonical().is_loopback() {
            return Err(ListenError::Unprotected(address));
        }
        let of = |error| ListenError::System(error, address.to_string().into());
        let listener = std::net::TcpListener::bind(address).map_err(of)?;
        listener.set_nonblocking(true).map_err(of)?;
        let bound = listener.local_addr().map_err(of)?;
        let _runtime = self.runtime.enter();
        let socket = Socket::tcp(tokio::net::TcpListener::from_std(listener).map_err(of)?, auth);
        let number =
            listeners::start(&self.shared, &self.runtime, socket, None).ok_or(ListenError::ShutDown)?;
        Ok((number, bound))
    }

    /// Connect to a peer that listens. Its number; whether that works is told by what arrives.
    ///
    /// # Errors
    /// Everything was shut down.
    pub fn dial(&self, address: Address) -> io::Result<u64> {
        let link = Link::new(&self.shared).ok_or_else(shut_down)?;
        let number = link.number();
        self.runtime.spawn(dial::run(link, address));
        Ok(number)
    }

    /// Start a command, and speak JSON lines with it over its standard input and output.
    /// The peer's number; whether that works is told by what arrives. When the connection is over, so is the command's
    /// group.
    ///
    /// # Errors
    /// The system has no descriptors left, or everything was shut down.
    pub fn dial_command(&self, program: Program) -> io::Result<u64> {
        let link = Link::new(&self.shared).ok_or_else(shut_down)?;
        let number = link.number();
        dial_command::start(link, &self.runtime, Arc::clone(&self.groups), program)?;
        Ok(number)
    }

    /// Accept no more connections there; a socket's file is removed.
    pub fn close_listener(&self, listener: u64) {
        let closed = self.shared.lock().listeners.remove(&listener);
        drop(closed);
    }

    /// Close everything at once. Every connection is told to be over.
    pub fn shut_down(&self) {
        self.shared.shut_down();
    }

    /// What has happened, and what waits.
    pub fn stats(&self) -> WireStats {
        self.shared.stats()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if !self.is_forked() {
            self.shared.leave();
        }
    }
}
