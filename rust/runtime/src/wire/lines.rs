//! JSON lines over two descriptors, each served by a thread of its own: they may be of any kind, and are shared with
//! others, so that they can be made neither non-blocking nor part of the runtime.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    task::{Wake, Waker},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use bytes::Bytes;

use super::{
    arrival::{Arrival, Ending, Transport},
    descriptor::{Until, Writing, is_transient, wait},
    limits::CLOSING,
    link::Link,
    outbox::{PIECE, Unsent},
    shared::{Order, code},
    splitter::{Line, Splitter},
};
use crate::signal::{FdSignal, Signal};

/// What the two threads of a connection share.
#[derive(Debug)]
struct Lines {
    link: Link,
    reader: OnceLock<Thread>,
    writer: OnceLock<Thread>,
    /// Raised once, when the connection is to be ended.
    stop: FdSignal,
    is_stopped: AtomicBool,
    is_written: AtomicBool,
    /// Whether the peer may still read when it sends nothing more.
    answers_after_eof: bool,
}

/// A connection whose descriptors are closed; the owner is told when this is dropped.
pub(super) struct Over(Arc<Lines>);

impl Over {
    /// Say why the peer takes and sends no more bytes.
    pub(super) fn explain(&self, reason: String) {
        self.0.link.explain(reason);
    }
}

impl Drop for Over {
    fn drop(&mut self) {
        self.0.link.finish(); // the writer may hold the link as well
    }
}

/// Wakes both threads.
struct Bell(std::sync::Weak<Lines>);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let Some(lines) = self.0.upgrade() else { return };
        if lines.link.is_ordered_to_end() && !lines.is_stopped.swap(true, Ordering::SeqCst) {
            lines.stop.raise();
        }
        for thread in [&lines.reader, &lines.writer] {
            thread.get().map(Thread::unpark).unwrap_or_default();
        }
    }
}

/// Serve a connection.
///
/// # Errors
/// The system has no thread or descriptor left.
pub(super) fn start(
    link: Link,
    transport: Transport,
    reading: OwnedFd,
    writing: OwnedFd,
    at_end: impl FnOnce(Over) + Send + 'static,
) -> io::Result<()> {
    let lines = Arc::new(Lines {
        link,
        reader: OnceLock::new(),
        writer: OnceLock::new(),
        stop: FdSignal::new()?,
        is_stopped: AtomicBool::new(false),
        is_written: AtomicBool::new(false),
        answers_after_eof: transport == Transport::Stdio,
    });
    let waker = Waker::from(Arc::new(Bell(Arc::downgrade(&lines))));
    lines.link.register(waker.clone());
    lines.link.opened(transport);
    let writing = Arc::new(Writing::new(writing));
    if writing.never_blocks() {
        lines.link.write_at_once(Some(Arc::clone(&writing)));
    }
    let (writer, its) = (Arc::clone(&lines), Arc::clone(&writing));
    let spawn = |name: &str| thread::Builder::new().name(name.to_owned());
    spawn("appserver-write").spawn(move || {
        writer.writer.get_or_init(thread::current);
        writer.write_all(&its);
        drop(its);
        writer.is_written.store(true, Ordering::SeqCst);
        writer.reader.get().map(Thread::unpark).unwrap_or_default();
    })?;
    let reader = Arc::clone(&lines);
    let spawned = spawn("appserver-read").spawn(move || {
        reader.reader.get_or_init(thread::current);
        let order = reader.read_all(&reading, &writing, &waker);
        reader.link.order(order);
        reader.link.write_at_once(None);
        drop((reading, writing));
        reader.wait_for_writer();
        at_end(Over(reader));
    });
    if let Err(error) = spawned {
        lines.link.order(Order::new(code::NORMAL, Ending::Refused, "there is no thread left"));
        return Err(error);
    }
    Ok(())
}

impl Lines {
    /// Read until the end, and say how it came.
    fn read_all(&self, reading: &OwnedFd, writing: &Writing, waker: &Waker) -> Order {
        let mut splitter = Splitter::new(self.link.limits().message);
        let mut piece = vec![0; PIECE];
        loop {
            let turn = self.link.turn(waker);
            if let Some(order) = turn.order {
                return order;
            }
            if !turn.may_read {
                thread::park();
                continue;
            }
            // One after the other: there may be no room after any of them.
            let read = match splitter.next_line() {
                Some(line) => self.receive(line).map(|()| true),
                None => self.read_some(reading, &mut piece, &mut splitter),
            };
            match read {
                Ok(true) => {}
                Ok(false) => break,
                Err(order) => return order,
            }
        }
        if self.answers_after_eof {
            self.link.arrive(Arrival::Eof);
            while !self.link.is_ordered_to_end()
                && matches!(wait(writing.as_fd(), Until::Gone, Some(self.stop.as_fd()), None), Ok(false))
            {
            }
        }
        Order::new(code::NORMAL, Ending::Eof, "the peer's bytes ended")
    }

    /// Whether there may be more.
    fn read_some(&self, reading: &OwnedFd, piece: &mut [u8], splitter: &mut Splitter) -> Result<bool, Order> {
        let aborted = |error: &io::Error| Order::new(code::NORMAL, Ending::Aborted, error.to_string());
        if !wait(reading.as_fd(), Until::Readable, Some(self.stop.as_fd()), None)
            .map_err(|error| aborted(&error))?
        {
            return Ok(true);
        }
        match rustix::io::read(reading, &mut *piece).map_err(io::Error::from) {
            Ok(0) => {
                if let Some(line) = splitter.last_line() {
                    self.receive(line)?;
                }
                Ok(false)
            }
            Ok(count) => {
                splitter.buffer().extend_from_slice(&piece[..count]);
                Ok(true)
            }
            Err(error) if is_transient(&error) => Ok(true),
            // How a terminal says that its other end is gone.
            Err(error) if error.raw_os_error() == Some(libc::EIO) => Ok(false),
            Err(error) => Err(aborted(&error)),
        }
    }

    fn receive(&self, line: Line) -> Result<(), Order> {
        match line {
            Line::TooLong => {
                let limit = self.link.limits().message;
                self.link.arrive(Arrival::Junk(format!(
                    "it is a line of more than {limit} bytes, and was skipped"
                )));
            }
            Line::Text(text) => {
                if std::str::from_utf8(&text).is_err() {
                    return Err(Order::new(code::INVALID, Ending::InvalidData, "a line is not valid UTF-8"));
                }
                if !text.iter().all(u8::is_ascii_whitespace) {
                    self.link.receive(&text);
                }
            }
        }
        Ok(())
    }

    /// Wait until all is written, as long as closing may take.
    fn wait_for_writer(&self) {
        let begin = Instant::now();
        while !self.is_written.load(Ordering::SeqCst)
            && let Some(left) = (2 * CLOSING).checked_sub(begin.elapsed())
        {
            thread::park_timeout(left);
        }
    }

    /// Write what is to be written until the connection is ended.
    fn write_all(&self, writing: &Writing) {
        let mut text = Vec::new();
        let mut clock = Clock { stall: self.link.limits().stall, closing_since: None };
        loop {
            let is_ordered_to_end = self.link.is_ordered_to_end();
            let bytes = match self.link.take_unsent(PIECE) {
                Unsent::Nothing if is_ordered_to_end => return,
                Unsent::Nothing | Unsent::NotYet => {
                    thread::park();
                    continue;
                }
                Unsent::Rest(rest, bytes) => {
                    text.extend_from_slice(&rest);
                    bytes
                }
                Unsent::Messages(messages) => {
                    for message in &messages {
                        text.extend_from_slice(message);
                        text.push(b'\n');
                    }
                    messages.iter().map(Bytes::len).sum()
                }
            };
            if let Err(order) = self.write(writing, &text, &mut clock) {
                self.link.order(order);
                return;
            }
            text.clear();
            text.shrink_to(PIECE);
            self.link.wrote(bytes, true);
        }
    }

    fn write(&self, writing: &Writing, mut text: &[u8], clock: &mut Clock) -> Result<(), Order> {
        let mut progress = Instant::now();
        let mut may_write = writing.never_blocks();
        while !text.is_empty() {
            if may_write {
                match writing.write(text) {
                    Ok(count) => {
                        text = &text[count..];
                        progress = Instant::now();
                    }
                    Err(error) if is_transient(&error) => may_write = false,
                    Err(error) => return Err(Order::new(code::NORMAL, Ending::Aborted, error.to_string())),
                }
                may_write &= writing.never_blocks();
                continue;
            }
            let is_stopped = self.is_stopped.load(Ordering::SeqCst);
            let left = clock.left(is_stopped, progress)?;
            let stop = (!is_stopped).then(|| self.stop.as_fd());
            // A descriptor that cannot be waited for says why when it is written to.
            may_write = wait(writing.as_fd(), Until::Writable, stop, left).unwrap_or(true);
        }
        Ok(())
    }
}

/// How long a writer has.
struct Clock {
    stall: Option<Duration>,
    closing_since: Option<Instant>,
}

impl Clock {
    fn left(&mut self, is_stopped: bool, progress: Instant) -> Result<Option<Duration>, Order> {
        let mut left = None;
        if is_stopped {
            let since = *self.closing_since.get_or_insert_with(Instant::now);
            left = Some(CLOSING.saturating_sub(since.elapsed()));
        } else if let Some(stall) = self.stall {
            left = Some(stall.saturating_sub(progress.elapsed()));
        }
        if left == Some(Duration::ZERO) {
            let reason = format!("it took no byte for {:?}", self.stall.unwrap_or(CLOSING));
            return Err(Order::new(code::POLICY, Ending::Stalled, reason));
        }
        Ok(left)
    }
}
