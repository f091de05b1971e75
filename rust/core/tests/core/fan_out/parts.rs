//! What a conversation of several connections consists of.

use std::collections::{BTreeSet, VecDeque};

use appserver_core::{
    ConnectionId, DropPolicy, Filter, Outcome, ParkedId, QueueLimits, StreamId, StreamStats,
};
use proptest::prelude::*;

use crate::support::{BYTE_BOUNDS, POLICIES, Sample, Spec, Transcript, spec};

pub(super) const FILTER_METHODS: [&str; 4] =
    ["item/agentMessage/delta", "turn/completed", "account/rateLimits/updated", "warning"];
pub(super) const CONNECTIONS: usize = 3;

#[derive(Clone, Debug)]
pub(super) enum Step {
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

pub(super) fn any_limits(capacity: usize) -> impl Strategy<Value = QueueLimits> {
    (prop::sample::select(&BYTE_BOUNDS[..]), prop::sample::select(&POLICIES[..]))
        .prop_map(move |(max_bytes, policy)| QueueLimits { capacity, max_bytes, policy })
}

pub(super) fn any_filter() -> impl Strategy<Value = Filter> {
    let thread = prop::option::of((0..2u8).prop_map(|thread| format!("thread-{thread}")));
    let method = prop::sample::select(&FILTER_METHODS[..]).prop_map(str::to_owned);
    // The same method may be named twice.
    (thread, prop::option::of(prop::collection::vec(method, 0..4)))
        .prop_map(|(thread, methods)| Filter { thread, methods })
}

pub(super) fn step(capacity: usize) -> impl Strategy<Value = Step> {
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

pub(super) struct Stream {
    pub(super) id: StreamId,
    pub(super) connection: usize,
    pub(super) filter: Filter,
    pub(super) policy: DropPolicy,
    /// Whether it takes nothing new.
    pub(super) ended: bool,
    /// The events that wait here, oldest first.
    pub(super) parked: VecDeque<u64>,
    pub(super) transcript: Transcript,
    pub(super) stats: StreamStats,
}

impl Stream {
    pub(super) fn new(id: StreamId, connection: usize, filter: Filter, policy: DropPolicy) -> Self {
        Self {
            id,
            connection,
            filter,
            policy,
            ended: false,
            parked: VecDeque::new(),
            transcript: Transcript::default(),
            stats: StreamStats::default(),
        }
    }

    /// Nothing waits here any more, and nothing of it was taken.
    pub(super) fn lose_parked(&mut self) {
        for number in self.parked.drain(..) {
            self.transcript.retract(number);
        }
    }

    pub(super) fn matches(&self, sample: &Sample) -> bool {
        let Filter { thread, methods } = &self.filter;
        thread.as_ref().is_none_or(|thread| *thread == sample.thread)
            && methods
                .as_ref()
                .is_none_or(|methods| methods.iter().any(|method| **method == *sample.info.method))
            && !self.ended
    }
}

/// A producer that waits, and for whom.
pub(super) struct Producer {
    pub(super) id: ParkedId,
    pub(super) number: u64,
    pub(super) waiting: BTreeSet<usize>,
    pub(super) waker: Option<u64>,
    pub(super) released: bool,
    /// Whether some stream has the event.
    pub(super) reached_somebody: bool,
    /// Whether some stream may have it: which event a ring has dropped cannot be told from outside.
    pub(super) in_doubt: bool,
}

impl Producer {
    pub(super) fn outcome(&self) -> Option<Outcome> {
        match (self.released, self.waiting.is_empty()) {
            (true, _) if self.reached_somebody => Some(Outcome::DeliveredToSome),
            (true, _) => Some(Outcome::NotDelivered),
            (false, true) => Some(Outcome::Delivered),
            (false, false) => None,
        }
    }
}

pub(super) struct Peer {
    pub(super) id: ConnectionId,
    pub(super) follows: bool,
    pub(super) threads: BTreeSet<String>,
    pub(super) closed: bool,
}
