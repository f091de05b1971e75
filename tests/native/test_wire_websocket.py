"""WebSockets as a client without a mind of its own sees them: the handshake, frames, and the end."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest

from tests.native.raw_peer import (
    BINARY,
    CLOSE,
    MORE,
    PING,
    PONG,
    TEXT,
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


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = open_wire(max_message_bytes=3 << 20, max_frame_bytes=1 << 20)
    yield wire
    wire.shut_down()


@pytest.fixture
def port(wire: Wire) -> int:
    return wire.listen_websocket("127.0.0.1", 0)[2]


def connect(wire: Wire, port: int) -> tuple[RawPeer, int]:
    peer = RawPeer.tcp(port)
    assert peer.upgrade()[0] == 101
    number, kind, transport = arrival(wire)
    assert (kind, transport) == ("opened", "websocket")
    return peer, number


@pytest.fixture
def both(wire: Wire, port: int) -> Iterator[tuple[RawPeer, int]]:
    peer, number = connect(wire, port)
    yield peer, number
    peer.close()


@pytest.mark.promise("wire-handshake")
def test_the_handshake_agrees_on_nothing_else(wire: Wire, port: int) -> None:
    peer = RawPeer.tcp(port)
    status, headers, _ = peer.upgrade(
        "/any?path=1", sec_websocket_protocol="a", sec_websocket_extensions="permessage-deflate"
    )
    assert status == 101
    assert set(headers) == {"connection", "upgrade", "sec-websocket-accept", "date"}
    assert headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    peer.close()


@pytest.mark.promise("wire-handshake")
@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/healthz", {}, 200),
        ("GET", "/readyz", {}, 200),
        ("GET", "/healthz", {"origin": "http://localhost"}, 403),
        ("GET", "/", {"origin": "http://localhost"}, 403),
        ("GET", "/", {}, 400),
        ("POST", "/", {}, 405),
        ("GET", "/", {"connection": "upgrade", "upgrade": "websocket"}, 400),
        ("GET", "/", {"connection": "upgrade", "upgrade": "websocket", "sec_websocket_key": "a"}, 400),
        ("GET", "/" + "a" * 20_000, {}, 431),
        ("GET", "/", {"long": "a" * 20_000}, 431),
    ],
)
def test_requests_that_are_no_handshake(
    wire: Wire, port: int, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    peer = RawPeer.tcp(port)
    assert peer.request(method, path, **headers)[0] == status
    assert peer.is_over()
    assert wire.stats()["opened"] == 0


def test_messages_in_both_directions(wire: Wire, both: tuple[RawPeer, int]) -> None:
    peer, number = both
    peer.frame(b' {"id":1,"method":"a","params":[]}\n')
    assert arrival(wire) == (number, "request", 1, "a", b"[]")
    assert wire.send(number, [b'{"id":1}', b"{}"]) > 0
    assert [peer.read_text(), peer.read_text()] == [b'{"id":1}', b"{}"]


@pytest.mark.promise("wire-frames")
def test_a_message_in_fragments_with_a_ping_between(wire: Wire, both: tuple[RawPeer, int]) -> None:
    peer, number = both
    peer.frame(b'{"method":', TEXT, final=False)
    peer.frame(b"there?", PING)
    peer.frame(b'"a"}', MORE)
    assert arrival(wire) == (number, "notification", "a", None)
    assert peer.read_frame() == (PONG, True, b"there?")
    wire.close(number, 1000, "")
    assert peer.read_close() == (1000, "")  # and no second pong


@pytest.mark.promise("wire-frames")
def test_long_messages_leave_in_fragments(wire: Wire, both: tuple[RawPeer, int]) -> None:
    peer, number = both
    exact, longer = b"a" * (1 << 20), b"b" * ((2 << 20) + 1)
    wire.send(number, [exact, longer, b"c"])
    frames = [peer.read_frame() for _ in range(5)]
    assert [(opcode, final, len(payload)) for opcode, final, payload in frames] == [
        (TEXT, True, 1 << 20),
        (TEXT, False, 1 << 20),
        (MORE, False, 1 << 20),
        (MORE, True, 1),
        (TEXT, True, 1),
    ]
    assert frames[1][2] + frames[2][2] + frames[3][2] == longer


@pytest.mark.promise("wire-junk")
@pytest.mark.parametrize(
    ("payload", "opcode"),
    [
        (b"junk", TEXT),
        (b"", TEXT),
        (b"[]", TEXT),
        (b'{"method":"a"}{"method":"b"}', TEXT),
        (b'{"method":"a"}', BINARY),
    ],
)
def test_junk_is_told_and_the_connection_goes_on(
    wire: Wire, both: tuple[RawPeer, int], payload: bytes, opcode: int
) -> None:
    peer, number = both
    peer.frame(payload, opcode)
    peer.frame(b'{"method":"next"}')
    junk, following = arrivals(wire, lambda found: len(found) == 2)
    assert junk[:2] == (number, "junk")
    assert following == (number, "notification", "next", None)


@pytest.mark.promise("wire-close")
@pytest.mark.parametrize(
    ("sent", "code", "kind"),
    [
        (frame(b"{}", mask=False), 1002, "invalid_data"),
        (frame(b"{}", 3), 1002, "invalid_data"),
        (frame(b"{}", TEXT | 64), 1002, "invalid_data"),
        (frame(b"x" * 126, PING), 1002, "invalid_data"),
        (frame(b"{}", MORE), 1002, "invalid_data"),
        (frame(b"\xff"), 1007, "invalid_data"),
        (frame(b"x" * ((1 << 20) + 1)), 1009, "too_big"),
        (
            frame(b"x" * (1 << 20), final=False) + frame(b"x" * (1 << 20), MORE, final=False) * 3,
            1009,
            "too_big",
        ),
    ],
    ids=[
        "no mask",
        "opcode",
        "reserved bit",
        "long ping",
        "stray",
        "not UTF-8",
        "long frame",
        "long message",
    ],
)
def test_what_a_websocket_does_not_allow_ends_it_with_the_reason(
    wire: Wire, both: tuple[RawPeer, int], sent: bytes, code: int, kind: str
) -> None:
    peer, number = both
    peer.socket.sendall(sent)
    found, reason = peer.read_close()
    assert found == code
    assert reason
    if code == 1009:
        assert str((1 << 20) if len(sent) < 2 << 20 else (3 << 20)) in reason
    assert peer.is_over()
    peer.close()
    assert until_closed(wire, number)[-1][:3] == (number, "closed", kind)


@pytest.mark.promise("wire-close")
@pytest.mark.parametrize("sent", [b"", struct.pack("!H", 1000), struct.pack("!H", 1001) + b"bye"])
def test_a_close_frame_is_answered(wire: Wire, both: tuple[RawPeer, int], sent: bytes) -> None:
    peer, number = both
    peer.frame(sent, CLOSE)
    assert peer.read_frame() == (CLOSE, True, sent)
    assert peer.is_over()
    peer.close()
    assert until_closed(wire, number) == [
        (number, "closed", "aborted", "bye" if sent[2:] else "the peer closed the connection")
    ]


def test_the_end_of_the_bytes(wire: Wire, both: tuple[RawPeer, int]) -> None:
    peer, number = both
    peer.close()
    assert until_closed(wire, number)[-1][:3] == (number, "closed", "eof")


@pytest.mark.promise("wire-close")
def test_closing_writes_what_is_unsent_first(wire: Wire, both: tuple[RawPeer, int]) -> None:
    peer, number = both
    wire.send(number, [b"a" * 3_000_000])
    wire.close(number, 1012, "restarting" + "é" * 200)
    assert wire.send(number, [b"{}"]) == -1
    peer.frame(b'{"method":"late"}')
    assert peer.read_text() == b"a" * 3_000_000
    code, reason = peer.read_close()
    assert code == 1012
    assert reason.startswith("restartingé")
    peer.frame(struct.pack("!H", 1012), CLOSE)
    assert peer.is_over()
    assert [one[:3] for one in until_closed(wire, number) if one[1] != "room"] == [
        (number, "closed", "closed")
    ]


def test_a_code_that_may_not_be_sent_is_refused(wire: Wire) -> None:
    for code in (0, 999, 1004, 1005, 1006, 1015, 5000):
        with pytest.raises(ValueError, match=f"{code} is not a close code"):
            wire.close(1, code, "")


def test_one_text_for_many(wire: Wire, port: int) -> None:
    text = b'{"method":"' + b"x" * 100_000 + b'"}'
    peers: dict[int, RawPeer] = {number: peer for peer, number in (connect(wire, port) for _ in range(50))}
    for number in peers:
        wire.send(number, [text])
    for number, peer in peers.items():
        assert peer.read_text() == text
        peer.close()
        until_closed(wire, number)


@pytest.mark.promise("wire-fair")
def test_arrivals_are_taken_from_all_in_turn(wire: Wire, port: int) -> None:
    loud, number = connect(wire, port)
    quiet, other = connect(wire, port)
    loud.socket.sendall(frame(b'{"method":"loud"}') * 2000)
    while wire.stats()["received"] < 2000:
        pass
    quiet.frame(b'{"method":"quiet"}')
    while wire.stats()["received"] < 2001:
        pass
    first: list[tuple[Any, ...]] = wire.take(33)
    assert (other, "notification", "quiet", None) in first
    assert len([one for one in first if one[0] == number]) == 32
    loud.close()
    quiet.close()
