//! A processor that does what the test says, and waiting for conditions.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::{Arc, Mutex},
    task::Poll,
    time::Duration,
};

use appserver_runtime::{Context, DropPolicy, Error, Event, Options, Processor, Runtime, ServerError, code};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// The capacities at which every promise is tested.
pub(crate) const CAPACITIES: [usize; 4] = [1, 2, 7, 128];

pub(crate) const DELTA: &str = "item/agentMessage/delta";

/// A processor whose methods are the verbs of the tests. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    /// `initialize` is refused with this.
    pub(crate) refusal: Option<ServerError>,
    /// `wait` goes on when it gets a permit.
    pub(crate) gate: Arc<Semaphore>,
    /// A turn that is parked gives up when it gets a permit.
    pub(crate) interrupt: Arc<Semaphore>,
    /// What arrived and what happened, in order.
    pub(crate) log: Arc<Mutex<Vec<String>>>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            refusal: None,
            gate: Arc::new(Semaphore::new(0)),
            interrupt: Arc::new(Semaphore::new(0)),
            log: Arc::default(),
        }
    }
}

impl Script {
    pub(crate) fn log(&self, entry: impl Into<String>) {
        self.log.lock().expect("no test panics while it logs").push(entry.into());
    }

    pub(crate) fn logged(&self, entry: &str) -> usize {
        let log = self.log.lock().expect("no test panics while it logs");
        log.iter().filter(|logged| *logged == entry).count()
    }

    /// Stream a turn: started, deltas of `item-<thread>`, completed. Ends early when it is interrupted.
    async fn turn(self, context: Context, thread: String, deltas: u64) {
        let emit = async {
            let ids = json!({"threadId": thread, "itemId": format!("item-{thread}")});
            context.send_notification("turn/started", ids.clone()).await?;
            for number in 0..deltas {
                context.send_notification(DELTA, delta(&thread, &format!("<{number}>"))).await?;
            }
            context.send_notification("turn/completed", ids).await
        };
        tokio::select! {
            emitted = emit => match emitted {
                Ok(()) => self.log("completed"),
                Err(error) => self.log(error.to_string()),
            },
            _ = self.interrupt.acquire() => self.log("interrupted"),
        }
    }
}

impl Processor for Script {
    async fn handle(&self, context: Context, method: &str, params: Value) -> Result<Value, ServerError> {
        self.log(method);
        let plain = |error: Error| match error {
            Error::Server { error, .. } => error,
            error => ServerError::new(code::INTERNAL, error.to_string()),
        };
        match method {
            "initialize" => match &self.refusal {
                Some(refusal) => Err(refusal.clone()),
                None => Ok(json!({"userAgent": "test"})),
            },
            "echo" => Ok(params),
            "wait" => {
                self.gate.acquire().await.expect("the gate is never closed").forget();
                Ok(params)
            }
            "hang" => std::future::pending().await,
            "panic" => panic!("secret"),
            "nested" => context.request("echo", params).await.map_err(plain),
            "ask" => context.send_request("item/tool/requestUserInput", params).await.map_err(plain),
            "ask_and_give_up" => {
                Ok(give_up(context.send_request("item/tool/requestUserInput", params)).await.is_none().into())
            }
            "emit" => {
                context.send_notification("turn/completed", params).await.map_err(plain)?;
                Ok(Value::Null)
            }
            "emit_and_give_up" => {
                Ok(give_up(context.send_notification("turn/completed", params)).await.is_none().into())
            }
            "try_emit" => {
                let method = params["method"].as_str().unwrap_or_default().to_owned();
                let sent = context.try_send_notification(&method, params["params"].clone());
                sent.map(Value::from).map_err(plain)
            }
            "turn" => {
                let thread = params["thread"].as_str().unwrap_or_default().to_owned();
                let deltas = params["deltas"].as_u64().unwrap_or(0);
                context.spawn(|context| self.clone().turn(context, thread, deltas));
                Ok(Value::Null)
            }
            "polite_turn" => {
                let script = self.clone();
                context.spawn(|context| async move {
                    context.closing().await;
                    let sent = context.send_notification("turn/completed", params).await;
                    script.log(if sent.is_ok() { "said goodbye" } else { "no room" });
                });
                Ok(Value::Null)
            }
            _ => Err(ServerError::new(code::INVALID_REQUEST, format!("unknown method {method}"))),
        }
    }

    async fn notified(&self, _: Context, method: &str, _: Value) {
        self.log(method);
        match method {
            "wait" => self.gate.acquire().await.expect("the gate is never closed").forget(),
            "panic" => panic!("a notification that cannot be heard"),
            _ => {}
        }
    }

    fn experimental_use(&self, _: &str, params: &Value) -> Option<String> {
        params["experimental"].as_str().map(str::to_owned)
    }

    fn is_experimental_notification(&self, method: &str) -> bool {
        method.starts_with("experimental/")
    }
}

pub(crate) fn options(channel_capacity: usize) -> Options {
    Options { channel_capacity, ..Options::default() }
}

pub(crate) fn with_policy(channel_capacity: usize, drop_policy: DropPolicy) -> Options {
    Options { channel_capacity, drop_policy, ..Options::default() }
}

pub(crate) async fn start(options: Options, script: &Script) -> Runtime {
    Runtime::start(options, script.clone()).await.expect("the script accepts the handshake")
}

pub(crate) fn delta(thread: &str, text: &str) -> Value {
    json!({"threadId": thread, "itemId": format!("item-{thread}"), "delta": text})
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

/// The JSON-RPC error in a failure.
pub(crate) fn server_error<T>(result: Result<T, Error>) -> (i64, String) {
    match result {
        Err(Error::Server { error, .. }) => (error.code, error.message),
        Err(error) => panic!("not an answer of the server: {error}"),
        Ok(_) => panic!("the server refuses nothing"),
    }
}

/// A notification's method and parameters.
pub(crate) fn notification(event: Option<Event>) -> (String, Value) {
    match event {
        Some(Event::Notification(notification)) => (notification.method.clone(), notification.params.clone()),
        other => panic!("not a notification: {other:?}"),
    }
}
