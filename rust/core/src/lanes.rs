//! The two bounded lanes on a request's way to its handler.

use std::collections::VecDeque;

use crate::error::{CoreError, Rejection};

fn remove_first<J>(queue: &mut VecDeque<J>, wanted: impl Fn(&J) -> bool) -> Option<J> {
    let position = queue.iter().position(wanted)?;
    queue.remove(position)
}

/// What clients on other threads have said and the processor's loop has not taken yet.
#[derive(Debug)]
pub struct CommandLane<J> {
    queue: VecDeque<J>,
    capacity: usize,
}

impl<J> CommandLane<J> {
    /// An empty lane.
    pub fn new(capacity: usize) -> Self {
        Self { queue: VecDeque::new(), capacity }
    }

    /// Queue a command; true when it is the only one, so that the processor's bell must ring.
    ///
    /// # Errors
    /// The lane is full; the command comes back.
    pub fn post(&mut self, command: J) -> Result<bool, (CoreError, J)> {
        if self.queue.len() >= self.capacity {
            return Err((CoreError::QueueFull, command));
        }
        self.queue.push_back(command);
        Ok(self.queue.len() == 1)
    }

    /// All queued commands, oldest first.
    pub fn take(&mut self) -> Vec<J> {
        self.queue.drain(..).collect()
    }

    /// Take out the oldest command that is `wanted`.
    pub fn remove(&mut self, wanted: impl Fn(&J) -> bool) -> Option<J> {
        remove_first(&mut self.queue, wanted)
    }

    /// How many are queued.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether none is queued.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The queued commands.
    pub fn iter(&self) -> impl Iterator<Item = &J> {
        self.queue.iter()
    }
}

/// Requests with an `async` handler: so many run, so many wait, one more is refused.
///
/// A handler that waits for something of the same runtime lends its slot: otherwise, at capacity 1, a handler that
/// makes a request would wait for itself for ever.
#[derive(Debug)]
pub struct HandlerLane<J> {
    waiting: VecDeque<J>,
    running: usize,
    capacity: usize,
    rejected: u64,
}

impl<J> HandlerLane<J> {
    /// An empty lane.
    pub fn new(capacity: usize) -> Self {
        Self { waiting: VecDeque::new(), running: 0, capacity, rejected: 0 }
    }

    /// True: run it now (the job comes back). False: it waits, a later release gives it out.
    ///
    /// # Errors
    /// The lane is full; the job comes back.
    pub fn admit(&mut self, job: J) -> Result<Option<J>, (Rejection, J)> {
        if self.running < self.capacity && self.waiting.is_empty() {
            self.running += 1;
            return Ok(Some(job));
        }
        if self.waiting.len() >= self.capacity {
            self.rejected += 1;
            return Err((Rejection::request_queue_full(), job));
        }
        self.waiting.push_back(job);
        Ok(None)
    }

    /// A handler finished, or lends its slot; gives the next job, which runs from now on.
    pub fn release(&mut self) -> Option<J> {
        self.running = self.running.saturating_sub(1);
        if self.running < self.capacity
            && let Some(job) = self.waiting.pop_front()
        {
            self.running += 1;
            return Some(job);
        }
        None
    }

    /// A handler that lent its slot goes on.
    pub fn resume(&mut self) {
        self.running += 1;
    }

    /// Take out the oldest waiting job that is `wanted`; its place is free again. A handler that runs is not found.
    pub fn remove(&mut self, wanted: impl Fn(&J) -> bool) -> Option<J> {
        remove_first(&mut self.waiting, wanted)
    }

    /// Throw away what waits.
    pub fn clear(&mut self) -> Vec<J> {
        self.waiting.drain(..).collect()
    }

    /// How many handlers run.
    pub fn running(&self) -> usize {
        self.running
    }

    /// How many requests wait.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many were refused so far.
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// The waiting jobs.
    pub fn iter(&self) -> impl Iterator<Item = &J> {
        self.waiting.iter()
    }
}
