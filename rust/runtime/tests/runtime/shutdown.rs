//! The end: bounded whatever handlers do, from anywhere, any number of times, and without being asked for.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use appserver_runtime::{
    ABORT_TIMEOUT, Context, DRAIN_TIMEOUT, DropPolicy, Error, Event, Filter, Options, Processor, QueueLimits,
    Runtime, ServerError, code,
};
use serde_json::{Value, json};
use tokio::{task::JoinHandle, time::Instant};

use crate::support::{
    CAPACITIES, Script, give_up, notification, options, poll_once, server_error, soon, start, until,
    with_policy,
};

const SHUTTING_DOWN: &str = "in-process app-server runtime is shutting down";

fn call(runtime: &Runtime, method: &'static str) -> JoinHandle<Result<Value, Error>> {
    let sender = runtime.sender();
    tokio::spawn(async move { sender.request(method, Value::Null).await })
}

/// How long the shutdown took on our clock.
async fn time_to_shut_down(runtime: &Runtime) -> Duration {
    let start = Instant::now();
    soon(runtime.shutdown()).await;
    start.elapsed()
}

/// The clock counts in milliseconds and rounds up.
fn about(duration: Duration) -> std::ops::Range<Duration> {
    duration..duration + Duration::from_millis(5)
}

#[tokio::test(start_paused = true)]
async fn an_idle_runtime_stops_at_once() {
    for capacity in CAPACITIES {
        let runtime = start(options(capacity), &Script::default()).await;
        assert_eq!(time_to_shut_down(&runtime).await, Duration::ZERO);
        assert_eq!(soon(runtime.next_event()).await, None);
    }
}

/// Its event loop is not kept busy by a producer that never has to wait, before the shutdown and during it.
#[tokio::test(start_paused = true)]
async fn an_endless_producer_lets_others_run() {
    for policy in [DropPolicy::Coalesce, DropPolicy::DropNewest, DropPolicy::DropOldest, DropPolicy::Close] {
        for closing in [false, true] {
            let script = Script::default();
            let runtime = Arc::new(start(with_policy(2, policy), &script).await);
            let turn = json!({"thread": "t", "deltas": 1_000_000});
            runtime.request("turn", turn).await.expect("a turn starts");
            if closing {
                let runtime = Arc::clone(&runtime);
                let _shutdown = tokio::spawn(async move { runtime.shutdown().await });
                tokio::task::yield_now().await;
            }
            script.interrupt.add_permits(1);
            until("it ended", || script.logged("interrupted") + script.logged("completed") == 1).await;
            assert_eq!(script.logged("interrupted"), 1, "{policy:?}, closing: {closing}");
            soon(runtime.shutdown()).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_who_waits_is_told() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(options(capacity), &script).await;
        let asking = call(&runtime, "ask");
        until("the question is open", || runtime.stats().server_requests_open == 1).await;
        let waiting: Vec<_> = (0..2 * capacity).map(|_| call(&runtime, "wait")).collect();
        until("the lane is full", || runtime.stats().handlers_waiting == capacity).await;
        until("the handlers have begun", || script.logged("wait") == capacity).await;
        soon(runtime.shutdown()).await;
        for task in waiting.into_iter().chain([asking]) {
            let told = server_error(soon(task).await.expect("no panic"));
            assert_eq!(told, (code::INTERNAL, SHUTTING_DOWN.to_owned()));
        }
        assert_eq!(script.logged("wait"), capacity, "what waited for a slot never starts");
        assert_eq!(soon(runtime.next_event()).await, None, "the question is over, unread");
        let stats = runtime.stats();
        assert_eq!((stats.requests_open, stats.server_requests_open, stats.handlers_running), (0, 0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_does_not_end_is_aborted_after_the_drain() {
    let script = Script::default();
    let runtime = start(options(2), &script).await;
    let hanging = call(&runtime, "hang");
    until("it hangs", || script.logged("hang") == 1).await;
    let sender = runtime.sender();
    let told = tokio::spawn(async move {
        let answer = hanging.await.expect("no panic");
        (server_error(answer), Instant::now(), sender.stats().handlers_running)
    });
    let start = Instant::now();
    assert!(about(DRAIN_TIMEOUT).contains(&time_to_shut_down(&runtime).await));
    let (answer, when, running) = soon(told).await.expect("no panic");
    assert_eq!((answer.0, answer.1.as_str()), (code::INTERNAL, SHUTTING_DOWN));
    assert_eq!((when, running), (start, 1), "its caller is told at once, not after the drain");
    assert_eq!(runtime.stats().handlers_running, 0);
    drop(runtime);
    assert_eq!(Arc::strong_count(&script.gate), 1, "the processor is gone");
}

#[tokio::test(start_paused = true)]
async fn parked_producers_are_woken() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(Options { max_event_bytes: 1, ..options(capacity) }, &script).await;
        soon(runtime.request("emit", Value::Null)).await.expect("there is room");
        for thread in ["a", "b"] {
            soon(runtime.request("turn", json!({"thread": thread, "deltas": 1}))).await.expect("accepted");
        }
        until("both wait", || runtime.stats().parked == 2).await;
        assert_eq!(time_to_shut_down(&runtime).await, Duration::ZERO);
        let closed = Error::Closed { method: "turn/started".to_owned() }.to_string();
        assert_eq!(script.logged(&closed), 2);
        notification(soon(runtime.next_event()).await); // what is queued can still be read
        assert_eq!(soon(runtime.next_event()).await, Some(Event::Lagged { skipped: 2 }));
        assert_eq!(soon(runtime.next_event()).await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn turns_say_goodbye_while_there_is_room() {
    for (room, last_words) in [(true, "said goodbye"), (false, "no room")] {
        let script = Script::default();
        let runtime = start(options(1), &script).await;
        if !room {
            soon(runtime.request("emit", json!("full"))).await.expect("there is room");
        }
        soon(runtime.request("polite_turn", Value::Null)).await.expect("accepted");
        assert_eq!(time_to_shut_down(&runtime).await, Duration::ZERO);
        assert_eq!(script.logged(last_words), 1);
        assert_eq!(notification(soon(runtime.next_event()).await).0, "turn/completed");
        if !room {
            assert_eq!(soon(runtime.next_event()).await, Some(Event::Lagged { skipped: 1 }));
        }
        assert_eq!(soon(runtime.next_event()).await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn readers_that_wait_are_told_the_end() {
    let runtime = start(options(1), &Script::default()).await;
    let limits = QueueLimits { capacity: 1, max_bytes: 1, policy: appserver_runtime::DropPolicy::Block };
    let other = runtime.subscribe(Filter::default(), limits).expect("running");
    let reader = tokio::spawn(async move { other.next_event().await });
    let mut primary = std::pin::pin!(runtime.next_event());
    assert!(poll_once(primary.as_mut()).await.is_none());
    soon(runtime.shutdown()).await;
    assert_eq!(soon(primary).await, None);
    assert_eq!(soon(reader).await.expect("no panic"), None);
}

#[tokio::test(start_paused = true)]
async fn later_calls_are_refused() {
    let runtime = start(options(1), &Script::default()).await;
    let sender = runtime.sender();
    soon(runtime.shutdown()).await;
    let closed = |method: &str| Error::Closed { method: method.to_owned() };
    assert_eq!(soon(sender.request("echo", Value::Null)).await, Err(closed("echo")));
    assert_eq!(sender.notify("x", Value::Null), Err(closed("x")));
    let answers = [
        sender.respond_to_server_request(0, Value::Null),
        sender.fail_server_request(0, ServerError::new(1, "")),
    ];
    assert_eq!(
        answers,
        [Err(closed("answer to a server request")), Err(closed("answer to a server request"))]
    );
    let limits = QueueLimits { capacity: 1, max_bytes: 1, policy: appserver_runtime::DropPolicy::Block };
    assert_eq!(runtime.subscribe(Filter::default(), limits).err(), Some(closed("subscribe")));
}

#[tokio::test(start_paused = true)]
async fn shutdown_may_be_asked_for_again_and_from_other_tasks() {
    let script = Script::default();
    let runtime = Arc::new(start(options(1), &script).await);
    let hanging = call(&runtime, "hang");
    until("it hangs", || script.logged("hang") == 1).await;
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let runtime = Arc::clone(&runtime);
            tokio::spawn(async move { time_to_shut_down(&runtime).await })
        })
        .collect();
    for task in tasks {
        assert!(about(DRAIN_TIMEOUT).contains(&soon(task).await.expect("no panic")));
    }
    assert_eq!(time_to_shut_down(&runtime).await, Duration::ZERO, "there is nothing left to do");
    soon(hanging).await.expect("no panic").expect_err("shut down");
}

#[tokio::test(start_paused = true)]
async fn giving_up_the_shutdown_ends_the_draining() {
    let script = Script::default();
    let runtime = start(options(1), &script).await;
    let hanging = call(&runtime, "hang");
    until("it hangs", || script.logged("hang") == 1).await;
    assert!(give_up(runtime.shutdown()).await.is_none());
    until("the handler is aborted", || runtime.stats().handlers_running == 0).await;
    assert_eq!(soon(runtime.next_event()).await, None);
    soon(hanging).await.expect("no panic").expect_err("shut down");
}

#[tokio::test(start_paused = true)]
async fn dropping_the_runtime_shuts_it_down() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(options(capacity), &script).await;
        let sender = runtime.sender();
        soon(runtime.request("turn", json!({"thread": "t", "deltas": 500}))).await.expect("accepted");
        let hanging = call(&runtime, "hang");
        until("it hangs", || script.logged("hang") == 1).await;
        drop(runtime);
        let told = server_error(soon(hanging).await.expect("no panic"));
        assert_eq!(told, (code::INTERNAL, SHUTTING_DOWN.to_owned()));
        assert!(soon(sender.request("echo", Value::Null)).await.is_err(), "a sender does not keep it up");
        until("tasks are gone", || sender.stats().handlers_running == 0 && sender.stats().parked == 0).await;
        drop(sender);
        until("the processor is gone", || Arc::strong_count(&script.gate) == 1).await;
    }
}

/// Blocks its thread, as no handler should.
struct Blocking {
    started: mpsc::Sender<()>,
    release: std::sync::Mutex<mpsc::Receiver<()>>,
}

impl Processor for Blocking {
    async fn handle(&self, _: Context, method: &str, _: Value) -> Result<Value, ServerError> {
        if method == "block" {
            self.started.send(()).expect("the test waits for it");
            // Ends when the test drops its sender.
            let _ = self.release.lock().expect("only one handler blocks").recv();
        }
        Ok(Value::Null)
    }
}

#[test]
fn a_handler_that_never_awaits_cannot_hold_up_the_shutdown() {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("threads");
    let clock = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let clock = clock.expect("a clock");
    let (started, has_started) = mpsc::channel();
    let (release, released) = mpsc::channel();
    let processor = Blocking { started, release: std::sync::Mutex::new(released) };
    let runtime = threads.block_on(Runtime::start(Options::default(), processor)).expect("accepted");
    let sender = runtime.sender();
    clock.block_on(async {
        let blocked = tokio::spawn(async move { sender.request("block", Value::Null).await });
        tokio::task::yield_now().await; // the request is made; its handler has a thread of its own
        has_started.recv().expect("the handler starts");
        let bound = DRAIN_TIMEOUT + ABORT_TIMEOUT;
        let took = time_to_shut_down(&runtime).await;
        assert!((bound..bound + Duration::from_millis(10)).contains(&took), "{took:?}");
        assert_eq!(server_error(blocked.await.expect("no panic")).1, SHUTTING_DOWN);
        assert_eq!(soon(runtime.next_event()).await, None);
    });
    drop(release);
}

#[test]
fn shutdown_from_another_thread() {
    let main = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    main.expect("a clock").block_on(async {
        let script = Script::default();
        let runtime = Arc::new(start(options(1), &script).await);
        let hanging = call(&runtime, "hang");
        until("it hangs", || script.logged("hang") == 1).await;
        let other = std::thread::spawn({
            let runtime = Arc::clone(&runtime);
            move || {
                let clock =
                    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
                clock.expect("a clock").block_on(runtime.shutdown());
            }
        });
        let told = server_error(hanging.await.expect("no panic"));
        assert_eq!(told, (code::INTERNAL, SHUTTING_DOWN.to_owned()));
        let end = runtime.next_event().await;
        assert_eq!(end, None::<Event>);
        other.join().expect("no panic");
    });
}

#[test]
fn tokio_may_end_first() {
    let tokio = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let tokio = tokio.expect("a clock");
    let script = Script::default();
    let (runtime, waiting) = tokio.block_on(async {
        let runtime = start(options(1), &script).await;
        let waiting: Vec<_> = (0..2).map(|_| call(&runtime, "wait")).collect();
        until("one waits for a slot", || runtime.stats().handlers_waiting == 1).await;
        (runtime, waiting)
    });
    drop(tokio);
    assert!(waiting.iter().all(JoinHandle::is_finished));
    let later = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    later.expect("a clock").block_on(async {
        assert!(soon(runtime.request("echo", Value::Null)).await.is_err(), "nobody is there to answer");
        assert_eq!(time_to_shut_down(&runtime).await, Duration::ZERO);
        assert_eq!(soon(runtime.next_event()).await, None);
    });
    let stats = runtime.stats();
    assert_eq!((stats.requests_open, stats.handlers_running), (0, 0));
}
