//! Permits of handlers: so many run of a connection and so many of the server, connections in turn.

use std::collections::BTreeMap;

use super::{Line, OF_CONNECTION, Waiting};
use crate::arena::{Arena, Key, List};

/// Identifies a connection's limiter.
pub(crate) type LimiterId = Key;

/// One connection's handlers: so many run, so many wait, one more is refused.
///
/// A handler that waits for something of the same server lends its permit: otherwise, at capacity 1, a handler that
/// makes a request would wait for itself for ever.
#[derive(Debug)]
pub(crate) struct HandlerLimiter {
    capacity: usize,
    running: usize,
    rejected: u64,
    /// The jobs that wait for a permit.
    line: Line,
    /// All jobs that wait, for whatever.
    pub(super) all: List<OF_CONNECTION>,
    /// Its place among the connections whose jobs wait for permits; 0: none does.
    turn: u64,
}

impl HandlerLimiter {
    pub(crate) fn running(&self) -> usize {
        self.running
    }

    pub(crate) fn waiting(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn rejected(&self) -> u64 {
        self.rejected
    }
}

/// The permits of a server.
#[derive(Debug)]
pub(super) struct Permits {
    limiters: Arena<HandlerLimiter, 0>,
    running: usize,
    max_handlers: usize,
    turns: u64,
    /// The connections that could use a permit now, by their turn. An ordered map, because one that has reached its own
    /// bound keeps its place among the others until a handler of its own is over.
    ready: BTreeMap<u64, LimiterId>,
}

impl Permits {
    pub(super) fn new(max_handlers: usize) -> Self {
        Self {
            limiters: Arena::default(),
            running: 0,
            max_handlers: max_handlers.max(1),
            turns: 0,
            ready: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, capacity: usize) -> LimiterId {
        self.limiters.insert(HandlerLimiter {
            capacity,
            running: 0,
            rejected: 0,
            line: Line::default(),
            all: List::default(),
            turn: 0,
        })
    }

    pub(super) fn remove(&mut self, id: LimiterId) {
        if let Some(limiter) = self.limiters.remove(id) {
            self.running -= limiter.running;
            self.ready.remove(&limiter.turn);
        }
    }

    pub(super) fn get(&self, id: LimiterId) -> Option<&HandlerLimiter> {
        self.limiters.get(id)
    }

    /// Whether a job that arrives now gets a permit.
    pub(super) fn is_free(&self, id: LimiterId) -> bool {
        self.running < self.max_handlers
            && self
                .limiters
                .get(id)
                .is_some_and(|limiter| limiter.running < limiter.capacity && limiter.line.is_empty())
    }

    /// Whether one more job of a connection may wait; the refusal is counted.
    pub(super) fn may_wait(&mut self, id: LimiterId) -> bool {
        let Some(limiter) = self.limiters.get_mut(id) else { return false };
        let has_room = limiter.all.len() < limiter.capacity;
        limiter.rejected += u64::from(!has_room);
        has_room
    }

    /// One handler more runs.
    pub(super) fn acquire(&mut self, id: LimiterId) {
        if let Some(limiter) = self.limiters.get_mut(id) {
            limiter.running += 1;
            self.running += 1;
            self.update(id);
        }
    }

    /// One handler fewer runs.
    pub(super) fn release(&mut self, id: LimiterId) {
        if let Some(limiter) = self.limiters.get_mut(id)
            && limiter.running > 0
        {
            limiter.running -= 1;
            self.running -= 1;
            self.update(id);
        }
    }

    pub(super) fn add_waiting<J>(&mut self, id: LimiterId, index: u32, waiting: &mut Arena<Waiting<J>, 2>) {
        if let Some(limiter) = self.limiters.get_mut(id) {
            limiter.all.push_back(waiting, index);
        }
    }

    pub(super) fn remove_waiting<J>(
        &mut self,
        id: LimiterId,
        index: u32,
        waiting: &mut Arena<Waiting<J>, 2>,
    ) {
        if let Some(limiter) = self.limiters.get_mut(id) {
            limiter.all.remove(waiting, index);
        }
    }

    /// A job waits for a permit.
    pub(super) fn push<J>(&mut self, id: LimiterId, index: u32, waiting: &mut Arena<Waiting<J>, 2>) {
        if let Some(limiter) = self.limiters.get_mut(id) {
            limiter.line.push_back(waiting, index);
            if limiter.turn == 0 {
                self.turns += 1;
                limiter.turn = self.turns;
            }
            self.update(id);
        }
    }

    /// A job waits for a permit no more.
    pub(super) fn pull<J>(&mut self, id: LimiterId, index: u32, waiting: &mut Arena<Waiting<J>, 2>) {
        if let Some(limiter) = self.limiters.get_mut(id) {
            limiter.line.remove(waiting, index);
            if limiter.line.is_empty() {
                self.ready.remove(&limiter.turn);
                limiter.turn = 0;
            }
        }
    }

    /// The connection has had its turn: the others come before it does again.
    pub(super) fn end_turn(&mut self, id: LimiterId) {
        if let Some(limiter) = self.limiters.get_mut(id)
            && limiter.turn != 0
        {
            self.ready.remove(&limiter.turn);
            self.turns += 1;
            limiter.turn = self.turns;
            self.update(id);
        }
    }

    /// The job that gets a permit next, if one is free.
    pub(super) fn next(&self) -> Option<(LimiterId, u32)> {
        if self.running >= self.max_handlers {
            return None;
        }
        let (_, id) = self.ready.first_key_value()?;
        Some((*id, self.limiters.get(*id)?.line.front()?))
    }

    /// Nothing waits any more.
    pub(super) fn forget_waiting(&mut self) {
        for limiter in self.limiters.values_mut() {
            limiter.line = Line::default();
            limiter.all = List::default();
            limiter.turn = 0;
        }
        self.ready.clear();
    }

    /// Whether the connection could use a permit may have changed.
    fn update(&mut self, id: LimiterId) {
        let Some(limiter) = self.limiters.get(id) else { return };
        if limiter.turn == 0 {
            return; // nothing waits: the fast path
        }
        if limiter.running < limiter.capacity {
            self.ready.insert(limiter.turn, id);
        } else {
            self.ready.remove(&limiter.turn);
        }
    }
}
