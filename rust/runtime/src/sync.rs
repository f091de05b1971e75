//! The one mutex of this crate: std's, and loom's when loom explores what threads can do to each other.

#[cfg(loom)]
pub use loom::sync::{Mutex, MutexGuard};
#[cfg(not(loom))]
pub use std::sync::{Mutex, MutexGuard};

use std::sync::PoisonError;

/// Lock a mutex under which nothing panics halfway through a change: what a poisoned one holds is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
