//! Writing lines at once: by who queues them, where no other message waits and the descriptor never blocks.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;

use super::{descriptor::Writing, shared::Shared};

/// Messages that are the caller's to write. Dropped, they are left to the worker.
#[derive(Debug)]
#[must_use = "nothing else of the connection is written before"]
pub struct AtOnce {
    shared: Arc<Shared>,
    peer: u64,
    end: Arc<Writing>,
    messages: VecDeque<Bytes>,
}

impl AtOnce {
    pub(super) fn new(shared: Arc<Shared>, peer: u64, end: Arc<Writing>, messages: VecDeque<Bytes>) -> Self {
        Self { shared, peer, end, messages }
    }

    /// Write them, without blocking and without a lock. What the descriptor does not take now is left to the worker, and so
    /// is what is wrong with it. How many bytes of messages are written.
    pub fn write(mut self) -> usize {
        let text = Bytes::from(lines(&self.messages));
        let written = self.end.write(&text).unwrap_or(0);
        self.give_back(text.slice(written..))
    }

    fn give_back(&mut self, rest: Bytes) -> usize {
        let messages = std::mem::take(&mut self.messages);
        let bytes = messages.iter().map(Bytes::len).sum();
        let rest = Some(rest).filter(|rest| !rest.is_empty());
        let written = if rest.is_none() { bytes } else { 0 };
        self.shared.wrote_at_once(self.peer, bytes, rest);
        written
    }
}

impl Drop for AtOnce {
    fn drop(&mut self) {
        if !self.messages.is_empty() {
            let rest = Bytes::from(lines(&self.messages));
            self.give_back(rest);
        }
    }
}

/// Messages as lines.
fn lines(messages: &VecDeque<Bytes>) -> Vec<u8> {
    let mut text = Vec::with_capacity(messages.iter().map(|message| message.len() + 1).sum());
    for message in messages {
        text.extend_from_slice(message);
        text.push(b'\n');
    }
    text
}
