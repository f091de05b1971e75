"""A runtime without a core: handlers are called directly; what leaves is recorded, or parked when told so."""

from __future__ import annotations

import inspect
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import anyio
from anyio.lowlevel import checkpoint

from appserver import protocol as p
from appserver.agents.agent import Agent
from appserver.agents.turn_context import TurnContext
from appserver.backends import current_backend
from appserver.backends.slices import Slices
from appserver.delivery.sending import YIELD_FIRST, Outcome
from appserver.errors import ErrorCode, RuntimeClosedError, ServerError
from appserver.handlers.goals import GoalHandlers
from appserver.handlers.history import HistoryHandlers
from appserver.handlers.thread_changes import ThreadChangeHandlers
from appserver.handlers.threads import ThreadHandlers
from appserver.handlers.turns import TurnHandlers
from appserver.server.context import ConnectionInfo
from appserver.threads.manager import ThreadManager
from appserver.turns.defaults import ModelDefaults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence

    from appserver.backends.base import Task, Waiter

Response = TypeVar("Response", bound=p.WireModel)


class Parked:
    """A notification that waits for room."""

    def __init__(self, connection: Connection, notification: Any) -> None:
        self.notification = notification
        self._connection = connection
        self._wake: Callable[[], None] | None = None
        self._outcome: Outcome | None = None

    def register(self, wake: Callable[[], None]) -> bool:
        """Ask for one wake-up; False: there is nothing to wait for any more."""
        if self._outcome is None:
            self._wake = wake
        return self._outcome is None

    def end(self, outcome: Outcome) -> None:
        """It is over."""
        self._outcome = outcome
        if self._wake is not None:
            self._wake()

    def withdraw(self) -> Outcome:
        """Take it back if it still waits."""
        if self._outcome is None:
            self._connection.withdraw(self)
            self._outcome = Outcome.NOT_DELIVERED
        return self._outcome


class Connection:
    """The recording side: notifications and server requests in the order in which they were let out."""

    def __init__(self) -> None:
        self.log: list[tuple[str, Any]] = []
        self.is_full = False
        self.is_closed = False
        self.yields: set[str] = set()  # methods for which others must run first, for as long as they are here
        self.yielded: list[str] = []
        self.answers: deque[Any] = deque()
        self.open_requests: dict[int, tuple[str, Waiter]] = {}
        self._parked: deque[Parked] = deque()
        self._backend = current_backend()
        self._news = anyio.Event()
        self._next_id = 0

    # -- what the runtime sees

    def try_send_notification(self, notification: Any) -> bool:
        """Record it, unless there is no room."""
        if self.is_closed:
            raise RuntimeClosedError("closed")
        if self.is_full:
            return False
        self.record(notification.method, notification)
        return True

    def offer(self, notification: Any) -> Any:
        """Record it, or let it stand in line for room."""
        if notification.method in self.yields:
            self.yielded.append(notification.method)
            self._ring()
            return YIELD_FIRST
        if self.try_send_notification(notification):
            return None
        entry = Parked(self, notification)
        self._parked.append(entry)
        self._ring()
        return entry

    async def send_request(self, params: Any, *, opened: Callable[[int], None] | None = None) -> Any:
        """Answer from `answers`: a value, an exception, or nothing yet."""
        request_id = self._next_id
        self._next_id += 1
        answer = self.answers.popleft() if self.answers else None
        if isinstance(answer, Exception) and getattr(answer, "code", None) == ErrorCode.OVERLOADED:
            raise answer
        waiter = self._backend.waiter()
        self.open_requests[request_id] = (params.thread_id, waiter)
        self.record(f"{params.method}#{request_id}", params)
        if opened is not None:
            opened(request_id)
        if answer is not None:
            waiter.resolve(answer)
        try:
            outcome = await waiter.wait()
        finally:
            self.open_requests.pop(request_id, None)
        if isinstance(outcome, Exception):
            raise outcome
        return params.response_type.from_wire(outcome)

    def fail_thread_requests(self, thread_id: str) -> None:
        """End the open requests of a thread."""
        for request_id, (thread, waiter) in list(self.open_requests.items()):
            if thread == thread_id:
                del self.open_requests[request_id]
                waiter.resolve(ServerError("turn state was changed", code=-32603))

    # -- what the test sees

    def record(self, name: str, payload: Any) -> None:
        """Note that something was let out."""
        self.log.append((name, payload))
        self._ring()

    def _ring(self) -> None:
        self._news.set()
        self._news = anyio.Event()

    def release(self) -> None:
        """Make room for ever: what waits goes out in its order."""
        self.is_full = False
        while self._parked:
            entry = self._parked.popleft()
            self.record(entry.notification.method, entry.notification)
            entry.end(Outcome.DELIVERED)

    def close(self) -> None:
        """End the connection: whoever waits is told."""
        self.is_closed = True
        while self._parked:
            self._parked.popleft().end(Outcome.NOT_DELIVERED)

    def withdraw(self, entry: Parked) -> None:
        """Take back what has no room yet."""
        self._parked.remove(entry)

    @property
    def parked(self) -> list[str]:
        """The methods of the notifications that wait for room."""
        return [entry.notification.method for entry in self._parked]

    @property
    def names(self) -> list[str]:
        """What was let out, without what no order is promised for."""
        return [name for name, _ in self.log]

    def of(self, name: str) -> list[Any]:
        """The payloads of one name."""
        return [payload for recorded, payload in self.log if recorded == name]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something that is let out, or parked, makes the condition true."""
        with anyio.fail_after(10):
            while not condition():
                await self._news.wait()

    async def seen(self, name: str, count: int = 1) -> Any:
        """Wait for the given number of something; returns the last one's payload."""
        await self.until(lambda: self.names.count(name) >= count)
        return self.of(name)[count - 1]


class ScriptedAgent(Agent):
    """Runs whatever the test gives it."""

    model = "scripted"

    def __init__(self, run: Callable[[TurnContext], Awaitable[None]]) -> None:
        self._run = run

    async def run_turn(self, turn: TurnContext) -> None:
        """Run the script."""
        await self._run(turn)


class Host:
    """The server as threads and turns see it, over a recording connection."""

    def __init__(self, connection: Connection, agent: Agent, session_source: str, legacy: bool) -> None:
        self.backend = current_backend()
        self.slices = Slices(self.backend)
        self.outgoing = connection
        self.session_source = session_source
        self.home = "/no such home"
        self.sandbox_helper: str | None = None
        self.legacy_notifications = legacy
        self.closing = False
        self.server = lambda: None
        self.tasks: set[Task] = set()
        self.known_threads: list[str] = []
        defaults = ModelDefaults(agent.model, agent.model_provider)
        self.threads = ThreadManager(
            self,
            lambda turn, user_input: agent.run_turn(TurnContext(turn, user_input, self.threads)),
            defaults,
        )

    def open_thread(self, thread_id: str) -> None:
        """Note a thread that the server or an agent started."""
        self.known_threads.append(thread_id)

    def close_thread(self, thread_id: str) -> None:
        """Note that the server is to forget a thread."""
        if thread_id in self.known_threads:  # the others are those of a connection
            self.known_threads.remove(thread_id)

    def subscribers(self, thread_id: str) -> int:
        """Somebody always is."""
        return 1

    def spawn(
        self,
        function: Callable[..., Coroutine[Any, Any, None]],
        *arguments: Any,
        name: str,
        on_done: Callable[[], None] | None = None,
    ) -> Task:
        """Start a task."""
        return self.backend.spawn(self.tasks, function, *arguments, name=name, on_done=on_done)


class Context:
    """What the handlers of threads and turns need of a request's context."""

    connection = ConnectionInfo(client_name="test-client")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.subscribed: list[str] = []

    @property
    def outgoing(self) -> Connection:
        """Where handlers send notifications."""
        return self._connection

    def open_thread(self, thread_id: str) -> None:
        """The connection has started a thread."""
        self.subscribed.append(thread_id)

    def subscribe_thread(self, thread_id: str, *, first: Sequence[p.Notification] = ()) -> None:
        """The connection follows a thread, and is told something first."""
        for notification in first:
            self._connection.record(f"first:{notification.method}", notification)
        self.open_thread(thread_id)

    def tell_asker(self, *notifications: p.Notification) -> None:
        """The connection alone is told something."""
        for notification in notifications:
            self._connection.record(notification.method, notification)

    def unsubscribe_thread(self, thread_id: str) -> bool:
        """The connection leaves a thread."""
        if thread_id not in self.subscribed:
            return False
        self.subscribed.remove(thread_id)
        return True


class Harness:
    """Threads with their handlers, without a server around them."""

    def __init__(self, agent: Agent, **options: Any) -> None:
        self.connection = Connection()
        self.context = Context(self.connection)
        source = options.pop("session_source", "exec")
        self.session = Host(self.connection, agent, source, options.pop("legacy_notifications", False))
        assert not options
        threads = self.session.threads
        self._handlers: dict[str, Callable[..., Any]] = {
            **ThreadHandlers(threads).by_method,
            **TurnHandlers(threads).by_method,
            **HistoryHandlers(threads).by_method,
            **GoalHandlers(threads).by_method,
            **ThreadChangeHandlers(threads).by_method,
        }

    def call(self, params: p.RequestParams[Response]) -> Response:
        """Call the handler; its answer goes to the record as `R`."""
        answer = cast("Response", self._handlers[params.method](self.context, params))
        self.connection.record("R", answer)
        return answer

    async def ask(self, params: p.RequestParams[Response]) -> Response:
        """As `call`, of a handler that may wait."""
        answer = self._handlers[params.method](self.context, params)
        if inspect.isawaitable(answer):
            answer = await answer
        self.connection.record("R", answer)
        return cast("Response", answer)

    def start_thread(self, **params: Any) -> str:
        """Start a thread; returns its id."""
        return self.call(p.ThreadStartParams(**params)).thread.id

    def start_turn(self, thread_id: str, text: str = "hello", **params: Any) -> str:
        """Start a turn; returns its id."""
        entries: list[p.UserInput] = [p.TextUserInput(text=text)] if text else []
        return self.call(p.TurnStartParams(thread_id=thread_id, input=entries, **params)).turn.id

    def interrupt(self, thread_id: str, turn_id: str) -> None:
        """Interrupt a turn."""
        self.call(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id))

    async def completed(self, count: int = 1) -> p.Turn:
        """Wait for the given `turn/completed` and until that turn is finished."""
        notification = await self.connection.seen("turn/completed", count)
        for thread in self.session.threads:
            for turn in list(thread.turns):
                if turn.id == notification.turn.id:
                    await turn.finished.wait()
        turn_: p.Turn = notification.turn
        return turn_

    async def tasks_rest(self) -> None:
        """Let every task go on until nothing more comes of it by itself."""
        seen = -1
        while seen != len(self.connection.log):
            seen = len(self.connection.log)
            for _ in range(10):
                await checkpoint()

    async def tasks_done(self) -> None:
        """Wait for every task of the session."""
        with anyio.fail_after(10):
            while tasks := [task for task in self.session.tasks if not task.done]:
                for task in tasks:
                    await task.wait()


@asynccontextmanager
async def running(
    run: Callable[[TurnContext], Awaitable[None]] | Agent, **options: Any
) -> AsyncIterator[Harness]:
    """A harness over an agent or a script; everything it started has ended afterwards."""
    harness = Harness(run if isinstance(run, Agent) else ScriptedAgent(run), **options)
    try:
        yield harness
    finally:
        harness.connection.release()
        await harness.session.threads.shutdown(0)
        for task in list(harness.session.tasks):
            task.cancel()
        await harness.tasks_done()


def server_error(code: int = -1) -> ServerError:
    """An error answer of a client."""
    return ServerError("no", code=code)


START = ["R", "thread/started"]
OPEN = ["R", "thread/status/changed", "turn/started", "item/started", "item/completed"]
CLOSE = ["thread/status/changed", "turn/completed"]
MESSAGE = ["item/started", "item/agentMessage/delta", "item/completed"]
