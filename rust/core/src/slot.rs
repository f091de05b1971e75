//! A place in a queue's line.

use crate::{
    delivery::{Closes, DeliveryClass, DeliveryRow},
    event::{Ids, Notification},
    keys::{Key, KeyNumber, Keys},
};

/// The key of a queued event.
#[derive(Clone, Copy, Debug)]
enum EventKey {
    /// Nothing is ever compared with it.
    None,
    /// Its ids are still in its payload.
    Unread,
    Known(KeyNumber),
}

/// What a queue keeps of a notification besides its payload.
#[derive(Debug)]
pub(crate) struct EventFacts {
    row: &'static DeliveryRow,
    key: EventKey,
    pub(crate) bytes: usize,
}

impl EventFacts {
    pub(crate) fn new(notification: &Notification<'_>, keys: &mut Keys) -> Self {
        let row = notification.kind.row;
        let needs_key = matches!(row.class, DeliveryClass::Mergeable | DeliveryClass::Latest)
            || row.closes != Closes::Nothing;
        let key = match notification.ids {
            _ if !needs_key => EventKey::None,
            None => EventKey::Unread,
            Some(ids) => EventKey::Known(keys.hold(row, ids)),
        };
        Self { row, key, bytes: notification.bytes }
    }

    pub(crate) fn class(&self) -> DeliveryClass {
        self.row.class
    }

    /// Whether its ids were not read from its payload yet.
    pub(crate) fn is_unread(&self) -> bool {
        matches!(self.key, EventKey::Unread)
    }

    /// The ids were read from the payload.
    pub(crate) fn set_ids(&mut self, ids: Ids<'_>, keys: &mut Keys) {
        self.key = EventKey::Known(keys.hold(self.row, ids));
    }

    /// Its row, for reading the ids.
    pub(crate) fn row(&self) -> &'static DeliveryRow {
        self.row
    }

    /// The event leaves the queue.
    pub(crate) fn release(&self, keys: &mut Keys) {
        if let EventKey::Known(key) = self.key {
            keys.release(key);
        }
    }

    fn key<'a>(&self, keys: &'a Keys) -> Option<&'a Key> {
        match self.key {
            EventKey::Known(key) => keys.get(key),
            EventKey::None | EventKey::Unread => None,
        }
    }

    pub(crate) fn continues_stream_of(&self, row: &'static DeliveryRow, ids: Ids<'_>, keys: &Keys) -> bool {
        self.key(keys).is_some_and(|key| key.is_stream_of(row, ids))
    }

    pub(crate) fn closes_stream_of(&self, ids: Ids<'_>, keys: &Keys) -> bool {
        self.key(keys).is_some_and(|key| match self.row.closes {
            Closes::Nothing => false,
            // An item that cannot be told ends every stream of its thread: better apart than in the wrong place.
            Closes::Item if key.has_no_item() => key.is_thread_of(ids),
            Closes::Item => key.is_item_of(ids),
            Closes::Thread => key.is_thread_of(ids),
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
