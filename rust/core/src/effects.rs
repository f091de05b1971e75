//! What a call leaves for its caller to do after unlocking.

use crate::{arena::Arena, events::queue::Contents, types::Types};

/// Wakers to call, and what must be dropped, once the lock is free.
///
/// Whatever leaves the core unread is handed back rather than dropped in place, because dropping a Python object may run
/// Python, and because dropping a million events takes a while.
#[derive(Debug)]
pub struct Effects<T: Types> {
    /// Wakers to call, in order.
    pub wake: Vec<T::Waker>,
    /// Payloads to drop.
    pub discarded: Vec<T::Payload>,
    /// Waiters to drop: nobody waits with them any more.
    pub waiters: Vec<T::Waiter>,
    /// Jobs to drop: no handler will run them.
    pub jobs: Vec<T::Job>,
    /// What whole streams held when they ended.
    pub(crate) streams: Vec<Contents<T::Payload>>,
    /// What whole command queues held when they ended.
    pub(crate) commands: Vec<Arena<T::Job>>,
}

impl<T: Types> Default for Effects<T> {
    fn default() -> Self {
        Self {
            wake: Vec::new(),
            discarded: Vec::new(),
            waiters: Vec::new(),
            jobs: Vec::new(),
            streams: Vec::new(),
            commands: Vec::new(),
        }
    }
}

impl<T: Types> Effects<T> {
    /// Whether the call left nothing to do, not even memory to free: that of most. Dropping six empty lists one by one
    /// would be a twentieth of sending an event.
    #[inline]
    pub fn is_untouched(&self) -> bool {
        let Self { wake, discarded, waiters, jobs, streams, commands } = self;
        let capacities = wake.capacity() | discarded.capacity() | waiters.capacity() | jobs.capacity();
        capacities | streams.capacity() | commands.capacity() == 0
    }

    /// Every payload and every job to drop, one by one, for callers that look at them.
    pub fn into_dropped(self) -> (impl Iterator<Item = T::Payload>, impl Iterator<Item = T::Job>) {
        let of_streams = self.streams.into_iter().flat_map(Contents::into_payloads);
        let of_commands = self.commands.into_iter().flat_map(Arena::into_values);
        (self.discarded.into_iter().chain(of_streams), self.jobs.into_iter().chain(of_commands))
    }
}
