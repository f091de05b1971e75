"""`start(...)`: the typed client of a new runtime; awaitable, and an async context manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from appserver.client.stopping import Stoppable, stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Generator
    from types import TracebackType

    from typing_extensions import Unpack

    from appserver.in_process.arguments import StartOptions
    from appserver.in_process.client import InProcessAppServerClient

__all__ = ["Starting", "start"]


Started = TypeVar("Started", bound=Stoppable)


class Starting(Generic[Started]):
    """A runtime that starts when this is awaited, or entered with `async with`."""

    __slots__ = ("_start", "_started")

    def __init__(self, start: Callable[[], Awaitable[Started]]) -> None:
        self._start = start
        self._started: Started | None = None

    if not TYPE_CHECKING:  # to a type checker nothing but what is here exists

        def __getattr__(self, name: str) -> NoReturn:
            """Tell whoever takes this for the client what is missing."""
            raise AttributeError(
                f"{name!r} belongs to what start() gives once it is awaited: `async with start(...) as client`, "
                "or `client = await start(...)`",
                name=name,
                obj=self,
            )

    def __await__(self) -> Generator[Any, Any, Started]:
        return self._start().__await__()

    async def __aenter__(self) -> Started:
        self._started = await self._start()
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


def start(**options: Unpack[StartOptions]) -> Starting[InProcessAppServerClient]:
    """Start a server in this process; `await` it, or use `async with`.

    The handshake is done when the client is there. The options are the fields of
    `appserver.in_process.InProcessStartArgs`; each has a default that works on a bare machine.

    Raises:
        InitializeError: the handshake was refused, or the requirements could not be loaded.
        TypeError, ValueError: an option that does not exist or does not fit.
    """
    from appserver.in_process import InProcessStartArgs
    from appserver.in_process import start as start_in_process
    from appserver.in_process.arguments import StartOptions
    from appserver.in_process.client import InProcessAppServerClient

    unknown = options.keys() - StartOptions.__annotations__.keys()
    if unknown:
        raise TypeError(_unknown_option(min(unknown), StartOptions.__annotations__))
    starting = start_in_process(InProcessStartArgs(**options))

    async def run() -> InProcessAppServerClient:
        return InProcessAppServerClient(await starting)

    return Starting(run)


def _unknown_option(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"the options are {', '.join(known)}"
    return f"start() has no option {name!r}; {hint}"
