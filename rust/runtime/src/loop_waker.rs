//! Waking an event loop of another thread, without calling it.

use std::{
    io,
    os::fd::{AsFd, AsRawFd, RawFd},
};

use crate::{
    fork::Birthplace,
    signal::{FdSignal, Signal},
    sync::{Mutex, lock},
};

#[derive(Debug)]
struct State<S> {
    /// None once closed.
    signal: Option<S>,
    raised: bool,
    tokens: Vec<u64>,
}

/// A queue of tokens that any thread fills and one event loop empties.
///
/// The loop watches a file descriptor. The first token makes it readable, later ones cost no system call, and
/// [`drain`](Self::drain) takes all of them. What a token stands for is the loop's business: the threads of the tokio
/// runtime hand over numbers and never touch Python.
///
/// Whoever makes tokens bounds the queue: a token stands for something that was registered, and is sent once.
#[derive(Debug)]
pub struct LoopWaker<S = FdSignal> {
    state: Mutex<State<S>>,
    birthplace: Birthplace,
}

impl LoopWaker {
    /// A waker whose loop has nothing to do.
    ///
    /// # Errors
    /// The process has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        Ok(Self::with_signal(FdSignal::new()?))
    }

    /// The file descriptor to watch for reading; None once closed, and in a forked child, whose events would be those of
    /// the parent.
    pub fn fileno(&self) -> Option<RawFd> {
        if self.birthplace.is_left() {
            return None;
        }
        lock(&self.state).signal.as_ref().map(|signal| signal.as_fd().as_raw_fd())
    }
}

impl<S: Signal> LoopWaker<S> {
    /// A waker that makes its loop look by `signal`.
    pub fn with_signal(signal: S) -> Self {
        let state = State { signal: Some(signal), raised: false, tokens: Vec::new() };
        Self { state: Mutex::new(state), birthplace: Birthplace::here() }
    }

    /// Hand `token` over to the loop; any thread may call this. After [`close`](Self::close) it has no effect.
    pub fn wake(&self, token: u64) {
        if self.birthplace.is_left() {
            return; // the descriptor is shared with the parent, whose loop must not be woken
        }
        let mut state = lock(&self.state);
        if state.signal.is_none() {
            return;
        }
        state.tokens.push(token);
        let first = !std::mem::replace(&mut state.raised, true);
        // Under the lock, so that `drain` finds the signal in the state that `raised` says, and `close` never closes the
        // descriptor between the check and the write. It does not block, and takes a microsecond.
        if first && let Some(signal) = &state.signal {
            signal.raise();
        }
    }

    /// All tokens that were handed over, oldest first. To be called by the loop when the descriptor is readable.
    pub fn drain(&self) -> Vec<u64> {
        if self.birthplace.is_left() {
            return Vec::new();
        }
        let mut state = lock(&self.state);
        if std::mem::take(&mut state.raised)
            && let Some(signal) = &state.signal
        {
            signal.clear();
        }
        std::mem::take(&mut state.tokens)
    }

    /// Close the descriptor and drop the tokens. The loop must have stopped watching it. Any number of times.
    pub fn close(&self) {
        if self.birthplace.is_left() {
            return;
        }
        let mut state = lock(&self.state);
        state.tokens = Vec::new();
        state.signal = None;
    }
}
