//! HTTP requests whose answers are streams of server-sent events.
//!
//! The worker of the tokio runtime sends a request, reads its answer and decodes the events; what it has read waits,
//! bounded in bytes, until its owner takes it. Beyond the bound nothing is read, so that the socket fills and the server
//! waits. All streams of one event loop stand behind one signal: [`HttpStreams`] says which of them have something.
//!
//! Nothing that a failure says names the URL's query, a header or a body: secrets may stand there.

mod client;
mod crowd;
mod request;
mod shared;
mod sse;
mod streams;
mod text_delta;
mod transfer;

pub(crate) use client::HttpClient;
pub(crate) use crowd::Crowd;
pub use request::{Head, HttpFailure, HttpRequest, InvalidRequest, Reason};
pub use sse::{SseDecoder, TooLong};
pub use streams::{HttpStream, HttpStreams, Taken};
pub use text_delta::{Place, TextDelta};
pub use transfer::{MAX_ERROR_BODY, MAX_EVENT};
