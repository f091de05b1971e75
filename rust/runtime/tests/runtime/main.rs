//! Tests of the crate as its users see it.
#![cfg(not(loom))]

mod loop_waker;
mod timers;
mod tokio_owner;
