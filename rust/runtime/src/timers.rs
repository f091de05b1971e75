//! Deadlines.
//!
//! Most timers are taken back before they fire. Therefore they wait in a map of this module rather than each in a task
//! of tokio's: starting one wakes the worker only if it is due before all others, and taking one back never does.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    task::Waker,
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

use crate::{fork::Birthplace, loop_waker::LoopWaker};

/// The longest that a timer waits; "for ever" is an honest wish, and an overflow of the clock is not an answer to it.
const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);

/// What a deadline wakes, on the worker of the tokio runtime.
#[derive(Debug)]
pub enum WakeTarget {
    /// An event loop, which is handed a token.
    Loop(Arc<LoopWaker>, u64),
    /// A future.
    Task(Waker),
}

impl WakeTarget {
    fn wake(self) {
        match self {
            Self::Loop(waker, token) => waker.wake(token),
            Self::Task(waker) => waker.wake(),
        }
    }
}

/// When a timer is due, and its number, which tells timers apart that are due at once.
type Due = (Instant, u64);

#[derive(Debug, Default)]
struct State {
    waiting: BTreeMap<Due, WakeTarget>,
    started: u64,
    /// What [`Timers::run`] sleeps until; None: it has nothing to wait for.
    sleeps_until: Option<Instant>,
}

/// The timers of one tokio runtime.
#[derive(Debug)]
pub struct Timers {
    state: Mutex<State>,
    /// A timer is due before what `run` sleeps until.
    earlier: Notify,
    birthplace: Birthplace,
}

impl Default for Timers {
    fn default() -> Self {
        Self { state: Mutex::default(), earlier: Notify::new(), birthplace: Birthplace::here() }
    }
}

impl Timers {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }

    /// Wake `target` once `after` has passed, unless the timer is taken back before. Any thread may call this.
    pub fn start(self: &Arc<Self>, after: Duration, target: WakeTarget) -> Timer {
        let now = Instant::now();
        let at = now.checked_add(after.min(FOREVER)).unwrap_or(now); // thirty years fit in every clock
        let mut state = self.lock();
        state.started += 1;
        let due = (at, state.started);
        state.waiting.insert(due, target);
        let is_earlier = state.sleeps_until.is_none_or(|until| at < until);
        drop(state);
        if is_earlier {
            self.earlier.notify_one();
        }
        Timer { timers: Arc::downgrade(self), due }
    }

    /// How many timers wait.
    pub fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    /// Wake the targets whose time has come; when the next one is due.
    fn fire(&self) -> Option<Instant> {
        let mut state = self.lock();
        let later = state.waiting.split_off(&(Instant::now(), u64::MAX));
        let due = std::mem::replace(&mut state.waiting, later);
        state.sleeps_until = state.waiting.first_key_value().map(|(due, _)| due.0);
        let next = state.sleeps_until;
        drop(state);
        due.into_values().for_each(WakeTarget::wake); // unlocked: a waker may start a timer
        next
    }

    /// Fire timers for ever: the task of the tokio runtime that these timers belong to.
    pub async fn run(self: Arc<Self>) {
        loop {
            // A timer that is started in between leaves a permit, so that the notice is not missed.
            match self.fire() {
                Some(next) => {
                    // Whichever comes first, it is time to look again.
                    let _ = tokio::time::timeout_at(next, self.earlier.notified()).await;
                }
                None => self.earlier.notified().await,
            }
        }
    }
}

/// One deadline. Dropping it changes nothing.
#[derive(Debug)]
pub struct Timer {
    timers: Weak<Timers>,
    due: Due,
}

impl Timer {
    /// Take it back; false when it has fired or was taken back already.
    pub fn cancel(&self) -> bool {
        let Some(timers) = self.timers.upgrade() else { return false };
        if timers.birthplace.is_left() {
            return false;
        }
        let target = timers.lock().waiting.remove(&self.due);
        target.is_some() // dropped unlocked
    }
}
