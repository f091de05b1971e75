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
//! - A command may have a terminal of its own, which controls its session: what is typed there reaches it, and the keys that
//!   interrupt end what runs in the terminal's foreground.
//! - Who has left the group for another one is found by its session, on Linux. A process that has made itself a session of
//!   its own (`setsid`) is not followed.

mod group;
mod input;
mod launch;
mod lifetime;
mod output;
mod session;
mod shared;
mod terminal;
mod watcher;

pub use input::{Input, MAX_UNREAD_INPUT, Written};
pub(crate) use launch::close_on_exec;
pub use launch::{Launch, LaunchError, Outputs};
pub use lifetime::Command;
pub use shared::{Cause, Outcome};
pub use terminal::TerminalSize;
pub(crate) use watcher::Groups;
