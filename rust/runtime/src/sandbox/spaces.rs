//! Namespaces that a process makes for itself, between fork and exec: mounts that protect names, and no network.
//!
//! Nothing here allocates, frees or takes a lock.

use std::{
    collections::BTreeSet,
    ffi::{CStr, CString, OsStr},
    io,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    ptr,
};

use rustix::fs::StatVfsMountFlags;

use super::{mounts::mounts, plan::Plan};

/// Which namespaces can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Below a user namespace, as anybody may.
    User,
    /// Those alone, as only the administrator may.
    Plain,
}

/// The namespaces of one command, with all that is needed to make them.
#[derive(Debug)]
pub(super) struct Spaces {
    kind: Kind,
    network: bool,
    /// What the files of a user namespace say: its user and group are the same inside and outside.
    users: CString,
    groups: CString,
    writes_everywhere: bool,
    anchors: Vec<Anchor>,
    has_shared_memory: bool,
}

/// Where programs share memory by name.
const SHARED_MEMORY: &CStr = c"/dev/shm";

/// The arguments of `mount_setattr`, as the kernel reads them.
#[repr(C)]
struct MountAttributes {
    set: u64,
    clear: u64,
    propagation: u64,
    namespace: u64,
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn identity(number: u32) -> CString {
    CString::new(format!("{number} {number} 1")).unwrap_or_default() // digits hold no null byte
}

impl Spaces {
    pub(super) fn new(kind: Kind, network: bool, plan: &Plan) -> Self {
        Self {
            kind,
            network,
            users: identity(rustix::process::geteuid().as_raw()),
            groups: identity(rustix::process::getegid().as_raw()),
            writes_everywhere: plan.roots.iter().any(|root| root == Path::new("/")),
            anchors: anchors(plan),
            has_shared_memory: Path::new(OsStr::from_bytes(SHARED_MEMORY.to_bytes())).is_dir(),
        }
    }

    /// Enter them. Between fork and exec only.
    pub(super) fn enter(&self) -> io::Result<()> {
        let mut kinds = libc::CLONE_NEWNS | libc::CLONE_NEWIPC | libc::CLONE_NEWUTS;
        if !self.network {
            kinds |= libc::CLONE_NEWNET;
        }
        if self.kind == Kind::User {
            kinds |= libc::CLONE_NEWUSER;
        }
        // SAFETY: it takes a number; the process has one thread and is about to become another program.
        check(unsafe { libc::unshare(kinds) })?;
        if self.kind == Kind::User {
            write(c"/proc/self/setgroups", c"deny")?;
            write(c"/proc/self/uid_map", &self.users)?;
            write(c"/proc/self/gid_map", &self.groups)?;
        }
        // Nothing that is mounted from here on is seen by anybody else.
        mount(None, c"/", None, libc::MS_REC | libc::MS_PRIVATE)?;
        if !self.writes_everywhere {
            // Landlock knows contents and names; modes, owners and times of files are left to the mounts.
            change(c"/", Access::Read)?;
        }
        for anchor in &self.anchors {
            let mounted = mount(Some(&anchor.path), &anchor.path, None, libc::MS_BIND | libc::MS_REC);
            if mounted.is_err() && !anchor.is_needed {
                continue; // it stays read-only
            }
            mounted?;
            if let Some(access) = anchor.access {
                change(&anchor.path, access)?;
            }
        }
        if self.has_shared_memory {
            mount(Some(c"tmpfs"), SHARED_MEMORY, Some(c"tmpfs"), libc::MS_NOSUID | libc::MS_NODEV)?;
        }
        Ok(())
    }

    /// Where the memory is that programs share by name: of this command alone.
    pub(super) fn shared_memory(&self) -> Option<&'static CStr> {
        self.has_shared_memory.then_some(SHARED_MEMORY)
    }
}

/// What may be done through a mount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// Through it and those below it nothing may be changed.
    Read,
    /// Through it alone, and no device is opened there: one that lies in a tree of files is a disk like others.
    Write,
}

/// A directory, or a file, that is mounted on itself.
#[derive(Debug)]
struct Anchor {
    path: CString,
    /// None: as it is. What is on a mount that may not be written to stays so.
    access: Option<Access>,
    /// Whether it is one of the plan. The others are mounts of anybody's, which may be out of reach.
    is_needed: bool,
}

/// What a plan protects, its anchors, and the mounts below its roots, which would otherwise be read-only as all others:
/// what is outermost first.
fn anchors(plan: &Plan) -> Vec<Anchor> {
    let protected = plan.protected();
    let mut paths: BTreeSet<PathBuf> = plan.anchors.iter().chain(&protected).cloned().collect();
    let needed = paths.clone();
    paths.extend(mounts().into_iter().map(|mount| mount.point).filter(|path| plan.is_writable(path)));
    let is_writable = |path: &Path| {
        rustix::fs::statvfs(path).is_ok_and(|found| !found.f_flag.contains(StatVfsMountFlags::RDONLY))
    };
    let anchor = |path: PathBuf| {
        let access = if protected.contains(&path) {
            Some(Access::Read)
        } else {
            is_writable(&path).then_some(Access::Write)
        };
        let is_needed = needed.contains(&path);
        // No path that was found on a disk holds a null byte.
        CString::new(path.as_os_str().as_bytes()).ok().map(|path| Anchor { path, access, is_needed })
    };
    paths.into_iter().filter_map(anchor).collect()
}

fn mount(source: Option<&CStr>, target: &CStr, kind: Option<&CStr>, flags: libc::c_ulong) -> io::Result<()> {
    let pointer = |text: Option<&CStr>| text.map_or(ptr::null(), CStr::as_ptr);
    // SAFETY: the texts end with a null byte and are alive; data is needed for none of these mounts.
    check(unsafe { libc::mount(pointer(source), target.as_ptr(), pointer(kind), flags, ptr::null()) })
}

fn change(path: &CStr, access: Access) -> io::Result<()> {
    let (set, clear, flags) = match access {
        Access::Read => (libc::MOUNT_ATTR_RDONLY, 0, libc::AT_RECURSIVE),
        Access::Write => (libc::MOUNT_ATTR_NODEV, libc::MOUNT_ATTR_RDONLY, 0),
    };
    let attributes = MountAttributes { set, clear, propagation: 0, namespace: 0 };
    // SAFETY: the text ends with a null byte, and the structure is as long as is said.
    let result = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            libc::AT_FDCWD,
            path.as_ptr(),
            flags,
            &raw const attributes,
            size_of::<MountAttributes>(),
        )
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Write a text to a file of the kernel, which takes it whole or not at all.
fn write(path: &CStr, text: &CStr) -> io::Result<()> {
    // SAFETY: the text ends with a null byte.
    let descriptor = unsafe { libc::open(path.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC) };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the text is as long as is said, and the descriptor was opened here.
    let written = unsafe { libc::write(descriptor, text.as_ptr().cast(), text.count_bytes()) };
    let error = io::Error::last_os_error();
    // SAFETY: it was opened here, and nothing else knows it.
    unsafe { libc::close(descriptor) };
    if written < 0 { Err(error) } else { Ok(()) }
}
