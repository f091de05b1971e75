//! Client requests in flight: duplicate detection and the waiter that each answer settles.

use std::collections::{HashMap, hash_map};

use crate::{error::Rejection, request_id::RequestId};

#[derive(Debug)]
struct Entry<W> {
    ticket: u64,
    waiter: Option<W>,
}

/// The requests in flight.
///
/// A ticket tells a request from a later one with the same id, so that a late answer never settles a stranger.
#[derive(Debug)]
pub struct Requests<W> {
    open: HashMap<RequestId, Entry<W>>,
    tickets: u64,
    next_id: i64,
    late: u64,
}

impl<W> Default for Requests<W> {
    fn default() -> Self {
        Self { open: HashMap::new(), tickets: 0, next_id: 1, late: 0 }
    }
}

impl<W> Requests<W> {
    /// An integer id that is not in flight; counts from 1, since `initialize` is request 0.
    pub fn next_id(&mut self) -> RequestId {
        loop {
            let id = RequestId::Integer(self.next_id);
            self.next_id = self.next_id.checked_add(1).unwrap_or(1);
            if !self.open.contains_key(&id) {
                return id;
            }
        }
    }

    /// Register a request; gives its ticket.
    ///
    /// # Errors
    /// A request with this id is in flight; it keeps its waiter. The new waiter comes back to be dropped.
    pub fn open(&mut self, id: RequestId, waiter: Option<W>) -> Result<u64, (Rejection, Option<W>)> {
        match self.open.entry(id) {
            hash_map::Entry::Occupied(entry) => Err((Rejection::duplicate(entry.key()), waiter)),
            hash_map::Entry::Vacant(entry) => {
                self.tickets += 1;
                entry.insert(Entry { ticket: self.tickets, waiter });
                Ok(self.tickets)
            }
        }
    }

    /// The request is over; its id is free again. Gives the waiter to settle. Late answers are counted.
    pub fn close(&mut self, id: &RequestId, ticket: u64) -> Option<W> {
        if self.open.get(id).is_none_or(|entry| entry.ticket != ticket) {
            self.late += 1;
            return None;
        }
        self.open.remove(id).and_then(|entry| entry.waiter)
    }

    /// End every request, oldest first; gives the waiters.
    pub fn close_all(&mut self) -> Vec<W> {
        let mut entries: Vec<_> = self.open.drain().map(|(_, entry)| entry).collect();
        entries.sort_by_key(|entry| entry.ticket);
        entries.into_iter().filter_map(|entry| entry.waiter).collect()
    }

    /// How many requests are in flight.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether none is in flight.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// How many were opened so far.
    pub fn opened(&self) -> u64 {
        self.tickets
    }

    /// How many answers came for requests that were over or never there.
    pub fn late(&self) -> u64 {
        self.late
    }

    /// The waiters of the requests in flight.
    pub fn waiters(&self) -> impl Iterator<Item = &W> {
        self.open.values().filter_map(|entry| entry.waiter.as_ref())
    }
}
