//! Full lanes: said at once, with their texts; and slots that are lent so that nobody waits for himself.

use appserver_runtime::{Error, code};
use serde_json::{Value, json};

use crate::support::{CAPACITIES, Script, options, server_error, soon, start, until};

#[tokio::test(start_paused = true)]
async fn a_request_too_many_is_answered_overloaded() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(options(capacity), &script).await;
        let tasks: Vec<_> = (0..2 * capacity)
            .map(|number| {
                let sender = runtime.sender();
                tokio::spawn(async move { sender.request("wait", json!(number)).await })
            })
            .collect();
        until("the lane is full", || runtime.stats().handlers_waiting == capacity).await;
        let refused = soon(runtime.request("echo", Value::Null)).await;
        let message = "in-process app-server request queue is full".to_owned();
        assert_eq!(server_error(refused), (code::OVERLOADED, message));
        assert_eq!((runtime.stats().handlers_running, runtime.stats().requests_rejected), (capacity, 1));
        script.gate.add_permits(2 * capacity);
        for (number, task) in tasks.into_iter().enumerate() {
            assert_eq!(soon(task).await.expect("no panic"), Ok(json!(number)));
        }
        assert_eq!((runtime.stats().handlers_running, runtime.stats().requests_open), (0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_notification_too_many_is_refused_at_once() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(options(capacity), &script).await;
        until("initialized is heard", || script.logged("initialized") == 1).await;
        runtime.notify("wait", Value::Null).expect("there is room");
        until("the processor is busy", || script.logged("wait") == 1).await;
        for _ in 0..capacity {
            runtime.notify("later", Value::Null).expect("there is room");
        }
        let full = runtime.notify("later", Value::Null).expect_err("full");
        assert_eq!(full, Error::QueueFull { method: "later".to_owned() });
        assert_eq!(
            full.to_string(),
            "later: in-process app-server client queue is full; nothing was sent, retry later"
        );
        assert_eq!(soon(runtime.request("echo", json!(1))).await, Ok(json!(1)), "requests go on");
        script.gate.add_permits(1);
        until("the rest is heard", || script.logged("later") == capacity).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_too_many_is_answered_overloaded() {
    for capacity in CAPACITIES {
        let runtime = start(options(capacity), &Script::default()).await;
        let tasks: Vec<_> = (0..capacity)
            .map(|_| {
                let sender = runtime.sender();
                tokio::spawn(async move { sender.request("ask", Value::Null).await })
            })
            .collect();
        until("all have asked", || runtime.stats().server_requests_open == capacity).await;
        let refused = soon(runtime.request("ask", Value::Null)).await;
        assert_eq!(
            server_error(refused),
            (code::OVERLOADED, "in-process server request queue is full".to_owned())
        );
        for id in 0..capacity {
            let id = i64::try_from(id).expect("small");
            runtime.respond_to_server_request(id, json!(id)).expect("running");
        }
        for (id, task) in tasks.into_iter().enumerate() {
            assert_eq!(soon(task).await.expect("no panic"), Ok(json!(id)));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_waits_for_its_own_runtime_lends_its_slot() {
    let script = Script::default();
    let runtime = start(options(1), &script).await;
    assert_eq!(soon(runtime.request("nested", json!(1))).await, Ok(json!(1)), "a nested request");

    let sender = runtime.sender();
    let asking = tokio::spawn(async move { sender.request("ask", Value::Null).await });
    until("the question is there", || runtime.stats().server_requests_open == 1).await;
    assert_eq!(
        soon(runtime.request("echo", json!(2))).await,
        Ok(json!(2)),
        "while a handler waits for an answer"
    );
    runtime.respond_to_server_request(0, json!("yes")).expect("running");
    assert_eq!(soon(asking).await.expect("no panic"), Ok(json!("yes")));

    soon(runtime.request("emit", Value::Null)).await.expect("the reader has room for one");
    let sender = runtime.sender();
    let parked = tokio::spawn(async move { sender.request("emit", Value::Null).await });
    until("the second event is parked", || runtime.stats().parked == 1).await;
    assert_eq!(
        soon(runtime.request("echo", json!(3))).await,
        Ok(json!(3)),
        "while a handler waits for a reader"
    );
    soon(runtime.next_event()).await;
    assert_eq!(soon(parked).await.expect("no panic"), Ok(Value::Null));
    assert_eq!(runtime.stats().handlers_running, 0);
}
