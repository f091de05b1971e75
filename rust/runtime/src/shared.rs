//! What every handle of one runtime shares.

use std::{collections::HashSet, fmt, sync::Arc};

use appserver_core::{Core, CoreError, Lifecycle, Pace, Rejection, RequestId, Sent};
use serde_json::Value;
use tokio::sync::{Notify, oneshot, watch};

use crate::{
    answers::Answer,
    context::Context,
    error::{Error, ServerError},
    facts::{Kinds, text_at},
    handling::Handling,
    locked_core::LockedCore,
    message::{Job, Json, Notification, Payload, ServerRequest},
    options::Options,
    processor::AnyProcessor,
    tasks::Tasks,
};

/// One runtime.
pub(crate) struct Shared {
    pub(crate) core: LockedCore<Json>,
    pub(crate) processor: Box<dyn AnyProcessor>,
    pub(crate) tasks: Arc<Tasks>,
    kinds: Kinds,
    /// Rings when there are client notifications to hear, or none will come any more.
    pub(crate) commands: Notify,
    /// Whether the shutdown has begun.
    pub(crate) closing: watch::Sender<bool>,
    /// When a producer lets others run.
    pub(crate) pace: Pace,
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").field("core", &self.core).finish_non_exhaustive()
    }
}

impl Shared {
    pub(crate) fn new(options: &Options, processor: Box<dyn AnyProcessor>, tasks: Arc<Tasks>) -> Arc<Self> {
        let kinds = Kinds::new(|method| processor.is_experimental_notification(method));
        Arc::new(Self {
            core: LockedCore::new(options.core()),
            processor,
            tasks,
            kinds,
            commands: Notify::new(),
            closing: watch::Sender::new(false),
            pace: Pace::default(),
        })
    }

    /// Register a request and start its handler, or let it wait for a slot.
    pub(crate) fn request(
        self: &Arc<Self>,
        id: Option<RequestId>,
        method: &str,
        params: Value,
    ) -> Result<Answer, Error> {
        if method == "initialize" {
            self.refuse_second_handshake().map_err(|error| Error::core(method, error))?;
        }
        let (waiter, answer) = oneshot::channel();
        let experimental = self.processor.experimental_use(method, &params);
        let mut refused = (None, None); // dropped after unlocking
        let opened = self.core.with(|core, _| {
            let opened = core.open_request(id, method, experimental.as_deref(), Some(waiter));
            let (id, ticket) = opened.map_err(|(error, waiter)| {
                refused.0 = waiter;
                error
            })?;
            let job = Job { request: Some((id.clone(), ticket)), method: method.to_owned(), params };
            match core.handlers().admit(job) {
                Ok(ready) => Ok((id, ticket, ready)),
                Err((rejection, job)) => {
                    refused = (core.close_request(&id, ticket), Some(job));
                    Err(rejection.into())
                }
            }
        });
        let (id, ticket, ready) = opened.map_err(|error| Error::core(method, error))?;
        if let Some(job) = ready {
            self.run(job);
        }
        Ok(Answer::to_request(Arc::clone(self), id, ticket, answer))
    }

    /// The handshake is never repeated, so no handler is asked.
    fn refuse_second_handshake(&self) -> Result<(), CoreError> {
        self.core.with(
            |core, _| {
                if core.is_initialized() { core.initialize(false, HashSet::new()) } else { Ok(()) }
            },
        )
    }

    /// Start a handler, which holds a slot.
    pub(crate) fn run(self: &Arc<Self>, job: Job) {
        let handling = Handling::new(Arc::clone(self), job);
        self.tasks.spawn(handling.run());
    }

    /// Queue a client notification for the processor.
    pub(crate) fn notify(&self, method: &str, params: Value) -> Result<(), Error> {
        let job = Job { request: None, method: method.to_owned(), params };
        match self.core.with(|core, _| core.post_command(job)) {
            Ok(first) => {
                if first {
                    self.commands.notify_one();
                }
                Ok(())
            }
            Err((error, job)) => Err(Error::core(&job.method, error)),
        }
    }

    /// Hear the client's notifications, in order, until the shutdown begins.
    pub(crate) async fn hear_notifications(self: Arc<Self>) {
        loop {
            let (running, jobs) =
                self.core.with(|core, _| (core.lifecycle() == Lifecycle::Running, core.take_commands()));
            for Job { method, params, .. } in jobs {
                let context = Context::new(&self, None);
                // A panic ends the hearing of this one notification.
                crate::handling::catch_panic(|| self.processor.notified(context, &method, params)).await;
            }
            if !running {
                return;
            }
            self.commands.notified().await;
        }
    }

    /// Send a notification to every stream that wants it.
    pub(crate) fn send(&self, method: &str, params: Value, may_park: bool) -> Result<Sent, Error> {
        let notification = Arc::new(Notification { method: method.to_owned(), params });
        let payload = Payload::Notification(Arc::clone(&notification));
        let is_experimental = |method: &str| self.processor.is_experimental_notification(method);
        let sent = self.kinds.with_facts(&notification, is_experimental, |facts| {
            self.core.with(|core, effects| core.send(facts, payload, may_park, effects))
        });
        sent.map_err(|error| Error::core(method, error))
    }

    /// Ask the client.
    pub(crate) fn ask(self: &Arc<Self>, method: &str, params: Value) -> Result<Answer, Error> {
        let (waiter, answer) = oneshot::channel();
        let thread =
            Some(text_at(&params, "threadId")).filter(|thread| !thread.is_empty()).map(str::to_owned);
        let asked = self.core.with(|core, effects| {
            let id = core.next_server_request_id();
            let request = Arc::new(ServerRequest { id, method: method.to_owned(), params });
            core.open_server_request(id, Payload::ServerRequest(request), waiter, thread, effects)
                .map(|replaced| (id, replaced))
        });
        match asked {
            Ok((id, _replaced)) => Ok(Answer::to_question(Arc::clone(self), id, answer)),
            Err((rejection, _waiter)) => Err(Error::server(method, rejection)),
        }
    }

    /// The client answers a question. Late and unknown answers are counted and settle nobody.
    pub(crate) fn answer(&self, id: i64, answer: Result<Value, ServerError>) -> Result<(), Error> {
        let waiter = self.core.with(|core, effects| match core.lifecycle() {
            Lifecycle::Running => Ok(core.close_server_request(id, effects)),
            Lifecycle::Closing | Lifecycle::Closed => Err(Error::closed("answer to a server request")),
        })?;
        if let Some(waiter) = waiter {
            let _ = waiter.send(answer); // an asker that gave up at this moment needs no answer
        }
        Ok(())
    }

    /// Stop the intake, once: everybody who waits for an answer gets -32603.
    pub(crate) fn begin_shutdown(&self) {
        let Some(work) = self.core.with(Core::begin_shutdown) else { return };
        for waiter in work.requests.into_iter().chain(work.server_requests) {
            let _ = waiter.send(Err(Rejection::shutting_down().into()));
        }
        self.closing.send_replace(true);
        self.commands.notify_one();
    }

    /// The end: handlers are ended at their next await, readers get what is queued.
    pub(crate) fn finish_shutdown(&self) {
        self.begin_shutdown();
        self.tasks.abort_all();
        self.core.with(Core::close);
    }
}
