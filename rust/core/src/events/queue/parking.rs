//! Events whose producers wait for room.

use super::{EventKey, Outbox, Queue, Slot, unread::unread_key};
use crate::{
    arena::Key,
    events::{
        delivery::{DeliveryClass, DropPolicy},
        notification::Notification,
        parked::ParkedAt,
    },
};

impl<P, W> Queue<P, W> {
    /// Let a producer wait for room, at the end of the line; where its event stands.
    pub(crate) fn park(&mut self, at: ParkedAt, notification: &Notification<'_>, payload: P) -> Key {
        let slot = self.add(notification, payload, Some(at));
        self.parked.push_back(&mut self.slots, slot.index());
        slot
    }

    /// Take back what was parked here; a gap stands for it if it `is_lost`, because others have it. What it knew of its
    /// producer; None: it does not wait here any more.
    pub(crate) fn withdraw(
        &mut self,
        slot: Key,
        is_lost: bool,
        out: &mut Outbox<'_, P, W>,
    ) -> Option<ParkedAt> {
        let at = self.slots.get(slot)?.event()?.parked?;
        if self.parked.front() == Some(slot.index()) {
            self.reading.wait_anew();
        }
        let gone = self.cut_out(slot.index(), u64::from(is_lost))?;
        out.discarded.push(gone.payload);
        self.count_lost(u64::from(is_lost));
        self.admit_parked(out); // a large one may have stood before smaller ones
        self.wake_if_readable(out.wake);
        Some(at)
    }

    /// Queue parked events while they fit.
    pub(super) fn admit_parked(&mut self, out: &mut Outbox<'_, P, W>) {
        while let Some(index) = self.parked.front() {
            let Some(event) = self.slots.at(index).and_then(Slot::event) else { return };
            if !self.has_room(event.bytes as u64) {
                return;
            }
            self.admit_front(index, out);
        }
    }

    /// Move the first parked event, which stands in `index`, into the line.
    pub(super) fn admit_front(&mut self, index: u32, out: &mut Outbox<'_, P, W>) {
        let Some(event) = self.slots.at_mut(index).and_then(Slot::event_mut) else { return };
        let (class, bytes) = (event.rule.class, event.bytes);
        out.moved.extend(event.parked.take());
        self.parked.remove(&mut self.slots, index);
        let gap = std::mem::take(&mut self.line_gap);
        if let Some(slot) = self.slots.at_mut(index) {
            slot.gap += gap;
        }
        self.line.push_back(&mut self.slots, index);
        self.close_parked_gap();
        if !self.reading.is_read {
            self.make_unread(index);
        } else if self.policy == DropPolicy::DropOldest && class != DeliveryClass::Terminal {
            self.make_droppable(index);
        }
        self.count(class, bytes);
        self.stats.emitted += 1;
        self.reading.wait_anew();
        self.wakers.wake(out.wake);
    }

    /// Drop the first parked event, which stands in `index`; a gap stands for it.
    pub(super) fn lose_front(&mut self, index: u32, out: &mut Outbox<'_, P, W>) {
        out.moved.extend(self.slots.at(index).and_then(Slot::event).and_then(|event| event.parked));
        let Some(slot) = self.cut_out(index, 1) else { return };
        self.count_lost(1);
        out.discarded.push(slot.payload);
    }

    /// An event that was parked has the key of one that nobody reads.
    fn make_unread(&mut self, index: u32) {
        let Some(event) = self.slots.at_mut(index).and_then(Slot::event_mut) else { return };
        let (old, new) = (event.key, unread_key(event));
        event.key = new;
        if old != new {
            self.enter_key(index, new); // it had none
        }
    }

    fn make_droppable(&mut self, index: u32) {
        self.droppable.push_back(&mut self.slots, index);
        if let Some(event) = self.slots.at_mut(index).and_then(Slot::event_mut) {
            event.key = EventKey::Droppable;
        }
    }

    /// Count events that were never queued as dropped.
    fn count_lost(&mut self, lost: u64) {
        self.stats.emitted += lost;
        self.stats.dropped += lost;
    }

    /// Let every parked producer go; gaps stand for their events.
    pub(crate) fn lose_parked(&mut self, out: &mut Outbox<'_, P, W>) {
        while let Some(index) = self.parked.front() {
            self.lose_front(index, out);
        }
        self.wake_if_readable(out.wake);
    }

    /// A gap or a server request may have become the next thing to take.
    pub(super) fn wake_if_readable(&mut self, wake: &mut Vec<W>) {
        if self.is_readable() {
            self.wakers.wake(wake);
        }
    }
}
