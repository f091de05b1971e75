"""What a framework's agent says and does, shown as items of its turn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from appserver.agents.adapters.remembering import text_of
from appserver.turns.arguments import json_data
from appserver.turns.items.agent_tool_call import said_of
from appserver.turns.items.message import MessageStream
from appserver.turns.items.reasoning import ReasoningStream

if TYPE_CHECKING:
    from collections.abc import Hashable

    from appserver.agents.turn_context import TurnContext
    from appserver.turns.items.agent_tool_call import AgentToolCall

__all__ = ["Showing", "read_arguments"]


class Showing:
    """The open items of a turn, by what the framework calls them. What is left open is given up with the turn.

    Attributes:
        server: whose tools are called.
        said: the text of the last message that has ended.
    """

    def __init__(self, turn: TurnContext, server: str) -> None:
        self._turn = turn
        self.server = server
        self._texts: dict[Hashable, MessageStream | ReasoningStream] = {}
        self._calls: dict[str, AgentToolCall] = {}
        self.said: str | None = None

    async def say(self, key: Hashable, text: str) -> None:
        """More text of a message.

        Cancellation: the text is taken back, unless some reader has it already.
        """
        if key not in self._texts:
            self._texts[key] = await self._turn.message().start()
        await self._texts[key].delta(text)

    async def think(self, key: Hashable, text: str) -> None:
        """More of the summary of what the model thinks.

        Cancellation: the text is taken back, unless some reader has it already.
        """
        stream = self._texts.get(key)
        if not isinstance(stream, ReasoningStream):
            self._texts[key] = stream = await self._turn.reasoning().start()
        await stream.summary_delta(text)

    async def end(self, key: Hashable) -> None:
        """A text has ended; nothing happens where none is open.

        Cancellation: once begun, its end is sent.
        """
        if (stream := self._texts.pop(key, None)) is not None:
            await stream.finish()
            if isinstance(stream, MessageStream):
                self.said = stream.text

    async def end_texts(self) -> None:
        """All texts have ended.

        Cancellation: once begun, the end of one is sent.
        """
        for key in list(self._texts):
            await self.end(key)

    async def call(self, call_id: str, tool: str, arguments: Any) -> None:
        """A tool is called; nothing happens where that call is shown already.

        Cancellation: once begun, it is sent.
        """
        if call_id not in self._calls:
            call = self._turn.tool_call(server=self.server, tool=tool, arguments=arguments, item_id=call_id)
            self._calls[call_id] = await call.start()

    async def returned(self, call_id: str, value: Any) -> None:
        """A call has ended with this; nothing happens where it is not open.

        Cancellation: once begun, its end is sent.
        """
        if (call := self._calls.pop(call_id, None)) is not None:
            try:
                await call.result(value)
            except (TypeError, ValueError):  # it has no JSON
                await call.result(repr(value))

    async def failed(self, call_id: str, why: str) -> None:
        """A call has failed; nothing happens where it is not open.

        Cancellation: once begun, its end is sent.
        """
        if (call := self._calls.pop(call_id, None)) is not None:
            await call.fail(why if why.strip() else "the tool has failed, and said nothing")

    def give_up(self, error: BaseException) -> None:
        """The run has ended by this: the calls that are open fail with it when the turn ends. It never waits."""
        for call in self._calls.values():
            call.fails(said_of(error))


def read_arguments(arguments: Any) -> Any:
    """The arguments of a call, which may be JSON text or what was to be that; as text where they are no JSON data."""
    found: Any = arguments
    if isinstance(arguments, str):
        try:
            found = json.loads(arguments) if arguments.strip() else {}
        except (ValueError, RecursionError):
            return arguments
    try:
        return json_data("arguments", found)
    except (TypeError, ValueError):  # or nested so deeply that no client could read it
        return text_of(arguments)
