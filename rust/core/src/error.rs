//! What the core refuses, with the codes and texts that clients see.

use std::{borrow::Cow, fmt};

/// The JSON-RPC error codes the core answers with.
pub mod code {
    /// The caller's mistake: not initialized, duplicate id, experimental method without the capability.
    pub const INVALID_REQUEST: i64 = -32600;
    /// The server is shutting down, or no client listens.
    pub const INTERNAL: i64 = -32603;
    /// A bounded queue is full; nothing was done and retrying is safe.
    pub const OVERLOADED: i64 = -32001;
}

/// The refusals whose texts clients see: name, JSON-RPC code, text. They stand here once, for Rust and for Python; `{}`
/// stands for what the text is about.
pub static REJECTIONS: &[(&str, i64, &str)] = &[
    NOT_INITIALIZED,
    ALREADY_INITIALIZED,
    NEEDS_EXPERIMENTAL_API,
    DUPLICATE_REQUEST_ID,
    REQUEST_QUEUE_FULL,
    SERVER_REQUEST_QUEUE_FULL,
    CONSUMER_CLOSED,
    SHUTTING_DOWN,
];

type Row = (&'static str, i64, &'static str);

const NOT_INITIALIZED: Row = ("not_initialized", code::INVALID_REQUEST, "Not initialized");
const ALREADY_INITIALIZED: Row = ("already_initialized", code::INVALID_REQUEST, "Already initialized");
const NEEDS_EXPERIMENTAL_API: Row =
    ("needs_experimental_api", code::INVALID_REQUEST, "{} requires experimentalApi capability");
const DUPLICATE_REQUEST_ID: Row = ("duplicate_request_id", code::INVALID_REQUEST, "duplicate request id: {}");
const REQUEST_QUEUE_FULL: Row =
    ("request_queue_full", code::OVERLOADED, "in-process app-server request queue is full");
const SERVER_REQUEST_QUEUE_FULL: Row =
    ("server_request_queue_full", code::OVERLOADED, "in-process server request queue is full");
const CONSUMER_CLOSED: Row =
    ("consumer_closed", code::INTERNAL, "in-process server request consumer is closed");
const SHUTTING_DOWN: Row =
    ("shutting_down", code::INTERNAL, "in-process app-server runtime is shutting down");

/// A JSON-RPC error answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The JSON-RPC code, see [`code`].
    pub code: i64,
    /// The text the client sees.
    pub message: Cow<'static, str>,
}

impl Rejection {
    const fn new((_, code, text): Row) -> Self {
        Self { code, message: Cow::Borrowed(text) }
    }

    fn about((_, code, text): Row, subject: &str) -> Self {
        Self { code, message: Cow::Owned(text.replacen("{}", subject, 1)) }
    }

    pub(crate) fn not_initialized() -> Self {
        Self::new(NOT_INITIALIZED)
    }

    pub(crate) fn already_initialized() -> Self {
        Self::new(ALREADY_INITIALIZED)
    }

    pub(crate) fn experimental(descriptor: &str) -> Self {
        Self::about(NEEDS_EXPERIMENTAL_API, descriptor)
    }

    pub(crate) fn duplicate(id: &crate::RequestId) -> Self {
        Self::about(DUPLICATE_REQUEST_ID, &id.to_string())
    }

    pub(crate) fn request_queue_full() -> Self {
        Self::new(REQUEST_QUEUE_FULL)
    }

    pub(crate) fn server_request_queue_full() -> Self {
        Self::new(SERVER_REQUEST_QUEUE_FULL)
    }

    /// What a server request is answered with when nobody listens.
    pub fn consumer_closed() -> Self {
        Self::new(CONSUMER_CLOSED)
    }

    /// What every open request and server request is answered with when its connection or the server ends.
    pub fn shutting_down() -> Self {
        Self::new(SHUTTING_DOWN)
    }
}

/// Why the core did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreError {
    /// The command queue is full; nothing was sent.
    QueueFull,
    /// The connection or its server is closed or closing; nothing was sent.
    Closed,
    /// The connection is not subscribed to this thread.
    NotSubscribed(Box<str>),
    /// The request is answered with a JSON-RPC error.
    Rejected(Rejection),
}

impl fmt::Display for CoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueFull => formatter.write_str("in-process app-server client queue is full"),
            Self::Closed => formatter.write_str("in-process app-server runtime is closed"),
            Self::NotSubscribed(thread) => write!(
                formatter,
                "this connection is not subscribed to thread '{thread}': send `thread/resume` first"
            ),
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
