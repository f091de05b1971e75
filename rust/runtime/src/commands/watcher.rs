//! The watcher: a small process that ends the groups that are left when this one dies.
//!
//! It is `/bin/sh`, executed, so that it holds neither memory nor descriptors of this process; it starts with the first
//! command, and reads of groups from a socket whose other end this process alone has. At the end of file it kills what it
//! was told of and not told to forget: the groups, and then who has left them for another group of the same session, whom
//! Linux's /proc shows, twice, for those that were forked meanwhile. Then it removes the empty directories that it was told
//! of. No signal that a process may ignore ends it, and a terminal's do not reach it.

use std::{
    collections::{HashMap, HashSet},
    io::{self, Write},
    os::{
        fd::{AsRawFd, OwnedFd},
        unix::{ffi::OsStrExt, net::UnixStream, process::CommandExt},
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use rustix::{
    net::SendFlags,
    process::{Pid, Signal},
};

use super::{
    group::{Group, exited},
    launch::{Launch, LaunchError, Started, close_on_exec},
    shared::{Asked, Shared},
};
use crate::{
    fork::ClosedInChild,
    sandbox::{Holds, Places},
};

const SCRIPT: &str = r#"
trap '' HUP INT QUIT TERM PIPE USR1 USR2 ALRM TSTP TTIN TTOU
end='
'
groups=' '
places=$end
while read -r sign group; do
    case $sign in
    +) groups="$groups$group " ;;
    -) while :; do
            case $groups in
            *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;;
            *) break ;;
            esac
        done ;;
    /) places="$places$group$end" ;;
    :) case $places in
        *"$end$group$end"*) places="${places%%"$end$group$end"*}$end${places#*"$end$group$end"}" ;;
        esac ;;
    esac
done
for group in $groups; do kill -s KILL -- "-$group"; done
for round in 1 2; do
    for file in /proc/[0-9]*/stat; do
        line=
        read -r line < "$file"
        set -- ${line##*) }
        case $groups in *" ${4:-none} "*) file=${file#/proc/}; kill -s KILL "${file%/stat}" ;; esac
    done
done
IFS=$end
set -f
for place in $places; do
    place=${place#/}
    command -p rmdir -- "${place%/}"
done
"#;

#[cfg(not(target_vendor = "apple"))]
const QUIETLY: SendFlags = SendFlags::NOSIGNAL.union(SendFlags::DONTWAIT);
#[cfg(target_vendor = "apple")]
const QUIETLY: SendFlags = SendFlags::DONTWAIT; // the socket itself is set to be quiet

/// How long a watcher that has died is not replaced, so that one that cannot live does not keep the worker busy.
const PAUSE: Duration = Duration::from_millis(50);

/// The way to tell the watcher. A forked child uses it before it becomes a command, so nothing here allocates or locks.
#[derive(Debug)]
pub(super) struct Watch(OwnedFd);

impl Watch {
    fn tell(&self, sign: u8, group: Pid) -> io::Result<()> {
        let mut line = [0_u8; 16];
        let length = {
            let mut rest = &mut line[..];
            writeln!(rest, "{} {}", char::from(sign), group.as_raw_nonzero())?; // into the array, at most 13 bytes
            16 - rest.len()
        };
        // Whole or not at all: it is far shorter than what a socket takes at once.
        rustix::net::send(&self.0, &line[..length], QUIETLY)?;
        Ok(())
    }

    pub(super) fn add(&self, group: Pid) -> io::Result<()> {
        self.tell(b'+', group)
    }

    pub(super) fn remove(&self, group: Pid) -> io::Result<()> {
        self.tell(b'-', group)
    }

    /// Tell of an empty directory that was made (true) or removed. Not in a forked child: it allocates.
    fn place(&self, path: &Path, is_made: bool) -> io::Result<()> {
        let path = path.as_os_str().as_bytes();
        if path.contains(&b'\n') {
            return Ok(()); // it reads lines
        }
        let sign: &[u8] = if is_made { b"/ " } else { b": " };
        // Between signs, so that the shell takes no space away.
        rustix::net::send(&self.0, &[sign, b"/", path, b"/\n"].concat(), QUIETLY)?;
        Ok(())
    }
}

#[derive(Debug)]
struct Watcher {
    /// A child that is forked and not executed would keep the socket open when this process is gone.
    _named: ClosedInChild,
    watch: Arc<Watch>,
    process: Child,
}

impl Watcher {
    fn start() -> io::Result<Self> {
        let (ours, its) = UnixStream::pair()?;
        #[cfg(target_vendor = "apple")]
        rustix::net::sockopt::set_socket_nosigpipe(&ours, true)?;
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "appserver-watcher"]).env_clear().current_dir("/");
        command.stdin(OwnedFd::from(its)).stdout(Stdio::null()).stderr(Stdio::null());
        let leave = || {
            rustix::process::setsid()?; // out of reach of the terminal and of signals to the host's group
            close_on_exec();
            Ok(())
        };
        // SAFETY: two system calls, nothing is allocated and no lock taken.
        unsafe { command.pre_exec(leave) };
        let watch = Arc::new(Watch(ours.into()));
        let named = ClosedInChild::new(watch.0.as_raw_fd());
        Ok(Self { _named: named, process: command.spawn()?, watch })
    }

    /// End it, without what it does at the end of file.
    fn discard(mut self) {
        // It is ours until it is reaped, here.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    fn is_alive(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }
}

#[derive(Debug, Default)]
struct State {
    watcher: Option<Watcher>,
    live: HashMap<Pid, Weak<Shared>>,
    /// Empty directories that stand for protected names.
    places: HashSet<PathBuf>,
}

/// A command whose group the watcher knows.
pub(super) struct Running {
    pub(super) leader: Pid,
    pub(super) output: OwnedFd,
    pub(super) input: Option<OwnedFd>,
    pub(super) holds: Option<Holds>,
}

/// The live groups of a process, what their sandboxes have made, and their watcher.
#[derive(Debug)]
pub(crate) struct Groups {
    state: Mutex<State>,
    /// Its lock is taken before that of the state.
    places: Arc<Places>,
}

impl Groups {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new_cyclic(|groups: &Weak<Self>| {
            let groups = Weak::clone(groups);
            let tell = move |path: &Path, is_made| {
                if let Some(groups) = groups.upgrade() {
                    groups.lock().tell(path, is_made);
                }
            };
            Self { state: Mutex::default(), places: Places::new(tell) }
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner) // nothing panics halfway through a change
    }

    /// Start a command whose group the watcher knows from before its first instruction on. On the worker only.
    pub(super) fn start(
        self: &Arc<Self>,
        launch: &Launch,
        shared: &Arc<Shared>,
    ) -> Result<Running, LaunchError> {
        let ours = |error| LaunchError::of_ours(&error);
        let prepared = launch.prepare(&self.places)?;
        let mut state = self.lock();
        let watch = state.watch(self).map_err(ours)?;
        let mut started = launch.start(&watch, &prepared);
        // The watcher has died just now. Nothing else has a pipe there.
        if started.as_ref().is_err_and(|error| error.errno == libc::EPIPE) {
            let watch = state.replace(self).map_err(ours)?;
            started = launch.start(&watch, &prepared);
        }
        let Started { leader, output, input } = started?;
        let group = shared.group.get_or_init(|| Group::of(leader));
        state.live.insert(group.number(), Arc::downgrade(shared));
        Ok(Running { leader: group.number(), output, input, holds: prepared.holds })
    }

    /// Take a group back and reap its leader, which has exited.
    pub(super) fn reap(self: &Arc<Self>, group: &Group) -> Option<i32> {
        let mut state = self.lock();
        state.live.remove(&group.number());
        if let Some(watcher) = &state.watcher
            && watcher.watch.remove(group.number()).is_err()
        {
            // It has died, or was stopped. A new one is told of those that are left.
            let _ = state.replace(self); // tried again with the next command
        }
        drop(state);
        group.reap()
    }

    /// Kill all groups, and wait for nothing.
    pub(crate) fn kill_all(&self) {
        let live: Vec<_> = self.lock().live.values().filter_map(Weak::upgrade).collect();
        for shared in live {
            shared.ask(Asked::Kill);
            if let Some(group) = shared.group.get() {
                group.signal(Signal::KILL);
            }
        }
    }
}

impl State {
    /// A place was made, or removed. What a watcher that has died was not told, the next one is.
    fn tell(&mut self, path: &Path, is_made: bool) {
        if is_made {
            self.places.insert(path.to_path_buf());
        } else {
            self.places.remove(path);
        }
        if let Some(watcher) = &self.watcher {
            let _ = watcher.watch.place(path, is_made);
        }
    }

    /// The watcher, which is started if there is none.
    fn watch(&mut self, groups: &Arc<Groups>) -> io::Result<Arc<Watch>> {
        if let Some(watcher) = &mut self.watcher
            && watcher.is_alive()
        {
            return Ok(Arc::clone(&watcher.watch));
        }
        self.replace(groups)
    }

    fn replace(&mut self, groups: &Arc<Groups>) -> io::Result<Arc<Watch>> {
        self.watcher.take().map(Watcher::discard).unwrap_or_default();
        let watcher = Watcher::start()?;
        tokio::spawn(replace_dead(Arc::downgrade(groups), Pid::from_child(&watcher.process)));
        self.live.keys().try_for_each(|&group| watcher.watch.add(group))?;
        self.places.iter().try_for_each(|path| watcher.watch.place(path, true))?;
        Ok(Arc::clone(&self.watcher.insert(watcher).watch))
    }
}

/// Replace a watcher that somebody has killed, as long as there are groups to watch over.
async fn replace_dead(groups: Weak<Groups>, process: Pid) {
    exited(process).await;
    tokio::time::sleep(PAUSE).await;
    let Some(groups) = groups.upgrade() else { return };
    let mut state = groups.lock();
    let is_it = |watcher: &Watcher| Pid::from_child(&watcher.process) == process;
    if state.watcher.as_ref().is_some_and(is_it) && !state.live.is_empty() {
        let _ = state.replace(&groups); // tried again with the next command
    }
}
