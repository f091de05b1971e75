//! What the core refuses, with the codes and texts that clients see.

use std::fmt;

/// The JSON-RPC error codes the core answers with.
pub mod code {
    /// The caller's mistake: not initialized, duplicate id, experimental method without the capability.
    pub const INVALID_REQUEST: i64 = -32600;
    /// The runtime is shutting down, or nobody is there to ask.
    pub const INTERNAL: i64 = -32603;
    /// A bounded lane is full; nothing was done and retrying is safe.
    pub const OVERLOADED: i64 = -32001;
}

/// A JSON-RPC error answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The JSON-RPC code, see [`code`].
    pub code: i64,
    /// The text the client sees.
    pub message: String,
}

impl Rejection {
    fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn not_initialized() -> Self {
        Self::new(code::INVALID_REQUEST, "Not initialized")
    }

    pub(crate) fn already_initialized() -> Self {
        Self::new(code::INVALID_REQUEST, "Already initialized")
    }

    pub(crate) fn experimental(descriptor: &str) -> Self {
        Self::new(code::INVALID_REQUEST, format!("{descriptor} requires experimentalApi capability"))
    }

    pub(crate) fn duplicate(id: &crate::RequestId) -> Self {
        Self::new(code::INVALID_REQUEST, format!("duplicate request id: {id}"))
    }

    pub(crate) fn request_queue_full() -> Self {
        Self::new(code::OVERLOADED, "in-process app-server request queue is full")
    }

    pub(crate) fn server_request_queue_full() -> Self {
        Self::new(code::OVERLOADED, "in-process server request queue is full")
    }

    /// What a server request is answered with when nobody reads the stream it went to.
    pub fn consumer_closed() -> Self {
        Self::new(code::INTERNAL, "in-process server request consumer is closed")
    }

    /// What every open request and server request is answered with when the runtime shuts down.
    pub fn shutting_down() -> Self {
        Self::new(code::INTERNAL, "in-process app-server runtime is shutting down")
    }
}

/// Why the core did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreError {
    /// The command lane is full; nothing was sent.
    QueueFull,
    /// The runtime is closed or closing; nothing was sent.
    Closed,
    /// The request is answered with a JSON-RPC error.
    Rejected(Rejection),
}

impl fmt::Display for CoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueFull => formatter.write_str("in-process app-server client queue is full"),
            Self::Closed => formatter.write_str("in-process app-server runtime is closed"),
            Self::Rejected(rejection) => write!(formatter, "{} (code {})", rejection.message, rejection.code),
        }
    }
}

impl std::error::Error for CoreError {}

impl From<Rejection> for CoreError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}
