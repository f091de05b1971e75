//! A loop that sleeps until its descriptor is readable gets every token.

use std::sync::Arc;

use appserver_runtime::{LoopWaker, Signal};
use loom::{
    sync::{Condvar, Mutex},
    thread,
};

use crate::explore;

/// A descriptor as the loop's poll sees it: readable or not, and never written twice.
#[derive(Default)]
struct Readable {
    is_readable: Mutex<bool>,
    changed: Condvar,
}

impl Readable {
    /// Poll without a time limit: loom finds a deadlock if the signal never comes.
    fn poll(&self) {
        let mut is_readable = self.is_readable.lock().expect("no panic");
        while !*is_readable {
            is_readable = self.changed.wait(is_readable).expect("no panic");
        }
    }
}

struct Descriptor(Arc<Readable>);

impl Signal for Descriptor {
    fn raise(&self) {
        let mut is_readable = self.0.is_readable.lock().expect("no panic");
        assert!(!std::mem::replace(&mut *is_readable, true), "one signal for many tokens");
        self.0.changed.notify_one();
    }

    fn clear(&self) {
        let mut is_readable = self.0.is_readable.lock().expect("no panic");
        assert!(std::mem::replace(&mut *is_readable, false), "nothing is read that was not written");
    }
}

fn waker() -> (Arc<Readable>, Arc<LoopWaker<Descriptor>>) {
    let readable = Arc::new(Readable::default());
    (Arc::clone(&readable), Arc::new(LoopWaker::with_signal(Descriptor(readable))))
}

#[test]
fn a_sleeping_loop_gets_every_token_once() {
    explore(|| {
        let (readable, waker) = waker();
        let threads = [1, 2].map(|token| {
            let waker = Arc::clone(&waker);
            thread::spawn(move || {
                waker.wake(token);
                waker.wake(10 * token);
            })
        });
        let mut tokens = Vec::new();
        while tokens.len() < 4 {
            readable.poll();
            let drained = waker.drain();
            assert!(!drained.is_empty(), "a loop is not woken for nothing");
            tokens.extend(drained);
        }
        tokens.sort_unstable();
        assert_eq!(tokens, [1, 2, 10, 20]);
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert!(!*readable.is_readable.lock().expect("no panic"), "nothing is left to look for");
    });
}

#[test]
fn a_waker_that_is_closed_meanwhile_takes_nothing_more() {
    explore(|| {
        let (readable, waker) = waker();
        let thread = thread::spawn({
            let waker = Arc::clone(&waker);
            move || waker.wake(1)
        });
        waker.close();
        assert!(waker.drain().is_empty());
        thread.join().expect("no panic");
        waker.wake(2);
        assert!(waker.drain().is_empty());
        drop(readable);
    });
}
