//! The appserver runtime for plain Rust, on tokio.
//!
//! [`Runtime::start`] runs a [`Processor`] in this process and shakes hands with it. The client's side is the
//! [`Runtime`] itself and its [`Sender`]s; the server's side is the [`Context`] that every handler gets. Messages are
//! JSON values that go through by reference; nothing is serialised.
//!
//! The library starts no thread: tasks run on the ambient tokio runtime, the one that [`Runtime::start`] is called in.
//! Every call on the message core is one short lock, so every call that is not `async` returns at once.
//!
//! What holds, at every capacity and every speed of the reader:
//! - Answers, questions, notifications of the client and the shutdown never wait for a reader of events.
//! - Only the code that emits an event waits, in [`Context::send_notification`], and only where the event must not be
//!   lost. A handler that waits lends its slot to the next request.
//! - Dropping any future leaves no entry behind and loses no event.
//! - What is dropped is counted, and [`Event::Lagged`] says how many, exactly.
//!
//! ```
//! use appserver_runtime::{Context, Options, Processor, Runtime, ServerError};
//! use serde_json::{Value, json};
//!
//! struct Echo;
//!
//! impl Processor for Echo {
//!     async fn handle(&self, _: Context, _method: &str, params: Value) -> Result<Value, ServerError> {
//!         Ok(params)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), appserver_runtime::Error> {
//! let runtime = Runtime::start(Options::default(), Echo).await?;
//! assert_eq!(runtime.request("echo", json!({"text": "hello"})).await?, json!({"text": "hello"}));
//! runtime.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod answers;
mod context;
mod error;
mod facts;
mod handling;
mod locked_core;
mod message;
mod options;
mod processor;
mod runtime;
mod sender;
mod shared;
mod slot;
mod subscription;
mod sync;
mod tasks;

pub use appserver_core::{CoreStats, DropPolicy, Filter, QueueLimits, QueueStats, RequestId, code};
pub use context::Context;
pub use error::{Error, ServerError};
pub use locked_core::{LockedCore, Next, Parked};
pub use message::{Event, Notification, ServerRequest};
pub use options::Options;
pub use processor::Processor;
pub use runtime::{ABORT_TIMEOUT, DRAIN_TIMEOUT, Runtime};
pub use sender::Sender;
pub use subscription::Subscription;
