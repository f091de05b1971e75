//! Requests and server requests: ids, answers, late answers, failures.

use appserver_runtime::{Event, RequestId, ServerError, code};
use serde_json::{Value, json};

use crate::support::{Script, give_up, options, server_error, soon, start, until};

#[tokio::test(start_paused = true)]
async fn a_duplicate_id_is_refused_and_the_first_keeps_its_waiter() {
    let script = Script::default();
    let runtime = start(options(7), &script).await;
    let ids = [RequestId::Integer(5), RequestId::String("5".to_owned())];
    let waiting: Vec<_> = ids
        .iter()
        .map(|id| {
            let (sender, id) = (runtime.sender(), id.clone());
            tokio::spawn(
                async move { sender.request_with_id(id.clone(), "wait", json!(id.to_string())).await },
            )
        })
        .collect();
    until("both wait", || script.logged("wait") == 2).await;
    for id in &ids {
        let again = soon(runtime.request_with_id(id.clone(), "echo", Value::Null)).await;
        assert_eq!(server_error(again), (code::INVALID_REQUEST, format!("duplicate request id: {id}")));
    }
    script.gate.add_permits(2);
    for (id, first) in ids.iter().zip(waiting) {
        assert_eq!(soon(first).await.expect("no panic"), Ok(json!(id.to_string())));
        let free = soon(runtime.request_with_id(id.clone(), "echo", json!("again"))).await;
        assert_eq!(free, Ok(json!("again")), "an id is free once answered");
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_settles_nobody() {
    let script = Script::default();
    let runtime = start(options(2), &script).await;
    let id = RequestId::Integer(9);
    {
        let request = std::pin::pin!(runtime.request_with_id(id.clone(), "wait", json!("old")));
        assert!(crate::support::poll_once(request).await.is_none());
        until("the handler waits", || script.logged("wait") == 1).await;
        assert_eq!(runtime.stats().requests_open, 1);
    }
    assert_eq!(runtime.stats().requests_open, 0, "giving up leaves no entry");
    let sender = runtime.sender();
    let reused = tokio::spawn(async move { sender.request_with_id(id, "wait", json!("new")).await });
    until("the id is used again", || script.logged("wait") == 2).await;
    script.gate.add_permits(2);
    assert_eq!(soon(reused).await.expect("no panic"), Ok(json!("new")), "not the old request's answer");
    assert_eq!(runtime.stats().late_answers, 1);
}

#[tokio::test(start_paused = true)]
async fn a_panic_becomes_an_internal_error_without_its_text() {
    let runtime = start(options(1), &Script::default()).await;
    for _ in 0..3 {
        let (code, message) = server_error(soon(runtime.request("panic", Value::Null)).await);
        assert_eq!(code, code::INTERNAL);
        assert!(!message.contains("secret"), "{message}");
    }
    assert_eq!(soon(runtime.request("echo", json!(1))).await, Ok(json!(1)), "its slot goes on");
    assert_eq!(runtime.stats().handlers_running, 0);
}

#[tokio::test(start_paused = true)]
async fn errors_of_a_handler_reach_the_caller_as_they_are() {
    let runtime = start(options(1), &Script::default()).await;
    let unknown = soon(runtime.request("no/such", Value::Null)).await;
    assert_eq!(server_error(unknown), (code::INVALID_REQUEST, "unknown method no/such".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn notifications_are_heard_in_order_whatever_one_of_them_does() {
    let script = Script::default();
    let runtime = start(options(7), &script).await;
    for method in ["first", "panic", "second"] {
        runtime.notify(method, Value::Null).expect("there is room");
    }
    until("all are heard", || script.logged("second") == 1).await;
    let log = script.log.lock().expect("no panic while logging").clone();
    assert_eq!(log, ["initialize", "initialized", "first", "panic", "second"]);
}

#[tokio::test(start_paused = true)]
async fn the_first_answer_to_a_question_counts() {
    let runtime = start(options(1), &Script::default()).await;
    let sender = runtime.sender();
    let asking = tokio::spawn(async move { sender.request("ask", json!({"threadId": "t"})).await });
    let Some(Event::ServerRequest(question)) = soon(runtime.next_event()).await else {
        panic!("the question comes first");
    };
    assert_eq!((question.id, question.method.as_str()), (0, "item/tool/requestUserInput"));
    runtime.respond_to_server_request(0, json!("yes")).expect("running");
    runtime.respond_to_server_request(0, json!("no")).expect("late answers are ignored");
    runtime.fail_server_request(77, ServerError::new(1, "never asked")).expect("ignored as well");
    assert_eq!(soon(asking).await.expect("no panic"), Ok(json!("yes")));
    let stats = runtime.stats();
    assert_eq!((stats.late_server_answers, stats.server_requests_open), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_question_that_fails_fails_its_asker() {
    let runtime = start(options(1), &Script::default()).await;
    let sender = runtime.sender();
    let asking = tokio::spawn(async move { sender.request("ask", Value::Null).await });
    until("the question is there", || runtime.stats().server_requests_open == 1).await;
    let error = ServerError { code: -5, message: "not now".to_owned(), data: Some(json!({"why": "busy"})) };
    runtime.fail_server_request(0, error.clone()).expect("running");
    let failure = soon(asking).await.expect("no panic");
    assert_eq!(failure, Err(appserver_runtime::Error::Server { method: "ask".to_owned(), error }));
    assert!(give_up(runtime.next_event()).await.is_none(), "a question that is over needs no reader");
}
