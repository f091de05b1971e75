//! Giving up at every await: no entry is left behind, no event lost, none delivered twice.

use std::pin::pin;

use appserver_runtime::Event;
use serde_json::{Value, json};

use crate::support::{CAPACITIES, Script, give_up, notification, options, poll_once, soon, start, until};

#[tokio::test(start_paused = true)]
async fn a_request_that_is_given_up_leaves_no_entry() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(options(capacity), &script).await;
        for _ in 0..capacity {
            assert!(give_up(runtime.request("hang", Value::Null)).await.is_none());
        }
        assert_eq!(runtime.stats().requests_open, 0);
        assert_eq!(runtime.stats().handlers_running, capacity, "handlers go on");
        let waiting = give_up(runtime.request("hang", Value::Null)).await;
        assert!(waiting.is_none(), "one that has no slot yet");
        assert_eq!((runtime.stats().requests_open, runtime.stats().handlers_waiting), (0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_waiting_request_that_is_given_up_is_never_handled() {
    let script = Script::default();
    let runtime = start(options(1), &script).await;
    let mut running = pin!(runtime.request("wait", json!(1)));
    assert!(poll_once(running.as_mut()).await.is_none());
    for _ in 0..3 {
        assert!(give_up(runtime.request("echo", json!(2))).await.is_none(), "its place is free each time");
    }
    let mut patient = pin!(runtime.request("unheard_of", json!(3)));
    assert!(poll_once(patient.as_mut()).await.is_none());
    script.gate.add_permits(1);
    assert_eq!(soon(running).await, Ok(json!(1)));
    assert!(soon(patient).await.is_err(), "the script does not know this method");
    assert_eq!((script.logged("echo"), script.logged("unheard_of")), (0, 1));
    assert_eq!(runtime.stats().late_answers, 0);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_not_fetched_is_no_late_answer() {
    let script = Script::default();
    let runtime = start(options(1), &script).await;
    {
        let mut request = pin!(runtime.request("echo", Value::Null));
        assert!(poll_once(request.as_mut()).await.is_none());
        until("it is answered", || runtime.stats().requests_open == 0).await;
    }
    assert_eq!(runtime.stats().late_answers, 0);
}

#[tokio::test(start_paused = true)]
async fn readers_that_give_up_lose_nothing() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(options(capacity), &script).await;
        let mut received = Vec::new();
        for number in 0..200 {
            let mut reader = pin!(runtime.next_event());
            assert!(poll_once(reader.as_mut()).await.is_none(), "nothing is there");
            let params = json!({"method": "turn/completed", "params": number});
            assert_eq!(soon(runtime.request("try_emit", params)).await, Ok(json!(true)));
            match number % 3 {
                0 => {} // rung, and given up before it looks
                1 => received.extend(poll_once(reader.as_mut()).await.flatten()),
                _ => received.extend(give_up(runtime.next_events(1)).await.into_iter().flatten()),
            }
            if number % 3 == 0 {
                received.push(soon(runtime.next_event()).await.expect("running"));
            }
        }
        let numbers: Vec<Value> = received.into_iter().map(|event| notification(Some(event)).1).collect();
        assert_eq!(numbers, (0..200).map(Value::from).collect::<Vec<_>>());
        let stats = runtime.stats().events;
        assert_eq!((stats.emitted, stats.received, stats.queued), (200, 200, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_notification_that_is_given_up_is_taken_back() {
    let runtime = start(options(1), &Script::default()).await;
    soon(runtime.request("emit", json!("first"))).await.expect("there is room");
    for _ in 0..3 {
        assert_eq!(soon(runtime.request("emit_and_give_up", json!("more"))).await, Ok(json!(true)));
        assert_eq!((runtime.stats().parked, runtime.stats().handlers_running), (0, 0));
    }
    assert_eq!(notification(soon(runtime.next_event()).await).1, json!("first"));
    assert!(give_up(runtime.next_event()).await.is_none());
    let stats = runtime.stats().events;
    assert_eq!((stats.emitted, stats.received), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_given_up_is_over() {
    let runtime = start(options(1), &Script::default()).await;
    for _ in 0..3 {
        assert_eq!(soon(runtime.request("ask_and_give_up", Value::Null)).await, Ok(json!(true)));
        assert_eq!((runtime.stats().server_requests_open, runtime.stats().handlers_running), (0, 0));
        assert!(give_up(runtime.next_event()).await.is_none(), "nobody is asked any more");
    }
    runtime.respond_to_server_request(0, json!("yes")).expect("running");
    assert_eq!((runtime.stats().server_requests_opened, runtime.stats().late_server_answers), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_is_given_up_takes_its_bell_along() {
    let runtime = start(options(1), &Script::default()).await;
    let mut patient = pin!(runtime.next_event());
    assert!(poll_once(patient.as_mut()).await.is_none());
    for _ in 0..100 {
        assert!(give_up(runtime.next_event()).await.is_none());
    }
    soon(runtime.request("emit", Value::Null)).await.expect("there is room");
    assert!(matches!(soon(patient).await, Some(Event::Notification(_))), "the other reader is still woken");
}
