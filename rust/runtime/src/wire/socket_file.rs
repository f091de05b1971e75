//! The file of a unix socket: who may be there, and who may take its place.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, ErrorKind},
    os::{
        fd::{AsRawFd, OwnedFd},
        unix::{
            ffi::OsStrExt,
            fs::{DirBuilderExt, FileTypeExt, MetadataExt},
            net::UnixListener,
        },
    },
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::{FlockOperation, Mode, OFlags, chmod, flock, open},
    io::Errno,
    net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, bind, connect, listen, socket_with},
};

use super::listen_error::ListenError;
use crate::{fork::Birthplace, ownership::is_exposed};

/// How long another server that starts at the same place is waited for.
const START: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(10);
/// How many clients may wait to be accepted.
const BACKLOG: i32 = 1024;
/// The longest path that the system takes for a socket, on every system.
const LONGEST: usize = 100;

/// A name for a file that has no room in a socket's address, through a descriptor of its directory.
pub(super) struct ShortName {
    pub(super) path: PathBuf,
    _directory: Option<OwnedFd>,
}

impl ShortName {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        if path.as_os_str().len() <= LONGEST {
            return Ok(Self { path: path.to_owned(), _directory: None });
        }
        let (parent, name) = split(path)?;
        let directory = open(parent, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        let path = PathBuf::from(format!("/proc/self/fd/{}", directory.as_raw_fd())).join(name);
        Ok(Self { path, _directory: Some(directory) })
    }
}

fn split(path: &Path) -> io::Result<(&Path, &OsStr)> {
    let name = path.file_name().ok_or_else(|| io::Error::from(Errno::INVAL))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((parent, name))
}

/// A socket's file, which is removed when this is dropped, if it is still the same.
#[derive(Debug)]
pub(super) struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
    birthplace: Birthplace,
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if !self.birthplace.is_left() && identity(&self.path).is_ok_and(|found| found == self.identity) {
            let _ = fs::remove_file(&self.path); // somebody else has been faster
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|file| (file.dev(), file.ino()))
}

/// Lock a start-up lock, which goes with the file.
fn lock(file: &File, path: &Path) -> Result<(), ListenError> {
    let begin = Instant::now();
    loop {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(()),
            Err(Errno::WOULDBLOCK | Errno::INTR) if begin.elapsed() < START => thread::sleep(PAUSE),
            Err(Errno::WOULDBLOCK) => return Err(ListenError::Starting(path.to_owned())),
            Err(error) => return Err(ListenError::System(error.into(), path.to_owned())),
        }
    }
}

/// Listen at a path: of its directory only the last level is made, for the owner alone; the socket is the owner's alone
/// before anybody can connect. A socket that nobody listens on is replaced. With `startup_lock`, a path, servers that
/// start at the same time do so one after the other.
///
/// # Errors
/// See [`ListenError`].
pub(super) fn bind_unix(
    path: &Path,
    startup_lock: Option<&Path>,
) -> Result<(UnixListener, SocketFile), ListenError> {
    let of = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| ListenError::System(error, path)
    };
    let (parent, _) = split(path).map_err(of(path))?;
    match fs::DirBuilder::new().mode(0o700).create(parent) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(of(parent)(error)),
        _ => {}
    }
    if is_exposed(&fs::metadata(parent).map_err(of(parent))?) {
        return Err(ListenError::Exposed(parent.to_owned()));
    }
    let lock_path = startup_lock.unwrap_or(parent);
    let lock_file = match startup_lock {
        Some(path) => File::options().create(true).truncate(false).read(true).write(true).open(path),
        None => File::open(parent),
    };
    let lock_file = lock_file.map_err(of(lock_path))?;
    lock(&lock_file, lock_path)?;
    make_room(path)?;

    let short = ShortName::of(path).map_err(of(path))?;
    let bound = || -> io::Result<_> {
        let address = SocketAddrUnix::new(short.path.as_os_str().as_bytes())?;
        let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        bind(&socket, &address)?;
        let file = SocketFile {
            path: std::path::absolute(path)?,
            identity: identity(path)?,
            birthplace: Birthplace::here(),
        };
        chmod(path, Mode::from_raw_mode(0o600))?; // nobody can connect yet
        listen(&socket, BACKLOG)?;
        let listener = UnixListener::from(socket);
        listener.set_nonblocking(true)?;
        Ok((listener, file))
    };
    bound().map_err(of(path))
}

/// Remove a socket that nobody listens on.
fn make_room(path: &Path) -> Result<(), ListenError> {
    let of_path = |error| ListenError::System(error, path.to_owned());
    let file = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        found => found.map_err(of_path)?,
    };
    if !file.file_type().is_socket() {
        return Err(ListenError::NotASocket(path.to_owned()));
    }
    let short = ShortName::of(path).map_err(of_path)?;
    match try_connect(&short.path) {
        Err(Errno::CONNREFUSED) => fs::remove_file(path).map_err(of_path),
        Err(Errno::NOENT) => Ok(()),
        // Whoever listens there has more clients waiting than it has room for: it is slow, or stopped.
        Ok(()) | Err(Errno::AGAIN | Errno::INPROGRESS) => Err(ListenError::InUse(path.to_owned())),
        Err(error) => Err(of_path(error.into())),
    }
}

/// Connect without waiting for whoever listens.
fn try_connect(path: &Path) -> Result<(), Errno> {
    let address = SocketAddrUnix::new(path.as_os_str().as_bytes())?;
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    connect(socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?, &address)
}
