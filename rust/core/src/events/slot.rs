//! A place in a queue's line.

use super::{delivery::DeliveryRule, keys::EventKey, parked::ParkedAt};

/// What stands in a place.
#[derive(Debug)]
pub(crate) enum Body {
    Event(Event),
    /// A server request, by its id.
    Question(i64),
}

/// What a queue keeps of a notification besides its payload.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) rule: &'static DeliveryRule,
    pub(crate) bytes: usize,
    pub(crate) key: EventKey,
    /// Text that was joined to the event's own.
    pub(crate) joined: Option<String>,
    /// Whose producer waits for room; None once the event is queued.
    pub(crate) parked: Option<ParkedAt>,
}

/// One place in the line.
#[derive(Debug)]
pub(crate) struct Slot<P> {
    pub(crate) payload: P,
    /// Events dropped right before this slot.
    pub(crate) gap: u64,
    pub(crate) body: Body,
}

impl<P> Slot<P> {
    pub(crate) fn event(&self) -> Option<&Event> {
        match &self.body {
            Body::Event(event) => Some(event),
            Body::Question(_) => None,
        }
    }

    pub(crate) fn event_mut(&mut self) -> Option<&mut Event> {
        match &mut self.body {
            Body::Event(event) => Some(event),
            Body::Question(_) => None,
        }
    }
}

/// The slots of a queue: each stands in the line or among the parked, and in a second list by its key.
pub(crate) type Slots<P> = crate::arena::Arena<Slot<P>, 2>;

/// The second list that an event stands in.
pub(crate) const BY_KEY: usize = 1;
