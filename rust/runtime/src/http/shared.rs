//! What the owner of streams and the worker that reads them share.

use std::{
    io,
    os::fd::RawFd,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use bytes::Bytes;
use tokio::{runtime::Handle, sync::Notify, task::yield_now};

use super::{
    crowd::Member,
    request::{Head, HttpFailure},
};
use crate::signal::LoopSignal;

/// Bytes of events that wait for their owner; beyond it nothing is read from the socket. One read more may be there.
const READ_AHEAD: usize = 256 * 1024;

#[derive(Debug)]
struct Ready {
    numbers: Vec<u64>,
    last_number: u64,
    signal: LoopSignal,
    /// The loop is going to be woken, see [`Due`].
    is_due: bool,
}

/// The streams of one owner that have something to take.
#[derive(Debug)]
pub(super) struct Hub(Mutex<Ready>);

impl Hub {
    pub(super) fn new() -> io::Result<Self> {
        let signal = LoopSignal::new()?;
        let ready = Ready { numbers: Vec::new(), last_number: 0, signal, is_due: false };
        Ok(Self(Mutex::new(ready)))
    }

    fn lock(&self) -> MutexGuard<'_, Ready> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }

    pub(super) fn fileno(&self) -> Option<RawFd> {
        self.lock().signal.fileno()
    }

    pub(super) fn new_number(&self) -> u64 {
        let mut ready = self.lock();
        ready.last_number += 1;
        ready.last_number
    }

    pub(super) fn take(&self) -> Vec<u64> {
        let mut ready = self.lock();
        ready.signal.clear();
        std::mem::take(&mut ready.numbers)
    }

    pub(super) fn close(&self) {
        let signal = self.lock().signal.close();
        drop(signal);
    }

    /// A stream has something. `is_crowd`: more of it is read now, and the loop is woken once for all.
    fn add(self: &Arc<Self>, number: u64, is_crowd: bool) {
        let mut ready = self.lock();
        ready.numbers.push(number);
        if ready.is_due {
            return;
        }
        if is_crowd && let Ok(tokio) = Handle::try_current() {
            ready.is_due = true;
            drop(ready);
            let due = Due(Arc::downgrade(self));
            tokio.spawn(async move {
                yield_now().await; // until what can be read was read
                drop(due);
            });
        } else {
            ready.signal.raise();
        }
    }

    fn wake(&self) {
        let mut ready = self.lock();
        ready.is_due = false;
        if !ready.numbers.is_empty() {
            ready.signal.raise();
        }
    }
}

/// Wakes the loop once it is dropped, which a runtime that stops does to it too.
struct Due(Weak<Hub>);

impl Drop for Due {
    fn drop(&mut self) {
        if let Some(hub) = self.0.upgrade() {
            hub.wake();
        }
    }
}

#[derive(Debug, Default)]
struct State {
    head: Option<Head>,
    events: Vec<Bytes>,
    bytes: usize,
    ended: Option<Result<(), HttpFailure>>,
    /// The owner takes nothing more.
    is_closed: bool,
    /// It was closed because the owner has all it wants, and not to end the connection.
    is_finished: bool,
    /// The owner was told, and has not looked since.
    is_told: bool,
}

#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    hub: Arc<Hub>,
    member: Member,
    pub(super) number: u64,
    room: Notify,
    closed: Notify,
}

impl Shared {
    pub(super) fn new(hub: Arc<Hub>, member: Member) -> Self {
        let number = hub.new_number();
        Self { state: Mutex::default(), hub, member, number, room: Notify::new(), closed: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }

    // -- the owner's side

    pub(super) fn head(&self) -> Option<Head> {
        self.lock().head.clone()
    }

    /// What has come, and whether nothing comes after it. An end that had come with the last events is told once more: the
    /// owner, who has got events, may wait to be told of what follows them.
    pub(super) fn take(&self) -> (Vec<Bytes>, bool) {
        let mut state = self.lock();
        let events = std::mem::take(&mut state.events);
        state.bytes = 0;
        let is_over = state.ended.is_some();
        state.is_told = is_over && !events.is_empty();
        if state.is_told {
            self.hub.add(self.number, false);
        }
        drop(state);
        self.room.notify_one();
        (events, is_over)
    }

    pub(super) fn failure(&self) -> Option<HttpFailure> {
        self.lock().ended.as_ref().and_then(|ended| ended.as_ref().err().cloned())
    }

    /// Take nothing more. `is_finished`: what is left of the answer may be read, for the sake of the connection. The first
    /// call counts.
    pub(super) fn close(&self, is_finished: bool) {
        let mut state = self.lock();
        if std::mem::replace(&mut state.is_closed, true) {
            return;
        }
        state.is_finished = is_finished;
        state.bytes = 0;
        let events = std::mem::take(&mut state.events);
        drop(state);
        drop(events);
        self.closed.notify_one();
        self.room.notify_one();
    }

    // -- the worker's side

    pub(super) fn begin(&self, head: Head) {
        self.change(|state| state.head = Some(head));
    }

    pub(super) fn add(&self, events: &mut Vec<Bytes>) {
        self.change(|state| {
            state.bytes += events.iter().map(Bytes::len).sum::<usize>();
            state.events.append(events);
        });
    }

    /// The answer is over; the first end counts.
    pub(super) fn end(&self, ended: Result<(), HttpFailure>) {
        self.change(|state| {
            state.ended.get_or_insert(ended);
        });
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        if state.is_closed {
            return; // nobody looks any more
        }
        change(&mut state);
        let is_crowd = self.member.has_read();
        if !std::mem::replace(&mut state.is_told, true) {
            self.hub.add(self.number, is_crowd);
        }
    }

    /// Return when more may be read; whether that had to be waited for.
    pub(super) async fn has_room(&self) -> bool {
        let mut has_waited = false;
        while self.lock().bytes >= READ_AHEAD {
            has_waited = true;
            self.room.notified().await;
        }
        has_waited
    }

    /// Return when the owner has closed the stream; whether what is left may be read.
    pub(super) async fn was_closed(&self) -> bool {
        loop {
            let (is_closed, is_finished) = {
                let state = self.lock();
                (state.is_closed, state.is_finished)
            };
            if is_closed {
                return is_finished;
            }
            self.closed.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Hub, Shared};
    use crate::http::crowd::{CROWD, Crowd};
    use std::{os::fd::BorrowedFd, sync::Arc};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use tokio::{runtime::Builder, task::yield_now};

    fn is_woken(hub: &Hub) -> bool {
        let number = hub.fileno().expect("it is open");
        // SAFETY: the hub, which outlives this, owns the descriptor.
        let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
        let mut watched = [PollFd::from_borrowed_fd(descriptor, PollFlags::IN)];
        poll(&mut watched, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).expect("it can be asked") > 0
    }

    fn hub_of(count: u32) -> (Arc<Hub>, Vec<Shared>) {
        let hub = Arc::new(Hub::new().expect("there are descriptors"));
        let crowd = Arc::<Crowd>::default();
        let streams = (0..count).map(|_| Shared::new(Arc::clone(&hub), crowd.join())).collect();
        (hub, streams)
    }

    fn say(stream: &Shared) {
        stream.add(&mut vec!["a".into()]);
    }

    /// Let the tasks run that are ready.
    async fn others_run() {
        for _ in 0..3 {
            yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_crowd_wakes_its_loop_once_for_all_that_was_read() {
        let (hub, crowd) = hub_of(CROWD);
        for round in 0..3 {
            say(&crowd[0]);
            say(&crowd[1]);
            assert!(!is_woken(&hub), "round {round}: more may be there to be read");
            others_run().await;
            assert!(is_woken(&hub), "round {round}");
            assert_eq!(hub.take(), [1, 2]);
            others_run().await;
            assert!(!is_woken(&hub), "round {round}: for nothing");
            crowd[0].take();
            crowd[1].take();
        }
    }

    #[tokio::test]
    async fn what_the_loop_took_before_it_was_woken_wakes_nobody() {
        let (hub, crowd) = hub_of(CROWD);
        say(&crowd[0]);
        assert_eq!(hub.take(), [1]);
        others_run().await;
        assert!(!is_woken(&hub));
        say(&crowd[1]);
        others_run().await;
        assert!(is_woken(&hub), "and the next does");
    }

    #[test]
    fn a_runtime_that_stops_wakes_the_loop() {
        let (hub, crowd) = hub_of(CROWD);
        let runtime = Builder::new_current_thread().build().expect("there are descriptors");
        runtime.block_on(async { say(&crowd[0]) });
        assert!(!is_woken(&hub));
        drop(runtime);
        assert!(is_woken(&hub));
        assert_eq!(hub.take(), [1]);
    }

    #[test]
    fn what_another_thread_says_of_a_crowd_is_told_at_once() {
        let (hub, crowd) = hub_of(CROWD);
        say(&crowd[0]);
        assert!(is_woken(&hub), "nothing else would wake it");
    }

    #[test]
    fn an_end_that_came_with_the_last_events_is_told_again() {
        let (hub, streams) = hub_of(1);
        let stream = &streams[0];
        say(stream);
        stream.end(Ok(()));
        assert_eq!(hub.take(), [1]);
        assert_eq!(stream.take(), (vec!["a".into()], true));
        assert!(is_woken(&hub), "the owner has not heard of the end");
        assert_eq!(hub.take(), [1]);
        assert_eq!(stream.take(), (vec![], true));
        assert!(!is_woken(&hub), "and has heard of it now");
    }

    #[tokio::test]
    async fn a_few_wake_it_each_time() {
        let (hub, few) = hub_of(CROWD - 1);
        for stream in &few {
            say(stream);
            assert!(is_woken(&hub));
            hub.take();
        }
    }
}
