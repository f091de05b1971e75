"""What waits, and what is kept, has a bound in bytes, whatever peers do."""

from __future__ import annotations

import gc
import os
import select
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.native.raw_peer import (
    BINARY,
    CLOSE,
    MORE,
    PING,
    PONG,
    TEXT,
    Lines,
    RawPeer,
    arrival,
    frame,
    open_wire,
    until_closed,
)
from tests.native.wire_world import BIG, MIB

LONG = b'"' + b"x" * (3 * MIB) + b'"'

KINDS = pytest.mark.parametrize("kind", ["unix", "websocket"])


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


@pytest.mark.promise("wire-long-messages")
@KINDS
def test_a_message_longer_than_what_may_be_unsent_reaches_a_peer_that_reads(worlds: Any, kind: str) -> None:
    world = worlds(max_unsent_bytes=MIB, max_message_bytes=4 * MIB)
    raw, number = world.connect(kind)
    for messages in ([LONG], [b"{}", LONG, b"{}"], [LONG]):
        assert world.wire.send(number, messages) > MIB
        for message in messages:
            assert raw.read_text() == message
        while world.wire.stats()["unsent"]:  # it is written, and about to be counted
            pass
    raw.close()


@pytest.mark.promise("wire-overloaded")
def test_lines_that_are_sent_too_much_are_over() -> None:
    wire = open_wire(max_unsent_bytes=MIB)
    lines = Lines(wire)
    assert wire.send(lines.peer, [BIG]) > MIB  # longer than all that may be unsent: one such message is taken
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


def test_limits_that_are_none_are_refused() -> None:
    for name in ("handshake_seconds", "stall_seconds", "ping_seconds"):
        for seconds in (0.0, -1.0, float("nan")):
            with pytest.raises(ValueError, match=f"{name} is .*; it must be a positive number of seconds"):
                open_wire(**{name: seconds})
    world = open_wire(handshake_seconds=float("inf"), stall_seconds=float("inf"), ping_seconds=float("inf"))
    _, _, port = world.listen_websocket("127.0.0.1", 0)
    assert RawPeer.tcp(port).upgrade()[0] == 101


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
def test_a_connection_that_is_idle_again_is_small(worlds: Any) -> None:
    world = worlds()
    crowd = [world.connect() for _ in range(151)]
    text = b'{"method":"' + b"x" * MIB + b'"}'
    half = len(text) // 2

    def talk(peer: RawPeer, number: int) -> None:
        peer.frame(text[:half], TEXT, final=False)
        peer.frame(text[half:], MORE)
        assert len(arrival(world.wire)[2]) == MIB
        peer.frame(text, BINARY)
        assert arrival(world.wire)[1] == "junk"
        world.wire.send(number, [text])
        assert len(peer.read_text()) == len(text)
        assert arrival(world.wire) == (number, "room")
        world.assert_works(peer, number)
        peer.buffer = b""

    talk(*crowd[0])
    before = resident()
    for peer, number in crowd[1:]:
        talk(peer, number)
    assert (resident() - before) / 150 <= 64 * 1024


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
