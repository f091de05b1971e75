//! What both sides wait by: epoll, with the number of a connection for each.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
    time::Duration,
};

use rustix::{
    event::{Timespec, epoll},
    io::Errno,
};

/// The number that stands for standard input.
pub(crate) const INPUT: u64 = u64::MAX;

/// The number that stands for the listener.
pub(crate) const LISTENER: u64 = u64::MAX - 1;

/// Readable descriptors, by their numbers.
pub(crate) struct Poll {
    descriptor: OwnedFd,
    events: Vec<epoll::Event>,
}

impl Poll {
    /// One that watches nothing.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { descriptor: epoll::create(epoll::CreateFlags::CLOEXEC)?, events: Vec::with_capacity(256) })
    }

    /// Watch a descriptor for reading.
    pub(crate) fn add(&self, descriptor: impl AsFd, number: u64) -> io::Result<()> {
        let data = epoll::EventData::new_u64(number);
        Ok(epoll::add(&self.descriptor, descriptor, data, epoll::EventFlags::IN)?)
    }

    /// The numbers of those that are readable, after at most so long; None: however long it takes.
    pub(crate) fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Vec<u64>> {
        let timeout = at_most.map(|time| Timespec {
            tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: i64::from(time.subsec_nanos()),
        });
        self.events.clear();
        match epoll::wait(
            &self.descriptor,
            rustix::buffer::spare_capacity(&mut self.events),
            timeout.as_ref(),
        ) {
            Ok(_) | Err(Errno::INTR) => Ok(self.events.iter().map(|event| event.data.u64()).collect()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The lines that have come, one read at a time.
#[derive(Default)]
pub(crate) struct Lines(Vec<u8>);

impl Lines {
    /// Read once; None at the end of the input.
    pub(crate) fn read(&mut self, mut input: impl io::Read) -> io::Result<Option<Vec<String>>> {
        let mut bytes = [0; 4096];
        let count = input.read(&mut bytes)?;
        if count == 0 {
            return Ok(None);
        }
        self.0.extend_from_slice(&bytes[..count]);
        let mut lines = Vec::new();
        while let Some(end) = self.0.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.0.drain(..=end).collect();
            lines.push(String::from_utf8_lossy(&line).trim().to_owned());
        }
        Ok(Some(lines))
    }
}
