//! The server's questions to the client: ids, who waits for the answer, first answer wins.

use std::collections::BTreeMap;

#[derive(Debug)]
struct Entry<W> {
    waiter: W,
    thread: Option<String>,
}

/// The questions without an answer. Ids are integers from 0, one counter a server.
#[derive(Debug)]
pub struct ServerRequests<W> {
    open: BTreeMap<i64, Entry<W>>,
    next_id: i64,
    opened: u64,
    late: u64,
}

impl<W> Default for ServerRequests<W> {
    fn default() -> Self {
        Self { open: BTreeMap::new(), next_id: 0, opened: 0, late: 0 }
    }
}

impl<W> ServerRequests<W> {
    /// The next id.
    pub fn next_id(&mut self) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    /// Register who waits for the answer to `id`. Gives back a waiter that the same id had before, which is over.
    pub fn open(&mut self, id: i64, waiter: W, thread: Option<String>) -> Option<W> {
        self.opened += 1;
        self.open.insert(id, Entry { waiter, thread }).map(|entry| entry.waiter)
    }

    /// The question is over; gives the waiter to settle, None (and a count) when it was over or never asked.
    pub fn close(&mut self, id: i64) -> Option<W> {
        let entry = self.open.remove(&id);
        if entry.is_none() {
            self.late += 1;
        }
        entry.map(|entry| entry.waiter)
    }

    /// End every question of a thread, oldest first.
    pub fn close_thread(&mut self, thread: &str) -> Vec<(i64, W)> {
        let of_thread = |entry: &Entry<W>| entry.thread.as_deref() == Some(thread);
        let ids: Vec<i64> =
            self.open.iter().filter(|(_, entry)| of_thread(entry)).map(|(id, _)| *id).collect();
        ids.into_iter().filter_map(|id| self.open.remove(&id).map(|entry| (id, entry.waiter))).collect()
    }

    /// End every question, oldest first.
    pub fn close_all(&mut self) -> Vec<(i64, W)> {
        std::mem::take(&mut self.open).into_iter().map(|(id, entry)| (id, entry.waiter)).collect()
    }

    /// How many wait for an answer.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// How many were asked so far.
    pub fn opened(&self) -> u64 {
        self.opened
    }

    /// How many answers came for questions that were over or never asked.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// The waiters of the open questions.
    pub fn waiters(&self) -> impl Iterator<Item = &W> {
        self.open.values().map(|entry| &entry.waiter)
    }
}
