"""`appserver app-server proxy`: bytes pass both ways, and either end is the end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.command_line.program import finish, start_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["short", "long"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, Path]]:
    """A socket that is listened on, and its path; one is longer than the system takes as an address."""
    directory = tmp_path / ("d" if request.param == "short" else "d" * 120)
    directory.mkdir()
    before = os.open(".", os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(directory)
        try:
            listening.bind("s")
        finally:
            os.fchdir(before)
            os.close(before)
        listening.listen()
        listening.settimeout(30)
        yield listening, directory / "s"


def connect(
    listener: tuple[socket.socket, Path], tmp_path: Path
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The command, and the connection that it makes."""
    listening, path = listener
    program = start_program("app-server", "proxy", "--sock", str(path), cwd=tmp_path, stdin=subprocess.PIPE)
    connection, _ = listening.accept()
    connection.settimeout(30)
    return program, connection


def end(program: subprocess.Popen[bytes]) -> tuple[str, str]:
    """What it has written, once it has ended by itself."""
    found = finish(program)
    assert program.stdin is not None
    program.stdin.close()
    return found


@pytest.mark.promise("app-server-proxy")
def test_bytes_pass_both_ways_and_are_not_looked_at(
    listener: tuple[socket.socket, Path], tmp_path: Path
) -> None:
    program, connection = connect(listener, tmp_path)
    assert program.stdin is not None
    sent = bytes(range(256)) * 256  # what a pipe and a socket hold, so that writing it all waits for nobody
    with connection, connection.makefile("rb") as arriving:
        program.stdin.write(sent)
        program.stdin.close()
        assert arriving.read() == sent  # to the end: that of standard input is passed on
        connection.sendall(b"\x00last words")  # which are not lost
    assert end(program) == ("\x00last words", "")
    assert program.returncode == 0


def test_a_server_that_hangs_up_ends_it_while_input_is_open(
    listener: tuple[socket.socket, Path], tmp_path: Path
) -> None:
    program, connection = connect(listener, tmp_path)
    with connection:
        connection.sendall(b"bye")
    assert end(program) == ("bye", "")
    assert program.returncode == 0


def test_a_reader_that_is_gone_ends_it(listener: tuple[socket.socket, Path], tmp_path: Path) -> None:
    program, connection = connect(listener, tmp_path)
    assert program.stdout is not None
    program.stdout.close()
    with connection:
        connection.sendall(b"unread")
        assert connection.recv(1) == b""
    assert program.wait(30) == 0
    assert program.stderr is not None
    assert program.stderr.read() == b""
    for stream in (program.stdin, program.stderr):
        assert stream is not None
        stream.close()


def test_ctrl_c_ends_it(listener: tuple[socket.socket, Path], tmp_path: Path) -> None:
    program, connection = connect(listener, tmp_path)
    with connection:
        program.send_signal(signal.SIGINT)
        assert connection.recv(1) == b""
    assert end(program)[1] == "appserver: interrupted\n"
    assert program.returncode == 1
