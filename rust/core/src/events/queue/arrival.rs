//! What becomes of an event that arrives.

use super::{Body, Event, Outbox, Queue, Slot};
use crate::events::{
    delivery::{AtBound, DeliveryClass, DropPolicy, at_bound},
    load::weight,
    notification::{CloseReason, Ids, Notification},
};

/// What the policy says about one notification, before anything is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Append,
    Join(u32),
    Replace(u32),
    DropNew,
    DropOld,
    /// Nobody reads: what is queued makes room.
    MakeRoom,
    Wait,
    Close,
    /// It depends on ids that are still in payloads: read them, and ask again.
    NeedsIds,
}

impl Decision {
    /// Whether the reader will see the event.
    pub(crate) fn delivers(self) -> bool {
        matches!(self, Self::Append | Self::Join(_) | Self::Replace(_) | Self::DropOld | Self::MakeRoom)
    }
}

impl<P, W> Queue<P, W> {
    /// What becomes of `notification`.
    pub(crate) fn decide(&mut self, notification: &Notification<'_>) -> Decision {
        self.share = self.load.share(weight(notification.bytes));
        if !self.reading.is_read {
            return self.decide_unread(notification);
        }
        let bytes = notification.bytes as u64;
        if self.parked.is_empty() && self.has_room(bytes) && self.is_within_share(notification.bytes) {
            return Decision::Append;
        }
        let class = notification.info.rule.class;
        match at_bound(self.policy, class) {
            AtBound::Wait => Decision::Wait,
            AtBound::DropNewest => Decision::DropNew,
            AtBound::Close => Decision::Close,
            AtBound::Join | AtBound::Replace if self.keys.unkeyed() > 0 => Decision::NeedsIds,
            AtBound::Join => {
                notification.ids.map_or(Decision::NeedsIds, |ids| self.decide_join(notification, ids))
            }
            AtBound::Replace => {
                notification.ids.map_or(Decision::NeedsIds, |ids| self.decide_replace(notification, ids))
            }
            AtBound::DropOldest => {
                let fits = self.terminal == 0
                    || (self.terminal < self.capacity
                        && self.terminal_bytes.saturating_add(bytes) <= self.max_bytes);
                match (fits && self.parked.is_empty(), class) {
                    (true, _) => Decision::DropOld,
                    (false, DeliveryClass::Terminal) => Decision::Wait,
                    (false, _) => Decision::DropNew,
                }
            }
        }
    }

    /// What becomes of a notification that would have to wait, of a thread that the reader's client is not subscribed to:
    /// its producer does not wait for a stranger. It is queued as long as there are bytes for it, whatever the bound in
    /// events, and passes events whose producers wait. Only records that must be complete are waited for all the same.
    pub(crate) fn decide_for_a_stranger(&self, notification: &Notification<'_>) -> Decision {
        if self.policy == DropPolicy::Block {
            Decision::Wait
        } else if self.holds_with(0, weight(notification.bytes)) {
            Decision::Append
        } else {
            Decision::DropNew
        }
    }

    /// Whether one more event leaves it within its share of what the server holds; an empty queue takes any.
    fn is_within_share(&self, bytes: usize) -> bool {
        self.stats.queued == 0 || self.weight.saturating_add(weight(bytes)) <= self.share
    }

    /// Where an event stands, unless it is parked: then nothing may go before it.
    fn queued(&self, index: Option<u32>) -> Option<(u32, &Event)> {
        let event = self.slots.at(index?)?.event()?;
        if event.parked.is_some() { None } else { Some((index?, event)) }
    }

    fn decide_join(&self, notification: &Notification<'_>, ids: Ids<'_>) -> Decision {
        let text = notification.text.len() as u64;
        if self.stats.queued_bytes.saturating_add(text) > self.max_bytes
            || self.weight.saturating_add(text) > self.share
        {
            return Decision::Wait;
        }
        let last = self.keys.last_to_join(&self.slots, notification.info.rule, ids);
        self.queued(last).map_or(Decision::Wait, |(index, _)| Decision::Join(index))
    }

    fn decide_replace(&self, notification: &Notification<'_>, ids: Ids<'_>) -> Decision {
        let last = self.keys.last_to_replace(&self.slots, notification.info.rule, ids);
        let Some((index, old)) = self.queued(last) else { return Decision::Wait };
        let (old, new) = (old.bytes as u64, notification.bytes as u64);
        let bytes = (self.stats.queued_bytes - old).saturating_add(new);
        if bytes <= self.max_bytes || new <= old || self.stats.queued == 1 {
            Decision::Replace(index)
        } else {
            Decision::Wait
        }
    }

    /// Carry out `decision`; [`Decision::Wait`] drops, for producers that may not wait any more.
    pub(crate) fn apply(
        &mut self,
        decision: Decision,
        notification: &Notification<'_>,
        payload: P,
        out: &mut Outbox<'_, P, W>,
    ) {
        self.stats.emitted += 1;
        match decision {
            Decision::Append => self.push(notification, payload),
            Decision::Join(index) => {
                if let Some(event) = self.slots.at_mut(index).and_then(Slot::event_mut) {
                    event.joined.get_or_insert_default().push_str(notification.text);
                    let old = event.bytes;
                    event.bytes += notification.text.len();
                    self.recount(old, old + notification.text.len());
                }
                self.stats.merged += 1;
                out.discarded.push(payload);
            }
            Decision::Replace(index) => {
                self.replace(index, notification, payload, out);
                self.stats.replaced += 1;
                self.admit_parked(out); // a smaller state may have made room
            }
            Decision::DropOld => {
                let bytes = notification.bytes;
                while !(self.has_room(bytes as u64) && self.is_within_share(bytes)) && self.drop_oldest(out) {
                }
                self.push(notification, payload);
            }
            Decision::MakeRoom => {
                let class = notification.info.rule.class;
                if self.make_room(class, notification.bytes, out) {
                    self.push(notification, payload);
                } else {
                    self.drop_new(); // others of the same call have filled the server since
                    out.discarded.push(payload);
                }
            }
            Decision::DropNew | Decision::Close | Decision::Wait | Decision::NeedsIds => {
                self.drop_new();
                if decision == Decision::Close {
                    self.close_reason = Some(CloseReason::Overflow);
                }
                out.discarded.push(payload);
            }
        }
        self.stats.peak_queued_bytes = self.stats.peak_queued_bytes.max(self.stats.queued_bytes);
        self.wakers.wake(out.wake);
    }

    /// Whether the queue is full although its reader has been active. True once: a producer that makes way then lets a
    /// reader on the same loop keep up.
    pub(crate) fn reader_is_due(&mut self) -> bool {
        self.stats.queued >= self.capacity && std::mem::take(&mut self.reader_active)
    }

    fn push(&mut self, notification: &Notification<'_>, payload: P) {
        self.count(notification.info.rule.class, notification.bytes);
        let slot = self.add(notification, payload, None);
        self.line.push_back(&mut self.slots, slot.index());
    }

    fn replace(
        &mut self,
        index: u32,
        notification: &Notification<'_>,
        payload: P,
        out: &mut Outbox<'_, P, W>,
    ) {
        if let Some(Slot { payload: queued, body: Body::Event(event), .. }) = self.slots.at_mut(index) {
            out.discarded.push(std::mem::replace(queued, payload));
            let old = std::mem::replace(&mut event.bytes, notification.bytes);
            self.recount(old, notification.bytes);
        }
    }

    pub(super) fn drop_oldest(&mut self, out: &mut Outbox<'_, P, W>) -> bool {
        let Some(index) = self.droppable.front() else { return false };
        self.drop_at(index, out);
        true
    }

    /// Drop a queued event; a gap stands for it.
    pub(super) fn drop_at(&mut self, index: u32, out: &mut Outbox<'_, P, W>) {
        let Some(slot) = self.cut_out(index, 1) else { return };
        if let Body::Event(event) = &slot.body {
            self.uncount(event);
        }
        self.stats.dropped += 1;
        out.discarded.push(slot.payload);
    }
}
