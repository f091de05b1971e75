//! What the models share: a core of plain numbers, generated events, and the naive queue.

mod events;
mod queue_model;
mod transcript;

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use appserver_core::{Core, CoreOptions, DeliveryRow, DropPolicy, OwnedIds, QueueLimits, Types};
use proptest::test_runner::Config;

pub(crate) use events::{Sample, Spec, spec};
pub(crate) use queue_model::{Fate, QueueModel};
pub(crate) use transcript::Transcript;

thread_local! {
    /// The method and the ids of the samples that were sent without their ids, by number.
    pub(crate) static LEFT_OUT: RefCell<HashMap<u64, (&'static str, OwnedIds)>> = RefCell::default();
}

/// A core that carries numbers: an event is its place in the order of sending.
#[derive(Debug)]
pub(crate) enum Numbers {}

impl Types for Numbers {
    type Payload = u64;
    type Waiter = u64;
    type Bell = u64;
    type Job = u64;

    fn share(payload: &u64) -> u64 {
        *payload
    }

    fn ids(payload: &u64, row: &'static DeliveryRow) -> Option<OwnedIds> {
        LEFT_OUT.with_borrow(|ids| {
            let (method, ids) = ids.get(payload).expect("only of payloads that were sent without their ids");
            assert_eq!(row.method, *method, "asked for by the right row");
            Some(ids.clone())
        })
    }
}

pub(crate) type Effects = appserver_core::Effects<u64, u64>;

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

/// A core whose handshake is not done yet.
pub(crate) fn fresh_core(limits: QueueLimits) -> Core<Numbers> {
    Core::new(CoreOptions { limits, legacy_notifications: true })
}

/// A core after its handshake, with everything allowed.
pub(crate) fn open_core(limits: QueueLimits) -> Core<Numbers> {
    let mut core = fresh_core(limits);
    core.initialize(true, HashSet::new()).expect("a fresh core can be initialized");
    core
}

/// Limits without a byte bound.
pub(crate) fn limits(capacity: usize, policy: DropPolicy) -> QueueLimits {
    QueueLimits { capacity, max_bytes: usize::MAX, policy }
}

/// So many generated cases; failures are printed, not written to files.
pub(crate) fn cases(number: u32) -> Config {
    Config { cases: number, failure_persistence: None, ..Config::default() }
}
