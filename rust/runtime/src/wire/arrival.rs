//! What arrives from a connection.

use appserver_core::RequestId;
use bytes::Bytes;

use super::limits::ARRIVAL;

/// What carries a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// JSON lines over two descriptors.
    Stdio,
    /// WebSocket over a unix socket.
    Unix,
    /// WebSocket over TCP.
    WebSocket,
    /// JSON lines with a child process.
    Command,
}

/// Why a connection is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The peer's bytes ended.
    Eof,
    /// The peer closed it, or the system lost it.
    Aborted,
    /// The peer sent what its transport does not allow.
    InvalidData,
    /// The peer sent more than the limits allow.
    TooBig,
    /// The peer took no byte, or gave no sign of life, for too long.
    Stalled,
    /// More was unsent than the limits allow.
    Overloaded,
    /// It could not be opened.
    Refused,
    /// It could not be opened: the certificate of the peer is not trusted.
    Untrusted,
    /// It was closed by its owner.
    Closed,
}

impl Ending {
    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        use Ending::{Aborted, Closed, Eof, InvalidData, Overloaded, Refused, Stalled, TooBig, Untrusted};
        [Eof, Aborted, InvalidData, TooBig, Stalled, Overloaded, Refused, Untrusted, Closed]
            .into_iter()
            .find(|ending| ending.name() == name)
    }

    /// The name that the owner reads.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eof => "eof",
            Self::Aborted => "aborted",
            Self::InvalidData => "invalid_data",
            Self::TooBig => "too_big",
            Self::Stalled => "stalled",
            Self::Overloaded => "overloaded",
            Self::Refused => "refused",
            Self::Untrusted => "untrusted",
            Self::Closed => "closed",
        }
    }
}

/// One message. What it carries is the text that was sent, which nobody has looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The peer asks.
    Request {
        /// Its id, to be answered with.
        id: RequestId,
        /// What it asks for.
        method: String,
        /// None: there are no params.
        params: Option<Bytes>,
    },
    /// The peer tells.
    Notification {
        /// What it tells of.
        method: String,
        /// None: there are no params.
        params: Option<Bytes>,
    },
    /// The peer answers.
    Result {
        /// The id of the request.
        id: RequestId,
        /// The answer.
        result: Bytes,
    },
    /// The peer refuses.
    Error {
        /// The id of the request; None: the peer could not tell.
        id: Option<RequestId>,
        /// The error object.
        error: Bytes,
    },
}

/// What arrives from one connection, in this order: `Opened`, anything, `Closed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It can be used.
    Opened(Transport),
    /// A message.
    Message(Message),
    /// Something that is no message, and why.
    Junk(String),
    /// The peer sends nothing more, and may still read: answer it, then close it. JSON lines over two descriptors only.
    Eof,
    /// Little is unsent again.
    Room,
    /// Something may be due of a connection whose messages the owner carries.
    Due,
    /// It is over, why, and in words.
    Closed(Ending, String),
}

impl Arrival {
    /// What it counts of the bytes that may wait.
    pub(super) fn size(&self) -> usize {
        let length = |bytes: &Option<Bytes>| bytes.as_ref().map_or(0, Bytes::len);
        let bytes = match self {
            Self::Message(Message::Request { id, method, params }) => {
                let id = if let RequestId::String(text) = id { text.len() } else { 0 };
                id + method.len() + length(params)
            }
            Self::Message(Message::Notification { method, params }) => method.len() + length(params),
            Self::Message(Message::Result { result, .. }) => result.len(),
            Self::Message(Message::Error { error, .. }) => error.len(),
            Self::Junk(reason) | Self::Closed(_, reason) => reason.len(),
            Self::Opened(_) | Self::Eof | Self::Room | Self::Due => 0,
        };
        ARRIVAL + bytes
    }
}
