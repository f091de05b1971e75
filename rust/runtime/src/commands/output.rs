//! Reading what a command writes.

use std::{
    io::{self, ErrorKind},
    os::fd::{AsFd, OwnedFd},
};

use tokio::{
    io::{Interest, unix::AsyncFd},
    sync::watch,
};

use super::{
    shared::{READ_AHEAD, Shared},
    terminal,
};

/// A pipe, both of whose ends are closed when a program is executed.
pub(super) fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (reader, writer) = io::pipe()?;
    Ok((reader.into(), writer.into()))
}

/// Says that the output is over, also when the reading is dropped.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end_output();
    }
}

/// Read until the output ends. Once the group is gone, what the pipe or terminal holds at that moment is the rest: a process
/// that has left the group may hold it open for ever.
pub(super) async fn read_all(
    shared: &Shared,
    file: OwnedFd,
    is_terminal: bool,
    mut group_is_gone: watch::Receiver<bool>,
) {
    let _ending = Ending(shared);
    if rustix::io::ioctl_fionbio(&file, true).is_err() {
        return;
    }
    // SAFETY: an `OwnedFd` is open, and the same, for as long as it lives, which is as long as what owns it here.
    let Ok(file) = (unsafe { AsyncFd::register_with_interest(file, Interest::READABLE) }) else { return };
    let mut chunk = vec![0; READ_AHEAD];
    let mut rest = u64::MAX;
    while rest > 0 {
        let space = shared.space();
        if space == 0 {
            shared.room.notified().await;
            continue;
        }
        let limit = usize::try_from(rest).unwrap_or(usize::MAX).min(space);
        let mut read = |file: &OwnedFd| Ok(rustix::io::read(file, &mut chunk[..limit])?);
        // What is there at the end is read whether or not it has been told of.
        let result =
            if rest == u64::MAX { file.try_io(Interest::READABLE, read) } else { read(file.get_ref()) };
        match result {
            Ok(0) => return,
            Ok(count) => {
                shared.add(&chunk[..count]);
                if rest != u64::MAX {
                    rest -= count as u64;
                }
                tokio::task::yield_now().await; // a command that never stops writing holds up no other one
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock && rest == u64::MAX => {
                tokio::select! {
                    ready = file.readable() => if ready.is_err() { return },
                    _ = group_is_gone.wait_for(|gone| *gone) => {}
                }
            }
            Err(_) => return, // a terminal that no process has open any more says so by an error
        }
        if rest == u64::MAX && *group_is_gone.borrow() {
            // A terminal does not say how much it holds, only when that is nothing.
            rest = if is_terminal {
                terminal::HELD
            } else {
                rustix::io::ioctl_fionread(file.as_fd()).unwrap_or(0)
            };
        }
    }
}
