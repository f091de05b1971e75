"""JSON lines over two descriptors: what is a message, what is not, and how the line ends."""

from __future__ import annotations

import os
import socket
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.native.raw_peer import Lines, arrival, arrivals, open_wire, until_closed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver._core import Wire


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = open_wire()
    yield wire
    wire.shut_down()


@pytest.fixture
def lines(wire: Wire) -> Iterator[Lines]:
    lines = Lines(wire)
    yield lines
    lines.close()


MESSAGES: dict[bytes, tuple[Any, ...]] = {
    b'{"id":1,"method":"a","params":{"b": [1, null]}}': ("request", 1, "a", b'{"b": [1, null]}'),
    b'{"method":"a","params":null,"id":"x"}': ("request", "x", "a", b"null"),
    b'{"id":"","method":"a"}': ("request", "", "a", None),
    b'{"id":-9223372036854775808,"method":"a"}': ("request", -(2**63), "a", None),
    b'{"jsonrpc":"2.0","trace":{},"method":"a/\\u00e9","emittedAtMs":1}': ("notification", "a/é", None),
    b'{"id":1,"method":"a","result":{}}': ("request", 1, "a", None),
    b'{"id":1,"result":null}': ("result", 1, b"null"),
    b'{"id":"1","result":{"a":1},"error":null}': ("result", "1", b'{"a":1}'),
    b'{"id":1,"error":{"code":-1}}': ("error", 1, b'{"code":-1}'),
    b'{"id":null,"error":{"code":-1}}': ("error", None, b'{"code":-1}'),
    b'{"error":{"code":-1}}': ("error", None, b'{"code":-1}'),
    b'\t {"method":"a"} \t': ("notification", "a", None),
    b'{"method":"a","params":"\\ud800"}': ("notification", "a", b'"\\ud800"'),
    b'{"method":"a","params":' + b"[" * 500 + b"]" * 500 + b"}": (
        "notification",
        "a",
        b"[" * 500 + b"]" * 500,
    ),
}

JUNK = [
    b"junk",
    b"1",
    b"null",
    b'"text"',
    b"[]",
    b'[{"method":"a"}]',
    b"{}",
    b'{"id":1}',
    b'{"result":1}',
    b'{"id":null,"method":"a"}',
    b'{"id":1.5,"method":"a"}',
    b'{"id":1e2,"method":"a"}',
    b'{"id":true,"method":"a"}',
    b'{"id":[],"method":"a"}',
    b'{"id":9223372036854775808,"method":"a"}',
    b'{"id":"\\ud800","method":"a"}',
    b'{"id":1,"id":1,"method":"a"}',
    b'{"method":"a","method":"a"}',
    b'{"method":"a","params":1,"params":2}',
    b'{"method":1}',
    b'{"method":"a"} {"method":"a"}',
    b'{"method":"a"',
    b'{"method":"a","params":"\0"}',
    b'\xef\xbb\xbf{"method":"a"}',
]


@pytest.mark.promise("wire-messages")
@pytest.mark.parametrize("line", MESSAGES)
def test_what_is_a_message(wire: Wire, lines: Lines, line: bytes) -> None:
    lines.write(line + b"\n")
    assert arrival(wire) == (lines.peer, *MESSAGES[line])


@pytest.mark.promise("wire-junk")
@pytest.mark.parametrize("line", JUNK)
def test_what_is_none_is_told_and_the_connection_goes_on(wire: Wire, lines: Lines, line: bytes) -> None:
    lines.write(line + b'\n{"method":"next"}\n')
    junk, following = arrivals(wire, lambda found: len(found) == 2)
    assert junk[:2] == (lines.peer, "junk")
    assert 5 < len(junk[2]) < 300
    assert following == (lines.peer, "notification", "next", None)
    assert wire.stats()["junk"] == 1


@pytest.mark.promise("wire-lines")
def test_lines_end_as_they_like(wire: Wire, lines: Lines) -> None:
    lines.write(b'{"method":"a"}\r\n\n\r\n  \t\n{"method":"b"}\n{"method":"c"}\n')
    assert [one[2] for one in arrivals(wire, lambda found: len(found) == 3)] == ["a", "b", "c"]
    assert wire.stats()["junk"] == 0


@pytest.mark.promise("wire-lines")
def test_a_line_in_pieces_cut_anywhere(wire: Wire, lines: Lines) -> None:
    text = '{"id":1,"method":"é","params":"😀"}\n'.encode()
    for offset in range(len(text)):
        lines.write(text[:offset])
        assert wire.take(1) == []
        lines.write(text[offset:])
        assert arrival(wire) == (lines.peer, "request", 1, "é", '"😀"'.encode())


@pytest.mark.promise("wire-eof")
def test_what_was_read_before_the_end_is_answered(wire: Wire, lines: Lines) -> None:
    lines.write(b'{"id":1,"method":"a"}\n{"id":2,"method":"b"}')
    lines.end()
    assert arrivals(wire, lambda found: len(found) == 3) == [
        (lines.peer, "request", 1, "a", None),
        (lines.peer, "request", 2, "b", None),
        (lines.peer, "eof"),
    ]
    assert wire.send(lines.peer, [b'{"id":1}', b'{"id":2}']) >= 0
    wire.close(lines.peer, 1000, "")
    assert lines.read(100) == b'{"id":1}\n{"id":2}\n'
    assert until_closed(wire, lines.peer) == [(lines.peer, "closed", "eof", "")]


def test_a_peer_that_is_gone_after_its_end_is_over(wire: Wire) -> None:
    ours, its = socket.socketpair()
    peer = wire.adopt(ours.fileno(), ours.fileno())
    ours.close()
    its.close()
    assert [one[1:3] for one in until_closed(wire, peer)] == [
        ("opened", "stdio"),
        ("eof",),
        ("closed", "eof"),
    ]
    assert wire.send(peer, [b"{}"]) == -1


@pytest.mark.promise("wire-utf-8")
def test_bytes_that_are_not_utf_8_end_the_line(wire: Wire, lines: Lines) -> None:
    lines.write(b'{"method":"a"}\n{"method":"\xff"}\n{"method":"b"}\n')
    *before, closed = until_closed(wire, lines.peer)
    assert before == [(lines.peer, "notification", "a", None)]
    assert closed[:3] == (lines.peer, "closed", "invalid_data")


@pytest.mark.promise("wire-long-lines")
def test_a_line_that_is_too_long_is_skipped() -> None:
    wire = open_wire(max_message_bytes=20)
    lines = Lines(wire)
    exact = b'{"method":"12345678"}'[:-2] + b'"}'
    assert len(exact) == 21
    lines.write(exact + b"\n" + b"x" * 200_000 + b'\n{"method":"1234567"}\r\n' + b"y" * 21)
    lines.end()
    found = arrivals(wire, lambda found: found[-1:] == [(lines.peer, "eof")])
    assert [one[1] for one in found] == ["junk", "junk", "notification", "junk", "eof"]
    assert "20 bytes" in found[0][2]
    lines.close()


def test_a_large_message_goes_both_ways(wire: Wire, lines: Lines) -> None:
    text = b'{"method":"' + b"a" * (3 << 20) + b'"}'
    assert wire.send(lines.peer, [text, b"{}"]) > 3 << 20
    assert lines.read(len(text) + 4) == text + b"\n{}\n"
    assert arrival(wire) == (lines.peer, "room")
    lines.write(text + b"\n")
    assert arrival(wire)[2] == "a" * (3 << 20)


def test_files_are_read_and_written(wire: Wire, tmp_path: Any) -> None:
    (tmp_path / "in").write_bytes(b'{"id":1,"method":"a"}\n')
    with (tmp_path / "in").open() as reading, (tmp_path / "out").open("w") as writing:
        peer = wire.adopt(reading.fileno(), writing.fileno())
    assert [one[1] for one in arrivals(wire, lambda found: len(found) == 3)] == ["opened", "request", "eof"]
    wire.send(peer, [b"{}", b"x" * 10_000])
    wire.close(peer, 1000, "")
    until_closed(wire, peer)
    assert (tmp_path / "out").read_bytes() == b"{}\n" + b"x" * 10_000 + b"\n"


@pytest.mark.promise("wire-descriptors")
def test_the_flags_of_a_descriptor_stay_as_they_are(wire: Wire, lines: Lines) -> None:
    assert os.get_blocking(lines.input)
    assert os.get_blocking(lines.output)
    ours, its = socket.socketpair()
    peer = wire.adopt(ours.fileno(), ours.fileno())
    wire.send(peer, [b"{}"])
    assert its.recv(3) == b"{}\n"
    assert os.get_blocking(ours.fileno())
    ours.close()
    its.close()


def test_a_descriptor_that_is_not_open_is_refused(wire: Wire) -> None:
    with pytest.raises(ValueError, match="-1 is no file descriptor"):
        wire.adopt(-1, 0)
    with pytest.raises(OSError, match="Bad file descriptor"):
        wire.adopt(0, 999_999)
    assert wire.stats()["peers"] == 0


@pytest.mark.promise("wire-lines-at-once")
def test_what_nothing_waits_before_is_written_when_send_returns(wire: Wire, lines: Lines) -> None:
    for number in range(100):
        text = b'{"id":%d}' % number
        assert wire.send(lines.peer, [text, text]) == 0
        assert lines.read_now() == b"%b\n%b\n" % (text, text)
    assert wire.stats()["unsent"] == 0


@pytest.mark.promise("wire-lines-at-once")
def test_lines_of_many_threads_are_whole_and_in_the_order_of_each(wire: Wire, lines: Lines) -> None:
    def send(thread: int) -> None:
        for number in range(300):
            # Now and then more than a socket holds, so that the writing thread has to go on.
            padding = b"x" * (200_000 if number % 50 == 49 else number % 7 * 300)
            assert wire.send(lines.peer, [b"[%d,%d,%b]" % (thread, number, padding)]) >= 0

    threads = [Thread(target=send, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    received: dict[int, list[int]] = {0: [], 1: [], 2: []}
    for _ in range(900):
        first, number, rest = lines.read_line().split(b",")
        assert rest.strip(b"x") == b"]\n"
        received[int(first[1:])].append(int(number))
    for thread in threads:
        thread.join()
    assert received == {thread: list(range(300)) for thread in range(3)}
