//! Requests that clients on other threads have made, on their way to the server's loop.

use crate::{
    arena::{Arena, Key, List},
    error::CoreError,
};

/// One connection's queue of commands.
#[derive(Debug)]
pub(crate) struct CommandQueue<J> {
    jobs: Arena<J>,
    line: List,
    capacity: usize,
}

impl<J> CommandQueue<J> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { jobs: Arena::default(), line: List::default(), capacity }
    }

    /// Queue a command; where it stands.
    ///
    /// # Errors
    /// The queue is full; the command comes back.
    pub(crate) fn post(&mut self, command: J) -> Result<Key, (CoreError, J)> {
        if self.jobs.len() >= self.capacity {
            return Err((CoreError::QueueFull, command));
        }
        let key = self.jobs.insert(command);
        self.line.push_back(&mut self.jobs, key.index());
        Ok(key)
    }

    /// All commands, moved out in one step.
    pub(crate) fn take(&mut self) -> Commands<J> {
        Commands { line: std::mem::take(&mut self.line), jobs: self.jobs.take() }
    }

    /// Take out one command.
    pub(crate) fn remove(&mut self, key: Key) -> Option<J> {
        self.jobs.get(key)?;
        self.line.remove(&mut self.jobs, key.index());
        self.jobs.remove(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.jobs.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &J> {
        self.jobs.values()
    }
}

/// Commands that were taken from their queue, oldest first. They are put in order unlocked, one by one.
#[derive(Debug)]
pub struct Commands<J> {
    line: List,
    jobs: Arena<J>,
}

impl<J> Commands<J> {
    pub(crate) fn into_jobs(self) -> Arena<J> {
        self.jobs
    }
}

impl<J> Iterator for Commands<J> {
    type Item = J;

    fn next(&mut self) -> Option<J> {
        let front = self.line.front()?;
        self.line.remove(&mut self.jobs, front);
        self.jobs.remove_at(front)
    }
}
