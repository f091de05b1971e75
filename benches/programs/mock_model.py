"""A model that always answers the same: the streaming Responses API on a port of this machine.

It prints its port and serves until its standard input ends. The answer has as many text deltas as the last
`deltas N` in the request says, one if nothing says so. Connections stay open between requests.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from typing import Any

__all__ = ["TEXT"]

TEXT = "hello "
"""The text of every delta."""

WANTED = re.compile(rb"deltas (\d+)")
PIECE = 64 * 1024


def _event(data: dict[str, Any]) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def _parts(deltas: int) -> list[bytes]:
    """The body of an answer: what stands before the deltas, the deltas, what stands after them."""
    message = {"type": "message", "role": "assistant", "id": "message"}
    usage = {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 15,
    }
    content = [{"type": "output_text", "text": TEXT * deltas}]
    return [
        _event({"type": "response.created", "response": {"id": "response"}})
        + _event({"type": "response.output_item.added", "item": {**message, "content": []}}),
        _event({"type": "response.output_text.delta", "delta": TEXT, "item_id": "message"}) * deltas,
        _event({"type": "response.output_item.done", "item": {**message, "content": content}})
        + _event({"type": "response.completed", "response": {"id": "response", "usage": usage}}),
    ]


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"POST"):
                writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
                continue
            found = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            body = await reader.readexactly(int(found[1]) if found else 0)
            wanted = WANTED.findall(body)
            parts = _parts(int(wanted[-1]) if wanted else 1)
            length = sum(map(len, parts))
            writer.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: %d\r\n\r\n" % length
            )
            for part in parts:
                for start in range(0, len(part), PIECE):
                    writer.write(part[start : start + PIECE])
                    await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        pass  # the client is done, or this program is; asyncio 3.11 complains about a cancelled connection
    finally:
        writer.close()


async def main() -> None:
    """Serve until standard input ends."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
