"""How much of an output a model is told: the beginning and the end, and how much is left out between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["MAX_OUTPUT_BYTES", "MAX_PARTS", "BoundedText", "bounded_output", "bounded_text", "token_count"]

MAX_OUTPUT_BYTES: Final = 10_000
"""Bytes of the text of one output, for a model of which nothing is known."""

MAX_PARTS: Final = 64
"""Parts of one output: pictures and texts."""

_BYTES_A_TOKEN: Final = 4


class BoundedText(str):
    """An output that its tool has kept in bounds, with what it says of that: it is not cut again."""

    __slots__ = ()


def token_count(text: str) -> int:
    """About how many tokens a text is."""
    return -(-_size(text) // _BYTES_A_TOKEN)


def bounded_text(text: str, limit: int) -> str:
    """The text, of which the middle is left out where it has more bytes than `limit`. It then says so."""
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return text
    half = limit // 2
    head = data[:half].decode("utf-8", "ignore")
    tail = data[len(data) - (limit - half) :].decode("utf-8", "ignore")
    left_out = len(text) - len(head) - len(tail)
    lines = text.count("\n") + (not text.endswith("\n"))
    return (
        f"Warning: truncated output (original token count: {token_count(text)})\n"
        f"Total output lines: {lines}\n\n{head}…{left_out} chars truncated…{tail}"
    )


def bounded_output(output: Sequence[Mapping[str, Any]], limit: int) -> list[Mapping[str, Any]]:
    """The parts, with the bound for the texts of all of them together."""
    kept: list[Mapping[str, Any]] = []
    left = limit
    for part in output[:MAX_PARTS]:
        text = part.get("text")
        if isinstance(text, str):
            kept.append({**part, "text": bounded_text(text, left)})
            left = max(0, left - _size(text))
        else:
            kept.append(part)
    return kept


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
