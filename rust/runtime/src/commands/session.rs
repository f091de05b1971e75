//! The session that a command leads: all of its processes, also those that have left its group.
//!
//! A shell with job control makes a group for every job, and `timeout` one for what it runs. Only who begins a session of its
//! own leaves this one. Systems other than Linux do not tell who is in a session; there, the group is all that is known.

use rustix::process::{Pid, Signal};

/// Whether somebody of the session of a leader runs. One that has ended and was not reaped does not count.
#[cfg(target_os = "linux")]
pub(super) fn has_members(leader: Pid) -> bool {
    // Where /proc is not mounted, only of the leader is known whether it runs; its group is killed all the same.
    let Some(mut processes) = processes() else { return !super::group::has_exited(leader) };
    processes.any(|pid| session_of(pid) == leader.as_raw_nonzero().get() && runs(pid))
}

/// Whether somebody of the group of a leader can be signalled.
#[cfg(not(target_os = "linux"))]
pub(super) fn has_members(leader: Pid) -> bool {
    rustix::process::test_kill_process_group(leader).is_ok()
}

/// Signal those of the session of a leader that have left its group. The number of the leader must still be its own.
///
/// A process is named by a descriptor, and only then is its session looked at: whatever becomes of its number, no stranger
/// is signalled. Kernels before 5.3 have no such descriptors; there, those processes are not ended.
#[cfg(target_os = "linux")]
pub(super) fn signal_strays(leader: Pid, signal: Signal) {
    use rustix::process::{PidfdFlags, pidfd_open, pidfd_send_signal};

    let number = leader.as_raw_nonzero().get();
    let is_stray = |pid| session_of(pid) == number && group_of(pid) != number;
    for pid in processes().into_iter().flatten().filter(|&pid| is_stray(pid)) {
        if let Some(process) = Pid::from_raw(pid)
            && let Ok(process) = pidfd_open(process, PidfdFlags::empty())
            && is_stray(pid)
        {
            let _ = pidfd_send_signal(&process, signal); // it has ended, or may not be signalled by us
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn signal_strays(_leader: Pid, _signal: Signal) {}

/// The numbers of all processes; None where /proc is not mounted.
#[cfg(target_os = "linux")]
fn processes() -> Option<impl Iterator<Item = i32>> {
    let entries = std::fs::read_dir("/proc").ok()?;
    Some(entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()))
}

/// 0: that of a thread of the kernel, which rustix takes for impossible; -1: the process has ended.
#[cfg(target_os = "linux")]
fn session_of(pid: i32) -> i32 {
    // SAFETY: it takes and returns numbers.
    unsafe { libc::getsid(pid) }
}

/// As `session_of`.
#[cfg(target_os = "linux")]
fn group_of(pid: i32) -> i32 {
    // SAFETY: it takes and returns numbers.
    unsafe { libc::getpgid(pid) }
}

#[cfg(target_os = "linux")]
pub(super) fn runs(pid: i32) -> bool {
    let Ok(stat) = std::fs::read(format!("/proc/{pid}/stat")) else { return false };
    // The state follows the name, which stands in brackets and may hold any bytes.
    let after_name = stat.iter().rposition(|&byte| byte == b')').map_or(0, |position| position + 2);
    !matches!(stat.get(after_name), None | Some(b'Z' | b'X'))
}
