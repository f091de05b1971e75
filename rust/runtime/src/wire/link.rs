//! The worker's side of one connection.

use std::{
    future::poll_fn,
    sync::Arc,
    task::{Poll, Waker},
};

use bytes::Bytes;

use super::{
    arrival::{Arrival, Ending, Transport},
    descriptor::Writing,
    envelope,
    limits::Limits,
    outbox::Unsent,
    shared::{Order, Peer, Shared, code},
};
use crate::fork::Birthplace;

/// What a worker may do now.
#[derive(Debug)]
pub(super) struct Turn {
    /// There is room for what is read.
    pub(super) may_read: bool,
    /// How to end the connection. Nothing more will be queued.
    pub(super) order: Option<Order>,
}

/// One connection, for the worker that serves it. Dropping it tells the owner that the connection is over, so it is to be
/// dropped after the descriptors.
#[derive(Debug)]
pub(super) struct Link {
    shared: Arc<Shared>,
    number: u64,
    birthplace: Birthplace,
}

impl Link {
    /// A new connection; None once everything was shut down.
    pub(super) fn new(shared: &Arc<Shared>) -> Option<Self> {
        let mut state = shared.lock();
        if state.is_shut_down {
            return None;
        }
        let number = state.next_number();
        state.peers.insert(number, Peer::default());
        Some(Self { shared: Arc::clone(shared), number, birthplace: Birthplace::here() })
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    pub(super) fn opened(&self, transport: Transport) {
        self.arrive(Arrival::Opened(transport));
    }

    /// Have the owner told, unless the connection is being closed.
    pub(super) fn arrive(&self, arrival: Arrival) {
        let mut state = self.shared.lock();
        if state.peers.get(&self.number).is_some_and(|peer| peer.order.is_none()) {
            state.arrive(self.number, arrival);
        }
    }

    /// Have the owner told of a text that was received.
    pub(super) fn receive(&self, text: &Bytes) {
        self.arrive(match envelope::read(text) {
            Ok(message) => Arrival::Message(message),
            Err(reason) => Arrival::Junk(reason),
        });
    }

    /// What may be done now; `worker` is woken when that may have changed.
    pub(super) fn turn(&self, worker: &Waker) -> Turn {
        let mut state = self.shared.lock();
        let Some(peer) = state.peers.get_mut(&self.number) else { return Turn::last() };
        if !peer.worker.as_ref().is_some_and(|known| known.will_wake(worker)) {
            peer.worker = Some(worker.clone());
        }
        let has_room = peer.inbox.is_empty() || peer.unread < self.shared.limits.unread;
        let may_read = peer.order.is_none() && has_room;
        peer.waits_for_room = peer.order.is_none() && !has_room; // one that ends waits for nothing
        Turn { may_read, order: peer.order.clone() }
    }

    /// What is woken when something is to be done.
    pub(super) fn register(&self, worker: Waker) {
        if let Some(peer) = self.shared.lock().peers.get_mut(&self.number) {
            peer.worker = Some(worker);
        }
    }

    /// Whether the connection is to be ended, or is gone.
    pub(super) fn is_ordered_to_end(&self) -> bool {
        self.shared.lock().peers.get(&self.number).is_none_or(|peer| peer.order.is_some())
    }

    /// Order the end, unless something else has.
    pub(super) fn order(&self, order: Order) {
        let mut state = self.shared.lock();
        let Some(peer) = state.peers.get_mut(&self.number) else { return };
        peer.order.get_or_insert(order);
        let worker = peer.worker.clone();
        drop(state);
        worker.into_iter().for_each(Waker::wake);
    }

    /// Say why the peer takes and sends no more bytes, if that is how the connection ends.
    pub(super) fn explain(&self, reason: String) {
        let mut state = self.shared.lock();
        let order = state.peers.get_mut(&self.number).and_then(|peer| peer.order.as_mut());
        if let Some(order) = order.filter(|order| matches!(order.ending, Ending::Eof | Ending::Aborted)) {
            order.reason = reason;
        }
    }

    /// Return when the connection is to be ended.
    pub(super) async fn ordered_to_end(&self) {
        poll_fn(|context| {
            let is_ordered = self.turn(context.waker()).order.is_some();
            if is_ordered { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Let lines be written to this by who queues them; None: no more.
    pub(super) fn write_at_once(&self, end: Option<Arc<Writing>>) {
        let before = match self.shared.lock().peers.get_mut(&self.number) {
            Some(peer) => std::mem::replace(&mut peer.line_end, end),
            None => end,
        };
        drop(before); // unlocked: it may be closed by that
    }

    /// Take what is to be written next, until it is `most` bytes or more.
    pub(super) fn take_unsent(&self, most: usize) -> Unsent {
        let mut state = self.shared.lock();
        state.peers.get_mut(&self.number).map_or(Unsent::Nothing, |peer| peer.outbox.take(most))
    }

    /// Bytes that were taken are written; whether that is all that was taken.
    pub(super) fn wrote(&self, bytes: usize, is_all: bool) {
        let mut state = self.shared.lock();
        if is_all && let Some(peer) = state.peers.get_mut(&self.number) {
            peer.outbox.written();
        }
        state.written(self.number, bytes);
    }

    /// Tell the owner that the connection is over, as was ordered. Later calls have no effect.
    pub(super) fn finish(&self) {
        let mut state = self.shared.lock();
        let Some(peer) = state.peers.get_mut(&self.number) else { return };
        if matches!(peer.inbox.back(), Some(Arrival::Closed(..))) {
            return;
        }
        peer.worker = None;
        peer.unsent = 0;
        let dropped = (peer.outbox.drain(), peer.line_end.take());
        // A worker that is dropped in the middle was stopped with the runtime.
        let stopped = || Order::new(code::NORMAL, Ending::Closed, "the runtime was stopped");
        let order = peer.order.get_or_insert_with(stopped);
        let closed = Arrival::Closed(order.ending, order.reason.clone());
        state.arrive(self.number, closed);
        drop(state);
        drop(dropped);
    }
}

impl Turn {
    fn last() -> Self {
        Self { may_read: false, order: Some(Order::new(code::NORMAL, Ending::Closed, "")) }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // A lock that was inherited may be held for ever.
        if !self.birthplace.is_left() {
            self.finish();
        }
    }
}
