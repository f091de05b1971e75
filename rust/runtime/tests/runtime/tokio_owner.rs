//! The tokio runtime starts when it is first needed, with one worker, and stops without being waited for.

use std::{sync::mpsc, thread};

use appserver_runtime::{THREAD_NAME, TokioOwner};

/// The name of the thread that runs what is spawned.
fn worker_name(owner: &TokioOwner) -> Option<String> {
    let (name, heard) = mpsc::channel();
    let handle = owner.handle().expect("a thread");
    handle.spawn(async move { name.send(thread::current().name().map(str::to_owned)) });
    heard.recv().expect("the worker runs it")
}

#[test]
fn nothing_is_started_before_it_is_needed() {
    let owner = TokioOwner::new();
    assert!(!owner.is_running());
    assert_eq!(worker_name(&owner).as_deref(), Some(THREAD_NAME));
    assert!(owner.is_running());
}

#[test]
fn one_worker_runs_everything() {
    let owner = TokioOwner::new();
    let metrics = owner.handle().expect("a thread").metrics();
    assert_eq!(metrics.num_workers(), 1);
}

#[test]
fn a_stopped_runtime_waits_for_nothing_and_starts_again() {
    let owner = TokioOwner::new();
    // A task that never ends does not hold up the stop.
    owner.handle().expect("a thread").spawn(std::future::pending::<()>());
    owner.stop();
    owner.stop();
    assert!(!owner.is_running());
    assert_eq!(worker_name(&owner).as_deref(), Some(THREAD_NAME), "a later need starts it again");
}
