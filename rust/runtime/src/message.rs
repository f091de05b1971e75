//! What goes through a runtime: JSON, by reference.

use std::{sync::Arc, task::Waker};

use appserver_core::{DeliveryRow, OwnedIds, RequestId, Taken, Types, row};
use serde_json::Value;
use tokio::sync::oneshot;

use crate::{error::ServerError, facts::ids_of};

/// A message from the server that needs no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Its method.
    pub method: String,
    /// Its parameters.
    pub params: Value,
}

/// A question of the server; answer it with [`Runtime::respond_to_server_request`](crate::Runtime::respond_to_server_request).
#[derive(Clone, Debug, PartialEq)]
pub struct ServerRequest {
    /// Its id.
    pub id: i64,
    /// Its method.
    pub method: String,
    /// Its parameters.
    pub params: Value,
}

/// What a reader of a stream gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A notification; several streams share one.
    Notification(Arc<Notification>),
    /// A question; the primary stream alone has them.
    ServerRequest(Arc<ServerRequest>),
    /// A gap: exactly so many events were dropped here.
    Lagged {
        /// How many.
        skipped: u64,
    },
    /// The stream was closed because its reader could not keep up and its policy says so; nothing follows.
    StreamClosed,
}

/// What the core queues.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    Notification(Arc<Notification>),
    ServerRequest(Arc<ServerRequest>),
}

/// Who waits for an answer.
pub(crate) type Waiter = oneshot::Sender<Result<Value, ServerError>>;

/// What a handler has to do.
#[derive(Debug)]
pub(crate) struct Job {
    /// The request to be answered and the ticket that closes it; None for a client's notification.
    pub(crate) request: Option<(RequestId, u64)>,
    pub(crate) method: String,
    pub(crate) params: Value,
}

/// The core of a JSON runtime.
#[derive(Debug)]
pub(crate) enum Json {}

impl Types for Json {
    type Payload = Payload;
    type Waiter = Waiter;
    type Bell = Waker;
    type Job = Job;

    fn share(payload: &Payload) -> Payload {
        payload.clone()
    }

    fn ids(payload: &Payload, row: &'static DeliveryRow) -> Option<OwnedIds> {
        Some(match payload {
            Payload::Notification(notification) => ids_of(&notification.params, row),
            Payload::ServerRequest(_) => OwnedIds::default(), // a question stands in line by itself
        })
    }
}

/// What the reader gets for what the core gave; None at the end of the stream.
pub(crate) fn event(taken: Taken<Payload>) -> Option<Event> {
    match taken {
        Taken::Event { payload: Payload::Notification(notification), joined } => {
            Some(Event::Notification(match joined {
                None => notification,
                Some(text) => with_text(notification, &text),
            }))
        }
        Taken::Event { payload: Payload::ServerRequest(request), .. } => Some(Event::ServerRequest(request)),
        Taken::Lagged(skipped) => Some(Event::Lagged { skipped }),
        Taken::Overflow => Some(Event::StreamClosed),
        Taken::Empty | Taken::End => None,
    }
}

/// The same delta with more text.
fn with_text(notification: Arc<Notification>, more: &str) -> Arc<Notification> {
    let mut notification = Arc::unwrap_or_clone(notification);
    if let Some(field) = row(&notification.method).text
        && let Some(Value::String(text)) = notification.params.get_mut(field)
    {
        text.push_str(more);
    }
    Arc::new(notification)
}
