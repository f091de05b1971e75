//! Giving up at every wait: no entry is left behind, no event lost, none delivered twice.

use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Wake, Waker},
};

use crate::support::{CAPACITIES, COMPLETED, Harness, give_up, poll_once, soon};

#[tokio::test(start_paused = true)]
async fn a_request_that_is_given_up_leaves_no_entry() {
    for capacity in CAPACITIES {
        let harness = Harness::new(capacity, usize::MAX);
        for job in 0..capacity as u64 {
            let (request, runs) = harness.request(job).expect("there is room");
            assert!(runs);
            assert_eq!(harness.abandon(&request), [0u64; 0]);
        }
        let stats = harness.stats();
        assert_eq!((stats.requests_open, stats.handlers_running), (0, capacity as u64), "handlers go on");
        for _ in 0..3 {
            let (waiting, runs) = harness.request(9).expect("its place is free each time");
            assert!(!runs);
            assert_eq!(harness.abandon(&waiting), [0u64; 0]);
        }
        let stats = harness.stats();
        assert_eq!((stats.requests_open, stats.handlers_waiting), (0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn readers_that_give_up_lose_nothing() {
    for capacity in CAPACITIES {
        let harness = Harness::new(capacity, usize::MAX);
        let mut received = Vec::new();
        for number in 0..200 {
            let mut reader = pin!(harness.read());
            assert!(poll_once(reader.as_mut()).await.is_none(), "nothing is there");
            assert!(harness.deliver(COMPLETED, "t", &number.to_string()).await);
            match number % 3 {
                0 => received.push(soon(harness.read()).await), // woken, and given up before it looks
                1 => received.push(poll_once(reader.as_mut()).await.flatten()),
                _ => received.push(give_up(harness.read()).await.flatten()),
            }
        }
        let numbers: Vec<String> = received.into_iter().flatten().map(|(_, text)| text).collect();
        assert_eq!(numbers, (0..200).map(|number| number.to_string()).collect::<Vec<_>>());
        let stats = harness.events();
        assert_eq!((stats.emitted, stats.received, stats.queued), (200, 200, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_notification_that_is_given_up_is_taken_back() {
    let harness = Harness::new(1, usize::MAX);
    assert!(harness.deliver(COMPLETED, "t", "first").await);
    for _ in 0..3 {
        assert!(give_up(harness.deliver(COMPLETED, "t", "more")).await.is_none());
        assert_eq!(harness.events().parked, 0);
    }
    assert_eq!(soon(harness.read()).await.expect("open").1, "first");
    assert!(give_up(harness.read()).await.is_none());
    let stats = harness.events();
    assert_eq!((stats.emitted, stats.received), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_given_up_is_over() {
    let harness = Harness::new(1, usize::MAX);
    for _ in 0..3 {
        let (id, answer) = harness.ask().expect("its place is free each time");
        let waiter = harness.with(|server, effects| server.close_server_request(id, effects));
        drop((waiter, answer));
        assert!(give_up(harness.read()).await.is_none(), "it is not shown any more");
        assert!(!harness.answer(id, 1));
    }
    let stats = harness.stats();
    assert_eq!((stats.server_requests_open, stats.late_server_answers), (0, 3));
}

/// Does nothing; what counts is who holds it.
struct Idle;

impl Wake for Idle {
    fn wake(self: Arc<Self>) {}
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_given_up_takes_its_waker_along() {
    let harness = Harness::new(1, usize::MAX);
    let idle = Arc::new(Idle);
    let waker = Waker::from(Arc::clone(&idle));
    let mut context = Context::from_waker(&waker);
    let before = Arc::strong_count(&idle);
    {
        let mut next = pin!(harness.locked.next(harness.primary));
        for _ in 0..3 {
            assert!(next.as_mut().poll(&mut context).is_pending());
            assert_eq!(Arc::strong_count(&idle), before + 1, "one, however often it looks");
        }
    }
    assert_eq!(Arc::strong_count(&idle), before);
    assert!(harness.deliver(COMPLETED, "t", "first").await);
    {
        let mut delivering = pin!(harness.deliver(COMPLETED, "t", "second"));
        assert!(delivering.as_mut().poll(&mut context).is_pending());
        assert_eq!(Arc::strong_count(&idle), before + 1);
    }
    assert_eq!(Arc::strong_count(&idle), before);
}
