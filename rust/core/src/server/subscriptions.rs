//! Which connections are subscribed to which threads.

use indexmap::IndexSet;

use super::Server;
use crate::{connection::ConnectionId, effects::Effects, events::notification::CloseReason, types::Types};

impl<T: Types> Server<T> {
    /// Whether a connection is sent the thread's events: it is subscribed, or the server does not know the thread.
    pub fn is_subscribed(&self, connection: ConnectionId, thread: &str) -> bool {
        let open = self.connections.get(connection.0).filter(|connection| !connection.closed);
        open.is_some_and(|open| self.threads.find(thread).is_none_or(|thread| open.threads.contains(&thread)))
    }

    /// The threads that the server knows, in no order.
    pub fn threads(&self) -> Vec<String> {
        self.threads.ids().map(str::to_owned).collect()
    }

    /// Know a thread from now on: its events go to the connections that are subscribed to it, at first `starter`, or with
    /// None every open connection that follows new threads. Known already: no effect.
    pub fn open_thread(&mut self, thread: &str, starter: Option<ConnectionId>) {
        let Some(key) = self.threads.open(thread) else { return };
        let Self { connections, threads, following, .. } = self;
        let mut subscribe = |id: ConnectionId| {
            if let Some(connection) = connections.get_mut(id.0).filter(|connection| !connection.closed) {
                connection.threads.insert(key);
                threads.subscribe(key, id);
            }
        };
        match starter {
            Some(starter) => subscribe(starter),
            None => following.iter().copied().for_each(subscribe),
        }
    }

    /// Know a thread no more: it is unloaded, archived or deleted. The streams that show it alone end, readers get what is
    /// queued and the reason. Its open questions are over; who waits for them, oldest first. Events that still come are those
    /// of an unknown thread.
    pub fn close_thread(&mut self, thread: &str, effects: &mut Effects<T>) -> Vec<(i64, T::Waiter)> {
        let Some((key, subscribers)) = self.threads.close(thread) else { return Vec::new() };
        for connection in subscribers {
            let Some(state) = self.connections.get_mut(connection.0) else { continue };
            state.threads.remove(&key);
            state.in_order_up_to = Some(self.parked.next_id());
            for stream in state.index.of_thread(thread) {
                self.close_stream(stream, Some(CloseReason::ThreadClosed), effects);
            }
        }
        self.close_thread_server_requests(thread, effects)
    }

    /// How many connections are subscribed to a thread; None: the server does not know it.
    pub fn subscribers(&self, thread: &str) -> Option<usize> {
        self.threads.find(thread).and_then(|key| self.threads.subscribers(key)).map(IndexSet::len)
    }

    /// Send the connection the thread's events from now on. A thread that the server does not know: no effect.
    pub fn subscribe_thread(&mut self, connection: ConnectionId, thread: &str) {
        let Some(key) = self.threads.find(thread) else { return };
        if let Some(state) = self.connections.get_mut(connection.0).filter(|state| !state.closed) {
            state.threads.insert(key);
            self.threads.subscribe(key, connection);
        }
    }

    /// Send the connection no more of the thread's events. Its streams of that thread end, and server requests of the
    /// thread that it has not read are taken out. False: it was not subscribed.
    pub fn unsubscribe_thread(
        &mut self,
        connection: ConnectionId,
        thread: &str,
        effects: &mut Effects<T>,
    ) -> bool {
        let Some(key) = self.threads.find(thread) else { return false };
        let Some(state) = self.connections.get_mut(connection.0) else { return false };
        if !state.threads.remove(&key) {
            return false;
        }
        state.in_order_up_to = Some(self.parked.next_id());
        self.threads.unsubscribe(key, connection);
        let streams = state.index.of_thread(thread);
        for stream in streams {
            self.close_stream(stream, Some(CloseReason::Unsubscribed), effects);
        }
        for question in self.questions.of_thread(thread) {
            self.leave_question(question, connection, true, effects);
        }
        true
    }

    /// Whether it matters to which thread an event belongs: some connection is not subscribed to some thread.
    pub(super) fn has_audiences(&self) -> bool {
        self.threads.subscriptions() != self.threads.len() * self.open.len()
    }

    /// Leave all threads: the connection ends.
    pub(super) fn leave_threads(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.get_mut(id.0) else { return };
        for thread in std::mem::take(&mut connection.threads) {
            self.threads.unsubscribe(thread, id);
        }
    }
}
