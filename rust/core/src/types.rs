//! What a server carries.

use std::fmt;

/// The types of what a server carries. The core moves them, and looks into none.
pub trait Types {
    /// An event: a notification or a server request.
    type Payload: fmt::Debug;
    /// Who waits for an answer.
    type Waiter: fmt::Debug;
    /// Who is woken when there is something to take, or room.
    type Waker: fmt::Debug;
    /// A request on its way to its handler.
    type Job: fmt::Debug;

    /// Another reference to the same payload. Called under the core's lock.
    fn share(payload: &Self::Payload) -> Self::Payload;
}
