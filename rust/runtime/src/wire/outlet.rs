//! What is written to a WebSocket: whole frames in one queue, of which the socket takes as much as it can.
//!
//! A message of many connections is not copied for each: its frames are a header and the bytes that all of them share.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::tungstenite::protocol::frame::{
    FrameHeader,
    coding::{Data, OpCode},
};

use super::boundary::Boundary;

/// Frames up to this size are joined, longer ones are written from where they are.
const SHORT: usize = 2048;
/// How much is joined in one piece.
const JOINED: usize = 32 * 1024;
/// How many pieces one system call takes.
const PIECES: usize = 64;

/// The first byte of a pong.
const PONG: u8 = 0x8A;
/// How much may be unsent when a pong is queued.
const MAX_BEFORE_PONGS: usize = 64 * 1024;

#[derive(Debug)]
enum Piece {
    /// Headers and short frames, and how much of them is written.
    Joined(Vec<u8>, usize),
    Shared(Bytes),
}

impl Piece {
    fn rest(&self) -> &[u8] {
        match self {
            Self::Joined(bytes, written) => &bytes[*written..],
            Self::Shared(bytes) => bytes,
        }
    }

    fn advance(&mut self, count: usize) {
        match self {
            Self::Joined(_, written) => *written += count,
            Self::Shared(bytes) => bytes.advance(count),
        }
    }
}

/// A stream that takes all that is written to it, and passes it on when it is polled to.
#[derive(Debug)]
pub(super) struct Outlet<S> {
    stream: S,
    pieces: VecDeque<Piece>,
    queued: usize,
    /// How many bytes were ever read.
    pub(super) heard: u64,
    pub(super) boundary: Boundary,
    /// What is written is passed on when it is flushed, by whoever speaks before there are frames.
    is_opening: bool,
    /// What was written may wait below.
    is_unflushed: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Outlet<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            pieces: VecDeque::new(),
            queued: 0,
            heard: 0,
            boundary: Boundary::default(),
            is_opening: false,
            is_unflushed: false,
        }
    }

    /// One whose handshake is yet to be written.
    pub(super) fn opening(stream: S) -> Self {
        Self { is_opening: true, ..Self::new(stream) }
    }

    /// The handshake is done.
    pub(super) fn opened(&mut self) {
        self.is_opening = false;
    }

    /// Bytes that are not written yet, as far as they can be counted: what waits below, encrypted, counts one.
    pub(super) fn queued(&self) -> usize {
        self.queued + usize::from(self.is_unflushed)
    }

    /// Whether all is written, and at most encrypted text waits below.
    pub(super) fn is_written(&self) -> bool {
        self.queued == 0
    }

    fn join(&mut self, bytes: &[u8]) {
        self.queued += bytes.len();
        if let Some(Piece::Joined(last, _)) = self.pieces.back_mut()
            && last.len() + bytes.len() <= JOINED
        {
            last.extend_from_slice(bytes);
        } else {
            self.pieces.push_back(Piece::Joined(bytes.to_vec(), 0));
        }
    }

    /// Queue a text message, in frames of at most `longest` bytes. Servers only: the frames have no mask.
    pub(super) fn push_text(&mut self, text: &Bytes, longest: usize) {
        for (opcode, is_final, part) in fragments(text, longest) {
            let header = FrameHeader { is_final, opcode, ..FrameHeader::default() };
            let mut frame = Vec::with_capacity(16);
            // A Vec takes everything.
            let _ = header.format(part.len() as u64, &mut frame);
            if part.len() <= SHORT {
                frame.extend_from_slice(&part);
                self.join(&frame);
            } else {
                self.join(&frame);
                self.queued += part.len();
                self.pieces.push_back(Piece::Shared(part));
            }
        }
    }

    /// Write what the socket takes. How many bytes; 0: nothing was left, here or below.
    pub(super) fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.pieces.is_empty() {
            if self.is_unflushed {
                ready!(Pin::new(&mut self.stream).poll_flush(context))?;
                self.is_unflushed = false;
            }
            return Poll::Ready(Ok(0));
        }
        let mut slices = [IoSlice::new(&[]); PIECES];
        let count = self.pieces.len().min(PIECES);
        for (slice, piece) in slices.iter_mut().zip(&self.pieces) {
            *slice = IoSlice::new(piece.rest());
        }
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, &slices[..count]))?;
        if written == 0 {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        self.queued -= written;
        self.is_unflushed = true;
        let mut rest = written;
        while let Some(piece) = self.pieces.front_mut() {
            let length = piece.rest().len();
            if length > rest {
                piece.advance(rest);
                break;
            }
            rest -= length;
            self.pieces.pop_front();
        }
        if self.pieces.is_empty() {
            self.pieces.shrink_to(PIECES);
        }
        Poll::Ready(Ok(written))
    }
}

/// The frames of a text message.
pub(super) fn fragments(text: &Bytes, longest: usize) -> impl Iterator<Item = (OpCode, bool, Bytes)> {
    let longest = longest.max(1);
    let count = text.len().div_ceil(longest).max(1);
    (0..count).map(move |index| {
        let start = index * longest;
        let part = text.slice(start..text.len().min(start + longest));
        let kind = if index == 0 { Data::Text } else { Data::Continue };
        (OpCode::Data(kind), index + 1 == count, part)
    })
}

impl<S: AsyncRead + Unpin> AsyncRead for Outlet<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.heard += (buffer.filled().len() - before) as u64;
        if !self.is_opening {
            self.boundary.feed(&buffer.filled()[before..]);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Outlet<S> {
    /// Take a whole frame of the other side of the stack. A pong is left out while the peer does not take what it was
    /// sent: it may send pings without end.
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if bytes.first() != Some(&PONG) || self.queued < MAX_BEFORE_PONGS {
            self.join(bytes);
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.is_opening && ready!(self.poll_send(context))? > 0 {}
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
