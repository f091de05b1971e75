//! What an operation costs by how much there is: nothing may be searched for under the core's lock.
//!
//! `cargo bench -p appserver-core [-- --json PATH]`. Each figure is the median of single operations, in nanoseconds; the
//! clock itself takes some 25 ns of each.

#![allow(clippy::unwrap_used, missing_docs)] // every call here is one that works

use std::{collections::HashSet, fmt::Write as _, hint::black_box, time::Instant};

use appserver_core::{
    ConnectionId, ConnectionOptions, DropPolicy, Effects, Filter, Ids, MethodInfo, Notification, QueueLimits,
    Sent, Server, ServerOptions, ServerRequest, StreamId, Taken, Types,
};

#[derive(Debug)]
enum Numbers {}

impl Types for Numbers {
    type Payload = u64;
    type Waiter = u64;
    type Waker = u64;
    type Job = u64;

    fn share(payload: &u64) -> u64 {
        *payload
    }
}

const SIZES: [usize; 3] = [100, 10_000, 1_000_000];
const CONNECTIONS: [usize; 3] = [1, 100, 10_000];
const SAMPLES: usize = 2_001;

fn limits(capacity: usize, policy: DropPolicy) -> QueueLimits {
    QueueLimits { capacity, max_bytes: usize::MAX, policy }
}

fn connect(server: &mut Server<Numbers>, limits: QueueLimits, follows: bool) -> ConnectionId {
    let options = ConnectionOptions {
        limits,
        legacy_notifications: true,
        follows_new_threads: follows,
        stall: None,
        producers_wait: true,
    };
    let connection = server.connect(options).unwrap();
    server.initialize(connection, true, HashSet::new()).unwrap();
    server.take(server.primary(connection).unwrap(), &mut Effects::default()); // it is read from now on
    connection
}

/// A server with one connection, and its primary stream.
fn single(limits: QueueLimits) -> (Server<Numbers>, ConnectionId, StreamId) {
    let mut server = Server::new(ServerOptions { max_handlers: 1, max_event_bytes: usize::MAX });
    let connection = connect(&mut server, limits, true);
    let primary = server.primary(connection).unwrap();
    (server, connection, primary)
}

fn notification<'a>(info: &'a MethodInfo, thread: &'a str) -> Notification<'a> {
    Notification { info, ids: Some(Ids { thread, ..Ids::default() }), text: "", bytes: 1 }
}

fn send(server: &mut Server<Numbers>, notification: &Notification<'_>) -> Sent {
    server.send(notification, 0, None, true, &mut Effects::default()).unwrap()
}

fn fill(server: &mut Server<Numbers>, notification: &Notification<'_>, events: usize) {
    for _ in 0..events {
        send(server, notification);
    }
}

/// The median of what single operations take.
fn median(mut operation: impl FnMut()) -> u64 {
    let mut times: Vec<u64> = (0..SAMPLES)
        .map(|_| {
            let start = Instant::now();
            operation();
            u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
        })
        .collect();
    times.sort_unstable();
    times[SAMPLES / 2]
}

fn send_and_take(queued: usize) -> u64 {
    let (mut server, _, primary) = single(limits(queued + 8, DropPolicy::Coalesce));
    let delta = MethodInfo::new("item/agentMessage/delta", false);
    let unkeyed = Notification { info: &delta, ids: None, text: "x", bytes: 1 };
    fill(&mut server, &unkeyed, queued);
    median(|| {
        send(&mut server, &unkeyed);
        black_box(server.take(primary, &mut Effects::default()));
    })
}

fn join_at_the_bound(queued: usize) -> u64 {
    let (mut server, ..) = single(limits(queued, DropPolicy::Coalesce));
    let delta = MethodInfo::new("item/agentMessage/delta", false);
    let started = MethodInfo::new("item/started", false);
    let ids = Ids { thread: "thread", item: "item", index: 0 };
    let delta = Notification { info: &delta, ids: Some(ids), text: "x", bytes: 1 };
    send(&mut server, &delta);
    for number in 1..queued {
        let item = format!("item-{number}"); // other items, whose starts stand between
        let ids = Ids { item: &item, ..ids };
        send(&mut server, &Notification { info: &started, ids: Some(ids), text: "", bytes: 1 });
    }
    median(|| {
        black_box(send(&mut server, &delta));
    })
}

fn drop_oldest(queued: usize) -> u64 {
    let (mut server, ..) = single(limits(queued, DropPolicy::DropOldest));
    let ended = MethodInfo::new("turn/completed", false);
    let warning = MethodInfo::new("warning", false);
    fill(&mut server, &notification(&ended, "thread"), queued - 1);
    let warning = notification(&warning, "thread");
    send(&mut server, &warning);
    median(|| {
        black_box(send(&mut server, &warning));
    })
}

fn close_a_question(queued: usize) -> u64 {
    let (mut server, ..) = single(limits(queued + SAMPLES, DropPolicy::Coalesce));
    let ended = MethodInfo::new("turn/completed", false);
    let ended = notification(&ended, "thread");
    fill(&mut server, &ended, queued / 2);
    for _ in 0..SAMPLES {
        let id = server.next_server_request_id();
        let request =
            ServerRequest { id, method: "ask", payload: 0, stable: None, waiter: 0, thread: Some("thread") };
        server.open_server_request(request, &mut Effects::default()).unwrap();
    }
    fill(&mut server, &ended, queued / 2);
    let mut id = 0;
    median(|| {
        black_box(server.close_server_request(id, &mut Effects::default()));
        id += 1;
    })
}

fn withdraw_newest_first(parked: usize) -> u64 {
    let (mut server, ..) = single(limits(1, DropPolicy::Block));
    let ended = MethodInfo::new("turn/completed", false);
    let ended = notification(&ended, "thread");
    send(&mut server, &ended);
    let mut ids: Vec<_> = (0..parked + SAMPLES)
        .map(|_| match send(&mut server, &ended) {
            Sent::Parked(id) => id,
            sent => panic!("{sent:?} where nothing has room"),
        })
        .collect();
    median(|| {
        black_box(server.forget_parked(ids.pop().unwrap(), &mut Effects::default()));
    })
}

fn send_beside_other_streams(streams: usize) -> u64 {
    let (mut server, connection, primary) = single(limits(8, DropPolicy::Coalesce));
    for number in 0..streams {
        let filter = Filter { thread: Some(format!("other-{number}")), methods: None };
        server.subscribe(connection, &filter, limits(1, DropPolicy::Block)).unwrap();
    }
    let ended = MethodInfo::new("turn/completed", false);
    let ended = notification(&ended, "thread");
    median(|| {
        send(&mut server, &ended);
        black_box(server.take(primary, &mut Effects::default()));
    })
}

fn send_beside_other_connections(connections: usize) -> u64 {
    let (mut server, connection, primary) = single(limits(8, DropPolicy::Coalesce));
    for _ in 1..connections {
        connect(&mut server, limits(8, DropPolicy::Block), false);
    }
    server.open_thread("thread", Some(connection));
    let ended = MethodInfo::new("turn/completed", false);
    let ended = notification(&ended, "thread");
    median(|| {
        send(&mut server, &ended);
        assert!(matches!(server.take(primary, &mut Effects::default()), Taken::Event { .. }));
    })
}

fn send_among_threads(threads: usize) -> u64 {
    let (mut server, _, primary) = single(limits(8, DropPolicy::Coalesce));
    connect(&mut server, limits(8, DropPolicy::Block), false);
    (0..threads).for_each(|number| server.open_thread(&format!("thread-{number}"), None));
    let ended = MethodInfo::new("turn/completed", false);
    let ended = notification(&ended, "thread-1");
    median(|| {
        send(&mut server, &ended);
        assert!(matches!(server.take(primary, &mut Effects::default()), Taken::Event { .. }));
    })
}

fn end_a_stream(queued: usize) -> u64 {
    let ended = MethodInfo::new("turn/completed", false);
    let ended = notification(&ended, "thread");
    let (mut server, connection, _) = single(limits(1, DropPolicy::DropNewest));
    let mut times: Vec<u64> = (0..5)
        .map(|_| {
            let limits = limits(queued, DropPolicy::Coalesce);
            let stream = server.subscribe(connection, &Filter::default(), limits).unwrap();
            let mut others = Effects::default();
            for _ in 0..queued {
                server.send(&ended, 0, None, false, &mut others).unwrap();
                server.take(server.primary(connection).unwrap(), &mut others);
            }
            let mut effects = Effects::default();
            let start = Instant::now();
            black_box(server.end_stream(stream, &mut effects));
            u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
        })
        .collect();
    times.sort_unstable();
    times[2]
}

type Case = (&'static str, [usize; 3], fn(usize) -> u64);

const CASES: [Case; 9] = [
    ("send and take, N queued", SIZES, send_and_take),
    ("join text, N queued", SIZES, join_at_the_bound),
    ("drop the oldest behind N that stay", SIZES, drop_oldest),
    ("close a question, N queued", SIZES, close_a_question),
    ("withdraw the newest of N parked", SIZES, withdraw_newest_first),
    ("send beside N streams of other threads", SIZES, send_beside_other_streams),
    ("send beside N connections", CONNECTIONS, send_beside_other_connections),
    ("send among N threads", SIZES, send_among_threads),
    ("end a stream, N queued", SIZES, end_a_stream),
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let json = arguments.iter().position(|argument| argument == "--json").map(|at| arguments[at + 1].clone());
    let mut rows = Vec::new();
    println!("{:<40} {:>9} {:>10}", "operation", "N", "median ns");
    for (name, sizes, case) in CASES {
        for size in sizes {
            let nanoseconds = case(size);
            println!("{name:<40} {size:>9} {nanoseconds:>10}");
            rows.push((name, size, nanoseconds));
        }
    }
    if let Some(path) = json {
        let mut text = String::from("[\n");
        for (position, (name, size, nanoseconds)) in rows.iter().enumerate() {
            let comma = if position + 1 == rows.len() { "" } else { "," };
            writeln!(text, r#"  {{"operation": "{name}", "n": {size}, "median_ns": {nanoseconds}}}{comma}"#)
                .unwrap();
        }
        std::fs::write(&path, text + "]\n").unwrap();
    }
}
