//! Tests of the crate as its users see it.
#![cfg(not(loom))]

mod cancellation;
mod commands;
mod fuzz;
mod locked_server;
mod queues;
mod stalled_reader;
mod support;
mod tokio_owner;
mod wire;
