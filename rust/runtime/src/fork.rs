//! Forks: what was made before a fork is unusable in the child.
//!
//! A lock that was inherited may have been held by a thread that does not exist in the child, and the worker of the
//! tokio runtime is such a thread. A counter is enough to know: it is part of the process, and the fork advances it in
//! the child. Reading it costs a load; asking for the process id would cost a system call a message.

use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

// Not loom's: it is changed while a process has a single thread, so there is nothing to explore.
static GENERATION: AtomicU64 = AtomicU64::new(0);

/// How many descriptors can be named that a forked child closes.
const PLACES: usize = 4096;

/// Descriptors that a forked child closes; -1: none.
static CLOSED_IN_CHILD: [AtomicI32; PLACES] = [const { AtomicI32::new(-1) }; PLACES];

/// How many forks lie between this process and the first one of its line.
pub fn generation() -> u64 {
    GENERATION.load(Ordering::Relaxed)
}

/// Advance the generation. To be called in every forked child, before anything else of this crate.
pub fn advance_generation() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
    for place in &CLOSED_IN_CHILD {
        let descriptor = place.swap(-1, Ordering::Relaxed);
        if descriptor >= 0 {
            // SAFETY: it is open, as its name is taken back before it is closed; and nothing in the child uses or drops
            // it, since what was made before a fork is left where it is.
            unsafe { rustix::io::close(descriptor) };
        }
    }
}

/// The name of a descriptor that forked children close: its other end sees when this process is gone, and an address that
/// is listened on is free then. To be dropped before the descriptor is closed. Beyond [`PLACES`] children keep theirs.
#[cfg(not(loom))]
#[derive(Debug)]
pub(crate) struct ClosedInChild {
    place: Option<&'static AtomicI32>,
    birthplace: Birthplace,
}

#[cfg(not(loom))]
impl ClosedInChild {
    pub(crate) fn new(descriptor: std::os::fd::RawFd) -> Self {
        let place = CLOSED_IN_CHILD.iter().find(|place| {
            place.compare_exchange(-1, descriptor, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        });
        Self { place, birthplace: Birthplace::here() }
    }
}

#[cfg(not(loom))]
impl Drop for ClosedInChild {
    fn drop(&mut self) {
        if let Some(place) = self.place
            && !self.birthplace.is_left()
        {
            place.store(-1, Ordering::Relaxed); // in a child it may be somebody else's
        }
    }
}

/// The process that an object was made in.
#[derive(Clone, Copy, Debug)]
pub struct Birthplace(u64);

impl Birthplace {
    /// This process.
    pub fn here() -> Self {
        Self(generation())
    }

    /// Whether the process was forked since; no lock of the object may be taken then.
    #[inline]
    pub fn is_left(self) -> bool {
        self.0 != generation()
    }
}
