"""The call of a tool that an agent makes itself, as the clients see it: the verb `tool_call`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.errors import AgentError, AppServerError
from appserver.execution.output_buffer import MAX_OUTPUT_BYTES, OutputBuffer
from appserver.plain_data import is_dict
from appserver.protocol._support.stray import find_stray
from appserver.text import repaired
from appserver.turns.arguments import check_text, json_data, text_argument
from appserver.turns.encodable import repaired_model
from appserver.turns.failures import shortened
from appserver.turns.items.tool_server_call import ToolServerCallItem
from appserver.turns.value_bounds import is_too_deep

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["AgentToolCall", "bounded_arguments", "said_of"]

INTERRUPTED: Final = "the call was interrupted"
NOT_ENDED: Final = "the turn has ended before the call"


class AgentToolCall(ToolServerCallItem):
    """A call of a tool that is being made.

    | how the block is left | the item |
    |---|---|
    | after `result` | `completed`, with it |
    | after `fail`, or by an exception | `failed`, with the text |
    | without either | `completed`, without a result |
    | never: the turn ends | `failed` |

    Attributes:
        id: the item's id.
    """

    def __init__(
        self,
        turn: Turn,
        server: str,
        tool: str,
        arguments: Any,
        *,
        item_id: str | None,
        reads_only: bool | None,
    ) -> None:
        super().__init__(turn, server, tool, arguments, item_id=item_id, reads_only=reads_only)
        self._is_over = False
        self.fails(NOT_ENDED)

    async def progress(self, message: str) -> None:
        """Say how far it is; 1000 characters of it. While a reader is told of one report, further ones are passed over.

        Cancellation: once begun, it is sent.

        Raises:
            TypeError: it is no text.
            RuntimeError: the call has not begun, or is over.
            TurnClosedError: the turn is over.
        """
        check_text("message", message)
        self._check_open("progress")
        await super().progress(message)

    async def result(self, value: Any = None) -> None:
        """End the call with what the tool has returned.

        Args:
            value: a text; JSON data, or what pydantic makes JSON of; an `appserver.protocol.McpToolCallResult` for
                pictures and the like; None: nothing. The middle of more than 1 MiB is left out.

        Cancellation: once begun, the end is sent.

        Raises:
            TypeError: it is nothing of these.
            ValueError: it holds itself, or has more than 100 lists and objects within one another.
            RuntimeError: the call has not begun, or is over.
            TurnClosedError: the turn is over.
        """
        shown = _result(value)
        self._check_open("result")
        self._is_over = True
        self.succeed(shown)
        await super().finish()

    async def fail(self, message: str | BaseException) -> None:
        """End the call as one that has failed, with a text, or with what an exception says.

        Cancellation: once begun, the end is sent.

        Raises:
            TypeError: it is neither.
            ValueError: the text is empty; the call goes on.
            RuntimeError: the call has not begun, or is over.
            TurnClosedError: the turn is over.
        """
        said = (
            said_of(message)
            if isinstance(message, BaseException)
            else shortened(text_argument("message", message))
        )
        self._check_open("fail")
        self._is_over = True
        self.fails(said)
        await super().finish()

    async def finish(self) -> None:
        """End the call without a result, unless it has ended.

        Cancellation: once begun, the end is sent.

        Raises:
            RuntimeError: it was never begun.
            TurnClosedError: the turn is over; its end has ended the item.
        """
        self._leave()
        await super().finish()

    async def __aexit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        if kind is None:
            self._leave()
        await super().__aexit__(kind, error, traceback)

    def _leave(self) -> None:
        if not self._is_over and self._has_begun:
            self._is_over = True
            self.succeed(p.McpToolCallResult(content=[]))

    def _left_by(self, error: BaseException | None) -> None:
        if not self._is_over and error is not None:
            self._is_over = True
            self.fails(said_of(error))

    def _check_open(self, what: str) -> None:
        self._turn.emitter.check_open()
        self._check_begun(what)
        if self._is_over:
            raise RuntimeError(f"{what}() after the end of the call: it has one outcome")


def said_of(error: BaseException) -> str:
    """What clients are told of an exception that has ended a call."""
    if not isinstance(error, Exception):  # a cancellation
        return INTERRUPTED
    if isinstance(error, AgentError):
        return shortened(error.message)
    if isinstance(error, AppServerError):
        return shortened(str(error))
    name = type(error).__name__
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - a broken __str__ must not cost the item its end
        text = ""
    return shortened(f"{name}: {text}" if text else name)


def bounded_arguments(arguments: Any) -> Any:
    """Arguments as an item shows them: of more than 1 MiB a text without its middle."""
    text = json.dumps(arguments)
    return arguments if len(text) <= MAX_OUTPUT_BYTES else {"arguments": _bounded(text)}


def _bounded(text: str) -> str:
    buffer = OutputBuffer()
    buffer.append(text)
    return buffer.text()


def _result(value: Any) -> p.McpToolCallResult:
    if isinstance(value, p.McpToolCallResult):
        shown = _sendable(value)
        wire = shown.to_wire_json()
        fits = len(wire) <= MAX_OUTPUT_BYTES and not is_too_deep(shown.to_wire())
        return shown if fits else _of_text(wire.decode())
    if value is None:
        return p.McpToolCallResult(content=[])
    if isinstance(value, str):
        return _of_text(repaired(value))
    data = json_data("value", value)
    text = json.dumps(data, ensure_ascii=False)
    if is_dict(data) and len(text.encode()) <= MAX_OUTPUT_BYTES:
        return p.McpToolCallResult(content=[{"type": "text", "text": text}], structured_content=data)
    return _of_text(text)


def _sendable(value: p.McpToolCallResult) -> p.McpToolCallResult:
    """A result as it can be sent, its numbers too.

    Raises:
        TypeError, ValueError: its parts are no JSON data; the text says which part, and why.
    """
    if find_stray(value) is None:
        try:
            return repaired_model(value)
        except p.EncodeError:
            pass  # said below of the part that it is about
    fields = type(value).model_fields
    parts = {
        fields[name].serialization_alias or name: json_data(f"value.{name}", getattr(value, name))
        for name in fields
        if name in value.model_fields_set
    }
    return p.McpToolCallResult.from_wire(parts)


def _of_text(text: str) -> p.McpToolCallResult:
    return p.McpToolCallResult(content=[{"type": "text", "text": _bounded(text)}])
