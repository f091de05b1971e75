//! How a process enters the sandbox by itself, between fork and exec.

use std::{
    ffi::{CStr, CString},
    io,
    os::fd::{AsRawFd, OwnedFd},
    ptr,
};

use seccompiler::sock_filter;

use super::{rules, spaces::Spaces};

/// All that is needed for it, made before the fork.
#[derive(Debug)]
pub(crate) struct Confinement {
    pub(super) spaces: Option<Spaces>,
    pub(super) ruleset: OwnedFd,
    pub(super) filter: Vec<sock_filter>,
    /// Where the command runs: entered anew, since a directory that was entered before has none of the mounts below it.
    pub(super) directory: CString,
}

/// The version of the structures of `capset`, with two words for each set.
const CAPABILITIES_VERSION: u32 = 0x2008_0522;

/// What the kernel calls `LANDLOCK_RULE_PATH_BENEATH`, and its structure.
const RULE_OF_PATH: u32 = 1;

#[repr(C, packed)]
struct RuleOfPath {
    allowed: u64,
    directory: i32,
}

#[repr(C)]
struct CapabilityHeader {
    version: u32,
    process: i32,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct CapabilitySets {
    effective: u32,
    permitted: u32,
    inheritable: u32,
}

impl Confinement {
    /// Enter. What fails leaves a process that must not go on.
    pub(crate) fn enter(&self) -> io::Result<()> {
        if let Some(spaces) = &self.spaces {
            spaces.enter()?;
            if let Some(path) = spaces.shared_memory() {
                self.allow_writing(path)?;
            }
        }
        // SAFETY: the text ends with a null byte.
        if unsafe { libc::chdir(self.directory.as_ptr()) } != 0 {
            return Err(io::Error::last_os_error());
        }
        give_up_capabilities()?;
        // SAFETY: it takes numbers.
        if unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } != 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: it takes numbers; the descriptor is a ruleset, and open.
        if unsafe { libc::syscall(libc::SYS_landlock_restrict_self, self.ruleset.as_raw_fd(), 0_u32) } != 0 {
            return Err(io::Error::last_os_error());
        }
        self.filter_calls()
    }

    /// Allow everything below a directory that was mounted just now, which the rules cannot know.
    fn allow_writing(&self, path: &CStr) -> io::Result<()> {
        // SAFETY: the text ends with a null byte.
        let directory = unsafe { libc::open(path.as_ptr(), libc::O_PATH | libc::O_CLOEXEC) };
        if directory < 0 {
            return Err(io::Error::last_os_error());
        }
        let rule = RuleOfPath { allowed: rules::whole(), directory };
        // SAFETY: the structure is that of the kind of rule, and both descriptors are open.
        let result = unsafe {
            libc::syscall(
                libc::SYS_landlock_add_rule,
                self.ruleset.as_raw_fd(),
                RULE_OF_PATH,
                &raw const rule,
                0_u32,
            )
        };
        let error = io::Error::last_os_error();
        // SAFETY: it was opened here, and nothing else knows it.
        unsafe { libc::close(directory) };
        if result == 0 { Ok(()) } else { Err(error) }
    }

    fn filter_calls(&self) -> io::Result<()> {
        let program = libc::sock_fprog {
            len: u16::try_from(self.filter.len()).unwrap_or(u16::MAX), // the kernel refuses more than 4096
            filter: self.filter.as_ptr().cast_mut().cast(),
        };
        // SAFETY: the program is as long as it says, both structures of an instruction are those of the kernel, and nothing
        // is written to it.
        let result = unsafe {
            libc::syscall(
                libc::SYS_seccomp,
                libc::SECCOMP_SET_MODE_FILTER,
                0_u32,
                &raw const program,
                ptr::null::<u8>(),
            )
        };
        if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }
}

/// Give up all capabilities of this process, and those that its programs could have.
fn give_up_capabilities() -> io::Result<()> {
    // Whoever may not change these two has no capabilities to give up, and `no_new_privs` lets it gain none.
    for capability in 0..64 {
        // SAFETY: it takes numbers; one that is no capability is refused.
        unsafe { libc::prctl(libc::PR_CAPBSET_DROP, capability, 0, 0, 0) };
    }
    let bits = libc::SECBIT_NOROOT
        | libc::SECBIT_NOROOT_LOCKED
        | libc::SECBIT_NO_SETUID_FIXUP
        | libc::SECBIT_NO_SETUID_FIXUP_LOCKED
        | libc::SECBIT_KEEP_CAPS_LOCKED
        | libc::SECBIT_NO_CAP_AMBIENT_RAISE
        | libc::SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
    // SAFETY: it takes numbers.
    unsafe { libc::prctl(libc::PR_SET_SECUREBITS, bits, 0, 0, 0) };
    // SAFETY: as above.
    unsafe { libc::prctl(libc::PR_CAP_AMBIENT, libc::PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) };
    let header = CapabilityHeader { version: CAPABILITIES_VERSION, process: 0 };
    let nothing = [CapabilitySets { effective: 0, permitted: 0, inheritable: 0 }; 2];
    // SAFETY: both are as the version says.
    let result = unsafe { libc::syscall(libc::SYS_capset, &raw const header, nothing.as_ptr()) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
