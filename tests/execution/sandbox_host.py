"""A process that lets commands try to leave their sandbox, as some user: `python -m tests.execution.sandbox_host`.

It takes the directory to work in, the name of a mechanism, or `none`, and the number of the user to become, and prints
what became of each attempt as JSON.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from appserver.execution.process import run_process
from appserver.execution.sandbox import SandboxTerms
from tests.execution.escapes import ATTEMPTS, Given

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERPRETER = "/usr/bin/python3"
"""What runs the attempts where the user cannot execute the interpreter of these tests."""

PR_SET_DUMPABLE = 4

ESCAPES = Path(__file__).with_name("escapes.py")
VICTIM = "import ctypes, os, sys, time; os.setsid(); secret = ctypes.create_string_buffer(b'secret'); \
print(ctypes.addressof(secret), flush=True); sys.stdin.read()"
MEMORY_KEY = 0x41505053


def interpreter() -> str:
    """A Python that this user can execute."""
    return sys.executable if os.access(sys.executable, os.X_OK) else INTERPRETER


def become(user: int) -> None:
    """Become another user for good; a process that was just another's is not looked into, its own mappings included."""
    if user != os.getuid():
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)


def lay_out(base: Path) -> dict[str, str]:
    """Fresh files to attack."""
    shutil.rmtree(base, ignore_errors=True)
    outside = base / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "secret").write_text("secret")
    return lay_out_work(base) | {"outside": str(outside)}


def lay_out_work(base: Path) -> dict[str, str]:
    """Those of them that may be changed."""
    around = base / "around"
    shutil.rmtree(around, ignore_errors=True)
    work = around / "between" / "work"
    (work / ".git" / "hooks").mkdir(parents=True)
    (work / ".git" / "config").write_text("[core]\n")
    (work / "file").write_text("file")
    (work / "link").symlink_to(base / "outside")
    return {"work": str(work), "around": str(around)}


def snapshot(base: Path) -> list[tuple[str, int, bytes]]:
    """What must be the same afterwards: all that is outside, and what is protected inside."""

    def look() -> Iterator[tuple[str, int, bytes]]:
        for top in (base / "outside", base / "around" / "between" / "work" / ".git"):
            for path in sorted([top, *top.rglob("*")]):
                content = path.read_bytes() if path.is_file() else b""
                yield str(path), path.lstat().st_mode, content

    found = list(look())
    roots = (base / "around", base / "around" / "between" / "work")
    names = [str(root / name) for root in roots for name in (".agents", ".aws", ".codex", ".git")]
    return found + [(name, 0, b"") for name in names if os.path.lexists(name)]


async def run_one(name: str, given: Given, mechanism: str) -> str:
    pieces: list[str] = []

    async def take(text: str) -> None:
        pieces.append(text)

    terms = None
    if mechanism != "none":
        terms = SandboxTerms((given.around, given.work), mechanism=cast("Any", mechanism))
    command = [interpreter(), "-I", "-S", str(ESCAPES), name, json.dumps(asdict(given))]
    await run_process(
        command,
        cwd=Path(given.work),
        on_output=take,
        sandbox=terms,
        timeout=30,
        environment={"LANG": "C.UTF-8"},
    )
    return "".join(pieces).strip()


async def ignore(_text: str) -> None:
    """Take output and do nothing with it."""


def listen(kind: int, family: int, address: Any) -> socket.socket:
    listener = socket.socket(family, kind)
    listener.bind(address)
    if kind == socket.SOCK_STREAM:
        listener.listen(100)
    return listener


class Attacked:
    """What is attacked: files, sockets, memory, and another process; put back as it was before each attempt."""

    def __init__(self, base: Path, *, is_kept: bool) -> None:
        self._base = base
        self._is_kept = is_kept
        self._name = f"appserver-test-{os.getpid()}"
        self._listeners = [
            listen(socket.SOCK_STREAM, socket.AF_INET, ("127.0.0.1", 0)),
            listen(socket.SOCK_STREAM, socket.AF_INET6, ("::1", 0)),
            listen(socket.SOCK_STREAM, socket.AF_UNIX, f"\0{self._name}"),
            listen(socket.SOCK_DGRAM, socket.AF_UNIX, f"\0{self._name}.mailbox"),
        ]
        self._memory = Path("/dev/shm") / self._name
        self._memory.write_bytes(b"secret")
        self._libc = ctypes.CDLL(None)
        self._libc.shmget(MEMORY_KEY, 4096, 0o1600)
        self._before: list[tuple[str, int, bytes]] = []
        self._victim: subprocess.Popen[bytes] | None = None
        self._files: list[socket.socket] = []
        self._descriptor = -1
        self.given: Given | None = None

    def renew(self) -> Given:
        """Everything as it is to be attacked. What was found unchanged is left."""
        if self._is_kept and self.given is not None and not self.damage():
            lay_out_work(self._base)
            return self.given
        self._drop()
        layout = lay_out(self._base)
        outside = layout["outside"]
        self._files = [
            listen(socket.SOCK_STREAM, socket.AF_UNIX, f"{outside}/socket"),
            listen(socket.SOCK_DGRAM, socket.AF_UNIX, f"{outside}/mailbox"),
        ]
        self._descriptor = os.open(f"{outside}/secret", os.O_WRONLY)
        os.set_inheritable(self._descriptor, True)
        self._victim = subprocess.Popen(
            [interpreter(), "-I", "-S", "-c", VICTIM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"SECRET": "secret"},
            cwd=outside,
            pass_fds=[self._descriptor],
        )
        assert self._victim.stdout is not None
        self.given = Given(
            **layout,
            victim=self._victim.pid,
            descriptor=self._descriptor,
            port=self._listeners[0].getsockname()[1],
            port6=self._listeners[1].getsockname()[1],
            abstract=self._name,
            memory_key=MEMORY_KEY,
            memory=int(self._victim.stdout.readline()),
        )
        self._memory.write_bytes(b"secret")
        self._before = snapshot(self._base)
        return self.given

    def damage(self) -> str:
        """What is not as it was; empty when all is."""
        if snapshot(self._base) != self._before:
            return "files were changed"
        if self._victim is None or self._victim.poll() is not None:
            return "the victim has ended"
        return "" if self._memory.read_bytes() == b"secret" else "memory was changed"

    def _drop(self) -> None:
        if self._victim is not None:
            self._victim.kill()
            self._victim.communicate()
            os.close(self._descriptor)
        while self._files:
            self._files.pop().close()

    def close(self) -> None:
        """Leave nothing behind."""
        self._drop()
        self._memory.unlink()
        self._libc.shmctl(self._libc.shmget(MEMORY_KEY, 4096, 0), 0, None)
        for listener in self._listeners:
            listener.close()
        shutil.rmtree(self._base, ignore_errors=True)


async def try_all(base: Path, mechanism: str) -> dict[str, str]:
    attacked = Attacked(base, is_kept=mechanism != "none")
    outcomes: dict[str, str] = {}
    for name, attempt in ATTEMPTS.items():
        if mechanism == "none" and (attempt.needs == "nobody" or (attempt.needs == "root" and os.geteuid())):
            continue
        said = await run_one(name, attacked.renew(), mechanism)
        if mechanism != "none" and (damage := attacked.damage()):
            said = f"ESCAPED: {damage}, though it said {said}"
        outcomes[name] = said
    attacked.close()
    return outcomes


def main() -> None:
    base, mechanism, user = sys.argv[1:]
    global ESCAPES
    ESCAPES = Path(shutil.copy(ESCAPES, Path(base).parent))
    # What the loop needs is imported when it first runs, perhaps from where that user may not read.
    asyncio.run(run_process(["/bin/true"], cwd=Path("/"), on_output=ignore))
    become(int(user))
    print(json.dumps(asyncio.run(try_all(Path(base).resolve(), mechanism))))


if __name__ == "__main__":
    main()
