//! Every interleaving of threads around the types that ship, as far as loom's preemption bound goes.
//!
//! No wake-up is lost, no waker is called twice, no event is read twice or lost, and nobody waits for ever (loom reports a
//! deadlock).
//!
//! `RUSTFLAGS="--cfg loom" cargo test --release -p appserver-runtime --test loom`
#![cfg(loom)]

#[path = "loom/loop_signal.rs"]
mod loop_signal;
#[path = "loom/server.rs"]
mod server;

/// Three preemptions take seconds; most races need one or two.
const PREEMPTIONS: usize = 3;

fn explore(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.check(model);
}
