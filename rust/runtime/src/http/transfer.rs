//! One request and its answer, on the worker.

use std::{pin::pin, sync::Arc, time::Duration};

use reqwest::Response;
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    client::HttpClient,
    request::{Head, HttpFailure, HttpRequest, Reason},
    shared::Shared,
    sse::SseDecoder,
};

/// The most bytes of one event: the last one of an answer repeats all of it, images included.
pub const MAX_EVENT: usize = 64 * 1024 * 1024;

/// The most bytes of the body of an answer that reports an error; the rest is not read.
pub const MAX_ERROR_BODY: usize = 64 * 1024;

/// How long the end of an answer is waited for of which nothing more is wanted, so that its connection can be used again.
const LAST_BYTES: Duration = Duration::from_secs(1);

/// Says that the answer is over, also when its task is dropped in the middle.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end(Err(HttpFailure::new(Reason::Stopped, "the process ends")));
    }
}

/// Send a request and read its answer, until it is over or its owner has closed it.
pub(super) async fn transfer(client: Arc<HttpClient>, request: HttpRequest, shared: Arc<Shared>) {
    let _ending = Ending(&shared);
    let mut exchange = pin!(exchange(&client, request, &shared));
    tokio::select! {
        biased;
        is_finished = shared.was_closed() => if is_finished {
            let _ = timeout(LAST_BYTES, exchange).await;
        },
        ended = &mut exchange => shared.end(ended),
    }
}

async fn exchange(client: &HttpClient, request: HttpRequest, shared: &Shared) -> Result<(), HttpFailure> {
    let HttpRequest { url, headers, body, idle_timeout } = request;
    let idle = || HttpFailure::new(Reason::Idle, "idle timeout waiting for SSE");
    let sending = client.get()?.post(url).headers(headers).body(body).send();
    let mut response = match timeout(idle_timeout, sending).await {
        Err(_) => return Err(idle()),
        Ok(Err(error)) => {
            let reason = if error.is_connect() { Reason::Connect } else { Reason::Send };
            return Err(HttpFailure::of(reason, error));
        }
        Ok(Ok(response)) => response,
    };
    let is_success = response.status().is_success();
    shared.begin(head(&response));
    let mut decoder = SseDecoder::new(MAX_EVENT);
    let mut events = Vec::new();
    let mut left = MAX_ERROR_BODY;
    let mut deadline = Instant::now() + idle_timeout;
    let mut idle_timer = pin!(sleep_until(deadline)); // of its own, so that an event sets none
    while left > 0 {
        if shared.has_room().await {
            deadline = Instant::now() + idle_timeout; // nothing was read meanwhile
        }
        let mut reading = pin!(response.chunk());
        let chunk = loop {
            tokio::select! {
                biased;
                chunk = &mut reading => break chunk.map_err(|error| HttpFailure::of(Reason::Cut, error))?,
                () = &mut idle_timer => {
                    if Instant::now() >= deadline {
                        return Err(idle());
                    }
                    idle_timer.as_mut().reset(deadline);
                }
            }
        };
        let Some(chunk) = chunk else { return Ok(()) };
        let read = if is_success {
            decoder.feed(&chunk, &mut events)
        } else {
            events.push(chunk.slice(..chunk.len().min(left)));
            left = left.saturating_sub(chunk.len());
            Ok(())
        };
        if !events.is_empty() {
            shared.add(&mut events);
            deadline = Instant::now() + idle_timeout;
        }
        read.map_err(|_| {
            HttpFailure::new(Reason::TooLong, format!("an event has more than {MAX_EVENT} bytes"))
        })?;
    }
    Ok(())
}

fn head(response: &Response) -> Head {
    let headers = response.headers().iter();
    let headers = headers
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Head { status: response.status().as_u16(), headers: headers.collect() }
}
