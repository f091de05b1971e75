//! A loop of another thread is woken through a descriptor, once for many tokens.

use std::{
    fs::File,
    io::Read,
    os::fd::{BorrowedFd, OwnedFd},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use appserver_runtime::{LoopWaker, Signal};

/// Counts what a descriptor would have been through.
#[derive(Default)]
struct Counts {
    raised: AtomicUsize,
    cleared: AtomicUsize,
}

struct CountingSignal(Arc<Counts>);

impl Signal for CountingSignal {
    fn raise(&self) {
        self.0.raised.fetch_add(1, Ordering::SeqCst);
    }

    fn clear(&self) {
        self.0.cleared.fetch_add(1, Ordering::SeqCst);
    }
}

fn counted() -> (Arc<Counts>, LoopWaker<CountingSignal>) {
    let counts = Arc::new(Counts::default());
    (Arc::clone(&counts), LoopWaker::with_signal(CountingSignal(counts)))
}

fn has(counts: &Counts, raised: usize, cleared: usize) -> bool {
    (counts.raised.load(Ordering::SeqCst), counts.cleared.load(Ordering::SeqCst)) == (raised, cleared)
}

#[test]
fn many_tokens_cost_one_signal() {
    let (counts, waker) = counted();
    (0..1000).for_each(|token| waker.wake(token));
    assert!(has(&counts, 1, 0));
    assert_eq!(waker.drain(), (0..1000).collect::<Vec<_>>());
    assert!(has(&counts, 1, 1));
    assert_eq!(waker.drain(), [0u64; 0], "a look for nothing");
    assert!(has(&counts, 1, 1));
    waker.wake(7);
    assert!(has(&counts, 2, 1), "the next one is a signal again");
}

#[test]
fn a_closed_waker_takes_nothing() {
    let (counts, waker) = counted();
    waker.wake(1);
    waker.close();
    waker.close();
    waker.wake(2);
    assert_eq!(waker.drain(), [0u64; 0]);
    assert!(has(&counts, 1, 0), "the descriptor is gone");
}

/// Read as a loop's poll would see it: an eventfd and a pipe are both readable exactly while a signal stands.
fn read_now(waker: &LoopWaker) -> std::io::Result<usize> {
    let descriptor = waker.fileno().expect("open");
    // SAFETY: the waker is open, and stays so during this call.
    let borrowed = unsafe { BorrowedFd::borrow_raw(descriptor) };
    let own: OwnedFd = borrowed.try_clone_to_owned()?;
    File::from(own).read(&mut [0; 8])
}

#[test]
fn the_descriptor_is_readable_exactly_while_tokens_wait() {
    let waker = LoopWaker::new().expect("a descriptor");
    let is_readable = |waker: &LoopWaker| read_now(waker).is_ok();
    assert!(!is_readable(&waker), "a fresh one");
    waker.wake(1);
    assert!(is_readable(&waker));
    assert_eq!(waker.drain(), [1], "tokens do not depend on the signal, which this test has read");
    waker.wake(2);
    waker.wake(3);
    assert_eq!(waker.drain(), [2, 3]);
    assert!(!is_readable(&waker), "one clearing for many tokens");
    waker.close();
    assert_eq!(waker.fileno(), None);
}

#[test]
fn threads_hand_over_every_token_once() {
    const EACH: u64 = 10_000;
    let waker = Arc::new(LoopWaker::new().expect("a descriptor"));
    let (done, all_done) = mpsc::channel();
    for number in 0..4 {
        let (waker, done) = (Arc::clone(&waker), done.clone());
        thread::spawn(move || {
            (0..EACH).for_each(|token| waker.wake(number * EACH + token));
            done.send(()).expect("the test waits");
        });
    }
    let mut tokens = Vec::new();
    let mut running = 4;
    while running > 0 {
        tokens.extend(waker.drain());
        running -= all_done.try_iter().count();
    }
    tokens.extend(waker.drain());
    tokens.sort_unstable();
    assert_eq!(tokens, (0..4 * EACH).collect::<Vec<_>>());
}
