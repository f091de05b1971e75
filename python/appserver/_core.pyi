"""The native core: a state machine that is called, never a task that is messaged.

Every call is short, takes one lock and never waits. What must happen next (settling a waiter, starting a handler) is
returned to the caller; the only Python that the core calls are the doorbells given to `arm`, after unlocking.
Every method raises `RuntimeClosedError` in a forked child.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias, final

from appserver.backends.base import Waiter

__all__ = ["DELIVERY_CLASSES", "EMPTY", "Core", "Empty", "Hooks", "Parked", "Subscription", "__version__"]

_RequestId: TypeAlias = int | str

__version__: Final[str]

@final
class Empty:
    """The type of `EMPTY`, which is false."""

EMPTY: Final[Empty]
"""What `Subscription.take` gives when nothing is queued."""

DELIVERY_CLASSES: Final[dict[str, str]]
"""Method to delivery class: `terminal`, `mergeable` or `latest`. Every other method is `best_effort`."""

@final
class Hooks:
    """The Python that the core needs to speak Python's types. Called without the lock."""

    def __new__(
        cls,
        *,
        lagged: Callable[[int], Any],
        stream_closed: Callable[[str], Any],
        join_text: Callable[[Any, str, str], Any],
        parked: Callable[[Parked], Awaitable[None]],
        yielded: Callable[[Core, Any], Awaitable[None]],
        done: Awaitable[None],
    ) -> Hooks:
        """`join_text(event, field, text)` gives a copy of a delta whose text field is the joined text.

        `parked(ticket)` and `yielded(core, notification)` make the awaitables that `Core.send_notification` returns
        when the producer must wait for room, or should let others run first; the latter then sends. `done` is what
        it returns otherwise: what `await` takes and what ends at once, any number of times. It may be a generator-based
        coroutine, which has no `__await__` and is an `Awaitable` for type checkers only.
        """

@final
class Core:
    """One runtime's state: its connection, requests, lanes, subscribers and server requests."""

    def __new__(
        cls,
        *,
        channel_capacity: int,
        max_event_bytes: int,
        drop_policy: str,
        legacy_notifications: bool,
        hooks: Hooks,
    ) -> Core: ...
    @property
    def events(self) -> Subscription:
        """The primary stream: every notification of the connection, and the server requests."""
    # -- the connection
    def initialize(self, *, experimental: bool, opt_out: Sequence[str]) -> None:
        """Open the gate. Raises `ServerError` -32600 `Already initialized` the second time."""
    # -- client requests
    def open_request(
        self, request_id: _RequestId | None, method: str, experimental: str | None, waiter: Waiter | None
    ) -> tuple[_RequestId, int]:
        """Register a request; gives its id (the next free integer for None) and the ticket that closes it.

        `experimental` is the descriptor of the first experimental thing the request uses.

        Raises:
            ServerError: not initialized, experimental without the capability, duplicate id.
            RuntimeClosedError: the runtime is shut down.
        """
    def close_request(self, request_id: _RequestId, ticket: int) -> Waiter | None:
        """The request is over (answered, or its caller gave up); its id is free again.

        Gives the waiter to settle, None when there is none or the request was over already (counted as late).
        """
    # -- the lanes
    def post_command(self, command: Any) -> bool:
        """Queue something for the processor's loop; True when its bell must be rung.

        Raises:
            QueueFullError: the command lane is full.
            RuntimeClosedError: the runtime is shut down.
        """
    def take_commands(self) -> list[Any]:
        """All queued commands, oldest first; the next `post_command` asks for the bell again."""
    def admit_handler(self, job: Any, method: str) -> bool:
        """True: run the handler now. False: the job is kept, a later release gives it out.

        Raises:
            OverloadedError: -32001 `in-process app-server request queue is full`.
        """
    def release_handler(self) -> Any | None:
        """A handler finished; gives the next job to run, already admitted."""
    def suspend_handler(self) -> Any | None:
        """A handler waits for something of this runtime and lends its slot; gives the next job to run."""
    def resume_handler(self) -> None:
        """A suspended handler goes on; for a moment more handlers may run than the lane's capacity."""
    def withdraw_job(self, job: Any) -> bool:
        """Take this very object out of the waiting handlers or the queued commands: its request is over.

        Its place is free at once, and nothing gives it out any more. False when it is in neither, because it was given
        out already: a handler that runs goes on.
        """
    # -- server requests
    def next_server_request_id(self) -> int:
        """The next id of the server's one counter, from 0."""
    def open_server_request(
        self, request_id: int, method: str, event: Any, waiter: Waiter, thread_id: str | None
    ) -> None:
        """Queue a question for the client and register who waits for its answer.

        Raises:
            OverloadedError: -32001 `in-process server request queue is full`.
            ServerError: -32603 `in-process server request consumer is closed`, or shutting down.
        """
    def close_server_request(self, request_id: int) -> Waiter | None:
        """The question is over: answered, or its asker gave up. Gives the waiter to settle; None when it was over
        already (a late or unknown answer, which is counted). An event nobody has read yet leaves the lane.

        Raises:
            TypeError: the id is no int, or a bool. ValueError: it does not fit in 64 bits.
        """
    def close_thread_server_requests(self, thread_id: str) -> list[tuple[int, Waiter]]:
        """All open questions of a thread, oldest first; they are over."""
    # -- events
    def send_notification(self, notification: Any) -> Awaitable[None]:
        """Deliver to every matching subscriber; the awaitable waits only where a subscriber's policy says so.

        `await` the result at once, and nothing else: it need not have an `__await__`. What does not have to wait is
        delivered before this returns, except where the producer first lets others run (after 64 sends, or to give a
        reader its turn): then nothing is read from the notification before the result is awaited.

        Raises:
            RuntimeClosedError: the runtime is closed, or is shutting down and no stream has room: a gap stands for the
                notification in each.
            TypeError: not a notification model. ValueError: text that is not valid Unicode. The ids of a delta are not
                its text: whatever they are, it is joined to text of the very same ids only.
        """
    def try_send_notification(self, notification: Any) -> bool:
        """Deliver if no subscriber would make the producer wait; False, and nothing delivered, otherwise.

        Once the shutdown has begun nobody waits: True, and a gap stands for it with each subscriber without room.
        Once the runtime is closed: False.
        """
    def try_send_notifications(self, notifications: Iterable[Any]) -> int:
        """Deliver in order, until one would make the producer wait; gives the number of those delivered.

        Raises:
            TypeError, ValueError: as `send_notification`, for any of them; then none is delivered. TypeError: it is one
                notification, a text, or nothing to iterate over.
        """
    def subscribe(
        self,
        *,
        thread_id: str | None,
        methods: Sequence[str] | None,
        drop_policy: str,
        channel_capacity: int,
        max_event_bytes: int,
    ) -> Subscription:
        """A further, independent stream of the notifications that match both filters (None matches all)."""
    # -- lifecycle
    def is_closing(self) -> bool:
        """Whether the shutdown has begun."""
    def begin_shutdown(self) -> tuple[list[Waiter], list[Waiter]] | None:
        """Stop the intake; gives the waiters of the open client requests and of the open server requests, to be
        settled with -32603. Parked producers are woken, and gaps stand for their events. None when the shutdown has
        begun before."""
    def close(self) -> None:
        """Close every stream: readers get what is queued, then the end."""
    def stats(self) -> dict[str, int]:
        """A snapshot of every counter and depth."""

@final
class Subscription:
    """One event stream's queue. Dropping the last reference ends the subscription."""

    def take(self) -> Any:
        """The next event, `EMPTY`, or None once the stream is closed and drained.

        A delta that was changed after it was sent, so that text cannot be joined to it, is given as it is, and the
        failure goes to `sys.unraisablehook`.
        """
    def take_many(self, max_events: int) -> list[Any] | None:
        """Up to `max_events` events, an empty list when nothing is queued, None once closed and drained."""
    def arm(self, bell: Callable[[], None]) -> int:
        """Ask for one wake-up; 0 when something can be taken now. The bell rings at most once.

        The number takes the bell back with `disarm`.
        """
    def disarm(self, number: int) -> None:
        """Take back a bell that has not rung."""
    def close(self) -> list[Waiter]:
        """End the subscription; what is queued is thrown away.

        Gives the waiters of the server requests that nobody will read now, to be settled with -32603 `in-process
        server request consumer is closed`.
        """
    def stats(self) -> dict[str, int]:
        """`emitted`, `received`, `dropped`, `merged`, `replaced`, `queued`, `queued_bytes`, `peak_queued`,
        `peak_queued_bytes`, `parked`."""

@final
class Parked:
    """A notification that waits for room."""

    def arm(self, bell: Callable[[], None]) -> bool:
        """Ask for one wake-up, unless it was delivered already (False)."""
    def delivered(self) -> bool:
        """Whether it was delivered. False after the wake-up means that the runtime is shutting down."""
    def reached_somebody(self) -> bool:
        """Whether a subscriber has it, or nobody is left to have it: whoever would send it again must not."""
    def withdraw(self) -> bool:
        """Take it back from the subscribers that have no room yet; a gap stands for it there if another one has it.
        False when it was delivered already."""
