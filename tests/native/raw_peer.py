"""A peer of a `Wire` that is served by hand, so that tests say every byte: HTTP, frames, and wrong ones."""

from __future__ import annotations

import os
import select
import socket
import struct
import weakref
from typing import TYPE_CHECKING, Any

from appserver._core import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 20.0
"""Seconds after which what was to come is given up."""

TEXT, BINARY, CLOSE, PING, PONG, MORE = 1, 2, 8, 9, 10, 0


def open_wire(**limits: Any) -> Wire:
    """A wire with usual limits, but for those that are named."""
    usual: dict[str, Any] = {
        "max_message_bytes": 64 << 20,
        "max_frame_bytes": 16 << 20,
        "max_unsent_bytes": 32 << 20,
        "max_unread_bytes": 8 << 20,
        "max_connections": 1000,
        "handshake_seconds": 10.0,
        "stall_seconds": 30.0,
        "ping_seconds": 20.0,
    }
    return Wire(**(usual | limits))


def arrivals(wire: Wire, until: Callable[[list[tuple[Any, ...]]], bool]) -> list[tuple[Any, ...]]:
    """Take what arrives until it is what was waited for."""
    found: list[tuple[Any, ...]] = []
    while not until(found):
        readable, _, _ = select.select([wire.fileno()], [], [], PATIENCE)
        assert readable, f"only this has arrived: {found}"
        found += wire.take(100)
    return found


def arrival(wire: Wire) -> tuple[Any, ...]:
    """The next one."""
    readable, _, _ = select.select([wire.fileno()], [], [], PATIENCE)
    assert readable, "nothing has arrived"
    (found,) = wire.take(1)
    return found


def until_closed(wire: Wire, peer: int) -> list[tuple[Any, ...]]:
    """Take what arrives until that peer is over."""
    return arrivals(wire, lambda found: any(one[:2] == (peer, "closed") for one in found))


class RawPeer:
    """A WebSocket client without a mind of its own."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        weakref.finalize(self, sock.close)
        self.socket.settimeout(PATIENCE)
        self.buffer = b""

    @classmethod
    def tcp(cls, port: int, host: str = "127.0.0.1") -> RawPeer:
        return cls(socket.create_connection((host, port), timeout=PATIENCE))

    @classmethod
    def unix(cls, path: str) -> RawPeer:
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(path)
        return cls(sock)

    def request(
        self, method: str = "GET", path: str = "/", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one HTTP request; its status, headers and body."""
        lines = [f"{method} {path} HTTP/1.1", "host: localhost"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        return self.answer()

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        while b"\r\n\r\n" not in self.buffer:
            self._fill()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = self._read(int(headers.get("content-length", 0)))
        return int(first.split()[1]), headers, body

    def upgrade(self, path: str = "/", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """The handshake."""
        usual = {
            "connection": "Upgrade",
            "upgrade": "websocket",
            "sec_websocket_version": "13",
            "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        return self.request("GET", path, **(usual | headers))

    def frame(self, payload: bytes, opcode: int = TEXT, *, final: bool = True, mask: bool = True) -> None:
        self.socket.sendall(frame(payload, opcode, final=final, mask=mask))

    def read_frame(self) -> tuple[int, bool, bytes]:
        """Opcode, whether it is the last of its message, payload."""
        first, length = self._read(2)
        if length == 126:
            (length,) = struct.unpack("!H", self._read(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self._read(8))
        return first & 15, bool(first & 128), self._read(length)

    def read_frame_masked(self) -> tuple[int, bool, bytes]:
        """A frame of a client, which is shorter than 126 bytes."""
        first, length = self._read(2)
        assert 128 <= length < 128 + 126
        mask = self._read(4)
        payload = bytes(byte ^ mask[index % 4] for index, byte in enumerate(self._read(length - 128)))
        return first & 15, bool(first & 128), payload

    def read_text(self) -> bytes:
        """The next message, whose fragments are joined."""
        opcode, final, payload = self.read_frame()
        assert opcode == TEXT
        while not final:
            opcode, final, more = self.read_frame()
            assert opcode == MORE
            payload += more
        return payload

    def read_close(self) -> tuple[int, str]:
        """Code and reason of the Close frame that is next, after which nothing comes."""
        opcode, _, payload = self.read_frame()
        assert opcode == CLOSE, (opcode, payload)
        return struct.unpack("!H", payload[:2])[0], payload[2:].decode()

    def is_over(self) -> bool:
        """Wait for the end of the bytes."""
        try:
            return self.buffer == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def _fill(self) -> None:
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise EOFError(self.buffer)
        self.buffer += piece

    def _read(self, count: int) -> bytes:
        parts = [self.buffer]
        have = len(self.buffer)
        while have < count:
            piece = self.socket.recv(1 << 16)
            if not piece:
                raise EOFError(b"".join(parts))
            parts.append(piece)
            have += len(piece)
        whole = b"".join(parts)
        self.buffer = whole[count:]
        return whole[:count]

    def close(self) -> None:
        self.socket.close()


def frame(payload: bytes, opcode: int = TEXT, *, final: bool = True, mask: bool = True) -> bytes:
    """One frame, by default as a client sends it; the mask is zero, so that the payload stands there as it is."""
    first = opcode | (128 if final else 0)
    bit = 128 if mask else 0
    if len(payload) < 126:
        head = struct.pack("!BB", first, bit | len(payload))
    elif len(payload) < 1 << 16:
        head = struct.pack("!BBH", first, bit | 126, len(payload))
    else:
        head = struct.pack("!BBQ", first, bit | 127, len(payload))
    return head + (b"\0\0\0\0" if mask else b"") + payload


class Lines:
    """Both ends of an adopted pair of pipes."""

    def __init__(self, wire: Wire) -> None:
        reading, self.input = os.pipe()
        self.output, writing = os.pipe()
        self.peer = wire.adopt(reading, writing)
        os.close(reading)
        os.close(writing)
        assert arrival(wire) == (self.peer, "opened", "stdio")
        self.text = b""

    def write(self, text: bytes) -> None:
        while text:
            text = text[os.write(self.input, text) :]

    def end(self) -> None:
        os.close(self.input)
        self.input = -1

    def read(self, count: int) -> bytes:
        parts = []
        while count:
            readable, _, _ = select.select([self.output], [], [], PATIENCE)
            assert readable, "nothing was written"
            piece = os.read(self.output, count)
            if not piece:
                break
            parts.append(piece)
            count -= len(piece)
        return b"".join(parts)

    def read_now(self) -> bytes:
        """What is there without waiting."""
        readable, _, _ = select.select([self.output], [], [], 0)
        return os.read(self.output, 1 << 16) if readable else b""

    def read_line(self) -> bytes:
        while b"\n" not in self.text:
            self.text += self.read_some()
        line, self.text = self.text.split(b"\n", 1)
        return line + b"\n"

    def read_some(self) -> bytes:
        readable, _, _ = select.select([self.output], [], [], PATIENCE)
        assert readable, "nothing was written"
        return os.read(self.output, 1 << 16)

    def close(self) -> None:
        for descriptor in (self.input, self.output):
            if descriptor >= 0:
                os.close(descriptor)
