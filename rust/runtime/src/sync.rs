//! The one mutex of this crate: std's, and loom's when loom explores what threads can do to each other.

#[cfg(loom)]
pub use loom::sync::{Mutex, MutexGuard};
#[cfg(not(loom))]
pub use std::sync::{Mutex, MutexGuard};
