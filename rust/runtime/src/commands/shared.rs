//! What the owner of a command and the worker that serves it share.

use std::{
    io,
    os::fd::{OwnedFd, RawFd},
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, watch};

use super::{
    LaunchError,
    group::Group,
    input::{Input, Typed},
    terminal::{self, TerminalSize},
};
use crate::signal::LoopSignal;

/// Bytes that are read ahead of the owner: what a Linux pipe holds. Beyond it the command waits, once its pipe is full.
pub(super) const READ_AHEAD: usize = 64 * 1024;

/// Why a command was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It exited, and left nobody.
    Exited,
    /// It exited and left processes of its group running, which were ended.
    ExitedAndLeft,
    /// It had not exited in its time, and was ended.
    TimedOut,
    /// It had not exited when its owner had it stopped.
    Stopped,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Why it was over.
    pub cause: Cause,
    /// Its exit status; 128 + n when signal n has ended it; None when it could not be ended, or another part of this
    /// process has reaped it.
    pub exit_code: Option<i32>,
    /// From its start until nobody of its group was left.
    pub duration: Duration,
    /// Nobody of its group is left. False: the kernel cannot end one.
    pub has_ended: bool,
}

impl Outcome {
    /// That of a command that was over before anything was done about it.
    pub(super) fn of(cause: Cause, has_ended: bool) -> Self {
        Self { cause, exit_code: None, duration: Duration::ZERO, has_ended }
    }
}

/// What the owner has asked for; it only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    Nothing,
    /// End the group: SIGTERM, and SIGKILL after a while.
    Stop,
    /// End the group at once.
    Kill,
}

#[derive(Debug)]
pub(super) struct State {
    output: Vec<u8>,
    /// How much was ever read.
    pub(super) read: u64,
    is_output_over: bool,
    /// The owner takes no more output.
    is_discarded: bool,
    ended: Option<Result<Outcome, LaunchError>>,
    signal: LoopSignal,
    /// How large its terminal is to be, and that once it is there.
    size: Option<TerminalSize>,
    terminal: Option<OwnedFd>,
}

#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    pub(super) typed: Typed,
    /// There is room for output.
    pub(super) room: Notify,
    /// All output was read.
    pub(super) output_over: Notify,
    /// It was started, or it has ended.
    pub(super) changed: Notify,
    pub(super) asked: watch::Sender<Asked>,
    pub(super) group: OnceLock<Group>,
}

/// What can be taken of a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Output(Vec<u8>),
    Failed(LaunchError),
    Over,
}

impl Shared {
    pub(super) fn new(input: &Input) -> io::Result<Self> {
        let state = State {
            output: Vec::new(),
            read: 0,
            is_output_over: false,
            is_discarded: false,
            ended: None,
            signal: LoopSignal::new()?,
            size: None,
            terminal: None,
        };
        Ok(Self {
            state: Mutex::new(state),
            typed: Typed::new(input.is_written()),
            room: Notify::new(),
            output_over: Notify::new(),
            changed: Notify::new(),
            asked: watch::Sender::new(Asked::Nothing),
            group: OnceLock::new(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }

    // -- the owner's side

    pub(super) fn fileno(&self) -> Option<RawFd> {
        self.lock().signal.fileno()
    }

    pub(super) fn take(&self) -> Taken {
        let mut state = self.lock();
        state.signal.clear();
        if let Some(Err(error)) = &state.ended {
            return Taken::Failed(error.clone());
        }
        if state.output.is_empty() && state.is_output_over && state.ended.is_some() {
            return Taken::Over;
        }
        let output = std::mem::take(&mut state.output);
        drop(state);
        self.room.notify_one();
        Taken::Output(output)
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.lock().ended.as_ref().and_then(|ended| ended.as_ref().ok().copied())
    }

    /// How it ended, or why it did not start.
    pub(super) fn ended(&self) -> Option<Result<Outcome, LaunchError>> {
        self.lock().ended.clone()
    }

    pub(super) fn ask(&self, asked: Asked) {
        self.asked.send_if_modified(|before| {
            let is_more = asked > *before;
            *before = asked.max(*before);
            is_more
        });
    }

    pub(super) fn discard(&self) {
        let mut state = self.lock();
        state.is_discarded = true;
        let output = std::mem::take(&mut state.output);
        drop(state);
        drop(output);
        self.room.notify_one();
    }

    /// Say how large its terminal is from now on.
    pub(super) fn resize(&self, size: TerminalSize) {
        let mut state = self.lock();
        state.size = Some(size);
        if let Some(owner) = &state.terminal {
            let _ = terminal::resize(owner, size); // it only fails for what is no terminal
        }
    }

    pub(super) fn close(&self) {
        let signal = self.lock().signal.close();
        drop(signal);
    }

    // -- the worker's side

    /// Its terminal is there. None: it is not any more.
    pub(super) fn set_terminal(&self, owner: Option<OwnedFd>) {
        let mut state = self.lock();
        if let (Some(owner), Some(size)) = (&owner, state.size) {
            let _ = terminal::resize(owner, size); // as above
        }
        let before = std::mem::replace(&mut state.terminal, owner);
        drop(state);
        drop(before);
    }

    /// How much may be read now.
    pub(super) fn space(&self) -> usize {
        let state = self.lock();
        if state.is_discarded { READ_AHEAD } else { READ_AHEAD.saturating_sub(state.output.len()) }
    }

    pub(super) fn add(&self, output: &[u8]) {
        let mut state = self.lock();
        state.read += output.len() as u64;
        if !state.is_discarded {
            state.output.extend_from_slice(output);
            state.signal.raise();
        }
    }

    pub(super) fn end_output(&self) {
        let mut state = self.lock();
        state.is_output_over = true;
        state.signal.raise();
        drop(state);
        self.output_over.notify_one();
    }

    pub(super) fn end(&self, ended: Result<Outcome, LaunchError>) {
        self.typed.end();
        let mut state = self.lock();
        if state.ended.is_none() {
            state.ended = Some(ended);
            state.signal.raise();
        }
        drop(state);
        self.changed.notify_one();
    }

    pub(super) fn is_discarded(&self) -> bool {
        self.lock().is_discarded
    }

    pub(super) fn has_ended(&self) -> bool {
        self.lock().ended.is_some()
    }

    /// Return when at least this was asked for.
    pub(super) async fn was_asked(&self, least: Asked) {
        // The sender is `self`, so the channel is open.
        let _ = self.asked.subscribe().wait_for(|asked| *asked >= least).await;
    }
}
