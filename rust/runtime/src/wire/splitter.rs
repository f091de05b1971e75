//! Cutting bytes into lines.

use bytes::{Bytes, BytesMut};

/// A line that is longer leaves its memory when it goes.
const LARGE: usize = 64 * 1024;

/// One line of what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Its text, without its end.
    Text(Bytes),
    /// It was longer than the limit, and was skipped.
    TooLong,
}

/// Cuts what is read, in whatever pieces, into lines of a bounded length.
#[derive(Debug)]
pub struct Splitter {
    buffer: BytesMut,
    /// How much of the buffer is known to hold no end of a line.
    searched: usize,
    /// The rest of a line that is too long is being thrown away.
    is_skipping: bool,
    limit: usize,
}

impl Splitter {
    /// A splitter of lines of at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self { buffer: BytesMut::new(), searched: 0, is_skipping: false, limit }
    }

    /// Where to read to: append to it, and nothing else.
    pub fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// The next line that is whole.
    pub fn next_line(&mut self) -> Option<Line> {
        match memchr::memchr(b'\n', &self.buffer[self.searched..]) {
            Some(offset) => {
                let mut line = self.buffer.split_to(self.searched + offset + 1);
                self.searched = 0;
                line.truncate(line.len() - 1);
                if line.len() > LARGE {
                    // What follows shares its memory, and would keep all of it.
                    self.buffer = BytesMut::from(&self.buffer[..]);
                }
                Some(self.finish(line))
            }
            None if self.is_skipping || self.buffer.len() > self.limit.saturating_add(1) => {
                // A byte more than the limit may be the first half of CR LF.
                self.is_skipping = true;
                self.buffer = BytesMut::new();
                self.searched = 0;
                None
            }
            None => {
                self.searched = self.buffer.len();
                None
            }
        }
    }

    /// What was left when the bytes ended: a last line without an end.
    pub fn last_line(&mut self) -> Option<Line> {
        let line = std::mem::take(&mut self.buffer);
        self.searched = 0;
        if line.is_empty() && !self.is_skipping { None } else { Some(self.finish(line)) }
    }

    fn finish(&mut self, mut line: BytesMut) -> Line {
        if line.ends_with(b"\r") {
            line.truncate(line.len() - 1);
        }
        if std::mem::take(&mut self.is_skipping) || line.len() > self.limit {
            Line::TooLong
        } else {
            Line::Text(line.freeze())
        }
    }
}
