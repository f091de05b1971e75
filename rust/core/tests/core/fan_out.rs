//! Fan-out: connections with threads, and their streams with filters and policies of their own, against one naive queue
//! each, which cannot affect another.

use std::collections::BTreeSet;

use appserver_core::{
    Audience, ConnectionId, ConnectionOptions, CoreError, Filter, Lifecycle, Outcome, ParkedId, QueueLimits,
    Sent, Server, StreamId, StreamStats, Taken,
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{
    BYTE_BOUNDS, CAPACITIES, Effects, Fate, Numbers, POLICIES, QueueModel, Sample, Spec, cases, discarded,
    initialize, send, server, spec,
};

const FILTER_METHODS: [&str; 4] =
    ["item/agentMessage/delta", "turn/completed", "account/rateLimits/updated", "warning"];
const CONNECTIONS: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    Subscribe(usize, Filter, QueueLimits),
    EndStream(prop::sample::Index),
    Send(Spec, bool, Option<usize>),
    Take(prop::sample::Index),
    Register(prop::sample::Index),
    Withdraw(prop::sample::Index),
    OpenThread(u8, Option<usize>),
    SubscribeThread(usize, u8),
    UnsubscribeThread(usize, u8),
    CloseConnection(usize),
    Shutdown,
    Close,
}

fn any_limits(capacity: usize) -> impl Strategy<Value = QueueLimits> {
    (prop::sample::select(&BYTE_BOUNDS[..]), prop::sample::select(&POLICIES[..]))
        .prop_map(move |(max_bytes, policy)| QueueLimits { capacity, max_bytes, policy })
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let thread = prop::option::of((0..2u8).prop_map(|thread| format!("thread-{thread}")));
    let method = prop::sample::select(&FILTER_METHODS[..]).prop_map(str::to_owned);
    // The same method may be named twice.
    (thread, prop::option::of(prop::collection::vec(method, 0..4)))
        .prop_map(|(thread, methods)| Filter { thread, methods })
}

fn step(capacity: usize) -> impl Strategy<Value = Step> {
    let any_index = any::<prop::sample::Index>;
    let some = || prop::option::weighted(0.2, 0..CONNECTIONS);
    prop_oneof![
        8 => (0..CONNECTIONS, any_filter(), any_limits(capacity))
            .prop_map(|(connection, filter, limits)| Step::Subscribe(connection, filter, limits)),
        2 => any_index().prop_map(Step::EndStream),
        60 => (spec(), prop::bool::weighted(0.8), some())
            .prop_map(|(spec, may_park, to)| Step::Send(spec, may_park, to)),
        60 => any_index().prop_map(Step::Take),
        10 => any_index().prop_map(Step::Register),
        8 => any_index().prop_map(Step::Withdraw),
        2 => (0..2u8, some()).prop_map(|(thread, starter)| Step::OpenThread(thread, starter)),
        3 => (0..CONNECTIONS, 0..2u8).prop_map(|(one, thread)| Step::SubscribeThread(one, thread)),
        2 => (0..CONNECTIONS, 0..2u8).prop_map(|(one, thread)| Step::UnsubscribeThread(one, thread)),
        1 => (0..CONNECTIONS).prop_map(Step::CloseConnection),
        1 => Just(Step::Shutdown),
        1 => Just(Step::Close),
    ]
}

struct Stream {
    id: StreamId,
    connection: usize,
    filter: Filter,
    model: QueueModel,
    /// Whether it takes nothing new.
    ended: bool,
}

impl Stream {
    fn matches(&self, sample: &Sample) -> bool {
        let Filter { thread, methods } = &self.filter;
        thread.as_ref().is_none_or(|thread| *thread == sample.thread)
            && methods
                .as_ref()
                .is_none_or(|methods| methods.iter().any(|method| **method == *sample.info.method))
            && !self.model.overflowed()
            && !self.ended
    }
}

/// A producer that waits, and for whom.
struct Producer {
    id: ParkedId,
    number: u64,
    waiting: BTreeSet<usize>,
    waker: Option<u64>,
    released: bool,
    /// Whether some stream has the event.
    reached_somebody: bool,
}

impl Producer {
    fn outcome(&self) -> Option<Outcome> {
        match (self.released, self.waiting.is_empty()) {
            (true, _) if self.reached_somebody => Some(Outcome::DeliveredToSome),
            (true, _) => Some(Outcome::NotDelivered),
            (false, true) => Some(Outcome::Delivered),
            (false, false) => None,
        }
    }
}

struct Peer {
    id: ConnectionId,
    follows: bool,
    threads: BTreeSet<String>,
    closed: bool,
}

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
            let options =
                ConnectionOptions { limits, legacy_notifications: true, follows_new_threads: follows };
            let id = server.connect(options).expect("it runs");
            peers.push(Peer { id, follows, threads: BTreeSet::new(), closed: false });
            let primary = initialize(&mut server, id);
            streams.push(Some(Stream {
                id: primary,
                connection: number,
                filter: Filter::default(),
                model: QueueModel::new(limits),
                ended: false,
            }));
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
            Step::Send(spec, may_park, to) => self.send(spec, *may_park, *to, &mut effects, &mut woken),
            Step::Take(index) => {
                let position = index.index(self.streams.len());
                self.take(position, &mut effects, &mut woken);
            }
            Step::Register(index) if !self.producers.is_empty() => self.register(*index),
            Step::Withdraw(index) if !self.producers.is_empty() => {
                let producer = self.producers.remove(index.index(self.producers.len()));
                self.withdraw(&producer, &mut effects, &mut woken);
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
                self.streams.iter_mut().flatten().for_each(|stream| stream.model.close());
                self.release(&mut woken);
            }
            Step::Register(_) | Step::Withdraw(_) => {}
        }
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
        let (id, filter) = (id.expect("it may subscribe"), filter.clone());
        let model = QueueModel::new(limits);
        self.streams.push(Some(Stream { id, connection, filter, model, ended: false }));
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
                    stream.model.unsubscribe();
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
                stream.model.close();
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

    fn send(
        &mut self,
        spec: &Spec,
        may_park: bool,
        to: Option<usize>,
        effects: &mut Effects,
        woken: &mut Vec<u64>,
    ) {
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
        if self.server.lifecycle() == Lifecycle::Closed {
            self.made += 1;
            assert_eq!(sent, Err(CoreError::Closed));
            return;
        }
        let model = |position: &usize| &self.streams[*position].as_ref().expect("it matches").model;
        let waits: Vec<bool> = matching.iter().map(|position| model(position).would_wait(&sample)).collect();
        if !closing && !may_park && waits.contains(&true) {
            self.made += 1;
            assert_eq!(sent, Ok(Sent::Refused));
            return;
        }
        self.made += matching.len().max(1);
        let missed = closing && !waits.is_empty() && !waits.contains(&false);
        let mut waiting = BTreeSet::new();
        let mut reached_somebody = false;
        let mut moved = Vec::new();
        for (position, waits) in matching.into_iter().zip(waits) {
            let model = &mut self.streams[position].as_mut().expect("it matches").model;
            if closing && waits {
                model.skip();
                continue;
            }
            let delivers = model.delivers(&sample);
            let (fate, admitted) = model.send(sample.number, &sample);
            if fate == Fate::Parked {
                waiting.insert(position);
            }
            reached_somebody |= delivers;
            moved.push((position, admitted));
        }
        for (stream, admitted) in moved {
            self.moved_in(stream, &admitted, woken);
        }
        match sent {
            Ok(Sent::Parked(id)) if !waiting.is_empty() => self.producers.push(Producer {
                id,
                number: sample.number,
                waiting,
                waker: None,
                released: false,
                reached_somebody,
            }),
            Ok(Sent::Missed) if missed => {}
            Ok(Sent::Delivered | Sent::DeliveredYield) if waiting.is_empty() && !missed => {}
            _ => panic!("{sent:?}, and the model waits for {waiting:?}"),
        }
    }

    fn take(&mut self, position: usize, effects: &mut Effects, woken: &mut Vec<u64>) -> bool {
        let Some(Stream { id, model, .. }) = &mut self.streams[position] else { return false };
        let taken = self.server.take(*id, effects);
        let (expected, admitted) = model.take();
        assert_eq!(taken, expected);
        self.gone += usize::from(matches!(taken, Taken::Event { .. }));
        self.moved_in(position, &admitted, woken);
        !matches!(taken, Taken::Empty | Taken::End)
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

    fn withdraw(&mut self, producer: &Producer, effects: &mut Effects, woken: &mut Vec<u64>) {
        let (outcome, waker) = self.server.withdraw(producer.id, effects);
        assert_eq!(waker, producer.waker);
        let partial =
            if producer.reached_somebody { Outcome::DeliveredToSome } else { Outcome::NotDelivered };
        assert_eq!(outcome, producer.outcome().unwrap_or(partial));
        assert_eq!(self.server.withdraw(producer.id, effects), (outcome, None));
        assert_eq!(self.server.forget_parked(producer.id, effects), None);
        for position in 0..self.streams.len() {
            if let Some(stream) = &mut self.streams[position] {
                let admitted = stream.model.withdraw(producer.number, producer.reached_somebody);
                self.moved_in(position, &admitted, woken);
            }
        }
    }

    /// A stream has taken these events.
    fn moved_in(&mut self, stream: usize, numbers: &[u64], woken: &mut Vec<u64>) {
        for producer in self.producers.iter_mut().filter(|producer| numbers.contains(&producer.number)) {
            producer.reached_somebody = true;
        }
        self.let_go(stream, Some(numbers), woken);
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
        self.streams.iter_mut().flatten().for_each(|stream| stream.model.release());
        for producer in self.producers.iter_mut().filter(|producer| producer.outcome().is_none()) {
            producer.released = true;
            woken.extend(producer.waker.take());
        }
    }

    fn check(&self) {
        for stream in self.streams.iter().flatten() {
            let stats = self.server.stream_stats(stream.id).expect("the stream is there");
            let expected = stream.model.stats();
            assert_eq!(
                StreamStats { peak_queued: 0, peak_queued_bytes: 0, ..stats },
                StreamStats { peak_queued: 0, peak_queued_bytes: 0, ..expected },
            );
        }
        let waits = |producer: &&Producer| producer.outcome().is_none();
        for producer in &self.producers {
            assert_eq!(self.server.outcome(producer.id), producer.outcome());
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
            while self.take(position, &mut Effects::default(), &mut Vec::new()) {}
        }
        let stuck = self.producers.iter().filter(|producer| producer.outcome().is_none());
        assert_eq!(stuck.count(), 0, "readers that read everything leave nobody waiting");
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
fn streams_follow_their_models_and_never_affect_each_other() {
    for capacity in CAPACITIES {
        let mut runner = TestRunner::new(cases(if capacity > 100 { 40 } else { 250 }));
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
