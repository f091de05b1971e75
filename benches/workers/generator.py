"""The native generator of tokens, and the least that reads them, as processes of their own."""

from __future__ import annotations

import resource
import subprocess
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TOKEN", "Generator", "Reader", "generator", "reader", "tokens_of"]

ROOT = Path(__file__).parents[2]
TOKEN = "hello "
"""The text of every token."""


@cache
def _program() -> str:
    """Compile it, which takes a moment where it is compiled already.

    Raises:
        RuntimeError: it cannot be compiled here.
    """
    manifest = ROOT / "benches" / "generator" / "Cargo.toml"
    target = ROOT / "target"
    command = ["cargo", "build", "--release", "--locked", "--quiet", "--manifest-path", str(manifest)]
    try:
        subprocess.run([*command, "--target-dir", str(target)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"the generator of tokens needs cargo: {error}") from None
    return str(target / "release" / "appserver-benches-generator")


def tokens_of(turns: int) -> tuple[int, float]:
    """How many tokens each of so many turns gets, and how many a second all of them."""
    return (100 if turns >= 100 else 5), 20.0 * turns


class _Process:
    def __init__(self, *arguments: str) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a connection a turn, and these inherit it
        self._process = subprocess.Popen(
            [_program(), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def say(self, line: str) -> None:
        """Write a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self) -> list[str]:
        """The words of the next line that it prints."""
        assert self._process.stdout is not None
        words = self._process.stdout.readline().split()
        if not words:
            raise RuntimeError("the generator of tokens has ended")
        return words

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class Generator(_Process):
    """One that answers.

    Attributes:
        port: where.
    """

    def __init__(self) -> None:
        super().__init__("serve")
        self.port = int(self.hear()[0])


class Reader(_Process):
    """One that asks a generator so many times, and counts bytes."""

    def __init__(self, port: int, turns: int) -> None:
        super().__init__("read", str(port), str(turns))

    def count(self) -> tuple[int, float]:
        """How many have come, and its seconds of processor time."""
        self.say("count")
        count, seconds = self.hear()
        return int(count), float(seconds)


@contextmanager
def generator() -> Iterator[Generator]:
    """A generator that runs."""
    made = Generator()
    try:
        yield made
    finally:
        made.close()


@contextmanager
def reader(port: int, turns: int) -> Iterator[Reader]:
    """A reader that runs."""
    made = Reader(port, turns)
    try:
        yield made
    finally:
        made.close()
