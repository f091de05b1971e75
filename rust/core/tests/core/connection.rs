//! What a connection gets to see: the handshake gate, opted-out methods, experimental and legacy notifications; each
//! connection for itself.

use std::collections::HashSet;

use appserver_core::{
    ConnectionId, ConnectionOptions, CoreError, DropPolicy, Ids, MethodInfo, Notification, Sent, Server,
    Taken, code,
};

use crate::support::{Effects, Numbers, limits, server};

fn connect(server: &mut Server<Numbers>, legacy_notifications: bool) -> ConnectionId {
    let limits = limits(8, DropPolicy::Coalesce);
    let options = ConnectionOptions {
        limits,
        legacy_notifications,
        follows_new_threads: true,
        stall: None,
        producers_wait: true,
    };
    server.connect(options).expect("the server runs")
}

/// Send one; which of the connections get it.
fn send(server: &mut Server<Numbers>, to: &[ConnectionId], info: &MethodInfo) -> Vec<bool> {
    let ids = Some(Ids { thread: "t", ..Ids::default() });
    let notification = Notification { info, ids, text: "", bytes: 1 };
    let mut effects = Effects::default();
    assert_eq!(server.send(&notification, 7, None, true, &mut effects), Ok(Sent::Delivered));
    let mut arrived = Vec::new();
    for connection in to {
        let primary = server.primary(*connection).expect("it is there");
        let taken = server.take(primary, &mut effects);
        arrived.push(taken == Taken::Event { payload: 7, joined: None });
    }
    let nobody = usize::from(!arrived.contains(&true));
    assert_eq!(effects.discarded.len(), nobody, "what is sent to no stream is handed back");
    arrived
}

fn filtered(server: &Server<Numbers>, connection: ConnectionId) -> (u64, u64) {
    let stats = server.connection_stats(connection).own;
    (stats.notifications, stats.filtered)
}

#[test]
fn nothing_is_sent_before_the_handshake() {
    let mut server = server();
    let connections = [connect(&mut server, true), connect(&mut server, true)];
    let ended = MethodInfo::new("turn/completed", false);
    server.initialize(connections[0], false, HashSet::new()).expect("the first handshake");
    assert_eq!(send(&mut server, &connections, &ended), [true, false]);
    server.initialize(connections[1], false, HashSet::new()).expect("the first handshake");
    assert_eq!(send(&mut server, &connections, &ended), [true, true]);
    assert_eq!((filtered(&server, connections[0]), filtered(&server, connections[1])), ((2, 0), (2, 1)));
    assert_eq!(server.stats().sums.own.notifications, 2, "each counts once for the server");
}

#[test]
fn exactly_the_opted_out_methods_are_filtered() {
    let mut server = server();
    let connections = [connect(&mut server, true), connect(&mut server, true)];
    let opted_out = HashSet::from(["thread/started".to_owned(), "turn".to_owned()]);
    server.initialize(connections[0], false, opted_out).expect("the first handshake");
    server.initialize(connections[1], false, HashSet::new()).expect("the first handshake");
    assert_eq!(send(&mut server, &connections, &MethodInfo::new("thread/started", false)), [false, true]);
    for method in ["thread/started/x", "thread/closed", "turn/completed"] {
        assert_eq!(
            send(&mut server, &connections, &MethodInfo::new(method, false)),
            [true, true],
            "{method}"
        );
    }
}

#[test]
fn experimental_notifications_need_the_capability() {
    let mut server = server();
    let connections = [connect(&mut server, true), connect(&mut server, true)];
    for (connection, capability) in connections.into_iter().zip([false, true]) {
        server.initialize(connection, capability, HashSet::new()).expect("the first handshake");
    }
    let experimental = MethodInfo::new("thread/realtime/started", true);
    assert_eq!(send(&mut server, &connections, &experimental), [false, true]);
    assert_eq!(send(&mut server, &connections, &MethodInfo::new("thread/started", false)), [true, true]);
}

#[test]
fn legacy_notifications_can_be_turned_off() {
    let mut server = server();
    let connections = [connect(&mut server, false), connect(&mut server, true)];
    for connection in connections {
        server.initialize(connection, false, HashSet::new()).expect("the first handshake");
    }
    let legacy = MethodInfo::new("codex/event/task_complete", false);
    assert_eq!(send(&mut server, &connections, &legacy), [false, true]);
    let plain = MethodInfo::new("task_complete", false);
    assert_eq!(send(&mut server, &connections, &plain), [true, true], "only the prefix makes it legacy");
}

#[test]
fn a_refused_handshake_can_be_repeated_until_one_succeeds() {
    let mut server = server();
    let connection = connect(&mut server, true);
    let mut effects = Effects::default();
    let before = server.open_request(connection, None, "thread/start", None, Some(1), &mut effects);
    assert!(matches!(before, Err(CoreError::Rejected(_))));
    assert_eq!(effects.waiters, [1]);
    for _ in 0..2 {
        let opened = server.open_request(connection, None, "initialize", None, Some(2), &mut effects);
        let (id, generation) = opened.expect("always passes the gate");
        assert_eq!(server.close_request(connection, &id, generation), Some(2));
    }
    server.initialize(connection, false, HashSet::new()).expect("no handshake succeeded before");
    let Err(CoreError::Rejected(again)) = server.initialize(connection, true, HashSet::new()) else {
        panic!("a connection is initialized once");
    };
    assert_eq!((again.code, &*again.message), (code::INVALID_REQUEST, "Already initialized"));
    let mock = Some("mock/method");
    let experimental = server.open_request(connection, None, "mock/method", mock, None, &mut effects);
    assert!(experimental.is_err(), "the second handshake's capabilities do not count");
    let other = connect(&mut server, true);
    assert!(
        server.initialize(other, true, HashSet::new()).is_ok(),
        "another connection has its own handshake"
    );
}
