//! What is to be written to one connection, and whose turn it is: one writes at a time, in the order of the queue.
//!
//! Whoever queues something where nothing waits may write it at once, without the worker: waking that costs more than
//! the write. What the descriptor does not take then is the worker's, before all that was queued meanwhile.

use std::collections::VecDeque;

use bytes::Bytes;

use super::limits::KEPT;

/// What is taken at a time, in bytes; more than that is never written by who queues it.
pub(super) const PIECE: usize = 64 * 1024;

/// Who has taken something, and is not done with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Writer {
    #[default]
    Nobody,
    Sender,
    Worker,
}

#[derive(Debug, Default)]
pub(super) struct Outbox {
    messages: VecDeque<Bytes>,
    writer: Writer,
    /// What is left of what was written at once, and how many bytes its messages have.
    rest: Option<(Bytes, usize)>,
}

/// What a worker finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unsent {
    /// Nothing is left.
    Nothing,
    /// A sender is writing, and wakes the worker if something is left then.
    NotYet,
    /// What was left of a piece, to be written as it is: part of messages of so many bytes.
    Rest(Bytes, usize),
    /// Messages.
    Messages(VecDeque<Bytes>),
}

impl Outbox {
    /// How many messages wait.
    pub(super) fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether nothing waits and nobody writes, so that what is queued now may be written at once.
    pub(super) fn is_idle(&self) -> bool {
        self.messages.is_empty() && self.writer == Writer::Nobody && self.rest.is_none()
    }

    pub(super) fn extend(&mut self, messages: Vec<Bytes>) {
        self.messages.extend(messages);
    }

    /// Forget what nobody has taken. How many bytes that was, and the messages, to be dropped unlocked.
    pub(super) fn drain(&mut self) -> (usize, VecDeque<Bytes>) {
        let dropped = std::mem::take(&mut self.messages);
        (dropped.iter().map(Bytes::len).sum(), dropped)
    }

    /// Take all of it, to be written at once. Only of one that is idle but for what was just queued.
    pub(super) fn take_all(&mut self) -> VecDeque<Bytes> {
        self.writer = Writer::Sender;
        std::mem::take(&mut self.messages)
    }

    /// What was taken by `take_all` is written but for `rest`, of messages of so many bytes. Whether the worker is to go on.
    pub(super) fn written_at_once(&mut self, rest: Option<(Bytes, usize)>) -> bool {
        self.writer = Writer::Nobody;
        self.rest = rest;
        !self.is_idle()
    }

    /// For the worker: take what is next, messages until they are `most` bytes or more. [`Self::written`] says when all that
    /// was taken is written.
    pub(super) fn take(&mut self, most: usize) -> Unsent {
        if self.writer == Writer::Sender {
            return Unsent::NotYet;
        }
        if let Some((rest, size)) = self.rest.take() {
            self.writer = Writer::Worker;
            return Unsent::Rest(rest, size);
        }
        let mut taken = VecDeque::new();
        let mut bytes = 0;
        while bytes < most
            && let Some(message) = self.messages.pop_front()
        {
            bytes += message.len();
            taken.push_back(message);
        }
        if self.messages.is_empty() {
            self.messages.shrink_to(KEPT);
        }
        if taken.is_empty() {
            return Unsent::Nothing;
        }
        self.writer = Writer::Worker;
        Unsent::Messages(taken)
    }

    /// All that the worker has taken is written.
    pub(super) fn written(&mut self) {
        self.writer = Writer::Nobody;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued(texts: &[&'static str]) -> Outbox {
        let mut outbox = Outbox::default();
        outbox.extend(texts.iter().map(|text| Bytes::from_static(text.as_bytes())).collect());
        outbox
    }

    #[test]
    fn what_is_left_comes_before_what_was_queued_meanwhile() {
        let mut outbox = queued(&["one"]);
        assert_eq!(outbox.take_all(), ["one"]);
        outbox.extend(vec![Bytes::from_static(b"two")]);
        assert_eq!(outbox.take(PIECE), Unsent::NotYet);
        assert!(outbox.written_at_once(Some((Bytes::from_static(b"e"), 3))));
        assert_eq!(outbox.take(PIECE), Unsent::Rest(Bytes::from_static(b"e"), 3));
        assert!(!outbox.is_idle());
        outbox.written();
        assert_eq!(outbox.take(PIECE), Unsent::Messages(VecDeque::from([Bytes::from_static(b"two")])));
        assert_eq!(outbox.take(PIECE), Unsent::Nothing);
        assert!(!outbox.is_idle());
        outbox.written();
        assert!(outbox.is_idle());
    }

    #[test]
    fn nothing_is_written_at_once_while_the_worker_writes() {
        let mut outbox = queued(&["one"]);
        assert!(matches!(outbox.take(PIECE), Unsent::Messages(_)));
        assert!(!outbox.is_idle());
        outbox.written();
        assert!(outbox.is_idle());
    }
}
