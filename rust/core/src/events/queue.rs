//! One stream's queue: bounded in events and bytes, with joining, replacing, exact gaps and parked producers.
//!
//! What can be taken stands in one line in the order of emission: queued events and server requests. Events whose
//! producers wait for room stand in a line of their own behind it. A gap stands before the slot that follows it, whichever
//! line that is in. Nothing is ever searched for: slots leave either line from anywhere, and keys find the events that a
//! new one concerns.

mod arrival;
mod parking;
mod unread;

use super::{
    delivery::{DeliveryClass, DropPolicy},
    keys::{EventKey, Keys, has_key},
    load::{Load, weight},
    notification::{CloseReason, Ids, Notification, Taken},
    parked::{ParkedAt, ParkedId},
    slot::{BY_KEY, Body, Event, Slot, Slots},
    wakers::Wakers,
};
use crate::{
    arena::{Key, List},
    stats::StreamStats,
};

pub(crate) use arrival::Decision;
pub use unread::Notice;
pub(crate) use unread::Patience;
use unread::Reading;

/// A queue's bounds. Zero is clamped to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueLimits {
    /// How many events are queued at the most; server requests have as many places of their own.
    pub capacity: usize,
    /// How many bytes of events are queued at the most; a single larger event is admitted to an empty queue.
    pub max_bytes: usize,
    /// What happens at either bound.
    pub policy: DropPolicy,
}

/// What a queue's calls leave to its owner: producers to settle, wakers to call, payloads to drop.
pub(crate) struct Outbox<'a, P, W> {
    /// Producers whose events have found room here, or must not wait here any more.
    pub(crate) moved: &'a mut Vec<ParkedAt>,
    pub(crate) wake: &'a mut Vec<W>,
    pub(crate) discarded: &'a mut Vec<P>,
}

/// What a queue held when it ended, keys included: it is dropped unlocked.
#[derive(Debug)]
pub(crate) struct Contents<P> {
    slots: Slots<P>,
    _keys: Keys,
}

impl<P> Contents<P> {
    pub(crate) fn into_payloads(self) -> impl Iterator<Item = P> {
        self.slots.into_values().map(|slot| slot.payload)
    }
}

/// The queue.
#[derive(Debug)]
pub(crate) struct Queue<P, W> {
    capacity: u64,
    max_bytes: u64,
    policy: DropPolicy,
    slots: Slots<P>,
    line: List,
    parked: List,
    keys: Keys,
    /// Queued events that make room for others, oldest first, where the policy is [`DropPolicy::DropOldest`].
    droppable: List<BY_KEY>,
    wakers: Wakers<W>,
    stats: StreamStats,
    terminal: u64,
    terminal_bytes: u64,
    best_effort: u64,
    best_effort_weight: u64,
    /// What is queued, each event with 512 bytes at the least, and its part in what the server's streams hold.
    weight: u64,
    load: Load,
    /// How much it may hold, as of the last [`Queue::decide`].
    share: u64,
    /// Events dropped after the last slot of the line.
    line_gap: u64,
    /// Events dropped after the last parked event; 0 while nothing is parked.
    parked_gap: u64,
    close_reason: Option<CloseReason>,
    closed: bool,
    /// Whether the reader has come by since a producer last made way for it.
    reader_active: bool,
    reading: Reading,
    /// How often something was taken.
    reads: u64,
    /// The server request that was taken last, until the owner asks.
    read_question: Option<i64>,
}

impl<P, W> Queue<P, W> {
    /// An empty queue.
    pub(crate) fn new(limits: QueueLimits, patience: Patience, load: Load) -> Self {
        Self {
            capacity: limits.capacity.max(1) as u64,
            max_bytes: limits.max_bytes.max(1) as u64,
            policy: limits.policy,
            slots: Slots::default(),
            line: List::default(),
            parked: List::default(),
            keys: Keys::default(),
            droppable: List::default(),
            wakers: Wakers::default(),
            stats: StreamStats::default(),
            terminal: 0,
            terminal_bytes: 0,
            best_effort: 0,
            best_effort_weight: 0,
            weight: 0,
            load,
            share: u64::MAX,
            line_gap: 0,
            parked_gap: 0,
            close_reason: None,
            closed: false,
            reader_active: true, // a reader that has just subscribed gets its turn as well
            reading: Reading::new(patience),
            reads: 0,
            read_question: None,
        }
    }

    // ---- getters

    pub(crate) fn stats(&self) -> StreamStats {
        StreamStats { parked: self.parked.len() as u64, ..self.stats }
    }

    /// Whether nothing new will be read: closed, or about to be.
    pub(crate) fn is_ending(&self) -> bool {
        self.closed || self.close_reason.is_some()
    }

    /// How many messages it holds; server requests have as many places of their own.
    pub(crate) fn capacity(&self) -> u64 {
        self.capacity
    }

    /// How often something was taken.
    pub(crate) fn reads(&self) -> u64 {
        self.reads
    }

    /// Whether a server request is still unread.
    pub(crate) fn has_question(&self, slot: Key) -> bool {
        self.slots.get(slot).is_some()
    }

    /// The first of the producers that wait here.
    pub(crate) fn first_waiting(&self) -> Option<ParkedId> {
        let first = self.slots.at(self.parked.front()?)?.event()?;
        first.parked.map(|at| at.id)
    }

    fn has_room(&self, bytes: u64) -> bool {
        let queued = self.stats.queued;
        queued == 0
            || (queued < self.capacity && self.stats.queued_bytes.saturating_add(bytes) <= self.max_bytes)
    }

    fn is_readable(&self) -> bool {
        !self.line.is_empty() || self.line_gap > 0
    }

    /// Every payload and waker held, for garbage collectors.
    pub(crate) fn held(&self) -> (impl Iterator<Item = &P>, impl Iterator<Item = &W>) {
        (self.slots.values().map(|slot| &slot.payload), self.wakers.iter())
    }

    // ---- ids that are still in payloads

    /// Show the oldest payloads whose ids were not read yet, `most` of them; how many there were.
    pub(crate) fn unkeyed(&self, most: usize, see: &mut dyn FnMut(&P)) -> usize {
        let first = self.keys.first_unkeyed();
        let slots = std::iter::successors(first, |index| List::<BY_KEY>::after(&self.slots, *index));
        let shown = slots.take(most).filter_map(|index| self.slots.at(index)).map(|slot| see(&slot.payload));
        shown.count()
    }

    /// Read the ids of the oldest unkeyed payloads, `most` of them, up to the first that `ids_of` does not know; how many.
    pub(crate) fn set_ids<'a>(&mut self, most: usize, ids_of: &dyn Fn(&P) -> Option<Ids<'a>>) -> usize {
        let mut read = 0;
        while read < most
            && let Some(index) = self.keys.first_unkeyed()
            && let Some(slot) = self.slots.at(index)
            && let Some(ids) = ids_of(&slot.payload)
            && let Some(rule) = slot.event().map(|event| event.rule)
        {
            let key = self.keys.set_ids(&mut self.slots, index, rule, ids);
            if let Some(event) = self.slots.at_mut(index).and_then(Slot::event_mut) {
                event.key = key;
            }
            read += 1;
        }
        read
    }

    // ---- slots

    /// Make a slot, in no line yet.
    fn add(&mut self, notification: &Notification<'_>, payload: P, parked: Option<ParkedAt>) -> Key {
        let rule = notification.info.rule;
        // Where nobody reads, events are compared and make room whatever the policy.
        let (compares, is_ring) = if self.reading.is_read {
            (self.policy == DropPolicy::Coalesce, self.policy == DropPolicy::DropOldest)
        } else {
            (true, false)
        };
        let key = if compares && has_key(rule) {
            self.keys.key(rule, notification.ids)
        } else if parked.is_none()
            && ((compares && rule.class == DeliveryClass::BestEffort)
                || (is_ring && rule.class != DeliveryClass::Terminal))
        {
            EventKey::Droppable
        } else {
            EventKey::None
        };
        let gap = std::mem::take(if parked.is_some() { &mut self.parked_gap } else { &mut self.line_gap });
        let event = Event { rule, bytes: notification.bytes, key, joined: None, parked };
        let slot = self.slots.insert(Slot { payload, gap, body: Body::Event(event) });
        self.enter_key(slot.index(), key);
        slot
    }

    /// Take a slot out of its line and of the queue.
    fn remove(&mut self, index: u32) -> Option<Slot<P>> {
        let slot = self.slots.at(index)?;
        if let Body::Event(event) = &slot.body {
            let (key, is_parked) = (event.key, event.parked.is_some());
            self.leave_key(index, key);
            if is_parked {
                self.parked.remove(&mut self.slots, index);
                return self.slots.remove_at(index);
            }
        }
        self.line.remove(&mut self.slots, index);
        self.slots.remove_at(index)
    }

    /// Take a slot out of the middle; its gap, and `lost` more, stand before whatever follows it.
    fn cut_out(&mut self, index: u32, lost: u64) -> Option<Slot<P>> {
        let is_parked = self.slots.at(index)?.event().is_some_and(|event| event.parked.is_some());
        let next = List::<0>::after(&self.slots, index);
        let slot = self.remove(index)?;
        let gap = slot.gap + lost;
        match next.and_then(|next| self.slots.at_mut(next)) {
            Some(next) => next.gap += gap,
            None if is_parked => self.parked_gap += gap,
            None => self.line_gap += gap,
        }
        self.close_parked_gap();
        Some(slot)
    }

    /// With nothing parked any more, what was dropped behind the last parked event was dropped behind the line.
    fn close_parked_gap(&mut self) {
        if self.parked.is_empty() {
            self.line_gap += std::mem::take(&mut self.parked_gap);
        }
    }

    /// A new event is dropped, behind everything that is queued or parked.
    fn drop_new(&mut self) {
        self.stats.dropped += 1;
        self.parked_gap += 1;
        self.close_parked_gap();
        self.note_loss();
    }

    /// An event is queued from now on.
    fn count(&mut self, class: DeliveryClass, bytes: usize) {
        let (weight, bytes) = (weight(bytes), bytes as u64);
        self.weight += weight;
        self.load.add(weight, self.stats.queued == 0);
        self.stats.queued += 1;
        self.stats.queued_bytes += bytes;
        self.stats.peak_queued = self.stats.peak_queued.max(self.stats.queued);
        self.stats.peak_queued_bytes = self.stats.peak_queued_bytes.max(self.stats.queued_bytes);
        match class {
            DeliveryClass::Terminal => {
                self.terminal += 1;
                self.terminal_bytes += bytes;
            }
            DeliveryClass::BestEffort => {
                self.best_effort += 1;
                self.best_effort_weight += weight;
            }
            DeliveryClass::Mergeable | DeliveryClass::Latest => {}
        }
    }

    /// A queued event has become larger or smaller.
    fn recount(&mut self, old: usize, new: usize) {
        let (old_weight, new_weight) = (weight(old), weight(new));
        self.weight = self.weight - old_weight + new_weight;
        self.load.add(new_weight, false);
        self.load.remove(old_weight, false);
        self.stats.queued_bytes = self.stats.queued_bytes - old as u64 + new as u64;
    }

    /// An event is queued no more.
    fn uncount(&mut self, event: &Event) {
        let (weight, bytes) = (weight(event.bytes), event.bytes as u64);
        self.stats.queued -= 1;
        self.stats.queued_bytes -= bytes;
        self.weight -= weight;
        self.load.remove(weight, self.stats.queued == 0);
        match event.rule.class {
            DeliveryClass::Terminal => {
                self.terminal -= 1;
                self.terminal_bytes -= bytes;
            }
            DeliveryClass::BestEffort => {
                self.best_effort -= 1;
                self.best_effort_weight -= weight;
            }
            DeliveryClass::Mergeable | DeliveryClass::Latest => {}
        }
    }

    // ---- server requests

    /// Queue a server request; where it stands. It passes parked events.
    pub(crate) fn push_question(&mut self, id: i64, payload: P, wake: &mut Vec<W>) -> Key {
        let gap = std::mem::take(&mut self.line_gap);
        let slot = self.slots.insert(Slot { payload, gap, body: Body::Question(id) });
        self.line.push_back(&mut self.slots, slot.index());
        self.wakers.wake(wake);
        slot
    }

    /// Take out a server request if it is unread.
    pub(crate) fn remove_question(&mut self, slot: Key) -> Option<P> {
        self.slots.get(slot)?;
        self.cut_out(slot.index(), 0).map(|slot| slot.payload)
    }

    // ---- the reader

    /// The next thing for the reader. Room that it makes goes to parked producers.
    pub(crate) fn take(&mut self, out: &mut Outbox<'_, P, W>) -> Taken<P> {
        self.note_read();
        let front = self.line.front();
        let gap = match front.and_then(|front| self.slots.at_mut(front)) {
            Some(front) => &mut front.gap,
            None => &mut self.line_gap,
        };
        if *gap > 0 {
            return Taken::Lagged(std::mem::take(gap));
        }
        match front.and_then(|front| self.remove(front)) {
            Some(Slot { payload, body: Body::Event(event), .. }) => {
                self.uncount(&event);
                self.stats.received += 1;
                self.reads += 1;
                if !self.parked.is_empty() {
                    self.admit_parked(out);
                }
                Taken::Event { payload, joined: event.joined }
            }
            Some(Slot { payload, body: Body::Question(id), .. }) => {
                self.reads += 1;
                self.read_question = Some(id);
                Taken::Event { payload, joined: None }
            }
            None => self.take_end(),
        }
    }

    /// The server request that was taken since this was last asked.
    #[inline]
    pub(crate) fn read_question(&mut self) -> Option<i64> {
        self.read_question.take()
    }

    fn take_end<Q>(&mut self) -> Taken<Q> {
        match self.close_reason {
            _ if self.closed => Taken::End,
            Some(reason) => {
                self.closed = true;
                Taken::Closed(reason)
            }
            None => Taken::Empty,
        }
    }

    /// Register who is woken when there is something to take; the waker comes back when something can be taken now.
    pub(crate) fn register(&mut self, waker: W) -> Result<u64, W> {
        if self.is_readable() || self.is_ending() {
            return Err(waker);
        }
        self.note_read();
        self.reading.catch_up();
        Ok(self.wakers.register(waker))
    }

    pub(crate) fn deregister(&mut self, number: u64) -> Option<W> {
        self.wakers.deregister(number)
    }

    // ---- the end

    /// No more events; what is queued can still be taken, then the reason, if there is one. What waits here is lost.
    pub(crate) fn end(&mut self, reason: Option<CloseReason>, out: &mut Outbox<'_, P, W>) {
        self.lose_parked(out);
        if !self.is_ending() {
            self.close_reason = reason;
            self.closed = reason.is_none();
        }
        self.wakers.wake(out.wake);
    }

    /// End it and move everything out in one step; queued events count as dropped.
    pub(crate) fn clear(&mut self, out: &mut Outbox<'_, P, W>) -> Contents<P> {
        let parked = self.parked.iter(&self.slots);
        out.moved.extend(parked.filter_map(|index| self.slots.at(index)?.event()?.parked));
        self.parked = List::default();
        self.line = List::default();
        self.droppable = List::default();
        (self.line_gap, self.parked_gap) = (0, 0);
        self.stats.dropped += self.stats.queued;
        self.load.remove(self.weight, self.stats.queued > 0);
        self.weight = 0;
        (self.best_effort, self.best_effort_weight) = (0, 0);
        self.stats.queued = 0;
        self.stats.queued_bytes = 0;
        (self.terminal, self.terminal_bytes) = (0, 0);
        self.close_reason = None;
        self.closed = true;
        self.wakers.wake(out.wake);
        Contents { slots: self.slots.take(), _keys: std::mem::take(&mut self.keys) }
    }
}
