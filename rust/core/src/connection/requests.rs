//! One connection's requests in flight: duplicate detection, the waiter that each answer resolves, and where each job waits.

use std::collections::{HashMap, hash_map};

use crate::{arena::Key, error::Rejection, ordering::WaitingId, request_id::RequestId};

/// Where a request's job is on its way to its handler. A place that the job has left finds nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum JobPlace {
    Nowhere,
    Command(Key),
    Waiting(WaitingId),
}

#[derive(Debug)]
struct Entry<W> {
    generation: u64,
    waiter: Option<W>,
    job: JobPlace,
}

/// The requests in flight.
///
/// A generation tells a request from a later one with the same id, so that a late answer never resolves a stranger.
#[derive(Debug)]
pub(crate) struct Requests<W> {
    open: HashMap<RequestId, Entry<W>>,
    generations: u64,
    next_id: i64,
    late: u64,
}

impl<W> Default for Requests<W> {
    fn default() -> Self {
        Self { open: HashMap::new(), generations: 0, next_id: 1, late: 0 }
    }
}

impl<W> Requests<W> {
    /// An integer id that is not in flight; counts from 1, since `initialize` is request 0.
    pub(crate) fn next_id(&mut self) -> RequestId {
        loop {
            let id = RequestId::Integer(self.next_id);
            self.next_id = self.next_id.checked_add(1).unwrap_or(1);
            if !self.open.contains_key(&id) {
                return id;
            }
        }
    }

    /// Register a request; its generation.
    ///
    /// # Errors
    /// A request with this id is in flight; it keeps its waiter. The new waiter comes back to be dropped.
    pub(crate) fn open(&mut self, id: RequestId, waiter: Option<W>) -> Result<u64, (Rejection, Option<W>)> {
        match self.open.entry(id) {
            hash_map::Entry::Occupied(entry) => Err((Rejection::duplicate(entry.key()), waiter)),
            hash_map::Entry::Vacant(entry) => {
                self.generations += 1;
                entry.insert(Entry { generation: self.generations, waiter, job: JobPlace::Nowhere });
                Ok(self.generations)
            }
        }
    }

    /// The request is over; its id is free again. The waiter to resolve, and where its job waits. None: it was over
    /// already, which is counted.
    pub(crate) fn close(&mut self, id: &RequestId, generation: u64) -> Option<(Option<W>, JobPlace)> {
        if !self.is_open(id, generation) {
            self.late += 1;
            return None;
        }
        self.open.remove(id).map(|entry| (entry.waiter, entry.job))
    }

    pub(crate) fn is_open(&self, id: &RequestId, generation: u64) -> bool {
        self.open.get(id).is_some_and(|entry| entry.generation == generation)
    }

    /// Note where the request's job waits.
    pub(crate) fn place(&mut self, id: &RequestId, generation: u64, place: JobPlace) {
        if let Some(entry) = self.open.get_mut(id).filter(|entry| entry.generation == generation) {
            entry.job = place;
        }
    }

    /// End every request, moved out in one step.
    pub(crate) fn take(&mut self) -> OpenRequests<W> {
        OpenRequests(std::mem::take(&mut self.open))
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn opened(&self) -> u64 {
        self.generations
    }

    /// How many answers came for requests that were over or never there.
    pub(crate) fn late(&self) -> u64 {
        self.late
    }

    pub(crate) fn waiters(&self) -> impl Iterator<Item = &W> {
        self.open.values().filter_map(|entry| entry.waiter.as_ref())
    }
}

/// The requests that were open when their connection ended.
#[derive(Debug)]
pub(crate) struct OpenRequests<W>(HashMap<RequestId, Entry<W>>);

impl<W> OpenRequests<W> {
    /// Who waits for them, oldest first.
    pub(crate) fn into_waiters(self) -> impl Iterator<Item = W> {
        let mut entries: Vec<_> = self.0.into_values().collect();
        entries.sort_unstable_by_key(|entry| entry.generation);
        entries.into_iter().filter_map(|entry| entry.waiter)
    }
}
