//! The runtime's promises, on a clock of our own: a test that hangs fails at once, because idle time passes instantly.
#![cfg(not(loom))]

mod cancellation;
mod events;
mod handshake;
mod lanes;
mod requests;
mod shutdown;
mod stalled_reader;
mod support;
