"""A server that is a program: it is spoken to over its standard input and output, a JSON message a line.

The program is started, ended and reaped by the native `Command`: its whole session ends with the connection, and with
this process, however that comes about. Both streams are one socket; of its standard error the end is kept.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anyio
from anyio.lowlevel import checkpoint
from mcp.shared.message import SessionMessage
from mcp.types import jsonrpc_message_adapter

from appserver._core import Command
from appserver.tools.mcp.traffic import MAX_MESSAGE_BYTES, fault_of
from appserver.tools.mcp.transport import ServerTransport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

    from appserver.tools.mcp.servers import ToolServer

__all__ = ["ServerProcess", "StdioTransport"]

_WRAPPER: Final = ("/bin/sh", "-c", 'exec "$@" >&0', "sh")
"""Gives the program the socket as standard output too: what is its standard error goes to `Command`."""

CHUNK: Final = 64 * 1024
MAX_LAST_WORDS: Final = 500
QUEUE: Final = 16
"""Messages to a program that does not read; whoever has a further one waits."""

GOODBYE_SECONDS: Final = 0.3
"""How long it may take to leave by itself when its input ends."""


class ServerProcess:
    """One program, from its start to its end.

    Attributes:
        last_words: the end of what it has written to standard error.
    """

    def __init__(self, server: ToolServer, cwd: str) -> None:
        """Start it.

        Raises:
            OSError: there is no such program or directory.
        """
        environment = server.environment()
        directory = server.cwd or cwd
        program = _find(server.command[0], directory, environment.get("PATH"))
        self.last_words = ""
        self._socket, theirs = socket.socketpair()
        try:
            self._socket.setblocking(False)
            with theirs:
                self._child = Command(
                    [os.fsencode(word) for word in (*_WRAPPER, program, *server.command[1:])],
                    directory=os.fsencode(directory),
                    environment=[os.fsencode(f"{name}={value}") for name, value in environment.items()],
                    stdin=theirs.fileno(),
                    timeout=None,
                    sandbox=None,
                    terminal=None,
                    is_written=False,
                )
        except BaseException:
            self._socket.close()
            raise

    async def receive(self) -> bytes:
        """What it has written; nothing once it writes no more.

        Cancellation: nothing is lost.
        """
        while True:
            with contextlib.suppress(BlockingIOError):
                try:
                    return self._socket.recv(CHUNK)
                except ConnectionError:
                    return b""
            await anyio.wait_readable(self._socket)

    async def send(self, data: bytes) -> None:
        """Write all of it.

        Cancellation: part of it may be written.

        Raises:
            OSError: it reads no more.
        """
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                await anyio.wait_writable(self._socket)

    async def listen(self) -> None:
        """Read what it writes to standard error, until nobody of its session is left.

        Cancellation: it goes on.
        """
        while (data := self._child.take()) is not None:
            if data:
                self._hear(data)
                await checkpoint()  # one that never stops writing leaves time for others
            else:
                await anyio.wait_readable(self._child.fileno())

    def _hear(self, data: bytes) -> None:
        words = self.last_words + data[-4 * MAX_LAST_WORDS :].decode("utf-8", "replace")
        self.last_words = words[-MAX_LAST_WORDS:]

    async def end(self) -> None:
        """End it: the end of its input, a moment, and what is left of its session is killed. Its last words are heard:
        the end of its output may be known before them.

        Cancellation: it is killed at once.
        """
        try:
            with anyio.CancelScope(shield=True), contextlib.suppress(OSError):
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_WR)
                with anyio.move_on_after(GOODBYE_SECONDS):
                    await self.listen()
                self._hear(self._child.take() or b"")
                while self._child.outcome() is None:
                    self._child.stop()
                    self._child.take()  # from here on the descriptor tells of what comes after
                    if self._child.outcome() is None:
                        await anyio.wait_readable(self._child.fileno())
        except BaseException:
            self._child.kill()
            raise
        finally:
            self.close()

    def kill(self) -> None:
        """End it at once, where nothing can be waited for."""
        self._child.kill()
        self.close()

    def close(self) -> None:
        """Close what belongs to this process."""
        self._child.close()
        self._socket.close()


def _find(program: str, directory: str, path: str | None) -> str:
    """The program, as the system would find it."""
    whole = str(Path(directory, program)) if "/" in program else program
    found = shutil.which(whole, path=path or os.defpath)
    if found is None:
        raise FileNotFoundError(2, "No such file or directory", program)
    return found


class StdioTransport(ServerTransport):
    """The streams to a program.

    Attributes:
        process: the program, once it was started.
    """

    def __init__(self, server: ToolServer, cwd: str) -> None:
        super().__init__()
        self.process: ServerProcess | None = None
        self._server = server
        self._cwd = cwd

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncGenerator[tuple[Any, Any]]:
        process = self.process = ServerProcess(self._server, self._cwd)
        try:
            incoming, reading = anyio.create_memory_object_stream[SessionMessage | Exception](0)
            writing, outgoing = anyio.create_memory_object_stream[SessionMessage](QUEUE)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(process.listen)
                tasks.start_soon(self._read, process, incoming)
                tasks.start_soon(self._write, process, outgoing)
                try:
                    yield reading, writing
                finally:
                    tasks.cancel_scope.cancel()
                    for stream in (incoming, reading, writing, outgoing):
                        stream.close()
        except GeneratorExit:  # the event loop is gone, nothing can be awaited any more
            process.kill()
            raise
        except BaseException:
            await process.end()
            raise
        await process.end()

    async def _read(
        self, process: ServerProcess, to: MemoryObjectSendStream[SessionMessage | Exception]
    ) -> None:
        """Hand its messages on. Lines that are none are passed over: some servers say something there."""
        rest = bytearray()
        with contextlib.suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):
            async with to:
                while self.traffic.failure is None and (data := await process.receive()):
                    *lines, last = data.split(b"\n")
                    for line in lines:
                        rest += line
                        await self._hand_on(bytes(rest), to)
                        rest.clear()
                    rest += last
                    if len(rest) > MAX_MESSAGE_BYTES:  # no more is looked at before its end has come
                        self.traffic.fail(f"it has sent {fault_of(rest)}")
                    await checkpoint()
        self.traffic.fail("it has closed its output")

    async def _hand_on(self, line: bytes, to: MemoryObjectSendStream[SessionMessage | Exception]) -> None:
        if not line.strip() or self.traffic.failure is not None:
            return
        if (fault := fault_of(line)) is not None:
            self.traffic.fail(f"it has sent {fault}")
            return
        try:
            message = jsonrpc_message_adapter.validate_json(line, by_name=False)
        except ValueError:
            return
        if self.traffic.lets_in(message):
            await to.send(SessionMessage(message))

    async def _write(
        self, process: ServerProcess, messages: MemoryObjectReceiveStream[SessionMessage]
    ) -> None:
        try:
            async for each in messages:
                self.traffic.goes_out(each.message)
                text = each.message.model_dump_json(by_alias=True, exclude_unset=True)
                await process.send(text.encode("utf-8", "replace") + b"\n")
        except OSError:
            self.traffic.fail("it does not read its input any more")
