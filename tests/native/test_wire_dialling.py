"""Dialling: a wire as the client of another, of a server served by hand, and of a child process."""

from __future__ import annotations

import os
import signal
import socket
import struct
from base64 import b64encode
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.native.raw_peer import (
    CLOSE,
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

SHAKEN = (
    b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-accept: %s\r\n\r\n"
)


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = open_wire(max_frame_bytes=1 << 20, max_message_bytes=8 << 20)
    yield wire
    wire.shut_down()


@pytest.fixture
def server() -> Iterator[Wire]:
    wire = open_wire(max_frame_bytes=1 << 20, max_message_bytes=8 << 20)
    yield wire
    wire.shut_down()


class RawServer:
    """A server of one connection that says what a test wants."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self) -> tuple[RawPeer, bytes]:
        """The connection, and the head of its first request."""
        peer = RawPeer(self.listener.accept()[0])
        self.listener.close()
        while b"\r\n\r\n" not in peer.buffer:
            peer._fill()
        head, _, peer.buffer = peer.buffer.partition(b"\r\n\r\n")
        return peer, head

    def shake_hands(self, more: bytes = b"") -> RawPeer:
        peer, head = self.accept()
        key = next(
            line[19:] for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key: ")
        )
        peer.socket.sendall(SHAKEN % accept_key(key) + more)
        return peer


def accept_key(key: bytes) -> bytes:
    return b64encode(sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())


@pytest.mark.promise("wire-dialling")
@pytest.mark.parametrize("transport", ["unix", "websocket"])
def test_two_wires(wire: Wire, server: Wire, tmp_path: Path, transport: str) -> None:
    if transport == "unix":
        path = os.fsencode(tmp_path / "a.sock")
        server.listen_unix(path, startup_lock=None)
        client = wire.dial_unix(path)
    else:
        _, _, port = server.listen_websocket("127.0.0.1", 0)
        client = wire.dial_websocket(f"ws://127.0.0.1:{port}", token="unused")
    assert arrival(wire) == (client, "opened", transport)
    other, *opened = arrival(server)
    assert opened == ["opened", transport]
    wire.send(client, [b'{"id":"initialize","method":"initialize","params":{}}', b'{"method":"initialized"}'])
    assert arrivals(server, lambda found: len(found) == 2) == [
        (other, "request", "initialize", "initialize", b"{}"),
        (other, "notification", "initialized", None),
    ]
    long = b'"' + b"x" * (3 << 20) + b'"'
    server.send(other, [b'{"id":"initialize","result":' + long + b"}"])
    assert arrival(wire) == (client, "result", "initialize", long)
    wire.send(client, [b'{"id":1,"result":' + long + b"}"])
    assert arrivals(server, lambda found: len(found) >= 2)[-1] == (other, "result", 1, long)
    server.close(other, 1012, "the server restarts")
    assert until_closed(wire, client)[-1] == (client, "closed", "aborted", "the server restarts")
    assert until_closed(server, other) == [(other, "closed", "closed", "the server restarts")]


@pytest.mark.promise("wire-dialling")
def test_a_token_goes_to_loopback_addresses_only(wire: Wire) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "127.8.8.8"):
        wire.dial_websocket(f"ws://{host}:1", token="secret")
    for url in ("ws://192.0.2.1:80", "ws://example.com", "ws://localhost.example.com", "ws://0.0.0.0:1"):
        with pytest.raises(ValueError, match="loopback") as refused:
            wire.dial_websocket(url, token="secret")
        assert "secret" not in str(refused.value)
    with pytest.raises(ValueError, match="characters that no header can carry"):
        wire.dial_websocket("ws://localhost:1", token="a\r\nb: c")


@pytest.mark.parametrize("url", ["", "127.0.0.1:1", "http://127.0.0.1:1", "wss://", "ws://", "ws:// :1"])
def test_urls_of_no_websocket(wire: Wire, url: str) -> None:
    with pytest.raises(ValueError, match=r"URL|TLS|host"):
        wire.dial_websocket(url, token=None)
    assert wire.stats()["peers"] == 0


def test_the_handshake_of_a_client(wire: Wire) -> None:
    server = RawServer()
    client = wire.dial_websocket(server.url + "/any", token="secret")
    peer, head = server.accept()
    first, *lines = head.decode().lower().split("\r\n")
    assert first == "get /any http/1.1"
    names = sorted(line.partition(":")[0] for line in lines)
    assert names == sorted(
        ["host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "authorization"]
    )
    assert "authorization: bearer secret" in lines
    peer.socket.sendall(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 9\r\n\r\nno entry\n")
    closed = arrival(wire)
    assert closed[:3] == (client, "closed", "refused")
    assert "401 Unauthorized" in closed[3]
    assert "secret" not in closed[3]


def test_what_follows_the_handshake_at_once_is_read(wire: Wire) -> None:
    server = RawServer()
    client = wire.dial_websocket(server.url, token=None)
    peer = server.shake_hands(frame(b'{"method":"first"}', mask=False))
    assert arrivals(wire, lambda found: len(found) == 2)[1] == (client, "notification", "first", None)
    wire.send(client, [b'{"id":1}'])
    opcode, final, masked = peer.read_frame_masked()
    assert (opcode, final, masked) == (TEXT, True, b'{"id":1}')
    peer.frame(b"?", PING, mask=False)
    assert peer.read_frame_masked() == (PONG, True, b"?")
    peer.frame(struct.pack("!H", 1001) + b"bye", CLOSE, mask=False)
    assert peer.read_frame_masked()[0] == CLOSE
    peer.close()
    assert until_closed(wire, client) == [(client, "closed", "aborted", "bye")]


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (b"", "eof"),
        (frame(b"{}"), "invalid_data"),
        (frame(b"\xff", mask=False), "invalid_data"),
        (frame(b"x" * ((1 << 20) + 1), mask=False), "too_big"),
    ],
    ids=["nothing", "masked", "not UTF-8", "long"],
)
def test_what_a_server_may_not_send(wire: Wire, sent: bytes, kind: str) -> None:
    server = RawServer()
    client = wire.dial_websocket(server.url, token=None)
    peer = server.shake_hands(sent)
    peer.socket.shutdown(socket.SHUT_WR)
    assert until_closed(wire, client)[-1][1:3] == ("closed", kind)


def test_a_server_that_is_not_there(wire: Wire, tmp_path: Path) -> None:
    server = RawServer()
    server.listener.close()
    client = wire.dial_websocket(server.url, token=None)
    closed = arrival(wire)
    assert closed[:3] == (client, "closed", "refused")
    assert server.url in closed[3]
    assert "Connection refused" in closed[3]
    client = wire.dial_unix(os.fsencode(tmp_path / "none.sock"))
    closed = arrival(wire)
    assert closed[:3] == (client, "closed", "refused")
    assert str(tmp_path / "none.sock") in closed[3]


@pytest.mark.promise("wire-dialling")
def test_a_server_that_does_not_answer() -> None:
    wire = open_wire(handshake_seconds=0.05)
    server = RawServer()
    client = wire.dial_websocket(server.url, token=None)
    assert arrival(wire) == (
        client,
        "closed",
        "refused",
        f"cannot connect to {server.url}/: no answer for 50ms",
    )
    server.listener.close()


def test_a_server_that_speaks_something_else(wire: Wire) -> None:
    server = RawServer()
    client = wire.dial_websocket(server.url, token=None)
    peer, _ = server.accept()
    peer.socket.sendall(b"SSH-2.0-server\r\n")
    peer.close()
    assert arrival(wire)[:3] == (client, "closed", "refused")


def test_dialling_is_given_up(wire: Wire) -> None:
    server = RawServer()
    client = wire.dial_websocket(server.url, token=None)
    peer, _ = server.accept()
    wire.close(client, 1000, "given up")
    assert arrival(wire) == (client, "closed", "closed", "given up")
    assert peer.is_over()


# -- child processes


def dial(wire: Wire, *arguments: str, stderr: int | None = None) -> int:
    environment = [b"PATH=" + os.fsencode(os.environ["PATH"])]
    return wire.dial_command(
        [os.fsencode(argument) for argument in arguments],
        directory=b"/",
        environment=environment,
        stderr=stderr,
    )


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def test_a_command_that_echoes(wire: Wire) -> None:
    peer = dial(wire, "cat")
    assert arrival(wire) == (peer, "opened", "command")
    text = b'"' + b"x" * (1 << 20) + b'"'
    wire.send(peer, [b'{"id":1,"result":' + text + b"}", b'{"method":"a"}'])
    found = [one for one in arrivals(wire, lambda found: len(found) >= 3) if one[1] != "room"]
    assert found == [(peer, "result", 1, text), (peer, "notification", "a", None)]
    wire.close(peer, 1000, "enough")
    assert until_closed(wire, peer)[-1] == (peer, "closed", "closed", "enough")


@pytest.mark.promise("wire-commands")
def test_a_command_that_ends_says_how(wire: Wire) -> None:
    peer = dial(wire, "sh", "-c", """echo '{"method":"a"}'; printf '{"method":"b"}'; exit 3""")
    found = until_closed(wire, peer)
    assert [one[1:3] for one in found[1:3]] == [("notification", "a"), ("notification", "b")]
    assert found[-1] == (peer, "closed", "eof", "the command ended with exit code 3")


def test_a_command_that_cannot_be_started(wire: Wire) -> None:
    peer = dial(wire, "/no/such/program")
    closed = arrival(wire)
    assert closed[:3] == (peer, "closed", "refused")
    assert "/no/such/program" in closed[3]


def test_standard_error_goes_where_it_is_told(wire: Wire) -> None:
    reading, writing = os.pipe()
    peer = dial(wire, "sh", "-c", "echo said >&2", stderr=writing)
    os.close(writing)
    until_closed(wire, peer)
    assert os.read(reading, 100) == b"said\n"
    assert os.read(reading, 100) == b""
    os.close(reading)


@pytest.mark.promise("wire-commands")
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="it asks /proc")
@pytest.mark.parametrize("end", ["close", "shut_down", "drop"])
def test_the_group_of_a_command_goes_with_the_connection(end: str) -> None:
    wire = open_wire()
    script = "trap '' TERM; sleep 1000 & echo '{\"method\":\"'$$'/'$!'\"}'; cat > /dev/null; wait"
    reading, writing = os.pipe()
    peer = dial(wire, "sh", "-c", script, stderr=writing)
    os.close(writing)
    method = arrivals(wire, lambda found: len(found) == 2)[1][2]
    pids = [int(pid) for pid in method.split("/")]
    assert all(map(lives, pids))
    if end == "close":
        wire.close(peer, 1000, "")
        until_closed(wire, peer)
        assert not any(map(lives, pids))
    if end == "shut_down":
        wire.shut_down()
        assert wire.take(10) == [(peer, "closed", "closed", "it was shut down")]
    del wire
    assert os.read(reading, 1) == b""  # nobody is left who has the other end
    os.close(reading)


def test_a_command_that_is_killed(wire: Wire) -> None:
    peer = dial(wire, "sh", "-c", "echo '{\"method\":\"'$$'\"}'; exec cat")
    pid = int(arrivals(wire, lambda found: len(found) == 2)[1][2])
    os.kill(pid, signal.SIGKILL)
    assert until_closed(wire, peer) == [(peer, "closed", "eof", "the command ended with exit code 137")]


def test_a_command_that_closes_its_output_is_over(wire: Wire) -> None:
    peer = dial(wire, "sh", "-c", "exec >&-; exec sleep 1000")
    closed = until_closed(wire, peer)[-1]
    assert closed[1:3] == ("closed", "eof")
    assert "closed its standard output" in closed[3]


def test_the_real_program_answers_over_its_standard_streams(wire: Wire, tmp_path: Path) -> None:
    packages: Any = pytest.importorskip("codex_cli_bin", reason="openai-codex-cli-bin is not installed")
    program = str(packages.bundled_codex_path())
    home = tmp_path / "home"
    home.mkdir()
    peer = wire.dial_command(
        [os.fsencode(program), b"app-server"],
        directory=os.fsencode(tmp_path),
        environment=[b"PATH=" + os.fsencode(os.environ["PATH"]), b"CODEX_HOME=" + os.fsencode(home)],
        stderr=os.open(os.devnull, os.O_WRONLY),
    )
    params = b'{"clientInfo":{"name":"a","title":null,"version":"1"}}'
    wire.send(peer, [b'{"id":1,"method":"initialize","params":' + params + b"}"])
    found = arrivals(wire, lambda found: any(one[1] == "result" for one in found))
    assert next(one[2] for one in found if one[1] == "result") == 1
    wire.close(peer, 1000, "")
    assert until_closed(wire, peer)[-1][2] == "closed"
