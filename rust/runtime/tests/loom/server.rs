//! One server behind its lock, with futures that wait for events and for room.

use std::{
    collections::HashSet,
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::{Poll, Wake, Waker},
};

use appserver_core::{
    ConnectionOptions, CoreError, DropPolicy, Effects, Ids, MethodInfo, Notification, Outcome, QueueLimits,
    Sent, Server, ServerOptions, StreamId, Taken, Types,
};
use appserver_runtime::{LockedServer, PlainThread};
use loom::{
    future::{AtomicWaker, block_on},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use crate::explore;

/// A server that carries numbers.
#[derive(Debug)]
enum Numbers {}

impl Types for Numbers {
    type Payload = u64;
    type Waiter = u64;
    type Waker = Waker;
    type Job = u64;

    fn share(payload: &u64) -> u64 {
        *payload
    }
}

/// A server with one connection, and the connection's primary stream.
#[derive(Clone)]
struct Shared {
    locked: Arc<LockedServer<Numbers>>,
    primary: StreamId,
}

/// What became of an event, as its producer knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Delivered,
    TakenBack,
    Closed,
}

/// One place in the queue, and every event needs one.
fn shared() -> Shared {
    let limits = QueueLimits { capacity: 1, max_bytes: usize::MAX, policy: DropPolicy::Block };
    let options = ConnectionOptions {
        limits,
        legacy_notifications: true,
        follows_new_threads: true,
        stall: None,
        producers_wait: true,
    };
    let mut server = Server::new(ServerOptions { max_handlers: 1, max_event_bytes: usize::MAX });
    let connection = server.connect(options).expect("a fresh server");
    server.initialize(connection, false, HashSet::new()).expect("a fresh connection");
    let primary = server.primary(connection).expect("an open connection");
    server.take(primary, &mut Effects::default()); // it is read from now on: its policy holds
    Shared { locked: Arc::new(LockedServer::new(server)), primary }
}

impl Shared {
    fn send(&self, number: u64) -> Result<Sent, CoreError> {
        let info = MethodInfo::new("turn/completed", false);
        let ids = Some(Ids { thread: "t", ..Ids::default() });
        let notification = Notification { info: &info, ids, text: "", bytes: 1 };
        let sent = self
            .locked
            .with(&PlainThread, |server, effects| server.send(&notification, number, None, true, effects));
        sent.expect("nothing panics")
    }

    /// Send and wait for room.
    async fn deliver(&self, number: u64) -> End {
        match self.send(number) {
            Ok(Sent::Delivered | Sent::DeliveredYield) => End::Delivered,
            Ok(Sent::Parked(parked)) => match self.locked.room(parked).await.expect("nothing panics") {
                Outcome::Delivered => End::Delivered,
                Outcome::DeliveredToSome | Outcome::NotDelivered => End::Closed,
            },
            Ok(Sent::Missed) | Err(_) => End::Closed,
            Ok(Sent::Refused | Sent::NeedsIds) => unreachable!("this producer may wait, and brings its ids"),
        }
    }

    async fn read(&self) -> Option<u64> {
        loop {
            match self.locked.next(self.primary).await.expect("nothing panics") {
                Taken::Event { payload, .. } => return Some(payload),
                Taken::End => return None,
                Taken::Lagged(_) => {} // counted by `assert_settled`
                other => panic!("a stream that is never empty for its reader returned {other:?}"),
            }
        }
    }

    fn read_all(&self) -> Vec<u64> {
        block_on(async {
            let mut numbers = Vec::new();
            while let Some(number) = self.read().await {
                numbers.push(number);
            }
            numbers
        })
    }

    fn shut_down(&self) {
        self.locked.with(&PlainThread, Server::begin_shutdown).expect("nothing panics");
        self.locked.with(&PlainThread, Server::close).expect("nothing panics");
    }

    /// Nothing is left, and everything is accounted for; how many events were lost to a shutdown.
    fn assert_settled(&self) -> u64 {
        let stats = self.locked.with(&PlainThread, |server, _| server.stream_stats(self.primary));
        let stats = stats.expect("nothing panics").expect("the primary stream stays");
        assert_eq!((stats.parked, stats.queued), (0, 0));
        assert_eq!(stats.emitted, stats.received + stats.dropped);
        stats.dropped
    }
}

/// Counts how often it is woken, and wakes the waker it was made for.
struct CountingWaker {
    inner: Waker,
    wakes: AtomicUsize,
}

impl Wake for CountingWaker {
    fn wake(self: Arc<Self>) {
        self.wakes.fetch_add(1, Ordering::SeqCst);
        self.inner.wake_by_ref();
    }
}

#[test]
fn a_reader_and_a_producer_wake_each_other() {
    explore(|| {
        let shared = shared();
        let producer = thread::spawn({
            let shared = shared.clone();
            move || {
                let ends = (0..3).map(|number| block_on(shared.deliver(number)));
                assert!(ends.collect::<Vec<_>>().iter().all(|end| *end == End::Delivered));
            }
        });
        let numbers: Vec<_> = (0..3).map(|_| block_on(shared.read())).collect();
        assert_eq!(numbers, [Some(0), Some(1), Some(2)]);
        producer.join().expect("no panic");
        assert_eq!(shared.assert_settled(), 0);
    });
}

#[test]
fn two_producers_and_a_reader() {
    explore(|| {
        let shared = shared();
        let producers = [10, 20].map(|number| {
            let shared = shared.clone();
            thread::spawn(move || assert_eq!(block_on(shared.deliver(number)), End::Delivered))
        });
        let mut numbers: Vec<_> = (0..2).map(|_| block_on(shared.read())).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [Some(10), Some(20)]);
        for producer in producers {
            producer.join().expect("no panic");
        }
        assert_eq!(shared.assert_settled(), 0);
    });
}

#[test]
fn a_waker_is_called_once_for_one_registration() {
    explore(|| {
        let shared = shared();
        let producer = thread::spawn({
            let shared = shared.clone();
            move || (0..2).for_each(|number| drop(shared.send(number)))
        });
        let (registered, waker) = block_on(async {
            let mut counting: Option<Arc<CountingWaker>> = None;
            let mut registered = 0;
            let mut next = pin!(shared.locked.next(shared.primary));
            poll_fn(|context| {
                let waker = counting.get_or_insert_with(|| {
                    Arc::new(CountingWaker { inner: context.waker().clone(), wakes: AtomicUsize::new(0) })
                });
                let polled =
                    next.as_mut().poll(&mut std::task::Context::from_waker(&Arc::clone(waker).into()));
                registered += usize::from(polled.is_pending());
                polled.map(drop)
            })
            .await;
            (registered, counting)
        });
        producer.join().expect("no panic");
        // A reader that looks again before it is woken takes its waker back or finds that it is being called: never two.
        let wakes = waker.map_or(0, |waker| waker.wakes.load(Ordering::SeqCst));
        assert!(wakes <= registered, "{wakes} wakes for {registered} registrations");
    });
}

#[test]
fn an_interrupted_producer_takes_its_event_back_or_it_is_read() {
    explore(|| {
        let shared = shared();
        assert!(matches!(shared.send(0), Ok(Sent::Delivered | Sent::DeliveredYield)));
        let interrupt = Arc::new((AtomicBool::new(false), AtomicWaker::new()));
        let producer = thread::spawn({
            let (shared, interrupt) = (shared.clone(), Arc::clone(&interrupt));
            move || {
                let Ok(Sent::Parked(parked)) = shared.send(1) else { return End::Delivered };
                let mut room = Some(Box::pin(shared.locked.room(parked)));
                let end_of = |outcome| match outcome {
                    Outcome::Delivered => End::Delivered,
                    Outcome::DeliveredToSome => unreachable!("there is one stream"),
                    Outcome::NotDelivered => End::TakenBack,
                };
                block_on(poll_fn(|context| {
                    interrupt.1.register_by_ref(context.waker());
                    if interrupt.0.load(Ordering::SeqCst) {
                        let room = room.take().expect("polled until it is ready");
                        let outcome = Pin::into_inner(room).withdraw().expect("nothing panics");
                        return Poll::Ready(end_of(outcome));
                    }
                    let room = room.as_mut().expect("polled until it is ready");
                    room.as_mut().poll(context).map(|outcome| end_of(outcome.expect("nothing panics")))
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
        assert_eq!(block_on(shared.read()), Some(0));
        let end = producer.join().expect("no panic");
        interrupter.join().expect("no panic");
        shared.shut_down();
        let expected: &[u64] = if end == End::Delivered { &[1] } else { &[] };
        assert_eq!(shared.read_all(), expected, "{end:?}");
        assert_eq!(shared.assert_settled(), 0);
    });
}

#[test]
fn a_shutdown_wakes_the_reader_and_the_parked_producer() {
    explore(|| {
        let shared = shared();
        let producer = thread::spawn({
            let shared = shared.clone();
            move || [0, 1].map(|number| block_on(shared.deliver(number)))
        });
        let stopper = thread::spawn({
            let shared = shared.clone();
            move || shared.shut_down()
        });
        let read = shared.read_all();
        let ends = producer.join().expect("no panic");
        stopper.join().expect("no panic");
        let delivered = ends.iter().take_while(|end| **end == End::Delivered).count();
        assert_eq!(read, (0..delivered as u64).collect::<Vec<_>>(), "{ends:?}");
        assert!(shared.assert_settled() <= (ends.len() - delivered) as u64, "{ends:?}");
    });
}
