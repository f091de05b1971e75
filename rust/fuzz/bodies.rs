//! What is tried with any bytes at all: plain functions, which panic when something is wrong.
//!
//! The tests of `appserver-runtime` run them on changed messages, on stable; `make fuzz` runs them under cargo-fuzz.

use appserver_runtime::{
    http::SseDecoder,
    wire::{Line, Message, Splitter, read_message},
};
use bytes::Bytes;
use serde_json::{Value, from_slice};

/// The envelope of a message: what is read of it is what any other parser reads of it.
pub(crate) fn envelope(input: &[u8]) {
    let text = Bytes::copy_from_slice(input);
    match read_message(&text) {
        Ok(message) => is_true(input, &message),
        Err(reason) => assert!(!reason.is_empty() && reason.len() < 1000, "{reason}"),
    }
}

/// Whether a part that was read stands so in the text, in which nesting may be deeper than the other parser reads.
fn same(whole: Option<&Value>, key: &str, part: Option<&Bytes>) {
    let Some(whole) = whole else { return };
    let part = part.map(|part| from_slice::<Value>(part).expect("a part of a text that is JSON"));
    assert_eq!(whole.get(key), part.as_ref());
}

fn is_true(input: &[u8], message: &Message) {
    // A text with a number or an escape that the other parser does not take has parts that nobody has looked into.
    let whole = from_slice::<Value>(input).ok();
    let whole = whole.as_ref();
    let id = |id: &appserver_core::RequestId| {
        let id = match id {
            appserver_core::RequestId::Integer(number) => Value::from(*number),
            appserver_core::RequestId::String(text) => Value::from(text.as_str()),
        };
        assert!(whole.is_none_or(|whole| whole["id"] == id));
    };
    let named = |method: &str| assert!(whole.is_none_or(|whole| whole["method"] == method));
    match message {
        Message::Request { id: request, method, params } => {
            id(request);
            named(method);
            same(whole, "params", params.as_ref());
        }
        Message::Notification { method, params } => {
            named(method);
            same(whole, "params", params.as_ref());
            assert!(whole.is_none_or(|whole| whole.get("id").is_none()));
        }
        Message::Result { id: request, result } => {
            id(request);
            same(whole, "result", Some(result));
        }
        Message::Error { id: request, error } => {
            request.iter().for_each(id);
            same(whole, "error", Some(error));
        }
    }
}

/// Lines: however the bytes come in pieces, they are the lines of the whole.
///
/// The first byte says how long a line may be, the second how long the pieces are.
pub(crate) fn lines(input: &[u8]) {
    let [limit, step, text @ ..] = input else { return };
    let (limit, step) = (usize::from(*limit), usize::from(*step) % 32 + 1);
    let mut splitter = Splitter::new(limit);
    let mut found = Vec::new();
    for (index, piece) in text.chunks(step).enumerate() {
        splitter.buffer().extend_from_slice(piece);
        // Sometimes several pieces have come before anybody looks.
        if index % 3 != 1 {
            found.extend(std::iter::from_fn(|| splitter.next_line()));
            assert!(splitter.buffer().len() <= limit + 1);
        }
    }
    found.extend(std::iter::from_fn(|| splitter.next_line()));
    found.extend(splitter.last_line());
    assert_eq!(found, expected(text, limit));
}

fn expected(text: &[u8], limit: usize) -> Vec<Line> {
    let mut lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop(); // there is nothing after the last line end
    }
    let whole = lines.into_iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let cut =
        whole.map(
            |line| {
                if line.len() > limit { Line::TooLong } else { Line::Text(Bytes::copy_from_slice(line)) }
            },
        );
    cut.collect()
}

/// Server-sent events: however the bytes come in pieces, they are the events of the whole.
///
/// The first byte says how long an event may be, beyond 127 as long as it likes; the second how long the pieces are.
pub(crate) fn events(input: &[u8]) {
    let [limit, step, text @ ..] = input else { return };
    let limit = if *limit > 127 { usize::MAX / 2 } else { usize::from(*limit) };
    let step = usize::from(*step) % 32 + 1;
    let expected = expected_events(text);
    let mut decoder = SseDecoder::new(limit);
    let mut found = Vec::new();
    for piece in text.chunks(step) {
        if decoder.feed(piece, &mut found).is_err() {
            assert!(limit <= 127 && expected.starts_with(&found));
            assert!(text.len() > limit);
            return;
        }
    }
    assert!(limit > 127 || found.iter().all(|event| event.len() <= limit));
    assert_eq!(found, expected);
}

/// The same in the words of the standard, on the whole text.
fn expected_events(text: &[u8]) -> Vec<Bytes> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    for (index, &byte) in text.iter().enumerate() {
        match byte {
            b'\n' if index > 0 && text[index - 1] == b'\r' => {}
            b'\n' | b'\r' => lines.push(std::mem::take(&mut line)),
            _ => line.push(byte),
        }
    }
    let (mut events, mut data) = (Vec::new(), Vec::<Vec<u8>>::new());
    for line in lines {
        if line.is_empty() && !data.is_empty() {
            events.push(Bytes::from(std::mem::take(&mut data).join(&b'\n')));
        } else if line == b"data" {
            data.push(Vec::new());
        } else if let Some(value) = line.strip_prefix(b"data:") {
            data.push(value.strip_prefix(b" ").unwrap_or(value).to_vec());
        }
    }
    events
}
