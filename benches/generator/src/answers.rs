//! What is written: HTTP in chunks, an event each.

/// The text of a token.
pub(crate) const TEXT: &str = "hello ";

fn chunk(kind: &str, fields: &str) -> Vec<u8> {
    let event = format!("event: {kind}\ndata: {{\"type\":\"{kind}\"{fields}}}\n\n");
    format!("{:x}\r\n{event}\r\n", event.len()).into_bytes()
}

/// The head of the answer, and the events before the first token.
pub(crate) fn begin() -> Vec<u8> {
    let mut bytes =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    bytes.extend(chunk("response.created", r#","response":{"id":"resp_1"}"#));
    let item = r#","output_index":0,"item":{"type":"message","role":"assistant","id":"msg_1","content":[]}"#;
    bytes.extend(chunk("response.output_item.added", item));
    bytes
}

/// One token, as a hosted provider writes it.
pub(crate) fn token() -> Vec<u8> {
    let fields = format!(
        r#","sequence_number":100,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"{TEXT}","logprobs":[],"obfuscation":"w8gJ2rq1Zk""#
    );
    chunk("response.output_text.delta", &fields)
}

/// The events after the last token, and the end of the answer.
pub(crate) fn end(tokens: u64) -> Vec<u8> {
    let text = TEXT.repeat(usize::try_from(tokens).unwrap_or(0));
    let item = format!(
        r#","output_index":0,"item":{{"type":"message","role":"assistant","id":"msg_1","content":[{{"type":"output_text","text":"{text}"}}]}}"#
    );
    let mut bytes = chunk("response.output_item.done", &item);
    let usage = format!(
        r#","response":{{"id":"resp_1","usage":{{"input_tokens":10,"output_tokens":{tokens},"total_tokens":{}}}}}"#,
        tokens + 10
    );
    bytes.extend(chunk("response.completed", &usage));
    bytes.extend(b"0\r\n\r\n");
    bytes
}
