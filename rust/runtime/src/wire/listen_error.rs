//! Why a socket cannot be listened on.

use std::{error::Error, fmt, io, net::SocketAddr, path::PathBuf};

/// Why a socket cannot be listened on.
#[derive(Debug)]
pub enum ListenError {
    /// Somebody listens there.
    InUse(PathBuf),
    /// Another server has been starting there for too long.
    Starting(PathBuf),
    /// There is something else at its place.
    NotASocket(PathBuf),
    /// Others could put a socket of theirs in its place.
    Exposed(PathBuf),
    /// It would be open to everybody who reaches the address.
    Unprotected(SocketAddr),
    /// Everything was shut down.
    ShutDown,
    /// What the system says, and what of.
    System(io::Error, PathBuf),
}

impl ListenError {
    /// The number by which the system would tell it.
    pub fn errno(&self) -> i32 {
        match self {
            Self::InUse(_) => libc::EADDRINUSE,
            Self::Starting(_) => libc::EBUSY,
            Self::NotASocket(_) => libc::ENOTSOCK,
            Self::Exposed(_) => libc::EPERM,
            Self::Unprotected(_) => libc::EACCES,
            Self::ShutDown => libc::ESHUTDOWN,
            Self::System(error, _) => error.raw_os_error().unwrap_or(libc::EIO),
        }
    }
}

impl fmt::Display for ListenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse(path) => write!(
                formatter,
                "another server is listening at {}; stop it, or choose another path",
                path.display()
            ),
            Self::Starting(path) => write!(
                formatter,
                "another server has been starting for some time and holds the lock {}; try again once it is up",
                path.display()
            ),
            Self::NotASocket(path) => write!(
                formatter,
                "{} exists and is not a socket; remove it, or choose another path",
                path.display()
            ),
            Self::Exposed(path) => write!(
                formatter,
                "other users could replace a socket in {}; make the directory your own and writable by you alone \
                 (chmod go-w), or choose another one",
                path.display()
            ),
            Self::Unprotected(address) => write!(
                formatter,
                "{address} can be reached by others, and no token is asked for; listen on a loopback address, or \
                 require a token"
            ),
            Self::ShutDown => {
                write!(formatter, "everything was shut down; nothing can be listened on any more")
            }
            Self::System(error, path) => write!(formatter, "{error}: {}", path.display()),
        }
    }
}

impl Error for ListenError {}
