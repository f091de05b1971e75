//! The fuzz bodies, on stable: on a small corpus, and on many inputs that were made of it.

use std::panic::catch_unwind;

#[path = "../../../fuzz/bodies.rs"]
mod bodies;

/// How many inputs each body is tried with, and with how many times as many in a soak (`make soak`).
const INPUTS: usize = 100_000;
const INPUTS_OF_A_SOAK: usize = 50;

const MESSAGES: [&str; 16] = [
    r#"{"id":1,"method":"initialize","params":{"clientInfo":{"name":"a","version":"1"}}}"#,
    r#"{"method":"initialized"}"#,
    r#"{"id":"x","method":"thread/start","params":null}"#,
    r#" {"jsonrpc":"2.0","id":-9223372036854775808,"method":"a","params":[1,2.5e3,true,null,"é😀\ud83d\ude00\n"]} "#,
    r#"{"id":9223372036854775807,"result":{"a":{"b":[[],{}]}}}"#,
    r#"{"id":"\u0061\"","result":null}"#,
    r#"{"id":1,"error":{"code":-32600,"message":"no"}}"#,
    r#"{"id":null,"error":{}}"#,
    r#"{"error":1}"#,
    r#"{"id":1,"id":2,"method":"a"}"#,
    r#"{"id":1.5,"method":"a"}"#,
    r#"{"method":"a"}{"method":"b"}"#,
    r#"[{"method":"a"}]"#,
    "\u{feff}{\"method\":\"a\"}",
    r#"{"method":"a","params":"\ud800"}"#,
    r#"{"method":"a","params":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}"#,
];

const STREAMS: [&str; 8] = [
    "event: a\ndata: {\"type\":\"a\"}\n\n",
    "data: {\"delta\":\"é😀\"}\r\n\r\ndata:b\r\r",
    "\u{feff}data: a\ndata\ndata:  b\n\n",
    ": comment\nid: 1\nretry: 5\ndata:\n\n\n\n",
    "data\n\ndatas: no\ndat: no\n\n",
    "data: [DONE]\n\n",
    "data: a\r",
    "data: a\n\ndata: cut off",
];

const WORDS: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "null",
    "1e309",
    "-0",
    "\"id\":",
    "\"method\":",
    "\"params\":",
    "\"result\":",
    "\"error\":",
    "\n",
    "\r\n",
    "\0",
    " ",
    "\u{feff}",
    "😀",
];

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).expect("below a size")
    }

    fn choose<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// One of these texts that was changed in a few places.
    fn input(&mut self, corpus: &[&str]) -> Vec<u8> {
        let mut input = self.choose(corpus).as_bytes().to_vec();
        for _ in 0..=self.below(4) {
            let (start, end) = (self.below(input.len() + 1), self.below(input.len() + 1));
            let (start, end) = (start.min(end), start.max(end));
            match self.below(6) {
                0 if start < input.len() => input[start] = u8::try_from(self.below(256)).expect("below 256"),
                1 => input.truncate(end),
                2 => drop(input.drain(start..end)),
                3 => {
                    let part = input[start..end].to_vec();
                    input.splice(end..end, part);
                }
                4 => {
                    let other = self.choose(corpus);
                    input.splice(start..start, other.bytes());
                }
                _ => {
                    let word = self.choose(&WORDS);
                    input.splice(start..start, word.bytes());
                }
            }
        }
        input
    }
}

fn try_all(body: fn(&[u8]), corpus: &[&str], prefix: impl Fn(&mut Numbers) -> Vec<u8>) {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let made: Vec<Vec<u8>> = corpus.iter().map(|text| text.as_bytes().to_vec()).collect();
    let factor = if std::env::var_os("APPSERVER_SOAK_MINUTES").is_some() { INPUTS_OF_A_SOAK } else { 1 };
    for index in 0..INPUTS * factor {
        let mut input = prefix(&mut numbers);
        input.extend(made.get(index).cloned().unwrap_or_else(|| numbers.input(corpus)));
        let is_right = catch_unwind(|| body(&input)).is_ok();
        assert!(is_right, "input {index} fails: {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn envelopes() {
    try_all(bodies::envelope, &MESSAGES, |_| Vec::new());
}

#[test]
fn lines() {
    try_all(bodies::lines, &MESSAGES, two_bytes);
}

#[test]
fn events() {
    try_all(bodies::events, &STREAMS, two_bytes);
}

fn two_bytes(numbers: &mut Numbers) -> Vec<u8> {
    [0, 0].map(|_: u8| u8::try_from(numbers.below(256)).expect("below 256")).to_vec()
}

#[test]
fn a_stream_cut_at_every_byte() {
    let text = STREAMS.concat().into_bytes();
    let mut whole = Vec::new();
    let mut decoder = appserver_runtime::http::SseDecoder::new(1000);
    decoder.feed(&text, &mut whole).expect("short events");
    for cut in 0..=text.len() {
        let mut found = Vec::new();
        let mut decoder = appserver_runtime::http::SseDecoder::new(1000);
        for piece in [&text[..cut], &[], &text[cut..]] {
            decoder.feed(piece, &mut found).expect("short events");
        }
        assert_eq!(found, whole, "cut at {cut}");
    }
}

#[test]
fn a_line_cut_at_every_byte() {
    for message in MESSAGES {
        let text = format!("{message}\r\n{message}\n").into_bytes();
        for cut in 0..=text.len() {
            let mut splitter = appserver_runtime::wire::Splitter::new(1000);
            let mut found = Vec::new();
            for piece in [&text[..cut], &text[cut..]] {
                splitter.buffer().extend_from_slice(piece);
                found.extend(std::iter::from_fn(|| splitter.next_line()));
            }
            let line = appserver_runtime::wire::Line::Text(message.as_bytes().to_vec().into());
            assert_eq!(found, [line.clone(), line]);
        }
    }
}
