//! One WebSocket, from its handshake to its end.

use std::{
    future::poll_fn,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::{Sink, Stream};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::{CapacityError, ProtocolError},
        protocol::{CloseFrame, Role, WebSocketConfig, frame::Frame},
    },
};

use super::{
    arrival::{Arrival, Ending},
    boundary::Boundary,
    clock::{Clock, Due},
    limits::{CLOSING, Limits},
    link::Link,
    outbox::Unsent,
    outlet::{Outlet, fragments},
    shared::{Order, code},
};

/// How much is read at a time. An idle connection keeps as much.
const READ: usize = 16 * 1024;
/// Messages are taken to be written while no more than this is.
const WRITE: usize = 64 * 1024;
/// A buffer that was longer is not kept.
const LARGE: usize = 32 * 1024;
/// What a Close frame has room for.
const MAX_REASON: usize = 123;

pub(super) fn config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ)
        .write_buffer_size(0) // the outlet takes everything at once
        .max_message_size(Some(limits.message))
        .max_frame_size(Some(limits.frame))
}

/// A connection of a server whose handshake is done; `part` was read already.
pub(super) async fn accepted<S>(stream: S, part: Vec<u8>, limits: &Limits) -> WebSocketStream<Outlet<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    WebSocketStream::from_partially_read(Outlet::new(stream), part, Role::Server, Some(config(limits))).await
}

/// Serve a connection whose handshake is done.
pub(super) async fn serve<S>(link: Link, socket: WebSocketStream<Outlet<S>>, role: Role)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut served = Served {
        clock: Clock::new(link.limits()),
        link,
        socket,
        role,
        longest_sent: 0,
        taken: 0,
        is_closed_by_peer: false,
    };
    let order = loop {
        match poll_fn(|context| served.poll(context)).await {
            Some(order) => break order,
            None => served = served.renewed().await,
        }
    };
    served.link.order(order.clone());
    // What it still takes is bounded in time, and so is what it says.
    let _ = timeout(CLOSING, served.close(&order)).await;
    let Served { link, socket, .. } = served;
    drop(socket);
    link.finish();
}

struct Served<S> {
    link: Link,
    socket: WebSocketStream<Outlet<S>>,
    role: Role,
    /// Bytes of messages that were taken, and not written for all that is known.
    taken: usize,
    /// Of the frames that went through the socket's own buffer.
    longest_sent: usize,
    clock: Clock,
    is_closed_by_peer: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Served<S> {
    /// Write and read what can be, until the connection is to be ended; None: until its buffers are to be made anew.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Order>> {
        loop {
            let turn = self.link.turn(context.waker());
            if turn.order.is_some() {
                return Poll::Ready(turn.order);
            }
            match self.poll_write(context) {
                Poll::Ready(Err(error)) => return Poll::Ready(Some(lost(&error))),
                Poll::Ready(Ok(())) | Poll::Pending => {}
            }
            let is_blocked = self.socket.get_ref().queued() > 0;
            let heard = self.socket.get_ref().heard;
            match self.clock.poll(context, is_blocked, heard, turn.may_read) {
                Poll::Ready(Due::Ping) => {
                    let _ = self.start_send(Message::Ping(Bytes::new()));
                    continue;
                }
                Poll::Ready(Due::End(order)) => return Poll::Ready(Some(order)),
                Poll::Pending => {}
            }
            if !turn.may_read {
                return Poll::Pending;
            }
            match Pin::new(&mut self.socket).poll_next(context) {
                Poll::Ready(message) => {
                    let order = self.receive(message);
                    if order.is_some() {
                        return Poll::Ready(order);
                    }
                }
                Poll::Pending if self.socket.get_ref().queued() > 0 && !is_blocked => {} // a pong to be written
                Poll::Pending if self.has_large_buffers() => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Whether the socket keeps buffers as long as a frame was, in which nothing is left.
    fn has_large_buffers(&self) -> bool {
        let outlet = self.socket.get_ref();
        outlet.boundary.is_after(LARGE) || (self.longest_sent > LARGE && outlet.boundary.is_after(0))
    }

    /// The same connection with new buffers.
    async fn renewed(self) -> Self {
        let mut outlet = self.socket.into_inner();
        outlet.boundary = Boundary::default();
        let config = Some(config(self.link.limits()));
        let socket = WebSocketStream::from_raw_socket(outlet, self.role, config).await;
        Self { socket, longest_sent: 0, ..self }
    }

    /// Write until nothing is left.
    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            if self.socket.get_ref().queued() < WRITE
                && let Unsent::Messages(messages) = self.link.take_unsent(WRITE)
            {
                for message in &messages {
                    self.taken += message.len();
                    self.push(message);
                }
            }
            let Poll::Ready(written) = self.socket.get_mut().poll_send(context)? else {
                return Poll::Pending;
            };
            if written == 0 {
                return Poll::Ready(Ok(()));
            }
            self.clock.progress();
            // Headers count as well, until all is written.
            let is_all = self.socket.get_ref().is_written();
            let bytes = if is_all { self.taken } else { written.min(self.taken) };
            self.taken -= bytes;
            if bytes > 0 || is_all {
                self.link.wrote(bytes, is_all);
            }
        }
    }

    fn push(&mut self, message: &Bytes) {
        let longest = self.link.limits().frame;
        match self.role {
            Role::Server => self.socket.get_mut().push_text(message, longest),
            Role::Client => {
                for (opcode, is_final, part) in fragments(message, longest) {
                    self.longest_sent = self.longest_sent.max(part.len());
                    let frame = Frame::message(part, opcode, is_final);
                    let _ = self.start_send(Message::Frame(frame));
                }
            }
        }
    }

    /// Queue a frame; what is wrong with the connection shows when it is read.
    fn start_send(&mut self, message: Message) -> Result<(), Error> {
        Pin::new(&mut self.socket).start_send(message)
    }

    fn receive(&mut self, message: Option<Result<Message, Error>>) -> Option<Order> {
        match message {
            Some(Ok(Message::Text(text))) => self.link.receive(&Bytes::from(text)),
            Some(Ok(Message::Binary(_))) => {
                self.link.arrive(Arrival::Junk("it is a binary frame: send text".to_owned()));
            }
            Some(Ok(Message::Close(frame))) => {
                self.is_closed_by_peer = true;
                let reason = frame.map(|frame| frame.reason.to_string()).filter(|reason| !reason.is_empty());
                let reason = reason.unwrap_or_else(|| "the peer closed the connection".to_owned());
                return Some(Order::new(code::NORMAL, Ending::Aborted, reason));
            }
            Some(Ok(_)) => {}
            Some(Err(error)) => return Some(failed(&error, self.link.limits())),
            None => return Some(Order::new(code::NORMAL, Ending::Eof, "the peer's bytes ended")),
        }
        None
    }

    /// Write what is left, say why the connection ends, and wait until the peer has heard it.
    async fn close(&mut self, order: &Order) {
        if poll_fn(|context| self.poll_write(context)).await.is_err() {
            return;
        }
        if self.is_closed_by_peer {
            // The answer to its Close frame is queued, and leaves with this.
            let _ = poll_fn(|context| Pin::new(&mut self.socket).poll_flush(context)).await;
        } else {
            let reason = order.reason.char_indices().map_while(|(index, character)| {
                (index + character.len_utf8() <= MAX_REASON).then_some(character)
            });
            let reason = reason.collect::<String>();
            let frame = CloseFrame { code: order.code.into(), reason: reason.into() };
            let _ = self.start_send(Message::Close(Some(frame)));
        }
        if poll_fn(|context| self.poll_write(context)).await.is_err() {
            return;
        }
        // Until it answers; after an error nothing more can be understood, and this is over at once.
        while let Some(message) = poll_fn(|context| Pin::new(&mut self.socket).poll_next(context)).await {
            self.is_closed_by_peer |= matches!(message, Ok(Message::Close(_)));
        }
        let stream = self.socket.get_mut();
        let _ = stream.shutdown().await;
        if self.is_closed_by_peer {
            return; // it sends nothing more
        }
        // A socket that is closed with something unread loses what was written last.
        let mut rest = [0; 4096];
        while matches!(stream.read(&mut rest).await, Ok(1..)) {}
    }
}

fn lost(error: &io::Error) -> Order {
    Order::new(code::NORMAL, Ending::Aborted, format!("the connection was lost: {error}"))
}

/// How a connection ends that can no longer be read.
fn failed(error: &Error, limits: &Limits) -> Order {
    match error {
        // TLS without its own farewell.
        Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Order::new(code::NORMAL, Ending::Eof, "the peer's bytes ended")
        }
        Error::Io(error) => lost(error),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            Order::new(code::NORMAL, Ending::Eof, "the peer's bytes ended without a Close frame")
        }
        Error::Capacity(CapacityError::MessageTooLong { size, max_size }) => {
            let what = if *max_size == limits.frame && *size > limits.frame { "frame" } else { "message" };
            let reason = format!("a {what} of more than {max_size} bytes");
            Order::new(code::TOO_BIG, Ending::TooBig, reason)
        }
        Error::Utf8(_) => Order::new(code::INVALID, Ending::InvalidData, "text that is not valid UTF-8"),
        error => Order::new(code::PROTOCOL, Ending::InvalidData, error.to_string()),
    }
}
