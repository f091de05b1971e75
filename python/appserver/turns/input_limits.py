"""How much a turn takes in: what is more is refused before anything is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.turns.encodable import check_params
from appserver.turns.errors import (
    MAX_INPUT_BYTES,
    MAX_INPUT_CHARACTERS,
    MAX_INPUT_ENTRIES,
    input_too_large,
    too_many_bytes,
    too_many_entries,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_command", "check_context", "check_input"]


def check_input(params: p.TurnStartParams | p.TurnSteerParams) -> None:
    """Refuse the params of a turn that hold too much, or what is not valid Unicode.

    Raises:
        ServerError: -32602 with the limit in `data`, or -32600.
    """
    entries = len(params.input)
    characters = size = 0
    if isinstance(params, p.TurnStartParams) and params.tool_output is not None:
        entries, characters, size = _measure_tool_output(params.tool_output, has_input=bool(params.input))
    if entries <= MAX_INPUT_ENTRIES:  # otherwise they are not even looked at
        for entry in params.input:
            if isinstance(entry, p.TextUserInput):
                characters += len(entry.text)
                entries += len(entry.text_elements)
            else:
                size += sum(map(len, _texts(entry)))
    if entries > MAX_INPUT_ENTRIES:
        raise too_many_entries(entries)
    if characters > MAX_INPUT_CHARACTERS:
        raise input_too_large(characters)
    if size > MAX_INPUT_BYTES:  # a character has a byte at least: not written as JSON, only to be measured
        raise too_many_bytes(size)
    size = check_params(params)
    if size > MAX_INPUT_BYTES:
        raise too_many_bytes(size)


def check_context(params: p.ThreadInjectItemsParams | p.ThreadResumeParams) -> None:
    """Refuse params with items for a model that are too large, or not valid Unicode.

    Raises:
        ServerError: -32602 with the limit in `data`, or -32600.
    """
    size = check_params(params)
    if size > MAX_INPUT_BYTES:
        raise too_many_bytes(size)


def check_command(params: p.ThreadShellCommandParams) -> str:
    """Refuse what is no command. Returns it without blanks around it.

    Raises:
        ServerError: -32600, or -32602 for one that is too long, with the limit in `data`, or for a negative time.
    """
    command = params.command.strip()
    if params.timeout_ms is not None and params.timeout_ms < 0:
        raise ServerError(
            f"thread/shellCommand timeoutMs must be non-negative, got {params.timeout_ms}",
            code=ErrorCode.INVALID_PARAMS,
        )
    if not command:
        raise ServerError("command must not be empty")
    if len(command) > MAX_INPUT_CHARACTERS:
        raise input_too_large(len(command))
    check_params(params)
    return command


def _measure_tool_output(tool: p.TurnToolOutput, *, has_input: bool) -> tuple[int, int, int]:
    """Refuse what is no output of a tool. Returns its entries, characters of text, and bytes of other things."""
    if has_input:
        raise ServerError("`toolOutput` cannot be combined with nonempty `input`")
    if not tool.name:
        raise ServerError("`toolOutput.name` must not be empty")
    if isinstance(tool.output, str):
        return 1, len(tool.output), 0
    characters = size = 0
    for entry in tool.output:
        if isinstance(entry, p.InputTextFunctionCallOutputContentItem):
            characters += len(entry.text)
        else:
            size += sum(map(len, _texts(entry)))
    return len(tool.output), characters, size


def _texts(entry: p.UserInput | p.FunctionCallOutputContentItem) -> Iterator[str]:
    return (value for _name, value in entry if isinstance(value, str))
