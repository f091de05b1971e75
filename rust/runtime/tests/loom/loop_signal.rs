//! A loop that sleeps until its descriptor is readable gets everything that has come.

use std::sync::Arc;

use appserver_runtime::{LoopSignal, Signal};
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
        assert!(!std::mem::replace(&mut *is_readable, true), "one signal for many things");
        self.0.changed.notify_one();
    }

    fn clear(&self) {
        let mut is_readable = self.0.is_readable.lock().expect("no panic");
        assert!(std::mem::replace(&mut *is_readable, false), "nothing is read that was not written");
    }
}

/// What stands under one lock: the signal, and what is to be taken.
struct Queue {
    signal: LoopSignal<Descriptor>,
    things: Vec<u64>,
}

fn queue() -> (Arc<Readable>, Arc<Mutex<Queue>>) {
    let readable = Arc::new(Readable::default());
    let signal = LoopSignal::of(Descriptor(Arc::clone(&readable)));
    (readable, Arc::new(Mutex::new(Queue { signal, things: Vec::new() })))
}

fn put(queue: &Mutex<Queue>, thing: u64) {
    let mut queue = queue.lock().expect("no panic");
    queue.things.push(thing);
    queue.signal.raise();
}

fn take(queue: &Mutex<Queue>) -> Vec<u64> {
    let mut queue = queue.lock().expect("no panic");
    queue.signal.clear();
    std::mem::take(&mut queue.things)
}

#[test]
fn a_sleeping_loop_gets_everything_once() {
    explore(|| {
        let (readable, queue) = queue();
        let threads = [1, 2].map(|thing| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                put(&queue, thing);
                put(&queue, 10 * thing);
            })
        });
        let mut things = Vec::new();
        while things.len() < 4 {
            readable.poll();
            let taken = take(&queue);
            assert!(!taken.is_empty(), "a loop is not woken for nothing");
            things.extend(taken);
        }
        things.sort_unstable();
        assert_eq!(things, [1, 2, 10, 20]);
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert!(!*readable.is_readable.lock().expect("no panic"), "nothing is left to look for");
    });
}

#[test]
fn one_that_is_closed_meanwhile_touches_its_descriptor_no_more() {
    explore(|| {
        let (readable, queue) = queue();
        let thread = thread::spawn({
            let queue = Arc::clone(&queue);
            move || put(&queue, 1)
        });
        let closed = queue.lock().expect("no panic").signal.close();
        let was_raised = *readable.is_readable.lock().expect("no panic");
        drop(closed);
        thread.join().expect("no panic");
        put(&queue, 2);
        assert_eq!(take(&queue), [1, 2]);
        assert_eq!(*readable.is_readable.lock().expect("no panic"), was_raised);
    });
}
