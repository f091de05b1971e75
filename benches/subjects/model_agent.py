"""An agent that asks the mock model over HTTP, as an agent of a user would ask a real one."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import appserver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["DeltasAgent", "ModelAgent", "ScriptedAgent"]


class ScriptedAgent(appserver.Agent):
    """Streams the mock model's answer without asking anybody."""

    def __init__(self, text: str) -> None:
        self._text = text

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """Answer with as many deltas as the prompt says."""
        wanted = re.findall(r"deltas (\d+)", turn.text)
        async with turn.message() as message:
            for _ in range(int(wanted[-1]) if wanted else 1):
                await message.delta(self._text)


class DeltasAgent(ScriptedAgent):
    """The same with a text of its own, to be named on a command line."""

    def __init__(self) -> None:
        super().__init__("hello ")


class ModelAgent(appserver.Agent):
    """Posts the prompt to the mock model and streams what comes back; asyncio only.

    Its connection stays open between turns.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """One request to the model, one message."""
        async with turn.message() as message:
            async for event in self._events(turn.text):
                if event["type"] == "response.output_text.delta":
                    await message.delta(event["delta"])
                elif event["type"] == "response.completed":
                    usage = event["response"]["usage"]
        await turn.report_usage(input_tokens=usage["input_tokens"], output_tokens=usage["output_tokens"])

    async def _events(self, text: str) -> AsyncIterator[dict[str, Any]]:
        if self._connection is None:
            self._connection = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._connection
        content = [{"type": "input_text", "text": text}]
        body = json.dumps(
            {"stream": True, "input": [{"type": "message", "role": "user", "content": content}]}
        ).encode()
        writer.write(b"POST /v1/responses HTTP/1.1\r\nhost: model\r\ncontent-length: %d\r\n\r\n" % len(body))
        writer.write(body)
        await reader.readuntil(b"\r\n\r\n")
        last = False
        while not last:
            lines = (await reader.readuntil(b"\n\n")).decode()
            event = json.loads(lines.partition("data: ")[2])
            last = event["type"] == "response.completed"
            yield event

    def close(self) -> None:
        """Close the connection to the model."""
        if self._connection is not None:
            self._connection[1].close()
