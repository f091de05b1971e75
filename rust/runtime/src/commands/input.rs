//! What the owner of a command has it read.

use std::{
    io,
    os::fd::OwnedFd,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rustix::event::{PollFd, PollFlags, Timespec};
use tokio::{
    io::{Interest, unix::AsyncFd},
    sync::Notify,
};

use super::terminal::{END_OF_INPUT, TerminalSize};

/// Bytes that wait for a command to read them. What is more is refused.
pub const MAX_UNREAD_INPUT: usize = 1024 * 1024;

/// Bytes that are handed to the system at once.
const PIECE: usize = 16 * 1024;

/// What a command reads from standard input.
#[derive(Debug)]
pub enum Input {
    /// Nothing: it is at its end.
    Empty,
    /// A file.
    File(OwnedFd),
    /// What its owner writes.
    Pipe,
    /// What its owner types at a terminal, which its outputs are too. It is the terminal that controls its session.
    Terminal(TerminalSize),
}

impl Input {
    /// Whether the owner may write.
    pub(super) fn is_written(&self) -> bool {
        matches!(self, Self::Pipe | Self::Terminal(_))
    }
}

/// What became of something that the owner has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The command will read it.
    Taken,
    /// Too much waits to be read already; nothing of it was taken.
    Full,
    /// The command reads nothing of its owner, or nothing any more.
    Closed,
}

#[derive(Debug)]
struct State {
    waiting: Vec<u8>,
    /// Nothing is taken any more.
    is_closed: bool,
}

/// What was written and not read.
#[derive(Debug)]
pub(super) struct Typed {
    state: Mutex<State>,
    news: Notify,
}

impl Typed {
    pub(super) fn new(is_written: bool) -> Self {
        let state = State { waiting: Vec::new(), is_closed: !is_written };
        Self { state: Mutex::new(state), news: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }

    pub(super) fn write(&self, data: &[u8]) -> Written {
        let mut state = self.lock();
        if state.is_closed {
            return Written::Closed;
        }
        if state.waiting.len() + data.len() > MAX_UNREAD_INPUT {
            return Written::Full;
        }
        state.waiting.extend_from_slice(data);
        drop(state);
        self.news.notify_one();
        Written::Taken
    }

    /// The input ends once all was read that waits.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.news.notify_one();
    }

    /// The command is over: nothing waits any more.
    pub(super) fn end(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        state.waiting = Vec::new();
    }

    /// The next piece, which stays where it is; None: there is none, and never will be.
    async fn next(&self) -> Option<Vec<u8>> {
        loop {
            {
                let state = self.lock();
                if !state.waiting.is_empty() {
                    return Some(state.waiting[..state.waiting.len().min(PIECE)].to_vec());
                }
                if state.is_closed {
                    return None;
                }
            }
            self.news.notified().await;
        }
    }

    fn was_read(&self, count: usize) {
        let mut state = self.lock();
        let count = count.min(state.waiting.len());
        state.waiting.drain(..count);
    }
}

/// Takes nothing more, also when the writing is dropped.
struct Ending<'a>(&'a Typed);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Write what the owner writes, until it closes the input, or the command does. To be dropped when the command is over.
pub(super) async fn write_all(typed: &Typed, file: OwnedFd, is_terminal: bool) {
    let _ending = Ending(typed);
    if rustix::io::ioctl_fionbio(&file, true).is_err() {
        return;
    }
    // SAFETY: an `OwnedFd` is open, and the same, for as long as it lives, which is as long as what owns it here.
    let Ok(file) = (unsafe { AsyncFd::register_with_interest(file, Interest::WRITABLE) }) else { return };
    while let Some(piece) = typed.next().await {
        match write(&file, &piece).await {
            Ok(count) => typed.was_read(count),
            Err(_) => return, // nobody reads it any more
        }
    }
    if is_terminal {
        // It cannot be closed, as long as its output is read.
        let _ = write(&file, &[END_OF_INPUT]).await;
        std::future::pending::<()>().await;
    }
}

async fn write(file: &AsyncFd<OwnedFd>, piece: &[u8]) -> io::Result<usize> {
    let once = |file: &OwnedFd| loop {
        match rustix::io::write(file, piece) {
            Err(rustix::io::Errno::INTR) => {}
            // A terminal that nobody has open any more is full, and stays so: tokio takes it for ready, again and again.
            Err(rustix::io::Errno::AGAIN) if is_left(file) => return Err(io::ErrorKind::BrokenPipe.into()),
            result => return Ok(result?),
        }
    };
    file.async_io(Interest::WRITABLE, once).await
}

/// Whether the other side has hung up.
fn is_left(file: &OwnedFd) -> bool {
    let mut asked = [PollFd::new(file, PollFlags::OUT)];
    let found = rustix::event::poll(&mut asked, Some(&Timespec::default()));
    found.is_ok() && asked[0].revents().intersects(PollFlags::HUP | PollFlags::ERR)
}
