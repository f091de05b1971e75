//! Every interleaving of the threads around one core, as far as loom's preemption bound goes: no wake-up is lost, no bell
//! rings twice, no event is read twice or lost, and nobody waits for ever (loom reports a deadlock).
//!
//! `RUSTFLAGS="--cfg loom" cargo test --release -p appserver-runtime --test loom`
#![cfg(loom)]

use std::{
    collections::HashSet,
    future::poll_fn,
    pin::pin,
    sync::Arc,
    task::{Poll, Wake, Waker},
};

use appserver_core::{
    CoreError, CoreOptions, DeliveryRow, DropPolicy, Ids, Kind, Notification, OwnedIds, QueueLimits, Sent,
    Taken, Types,
};
use appserver_runtime::LockedCore;
use loom::{
    future::{AtomicWaker, block_on},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

/// Three preemptions take seconds; most races need one or two.
const PREEMPTIONS: usize = 3;

/// A core that carries numbers.
enum Numbers {}

impl Types for Numbers {
    type Payload = u64;
    type Waiter = u64;
    type Bell = Waker;
    type Job = u64;

    fn share(payload: &u64) -> u64 {
        *payload
    }

    fn ids(_payload: &u64, _row: &'static DeliveryRow) -> Option<OwnedIds> {
        unreachable!("every notification brings its ids")
    }
}

type Core = Arc<LockedCore<Numbers>>;

/// What became of an event, as its producer knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Delivered,
    TakenBack,
    Closed,
}

fn explore(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.check(model);
}

/// One place in the queue, and every event needs one.
fn core() -> Core {
    let limits = QueueLimits { capacity: 1, max_bytes: usize::MAX, policy: DropPolicy::Block };
    let core = Arc::new(LockedCore::new(CoreOptions { limits, legacy_notifications: true }));
    core.with(|core, _| core.initialize(false, HashSet::new())).expect("a fresh core");
    core
}

fn send(core: &Core, number: u64) -> Result<Sent, CoreError> {
    let kind = Kind::new("turn/completed", false);
    let notification =
        Notification { kind: &kind, ids: Some(Ids { thread: "t", ..Ids::default() }), text: "", bytes: 1 };
    core.with(|core, effects| core.send(&notification, number, true, effects))
}

/// Send and wait for room, as `Context::send_notification` does.
async fn deliver(core: &Core, number: u64) -> Outcome {
    match send(core, number) {
        Ok(Sent::Delivered | Sent::DeliveredYield) => Outcome::Delivered,
        Ok(Sent::Parked(ticket)) if core.parked(ticket).await => Outcome::Delivered,
        Ok(Sent::Parked(_) | Sent::Missed) | Err(_) => Outcome::Closed,
        Ok(Sent::Refused | Sent::NeedsIds) => unreachable!("this producer may wait, and brings its ids"),
    }
}

async fn read(core: &Core) -> Option<u64> {
    let primary = core.with(|core, _| core.primary());
    loop {
        match core.next(primary).await {
            Taken::Event { payload, .. } => return Some(payload),
            Taken::End => return None,
            Taken::Lagged(_) => {} // counted by `assert_settled`
            other => panic!("a stream that is never empty for its reader gave {other:?}"),
        }
    }
}

fn read_all(core: &Core) -> Vec<u64> {
    block_on(async {
        let mut numbers = Vec::new();
        while let Some(number) = read(core).await {
            numbers.push(number);
        }
        numbers
    })
}

fn shut_down(core: &Core) {
    core.with(appserver_core::Core::begin_shutdown);
    core.with(appserver_core::Core::close);
}

/// Nothing is left, and everything is accounted for; gives how many events were lost to a shutdown.
fn assert_settled(core: &Core) -> u64 {
    let stats = core.with(|core, _| core.stats());
    assert_eq!((stats.parked, stats.events.parked, stats.events.queued), (0, 0, 0));
    assert_eq!(stats.events.emitted, stats.events.received + stats.events.dropped);
    stats.events.dropped
}

/// Counts how often it is woken, and wakes the waker it was made for.
struct CountingWaker {
    inner: Waker,
    rings: AtomicUsize,
}

impl Wake for CountingWaker {
    fn wake(self: Arc<Self>) {
        self.rings.fetch_add(1, Ordering::SeqCst);
        self.inner.wake_by_ref();
    }
}

#[test]
fn a_reader_and_a_producer_wake_each_other() {
    explore(|| {
        let core = core();
        let producer = thread::spawn({
            let core = Arc::clone(&core);
            move || {
                let outcomes = (0..3).map(|number| block_on(deliver(&core, number)));
                assert!(outcomes.collect::<Vec<_>>().iter().all(|outcome| *outcome == Outcome::Delivered));
            }
        });
        let numbers: Vec<_> = (0..3).map(|_| block_on(read(&core))).collect();
        assert_eq!(numbers, [Some(0), Some(1), Some(2)]);
        producer.join().expect("no panic");
        assert_eq!(assert_settled(&core), 0);
    });
}

#[test]
fn two_producers_and_a_reader() {
    explore(|| {
        let core = core();
        let producers = [10, 20].map(|number| {
            let core = Arc::clone(&core);
            thread::spawn(move || assert_eq!(block_on(deliver(&core, number)), Outcome::Delivered))
        });
        let mut numbers: Vec<_> = (0..2).map(|_| block_on(read(&core))).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [Some(10), Some(20)]);
        for producer in producers {
            producer.join().expect("no panic");
        }
        assert_eq!(assert_settled(&core), 0);
    });
}

#[test]
fn a_bell_rings_once_for_one_arming() {
    explore(|| {
        let core = core();
        let primary = core.with(|core, _| core.primary());
        let producer = thread::spawn({
            let core = Arc::clone(&core);
            move || (0..2).for_each(|number| drop(send(&core, number)))
        });
        let (armed, waker) = block_on(async {
            let mut counting: Option<Arc<CountingWaker>> = None;
            let mut armed = 0;
            let mut next = pin!(core.next(primary));
            poll_fn(|context| {
                let waker = counting.get_or_insert_with(|| {
                    Arc::new(CountingWaker { inner: context.waker().clone(), rings: AtomicUsize::new(0) })
                });
                let polled =
                    next.as_mut().poll(&mut std::task::Context::from_waker(&Arc::clone(waker).into()));
                armed += usize::from(polled.is_pending());
                polled
            })
            .await;
            (armed, counting)
        });
        producer.join().expect("no panic");
        // A reader that looks again before its bell rings takes it back or finds that it is on its way: never two.
        let rings = waker.map_or(0, |waker| waker.rings.load(Ordering::SeqCst));
        assert!(rings <= armed, "{rings} rings for {armed} armings");
    });
}

#[test]
fn an_interrupted_producer_takes_its_event_back_or_it_is_read() {
    explore(|| {
        let core = core();
        assert!(matches!(send(&core, 0), Ok(Sent::Delivered | Sent::DeliveredYield)));
        let interrupt = Arc::new((AtomicBool::new(false), AtomicWaker::new()));
        let producer = thread::spawn({
            let (core, interrupt) = (Arc::clone(&core), Arc::clone(&interrupt));
            move || {
                let Ok(Sent::Parked(ticket)) = send(&core, 1) else { return Outcome::Delivered };
                let mut parked = Some(Box::pin(core.parked(ticket)));
                block_on(poll_fn(move |context| {
                    interrupt.1.register_by_ref(context.waker());
                    if interrupt.0.load(Ordering::SeqCst) {
                        let parked = parked.take().expect("polled until it is ready");
                        let withdrawn = std::pin::Pin::into_inner(parked).withdraw();
                        return Poll::Ready(if withdrawn { Outcome::TakenBack } else { Outcome::Delivered });
                    }
                    let waiting = parked.as_mut().expect("polled until it is ready");
                    waiting.as_mut().poll(context).map(|delivered| {
                        assert!(delivered, "nobody shuts down");
                        Outcome::Delivered
                    })
                }))
            }
        });
        let interrupter = thread::spawn({
            let interrupt = Arc::clone(&interrupt);
            move || {
                interrupt.0.store(true, Ordering::SeqCst);
                interrupt.1.wake();
            }
        });
        assert_eq!(block_on(read(&core)), Some(0));
        let outcome = producer.join().expect("no panic");
        interrupter.join().expect("no panic");
        shut_down(&core);
        let expected: &[u64] = if outcome == Outcome::Delivered { &[1] } else { &[] };
        assert_eq!(read_all(&core), expected, "{outcome:?}");
        assert_eq!(assert_settled(&core), 0);
    });
}

#[test]
fn a_shutdown_wakes_the_reader_and_the_parked_producer() {
    explore(|| {
        let core = core();
        let producer = thread::spawn({
            let core = Arc::clone(&core);
            move || [0, 1].map(|number| block_on(deliver(&core, number)))
        });
        let stopper = thread::spawn({
            let core = Arc::clone(&core);
            move || shut_down(&core)
        });
        let read = read_all(&core);
        let outcomes = producer.join().expect("no panic");
        stopper.join().expect("no panic");
        let delivered = outcomes.iter().take_while(|outcome| **outcome == Outcome::Delivered).count();
        assert_eq!(read, (0..delivered as u64).collect::<Vec<_>>(), "{outcomes:?}");
        assert!(assert_settled(&core) <= (outcomes.len() - delivered) as u64, "{outcomes:?}");
    });
}
