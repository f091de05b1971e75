//! A server that echoes, and a client that prints what it sees: one turn with one approval, all in this process.
//!
//! `cargo run -p appserver-runtime --example echo_turn`

use std::sync::atomic::{AtomicU64, Ordering};

use appserver_runtime::{Context, Error, Event, Options, Processor, Runtime, ServerError, code};
use serde_json::{Value, json};

/// Answers every turn with its own input, after asking whether it may.
#[derive(Default)]
struct Echo {
    threads: AtomicU64,
    turns: AtomicU64,
}

impl Processor for Echo {
    async fn handle(&self, context: Context, method: &str, params: Value) -> Result<Value, ServerError> {
        match method {
            "initialize" => Ok(json!({"userAgent": "echo/1"})),
            "thread/start" => {
                let thread =
                    json!({"id": format!("thread-{}", self.threads.fetch_add(1, Ordering::Relaxed))});
                let answer = json!({"thread": thread});
                context.spawn(|context| async move {
                    // Fails only when the runtime is shut down, and then nobody is there to be told.
                    let _ = context.send_notification("thread/started", json!({"thread": thread})).await;
                });
                Ok(answer)
            }
            "turn/start" => {
                let Some(thread) = params["threadId"].as_str().map(str::to_owned) else {
                    return Err(ServerError::new(code::INVALID_REQUEST, "missing field `threadId`"));
                };
                let text = params["input"][0]["text"].as_str().unwrap_or_default().to_owned();
                let turn = format!("turn-{}", self.turns.fetch_add(1, Ordering::Relaxed));
                let answer = json!({"turn": {"id": turn, "status": "inProgress"}});
                context.spawn(|context| async move {
                    if let Err(error) = run_turn(&context, &thread, &turn, &text).await {
                        eprintln!("the turn ended early: {error}");
                    }
                });
                Ok(answer)
            }
            _ => Err(ServerError::new(code::INVALID_REQUEST, format!("unknown method `{method}`"))),
        }
    }
}

/// The server's side of a turn: ask, stream the text word by word, complete.
async fn run_turn(context: &Context, thread: &str, turn: &str, text: &str) -> Result<(), Error> {
    let ids = json!({"threadId": thread, "turnId": turn, "itemId": "item-0"});
    let with = |name: &str, value: Value| {
        let mut params = ids.clone();
        params[name] = value;
        params
    };
    context.send_notification("turn/started", with("turn", json!({"id": turn}))).await?;
    let question = with("command", json!("echo"));
    let asked = context.send_request("item/commandExecution/requestApproval", question).await;
    // No answer, an error or anything but "accept" is a "no".
    let accepted = asked.is_ok_and(|answer| answer["decision"] == "accept");
    let item = |text: &str| json!({"type": "agentMessage", "id": "item-0", "text": text});
    let text = if accepted { text } else { "I was not allowed to." };
    context.send_notification("item/started", with("item", item(""))).await?;
    for word in text.split_inclusive(' ') {
        context.send_notification("item/agentMessage/delta", with("delta", json!(word))).await?;
    }
    context.send_notification("item/completed", with("item", item(text))).await?;
    context
        .send_notification("turn/completed", with("turn", json!({"id": turn, "status": "completed"})))
        .await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let runtime = Runtime::start(Options::default(), Echo::default()).await?;
    let started = runtime.request("thread/start", json!({})).await?;
    let thread = &started["thread"]["id"];
    println!("{} started", thread.as_str().unwrap_or_default());
    let input = json!([{"type": "text", "text": "Hello from plain Rust."}]);
    runtime.request("turn/start", json!({"threadId": thread, "input": input})).await?;
    while let Some(event) = runtime.next_event().await {
        match event {
            Event::Notification(notification) => {
                let params = &notification.params;
                println!("{}: {}", notification.method, params["delta"].as_str().unwrap_or_default());
                if notification.method == "turn/completed" {
                    break;
                }
            }
            Event::ServerRequest(question) => {
                println!("{}: accepted", question.method);
                runtime.respond_to_server_request(question.id, json!({"decision": "accept"}))?;
            }
            Event::Lagged { skipped } => println!("{skipped} events were skipped"),
            Event::StreamClosed => break,
        }
    }
    runtime.shutdown().await;
    Ok(())
}
