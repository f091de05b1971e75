//! Reading what a command writes.

use std::{
    io::{self, ErrorKind},
    os::fd::{AsFd, OwnedFd},
};

use tokio::{net::unix::pipe::Receiver, sync::watch};

use super::shared::{READ_AHEAD, Shared};

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

/// Read until the output ends. Once the group is gone, what the pipe holds at that moment is the rest: a process that has
/// left the group may hold it open for ever.
pub(super) async fn read_all(shared: &Shared, pipe: OwnedFd, mut group_is_gone: watch::Receiver<bool>) {
    let _ending = Ending(shared);
    let Ok(pipe) = Receiver::from_owned_fd(pipe) else { return };
    let mut chunk = vec![0; READ_AHEAD];
    let mut rest = u64::MAX;
    while rest > 0 {
        let space = shared.space();
        if space == 0 {
            shared.room.notified().await;
            continue;
        }
        let limit = usize::try_from(rest).unwrap_or(usize::MAX).min(space);
        match pipe.try_read(&mut chunk[..limit]) {
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
                    ready = pipe.readable() => if ready.is_err() { return },
                    _ = group_is_gone.wait_for(|gone| *gone) => {}
                }
            }
            Err(_) => return,
        }
        if rest == u64::MAX && *group_is_gone.borrow() {
            rest = rustix::io::ioctl_fionread(pipe.as_fd()).unwrap_or(0);
        }
    }
}
