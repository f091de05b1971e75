//! Events on their way to readers: what each method's rule is, and the queue of each stream.

pub(crate) mod delivery;
pub(crate) mod keys;
pub(crate) mod load;
pub(crate) mod notification;
pub(crate) mod parked;
pub(crate) mod queue;
pub(crate) mod slot;
pub(crate) mod stream_index;
pub(crate) mod wakers;
pub(crate) mod yield_budget;

use crate::arena::Key;

/// Identifies an event stream. A stream that is gone is never mistaken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StreamId(pub(crate) Key);
