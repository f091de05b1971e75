"""The event loops that benchmarks run on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["LOOPS", "run_on"]

LOOPS: dict[str, tuple[str, dict[str, Any]]] = {
    "asyncio": ("asyncio", {"use_uvloop": False}),
    "uvloop": ("asyncio", {"use_uvloop": True}),
    "trio": ("trio", {}),
}
"""anyio's backend and its options, by the name that reports use."""


def run_on(loop: str, function: Callable[..., Awaitable[None]], *arguments: Any) -> None:
    """Run `function(*arguments)` on a new loop of this kind."""
    backend, options = LOOPS[loop]
    anyio.run(function, *arguments, backend=backend, backend_options=options)
