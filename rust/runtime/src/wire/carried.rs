//! Connections whose messages somebody else carries, such as a web server that runs in the same process.
//!
//! Bounds, order and end are those of the connections that are served here. Who carries the messages brings what comes,
//! takes what is due, and is told by an arrival when that may have changed.

use std::{
    sync::{Arc, Weak},
    task::{Wake, Waker},
};

use bytes::Bytes;

use super::{
    arrival::{Arrival, Ending, Transport},
    link::Link,
    listeners::Seat,
    outbox::Unsent,
    shared::{Order, Shared, code},
};
use crate::fork::Birthplace;

/// Has the owner told that something is due.
struct Bell {
    shared: Weak<Shared>,
    number: u64,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(shared) = self.shared.upgrade() {
            shared.lock().ring(self.number);
        }
    }
}

/// What is to be done for a connection.
#[derive(Debug)]
pub struct Due {
    /// To be sent, each as one message.
    pub messages: Vec<Bytes>,
    /// Close it with this code and reason, once the messages are sent and nothing more is due.
    pub end: Option<(u16, String)>,
    /// Whether further messages of the peer are taken.
    pub may_receive: bool,
}

/// One connection, for who carries its messages. Dropping it ends the connection.
#[derive(Debug)]
pub struct Carried {
    link: Link,
    waker: Waker,
    _seat: Seat,
    birthplace: Birthplace,
}

impl Carried {
    /// A new one, which counts among those that are accepted.
    ///
    /// # Errors
    /// Whether everything was shut down; otherwise there are too many.
    pub(super) fn new(shared: &Arc<Shared>) -> Result<Self, bool> {
        let (seat, before) = Seat::take(shared);
        if before >= shared.limits.connections {
            shared.lock().counters.turned_away += 1;
            return Err(false);
        }
        let link = Link::new(shared).ok_or(true)?;
        link.opened(Transport::WebSocket);
        let bell = Bell { shared: Arc::downgrade(shared), number: link.number() };
        Ok(Self { link, waker: Waker::from(Arc::new(bell)), _seat: seat, birthplace: Birthplace::here() })
    }

    /// Its number.
    pub fn number(&self) -> u64 {
        self.link.number()
    }

    /// Whether the process was forked since: the connection is the parent's, and no call may be made.
    pub fn is_forked(&self) -> bool {
        self.birthplace.is_left()
    }

    /// A message of the peer has come. One above the limit ends the connection.
    pub fn receive(&self, text: &Bytes) {
        let most = self.link.limits().message;
        if text.len() > most {
            let reason = format!("a message of more than {most} bytes");
            self.link.order(Order::new(code::TOO_BIG, Ending::TooBig, reason));
        } else {
            self.link.receive(text);
        }
    }

    /// Something has come that is no message.
    pub fn pass_over(&self, reason: String) {
        self.link.arrive(Arrival::Junk(reason));
    }

    /// What is to be done now, with messages up to `most` bytes and one more. [`Arrival::Due`] tells when to ask again.
    pub fn due(&self, most: usize) -> Due {
        let turn = self.link.turn(&self.waker);
        let messages = match self.link.take_unsent(most) {
            Unsent::Messages(messages) => messages.into(),
            Unsent::Nothing | Unsent::NotYet | Unsent::Rest(..) => Vec::new(), // the latter two are of lines
        };
        let end = turn.order.map(|order| (order.code, order.reason));
        Due { messages, end, may_receive: turn.may_read }
    }

    /// Messages that were due are sent, in all so many bytes.
    pub fn sent(&self, bytes: usize) {
        self.link.wrote(bytes, true);
    }

    /// Order the end, unless something else has.
    pub fn end(&self, code: u16, ending: Ending, reason: String) {
        self.link.order(Order::new(code, ending, reason));
    }

    /// The peer is gone, or was told: the connection is over.
    pub fn finish(&self) {
        self.link.finish();
    }
}
