//! Client requests on their way to their handlers.

use super::Server;
use crate::{
    connection::{ConnectionId, command_queue::Commands, requests::JobPlace},
    effects::Effects,
    error::{CoreError, Rejection},
    ordering::{Admitted, Needs},
    request_id::RequestId,
    types::Types,
};

/// What became of a job that wants to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Admission<J> {
    /// Run it now.
    Run(J),
    /// It waits; a later call returns it.
    Waits,
    /// Its request is over already: it will not run.
    Over,
}

impl<T: Types> Server<T> {
    // ---- things that arrive

    /// Register a request; its id and its generation.
    ///
    /// # Errors
    /// Closed, not initialized, experimental without the capability, or a duplicate id. The waiter is left to be dropped.
    pub fn open_request(
        &mut self,
        connection: ConnectionId,
        id: Option<RequestId>,
        method: &str,
        experimental: Option<&str>,
        waiter: Option<T::Waiter>,
        effects: &mut Effects<T>,
    ) -> Result<(RequestId, u64), CoreError> {
        let gate = self.taking(connection).and_then(|connection| {
            connection.gate.check(method, experimental)?;
            Ok(connection)
        });
        let requests = match gate {
            Ok(connection) => &mut connection.requests,
            Err(error) => {
                effects.waiters.extend(waiter);
                return Err(error);
            }
        };
        let id = id.unwrap_or_else(|| requests.next_id());
        match requests.open(id.clone(), waiter) {
            Ok(generation) => Ok((id, generation)),
            Err((rejection, waiter)) => {
                effects.waiters.extend(waiter);
                Err(rejection.into())
            }
        }
    }

    /// The request is answered; its id is free again. The waiter to resolve; None: it was over, or has no waiter.
    pub fn close_request(
        &mut self,
        connection: ConnectionId,
        id: &RequestId,
        generation: u64,
    ) -> Option<T::Waiter> {
        let connection = self.connections.get_mut(connection.0)?;
        connection.requests.close(id, generation)?.0
    }

    /// The caller gave up: as [`Server::close_request`], and the job is taken out of where it waits. The jobs, of any
    /// connection, that may run now because of it.
    pub fn abandon_request(
        &mut self,
        connection: ConnectionId,
        id: &RequestId,
        generation: u64,
        effects: &mut Effects<T>,
    ) -> Vec<T::Job> {
        let mut run = Vec::new();
        let Some(connection) = self.connections.get_mut(connection.0) else { return run };
        let Some((waiter, place)) = connection.requests.close(id, generation) else { return run };
        effects.waiters.extend(waiter);
        effects.jobs.extend(match place {
            JobPlace::Nowhere => None,
            JobPlace::Command(key) => connection.commands.remove(key),
            JobPlace::Waiting(key) => self.ordering.remove(key, &mut run),
        });
        run
    }

    /// Queue a request for the server's loop; true when that must be woken.
    ///
    /// # Errors
    /// The queue is full, or the connection is closed. The job is left to be dropped, as is that of a request that is over.
    pub fn post_command(
        &mut self,
        connection: ConnectionId,
        job: T::Job,
        id: &RequestId,
        generation: u64,
        effects: &mut Effects<T>,
    ) -> Result<bool, CoreError> {
        let connection = match self.taking(connection) {
            Ok(connection) => connection,
            Err(error) => {
                effects.jobs.push(job);
                return Err(error);
            }
        };
        if !connection.requests.is_open(id, generation) {
            effects.jobs.push(job);
            return Ok(false);
        }
        match connection.commands.post(job) {
            Ok(key) => {
                connection.requests.place(id, generation, JobPlace::Command(key));
                Ok(connection.commands.len() == 1)
            }
            Err((error, job)) => {
                effects.jobs.push(job);
                Err(error)
            }
        }
    }

    /// All queued commands of a connection, oldest first.
    pub fn take_commands(&mut self, connection: ConnectionId) -> Option<Commands<T::Job>> {
        self.connections.get_mut(connection.0).map(|connection| connection.commands.take())
    }

    // ---- permits and order

    /// Decide whether a request may run: in the order of its scope, and with a permit if it needs one. At most the
    /// connection's capacity run with permits, as many wait, and at most `max_handlers` run of the server, connections in
    /// turn.
    ///
    /// # Errors
    /// As many requests of the connection as its capacity wait already. The job is left to be dropped.
    pub fn admit(
        &mut self,
        connection: ConnectionId,
        job: T::Job,
        id: &RequestId,
        generation: u64,
        needs: Needs<'_>,
        effects: &mut Effects<T>,
    ) -> Result<Admission<T::Job>, Rejection> {
        let connection = self.connections.get_mut(connection.0);
        let Some(connection) = connection.filter(|connection| connection.requests.is_open(id, generation))
        else {
            effects.jobs.push(job);
            return Ok(Admission::Over);
        };
        match self.ordering.admit(job, connection.limiter, needs) {
            Admitted::Run(job) => Ok(Admission::Run(job)),
            Admitted::Waits(key) => {
                connection.requests.place(id, generation, JobPlace::Waiting(key));
                Ok(Admission::Waits)
            }
            Admitted::Full(job) => {
                effects.jobs.push(job);
                Err(Rejection::request_queue_full())
            }
        }
    }

    /// A handler that was let run is over. The jobs, of any connection, that may run now.
    pub fn finish(&mut self, connection: ConnectionId, held: Needs<'_>) -> Vec<T::Job> {
        let mut run = Vec::new();
        if let Some(connection) = self.connections.get(connection.0) {
            self.ordering.finish(connection.limiter, held, &mut run);
        }
        run
    }

    /// A handler waits for something of this server and lends its permit; it keeps its scope. The jobs that may run now.
    pub fn suspend_handler(&mut self, connection: ConnectionId) -> Vec<T::Job> {
        let mut run = Vec::new();
        if let Some(connection) = self.connections.get(connection.0) {
            self.ordering.suspend(connection.limiter, &mut run);
        }
        run
    }

    /// A handler that lent its permit goes on, even if that makes one too many.
    pub fn resume_handler(&mut self, connection: ConnectionId) {
        if let Some(connection) = self.connections.get(connection.0) {
            self.ordering.resume(connection.limiter);
        }
    }
}
