//! Reading events: order, gaps, joined text, streams of one's own, and readers that share a thread with others.

use appserver_runtime::{DropPolicy, Event, Filter, QueueLimits};
use serde_json::{Value, json};

use crate::support::{
    CAPACITIES, DELTA, Script, delta, give_up, notification, options, soon, start, until, with_policy,
};

async fn emit(runtime: &appserver_runtime::Runtime, method: &str, params: Value) -> bool {
    let sent = soon(runtime.request("try_emit", json!({"method": method, "params": params}))).await;
    sent.expect("running") == json!(true)
}

#[tokio::test(start_paused = true)]
async fn a_gap_is_reported_before_what_follows_it_and_exactly() {
    for capacity in CAPACITIES {
        let runtime = start(with_policy(capacity, DropPolicy::DropNewest), &Script::default()).await;
        for number in 0..capacity + 3 {
            assert!(emit(&runtime, "warning", json!(number)).await, "dropping is no reason to wait");
        }
        for number in 0..capacity {
            assert_eq!(notification(soon(runtime.next_event()).await), ("warning".to_owned(), json!(number)));
        }
        assert_eq!(soon(runtime.next_event()).await, Some(Event::Lagged { skipped: 3 }));
        assert!(give_up(runtime.next_event()).await.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn text_is_joined_at_the_bound_and_only_there() {
    let runtime = start(options(1), &Script::default()).await;
    for text in ["a", "b", "c"] {
        assert!(emit(&runtime, DELTA, delta("t", text)).await);
        assert_eq!(
            notification(soon(runtime.next_event()).await).1,
            delta("t", text),
            "a reader that keeps up"
        );
    }
    for text in ["a", "b", "c"] {
        assert!(emit(&runtime, DELTA, delta("t", text)).await);
    }
    assert_eq!(notification(soon(runtime.next_event()).await).1, delta("t", "abc"));
    assert_eq!(runtime.stats().events.merged, 2);
}

#[tokio::test(start_paused = true)]
async fn streams_have_filters_bounds_and_policies_of_their_own() {
    let runtime = start(options(7), &Script::default()).await;
    let limits = |policy| QueueLimits { capacity: 1, max_bytes: 1 << 20, policy };
    let of_thread = Filter { thread: Some("a".to_owned()), methods: None };
    let of_method = Filter { thread: None, methods: Some(vec!["turn/completed".to_owned()]) };
    let one = runtime.subscribe(of_thread, limits(DropPolicy::Close)).expect("running");
    let other = runtime.subscribe(of_method, limits(DropPolicy::DropOldest)).expect("running");
    for thread in ["a", "a", "b"] {
        assert!(emit(&runtime, "warning", json!({"threadId": thread})).await);
    }
    assert!(emit(&runtime, "turn/completed", json!({"threadId": "b"})).await);
    assert_eq!(notification(soon(one.next_event()).await).1, json!({"threadId": "a"}));
    assert_eq!(soon(one.next_event()).await, Some(Event::Lagged { skipped: 1 }));
    assert_eq!(soon(one.next_event()).await, Some(Event::StreamClosed));
    assert_eq!(soon(one.next_event()).await, None);
    assert_eq!(notification(soon(other.next_event()).await).0, "turn/completed");
    assert_eq!((one.stats().dropped, other.stats().received), (1, 1));
    assert_eq!(soon(runtime.next_events(100)).await.len(), 4, "the primary stream has them all");
    drop((one, other));
    assert_eq!(runtime.stats().subscribers, 1);
}

#[tokio::test(start_paused = true)]
async fn ending_a_stream_lets_its_producers_go_on() {
    let script = Script::default();
    let runtime = start(options(128), &script).await;
    let limits = QueueLimits { capacity: 1, max_bytes: 1 << 20, policy: DropPolicy::Block };
    let slow = runtime.subscribe(Filter::default(), limits).expect("running");
    soon(runtime.request("turn", json!({"thread": "t", "deltas": 5}))).await.expect("accepted");
    until("the turn waits", || runtime.stats().parked == 1).await;
    drop(slow);
    until("the turn goes on", || script.logged("completed") == 1).await;
    assert_eq!(soon(runtime.next_events(100)).await.len(), 7);
}

#[tokio::test(start_paused = true)]
async fn batches_are_bounded_and_end_with_the_stream() {
    let runtime = start(options(7), &Script::default()).await;
    for number in 0..5 {
        assert!(emit(&runtime, "warning", json!(number)).await);
    }
    assert_eq!(soon(runtime.next_events(3)).await.len(), 3);
    assert_eq!(soon(runtime.next_events(0)).await.len(), 1, "at least one");
    soon(runtime.shutdown()).await;
    assert_eq!(soon(runtime.next_events(3)).await.len(), 1, "what is queued can still be read");
    assert_eq!(soon(runtime.next_events(3)).await, []);
    assert_eq!(soon(runtime.next_event()).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_reader_and_a_producer_that_never_wait_let_others_run() {
    let script = Script::default();
    let runtime = start(options(128), &script).await;
    soon(runtime.request("turn", json!({"thread": "t", "deltas": 20_000}))).await.expect("accepted");
    let sender = runtime.sender();
    let bystander = tokio::spawn(async move { sender.request("echo", Value::Null).await });
    let mut events = 0;
    while !bystander.is_finished() {
        assert!(soon(runtime.next_event()).await.is_some());
        events += 1;
        assert!(events < 20_000, "the bystander ran before the turn was over");
    }
    soon(bystander).await.expect("no panic").expect("answered");
}
