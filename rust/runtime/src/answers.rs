//! Waiting for an answer, so that giving up leaves nothing behind.

use std::sync::Arc;

use appserver_core::{Rejection, RequestId};
use serde_json::Value;
use tokio::sync::oneshot::{Receiver, error::TryRecvError};

use crate::{error::ServerError, message::Job, shared::Shared};

/// Which entry the answer closes.
#[derive(Debug)]
enum Entry {
    Request { id: RequestId, ticket: u64 },
    Question(i64),
}

/// An answer that is to come.
#[derive(Debug)]
pub(crate) struct Answer {
    shared: Arc<Shared>,
    entry: Entry,
    receiver: Receiver<Result<Value, ServerError>>,
}

impl Answer {
    /// The handler's answer to a client's request.
    pub(crate) fn to_request(
        shared: Arc<Shared>,
        id: RequestId,
        ticket: u64,
        receiver: Receiver<Result<Value, ServerError>>,
    ) -> Self {
        Self { shared, entry: Entry::Request { id, ticket }, receiver }
    }

    /// The client's answer to the server's question.
    pub(crate) fn to_question(
        shared: Arc<Shared>,
        id: i64,
        receiver: Receiver<Result<Value, ServerError>>,
    ) -> Self {
        Self { shared, entry: Entry::Question(id), receiver }
    }

    /// Wait for it.
    pub(crate) async fn wait(mut self) -> Result<Value, ServerError> {
        // Whoever takes a waiter out of the core settles it; one that is dropped nonetheless ended with its runtime.
        (&mut self.receiver).await.unwrap_or_else(|_| Err(Rejection::shutting_down().into()))
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if self.receiver.try_recv() != Err(TryRecvError::Empty) {
            return; // answered, and the entry is gone
        }
        let _dropped_unlocked = self.shared.core.with(|core, effects| match &self.entry {
            Entry::Request { id, ticket } => {
                let of_request = |job: &Job| job.request.as_ref().is_some_and(|(_, of)| of == ticket);
                (core.close_request(id, *ticket), core.withdraw_job(of_request))
            }
            Entry::Question(id) => (core.close_server_request(*id, effects), None),
        });
    }
}
