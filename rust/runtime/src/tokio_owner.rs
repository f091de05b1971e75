//! The one tokio runtime of a process: started at first need, made anew in a forked child, stopped without waiting.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::fork;
#[cfg(not(loom))]
use crate::{
    commands::{Command, Groups, Launch},
    http::{Crowd, HttpClient, HttpStreams},
    wire::{Limits, Wire},
};

/// The name of the worker thread.
pub const THREAD_NAME: &str = "appserver-io";

#[derive(Debug)]
struct Running {
    runtime: Runtime,
    #[cfg(not(loom))]
    groups: Arc<Groups>,
    #[cfg(not(loom))]
    http: Arc<HttpClient>,
    #[cfg(not(loom))]
    crowd: Arc<Crowd>,
}

impl Running {
    fn start() -> io::Result<Self> {
        // One worker: it waits and hands over, while the work is done on the threads of the event loops.
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name(THREAD_NAME).enable_all();
        #[cfg(not(loom))]
        let crowd = Arc::<Crowd>::default();
        #[cfg(not(loom))]
        builder.on_thread_park({
            let crowd = Arc::clone(&crowd);
            move || {
                if let Some(rest) = crowd.rest() {
                    thread::sleep(rest);
                }
            }
        });
        Ok(Self {
            runtime: builder.build()?,
            #[cfg(not(loom))]
            groups: Groups::new(),
            #[cfg(not(loom))]
            http: Arc::default(),
            #[cfg(not(loom))]
            crowd,
        })
    }
}

/// What one process of a line of forks has.
#[derive(Debug)]
struct Process {
    running: Mutex<Option<Running>>,
    /// That of a forked child. Only a child makes it, so that a fork never inherits it half made.
    child: OnceLock<Box<Process>>,
}

impl Process {
    const fn new() -> Self {
        Self { running: Mutex::new(None), child: OnceLock::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner) // it is set in one step
    }
}

/// Owns a tokio runtime. There is one for the process, [`TOKIO`]; tests have their own.
///
/// What a child inherits is neither used nor dropped: its worker is gone and its locks may be held for ever. It is left
/// where it is, a few kilobytes a fork.
#[derive(Debug)]
pub struct TokioOwner {
    first: Process,
}

/// The owner of the process.
pub static TOKIO: TokioOwner = TokioOwner::new();

impl TokioOwner {
    /// An owner that has started nothing.
    pub const fn new() -> Self {
        Self { first: Process::new() }
    }

    fn process(&self) -> &Process {
        (0..fork::generation())
            .fold(&self.first, |process, _| process.child.get_or_init(|| Box::new(Process::new())))
    }

    fn with<R>(&self, call: impl FnOnce(&Running) -> R) -> io::Result<R> {
        let mut running = self.process().lock();
        if running.is_none() {
            *running = Some(Running::start()?);
        }
        // Filled above, under the same lock.
        running.as_ref().map(call).ok_or_else(|| io::Error::other("the tokio runtime was not started"))
    }

    /// The runtime, which is started if it was not.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn handle(&self) -> io::Result<Handle> {
        self.with(|running| running.runtime.handle().clone())
    }

    /// Start a command, see [`Command`]; a `timeout` begins with its start. The runtime is started if it was not.
    ///
    /// # Errors
    /// The system gives no thread, or no descriptor. What is wrong with the command itself is told by [`Command::take`].
    #[cfg(not(loom))]
    pub fn start_command(&self, launch: Launch, timeout: Option<Duration>) -> io::Result<Command> {
        let (handle, groups) =
            self.with(|running| (running.runtime.handle().clone(), Arc::clone(&running.groups)))?;
        Command::start(&handle, groups, launch, timeout)
    }

    /// A [`Wire`], which has no connections yet. The runtime is started if it was not.
    ///
    /// # Errors
    /// The system gives no thread, or no descriptor.
    #[cfg(not(loom))]
    pub fn open_wire(&self, limits: Limits) -> io::Result<Wire> {
        let (handle, groups) =
            self.with(|running| (running.runtime.handle().clone(), Arc::clone(&running.groups)))?;
        Wire::new(handle, groups, limits)
    }

    /// An [`HttpStreams`], which has no streams yet. The runtime is started if it was not.
    ///
    /// # Errors
    /// The system gives no thread, or no descriptor.
    #[cfg(not(loom))]
    pub fn open_http(&self) -> io::Result<HttpStreams> {
        let (handle, client, crowd) = self.with(|running| {
            (running.runtime.handle().clone(), Arc::clone(&running.http), Arc::clone(&running.crowd))
        })?;
        HttpStreams::new(handle, client, crowd)
    }

    /// Whether the runtime runs in this process.
    pub fn is_running(&self) -> bool {
        self.process().lock().is_some()
    }

    /// Stop the runtime and wait for nothing: its commands are killed. A later need starts it again.
    pub fn stop(&self) {
        let running = self.process().lock().take();
        if let Some(running) = running {
            #[cfg(not(loom))]
            running.groups.kill_all();
            running.runtime.shutdown_background();
        }
    }
}

impl Default for TokioOwner {
    fn default() -> Self {
        Self::new()
    }
}
