"""The program that an embedder names to keep commands in their sandbox: whom it is trusted by, and what it keeps."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import appserver
from appserver import protocol as p
from appserver.execution.process import run_process
from appserver.execution.sandbox import SandboxTerms, sandbox_support
from tests.execution.mechanisms import bubblewrap

if TYPE_CHECKING:
    from collections.abc import Callable

linux = pytest.mark.skipif(sys.platform != "linux", reason="there is a sandbox on Linux only")
is_root = os.geteuid() == 0


class Helper:
    """A program that takes the options of `bwrap`, notes that it was run, and has it do the work."""

    def __init__(self, place: Path) -> None:
        self.log = place / "log"
        self.path = place / "helper"
        self.write(f'exec "{bubblewrap()}" "$@"')

    def write(self, line: str) -> None:
        self.path.unlink(missing_ok=True)
        self.path.write_text(f"#!/bin/sh\necho run >> {self.log}\n{line}\n")
        self.path.chmod(0o755)

    @property
    def runs(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0

    @property
    def named(self) -> appserver.Arg0Paths:
        return appserver.Arg0Paths(linux_sandbox=self.path)


@pytest.fixture
def helper(tmp_path: Path) -> Helper:
    place = tmp_path / "programs"
    place.mkdir(mode=0o755)
    return Helper(place)


async def run(command: str, cwd: Path, helper: Helper, *writable: Path) -> tuple[int | None, str]:
    said: list[str] = []

    async def take(text: str) -> None:
        said.append(text)

    terms = SandboxTerms([str(path) for path in writable], helper=str(helper.path))
    outcome = await run_process(["/bin/sh", "-c", command], cwd=cwd, on_output=take, sandbox=terms)
    return outcome.exit_code, "".join(said)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o755)


CHANGES: list[tuple[str, Callable[[Path], object], str]] = [
    ("a group", lambda path: path.chmod(0o775), "could be changed by others, who may write {path};"),
    ("everybody", lambda path: path.chmod(0o757), "could be changed by others, who may write {path};"),
    ("its folder", lambda path: path.parent.chmod(0o777), "who may write {folder};"),
    ("a folder above", lambda path: path.parents[1].chmod(0o770), "who may write {above};"),
    ("missing", lambda path: path.unlink(), "is no file; name a program that is there"),
    (
        "a folder",
        make_folder,
        "is no file; name a program",
    ),
    (
        "a pipe",
        make_pipe,
        "is no file; name a program",
    ),
    ("not for running", lambda path: path.chmod(0o644), "cannot be executed; chmod +x"),
]
if is_root:
    CHANGES += [
        ("another user", lambda path: os.chown(path, 12345, 0), "by user 12345, who owns {path};"),
        ("another user's folder", lambda path: os.chown(path.parent, 12345, 0), "who owns {folder};"),
    ]


@pytest.mark.promise("sandbox-named-helper")
@pytest.mark.parametrize(("change", "text"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_program_that_others_may_change_is_refused_where_it_is_named(
    helper: Helper, change: Callable[[Path], object], text: str
) -> None:
    path = helper.path
    _ = helper.named
    change(path)
    wanted = text.format(path=path, folder=path.parent, above=path.parents[1])
    for field in ("linux_sandbox", "execve_wrapper"):
        with pytest.raises(ValueError, match=rf"^Arg0Paths.{field}: '{path}' .*{re.escape(wanted)}"):
            appserver.Arg0Paths(**{field: path})


@pytest.mark.promise("sandbox-named-helper")
def test_links_are_followed_where_it_is_named(helper: Helper, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.symlink_to(helper.path.parent)
    (tmp_path / "link").symlink_to(folder / "helper")
    assert appserver.Arg0Paths(linux_sandbox=tmp_path / "link").linux_sandbox == str(helper.path)


@linux
@pytest.mark.promise("sandbox-named-helper")
async def test_it_is_tried_once_and_keeps_each_command(helper: Helper, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    assert await run("echo a > file; echo $?", work, helper, work) == (0, "0\n")
    assert helper.runs == 2
    code, said = await run("echo b > file", work, helper)
    assert (code != 0, "Read-only file system" in said, (work / "file").read_text()) == (True, True, "a\n")
    assert helper.runs == 3
    support = sandbox_support(helper.path)
    assert (support.mechanism, support.bubblewrap, support.landlock) == ("bubblewrap", helper.path, False)
    assert helper.runs == 3


@linux
@pytest.mark.promise("sandbox-named-helper")
async def test_nothing_takes_its_place(helper: Helper, tmp_path: Path) -> None:
    """Each time it is looked at whether it may be trusted; a file that is another one is tried again."""
    work = tmp_path / "work"
    work.mkdir()
    assert (await run("echo x", work, helper))[0] == 0

    async def refused(reason: str) -> None:
        for _ in range(2):
            with pytest.raises(OSError, match=re.escape(f"the sandbox helper {helper.path} {reason}")):
                await run("touch file", work, helper, work)
        assert not (work / "file").exists()
        support = sandbox_support(helper.path)
        assert support.mechanism is None
        assert support.reasons["bubblewrap"].startswith(f"{helper.path} {reason}")

    helper.write("echo it is broken >&2; exit 3")
    await refused("does not work: it is broken")
    helper.write("exit 0")
    await refused("does not work: it ran nothing, and gave no reason")
    helper.path.chmod(0o757)
    await refused("could be changed by others")
    helper.path.chmod(0o644)
    await refused("cannot be executed")
    helper.path.unlink()
    await refused("is no file")
    helper.write(f'exec "{bubblewrap()}" "$@"')
    assert (await run("touch file", work, helper, work))[0] == 0


@linux
@pytest.mark.promise("sandbox-named-helper")
async def test_it_may_not_lie_where_a_command_writes(helper: Helper) -> None:
    for writable in (helper.path, helper.path.parent, helper.path.parents[1]):
        with pytest.raises(OSError, match="lies where the command may write; the command was not run"):
            await run("echo x", Path("/"), helper, writable)
    assert helper.runs == 1  # it was tried


class Runner(appserver.Agent):
    """Runs what it is told to, and says what came of it."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        outcome = await turn.run_command(turn.text, ask=False)
        await turn.send_message(f"{outcome.status}: {outcome.output}")


async def answer(client: appserver.AppServerClient, thread_id: str, text: str) -> str:
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
    said = ""
    async for event in client:
        if isinstance(event, p.ItemCompletedNotification) and isinstance(
            event.item, p.AgentMessageThreadItem
        ):
            said = event.item.text
        if isinstance(event, p.TurnCompletedNotification):
            break
    return said


@linux
@pytest.mark.promise("sandbox-named-helper")
async def test_turns_and_clients_run_commands_in_it(helper: Helper, tmp_path: Path) -> None:
    async with (
        appserver.start(agent=Runner(), arg0_paths=helper.named, experimental_api=True) as client,
        appserver.start(thread_manager=client.server.threads, experimental_api=True) as guest,
    ):
        start = p.ThreadStartParams(cwd=str(tmp_path), approval_policy="never", sandbox="read-only")
        thread_id = (await client.request(start)).thread.id
        assert "Read-only file system" in await answer(client, thread_id, "echo x > file")
        assert helper.runs == 2
        for asker in (client, guest):
            before = helper.runs
            command = p.CommandExecParams(command=["/bin/sh", "-c", "echo x > file"], cwd=str(tmp_path))
            done = await asker.request(command)
            assert "Read-only file system" in done.stderr
            assert helper.runs == before + 1
        helper.write("exit 1")
        assert f"the sandbox helper {helper.path} does not work" in await answer(client, thread_id, "true")
    assert not (tmp_path / "file").exists()
