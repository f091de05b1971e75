//! Commands: child processes that lead a session and process group of their own, which end with them, with what started
//! them, and with this process.
//!
//! All is done on the worker of the tokio runtime, which lives as long as the process: it starts a command, reads its
//! output, waits for it, ends its group and reaps it. The owner of a [`Command`] takes what was read, and says when to
//! stop; it may go away at any time, and the ending goes on without it.
//!
//! - A group is signalled only while its leader has not been reaped: until then no other process has its number.
//! - Before a command becomes itself it has told the [watcher](watcher) of its group, and the number is taken back before
//!   its leader is reaped. The watcher ends the groups that are left when this process dies, by whatever signal.
//! - Who has left the group for another one is found by its session, on Linux. A process that has made itself a session of
//!   its own (`setsid`) is not followed.

mod group;
mod launch;
mod lifetime;
mod output;
mod session;
mod shared;
mod watcher;

pub(crate) use launch::close_on_exec;
pub use launch::{Launch, LaunchError, Outputs};
pub use lifetime::Command;
pub use shared::{Cause, Outcome};
pub(crate) use watcher::Groups;
