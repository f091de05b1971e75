//! Reading the envelope of a message: what is in it stays the text that was sent.

use appserver_core::RequestId;
use bytes::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::arrival::Message;

/// The most characters of a reason in which the peer has a say.
const MAX_REASON: usize = 200;

/// Shorter parts are copied out of the text.
const LARGE: usize = 4096;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Unknown keys are ignored, `jsonrpc` among them; one of these twice is refused.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
    #[serde(default)]
    method: Option<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    result: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    error: Option<&'a RawValue>,
}

/// A key that is there, also with `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// The id of an envelope; `Ok(None)`: `null`.
fn request_id(raw: &RawValue) -> Result<Option<RequestId>, &'static str> {
    let text = raw.get();
    if text == "null" {
        return Ok(None);
    }
    let id = if text.starts_with('"') {
        serde_json::from_str(text).map(RequestId::String)
    } else {
        serde_json::from_str(text).map(RequestId::Integer)
    };
    id.map(Some).map_err(|_| "its id is neither a string nor a 64-bit integer")
}

/// Read one message, which is one JSON object with blanks around it at most.
///
/// # Errors
/// It is none; the reason, in bounded words.
pub fn read(text: &Bytes) -> Result<Message, String> {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(text.len());
    match text.get(start) {
        None => return Err("it is empty".to_owned()),
        Some(b'{') => {}
        Some(b'[') => return Err("it is an array: send one object at a time".to_owned()),
        Some(_) if text[start..].starts_with(BYTE_ORDER_MARK) => {
            return Err("it begins with a byte order mark".to_owned());
        }
        Some(_) => return Err("it is not a JSON object".to_owned()),
    }
    let envelope: Envelope<'_> = serde_json::from_slice(text).map_err(|error| {
        let reason = error.to_string();
        format!("it is not a message: {}", reason.chars().take(MAX_REASON).collect::<String>())
    })?;
    let part = |raw: &RawValue| {
        let part = raw.get().as_bytes();
        // A part keeps the whole text, and what was read with it.
        let is_most = part.len() >= LARGE && part.len() >= text.len() / 2;
        if is_most { text.slice_ref(part) } else { Bytes::copy_from_slice(part) }
    };
    let id = envelope.id.map(request_id).transpose()?;
    match (id, envelope.method, envelope.result, envelope.error) {
        (Some(Some(id)), Some(method), _, _) => {
            Ok(Message::Request { id, method, params: envelope.params.map(part) })
        }
        (None, Some(method), _, _) => Ok(Message::Notification { method, params: envelope.params.map(part) }),
        (Some(None), Some(_), _, _) => Err("its id is null".to_owned()),
        (Some(Some(id)), None, Some(result), _) => Ok(Message::Result { id, result: part(result) }),
        (Some(id), None, None, Some(error)) => Ok(Message::Error { id, error: part(error) }),
        (None, None, None, Some(error)) => Ok(Message::Error { id: None, error: part(error) }),
        (Some(None) | None, None, Some(_), _) => Err("it is a result without an id".to_owned()),
        (_, None, None, None) => Err("it has neither a method nor a result nor an error".to_owned()),
    }
}
