//! Deadlines under a clock that only the test moves.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use appserver_runtime::{LoopWaker, Timer, Timers, WakeTarget};
use tokio::sync::Notify;

use crate::support::notice;

const SECOND: Duration = Duration::from_secs(1);

fn started() -> (Arc<Timers>, Arc<LoopWaker>) {
    let timers = Arc::new(Timers::default());
    tokio::spawn(Arc::clone(&timers).run());
    (timers, Arc::new(LoopWaker::new().expect("a descriptor")))
}

fn start(timers: &Arc<Timers>, waker: &Arc<LoopWaker>, after: Duration, token: u64) -> Timer {
    timers.start(after, WakeTarget::Loop(Arc::clone(waker), token))
}

/// Move the clock, and let the task of the timers run.
async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn timers_fire_in_the_order_of_their_deadlines() {
    let (timers, waker) = started();
    for (after, token) in [(3, 30), (1, 10), (2, 20), (1, 11)] {
        start(&timers, &waker, after * SECOND, token);
    }
    pass(SECOND / 2).await;
    assert_eq!(waker.drain(), [0u64; 0]);
    pass(SECOND).await;
    assert_eq!(waker.drain(), [10, 11], "of two that are due at once, the older one first");
    pass(2 * SECOND).await;
    assert_eq!(waker.drain(), [20, 30]);
    assert_eq!(timers.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_earlier_deadline_is_not_slept_through() {
    let (timers, waker) = started();
    start(&timers, &waker, 100 * SECOND, 2);
    pass(SECOND).await; // the task sleeps until the hundredth second
    start(&timers, &waker, SECOND, 1);
    pass(2 * SECOND).await;
    assert_eq!(waker.drain(), [1]);
    pass(100 * SECOND).await;
    assert_eq!(waker.drain(), [2]);
}

#[tokio::test(start_paused = true)]
async fn a_timer_that_is_taken_back_never_fires() {
    let (timers, waker) = started();
    let first = start(&timers, &waker, SECOND, 1);
    let second = start(&timers, &waker, SECOND, 2);
    assert!(first.cancel());
    assert!(!first.cancel(), "it is taken back once");
    pass(2 * SECOND).await;
    assert_eq!(waker.drain(), [2]);
    assert!(!second.cancel(), "it has fired");
}

#[tokio::test(start_paused = true)]
async fn no_time_at_all_and_for_ever() {
    let (timers, waker) = started();
    start(&timers, &waker, Duration::ZERO, 1);
    let never = start(&timers, &waker, Duration::MAX, 2);
    pass(1000 * SECOND).await;
    assert_eq!(waker.drain(), [1]);
    assert!(never.cancel());
}

#[tokio::test(start_paused = true)]
async fn a_future_can_wait_for_a_timer() {
    let (timers, _) = started();
    let fired = Arc::new(Notify::new());
    timers.start(SECOND, WakeTarget::Task(notice(&fired)));
    tokio::time::timeout(2 * SECOND, fired.notified()).await.expect("it fires within its second");
}

#[tokio::test(start_paused = true)]
async fn a_timer_keeps_nothing_alive_once_it_is_over() {
    let (timers, waker) = started();
    let fired = start(&timers, &waker, SECOND, 1);
    let cancelled = start(&timers, &waker, SECOND, 2);
    assert!(cancelled.cancel());
    pass(2 * SECOND).await;
    let held: Weak<LoopWaker> = Arc::downgrade(&waker);
    drop(waker);
    assert!(held.upgrade().is_none());
    drop((fired, cancelled));
}
