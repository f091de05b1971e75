//! How connections end, and how the server does.

use std::collections::BTreeMap;

use super::{Lifecycle, Server, parked::Settled};
use crate::{
    connection::{ConnectionId, requests::OpenRequests},
    effects::Effects,
    events::queue::Outbox,
    server_requests::Question,
    stats::StreamStats,
    types::Types,
};

/// What a stream leaves.
#[derive(Debug)]
pub struct Ended<T: Types> {
    /// Its last counters.
    pub stats: StreamStats,
    /// The askers of questions that nobody will read now, oldest first:
    /// [`Rejection::consumer_closed`](crate::Rejection::consumer_closed).
    pub waiters: Vec<T::Waiter>,
}

impl<T: Types> Default for Ended<T> {
    fn default() -> Self {
        Self { stats: StreamStats::default(), waiters: Vec::new() }
    }
}

/// Who must be told of an end, and what is left, in order.
#[derive(Debug)]
pub struct ToTell<T: Types> {
    /// Those who wait for open client requests, oldest first, connection by connection:
    /// [`Rejection::shutting_down`](crate::Rejection::shutting_down).
    pub requests: Vec<T::Waiter>,
    /// Those who wait for answers to server requests, oldest first: where a connection ends, because no connection listens
    /// any more, [`Rejection::consumer_closed`](crate::Rejection::consumer_closed); where the server does,
    /// [`Rejection::shutting_down`](crate::Rejection::shutting_down).
    pub server_requests: Vec<T::Waiter>,
    /// The jobs of other connections that may run now.
    pub jobs: Vec<T::Job>,
    /// Payloads to drop.
    pub discarded: Vec<T::Payload>,
}

/// What a connection leaves. It was moved out under the lock, and is put in order unlocked.
#[derive(Debug)]
pub struct Departure<T: Types> {
    requests: Option<OpenRequests<T::Waiter>>,
    questions: Vec<T::Waiter>,
    jobs: Vec<T::Job>,
}

impl<T: Types> Departure<T> {
    /// Put it in order.
    pub fn into_order(self) -> ToTell<T> {
        ToTell {
            requests: self.requests.into_iter().flat_map(OpenRequests::into_waiters).collect(),
            server_requests: self.questions,
            jobs: self.jobs,
            discarded: Vec::new(),
        }
    }
}

/// What a server leaves whose shutdown has begun. It was moved out under the lock, and is put in order unlocked.
#[derive(Debug)]
pub struct ShutdownWork<T: Types> {
    requests: Vec<(u64, OpenRequests<T::Waiter>)>,
    questions: BTreeMap<i64, Question<T>>,
}

impl<T: Types> ShutdownWork<T> {
    /// Put it in order.
    pub fn into_order(mut self) -> ToTell<T> {
        self.requests.sort_unstable_by_key(|(number, _)| *number);
        let requests = self.requests.into_iter().flat_map(|(_, requests)| requests.into_waiters()).collect();
        let (mut server_requests, mut discarded) = (Vec::new(), Vec::new());
        for question in self.questions.into_values() {
            let (waiter, payloads, _) = question.into_parts();
            server_requests.push(waiter);
            discarded.extend(payloads);
        }
        ToTell { requests, server_requests, jobs: Vec::new(), discarded }
    }
}

impl<T: Types> Server<T> {
    /// End a connection. Its streams end: readers get what is queued, then the end; parked producers go on. Its waiting
    /// jobs are dropped, its running handlers are the caller's to cancel. It leaves all threads and questions. Later calls
    /// return nothing.
    pub fn close_connection(&mut self, id: ConnectionId, effects: &mut Effects<T>) -> Departure<T> {
        let mut departure = Departure { requests: None, questions: Vec::new(), jobs: Vec::new() };
        let Some(connection) = self.connections.get_mut(id.0).filter(|connection| !connection.closed) else {
            return departure;
        };
        connection.closed = true;
        departure.requests = Some(connection.requests.take());
        effects.commands.push(connection.commands.take().into_jobs());
        let limiter = connection.limiter;
        let streams: Vec<_> = connection.streams.iter().copied().collect();
        let questions: Vec<i64> = connection.asked.keys().copied().collect();
        self.ordering.clear(limiter, &mut effects.jobs, &mut departure.jobs);
        self.leave_threads(id);
        self.open.swap_remove(&id);
        self.following.swap_remove(&id);
        for stream in streams {
            self.close_stream(stream, None, effects);
        }
        for question in questions {
            self.leave_question(question, id, false, effects);
        }
        self.update_listening(id);
        departure.questions = self.close_unattended(effects);
        departure
    }

    /// Nobody will call for this connection any more. Its id finds nothing from now on, nor do those of its streams. A
    /// connection that is open stays as it is.
    pub fn forget_connection(&mut self, id: ConnectionId, effects: &mut Effects<T>) {
        let Some(connection) = self.connections.get(id.0).filter(|connection| connection.closed) else {
            return;
        };
        let limiter = connection.limiter;
        for stream in connection.streams.clone() {
            self.end_stream(stream, effects);
        }
        let Some(connection) = self.connections.get(id.0) else { return };
        self.forgotten.add(&self.stats_of(connection).counted());
        let primary = connection.primary;
        self.ordering.remove_limiter(limiter);
        self.streams.remove(primary.0);
        self.connections.remove(id.0);
    }

    /// Stop the intake of all connections, wake parked producers, drop waiting jobs, and return who must be told. None
    /// when it has begun before.
    pub fn begin_shutdown(&mut self, effects: &mut Effects<T>) -> Option<ShutdownWork<T>> {
        if std::mem::replace(&mut self.shutdown_begun, true) {
            return None;
        }
        self.lifecycle = self.lifecycle.max(Lifecycle::Closing);
        self.lose_parked(effects);
        effects.jobs.extend(self.ordering.take_waiting());
        let mut requests = Vec::new();
        for connection in self.connections.values_mut() {
            effects.commands.push(connection.commands.take().into_jobs());
            requests.push((connection.number, connection.requests.take()));
            connection.unread = 0;
            let asked = std::mem::take(&mut connection.asked).into_values();
            for (stream, slot) in asked.flat_map(|asked| asked.places) {
                if let Some(stream) = self.streams.get_mut(stream.0) {
                    effects.discarded.extend(stream.queue.remove_question(slot));
                }
            }
        }
        Some(ShutdownWork { requests, questions: self.questions.take() })
    }

    /// Let all parked producers go; gaps stand for their events where they were not taken.
    pub(super) fn lose_parked(&mut self, effects: &mut Effects<T>) {
        for stream in self.streams.values_mut() {
            let Effects { wake, discarded, .. } = &mut *effects;
            stream.queue.lose_parked(&mut Outbox { moved: &mut self.moved, wake, discarded });
        }
        self.settle(Settled::Lost, effects);
    }
}
