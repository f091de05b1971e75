//! What works here: tried once, by doing it.

use std::{
    env, fs,
    io::{self, Read},
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, poll};

use super::{
    Support,
    confine::Confinement,
    filter::{self, Terms},
    helper::fault,
    plan::Plan,
    rules,
    spaces::{Kind, Spaces},
};
use crate::commands::close_on_exec;

/// How long an attempt may take. It is over in some milliseconds where the machine has any time at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// What an attempt runs, and what it says when it has run.
const SCRIPT: &str = "echo kept";
const SAID: &[u8] = b"kept\n";

struct Found {
    support: Support,
    spaces: Option<Kind>,
}

/// What works here. The first call tries it, for some milliseconds, and blocks.
pub fn support() -> &'static Support {
    &found().support
}

/// The namespaces that a process can make for itself.
pub(super) fn spaces() -> Option<Kind> {
    found().spaces
}

fn found() -> &'static Found {
    static FOUND: OnceLock<Found> = OnceLock::new();
    FOUND.get_or_init(|| {
        let kinds = [Some(Kind::User), Some(Kind::Plain), None];
        let attempts = kinds.map(|kind| (kind, try_landlock(kind)));
        let worked = attempts.iter().find(|(_, result)| result.is_ok()).map(|(kind, _)| *kind);
        let [.., (_, last)] = attempts;
        let landlock = worked.map(|kind| kind.is_some()).ok_or_else(|| last.err().unwrap_or_default());
        Found { support: Support { bubblewrap: try_bubblewrap(), landlock }, spaces: worked.flatten() }
    })
}

fn try_landlock(kind: Option<Kind>) -> Result<(), String> {
    let plan = Plan::default();
    let confinement = Confinement {
        spaces: kind.map(|kind| Spaces::new(kind, false, &plan)),
        ruleset: rules::ruleset(&plan)?,
        filter: filter::program(Terms { network: false, has_spaces: kind.is_some(), sees_others: true })?,
        directory: c"/".to_owned(),
    };
    let mut command = Command::new("/bin/sh");
    command.args(["-c", SCRIPT]);
    let enter = move || {
        close_on_exec();
        confinement.enter()
    };
    // SAFETY: it makes system calls, allocates nothing and takes no lock; what it owns is not dropped in the child.
    unsafe { command.pre_exec(enter) };
    run(command)
}

fn try_bubblewrap() -> Result<PathBuf, String> {
    let helper = helper().ok_or("there is no program `bwrap` in PATH")?;
    try_helper(&helper).map_err(|reason| format!("{} does not work: {reason}", helper.display()))?;
    Ok(helper)
}

/// A program that was named, and what came of trying it.
struct Tried {
    helper: PathBuf,
    identity: [i128; 4],
    outcome: Result<(), String>,
}

/// How many named programs are remembered: a process has one as a rule.
const REMEMBERED: usize = 16;

/// Try a program that was named in the place of `bwrap`. Whether it may be trusted is looked at each time; it is run
/// once, for some milliseconds, for as long as it is the same file.
///
/// # Errors
/// It cannot be used, and why.
pub fn try_named(helper: &Path) -> Result<(), String> {
    static TRIED: Mutex<Vec<Tried>> = Mutex::new(Vec::new());
    if let Some(fault) = fault(helper) {
        return Err(fault);
    }
    let identity = identity(helper).map_err(|error| format!("cannot be looked at: {error}"))?;
    let is_it = |tried: &&Tried| tried.helper == helper && tried.identity == identity;
    let lock = || TRIED.lock().unwrap_or_else(PoisonError::into_inner); // it holds nothing half done
    if let Some(tried) = lock().iter().find(is_it) {
        return tried.outcome.clone();
    }
    let outcome = try_helper(helper).map_err(|reason| format!("does not work: {reason}"));
    let mut all = lock();
    all.retain(|tried| tried.helper != helper);
    if all.len() == REMEMBERED {
        all.remove(0);
    }
    all.push(Tried { helper: helper.to_owned(), identity, outcome: outcome.clone() });
    outcome
}

/// What is another one as soon as a file is, or something else is in it.
fn identity(file: &Path) -> io::Result<[i128; 4]> {
    let found = fs::symlink_metadata(file)?;
    Ok([found.dev().into(), found.ino().into(), found.ctime().into(), found.ctime_nsec().into()])
}

fn try_helper(helper: &Path) -> Result<(), String> {
    let mut command = Command::new(helper);
    command.args(["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net"]);
    command.args(["--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]);
    command.args(["--", "/bin/sh", "-c", SCRIPT]);
    let alone = || {
        close_on_exec();
        Ok(())
    };
    // SAFETY: one system call; nothing is allocated, and no lock taken.
    unsafe { command.pre_exec(alone) };
    run(command)
}

/// The program `bwrap`, by a path that leads through no links.
fn helper() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let absolute = |directory: &PathBuf| directory.is_absolute();
    env::split_paths(&path).filter(absolute).find_map(|directory| {
        let found = fs::canonicalize(directory.join("bwrap")).ok()?;
        let is_program =
            |path: &Path| path.is_file() && rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok();
        is_program(&found).then_some(found)
    })
}

/// Run a command that says [`SAID`] if it works.
fn run(mut command: Command) -> Result<(), String> {
    command.env_clear().current_dir("/").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let said = listen(&mut child);
    // Whoever takes all children of this process may have taken it; its exit code says nothing that it has not.
    let _ = child.kill();
    let _ = child.wait();
    let (output, complaint) = said.map_err(|error| error.to_string())?;
    if output == SAID {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&complaint);
    let first = complaint.lines().next().filter(|line| !line.is_empty());
    Err(first.unwrap_or("it ran nothing, and gave no reason").to_owned())
}

/// What it writes, to both outputs, until they end or its time is up.
fn listen(child: &mut Child) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let end = Instant::now() + PATIENCE;
    let mut said = (Vec::new(), Vec::new());
    let (mut output, mut complaint) = (child.stdout.take(), child.stderr.take());
    if let Some(output) = &mut output {
        read(output, &mut said.0, end)?;
    }
    if said.0 != SAID
        && let Some(complaint) = &mut complaint
    {
        read(complaint, &mut said.1, end)?;
    }
    Ok(said)
}

fn read(pipe: &mut (impl Read + std::os::fd::AsFd), into: &mut Vec<u8>, end: Instant) -> io::Result<()> {
    let mut chunk = [0; 1024];
    while into.len() < 4096 {
        let rest = end.saturating_duration_since(Instant::now());
        let limit = rustix::event::Timespec::try_from(rest).map_err(io::Error::other)?;
        if poll(&mut [PollFd::new(pipe, PollFlags::IN)], Some(&limit))? == 0 {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it did not end in time"));
        }
        match pipe.read(&mut chunk)? {
            0 => break,
            count => into.extend_from_slice(&chunk[..count]),
        }
    }
    Ok(())
}
