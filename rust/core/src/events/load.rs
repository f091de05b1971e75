//! How many bytes all streams of a server hold together.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

/// What an event counts at the least, beside its text, where its own bytes are all that bounds a stream.
const LEAST_BYTES: u64 = 512;

/// What an event of so many bytes counts where bytes alone bound what is held.
pub(crate) fn weight(bytes: usize) -> u64 {
    (bytes as u64).max(LEAST_BYTES)
}

/// The load of one server; each of its queues has a share in this object. It is used under the server's lock only, so
/// that plain loads and stores do.
#[derive(Clone, Debug)]
pub(crate) struct Load(Arc<Totals>);

#[derive(Debug)]
struct Totals {
    most: u64,
    bytes: AtomicU64,
    /// How many streams hold something.
    holders: AtomicU64,
}

impl Load {
    pub(crate) fn new(max_bytes: usize) -> Self {
        let most = max_bytes.max(1) as u64;
        Self(Arc::new(Totals { most, bytes: AtomicU64::new(0), holders: AtomicU64::new(0) }))
    }

    /// A stream holds so much more; `is_first`: it held nothing.
    pub(crate) fn add(&self, weight: u64, is_first: bool) {
        let Totals { bytes, holders, .. } = &*self.0;
        bytes.store(bytes.load(Relaxed) + weight, Relaxed);
        if is_first {
            holders.store(holders.load(Relaxed) + 1, Relaxed);
        }
    }

    /// A stream holds so much less; `is_last`: it holds nothing.
    pub(crate) fn remove(&self, weight: u64, is_last: bool) {
        let Totals { bytes, holders, .. } = &*self.0;
        bytes.store(bytes.load(Relaxed) - weight, Relaxed);
        if is_last {
            holders.store(holders.load(Relaxed) - 1, Relaxed);
        }
    }

    /// How much one stream may hold when so much is to be added: without limit as long as the server has room for it, and
    /// an even share beyond, so that those that hold the most count as full.
    pub(crate) fn share(&self, weight: u64) -> u64 {
        let Totals { most, bytes, holders } = &*self.0;
        if bytes.load(Relaxed).saturating_add(weight) <= *most {
            return u64::MAX;
        }
        most / holders.load(Relaxed).max(1)
    }
}
