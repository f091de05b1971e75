//! The keys of one queue's events.

use slab::Slab;

use crate::{delivery::DeliveryRow, event::Ids};

/// Identifies what later events may join, replace or close: the method, the thread, the item and the stream.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    row: &'static DeliveryRow,
    index: i64,
    thread_length: usize,
    ids: Box<str>, // the thread's id, then the item's: one allocation an event instead of two
}

impl Key {
    fn new(row: &'static DeliveryRow, of: Ids<'_>) -> Self {
        let mut ids = String::with_capacity(of.thread.len() + of.item.len());
        ids.push_str(of.thread);
        ids.push_str(of.item);
        Self { row, index: of.index, thread_length: of.thread.len(), ids: ids.into_boxed_str() }
    }

    pub(crate) fn is_thread_of(&self, ids: Ids<'_>) -> bool {
        self.ids.get(..self.thread_length) == Some(ids.thread)
    }

    pub(crate) fn has_no_item(&self) -> bool {
        self.ids.len() == self.thread_length
    }

    pub(crate) fn is_item_of(&self, ids: Ids<'_>) -> bool {
        self.is_thread_of(ids) && self.ids.get(self.thread_length..) == Some(ids.item)
    }

    pub(crate) fn is_stream_of(&self, row: &'static DeliveryRow, ids: Ids<'_>) -> bool {
        std::ptr::eq(self.row, row) && self.index == ids.index && self.is_item_of(ids)
    }
}

/// A key's number, for as long as an event holds it.
pub(crate) type KeyNumber = usize;

#[derive(Debug)]
struct Held {
    key: Key,
    events: usize,
}

/// The keys that queued events hold. Successive events of a stream share one: a long stream makes its key once.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    held: Slab<Held>,
    /// The key that was asked for last; it stays when no event holds it any more.
    last: Option<KeyNumber>,
}

impl Keys {
    /// The key of an event, held by one more event.
    pub(crate) fn hold(&mut self, row: &'static DeliveryRow, ids: Ids<'_>) -> KeyNumber {
        if let Some(last) = self.last
            && let Some(held) = self.held.get_mut(last)
        {
            if held.key.is_stream_of(row, ids) {
                held.events += 1;
                return last;
            }
            if held.events == 0 {
                self.held.remove(last);
            }
        }
        let number = self.held.insert(Held { key: Key::new(row, ids), events: 1 });
        self.last = Some(number);
        number
    }

    /// An event lets go of its key.
    pub(crate) fn release(&mut self, number: KeyNumber) {
        if let Some(held) = self.held.get_mut(number) {
            held.events -= 1;
            if held.events == 0 && self.last != Some(number) {
                self.held.remove(number);
            }
        }
    }

    /// A key that an event holds.
    pub(crate) fn get(&self, number: KeyNumber) -> Option<&Key> {
        self.held.get(number).map(|held| &held.key)
    }
}
