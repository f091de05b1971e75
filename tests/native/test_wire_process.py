"""Wires in a process that forks, and in one that ends."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import RuntimeClosedError
from tests.native.raw_peer import PATIENCE, Lines, RawPeer, arrival, open_wire, until_closed

if TYPE_CHECKING:
    from appserver._core import Wire


@pytest.mark.promise("wire-process")
def test_a_forked_child_has_no_connections(worlds: Any) -> None:
    world = worlds()
    peer, number = world.connect()
    lines = Lines(world.wire)
    wire: Wire = world.wire
    calls: dict[str, Any] = {
        "fileno": wire.fileno,
        "take": lambda: wire.take(1),
        "send": lambda: wire.send(number, [b"{}"]),
        "close": lambda: wire.close(number, 1000, ""),
        "adopt": lambda: wire.adopt(0, 1),
        "carry": wire.carry,
        "listen_unix": lambda: wire.listen_unix(b"/none", startup_lock=None),
        "listen_websocket": lambda: wire.listen_websocket("127.0.0.1", 0),
        "close_listener": lambda: wire.close_listener(world.unix),
        "dial_unix": lambda: wire.dial_unix(b"/none"),
        "dial_websocket": lambda: wire.dial_websocket("ws://127.0.0.1:1", token=None),
        "dial_command": lambda: wire.dial_command([b"a"], directory=b"/", environment=[], stderr=None),
        "shut_down": wire.shut_down,
        "stats": wire.stats,
    }
    child = os.fork()
    if child == 0:
        missed = 0
        for call in calls.values():
            try:
                call()
            except RuntimeClosedError:
                pass
            except BaseException:
                missed += 1
            else:
                missed += 1
        del calls, wire
        world.wire = None
        gc.collect()
        os._exit(missed)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert set(calls) == {name for name in dir(wire) if not name.startswith("_")}
    assert Path(world.path).exists()
    world.assert_works(peer, number)
    wire.send(lines.peer, [b"{}"])
    assert lines.read(3) == b"{}\n"
    lines.close()


@pytest.mark.promise("wire-process")
def test_a_forked_child_keeps_no_address(worlds: Any) -> None:
    world = worlds()
    wire: Wire = world.wire
    _, host, port = wire.listen_websocket("127.0.0.1", 0)
    going, gone = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(gone)
        os.read(going, 1)
        os._exit(0)
    os.close(going)
    wire.shut_down()
    later = open_wire()
    # The child is there, and keeps neither the next server from the address nor clients waiting. A worker closes it.
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            later.listen_websocket(host, port)
            break
        except OSError:
            assert time.monotonic() < deadline, "the address is still taken"
    peer = RawPeer.tcp(port)
    assert peer.upgrade()[0] == 101
    later.shut_down()
    os.close(gone)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.promise("wire-process")
@pytest.mark.parametrize("end", ["", "wire.shut_down()", "del wire", "os.close(1)", "raise SystemExit(0)"])
def test_the_interpreter_ends_with_everything_open(tmp_path: Path, end: str) -> None:
    program = f"""
        import os, sys, threading
        sys.path.insert(0, {str(Path.cwd())!r})
        from tests.native.raw_peer import Lines, RawPeer, arrival, open_wire
        wire = open_wire()
        wire.listen_unix({os.fsencode(tmp_path / "a.sock")!r}, startup_lock=None)
        peers = [RawPeer.unix({str(tmp_path / "a.sock")!r}) for _ in range(3)]
        for peer in peers[:2]:
            peer.upgrade()
            arrival(wire)
        lines = Lines(wire)
        wire.send(lines.peer, [b"x" * 1000000])
        wire.dial_command([b"cat"], directory=b"/", environment=[b"PATH=/usr/bin:/bin"], stderr=None)
        wire.dial_unix(b"/none")
        wire.adopt(0, 1)
        {end}
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdin=subprocess.PIPE,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


PARENT = """
import os, signal, sys
from tests.native.raw_peer import arrival, open_wire

wire = open_wire()
if sys.argv[1] == "accepts":
    _, _, port = wire.listen_websocket("127.0.0.1", 0)
    print(port, flush=True)
else:
    wire.dial_websocket(f"ws://127.0.0.1:{sys.argv[2]}", token=None)
arrival(wire)
child = os.fork()
if child == 0:
    signal.pause()
print(child, flush=True)
signal.pause()
"""


@pytest.mark.promise("wire-forked-connections")
@pytest.mark.parametrize("kind", ["accepts", "dials"])
def test_a_forked_child_keeps_no_connection_open(worlds: Any, kind: str) -> None:
    world = worlds()
    root = Path(__file__).parents[2]
    arguments = [sys.executable, "-c", PARENT, kind, str(world.port)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=root) as parent:
        assert parent.stdout is not None
        number = 0
        peer = RawPeer.tcp(int(parent.stdout.readline()) if kind == "accepts" else world.port)
        if kind == "accepts":
            assert peer.upgrade()[0] == 101
        else:
            number, *opened = arrival(world.wire)
            assert opened == ["opened", "websocket"]
        child = int(parent.stdout.readline())
        try:
            parent.kill()
            parent.wait()
            if kind == "accepts":
                assert peer.is_over()  # the child is there still
            else:
                assert until_closed(world.wire, number)[-1][2] == "eof"
        finally:
            os.kill(child, 9)
