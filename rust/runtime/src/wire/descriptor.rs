//! Reading and writing descriptors that others share with us, whose flags are not ours to change.

use std::{
    io::{self, ErrorKind},
    os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{FileType, Mode, OFlags, fstat, open},
    io::Errno,
    net::SendFlags,
};

/// What fits into a pipe that is writable at all, so that writing it does not block.
const SURE: usize = 4096;

#[cfg(not(target_vendor = "apple"))]
const QUIETLY: SendFlags = SendFlags::NOSIGNAL.union(SendFlags::DONTWAIT);
#[cfg(target_vendor = "apple")]
const QUIETLY: SendFlags = SendFlags::DONTWAIT; // Python ignores SIGPIPE

/// How a descriptor is written to without blocking.
#[derive(Debug)]
enum Way {
    /// A socket, which takes a flag with each call.
    Socket,
    /// One whose own flags say so: a pipe that was opened once more.
    NonBlocking,
    /// Anything else, in pieces that fit.
    Pieces,
}

/// A descriptor that is written to.
#[derive(Debug)]
pub(super) struct Writing {
    descriptor: OwnedFd,
    way: Way,
}

/// A pipe as an open file of its own, which may be non-blocking while others write to the pipe as before.
fn open_again(descriptor: &OwnedFd) -> io::Result<OwnedFd> {
    let path = format!("/proc/self/fd/{}", descriptor.as_raw_fd());
    Ok(open(path, OFlags::WRONLY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())?)
}

impl Writing {
    pub(super) fn new(descriptor: OwnedFd) -> Self {
        let kind = fstat(&descriptor).map(|status| FileType::from_raw_mode(status.st_mode));
        match kind {
            Ok(FileType::Socket) => Self { descriptor, way: Way::Socket },
            Ok(FileType::Fifo) => match open_again(&descriptor) {
                Ok(descriptor) => Self { descriptor, way: Way::NonBlocking },
                Err(_) => Self { descriptor, way: Way::Pieces },
            },
            _ => Self { descriptor, way: Way::Pieces },
        }
    }

    /// Whether it can be written to without waiting until it is writable.
    pub(super) fn never_blocks(&self) -> bool {
        !matches!(self.way, Way::Pieces)
    }

    /// Write what can be written now. For a terminal that is stopped it may block.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(match self.way {
            Way::Socket => rustix::net::send(&self.descriptor, bytes, QUIETLY)?,
            Way::NonBlocking => rustix::io::write(&self.descriptor, bytes)?,
            Way::Pieces => rustix::io::write(&self.descriptor, &bytes[..bytes.len().min(SURE)])?,
        })
    }
}

impl AsFd for Writing {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    Readable,
    Writable,
    /// The other end is gone.
    Gone,
}

/// Wait for a descriptor, a signal, or the time. Whether it is the descriptor.
pub(super) fn wait(
    descriptor: BorrowedFd<'_>,
    until: Until,
    stop: Option<BorrowedFd<'_>>,
    limit: Option<Duration>,
) -> io::Result<bool> {
    let flags = match until {
        Until::Readable => PollFlags::IN,
        Until::Writable => PollFlags::OUT,
        Until::Gone => PollFlags::empty(), // that is told unasked
    };
    let mut both = [
        PollFd::from_borrowed_fd(descriptor, flags),
        PollFd::from_borrowed_fd(
            stop.unwrap_or(descriptor),
            if stop.is_some() { PollFlags::IN } else { flags },
        ),
    ];
    let limit =
        limit.map(|limit| Timespec::try_from(limit).unwrap_or(Timespec { tv_sec: i64::MAX, tv_nsec: 0 }));
    match poll(&mut both, limit.as_ref()) {
        Ok(_) => Ok(!both[0].revents().is_empty()),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Whether a failure only says that it is to be tried again.
pub(super) fn is_transient(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock)
}
