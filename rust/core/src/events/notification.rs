//! A notification on its way in, and what a reader takes out.

use super::delivery::{DeliveryRule, rule};

/// What the core knows about all notifications of one method; made once a method, shared by its events.
#[derive(Clone, Debug)]
pub struct MethodInfo {
    /// The method.
    pub method: Box<str>,
    /// Its rule of the delivery table.
    pub rule: &'static DeliveryRule,
    /// Whether only connections with the experimental capability get it.
    pub experimental: bool,
    /// Whether it is a `codex/event/...` notification.
    pub legacy: bool,
}

impl MethodInfo {
    /// The facts of `method`, after the delivery table.
    pub fn new(method: &str, experimental: bool) -> Self {
        Self {
            method: Box::from(method),
            rule: rule(method),
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
    /// The id that its rule's `item` leads to; empty when there is none.
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
    /// Its method.
    pub info: &'a MethodInfo,
    /// What it belongs to. None leaves it in the payload, to be asked for by [`Sent::NeedsIds`](crate::Sent::NeedsIds)
    /// if it is needed: where every connection has every thread, no stream filters by thread, and readers keep up, it
    /// never is.
    pub ids: Option<Ids<'a>>,
    /// The text of a mergeable notification, otherwise empty.
    pub text: &'a str,
    /// Its size in bytes, for the byte bound.
    pub bytes: usize,
}

/// Why a stream was closed under its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// It could not keep up, and its policy is to be closed then.
    Overflow,
    /// Its connection has unsubscribed from the thread that it shows.
    Unsubscribed,
    /// The thread that it shows is not loaded any more.
    ThreadClosed,
}

impl CloseReason {
    /// The name that documentation and Python use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overflow => "overflow",
            Self::Unsubscribed => "unsubscribed",
            Self::ThreadClosed => "thread_closed",
        }
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
    /// The stream was closed for this reason; the last thing before the end.
    Closed(CloseReason),
    /// Nothing is queued.
    Empty,
    /// The stream is closed and drained.
    End,
}
