//! A process group of ours, and the session around it: signalled only while their number is ours.

use std::{
    os::unix::process::ExitStatusExt,
    process::{Child, ExitStatus},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::session::signal_strays;

/// What a signal adds to its number in the exit code of a command that it has ended, as shells report it.
const SIGNAL_BASE: i32 = 128;

/// The group that a child leads, in a session that it leads too. A zombie keeps its number, so both are ours until the child
/// is reaped.
#[derive(Debug)]
pub(super) struct Group {
    number: Pid,
    /// None once it was reaped. Signals are sent under this lock, so that none comes after that.
    leader: Mutex<Option<Child>>,
}

impl Group {
    pub(super) fn of(leader: Child) -> Self {
        Self { number: Pid::from_child(&leader), leader: Mutex::new(Some(leader)) }
    }

    pub(super) fn number(&self) -> Pid {
        self.number
    }

    fn lock(&self) -> MutexGuard<'_, Option<Child>> {
        self.leader.lock().unwrap_or_else(PoisonError::into_inner) // it is changed in one step
    }

    /// Send a signal to all of the group, unless its leader was reaped, by us or by somebody who takes every child.
    pub(super) fn signal(&self, signal: Signal) {
        let leader = self.lock();
        if leader.is_some() && is_unreaped(self.number) {
            // Nobody is left to be told, or may not be told; either way there is nothing more to do.
            let _ = kill_process_group(self.number, signal);
        }
    }

    /// As `signal`, and also those that have left the group and not its session. It looks at every process there is.
    pub(super) fn signal_session(&self, signal: Signal) {
        let leader = self.lock();
        if leader.is_some() && is_unreaped(self.number) {
            let _ = kill_process_group(self.number, signal); // as above
            signal_strays(self.number, signal);
        }
    }

    /// Reap the leader, which has exited. Its exit code; None when somebody else has taken it.
    pub(super) fn reap(&self) -> Option<i32> {
        let mut leader = self.lock();
        let status = leader.as_mut().and_then(|child| child.wait().ok());
        *leader = None;
        status.map(exit_code)
    }
}

fn exit_code(status: ExitStatus) -> i32 {
    // One of the two is there: a child that was merely stopped is not reported.
    status.code().unwrap_or_else(|| SIGNAL_BASE + status.signal().unwrap_or_default())
}

fn is_unreaped(leader: Pid) -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    waitid(WaitId::Pid(leader), look).is_ok()
}

/// Whether a child has exited, or was reaped by somebody else.
#[cfg(target_os = "linux")]
pub(super) fn has_exited(leader: Pid) -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    !matches!(waitid(WaitId::Pid(leader), look), Ok(None))
}

/// Return when a child has exited. It is not reaped.
pub(super) async fn exited(leader: Pid) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{PidfdFlags, pidfd_open};
        use tokio::io::{Interest, unix::AsyncFd};

        // Kernels before 5.3 have none, and some sandboxes refuse it.
        if let Ok(descriptor) = pidfd_open(leader, PidfdFlags::empty()) {
            // SAFETY: an `OwnedFd` is open, and the same, for as long as it lives, which is as long as what owns it here.
            let descriptor = unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) };
            if let Ok(descriptor) = descriptor
                && descriptor.readable().await.is_ok()
            {
                return;
            }
        }
    }
    let wait = move || {
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while waitid(WaitId::Pid(leader), look).is_err_and(|error| error == rustix::io::Errno::INTR) {}
    };
    // It only fails when the runtime is being stopped, which drops the caller as well.
    let _ = tokio::task::spawn_blocking(wait).await;
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        io::{BufRead, BufReader},
        os::unix::process::CommandExt,
        process::{Command, Stdio},
    };

    use rustix::process::{WaitOptions, kill_process, setsid, waitpid};

    use super::{
        super::session::{has_members, runs},
        *,
    };

    /// A group whose leader has exited, and a member of it that runs: a signal to its number would still find somebody.
    fn group_without_leader() -> (Group, Pid) {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "sleep 1000 > /dev/null & echo $!"]).stdout(Stdio::piped());
        // SAFETY: one system call, between fork and exec.
        unsafe {
            command.pre_exec(|| {
                setsid()?;
                Ok(())
            });
        }
        let mut leader = command.spawn().expect("a shell");
        let mut line = String::new();
        let output = leader.stdout.take().expect("a pipe");
        BufReader::new(output).read_line(&mut line).expect("it writes a line");
        let member = Pid::from_raw(line.trim().parse().expect("a number")).expect("not 0");
        let group = Group::of(leader);
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(group.number()), look).expect("it is ours");
        (group, member)
    }

    /// A signal is pending, or has ended its receiver, when `kill` returns.
    fn is_untouched(member: Pid) -> bool {
        let status = std::fs::read_to_string(format!("/proc/{member}/status")).unwrap_or_default();
        let lines: Vec<&str> = status.lines().filter(|line| line.starts_with("ShdPnd")).collect();
        lines.len() == 1 && lines[0].ends_with("0000000000000000") && runs(member.as_raw_nonzero().get())
    }

    #[test]
    fn a_group_is_signalled_until_its_leader_is_reaped() {
        let (group, member) = group_without_leader();
        assert!(is_untouched(member) && has_members(group.number()));
        assert_eq!(group.reap(), Some(0));
        group.signal(Signal::KILL);
        assert!(is_untouched(member));
        assert_eq!(group.reap(), None);
        kill_process(member, Signal::KILL).expect("it runs");

        let (group, member) = group_without_leader();
        group.signal(Signal::KILL);
        assert!(!is_untouched(member));
        while has_members(group.number()) {
            std::thread::yield_now();
        }
        group.reap();
    }

    #[test]
    fn a_group_whose_leader_somebody_else_has_reaped_is_not_signalled() {
        let (group, member) = group_without_leader();
        waitpid(Some(group.number()), WaitOptions::empty()).expect("it is ours");
        group.signal(Signal::KILL);
        assert!(is_untouched(member));
        assert_eq!(group.reap(), None);
        kill_process(member, Signal::KILL).expect("it runs");
    }
}
