//! A file descriptor that an event loop can watch and any thread can make readable.

use std::{
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
};

/// What [`LoopWaker`](crate::LoopWaker) raises to have its loop look. Neither call blocks.
pub trait Signal {
    /// Make it readable. Called only while it is not.
    fn raise(&self);

    /// Make it unreadable again. Called only while it is readable.
    fn clear(&self);
}

/// An eventfd where the system has them, otherwise a pipe. It never holds more than one signal, so a write never finds it
/// full.
#[derive(Debug)]
pub struct FdSignal {
    reader: OwnedFd,
    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
    writer: OwnedFd,
}

#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
impl FdSignal {
    /// A signal that is not raised.
    ///
    /// # Errors
    /// The process has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        use rustix::event::{EventfdFlags, eventfd};

        Ok(Self { reader: eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)? })
    }

    fn writer(&self) -> &OwnedFd {
        &self.reader
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
impl FdSignal {
    /// A signal that is not raised.
    ///
    /// # Errors
    /// The process has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        let (reader, writer) = io::pipe()?; // closed on exec
        let signal = Self { reader: reader.into(), writer: writer.into() };
        rustix::io::ioctl_fionbio(&signal.reader, true)?;
        rustix::io::ioctl_fionbio(&signal.writer, true)?;
        Ok(signal)
    }

    fn writer(&self) -> &OwnedFd {
        &self.writer
    }
}

/// An eventfd is written and read eight bytes at a time; a pipe takes them as well.
const ONE: [u8; 8] = 1u64.to_ne_bytes();

impl Signal for FdSignal {
    fn raise(&self) {
        // A failure has no remedy here, and cannot be: the descriptor is ours, open, and has room for one signal.
        while rustix::io::write(self.writer(), &ONE) == Err(rustix::io::Errno::INTR) {}
    }

    fn clear(&self) {
        let mut read = [0; ONE.len()];
        while rustix::io::read(&self.reader, &mut read) == Err(rustix::io::Errno::INTR) {}
    }
}

impl AsFd for FdSignal {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.reader.as_fd()
    }
}
