//! Event streams: how they begin, what readers take, and how they end.

use super::{Lifecycle, Server, Stream, parked::Settled};
use crate::{
    connection::ConnectionId,
    effects::Effects,
    error::CoreError,
    events::{
        StreamId,
        notification::{CloseReason, Taken},
        queue::{Outbox, Patience, Queue, QueueLimits},
        stream_index::Filter,
    },
    types::Types,
};

use super::Ended;

impl<T: Types> Server<T> {
    // ---- commands

    /// A further, independent stream of the connection's notifications that match the filter.
    ///
    /// # Errors
    /// The connection is closed, or not subscribed to the thread.
    pub fn subscribe(
        &mut self,
        connection: ConnectionId,
        filter: &Filter,
        limits: QueueLimits,
    ) -> Result<StreamId, CoreError> {
        self.taking(connection)?;
        if let Some(thread) = &filter.thread
            && !self.is_subscribed(connection, thread)
        {
            return Err(CoreError::NotSubscribed(Box::from(&**thread)));
        }
        let patience = self.taking(connection)?.patience;
        let id = self.add_stream(connection, filter, limits, patience);
        let state = self.taking(connection)?;
        state.index.insert(filter, id);
        state.streams.insert(id);
        Ok(id)
    }

    pub(super) fn add_stream(
        &mut self,
        connection: ConnectionId,
        filter: &Filter,
        limits: QueueLimits,
        patience: Patience,
    ) -> StreamId {
        self.thread_streams += usize::from(filter.thread.is_some());
        let queue = Queue::new(limits, patience, self.load.clone());
        StreamId(self.streams.insert(Stream { connection, filter: filter.clone(), indexed: true, queue }))
    }

    /// End a stream: what is queued is thrown away, and its parked producers go on.
    pub fn end_stream(&mut self, id: StreamId, effects: &mut Effects<T>) -> Ended<T> {
        self.hide(id);
        let Some(stream) = self.streams.get_mut(id.0) else { return Ended::default() };
        let connection = stream.connection;
        let Effects { wake, discarded, .. } = effects;
        let mut out = Outbox { moved: &mut self.moved, wake, discarded };
        let contents = stream.queue.clear(&mut out);
        let stats = stream.queue.stats();
        let mut waiters = Vec::new();
        self.settle(Settled::Ended, effects);
        let owner = self.connections.get_mut(connection.0);
        match owner {
            Some(owner) if owner.primary == id => {
                let asked = owner.asked.iter();
                let unread: Vec<i64> =
                    asked.filter(|(_, asked)| asked.is_unread).map(|(id, _)| *id).collect();
                owner.primary_open = false;
                for question in unread {
                    self.leave_question(question, connection, false, effects);
                }
                self.update_listening(connection);
                waiters = self.close_unattended(effects);
            }
            Some(owner) => {
                owner.streams.swap_remove(&id);
                self.streams.remove(id.0);
            }
            None => {
                self.streams.remove(id.0);
            }
        }
        effects.streams.push(contents);
        Ended { stats, waiters }
    }

    /// Let no more events into a stream; readers get what is queued, then the reason, if there is one, then the end.
    pub(super) fn close_stream(
        &mut self,
        id: StreamId,
        reason: Option<CloseReason>,
        effects: &mut Effects<T>,
    ) {
        self.hide(id);
        if let Some(stream) = self.streams.get_mut(id.0) {
            let Effects { wake, discarded, .. } = effects;
            stream.queue.end(reason, &mut Outbox { moved: &mut self.moved, wake, discarded });
            self.settle(Settled::Ended, effects);
        }
    }

    /// Let a stream get no events any more.
    pub(super) fn hide(&mut self, id: StreamId) {
        let Some(stream) = self.streams.get_mut(id.0) else { return };
        if std::mem::replace(&mut stream.indexed, false) {
            self.thread_streams -= usize::from(stream.filter.thread.is_some());
            if let Some(connection) = self.connections.get_mut(stream.connection.0) {
                connection.index.remove(&stream.filter, id);
            }
        }
    }

    // ---- what readers do

    /// The next thing of a stream.
    pub fn take(&mut self, id: StreamId, effects: &mut Effects<T>) -> Taken<T::Payload> {
        let Some(stream) = self.streams.get_mut(id.0) else { return Taken::End };
        let Effects { wake, discarded, .. } = effects;
        let taken = stream.queue.take(&mut Outbox { moved: &mut self.moved, wake, discarded });
        let question = stream.queue.read_question();
        let connection = stream.connection;
        if !self.moved.is_empty() {
            self.settle(Settled::Taken, effects);
        }
        if let Some(question) = question {
            self.note_question_read(question, connection);
        }
        taken
    }

    /// Register who is woken when there is something to take; the number, never 0, takes it back.
    ///
    /// # Errors
    /// Something can be taken now; the waker comes back.
    pub fn register(&mut self, id: StreamId, waker: T::Waker) -> Result<u64, T::Waker> {
        match self.streams.get_mut(id.0) {
            Some(stream) => stream.queue.register(waker),
            None => Err(waker),
        }
    }

    /// Take back a waker that was not called.
    pub fn deregister(&mut self, id: StreamId, number: u64) -> Option<T::Waker> {
        self.streams.get_mut(id.0)?.queue.deregister(number)
    }

    /// Close every stream: readers get what is queued, then the end.
    pub fn close(&mut self, effects: &mut Effects<T>) {
        self.lifecycle = Lifecycle::Closed;
        self.lose_parked(effects);
        for stream in self.streams.values_mut() {
            let Effects { wake, discarded, .. } = &mut *effects;
            stream.queue.end(None, &mut Outbox { moved: &mut self.moved, wake, discarded });
        }
        self.listening.clear();
        self.listening_experimental = 0;
    }
}
