//! What a connection may take, and for how long.

use std::time::Duration;

/// How long what is unsent is still written once a connection is being closed, and its Close frame is waited for.
pub const CLOSING: Duration = Duration::from_secs(1);

/// A `send` that returns more than this has the owner told of room.
pub const CROWDED: usize = 256 * 1024;

/// There is room again when no more than this is unsent.
pub const ROOMY: usize = 64 * 1024;

/// What an arrival counts beside its bytes, so that many small ones are bounded as well.
pub(super) const ARRIVAL: usize = 128;

/// How many places for messages a queue keeps that is empty.
pub(super) const KEPT: usize = 64;

/// What a queued message takes beside its bytes.
pub(super) const QUEUED: usize = 32;

/// The bounds of one [`Wire`](super::Wire), each of a single connection unless it says otherwise.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The longest message that is read; a longer one on a WebSocket closes its connection, a longer line is skipped.
    pub message: usize,
    /// The longest WebSocket frame that is read, and that is written: longer messages leave in fragments.
    pub frame: usize,
    /// What may wait to be written; beyond it the connection is closed. One message up to `message` long may wait
    /// besides, if it came when little was unsent.
    pub unsent: usize,
    /// What may wait to be taken; beyond it nothing is read, so that at most one message more waits.
    pub unread: usize,
    /// How many accepted connections there may be in all.
    pub connections: usize,
    /// How long the handshake may take.
    pub handshake: Duration,
    /// How long a connection may take no byte of what is unsent; None: for ever.
    pub stall: Option<Duration>,
    /// How long a WebSocket may be silent before it is asked whether it is there, and then until it is closed; None: for
    /// ever.
    pub ping: Option<Duration>,
}
