//! The passing of time, as the runtime tells it: producers that wait, readers that have stopped.

use super::{Server, parked::Settled};
use crate::{
    effects::Effects,
    events::{
        StreamId,
        queue::{Notice, Outbox},
    },
    types::Types,
};

/// What is to be said about a stream.
#[derive(Debug)]
pub struct Report<T: Types> {
    /// What happened.
    pub notice: Notice,
    /// The number of the stream's connection.
    pub connection: u64,
    /// Whether it is the connection's primary stream.
    pub is_primary: bool,
    /// The one thread that it shows.
    pub thread: Option<String>,
    /// The methods that it shows.
    pub methods: Option<Vec<String>>,
    /// What the producer waits with.
    pub payload: Option<T::Payload>,
}

/// What there is to say, and whether time must be told on.
#[derive(Debug)]
pub struct Watched<T: Types> {
    /// About each stream once, in no order.
    pub reports: Vec<Report<T>>,
    /// Whether a producer waits for a reader.
    pub is_waiting: bool,
}

impl<T: Types> Server<T> {
    /// Register who is woken when a producer begins to wait for a reader, when a stream that nobody reads loses events,
    /// and when nobody can answer a question any more. The waker that it replaces comes back.
    ///
    /// # Errors
    /// Time must be told already; the waker comes back.
    pub fn register_watcher(&mut self, waker: T::Waker) -> Result<Option<T::Waker>, T::Waker> {
        let has_notice = || self.streams.values().any(|stream| stream.queue.has_notice());
        if self.parked.waiting() > 0 || has_notice() {
            return Err(waker);
        }
        Ok(self.watcher.replace(waker))
    }

    /// So many milliseconds have passed since the last time. Streams that were not read for too long while a producer waits
    /// count as streams that nobody reads from now on.
    pub fn watch(&mut self, milliseconds: u64, effects: &mut Effects<T>) -> Watched<T> {
        let mut reports = Vec::new();
        let ids: Vec<StreamId> =
            self.connections.values().flat_map(|state| state.streams.iter().copied()).collect();
        for id in ids {
            let Some(stream) = self.streams.get_mut(id.0) else { continue };
            let payload = stream.queue.first_parked().map(T::share);
            let Effects { wake, discarded, .. } = &mut *effects;
            let mut out = Outbox { moved: &mut self.moved, wake, discarded };
            let Some(notice) = stream.queue.watch(milliseconds, &mut out) else {
                effects.discarded.extend(payload);
                continue;
            };
            if let Some(connection) = self.connections.get(stream.connection.0) {
                reports.push(Report {
                    notice,
                    connection: connection.number,
                    is_primary: connection.primary == id,
                    thread: stream.filter.thread.clone(),
                    methods: stream.filter.methods.clone(),
                    payload,
                });
            }
            self.settle(Settled::Taken, effects);
        }
        Watched { reports, is_waiting: self.parked.waiting() > 0 }
    }
}
