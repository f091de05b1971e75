//! Events to subscribers: one queue each, and the producers that wait for room.

use slab::Slab;

use crate::{
    delivery::DeliveryRow,
    effects::Effects,
    event::{Notification, OwnedIds, Taken},
    queue::{Decision, Queue, QueueLimits, QueueStats},
    subscribers::{Filter, SubscriberId, SubscriberIndex},
};

/// The number of a parked producer, for as long as its ticket exists.
pub type TicketId = usize;

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Every matching subscriber has dealt with it.
    Delivered,
    /// The same, and a reader should get its turn before the producer goes on.
    DeliveredYield,
    /// Some subscribers have no room; the ticket tells when they have taken it.
    Parked(TicketId),
    /// Nothing was delivered: someone would have to wait, and the producer may not.
    Refused,
    /// The shutdown has begun and no subscriber has room: a gap stands for it with each.
    Missed,
    /// Nothing was done: it depends on ids that [`Types::ids`](crate::Types::ids) cannot tell under the lock. Read the
    /// notification's own and those of [`Core::unread`](crate::Core::unread), give the latter to
    /// [`Core::set_ids`](crate::Core::set_ids), and send again.
    NeedsIds,
}

/// What happens when a subscriber has no room for an event that must not be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WithoutRoom {
    /// The producer waits.
    Park,
    /// Nothing is delivered to anybody.
    Refuse,
    /// The shutdown has begun: the others get it, and this one is told of a gap.
    Skip,
}

#[derive(Debug)]
struct Subscriber<P, B> {
    filter: Filter,
    queue: Queue<P, B>,
}

#[derive(Debug)]
struct Ticket<B> {
    /// Subscribers that have not taken the event yet.
    waiting: Vec<SubscriberId>,
    bell: Option<B>,
    released: bool,
    /// Whether a subscriber has taken it: its reader will see it, whatever becomes of the others.
    reached_somebody: bool,
}

/// All subscribers of a runtime.
#[derive(Debug)]
pub(crate) struct FanOut<P, B> {
    subscribers: Slab<Subscriber<P, B>>,
    index: SubscriberIndex,
    tickets: Slab<Ticket<B>>,
    /// Kept between calls, so that a delivery allocates nothing.
    plan: Vec<(SubscriberId, Decision)>,
    admitted: Vec<TicketId>,
}

impl<P, B> Default for FanOut<P, B> {
    fn default() -> Self {
        Self {
            subscribers: Slab::new(),
            index: SubscriberIndex::default(),
            tickets: Slab::new(),
            plan: Vec::new(),
            admitted: Vec::new(),
        }
    }
}

impl<P, B> FanOut<P, B> {
    pub(crate) fn subscribe(&mut self, filter: Filter, limits: QueueLimits) -> SubscriberId {
        let entry = self.subscribers.vacant_entry();
        let id = entry.key();
        self.index.insert(&filter, id);
        entry.insert(Subscriber { filter, queue: Queue::new(limits) });
        id
    }

    /// End a subscription: what is queued is thrown away, and nothing reaches it any more.
    pub(crate) fn end(&mut self, id: SubscriberId, effects: &mut Effects<P, B>) -> QueueStats {
        let Some(subscriber) = self.subscribers.get_mut(id) else { return QueueStats::default() };
        self.index.remove(&subscriber.filter, id);
        subscriber.queue.clear(&mut self.admitted, effects);
        let stats = subscriber.queue.stats();
        self.settle_admitted(id, false, effects);
        stats
    }

    /// Give up an ended subscription's number.
    pub(crate) fn forget(&mut self, id: SubscriberId) {
        drop(self.subscribers.try_remove(id)); // it was emptied when it ended
    }

    /// Deliver to every matching subscriber. `share` makes another reference to the payload, `ids_of` reads its ids.
    pub(crate) fn send(
        &mut self,
        notification: &Notification<'_>,
        payload: P,
        share: impl Fn(&P) -> P,
        ids_of: impl Fn(&P, &'static DeliveryRow) -> Option<OwnedIds>,
        without_room: WithoutRoom,
        effects: &mut Effects<P, B>,
    ) -> Sent {
        // Decided first, for all: queues are independent, so that what one of them does changes no other decision.
        let mut plan = std::mem::take(&mut self.plan);
        plan.clear();
        let mut notification = *notification;
        let ids;
        let mut needs_ids = notification.ids.is_none() && self.index.filters_by_thread();
        if !needs_ids {
            self.decide(&notification, &mut plan);
            needs_ids = plan.iter().any(|(_, decision)| *decision == Decision::NeedsIds);
        }
        if needs_ids {
            if notification.ids.is_none() {
                let Some(read) = ids_of(&payload, notification.kind.row) else {
                    self.plan = plan;
                    effects.discarded.push(payload);
                    return Sent::NeedsIds;
                };
                ids = read;
                notification.ids = Some(ids.as_ids());
            }
            plan.clear();
            self.decide(&notification, &mut plan);
            if plan.iter().any(|(_, decision)| *decision == Decision::NeedsIds) {
                for (id, _) in &plan {
                    self.subscribers[*id].queue.read_ids(&ids_of);
                }
                plan.clear();
                self.decide(&notification, &mut plan);
            }
            if plan.iter().any(|(_, decision)| *decision == Decision::NeedsIds) {
                self.plan = plan;
                effects.discarded.push(payload);
                return Sent::NeedsIds;
            }
        }
        let sent = self.carry_out(&plan, &notification, payload, share, without_room, effects);
        self.plan = plan;
        sent
    }

    /// Read the ids that are still in payloads queued for those that want a notification, as far as `ids_of` tells them.
    pub(crate) fn read_ids(
        &mut self,
        notification: &Notification<'_>,
        ids_of: &impl Fn(&P, &'static DeliveryRow) -> Option<OwnedIds>,
    ) {
        let Self { subscribers, index, .. } = self;
        index.matching(notification.thread(), &notification.kind.method, |id| {
            subscribers[id].queue.read_ids(ids_of);
        });
    }

    /// Every payload whose ids were not read yet, of those queued for those that want a notification.
    pub(crate) fn unread(&self, notification: &Notification<'_>, see: &mut dyn FnMut(&P)) {
        self.index.matching(notification.thread(), &notification.kind.method, |id| {
            self.subscribers[id].queue.unread(see);
        });
    }

    fn decide(&self, notification: &Notification<'_>, plan: &mut Vec<(SubscriberId, Decision)>) {
        self.index.matching(notification.thread(), &notification.kind.method, |id| {
            plan.push((id, self.subscribers[id].queue.decide(notification)));
        });
    }

    fn carry_out(
        &mut self,
        plan: &[(SubscriberId, Decision)],
        notification: &Notification<'_>,
        payload: P,
        share: impl Fn(&P) -> P,
        without_room: WithoutRoom,
        effects: &mut Effects<P, B>,
    ) -> Sent {
        let waits = |(_, decision): &(SubscriberId, Decision)| *decision == Decision::Wait;
        if without_room == WithoutRoom::Refuse && plan.iter().any(waits) {
            effects.discarded.push(payload);
            return Sent::Refused;
        }
        let mut payload = Some(payload);
        let mut waiting = Vec::new();
        let mut make_way = false;
        let mut reached_somebody = false;
        for (position, (id, decision)) in plan.iter().enumerate() {
            // The last subscriber gets the payload itself: with one subscriber nothing is shared.
            let own = if position + 1 == plan.len() { payload.take() } else { payload.as_ref().map(&share) };
            let (Some(own), Some(subscriber)) = (own, self.subscribers.get_mut(*id)) else { continue };
            match *decision {
                Decision::Wait if without_room == WithoutRoom::Park => {
                    subscriber.queue.park(self.tickets.vacant_key(), notification, own);
                    waiting.push(*id);
                }
                decision => {
                    reached_somebody |= decision.delivers();
                    make_way |=
                        subscriber.queue.apply(decision, notification, own, &mut self.admitted, effects);
                    if decision == Decision::Close {
                        self.index.remove(&subscriber.filter, *id);
                    }
                    if !self.admitted.is_empty() {
                        self.settle_admitted(*id, true, effects);
                    }
                }
            }
        }
        effects.discarded.extend(payload);
        if !waiting.is_empty() {
            let ticket = Ticket { waiting, bell: None, released: false, reached_somebody };
            return Sent::Parked(self.tickets.insert(ticket));
        }
        if without_room == WithoutRoom::Skip && !plan.is_empty() && plan.iter().all(waits) {
            return Sent::Missed;
        }
        if make_way && without_room == WithoutRoom::Park { Sent::DeliveredYield } else { Sent::Delivered }
    }

    pub(crate) fn take(&mut self, id: SubscriberId, effects: &mut Effects<P, B>) -> Taken<P> {
        let Some(subscriber) = self.subscribers.get_mut(id) else { return Taken::End };
        let taken = subscriber.queue.take(&mut self.admitted, effects);
        if !self.admitted.is_empty() {
            self.settle_admitted(id, true, effects);
        }
        taken
    }

    /// The subscriber is done with the tickets in `self.admitted`: it has taken their events, or has ended.
    fn settle_admitted(&mut self, id: SubscriberId, has_taken: bool, effects: &mut Effects<P, B>) {
        for number in self.admitted.drain(..) {
            if let Some(ticket) = self.tickets.get_mut(number) {
                ticket.reached_somebody |= has_taken;
                ticket.waiting.retain(|other| *other != id);
                if ticket.waiting.is_empty() {
                    effects.ring.extend(ticket.bell.take());
                }
            }
        }
    }

    /// Arm a parked producer's bell; it comes back when there is nothing to wait for any more.
    pub(crate) fn arm_ticket(&mut self, number: TicketId, bell: B) -> Result<Option<B>, B> {
        match self.tickets.get_mut(number) {
            Some(ticket) if !ticket.released && !ticket.waiting.is_empty() => Ok(ticket.bell.replace(bell)),
            _ => Err(bell),
        }
    }

    /// Whether every subscriber has taken the parked event.
    pub(crate) fn is_delivered(&self, number: TicketId) -> bool {
        self.tickets.get(number).is_some_and(|ticket| !ticket.released && ticket.waiting.is_empty())
    }

    /// Whether a subscriber has taken the parked event, or nobody is left to take it.
    pub(crate) fn reached_somebody(&self, number: TicketId) -> bool {
        self.is_delivered(number) || self.tickets.get(number).is_some_and(|ticket| ticket.reached_somebody)
    }

    /// Give a ticket back; what was not delivered yet is not delivered, and a gap stands for it if others
    /// have it. True when something was taken back.
    pub(crate) fn withdraw(&mut self, number: TicketId, effects: &mut Effects<P, B>) -> (bool, Option<B>) {
        let Some(ticket) = self.tickets.try_remove(number) else { return (false, None) };
        for id in &ticket.waiting {
            if let Some(subscriber) = self.subscribers.get_mut(*id) {
                let is_lost = ticket.reached_somebody;
                subscriber.queue.withdraw(number, is_lost, &mut self.admitted, effects);
            }
            self.settle_admitted(*id, true, effects);
        }
        (!ticket.waiting.is_empty() && !ticket.released, ticket.bell)
    }

    /// Wake every parked producer; gaps stand for their events where they were not taken.
    pub(crate) fn release_parked(&mut self, effects: &mut Effects<P, B>) {
        for (_, subscriber) in &mut self.subscribers {
            subscriber.queue.release_parked(true, &mut self.admitted, effects);
        }
        for number in self.admitted.drain(..) {
            if let Some(ticket) = self.tickets.get_mut(number) {
                ticket.released = true;
                ticket.waiting.clear();
                effects.ring.extend(ticket.bell.take());
            }
        }
    }

    pub(crate) fn close(&mut self, effects: &mut Effects<P, B>) {
        for (_, subscriber) in &mut self.subscribers {
            subscriber.queue.close(effects);
        }
    }

    pub(crate) fn queue(&mut self, id: SubscriberId) -> Option<&mut Queue<P, B>> {
        self.subscribers.get_mut(id).map(|subscriber| &mut subscriber.queue)
    }

    pub(crate) fn stats(&self, id: SubscriberId) -> QueueStats {
        self.subscribers.get(id).map(|subscriber| subscriber.queue.stats()).unwrap_or_default()
    }

    pub(crate) fn subscribers(&self) -> usize {
        self.subscribers.len()
    }

    pub(crate) fn parked(&self) -> usize {
        self.tickets.iter().filter(|(_, ticket)| !ticket.released && !ticket.waiting.is_empty()).count()
    }

    /// Every payload and bell held, for garbage collectors.
    pub(crate) fn visit(&self, payload: &mut dyn FnMut(&P), bell: &mut dyn FnMut(&B)) {
        for (_, subscriber) in &self.subscribers {
            let (payloads, bells) = subscriber.queue.held();
            payloads.for_each(&mut *payload);
            bells.for_each(&mut *bell);
        }
        self.tickets.iter().filter_map(|(_, ticket)| ticket.bell.as_ref()).for_each(&mut *bell);
    }
}
