//! Pseudo-terminals: what a command sees as its terminal, and the end of it that its owner types at and reads.

use std::{io, os::fd::OwnedFd};

use rustix::{
    pty::{OpenptFlags, grantpt, openpt, unlockpt},
    termios::{Winsize, tcsetwinsize},
};

/// How large a terminal is, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalSize {
    /// Lines.
    pub rows: u16,
    /// Characters of a line.
    pub columns: u16,
}

/// What a terminal takes for the end of its input, at the beginning of a line.
pub(super) const END_OF_INPUT: u8 = 4;

/// What a terminal can hold that was written and not read: the buffers of the kernel on both sides.
pub(super) const HELD: u64 = 128 * 1024;

/// Open a terminal of no process: the end of its owner, and that of the command.
pub(super) fn open(size: TerminalSize) -> io::Result<(OwnedFd, OwnedFd)> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    #[cfg(target_os = "linux")]
    let flags = flags | OpenptFlags::CLOEXEC;
    let owner = openpt(flags)?;
    #[cfg(not(target_os = "linux"))]
    rustix::io::fcntl_setfd(&owner, rustix::io::FdFlags::CLOEXEC)?;
    grantpt(&owner)?;
    unlockpt(&owner)?;
    resize(&owner, size)?;
    let command = command_end(&owner)?;
    Ok((owner, command))
}

/// Say how large a terminal is; who is in its foreground group is told by a signal.
pub(super) fn resize(owner: &OwnedFd, size: TerminalSize) -> io::Result<()> {
    let size = Winsize { ws_row: size.rows, ws_col: size.columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(owner, size)?;
    Ok(())
}

/// By its descriptor, and not by its name, which another mount may have for something else.
#[cfg(target_os = "linux")]
fn command_end(owner: &OwnedFd) -> io::Result<OwnedFd> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    Ok(rustix::pty::ioctl_tiocgptpeer(owner, flags)?)
}

#[cfg(not(target_os = "linux"))]
fn command_end(owner: &OwnedFd) -> io::Result<OwnedFd> {
    use rustix::fs::{Mode, OFlags, open};

    let name = rustix::pty::ptsname(owner, Vec::new())?;
    Ok(open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?)
}
