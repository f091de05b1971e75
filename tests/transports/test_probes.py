"""What no good client sends, on every transport: what becomes of it, and of the connection."""

from __future__ import annotations

import json
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from appserver.transports.limits import WireLimits
from tests.native.raw_peer import BINARY, CLOSE, MORE, PING, TEXT, frame
from tests.transports.conftest import Listening, listening
from tests.transports.raw import LineClient, RawClient, WebSocketClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from websockets.frames import Frame

LIST = b'{"id":7,"method":"thread/loaded/list","params":{}}'
ANSWER = {"id": 7, "result": {"data": [], "nextCursor": None}}
NOTHING: list[Any] = []
INVALID = {"id": 7, "error": -32600}

MESSAGES: dict[str, tuple[bytes, list[Any]]] = {
    "an object": (LIST, [ANSWER]),
    "blanks around it": (b" \t" + LIST + b" \r ", [ANSWER]),
    "nothing": (b"", NOTHING),
    "blanks": (b" \t\r", NOTHING),
    "a version": (LIST.replace(b"{", b'{"jsonrpc":"2.0",', 1), [ANSWER]),
    "an id that is a text": (LIST.replace(b"7", b'"7"'), [ANSWER | {"id": "7"}]),
    "an unknown method": (b'{"id":7,"method":"no/such","params":{}}', [INVALID]),
    "params of another kind": (LIST.replace(b"{}", b"[1]"), [INVALID]),
    "a byte order mark": (b"\xef\xbb\xbf" + LIST, NOTHING),
    "two objects": (LIST + LIST, NOTHING),
    "an array": (b"[" + LIST + b"]", NOTHING),
    "an empty array": (b"[]", NOTHING),
    "a text": (b'"text"', NOTHING),
    "a number": (b"5", NOTHING),
    "null": (b"null", NOTHING),
    "junk": (b"junk {", NOTHING),
    "an empty object": (b"{}", NOTHING),
    "an id twice": (LIST.replace(b"{", b'{"id":8,', 1), NOTHING),
    "a method twice": (LIST.replace(b"{", b'{"method":"no",', 1), NOTHING),
    "an id that is null": (LIST.replace(b"7", b"null"), NOTHING),
    "an id that is a fraction": (LIST.replace(b"7", b"7.0"), NOTHING),
    "an id that is too large": (LIST.replace(b"7", b"9223372036854775808"), NOTHING),
    "an id that is an object": (LIST.replace(b"7", b"{}"), NOTHING),
    "an answer to nothing": (b'{"id":7,"result":{}}', NOTHING),
    "a refusal of nothing": (b'{"id":"7","error":{"code":1,"message":"no"}}', NOTHING),
    "an unknown notification": (b'{"method":"no/such"}', NOTHING),
    "half a character": (LIST.replace(b"{}", b'{"cursor":"\\ud800"}'), [INVALID]),
    "half a character in a method": (LIST.replace(b"thread/", b"\\ud800"), NOTHING),
    "a null character": (LIST.replace(b"{}", b'{"cursor":"\0"}'), NOTHING),
    "100 levels": (LIST.replace(b"{}", b'{"x":' + b"[" * 100 + b"]" * 100 + b"}"), [ANSWER]),
    "100 000 levels": (LIST.replace(b"{}", b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), [INVALID]),
    "1 MiB": (LIST.replace(b"{}", b'{"x":"' + b"x" * (1 << 20) + b'"}'), [ANSWER]),
}


async def send(client: RawClient, message: bytes) -> None:
    """Send a message of any bytes in one piece."""
    await client.write(message + b"\n" if isinstance(client, LineClient) else frame(message))


async def send_in_two(client: RawClient, message: bytes, cut: int) -> None:
    """Send a message in two pieces: parts of a line, or fragments."""
    if isinstance(client, LineClient):
        await client.write(message[:cut])
        await client.write(message[cut:] + b"\n")
    else:
        await client.write(frame(message[:cut], final=False) + frame(message[cut:], MORE))


async def answers_before(client: RawClient, request_id: Any) -> list[Any]:
    """All that comes before the answer to a further request, errors by their codes."""
    await client.send({"id": request_id, "method": "thread/loaded/list", "params": {}})
    found: list[Any] = []
    while (message := await client.receive())["id"] != request_id:
        if "error" in message:
            message["error"] = message["error"]["code"]
        found.append(message)
    assert message["result"]["data"] == []
    return found


@asynccontextmanager
async def one_client(transport: str, directory: Path, **options: Any) -> AsyncIterator[RawClient]:
    """A client that has done its handshake, of a server whose other clients are none of its matter."""
    async with listening(transport, directory, **options) as host:
        other = await host.connect()
        yield await host.connect()
        await other.request("thread/loaded/list", {})


@pytest.mark.promise("wire-probes")
async def test_a_message(transport: str, short_path: Path) -> None:
    async with one_client(transport, short_path) as client:
        for probe, (message, expected) in MESSAGES.items():
            await send(client, message)
            assert await answers_before(client, probe) == expected, probe


@pytest.mark.promise("wire-probes")
async def test_a_message_cut_anywhere(transport: str, short_path: Path) -> None:
    async with one_client(transport, short_path) as client:
        for cut in range(1, len(LIST)):
            await send(client, LIST[:cut])
            await send(client, LIST[cut:])
            assert await answers_before(client, cut + 100) == NOTHING
            await send_in_two(client, LIST, cut)
            assert await answers_before(client, cut + 1000) == [ANSWER]


@pytest.mark.promise("wire-probes")
async def test_nothing_is_served_before_the_handshake(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect(initialize=False)
        await send(client, LIST)
        await send(client, b'{"id":8,"method":"no/such","params":{}}')
        first, second = await client.receive(), await client.receive()
        assert first == {"id": 7, "error": {"code": -32600, "message": "Not initialized"}}
        assert second["id"] == 8
        assert "no/such" in second["error"]["message"]
        await client.initialize()


@pytest.mark.promise("wire-probes")
async def test_many_messages_in_one_piece(transport: str, short_path: Path) -> None:
    async with one_client(transport, short_path) as client:
        texts = [json.dumps({"id": number, "method": "thread/loaded/list"}).encode() for number in range(50)]
        is_line = isinstance(client, LineClient)
        await client.write(b"".join(text + b"\r\n\n" if is_line else frame(text) for text in texts))
        assert [(await client.receive())["id"] for _ in texts] == list(range(50))


@pytest.mark.promise("wire-probes")
async def test_a_line_above_the_limit_costs_only_itself(short_path: Path) -> None:
    async with one_client("lines", short_path, limits=WireLimits(message_bytes=1000)) as client:
        await send(client, LIST + b" " * 2000)
        assert await answers_before(client, 1) == NOTHING


@pytest.mark.promise("wire-probes")
async def test_bytes_that_are_no_text_end_a_line(short_path: Path) -> None:
    async with one_client("lines", short_path) as client:
        await client.write(LIST.replace(b"{}", b'{"cursor":"\xff"}') + b"\n")
        with pytest.raises(EOFError):
            await client.receive()


# -- frames

SOCKETS = ["unix", "websocket"]
LIMITS = WireLimits(message_bytes=3000, frame_bytes=1000)
BROKEN: dict[str, tuple[bytes, int, str]] = {
    "no mask": (frame(LIST, mask=False), 1002, ""),
    "not UTF-8": (frame(b"\xff"), 1007, "UTF-8"),
    "an opcode that there is not": (frame(LIST, 3), 1002, ""),
    "a reserved bit": (frame(LIST, TEXT | 64), 1002, ""),
    "a ping of 126 bytes": (frame(b"x" * 126, PING), 1002, ""),
    "a ping in fragments": (frame(b"x", PING, final=False), 1002, ""),
    "the rest of nothing": (frame(LIST, MORE), 1002, ""),
    "a message within another": (frame(LIST, final=False) + frame(LIST), 1002, ""),
    "a frame above the limit": (frame(b" " * 1001), 1009, "frame of more than 1000 bytes"),
    "a length without end": (b"\x81\xff" + b"\x7f" + b"\xff" * 7 + b"\0" * 4, 1009, "1000"),
    "a message above the limit": (
        frame(b" " * 1000, final=False) + frame(b" " * 1000, MORE, final=False) * 3,
        1009,
        "message of more than 3000 bytes",
    ),
}


async def control_frames(client: RawClient) -> list[Frame]:
    """The control frames that come up to the end."""
    assert isinstance(client, WebSocketClient)
    with pytest.raises(EOFError):
        await client.receive()
    return client.frames


@pytest.mark.promise("wire-probes")
@pytest.mark.parametrize("transport", SOCKETS)
async def test_frames_that_end_the_connection_and_why(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path, limits=LIMITS) as host:
        other = await host.connect()
        for probe, (sent, code, reason) in BROKEN.items():
            client = await host.connect()
            await client.write(sent)
            (closed,) = await control_frames(client)
            assert closed.opcode == CLOSE, probe
            assert int.from_bytes(closed.data[:2]) == code, probe
            assert reason in bytes(closed.data[2:]).decode(), probe
            assert len(closed.data) > 2, probe
        await other.request("thread/loaded/list", {})


@pytest.mark.promise("wire-probes")
@pytest.mark.parametrize("transport", SOCKETS)
async def test_a_close_frame_is_answered_by_one(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        for payload in (b"", b"\x03\xe8", b"\x03\xe9bye"):
            client = await host.connect()
            await client.write(frame(payload, CLOSE))
            (closed,) = await control_frames(client)
            assert (closed.opcode, bytes(closed.data[:2])) == (CLOSE, payload[:2])


@pytest.mark.promise("wire-probes")
@pytest.mark.parametrize("transport", SOCKETS)
async def test_frames_that_the_connection_outlives(transport: str, short_path: Path) -> None:
    async with one_client(transport, short_path) as client:
        assert isinstance(client, WebSocketClient)
        await client.write(
            frame(LIST, BINARY) + frame(b"a", PING) + frame(b"", 10) + frame(LIST[:9], final=False)
        )
        await client.write(frame(b"b", PING) + frame(b"", MORE, final=False) + frame(LIST[9:], MORE))
        assert await answers_before(client, 1) == [ANSWER]
        assert [(one.opcode, bytes(one.data)) for one in client.frames] == [(10, b"a"), (10, b"b")]


@pytest.mark.promise("wire-probes")
async def test_a_client_that_says_no_more(transport: str, short_path: Path) -> None:
    async with one_client(transport, short_path) as client:
        await send(client, LIST)
        client.socket.shutdown(socket.SHUT_WR)
        if transport == "lines":
            assert await client.receive() == ANSWER
            with pytest.raises(EOFError):
                await client.receive()
        else:
            while await client.read():  # up to the end
                pass


# -- HTTP

HANDSHAKE = (
    "connection: keep-alive, Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
REQUESTS: dict[str, tuple[str, int, int]] = {
    # what is sent, and the status on a port and on a unix socket; 0: hung up
    "a handshake": (f"GET /anything?x HTTP/1.1\r\nhost: a\r\n{HANDSHAKE}\r\n", 101, 101),
    "healthz": ("GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n", 200, 400),
    "readyz": ("GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n", 200, 400),
    "healthz by its head": ("HEAD /healthz HTTP/1.1\r\nhost: a\r\n\r\n", 200, 405),
    "a post to healthz": ("POST /healthz HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n", 405, 405),
    "the head of another path": ("HEAD / HTTP/1.1\r\nhost: a\r\n\r\n", 405, 405),
    "an old HTTP": (f"GET / HTTP/1.0\r\nhost: a\r\n{HANDSHAKE}\r\n", 426, 426),
    "another path": ("GET / HTTP/1.1\r\nhost: a\r\n\r\n", 400, 400),
    "a post": ("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n", 405, 405),
    "a web page": (f"GET / HTTP/1.1\r\nhost: a\r\norigin: http://a\r\n{HANDSHAKE}\r\n", 403, 101),
    "the health of a web page": ("GET /healthz HTTP/1.1\r\nhost: a\r\norigin: null\r\n\r\n", 403, 400),
    "an old version": (f"GET / HTTP/1.1\r\nhost: a\r\n{HANDSHAKE}\r\n".replace("13", "8"), 400, 400),
    "no key": (f"GET / HTTP/1.1\r\nhost: a\r\n{HANDSHAKE}\r\n".replace("-key", "-lock"), 400, 400),
    "offers": (
        f"GET / HTTP/1.1\r\nhost: a\r\n{HANDSHAKE}sec-websocket-protocol: a, b\r\n"
        "sec-websocket-extensions: permessage-deflate\r\n\r\n",
        101,
        101,
    ),
    "a long head": (f"GET / HTTP/1.1\r\nhost: a\r\nx: {'x' * (17 << 10)}\r\n\r\n", 431, 431),
    "a line of JSON": (LIST.decode() + "\n\n", 400, 400),
}


async def http(host: Listening, transport: str, request: str) -> tuple[int, str]:
    """Send a request; the status, and the headers."""
    if transport == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(host.url.removeprefix("unix://"))
    else:
        connection = socket.create_connection(("127.0.0.1", int(host.url.rpartition(":")[2])))
    async with RawClient(connection) as client:
        await client.write(request.encode())
        answer = b""
        while b"\r\n\r\n" not in answer and (data := await client.read()):
            answer += data
    return (int(answer.split()[1]) if answer else 0), answer.decode().lower()


@pytest.mark.promise("wire-probes")
@pytest.mark.parametrize("transport", SOCKETS)
async def test_a_request_of_http(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        for probe, (request, on_a_port, on_a_socket) in REQUESTS.items():
            status, headers = await http(host, transport, request)
            assert status == (on_a_port if transport == "websocket" else on_a_socket), probe
            assert "sec-websocket-protocol" not in headers, probe
            assert "sec-websocket-extensions" not in headers, probe
            assert ("max-unfragmented-message-bytes: 16777216" in headers) == (
                transport == "unix" and status == 101
            ), probe
        await (await host.connect()).request("thread/loaded/list", {})
