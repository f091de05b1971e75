//! A reader that never reads holds up nobody but the producers, and loses nothing when it starts to read.

use std::collections::BTreeMap;

use appserver_runtime::{Event, Options};
use serde_json::{Value, json};

use crate::support::{CAPACITIES, DELTA, Script, server_error, soon, start, until};

const TURNS: usize = 5;
const DELTAS: u64 = 300;
const MAX_BYTES: usize = 8 << 10;

#[tokio::test(start_paused = true)]
async fn everything_but_the_producers_goes_on() {
    for channel_capacity in CAPACITIES {
        let script = Script::default();
        let options = Options { channel_capacity, max_event_bytes: MAX_BYTES, ..Options::default() };
        let runtime = start(options, &script).await;
        for thread in 0..TURNS {
            let params = json!({"thread": format!("t{thread}"), "deltas": DELTAS});
            soon(runtime.request("turn", params)).await.expect("accepted");
        }
        until("the turns wait or are done", || runtime.stats().parked + script.logged("completed") == TURNS)
            .await;

        for number in 0..200 {
            assert_eq!(soon(runtime.request("echo", json!(number))).await, Ok(json!(number)));
        }
        for id in 0..50 {
            let sender = runtime.sender();
            let asking = tokio::spawn(async move { sender.request("ask", Value::Null).await });
            until("the question is open", || runtime.stats().server_requests_open == 1).await;
            runtime.respond_to_server_request(id, json!(id)).expect("running");
            assert_eq!(soon(asking).await.expect("no panic"), Ok(json!(id)));
        }
        let stats = runtime.stats().events;
        assert!(stats.queued <= channel_capacity, "{stats:?}");
        assert!(stats.queued_bytes <= MAX_BYTES || stats.queued == 1, "{stats:?}");

        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut completed = 0;
        while completed < TURNS {
            let Some(Event::Notification(event)) = soon(runtime.next_event()).await else {
                panic!("no gap, no question, no end");
            };
            match event.method.as_str() {
                DELTA => {
                    let thread = event.params["threadId"].as_str().expect("a delta has a thread");
                    let text = event.params["delta"].as_str().expect("a delta has text");
                    texts.entry(thread.to_owned()).or_default().push_str(text);
                }
                "turn/completed" => completed += 1,
                _ => {}
            }
        }
        let whole = (0..DELTAS).fold(String::new(), |text, number| text + &format!("<{number}>"));
        assert_eq!(texts.len(), TURNS);
        assert!(texts.values().all(|text| *text == whole));
        let stats = runtime.stats().events;
        assert_eq!((stats.dropped, stats.queued, stats.parked), (0, 0, 0));
        assert_eq!(stats.emitted, stats.received + stats.merged);
    }
}

#[tokio::test(start_paused = true)]
async fn interrupts_wake_parked_producers() {
    for channel_capacity in CAPACITIES {
        let script = Script::default();
        // A byte bound of one lets a single event in.
        let options = Options { channel_capacity, max_event_bytes: 1, ..Options::default() };
        let runtime = start(options, &script).await;
        for thread in 0..TURNS {
            let params = json!({"thread": format!("t{thread}"), "deltas": 3});
            soon(runtime.request("turn", params)).await.expect("accepted");
        }
        until("the turns wait", || runtime.stats().parked == TURNS).await;
        script.interrupt.add_permits(TURNS);
        until("the turns have given up", || script.logged("interrupted") == TURNS).await;
        let stats = runtime.stats();
        assert_eq!((stats.parked, stats.events.emitted, stats.events.queued), (0, 1, 1));
        assert_eq!(soon(runtime.next_events(100)).await.len(), 1, "what was taken back is not delivered");
    }
}

#[tokio::test(start_paused = true)]
async fn questions_reach_a_reader_whose_event_lane_is_full() {
    let runtime = start(crate::support::options(1), &Script::default()).await;
    soon(runtime.request("emit", Value::Null)).await.expect("there is room");
    let sender = runtime.sender();
    let asking = tokio::spawn(async move { sender.request("ask", Value::Null).await });
    until("the question is open", || runtime.stats().server_requests_open == 1).await;
    let events = soon(runtime.next_events(2)).await;
    assert!(matches!(events.as_slice(), [Event::Notification(_), Event::ServerRequest(_)]), "{events:?}");
    runtime.fail_server_request(0, appserver_runtime::ServerError::new(-1, "no")).expect("running");
    assert_eq!(server_error(soon(asking).await.expect("no panic")), (-1, "no".to_owned()));
}
