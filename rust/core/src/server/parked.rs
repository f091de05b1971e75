//! Notifications that wait for room, as their producers see them.

use super::Server;
use crate::{
    effects::Effects,
    events::{
        parked::{Outcome, ParkedId},
        queue::Outbox,
    },
    types::Types,
};

/// Why streams are done with parked events.
#[derive(Clone, Copy, Debug)]
pub(super) enum Settled {
    /// They have taken them.
    Taken,
    /// They have ended.
    Ended,
    /// The server shuts down: they are lost.
    Lost,
}

impl<T: Types> Server<T> {
    /// Streams are done with the parked events in `self.moved`.
    pub(super) fn settle(&mut self, how: Settled, effects: &mut Effects<T>) {
        let Self { moved, parked, connections, .. } = self;
        for at in moved.drain(..) {
            let done = match how {
                Settled::Taken => parked.settle(at, true, &mut effects.wake),
                Settled::Ended => parked.settle(at, false, &mut effects.wake),
                Settled::Lost => parked.release(at, &mut effects.wake),
            };
            if let Some(connection) = done.and_then(|connection| connections.get_mut(connection.0)) {
                connection.counts.parked -= 1;
            }
        }
    }

    /// Register who is woken when a parked notification has nothing to wait for any more. The waker that it replaces comes
    /// back.
    ///
    /// # Errors
    /// There is nothing to wait for; the waker comes back.
    pub fn register_parked(&mut self, id: ParkedId, waker: T::Waker) -> Result<Option<T::Waker>, T::Waker> {
        self.parked.register(id, waker)
    }

    /// What became of a parked notification; None while it waits.
    pub fn outcome(&self, id: ParkedId) -> Option<Outcome> {
        self.parked.outcome(id)
    }

    /// Take a parked notification back from the streams that have no room yet, and say who has it. A gap stands for it
    /// where it is taken back, if some stream has it. The first outcome stays. The waker, if one is registered, comes back
    /// to be dropped.
    pub fn withdraw(&mut self, id: ParkedId, effects: &mut Effects<T>) -> (Outcome, Option<T::Waker>) {
        let is_lost = self.parked.reached_somebody(id);
        let mut waker = None;
        if let Some((places, registered)) = self.parked.give_up(id) {
            waker = registered;
            for (stream, slot) in places {
                let Some(stream) = self.streams.get_mut(stream.0) else { continue };
                let Effects { wake, discarded, .. } = &mut *effects;
                let mut out = Outbox { moved: &mut self.moved, wake, discarded };
                let own = stream.queue.withdraw(slot, is_lost, &mut out);
                if let Some(connection) = own.and_then(|at| self.parked.settle(at, false, &mut effects.wake))
                    && let Some(connection) = self.connections.get_mut(connection.0)
                {
                    connection.counts.parked -= 1;
                }
                self.settle(Settled::Taken, effects);
            }
        }
        (self.parked.outcome(id).unwrap_or(Outcome::NotDelivered), waker)
    }

    /// Nobody will ask for a parked notification any more: it is withdrawn, and its id finds nothing from now on.
    pub fn forget_parked(&mut self, id: ParkedId, effects: &mut Effects<T>) -> Option<T::Waker> {
        let (_, waker) = self.withdraw(id, effects);
        self.parked.remove(id);
        waker
    }
}
