//! A server behind its lock with one connection, and tokio tasks that send, ask and read.

use std::{
    collections::HashSet,
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::{Poll, Wake, Waker},
    time::Duration,
};

use appserver_core::{
    Admission, ConnectionCounters, ConnectionId, ConnectionOptions, CoreError, DropPolicy, Effects, Ids,
    MethodInfo, Needs, Notification, Outcome, QueueLimits, RequestId, Sent, Server, ServerOptions,
    ServerRequest, StreamId, StreamStats, Taken, Types,
};
use appserver_runtime::{LockedServer, PlainThread};
use tokio::sync::{Notify, oneshot};

/// The capacities at which things differ: everything waits for everything, two things do, and nothing is full.
pub(crate) const CAPACITIES: [usize; 3] = [1, 2, 128];
/// A method whose text is joined.
pub(crate) const DELTA: &str = "item/agentMessage/delta";
/// A method whose events are never dropped.
pub(crate) const COMPLETED: &str = "turn/completed";

/// An event, or a question.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) method: &'static str,
    pub(crate) thread: String,
    pub(crate) text: String,
}

/// What a test's server carries.
#[derive(Debug)]
pub(crate) enum Texts {}

impl Types for Texts {
    type Payload = Arc<Event>;
    type Waiter = oneshot::Sender<u64>;
    type Waker = Waker;
    type Job = u64;

    fn share(payload: &Arc<Event>) -> Arc<Event> {
        Arc::clone(payload)
    }
}

/// The server, its connection and the connection's primary stream.
#[derive(Clone)]
pub(crate) struct Harness {
    pub(crate) locked: Arc<LockedServer<Texts>>,
    pub(crate) connection: ConnectionId,
    pub(crate) primary: StreamId,
}

impl Harness {
    pub(crate) fn new(capacity: usize, max_bytes: usize) -> Self {
        let limits = QueueLimits { capacity, max_bytes, policy: DropPolicy::Coalesce };
        let options = ConnectionOptions {
            limits,
            legacy_notifications: true,
            follows_new_threads: true,
            stall: None,
            producers_wait: true,
        };
        let mut server = Server::new(ServerOptions { max_handlers: usize::MAX, max_event_bytes: usize::MAX });
        let connection = server.connect(options).expect("a fresh server");
        server.initialize(connection, false, HashSet::new()).expect("a fresh connection");
        let primary = server.primary(connection).expect("an open connection");
        server.take(primary, &mut Effects::default()); // it is read from now on: its policy holds
        Self { locked: Arc::new(LockedServer::new(server)), connection, primary }
    }

    /// Call the server.
    pub(crate) fn with<R>(&self, call: impl FnOnce(&mut Server<Texts>, &mut Effects<Texts>) -> R) -> R {
        self.locked.with(&PlainThread, call).expect("nothing panics")
    }

    pub(crate) fn stats(&self) -> ConnectionCounters {
        self.with(|server, _| server.connection_stats(self.connection)).own
    }

    /// The counters of the primary stream.
    pub(crate) fn events(&self) -> StreamStats {
        self.with(|server, _| server.connection_stats(self.connection)).events
    }

    // ---- events

    pub(crate) fn send(&self, method: &'static str, thread: &str, text: &str) -> Result<Sent, CoreError> {
        let info = MethodInfo::new(method, false);
        let ids = Some(Ids { thread, item: "item", index: 0 });
        let event = Event { method, thread: thread.to_owned(), text: text.to_owned() };
        let joined = if method == DELTA { text } else { "" };
        let notification = Notification { info: &info, ids, text: joined, bytes: text.len() };
        self.with(|server, effects| server.send(&notification, Arc::new(event), None, true, effects))
    }

    /// Send and wait for room; whether it was delivered.
    pub(crate) async fn deliver(&self, method: &'static str, thread: &str, text: &str) -> bool {
        match self.send(method, thread, text) {
            Ok(Sent::Delivered | Sent::DeliveredYield) => true,
            Ok(Sent::Parked(parked)) => self.locked.room(parked).await == Ok(Outcome::Delivered),
            Ok(Sent::Missed) | Err(_) => false,
            Ok(Sent::Refused | Sent::NeedsIds) => unreachable!("this producer may wait, and brings its ids"),
        }
    }

    /// The next event and the text that readers see, None at the end of the stream.
    pub(crate) async fn read(&self) -> Option<(Arc<Event>, String)> {
        match self.locked.next(self.primary).await.expect("nothing panics") {
            Taken::Event { payload, joined } => {
                let text = payload.text.clone() + &joined.unwrap_or_default();
                Some((payload, text))
            }
            Taken::End => None,
            other => panic!("nothing is dropped, and the stream is never empty for its reader: {other:?}"),
        }
    }

    // ---- requests

    /// Open a request and have its job admitted. The answer, and whether the job runs now.
    pub(crate) fn request(&self, job: u64) -> Result<(Request, bool), CoreError> {
        let (waiter, answer) = oneshot::channel();
        let needs = Needs { scope: None, shared: false, permit: true };
        self.with(|server, effects| {
            let (id, generation) =
                server.open_request(self.connection, None, "m", None, Some(waiter), effects)?;
            match server.admit(self.connection, job, &id, generation, needs, effects) {
                Ok(admission) => {
                    Ok((Request { id, generation, answer }, matches!(admission, Admission::Run(_))))
                }
                Err(rejection) => {
                    effects.waiters.extend(server.close_request(self.connection, &id, generation));
                    Err(rejection.into())
                }
            }
        })
    }

    /// A handler is done: its request is answered. The jobs that run now.
    pub(crate) fn finish(&self, id: &RequestId, generation: u64, answer: u64) -> Vec<u64> {
        let held = Needs { scope: None, shared: false, permit: true };
        let (waiter, run) = self.with(|server, _| {
            let waiter = server.close_request(self.connection, id, generation);
            (waiter, server.finish(self.connection, held))
        });
        if let Some(waiter) = waiter {
            let _ = waiter.send(answer); // whoever waited may be gone
        }
        run
    }

    pub(crate) fn abandon(&self, request: &Request) -> Vec<u64> {
        self.with(|server, effects| {
            server.abandon_request(self.connection, &request.id, request.generation, effects)
        })
    }

    // ---- questions

    /// Ask the client; the question's id and its answer.
    pub(crate) fn ask(&self) -> Result<(i64, oneshot::Receiver<u64>), appserver_core::Rejection> {
        let (waiter, answer) = oneshot::channel();
        let event = Event { method: "question", thread: String::new(), text: String::new() };
        self.with(|server, effects| {
            let id = server.next_server_request_id();
            let event = Arc::new(event);
            let stable = Some(Arc::clone(&event));
            let request =
                ServerRequest { id, method: "question", payload: event, stable, waiter, thread: None };
            server.open_server_request(request, effects)?;
            Ok((id, answer))
        })
    }

    /// The client answers; whether it counted.
    pub(crate) fn answer(&self, id: i64, answer: u64) -> bool {
        let waiter = self.with(|server, effects| server.answer_server_request(self.connection, id, effects));
        waiter.is_some_and(|waiter| waiter.send(answer).is_ok())
    }
}

/// A request without an answer.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) id: RequestId,
    pub(crate) generation: u64,
    pub(crate) answer: oneshot::Receiver<u64>,
}

/// Let other tasks run until `condition` holds.
pub(crate) async fn until(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..100_000 {
        if condition() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("never happened: {what}");
}

/// The future's output; a hang fails at once, since nothing else moves our clock.
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(60), future).await.expect("it does not hang")
}

/// Poll once; what is not ready is left as it is.
pub(crate) async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    poll_fn(|context| {
        Poll::Ready(match future.as_mut().poll(context) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        })
    })
    .await
}

/// Start waiting and give up.
pub(crate) async fn give_up<F: Future>(future: F) -> Option<F::Output> {
    poll_once(pin!(future)).await
}

struct Notice(Arc<Notify>);

impl Wake for Notice {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }
}

/// A waker that a test waits for itself.
pub(crate) fn notice(notify: &Arc<Notify>) -> Waker {
    Waker::from(Arc::new(Notice(Arc::clone(notify))))
}
