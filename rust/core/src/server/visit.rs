//! What a garbage collector must see.

use super::Server;
use crate::types::Types;

impl<T: Types> Server<T> {
    /// Show everything that is held.
    pub fn visit(
        &self,
        payload: &mut dyn FnMut(&T::Payload),
        waiter: &mut dyn FnMut(&T::Waiter),
        waker: &mut dyn FnMut(&T::Waker),
        job: &mut dyn FnMut(&T::Job),
    ) {
        for stream in self.streams.values() {
            let (payloads, wakers) = stream.queue.held();
            payloads.for_each(&mut *payload);
            wakers.for_each(&mut *waker);
        }
        self.parked.wakers().chain(&self.watcher).for_each(&mut *waker);
        for connection in self.connections.values() {
            connection.requests.waiters().for_each(&mut *waiter);
            connection.commands.iter().for_each(&mut *job);
        }
        for (_, question) in self.questions.iter() {
            question.payloads().for_each(&mut *payload);
            waiter(&question.waiter);
        }
        self.ordering.jobs().for_each(job);
    }
}
