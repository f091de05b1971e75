"""Ways out of a sandbox, each a function that succeeds where there is none.

Run as a program, in the sandbox: `escapes.py NAME GIVEN`. It says `ESCAPED` when the attempt has gone through, `denied`
with the error of the system when not, and `broken` when the attempt itself is wrong. It imports nothing of this
project.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import mmap
import os
import platform
import resource
import signal
import socket
import stat
import struct
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = {
    "x86_64": {
        "ptrace": 101, "mount": 165, "umount2": 166, "pivot_root": 155, "process_vm_readv": 310, "setns": 308,
        "unshare": 272, "clone": 56, "add_key": 248, "request_key": 249, "keyctl": 250, "perf_event_open": 298,
        "bpf": 321, "userfaultfd": 323, "fanotify_init": 300, "open_by_handle_at": 304, "syslog": 103,
        "sethostname": 170, "shmget": 29, "shmat": 30, "renameat2": 316, "personality": 135, "swapoff": 168,
        "init_module": 175, "reboot": 169, "setpriority": 141, "mknodat": 259, "ioprio_set": 251,
        "sched_setaffinity": 203, "capset": 126, "name_to_handle_at": 303, "prlimit64": 302, "setxattr": 188,
        "kcmp": 312, "quotactl": 179, "acct": 163, "clock_settime": 227, "rt_sigqueueinfo": 129, "tgkill": 234,
        "get_robust_list": 274, "memfd_create": 319, "ioprio_get": 252, "socket": 41,
    },
    "aarch64": {
        "ptrace": 117, "mount": 40, "umount2": 39, "pivot_root": 41, "process_vm_readv": 270, "setns": 268,
        "unshare": 97, "clone": 220, "add_key": 217, "request_key": 218, "keyctl": 219, "perf_event_open": 241,
        "bpf": 280, "userfaultfd": 282, "fanotify_init": 262, "open_by_handle_at": 265, "syslog": 116,
        "sethostname": 161, "shmget": 194, "shmat": 196, "renameat2": 276, "personality": 92, "swapoff": 225,
        "init_module": 105, "reboot": 142, "setpriority": 140, "mknodat": 33, "ioprio_set": 30,
        "sched_setaffinity": 122, "capset": 91, "name_to_handle_at": 264, "prlimit64": 261, "setxattr": 5,
        "kcmp": 272, "quotactl": 60, "acct": 89, "clock_settime": 112, "rt_sigqueueinfo": 138, "tgkill": 131,
        "get_robust_list": 100, "memfd_create": 279, "ioprio_get": 31, "socket": 198,
    },
}.get(platform.machine(), {}) | {
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "io_uring_setup": 425, "pidfd_send_signal": 424,
    "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442,
    "fchmodat2": 452, "open_tree_attr": 467, "setxattrat": 463,
}  # fmt: skip
"""System calls by name; those above 400 are the same everywhere."""

AT_FDCWD = -100
CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET = 0x10000000, 0x20000, 0x40000000
MS_RDONLY, MS_REMOUNT, MS_BIND = 1, 32, 4096
TIOCSTI = 0x5412


@dataclass(frozen=True)
class Given:
    """What there is to attack.

    Attributes:
        work: what may be written below; `.git` in it holds `config`, the other protected names do not exist. It is a
            root within the root `around`.
        outside: what may not: `secret`, `folder`, a `socket` that listens and a `mailbox` that takes datagrams.
        victim: a process of the same user, with `SECRET` in its environment and memory.
        descriptor: in this process's parent's parent, and in the victim, a descriptor open for writing to `secret`.
    """

    work: str
    outside: str
    around: str
    victim: int
    descriptor: int
    port: int
    port6: int
    abstract: str
    memory_key: int
    memory: int


@dataclass(frozen=True)
class Attempt:
    """One way out.

    Attributes:
        run: what is tried.
        needs: `root` where only root gets through without a sandbox; `nobody` where nobody is to try that, since the
            machine would not be the same afterwards, or where not every machine has that way.
    """

    run: Callable[[Given], Any]
    needs: str


ATTEMPTS: dict[str, Attempt] = {}


def attempt(needs: str = "") -> Callable[[Callable[[Given], Any]], Callable[[Given], Any]]:
    def add(run: Callable[[Given], Any]) -> Callable[[Given], Any]:
        ATTEMPTS[run.__name__] = Attempt(run, needs)
        return run

    return add


libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: Any) -> int:
    """A system call."""
    converted = [
        ctypes.c_long(value) if isinstance(value, int) else value for value in (NUMBERS[name], *arguments)
    ]
    libc.syscall.restype = ctypes.c_long
    result = libc.syscall(*converted)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return int(result)


def write(path: str | Path, text: str = "x") -> None:
    with open(path, "w") as file:
        file.write(text)


# ---- files outside


@attempt()
def make_a_file(given: Given) -> None:
    write(f"{given.outside}/new")


@attempt()
def overwrite_a_file(given: Given) -> None:
    write(f"{given.outside}/secret")


@attempt()
def append_to_a_file(given: Given) -> None:
    with open(f"{given.outside}/secret", "a") as file:
        file.write("x")


@attempt()
def truncate_a_file(given: Given) -> None:
    os.truncate(f"{given.outside}/secret", 0)


@attempt()
def remove_a_file(given: Given) -> None:
    os.unlink(f"{given.outside}/secret")


@attempt()
def rename_a_file(given: Given) -> None:
    os.rename(f"{given.outside}/secret", f"{given.outside}/other")


@attempt()
def take_a_file_in(given: Given) -> None:
    os.rename(f"{given.outside}/secret", f"{given.work}/secret")


@attempt()
def put_a_file_out(given: Given) -> None:
    os.rename(f"{given.work}/file", f"{given.outside}/file")


@attempt()
def exchange_files(given: Given) -> None:
    call(
        "renameat2",
        AT_FDCWD,
        f"{given.work}/file".encode(),
        AT_FDCWD,
        f"{given.outside}/secret".encode(),
        2,
    )


@attempt()
def make_a_directory(given: Given) -> None:
    os.mkdir(f"{given.outside}/new")


@attempt()
def remove_a_directory(given: Given) -> None:
    os.rmdir(f"{given.outside}/folder")


@attempt()
def make_a_link(given: Given) -> None:
    os.symlink("secret", f"{given.outside}/link")


@attempt()
def make_a_pipe(given: Given) -> None:
    os.mkfifo(f"{given.outside}/pipe")


@attempt()
def make_a_socket(given: Given) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{given.outside}/new_socket")


@attempt()
def hard_link_in_and_write(given: Given) -> None:
    os.link(f"{given.outside}/secret", f"{given.work}/hard")
    write(f"{given.work}/hard")


@attempt()
def hard_link_out(given: Given) -> None:
    os.link(f"{given.work}/file", f"{given.outside}/hard")


@attempt()
def hard_link_by_descriptor(given: Given) -> None:
    descriptor = os.open(f"{given.outside}/secret", os.O_RDONLY)
    source, target = f"/proc/self/fd/{descriptor}".encode(), f"{given.work}/hard".encode()
    if libc.linkat(AT_FDCWD, source, AT_FDCWD, target, 0x400):
        raise OSError(ctypes.get_errno(), "linkat")
    write(f"{given.work}/hard")


@attempt()
def write_through_a_link_that_is_there(given: Given) -> None:
    write(f"{given.work}/link/new")


@attempt()
def write_through_a_link_of_mine(given: Given) -> None:
    os.symlink(given.outside, f"{given.work}/mine")
    write(f"{given.work}/mine/secret")


@attempt()
def write_through_dots(given: Given) -> None:
    outside = os.path.relpath(given.outside, given.work)
    write(f"{given.work}/{outside}/new")


@attempt()
def write_beneath_a_directory_that_is_open(given: Given) -> None:
    directory = os.open(given.outside, os.O_PATH)
    os.close(os.open("new", os.O_CREAT | os.O_WRONLY, dir_fd=directory))


@attempt()
def reopen_for_writing(given: Given) -> None:
    descriptor = os.open(f"{given.outside}/secret", os.O_RDONLY)
    write(f"/proc/self/fd/{descriptor}")


@attempt()
def make_a_file_without_a_name(given: Given) -> None:
    os.close(os.open(given.outside, os.O_TMPFILE | os.O_WRONLY))


@attempt()
def map_a_file_for_writing(given: Given) -> None:
    descriptor = os.open(f"{given.outside}/secret", os.O_RDWR)
    with mmap.mmap(descriptor, 1) as memory:
        memory[0] = 1


@attempt()
def leave_by_the_directory_above(given: Given) -> None:
    os.chdir(given.work)
    while os.getcwd() != "/":
        os.chdir("..")
    write(f".{given.outside}/new")


@attempt()
def write_by_the_root_of_the_process(given: Given) -> None:
    write(f"/proc/self/root{given.outside}/new")


@attempt()
def write_by_the_directory_of_the_process(given: Given) -> None:
    os.chdir(given.outside)
    write("/proc/self/cwd/new")


@attempt()
def change_a_mode(given: Given) -> None:
    os.chmod(f"{given.outside}/secret", 0o777)


@attempt()
def change_a_mode_by_descriptor(given: Given) -> None:
    os.fchmod(os.open(f"{given.outside}/secret", os.O_RDONLY), 0o777)


@attempt()
def change_a_mode_the_newest_way(given: Given) -> None:
    call("fchmodat2", AT_FDCWD, f"{given.outside}/secret".encode(), 0o777, 0)


@attempt()
def change_an_owner(given: Given) -> None:
    os.chown(f"{given.outside}/secret", os.getuid(), os.getgid())


@attempt()
def change_a_time(given: Given) -> None:
    os.utime(f"{given.outside}/secret", (1, 1))


@attempt()
def set_an_attribute(given: Given) -> None:
    os.setxattr(f"{given.outside}/secret", "user.mark", b"x")


@attempt("root")
def make_a_block_device(given: Given) -> None:
    os.mknod(f"{given.work}/disk", stat.S_IFBLK | 0o600, os.makedev(8, 0))


@attempt("root")
def make_a_character_device(given: Given) -> None:
    os.mknod(f"{given.work}/memory", stat.S_IFCHR | 0o600, os.makedev(1, 1))


@attempt()
def swap_links_while_writing(given: Given) -> None:
    """What lies between the check of a path and its use: here, nothing may."""
    place, kept = f"{given.work}/swapped", f"{given.work}/kept"
    os.mkdir(kept)
    os.symlink(kept, place)
    stop = threading.Event()

    def swap() -> None:
        targets = (given.outside, kept)
        for turn in range(10**6):
            if stop.is_set():
                return
            os.symlink(targets[turn % 2], f"{place}.next")
            os.replace(f"{place}.next", place)

    thread = threading.Thread(target=swap)
    thread.start()
    denied: OSError | None = None
    try:
        for number in range(3000):
            try:
                write(f"{place}/raced{number}")
            except OSError as error:
                denied = error
            if os.path.exists(f"{given.outside}/raced{number}"):
                return
    finally:
        stop.set()
        thread.join()
    raise denied or OSError("no write went there")


# ---- protected names


@attempt()
def change_the_configuration_of_git(given: Given) -> None:
    with open(f"{given.work}/.git/config", "a") as file:
        file.write("x")


@attempt()
def make_a_hook_of_git(given: Given) -> None:
    write(f"{given.work}/.git/hooks/pre-commit")


@attempt()
def remove_from_git(given: Given) -> None:
    os.unlink(f"{given.work}/.git/config")


@attempt()
def rename_git_away(given: Given) -> None:
    os.rename(f"{given.work}/.git", f"{given.work}/was")


@attempt()
def rename_git_within(given: Given) -> None:
    os.rename(f"{given.work}/.git/config", f"{given.work}/.git/other")


@attempt()
def rename_out_of_git(given: Given) -> None:
    os.rename(f"{given.work}/.git/config", f"{given.work}/config")


@attempt()
def rename_into_git(given: Given) -> None:
    os.rename(f"{given.work}/file", f"{given.work}/.git/hooks/post-commit")


@attempt()
def exchange_git(given: Given) -> None:
    os.mkdir(f"{given.work}/fake")
    call("renameat2", AT_FDCWD, f"{given.work}/fake".encode(), AT_FDCWD, f"{given.work}/.git".encode(), 2)


@attempt()
def hard_link_out_of_git(given: Given) -> None:
    os.link(f"{given.work}/.git/config", f"{given.work}/config")
    write(f"{given.work}/config")


@attempt()
def hard_link_into_git(given: Given) -> None:
    os.link(f"{given.work}/file", f"{given.work}/.git/hooks/post-merge")


@attempt()
def link_to_git(given: Given) -> None:
    os.symlink(f"{given.work}/.git", f"{given.work}/alias")
    write(f"{given.work}/alias/config")


@attempt()
def change_the_mode_of_git(given: Given) -> None:
    os.chmod(f"{given.work}/.git/config", 0o777)


@attempt()
def change_git_from_its_directory(given: Given) -> None:
    os.chdir(f"{given.work}/.git")
    write("config")


@attempt()
def make_codex(given: Given) -> None:
    os.makedirs(f"{given.work}/.codex/rules")
    write(f"{given.work}/.codex/config.toml")


@attempt()
def write_into_codex(given: Given) -> None:
    os.makedirs(f"{given.work}/.codex", exist_ok=True)
    write(f"{given.work}/.codex/config.toml")


@attempt()
def make_agents_a_link(given: Given) -> None:
    os.symlink("file", f"{given.work}/.agents")


@attempt()
def make_aws_a_file(given: Given) -> None:
    write(f"{given.work}/.aws")


@attempt()
def rename_to_aws(given: Given) -> None:
    os.mkdir(f"{given.work}/fake")
    os.rename(f"{given.work}/fake", f"{given.work}/.aws")


@attempt()
def remove_codex_and_make_it(given: Given) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.rmdir(f"{given.work}/.codex")
    os.mkdir(f"{given.work}/.codex")


@attempt()
def rename_the_root(given: Given) -> None:
    """`around` may be written as well: what is inside must not be put in another's place."""
    os.rename(given.work, f"{given.work}.was")
    os.makedirs(f"{given.work}/.git/hooks")


@attempt()
def rename_between_the_roots(given: Given) -> None:
    above = os.path.dirname(given.work)
    assert above != given.around
    os.rename(above, f"{above}.was")
    os.makedirs(f"{given.work}/.git/hooks")


@attempt("nobody")
def unmount_git(given: Given) -> None:
    """Where nothing is mounted there, any mount would do."""
    target = f"{given.work}/.git".encode()
    with contextlib.suppress(OSError):
        call("umount2", target, 2)
    call("mount", b"tmpfs", target, b"tmpfs", 0, 0)


@attempt("nobody")
def remount_git(given: Given) -> None:
    target = f"{given.work}/.git".encode()
    with contextlib.suppress(OSError):
        call("mount", target, target, 0, MS_BIND, 0)
    call("mount", 0, target, 0, MS_REMOUNT | MS_BIND, 0)


# ---- by way of /proc, /sys and /dev


@attempt()
def read_the_environment_of_another(given: Given) -> None:
    content = Path(f"/proc/{given.victim}/environ").read_bytes()
    assert b"SECRET" in content


@attempt()
def read_the_memory_of_another(given: Given) -> None:
    os.close(os.open(f"/proc/{given.victim}/mem", os.O_RDONLY))


@attempt()
def write_the_memory_of_another(given: Given) -> None:
    os.close(os.open(f"/proc/{given.victim}/mem", os.O_RDWR))


@attempt()
def write_by_the_root_of_another(given: Given) -> None:
    write(f"/proc/{given.victim}/root{given.outside}/new")


@attempt()
def write_by_the_directory_of_another(given: Given) -> None:
    write(f"/proc/{given.victim}/cwd/new")


@attempt()
def write_by_a_descriptor_of_another(given: Given) -> None:
    write(f"/proc/{given.victim}/fd/{given.descriptor}")


@attempt()
def see_the_mounts_of_another(given: Given) -> None:
    os.close(os.open(f"/proc/{given.victim}/ns/mnt", os.O_RDONLY))


@attempt()
def spare_another_from_the_killer(given: Given) -> None:
    write(f"/proc/{given.victim}/oom_score_adj", "500")


@attempt("root")
def open_the_pattern_of_cores(_given: Given) -> None:
    os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))


@attempt("nobody")
def open_the_trigger_of_the_kernel(_given: Given) -> None:
    os.close(os.open("/proc/sysrq-trigger", os.O_WRONLY))


@attempt("nobody")
def map_users_anew(_given: Given) -> None:
    write("/proc/self/uid_map", "0 0 4294967295")


@attempt("root")
def write_to_the_kernel_by_sys(_given: Given) -> None:
    for path in ("/sys/kernel/mm/ksm/run", "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/power/state"):
        if os.path.exists(path):
            os.close(os.open(path, os.O_WRONLY))
            return
    raise OSError("no such file on this machine")


@attempt("root")
def write_to_the_groups_of_the_kernel(_given: Given) -> None:
    for directory, _, files in os.walk("/sys/fs/cgroup"):
        if "cgroup.procs" in files:
            os.close(os.open(f"{directory}/cgroup.procs", os.O_WRONLY))
            return
    raise OSError("no such file on this machine")


@attempt("root")
def open_a_disk(_given: Given) -> None:
    for name in sorted(os.listdir("/dev")):
        if stat.S_ISBLK(os.stat(f"/dev/{name}", follow_symlinks=False).st_mode):
            os.close(os.open(f"/dev/{name}", os.O_RDONLY))
            return
    raise OSError("no disk is to be seen")


@attempt("root")
def open_the_log_of_the_kernel(_given: Given) -> None:
    os.close(os.open("/dev/kmsg", os.O_WRONLY))


@attempt("nobody")
def open_memory(_given: Given) -> None:
    os.close(os.open("/dev/port" if os.path.exists("/dev/port") else "/dev/mem", os.O_RDONLY))


@attempt("nobody")
def type_into_a_terminal(_given: Given) -> None:
    master, slave = os.openpty()
    import fcntl

    os.setsid()
    fcntl.ioctl(slave, 0x540E, 0)
    fcntl.ioctl(slave, TIOCSTI, b"x")
    os.close(master)


@attempt()
def find_memory_by_its_name(given: Given) -> None:
    named = Path(f"/dev/shm/{given.abstract}")
    assert named.read_bytes() == b"secret"
    named.write_bytes(b"other")


# ---- other processes


@attempt()
def signal_another(given: Given) -> None:
    os.kill(given.victim, signal.SIGCONT)


@attempt()
def ask_whether_another_may_be_signalled(given: Given) -> None:
    os.kill(given.victim, 0)


@attempt()
def signal_another_by_descriptor(given: Given) -> None:
    descriptor = call("pidfd_open", given.victim, 0)
    call("pidfd_send_signal", descriptor, signal.SIGCONT, 0, 0)


@attempt()
def signal_the_group_of_another(given: Given) -> None:
    os.killpg(given.victim, signal.SIGCONT)


@attempt()
def trace_another(given: Given) -> None:
    call("ptrace", 0x4206, given.victim, 0, 0)  # seize, which ends with this process


@attempt()
def read_another(given: Given) -> None:
    buffer = ctypes.create_string_buffer(8)
    ours = struct.pack("PN", ctypes.addressof(buffer), 8)
    theirs = struct.pack("PN", given.memory, 8)
    call("process_vm_readv", given.victim, ours, 1, theirs, 1, 0)


@attempt()
def take_a_descriptor_of_another(given: Given) -> None:
    descriptor = call("pidfd_open", given.victim, 0)
    call("pidfd_getfd", descriptor, given.descriptor, 0)


@attempt()
def compare_with_another(given: Given) -> None:
    call("kcmp", os.getpid(), given.victim, 0, 0, 0)


@attempt()
def limit_another(given: Given) -> None:
    resource.prlimit(given.victim, resource.RLIMIT_CORE, (0, 0))


@attempt()
def slow_another_down(given: Given) -> None:
    os.setpriority(os.PRIO_PROCESS, given.victim, 19)


@attempt()
def bind_another_to_a_processor(given: Given) -> None:
    os.sched_setaffinity(given.victim, {0})


@attempt()
def slow_the_disk_of_another_down(given: Given) -> None:
    call("ioprio_set", 1, given.victim, 3 << 13)


@attempt("root")
def join_the_mounts_of_another(given: Given) -> None:
    call("setns", os.open(f"/proc/{given.victim}/ns/mnt", os.O_RDONLY), 0)


@attempt("root")
def join_another_by_its_descriptor(given: Given) -> None:
    call("setns", call("pidfd_open", given.victim, 0), CLONE_NEWNET)


@attempt("nobody")
def use_a_descriptor_of_the_host(given: Given) -> None:
    os.write(given.descriptor, b"x")


@attempt("nobody")
def find_any_descriptor(_given: Given) -> None:
    listing = os.open("/proc/self/fd", os.O_RDONLY)
    found = {int(name) for name in os.listdir(listing)} - {0, 1, 2, listing}
    open_ones = set[int]()
    for number in found:
        with contextlib.suppress(OSError):
            os.fstat(number)
            open_ones.add(number)
    # One of them may be that of the listing while it was read.
    if not {number for number in open_ones if number != listing}:
        raise OSError("there are none")


@attempt()
def signal_a_thread_of_another(given: Given) -> None:
    call("tgkill", given.victim, given.victim, signal.SIGCONT)


@attempt()
def queue_a_signal_for_another(given: Given) -> None:
    information = ctypes.create_string_buffer(struct.pack("iii", signal.SIGCONT, 0, -1), 128)
    call("rt_sigqueueinfo", given.victim, signal.SIGCONT, information)


@attempt()
def find_the_locks_of_another(given: Given) -> None:
    head, length = ctypes.c_void_p(), ctypes.c_size_t()
    call("get_robust_list", given.victim, ctypes.byref(head), ctypes.byref(length))


@attempt()
def see_where_the_memory_of_another_lies(given: Given) -> None:
    assert Path(f"/proc/{given.victim}/maps").read_text()


@attempt()
def see_the_program_of_another(given: Given) -> None:
    os.readlink(f"/proc/{given.victim}/exe")


@attempt("nobody")
def slow_the_disks_of_a_user_down(given: Given) -> None:
    call("ioprio_get", 1, given.victim, 0)  # where it is not to be seen, it is not reached either
    call("ioprio_set", 3, 0, 3 << 13)


@attempt("nobody")
def use_the_second_numbering_of_calls(_given: Given) -> None:
    """`int 0x80` takes the numbers of a machine of 32 bits, which go round every rule about others."""
    if platform.machine() != "x86_64":
        raise OSError("there is one numbering")
    child = os.fork()
    if child == 0:
        memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        memory.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # getpid
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status:
        raise OSError(f"it ended with {status}")


# ---- namespaces, mounts, roots


@attempt()
def unshare_users(_given: Given) -> None:
    call("unshare", CLONE_NEWUSER)


@attempt("root")
def unshare_mounts(_given: Given) -> None:
    call("unshare", CLONE_NEWNS)


@attempt()
def clone_with_users(_given: Given) -> None:
    child = call("clone", CLONE_NEWUSER | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


@attempt()
def clone_with_users_the_newest_way(_given: Given) -> None:
    arguments = struct.pack("QQQQQQQQ", CLONE_NEWUSER, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
    child = call("clone3", arguments, len(arguments))
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


@attempt("root")
def mount_something(given: Given) -> None:
    os.mkdir(f"{given.work}/here")
    call("mount", b"tmpfs", f"{given.work}/here".encode(), b"tmpfs", 0, 0)
    call("umount2", f"{given.work}/here".encode(), 2)


@attempt("root")
def mount_outside_inside(given: Given) -> None:
    os.mkdir(f"{given.work}/here")
    call("mount", given.outside.encode(), f"{given.work}/here".encode(), 0, MS_BIND, 0)
    call("umount2", f"{given.work}/here".encode(), 2)


@attempt("nobody")
def make_all_mounts_writable(_given: Given) -> None:
    call("mount", 0, b"/", 0, MS_REMOUNT | MS_BIND, 0)


@attempt("nobody")
def make_all_mounts_writable_the_newest_way(_given: Given) -> None:
    call("mount_setattr", AT_FDCWD, b"/", 0x8000, struct.pack("QQQQ", 0, 1, 0, 0), 32)


@attempt("root")
def open_a_tree_of_mounts(_given: Given) -> None:
    os.close(call("open_tree", AT_FDCWD, b"/", 1))


@attempt("nobody")
def make_a_tree_of_mounts_writable(_given: Given) -> None:
    call("open_tree_attr", AT_FDCWD, b"/", 1, struct.pack("QQQQ", 0, 1, 0, 0), 32)


@attempt("root")
def open_a_file_system(_given: Given) -> None:
    os.close(call("fsopen", b"tmpfs", 0))


@attempt("root")
def change_the_root(given: Given) -> None:
    os.chroot(given.work)


@attempt("nobody")
def turn_the_root_round(given: Given) -> None:
    call("pivot_root", given.work.encode(), given.work.encode())


@attempt("root")
def open_a_file_by_its_handle(given: Given) -> None:
    handle = ctypes.create_string_buffer(136)
    struct.pack_into("Ii", handle, 0, 128, 0)
    mount_id = ctypes.c_int()
    path = f"{given.outside}/secret".encode()
    call("name_to_handle_at", AT_FDCWD, path, handle, ctypes.byref(mount_id), 0)
    call("open_by_handle_at", os.open(given.outside, os.O_RDONLY), handle, os.O_RDWR)


# ---- the network


@attempt()
def connect_to_a_port(given: Given) -> None:
    socket.create_connection(("127.0.0.1", given.port), 5).close()


@attempt()
def connect_to_a_port_of_the_next_protocol(given: Given) -> None:
    with socket.socket(socket.AF_INET6) as client:
        client.connect(("::1", given.port6))


@attempt()
def send_a_datagram(given: Given) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", ("127.0.0.1", given.port))


@attempt()
def listen_on_a_port(_given: Given) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()


@attempt("root")
def open_a_raw_socket(_given: Given) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()


@attempt("root")
def open_a_socket_of_packets(_given: Given) -> None:
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close()


@attempt()
def ask_the_kernel_by_netlink(_given: Given) -> None:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()


@attempt("nobody")
def open_a_socket_to_the_hypervisor(_given: Given) -> None:
    socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).close()


@attempt("nobody")
def open_a_socket_of_algorithms(_given: Given) -> None:
    socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET).close()


@attempt()
def connect_to_an_abstract_socket(given: Given) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(f"\0{given.abstract}")


@attempt()
def send_to_an_abstract_socket(given: Given) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", f"\0{given.abstract}.mailbox")


@attempt()
def send_to_an_abstract_socket_from_a_pair(given: Given) -> None:
    ours, _theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.sendto(b"x", f"\0{given.abstract}.mailbox")


@attempt()
def connect_to_a_socket_file(given: Given) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(f"{given.outside}/socket")


@attempt()
def send_to_a_socket_file(given: Given) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", f"{given.outside}/mailbox")


@attempt()
def send_to_a_socket_file_from_a_pair(given: Given) -> None:
    ours, _theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.sendmsg([b"x"], [], 0, f"{given.outside}/mailbox")


@attempt()
def open_a_socket_with_more_bits(given: Given) -> None:
    """The kernel looks at the lower half of a number only."""
    descriptor = call("socket", 1 << 32 | socket.AF_UNIX, 1 << 32 | socket.SOCK_DGRAM, 0)
    with socket.socket(fileno=descriptor) as client:
        client.sendto(b"x", f"{given.outside}/mailbox")


@attempt()
def send_to_a_socket_file_by_a_raw_one(given: Given) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_RAW) as client:
        client.sendto(b"x", f"{given.outside}/mailbox")


@attempt()
def send_with_the_first_packet(given: Given) -> None:
    with socket.socket() as client:
        client.sendto(b"x", socket.MSG_FASTOPEN, ("127.0.0.1", given.port))


@attempt("nobody")
def open_sockets_of_other_families(_given: Given) -> None:
    for family in range(3, 64):
        if family != socket.AF_UNIX:
            with contextlib.suppress(OSError):
                socket.socket(family, socket.SOCK_RAW).close()
                return
    raise OSError("there are none")


# ---- the kernel


@attempt()
def add_a_key(_given: Given) -> None:
    call("add_key", b"user", b"appserver-test", b"x", 1, -3)


@attempt("nobody")
def ask_for_a_key(_given: Given) -> None:
    call("request_key", b"user", b"appserver-test", 0, -3)


@attempt()
def join_a_ring_of_keys(_given: Given) -> None:
    call("keyctl", 1, 0)


@attempt("root")
def set_up_a_ring_of_calls(_given: Given) -> None:
    os.close(call("io_uring_setup", 8, ctypes.create_string_buffer(120)))


@attempt("root")
def load_a_program_into_the_kernel(_given: Given) -> None:
    os.close(call("bpf", 0, struct.pack("IIIII", 2, 4, 8, 1, 0) + bytes(100), 72))


@attempt("nobody")
def count_events(_given: Given) -> None:
    attributes = struct.pack("IIQ", 1, 112, 0) + bytes(96)
    call("perf_event_open", attributes, 0, -1, -1, 0)


@attempt("root")
def handle_faults_of_memory(_given: Given) -> None:
    os.close(call("userfaultfd", 0))


@attempt("root")
def watch_all_files(_given: Given) -> None:
    os.close(call("fanotify_init", 0, 0))


@attempt("root")
def read_the_log_of_the_kernel(_given: Given) -> None:
    call("syslog", 3, ctypes.create_string_buffer(16), 16)


@attempt("root")
def name_the_machine(_given: Given) -> None:
    name = os.uname().nodename.encode()
    call("sethostname", name, len(name))


@attempt("nobody")
def load_a_module(_given: Given) -> None:
    call("init_module", 0, 0, b"")


@attempt("nobody")
def restart_the_machine(_given: Given) -> None:
    call("reboot", 0, 0, 0, 0)


@attempt("nobody")
def turn_swapping_off(_given: Given) -> None:
    call("swapoff", b"/nowhere")


@attempt("nobody")
def set_the_clock(_given: Given) -> None:
    call("clock_settime", 0, struct.pack("qq", -1, -1))


@attempt()
def attach_the_memory_of_another(given: Given) -> None:
    call("shmget", given.memory_key, 1, 0)


@attempt()
def set_an_attribute_the_newest_way(given: Given) -> None:
    value = ctypes.create_string_buffer(b"x")
    arguments = struct.pack("QII", ctypes.addressof(value), 1, 0)
    call("setxattrat", AT_FDCWD, f"{given.outside}/secret".encode(), 0, b"user.mark", arguments, 16)


@attempt()
def open_other_devices(_given: Given) -> None:
    harmless = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "stdin", "stdout", "stderr"}
    for name in sorted(os.listdir("/dev")):
        if name not in harmless and stat.S_ISCHR(os.stat(f"/dev/{name}", follow_symlinks=False).st_mode):
            with contextlib.suppress(OSError):
                os.close(os.open(f"/dev/{name}", os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
                return
    raise OSError("none can be opened")


# ---- rights


@attempt("nobody")
def have_any_capability(_given: Given) -> None:
    lines = Path("/proc/self/status").read_text().splitlines()
    fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    sets = [int(fields[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")]
    if not any(sets) and fields["NoNewPrivs"] == "1" and fields["Seccomp"] == "2":
        raise OSError("there are none, and none can be had")


@attempt("nobody")
def take_capabilities_back(_given: Given) -> None:
    header, sets = struct.pack("Ii", 0x20080522, 0), struct.pack("IIIIII", 1 << 21, 1 << 21, 0, 0, 0, 0)
    call("capset", header, sets)


@attempt("nobody")
def become_root_by_a_program(_given: Given) -> None:
    """Programs with the right to become another keep to what their caller may."""
    for path in ("/usr/bin/su", "/bin/su", "/usr/bin/passwd", "/usr/bin/mount"):
        if os.path.exists(path) and os.stat(path).st_mode & stat.S_ISUID:
            break
    status = Path("/proc/self/status").read_text()
    if "NoNewPrivs:\t1" in status:
        raise OSError("no program gives rights")


@attempt()
def leave_a_process_behind_that_writes(given: Given) -> None:
    """Whoever leaves the session and the group stays in the sandbox."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            try:
                write(f"{given.outside}/new")
            except OSError as error:
                os.write(writing, str(error).encode())
            os._exit(0)
        os._exit(0)
    os.close(writing)
    with open(reading) as pipe:
        if said := pipe.read():
            raise OSError(said)


@attempt()
def execute_a_program_that_writes(given: Given) -> None:
    import subprocess

    command = ["/bin/sh", "-c", f"echo x > {given.outside}/new"]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        raise OSError("it could not either")


@attempt()
def execute_a_program_without_a_name(given: Given) -> None:
    descriptor = call("memfd_create", b"program", 0)
    os.write(descriptor, Path("/bin/sh").read_bytes())
    child = os.fork()
    if child == 0:
        os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
        os.execve(descriptor, ["sh", "-c", f"echo x > {given.outside}/new"], {})
    if os.waitpid(child, 0)[1]:
        raise OSError("it could not either")


@attempt()
def execute_by_the_loader(given: Given) -> None:
    import subprocess

    for loader in ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"):
        if os.path.exists(loader):
            command = [loader, "/bin/sh", "-c", f"echo x > {given.outside}/new"]
            if subprocess.run(command, check=False, capture_output=True).returncode:
                raise OSError("it could not either")
            return


def main() -> None:
    name, text = sys.argv[1:]
    given = Given(**json.loads(text))
    try:
        ATTEMPTS[name].run(given)
    except OSError as error:
        print("denied", error)
    except BaseException as error:
        print("broken", repr(error))
    else:
        print("ESCAPED")


if __name__ == "__main__":
    main()
