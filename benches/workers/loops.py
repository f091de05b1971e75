"""The event loops that work is done on, by their names."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

__all__ = ["run_on"]


def run_on(loop: str, function: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
    """Run a coroutine function on `asyncio`, `uvloop` or `trio`, to its end."""
    if loop == "trio":
        import trio

        trio.run(function, *arguments)
    elif loop == "uvloop":
        import uvloop

        uvloop.run(function(*arguments))
    else:
        asyncio.run(function(*arguments))
