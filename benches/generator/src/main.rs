//! A model that writes one token at a time to each of many readers, at a rate that is held, and the least that reads it.
//!
//! `generator serve` prints its port and answers POST requests with the events of the Responses API. Lines on standard
//! input say what happens to the answers that have begun, and a line on standard output says what has:
//!
//! | line | what happens | what is printed |
//! |---|---|---|
//! | `wait TURNS` | nothing, until so many requests have come | `here` |
//! | `go TOKENS RATE` | each answer gets so many tokens, one write each, in turns, `RATE` a second in all | `done TOKENS SECONDS BYTES` |
//! | `end` | each answer is completed | `ended` |
//!
//! `generator read PORT TURNS` is the least that can be done about so many answers: it asks, and counts bytes. At each line
//! on standard input it prints how many have come, and the seconds of processor time that it has had.

mod answers;
mod poll;
mod read;
mod serve;

use std::{env, io, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["serve"] => serve::serve(),
        ["read", port, turns] => match (port.parse(), turns.parse()) {
            (Ok(port), Ok(turns)) => read::read(port, turns),
            _ => Err(io::Error::other("read takes a port and a number of turns")),
        },
        _ => Err(io::Error::other("usage: generator serve | generator read PORT TURNS")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generator: {error}");
            ExitCode::FAILURE
        }
    }
}
