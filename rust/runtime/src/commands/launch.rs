//! Starting a command.

use std::{
    ffi::{CStr, CString, OsStr, c_char},
    fmt, io,
    os::{
        fd::OwnedFd,
        unix::{ffi::OsStrExt, process::CommandExt},
    },
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use rustix::{
    fs::{Access, access},
    io::Errno,
};

use super::{input::Input, output, terminal, watcher::Watch};
use crate::sandbox::{self, Holds, Places, Sandbox, Walls, Wanted};

/// Where programs are looked for when the environment of a command has no `PATH`.
const DEFAULT_PATH: &[u8] = b"/usr/local/bin:/usr/bin:/bin";

/// What is started, and where.
#[derive(Debug)]
pub struct Launch {
    /// The program, a path or a name that is looked for in the `PATH` of `environment`, and its arguments.
    pub arguments: Vec<CString>,
    /// The directory to run in.
    pub directory: CString,
    /// The whole environment: `NAME=value` each.
    pub environment: Vec<CString>,
    /// Standard input.
    pub input: Input,
    /// Where its outputs go; None: to its owner, both in one. Not with a terminal, which they go to.
    pub outputs: Option<Outputs>,
    /// Where its standard error goes, if not where its standard output does. Not with a terminal, nor with `outputs`.
    pub stderr: Option<OwnedFd>,
    /// What it is kept in; None: nothing.
    pub sandbox: Option<Sandbox>,
}

/// Outputs that are not read by the owner.
#[derive(Debug)]
pub struct Outputs {
    /// Standard output.
    pub stdout: OwnedFd,
    /// Standard error; None: that of this process.
    pub stderr: Option<OwnedFd>,
}

/// Why a command could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaunchError {
    /// What the system says.
    pub errno: i32,
    /// What it says it of: the program, the directory, or nothing that was named.
    pub about: Option<CString>,
    /// Why it cannot be kept in its sandbox, if that is it.
    pub sandbox: Option<String>,
}

impl fmt::Display for LaunchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sandbox {
            Some(reason) => write!(formatter, "{reason}")?,
            None => write!(formatter, "{}", io::Error::from_raw_os_error(self.errno))?,
        }
        self.about.iter().try_for_each(|about| write!(formatter, ": {}", about.to_string_lossy()))
    }
}

impl std::error::Error for LaunchError {}

impl LaunchError {
    /// A failure of this process, such as that it has no descriptors left.
    pub(crate) fn of_ours(error: &io::Error) -> Self {
        Self { errno: error.raw_os_error().unwrap_or(libc::EIO), about: None, sandbox: None }
    }

    /// A sandbox that cannot be had.
    pub(crate) fn of_sandbox(errno: i32, reason: String) -> Self {
        Self { errno, about: None, sandbox: Some(reason) }
    }
}

fn os(text: &CStr) -> &OsStr {
    OsStr::from_bytes(text.to_bytes())
}

impl Launch {
    /// Make ready what it is kept in, once for all attempts to start it.
    pub(super) fn prepare(&self, places: &Arc<Places>) -> Result<Prepared, LaunchError> {
        let (Some(program), false) = (self.arguments.first(), self.directory.is_empty()) else {
            return Err(LaunchError { errno: libc::EINVAL, about: None, sandbox: None });
        };
        let candidates = self.candidates(program);
        let Some(sandbox) = &self.sandbox else {
            let image = Image::new(candidates, &self.arguments, &self.environment);
            return Ok(Prepared { image: Arc::new(image), walls: None, holds: None });
        };
        let wanted = Wanted {
            directory: &self.directory,
            environment: &self.environment,
            candidates: &candidates,
            arguments: &self.arguments,
            has_terminal: matches!(self.input, Input::Terminal(_)),
        };
        let (walls, holds) = sandbox::prepare(sandbox, &wanted, places)?;
        let image = match walls.wrapped() {
            Some(wrapped) => Image::new(vec![wrapped.program.clone()], &wrapped.arguments, &[]),
            None => Image::new(candidates, &self.arguments, &self.environment),
        };
        Ok(Prepared { image: Arc::new(image), walls: Some(Arc::new(walls)), holds: Some(holds) })
    }

    /// Start it.
    pub(super) fn start(&self, watch: &Arc<Watch>, prepared: &Prepared) -> Result<Started, LaunchError> {
        let Ends { stdin, stdout, stderr, output, input } =
            self.ends().map_err(|error| LaunchError::of_ours(&error))?;
        let takes_terminal = matches!(self.input, Input::Terminal(_))
            && !prepared.walls.as_ref().is_some_and(|walls| walls.gives_terminal());
        let (image, walls, watch) = (Arc::clone(&prepared.image), prepared.walls.clone(), Arc::clone(watch));
        let become_command = move || {
            rustix::process::setsid()?;
            if takes_terminal {
                rustix::process::ioctl_tiocsctty(rustix::stdio::stdin())?;
            }
            let group = rustix::process::getpid();
            close_on_exec();
            take_signals();
            watch.add(group)?;
            let error = match walls.as_ref().map_or(Ok(()), |walls| walls.enter()) {
                Ok(()) => image.execute(),
                Err(error) => marked(&error),
            };
            watch.remove(group)?;
            Err(error)
        };
        let program = self.arguments.first().map_or(c"", CString::as_c_str);
        let mut command = Command::new(os(program));
        command.current_dir(os(&self.directory)).stdin(stdin).stdout(stdout).stderr(stderr);
        // SAFETY: between fork and exec other threads may hold any lock, so only system calls are made: `become_command`
        // allocates nothing and frees nothing (what it owns is not dropped in the child), and takes no lock.
        unsafe { command.pre_exec(become_command) };
        match command.spawn() {
            Ok(leader) => Ok(Started { leader, output, input }),
            Err(error) => Err(self.explain(program, &error)),
        }
    }

    /// Both ends of its standard streams.
    fn ends(&self) -> io::Result<Ends> {
        let copy = |file: &OwnedFd| file.try_clone();
        if let Input::Terminal(size) = self.input {
            let (owner, command) = terminal::open(size)?;
            return Ok(Ends {
                stdin: copy(&command)?.into(),
                stdout: copy(&command)?.into(),
                stderr: command.into(),
                input: Some(copy(&owner)?),
                output: owner,
            });
        }
        let (output, writer) = output::pipe()?;
        let (stdin, input) = match &self.input {
            Input::Empty | Input::Terminal(_) => (Stdio::null(), None),
            Input::File(file) => (copy(file)?.into(), None),
            Input::Pipe => {
                let (reader, input) = output::pipe()?;
                (reader.into(), Some(input))
            }
        };
        let (stdout, stderr) = match &self.outputs {
            // Then nobody has the other end of the pipe, which ends at once.
            Some(Outputs { stdout, stderr }) => (
                copy(stdout)?.into(),
                stderr.as_ref().map_or_else(|| Ok(Stdio::inherit()), |file| copy(file).map(Stdio::from))?,
            ),
            None => (
                copy(&writer)?.into(),
                self.stderr.as_ref().map_or_else(|| Ok(writer.into()), |file| copy(file).map(Stdio::from))?,
            ),
        };
        Ok(Ends { stdin, stdout, stderr, output, input })
    }

    /// What to execute, in the order of trying, as `execvp` does it with the `PATH` of the command's environment.
    fn candidates(&self, program: &CStr) -> Vec<CString> {
        if program.to_bytes().contains(&b'/') {
            return vec![program.to_owned()];
        }
        let path = self.environment.iter().find_map(|entry| entry.to_bytes().strip_prefix(b"PATH="));
        let directories = path.unwrap_or(DEFAULT_PATH).split(|&byte| byte == b':');
        directories
            .map(|directory| {
                let directory = if directory.is_empty() { b"." } else { directory };
                CString::new([directory, b"/", program.to_bytes()].concat())
            })
            .filter_map(Result::ok) // they are parts of such strings
            .collect()
    }

    fn explain(&self, program: &CStr, error: &io::Error) -> LaunchError {
        let errno = error.raw_os_error().unwrap_or(libc::EIO);
        if errno >= OF_SANDBOX {
            let errno = errno - OF_SANDBOX;
            let reason = format!(
                "the command could not be put into its sandbox: {}",
                io::Error::from_raw_os_error(errno)
            );
            return LaunchError::of_sandbox(errno, reason);
        }
        let is_of_a_file = matches!(
            Errno::from_raw_os_error(errno),
            Errno::NOENT | Errno::ACCESS | Errno::NOTDIR | Errno::LOOP | Errno::NAMETOOLONG
        );
        let directory = Path::new(os(&self.directory));
        let is_of_the_directory = !directory.is_dir() || access(directory, Access::EXEC_OK).is_err();
        let about = if is_of_a_file && is_of_the_directory { &*self.directory } else { program };
        LaunchError { errno, about: Some(about.to_owned()), sandbox: None }
    }
}

/// The standard streams of a command, and what its owner has of them.
struct Ends {
    stdin: Stdio,
    stdout: Stdio,
    stderr: Stdio,
    output: OwnedFd,
    input: Option<OwnedFd>,
}

/// A command that was started.
#[derive(Debug)]
pub(super) struct Started {
    pub(super) leader: Child,
    /// Where what it writes is read: a pipe, or its terminal.
    pub(super) output: OwnedFd,
    /// Where what it reads is written, if its owner writes that.
    pub(super) input: Option<OwnedFd>,
}

/// What is ready for a start.
#[derive(Debug)]
pub(super) struct Prepared {
    image: Arc<Image>,
    walls: Option<Arc<Walls>>,
    /// What its sandbox has made, to be given back when it is over.
    pub(super) holds: Option<Holds>,
}

/// What is added to the number of an error of the sandbox: a number is all that a child can say before it is executed.
const OF_SANDBOX: i32 = 1 << 16;

fn marked(error: &io::Error) -> io::Error {
    io::Error::from_raw_os_error(OF_SANDBOX + error.raw_os_error().unwrap_or(libc::EIO))
}

/// All that `execve` needs, made before the fork.
#[derive(Debug)]
struct Image {
    programs: Vec<CString>,
    arguments: Vec<*const c_char>,
    environment: Vec<*const c_char>,
    /// What the pointers point into.
    _texts: Vec<CString>,
}

// SAFETY: the pointers point into `_texts`, which nothing changes; moving a `CString` does not move its bytes.
unsafe impl Send for Image {}
// SAFETY: as above; nothing is written through them.
unsafe impl Sync for Image {}

impl Image {
    fn new(programs: Vec<CString>, arguments: &[CString], environment: &[CString]) -> Self {
        let texts: Vec<CString> = arguments.iter().chain(environment).cloned().collect();
        let pointers = |texts: &[CString]| {
            texts.iter().map(|text| text.as_ptr()).chain(std::iter::once(std::ptr::null())).collect()
        };
        let (first, second) = texts.split_at(arguments.len());
        let (arguments, environment) = (pointers(first), pointers(second));
        Self { programs, arguments, environment, _texts: texts }
    }

    /// Become the first of the programs that can be executed; returns only when none can.
    fn execute(&self) -> io::Error {
        let mut reason = libc::ENOENT;
        for program in &self.programs {
            // SAFETY: both lists end with a null pointer, all texts with a null byte, and all of them are alive.
            unsafe { libc::execve(program.as_ptr(), self.arguments.as_ptr(), self.environment.as_ptr()) };
            let error = io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
            // That a file is missing says less than that one may not be executed.
            if reason == libc::ENOENT || reason == libc::ENOTDIR {
                reason = error;
            }
        }
        io::Error::from_raw_os_error(reason)
    }
}

/// Take the signals that a host may ignore, Python's own two among them: what is ignored stays so over exec, and a command
/// could not be asked to end. std sees to the mask and to SIGPIPE.
fn take_signals() {
    for signal in [libc::SIGINT, libc::SIGQUIT, libc::SIGTERM, libc::SIGCHLD, libc::SIGXFSZ] {
        // SAFETY: one system call, in a process that is about to become another program.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
}

/// Have everything but the three standard streams closed when a program is executed, also what other libraries of the
/// host have opened without saying so. To be called between fork and exec.
pub(crate) fn close_on_exec() {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: it changes a flag of this process's descriptors; the process is about to become another program.
        let done =
            unsafe { libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) };
        if done == 0 {
            return;
        }
    }
    // Kernels before 5.11, and other systems. No more than the usual limit: it may be as high as a billion.
    for descriptor in 3..4096 {
        // SAFETY: as above; a number that is not open is refused.
        unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
}
