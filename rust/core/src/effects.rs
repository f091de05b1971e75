//! What a call leaves for its caller to do after unlocking.

/// Doorbells to ring and payloads to drop, once the lock is free.
///
/// Payloads are handed back rather than dropped in place, because dropping a Python object may run Python.
#[derive(Debug)]
pub struct Effects<P, B> {
    /// Bells to ring, in order.
    pub ring: Vec<B>,
    /// Payloads that left the core unread.
    pub discarded: Vec<P>,
}

impl<P, B> Default for Effects<P, B> {
    fn default() -> Self {
        Self { ring: Vec::new(), discarded: Vec::new() }
    }
}
