"""What `start()`, `serve()` and `connect()` return: awaitable, and an async context manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from appserver.client.stopping import Stoppable, stop
from appserver.live import Live

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from types import TracebackType

__all__ = ["Starting"]

Started = TypeVar("Started", bound=Stoppable)


class Starting(Live, Generic[Started]):
    """A runtime that starts when this is awaited, or entered with `async with`; either is done once."""

    __slots__ = ("_name", "_start", "_started")

    def __init__(self, name: str, start: Callable[[], Awaitable[Started]]) -> None:
        self._name = name
        self._start: Callable[[], Awaitable[Started]] | None = start
        self._started: Started | None = None

    if not TYPE_CHECKING:  # to a type checker nothing but what is here exists

        def __getattr__(self, name: str) -> NoReturn:
            """Say what is missing to code that takes this for the client."""
            raise AttributeError(
                f"{name!r} belongs to what {self._name}() returns once it is awaited: `async with {self._name}(...) as "
                f"it`, or `it = await {self._name}(...)`",
                name=name,
                obj=self,
            )

    def __await__(self) -> Generator[Any, Any, Started]:
        return self._begin().__await__()

    async def __aenter__(self) -> Started:
        self._started = await self._begin()
        return self._started

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        started, self._started = self._started, None
        if started is not None:
            await stop(started)

    def _begin(self) -> Awaitable[Started]:
        start, self._start = self._start, None
        if start is None:
            raise RuntimeError(
                f"what {self._name}() returned was awaited before; keep what it gave then, "
                f"or call {self._name}() again for another one"
            )
        return start()
