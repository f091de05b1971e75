//! A file descriptor that an event loop can watch and any thread can make readable.

use std::{
    io,
    os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd},
};

/// Tells an event loop that there is something to take.
///
/// It stands beside what is to be taken, under the same lock: the first thing that comes makes the descriptor readable,
/// later ones cost no system call, and whoever takes all of them clears it. Neither call blocks or runs anybody's code.
#[derive(Debug)]
pub struct LoopSignal<S = FdSignal> {
    /// None once closed.
    signal: Option<S>,
    is_raised: bool,
}

impl LoopSignal {
    /// One that is not raised.
    ///
    /// # Errors
    /// The process has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        Ok(Self::of(FdSignal::new()?))
    }

    /// The file descriptor to watch for reading; None once closed.
    pub fn fileno(&self) -> Option<RawFd> {
        self.signal.as_ref().map(|signal| signal.as_fd().as_raw_fd())
    }
}

impl<S: Signal> LoopSignal<S> {
    /// One that is not raised, over `signal`.
    pub fn of(signal: S) -> Self {
        Self { signal: Some(signal), is_raised: false }
    }

    /// Something has come.
    pub fn raise(&mut self) {
        if !std::mem::replace(&mut self.is_raised, true)
            && let Some(signal) = &self.signal
        {
            signal.raise();
        }
    }

    /// All that has come was taken.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.is_raised)
            && let Some(signal) = &self.signal
        {
            signal.clear();
        }
    }

    /// Raise nothing any more; what comes back is to be dropped unlocked, once the loop has stopped watching it.
    #[must_use]
    pub fn close(&mut self) -> Option<S> {
        self.signal.take()
    }
}

/// What a [`LoopSignal`] raises to have its loop look. Neither call blocks.
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
