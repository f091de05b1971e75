//! What the owner of the connections and the workers that serve them share: here the state, and the owner's side.

use std::{
    collections::{HashMap, VecDeque},
    os::fd::RawFd,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicUsize},
    task::Waker,
};

use bytes::Bytes;

use super::{
    arrival::{Arrival, Ending},
    at_once::AtOnce,
    descriptor::Writing,
    limits::{CROWDED, KEPT, Limits, QUEUED, ROOMY},
    listeners::Listening,
    outbox::{Outbox, PIECE},
};
use crate::signal::LoopSignal;

/// How many arrivals of one connection are taken before another has its turn.
const TURN: usize = 16;

/// The WebSocket close codes that we use ourselves.
pub(super) mod code {
    pub(in crate::wire) const NORMAL: u16 = 1000;
    pub(in crate::wire) const PROTOCOL: u16 = 1002;
    pub(in crate::wire) const INVALID: u16 = 1007;
    pub(in crate::wire) const POLICY: u16 = 1008;
    pub(in crate::wire) const TOO_BIG: u16 = 1009;
    pub(in crate::wire) const OVERLOADED: u16 = 1013;
}

/// How a connection is to be ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) code: u16,
    pub(super) ending: Ending,
    pub(super) reason: String,
}

impl Order {
    pub(super) fn new(code: u16, ending: Ending, reason: impl Into<String>) -> Self {
        Self { code, ending, reason: reason.into() }
    }
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Peer {
    pub(super) inbox: VecDeque<Arrival>,
    pub(super) unread: usize,
    pub(super) outbox: Outbox,
    /// Where lines may be written by who queues them, as that never blocks.
    pub(super) line_end: Option<Arc<Writing>>,
    /// The bytes of the outbox, and those that a worker has taken and not written yet.
    pub(super) unsent: usize,
    /// The bytes of the one message that is as long as all that may be unsent, and came when little was; 0: none.
    pub(super) long: usize,
    pub(super) is_crowded: bool,
    /// Set once: nothing more is read or taken in.
    pub(super) order: Option<Order>,
    /// What wakes its worker.
    pub(super) worker: Option<Waker>,
    /// The peer sends nothing more.
    has_ended: bool,
    /// The owner is told that something is due, and has not taken that.
    is_rung: bool,
    /// The worker has stopped reading until something is taken.
    pub(super) waits_for_room: bool,
}

/// What has happened since the start.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counters {
    pub(super) opened: u64,
    pub(super) closed: u64,
    pub(super) received: u64,
    pub(super) sent: u64,
    pub(super) junk: u64,
    pub(super) turned_away: u64,
}

#[derive(Debug)]
pub(super) struct State {
    signal: LoopSignal,
    pub(super) peers: HashMap<u64, Peer>,
    /// The connections of which something can be taken, each once, and some that were closed meanwhile.
    ready: VecDeque<u64>,
    numbers: u64,
    pub(super) is_shut_down: bool,
    pub(super) listeners: HashMap<u64, Listening>,
    pub(super) counters: Counters,
}

impl State {
    pub(super) fn next_number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// Have the owner told that something is due of a connection that it carries.
    pub(super) fn ring(&mut self, number: u64) {
        let Some(peer) = self.peers.get_mut(&number) else { return };
        let is_over = matches!(peer.inbox.back(), Some(Arrival::Closed(..)));
        if !is_over && !std::mem::replace(&mut peer.is_rung, true) {
            self.arrive(number, Arrival::Due);
        }
    }

    /// Have the owner told of something of a connection that is there.
    pub(super) fn arrive(&mut self, number: u64, arrival: Arrival) {
        let Some(peer) = self.peers.get_mut(&number) else { return };
        match &arrival {
            Arrival::Opened(_) => self.counters.opened += 1,
            Arrival::Message(_) => self.counters.received += 1,
            Arrival::Junk(_) => self.counters.junk += 1,
            Arrival::Closed(..) => self.counters.closed += 1,
            Arrival::Eof => peer.has_ended = true,
            Arrival::Room | Arrival::Due => {}
        }
        peer.unread += arrival.size();
        if peer.inbox.is_empty() {
            self.ready.push_back(number);
        }
        peer.inbox.push_back(arrival);
        self.signal.raise();
    }

    /// Messages of so many bytes of a connection are written.
    pub(super) fn written(&mut self, number: u64, bytes: usize) {
        let Some(peer) = self.peers.get_mut(&number) else { return };
        peer.unsent = peer.unsent.saturating_sub(bytes);
        if peer.is_crowded && peer.unsent <= ROOMY {
            peer.is_crowded = false;
            if peer.order.is_none() {
                self.arrive(number, Arrival::Room);
            }
        }
    }
}

/// What the owner reads of its connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WireStats {
    /// Connections that are not over, or whose end was not taken.
    pub peers: u64,
    /// Sockets that are listened on.
    pub listeners: u64,
    /// Connections that could be used.
    pub opened: u64,
    /// Connections that are over.
    pub closed: u64,
    /// Messages that have arrived.
    pub received: u64,
    /// Messages that were to be sent.
    pub sent: u64,
    /// What was no message.
    pub junk: u64,
    /// Connections that were refused because there were too many.
    pub turned_away: u64,
    /// Bytes that wait to be taken.
    pub unread: u64,
    /// Bytes that wait to be written.
    pub unsent: u64,
}

#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    pub(super) limits: Limits,
    /// How many connections are accepted, those among them whose handshake is not done.
    pub(super) accepted: AtomicUsize,
}

impl Shared {
    pub(super) fn new(limits: Limits) -> std::io::Result<Self> {
        let state = State {
            signal: LoopSignal::new()?,
            peers: HashMap::new(),
            ready: VecDeque::new(),
            numbers: 0,
            is_shut_down: false,
            listeners: HashMap::new(),
            counters: Counters::default(),
        };
        Ok(Self { state: Mutex::new(state), limits, accepted: AtomicUsize::new(0) })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }

    // -- the owner's side

    pub(super) fn fileno(&self) -> Option<RawFd> {
        self.lock().signal.fileno()
    }

    /// Take what has arrived, of each connection in its order, and of all in turn.
    pub(super) fn take(&self, most: usize) -> Vec<(u64, Arrival)> {
        let mut taken = Vec::new();
        let mut woken = Vec::new();
        let mut state = self.lock();
        let State { ready, peers, .. } = &mut *state;
        while taken.len() < most
            && let Some(number) = ready.pop_front()
        {
            let Some(peer) = peers.get_mut(&number) else { continue };
            for _ in 0..TURN.min(most - taken.len()) {
                let Some(arrival) = peer.inbox.pop_front() else { break };
                peer.unread -= arrival.size();
                peer.is_rung &= arrival != Arrival::Due;
                taken.push((number, arrival));
            }
            if peer.waits_for_room && peer.unread <= self.limits.unread / 2 {
                peer.waits_for_room = false;
                woken.extend(peer.worker.clone());
            }
            if !peer.inbox.is_empty() {
                ready.push_back(number);
                continue;
            }
            peer.inbox.shrink_to(KEPT);
            if matches!(taken.last(), Some((last, Arrival::Closed(..))) if *last == number) {
                peers.remove(&number);
            }
        }
        if state.ready.is_empty() {
            state.signal.clear();
        }
        drop(state);
        woken.into_iter().for_each(Waker::wake);
        taken
    }

    /// Queue messages; what is unsent then, None when the connection takes nothing more. What is to be written by the
    /// caller, whom nobody else does it for.
    pub(super) fn send(
        self: &Arc<Self>,
        number: u64,
        messages: Vec<Bytes>,
    ) -> Option<(usize, Option<AtOnce>)> {
        let mut dropped = VecDeque::new();
        let mut state = self.lock();
        let State { peers, counters, .. } = &mut *state;
        let peer = peers.get_mut(&number).filter(|peer| peer.order.is_none())?;
        counters.sent += messages.len() as u64;
        if peer.unsent <= CROWDED {
            // No message that may be sent at all is too long for a peer that keeps up.
            let long = self.limits.unsent..=self.limits.message;
            peer.long = messages.iter().map(Bytes::len).filter(|size| long.contains(size)).max().unwrap_or(0);
        }
        let bytes = messages.iter().map(Bytes::len).sum::<usize>();
        let is_idle = peer.outbox.is_idle();
        peer.unsent += bytes;
        peer.outbox.extend(messages);
        let unsent = peer.unsent;
        peer.is_crowded |= unsent > CROWDED;
        if unsent + peer.outbox.len() * QUEUED > self.limits.unsent + peer.long {
            let reason = format!("more than {} bytes are unsent", self.limits.unsent);
            peer.order = Some(Order::new(code::OVERLOADED, Ending::Overloaded, reason));
            let (bytes, messages) = peer.outbox.drain();
            peer.unsent -= bytes;
            dropped = messages;
        }
        if is_idle
            && (1..=PIECE).contains(&bytes)
            && peer.order.is_none()
            && let Some(end) = &peer.line_end
        {
            let end = Arc::clone(end);
            let at_once = AtOnce::new(Arc::clone(self), number, end, peer.outbox.take_all());
            return Some((unsent, Some(at_once)));
        }
        let worker = peer.worker.clone();
        drop(state);
        worker.iter().for_each(Waker::wake_by_ref);
        drop(dropped);
        Some((unsent, None))
    }

    /// Messages of so many bytes were taken by `AtOnce`, and are written but for `rest`.
    pub(super) fn wrote_at_once(&self, number: u64, bytes: usize, rest: Option<Bytes>) {
        let mut state = self.lock();
        let Some(peer) = state.peers.get_mut(&number) else { return };
        let is_all = rest.is_none();
        let goes_on = peer.outbox.written_at_once(rest.map(|rest| (rest, bytes)));
        let worker = if goes_on || peer.order.is_some() { peer.worker.clone() } else { None };
        if is_all {
            state.written(number, bytes);
        }
        drop(state);
        worker.into_iter().for_each(Waker::wake);
    }

    /// Have a connection closed by its worker. What has arrived of it and was not taken is dropped.
    pub(super) fn close(&self, number: u64, code: u16, reason: String) {
        let mut state = self.lock();
        let Some(peer) = state.peers.get_mut(&number).filter(|peer| peer.order.is_none()) else { return };
        let ending = if peer.has_ended { Ending::Eof } else { Ending::Closed };
        peer.order = Some(Order::new(code, ending, reason));
        let dropped = std::mem::take(&mut peer.inbox);
        (peer.unread, peer.is_rung) = (0, false);
        let worker = peer.worker.clone();
        drop(state);
        worker.into_iter().for_each(Waker::wake);
        drop(dropped);
    }

    /// End everything at once; every connection is told to be over.
    pub(super) fn shut_down(&self) {
        let mut state = self.lock();
        state.is_shut_down = true;
        let listeners = std::mem::take(&mut state.listeners);
        let numbers: Vec<u64> = state.peers.keys().copied().collect();
        let mut dropped = Vec::new();
        let mut woken = Vec::new();
        for number in numbers {
            let Some(peer) = state.peers.get_mut(&number) else { continue };
            if matches!(peer.inbox.back(), Some(Arrival::Closed(..))) {
                continue;
            }
            dropped.push((std::mem::take(&mut peer.inbox), peer.outbox.drain().1, peer.line_end.take()));
            (peer.unread, peer.unsent) = (0, 0);
            peer.order.get_or_insert_with(|| Order::new(code::NORMAL, Ending::Closed, ""));
            woken.extend(peer.worker.take());
            state.arrive(number, Arrival::Closed(Ending::Closed, "it was shut down".to_owned()));
        }
        drop(state);
        drop(listeners);
        woken.into_iter().for_each(Waker::wake);
        drop(dropped);
    }

    /// The owner is gone: nobody takes anything any more.
    pub(super) fn leave(&self) {
        self.shut_down();
        let mut state = self.lock();
        let signal = state.signal.close();
        let peers = std::mem::take(&mut state.peers);
        drop(state);
        drop((signal, peers));
    }

    pub(super) fn stats(&self) -> WireStats {
        let state = self.lock();
        let counters = state.counters;
        let sum = |part: fn(&Peer) -> usize| state.peers.values().map(part).sum::<usize>() as u64;
        WireStats {
            peers: state.peers.len() as u64,
            listeners: state.listeners.len() as u64,
            opened: counters.opened,
            closed: counters.closed,
            received: counters.received,
            sent: counters.sent,
            junk: counters.junk,
            turned_away: counters.turned_away,
            unread: sum(|peer| peer.unread),
            unsent: sum(|peer| peer.unsent),
        }
    }
}
