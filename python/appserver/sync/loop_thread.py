"""An event loop on a thread of its own, which plain threads call.

It lives as long as the client or server that it was made for. However that goes (shut down, forgotten, at the exit of
the program), it ends with it: threads and turns first, then the loop, then the thread, each within a bound.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from contextlib import suppress
from contextvars import Context
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar
from weakref import WeakValueDictionary

from appserver.client.stopping import Closable, Stoppable, stop
from appserver.errors import RuntimeClosedError
from appserver.sync.calls import CLOSED, Call

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["LoopThread"]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

SECONDS_FOR_CALLS: Final = 5.0
"""What calls get to end once the loop is told to: all they wait for has ended before."""
SECONDS_TO_JOIN: Final = 20.0
"""What the thread gets to end: a server takes ten seconds at the most."""

_FORKED: Final = (
    "the process was forked after this client started, which is the parent's; start one in the child"
)
_WITHIN: Final = (
    "this would wait, for ever, for the very event loop that it is called on, by an agent, a request handler or an "
    "`async` callback; there, use the client of `appserver` with `await`, or call from another thread"
)

_live: set[LoopThread] = set()
"""Those whose thread has not ended."""


class LoopThread:
    """An event loop on a thread of its own.

    Attributes:
        shown: the objects of users that stand for those of the loop, by the latter's `id()`.
    """

    __slots__ = (
        "__weakref__",
        "_calls",
        "_ending",
        "_failure",
        "_is_over",
        "_is_to_end",
        "_loop",
        "_owner",
        "_pid",
        "_tasks",
        "_thread",
        "shown",
    )

    def __init__(self) -> None:
        self.shown: WeakValueDictionary[int, Any] = WeakValueDictionary()
        self._calls: set[Call[Any]] = set()  # those that may still be without an end
        self._ending: asyncio.Event | None = None  # once there is a loop
        self._failure: BaseException | None = None
        self._is_over = False
        self._is_to_end = False
        self._owner: Stoppable | None = None
        self._pid = os.getpid()
        ready = threading.Event()
        self._thread = threading.Thread(
            target=Context().run, args=(self._run, ready), name="appserver.sync", daemon=True
        )
        _live.add(self)
        try:
            self._thread.start()
            ready.wait()
        except BaseException:
            self.begin_to_end()
            if self._thread.ident is None:  # it never began
                _live.discard(self)
            raise
        if self._failure is not None:
            raise self._failure

    # -- calls

    def call(
        self,
        function: Callable[Arguments, Awaitable[Result]],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result:
        """Have the loop call a coroutine function, and wait for what comes of it.

        Ctrl+C: it is cancelled, and its end waited for; then `KeyboardInterrupt` goes on. A second one waits no longer.

        Raises:
            RuntimeClosedError: the loop has ended, or the process was forked since it began.
            RuntimeError: this is the loop's own thread.
        """
        return self._call(lambda: function(*arguments, **named), None)

    def call_or_undo(
        self,
        undo: Callable[[list[Result]], Awaitable[None]],
        function: Callable[Arguments, Awaitable[Result]],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result:
        """As `call`; where the thread is interrupted, the loop then awaits `undo` with what came of it, if any."""
        return self._call(lambda: function(*arguments, **named), undo)

    def call_plain(
        self, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        """Have the loop call a plain function."""

        async def run() -> Result:
            return function(*arguments, **named)

        return self._call(run, None)

    def check(self) -> None:
        """Refuse a call that would never end.

        Raises:
            RuntimeClosedError: the loop has ended, or the process was forked since it began.
            RuntimeError: this is the loop's own thread.
        """
        self.check_fork()
        self.check_open()
        if self._thread is threading.current_thread():
            raise RuntimeError(_WITHIN)

    def check_open(self) -> None:
        """Raise `RuntimeClosedError` if the loop has ended."""
        if self._is_over:
            raise RuntimeClosedError(CLOSED)

    def check_entered(self, inner: Closable) -> None:
        """Refuse a `with` block over what was closed, or is the parent's of a forked child.

        Raises:
            RuntimeClosedError: it was.
        """
        self.check_fork()
        self.check_open()
        inner._check_open("with")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - private to users, not to the package

    def check_fork(self) -> None:
        """Raise `RuntimeClosedError` in a process that was forked since the loop began."""
        if self._pid != os.getpid():
            raise RuntimeClosedError(_FORKED)

    def _call(
        self,
        function: Callable[[], Awaitable[Result]],
        undo: Callable[[list[Result]], Awaitable[None]] | None,
    ) -> Result:
        self.check()
        call = Call(function)
        try:
            self._submit(call)
            call.wait()
        except BaseException:
            self._tell(call.cancel)
            call.wait_for_end()
            if undo is not None:
                end = Call(lambda: undo(call.results))
                self._submit(end)
                end.wait_for_end()
            raise
        finally:
            self._calls.discard(call)
        return call.result()

    def _submit(self, call: Call[Any]) -> None:
        self._calls.add(call)
        if self._is_over or not self._tell(
            self._begin, call
        ):  # what is in the set before this is ended by the loop
            call.end(RuntimeClosedError(CLOSED))

    def _tell(self, function: Callable[..., object], *arguments: Any) -> bool:
        """Have the loop call a function soon; return whether there is a loop."""
        try:
            self._loop.call_soon_threadsafe(
                function, *arguments, context=Context()
            )  # another loop's may be here
        except RuntimeError:  # it is closed
            return False
        return True

    # -- the end

    def belongs_to(self, owner: Stoppable) -> None:
        """What is shut down before the loop ends."""
        self._owner = owner

    def begin_to_end(self) -> None:
        """Shut down what it belongs to, and end. Waits for nothing, and may be called anywhere."""
        self._is_to_end = True
        if self._pid == os.getpid() and self._ending is not None:
            self._tell(self._ending.set)

    def end(self) -> None:
        """As `begin_to_end`, and wait for it, within a bound. From within the loop, it only begins."""
        self.begin_to_end()
        if self._pid == os.getpid() and self._thread is not threading.current_thread():
            self._thread.join(SECONDS_TO_JOIN)

    # -- in its own thread

    def _run(self, ready: threading.Event) -> None:
        try:
            with asyncio.Runner() as runner:
                self._loop = runner.get_loop()
                self._ending = asyncio.Event()
                if self._is_to_end:  # before there was anything to tell
                    self._ending.set()
                runner.run(self._serve(ready, self._ending))
        except BaseException as error:
            if ready.is_set():
                raise
            self._failure = error  # there is no loop: whoever wants one is told
        finally:
            self._is_over = True
            ready.set()
            for call in tuple(self._calls):
                call.end(RuntimeClosedError(CLOSED))
            _live.discard(self)

    async def _serve(self, ready: threading.Event, ending: asyncio.Event) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        ready.set()
        await ending.wait()
        owner, self._owner = self._owner, None
        if owner is not None:
            with suppress(Exception):  # it logs what goes wrong, and the loop ends all the same
                await stop(owner)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SECONDS_FOR_CALLS)
        self._is_over = True

    def _begin(self, call: Call[Any]) -> None:
        task = self._loop.create_task(call.serve())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _end_all() -> None:
    """At the exit of the program: nothing is left running while the interpreter is taken down."""
    live = tuple(_live)
    for one in live:
        one.begin_to_end()
    for one in live:
        one.end()


atexit.register(_end_all)
os.register_at_fork(after_in_child=_live.clear)
