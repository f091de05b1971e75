//! One server: its connections, and what they share.

mod events;
mod parked;
mod questions;
mod requests;
mod shutdown;
mod streams;
mod subscriptions;
mod visit;
mod watch;

use std::collections::HashSet;

use indexmap::IndexSet;

use crate::{
    arena::Arena,
    connection::{Connection, ConnectionId, ConnectionOptions},
    error::CoreError,
    events::{
        StreamId,
        load::Load,
        parked::{ParkedAt, ParkedSends},
        queue::{Decision, Queue},
        stream_index::Filter,
    },
    ordering::{HandlerLimiter, Ordering},
    server_requests::ServerRequests,
    stats::{ConnectionCounters, ConnectionStats, ServerCounters, ServerStats, StreamStats},
    threads::Threads,
    types::Types,
};

pub use events::Sent;
pub use questions::ServerRequest;
pub use requests::Admission;
pub use shutdown::{Departure, Ended, ShutdownWork, ToTell};
pub use watch::{Report, Watched};

/// How a server is set up.
#[derive(Clone, Copy, Debug)]
pub struct ServerOptions {
    /// How many handlers run at once, over all connections. Zero is clamped to one.
    pub max_handlers: usize,
    /// How many bytes all streams hold together; beyond it those that hold the most count as full.
    pub max_event_bytes: usize,
}

/// Where a server is in its life. It only moves downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lifecycle {
    /// Everything works.
    Running,
    /// Nothing new comes in; turns end, and what has room is delivered.
    Closing,
    /// Nothing is delivered any more; what is queued can be read.
    Closed,
}

/// One event stream.
#[derive(Debug)]
struct Stream<T: Types> {
    connection: ConnectionId,
    filter: Filter,
    /// Whether its connection's index leads to it.
    indexed: bool,
    queue: Queue<T::Payload, T::Waker>,
}

/// One server.
#[derive(Debug)]
pub struct Server<T: Types> {
    lifecycle: Lifecycle,
    shutdown_begun: bool,
    connections: Arena<Connection<T>, 0>,
    connections_opened: u64,
    open: IndexSet<ConnectionId>,
    /// The open connections that can be asked something: initialized, with a primary stream that takes more.
    listening: IndexSet<ConnectionId>,
    /// How many of them have the experimental capability.
    listening_experimental: usize,
    /// Whether further clients may connect, so that questions stay open while none is there.
    expects_clients: bool,
    /// The open connections that are subscribed to what the server or an agent starts.
    following: IndexSet<ConnectionId>,
    streams: Arena<Stream<T>, 0>,
    /// How many streams show one thread alone.
    thread_streams: usize,
    threads: Threads,
    /// The bytes that all streams hold.
    load: Load,
    parked: ParkedSends<T::Waker>,
    /// Who is woken when there is something to watch.
    watcher: Option<T::Waker>,
    questions: ServerRequests<T>,
    ordering: Ordering<T::Job>,
    notifications: u64,
    /// What was counted for connections that are forgotten.
    forgotten: ConnectionStats,
    /// Kept between calls, so that a delivery allocates nothing.
    plan: Vec<(StreamId, Decision)>,
    moved: Vec<ParkedAt>,
}

impl<T: Types> Server<T> {
    /// A server without connections.
    pub fn new(options: ServerOptions) -> Self {
        Self {
            lifecycle: Lifecycle::Running,
            shutdown_begun: false,
            connections: Arena::default(),
            connections_opened: 0,
            open: IndexSet::new(),
            listening: IndexSet::new(),
            listening_experimental: 0,
            expects_clients: false,
            following: IndexSet::new(),
            streams: Arena::default(),
            thread_streams: 0,
            threads: Threads::default(),
            load: Load::new(options.max_event_bytes),
            parked: ParkedSends::default(),
            watcher: None,
            questions: ServerRequests::default(),
            ordering: Ordering::new(options.max_handlers),
            notifications: 0,
            forgotten: ConnectionStats::default(),
            plan: Vec::new(),
            moved: Vec::new(),
        }
    }

    // ---- getters

    /// Where the server is in its life.
    pub fn lifecycle(&self) -> Lifecycle {
        self.lifecycle
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.open.len()
    }

    /// A connection's number: 0 for the first of a server, never given to another one.
    pub fn number(&self, connection: ConnectionId) -> Option<u64> {
        self.connections.get(connection.0).map(|connection| connection.number)
    }

    /// A connection's primary stream: every notification that it is sent, and the server requests.
    pub fn primary(&self, connection: ConnectionId) -> Option<StreamId> {
        self.connections.get(connection.0).map(|connection| connection.primary)
    }

    /// Whether a connection's handshake is done.
    pub fn is_initialized(&self, connection: ConnectionId) -> bool {
        self.connections.get(connection.0).is_some_and(|connection| connection.gate.is_initialized())
    }

    /// Whether a connection, or its server, takes nothing new.
    pub fn is_closed(&self, connection: ConnectionId) -> bool {
        self.lifecycle != Lifecycle::Running
            || self.connections.get(connection.0).is_none_or(|connection| connection.closed)
    }

    /// Whether any scope of requests is in use; otherwise every request may run at once.
    pub fn is_ordering(&self) -> bool {
        self.ordering.is_ordering()
    }

    /// A snapshot of the server's counters. It adds up those of all connections.
    pub fn stats(&self) -> ServerStats {
        let mut sums = self.forgotten;
        for connection in self.connections.values() {
            sums.add(&self.stats_of(connection));
        }
        sums.own.server_requests_opened = self.questions.opened;
        sums.own.server_requests_open = self.questions.len() as u64;
        sums.own.server_requests_rejected = self.questions.rejected;
        sums.own.notifications = self.notifications;
        sums.own.parked = self.parked.waiting() as u64;
        sums.own.threads = self.threads.len() as u64;
        let connections = self.open.len() as u64;
        ServerStats { own: ServerCounters { connections, connections_opened: self.connections_opened }, sums }
    }

    /// A snapshot of a connection's counters.
    pub fn connection_stats(&self, connection: ConnectionId) -> ConnectionStats {
        self.connections.get(connection.0).map(|connection| self.stats_of(connection)).unwrap_or_default()
    }

    fn stats_of(&self, connection: &Connection<T>) -> ConnectionStats {
        let primary = self.streams.get(connection.primary.0);
        let limiter = self.ordering.limiter(connection.limiter);
        let counts = connection.counts;
        let own = ConnectionCounters {
            requests_opened: connection.requests.opened(),
            requests_open: connection.requests.len() as u64,
            late_answers: connection.requests.late(),
            commands_queued: connection.commands.len() as u64,
            handlers_running: limiter.map_or(0, |limiter| limiter.running() as u64),
            handlers_waiting: limiter.map_or(0, |limiter| limiter.waiting() as u64),
            requests_rejected: limiter.map_or(0, HandlerLimiter::rejected),
            server_requests_unread: connection.unread,
            server_requests_opened: counts.questions_opened,
            server_requests_open: connection.asked.len() as u64,
            server_requests_rejected: counts.questions_rejected,
            late_server_answers: counts.late_answers,
            notifications: counts.notifications,
            filtered: counts.filtered,
            parked: counts.parked,
            subscribers: connection.streams.len() as u64 - u64::from(!connection.primary_open),
            threads: connection.threads.len() as u64,
        };
        ConnectionStats { own, events: primary.map(|primary| primary.queue.stats()).unwrap_or_default() }
    }

    /// One stream's counters. None: it is gone, and the counters came with its end.
    pub fn stream_stats(&self, stream: StreamId) -> Option<StreamStats> {
        self.streams.get(stream.0).map(|stream| stream.queue.stats())
    }

    // ---- connections

    /// A further connection, before its handshake.
    ///
    /// # Errors
    /// The shutdown has begun.
    pub fn connect(&mut self, options: ConnectionOptions) -> Result<ConnectionId, CoreError> {
        if self.lifecycle != Lifecycle::Running {
            return Err(CoreError::Closed);
        }
        let id = ConnectionId(self.connections.next_key());
        let primary = self.add_stream(id, &Filter::default(), options.limits, options.patience());
        let limiter = self.ordering.add_limiter(options.limits.capacity.max(1));
        let mut connection = Connection::new(self.connections_opened, options, limiter, primary);
        connection.index.insert(&Filter::default(), primary);
        self.connections.insert(connection);
        self.connections_opened += 1;
        self.open.insert(id);
        if options.follows_new_threads {
            self.following.insert(id);
        }
        Ok(id)
    }

    /// Open the connection's gate.
    ///
    /// # Errors
    /// Already initialized, or closed.
    pub fn initialize(
        &mut self,
        connection: ConnectionId,
        experimental: bool,
        opt_out: HashSet<String>,
    ) -> Result<(), CoreError> {
        self.taking(connection)?.gate.initialize(experimental, opt_out)?;
        self.update_listening(connection);
        Ok(())
    }

    /// A connection that takes something new.
    fn taking(&mut self, connection: ConnectionId) -> Result<&mut Connection<T>, CoreError> {
        if self.lifecycle != Lifecycle::Running {
            return Err(CoreError::Closed);
        }
        let connection = self.connections.get_mut(connection.0).filter(|connection| !connection.closed);
        connection.ok_or(CoreError::Closed)
    }

    /// Whether the connection can be asked something may have changed.
    fn update_listening(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.get(id.0) else { return };
        let takes_more = |stream: &Stream<T>| !stream.queue.is_ending();
        let listens = connection.gate.is_initialized()
            && !connection.closed
            && connection.primary_open
            && self.streams.get(connection.primary.0).is_some_and(takes_more);
        let experimental = usize::from(connection.gate.is_experimental());
        if listens && self.listening.insert(id) {
            self.listening_experimental += experimental;
        } else if !listens && self.listening.swap_remove(&id) {
            self.listening_experimental -= experimental;
        }
    }
}
