//! Fan-out: connections with threads, and their streams with filters and policies of their own. Every event comes to
//! exactly the streams that show it, no stream affects another, and producers wait for exactly those without room.

mod parts;

use std::collections::BTreeSet;

use appserver_core::{
    Audience, ConnectionOptions, CoreError, DropPolicy, Filter, Lifecycle, Outcome, QueueLimits, Sent,
    Server, StreamStats, Taken,
};
use parts::{CONNECTIONS, Peer, Producer, Step, Stream, any_limits, step};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{
    CAPACITIES, Effects, Numbers, Sample, Spec, begin_reading, cases, discarded, initialize, send, server,
};

struct World {
    server: Server<Numbers>,
    peers: Vec<Peer>,
    known: BTreeSet<String>,
    /// All that there were; one that is gone keeps its place.
    streams: Vec<Option<Stream>>,
    producers: Vec<Producer>,
    numbers: u64,
    /// References to payloads that were made, and those that came out again.
    made: usize,
    gone: usize,
    shut_down: bool,
}

impl World {
    fn new(limits: QueueLimits) -> Self {
        let mut server = server();
        let mut peers = Vec::new();
        let mut streams = Vec::new();
        for number in 0..CONNECTIONS {
            let follows = number == 0;
            let options = ConnectionOptions {
                limits,
                legacy_notifications: true,
                follows_new_threads: follows,
                stall: None,
                producers_wait: true,
            };
            let id = server.connect(options).expect("it runs");
            peers.push(Peer { id, follows, threads: BTreeSet::new(), closed: false });
            let primary = initialize(&mut server, id);
            streams.push(Some(Stream::new(primary, number, Filter::default(), limits.policy)));
        }
        Self {
            server,
            peers,
            known: BTreeSet::new(),
            streams,
            producers: Vec::new(),
            numbers: 0,
            made: 0,
            gone: 0,
            shut_down: false,
        }
    }

    fn run(&mut self, step: &Step) {
        let mut effects = Effects::default();
        let mut woken = Vec::new();
        match step {
            Step::Subscribe(connection, filter, limits) => self.subscribe(*connection, filter, *limits),
            Step::EndStream(index) => {
                let position = index.index(self.streams.len());
                if position >= CONNECTIONS
                    && let Some(stream) = self.streams[position].take()
                {
                    self.server.end_stream(stream.id, &mut effects);
                    assert_eq!(self.server.stream_stats(stream.id), None, "its id finds nothing any more");
                    self.let_go(position, None, &mut woken);
                }
            }
            Step::Send(spec, may_park, to) => self.send(spec, *may_park, *to, &mut effects),
            Step::Take(index) => {
                let position = index.index(self.streams.len());
                self.take(position, &mut effects);
            }
            Step::Register(index) if !self.producers.is_empty() => self.register(*index),
            Step::Withdraw(index) if !self.producers.is_empty() => {
                let producer = self.producers.remove(index.index(self.producers.len()));
                self.withdraw(&producer, &mut effects);
            }
            Step::OpenThread(thread, starter) => self.open_thread(&format!("thread-{thread}"), *starter),
            Step::SubscribeThread(one, thread) => {
                let thread = format!("thread-{thread}");
                self.server.subscribe_thread(self.peers[*one].id, &thread);
                if self.known.contains(&thread) && !self.peers[*one].closed {
                    self.peers[*one].threads.insert(thread);
                }
            }
            Step::UnsubscribeThread(one, thread) => {
                self.unsubscribe(*one, &format!("thread-{thread}"), &mut effects, &mut woken);
            }
            Step::CloseConnection(one) => self.close_connection(*one, &mut effects, &mut woken),
            Step::Shutdown => {
                let first = !std::mem::replace(&mut self.shut_down, true);
                assert_eq!(self.server.begin_shutdown(&mut effects).is_some(), first);
                if first {
                    self.release(&mut woken);
                }
            }
            Step::Close => {
                self.server.close(&mut effects);
                self.streams.iter_mut().flatten().for_each(|stream| stream.ended = true);
                self.release(&mut woken);
            }
            Step::Register(_) | Step::Withdraw(_) => {}
        }
        self.admit(&mut woken);
        woken.sort_unstable();
        effects.wake.sort_unstable();
        assert_eq!(effects.wake, woken, "the producers that have nothing to wait for any more are woken");
        self.gone += discarded(effects).len();
        self.check();
    }

    fn subscribe(&mut self, connection: usize, filter: &Filter, limits: QueueLimits) {
        let peer = &self.peers[connection];
        let id = self.server.subscribe(peer.id, filter, limits);
        if self.server.lifecycle() != Lifecycle::Running || peer.closed {
            assert_eq!(id, Err(CoreError::Closed));
            return;
        }
        if let Some(thread) = &filter.thread
            && self.known.contains(thread)
            && !peer.threads.contains(thread)
        {
            assert_eq!(id, Err(CoreError::NotSubscribed(Box::from(&**thread))));
            return;
        }
        let (id, filter) = (begin_reading(&mut self.server, id.expect("it may subscribe")), filter.clone());
        self.streams.push(Some(Stream::new(id, connection, filter, limits.policy)));
    }

    fn open_thread(&mut self, thread: &str, starter: Option<usize>) {
        self.server.open_thread(thread, starter.map(|starter| self.peers[starter].id));
        if self.known.insert(thread.to_owned()) {
            for (number, peer) in self.peers.iter_mut().enumerate() {
                if !peer.closed && starter.map_or(peer.follows, |starter| starter == number) {
                    peer.threads.insert(thread.to_owned());
                }
            }
        }
    }

    fn unsubscribe(&mut self, one: usize, thread: &str, effects: &mut Effects, woken: &mut Vec<u64>) {
        let was = self.server.unsubscribe_thread(self.peers[one].id, thread, effects);
        assert_eq!(was, self.peers[one].threads.remove(thread));
        if was {
            for position in 0..self.streams.len() {
                if let Some(stream) = &mut self.streams[position]
                    && stream.connection == one
                    && stream.filter.thread.as_deref() == Some(thread)
                {
                    stream.lose_parked();
                    stream.ended = true;
                    self.let_go(position, None, woken);
                }
            }
        }
    }

    fn close_connection(&mut self, one: usize, effects: &mut Effects, woken: &mut Vec<u64>) {
        self.server.close_connection(self.peers[one].id, effects);
        let peer = &mut self.peers[one];
        if std::mem::replace(&mut peer.closed, true) {
            return;
        }
        peer.threads.clear();
        for position in 0..self.streams.len() {
            if let Some(stream) = self.streams[position].as_mut().filter(|stream| stream.connection == one) {
                stream.lose_parked();
                stream.ended = true;
                self.let_go(position, None, woken);
            }
        }
    }

    fn is_recipient(&self, connection: usize, sample: &Sample, to: Option<usize>) -> bool {
        let peer = &self.peers[connection];
        !peer.closed
            && to.map_or_else(
                || {
                    sample.info.rule.audience == Audience::Everyone
                        || !self.known.contains(&sample.thread)
                        || peer.threads.contains(&sample.thread)
                },
                |to| to == connection,
            )
    }

    fn send(&mut self, spec: &Spec, may_park: bool, to: Option<usize>, effects: &mut Effects) {
        self.numbers += 1;
        let sample = Sample::new(self.numbers, spec);
        let target = to.map(|to| self.peers[to].id);
        let sent = send(&mut self.server, &sample, target, may_park, effects);
        let matching: Vec<usize> = (0..self.streams.len())
            .filter(|position| {
                self.streams[*position].as_ref().is_some_and(|stream| {
                    self.is_recipient(stream.connection, &sample, to) && stream.matches(&sample)
                })
            })
            .collect();
        let closing = self.server.lifecycle() != Lifecycle::Running;
        let mut in_doubt = false;
        if self.server.lifecycle() == Lifecycle::Closed {
            self.made += 1;
            assert_eq!(sent, Err(CoreError::Closed));
            return;
        }
        let mut waiting = BTreeSet::new();
        let mut reached_somebody = false;
        for position in 0..self.streams.len() {
            let Some(stream) = &mut self.streams[position] else { continue };
            let (before, after) = (stream.stats, self.server.stream_stats(stream.id).expect("it is there"));
            if !matching.contains(&position) || sent == Ok(Sent::Refused) {
                assert_eq!(after, before, "an event that is not for this stream changes nothing");
                continue;
            }
            if after.parked > before.parked {
                assert_eq!(after, StreamStats { parked: before.parked + 1, ..before });
                waiting.insert(position);
                stream.parked.push_back(sample.number);
                stream.transcript.accept(&sample);
                continue;
            }
            assert!(after.emitted > before.emitted, "it is dealt with");
            let is_dropped = after.dropped > before.dropped && stream.policy != DropPolicy::DropOldest;
            // The ring drops older ones for a new one, or the new one where none of the others may go.
            let is_in_doubt = after.dropped > before.dropped && stream.policy == DropPolicy::DropOldest;
            reached_somebody |= !is_dropped && !is_in_doubt;
            in_doubt |= is_in_doubt;
            if !is_dropped {
                stream.transcript.accept(&sample);
            }
            stream.ended |= stream.policy == DropPolicy::Close && is_dropped;
        }
        self.made += if sent == Ok(Sent::Refused) { 1 } else { matching.len().max(1) };
        match sent {
            Ok(Sent::Parked(id)) if may_park && !closing && !waiting.is_empty() => {
                let number = sample.number;
                let waker = None;
                self.producers.push(Producer {
                    id,
                    number,
                    waiting,
                    waker,
                    released: false,
                    reached_somebody,
                    in_doubt,
                });
            }
            Ok(Sent::Refused) => assert!(!may_park && !closing && !matching.is_empty()),
            Ok(Sent::Missed) => assert!(closing && !reached_somebody && !matching.is_empty()),
            Ok(Sent::Delivered | Sent::DeliveredYield) => assert!(waiting.is_empty()),
            _ => panic!("{sent:?}, and {waiting:?} have no room"),
        }
    }

    fn take(&mut self, position: usize, effects: &mut Effects) -> bool {
        let Some(stream) = &mut self.streams[position] else { return false };
        let taken = self.server.take(stream.id, effects);
        self.gone += usize::from(matches!(taken, Taken::Event { .. }));
        let more = !matches!(taken, Taken::Empty | Taken::End);
        assert!(stream.ended || taken != Taken::End, "a stream does not end of itself");
        stream.transcript.receive(taken);
        more
    }

    fn register(&mut self, index: prop::sample::Index) {
        let position = index.index(self.producers.len());
        self.numbers += 1;
        let waker = self.numbers;
        let producer = &mut self.producers[position];
        let expected =
            if producer.outcome().is_none() { Ok(producer.waker.replace(waker)) } else { Err(waker) };
        assert_eq!(self.server.register_parked(producer.id, waker), expected);
    }

    fn withdraw(&mut self, producer: &Producer, effects: &mut Effects) {
        let (outcome, waker) = self.server.withdraw(producer.id, effects);
        assert_eq!(waker, producer.waker);
        let partial =
            if producer.reached_somebody { Outcome::DeliveredToSome } else { Outcome::NotDelivered };
        let expected = producer.outcome().unwrap_or(partial);
        assert!(outcome == expected || (producer.in_doubt && outcome == Outcome::DeliveredToSome));
        assert_eq!(self.server.withdraw(producer.id, effects), (outcome, None));
        assert_eq!(self.server.forget_parked(producer.id, effects), None);
        for stream in self.streams.iter_mut().flatten() {
            if let Some(place) = stream.parked.iter().position(|number| *number == producer.number) {
                stream.parked.remove(place);
                stream.transcript.retract(producer.number);
            }
        }
    }

    /// Streams have taken those of their parked events that wait no more: always the oldest.
    fn admit(&mut self, woken: &mut Vec<u64>) {
        for position in 0..self.streams.len() {
            let Some(stream) = &mut self.streams[position] else { continue };
            stream.stats = self.server.stream_stats(stream.id).expect("the stream is there");
            let left = usize::try_from(stream.stats.parked).expect("few");
            let taken: Vec<u64> = stream.parked.drain(..stream.parked.len() - left).collect();
            for producer in self.producers.iter_mut().filter(|producer| taken.contains(&producer.number)) {
                producer.reached_somebody = true;
            }
            self.let_go(position, Some(&taken), woken);
        }
    }

    /// A stream is done with these events, or with all; producers with nothing else to wait for are woken.
    fn let_go(&mut self, stream: usize, numbers: Option<&[u64]>, woken: &mut Vec<u64>) {
        let concerns = |producer: &&mut Producer| {
            numbers.is_none_or(|numbers| numbers.contains(&producer.number)) && !producer.released
        };
        for producer in self.producers.iter_mut().filter(concerns) {
            if producer.waiting.remove(&stream) && producer.waiting.is_empty() {
                woken.extend(producer.waker.take());
            }
        }
    }

    fn release(&mut self, woken: &mut Vec<u64>) {
        self.streams.iter_mut().flatten().for_each(Stream::lose_parked);
        for producer in self.producers.iter_mut().filter(|producer| producer.outcome().is_none()) {
            producer.released = true;
            woken.extend(producer.waker.take());
        }
    }

    fn check(&self) {
        for stream in self.streams.iter().flatten() {
            let StreamStats { emitted, received, dropped, merged, replaced, queued, .. } = stream.stats;
            assert_eq!(emitted, received + dropped + merged + replaced + queued);
        }
        let waits = |producer: &&Producer| producer.outcome().is_none();
        for producer in &self.producers {
            let outcome = self.server.outcome(producer.id);
            let in_doubt = producer.in_doubt && outcome == Some(Outcome::DeliveredToSome);
            assert!(outcome == producer.outcome() || (in_doubt && producer.released));
        }
        let sums = self.server.stats().sums.own;
        assert_eq!(sums.parked, self.producers.iter().filter(waits).count() as u64);
        assert_eq!(sums.subscribers, self.streams.iter().flatten().count() as u64);
        for (number, peer) in self.peers.iter().enumerate() {
            let stats = self.server.connection_stats(peer.id).own;
            let waits_here = |producer: &&Producer| {
                waits(producer)
                    && producer.waiting.iter().any(|position| {
                        self.streams[*position].as_ref().is_some_and(|stream| stream.connection == number)
                    })
            };
            assert_eq!(stats.parked, self.producers.iter().filter(waits_here).count() as u64);
            assert_eq!(stats.threads, peer.threads.len() as u64);
        }
        let (mut held, mut wakers) = (0, 0);
        self.server.visit(&mut |_| held += 1, &mut |_| {}, &mut |_| wakers += 1, &mut |_| {});
        assert_eq!(self.made, self.gone + held, "every payload is in the core or was handed back");
        assert_eq!(wakers, self.producers.iter().filter(|producer| producer.waker.is_some()).count());
    }

    fn finish(mut self) {
        for position in 0..self.streams.len() {
            while self.take(position, &mut Effects::default()) {}
            self.admit(&mut Vec::new());
        }
        let stuck = self.producers.iter().filter(|producer| producer.outcome().is_none());
        assert_eq!(stuck.count(), 0, "readers that read everything leave nobody waiting");
        for stream in self.streams.iter().flatten() {
            assert_eq!(stream.transcript.lagged, stream.stats.dropped, "every gap is reported, exactly");
            stream.transcript.check_order();
            if stream.policy == DropPolicy::Block || stream.policy == DropPolicy::Coalesce {
                stream.transcript.check_terminal();
                stream.transcript.check_text();
                stream.transcript.check_latest();
            }
        }
        let mut effects = Effects::default();
        for peer in &self.peers {
            self.server.close_connection(peer.id, &mut effects);
            self.server.forget_connection(peer.id, &mut effects);
            assert_eq!(self.server.primary(peer.id), None);
        }
        assert_eq!(self.server.stats().sums.own.subscribers, 0);
    }
}

#[test]
fn events_come_to_the_streams_that_show_them_and_streams_never_affect_each_other() {
    for capacity in CAPACITIES {
        let mut runner = TestRunner::new(cases(if capacity > 100 { 40 } else { 150 }));
        let steps = prop::collection::vec(step(capacity), 0..(capacity * 4).max(160));
        let result = runner.run(&(any_limits(capacity), steps), |(limits, steps)| {
            let mut world = World::new(limits);
            for step in &steps {
                world.run(step);
            }
            world.finish();
            Ok(())
        });
        if let Err(failure) = result {
            panic!("capacity {capacity}: {failure}");
        }
    }
}
