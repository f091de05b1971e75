//! The sandbox of commands: what one may write, and whether it reaches the network.
//!
//! | | reading | writing | network |
//! |---|---|---|---|
//! | both mechanisms | all files that its user may read; of devices, the harmless ones | below its [roots](Sandbox::writable), without their [protected names](PROTECTED), and harmless devices | as [`Sandbox::network`] says; without it no connection is made at all, not even to a socket in the file system |
//!
//! [`Mechanism::Bubblewrap`] has another program make namespaces of its own; [`Mechanism::Landlock`] needs none, and is
//! entered between fork and exec. Either gives up all capabilities, can gain none (`no_new_privs`), and has the same
//! [filter](filter) of system calls. Which of them works [is tried](probe) once, by doing it.
//!
//! A command is refused when what it is to be kept from cannot be kept from it.

#[cfg(target_os = "linux")]
mod bubblewrap;
#[cfg(target_os = "linux")]
mod confine;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod filter;
pub mod helper;
#[cfg(target_os = "linux")]
mod mounts;
#[cfg(target_os = "linux")]
mod placeholders;
#[cfg(target_os = "linux")]
mod plan;
#[cfg(target_os = "linux")]
mod prepare;
#[cfg(target_os = "linux")]
mod probe;
#[cfg(target_os = "linux")]
mod rules;
#[cfg(target_os = "linux")]
mod spaces;

use std::{fmt, path::PathBuf};

#[cfg(not(target_os = "linux"))]
pub(crate) use self::elsewhere::{Holds, Places, Walls, Wanted, prepare};
#[cfg(target_os = "linux")]
pub(crate) use self::{
    placeholders::{Holds, Places},
    prepare::{Walls, Wanted, prepare},
};
#[cfg(target_os = "linux")]
pub use self::{
    plan::PROTECTED,
    probe::{support, try_named},
};

/// What a command may do besides reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sandbox {
    /// Directories, or files, that it may change and what is below them. Those that do not exist are left out.
    pub writable: Vec<PathBuf>,
    /// What it may not change where that lies at or below those, nor what is below it, but for those that lie there.
    /// Real paths, of which the last part may be missing.
    pub protected: Vec<PathBuf>,
    /// Whether it may make connections.
    pub network: bool,
    /// How that is enforced; None: by the first that works here.
    pub mechanism: Option<Mechanism>,
    /// The program that stands for `bwrap`, by its real path; None: that of `PATH`. Nothing else keeps the command then.
    pub helper: Option<PathBuf>,
}

/// What enforces a sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// The program `bwrap`.
    Bubblewrap,
    /// Landlock, seccomp, and namespaces that the command's process makes for itself.
    Landlock,
}

impl Mechanism {
    /// All, in the order of preference.
    pub const ALL: [Self; 2] = [Self::Bubblewrap, Self::Landlock];

    /// Its name in the interface.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bubblewrap => "bubblewrap",
            Self::Landlock => "landlock",
        }
    }

    /// The mechanism of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mechanism| mechanism.name() == name)
    }
}

/// What works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// The path of `bwrap`; or why it does not work.
    pub bubblewrap: Result<PathBuf, String>,
    /// Whether commands may be given directories to write to; or why it does not work. Without namespaces they may not,
    /// since the protected names are mounts.
    pub landlock: Result<bool, String>,
}

impl fmt::Display for Support {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bubblewrap, landlock) = (self.bubblewrap.as_ref().err(), self.landlock.as_ref());
        let landlock = match landlock {
            Ok(true) => None,
            Ok(false) => Some("it can protect no names here: user and mount namespaces are refused"),
            Err(reason) => Some(reason.as_str()),
        };
        write!(formatter, "bubblewrap: {}; ", bubblewrap.map_or("works", String::as_str))?;
        write!(formatter, "landlock: {}", landlock.unwrap_or("works"))
    }
}

/// Why the named program does not work: nothing does, on this system.
#[cfg(not(target_os = "linux"))]
pub fn try_named(_helper: &std::path::Path) -> Result<(), String> {
    support().bubblewrap.clone().map(|_| ())
}

/// What works here: nothing, on this system.
#[cfg(not(target_os = "linux"))]
pub fn support() -> &'static Support {
    static NOTHING: std::sync::OnceLock<Support> = std::sync::OnceLock::new();
    let reason = || "commands can be kept in a sandbox on Linux only".to_owned();
    NOTHING.get_or_init(|| Support { bubblewrap: Err(reason()), landlock: Err(reason()) })
}
