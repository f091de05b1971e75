"""The calls of one answer: each begins when it comes, all run side by side, and are answered in their order."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import anyio

from appserver.backends.stopping import is_own_cancellation
from appserver.engine.input_items import message_item
from appserver.errors import RuntimeClosedError, TurnClosedError
from appserver.plain_data import is_mapping, is_sequence
from appserver.text import repaired
from appserver.tools.bounded import BoundedText, bounded_output, bounded_text
from appserver.tools.calls import FREE_TEXT, FUNCTION, ToolCall, ToolError, described
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from appserver.agents.turn_context import TurnContext
    from appserver.backends.base import Task
    from appserver.tools.calls import Tool
    from appserver.tools.registry import ToolSet

__all__ = ["ToolCalls", "unanswered"]

logger = logging.getLogger("appserver")

MAX_AT_ONCE: Final = 32
"""Calls of one answer that run at the same time; further ones wait for their turn."""

MAX_BYTES: Final = 8 * 1024 * 1024
"""Of one output with pictures: half of what a conversation may hold."""

_KINDS: Final = {
    "function_call": (FUNCTION, "arguments", "function_call_output", "fco_", "unsupported call: "),
    "custom_tool_call": (
        FREE_TEXT,
        "input",
        "custom_tool_call_output",
        "ctco_",
        "unsupported custom tool call: ",
    ),
}
"""Items that call a tool: the kind of tool, where its arguments stand, the item that answers, the beginning of that
one's id, and what is said where there is no such tool."""


@dataclass
class _Call:
    """One call, and its answer once it is there."""

    kind: str
    call_id: str
    began: float
    output: Any = None
    notes: Sequence[str] = ()

    def answer(self, stopped: str) -> dict[str, Any]:
        """The item that answers it."""
        output = self.output
        if output is None:
            output = f"Wall time: {time.monotonic() - self.began:.1f} seconds\n{stopped}"
        _, _, kind, prefix, _ = _KINDS[self.kind]
        return {
            "type": kind,
            "id": f"{prefix}{new_identifier()}",
            "call_id": self.call_id,
            "output": output,
        }


class ToolCalls:
    """The calls of one answer. They run while its block does, which waits for all of them::

        async with calls:
            ...  # read the answer, and start each call that comes
        turn.append_context(calls.answers(stopped))

    No exception of a tool leaves the block. The end of the turn, which a tool may meet first, is met by the agent with
    its next verb.
    """

    def __init__(self, turn: TurnContext, tools: ToolSet, max_output: int) -> None:
        self._turn = turn
        self._tools = tools
        self._max_output = max_output
        self._calls: list[_Call] = []
        self._tasks: list[Task] = []
        self._slots: anyio.Semaphore | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        # The tasks are the server's, and no group of this one's: a cancel scope that a task is in keeps the task alive
        # when its loop is closed in the middle, and the stream that it reads open.
        if kind is None:
            try:
                await self._until_over()
            except GeneratorExit:
                raise
            except BaseException:
                await self._end()
                raise
        elif not issubclass(kind, GeneratorExit):
            await self._end()

    async def _until_over(self) -> None:
        for task in self._tasks:
            await task.wait()

    async def _end(self) -> None:
        self.stop()
        if not all(task.done for task in self._tasks):
            with anyio.CancelScope(shield=True):
                await self._until_over()

    def start(self, item: Mapping[Any, Any]) -> bool:
        """Begin what an item of the answer calls for. False: it is no call that could be answered."""
        kind, call_id, name = item.get("type"), item.get("call_id"), item.get("name")
        if kind not in _KINDS or not isinstance(call_id, str) or not isinstance(name, str):
            return False
        tool_kind, field, _, _, unsupported = _KINDS[kind]
        namespace = item.get("namespace")
        full_name = f"{namespace}{name}" if isinstance(namespace, str) else name
        call = _Call(kind, call_id, time.monotonic())
        self._calls.append(call)
        tool = self._tools.find(tool_kind, name, namespace if isinstance(namespace, str) else "")
        arguments = item.get(field)
        if tool is None:
            call.output = unsupported + full_name
        elif not isinstance(arguments, str):
            call.output = f"failed to parse function arguments: {field} is not a text"
        else:
            self._slots = self._slots or anyio.Semaphore(MAX_AT_ONCE)
            asked = ToolCall(self._turn, call_id, name, arguments, self._max_output)
            call.notes = asked.notes
            host = self._turn.turn.host
            self._tasks.append(host.spawn(self._run, self._slots, call, tool, asked, name=f"tool {name}"))
        return True

    def stop(self) -> None:
        """End all that still run: nobody waits for their answers any more."""
        for task in self._tasks:
            if not task.done:
                with contextlib.suppress(RuntimeError):  # its loop is closed
                    task.cancel()

    def answers(self, stopped: str) -> list[dict[str, Any]]:
        """The answers in the order of the calls; those that were ended before they had one say `stopped`.

        After them comes what else tools have to tell.
        """
        answers = [call.answer(stopped) for call in self._calls]
        return answers + [message_item("developer", note) for call in self._calls for note in call.notes]

    @staticmethod
    async def _run(slots: anyio.Semaphore, call: _Call, tool: Tool, asked: ToolCall) -> None:
        async with slots:
            try:
                output = await tool.run(asked)
                if asked.turn.turn.emitter.is_closed:
                    return  # the turn was ended while it ran; some tools, ended by that, still say how
                call.output = _checked(output, asked.max_output)
            except (TurnClosedError, RuntimeClosedError):
                return  # it is over: so is the turn
            except ToolError as error:
                call.output = bounded_text(described(error), asked.max_output)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt | GeneratorExit) or is_own_cancellation(error):
                    raise
                logger.info("the tool %s failed", asked.name, exc_info=True)
                call.output = f"{asked.name} failed: {described(error)}"


def unanswered(context: Sequence[Mapping[str, Any]], stopped: str) -> list[dict[str, Any]]:
    """Answers to the calls that have none: a process that was killed in the middle has left them. No provider takes a
    conversation with such a call."""
    calls = {
        item["call_id"]: item["type"] for item in context if item.get("type") in _KINDS and "call_id" in item
    }
    if not calls:
        return []
    kinds = {answer: call for call, (_, _, answer, _, _) in _KINDS.items()}
    for item in context:
        if item.get("type") in kinds:
            calls.pop(item.get("call_id"), None)
    return [
        _Call(kind, call_id, time.monotonic(), stopped).answer(stopped) for call_id, kind in calls.items()
    ]


def _checked(output: object, limit: int) -> Any:
    if isinstance(output, BoundedText):
        return repaired(output)
    if isinstance(output, str):
        return bounded_text(repaired(output), limit)
    if is_sequence(output) and output and all(is_mapping(part) for part in output):
        parts = bounded_output([dict(part) for part in output], limit)
        size = len(json.dumps(parts))  # what cannot be written would fail every request from now on
        if size > MAX_BYTES:
            raise ToolError(f"the output is too large: {size} bytes, of which {MAX_BYTES} can be sent")
        return parts
    raise TypeError(f"a tool returns text or a list of parts, not {type(output).__name__}")
