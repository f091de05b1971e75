"""A proxy that speaks TLS in front of a port, as in front of a server in real life; it has a thread and a loop."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme


@contextmanager
def tls_in_front_of(port: int, certificate: trustme.LeafCert) -> Iterator[int]:
    """Decrypt what comes to another port, which is what this yields."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    ports: list[int] = []
    ready, over = Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await asyncio.gather(pump(reader, to_writer), pump(to_reader, writer))
        finally:
            for one in (writer, to_writer):
                one.transport.abort()

    async def main() -> None:
        loop.set_exception_handler(lambda *_: None)  # handshakes that fail are what is tested
        server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await over.wait()
        server.close()
        pending = asyncio.all_tasks() - {asyncio.current_task()}
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        await asyncio.sleep(0)  # what was aborted is closed in the next round

    thread = Thread(target=loop.run_until_complete, args=(main(),))
    thread.start()
    ready.wait()
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()
