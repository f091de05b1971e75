//! Reading a stream of events.

use std::sync::Arc;

use appserver_core::{QueueStats, SubscriberId, Taken};

use crate::{
    message::{Event, event},
    shared::Shared,
};

/// A stream of events of its own, with its own bounds and policy. Dropping it ends it.
#[derive(Debug)]
pub struct Subscription {
    stream: Stream,
}

impl Subscription {
    pub(crate) fn new(shared: Arc<Shared>, id: SubscriberId) -> Self {
        Self { stream: Stream { shared, id } }
    }

    /// The next event; None once the runtime is shut down and everything was read.
    ///
    /// Dropping the future loses no event.
    pub async fn next_event(&self) -> Option<Event> {
        self.stream.next().await
    }

    /// One event or more, up to `max` (at least 1), behind one wake-up; empty once there are no more.
    ///
    /// Dropping the future loses no event.
    pub async fn next_events(&self, max: usize) -> Vec<Event> {
        self.stream.next_many(max).await
    }

    /// The stream's counters.
    pub fn stats(&self) -> QueueStats {
        self.stream.shared.core.with(|core, _| core.subscription_stats(self.stream.id))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let Stream { shared, id } = &self.stream;
        shared.core.with(|core, effects| core.unsubscribe(*id, effects));
    }
}

/// A stream, whoever owns it.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: SubscriberId,
}

impl Stream {
    pub(crate) async fn next(&self) -> Option<Event> {
        // A reader that always finds something lets others run all the same.
        tokio::task::consume_budget().await;
        event(self.shared.core.next(self.id).await)
    }

    pub(crate) async fn next_many(&self, max: usize) -> Vec<Event> {
        let Some(first) = self.next().await else { return Vec::new() };
        let more = self.shared.core.with(|core, effects| {
            let mut more = Vec::new();
            while more.len() + 1 < max {
                match core.take(self.id, effects) {
                    Taken::Empty | Taken::End => break,
                    taken => more.push(taken),
                }
            }
            more
        });
        std::iter::once(first).chain(more.into_iter().filter_map(event)).collect()
    }
}
