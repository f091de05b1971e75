//! What a handler can do.

use std::sync::Arc;

use appserver_core::Sent;
use serde_json::Value;

use crate::{
    error::Error,
    shared::Shared,
    slot::{Loan, Slot},
};

/// A handler's way to its client.
///
/// Dropping any of its futures leaves nothing behind: a notification that was not delivered is taken back, a question
/// that was not answered is over.
#[derive(Clone, Debug)]
pub struct Context {
    shared: Arc<Shared>,
    /// The slot of the request that is handled; None outside a handler.
    slot: Option<Arc<Slot>>,
}

impl Context {
    pub(crate) fn new(shared: &Arc<Shared>, slot: Option<Arc<Slot>>) -> Self {
        Self { shared: Arc::clone(shared), slot }
    }

    /// Send a notification; waits only where a stream is full and must not lose it.
    ///
    /// # Errors
    /// [`Error::Closed`]: the runtime is shut down, or is shutting down and no stream has room; each is told of a gap.
    pub async fn send_notification(&self, method: &str, params: Value) -> Result<(), Error> {
        // The turn that is owed to others comes before the sending: whoever is cancelled in it has sent nothing.
        while self.shared.pace.is_turn_of_others() {
            tokio::task::yield_now().await;
        }
        match self.shared.send(method, params, true)? {
            Sent::Delivered => Ok(()),
            Sent::DeliveredYield => {
                self.shared.pace.make_way();
                Ok(())
            }
            Sent::Parked(ticket) => {
                let parked = self.shared.core.parked(ticket);
                let _loan = self.lend();
                if parked.await { Ok(()) } else { Err(Error::closed(method)) }
            }
            Sent::Missed => Err(Error::closed(method)),
            Sent::Refused | Sent::NeedsIds => unreachable!("not of JSON that may wait"),
        }
    }

    /// Send a notification if no stream would make its producer wait; false, and nothing sent, otherwise.
    ///
    /// # Errors
    /// [`Error::Closed`]: the runtime is shut down, or is shutting down and no stream has room; each is told of a gap.
    pub fn try_send_notification(&self, method: &str, params: Value) -> Result<bool, Error> {
        match self.shared.send(method, params, false)? {
            Sent::Missed => Err(Error::closed(method)),
            sent => Ok(sent != Sent::Refused),
        }
    }

    /// Ask the client and wait for its answer.
    ///
    /// # Errors
    /// [`Error::Server`]: the client answered with an error, the lane of questions is full (-32001), nobody is there to
    /// ask, or the runtime shuts down (-32603). Whoever asks for permission treats each of these as "no".
    pub async fn send_request(&self, method: &str, params: Value) -> Result<Value, Error> {
        let answer = self.shared.ask(method, params)?;
        let _loan = self.lend();
        answer.wait().await.map_err(|error| Error::server(method, error))
    }

    /// Make a request of the same runtime, as a client does.
    ///
    /// # Errors
    /// As [`Runtime::request`](crate::Runtime::request).
    pub async fn request(&self, method: &str, params: Value) -> Result<Value, Error> {
        let _loan = self.lend(); // before asking: with one slot, the request waits for this very one
        let answer = self.shared.request(None, method, params)?;
        answer.wait().await.map_err(|error| Error::server(method, error))
    }

    /// Start a task that goes on after the handler has answered, such as a turn. It holds no slot, and ends with the
    /// runtime: a shutdown waits for it 5 s, then drops it at its next await.
    pub fn spawn<F: Future<Output = ()> + Send + 'static>(&self, task: impl FnOnce(Context) -> F) {
        self.shared.tasks.spawn(task(Self::new(&self.shared, None)));
    }

    /// Whether the shutdown has begun.
    pub fn is_closing(&self) -> bool {
        *self.shared.closing.borrow()
    }

    /// Wait until the shutdown begins, to end early what would otherwise be dropped after 5 s.
    pub async fn closing(&self) {
        // The sender lives as long as `self`, so the wait ends with the value.
        let _ = self.shared.closing.subscribe().wait_for(|closing| *closing).await;
    }

    fn lend(&self) -> Option<Loan> {
        self.slot.as_ref().map(|slot| slot.lend(&self.shared))
    }
}
