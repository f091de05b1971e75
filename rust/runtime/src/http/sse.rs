//! Decoding server-sent events: a pure function of the bytes, however they come in pieces.

use bytes::{Bytes, BytesMut};
use memchr::{memchr, memchr2};

/// An event is longer than the decoder takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// A decoder of `text/event-stream`, as the HTML standard has it.
///
/// It yields the data of each event. Names, ids and retry times of events are passed over: what they are stands in the
/// data where we use them. An event that the end of the stream cuts off is none.
#[derive(Debug)]
pub struct SseDecoder {
    /// The part of a line whose end has not come.
    line: BytesMut,
    data: BytesMut,
    has_data: bool,
    /// A line has ended with a carriage return; a line feed after it belongs to the same end.
    is_after_return: bool,
    is_first_line: bool,
    limit: usize,
}

impl SseDecoder {
    /// A decoder at the begin of a stream, for events of at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            line: BytesMut::new(),
            data: BytesMut::new(),
            has_data: false,
            is_after_return: false,
            is_first_line: true,
            limit,
        }
    }

    /// Read the next bytes, and append the data of the events that end in them to `events`.
    ///
    /// # Errors
    /// An event is too long. What comes after it cannot be told apart any more: feed no more.
    pub fn feed(&mut self, mut bytes: &[u8], events: &mut Vec<Bytes>) -> Result<(), TooLong> {
        if std::mem::take(&mut self.is_after_return) {
            match bytes.split_first() {
                Some((b'\n', rest)) => bytes = rest,
                Some(_) => {}
                None => self.is_after_return = true,
            }
        }
        while let Some(end) = memchr2(b'\r', b'\n', bytes) {
            if self.line.is_empty() {
                self.end_line(&bytes[..end], events)?;
            } else {
                self.line.extend_from_slice(&bytes[..end]);
                let line = self.line.split();
                self.end_line(&line, events)?;
            }
            let is_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            if is_return {
                match bytes.first() {
                    Some(b'\n') => bytes = &bytes[1..],
                    Some(_) => {}
                    None => self.is_after_return = true,
                }
            }
        }
        if self.line.len() + bytes.len() + self.data.len() > self.limit {
            return Err(TooLong);
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, mut line: &[u8], events: &mut Vec<Bytes>) -> Result<(), TooLong> {
        if std::mem::take(&mut self.is_first_line) {
            line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        if line.is_empty() {
            if std::mem::take(&mut self.has_data) {
                events.push(self.data.split().freeze());
            }
            return Ok(());
        }
        let (field, value) = match memchr(b':', line) {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &[][..]),
        };
        if field != b"data" {
            return Ok(());
        }
        let value = value.strip_prefix(b" ").unwrap_or(value);
        if self.data.len() + 1 + value.len() > self.limit {
            return Err(TooLong);
        }
        if std::mem::replace(&mut self.has_data, true) {
            self.data.extend_from_slice(b"\n");
        }
        self.data.extend_from_slice(value);
        Ok(())
    }
}
