//! The server's questions to its clients: who waits for the answer, and which connections may give it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexSet;

use crate::{connection::ConnectionId, types::Types};

/// A question without an answer.
#[derive(Debug)]
pub(crate) struct Question<T: Types> {
    method: Box<str>,
    payload: T::Payload,
    /// What connections without the experimental capability are shown; None: they are not asked.
    stable: Option<T::Payload>,
    pub(crate) waiter: T::Waiter,
    thread: Option<Box<str>>,
    /// The connections that may answer it.
    pub(crate) asked: IndexSet<ConnectionId>,
}

impl<T: Types> Question<T> {
    pub(crate) fn new(
        method: &str,
        payload: T::Payload,
        stable: Option<T::Payload>,
        waiter: T::Waiter,
        thread: Option<&str>,
    ) -> Self {
        Self {
            method: Box::from(method),
            payload,
            stable,
            waiter,
            thread: thread.map(Box::from),
            asked: IndexSet::new(),
        }
    }

    pub(crate) fn method(&self) -> &str {
        &self.method
    }

    pub(crate) fn thread(&self) -> Option<&str> {
        self.thread.as_deref()
    }

    /// What a connection is shown; None: it is not asked.
    pub(crate) fn shown(&self, experimental: bool) -> Option<&T::Payload> {
        if experimental { Some(&self.payload) } else { self.stable.as_ref() }
    }

    pub(crate) fn payloads(&self) -> impl Iterator<Item = &T::Payload> {
        std::iter::once(&self.payload).chain(&self.stable)
    }

    /// What is left of a question that is over: who waits, what to drop, and whom it was asked.
    pub(crate) fn into_parts(self) -> (T::Waiter, impl Iterator<Item = T::Payload>, IndexSet<ConnectionId>) {
        (self.waiter, std::iter::once(self.payload).chain(self.stable), self.asked)
    }
}

/// The questions of a server. Ids are integers from 0, one counter a server; the order of ids is the order of age.
#[derive(Debug)]
pub(crate) struct ServerRequests<T: Types> {
    open: BTreeMap<i64, Question<T>>,
    by_thread: HashMap<Box<str>, BTreeSet<i64>>,
    /// Those that no connection may answer.
    unattended: BTreeSet<i64>,
    next_id: i64,
    pub(crate) opened: u64,
    pub(crate) rejected: u64,
}

impl<T: Types> Default for ServerRequests<T> {
    fn default() -> Self {
        Self {
            open: BTreeMap::new(),
            by_thread: HashMap::new(),
            unattended: BTreeSet::new(),
            next_id: 0,
            opened: 0,
            rejected: 0,
        }
    }
}

impl<T: Types> ServerRequests<T> {
    pub(crate) fn next_id(&mut self) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn get(&self, id: i64) -> Option<&Question<T>> {
        self.open.get(&id)
    }

    pub(crate) fn unattended(&self) -> impl Iterator<Item = i64> {
        self.unattended.iter().copied()
    }

    /// The open questions, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (i64, &Question<T>)> {
        self.open.iter().map(|(id, question)| (*id, question))
    }

    /// The ids of a thread's open questions, oldest first.
    pub(crate) fn of_thread(&self, thread: &str) -> Vec<i64> {
        self.by_thread.get(thread).map(|ids| ids.iter().copied().collect()).unwrap_or_default()
    }

    /// Register a question under an id that no open one has.
    pub(crate) fn open(&mut self, id: i64, question: Question<T>) {
        self.opened += 1;
        if let Some(thread) = &question.thread {
            self.by_thread.entry(thread.clone()).or_default().insert(id);
        }
        if question.asked.is_empty() {
            self.unattended.insert(id);
        }
        self.open.insert(id, question);
    }

    /// A further connection may answer.
    pub(crate) fn ask(&mut self, id: i64, connection: ConnectionId) {
        if let Some(question) = self.open.get_mut(&id) {
            question.asked.insert(connection);
            self.unattended.remove(&id);
        }
    }

    /// A connection cannot answer any more; whether nobody can now.
    pub(crate) fn leave(&mut self, id: i64, connection: ConnectionId) -> bool {
        let Some(question) = self.open.get_mut(&id) else { return false };
        question.asked.swap_remove(&connection);
        question.asked.is_empty() && self.unattended.insert(id)
    }

    /// The question is over.
    pub(crate) fn close(&mut self, id: i64) -> Option<Question<T>> {
        let question = self.open.remove(&id)?;
        self.unattended.remove(&id);
        if let Some(thread) = &question.thread
            && let Some(ids) = self.by_thread.get_mut(thread)
        {
            ids.remove(&id);
            if ids.is_empty() {
                self.by_thread.remove(thread);
            }
        }
        Some(question)
    }

    /// End every question, moved out in one step.
    pub(crate) fn take(&mut self) -> BTreeMap<i64, Question<T>> {
        self.by_thread.clear();
        self.unattended.clear();
        std::mem::take(&mut self.open)
    }
}
