//! The one event of an answer that comes by the thousand: a piece of the model's text.

use std::borrow::Cow;

use memchr::memchr2_iter;
use serde::Deserialize;

const KIND: &str = "response.output_text.delta";

/// Brackets that may open in an event. What is passed over has no limit of depth here, and has one elsewhere, of 200.
const MOST_BRACKETS: usize = 100;

/// Which item of the answer an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// By its number.
    Index(i64),
    /// By its id, where a server does not number.
    Id(&'a str),
}

/// A piece of a message's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextDelta<'a> {
    /// The message.
    pub place: Place<'a>,
    /// The text.
    pub text: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    output_index: Option<i64>,
    item_id: Option<&'a str>,
    #[serde(borrow)]
    delta: Cow<'a, str>,
}

impl<'a> TextDelta<'a> {
    /// Read the data of an event that is one, beyond doubt. None says nothing: another reader may take what this one does
    /// not, such as a name that stands twice, or a number that is none.
    ///
    /// What is passed over is looked at as strictly as what is read, except for escapes of halves of characters, and for how
    /// deep it is: data with escapes by number, or with many brackets, is left to the other reader.
    pub fn read(data: &'a [u8]) -> Option<Self> {
        let data = std::str::from_utf8(data).ok()?;
        let has_many_brackets = memchr2_iter(b'[', b'{', data.as_bytes()).nth(MOST_BRACKETS).is_some();
        if has_many_brackets || data.contains("\\u") {
            return None;
        }
        let Event { kind, output_index, item_id, delta } = serde_json::from_str(data).ok()?;
        if kind != KIND {
            return None;
        }
        let place = output_index.map(Place::Index).or(item_id.map(Place::Id))?;
        Some(Self { place, text: delta })
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, TextDelta};

    fn read(data: &str) -> Option<TextDelta<'_>> {
        TextDelta::read(data.as_bytes())
    }

    #[test]
    fn a_piece_of_text_is_read() {
        let data =
            r#"{"type":"response.output_text.delta","item_id":"a","output_index":2,"delta":"é\n","x":[{}]} "#;
        assert_eq!(read(data), Some(TextDelta { place: Place::Index(2), text: "é\n".into() }));
        let data = r#"{"delta":"", "item_id":"a", "output_index":null, "type":"response.output_text.delta"}"#;
        assert_eq!(read(data), Some(TextDelta { place: Place::Id("a"), text: "".into() }));
    }

    #[test]
    fn what_is_doubtful_is_left() {
        for data in [
            "",
            "1",
            r#"["response.output_text.delta"]"#,
            r#"{"type":"response.output_text.done","output_index":0,"delta":"a"}"#,
            r#"{"type":"response.output_text.delta","delta":"a"}"#,
            r#"{"type":"response.output_text.delta","output_index":0}"#,
            r#"{"type":"response.output_text.delta","output_index":0,"delta":1}"#,
            r#"{"type":"response.output_text.delta","output_index":true,"delta":"a"}"#,
            r#"{"type":"response.output_text.delta","output_index":0.0,"delta":"a"}"#,
            r#"{"type":"response.output_text.delta","output_index":0,"delta":"a","delta":"b"}"#,
            r#"{"type":"response.output_text.delta","output_index":0,"delta":"\ud800"}"#,
            r#"{"type":"response.output_text.delta","output_index":0,"delta":"a","x":"\ud800"}"#,
            r#"{"type":"response.output_text.delta","output_index":0,"delta":"a","x":NaN}"#,
            r#"{"type":"response.output_text.delta","output_index":0,"delta":"a"} x"#,
            r#"{"type":"response.output_text.delta","output_index":0,"delta":"a"#,
        ] {
            assert_eq!(read(data), None, "{data}");
        }
        let deep = "[".repeat(super::MOST_BRACKETS) + &"]".repeat(super::MOST_BRACKETS);
        let data = format!(r#"{{"type":"{}","output_index":0,"delta":"a","x":{deep}}}"#, super::KIND);
        assert_eq!(read(&data), None);
        let mut data =
            br#"{"type":"response.output_text.delta","output_index":0,"delta":"a","x":"?"}"#.to_vec();
        let place = data.len() - 3;
        data[place] = 0xff;
        assert_eq!(TextDelta::read(&data), None);
    }
}
