//! Notifications: to which connections, to which of their streams, and the producers that wait for room.

use indexmap::IndexSet;

use super::{Lifecycle, Server, parked::Settled};
use crate::{
    connection::ConnectionId,
    effects::Effects,
    error::CoreError,
    events::{
        StreamId,
        delivery::Audience,
        notification::{Ids, Notification},
        parked::{ParkedAt, ParkedId, Parking},
        queue::{Decision, Outbox},
    },
    threads::{ThreadKey, Threads},
    types::Types,
};

/// How many ids are read under one lock.
const IDS_A_CALL: usize = 64;

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Every matching stream has dealt with it.
    Delivered,
    /// The same, and a reader should get its turn before the producer goes on.
    DeliveredYield,
    /// Some streams have no room; the id tells when they have taken it.
    Parked(ParkedId),
    /// Nothing was delivered: someone would have to wait, and the producer may not.
    Refused,
    /// The shutdown has begun and no stream has room: a gap stands for it in each.
    Missed,
    /// Nothing was done: it depends on ids that are still in payloads. Read the notification's own, show them all of
    /// [`Server::unkeyed`], give what they belong to to [`Server::set_ids`], and send again, until it is something else.
    NeedsIds,
}

/// What happens when a stream has no room for an event that must not be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WithoutRoom {
    /// The producer waits.
    Park,
    /// Nothing is delivered to anybody.
    Refuse,
    /// The shutdown has begun: the others get it, and this one is told of a gap.
    Skip,
}

/// The connections that a notification goes to.
#[derive(Clone, Copy, Debug)]
enum Recipients {
    Nobody,
    One(ConnectionId),
    Subscribers(ThreadKey),
    All,
}

impl Recipients {
    fn iter<'a>(
        self,
        open: &'a IndexSet<ConnectionId>,
        threads: &'a Threads,
    ) -> impl Iterator<Item = ConnectionId> + use<'a> {
        let (one, many) = match self {
            Self::Nobody => (None, None),
            Self::One(connection) => (Some(connection), None),
            Self::Subscribers(thread) => (None, threads.subscribers(thread)),
            Self::All => (None, Some(open)),
        };
        one.into_iter().chain(many.into_iter().flatten().copied())
    }
}

impl<T: Types> Server<T> {
    /// Deliver a notification to every matching stream of its audience, or of one connection alone. With `may_park` false
    /// nothing is delivered if someone would have to wait. Once the shutdown has begun nobody waits: it goes to those that
    /// have room, and a gap stands for it in the others.
    ///
    /// # Errors
    /// The server is closed.
    pub fn send(
        &mut self,
        notification: &Notification<'_>,
        payload: T::Payload,
        to: Option<ConnectionId>,
        may_park: bool,
        effects: &mut Effects<T>,
    ) -> Result<Sent, CoreError> {
        self.notifications += 1;
        if self.lifecycle == Lifecycle::Closed {
            effects.discarded.push(payload);
            return Err(CoreError::Closed);
        }
        let without_room = match (self.lifecycle, may_park) {
            (Lifecycle::Running, true) => WithoutRoom::Park,
            (Lifecycle::Running, false) => WithoutRoom::Refuse,
            _ => WithoutRoom::Skip,
        };
        let payload = match self.send_to_the_only_stream(notification, payload, to, without_room, effects) {
            Ok(sent) => return Ok(sent),
            Err(payload) => payload,
        };
        let recipients = self.recipients(notification, to);
        if recipients.is_none_or(|recipients| !self.make_plan(notification, recipients)) {
            self.notifications -= 1; // it will be sent again
            effects.discarded.push(payload);
            return Ok(Sent::NeedsIds);
        }
        let plan = std::mem::take(&mut self.plan);
        let sent = self.carry_out(&plan, notification, payload, without_room, effects);
        self.plan = plan;
        Ok(sent)
    }

    /// The way of most events: one connection, which has every thread, with one stream, which has room. It saves a third
    /// of what sending costs. The payload comes back where it is not so simple.
    fn send_to_the_only_stream(
        &mut self,
        notification: &Notification<'_>,
        payload: T::Payload,
        to: Option<ConnectionId>,
        without_room: WithoutRoom,
        effects: &mut Effects<T>,
    ) -> Result<Sent, T::Payload> {
        let Some(only) = self.open.first().copied() else { return Err(payload) };
        let is_only = self.open.len() == 1 && self.streams.len() == 1;
        if !is_only || to.is_some_and(|to| to != only) || self.has_audiences() {
            return Err(payload);
        }
        let Some(connection) = self.connections.get_mut(only.0) else { return Err(payload) };
        let stream = self.streams.get_mut(connection.primary.0).filter(|stream| stream.indexed);
        let Some(stream) = stream else { return Err(payload) };
        if stream.queue.decide(notification) != Decision::Append || !connection.gate.wants(notification.info)
        {
            return Err(payload);
        }
        connection.counts.notifications += 1;
        let Effects { wake, discarded, .. } = effects;
        let mut out = Outbox { moved: &mut self.moved, wake, discarded };
        stream.queue.apply(Decision::Append, notification, payload, &mut out);
        let make_way = without_room == WithoutRoom::Park && stream.queue.reader_is_due();
        Ok(if make_way { Sent::DeliveredYield } else { Sent::Delivered })
    }

    /// The connections that a notification goes to; None: that depends on its ids.
    fn recipients(&self, notification: &Notification<'_>, to: Option<ConnectionId>) -> Option<Recipients> {
        if notification.ids.is_none() && self.thread_streams > 0 {
            return None;
        }
        if let Some(to) = to {
            let is_open = self.connections.get(to.0).is_some_and(|connection| !connection.closed);
            return Some(if is_open { Recipients::One(to) } else { Recipients::Nobody });
        }
        if notification.info.rule.audience == Audience::Everyone || !self.has_audiences() {
            return Some(Recipients::All);
        }
        let thread = self.threads.find(notification.ids?.thread);
        Some(thread.map_or(Recipients::All, Recipients::Subscribers))
    }

    /// Decide for every matching stream what becomes of the notification: first for all, since queues are independent and
    /// what one of them does changes no other decision. False: it depends on ids.
    fn make_plan(&mut self, notification: &Notification<'_>, recipients: Recipients) -> bool {
        let may_pass = matches!(recipients, Recipients::All)
            && notification.info.rule.audience == Audience::Everyone
            && self.has_audiences();
        let Self { connections, streams, plan, open, threads, .. } = self;
        let info = notification.info;
        let thread = notification.ids.map_or("", |ids| ids.thread);
        let subscribers = threads.find(thread).and_then(|thread| threads.subscribers(thread));
        let mut needs_ids = false;
        plan.clear();
        for id in recipients.iter(open, threads) {
            let Some(connection) = connections.get_mut(id.0) else { continue };
            connection.counts.notifications += 1;
            if !connection.gate.wants(info) {
                connection.counts.filtered += 1;
                continue;
            }
            let in_order_up_to = connection.in_order_up_to;
            connection.index.matching(thread, &info.method, |stream| {
                if let Some(state) = streams.get_mut(stream.0) {
                    let mut decision = state.queue.decide(notification);
                    if decision == Decision::Wait && may_pass {
                        if notification.ids.is_none() {
                            decision = Decision::NeedsIds;
                        } else if subscribers.is_some_and(|subscribers| !subscribers.contains(&id))
                            && state.queue.first_waiting().is_none_or(|first| Some(first) > in_order_up_to)
                        {
                            decision = state.queue.decide_for_a_stranger(notification);
                        }
                    }
                    needs_ids |= decision == Decision::NeedsIds;
                    plan.push((stream, decision));
                }
            });
        }
        if needs_ids {
            for connection in recipients.iter(open, threads) {
                if let Some(connection) = connections.get_mut(connection.0) {
                    connection.counts.notifications -= 1; // it will be sent again
                    connection.counts.filtered -= u64::from(!connection.gate.wants(info));
                }
            }
        }
        !needs_ids
    }

    fn carry_out(
        &mut self,
        plan: &[(StreamId, Decision)],
        notification: &Notification<'_>,
        payload: T::Payload,
        without_room: WithoutRoom,
        effects: &mut Effects<T>,
    ) -> Sent {
        let waits = |(_, decision): &(StreamId, Decision)| *decision == Decision::Wait;
        if without_room == WithoutRoom::Refuse && plan.iter().any(waits) {
            effects.discarded.push(payload);
            return Sent::Refused;
        }
        let mut payload = Some(payload);
        let mut parking = Parking::default();
        let mut make_way = false;
        let mut reached_somebody = false;
        for (position, (id, decision)) in plan.iter().enumerate() {
            // The last stream gets the payload itself: with one stream nothing is shared.
            let own =
                if position + 1 == plan.len() { payload.take() } else { payload.as_ref().map(T::share) };
            let (Some(own), Some(stream)) = (own, self.streams.get_mut(id.0)) else { continue };
            if *decision == Decision::Wait && without_room == WithoutRoom::Park {
                let connection = stream.connection;
                let (number, is_new) = parking.begin(connection);
                let at = ParkedAt { id: self.parked.next_id(), connection: number };
                parking.add(*id, stream.queue.park(at, notification, own));
                if let Some(state) = self.connections.get_mut(connection.0) {
                    state.counts.parked += u64::from(is_new);
                    let thread = notification.ids.and_then(|ids| self.threads.find(ids.thread));
                    if thread.is_none_or(|thread| !state.threads.contains(&thread)) {
                        state.in_order_up_to = Some(at.id);
                    }
                }
                continue;
            }
            reached_somebody |= decision.delivers();
            let Effects { wake, discarded, .. } = &mut *effects;
            let mut out = Outbox { moved: &mut self.moved, wake, discarded };
            stream.queue.apply(*decision, notification, own, &mut out);
            // Only who may wait can make way: a send that only tries must not use up the reader's turn.
            make_way |= without_room == WithoutRoom::Park && stream.queue.reader_is_due();
            if stream.queue.has_notice() {
                effects.wake.extend(self.watcher.take());
            }
            if *decision == Decision::Close {
                let connection = stream.connection;
                self.hide(*id);
                self.update_listening(connection);
            }
            if !self.moved.is_empty() {
                self.settle(Settled::Taken, effects);
            }
        }
        effects.discarded.extend(payload);
        if !parking.is_empty() {
            effects.wake.extend(self.watcher.take());
            return Sent::Parked(self.parked.add(parking, reached_somebody));
        }
        if without_room == WithoutRoom::Skip && !plan.is_empty() && plan.iter().all(waits) {
            return Sent::Missed;
        }
        if make_way { Sent::DeliveredYield } else { Sent::Delivered }
    }

    // ---- ids that are still in payloads

    /// The streams that a notification goes to, whose ids are known.
    fn matching(&self, notification: &Notification<'_>, to: Option<ConnectionId>) -> Vec<StreamId> {
        let mut matching = Vec::new();
        let Some(recipients) = self.recipients(notification, to) else { return matching };
        let thread = notification.ids.map_or("", |ids| ids.thread);
        for connection in recipients.iter(&self.open, &self.threads) {
            if let Some(connection) = self.connections.get(connection.0)
                && connection.gate.wants(notification.info)
            {
                connection.index.matching(thread, &notification.info.method, |stream| matching.push(stream));
            }
        }
        matching
    }

    /// Show `see` payloads whose ids were not read yet, of those queued where a notification goes: for
    /// [`Server::set_ids`]. At most 64 a call, the oldest of each stream first. The notification's own ids are there.
    pub fn unkeyed(
        &self,
        notification: &Notification<'_>,
        to: Option<ConnectionId>,
        see: &mut dyn FnMut(&T::Payload),
    ) {
        let mut left = IDS_A_CALL;
        for stream in self.matching(notification, to) {
            if let Some(stream) = self.streams.get(stream.0) {
                left -= stream.queue.unkeyed(left, see);
            }
        }
    }

    /// Tell the ids of queued payloads that [`Server::unkeyed`] has shown for the same notification; `ids_of` returns None
    /// for others.
    pub fn set_ids<'a>(
        &mut self,
        notification: &Notification<'_>,
        to: Option<ConnectionId>,
        ids_of: &dyn Fn(&T::Payload) -> Option<Ids<'a>>,
    ) {
        let mut left = IDS_A_CALL;
        for stream in self.matching(notification, to) {
            if let Some(stream) = self.streams.get_mut(stream.0) {
                left -= stream.queue.set_ids(left, ids_of);
            }
        }
    }
}
