//! Connections to peers that speak JSON-RPC: over JSON lines and over `WebSocket`s.
//!
//! All framing, limits and waiting is done here, on the worker of the tokio runtime and on threads of our own, none of
//! which runs any Python. The owner of a [`Wire`] takes what has arrived, and queues what is to be sent; neither waits.
//!
//! - Nothing grows without a bound: a connection that sends more than its owner takes is not read any more, one that takes
//!   less than it is sent is closed.
//! - A connection harms no other one: each has bounds of its own, and what has arrived is taken from all in turn.
//! - What a message carries is not looked into: it is the text that was sent, as it was sent.

mod arrival;
mod at_once;
mod auth;
mod boundary;
mod carried;
mod clock;
mod descriptor;
mod dial;
mod dial_command;
mod envelope;
mod http;
mod limits;
mod lines;
mod link;
mod listen_error;
mod listeners;
mod named;
mod outbox;
mod outlet;
mod owner;
mod shared;
mod socket_file;
mod splitter;
mod tls;
mod websocket;

pub use arrival::{Arrival, Ending, Message, Transport};
pub use at_once::AtOnce;
pub use auth::{Auth, AuthError, MIN_SECRET};
pub use carried::{Carried, Due};
pub use dial::Address;
pub use dial_command::Program;
pub use envelope::read as read_message;
pub use limits::{CLOSING, CROWDED, Limits, ROOMY};
pub use listen_error::ListenError;
pub use owner::Wire;
pub use shared::WireStats;
pub use splitter::{Line, Splitter};
