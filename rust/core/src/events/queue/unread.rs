//! A queue that nobody reads: it has never been read, or its reader has stopped. It holds up nobody.
//!
//! Its bound in events is only where joining and replacing begin. Beyond its bound in bytes, where an event counts 512 at
//! the least, what is best effort makes room first, then whatever is oldest. The next read ends this state.

use super::{Decision, Event, EventKey, Outbox, Queue, Slot};
use crate::events::{
    delivery::{DeliveryClass, DropPolicy},
    keys::has_key,
    load::weight,
    notification::{Ids, Notification},
};

/// How long a producer waits before that is reported.
const REPORT_AFTER: u64 = 1000;

/// How long producers wait for a queue's reader.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// The milliseconds without a read, while a producer waits, after which nobody reads it. None: there is no end to it.
    pub(crate) stall: Option<u64>,
    /// Whether they wait at all. If not, it remains a queue that nobody reads, whoever does.
    pub(crate) producers_wait: bool,
}

/// Whether somebody reads a queue, and since when nobody does, in milliseconds as [`Queue::watch`] was told.
#[derive(Debug)]
pub(super) struct Reading {
    /// Whether it is read.
    pub(super) is_read: bool,
    patience: Patience,
    /// The time since the last read, as far as it was watched.
    idle: u64,
    /// The time that the first parked producer has waited, as far as it was watched; None: it was not seen yet.
    waited: Option<u64>,
    is_wait_reported: bool,
    loss: Loss,
}

/// Whether events were lost because nobody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    Nothing,
    Unreported,
    Reported,
}

/// What is to be said about a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A producer has waited for the reader, so many milliseconds.
    Waiting(u64),
    /// Nobody has read for so many milliseconds; waiting producers went on.
    Stalled(u64),
    /// Nobody reads, and events were dropped.
    Lost,
}

impl Reading {
    pub(super) fn new(patience: Patience) -> Self {
        Self { is_read: false, patience, idle: 0, waited: None, is_wait_reported: false, loss: Loss::Nothing }
    }

    /// Another producer is the first that waits, or none does.
    pub(super) fn wait_anew(&mut self) {
        self.waited = None;
    }

    /// The reader has caught up.
    pub(super) fn catch_up(&mut self) {
        self.is_wait_reported = false;
        self.loss = Loss::Nothing;
    }

    fn lose(&mut self) {
        if self.loss == Loss::Nothing {
            self.loss = Loss::Unreported;
        }
    }
}

/// The key of a queued event while nobody reads.
pub(super) fn unread_key(event: &Event) -> EventKey {
    match event.key {
        EventKey::None | EventKey::Droppable if event.rule.class == DeliveryClass::BestEffort => {
            EventKey::Droppable
        }
        EventKey::None | EventKey::Droppable if has_key(event.rule) => EventKey::Unkeyed,
        EventKey::None | EventKey::Droppable => EventKey::None,
        key => key,
    }
}

impl<P, W> Queue<P, W> {
    // ---- getters

    /// Whether something is to be said at once.
    pub(crate) fn has_notice(&self) -> bool {
        self.reading.loss == Loss::Unreported
    }

    /// The most bytes that it may hold, now that something arrives.
    fn limit(&self) -> u64 {
        self.max_bytes.min(self.share)
    }

    pub(super) fn holds_with(&self, removed: u64, added: u64) -> bool {
        (self.weight - removed).saturating_add(added) <= self.limit()
    }

    /// The payload of the first event whose producer waits.
    pub(crate) fn first_parked(&self) -> Option<&P> {
        self.parked.front().and_then(|index| self.slots.at(index)).map(|slot| &slot.payload)
    }

    // ---- things that arrive

    /// What becomes of a notification while nobody reads.
    pub(super) fn decide_unread(&self, notification: &Notification<'_>) -> Decision {
        let (class, added) = (notification.info.rule.class, weight(notification.bytes));
        let fits = self.holds_with(0, added);
        if self.stats.queued == 0 || (self.stats.queued < self.capacity && fits) {
            return Decision::Append;
        }
        if matches!(class, DeliveryClass::Mergeable | DeliveryClass::Latest) {
            let Some(ids) = notification.ids.filter(|_| self.keys.unkeyed() == 0) else {
                return Decision::NeedsIds;
            };
            let found = if class == DeliveryClass::Mergeable {
                self.to_join_unread(notification, ids)
            } else {
                self.to_replace_unread(notification, ids)
            };
            if let Some(decision) = found {
                return decision;
            }
        }
        if fits {
            return Decision::Append;
        }
        let is_all_best_effort = self.best_effort == self.stats.queued;
        if class == DeliveryClass::BestEffort
            && !is_all_best_effort
            && !self.holds_with(self.best_effort_weight, added)
        {
            return Decision::DropNew;
        }
        Decision::MakeRoom
    }

    fn to_join_unread(&self, notification: &Notification<'_>, ids: Ids<'_>) -> Option<Decision> {
        let index = self.keys.last_to_join(&self.slots, notification.info.rule, ids)?;
        let bytes = self.slots.at(index)?.event()?.bytes;
        let fits = self.holds_with(weight(bytes), weight(bytes.saturating_add(notification.text.len())));
        fits.then_some(Decision::Join(index))
    }

    fn to_replace_unread(&self, notification: &Notification<'_>, ids: Ids<'_>) -> Option<Decision> {
        let index = self.keys.last_to_replace(&self.slots, notification.info.rule, ids)?;
        let old = weight(self.slots.at(index)?.event()?.bytes);
        let new = weight(notification.bytes);
        let fits = new <= old || self.stats.queued == 1 || self.holds_with(old, new);
        fits.then_some(Decision::Replace(index))
    }

    /// Drop queued events until one of so many bytes fits. False: only what is best effort may go for it, and that is not
    /// enough.
    pub(super) fn make_room(
        &mut self,
        class: DeliveryClass,
        bytes: usize,
        out: &mut Outbox<'_, P, W>,
    ) -> bool {
        while self.stats.queued > 0 && !self.holds_with(0, weight(bytes)) {
            self.reading.lose();
            if !self.drop_oldest(out) && (class == DeliveryClass::BestEffort || !self.drop_front(out)) {
                return false;
            }
        }
        true
    }

    fn drop_front(&mut self, out: &mut Outbox<'_, P, W>) -> bool {
        let is_event = |index: &u32| self.slots.at(*index).is_some_and(|slot| slot.event().is_some());
        let found = { self.line.iter(&self.slots).find(is_event) };
        if let Some(index) = found {
            self.drop_at(index, out);
        }
        found.is_some()
    }

    /// A new event is dropped because nobody reads.
    pub(super) fn note_loss(&mut self) {
        if !self.reading.is_read {
            self.reading.lose();
        }
    }

    // ---- the reader

    /// Somebody reads: from now on the policy holds.
    #[inline]
    pub(super) fn note_read(&mut self) {
        self.reader_active = true;
        self.reading.idle = 0;
        if !self.reading.is_read && self.reading.patience.producers_wait {
            self.begin_reading();
        }
    }

    #[cold]
    fn begin_reading(&mut self) {
        self.reading.is_read = true;
        self.reading.loss = Loss::Nothing;
        if self.policy == DropPolicy::DropOldest {
            self.enter_again(|class, _| {
                if class == DeliveryClass::Terminal { EventKey::None } else { EventKey::Droppable }
            });
        }
    }

    /// Put what is queued by other keys, in the order of the line.
    fn enter_again(&mut self, new_key: impl Fn(DeliveryClass, &Event) -> EventKey) {
        let line: Vec<u32> = self.line.iter(&self.slots).collect();
        for index in line {
            let Some(event) = self.slots.at(index).and_then(Slot::event) else { continue };
            let (old, new) = (event.key, new_key(event.rule.class, event));
            if old == new {
                continue;
            }
            self.leave_key(index, old);
            self.enter_key(index, new);
            if let Some(event) = self.slots.at_mut(index).and_then(Slot::event_mut) {
                event.key = new;
            }
        }
    }

    pub(super) fn enter_key(&mut self, index: u32, key: EventKey) {
        if key == EventKey::Droppable {
            self.droppable.push_back(&mut self.slots, index);
        } else {
            self.keys.enter(&mut self.slots, index, key);
        }
    }

    pub(super) fn leave_key(&mut self, index: u32, key: EventKey) {
        if key == EventKey::Droppable {
            self.droppable.remove(&mut self.slots, index);
        } else {
            self.keys.leave(&mut self.slots, index, key);
        }
    }

    // ---- time

    /// So many milliseconds have passed; what is to be said about it.
    pub(crate) fn watch(&mut self, milliseconds: u64, out: &mut Outbox<'_, P, W>) -> Option<Notice> {
        if self.has_notice() {
            self.reading.loss = Loss::Reported;
            return Some(Notice::Lost);
        }
        if self.parked.is_empty() {
            return None;
        }
        let Some(waited) = self.reading.waited else {
            self.reading.waited = Some(0); // it came in the middle of the time that has passed
            return None;
        };
        let waited = waited + milliseconds;
        self.reading.waited = Some(waited);
        self.reading.idle += milliseconds;
        let is_patient = self.policy == DropPolicy::Block;
        if !is_patient && self.reading.patience.stall.is_some_and(|stall| self.reading.idle >= stall) {
            self.stop_reading(out);
            return Some(Notice::Stalled(self.reading.idle));
        }
        if waited >= REPORT_AFTER && !self.reading.is_wait_reported {
            self.reading.is_wait_reported = true;
            return Some(Notice::Waiting(waited));
        }
        None
    }

    /// The reader has stopped: producers go on, until it comes back.
    fn stop_reading(&mut self, out: &mut Outbox<'_, P, W>) {
        self.reading.is_read = false;
        self.reading.is_wait_reported = false;
        self.share = u64::MAX;
        if self.policy != DropPolicy::Coalesce {
            self.enter_again(|_, event| unread_key(event));
        }
        while let Some(index) = self.parked.front() {
            let Some(event) = self.slots.at(index).and_then(Slot::event) else { break };
            let (class, bytes) = (event.rule.class, event.bytes);
            if self.make_room(class, bytes, out) {
                self.admit_front(index, out);
            } else {
                self.lose_front(index, out);
            }
        }
        self.wake_if_readable(out.wake);
    }
}
