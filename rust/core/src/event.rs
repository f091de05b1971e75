//! A notification on its way in, and what a reader takes out.

use crate::delivery::{DeliveryRow, row};

/// What the core knows about all notifications of one method; made once a method, shared by its events.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The method.
    pub method: Box<str>,
    /// Its row of the delivery table.
    pub row: &'static DeliveryRow,
    /// Whether only connections with the experimental capability get it.
    pub experimental: bool,
    /// Whether it is a `codex/event/...` notification.
    pub legacy: bool,
}

impl Kind {
    /// The kind of `method`, after the delivery table.
    pub fn new(method: &str, experimental: bool) -> Self {
        Self {
            method: Box::from(method),
            row: row(method),
            experimental,
            legacy: method.starts_with("codex/event/"),
        }
    }
}

/// A notification on its way in. Strings are borrowed: they are copied only where something is kept.
#[derive(Clone, Copy, Debug)]
pub struct Notification<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// Its thread's id; empty when it belongs to none.
    pub thread: &'a str,
    /// The id that its row's `item` leads to; empty when there is none.
    pub item: &'a str,
    /// Which of its item's streams it continues.
    pub index: i64,
    /// The text of a mergeable notification, otherwise empty.
    pub text: &'a str,
    /// Its size in bytes, for the byte bound.
    pub bytes: usize,
}

/// Identifies what later events may join, replace or close: the method, the thread, the item and the stream.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    row: &'static DeliveryRow,
    index: i64,
    thread_length: usize,
    ids: Box<str>, // the thread's id, then the item's: one allocation an event instead of two
}

impl Key {
    pub(crate) fn new(notification: &Notification<'_>) -> Self {
        let mut ids = String::with_capacity(notification.thread.len() + notification.item.len());
        ids.push_str(notification.thread);
        ids.push_str(notification.item);
        Self {
            row: notification.kind.row,
            index: notification.index,
            thread_length: notification.thread.len(),
            ids: ids.into_boxed_str(),
        }
    }

    pub(crate) fn is_thread_of(&self, notification: &Notification<'_>) -> bool {
        self.ids.get(..self.thread_length) == Some(notification.thread)
    }

    pub(crate) fn has_no_item(&self) -> bool {
        self.ids.len() == self.thread_length
    }

    pub(crate) fn is_item_of(&self, notification: &Notification<'_>) -> bool {
        self.is_thread_of(notification) && self.ids.get(self.thread_length..) == Some(notification.item)
    }

    pub(crate) fn is_stream_of(&self, notification: &Notification<'_>) -> bool {
        std::ptr::eq(self.row, notification.kind.row)
            && self.index == notification.index
            && self.is_item_of(notification)
    }
}

/// What a reader takes out of its queue.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken<P> {
    /// An event; `joined` is the text that was joined to its own since it was queued.
    Event {
        /// The event as it was sent.
        payload: P,
        /// Text to append to the event's own; None for an event that is as it was sent.
        joined: Option<String>,
    },
    /// A gap: so many events were dropped here.
    Lagged(u64),
    /// The subscriber was closed because it could not keep up; the last thing before the end.
    Overflow,
    /// Nothing is queued.
    Empty,
    /// The stream is closed and drained.
    End,
}
