//! One request in its handler: whatever happens there, the request is answered and its slot goes on.

use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::Poll,
};

use appserver_core::{Core, code};
use serde_json::Value;

use crate::{
    context::Context,
    error::ServerError,
    message::{Job, Json},
    options::Capabilities,
    processor::BoxFuture,
    shared::Shared,
    slot::Slot,
};

/// A request on its way through its handler.
#[derive(Debug)]
pub(crate) struct Handling {
    shared: Arc<Shared>,
    slot: Arc<Slot>,
    /// None once it is answered.
    job: Option<Job>,
    started: bool,
}

impl Handling {
    pub(crate) fn new(shared: Arc<Shared>, job: Job) -> Self {
        Self { shared, slot: Arc::default(), job: Some(job), started: false }
    }

    pub(crate) async fn run(mut self) {
        self.started = true;
        let Some(job) = &mut self.job else { return };
        let params = job.params.take();
        let capabilities = (job.method == "initialize").then(|| Capabilities::of(&params));
        let context = Context::new(&self.shared, Some(Arc::clone(&self.slot)));
        let handled = self.shared.processor.handle(context, &job.method, params).await;
        self.settle(handled, capabilities);
    }

    /// Answer, and let the next request have the slot.
    fn settle(&mut self, mut handled: Result<Value, ServerError>, capabilities: Option<Capabilities>) {
        let Some(Job { request, .. }) = self.job.take() else { return };
        let (waiter, next) = self.shared.core.with(|core, _| {
            if let (Ok(_), Some(capabilities)) = (&handled, capabilities)
                && let Err(refusal) = open_gate(core, capabilities)
            {
                handled = Err(refusal);
            }
            let waiter = request.and_then(|(id, ticket)| core.close_request(&id, ticket));
            (waiter, self.slot.finish(core))
        });
        if let Some(waiter) = waiter {
            let _ = waiter.send(handled); // a caller that gave up at this moment needs no answer
        }
        if let Some(job) = next {
            self.shared.run(job);
        }
    }
}

fn open_gate(core: &mut Core<Json>, capabilities: Capabilities) -> Result<(), ServerError> {
    use appserver_core::{CoreError, Rejection};
    core.initialize(capabilities.experimental, capabilities.opt_out).map_err(|error| match error {
        CoreError::Rejected(rejection) => rejection.into(),
        CoreError::Closed | CoreError::QueueFull => Rejection::shutting_down().into(),
    })
}

impl Drop for Handling {
    /// The handler panicked or was aborted.
    fn drop(&mut self) {
        if !self.started {
            // Dropped before it ran: tokio is gone, and with it this runtime. Ending it here answers everybody at once,
            // where passing the slot on would try one waiting request after the other, one inside the other.
            self.shared.begin_shutdown();
        }
        self.settle(
            Err(ServerError::new(code::INTERNAL, "the handler failed; the server's log tells more")),
            None,
        );
    }
}

/// Run a future to its end, or until it panics; the panic hook has reported it then.
pub(crate) async fn catch_panic<'a>(start: impl FnOnce() -> BoxFuture<'a, ()>) {
    let Ok(mut future) = catch_unwind(AssertUnwindSafe(start)) else { return };
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))).unwrap_or(Poll::Ready(()))
    })
    .await;
}
