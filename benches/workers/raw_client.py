"""A server in a process of its own, and the plainest client of it: lines over pipes, or frames over a unix socket.

No models and no loop, so that all servers are driven by the same few instructions.
"""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import clock_gettime, monotonic, sleep
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["RawClient", "Served", "processor_seconds", "served"]

SECONDS_TO_START = 30
INITIALIZE = {"clientInfo": {"name": "bench", "version": "0"}}
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Channel(Protocol):
    """Whole texts to a server, and from it."""

    def write(self, texts: Sequence[bytes]) -> None:
        """Write them in one call of the system."""

    def read(self) -> bytes:
        """The next one."""
        ...

    def close(self) -> None:
        """Hang up."""


class Lines:
    """A line a text."""

    def __init__(self, writing: IO[bytes], reading: IO[bytes]) -> None:
        self._writing = writing
        self._reading = reading

    def write(self, texts: Sequence[bytes]) -> None:
        """Write them in one call of the system."""
        self._writing.write(b"".join(text + b"\n" for text in texts))
        self._writing.flush()

    def read(self) -> bytes:
        """The next one."""
        line = self._reading.readline()
        if not line:
            raise RuntimeError("the server has closed its output")
        return line

    def close(self) -> None:
        """Hang up."""
        self._writing.close()
        self._reading.close()


class Frames:
    """A WebSocket frame a text, masked with zeros: that is valid, and costs the client nothing."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._socket.sendall(UPGRADE)
        self._reading = self._socket.makefile("rb")
        status = self._reading.readline()
        if b"101" not in status:
            raise RuntimeError(f"the server does not open a WebSocket: {status!r}")
        while self._reading.readline() != b"\r\n":
            pass

    def write(self, texts: Sequence[bytes]) -> None:
        """Write them in one call of the system."""
        self._socket.sendall(b"".join(_frame(text) for text in texts))

    def read(self) -> bytes:
        """The next one; pings are passed over."""
        while True:
            first, length = self._reading.read(2)
            if length >= 126:
                length = int.from_bytes(self._reading.read(2 if length == 126 else 8))
            text = self._reading.read(length)
            if first == 0x81:
                return text
            if first == 0x88:
                raise RuntimeError(f"the server has closed the WebSocket: {text[2:]!r}")

    def close(self) -> None:
        """Hang up."""
        self._reading.close()
        self._socket.close()


def _frame(text: bytes) -> bytes:
    length = len(text)
    assert length < 1 << 16, "what a benchmark sends is short"
    size = bytes([0x80 | length]) if length < 126 else b"\xfe" + length.to_bytes(2)
    return b"\x81" + size + b"\0\0\0\0" + text


class RawClient:
    """A client that has shaken hands."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._next_id = 0
        self.request("initialize", INITIALIZE)
        channel.write([b'{"method":"initialized"}'])

    def read(self) -> Any:
        """The next message."""
        return json.loads(self._channel.read())

    def request(self, method: str, params: Any = None) -> Any:
        """Send a request, and read up to its answer; events on the way are dropped."""
        self._next_id += 1
        message = {"id": self._next_id, "method": method, "params": params or {}}
        self._channel.write([json.dumps(message).encode()])
        while True:
            answer = self.read()
            if answer.get("id") == self._next_id and "method" not in answer:
                if "error" in answer:
                    raise RuntimeError(f"the server refused {method}: {answer['error']}")
                return answer["result"]

    def requests(self, method: str, times: int, at_once: int) -> None:
        """Send so many requests, so many at once, and read until they are answered. Nothing is looked at."""
        read = self._channel.read
        for start in range(0, times, at_once):
            count = min(at_once, times - start)
            first, self._next_id = self._next_id + 1, self._next_id + count
            template = b'{"id":%d,"method":"' + method.encode() + b'","params":{}}'
            self._channel.write([template % (first + number) for number in range(count)])
            left = count
            while left:
                left -= b'"result"' in read()

    def turn(self, params: Mapping[str, Any], others: Sequence[RawClient] = ()) -> int:
        """Run a turn to its end; how many text deltas came, to this client and to others that see its thread."""
        self._next_id += 1
        message = {"id": self._next_id, "method": "turn/start", "params": params}
        self._channel.write([json.dumps(message).encode()])
        return sum(client.deltas_of_turn() for client in (self, *others))

    def deltas_of_turn(self) -> int:
        """Read up to the end of a turn; how many text deltas came."""
        count = 0
        while True:
            text = self._channel.read()
            if b'"item/agentMessage/delta"' in text:
                count += 1
            elif b'"turn/completed"' in text:
                return count

    def close(self) -> None:
        """Hang up."""
        self._channel.close()


class Served:
    """A running server, over one way to reach it."""

    def __init__(
        self,
        way: Literal["stdio", "unix"],
        command: Sequence[str],
        environment: Mapping[str, str],
        directory: Path,
    ) -> None:
        self._socket = directory / "socket"
        where = [] if way == "stdio" else ["--listen", f"unix://{self._socket}"]
        self._process = subprocess.Popen(
            [*command, *where],
            stdin=subprocess.PIPE if way == "stdio" else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.pid = self._process.pid
        self._clients: list[RawClient] = []
        self.client = self._over_pipes() if way == "stdio" else self.connect()

    def _over_pipes(self) -> RawClient:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._kept(Lines(self._process.stdin, self._process.stdout))

    def connect(self) -> RawClient:
        """A further client, over the socket."""
        end = monotonic() + SECONDS_TO_START
        while True:
            try:
                return self._kept(Frames(self._socket))
            except (FileNotFoundError, ConnectionRefusedError):
                if self._process.poll() is not None or monotonic() > end:
                    raise
                sleep(0.002)

    def _kept(self, channel: Channel) -> RawClient:
        client = RawClient(channel)
        self._clients.append(client)
        return client

    def close(self) -> None:
        """End it."""
        for client in self._clients:
            client.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def served(
    way: Literal["stdio", "unix"], command: Sequence[str], environment: Mapping[str, str]
) -> Iterator[Served]:
    """A running server that has shaken hands with one client."""
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        server = Served(way, command, environment, Path(directory))
        try:
            yield server
        finally:
            server.close()


def processor_seconds(process: int) -> float:
    """The time that a process has had of the processors, of all its threads: `clock_getcpuclockid(3)` of it."""
    return clock_gettime((~process << 3) | 2)
