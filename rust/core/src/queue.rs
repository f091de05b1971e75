//! One subscriber's queue: bounded in events and bytes, with joining, replacing, exact gaps and parked producers.

use std::collections::VecDeque;

use crate::{
    bell::Bells,
    delivery::DeliveryRow,
    delivery::{AtBound, DeliveryClass, DropPolicy, at_bound},
    effects::Effects,
    event::{Ids, Notification, OwnedIds, Taken},
    keys::Keys,
    slot::{Body, EventFacts, Slot},
};

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

/// A queue's counters: `emitted == received + dropped + merged + replaced + queued`, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueStats {
    /// Events this subscriber was given, whatever became of them.
    pub emitted: u64,
    /// Events its reader took.
    pub received: u64,
    /// Events dropped; the reader is told by `Lagged`.
    pub dropped: u64,
    /// Events joined to a queued one.
    pub merged: u64,
    /// Queued events replaced by a later one.
    pub replaced: u64,
    /// Events queued now.
    pub queued: usize,
    /// Bytes queued now.
    pub queued_bytes: usize,
    /// The most events that were queued at once.
    pub peak_queued: usize,
    /// The most bytes that were queued at once.
    pub peak_queued_bytes: usize,
    /// Producers that wait for room now.
    pub parked: usize,
}

/// What the policy says about one notification, before anything is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Append,
    Join(usize),
    Replace(usize),
    DropNew,
    DropOld,
    Wait,
    Close,
    /// It depends on ids that are still in payloads: read them, and ask again.
    NeedsIds,
}

impl Decision {
    /// Whether the reader will see the event.
    pub(crate) fn delivers(self) -> bool {
        matches!(self, Self::Append | Self::Join(_) | Self::Replace(_) | Self::DropOld)
    }
}

/// A subscriber's queue: one line in the order of emission, of queued events, parked events and server requests.
#[derive(Debug)]
pub(crate) struct Queue<P, B> {
    limits: QueueLimits,
    slots: VecDeque<Slot<P>>,
    /// No parked event stands before this place: where the search for the first one begins.
    first_parked: usize,
    bells: Bells<B>,
    stats: QueueStats,
    server_requests: usize,
    terminal: usize,
    terminal_bytes: usize,
    /// Events dropped after the last slot.
    tail_gap: u64,
    overflowed: bool,
    closed: bool,
    keys: Keys,
    /// Events whose ids were not read from their payloads yet.
    unread: usize,
    /// Whether the reader has come by since a producer last made way for it.
    reader_active: bool,
}

impl<P, B> Queue<P, B> {
    pub(crate) fn new(limits: QueueLimits) -> Self {
        Self {
            limits: QueueLimits {
                capacity: limits.capacity.max(1),
                max_bytes: limits.max_bytes.max(1),
                policy: limits.policy,
            },
            slots: VecDeque::new(),
            first_parked: 0,
            bells: Bells::default(),
            stats: QueueStats::default(),
            server_requests: 0,
            terminal: 0,
            terminal_bytes: 0,
            tail_gap: 0,
            overflowed: false,
            closed: false,
            keys: Keys::default(),
            unread: 0,
            reader_active: true, // a reader that has just subscribed gets its turn as well
        }
    }

    fn has_room(&self, bytes: usize) -> bool {
        let queued = self.stats.queued;
        queued == 0
            || (queued < self.limits.capacity
                && self.stats.queued_bytes.saturating_add(bytes) <= self.limits.max_bytes)
    }

    /// The last event in line that is `wanted`, unless it is parked: then nothing may go before it.
    fn last_queued(&self, wanted: impl Fn(&EventFacts) -> bool) -> Option<(usize, &EventFacts)> {
        self.slots
            .iter()
            .enumerate()
            .rev()
            .find_map(|(position, slot)| match &slot.body {
                Body::Event { facts, ticket, .. } if wanted(facts) => {
                    Some(ticket.is_none().then_some((position, facts)))
                }
                _ => None,
            })
            .flatten()
    }

    /// What becomes of `notification`. At the bound the queue is searched from its end, `capacity` slots at the most.
    pub(crate) fn decide(&self, notification: &Notification<'_>) -> Decision {
        if self.stats.parked == 0 && self.has_room(notification.bytes) {
            return Decision::Append;
        }
        let class = notification.kind.row.class;
        match at_bound(self.limits.policy, class) {
            AtBound::Wait => Decision::Wait,
            AtBound::DropNewest => Decision::DropNew,
            AtBound::Close => Decision::Close,
            AtBound::Join | AtBound::Replace if self.unread > 0 => Decision::NeedsIds,
            AtBound::Join => {
                notification.ids.map_or(Decision::NeedsIds, |ids| self.decide_join(notification, ids))
            }
            AtBound::Replace => {
                notification.ids.map_or(Decision::NeedsIds, |ids| self.decide_replace(notification, ids))
            }
            AtBound::DropOldest => {
                let fits = self.terminal == 0
                    || (self.terminal < self.limits.capacity
                        && self.terminal_bytes.saturating_add(notification.bytes) <= self.limits.max_bytes);
                match (fits && self.stats.parked == 0, class) {
                    (true, _) => Decision::DropOld,
                    (false, DeliveryClass::Terminal) => Decision::Wait,
                    (false, _) => Decision::DropNew,
                }
            }
        }
    }

    /// Read the ids that are still in payloads. That happens once when a queue has come to its bound, and once for each
    /// event that finds room later.
    pub(crate) fn read_ids(&mut self, ids_of: impl Fn(&P, &'static DeliveryRow) -> Option<OwnedIds>) {
        for slot in self.slots.iter_mut().rev() {
            if self.unread == 0 {
                break;
            }
            if let Body::Event { facts, .. } = &mut slot.body
                && facts.is_unread()
                && let Some(ids) = ids_of(&slot.payload, facts.row())
            {
                facts.set_ids(ids.as_ids(), &mut self.keys);
                self.unread -= 1;
            }
        }
    }

    /// Every payload whose ids were not read yet.
    pub(crate) fn unread(&self, see: &mut dyn FnMut(&P)) {
        let is_unread =
            |slot: &&Slot<P>| matches!(&slot.body, Body::Event { facts, .. } if facts.is_unread());
        self.slots.iter().rev().filter(is_unread).take(self.unread).for_each(|slot| see(&slot.payload));
    }

    fn decide_join(&self, notification: &Notification<'_>, ids: Ids<'_>) -> Decision {
        let row = notification.kind.row;
        let fits = self.stats.queued_bytes.saturating_add(notification.text.len()) <= self.limits.max_bytes;
        let continues = |facts: &EventFacts| facts.continues_stream_of(row, ids, &self.keys);
        let related = |facts: &EventFacts| continues(facts) || facts.closes_stream_of(ids, &self.keys);
        match self.last_queued(related) {
            Some((position, facts)) if fits && continues(facts) => Decision::Join(position),
            _ => Decision::Wait,
        }
    }

    fn decide_replace(&self, notification: &Notification<'_>, ids: Ids<'_>) -> Decision {
        let row = notification.kind.row;
        let continues = |facts: &EventFacts| facts.continues_stream_of(row, ids, &self.keys);
        let Some((position, old)) = self.last_queued(continues) else { return Decision::Wait };
        let bytes = (self.stats.queued_bytes - old.bytes).saturating_add(notification.bytes);
        if bytes <= self.limits.max_bytes || notification.bytes <= old.bytes || self.stats.queued == 1 {
            Decision::Replace(position)
        } else {
            Decision::Wait
        }
    }

    /// Carry out `decision`; [`Decision::Wait`] drops, for producers that may not wait any more. The tickets of parked
    /// events that find room go to `admitted`. True when the queue is full now and its reader has been active: a producer
    /// that makes way lets a reader on the same loop keep up.
    pub(crate) fn apply(
        &mut self,
        decision: Decision,
        notification: &Notification<'_>,
        payload: P,
        admitted: &mut Vec<usize>,
        effects: &mut Effects<P, B>,
    ) -> bool {
        self.stats.emitted += 1;
        match decision {
            Decision::Append => self.push(payload, notification),
            Decision::Join(position) => {
                if let Some(Slot { body: Body::Event { facts, joined, .. }, .. }) =
                    self.slots.get_mut(position)
                {
                    joined.get_or_insert_default().push_str(notification.text);
                    facts.bytes += notification.text.len();
                    self.stats.queued_bytes += notification.text.len();
                }
                self.stats.merged += 1;
                effects.discarded.push(payload);
            }
            Decision::Replace(position) => {
                if let Some(Slot { payload: queued, body: Body::Event { facts, .. }, .. }) =
                    self.slots.get_mut(position)
                {
                    effects.discarded.push(std::mem::replace(queued, payload));
                    self.stats.queued_bytes = self.stats.queued_bytes - facts.bytes + notification.bytes;
                    facts.bytes = notification.bytes;
                }
                self.stats.replaced += 1;
                self.admit_parked(admitted, effects); // a smaller state may have made room
            }
            Decision::DropOld => {
                while !self.has_room(notification.bytes) && self.drop_oldest(effects) {}
                self.push(payload, notification);
            }
            Decision::DropNew | Decision::Close | Decision::Wait | Decision::NeedsIds => {
                self.stats.dropped += 1;
                self.tail_gap += 1;
                self.overflowed |= decision == Decision::Close;
                effects.discarded.push(payload);
            }
        }
        self.stats.peak_queued_bytes = self.stats.peak_queued_bytes.max(self.stats.queued_bytes);
        self.bells.ring(&mut effects.ring);
        self.stats.queued >= self.limits.capacity && std::mem::take(&mut self.reader_active)
    }

    fn push(&mut self, payload: P, notification: &Notification<'_>) {
        let facts = self.facts_of(notification);
        self.count(facts.class(), facts.bytes);
        let gap = std::mem::take(&mut self.tail_gap);
        self.slots.push_back(Slot { payload, gap, body: Body::Event { facts, joined: None, ticket: None } });
    }

    fn facts_of(&mut self, notification: &Notification<'_>) -> EventFacts {
        let facts = EventFacts::new(notification, &mut self.keys);
        self.unread += usize::from(facts.is_unread());
        facts
    }

    /// The key of an event that leaves is needed no more.
    fn release(&mut self, facts: &EventFacts) {
        self.unread -= usize::from(facts.is_unread());
        facts.release(&mut self.keys);
    }

    fn count(&mut self, class: DeliveryClass, bytes: usize) {
        self.stats.queued += 1;
        self.stats.queued_bytes += bytes;
        self.stats.peak_queued = self.stats.peak_queued.max(self.stats.queued);
        self.stats.peak_queued_bytes = self.stats.peak_queued_bytes.max(self.stats.queued_bytes);
        if class == DeliveryClass::Terminal {
            self.terminal += 1;
            self.terminal_bytes += bytes;
        }
    }

    fn forget(&mut self, facts: &EventFacts) {
        self.stats.queued -= 1;
        self.stats.queued_bytes -= facts.bytes;
        if facts.class() == DeliveryClass::Terminal {
            self.terminal -= 1;
            self.terminal_bytes -= facts.bytes;
        }
    }

    fn drop_oldest(&mut self, effects: &mut Effects<P, B>) -> bool {
        let oldest = self.slots.iter().position(
            |slot| matches!(&slot.body, Body::Event { facts, .. } if facts.class() != DeliveryClass::Terminal),
        );
        let Some(slot) = oldest.and_then(|position| self.remove(position, 1)) else { return false };
        if let Body::Event { facts, .. } = &slot.body {
            self.forget(facts);
        }
        self.stats.dropped += 1;
        effects.discarded.push(slot.payload);
        true
    }

    /// Take a slot out of the middle; its gap, and `lost` more, stand before whatever follows it.
    fn remove(&mut self, position: usize, lost: u64) -> Option<Slot<P>> {
        let slot = self.slots.remove(position)?;
        if let Body::Event { facts, .. } = &slot.body {
            self.release(facts);
        }
        if position < self.first_parked {
            self.first_parked -= 1;
        }
        let gap = slot.gap + lost;
        match self.slots.get_mut(position) {
            Some(next) => next.gap += gap,
            None => self.tail_gap += gap,
        }
        Some(slot)
    }

    /// Let the producer that holds `ticket` wait for room, at the end of the line.
    pub(crate) fn park(&mut self, ticket: usize, notification: &Notification<'_>, payload: P) {
        if self.stats.parked == 0 {
            self.first_parked = self.slots.len();
        }
        self.stats.parked += 1;
        let facts = self.facts_of(notification);
        let gap = std::mem::take(&mut self.tail_gap);
        let body = Body::Event { facts, joined: None, ticket: Some(ticket) };
        self.slots.push_back(Slot { payload, gap, body });
    }

    /// Take back what `ticket` has parked here; a gap stands for it if it `is_lost`, because others have it.
    pub(crate) fn withdraw(
        &mut self,
        ticket: usize,
        is_lost: bool,
        admitted: &mut Vec<usize>,
        effects: &mut Effects<P, B>,
    ) {
        let parked =
            |slot: &Slot<P>| matches!(slot.body, Body::Event { ticket: Some(own), .. } if own == ticket);
        let Some(position) = self.slots.iter().position(parked) else { return };
        if let Some(slot) = self.remove(position, u64::from(is_lost)) {
            effects.discarded.push(slot.payload);
            self.count_lost(is_lost);
            self.stats.parked -= 1;
            self.admit_parked(admitted, effects); // a large one may have stood before smaller ones
        }
        self.ring_if_ready(effects);
    }

    /// Queue parked events while they fit; their tickets go to `admitted`.
    fn admit_parked(&mut self, admitted: &mut Vec<usize>, effects: &mut Effects<P, B>) {
        while self.stats.parked > 0 {
            let Some(slot) = self.slots.get(self.first_parked) else { return };
            let Body::Event { facts, ticket: Some(_), .. } = &slot.body else {
                self.first_parked += 1;
                continue;
            };
            let (class, bytes) = (facts.class(), facts.bytes);
            if !self.has_room(bytes) {
                return;
            }
            self.count(class, bytes);
            self.stats.parked -= 1;
            self.stats.emitted += 1;
            if let Some(Slot { body: Body::Event { ticket, .. }, .. }) = self.slots.get_mut(self.first_parked)
            {
                admitted.extend(ticket.take());
            }
            self.bells.ring(&mut effects.ring);
        }
    }

    /// Count an event that was never queued as dropped.
    fn count_lost(&mut self, is_lost: bool) {
        self.stats.emitted += u64::from(is_lost);
        self.stats.dropped += u64::from(is_lost);
    }

    /// Release every parked producer; their tickets go to `released`. Gaps stand for their events if they `are_lost`.
    pub(crate) fn release_parked(
        &mut self,
        are_lost: bool,
        released: &mut Vec<usize>,
        effects: &mut Effects<P, B>,
    ) {
        let parked = |slot: &Slot<P>| matches!(slot.body, Body::Event { ticket: Some(_), .. });
        while let Some(position) = self.slots.iter().position(parked) {
            let Some(slot) = self.remove(position, u64::from(are_lost)) else { break };
            self.count_lost(are_lost);
            if let Body::Event { ticket, .. } = slot.body {
                released.extend(ticket);
            }
            effects.discarded.push(slot.payload);
        }
        self.stats.parked = 0;
        self.ring_if_ready(effects);
    }

    /// A gap or a server request may have become the next thing to take.
    fn ring_if_ready(&mut self, effects: &mut Effects<P, B>) {
        if !self.slots.is_empty() || self.tail_gap > 0 {
            self.bells.ring(&mut effects.ring);
        }
    }

    /// Whether nothing new will be read: closed, or closing because of an overflow.
    pub(crate) fn is_ending(&self) -> bool {
        self.closed || self.overflowed
    }

    /// Whether the lane of questions, which is as long as the one of events, is full.
    pub(crate) fn server_requests_full(&self) -> bool {
        self.server_requests >= self.limits.capacity
    }

    /// Queue a question.
    pub(crate) fn push_server_request(&mut self, id: i64, payload: P, effects: &mut Effects<P, B>) {
        self.server_requests += 1;
        let gap = std::mem::take(&mut self.tail_gap);
        self.slots.push_back(Slot { payload, gap, body: Body::ServerRequest(id) });
        self.bells.ring(&mut effects.ring);
    }

    /// The questions that nobody has read, oldest first.
    pub(crate) fn server_request_ids(&self) -> Vec<i64> {
        let id = |slot: &Slot<P>| match slot.body {
            Body::ServerRequest(id) => Some(id),
            Body::Event { .. } => None,
        };
        self.slots.iter().filter_map(id).collect()
    }

    /// Take an unread question out of its lane.
    pub(crate) fn remove_server_request(&mut self, id: i64, effects: &mut Effects<P, B>) {
        let position = self
            .slots
            .iter()
            .position(|slot| matches!(slot.body, Body::ServerRequest(queued) if queued == id));
        if let Some(slot) = position.and_then(|position| self.remove(position, 0)) {
            self.server_requests -= 1;
            effects.discarded.push(slot.payload);
        }
    }

    /// The next thing for the reader. Room that it makes goes to parked producers; their tickets go to `admitted`.
    pub(crate) fn take(&mut self, admitted: &mut Vec<usize>, effects: &mut Effects<P, B>) -> Taken<P> {
        self.reader_active = true;
        let gap = self.slots.front_mut().map_or(&mut self.tail_gap, |front| &mut front.gap);
        if *gap > 0 {
            return Taken::Lagged(std::mem::take(gap));
        }
        match self.slots.pop_front() {
            Some(Slot { payload, body: Body::Event { facts, joined, .. }, .. }) => {
                self.release(&facts);
                self.forget(&facts);
                self.stats.received += 1;
                self.first_parked = self.first_parked.saturating_sub(1);
                self.admit_parked(admitted, effects);
                Taken::Event { payload, joined }
            }
            Some(Slot { payload, body: Body::ServerRequest(_), .. }) => {
                self.server_requests -= 1;
                self.first_parked = self.first_parked.saturating_sub(1);
                Taken::Event { payload, joined: None }
            }
            None if self.overflowed && !self.closed => {
                self.closed = true;
                Taken::Overflow
            }
            None if self.closed => Taken::End,
            None => Taken::Empty,
        }
    }

    /// Arm `bell` for the next thing to take; the bell comes back when something can be taken now.
    pub(crate) fn arm(&mut self, bell: B) -> Result<u64, B> {
        if !self.slots.is_empty() || self.tail_gap > 0 || self.overflowed || self.closed {
            return Err(bell);
        }
        self.reader_active = true;
        Ok(self.bells.arm(bell))
    }

    pub(crate) fn disarm(&mut self, number: u64) -> Option<B> {
        self.bells.disarm(number)
    }

    /// No more events; what is queued can still be taken.
    pub(crate) fn close(&mut self, effects: &mut Effects<P, B>) {
        // An overflow that was not read yet stays the reason of the end.
        self.closed |= !self.overflowed;
        self.bells.ring(&mut effects.ring);
    }

    /// Throw everything away; queued events count as dropped.
    pub(crate) fn clear(&mut self, released: &mut Vec<usize>, effects: &mut Effects<P, B>) {
        self.release_parked(false, released, effects);
        effects.discarded.extend(self.slots.drain(..).map(|slot| slot.payload));
        self.keys = Keys::default();
        self.unread = 0;
        self.stats.dropped += self.stats.queued as u64;
        self.stats.queued = 0;
        self.stats.queued_bytes = 0;
        self.close(effects);
    }

    pub(crate) fn stats(&self) -> QueueStats {
        self.stats
    }

    /// Every payload and bell held, for garbage collectors.
    pub(crate) fn held(&self) -> (impl Iterator<Item = &P>, impl Iterator<Item = &B>) {
        (self.slots.iter().map(|slot| &slot.payload), self.bells.iter())
    }
}
