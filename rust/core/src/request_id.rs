//! Request ids: a 64-bit integer or a string, and `5` is not `"5"`.

use std::fmt;

/// The id of a client request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RequestId {
    /// An integer id.
    Integer(i64),
    /// A string id; the empty string is an id like any other.
    String(String),
}

impl fmt::Display for RequestId {
    /// The form that error texts use: `Integer(5)`, `String("x")`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}
