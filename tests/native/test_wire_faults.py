"""What peers do wrong, and what they suffer: each harms itself only, and everything that waits has a bound."""

from __future__ import annotations

import gc
import os
import random
import select
import socket
import struct
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import RuntimeClosedError
from tests.native.raw_peer import (
    CLOSE,
    MORE,
    PING,
    PONG,
    TEXT,
    Lines,
    RawPeer,
    arrival,
    arrivals,
    frame,
    open_wire,
    until_closed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver._core import Wire

MIB = 1 << 20
BIG = b'{"method":"' + b"x" * MIB + b'"}'


class World:
    """A wire that listens on both kinds of sockets, and its clients."""

    def __init__(self, path: Path, **limits: Any) -> None:
        self.wire = open_wire(**limits)
        self.path = str(path / "a.sock")
        self.unix = self.wire.listen_unix(os.fsencode(self.path), startup_lock=None)
        _, _, self.port = self.wire.listen_websocket("127.0.0.1", 0)

    def dial(self, kind: str = "unix") -> RawPeer:
        return RawPeer.unix(self.path) if kind == "unix" else RawPeer.tcp(self.port)

    def connect(self, kind: str = "unix") -> tuple[RawPeer, int]:
        peer = self.dial(kind)
        assert peer.upgrade()[0] == 101
        number, *opened = arrival(self.wire)
        assert opened == ["opened", kind]
        return peer, number

    def assert_works(self, peer: RawPeer, number: int) -> None:
        peer.frame(b'{"id":1,"method":"still there"}')
        found = arrivals(self.wire, lambda found: any(one[0] == number for one in found))
        assert found[-1] == (number, "request", 1, "still there", None)
        self.wire.send(number, [b'{"id":1,"result":{}}'])
        assert peer.read_text() == b'{"id":1,"result":{}}'


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Any]:
    made: list[World] = []

    def make(**limits: Any) -> World:
        made.append(World(tmp_path, **limits))
        return made[-1]

    yield make
    for world in made:
        world.wire.shut_down()


KINDS = pytest.mark.parametrize("kind", ["unix", "websocket"])


@pytest.mark.promise("wire-stalled")
@KINDS
def test_a_peer_that_takes_nothing_is_closed_alone(worlds: Any, kind: str) -> None:
    world = worlds(stall_seconds=0.05)
    other, others = world.connect(kind)
    _stalled, number = world.connect(kind)
    assert world.wire.send(number, [BIG] * 16) > 15 * MIB
    assert until_closed(world.wire, number)[-1] == (
        number,
        "closed",
        "stalled",
        "stalled: it took no byte for 50ms",
    )
    assert world.wire.send(number, [b"{}"]) == -1
    world.assert_works(other, others)


def test_a_peer_that_reads_slowly_is_not_stalled(worlds: Any) -> None:
    world = worlds(stall_seconds=0.3)
    slow, number = world.connect()
    slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    world.wire.send(number, [BIG] * 4)
    for _ in range(4):
        assert slow.read_text() == BIG
    assert arrival(world.wire) == (number, "room")
    # It has nothing to take now, for longer than a peer may take nothing.
    world.wire.send(number, [b"{}"])
    assert slow.read_text() == b"{}"


@pytest.mark.promise("wire-stalled")
def test_lines_that_nobody_reads_are_over() -> None:
    wire = open_wire(stall_seconds=0.05)
    lines = Lines(wire)
    wire.send(lines.peer, [BIG])
    closed = until_closed(wire, lines.peer)[-1]
    assert closed == (lines.peer, "closed", "stalled", "it took no byte for 50ms")
    lines.close()


def test_lines_whose_reader_is_gone_are_over() -> None:
    wire = open_wire()
    lines = Lines(wire)
    os.close(lines.output)
    lines.output = -1
    wire.send(lines.peer, [b"{}"])
    assert until_closed(wire, lines.peer)[-1][1:3] == ("closed", "aborted")
    lines.close()


@pytest.mark.promise("wire-overloaded")
@KINDS
def test_a_peer_that_is_sent_too_much_is_closed_alone(worlds: Any, kind: str) -> None:
    world = worlds(max_unsent_bytes=2 * MIB)
    other, others = world.connect(kind)
    full, number = world.connect(kind)
    unsent = 0
    while unsent <= 2 * MIB:
        unsent = world.wire.send(number, [BIG])
    assert world.wire.send(number, [b"{}"]) == -1
    assert world.wire.stats()["unsent"] <= MIB * 2
    world.assert_works(other, others)
    while True:
        opcode, _, payload = full.read_frame()
        if opcode == CLOSE:
            break
        assert payload == BIG  # whole, or not at all
    assert struct.unpack("!H", payload[:2])[0] == 1013
    full.close()
    assert until_closed(world.wire, number)[-1] == (
        number,
        "closed",
        "overloaded",
        f"more than {2 * MIB} bytes are unsent",
    )
    assert world.wire.stats()["unsent"] == 0


@pytest.mark.promise("wire-overloaded")
def test_lines_that_are_sent_too_much_are_over() -> None:
    wire = open_wire(max_unsent_bytes=MIB)
    lines = Lines(wire)
    assert wire.send(lines.peer, [BIG]) > MIB
    assert until_closed(wire, lines.peer)[-1][:3] == (lines.peer, "closed", "overloaded")
    lines.close()


@pytest.mark.promise("wire-unread")
@pytest.mark.parametrize("kind", ["unix", "websocket", "stdio"])
def test_what_nobody_takes_is_not_read(worlds: Any, kind: str) -> None:
    world = worlds(max_unread_bytes=100_000)
    if kind == "stdio":
        lines = Lines(world.wire)
        os.set_blocking(lines.input, False)
        number, unit = lines.peer, b'{"method":"' + b"a" * 1000 + b'"}\n'

        def write(text: bytes) -> int:
            return os.write(lines.input, text)

        descriptor = lines.input
    else:
        peer, number = world.connect(kind)
        peer.socket.setblocking(False)
        unit = frame(b'{"method":"' + b"a" * 1000 + b'"}')
        write = peer.socket.send
        descriptor = peer.socket.fileno()
    rest = b""
    count = 0
    while select.select([], [descriptor], [], 0.2)[1]:
        rest = rest or unit
        count += rest is unit
        rest = rest[write(rest) :]
        assert count < 100_000, "everything is read"
    # One message more than there is room for, at most.
    assert world.wire.stats()["unread"] < 100_000 + 1200
    taken = 0
    while taken < count - bool(rest):
        assert select.select([world.wire.fileno()], [], [], 20)[0]
        found = world.wire.take(7)
        assert all(one[:2] == (number, "notification") for one in found)
        taken += len(found)
    assert world.wire.stats()["unread"] == 0


def test_room_is_told_once_after_a_crowd(worlds: Any) -> None:
    world = worlds()
    peer, number = world.connect()
    for _ in range(3):
        assert world.wire.send(number, [b"x" * 100]) <= 256 << 10
        assert peer.read_text() == b"x" * 100
    while world.wire.send(number, [BIG]) <= MIB:
        peer.read_text()  # what the system has room for is gone at once
    while world.wire.stats()["unsent"]:
        peer._fill()
    assert arrival(world.wire) == (number, "room")
    assert world.wire.take(10) == []


@pytest.mark.promise("wire-pings")
@KINDS
def test_a_silent_peer_is_asked_and_then_closed(worlds: Any, kind: str) -> None:
    world = worlds(ping_seconds=0.2)
    quiet, number = world.connect(kind)
    for _ in range(3):
        assert quiet.read_frame() == (PING, True, b"")
        quiet.frame(b"", PONG)
    assert quiet.read_frame() == (PING, True, b"")
    assert quiet.read_close() == (1008, "stalled: it did not answer a ping for 200ms")
    quiet.close()
    assert until_closed(world.wire, number)[-1][1:3] == ("closed", "stalled")


@pytest.mark.promise("wire-handshake-time")
@KINDS
@pytest.mark.parametrize("said", [b"", b"GET", b"GET / HTTP/1.1\r\nhost: a\r\n", b"{}\n"])
def test_a_handshake_has_its_time(worlds: Any, kind: str, said: bytes) -> None:
    world = worlds(handshake_seconds=0.1, max_connections=1)
    mute = world.dial(kind)
    mute.socket.sendall(said)
    while not mute.is_over():
        mute.buffer = b""
    assert world.wire.take(10) == []
    peer, number = world.connect(kind)  # its place is free
    world.assert_works(peer, number)


@pytest.mark.promise("wire-handshake-time")
def test_a_handshake_in_drops_has_no_more(worlds: Any) -> None:
    world = worlds(handshake_seconds=0.2)
    slow = world.dial()
    try:
        while not select.select([slow.socket], [], [], 0.01)[0]:
            slow.socket.sendall(b"a")
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert slow.is_over() or slow.socket.recv(1000)
    assert world.wire.stats()["opened"] == 0


@KINDS
@pytest.mark.parametrize(
    "said",
    [
        frame(b'{"method":"a"}')[:1],
        frame(b'{"method":"a"}')[:9],
        frame(b'{"method":', final=False),
        frame(b"x" * 1000)[:500],
        struct.pack("!BBQ", 129, 255, 16 << 20),
    ],
)
def test_a_peer_that_dies_within_a_message(worlds: Any, kind: str, said: bytes) -> None:
    world = worlds()
    other, others = world.connect(kind)
    peer, number = world.connect(kind)
    peer.socket.sendall(said)
    if kind == "websocket":  # with a reset
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    closed = until_closed(world.wire, number)
    assert [one[1] for one in closed] == ["closed"]
    assert closed[0][2] in ("eof", "aborted")
    world.assert_works(other, others)


def test_any_bytes_harm_only_who_sends_them(worlds: Any) -> None:
    world = worlds()
    other, others = world.connect()
    numbers = random.Random(7)
    pieces = [
        frame(b'{"id":1,"method":"a"}'),
        frame(b"", PING),
        frame(b"x" * 300),
        frame(b"[", final=False),
        frame(b"]", MORE),
        frame(b"\x03\xe8", CLOSE),
        frame(b"{}", TEXT, mask=False),
        b"\x81\xfe\xff",
        b"\x81\xff" + b"\xff" * 8,
    ]
    for _ in range(200):
        peer, number = world.connect()
        sent = bytearray(b"".join(numbers.choices(pieces, k=numbers.randrange(1, 6))))
        for _ in range(numbers.randrange(4)):
            sent[numbers.randrange(len(sent))] = numbers.randrange(256)
        peer.socket.sendall(sent)
        peer.socket.shutdown(socket.SHUT_WR)
        while peer.socket.recv(1 << 16):
            pass
        peer.close()
        assert until_closed(world.wire, number)[-1][1] == "closed"
    world.assert_works(other, others)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="it asks /proc")
def test_many_come_and_go_while_others_work(worlds: Any) -> None:
    world = worlds()
    other, others = world.connect()
    before = descriptors()
    threads = threading.active_count()
    for turn in range(5):
        crowd = [world.connect(("unix", "websocket")[index % 2]) for index in range(40)]
        for peer, number in crowd:
            world.wire.send(number, [BIG[:2000]])
            peer.frame(b'{"id":%d,"method":"a"}' % turn)
        for index, (peer, number) in enumerate(crowd):
            if index % 3 == 0:
                world.wire.close(number, 1001, "away")
            if index % 3 != 1:
                peer.close()
            else:
                peer.frame(b"", CLOSE)
        gone: set[int] = set()
        while len(gone) < len(crowd):
            gone |= {one[0] for one in arrivals(world.wire, bool) if one[1] == "closed"}
        for peer, _ in crowd:
            peer.close()
        world.assert_works(other, others)
    assert world.wire.stats()["peers"] == 1
    assert descriptors() <= before
    assert threading.active_count() == threads


def resident() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


asks_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="it asks /proc")


@pytest.mark.promise("wire-idle")
@asks_proc
def test_an_idle_connection_is_small(worlds: Any) -> None:
    world = worlds()
    crowd = [world.connect() for _ in range(20)]
    before = resident()
    crowd += [world.connect() for _ in range(200)]
    for peer, number in crowd:
        world.assert_works(peer, number)
    assert (resident() - before) / 200 <= 64 * 1024


@pytest.mark.promise("wire-idle")
@asks_proc
@pytest.mark.parametrize("parts", [1, 4])
def test_a_connection_that_is_idle_again_is_small(worlds: Any, parts: int) -> None:
    world = worlds()
    crowd = [world.connect() for _ in range(30)]
    text = b'{"method":"' + b"x" * 4 * MIB + b'"}'
    step = len(text) // parts + 1
    # Where the allocator takes memory of this size from the system, and gives it back at once.
    pieces = [text[start : start + step] for start in range(0, len(text), step)]
    for turn in range(2):
        before = resident()
        for peer, number in crowd:
            for index, piece in enumerate(pieces):
                final = index + 1 == len(pieces)
                peer.frame(piece, TEXT if index == 0 else MORE, final=final)
            assert len(arrival(world.wire)[2]) == 4 * MIB
            world.wire.send(number, [text])
            assert len(peer.read_text()) == len(text)
            assert arrival(world.wire) == (number, "room")
            world.assert_works(peer, number)
            peer.buffer = b""
        if turn:
            assert resident() - before <= len(crowd) * 64 * 1024


@asks_proc
@pytest.mark.parametrize("kind", ["unix", "stdio"])
def test_what_waits_takes_what_it_counts(worlds: Any, kind: str) -> None:
    """A short part of a long message does not keep the message, nor a short message what was read with it."""
    world = worlds()
    lines = Lines(world.wire) if kind == "stdio" else None
    peer = None if lines else world.connect()[0]

    def say(text: bytes) -> None:
        received = world.wire.stats()["received"] + world.wire.stats()["junk"]
        if lines:
            lines.write(text + b"\n")
        elif peer:
            peer.frame(text)
        while world.wire.stats()["received"] + world.wire.stats()["junk"] == received:
            pass

    padding = b"x" * MIB
    say(b'{"pad":"' + padding + b'","method":"a","params":[1]}')
    before = resident()
    for _ in range(40):
        say(b'{"pad":"' + padding + b'","method":"a","params":[1]}')
    for _ in range(500):
        say(b'{"method":"a","params":[1]}')
        say(b"x" * 10_000)
    assert world.wire.stats()["unread"] < 300_000
    assert resident() - before <= 8 * MIB
    if lines:
        lines.close()


@asks_proc
def test_pings_that_are_not_read_take_no_memory(worlds: Any) -> None:
    world = worlds()
    flood, number = world.connect()
    flood.frame(b"", PING)
    assert flood.read_frame() == (PONG, True, b"")
    before = resident()
    pings = frame(b"x" * 125, PING) * 1000
    for _ in range(200):
        flood.socket.sendall(pings)
    flood.frame(b'{"method":"done"}')
    assert arrival(world.wire) == (number, "notification", "done", None)
    assert resident() - before <= 4 * MIB


def test_shutting_down_waits_for_nobody(worlds: Any) -> None:
    world = worlds()
    _peer, number = world.connect()
    lines = Lines(world.wire)
    world.wire.send(number, [BIG] * 8)
    world.wire.send(lines.peer, [BIG] * 8)
    world.wire.shut_down()
    assert sorted(world.wire.take(10)) == [
        (one, "closed", "closed", "it was shut down") for one in sorted([number, lines.peer])
    ]
    with pytest.raises(OSError, match="was shut down"):
        world.wire.adopt(lines.output, lines.input)
    with pytest.raises(OSError, match="was shut down"):
        world.wire.dial_unix(b"/none")
    with pytest.raises(OSError, match="was shut down"):
        world.wire.listen_websocket("127.0.0.1", 0)
    with pytest.raises(OSError, match="was shut down"):
        world.wire.listen_unix(os.fsencode(world.path), startup_lock=None)
    assert not Path(world.path).exists()
    lines.close()


def test_closing_waits_a_second_for_a_peer_that_takes_nothing(worlds: Any) -> None:
    world = worlds()
    _peer, number = world.connect()
    lines = Lines(world.wire)
    world.wire.send(number, [BIG] * 8)
    world.wire.send(lines.peer, [BIG] * 8)
    world.wire.close(number, 1012, "")
    world.wire.close(lines.peer, 1012, "")
    gone: set[int] = set()
    while len(gone) < 2:
        gone |= {one[0] for one in arrivals(world.wire, bool) if one[1:3] == ("closed", "closed")}
    lines.close()


def test_limits_that_are_none_are_refused() -> None:
    for name in ("handshake_seconds", "stall_seconds", "ping_seconds"):
        for seconds in (0.0, -1.0, float("nan")):
            with pytest.raises(ValueError, match=f"{name} is .*; it must be a positive number of seconds"):
                open_wire(**{name: seconds})
    world = open_wire(handshake_seconds=float("inf"), stall_seconds=float("inf"), ping_seconds=float("inf"))
    _, _, port = world.listen_websocket("127.0.0.1", 0)
    assert RawPeer.tcp(port).upgrade()[0] == 101


# -- the process


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
