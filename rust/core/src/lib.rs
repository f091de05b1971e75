//! The message core of `appserver`: a state machine that is called, never a task that is messaged.
//!
//! The core does no I/O, reads no clock, starts no thread and never calls out. Whoever has something to say calls it
//! under one short lock; what must happen next comes back in [`Effects`] or as the return value, and the caller does it
//! after unlocking. It is generic over what it carries (see [`Types`]), so that Python objects and plain Rust values go
//! through the same code by reference.
//!
//! A [`Server`] has connections, and what they share: threads, questions, the order of requests, permits. The path of a
//! message through the modules:
//!
//! ```text
//! request ─► connection (gate, requests, command_queue) ─► ordering (scopes, permits) ─► run
//! notification ─► threads (which connections) ─► gate ─► stream_index (which streams) ─► queue (class × policy) ─► take
//! question ─► server_requests (registry) ─► queue ─► take ─► answer
//! ```
//!
//! The order of calls. [`Server::connect`], then [`Server::initialize`] once a connection. A request is
//! [`open_request`](Server::open_request), on another thread [`post_command`](Server::post_command) and
//! [`take_commands`](Server::take_commands), [`admit`](Server::admit) and, once it has run, [`finish`](Server::finish) and
//! [`close_request`](Server::close_request); [`abandon_request`](Server::abandon_request) may come at any time. A
//! notification is [`send`](Server::send); while that is [`Sent::NeedsIds`], [`unkeyed`](Server::unkeyed) and
//! [`set_ids`](Server::set_ids); when it is [`Sent::Parked`], [`register_parked`](Server::register_parked),
//! [`withdraw`](Server::withdraw), and in the end [`forget_parked`](Server::forget_parked). A reader takes until there is
//! nothing, then registers its waker. A connection ends with [`close_connection`](Server::close_connection), then
//! [`forget_connection`](Server::forget_connection); the server with [`begin_shutdown`](Server::begin_shutdown), then
//! [`close`](Server::close). Ids that are stale are refused or ignored, by every call.
//!
//! The time of a call depends on nothing but what it is about: the streams that take an event, the questions, producers
//! and jobs that are ended. Nothing is searched for, and what is large leaves in one step, to be put in order and dropped
//! unlocked.

mod arena;
mod connection;
mod effects;
mod error;
mod events;
mod ordering;
mod request_id;
mod server;
mod server_requests;
mod stats;
mod threads;
mod types;

pub use connection::{ConnectionId, ConnectionOptions, command_queue::Commands};
pub use effects::Effects;
pub use error::{CoreError, REJECTIONS, Rejection, code};
pub use events::{
    StreamId,
    delivery::{
        AtBound, Audience, Closes, DELIVERY_TABLE, DeliveryClass, DeliveryRule, DropPolicy, UnknownPolicy,
        at_bound, rule,
    },
    notification::{CloseReason, Ids, MethodInfo, Notification, OwnedIds, Taken},
    parked::{Outcome, ParkedId},
    queue::{Notice, QueueLimits},
    stream_index::Filter,
    wakers::Wakers,
    yield_budget::YieldBudget,
};
pub use ordering::Needs;
pub use request_id::RequestId;
pub use server::{
    Admission, Departure, Ended, Lifecycle, Report, Sent, Server, ServerOptions, ServerRequest, ShutdownWork,
    ToTell, Watched,
};
pub use stats::{ConnectionCounters, ConnectionStats, ServerCounters, ServerStats, StreamStats};
pub use types::Types;
