//! A place in a queue's line.

use crate::{
    delivery::{Closes, DeliveryClass},
    event::Notification,
    keys::{KeyNumber, Keys},
};

/// What a queue keeps of a notification besides its payload.
#[derive(Debug)]
pub(crate) struct EventFacts {
    pub(crate) class: DeliveryClass,
    closes: Closes,
    key: Option<KeyNumber>,
    pub(crate) bytes: usize,
}

impl EventFacts {
    pub(crate) fn new(notification: &Notification<'_>, keys: &mut Keys) -> Self {
        let row = notification.kind.row;
        let needs_key = matches!(row.class, DeliveryClass::Mergeable | DeliveryClass::Latest)
            || row.closes != Closes::Nothing;
        let key = needs_key.then(|| keys.hold(notification));
        Self { class: row.class, closes: row.closes, key, bytes: notification.bytes }
    }

    /// The event leaves the queue.
    pub(crate) fn release(&self, keys: &mut Keys) {
        if let Some(key) = self.key {
            keys.release(key);
        }
    }

    pub(crate) fn continues_stream_of(&self, notification: &Notification<'_>, keys: &Keys) -> bool {
        self.key.and_then(|key| keys.get(key)).is_some_and(|key| key.is_stream_of(notification))
    }

    pub(crate) fn closes_stream_of(&self, notification: &Notification<'_>, keys: &Keys) -> bool {
        self.key.and_then(|key| keys.get(key)).is_some_and(|key| match self.closes {
            Closes::Nothing => false,
            // An item that cannot be told ends every stream of its thread: better apart than in the wrong place.
            Closes::Item if key.has_no_item() => key.is_thread_of(notification),
            Closes::Item => key.is_item_of(notification),
            Closes::Thread => key.is_thread_of(notification),
        })
    }
}

/// What stands in a place.
#[derive(Debug)]
pub(crate) enum Body {
    Event {
        facts: EventFacts,
        /// Text that was joined to the event's own.
        joined: Option<String>,
        /// Whose producer waits for room; None once the event is queued.
        ticket: Option<usize>,
    },
    ServerRequest(i64),
}

/// One place in the line.
#[derive(Debug)]
pub(crate) struct Slot<P> {
    pub(crate) payload: P,
    /// Events dropped right before this slot.
    pub(crate) gap: u64,
    pub(crate) body: Body,
}
