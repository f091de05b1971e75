//! What waits for the appserver core, and ships with it. No Python in it.
//!
//! The core is a state machine that is called and never waits. This crate holds what does wait, and the one way in which
//! several threads call the core:
//!
//! - [`LockedServer`]: the core behind its lock, with the two waits of a future: for the next thing of a stream, and for
//!   room for a notification. A [`Caller`] says how its thread waits for the lock and how it calls wakers.
//! - [`LoopSignal`]: tells an event loop of another thread that there is something to take, through a file descriptor that
//!   the loop watches.
//! - [`commands`]: child processes, whose output is read, and whose groups are ended, by the worker of the tokio runtime.
//! - [`sandbox`]: what they are kept from.
//! - [`http`]: requests whose answers are streams of events.
//! - [`wire`]: connections to peers that speak JSON-RPC, over JSON lines and over `WebSocket`s.
//! - [`TokioOwner`]: the one tokio runtime of a process, which is started when something first has to wait.
//! - [`fork`]: what was made before a fork says so in the child instead of hanging there.
//!
//! The worker of the tokio runtime never takes the interpreter's lock: what it has read waits, within
//! bounds, until the loop that a [`LoopSignal`] woke takes it.

#[cfg(not(unix))]
compile_error!("event loops are woken through file descriptors, and processes and signals are POSIX");

#[cfg(not(loom))] // tokio has no pipes there
pub mod commands;
pub mod fork;
#[cfg(not(loom))]
pub mod http;
mod locked_server;
mod ownership;
#[cfg(not(loom))]
pub mod sandbox;
mod signal;
mod sync;
mod tokio_owner;
mod waits;
#[cfg(not(loom))]
pub mod wire;

pub use locked_server::{Caller, LockedServer, PlainThread, Unusable};
pub use signal::{FdSignal, LoopSignal, Signal};
pub use sync::{Mutex, MutexGuard};
pub use tokio_owner::{THREAD_NAME, TOKIO, TokioOwner};
pub use waits::{Next, Room};
