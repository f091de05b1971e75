//! A command and a sandbox become what is done before and between fork and exec.

use std::{
    ffi::{CString, OsStr},
    fs,
    os::{
        fd::{AsRawFd, BorrowedFd},
        unix::ffi::OsStrExt,
    },
    path::Path,
    sync::Arc,
};

use super::{
    Mechanism, Places, Sandbox, Support,
    bubblewrap::{Order, Wrapped},
    confine::Confinement,
    filter::{self, Terms},
    placeholders::Holds,
    plan::Plan,
    probe::{self, support, try_named},
    rules,
    spaces::Spaces,
};
use crate::commands::LaunchError;

/// What a command is kept in.
#[derive(Debug)]
pub(crate) enum Walls {
    /// Its process is confined before it becomes the command.
    Own(Confinement),
    /// Another program is started that starts it.
    Wrapped(Wrapped),
}

impl Walls {
    /// Enter, or have what `bwrap` reads stay open. Between fork and exec, after all other descriptors were marked.
    pub(crate) fn enter(&self) -> std::io::Result<()> {
        match self {
            Self::Own(confinement) => confinement.enter(),
            Self::Wrapped(wrapped) => {
                for descriptor in &wrapped.descriptors {
                    // SAFETY: it is open for as long as `self` is.
                    let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor.as_raw_fd()) };
                    rustix::io::fcntl_setfd(descriptor, rustix::io::FdFlags::empty())?;
                }
                Ok(())
            }
        }
    }
}

impl Walls {
    /// What is started in place of the command.
    pub(crate) fn wrapped(&self) -> Option<&Wrapped> {
        match self {
            Self::Own(_) => None,
            Self::Wrapped(wrapped) => Some(wrapped),
        }
    }

    /// Whether the command is given its terminal in there, so that what starts it must not take it.
    pub(crate) fn gives_terminal(&self) -> bool {
        matches!(self, Self::Wrapped(Wrapped { gives_terminal: true, .. }))
    }
}

/// What is known of a command that is to be started.
pub(crate) struct Wanted<'a> {
    pub(crate) directory: &'a CString,
    pub(crate) environment: &'a [CString],
    /// Where the program may be, in the order of trying.
    pub(crate) candidates: &'a [CString],
    pub(crate) arguments: &'a [CString],
    /// Whether its standard input is a terminal that is to control its session.
    pub(crate) has_terminal: bool,
}

fn path(text: &CString) -> &Path {
    Path::new(OsStr::from_bytes(text.to_bytes()))
}

/// Make ready what keeps a command in a sandbox. [`support`] has been asked before: it takes its time.
///
/// # Errors
/// Nothing here can do that, or something that the sandbox needs is not as it should be.
pub(crate) fn prepare(
    sandbox: &Sandbox,
    wanted: &Wanted<'_>,
    places: &Arc<Places>,
) -> Result<(Walls, Holds), LaunchError> {
    let mut holds = Holds::new(places);
    let plan = Plan::new(sandbox, &mut holds)?;
    let directory = fs::canonicalize(path(wanted.directory)).map_err(|error| LaunchError {
        errno: error.raw_os_error().unwrap_or(libc::EIO),
        about: Some(wanted.directory.clone()),
        sandbox: None,
    })?;
    if let Some(helper) = &sandbox.helper {
        check_named(helper, &plan)?;
        return Ok((Walls::Wrapped(wrap(helper, sandbox, &plan, &directory, wanted)?), holds));
    }
    let support = support();
    let walls = match choose(sandbox, &plan, support)? {
        Mechanism::Bubblewrap => {
            let helper = support.bubblewrap.as_ref().map_err(|reason| unusable(reason))?;
            Walls::Wrapped(wrap(helper, sandbox, &plan, &directory, wanted)?)
        }
        Mechanism::Landlock => Walls::Own(confine(sandbox, &plan, &directory)?),
    };
    Ok((walls, holds))
}

/// Refuse a program that was named and cannot keep this command. Nothing takes its place: who named it wants it.
fn check_named(helper: &Path, plan: &Plan) -> Result<(), LaunchError> {
    let refused = |reason: String| {
        let text = format!("the sandbox helper {} {reason}; the command was not run", helper.display());
        LaunchError::of_sandbox(libc::EPERM, text)
    };
    if is_writable(helper, plan) {
        return Err(refused("lies where the command may write".to_owned()));
    }
    try_named(helper).map_err(refused)
}

fn unusable(reason: &str) -> LaunchError {
    LaunchError::of_sandbox(
        libc::EPERM,
        format!(
            "no sandbox works here, so that the command was not run ({reason}); install bubblewrap, or allow what it \
             needs, or give full access where something else keeps the commands"
        ),
    )
}

/// The first mechanism that can do it.
fn choose(sandbox: &Sandbox, plan: &Plan, support: &Support) -> Result<Mechanism, LaunchError> {
    let works = |mechanism: &Mechanism| match mechanism {
        // A helper that commands may change would do as they like.
        Mechanism::Bubblewrap => support.bubblewrap.as_ref().is_ok_and(|helper| !is_writable(helper, plan)),
        Mechanism::Landlock => match support.landlock {
            Ok(has_spaces) => has_spaces || plan.roots.is_empty(),
            Err(_) => false,
        },
    };
    let offered = Mechanism::ALL.iter().filter(|&&one| sandbox.mechanism.is_none_or(|asked| asked == one));
    offered.copied().find(works).ok_or_else(|| {
        let mut support = support.clone();
        if let Ok(helper) = &support.bubblewrap
            && is_writable(helper, plan)
        {
            support.bubblewrap = Err(format!("{} lies where the command may write", helper.display()));
        }
        unusable(&support.to_string())
    })
}

fn is_writable(helper: &Path, plan: &Plan) -> bool {
    plan.roots.iter().any(|root| helper.starts_with(root))
}

fn wrap(
    helper: &Path,
    sandbox: &Sandbox,
    plan: &Plan,
    directory: &Path,
    wanted: &Wanted<'_>,
) -> Result<Wrapped, LaunchError> {
    // `bwrap` would say in words of its own that there is no such program.
    let Some(program) = wanted.candidates.iter().find(|candidate| is_program(path(candidate), directory))
    else {
        return Err(missing(wanted));
    };
    let program = directory.join(path(program));
    let program = CString::new(program.as_os_str().as_bytes()).map_err(|_| missing(wanted))?;
    let filter = filter::program(Terms { network: sandbox.network, has_spaces: true, sees_others: false })
        .map_err(|reason| unusable(&reason))?;
    let giver = if wanted.has_terminal { terminal_giver() } else { None };
    let order = Order {
        giver,
        helper,
        plan,
        network: sandbox.network,
        directory,
        environment: wanted.environment,
        program: &program,
        arguments: wanted.arguments,
        filter: &filter::bytes(&filter),
    };
    order.wrapped().map_err(|error| LaunchError::of_ours(&error))
}

/// The program of util-linux, or of busybox, that begins a session and gives it the terminal.
///
/// `bwrap` waits beside the command, outside of its namespaces. A key that interrupts would end it, and so the command,
/// whatever that makes of the signal, if they were in one session. Where there is no such program, that is how it is.
fn terminal_giver() -> Option<CString> {
    const PLACES: [&std::ffi::CStr; 2] = [c"/usr/bin/setsid", c"/bin/setsid"];
    PLACES.into_iter().map(CString::from).find(|place| is_program(path(place), Path::new("/")))
}

fn is_program(candidate: &Path, directory: &Path) -> bool {
    let candidate = directory.join(candidate);
    candidate.is_file() && rustix::fs::access(&candidate, rustix::fs::Access::EXEC_OK).is_ok()
}

/// The error of a program that cannot be executed, as it is without a sandbox.
fn missing(wanted: &Wanted<'_>) -> LaunchError {
    let exists = wanted.candidates.iter().any(|candidate| path(candidate).exists());
    LaunchError {
        errno: if exists { libc::EACCES } else { libc::ENOENT },
        about: wanted.arguments.first().cloned(),
        sandbox: None,
    }
}

/// What the process of a command enters by itself.
pub(super) fn confine(sandbox: &Sandbox, plan: &Plan, directory: &Path) -> Result<Confinement, LaunchError> {
    let spaces = probe::spaces().map(|kind| Spaces::new(kind, sandbox.network, plan));
    let filter =
        filter::program(Terms { network: sandbox.network, has_spaces: spaces.is_some(), sees_others: true })
            .map_err(|reason| unusable(&reason))?;
    let ruleset = rules::ruleset(plan).map_err(|reason| unusable(&reason))?;
    let directory = CString::new(directory.as_os_str().as_bytes()).map_err(|_| LaunchError {
        errno: libc::EINVAL,
        about: None,
        sandbox: None,
    })?;
    Ok(Confinement { spaces, ruleset, filter, directory })
}
