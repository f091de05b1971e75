"""What peers do wrong, and what they suffer: each harms itself only."""

from __future__ import annotations

import os
import random
import select
import socket
import struct
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.native.raw_peer import (
    CLOSE,
    MORE,
    PING,
    PONG,
    TEXT,
    Lines,
    arrival,
    arrivals,
    frame,
    open_wire,
    until_closed,
)
from tests.native.wire_world import BIG, MIB

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
    world = worlds(stall_seconds=1.0, ping_seconds=1.2)
    slow, number = world.connect()
    # It has had nothing to take for longer than a peer may take nothing.
    assert slow.read_frame() == (PING, True, b"")
    slow.frame(b"", PONG)
    slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    world.wire.send(number, [BIG] * 4)
    for _ in range(4):
        assert slow.read_text() == BIG
    assert arrival(world.wire) == (number, "room")
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


@pytest.mark.promise("wire-pings")
@KINDS
def test_a_silent_peer_is_asked_and_then_closed(worlds: Any, kind: str) -> None:
    world = worlds(ping_seconds=0.4)
    quiet, number = world.connect(kind)
    assert quiet.read_frame() == (PING, True, b"")
    quiet.frame(b"", PONG)
    assert quiet.read_frame() == (PING, True, b"")
    assert quiet.read_close() == (1008, "stalled: it did not answer a ping for 400ms")
    quiet.close()
    assert until_closed(world.wire, number)[-1][1:3] == ("closed", "stalled")


@pytest.mark.promise("wire-handshake-time")
@KINDS
@pytest.mark.parametrize("said", [b"", b"GET", b"GET / HTTP/1.1\r\nhost: a\r\n", b"{}\n"])
def test_a_handshake_has_its_time(worlds: Any, kind: str, said: bytes) -> None:
    world = worlds(handshake_seconds=0.4, max_connections=1)
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
