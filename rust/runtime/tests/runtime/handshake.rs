//! The start: the handshake, its refusal, and giving up halfway.

use appserver_runtime::{Error, Options, RequestId, Runtime, ServerError, code};
use serde_json::json;

use crate::support::{CAPACITIES, Script, give_up, options, server_error, soon, start, until};

#[tokio::test(start_paused = true)]
async fn start_shakes_hands_and_leaves_id_zero_free() {
    for capacity in CAPACITIES {
        let script = Script::default();
        let runtime = start(options(capacity), &script).await;
        until("initialized is heard", || script.logged("initialized") == 1).await;
        assert_eq!((script.logged("initialize"), runtime.stats().requests_open), (1, 0));
        let answer = soon(runtime.request_with_id(RequestId::Integer(0), "echo", json!(1))).await;
        assert_eq!(answer, Ok(json!(1)));
        soon(runtime.shutdown()).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_handshake_shuts_down_and_says_why() {
    let refusal = ServerError::new(code::INVALID_REQUEST, "no such client");
    let script = Script { refusal: Some(refusal.clone()), ..Script::default() };
    let error = soon(Runtime::start(options(1), script.clone())).await.expect_err("refused");
    assert_eq!(error.to_string(), "in-process initialize failed: no such client");
    assert_eq!(error, Error::Initialize(refusal));
    assert_eq!(script.logged("initialized"), 0);
    assert_eq!(std::sync::Arc::strong_count(&script.gate), 1, "the processor is gone");
}

#[tokio::test(start_paused = true)]
async fn the_handshake_is_not_repeated() {
    let script = Script::default();
    let runtime = start(options(2), &script).await;
    let again = soon(runtime.request("initialize", json!({"capabilities": {"experimentalApi": true}}))).await;
    assert_eq!(server_error(again), (code::INVALID_REQUEST, "Already initialized".to_owned()));
    assert_eq!(script.logged("initialize"), 1, "no handler is asked");
    let refused = soon(runtime.request("echo", json!({"experimental": "echo.field"}))).await;
    let message = "echo.field requires experimentalApi capability".to_owned();
    assert_eq!(server_error(refused), (code::INVALID_REQUEST, message));
}

#[tokio::test(start_paused = true)]
async fn capabilities_are_what_the_handshake_said() {
    let whole =
        json!({"capabilities": {"experimentalApi": true, "optOutNotificationMethods": ["turn/completed"]}});
    let with_fields = Options {
        experimental_api: true,
        opt_out_notification_methods: vec!["turn/completed".to_owned()],
        ..Options::default()
    };
    for options in [with_fields, Options { initialize: Some(whole), ..Options::default() }] {
        let runtime = start(options, &Script::default()).await;
        soon(runtime.request("echo", json!({"experimental": "echo.field"}))).await.expect("allowed");
        for method in ["turn/completed", "experimental/event", "warning"] {
            let sent = soon(runtime.request("try_emit", json!({"method": method}))).await;
            assert_eq!(sent, Ok(json!(true)), "{method}");
        }
        assert_eq!((runtime.stats().filtered, runtime.stats().events.queued), (1, 2));
    }
    let plain = start(Options::default(), &Script::default()).await;
    soon(plain.request("try_emit", json!({"method": "experimental/event"}))).await.expect("filtered");
    assert_eq!((plain.stats().filtered, plain.stats().events.queued), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn giving_up_the_start_leaves_nothing_behind() {
    let script = Script::default();
    assert!(
        give_up(Runtime::start(options(1), script.clone())).await.is_none(),
        "the handler has to run first"
    );
    until("the processor is gone", || std::sync::Arc::strong_count(&script.gate) == 1).await;
}
