//! The core behind its lock, and the two waits: for something to read, and for room.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use appserver_core::{Core, CoreOptions, Effects, SubscriberId, Taken, TicketId, Types};

use crate::sync::{Mutex, lock};

/// A core that any thread may call. Its bells are wakers.
///
/// [`Runtime`](crate::Runtime) is built on it; it is public for those who carry something else than JSON.
pub struct LockedCore<T: Types<Bell = Waker>> {
    core: Mutex<Core<T>>,
}

impl<T: Types<Bell = Waker>> fmt::Debug for LockedCore<T> {
    /// The counters; what is carried need not be printable.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LockedCore").field("stats", &lock(&self.core).stats()).finish_non_exhaustive()
    }
}

impl<T: Types<Bell = Waker>> LockedCore<T> {
    /// A core before its handshake.
    pub fn new(options: CoreOptions) -> Self {
        Self { core: Mutex::new(Core::new(options)) }
    }

    /// Call the core under its lock; bells ring and payloads are dropped after unlocking.
    ///
    /// `call` must be short, and must not drop a waker or a payload: either may run somebody else's code.
    pub fn with<R>(&self, call: impl FnOnce(&mut Core<T>, &mut Effects<T::Payload, Waker>) -> R) -> R {
        let mut effects = Effects::default();
        let result = call(&mut lock(&self.core), &mut effects);
        effects.ring.drain(..).for_each(Waker::wake);
        result
    }

    /// Wait for the next thing of a stream; never gives [`Taken::Empty`].
    pub fn next(&self, stream: SubscriberId) -> Next<'_, T> {
        Next { core: self, stream, bell: None }
    }

    /// Wait until a parked notification is delivered. Dropping the wait takes the notification back.
    pub fn parked(&self, ticket: TicketId) -> Parked<'_, T> {
        Parked { core: self, ticket: Some(ticket) }
    }
}

/// Waits for something to read, see [`LockedCore::next`]. Dropping it loses nothing: what it takes, it gives at once.
#[must_use = "futures do nothing unless polled"]
pub struct Next<'a, T: Types<Bell = Waker>> {
    core: &'a LockedCore<T>,
    stream: SubscriberId,
    bell: Option<u64>,
}

impl<T: Types<Bell = Waker>> Future for Next<'_, T> {
    type Output = Taken<T::Payload>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (stream, bell) = (self.stream, self.bell.take());
        let (taken, bell, _old) = self.core.with(|core, effects| {
            let old = bell.and_then(|bell| core.disarm(stream, bell));
            match core.take(stream, effects) {
                Taken::Empty => match core.arm(stream, context.waker().clone()) {
                    Ok(bell) => (Taken::Empty, Some(bell), old),
                    Err(waker) => {
                        effects.ring.push(waker); // something can be taken after all: look again
                        (Taken::Empty, None, old)
                    }
                },
                taken => (taken, None, old),
            }
        });
        self.bell = bell;
        if matches!(taken, Taken::Empty) { Poll::Pending } else { Poll::Ready(taken) }
    }
}

impl<T: Types<Bell = Waker>> Drop for Next<'_, T> {
    fn drop(&mut self) {
        if let Some(bell) = self.bell {
            let _waker = self.core.with(|core, _| core.disarm(self.stream, bell));
        }
    }
}

/// Waits for room, see [`LockedCore::parked`]. Gives false when the runtime shuts down before there is any.
#[must_use = "futures do nothing unless polled"]
pub struct Parked<'a, T: Types<Bell = Waker>> {
    core: &'a LockedCore<T>,
    /// None once the ticket is given back.
    ticket: Option<TicketId>,
}

impl<T: Types<Bell = Waker>> Parked<'_, T> {
    /// Take the notification back; false when it was delivered already.
    pub fn withdraw(mut self) -> bool {
        self.give_back().is_some_and(|delivered| !delivered)
    }

    /// Give the ticket back; whether the notification was delivered, None when the ticket was given back before.
    fn give_back(&mut self) -> Option<bool> {
        let ticket = self.ticket.take()?;
        let (delivered, _waker) = self.core.with(|core, effects| {
            let delivered = core.is_delivered(ticket);
            let (_, waker) = core.withdraw(ticket, effects);
            (delivered, waker)
        });
        Some(delivered)
    }
}

impl<T: Types<Bell = Waker>> Future for Parked<'_, T> {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let Some(ticket) = self.ticket else { return Poll::Ready(false) };
        let waker = context.waker().clone();
        match self.core.with(|core, _| core.arm_parked(ticket, waker)) {
            Ok(_old) => Poll::Pending,
            Err(_waker) => Poll::Ready(self.give_back() == Some(true)),
        }
    }
}

impl<T: Types<Bell = Waker>> Drop for Parked<'_, T> {
    fn drop(&mut self) {
        self.give_back();
    }
}
