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

/// What an event belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ids<'a> {
    /// Its thread's id; empty when it belongs to none.
    pub thread: &'a str,
    /// The id that its row's `item` leads to; empty when there is none.
    pub item: &'a str,
    /// Which of its item's streams it continues.
    pub index: i64,
}

/// [`Ids`] that were read from a payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnedIds {
    /// See [`Ids::thread`].
    pub thread: String,
    /// See [`Ids::item`].
    pub item: String,
    /// See [`Ids::index`].
    pub index: i64,
}

impl OwnedIds {
    /// The same, borrowed.
    pub fn as_ids(&self) -> Ids<'_> {
        Ids { thread: &self.thread, item: &self.item, index: self.index }
    }
}

/// A notification on its way in. Strings are borrowed: they are copied only where something is kept.
#[derive(Clone, Copy, Debug)]
pub struct Notification<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// What it belongs to. None leaves it in the payload, to be asked for by [`Types::ids`](crate::Types::ids) if it is
    /// needed: a reader that keeps up, and does not filter by thread, never needs it.
    pub ids: Option<Ids<'a>>,
    /// The text of a mergeable notification, otherwise empty.
    pub text: &'a str,
    /// Its size in bytes, for the byte bound.
    pub bytes: usize,
}

impl Notification<'_> {
    /// The thread it belongs to; empty where it belongs to none, or where its ids are left in the payload.
    pub(crate) fn thread(&self) -> &str {
        self.ids.map_or("", |ids| ids.thread)
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
