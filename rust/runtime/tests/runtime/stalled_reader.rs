//! A reader that does not read holds up nobody but the producers, and loses nothing when it starts to read.

use std::collections::BTreeMap;

use appserver_core::Taken;

use crate::support::{CAPACITIES, COMPLETED, DELTA, Harness, soon, until};

const TURNS: usize = 5;
const DELTAS: u64 = 300;
const MAX_BYTES: usize = 8 << 10;

fn parked(harness: &Harness) -> usize {
    usize::try_from(harness.events().parked).expect("a few")
}

fn turn(harness: &Harness, thread: usize) -> tokio::task::JoinHandle<()> {
    let (harness, thread) = (harness.clone(), format!("t{thread}"));
    tokio::spawn(async move {
        for number in 0..DELTAS {
            assert!(harness.deliver(DELTA, &thread, &format!("<{number}>")).await);
        }
        assert!(harness.deliver(COMPLETED, &thread, "").await);
    })
}

#[tokio::test(start_paused = true)]
async fn everything_but_the_producers_goes_on() {
    for capacity in CAPACITIES {
        let harness = Harness::new(capacity, MAX_BYTES);
        let turns: Vec<_> = (0..TURNS).map(|thread| turn(&harness, thread)).collect();
        let is_done = || turns.iter().filter(|turn| turn.is_finished()).count();
        until("the turns wait or are done", || parked(&harness) + is_done() == TURNS).await;

        for number in 0..200 {
            let (request, runs) = harness.request(number).expect("nothing waits");
            assert!(runs);
            assert_eq!(harness.finish(&request.id, request.generation, number), [0u64; 0]);
            assert_eq!(soon(request.answer).await, Ok(number));
        }
        for number in 0..50 {
            let (id, answer) = harness.ask().expect("the last one was answered");
            assert!(harness.answer(id, number));
            assert_eq!(soon(answer).await, Ok(number));
        }
        let stats = harness.events();
        assert!(stats.queued <= capacity as u64, "{stats:?}");
        assert!(stats.queued_bytes <= MAX_BYTES as u64 || stats.queued == 1, "{stats:?}");

        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut completed = 0;
        while completed < TURNS {
            let (event, text) = soon(harness.read()).await.expect("the stream is open");
            match event.method {
                DELTA => texts.entry(event.thread.clone()).or_default().push_str(&text),
                _ => completed += 1,
            }
        }
        let whole = (0..DELTAS).fold(String::new(), |text, number| text + &format!("<{number}>"));
        assert_eq!(texts.len(), TURNS);
        assert!(texts.values().all(|text| *text == whole));
        for turn in turns {
            soon(turn).await.expect("no panic");
        }
        let stats = harness.events();
        assert_eq!((stats.dropped, stats.queued, stats.parked), (0, 0, 0));
        assert_eq!(stats.emitted, stats.received + stats.merged);
    }
}

#[tokio::test(start_paused = true)]
async fn interrupts_wake_parked_producers() {
    for capacity in CAPACITIES {
        // A byte bound of one lets a single event in.
        let harness = Harness::new(capacity, 1);
        assert!(harness.deliver(COMPLETED, "t", "first").await);
        let turns: Vec<_> = (0..TURNS).map(|thread| turn(&harness, thread)).collect();
        until("the turns wait", || parked(&harness) == TURNS).await;
        turns.iter().for_each(tokio::task::JoinHandle::abort);
        for turn in turns {
            assert!(soon(turn).await.expect_err("it was interrupted").is_cancelled());
        }
        let stats = harness.events();
        assert_eq!((stats.parked, stats.emitted, stats.queued), (0, 1, 1));
        assert_eq!(soon(harness.read()).await.expect("open").1, "first");
        let next = harness.with(|server, effects| server.take(harness.primary, effects));
        assert_eq!(next, Taken::Empty, "what was taken back is not delivered");
    }
}

#[tokio::test(start_paused = true)]
async fn questions_reach_a_reader_whose_events_are_full() {
    let harness = Harness::new(1, MAX_BYTES);
    assert!(harness.deliver(COMPLETED, "t", "").await);
    let waiting = turn(&harness, 1);
    until("the turn waits", || parked(&harness) == 1).await;
    let (id, answer) = harness.ask().expect("questions have a queue of their own");
    let mut methods = Vec::new();
    for _ in 0..2 {
        methods.push(soon(harness.read()).await.expect("open").0.method);
    }
    methods.sort_unstable();
    assert_eq!(methods[0], "question", "it does not wait behind what waits for room");
    assert!(harness.answer(id, 1));
    assert_eq!(soon(answer).await, Ok(1));
    waiting.abort();
}
