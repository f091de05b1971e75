//! The wire without Python: two of them, lines, and the end of the runtime under both.

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use appserver_core::RequestId;
use appserver_runtime::{
    TokioOwner,
    wire::{Address, Arrival, Ending, Limits, Message, Transport, Wire},
};
use bytes::Bytes;

fn limits() -> Limits {
    Limits {
        message: 1 << 20,
        frame: 1 << 16,
        unsent: 1 << 22,
        unread: 1 << 20,
        connections: 100,
        handshake: Duration::from_secs(10),
        stall: None,
        ping: None,
    }
}

/// The next arrivals. Where an event loop would watch a descriptor, tests look again.
fn take(wire: &Wire, count: usize) -> Vec<(u64, Arrival)> {
    let begin = Instant::now();
    let mut taken = Vec::new();
    while taken.len() < count {
        assert!(begin.elapsed() < Duration::from_secs(20), "only this has arrived: {taken:?}");
        taken.extend(wire.take(count - taken.len()));
        thread::yield_now();
    }
    taken
}

fn one(wire: &Wire) -> (u64, Arrival) {
    take(wire, 1).remove(0)
}

fn socket(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("wire-{}-{name}", std::process::id()))
        .join("a.sock")
}

/// A server and its client, and the numbers by which they know each other.
fn pair(owner: &TokioOwner, name: &str) -> (Wire, u64, Wire, u64) {
    let server = owner.open_wire(limits()).expect("descriptors");
    let client = owner.open_wire(limits()).expect("descriptors");
    let path = socket(name);
    server.listen_unix(&path, None).expect("a place of its own");
    let to_server = client.dial(Address::Unix(path)).expect("it runs");
    assert_eq!(one(&client), (to_server, Arrival::Opened(Transport::Unix)));
    let (to_client, opened) = one(&server);
    assert_eq!(opened, Arrival::Opened(Transport::Unix));
    (server, to_client, client, to_server)
}

#[test]
fn messages_in_both_directions() {
    let owner = TokioOwner::new();
    let (server, to_client, client, to_server) = pair(&owner, "both");
    client.send(to_server, vec![Bytes::from_static(br#"{"id":1,"method":"a","params":[]}"#)]);
    let request = Message::Request {
        id: RequestId::Integer(1),
        method: "a".to_owned(),
        params: Some(Bytes::from_static(b"[]")),
    };
    assert_eq!(one(&server), (to_client, Arrival::Message(request)));
    // As long as several frames.
    let long = Bytes::from(format!("\"{}\"", "x".repeat(200_000)));
    let answer = Bytes::from([b"{\"id\":1,\"result\":", &long[..], b"}"].concat());
    server.send(to_client, vec![answer]);
    let result = Message::Result { id: RequestId::Integer(1), result: long };
    assert_eq!(one(&client), (to_server, Arrival::Message(result)));
    client.close(to_server, 1000, "enough".to_owned());
    assert_eq!(one(&server), (to_client, Arrival::Closed(Ending::Aborted, "enough".to_owned())));
    assert_eq!(one(&client), (to_server, Arrival::Closed(Ending::Closed, "enough".to_owned())));
    assert!(client.send(to_server, vec![Bytes::new()]).is_none());
}

#[test]
fn lines_over_two_pipes() {
    let owner = TokioOwner::new();
    let wire = owner.open_wire(limits()).expect("descriptors");
    let (reading, mut input) = std::io::pipe().expect("descriptors");
    let (mut output, writing) = std::io::pipe().expect("descriptors");
    let peer = wire.adopt(reading.into(), writing.into()).expect("threads");
    input.write_all(b"{\"method\":\"a\"}\r\n{\"method\":\"b\"}").expect("it is read");
    drop(input);
    let told = |method: &str| Message::Notification { method: method.to_owned(), params: None };
    assert_eq!(
        take(&wire, 4).into_iter().map(|(_, arrival)| arrival).collect::<Vec<_>>(),
        [
            Arrival::Opened(Transport::Stdio),
            Arrival::Message(told("a")),
            Arrival::Message(told("b")),
            Arrival::Eof
        ]
    );
    wire.send(peer, vec![Bytes::from_static(b"{}")]);
    wire.close(peer, 1000, String::new());
    let mut written = String::new();
    output.read_to_string(&mut written).expect("text");
    assert_eq!(written, "{}\n");
    assert_eq!(one(&wire), (peer, Arrival::Closed(Ending::Eof, String::new())));
}

#[test]
fn the_end_of_the_runtime_is_the_end_of_its_connections() {
    let owner = TokioOwner::new();
    let (server, to_client, client, to_server) = pair(&owner, "end");
    owner.stop();
    let stopped = || Arrival::Closed(Ending::Closed, "the runtime was stopped".to_owned());
    assert_eq!(one(&server), (to_client, stopped()));
    assert_eq!(one(&client), (to_server, stopped()));
    let begin = Instant::now();
    while server.stats().listeners > 0 || socket("end").exists() {
        assert!(begin.elapsed() < Duration::from_secs(20), "it is still listened on");
        thread::yield_now();
    }
}

#[test]
fn a_dropped_owner_leaves_nothing() {
    let owner = TokioOwner::new();
    let (server, to_client, client, to_server) = pair(&owner, "drop");
    client.send(to_server, vec![Bytes::from_static(b"{}")]);
    drop(client);
    // What was sent may be dropped with it; the end is told in any case.
    while !matches!(one(&server), (number, Arrival::Closed(..)) if number == to_client) {}
    drop(server);
    assert!(!socket("drop").exists());
}

#[test]
fn other_addresses_need_a_token() {
    let owner = TokioOwner::new();
    let wire = owner.open_wire(limits()).expect("descriptors");
    let refused = wire.listen_websocket(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0, None).expect_err("open to all");
    assert!(refused.to_string().contains("can be reached by others"), "{refused}");
    wire.listen_websocket(IpAddr::V4(Ipv4Addr::LOCALHOST), 0, None).expect("a port");
    assert_eq!(wire.stats().listeners, 1);
}

/// Numbers below `bound`, the same in every run.
fn draw(state: &mut u64, bound: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % bound
}

/// Several threads queue, and each writes what it queues where nothing waits; the reader is slower, by turns much.
#[test]
fn lines_of_several_senders_are_whole_and_in_the_order_of_each() {
    const SENDERS: usize = 3;
    const MESSAGES: usize = 400;
    let owner = TokioOwner::new();
    let wire = Arc::new(owner.open_wire(limits()).expect("descriptors"));
    let (reading, _peer_sends) = std::io::pipe().expect("a pipe");
    let (mut peer_reads, writing) = std::io::pipe().expect("a pipe");
    let peer = wire.adopt(reading.into(), writing.into()).expect("threads");
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let wire = Arc::clone(&wire);
            thread::spawn(move || {
                let mut random = sender as u64;
                let mut written = 0;
                for number in 0..MESSAGES {
                    let padding = "x".repeat(usize::try_from(draw(&mut random, 3000)).expect("small"));
                    let text = Bytes::from(format!("{sender} {number} {padding}"));
                    let messages = match draw(&mut random, 4) {
                        0 => vec![text, Bytes::from(format!("{sender} {number} again"))],
                        _ => vec![text],
                    };
                    let (_, at_once) = wire.send(peer, messages).expect("it is open");
                    match at_once {
                        Some(unused) if draw(&mut random, 10) == 0 => drop(unused),
                        Some(at_once) => written += at_once.write(),
                        None => {}
                    }
                }
                written
            })
        })
        .collect();
    let reader = thread::spawn(move || {
        let mut random = 99;
        let mut text = Vec::new();
        let mut piece = vec![0; 5000];
        loop {
            let size = if draw(&mut random, 3) == 0 { 100 } else { piece.len() };
            match peer_reads.read(&mut piece[..size]).expect("a pipe") {
                0 => break text,
                count => text.extend_from_slice(&piece[..count]),
            }
        }
    });
    let written: usize = senders.into_iter().map(|sender| sender.join().expect("no panic")).sum();
    assert!(written > 0, "nothing was written at once");
    wire.close(peer, 1000, String::new());
    let text = String::from_utf8(reader.join().expect("no panic")).expect("what was sent");
    let mut next = [0; SENDERS];
    for line in text.lines() {
        let mut words = line.split(' ');
        let mut number = || words.next().and_then(|word| word.parse::<usize>().ok()).expect("a whole line");
        let (sender, number) = (number(), number());
        if line.ends_with("again") {
            assert_eq!(number + 1, next[sender], "the second of two comes after the first");
        } else {
            assert_eq!(number, next[sender], "in the order of its sender");
            next[sender] += 1;
        }
    }
    assert_eq!(next, [MESSAGES; SENDERS]);
}
