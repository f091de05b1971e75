//! Forks: what was made before a fork is unusable in the child.
//!
//! A lock that was inherited may have been held by a thread that does not exist in the child, and the worker of the
//! tokio runtime is such a thread. A counter is enough to know: it is part of the process, and the fork advances it in
//! the child. Reading it costs a load; asking for the process id would cost a system call a message.

use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

// Not loom's: it is changed while a process has a single thread, so there is nothing to explore.
static GENERATION: AtomicU64 = AtomicU64::new(0);

/// A descriptor that a forked child closes; -1: none.
static CLOSED_IN_CHILD: AtomicI32 = AtomicI32::new(-1);

/// How many forks lie between this process and the first one of its line.
pub fn generation() -> u64 {
    GENERATION.load(Ordering::Relaxed)
}

/// Advance the generation. To be called in every forked child, before anything else of this crate.
pub fn advance_generation() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
    let descriptor = CLOSED_IN_CHILD.swap(-1, Ordering::Relaxed);
    if descriptor >= 0 {
        // SAFETY: it is open, as whoever named it takes it back before closing it; and nothing in the child uses or drops
        // it, since what was made before a fork is left where it is.
        unsafe { rustix::io::close(descriptor) };
    }
}

/// Name the descriptor that a forked child closes, so that its other end sees when this process is gone; -1: none.
#[cfg(not(loom))]
pub(crate) fn close_in_child(descriptor: i32) {
    CLOSED_IN_CHILD.store(descriptor, Ordering::Relaxed);
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
