"""What commands in a sandbox can do, what they leave behind, and what is said where they cannot be kept."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.execution.mechanisms import MECHANISMS, ROOT, copy_of_bubblewrap, environment, host, outcomes

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is a sandbox on Linux only")

PROTECTED = (".agents", ".aws", ".codex", ".git")


@pytest.fixture(params=MECHANISMS)
def mechanism(request: pytest.FixtureRequest) -> str:
    """Each mechanism."""
    return str(request.param)


def until(condition: Callable[[], Any]) -> None:
    """Wait for what another process does."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def terms(*writable: Path, **more: Any) -> dict[str, Any]:
    """The terms of a command."""
    return {"writable": [str(path) for path in writable], **more}


def python(code: str) -> list[str]:
    """A command that runs Python."""
    return [sys.executable, "-I", "-S", "-c", code]


@pytest.mark.promise("sandbox-terminal")
def test_a_terminal_in_a_sandbox(mechanism: str) -> None:
    """It controls the session; its keys reach what runs in it, and not what keeps it; nothing can type there."""
    asks = (
        "import sys; print('name', input()); print(open('/dev/tty').isatty(), all(map(os.isatty, range(3))))"
    )
    catches = (
        "import signal, time; signal.signal(signal.SIGINT, lambda *_: (os.write(1, b'caught\\n'), os._exit(4)));"
        " print('ready', flush=True); signal.pause()"
    )
    stays = (
        "import signal; [signal.signal(one, signal.SIG_IGN) for one in (signal.SIGHUP, signal.SIGTERM)];"
        " signal.signal(signal.SIGINT, signal.SIG_DFL); print('ready', flush=True); signal.pause()"
    )
    types = (
        "import fcntl\nfor fd in 0, os.open('/dev/tty', os.O_RDWR):\n"
        "  try: fcntl.ioctl(fd, 0x5412, b'x'); print('typed')\n"
        "  except OSError as error: print(error.errno)"
    )
    begin = "import os, sys; print('begin', flush=True); "
    cases: list[tuple[str | list[str], dict[str, str], int, str]] = [
        (python(begin + asks), {"begin": "bob\n"}, 0, "name bob\r\nTrue True\r\n"),
        (python(begin + catches), {"ready": "\x03"}, 4, "caught\r\n"),
        (python("import os\n" + types), {}, 0, f"{errno.EPERM}\r\n" * 2),
        ("echo a > file; stty size; exit 3", {}, 3, "Read-only file system\r\n24 80\r\n"),
        (python(stays), {"ready": "\x03"}, 128 + signal.SIGINT, "^C"),
    ]
    given = {"cwd": "/", "environment": {"PATH": os.environ["PATH"]}}
    found = outcomes(
        mechanism,
        *({**given, "command": command, "terms": terms(), "typed": typed} for command, typed, _, _ in cases),
    )
    for (command, _, code, output), one in zip(cases, found, strict=True):
        assert one.get("exit") == code, (command, one)
        assert output in one["output"], (command, one)
        assert not one["left"], (command, one)


@pytest.mark.promise("sandbox-terminal")
def test_the_terminals_of_others_are_out_of_reach(mechanism: str) -> None:
    """Nobody types into a terminal of the user's, or reads there; with a `/dev` of its own a command makes some."""
    ours, theirs = os.openpty()
    try:
        opens = "import os\nfor way in os.O_RDONLY, os.O_WRONLY, os.O_RDWR:\n  os.open(%r, way | os.O_NOCTTY)"
        owns = "import os; a, b = os.openpty(); os.write(a, b'x\\n'); print(os.read(b, 9))"
        found = outcomes(
            mechanism,
            *(
                {"cwd": "/", "command": python(code), "terms": terms()}
                for code in (opens % os.ttyname(theirs), owns)
            ),
        )
        assert found[0]["exit"] == 1, found[0]
        assert (found[1]["exit"] == 0) == (mechanism == "bubblewrap"), found[1]
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.promise("sandbox-read-only", "sandbox-workspace-write")
def test_what_can_be_done(mechanism: str, tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret").write_text("secret")
    root = tmp_path / "root"
    memory = "import multiprocessing; multiprocessing.Lock(); print('locked')"
    pair = "import socket; a, b = socket.socketpair(); a.send(b'x'); socket.socket(socket.AF_UNIX); print(b.recv(1))"
    cases: list[tuple[str | list[str], dict[str, Any], int, str]] = [
        (f"cat {tmp_path}/secret", terms(), 0, "secret"),
        ("echo a > file", terms(), 2, "Read-only file system"),
        ("echo a > file && mkdir -p b/c && mv file b/c && cat b/c/file && rm -r b", terms(root), 0, "a\n"),
        ("mkdir -p sub/.git && echo a > sub/.git/config && rm -r sub", terms(root), 0, ""),
        ("echo a > ../file", terms(root), 2, "Read-only file system"),
        ("echo a > /dev/null; echo b > /dev/full", terms(), 1, "I/O error"),
        ("exit 7", terms(), 7, ""),
        ("kill -9 $$", terms(), 137, ""),
        ("no-such-program", terms(), 127, "not found"),
        ("cat; pwd; echo $COLOUR", terms(), 0, f"typed{root}\ngreen\n"),
        ("(exit 3) & wait $!", terms(), 3, ""),
        ("ls -d / /no-such-root", terms(root, Path("/no-such-root")), 2, "/no-such-root"),
        (python(memory), terms(), 0, "locked"),
        (python(pair), terms(), 0, "b'x'"),
        (python("import os; os.mkfifo('f'); os.link('f', 'g'); os.remove('f'); os.remove('g')"), terms(root), 0, ""),
        (python("import os; os.execvp('true', ['true'])"), terms(), 0, ""),
    ]  # fmt: skip
    given = {
        "cwd": str(root),
        "stdin": "typed",
        "environment": {"COLOUR": "green", "PATH": os.environ["PATH"]},
    }
    found = outcomes(
        mechanism, *({"command": command, "terms": kept, **given} for command, kept, *_ in cases)
    )
    for (command, _, code, text), outcome in zip(cases, found, strict=True):
        assert outcome["exit"] == code, (command, outcome)
        assert text in outcome["output"], (command, outcome)
    assert list(root.iterdir()) == []


@pytest.mark.promise("sandbox-network")
@pytest.mark.parametrize("network", [True, False])
def test_the_network(mechanism: str, network: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        connect = f"import socket; socket.create_connection({address}, 10); print('connected')"
        (outcome,) = outcomes(mechanism, {"command": python(connect), "terms": terms(network=network)})
    assert (outcome["exit"] == 0) is network
    assert (outcome["output"] == "connected\n") is network


@pytest.mark.promise("sandbox-no-litter")
def test_nothing_is_left_behind(mechanism: str, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / ".git").mkdir()
    look = f"ls -A {inner}; echo x > {tmp_path}/.git/config; echo x > {inner}/.codex/config.toml"
    found = outcomes(mechanism, *[{"command": look, "terms": terms(tmp_path, inner)}] * 2)
    for outcome in found:
        assert outcome["output"].count("Read-only file system") == 2
    assert sorted(tmp_path.rglob("*")) == [tmp_path / ".git", inner]


@pytest.mark.promise("sandbox-no-litter")
def test_what_somebody_else_puts_there_stays(mechanism: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = {"command": f"cat {pipe}", "terms": terms(tmp_path)}
    arguments = [sys.executable, "-m", "tests.execution.mechanisms", json.dumps([command])]
    with subprocess.Popen(arguments, env=environment(mechanism), cwd=ROOT, stdout=subprocess.PIPE) as process:
        end = pipe.open("w")  # when the other end is open the command runs
        assert sorted(path.name for path in tmp_path.iterdir()) == [*PROTECTED, "pipe"]
        (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        end.close()
        process.communicate()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "pipe"]


@pytest.mark.promise("sandbox-no-litter")
def test_nothing_is_left_behind_by_a_host_that_is_killed(mechanism: str, tmp_path: Path) -> None:
    root = tmp_path / "a  root with spaces "
    root.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = {"command": f"cat {pipe}", "terms": terms(root)}
    arguments = [sys.executable, "-m", "tests.execution.mechanisms", json.dumps([command])]
    with subprocess.Popen(arguments, env=environment(mechanism), cwd=ROOT) as process, pipe.open("w"):
        assert sorted(path.name for path in root.iterdir()) == [*PROTECTED]
        process.send_signal(signal.SIGKILL)
        until(lambda: not list(root.iterdir()))


@pytest.mark.promise("sandbox-refused")
@pytest.mark.parametrize("name", PROTECTED)
def test_a_protected_name_that_is_a_link_is_refused(mechanism: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).symlink_to(tmp_path)
    (outcome,) = outcomes(
        mechanism, {"command": "echo x > made", "cwd": str(tmp_path), "terms": terms(tmp_path)}
    )
    assert f"{tmp_path / name} is a link" in outcome["error"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.promise("sandbox-refused")
@pytest.mark.parametrize(
    ("path", "link", "target"),
    [
        ("top/missing", "top/missing", "{base}/outside"),
        ("top/missing/inner", "top/missing", "{base}/outside"),
        ("top/missing", "top/missing", "../outside"),
        ("top/missing", "top/missing", "/"),
        ("top/missing", "top/missing", "{base}/way"),
        ("way/missing", "top/missing", "{base}/outside"),
        ("top/sub/../missing", "top/missing", "sub/../../outside"),
    ],
)
def test_a_command_does_not_say_where_the_next_one_writes(
    mechanism: str, path: str, link: str, target: str, tmp_path: Path
) -> None:
    """A root that does not exist is a name in another one, and may be anything by and by."""
    (tmp_path / "outside" / "inner").mkdir(parents=True)
    (tmp_path / "top" / "sub").mkdir(parents=True)
    (tmp_path / "way").symlink_to("top" if path.startswith("way") else "outside")
    given = {"terms": terms(tmp_path / "top", Path(f"{tmp_path}/{path}"))}
    leads = target.format(base=tmp_path)
    places = ("outside", "outside/inner", "top")
    write = "; ".join(f"echo x > {tmp_path / place / 'made'}" for place in places)
    commands = [f"{write}; ln -s {leads} {tmp_path}/{link}", write]
    first, second = outcomes(mechanism, *(given | {"command": command} for command in commands))
    assert first["exit"] == 0, first
    assert (second["errno"], "which commands may change" in second["error"]) == (errno.ELOOP, True), second
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("made")) == ["top/made"]


CHANGES = (
    "echo x > {0}/config.toml",
    "mkdir -p {0}/made",
    "mkdir -p {0} && echo x > {0}/made",
    "rm -rf {0}",
    "mv {0} {0}-away && mkdir {0} && echo x > {0}/config.toml",
    "mv {1} {1}-away && mkdir -p {0} && echo x > {0}/config.toml",
    "ln -s / {0}/link",
    "chmod 777 {0}",
)


@pytest.mark.promise("sandbox-home")
@pytest.mark.parametrize("there", ["home", "parent", "nothing"])
def test_what_is_protected_stays_as_it_is(mechanism: str, there: str, tmp_path: Path) -> None:
    home = tmp_path / "a" / "b" / "home"
    {"home": home, "parent": home.parent, "nothing": tmp_path}[there].mkdir(parents=True, exist_ok=True)
    if there == "home":
        (home / "config.toml").write_text("mine\n")
    before = sorted(tmp_path.rglob("*"))
    given = {"terms": terms(tmp_path, protected=[str(home)])}
    commands = [change.format(home, home.parent) for change in CHANGES]
    found = outcomes(mechanism, *(given | {"command": f"{command}; true"} for command in commands))
    assert [outcome["exit"] for outcome in found] == [0] * len(CHANGES), found
    assert [
        path for path in sorted(tmp_path.rglob("*")) if home.name in path.name or path in before
    ] == before
    if there == "home":
        assert (home / "config.toml").read_text() == "mine\n"
        assert home.stat().st_mode & 0o777 != 0o777
    assert not list(tmp_path.rglob("made")), "nothing was made below it"


@pytest.mark.promise("sandbox-home")
def test_what_may_be_written_below_what_is_protected(mechanism: str, tmp_path: Path) -> None:
    work = tmp_path / "home" / "trees" / "work"
    (work / ".git").mkdir(parents=True)
    places = [tmp_path, tmp_path / "home", work.parent, work, work / ".git"]
    command = "; ".join(f"echo x > {place}/made" for place in places) + "; true"
    for given in (
        terms(tmp_path, work, protected=[str(tmp_path / "home")]),
        terms(work, protected=[str(work)]),
    ):
        (outcome,) = outcomes(mechanism, {"command": command, "terms": given})
        assert outcome["exit"] == 0, outcome
    assert sorted(tmp_path.rglob("made")) == [work / "made", tmp_path / "made"]


@pytest.mark.promise("sandbox-home")
def test_nothing_is_run_that_could_lead_elsewhere_what_is_protected(mechanism: str, tmp_path: Path) -> None:
    (tmp_path / "top").mkdir()
    (tmp_path / "real").mkdir()
    (tmp_path / "top" / "home").symlink_to(tmp_path / "real")
    given = terms(tmp_path / "top", protected=[f"{tmp_path}/top/home"])
    (outcome,) = outcomes(mechanism, {"command": f"echo x > {tmp_path}/top/made", "terms": given})
    assert (outcome["errno"], "name " + str(tmp_path / "real") in outcome["error"]) == (errno.ELOOP, True), (
        outcome
    )
    assert not (tmp_path / "top" / "made").exists()


def test_links_that_commands_cannot_change_are_followed(mechanism: str, tmp_path: Path) -> None:
    for name in ("root/sub", "other/sub"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "way").symlink_to("other")
    (tmp_path / "root" / "inner").symlink_to("sub")
    (tmp_path / "root" / "across").symlink_to(tmp_path / "other" / "sub")
    roots = [
        tmp_path / name for name in ("root", "root/inner", "root/across", "way", "missing", "root/missing")
    ]
    (outcome,) = outcomes(
        mechanism,
        {
            "command": "echo x > way/made; echo x > root/inner/made; echo x > root/across/made; echo x > made",
            "cwd": str(tmp_path),
            "terms": terms(*roots),
        },
    )
    assert outcome["exit"] != 0
    made = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("made"))
    assert made == ["other/made", "other/sub/made", "root/sub/made"]


def test_the_repository_of_a_worktree_is_protected(mechanism: str, tmp_path: Path) -> None:
    repository = tmp_path / "modules" / "deep"
    (repository / "shared").mkdir(parents=True)
    (repository / "own").mkdir()
    (repository / "own" / "commondir").write_text("../shared\n")
    (tmp_path / ".git").write_text("gitdir: modules/deep/own\n")
    commands = [
        f"echo x > {repository}/own/config",
        f"echo x > {repository}/shared/config",
        f"mv {tmp_path}/modules {tmp_path}/moved",
        f"echo x > {tmp_path}/.git",
        f"rm -f {tmp_path}/.git",
        f"mv {tmp_path}/.git {tmp_path}/moved",
    ]
    found = outcomes(mechanism, *({"command": command, "terms": terms(tmp_path)} for command in commands))
    assert all(outcome["exit"] for outcome in found), found
    assert not (repository / "own" / "config").exists()


def test_what_a_repository_shares_is_protected_too(mechanism: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "commondir").write_text("../shared\n")
    (tmp_path / "shared").mkdir()
    (outcome,) = outcomes(mechanism, {"command": f"mkdir {tmp_path}/shared/hooks", "terms": terms(tmp_path)})
    assert outcome["exit"], outcome
    assert not (tmp_path / "shared" / "hooks").exists()


def test_a_repository_that_is_missing_is_not_made(mechanism: str, tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: modules/own\n")
    commands = [f"mkdir -p {tmp_path}/modules/own/hooks", f"mv {tmp_path}/modules {tmp_path}/moved"]
    found = outcomes(mechanism, *({"command": command, "terms": terms(tmp_path)} for command in commands))
    assert all(outcome["exit"] for outcome in found), found
    assert [path.name for path in tmp_path.iterdir()] == [".git"]


@pytest.mark.parametrize("way", ["link", "link/own", "deep/../link/own"])
def test_a_repository_behind_a_link_that_commands_may_change_is_refused(
    mechanism: str, way: str, tmp_path: Path
) -> None:
    """The link could be made to lead to a repository of the command's own."""
    (tmp_path / "repository" / "own").mkdir(parents=True)
    (tmp_path / "deep").mkdir()
    (tmp_path / "link").symlink_to("repository")
    (tmp_path / ".git").write_text(f"gitdir: {way}\n")
    (outcome,) = outcomes(mechanism, {"command": "true", "terms": terms(tmp_path)})
    assert outcome["errno"] == errno.ELOOP, outcome
    assert f"{tmp_path}/link is a link" in outcome["error"]


@pytest.mark.promise("sandbox-ends")
def test_a_command_whose_time_is_up_is_ended_with_all_it_has_started(mechanism: str, tmp_path: Path) -> None:
    command = f"sleep 1000 & echo x > {tmp_path}/begun; wait"
    (outcome,) = outcomes(mechanism, {"command": command, "terms": terms(tmp_path), "timeout": 1})
    assert outcome["timed_out"]
    assert [path.name for path in tmp_path.iterdir()] == ["begun"]


def test_what_cannot_be_started_is_told_as_without_a_sandbox(mechanism: str, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("no program")
    missing = str(tmp_path / "missing")
    for command in (["no-such-program"], [missing], [str(text)]):
        given: dict[str, Any] = {"command": command, "cwd": str(tmp_path)}
        bare, kept = outcomes(mechanism, given, given | {"terms": terms(tmp_path)})
        assert bare == kept
        assert kept["file"] == command[0]
    given = {"command": "true", "cwd": missing}
    bare, kept = outcomes(mechanism, given, given | {"terms": terms()})
    assert bare == kept
    assert (kept["errno"], kept["file"]) == (errno.ENOENT, missing)


@pytest.mark.promise("sandbox-refused")
def test_a_command_is_refused_where_it_cannot_be_kept(tmp_path: Path) -> None:
    """In a sandbox of Landlock nobody makes namespaces: there is a sandbox for commands that write nothing."""
    inner = json.dumps(
        [
            {"command": "echo kept", "terms": terms()},
            {"command": f"echo x > {tmp_path}/made", "terms": terms()},
            {"command": f"echo x > {tmp_path}/made; chmod 777 {tmp_path}", "terms": terms(tmp_path)},
        ]
    )
    command = [sys.executable, "-m", "tests.execution.mechanisms", inner]
    given = {"command": command, "cwd": str(ROOT), "environment": environment("landlock")}
    (outcome,) = outcomes("landlock", given | {"terms": terms(tmp_path)})
    kept, denied, refused = json.loads(outcome["output"])
    assert kept["output"] == "kept\n"
    assert denied["exit"] == 2
    assert "no sandbox works here" in refused["error"]
    assert "bubblewrap" in refused["error"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.promise("sandbox-refused")
def test_a_helper_that_commands_may_change_is_not_used(tmp_path: Path) -> None:
    """It would be started outside of the sandbox the next time."""
    commands = [
        {"command": "true", "terms": terms(mechanism="bubblewrap")},
        {"command": "true", "terms": terms(tmp_path, mechanism="bubblewrap")},
    ]
    arguments = [sys.executable, "-m", "tests.execution.mechanisms", json.dumps(commands)]
    variables = environment("bubblewrap", copy_of_bubblewrap(tmp_path))
    said = subprocess.run(arguments, env=variables, cwd=ROOT, capture_output=True, text=True, check=True)
    used, refused = json.loads(said.stdout)
    assert used["exit"] == 0
    assert "no sandbox works here" in refused["error"]


def after_mounts(mechanism: str, mounts: list[str], *commands: dict[str, Any]) -> list[dict[str, Any]]:
    """What comes of commands where somebody has mounted something before, which nobody else sees."""
    program = f"exec {sys.executable} -m tests.execution.mechanisms '{json.dumps(commands)}'"
    said = subprocess.run(
        ["unshare", "--mount", "/bin/sh", "-c", " && ".join([*mounts, program])],
        env=environment(mechanism),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(said.stdout)
    return found


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount")
def test_mounts_below_a_root(mechanism: str, tmp_path: Path) -> None:
    """They may be written to as everything there; those that are out of reach are nobody's matter."""
    for name in ("seen", "over/hidden", "closed"):
        (tmp_path / name).mkdir(parents=True)
    mounts = [
        f"mount -t tmpfs tmpfs '{tmp_path}/seen'",
        f"mount -t tmpfs tmpfs '{tmp_path}/over/hidden'",
        f"mount -t tmpfs tmpfs '{tmp_path}/over'",
        f"mount -t tmpfs -o ro tmpfs '{tmp_path}/closed'",
    ]
    write = f"cd {tmp_path}; for name in . seen over closed; do echo x > $name/file && echo wrote $name; done"
    (outcome,) = after_mounts(mechanism, mounts, {"command": write, "terms": terms(tmp_path)})
    assert outcome["output"].count("wrote") == 3, outcome
    assert "wrote closed" not in outcome["output"]


@pytest.mark.promise("sandbox-kernel")
@pytest.mark.skipif(os.getuid() != 0, reason="only root may make devices")
def test_a_device_among_the_files_is_not_opened(mechanism: str, tmp_path: Path) -> None:
    """As in the tree of another system: it may be any disk."""
    (tmp_path / "tree").mkdir()
    os.mknod(tmp_path / "tree" / "device", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    commands = ["cat tree/device", "echo x > tree/device", "cat tree/device; echo x > /dev/null"]
    given = [{"command": command, "cwd": str(tmp_path), "terms": terms(tmp_path)} for command in commands]
    found = outcomes(mechanism, *given)
    assert [outcome["exit"] == 0 for outcome in found] == [False, False, True], found


OF_THE_KERNEL = (
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/vm/overcommit_memory",
    "/proc/1/oom_score_adj",
    "/proc/self/oom_score_adj",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "/sys/fs/cgroup/cgroup.procs",
)


@pytest.mark.promise("sandbox-kernel")
def test_who_may_write_everywhere_does_not_write_to_the_kernel(tmp_path: Path) -> None:
    """A thread may run in `/`. The other mechanism is none then: its program could be changed."""
    opens = [f"exec 3<>{path}" for path in OF_THE_KERNEL if Path(path).exists()]
    changes = ["chmod 666 /dev/null", "chmod 777 /dev", "mkdir /sys/fs/cgroup/made", "touch /dev/made"]
    works = [f"echo x > {tmp_path}/file", "echo x > /dev/null", "echo x > /dev/shm/made"]
    commands = [*opens, *changes, *works]
    found = outcomes("landlock", *({"command": one, "terms": terms(Path("/"))} for one in commands))
    failed = [command for command, outcome in zip(commands, found, strict=True) if outcome.get("exit") != 0]
    assert failed == [*opens, *changes]
    assert (tmp_path / "file").exists()
    (refused,) = outcomes(
        "bubblewrap", {"command": "true", "terms": terms(Path("/"), mechanism="bubblewrap")}
    )
    assert "lies where the command may write" in refused["error"]


@pytest.mark.promise("sandbox-kernel")
@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount")
def test_the_kernel_below_a_root(mechanism: str, tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "deep" / "sys").mkdir(parents=True)
    mounts = [f"mount -t proc proc '{tmp_path}/proc'", f"mount -t sysfs sysfs '{tmp_path}/deep/sys'"]
    commands = [
        f"exec 3<>{tmp_path}/proc/sys/kernel/core_pattern",
        f"exec 3<>{tmp_path}/deep/sys/kernel/mm/transparent_hugepage/enabled",
        f"mv {tmp_path}/deep {tmp_path}/moved",
        f"echo x > {tmp_path}/deep/file",
    ]
    given = [{"command": command, "terms": terms(tmp_path)} for command in commands]
    found = after_mounts(mechanism, mounts, *given)
    assert [outcome["exit"] == 0 for outcome in found] == [False, False, False, True], found


@pytest.mark.promise("sandbox-support")
def test_what_works_is_told() -> None:
    mechanism, landlock, reasons = json.loads(
        host("bubblewrap", "tests.execution.mechanisms", "support").stdout
    )
    assert (mechanism, landlock, reasons) == ("bubblewrap", True, {})
    mechanism, landlock, reasons = json.loads(
        host("landlock", "tests.execution.mechanisms", "support").stdout
    )
    assert (mechanism, landlock) == ("landlock", True)
    assert reasons == {"bubblewrap": "there is no program `bwrap` in PATH"}
