//! Full queues say so at once; permits are lent so that nothing waits for itself.

use appserver_core::{CoreError, code};

use crate::support::{CAPACITIES, COMPLETED, Harness, soon, until};

#[tokio::test(start_paused = true)]
async fn a_request_too_many_is_answered_overloaded() {
    for capacity in CAPACITIES {
        let harness = Harness::new(capacity, usize::MAX);
        let open: Vec<_> =
            (0..2 * capacity as u64).map(|job| harness.request(job).expect("there is room")).collect();
        let running = open.iter().filter(|(_, runs)| *runs).count();
        assert_eq!((running as u64, harness.stats().handlers_waiting), (capacity as u64, capacity as u64));
        let refused = harness.request(9).expect_err("the queue is full");
        let CoreError::Rejected(rejection) = refused else { panic!("not an answer: {refused}") };
        assert_eq!(rejection.code, code::OVERLOADED);
        assert_eq!(rejection.message, "in-process app-server request queue is full");
        for (job, (request, _)) in open.into_iter().enumerate() {
            let next: Vec<u64> = (job + capacity..2 * capacity).take(1).map(|job| job as u64).collect();
            assert_eq!(harness.finish(&request.id, request.generation, job as u64), next);
            assert_eq!(soon(request.answer).await, Ok(job as u64));
        }
        let stats = harness.stats();
        assert_eq!((stats.handlers_running, stats.requests_open, stats.requests_rejected), (0, 0, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_too_many_is_refused_and_an_answer_makes_room() {
    for capacity in CAPACITIES {
        let harness = Harness::new(capacity, usize::MAX);
        let asked: Vec<_> = (0..capacity).map(|_| harness.ask().expect("there is room")).collect();
        let refused = harness.ask().expect_err("the queue is full");
        assert_eq!(refused.code, code::OVERLOADED);
        assert_eq!(refused.message, "in-process server request queue is full");
        for (id, answer) in asked {
            assert!(harness.answer(id, 7));
            assert!(!harness.answer(id, 8), "the first answer counts");
            assert_eq!(soon(answer).await, Ok(7));
        }
        harness.ask().expect("there is room again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_waits_for_a_reader_lends_its_permit() {
    let harness = Harness::new(1, usize::MAX);
    assert!(harness.deliver(COMPLETED, "t", "first").await);
    let (first, runs) = harness.request(1).expect("nothing runs");
    assert!(runs);
    let (second, runs) = harness.request(2).expect("there is room to wait");
    assert!(!runs);
    let handler = tokio::spawn({
        let harness = harness.clone();
        async move { harness.deliver(COMPLETED, "t", "second").await }
    });
    until("the handler's event is parked", || harness.events().parked == 1).await;
    let run = harness.with(|server, _| server.suspend_handler(harness.connection));
    assert_eq!(run, [2], "another one runs meanwhile");
    assert_eq!(harness.finish(&second.id, second.generation, 2), [0u64; 0]);
    assert_eq!(soon(second.answer).await, Ok(2));
    soon(harness.read()).await;
    assert!(soon(handler).await.expect("no panic"));
    harness.with(|server, _| server.resume_handler(harness.connection));
    harness.finish(&first.id, first.generation, 1);
    assert_eq!(soon(first.answer).await, Ok(1));
    assert_eq!(harness.stats().handlers_running, 0);
}
