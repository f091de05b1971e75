//! What breaks a server, and what does not.

use std::sync::Arc;

use appserver_runtime::{PlainThread, Unusable};
use tokio::sync::Notify;

use crate::support::{Harness, give_up, notice, soon};

#[tokio::test(start_paused = true)]
async fn a_panic_of_the_core_breaks_the_server_and_nothing_else() {
    let harness = Harness::new(1, usize::MAX);
    let broken = harness.locked.with(&PlainThread, |_, _| -> u64 { panic!("a fault of the core") });
    assert_eq!(broken, Err(Unusable::Broken), "the panic does not reach the caller");
    assert_eq!(harness.locked.with(&PlainThread, |_, _| 1), Err(Unusable::Broken), "nor does a later call");
    assert_eq!(give_up(harness.locked.next(harness.primary)).await, Some(Err(Unusable::Broken)));
    assert_eq!(harness.locked.try_with(|_| 1), None);
}

#[tokio::test(start_paused = true)]
async fn wakers_are_called_after_a_panic_too() {
    let harness = Harness::new(1, usize::MAX);
    let reader = Arc::new(Notify::new());
    let broken = harness.locked.with(&PlainThread, |_, effects| -> u64 {
        effects.wake.push(notice(&reader));
        panic!("a fault of the core")
    });
    assert_eq!(broken, Err(Unusable::Broken));
    soon(reader.notified()).await;
}
