//! One connection of a server: its gate, its requests, its streams and its threads.

pub(crate) mod command_queue;
pub(crate) mod gate;
pub(crate) mod requests;

use std::collections::{BTreeMap, HashSet};

use indexmap::IndexSet;

use self::{command_queue::CommandQueue, gate::Gate, requests::Requests};
use crate::{
    arena::Key,
    events::{
        StreamId,
        delivery::DropPolicy,
        parked::ParkedId,
        queue::{Patience, QueueLimits},
        stream_index::StreamIndex,
    },
    ordering::LimiterId,
    threads::ThreadKey,
    types::Types,
};

/// Identifies a connection. One that is gone is never mistaken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub(crate) Key);

/// How a connection is set up.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionOptions {
    /// The capacity of each of its queues, and the primary stream's bounds and policy. Zero is clamped to one.
    pub limits: QueueLimits,
    /// Whether `codex/event/...` notifications are sent.
    pub legacy_notifications: bool,
    /// Whether it is subscribed to threads that the server or an agent starts.
    pub follows_new_threads: bool,
    /// A stream that was read, and then not for so many milliseconds while a producer waits, counts as one that nobody
    /// reads. None: producers wait for ever.
    pub stall: Option<u64>,
    /// Whether a producer may wait for a reader. If not, each of its streams remains one that nobody reads, whoever does.
    pub producers_wait: bool,
}

impl Default for ConnectionOptions {
    /// 128 messages a queue, as Codex has it; 8 MiB of events, which holds the text of a long turn.
    fn default() -> Self {
        Self {
            limits: QueueLimits { capacity: 128, max_bytes: 8 << 20, policy: DropPolicy::Coalesce },
            legacy_notifications: true,
            follows_new_threads: true,
            stall: Some(10_000),
            producers_wait: true,
        }
    }
}

impl ConnectionOptions {
    pub(crate) fn patience(&self) -> Patience {
        Patience { stall: self.stall, producers_wait: self.producers_wait }
    }
}

/// What is only counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) notifications: u64,
    pub(crate) filtered: u64,
    /// Producers that wait for one of its streams now.
    pub(crate) parked: u64,
    pub(crate) questions_opened: u64,
    pub(crate) questions_rejected: u64,
    pub(crate) late_answers: u64,
}

/// An open server request, as one connection was asked it.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// Where it stands, or stood: in the primary stream, and in those of its thread.
    pub(crate) places: Vec<(StreamId, Key)>,
    /// Whether nothing of the connection has read it.
    pub(crate) is_unread: bool,
}

#[derive(Debug)]
pub(crate) struct Connection<T: Types> {
    pub(crate) number: u64,
    pub(crate) gate: Gate,
    pub(crate) closed: bool,
    pub(crate) requests: Requests<T::Waiter>,
    pub(crate) commands: CommandQueue<T::Job>,
    pub(crate) limiter: LimiterId,
    pub(crate) primary: StreamId,
    pub(crate) primary_open: bool,
    /// Its streams that were not ended, and the primary one.
    pub(crate) streams: IndexSet<StreamId>,
    /// Those of them that get events.
    pub(crate) index: StreamIndex,
    pub(crate) threads: HashSet<ThreadKey>,
    /// What was parked up to then may be of threads that it is not subscribed to, now or later: nothing of such threads
    /// passes it.
    pub(crate) in_order_up_to: Option<ParkedId>,
    /// The open server requests that it may answer.
    pub(crate) asked: BTreeMap<i64, Asked>,
    /// How many of them it has not read.
    pub(crate) unread: u64,
    pub(crate) patience: Patience,
    pub(crate) counts: Counts,
}

impl<T: Types> Connection<T> {
    pub(crate) fn new(
        number: u64,
        options: ConnectionOptions,
        limiter: LimiterId,
        primary: StreamId,
    ) -> Self {
        Self {
            number,
            gate: Gate::new(options.legacy_notifications),
            closed: false,
            requests: Requests::default(),
            commands: CommandQueue::new(options.limits.capacity.max(1)),
            limiter,
            primary,
            primary_open: true,
            streams: IndexSet::from([primary]),
            index: StreamIndex::default(),
            threads: HashSet::new(),
            in_order_up_to: None,
            asked: BTreeMap::new(),
            unread: 0,
            patience: options.patience(),
            counts: Counts::default(),
        }
    }
}
