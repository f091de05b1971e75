//! The two waits of a future: for the next thing of a stream, and for room.

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use appserver_core::{Outcome, ParkedId, StreamId, Taken, Types};

use crate::locked_server::{LockedServer, PlainThread, Unusable};

impl<T: Types<Waker = Waker>> LockedServer<T> {
    /// Wait for the next thing of a stream; never returns [`Taken::Empty`].
    pub fn next(&self, stream: StreamId) -> Next<'_, T> {
        Next { server: self, stream, registered: None }
    }

    /// Wait until a parked notification has room everywhere, or nothing is left to wait for. Dropping the wait takes the
    /// notification back.
    pub fn room(&self, parked: ParkedId) -> Room<'_, T> {
        Room { server: self, parked: Some(parked) }
    }
}

/// Waits for something to read, see [`LockedServer::next`]. Dropping it loses nothing: what it takes, it returns at once.
#[must_use = "futures do nothing unless polled"]
#[derive(Debug)]
pub struct Next<'a, T: Types<Waker = Waker>> {
    server: &'a LockedServer<T>,
    stream: StreamId,
    registered: Option<u64>,
}

impl<T: Types<Waker = Waker>> Future for Next<'_, T> {
    type Output = Result<Taken<T::Payload>, Unusable>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (stream, registered) = (self.stream, self.registered.take());
        let mut waker = Some(context.waker().clone()); // what is left of it is dropped unlocked, here
        let (taken, registered, _old) = self.server.with(&PlainThread, |server, effects| {
            let old = registered.and_then(|number| server.deregister(stream, number));
            let taken = server.take(stream, effects);
            let registered = match (&taken, waker.take()) {
                (Taken::Empty, Some(own)) => match server.register(stream, own) {
                    Ok(number) => Some(number),
                    Err(own) => {
                        effects.wake.push(own); // something can be taken after all: look again
                        None
                    }
                },
                (_, own) => {
                    waker = own;
                    None
                }
            };
            (taken, registered, old)
        })?;
        self.registered = registered;
        if matches!(taken, Taken::Empty) { Poll::Pending } else { Poll::Ready(Ok(taken)) }
    }
}

impl<T: Types<Waker = Waker>> Drop for Next<'_, T> {
    fn drop(&mut self) {
        if let Some(number) = self.registered {
            let _waker = self.server.with(&PlainThread, |server, _| server.deregister(self.stream, number));
        }
    }
}

/// Waits for room, see [`LockedServer::room`].
#[must_use = "futures do nothing unless polled"]
#[derive(Debug)]
pub struct Room<'a, T: Types<Waker = Waker>> {
    server: &'a LockedServer<T>,
    /// None once it was withdrawn.
    parked: Option<ParkedId>,
}

impl<T: Types<Waker = Waker>> Room<'_, T> {
    /// Take the notification back from the streams that have no room yet, and say which streams have it.
    ///
    /// # Errors
    /// The server is unusable.
    pub fn withdraw(mut self) -> Result<Outcome, Unusable> {
        self.end()
    }

    fn end(&mut self) -> Result<Outcome, Unusable> {
        let Some(parked) = self.parked.take() else { return Ok(Outcome::NotDelivered) };
        let (outcome, _wakers) = self.server.with(&PlainThread, |server, effects| {
            let (outcome, waker) = server.withdraw(parked, effects);
            (outcome, (waker, server.forget_parked(parked, effects)))
        })?;
        Ok(outcome)
    }
}

impl<T: Types<Waker = Waker>> Future for Room<'_, T> {
    type Output = Result<Outcome, Unusable>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(parked) = self.parked else { return Poll::Ready(Ok(Outcome::NotDelivered)) };
        let waker = context.waker().clone();
        match self.server.with(&PlainThread, |server, _| server.register_parked(parked, waker))? {
            Ok(_old) => Poll::Pending,
            Err(_waker) => Poll::Ready(self.end()),
        }
    }
}

impl<T: Types<Waker = Waker>> Drop for Room<'_, T> {
    fn drop(&mut self) {
        let _outcome = self.end();
    }
}
