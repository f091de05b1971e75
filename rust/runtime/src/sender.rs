//! What a client can say, from any thread.

use std::sync::Arc;

use appserver_core::{CoreStats, RequestId};
use serde_json::Value;

use crate::{
    error::{Error, ServerError},
    shared::Shared,
};

/// A cheap handle for saying things to a runtime; clone it and use it on any thread. It does not keep the runtime up.
#[derive(Clone, Debug)]
pub struct Sender {
    pub(crate) shared: Arc<Shared>,
}

impl Sender {
    /// Make a request and wait for its answer. Dropping the future gives up: a handler that runs goes on and its
    /// answer is late; a request that still waits for its handler is never handled.
    ///
    /// # Errors
    /// [`Error::Closed`], or [`Error::Server`] with the server's error; -32001 means that nothing was done.
    pub async fn request(&self, method: &str, params: Value) -> Result<Value, Error> {
        self.open(None, method, params).await
    }

    /// The same with an id of the caller's.
    ///
    /// # Errors
    /// Those of [`Sender::request`], and -32600 when a request with this id is in flight.
    pub async fn request_with_id(&self, id: RequestId, method: &str, params: Value) -> Result<Value, Error> {
        self.open(Some(id), method, params).await
    }

    async fn open(&self, id: Option<RequestId>, method: &str, params: Value) -> Result<Value, Error> {
        let answer = self.shared.request(id, method, params)?;
        answer.wait().await.map_err(|error| Error::server(method, error))
    }

    /// Send a notification to the server; never waits.
    ///
    /// # Errors
    /// [`Error::QueueFull`] or [`Error::Closed`].
    pub fn notify(&self, method: &str, params: Value) -> Result<(), Error> {
        self.shared.notify(method, params)
    }

    /// Answer a server request. The first answer counts; a later one is ignored.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn respond_to_server_request(&self, id: i64, result: Value) -> Result<(), Error> {
        self.shared.answer(id, Ok(result))
    }

    /// Answer a server request with an error.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn fail_server_request(&self, id: i64, error: ServerError) -> Result<(), Error> {
        self.shared.answer(id, Err(error))
    }

    /// A snapshot of every counter and depth.
    pub fn stats(&self) -> CoreStats {
        self.shared.core.with(|core, _| core.stats())
    }
}
