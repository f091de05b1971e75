//! One command, from its start until nobody of its session is left.

use std::{
    io,
    os::fd::{OwnedFd, RawFd},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::Arc,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal};
use tokio::{
    runtime::Handle,
    sync::watch,
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{
    group::{Group, exited},
    input::{self, Input, Written},
    launch::{Launch, LaunchError},
    output,
    session::has_members,
    shared::{Asked, Cause, Outcome, Shared, Taken},
    terminal::TerminalSize,
    watcher::{Groups, Running},
};
use crate::fork::Birthplace;

/// How long output is still waited for after the command's exit while another process holds its pipe open.
///
/// Long enough for the end of `build > >(tee log)`, short enough not to be noticed after `server &`.
const DRAIN: Duration = Duration::from_millis(500);

/// How long those that have closed the output have to end, until they count as left behind. The first process of a sandbox
/// ends a moment after the command.
const SETTLE: Duration = Duration::from_millis(50);

/// How long a process group has between SIGTERM and SIGKILL. An interrupted turn waits this long at most.
const TERMINATE: Duration = Duration::from_millis(500);

/// How long a killed group is waited for. Only one that the kernel cannot end, on a dead disk, takes longer.
const KILL: Duration = Duration::from_secs(2);

/// How often the group is asked whether anybody is left; POSIX has no event for that.
const PROBE: Duration = Duration::from_millis(10);

/// A started command, for its owner. Dropping it ends the command's group at once.
#[derive(Debug)]
pub struct Command {
    shared: Arc<Shared>,
    birthplace: Birthplace,
}

impl Command {
    /// Have a command started on the worker of `runtime`; a `timeout` begins with its start.
    ///
    /// # Errors
    /// This process has no descriptors left.
    pub(crate) fn start(
        runtime: &Handle,
        groups: Arc<Groups>,
        launch: Launch,
        timeout: Option<Duration>,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared::new(&launch.input)?);
        runtime.spawn(run(Arc::clone(&shared), groups, launch, timeout));
        Ok(Self { shared, birthplace: Birthplace::here() })
    }

    /// Whether the process was forked since: the command is the parent's, and no call has an effect.
    pub fn is_forked(&self) -> bool {
        self.birthplace.is_left()
    }

    /// A file descriptor that is readable when there is something to [`take`](Self::take); None once closed.
    pub fn fileno(&self) -> Option<RawFd> {
        if self.is_forked() { None } else { self.shared.fileno() }
    }

    /// What was written since the last call, possibly nothing; None at the end, which comes after all output was taken and
    /// nobody of the group is left.
    ///
    /// # Errors
    /// The command could not be started.
    pub fn take(&self) -> Result<Option<Vec<u8>>, LaunchError> {
        if self.is_forked() {
            return Ok(None);
        }
        match self.shared.take() {
            Taken::Output(output) => Ok(Some(output)),
            Taken::Failed(error) => Err(error),
            Taken::Over => Ok(None),
        }
    }

    /// How it ended; None as long as somebody of its group is left, or when it was not started.
    pub fn outcome(&self) -> Option<Outcome> {
        if self.is_forked() { None } else { self.shared.outcome() }
    }

    /// The number of the process that leads it; None as long as it has not started, or once nobody is left.
    pub fn process_id(&self) -> Option<i32> {
        if self.is_forked() || self.shared.has_ended() {
            return None;
        }
        self.shared.group.get().map(|group| group.number().as_raw_nonzero().get())
    }

    /// Have it read something, whole or not at all.
    pub fn write(&self, data: &[u8]) -> Written {
        if self.is_forked() { Written::Closed } else { self.shared.typed.write(data) }
    }

    /// Have its input end, once it has read what was written. A terminal is told so by a control character.
    pub fn close_input(&self) {
        if !self.is_forked() {
            self.shared.typed.close();
        }
    }

    /// Say how large its terminal is, if it has one.
    pub fn resize(&self, size: TerminalSize) {
        if !self.is_forked() {
            self.shared.resize(size);
        }
    }

    /// Send the group the signal of the key that interrupts.
    pub fn interrupt(&self) {
        if !self.is_forked()
            && let Some(group) = self.shared.group.get()
        {
            group.signal(Signal::INT);
        }
    }

    /// End the group: SIGTERM, half a second, SIGKILL. Returns at once; output that was not taken is thrown away.
    pub fn stop(&self) {
        if !self.is_forked() {
            self.shared.discard();
            self.shared.ask(Asked::Stop);
        }
    }

    /// End the group at once.
    pub fn kill(&self) {
        if self.is_forked() {
            return;
        }
        self.shared.discard();
        self.shared.ask(Asked::Kill);
        if let Some(group) = self.shared.group.get() {
            group.signal(Signal::KILL); // here and now: the worker may be stopped before it gets to it
        }
    }

    /// Return when it runs. For one waiter at a time, as is `over`.
    ///
    /// # Errors
    /// It could not be started.
    pub(crate) async fn started(&self) -> Result<(), LaunchError> {
        loop {
            match self.shared.ended() {
                Some(Err(error)) => return Err(error),
                Some(Ok(_)) => return Ok(()),
                None if self.shared.group.get().is_some() => return Ok(()),
                None => self.shared.changed.notified().await,
            }
        }
    }

    /// Return when nobody of its group is left.
    pub(crate) async fn over(&self) -> Option<Outcome> {
        loop {
            match self.shared.ended() {
                Some(ended) => return ended.ok(),
                None => self.shared.changed.notified().await,
            }
        }
    }

    /// Close the file descriptor, which nobody must be watching any more. Output that was not taken is thrown away.
    pub fn close(&self) {
        if !self.is_forked() {
            self.shared.discard(); // who reads it may be waiting for room, with the pipe open
            self.shared.close();
        }
    }
}

impl Drop for Command {
    fn drop(&mut self) {
        if self.is_forked() {
            return;
        }
        self.shared.discard();
        if !self.shared.has_ended() {
            self.kill();
        }
    }
}

/// Says that the command is over, also when its task is dropped in the middle.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if !self.0.has_ended() {
            if let Some(group) = self.0.group.get() {
                group.signal(Signal::KILL);
            }
            self.0.end_output();
            self.0.end(Ok(Outcome::of(Cause::Stopped, false)));
        }
    }
}

async fn run(shared: Arc<Shared>, groups: Arc<Groups>, launch: Launch, limit: Option<Duration>) {
    let _ending = Ending(&shared);
    if *shared.asked.borrow() > Asked::Nothing {
        shared.end_output();
        shared.end(Ok(Outcome::of(Cause::Stopped, true)));
        return;
    }
    if let Some(sandbox) = &launch.sandbox {
        // The first time it tries what works, which must not hold up others. It fails when the runtime is being stopped.
        let helper = sandbox.helper.clone();
        let attempt = move || {
            // What comes of it is asked again when the command is made ready.
            if let Some(helper) = helper {
                let _ = crate::sandbox::try_named(&helper);
            } else {
                let _ = crate::sandbox::support();
            }
        };
        let _ = tokio::task::spawn_blocking(attempt).await;
    }
    let begin = Instant::now();
    // std panics where a child that could not be executed was taken by somebody else.
    let started = catch_unwind(AssertUnwindSafe(|| groups.start(&launch, &shared)));
    let is_terminal = matches!(launch.input, Input::Terminal(_));
    drop(launch); // its input is the command's alone
    let failed = || Err(LaunchError { errno: libc::ECHILD, about: None, sandbox: None });
    let Running { leader, output, input, holds } = match started.unwrap_or_else(|_| failed()) {
        Ok(started) => started,
        Err(error) => {
            shared.end_output();
            shared.end(Err(error));
            return;
        }
    };
    // `start` has set it.
    let Some(group) = shared.group.get() else { return };
    shared.changed.notify_one();
    let (gone, group_is_gone) = watch::channel(false);
    let reading = Arc::clone(&shared);
    let reading =
        tokio::spawn(async move { output::read_all(&reading, output, is_terminal, group_is_gone).await });
    let writing = write(&shared, input, is_terminal);

    let mut exit = pin!(exited(leader));
    let (cause, has_exited) = follow(&shared, exit.as_mut(), leader, limit).await;
    let (has_exited, is_empty) = end(&shared, group, exit.as_mut(), has_exited).await;
    let mut outcome = Outcome::of(cause, has_exited && is_empty);
    outcome.duration = begin.elapsed();
    if has_exited {
        outcome.exit_code = groups.reap(group);
    }
    gone.send_replace(true);
    if let Some(writing) = writing {
        writing.abort();
        let _ = writing.await; // it has let go of its descriptor
    }
    shared.set_terminal(None);
    if shared.is_discarded() {
        // Nobody waits for the end of the output, so the end of the command comes after the pipe was closed.
        let _ = reading.await;
    }
    drop(holds); // before anybody is told that it is over
    shared.end(Ok(outcome));
    if !has_exited {
        exit.await;
        groups.reap(group);
    }
}

/// Have the command read what its owner writes, if that is what it reads.
fn write(shared: &Arc<Shared>, input: Option<OwnedFd>, is_terminal: bool) -> Option<JoinHandle<()>> {
    let input = input?;
    if is_terminal {
        shared.set_terminal(input.try_clone().ok()); // without a descriptor it keeps its size
    }
    let shared = Arc::clone(shared);
    Some(tokio::spawn(async move { input::write_all(&shared.typed, input, is_terminal).await }))
}

/// Wait until the command is to be ended, and say why, and whether its leader has exited.
async fn follow(
    shared: &Shared,
    exit: Pin<&mut impl Future<Output = ()>>,
    leader: Pid,
    limit: Option<Duration>,
) -> (Cause, bool) {
    let time_is_up = async {
        match limit {
            Some(limit) => sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        biased; // a command that has exited has neither been stopped nor run out of time
        () = exit => {
            if *shared.asked.borrow() >= Asked::Kill {
                return (Cause::Stopped, true); // its owner has killed it, here and now
            }
            let is_empty = tokio::select! {
                () = shared.output_over.notified() => timeout(SETTLE, emptied(leader)).await.is_ok(),
                () = shared.was_asked(Asked::Stop) => !has_members(leader),
                () = sleep(DRAIN) => !has_members(leader),
            };
            (if is_empty { Cause::Exited } else { Cause::ExitedAndLeft }, true)
        }
        () = shared.was_asked(Asked::Stop) => (Cause::Stopped, false),
        () = time_is_up => (Cause::TimedOut, false),
    }
}

/// End the group and its session, and wait for the exit of their leader. Whether it has exited, and whether nobody is left.
async fn end(
    shared: &Shared,
    group: &Group,
    exit: Pin<&mut impl Future<Output = ()>>,
    has_exited: bool,
) -> (bool, bool) {
    let is_asked_to_end = *shared.asked.borrow() < Asked::Kill;
    if is_asked_to_end && (!has_exited || has_members(group.number())) {
        group.signal_session(Signal::TERM);
        tokio::select! {
            () = emptied(group.number()) => {}
            () = shared.was_asked(Asked::Kill) => {}
            () = sleep(TERMINATE) => {}
        }
    }
    // Always: one that has been forked meanwhile was not seen, and the kernel misses none.
    group.signal(Signal::KILL);
    let has_exited = has_exited || timeout(KILL, exit).await.is_ok();
    (has_exited, timeout(KILL, killed(group)).await.is_ok())
}

async fn emptied(leader: Pid) {
    while has_members(leader) {
        sleep(PROBE).await;
    }
}

/// Kill whoever is left, again and again: those outside the group are found one by one, and may fork meanwhile.
async fn killed(group: &Group) {
    while has_members(group.number()) {
        group.signal_session(Signal::KILL);
        sleep(PROBE).await;
    }
}
