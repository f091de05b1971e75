//! How a command is started by `bwrap`.

use std::{
    collections::BTreeSet,
    ffi::{CString, OsStr},
    io::{self, Seek, Write},
    os::{
        fd::{AsRawFd, OwnedFd},
        unix::ffi::OsStrExt,
    },
    path::Path,
};

use super::{mounts::DEVICES, plan::Plan};

/// What every sandbox is made of: nothing of the process, the machine or its user can be reached but files.
const ALWAYS: &[&str] = &[
    "--unshare-user",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--cap-drop",
    "ALL",
    "--clearenv",
];

/// A command that `bwrap` starts.
#[derive(Debug)]
pub(crate) struct Wrapped {
    /// The path of `bwrap`.
    pub(crate) program: CString,
    pub(crate) arguments: Vec<CString>,
    /// What it reads; they have to stay open when it is executed.
    pub(crate) descriptors: [OwnedFd; 2],
    /// Whether it gives the command its terminal.
    pub(crate) gives_terminal: bool,
}

/// What `bwrap` is told.
pub(super) struct Order<'a> {
    /// What starts the program in a session of its own that its terminal controls; None: nothing does.
    pub(super) giver: Option<CString>,
    pub(super) helper: &'a Path,
    pub(super) plan: &'a Plan,
    pub(super) network: bool,
    pub(super) directory: &'a Path,
    pub(super) environment: &'a [CString],
    /// The path of the program, and its arguments.
    pub(super) program: &'a CString,
    pub(super) arguments: &'a [CString],
    /// The filter of system calls, as `bwrap` reads it.
    pub(super) filter: &'a [u8],
}

impl Order<'_> {
    /// Its arguments and files. What it is told is read from a file, since arguments are seen by everybody, and the
    /// environment of a command, which may hold secrets, must not be that of `bwrap`: it says what code that loads.
    pub(super) fn wrapped(&self) -> io::Result<Wrapped> {
        let options = file(&self.options().concat())?;
        let filter = file(self.filter)?;
        let text = |text: String| CString::new(text).unwrap_or_default(); // digits hold no null byte
        let mut arguments = vec![
            c"bwrap".to_owned(),
            c"--args".to_owned(),
            text(options.as_raw_fd().to_string()),
            c"--seccomp".to_owned(),
            text(filter.as_raw_fd().to_string()),
            c"--".to_owned(),
        ];
        if let Some(giver) = &self.giver {
            arguments.extend([giver.clone(), c"-c".to_owned()]);
        }
        arguments.push(self.program.clone());
        arguments.extend(self.arguments.iter().skip(1).cloned());
        let program = CString::new(self.helper.as_os_str().as_bytes())?;
        Ok(Wrapped {
            program,
            arguments,
            descriptors: [options, filter],
            gives_terminal: self.giver.is_some(),
        })
    }

    /// The options, each with its null byte.
    fn options(&self) -> Vec<Vec<u8>> {
        let mut options = Vec::new();
        let mut add = |option: &[&OsStr]| {
            options.extend(option.iter().map(|part| [part.as_bytes(), b"\0"].concat()));
        };
        let text = |text: &'static str| OsStr::new(text);
        ALWAYS.iter().copied().for_each(|option| add(&[text(option)]));
        if !self.network {
            add(&[text("--unshare-net")]);
        }
        let root = Path::new("/");
        let all = if self.plan.roots.iter().any(|found| found == root) { "--bind" } else { "--ro-bind" };
        add(&[text(all), text("/"), text("/")]);
        add(&[text("--dev"), text("/dev")]);
        // What is written there changes the kernel, and its owner is asked for, not capabilities.
        add(&[text("--proc"), text("/proc"), text("--remount-ro"), text("/proc")]);
        let protected = self.plan.protected();
        let mounts: BTreeSet<_> = self.plan.anchors.iter().chain(&protected).collect(); // what is outermost first
        let is_its_own = |path: &Path| [DEVICES, "/proc"].iter().any(|own| path == Path::new(own));
        for path in mounts.into_iter().filter(|path| !is_its_own(path)) {
            let bind = if protected.contains(path) { "--ro-bind" } else { "--bind" };
            add(&[text(bind), path.as_os_str(), path.as_os_str()]);
        }
        add(&[text("--chdir"), self.directory.as_os_str()]);
        for entry in self.environment {
            let entry = entry.to_bytes();
            // An entry without a sign is none; a name that begins with one has it.
            let Some(sign) = entry.iter().skip(1).position(|&byte| byte == b'=') else { continue };
            let (name, value) = entry.split_at(sign + 1);
            add(&[text("--setenv"), OsStr::from_bytes(name), OsStr::from_bytes(&value[1..])]);
        }
        options
    }
}

/// A file without a name that holds `content`, at its beginning.
fn file(content: &[u8]) -> io::Result<OwnedFd> {
    let mut file = std::fs::File::from(rustix::fs::memfd_create("sandbox", rustix::fs::MemfdFlags::CLOEXEC)?);
    file.write_all(content)?;
    file.rewind()?;
    Ok(file.into())
}
