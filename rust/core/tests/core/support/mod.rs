//! What the tests share: a server of plain numbers, generated events, and what was said beside what was read.

mod events;
mod transcript;

use std::collections::HashSet;

use appserver_core::{
    ConnectionId, ConnectionOptions, CoreError, DropPolicy, OwnedIds, QueueLimits, Sent, Server,
    ServerOptions, StreamId, Taken, Types,
};
use proptest::test_runner::Config;

pub(crate) use events::{Sample, Spec, left_out, spec};
pub(crate) use transcript::Transcript;

/// A server that carries numbers: an event is its place in the order of sending.
#[derive(Debug)]
pub(crate) enum Numbers {}

impl Types for Numbers {
    type Payload = u64;
    type Waiter = u64;
    type Waker = u64;
    type Job = u64;

    fn share(payload: &u64) -> u64 {
        *payload
    }
}

pub(crate) type Effects = appserver_core::Effects<Numbers>;

/// The payloads that were left to be dropped.
pub(crate) fn discarded(effects: Effects) -> Vec<u64> {
    effects.into_dropped().0.collect()
}

/// The capacities at which every promise is tested.
pub(crate) const CAPACITIES: [usize; 4] = [1, 2, 7, 128];

/// Byte bounds: one at which only single events fit, one that bites, one that never does.
pub(crate) const BYTE_BOUNDS: [usize; 3] = [1, 80, 1 << 20];

pub(crate) const POLICIES: [DropPolicy; 5] = [
    DropPolicy::Coalesce,
    DropPolicy::DropNewest,
    DropPolicy::DropOldest,
    DropPolicy::Block,
    DropPolicy::Close,
];

pub(crate) fn server() -> Server<Numbers> {
    Server::new(ServerOptions { max_handlers: 1000, max_event_bytes: usize::MAX })
}

/// A server with one connection, whose handshake is not done yet.
pub(crate) fn fresh(limits: QueueLimits) -> (Server<Numbers>, ConnectionId) {
    let mut server = server();
    let connection = connect(&mut server, limits);
    (server, connection)
}

pub(crate) fn connect(server: &mut Server<Numbers>, limits: QueueLimits) -> ConnectionId {
    let options = ConnectionOptions {
        limits,
        legacy_notifications: true,
        follows_new_threads: false,
        stall: None,
        producers_wait: true,
    };
    server.connect(options).expect("the server runs")
}

/// A server with one connection after its handshake, with everything allowed.
pub(crate) fn open(limits: QueueLimits) -> (Server<Numbers>, ConnectionId, StreamId) {
    let (mut server, connection) = fresh(limits);
    let primary = initialize(&mut server, connection);
    (server, connection, primary)
}

/// Do the handshake; the primary stream, which is read from now on.
pub(crate) fn initialize(server: &mut Server<Numbers>, connection: ConnectionId) -> StreamId {
    server.initialize(connection, true, HashSet::new()).expect("a fresh connection can be initialized");
    let primary = server.primary(connection).expect("a connection has a primary stream");
    begin_reading(server, primary)
}

/// Read a stream once, while it is empty: its policy holds from now on.
pub(crate) fn begin_reading(server: &mut Server<Numbers>, stream: StreamId) -> StreamId {
    let mut effects = Effects::default();
    assert_eq!(server.take(stream, &mut effects), Taken::Empty);
    stream
}

/// Send, as the binding does it: ids that are left out are read when they are asked for.
pub(crate) fn send(
    server: &mut Server<Numbers>,
    sample: &Sample,
    to: Option<ConnectionId>,
    may_park: bool,
    effects: &mut Effects,
) -> Result<Sent, CoreError> {
    let mut notification = sample.notification();
    loop {
        let mut tried = Effects::default();
        let sent = server.send(&notification, sample.number, to, may_park, &mut tried);
        if sent != Ok(Sent::NeedsIds) {
            effects.wake.extend_from_slice(&tried.wake);
            effects.discarded.extend(tried.discarded);
            return sent;
        }
        assert_eq!((tried.wake.len(), tried.discarded), (0, vec![sample.number]), "nothing was done");
        notification.ids = Some(sample.ids());
        let mut shown = Vec::new();
        server.unkeyed(&notification, to, &mut |payload| shown.push(*payload));
        assert!(shown.len() <= 64, "{} at once", shown.len());
        let read: Vec<(u64, OwnedIds)> = shown.iter().map(|payload| (*payload, left_out(*payload))).collect();
        server.set_ids(&notification, to, &|payload| {
            let known = read.iter().find(|(other, _)| other == payload);
            known.map(|(_, ids)| ids.as_ids())
        });
    }
}

/// Limits without a byte bound.
pub(crate) fn limits(capacity: usize, policy: DropPolicy) -> QueueLimits {
    QueueLimits { capacity, max_bytes: usize::MAX, policy }
}

/// So many generated cases, and many more in a soak (`make soak`); failures are printed, not written to files.
pub(crate) fn cases(number: u32) -> Config {
    let factor = if std::env::var_os("APPSERVER_SOAK_MINUTES").is_some() { CASES_OF_A_SOAK } else { 1 };
    Config { cases: number * factor, failure_persistence: None, ..Config::default() }
}

const CASES_OF_A_SOAK: u32 = 50;
