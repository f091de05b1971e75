//! Fan-out: streams with filters and policies of their own against one naive queue each, which cannot affect another.

use std::collections::BTreeSet;

use appserver_core::{
    Core, CoreError, Filter, Lifecycle, QueueLimits, QueueStats, Sent, SubscriberId, Taken, TicketId,
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::support::{
    BYTE_BOUNDS, CAPACITIES, Effects, Fate, Numbers, POLICIES, QueueModel, Sample, Spec, cases, limits,
    open_core, spec,
};

const FILTER_METHODS: [&str; 4] =
    ["item/agentMessage/delta", "turn/completed", "account/rateLimits/updated", "warning"];

#[derive(Clone, Debug)]
enum Step {
    Subscribe(Filter, QueueLimits),
    Unsubscribe(prop::sample::Index),
    Send(Spec, bool),
    Take(prop::sample::Index),
    Arm(prop::sample::Index),
    Withdraw(prop::sample::Index),
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
    prop_oneof![
        8 => (any_filter(), any_limits(capacity)).prop_map(|(filter, limits)| Step::Subscribe(filter, limits)),
        2 => any_index().prop_map(Step::Unsubscribe),
        60 => (spec(), prop::bool::weighted(0.8)).prop_map(|(spec, may_park)| Step::Send(spec, may_park)),
        40 => any_index().prop_map(Step::Take),
        10 => any_index().prop_map(Step::Arm),
        8 => any_index().prop_map(Step::Withdraw),
        1 => Just(Step::Shutdown),
        1 => Just(Step::Close),
    ]
}

struct Stream {
    id: SubscriberId,
    filter: Filter,
    model: QueueModel,
}

impl Stream {
    fn matches(&self, sample: &Sample) -> bool {
        let Filter { thread, methods } = &self.filter;
        thread.as_ref().is_none_or(|thread| *thread == sample.thread)
            && methods
                .as_ref()
                .is_none_or(|methods| methods.iter().any(|method| **method == *sample.kind.method))
            && !self.model.overflowed()
    }
}

/// A producer that waits, and for whom.
struct Producer {
    ticket: TicketId,
    number: u64,
    waiting: BTreeSet<SubscriberId>,
    bell: Option<u64>,
    released: bool,
    /// Whether some stream has the event.
    reached_somebody: bool,
}

struct World {
    core: Core<Numbers>,
    streams: Vec<Stream>,
    producers: Vec<Producer>,
    numbers: u64,
    /// References to payloads that were made, and those that came out again.
    made: usize,
    gone: usize,
    shut_down: bool,
}

impl World {
    fn new(limits: QueueLimits) -> Self {
        let core = open_core(limits);
        let primary =
            Stream { id: core.primary(), filter: Filter::default(), model: QueueModel::new(limits) };
        Self {
            core,
            streams: vec![primary],
            producers: Vec::new(),
            numbers: 0,
            made: 0,
            gone: 0,
            shut_down: false,
        }
    }

    fn run(&mut self, step: &Step) {
        let mut effects = Effects::default();
        let mut rung = Vec::new();
        match step {
            Step::Subscribe(filter, limits) => self.subscribe(filter, *limits),
            Step::Unsubscribe(index) if self.streams.len() > 1 => {
                let stream = self.streams.remove(1 + index.index(self.streams.len() - 1));
                self.core.unsubscribe(stream.id, &mut effects);
                let left: Vec<u64> = self.producers.iter().map(|producer| producer.number).collect();
                self.let_go(stream.id, &left, &mut rung);
            }
            Step::Send(spec, may_park) => self.send(spec, *may_park, &mut effects, &mut rung),
            Step::Take(index) => {
                let position = index.index(self.streams.len());
                self.take(position, &mut effects, &mut rung);
            }
            Step::Arm(index) if !self.producers.is_empty() => self.arm(*index),
            Step::Withdraw(index) if !self.producers.is_empty() => {
                let producer = self.producers.remove(index.index(self.producers.len()));
                self.withdraw(&producer, &mut effects, &mut rung);
            }
            Step::Shutdown => {
                let first = !std::mem::replace(&mut self.shut_down, true);
                assert_eq!(self.core.begin_shutdown(&mut effects).is_some(), first);
                if first {
                    self.release(&mut rung);
                }
            }
            Step::Close => {
                self.core.close(&mut effects);
                self.streams.iter_mut().for_each(|stream| stream.model.close());
                self.release(&mut rung);
            }
            Step::Unsubscribe(_) | Step::Arm(_) | Step::Withdraw(_) => {}
        }
        self.gone += effects.discarded.len();
        rung.sort_unstable();
        effects.ring.sort_unstable();
        assert_eq!(effects.ring, rung, "the producers that have nothing to wait for any more are woken");
        self.check();
    }

    fn subscribe(&mut self, filter: &Filter, limits: QueueLimits) {
        let id = self.core.subscribe(filter.clone(), limits);
        assert_eq!(id.is_ok(), self.core.lifecycle() == Lifecycle::Running);
        if let Ok(id) = id {
            self.streams.push(Stream { id, filter: filter.clone(), model: QueueModel::new(limits) });
        }
    }

    fn send(&mut self, spec: &Spec, may_park: bool, effects: &mut Effects, rung: &mut Vec<u64>) {
        self.numbers += 1;
        let sample = Sample::new(self.numbers, spec);
        let sent = self.core.send(&sample.notification(), sample.number, may_park, effects);
        let matching = || self.streams.iter().filter(|stream| stream.matches(&sample));
        let closing = self.core.lifecycle() != Lifecycle::Running;
        if self.core.lifecycle() == Lifecycle::Closed {
            self.made += 1;
            assert_eq!(sent, Err(CoreError::Closed));
            return;
        }
        let waits = |stream: &Stream| stream.model.would_wait(&sample);
        if !closing && !may_park && matching().any(waits) {
            self.made += 1;
            assert_eq!(sent, Ok(Sent::Refused));
            return;
        }
        self.made += matching().count().max(1);
        let missed = closing && matching().count() > 0 && matching().all(waits);
        let mut waiting = BTreeSet::new();
        let mut reached_somebody = false;
        let mut moved = Vec::new();
        for stream in self.streams.iter_mut().filter(|stream| stream.matches(&sample)) {
            if closing && stream.model.would_wait(&sample) {
                stream.model.skip();
                continue;
            }
            let delivers = stream.model.delivers(&sample);
            let (fate, admitted) = stream.model.send(sample.number, &sample);
            if fate == Fate::Parked {
                waiting.insert(stream.id);
            }
            reached_somebody |= delivers;
            moved.push((stream.id, admitted));
        }
        for (stream, admitted) in moved {
            self.moved_in(stream, &admitted, rung);
        }
        match sent {
            Ok(Sent::Parked(ticket)) if !waiting.is_empty() => self.producers.push(Producer {
                ticket,
                number: sample.number,
                waiting,
                bell: None,
                released: false,
                reached_somebody,
            }),
            Ok(Sent::Missed) if missed => {}
            Ok(Sent::Delivered | Sent::DeliveredYield) if waiting.is_empty() && !missed => {}
            _ => panic!("{sent:?}, and the model waits for {waiting:?}"),
        }
    }

    fn take(&mut self, position: usize, effects: &mut Effects, rung: &mut Vec<u64>) -> bool {
        let Stream { id, model, .. } = &mut self.streams[position];
        let id = *id;
        let taken = self.core.take(id, effects);
        let (expected, admitted) = model.take();
        assert_eq!(taken, expected);
        self.gone += usize::from(matches!(taken, Taken::Event { .. }));
        self.moved_in(id, &admitted, rung);
        !matches!(taken, Taken::Empty | Taken::End)
    }

    fn arm(&mut self, index: prop::sample::Index) {
        let position = index.index(self.producers.len());
        self.numbers += 1;
        let bell = self.numbers;
        let producer = &mut self.producers[position];
        let waits = !producer.waiting.is_empty() && !producer.released;
        let expected = if waits { Ok(producer.bell.replace(bell)) } else { Err(bell) };
        assert_eq!(self.core.arm_parked(producer.ticket, bell), expected);
    }

    fn withdraw(&mut self, producer: &Producer, effects: &mut Effects, rung: &mut Vec<u64>) {
        let delivered = producer.waiting.is_empty() && !producer.released;
        let (taken_back, bell) = self.core.withdraw(producer.ticket, effects);
        assert_eq!(bell, producer.bell);
        assert_eq!(taken_back, !delivered && !producer.released);
        for position in 0..self.streams.len() {
            let Stream { id, model, .. } = &mut self.streams[position];
            let (id, admitted) = (*id, model.withdraw(producer.number, producer.reached_somebody));
            self.moved_in(id, &admitted, rung);
        }
    }

    /// A stream has taken these events.
    fn moved_in(&mut self, stream: SubscriberId, numbers: &[u64], rung: &mut Vec<u64>) {
        for producer in self.producers.iter_mut().filter(|producer| numbers.contains(&producer.number)) {
            producer.reached_somebody = true;
        }
        self.let_go(stream, numbers, rung);
    }

    /// A stream is done with these events; producers with nothing else to wait for are woken.
    fn let_go(&mut self, stream: SubscriberId, numbers: &[u64], rung: &mut Vec<u64>) {
        for producer in self.producers.iter_mut().filter(|producer| numbers.contains(&producer.number)) {
            if producer.waiting.remove(&stream) && producer.waiting.is_empty() {
                rung.extend(producer.bell.take());
            }
        }
    }

    fn release(&mut self, rung: &mut Vec<u64>) {
        self.streams.iter_mut().for_each(|stream| stream.model.release());
        for producer in self.producers.iter_mut().filter(|producer| !producer.waiting.is_empty()) {
            producer.released = true;
            rung.extend(producer.bell.take());
        }
    }

    fn check(&self) {
        for stream in &self.streams {
            let stats = self.core.subscription_stats(stream.id);
            let expected = stream.model.stats();
            assert_eq!(
                QueueStats { peak_queued: 0, peak_queued_bytes: 0, ..stats },
                QueueStats { peak_queued: 0, peak_queued_bytes: 0, ..expected },
            );
        }
        for producer in &self.producers {
            let delivered = producer.waiting.is_empty() && !producer.released;
            assert_eq!(self.core.is_delivered(producer.ticket), delivered);
            assert_eq!(self.core.reached_somebody(producer.ticket), delivered || producer.reached_somebody);
        }
        let waiting = |producer: &&Producer| !producer.waiting.is_empty() && !producer.released;
        assert_eq!(self.core.stats().parked, self.producers.iter().filter(waiting).count());
        assert_eq!(self.core.stats().subscribers, self.streams.len());
        let (mut held, mut bells) = (0, 0);
        self.core.visit(&mut |_| held += 1, &mut |_| {}, &mut |_| bells += 1, &mut |_| {});
        assert_eq!(self.made, self.gone + held, "every payload is in the core or was handed back");
        assert_eq!(bells, self.producers.iter().filter(|producer| producer.bell.is_some()).count());
    }

    fn finish(mut self) {
        for position in 0..self.streams.len() {
            while self.take(position, &mut Effects::default(), &mut Vec::new()) {}
        }
        let stuck =
            self.producers.iter().filter(|producer| !producer.waiting.is_empty() && !producer.released);
        assert_eq!(stuck.count(), 0, "readers that read everything leave nobody waiting");
    }
}

#[test]
fn streams_follow_their_models_and_never_affect_each_other() {
    for capacity in CAPACITIES {
        let mut runner = TestRunner::new(cases(if capacity > 100 { 40 } else { 250 }));
        let steps = prop::collection::vec(step(capacity), 0..(capacity * 4).max(120));
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

/// The primary stream takes part in nothing special: ending it leaves the others as they are.
#[test]
fn ending_the_primary_stream_leaves_the_others_alone() {
    let mut core = open_core(limits(1, appserver_core::DropPolicy::Block));
    let other = core
        .subscribe(Filter::default(), limits(7, appserver_core::DropPolicy::Block))
        .expect("the runtime runs");
    let mut effects = Effects::default();
    let kind = appserver_core::Kind::new("turn/completed", false);
    let notification = appserver_core::Notification {
        kind: &kind,
        ids: Some(appserver_core::Ids { thread: "thread-0", ..appserver_core::Ids::default() }),
        text: "",
        bytes: 1,
    };
    let first = core.send(&notification, 1, true, &mut effects);
    assert_eq!(first, Ok(Sent::DeliveredYield), "the queue is full now, and its reader has not had its turn");
    let Ok(Sent::Parked(ticket)) = core.send(&notification, 2, true, &mut effects) else {
        panic!("the primary stream is full");
    };
    assert_eq!(core.arm_parked(ticket, 99), Ok(None));
    core.unsubscribe(core.primary(), &mut effects);
    assert!(core.is_delivered(ticket), "nobody is left to wait for");
    assert_eq!(effects.ring, [99]);
    assert_eq!(effects.discarded.len(), 2);
    for number in [1, 2] {
        assert_eq!(core.take(other, &mut effects), Taken::Event { payload: number, joined: None });
    }
    assert_eq!(core.take(core.primary(), &mut effects), Taken::End);
    let asked = core.open_server_request(0, 3, 4, None, &mut effects);
    let (refusal, waiter) = asked.expect_err("nobody is there to ask");
    assert_eq!((refusal.message.as_str(), waiter), ("in-process server request consumer is closed", 4));
}
