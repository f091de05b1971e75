//! The threads that a server knows, and which connections are subscribed to each.

use std::collections::HashMap;

use indexmap::IndexSet;

use crate::{
    arena::{Arena, Key},
    connection::ConnectionId,
};

/// Identifies a known thread.
pub(crate) type ThreadKey = Key;

#[derive(Debug, Default)]
pub(crate) struct Threads {
    by_id: HashMap<Box<str>, ThreadKey>,
    subscribers: Arena<IndexSet<ConnectionId>, 0>,
    subscriptions: usize,
}

impl Threads {
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(|id| &**id)
    }

    /// How many pairs of a connection and a thread that it is subscribed to there are.
    pub(crate) fn subscriptions(&self) -> usize {
        self.subscriptions
    }

    pub(crate) fn find(&self, thread: &str) -> Option<ThreadKey> {
        if thread.is_empty() { None } else { self.by_id.get(thread).copied() }
    }

    /// Know a thread from now on; None: it is known already.
    pub(crate) fn open(&mut self, thread: &str) -> Option<ThreadKey> {
        if thread.is_empty() || self.by_id.contains_key(thread) {
            return None;
        }
        let key = self.subscribers.insert(IndexSet::new());
        self.by_id.insert(Box::from(thread), key);
        Some(key)
    }

    /// Know a thread no more. Its key finds nothing from now on; who was subscribed. None: it was not known.
    pub(crate) fn close(&mut self, thread: &str) -> Option<(ThreadKey, IndexSet<ConnectionId>)> {
        let key = self.by_id.remove(thread)?;
        let subscribers = self.subscribers.remove(key)?;
        self.subscriptions -= subscribers.len();
        Some((key, subscribers))
    }

    pub(crate) fn subscribers(&self, thread: ThreadKey) -> Option<&IndexSet<ConnectionId>> {
        self.subscribers.get(thread)
    }

    pub(crate) fn subscribe(&mut self, thread: ThreadKey, connection: ConnectionId) {
        if let Some(subscribers) = self.subscribers.get_mut(thread)
            && subscribers.insert(connection)
        {
            self.subscriptions += 1;
        }
    }

    pub(crate) fn unsubscribe(&mut self, thread: ThreadKey, connection: ConnectionId) {
        if let Some(subscribers) = self.subscribers.get_mut(thread)
            && subscribers.swap_remove(&connection)
        {
            self.subscriptions -= 1;
        }
    }
}
