//! Strangers: connections that are not subscribed to a thread, and are told of its start and its end all the same. Whoever
//! says that waits for none of them.

use appserver_core::{ConnectionId, DropPolicy, QueueLimits, Sent, Server, StreamId, Taken};

use crate::support::{CAPACITIES, Effects, Numbers, Sample, connect, initialize, limits, send, server};

/// The policies whose producers wait for a reader at all, and not because it asked for everything.
const PATIENT: [DropPolicy; 3] = [DropPolicy::Coalesce, DropPolicy::DropNewest, DropPolicy::DropOldest];
/// What every client is told.
const TOLD: &str = "thread/archived";
const SIZE: usize = 1000;

/// Two clients, each with a thread of its own; somebody waits for the first.
struct World {
    server: Server<Numbers>,
    full: ConnectionId,
    stream: StreamId,
    other: StreamId,
    sent: u64,
}

impl World {
    fn new(limits: QueueLimits) -> Self {
        let mut server = server();
        let full = connect(&mut server, limits);
        let other = connect(&mut server, limits);
        let stream = initialize(&mut server, full);
        let other_stream = initialize(&mut server, other);
        server.open_thread("thread-0", Some(full));
        server.open_thread("thread-1", Some(other));
        let mut world = Self { server, full, stream, other: other_stream, sent: 0 };
        while !matches!(world.send("turn/completed", 0, true), Sent::Parked(_)) {}
        world
    }

    fn send(&mut self, method: &'static str, thread: u8, may_park: bool) -> Sent {
        self.sent += 1;
        let sample = Sample::plain(self.sent, method, thread, SIZE);
        send(&mut self.server, &sample, None, may_park, &mut Effects::default()).expect("it runs")
    }

    fn read(&mut self, stream: StreamId) -> Vec<Taken<u64>> {
        let mut effects = Effects::default();
        let mut next = || self.server.take(stream, &mut effects);
        std::iter::from_fn(move || Some(next()).filter(|taken| *taken != Taken::Empty)).collect()
    }
}

fn event(payload: u64) -> Taken<u64> {
    Taken::Event { payload, joined: None }
}

#[test]
fn nobody_waits_for_a_stranger_and_it_is_told_all_the_same() {
    for (policy, capacity) in PATIENT.into_iter().flat_map(|policy| CAPACITIES.map(|most| (policy, most))) {
        let mut world = World::new(limits(capacity, policy));
        let waiting = world.sent;
        for told in 1..=3 {
            let sent = world.send(TOLD, 1, false);
            assert!(matches!(sent, Sent::Delivered | Sent::DeliveredYield), "{policy:?}: {sent:?}");
            assert_eq!(world.sent, waiting + told);
            let other = world.other;
            assert_eq!(world.read(other), [event(world.sent)]);
        }
        let stream = world.stream;
        let expected = (1..waiting).chain(waiting + 1..=waiting + 3).chain([waiting]).map(event);
        assert_eq!(world.read(stream), expected.collect::<Vec<_>>(), "{policy:?}");
    }
}

#[test]
fn beyond_its_bytes_a_stranger_is_told_of_a_gap() {
    for policy in PATIENT {
        let mut world = World::new(QueueLimits { capacity: 100, max_bytes: 4 * SIZE, policy });
        assert_eq!(world.sent, 5);
        for _ in 0..3 {
            assert!(matches!(world.send(TOLD, 1, false), Sent::Delivered | Sent::DeliveredYield));
        }
        let (stream, other) = (world.stream, world.other);
        assert_eq!(world.server.stream_stats(stream).map(|stats| stats.dropped), Some(3));
        assert_eq!(world.read(other), [6, 7, 8].map(event));
        let mut expected = (1..=5).map(event).collect::<Vec<_>>();
        expected.push(Taken::Lagged(3));
        assert_eq!(world.read(stream), expected, "{policy:?}");
    }
}

#[test]
fn records_that_must_be_complete_are_waited_for() {
    let mut world = World::new(limits(2, DropPolicy::Block));
    assert_eq!(world.send(TOLD, 1, false), Sent::Refused);
    assert!(matches!(world.send(TOLD, 1, true), Sent::Parked(_)));
}

#[test]
fn a_thread_that_was_left_is_still_told_of_in_order() {
    for policy in PATIENT {
        for is_closed in [false, true] {
            let mut world = World::new(limits(2, policy));
            if is_closed {
                world.server.close_thread("thread-0", &mut Effects::default());
                world.server.open_thread("thread-0", None);
            } else {
                world.server.unsubscribe_thread(world.full, "thread-0", &mut Effects::default());
            }
            assert_eq!(world.send(TOLD, 0, false), Sent::Refused, "what was said before still waits");
            let stream = world.stream;
            world.read(stream);
            assert_eq!(world.send(TOLD, 0, false), Sent::Delivered);
        }
    }
}

#[test]
fn a_thread_that_was_not_known_is_told_of_in_order() {
    for policy in PATIENT {
        let mut world = World::new(limits(2, policy));
        world.server.close_thread("thread-0", &mut Effects::default());
        let stream = world.stream;
        world.read(stream);
        while !matches!(world.send("turn/completed", 0, true), Sent::Parked(_)) {}
        world.server.open_thread("thread-0", None);
        assert_eq!(world.send(TOLD, 0, false), Sent::Refused, "what was said before still waits");
    }
}
