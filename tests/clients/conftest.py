"""What real clients need: the `appserver` command, the `codex` program, and directories of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import appserver

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HERE", "Place", "listening_program"]

HERE = Path(__file__).parent

# Where this very package was imported from: the sources, or the wheel under test. Nobody's proxy is asked.
INHERITED = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(Path(appserver.__file__).parents[1]),
    "LANG": "C.UTF-8",
}


class Place:
    """Directories of one test. Their names leave room for a socket's: the system allows 107 bytes.

    Attributes:
        home: a home of Codex, and of the person.
        work: the working directory.
        environment: all environment variables of a program that lives here.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        self.work = root / "work"
        self.home.mkdir()
        self.work.mkdir()
        self.environment = {**INHERITED, "HOME": str(self.home), "CODEX_HOME": str(self.home)}


@pytest.fixture
def place() -> Iterator[Place]:
    """Directories of this test."""
    with tempfile.TemporaryDirectory(prefix="appserver-") as name:
        yield Place(Path(name).resolve())


@pytest.fixture(scope="session")
def codex() -> Path:
    """The official program."""
    module = pytest.importorskip(
        "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
    )
    path: Path = module.bundled_codex_path()
    return path


@pytest.fixture(scope="session")
def appserver_command() -> str:
    """The command as it is installed beside the interpreter."""
    command = Path(sys.executable).with_name("appserver")
    if not command.exists():
        pytest.skip("needs the command: pip install 'appserver-runtime[cli]'")
    return str(command)


@contextmanager
def listening_program(loop: str, url: str, place: Place) -> Iterator[str]:
    """Run the program with an agent of its own; yields where it listens."""
    program = subprocess.Popen(
        [sys.executable, HERE / "own.py", loop, url, place.root / "server"],
        env=place.environment,
        cwd=place.work,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    try:
        yield program.stdout.readline().strip()
    finally:
        program.kill()
        program.wait()
        program.stdout.close()
