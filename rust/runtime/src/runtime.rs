//! The runtime: its start, its events and its end.

use std::{sync::Arc, time::Duration};

use appserver_core::{CoreStats, Filter, QueueLimits, RequestId};
use serde_json::{Value, json};
use tokio::{runtime::Handle, time::timeout};

use crate::{
    error::{Error, ServerError},
    message::Event,
    options::Options,
    processor::Processor,
    sender::Sender,
    shared::Shared,
    subscription::{Stream, Subscription},
    tasks::Tasks,
};

/// How long a shutdown lets handlers and turns come to their end. What Codex gives them.
pub const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a shutdown waits for what it has aborted: only a task that never awaits takes so long.
pub const ABORT_TIMEOUT: Duration = Duration::from_secs(5);

/// An app server in this process. Dropping it shuts it down without waiting for anything.
#[derive(Debug)]
pub struct Runtime {
    sender: Sender,
    events: Stream,
}

impl Runtime {
    /// Start a runtime on the ambient tokio runtime and shake hands.
    ///
    /// # Errors
    /// [`Error::Initialize`]: the processor refused the handshake.
    ///
    /// # Panics
    /// Called outside a tokio runtime.
    pub async fn start(options: Options, processor: impl Processor) -> Result<Self, Error> {
        let shared = Shared::new(&options, Box::new(processor), Tasks::new(Handle::current()));
        let id = shared.core.with(|core, _| core.primary());
        let events = Stream { shared: Arc::clone(&shared), id };
        let runtime = Self { sender: Sender { shared: Arc::clone(&shared) }, events };
        shared.tasks.spawn(Arc::clone(&shared).hear_notifications());
        match runtime.request_with_id(RequestId::Integer(0), "initialize", options.initialize_params()).await
        {
            Ok(_) => {
                runtime.notify("initialized", json!({}))?;
                Ok(runtime)
            }
            Err(error) => {
                runtime.shutdown().await;
                Err(match error {
                    Error::Server { error, .. } => Error::Initialize(error),
                    error => error,
                })
            }
        }
    }

    /// A cheap handle for other tasks and threads.
    pub fn sender(&self) -> Sender {
        self.sender.clone()
    }

    /// See [`Sender::request`].
    ///
    /// # Errors
    /// Those of [`Sender::request`].
    pub async fn request(&self, method: &str, params: Value) -> Result<Value, Error> {
        self.sender.request(method, params).await
    }

    /// See [`Sender::request_with_id`].
    ///
    /// # Errors
    /// Those of [`Sender::request_with_id`].
    pub async fn request_with_id(&self, id: RequestId, method: &str, params: Value) -> Result<Value, Error> {
        self.sender.request_with_id(id, method, params).await
    }

    /// See [`Sender::notify`].
    ///
    /// # Errors
    /// Those of [`Sender::notify`].
    pub fn notify(&self, method: &str, params: Value) -> Result<(), Error> {
        self.sender.notify(method, params)
    }

    /// See [`Sender::respond_to_server_request`].
    ///
    /// # Errors
    /// Those of [`Sender::respond_to_server_request`].
    pub fn respond_to_server_request(&self, id: i64, result: Value) -> Result<(), Error> {
        self.sender.respond_to_server_request(id, result)
    }

    /// See [`Sender::fail_server_request`].
    ///
    /// # Errors
    /// Those of [`Sender::fail_server_request`].
    pub fn fail_server_request(&self, id: i64, error: ServerError) -> Result<(), Error> {
        self.sender.fail_server_request(id, error)
    }

    /// The next event of the primary stream; None once the runtime is shut down and everything was read.
    ///
    /// Dropping the future loses no event.
    pub async fn next_event(&self) -> Option<Event> {
        self.events.next().await
    }

    /// One event or more, up to `max` (at least 1), behind one wake-up; empty once there are no more.
    ///
    /// Dropping the future loses no event.
    pub async fn next_events(&self, max: usize) -> Vec<Event> {
        self.events.next_many(max).await
    }

    /// A further, independent stream of the notifications that `filter` lets through.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn subscribe(&self, filter: Filter, limits: QueueLimits) -> Result<Subscription, Error> {
        let shared = &self.sender.shared;
        let id = shared.core.with(|core, _| core.subscribe(filter, limits));
        match id {
            Ok(id) => Ok(Subscription::new(Arc::clone(shared), id)),
            Err(error) => Err(Error::core("subscribe", error)),
        }
    }

    /// A snapshot of every counter and depth.
    pub fn stats(&self) -> CoreStats {
        self.sender.stats()
    }

    /// Shut down: open requests and server requests are answered -32603, waiting producers are woken, handlers and
    /// spawned tasks get [`DRAIN_TIMEOUT`] to end and are then aborted, which is waited for [`ABORT_TIMEOUT`] at the
    /// most. What is queued can still be read.
    ///
    /// May be called from any task or thread, any number of times; every call returns within the bound. It needs a
    /// tokio runtime with its clock. Dropping the future ends the draining: the rest happens at once.
    pub async fn shutdown(&self) {
        let finish = Finish(&self.sender.shared);
        let tasks = &self.sender.shared.tasks;
        self.sender.shared.begin_shutdown();
        if timeout(DRAIN_TIMEOUT, tasks.idle()).await.is_err() {
            tasks.abort_all();
            // A task that never awaits cannot be ended; it is left behind, and what it says is refused.
            let _ = timeout(ABORT_TIMEOUT, tasks.idle()).await;
        }
        drop(finish);
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.sender.shared.finish_shutdown();
    }
}

/// The last step of a shutdown, also of one that is not waited for.
struct Finish<'a>(&'a Shared);

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.0.finish_shutdown();
    }
}
