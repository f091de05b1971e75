//! The message core of `appserver`: a state machine that is called, never a task that is messaged.
//!
//! The core does no I/O, reads no clock, starts no thread and never calls out. Whoever has something to say calls it
//! under one short lock; what must happen next comes back in [`Effects`] or as the return value, and the caller does it
//! after unlocking. It is generic over what it carries (see [`Types`]), so that Python objects and plain Rust values go
//! through the same code by reference.
//!
//! The path of a message through the modules:
//!
//! ```text
//! request ─► connection (gate) ─► requests (duplicates, pending) ─► lanes (commands, handlers)
//! notification ─► connection (filter) ─► subscribers (who matches) ─► queue (class × policy) ─► take
//! question ─► server_requests (registry) ─► queue ─► take
//! ```

mod bell;
mod connection;
mod core;
mod delivery;
mod effects;
mod error;
mod event;
mod fan_out;
mod keys;
mod lanes;
mod pace;
mod queue;
mod request_id;
mod requests;
mod server_requests;
mod slot;
mod stats;
mod subscribers;

pub use bell::Bells;
pub use connection::{Connection, Gate};
pub use core::{Core, CoreOptions, Ended, Lifecycle, ShutdownWork, Types};
pub use delivery::{
    AtBound, Closes, DELIVERY_TABLE, DeliveryClass, DeliveryRow, DropPolicy, UnknownPolicy, at_bound, row,
};
pub use effects::Effects;
pub use error::{CoreError, Rejection, code};
pub use event::{Ids, Kind, Notification, OwnedIds, Taken};
pub use fan_out::{Sent, TicketId};
pub use lanes::{CommandLane, HandlerLane};
pub use pace::Pace;
pub use queue::{QueueLimits, QueueStats};
pub use request_id::RequestId;
pub use requests::Requests;
pub use server_requests::ServerRequests;
pub use stats::CoreStats;
pub use subscribers::{Filter, SubscriberId};
