//! The server's questions to its clients.

use super::{Lifecycle, Server};
use crate::{
    arena::Key, connection::ConnectionId, effects::Effects, error::Rejection, events::StreamId,
    server_requests::Question, types::Types,
};

/// A server request that is to be asked.
#[derive(Debug)]
pub struct ServerRequest<'a, T: Types> {
    /// Its id, of [`Server::next_server_request_id`].
    pub id: i64,
    /// Its method.
    pub method: &'a str,
    /// What connections with the experimental capability are shown.
    pub payload: T::Payload,
    /// What the others are shown; None: they are not asked.
    pub stable: Option<T::Payload>,
    /// Who waits for the answer.
    pub waiter: T::Waiter,
    /// The thread it belongs to.
    pub thread: Option<&'a str>,
}

impl<T: Types> Server<T> {
    // ---- getters

    /// The ids of open server requests that no connection can answer now.
    pub fn unattended(&self) -> Vec<i64> {
        self.questions.unattended().collect()
    }

    /// The open server requests, oldest first: of one thread; for a connection those that it was asked, as it sees them.
    pub fn open_server_requests(
        &self,
        connection: Option<ConnectionId>,
        thread: Option<&str>,
    ) -> Vec<T::Payload> {
        let experimental = match connection {
            None => true,
            Some(id) => self.connections.get(id.0).is_some_and(|state| state.gate.is_experimental()),
        };
        let shown = |question: &Question<T>| {
            let was_asked = connection.is_none_or(|connection| question.asked.contains(&connection));
            let payload = if was_asked { question.shown(experimental) } else { None };
            payload.map(T::share)
        };
        let of_connection = connection.and_then(|connection| self.connections.get(connection.0));
        let by_id = |id: &i64| self.questions.get(*id).and_then(shown);
        match (thread, of_connection) {
            (Some(thread), _) => self.questions.of_thread(thread).iter().filter_map(by_id).collect(),
            (None, Some(connection)) => connection.asked.keys().filter_map(by_id).collect(),
            (None, None) => self.questions.iter().filter_map(|(_, question)| shown(question)).collect(),
        }
    }

    /// An open server request as a connection with every capability sees it.
    pub fn server_request(&self, id: i64) -> Option<T::Payload> {
        self.questions.get(id).and_then(|question| question.shown(true)).map(T::share)
    }

    /// How often the connections that would be asked about the thread (all, for None or an unknown one) have read their
    /// primary streams, and their streams of that thread.
    pub fn reads(&self, thread: Option<&str>) -> u64 {
        let reads_of = |connection: &ConnectionId| {
            let Some(state) = self.connections.get(connection.0) else { return 0 };
            let of_thread = thread.map(|thread| state.index.of_thread(thread)).unwrap_or_default();
            let takes_more =
                |id: &StreamId| self.streams.get(id.0).is_some_and(|stream| !stream.queue.is_ending());
            let streams = std::iter::once(state.primary).chain(of_thread.into_iter().filter(takes_more));
            streams.filter_map(|stream| self.streams.get(stream.0)).map(|stream| stream.queue.reads()).sum()
        };
        self.audience(thread).iter().map(reads_of).sum()
    }

    /// The connections that are subscribed to a thread; all, for None or an unknown one.
    fn audience(&self, thread: Option<&str>) -> Vec<ConnectionId> {
        match thread.and_then(|thread| self.threads.find(thread)) {
            Some(thread) => self.threads.subscribers(thread).into_iter().flatten().copied().collect(),
            None => self.open.iter().copied().collect(),
        }
    }

    // ---- things that arrive

    /// A connection answers. The waiter to resolve, once; None, which is counted: the question is unknown or over, or this
    /// connection was not asked.
    pub fn answer_server_request(
        &mut self,
        connection: ConnectionId,
        id: i64,
        effects: &mut Effects<T>,
    ) -> Option<T::Waiter> {
        let state = self.connections.get_mut(connection.0)?;
        if !state.asked.contains_key(&id) {
            state.counts.late_answers += 1;
            return None;
        }
        self.close_server_request(id, effects)
    }

    // ---- commands

    /// The next id of the server's one counter, from 0.
    pub fn next_server_request_id(&mut self) -> i64 {
        self.questions.next_id()
    }

    /// Ask the connections that are subscribed to the thread (all, for None or an unknown thread), listen, and are shown
    /// something; register who waits for the answer. Where some connection listens, but none that is subscribed, the
    /// question is unattended; likewise where none listens and further clients are expected.
    ///
    /// # Errors
    /// The server shuts down, no connection listens, none that listens is shown it, or the queues of all that would be
    /// asked are full. What came with it is left to be dropped.
    pub fn open_server_request(
        &mut self,
        request: ServerRequest<'_, T>,
        effects: &mut Effects<T>,
    ) -> Result<(), Rejection> {
        let ServerRequest { id, method, payload, stable, waiter, thread } = request;
        if let Some(waiter) = self.close_server_request(id, effects) {
            effects.waiters.push(waiter); // an embedder's own id, used twice: the first question is over
        }
        let mut question = Question::new(method, payload, stable, waiter, thread);
        let mut full = false;
        let audience = self.audience(thread);
        for connection in &audience {
            if self.would_be_asked(*connection, &question) {
                if self.has_room_for_question(*connection) {
                    question.asked.insert(*connection);
                } else {
                    full = true;
                }
            }
        }
        let refusal = if self.lifecycle != Lifecycle::Running {
            Some(Rejection::shutting_down())
        } else if self.listening.is_empty() && !self.expects_clients {
            Some(Rejection::consumer_closed())
        } else if question.shown(false).is_none()
            && self.listening_experimental == 0
            && !self.listening.is_empty()
        {
            Some(Rejection::experimental(method))
        } else if full && question.asked.is_empty() {
            Some(Rejection::server_request_queue_full())
        } else {
            None
        };
        if refusal.is_some() {
            question.asked.clear();
        }
        for connection in &audience {
            if !question.asked.contains(connection)
                && let Some(state) = self.connections.get_mut(connection.0)
            {
                state.counts.questions_rejected += 1;
            }
        }
        if let Some(refusal) = refusal {
            self.questions.rejected += 1;
            let (waiter, payloads, _) = question.into_parts();
            effects.waiters.push(waiter);
            effects.discarded.extend(payloads);
            return Err(refusal);
        }
        let asked: Vec<ConnectionId> = question.asked.iter().copied().collect();
        self.questions.open(id, question);
        if asked.is_empty() {
            effects.wake.extend(self.watcher.take());
        }
        for connection in asked {
            self.ask(id, connection, effects);
        }
        Ok(())
    }

    /// The question is over: its asker gave up. The waiter; None: it was over already.
    pub fn close_server_request(&mut self, id: i64, effects: &mut Effects<T>) -> Option<T::Waiter> {
        let (waiter, payloads, asked) = self.questions.close(id)?.into_parts();
        effects.discarded.extend(payloads);
        for connection in asked {
            self.forget_question(id, connection, effects);
        }
        Some(waiter)
    }

    /// End all questions of a thread, oldest first.
    pub fn close_thread_server_requests(
        &mut self,
        thread: &str,
        effects: &mut Effects<T>,
    ) -> Vec<(i64, T::Waiter)> {
        let ids = self.questions.of_thread(thread);
        ids.into_iter().filter_map(|id| Some((id, self.close_server_request(id, effects)?))).collect()
    }

    /// Queue the open questions of a thread that the connection was not asked yet, or has read, once more, oldest first,
    /// as far as its queue holds; how many.
    pub fn ask_again(&mut self, connection: ConnectionId, thread: &str, effects: &mut Effects<T>) -> usize {
        let mut asked = 0;
        if !self.listening.contains(&connection) || !self.is_subscribed(connection, thread) {
            return asked;
        }
        for id in self.questions.of_thread(thread) {
            if !self.has_room_for_question(connection) {
                break;
            }
            let is_shown =
                self.questions.get(id).is_some_and(|question| self.would_be_asked(connection, question));
            if is_shown && !self.is_unread(id, connection) {
                self.questions.ask(id, connection);
                self.ask(id, connection, effects);
                asked += 1;
            }
        }
        asked
    }

    /// Whether a connection is asked if it has room.
    fn would_be_asked(&self, connection: ConnectionId, question: &Question<T>) -> bool {
        self.listening.contains(&connection)
            && self
                .connections
                .get(connection.0)
                .is_some_and(|state| question.shown(state.gate.is_experimental()).is_some())
    }

    fn has_room_for_question(&self, connection: ConnectionId) -> bool {
        let Some(state) = self.connections.get(connection.0) else { return false };
        let primary = self.streams.get(state.primary.0);
        primary.is_some_and(|primary| state.unread < primary.queue.capacity())
    }

    fn is_unread(&self, id: i64, connection: ConnectionId) -> bool {
        let state = self.connections.get(connection.0);
        state.and_then(|state| state.asked.get(&id)).is_some_and(|asked| asked.is_unread)
    }

    /// Put an open question in the connection's primary stream and in those of its thread, unless it stands there.
    fn ask(&mut self, id: i64, connection: ConnectionId, effects: &mut Effects<T>) {
        let Some(state) = self.connections.get_mut(connection.0) else { return };
        let Some(question) = self.questions.get(id) else { return };
        let Some(payload) = question.shown(state.gate.is_experimental()) else { return };
        let of_thread = question.thread().map(|thread| state.index.of_thread(thread)).unwrap_or_default();
        let is_new = !state.asked.contains_key(&id);
        let asked = state.asked.entry(id).or_default();
        for stream_id in std::iter::once(state.primary).chain(of_thread) {
            let Some(stream) = self.streams.get_mut(stream_id.0) else { continue };
            let takes = stream
                .filter
                .methods
                .as_ref()
                .is_none_or(|methods| methods.iter().any(|method| *method == question.method()));
            let stands = |place: &(StreamId, Key)| place.0 == stream_id && stream.queue.has_question(place.1);
            if takes && !asked.places.iter().any(stands) {
                let slot = stream.queue.push_question(id, T::share(payload), &mut effects.wake);
                asked.places.retain(|place| place.0 != stream_id);
                asked.places.push((stream_id, slot));
            }
        }
        state.unread += u64::from(!std::mem::replace(&mut asked.is_unread, true));
        state.counts.questions_opened += u64::from(is_new);
    }

    /// Something of the connection has read a question: its other copies hold no place any more.
    pub(super) fn note_question_read(&mut self, id: i64, connection: ConnectionId) {
        if let Some(state) = self.connections.get_mut(connection.0)
            && let Some(asked) = state.asked.get_mut(&id)
        {
            state.unread -= u64::from(std::mem::replace(&mut asked.is_unread, false));
        }
    }

    /// A connection cannot answer a question any more (`if_unread`: unless it has read it). It stays open.
    pub(super) fn leave_question(
        &mut self,
        id: i64,
        connection: ConnectionId,
        if_unread: bool,
        effects: &mut Effects<T>,
    ) {
        if !if_unread || self.is_unread(id, connection) {
            self.forget_question(id, connection, effects);
            if self.questions.leave(id, connection) {
                effects.wake.extend(self.watcher.take());
            }
        }
    }

    /// Take a question out of the connection's streams, and of what it may answer.
    pub(super) fn forget_question(&mut self, id: i64, connection: ConnectionId, effects: &mut Effects<T>) {
        let Some(state) = self.connections.get_mut(connection.0) else { return };
        let Some(asked) = state.asked.remove(&id) else { return };
        state.unread -= u64::from(asked.is_unread);
        for (stream, slot) in asked.places {
            if let Some(stream) = self.streams.get_mut(stream.0) {
                effects.discarded.extend(stream.queue.remove_question(slot));
            }
        }
    }

    /// Whether further clients may connect: then questions stay open while no connection listens. Once they may not, those
    /// that nobody can answer end; who waits for them, oldest first.
    pub fn expect_clients(&mut self, expected: bool, effects: &mut Effects<T>) -> Vec<T::Waiter> {
        self.expects_clients = expected;
        self.close_unattended(effects)
    }

    /// End the questions that nobody can answer when no connection listens any more, and none is expected; who waits for
    /// them, oldest first.
    pub(super) fn close_unattended(&mut self, effects: &mut Effects<T>) -> Vec<T::Waiter> {
        if self.expects_clients || !self.listening.is_empty() {
            return Vec::new();
        }
        let ids = self.unattended();
        ids.into_iter().filter_map(|id| self.close_server_request(id, effects)).collect()
    }
}
