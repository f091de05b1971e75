//! A handler's place in the lane, and lending it.

use std::sync::Arc;

use appserver_core::Core;

use crate::{
    message::{Job, Json},
    shared::Shared,
    sync::{Mutex, lock},
};

#[derive(Debug, Default)]
struct State {
    /// How many waits of the handler lend the slot now.
    waits: usize,
    finished: bool,
}

/// The slot of one running handler. Its lock is only taken under the core's, never the other way round.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    state: Mutex<State>,
}

impl Slot {
    /// The handler is done; gives the job that runs in its place.
    pub(crate) fn finish(&self, core: &mut Core<Json>) -> Option<Job> {
        let mut state = lock(&self.state);
        state.finished = true;
        if state.waits == 0 { core.handlers().release() } else { None }
    }

    /// Lend the slot until the loan is dropped; the next job starts.
    pub(crate) fn lend(self: &Arc<Self>, shared: &Arc<Shared>) -> Loan {
        let next = shared.core.with(|core, _| {
            let mut state = lock(&self.state);
            state.waits += 1;
            if state.waits == 1 && !state.finished { core.handlers().release() } else { None }
        });
        if let Some(job) = next {
            shared.run(job);
        }
        Loan { slot: Arc::clone(self), shared: Arc::clone(shared) }
    }
}

/// A slot that is lent.
#[derive(Debug)]
pub(crate) struct Loan {
    slot: Arc<Slot>,
    shared: Arc<Shared>,
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.shared.core.with(|core, _| {
            let mut state = lock(&self.slot.state);
            state.waits -= 1;
            if state.waits == 0 && !state.finished {
                core.handlers().resume();
            }
        });
    }
}
