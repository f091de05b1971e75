//! The owner's side: the streams of one event loop, and one of them.

use std::{io, os::fd::RawFd, sync::Arc};

use bytes::Bytes;
use tokio::runtime::Handle;

use super::{
    client::HttpClient,
    crowd::Crowd,
    request::{Head, HttpFailure, HttpRequest},
    shared::{Hub, Shared},
    transfer::transfer,
};
use crate::fork::Birthplace;

/// What has come of an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    /// The data of events, possibly of none; of an answer with another status than success, pieces of its body.
    Events(Vec<Bytes>),
    /// All was taken, and nothing comes after it.
    Over,
}

/// The streams of one owner, behind one signal.
#[derive(Debug)]
pub struct HttpStreams {
    runtime: Handle,
    client: Arc<HttpClient>,
    hub: Arc<Hub>,
    crowd: Arc<Crowd>,
    birthplace: Birthplace,
}

impl HttpStreams {
    pub(crate) fn new(runtime: Handle, client: Arc<HttpClient>, crowd: Arc<Crowd>) -> io::Result<Self> {
        Ok(Self { runtime, client, hub: Arc::new(Hub::new()?), crowd, birthplace: Birthplace::here() })
    }

    /// Whether the process was forked since: the streams are the parent's, and no call has an effect.
    pub fn is_forked(&self) -> bool {
        self.birthplace.is_left()
    }

    /// A file descriptor that is readable when [`ready`](Self::ready) names a stream; None once closed.
    pub fn fileno(&self) -> Option<RawFd> {
        if self.is_forked() { None } else { self.hub.fileno() }
    }

    /// The numbers of the streams that have had something since they were looked into last.
    pub fn ready(&self) -> Vec<u64> {
        if self.is_forked() { Vec::new() } else { self.hub.take() }
    }

    /// Send a request; None in a forked child. What becomes of it is told by the stream.
    pub fn open(&self, request: HttpRequest) -> Option<HttpStream> {
        if self.is_forked() {
            return None;
        }
        let shared = Arc::new(Shared::new(Arc::clone(&self.hub), self.crowd.join()));
        self.runtime.spawn(transfer(Arc::clone(&self.client), request, Arc::clone(&shared)));
        Some(HttpStream { shared, birthplace: self.birthplace })
    }

    /// Close the file descriptor, which nobody must be watching any more. Its streams go on, and nobody is told of them.
    pub fn close(&self) {
        if !self.is_forked() {
            self.hub.close();
        }
    }
}

/// One answer that is read. Dropping it closes its connection at once.
#[derive(Debug)]
pub struct HttpStream {
    shared: Arc<Shared>,
    birthplace: Birthplace,
}

impl HttpStream {
    /// Whether the process was forked since: the stream is the parent's, and no call has an effect.
    pub fn is_forked(&self) -> bool {
        self.birthplace.is_left()
    }

    /// What [`HttpStreams::ready`] calls it.
    pub fn number(&self) -> u64 {
        self.shared.number
    }

    /// What the answer begins with; None before it has come.
    pub fn head(&self) -> Option<Head> {
        if self.is_forked() { None } else { self.shared.head() }
    }

    /// What has come since the last call.
    pub fn take(&self) -> Taken {
        if self.is_forked() {
            return Taken::Over;
        }
        let (events, is_over) = self.shared.take();
        if events.is_empty() && is_over { Taken::Over } else { Taken::Events(events) }
    }

    /// Why the answer is not whole; None while it comes, and when it is whole.
    pub fn failure(&self) -> Option<HttpFailure> {
        if self.is_forked() { None } else { self.shared.failure() }
    }

    /// Close the connection at once, and throw away what was read.
    pub fn close(&self) {
        if !self.is_forked() {
            self.shared.close(false);
        }
    }

    /// Take nothing more, and let the connection be used again: what is left of the answer is read and thrown away, unless
    /// its end does not come in a second.
    pub fn finish(&self) {
        if !self.is_forked() {
            self.shared.close(true);
        }
    }
}

impl Drop for HttpStream {
    fn drop(&mut self) {
        self.close();
    }
}
