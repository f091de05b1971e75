//! Notifications that wait for room, each in one stream or several.

use super::StreamId;
use crate::{
    arena::{Arena, Key},
    connection::ConnectionId,
};

/// Identifies a parked notification, for as long as its producer has not forgotten it. Later ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParkedId(pub(crate) Key);

/// What became of a notification that had to wait for room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Every stream that matches has dealt with it.
    Delivered,
    /// Some streams have it; a `Lagged` marker is recorded in the others.
    DeliveredToSome,
    /// No stream has it.
    NotDelivered,
}

/// What a parked event knows of its producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ParkedAt {
    pub(crate) id: ParkedId,
    /// Which of the producer's connections its stream belongs to.
    pub(crate) connection: u32,
}

#[derive(Debug)]
struct ParkedSend<W> {
    /// Where it was parked. Keys that it has left find nothing.
    places: Vec<(StreamId, Key)>,
    /// The connections of those streams, and in how many streams of each it waits.
    connections: Vec<(ConnectionId, usize)>,
    /// In how many streams it waits.
    waiting: usize,
    waker: Option<W>,
    /// Whether a stream has taken it: its reader will see it, whatever becomes of the others.
    reached_somebody: bool,
    outcome: Option<Outcome>,
}

impl<W> ParkedSend<W> {
    /// What it is when it is taken back where it waits.
    fn partial(&self) -> Outcome {
        if self.reached_somebody { Outcome::DeliveredToSome } else { Outcome::NotDelivered }
    }
}

/// A parked send in the making: where it is parked so far.
#[derive(Debug, Default)]
pub(crate) struct Parking {
    places: Vec<(StreamId, Key)>,
    connections: Vec<(ConnectionId, usize)>,
}

impl Parking {
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// It will wait in a stream of this connection; the connection's number in it, and whether it is a further one.
    /// Streams come connection by connection.
    pub(crate) fn begin(&mut self, connection: ConnectionId) -> (u32, bool) {
        let is_new = self.connections.last().is_none_or(|(last, _)| *last != connection);
        if is_new {
            self.connections.push((connection, 0));
        }
        if let Some((_, streams)) = self.connections.last_mut() {
            *streams += 1;
        }
        (u32::try_from(self.connections.len() - 1).unwrap_or(u32::MAX), is_new)
    }

    pub(crate) fn add(&mut self, stream: StreamId, slot: Key) {
        self.places.push((stream, slot));
    }
}

/// The parked sends of a server.
#[derive(Debug)]
pub(crate) struct ParkedSends<W> {
    sends: Arena<ParkedSend<W>, 0>,
    waiting: usize,
}

impl<W> Default for ParkedSends<W> {
    fn default() -> Self {
        Self { sends: Arena::default(), waiting: 0 }
    }
}

impl<W> ParkedSends<W> {
    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// The id that the next one gets.
    pub(crate) fn next_id(&self) -> ParkedId {
        ParkedId(self.sends.next_key())
    }

    pub(crate) fn add(&mut self, parking: Parking, reached_somebody: bool) -> ParkedId {
        self.waiting += 1;
        ParkedId(self.sends.insert(ParkedSend {
            waiting: parking.places.len(),
            places: parking.places,
            connections: parking.connections,
            waker: None,
            reached_somebody,
            outcome: None,
        }))
    }

    /// Register who is woken when there is nothing to wait for any more. The waker that it replaces comes back.
    ///
    /// # Errors
    /// There is nothing to wait for; the waker comes back.
    pub(crate) fn register(&mut self, id: ParkedId, waker: W) -> Result<Option<W>, W> {
        match self.sends.get_mut(id.0) {
            Some(send) if send.outcome.is_none() => Ok(send.waker.replace(waker)),
            _ => Err(waker),
        }
    }

    /// None while it waits.
    pub(crate) fn outcome(&self, id: ParkedId) -> Option<Outcome> {
        self.sends.get(id.0).and_then(|send| send.outcome)
    }

    /// Whether a stream has taken it.
    pub(crate) fn reached_somebody(&self, id: ParkedId) -> bool {
        self.sends.get(id.0).is_some_and(|send| send.reached_somebody)
    }

    /// One of its streams has taken it (`has_taken`), or has ended. The connection that it waits for no more.
    pub(crate) fn settle(
        &mut self,
        at: ParkedAt,
        has_taken: bool,
        wake: &mut Vec<W>,
    ) -> Option<ConnectionId> {
        let send = self.sends.get_mut(at.id.0)?;
        send.reached_somebody |= has_taken;
        send.waiting = send.waiting.saturating_sub(1);
        if send.waiting == 0 && send.outcome.is_none() {
            send.outcome = Some(Outcome::Delivered);
            self.waiting -= 1;
            wake.extend(send.waker.take());
        }
        let (connection, streams) = send.connections.get_mut(at.connection as usize)?;
        *streams = streams.saturating_sub(1);
        (*streams == 0).then_some(*connection)
    }

    /// It is lost where it waits: the shutdown has begun.
    pub(crate) fn release(&mut self, at: ParkedAt, wake: &mut Vec<W>) -> Option<ConnectionId> {
        let send = self.sends.get_mut(at.id.0)?;
        if send.outcome.is_none() {
            send.outcome = Some(send.partial());
            self.waiting -= 1;
            wake.extend(send.waker.take());
        }
        self.settle(at, false, wake)
    }

    /// Its producer waits no more; where it may still wait, and its waker. None: it did not wait any more.
    #[allow(clippy::type_complexity)] // taken apart by the one caller
    pub(crate) fn give_up(&mut self, id: ParkedId) -> Option<(Vec<(StreamId, Key)>, Option<W>)> {
        let send = self.sends.get_mut(id.0)?;
        if send.outcome.is_some() {
            return None;
        }
        send.outcome = Some(send.partial());
        self.waiting -= 1;
        Some((std::mem::take(&mut send.places), send.waker.take()))
    }

    /// Nobody will ask for it any more.
    pub(crate) fn remove(&mut self, id: ParkedId) {
        drop(self.sends.remove(id.0)); // it was given up, and holds no waker
    }

    pub(crate) fn wakers(&self) -> impl Iterator<Item = &W> {
        self.sends.values().filter_map(|send| send.waker.as_ref())
    }
}
