"""Calls in threads whose errors leave no garbage."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import anyio.to_thread

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["call_in_thread"]

Result = TypeVar("Result")


async def call_in_thread(function: Callable[[], Result], *, abandon_on_cancel: bool = False) -> Result:
    """Call a function in a thread of anyio's. What it raises is raised here.

    anyio and trio would hand it on in objects that the frames of its traceback refer to, a circle that only the garbage
    collector breaks: what the function had in its hands would wait for that.

    Cancellation: the function is waited for, or with `abandon_on_cancel` goes on and is not heard.
    """
    results: list[Result] = []
    errors: list[Exception] = []

    def call() -> None:
        try:
            results.append(function())
        except Exception as error:  # noqa: BLE001 - raised below
            errors.append(error)

    await anyio.to_thread.run_sync(call, abandon_on_cancel=abandon_on_cancel)
    if errors:
        raise errors.pop()
    return results[0]
