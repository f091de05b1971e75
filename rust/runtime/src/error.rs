//! What can go wrong, said so that the reader knows what to do.

use std::fmt;

use appserver_core::{CoreError, Rejection, code};
use serde_json::Value;

/// A JSON-RPC error: what a handler or a client answers instead of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerError {
    /// The JSON-RPC code, see [`code`].
    pub code: i64,
    /// The text that the other side sees.
    pub message: String,
    /// Anything more.
    pub data: Option<Value>,
}

impl ServerError {
    /// An error without data.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// Whether a bounded lane was full (-32001): nothing was done and retrying is safe.
    pub fn is_overloaded(&self) -> bool {
        self.code == code::OVERLOADED
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (code {})", self.message, self.code)
    }
}

impl std::error::Error for ServerError {}

impl From<Rejection> for ServerError {
    fn from(rejection: Rejection) -> Self {
        Self::new(rejection.code, rejection.message)
    }
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The lane of client notifications is full; nothing was sent. Retry later.
    QueueFull {
        /// What was to be sent.
        method: String,
    },
    /// The runtime is shut down, or shutting down; nothing was sent.
    Closed {
        /// What was to be sent.
        method: String,
    },
    /// The other side answered with an error.
    Server {
        /// What was asked.
        method: String,
        /// The answer.
        error: ServerError,
    },
    /// The handshake was refused; the runtime is shut down.
    Initialize(ServerError),
}

impl Error {
    pub(crate) fn closed(method: &str) -> Self {
        Self::Closed { method: method.to_owned() }
    }

    pub(crate) fn server(method: &str, error: impl Into<ServerError>) -> Self {
        Self::Server { method: method.to_owned(), error: error.into() }
    }

    pub(crate) fn core(method: &str, error: CoreError) -> Self {
        match error {
            CoreError::QueueFull => Self::QueueFull { method: method.to_owned() },
            CoreError::Closed => Self::closed(method),
            CoreError::Rejected(rejection) => Self::server(method, rejection),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueFull { method } => {
                write!(formatter, "{method}: {}; nothing was sent, retry later", CoreError::QueueFull)
            }
            Self::Closed { method } => {
                write!(formatter, "{method}: {}; start a new one", CoreError::Closed)
            }
            Self::Server { method, error } if error.is_overloaded() => {
                write!(formatter, "{method}: {error}; nothing was done, retry later")
            }
            Self::Server { method, error } => write!(formatter, "{method}: {error}"),
            Self::Initialize(error) => write!(formatter, "in-process initialize failed: {}", error.message),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_what_failed_and_what_to_do() {
        let method = "turn/start".to_owned();
        let texts = [
            (
                Error::QueueFull { method: method.clone() },
                "turn/start: in-process app-server client queue is full; nothing was sent, retry later",
            ),
            (
                Error::Closed { method: method.clone() },
                "turn/start: in-process app-server runtime is closed; start a new one",
            ),
            (
                Error::server(&method, ServerError::new(code::OVERLOADED, "full")),
                "turn/start: full (code -32001); nothing was done, retry later",
            ),
            (
                Error::core(&method, CoreError::Rejected(Rejection::shutting_down())),
                "turn/start: in-process app-server runtime is shutting down (code -32603)",
            ),
            (
                Error::Initialize(ServerError::new(code::INVALID_REQUEST, "no such client")),
                "in-process initialize failed: no such client",
            ),
        ];
        for (error, text) in texts {
            assert_eq!(error.to_string(), text);
        }
    }
}
