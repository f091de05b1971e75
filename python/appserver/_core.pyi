"""The native core: a state machine that is called, never a task that is messaged.

Every call is short, takes one lock and never waits. What must happen next (resolving a waiter, starting a handler) is
returned to the caller; the only Python that the core calls are the wake-ups given to `register`, after unlocking. All
of them are called, whatever one raises: an `Exception` goes to `sys.unraisablehook`, anything else to the caller.
Every method raises `RuntimeClosedError` in a forked child.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias, final

from appserver.backends.base import Resolvable, Waiter

__all__ = [
    "DELIVERY_CLASSES",
    "EMPTY",
    "EVERYONE",
    "REJECTIONS",
    "YIELD_FIRST",
    "CarriedPeer",
    "Command",
    "ConnectionCore",
    "Empty",
    "Hooks",
    "HttpStream",
    "HttpStreams",
    "Outcome",
    "ParkedSend",
    "ServerCore",
    "SseDecoder",
    "Subscription",
    "Wire",
    "WireAuth",
    "YieldFirst",
    "__version__",
    "helper_fault",
    "parse_toml",
    "parse_yaml",
    "sandbox_support",
    "text_delta",
    "try_helper",
]

_RequestId: TypeAlias = int | str

__version__: Final[str]

@final
class Empty:
    """The type of `EMPTY`, which is false."""

EMPTY: Final[Empty]
"""What `Subscription.take` returns when nothing is queued."""

@final
class YieldFirst:
    """The type of `YIELD_FIRST`."""

YIELD_FIRST: Final[YieldFirst]
"""What `ServerCore.offer` returns when other tasks must run first. Nothing was read from the notification or sent."""

@final
class Outcome:
    """What became of a notification that had to wait for room."""

    DELIVERED: Final[Outcome]  # every stream that matches has dealt with it
    DELIVERED_TO_SOME: Final[Outcome]  # some streams have it; a `Lagged` marker is recorded in the others
    NOT_DELIVERED: Final[Outcome]  # no stream has it

DELIVERY_CLASSES: Final[dict[str, str]]
"""Method to delivery class: `terminal`, `mergeable` or `latest`. Every other method is `best_effort`."""

EVERYONE: Final[frozenset[str]]
"""Methods whose notifications go to every initialized connection even though they belong to a thread."""

REJECTIONS: Final[dict[str, tuple[int, str]]]
"""The refusals that stand once for Rust and Python: name to JSON-RPC code and text (e.g. `shutting_down`,
`consumer_closed`, `request_queue_full`, `server_request_queue_full`, `not_initialized`, `already_initialized`)."""

@final
class Hooks:
    """The Python that the core needs to speak Python's types. Called without the lock."""

    def __new__(
        cls,
        *,
        lagged: Callable[[int], Any],
        stream_closed: Callable[[str], Any],
        join_text: Callable[[Any, str, str], Any],
        parked: Callable[[ParkedSend], Awaitable[None]],
        yielded: Callable[[ServerCore, Any, ConnectionCore | None], Awaitable[None]],
        done: Awaitable[None],
        wake_all: Callable[[list[Callable[[], object]]], None],
    ) -> Hooks:
        """`join_text(event, field, text)` returns a copy of a delta whose text field is the joined text.

        `parked(send)` and `yielded(core, notification, connection)` make the awaitables that
        `ServerCore.send_notification` returns when the producer must wait for room, or must let others run first; the
        latter then sends, to that connection or with None to the whole audience.

        `done` is what it returns otherwise: what `await` takes and what ends at once, any number of times. It may be a
        generator-based coroutine, which has no `__await__` and is an `Awaitable` for type checkers only.

        `wake_all(wakers)` calls the wakers of a call that wakes more than 32, in order: at once, or slice by slice.
        """

@final
class ServerCore:
    """One server: connections, audiences of threads, questions, handler permits, order of requests, lifecycle."""

    def __new__(cls, *, max_handlers: int, max_event_bytes: int, hooks: Hooks) -> ServerCore:
        """`max_event_bytes` bounds all streams together, each event with 512 bytes at the least: beyond it every stream
        that holds more than an even share of it counts as full."""
    # -- connections
    def connect(
        self,
        *,
        channel_capacity: int,
        max_event_bytes: int,
        drop_policy: str,
        stall_milliseconds: int | None,
        legacy_notifications: bool,
        follows_new_threads: bool,
        producers_wait: bool = True,
    ) -> ConnectionCore:
        """A further connection, before its handshake. `follows_new_threads`: it is subscribed to threads that the
        server or an agent starts (in-process connections). Raises RuntimeClosedError once the shutdown has begun.

        `stall_milliseconds`: a stream of it that was read, and then not for so long while a producer waits, counts as
        one that nobody reads, unless its policy is `block`; None: producers wait for ever.

        `producers_wait`: False: no producer ever waits for a reader of it. Each of its streams remains one that nobody
        reads, whatever its policy (see `ConnectionCore.subscribe`), also while it is read."""
    @property
    def connections(self) -> int:
        """How many connections are open."""
    # -- threads
    def threads(self) -> list[str]:
        """The threads that the server knows, in no order."""
    def open_thread(self, thread_id: str, starter: ConnectionCore | None) -> None:
        """The server knows the thread from now on: its events go to the connections that are subscribed to it: at
        first `starter`, or with None every open connection that follows new threads. Known already: no effect.

        Events of a thread that the server does not know go to every initialized connection (embedders' own
        processors have threads of their own)."""
    def close_thread(self, thread_id: str) -> list[tuple[int, Waiter]]:
        """The server knows the thread no more: it is unloaded, archived or deleted. Its thread streams end with
        `StreamClosed("thread_closed")` after what is queued. Its open questions are over: their ids and waiters, oldest
        first. Not known: no effect."""
    def subscribers(self, thread_id: str) -> int | None:
        """How many connections are subscribed to the thread; None: the server does not know it."""
    # -- questions (server requests)
    def next_server_request_id(self) -> int:
        """The next id of the server's one counter, from 0."""
    def open_server_request(
        self,
        request_id: int,
        method: str,
        event: Any,
        stable_event: Any | None,
        waiter: Waiter,
        thread_id: str | None,
    ) -> None:
        """Ask the connections that are subscribed to the thread (all, for None or an unknown thread), and register who
        waits for the answer. Connections without the experimental capability are shown `stable_event`; None: they
        are not asked at all. Only connections that listen are asked: initialized, open, primary stream open and not
        ending. A question stands in the primary stream and in each stream of just its thread whose methods it passes.
        Read in one of them, it counts as read, and stays in the others until it is over.

        - Nobody on the whole server listens: ServerError -32603 consumer_closed; or, where clients are expected, it
          stays open, unattended.
        - Nobody of those that listen is experimental enough (stable_event is None): ServerError -32600
          `{method} requires experimentalApi capability`.
        - Connections are subscribed and listen, and the questions that each has not read are `channel_capacity`:
          OverloadedError -32001.
        - Some connections listen, but none of them is subscribed to the thread: it stays open, unattended.
        - Shutting down: ServerError -32603 shutting_down.
        """
    def close_server_request(self, request_id: int) -> Waiter | None:
        """The asker gave up: the question is over. Whoever has not read it yet never will. None: was over already
        (not counted as late: it is no answer)."""
    def close_thread_server_requests(self, thread_id: str) -> list[tuple[int, Waiter]]:
        """End all open questions of a thread, oldest first. Costs what the thread has open, not the server."""
    def open_server_requests(self, connection: ConnectionCore | None, thread_id: str | None) -> list[Any]:
        """The events (`ServerRequest` objects, the variant that the connection would see) of the open questions,
        oldest first; of one thread; for a connection only those that it was asked. None: all of the server."""
    def server_request(self, request_id: int) -> Any | None:
        """The event of an open question, as a connection with every capability sees it; None: it is over, or there was
        none. Raises as `ConnectionCore.answer_server_request`."""
    def reads(self, thread_id: str | None) -> int:
        """How often something was read by connections that would be asked about the thread (all, for None or an
        unknown one): from their primary streams, and their streams of just that thread."""
    def expect_clients(self, expected: bool) -> list[Waiter]:
        """Whether further clients may connect, because the server listens: then questions stay open, unattended, while
        nobody on the whole server listens. Once they may not: the waiters of questions that nobody can answer, where
        nobody listens (consumer_closed)."""
    def unattended(self) -> list[int]:
        """The ids of open questions that no connection can answer now (none was asked, or all asked have left)."""
    # -- handlers: permits and order
    @property
    def is_ordering(self) -> bool:
        """Whether any scope of requests is in use; False: every request may run at once. Cheap."""
    # -- events
    def send_notification(
        self, notification: Any, connection: ConnectionCore | None = None
    ) -> Awaitable[None]:
        """Deliver to every matching stream of every connection of its audience, or of `connection` alone; the awaitable
        waits only where a stream's policy says so.

        `await` the result at once, and nothing else: it need not have an `__await__`. What does not have to wait is
        delivered before this returns, except where the producer first lets others run (after 64 sends, or to let a
        reader run): then nothing is read from the notification before the result is awaited.

        What it counts in bytes: its text and bytes, eight for every other value, a `__sizeof__` for what is not JSON.
        Of more than 100 000 values the rest counts a GiB.

        Raises:
            RuntimeClosedError: the server is closed, or is shutting down and no stream has room: a `Lagged` marker is
                recorded in each.
            TypeError: not a notification model. ValueError: text that is not valid Unicode, or a connection of another
                server. The ids of a delta are not its text: whatever they are, it is joined to text of the very same
                ids only.
        """
    def try_send_notification(self, notification: Any, connection: ConnectionCore | None = None) -> bool:
        """Deliver if no stream would make the producer wait; False, and nothing delivered, otherwise.

        Once the shutdown has begun nobody waits: True, and a `Lagged` marker is recorded in each stream without room.
        Once the server is closed: False.
        """
    def try_send_notifications(
        self, notifications: Iterable[Any], connection: ConnectionCore | None = None
    ) -> int:
        """Deliver in order, until one would make the producer wait; the number of those delivered.

        Raises:
            TypeError, ValueError: as `send_notification`, for any of them; then none is delivered. TypeError: it is one
                notification, a text, or nothing to iterate over.
        """
    def offer(self, notification: Any) -> ParkedSend | YieldFirst | None:
        """The send of `send_notification` with its outcome as a value. None: every matching stream has dealt with it.
        `YIELD_FIRST`: let other tasks run, then offer it again. A `ParkedSend`: it stands in line where there is no
        room. Raises as `send_notification`."""
    # -- time
    def register_watcher(self, wake: Callable[[], None]) -> bool:
        """Ask for one wake-up when a producer begins to wait for a reader, a stream that nobody reads loses events, or
        nobody can answer an open question any more. It replaces the one before. False: there is something to `watch`
        now, other than such questions."""
    def watch(
        self, milliseconds: int
    ) -> tuple[bool, list[tuple[str, int, int, bool, str | None, list[str] | None, Any]]]:
        """So many milliseconds have passed since the last time, or since the wake-up.

        Whether a producer waits for a reader, so that time must be told on, and what is to be said about streams:
        what happened, for how many milliseconds, the connection's number, whether it is its primary stream, the
        thread and the methods that it shows, and the notification that a producer waited with. What happened:
        - `waiting`: a producer has waited for a second; once, until the reader has caught up.
        - `stalled`: it was not read for `stall_milliseconds`. From now on nobody reads it: producers go on.
        - `lost`: nobody reads it, it is full, and events were dropped; once, until it is read.
        """
    # -- lifecycle
    def is_closing(self) -> bool: ...
    def begin_shutdown(self) -> tuple[list[Resolvable], list[Waiter]] | None:
        """Stop the intake of all connections; the waiters of all open client requests and of all open questions.
        Waiting jobs are dropped. Parked sends are woken, `Lagged` markers are recorded. None: it has begun before."""
    def close(self) -> None:
        """Close every stream: readers get what is queued, then the end."""
    def stats(self) -> dict[str, int]:
        """The server's own counters and the sums over all connections that there were (names: one list in Rust)."""

@final
class ConnectionCore:
    """One connection of a server. Dropping it changes nothing; `close` ends it."""

    @property
    def id(self) -> int:
        """Its number: 0 for the first connection of a server, never given to another one."""
    @property
    def events(self) -> Subscription:
        """The primary stream: all notifications that the connection is sent, and the questions."""
    def initialize(self, *, experimental: bool, opt_out: Sequence[str]) -> None:
        """Open the gate. Raises ServerError -32600 `Already initialized` the second time."""
    # -- client requests
    def open_request(
        self, request_id: _RequestId | None, method: str, experimental: str | None, waiter: Resolvable | None
    ) -> tuple[_RequestId, int]:
        """Register a request; its id (the next free integer for None) and its generation.
        Raises ServerError (not initialized, experimental, duplicate id of this connection), RuntimeClosedError."""
    def close_request(self, request_id: _RequestId, generation: int) -> Resolvable | None:
        """The request is answered; its id is free again. The waiter to resolve; None (counted as late): it was over."""
    def abandon_request(self, request_id: _RequestId, generation: int) -> list[Any]:
        """The caller gave up: as `close_request`, and its job is taken out of wherever it waits (commands, scope,
        permit), in constant time. Returns the jobs, of any connection, that may run now because of it."""
    # -- commands from other threads
    def post_command(self, job: Any, request_id: _RequestId, generation: int) -> bool:
        """Queue a request for the server's loop; True when the loop must be woken.
        Raises QueueFullError (this connection's queue is full), RuntimeClosedError."""
    def take_commands(self) -> list[Any]: ...
    # -- permits and order
    def admit(
        self,
        job: Any,
        request_id: _RequestId,
        generation: int,
        method: str,
        scope: str | None,
        shared: bool,
        needs_permit: bool,
    ) -> bool:
        """True: run it now. False: it waits, for its scope or for a permit; a later `finish`, `suspend_handler`,
        `abandon_request` or `close` returns it.

        Order: requests of one scope (over all connections) run in the order of their `admit`; consecutive shared ones
        at the head run together; an exclusive one waits for all before it and holds up all behind it. Scope first,
        then permit: at most `channel_capacity` handlers of a connection run and at most `max_handlers` of the server,
        connections in turn. `needs_permit=False`: a plain handler, which only waits for its scope.
        Raises OverloadedError -32001 `in-process app-server request queue is full`: as many requests as
        `channel_capacity` of this connection wait already (for scopes and permits together).
        A request that is over already (abandoned, or the connection or server is closing): False, and the job is
        dropped; nobody waits for its handler. The same for `post_command`."""
    def finish(self, scope: str | None, shared: bool, has_permit: bool) -> list[Any]:
        """A handler that `admit` (or a later call) let run is over; the jobs, of any connection, that may run now."""
    def suspend_handler(self) -> list[Any]:
        """A handler waits for something of this server and lends its permit; it keeps its scope."""
    def resume_handler(self) -> None: ...
    # -- threads
    def subscribe_thread(self, thread_id: str) -> None:
        """The connection is sent the thread's events from now on (`thread/resume`). No effect: the server does not know
        the thread, or the connection is closed."""
    def unsubscribe_thread(self, thread_id: str) -> bool:
        """No more of the thread's events; its thread streams end with `StreamClosed("unsubscribed")` after what is
        queued (parked sends go on, as in `close`). False: was not.
        Questions of the thread stay answerable for it only if it has read them already: unread ones are taken out."""
    def is_subscribed(self, thread_id: str) -> bool:
        """Whether it is sent the thread's events; True for a thread that the server does not know. A closed connection
        is subscribed to nothing: False for every thread."""
    def ask_again(self, thread_id: str) -> int:
        """Queue the open questions of the thread that this connection was not asked yet, or has read, once more (same
        ids), oldest first, as far as its queue holds; how many. None for a connection that does not listen or is not
        subscribed to the thread; without the experimental capability, questions without a stable event are left out."""
    # -- questions
    def answer_server_request(self, request_id: int) -> Waiter | None:
        """This connection answers. The waiter to resolve, once; None (counted as late): unknown, over, or this
        connection was not asked. The other connections' unread copies leave their queues.
        Raises TypeError: the id is no int, or a bool. ValueError: it does not fit in 64 bits."""
    # -- events
    def subscribe(
        self,
        *,
        thread_id: str | None,
        methods: Sequence[str] | None,
        drop_policy: str,
        channel_capacity: int,
        max_event_bytes: int,
    ) -> Subscription:
        """A further, independent stream of the connection's notifications that match both filters (None: all), and with
        a thread of that thread's questions.

        Until its first `take` or `register` a stream, as a primary one, holds up nobody, whatever its policy: from
        `channel_capacity` events on text is joined and states are replaced; only `max_event_bytes`, where an event
        counts 512 bytes at the least, makes best effort go first, then what is oldest.
        Raises ValueError, naming `thread/resume`: the connection is not subscribed to the (known) thread."""
    # -- the end
    def is_closed(self) -> bool:
        """Whether the connection, or its server, takes nothing new."""
    def close(self) -> tuple[list[Resolvable], list[Waiter], list[Any]]:
        """End the connection: the waiters of its open requests (to be resolved with shutting_down), the waiters of
        questions when nobody on the whole server listens any more (consumer_closed), and the jobs of other
        connections that may run now. Its own waiting jobs are dropped; its running handlers are the caller's to cancel
        (each still calls `finish`). Its streams end: readers get what is queued, then the end; parked sends go on (a
        `Lagged` marker is recorded here for what was parked; a stream that has ended has dealt with it: DELIVERED). It
        leaves all threads. Any number of times: later calls return three empty lists."""
    def stats(self) -> dict[str, int]: ...

@final
class Subscription:
    """One event stream's queue. Dropping the last reference ends the subscription (not of a primary stream)."""

    def take(self) -> Any:
        """The next event, `EMPTY`, or None once the stream is closed and drained.

        A delta that was changed after it was sent, so that text cannot be joined to it, is returned as it is, and the
        failure goes to `sys.unraisablehook`.
        """
    def take_many(self, max_events: int) -> list[Any] | None:
        """Up to `max_events` events, an empty list when nothing is queued, None once closed and drained."""
    def register(self, wake: Callable[[], None]) -> int:
        """Ask for one wake-up; 0 when something can be taken now. `wake` is called at most once.

        The number, which is never used again, takes it back with `deregister`.
        """
    def deregister(self, number: int) -> None:
        """Take back a wake-up that has not happened."""
    def close(self) -> list[Waiter]:
        """End the stream; what is queued is thrown away. Of a primary stream: the waiters of questions when nobody on
        the whole server listens any more (consumer_closed); questions read already stay answerable."""
    def stats(self) -> dict[str, int]:
        """`emitted`, `received`, `dropped`, `merged`, `replaced`, `queued`, `queued_bytes`, `peak_queued`,
        `peak_queued_bytes`, `parked`."""

@final
class ParkedSend:
    """A notification that waits for room. Dropped: withdrawn."""

    def register(self, wake: Callable[[], None]) -> bool:
        """Ask for one wake-up; False: there is nothing to wait for any more."""
    def withdraw(self) -> Outcome:
        """Take it back from the streams that have no room yet, and say who has it. Where some stream has it, a
        `Lagged` marker is recorded in those that do not. Any number of times: the first outcome stays.
        After a wake-up, anything but DELIVERED means that the server, or the last stream it waited for, is shutting
        down.
        """

@final
class HttpStreams:
    """HTTP requests of one event loop, whose answers are read by a thread that runs no Python.

    In a forked child `ready` and `close` have no effect.
    """

    def __new__(cls) -> HttpStreams:
        """Raises OSError: the process has no descriptors or threads left."""
    def fileno(self) -> int:
        """Readable when `ready` names a stream. Raises ValueError once closed."""
    def ready(self) -> list[int]:
        """The numbers of the streams that have had something since they were looked into last."""
    def open(
        self, url: str, headers: Sequence[tuple[str, str]], body: bytes, *, idle_timeout: float
    ) -> HttpStream:
        """POST a body; what becomes of it is told by the stream.

        Args:
            url: where to; redirections are not followed.
            headers: names and values, as they are sent.
            body: of any size.
            idle_timeout: seconds within which the answer must begin, and each event follow the one before it.

        Raises ValueError: the URL, a header or the timeout is not valid; no value of a header is named.
        """
    def close(self) -> None:
        """Close the descriptor, which the loop must have stopped watching. The streams go on, and nobody is told."""

@final
class HttpStream:
    """One answer. Dropping it closes its connection at once. At most 256 KiB, and one read more, are read ahead.

    In a forked child `close` and `finish` have no effect.
    """

    @property
    def number(self) -> int:
        """What `HttpStreams.ready` calls it."""
    def head(self) -> tuple[int, list[tuple[str, str]]] | None:
        """The status and the headers, names in lower case; None before they have come."""
    def take(self) -> list[bytes] | None:
        """The data of the events since the last call, possibly of none; None when all was taken and nothing follows.
        Of an answer with another status than success, pieces of its body, of which 64 KiB are read."""
    def failure(self) -> tuple[str, str] | None:
        """Why the answer is not whole: `connect`, `send`, `idle`, `cut`, `tooLong` or `stopped`, and a text without
        URL, headers and body. None while it comes, and when it is whole."""
    def close(self) -> None:
        """Close the connection at once, and throw away what was read. Call it as often as you like."""
    def finish(self) -> None:
        """Take nothing more, and let the connection be used again: what is left of the answer is read and thrown away,
        unless its end does not come in a second. `close` has no effect after it."""

@final
class SseDecoder:
    """A decoder of server-sent events, at the begin of a stream."""

    def __new__(cls, limit: int = ...) -> SseDecoder:
        """For events of at most `limit` bytes: 64 MiB."""
    def feed(self, data: bytes) -> list[bytes]:
        """The data of the events that end in these bytes. Raises ValueError: an event is too long; feed no more."""

def text_delta(data: bytes) -> tuple[int | str, str] | None:
    """Read the data of an event that is a piece of a message's text, beyond doubt: which message, and the text.

    None says nothing: another reader of JSON may take what this one does not.
    """

def sandbox_support() -> tuple[Path | None, str | None, bool | None, str | None]:
    """What can keep a command in a sandbox here; tried once, for some milliseconds.

    Returns: the path of `bwrap`, or why it does not work; whether commands that Landlock keeps may be given paths to
    write to, or why it does not work.
    """

def helper_fault(program: bytes) -> str | None:
    """Why a program, by its real absolute path, cannot be used as a helper, and what to do; None: it can.

    It is a file that can be executed, and only its owner, who is root or the user of the process, can change it.
    """

def try_helper(program: bytes) -> str | None:
    """Why a program cannot stand for `bwrap`, if it cannot. It is run once for as long as its file is the same."""

@final
class Command:
    """A child process that leads a session and process group of its own. Dropping it kills the group.

    It is started, read, ended and reaped by a thread that runs no Python, also when its owner goes away in the middle.
    At most 64 KiB are read ahead. In a forked child `stop`, `kill` and `close` have no effect.
    """

    def __new__(
        cls,
        arguments: Sequence[bytes],
        *,
        directory: bytes,
        environment: Sequence[bytes],
        stdin: int | None,
        timeout: float | None,
        sandbox: tuple[Sequence[bytes], Sequence[bytes], bool, str | None, bytes | None] | None,
        terminal: tuple[int, int] | None,
        is_written: bool,
        stderr: int | None = None,
    ) -> Command:
        """Have it started; whether that worked is told by `take`.

        Args:
            arguments: a path, or a name that is looked for in the `PATH` of `environment`, and the arguments.
            directory: where to run it.
            environment: all of it, `NAME=value` each.
            stdin: a descriptor for its standard input, which is duplicated; None: an empty one.
            timeout: seconds from its start after which it is ended.
            sandbox: the paths below which it may write, real paths among these where it may not, whether it may make
                connections, and the name of what enforces that (None: the first that works); None: it is kept from
                nothing.
            terminal: the rows and columns of a terminal that it has for its standard streams, and that controls its
                session; None: its outputs are a pipe. There is no `stdin` then.
            is_written: whether it reads what `write` is given, where it has neither a terminal nor `stdin`.
            stderr: a descriptor for its standard error, which is duplicated; None: where its standard output goes.

        Raises OSError: the process has no descriptors or threads left. ValueError: a null byte; no number of seconds;
        a terminal and `stdin`.
        """
    @property
    def process_id(self) -> int | None:
        """The number of the process; None as long as it has not started, or once nobody is left."""
    def write(self, data: bytes) -> str:
        """Have it read this, whole or not at all: `taken`; `full`: a MiB waits to be read; `closed`: it reads nothing
        of its owner, or nothing any more."""
    def close_input(self) -> None:
        """Have its input end once it has read what was written; a terminal is told by the character for that."""
    def resize(self, rows: int, columns: int) -> None:
        """Say how large its terminal is. Nothing happens where it has none."""
    def interrupt(self) -> None:
        """Send the group SIGINT."""
    def fileno(self) -> int:
        """Readable when there is something to take. Raises ValueError once closed."""
    def take(self) -> bytes | None:
        """What it has written since the last call, possibly nothing; None when all was taken and nobody of the group is
        left. Raises OSError: it could not be started."""
    def outcome(self) -> tuple[int | None, float, str, bool] | None:
        """None as long as somebody of the group is left. Then the exit code (128 + n for signal n; None: it cannot be
        ended, or was reaped by somebody else), seconds, why it was over (`exited`, `left`: it exited and left
        processes, `timedOut`, `stopped`), and whether nobody is left."""
    def stop(self) -> None:
        """End the group: SIGTERM, half a second, SIGKILL. Returns at once; further output is thrown away."""
    def kill(self) -> None:
        """End the group at once."""
    def close(self) -> None:
        """Close the descriptor, which the loop must have stopped watching. Call it as often as you like."""

@final
class Wire:
    """Connections to peers that speak JSON-RPC, of one event loop, served by threads that run no Python. Dropping it
    closes all of them, and what it listens on.

    Nothing here waits, and nothing grows without a bound. Numbers of peers and listeners are never used again.
    """

    def __new__(
        cls,
        *,
        max_message_bytes: int,
        max_frame_bytes: int,
        max_unsent_bytes: int,
        max_unread_bytes: int,
        max_connections: int,
        handshake_seconds: float,
        stall_seconds: float | None,
        ping_seconds: float | None,
    ) -> Wire:
        """All limits are those of one connection, except `max_connections`: how many that were accepted there may be.

        Args:
            max_message_bytes: the longest message that is read. A longer line is skipped and told as junk; a longer
                WebSocket message closes its connection (1009, `too_big`).
            max_frame_bytes: the longest WebSocket frame that is read; longer messages are sent in fragments of it.
            max_unsent_bytes: beyond what waits to be written the connection is closed (1013, `overloaded`).
            max_unread_bytes: while as much waits to be taken, each arrival with 128 bytes at the least, nothing is
                read.
            max_connections: further ones are answered HTTP 503.
            handshake_seconds: how long a connection has until it is a WebSocket.
            stall_seconds: a peer that takes no byte of what is unsent for so long is closed (1008, `stalled`). None:
                never.
            ping_seconds: a WebSocket that was silent for so long is sent a ping, and closed (1008, `stalled`) after as
                long again. None: never.

        Raises OSError: the process has no descriptors or threads left. ValueError: seconds that are not positive.
        """
    def fileno(self) -> int:
        """Readable while there is something to take."""
    def take(self, max_arrivals: int) -> list[tuple[Any, ...]]:
        """What has arrived: of each peer in its order, and of all in turn. The first of each is the peer's number:

        - `(peer, "opened", transport)`: it can be used; `stdio`, `unix`, `websocket` or `command`.
        - `(peer, "request", id, method, params)`: the id an int of 64 bits or a str; the params the JSON text as it was
          sent, also `b"null"`, or None when there are none. So too:
        - `(peer, "notification", method, params)`
        - `(peer, "result", id, result)`
        - `(peer, "error", id, error)`: the id may be None.
        - `(peer, "junk", reason)`: something that is no message. The connection goes on.
        - `(peer, "eof")`: `stdio` only: the peer sends nothing more and may still read. Answer what is open, then
          `close`; without that the end comes when nobody reads there any more.
        - `(peer, "due")`: of a `CarriedPeer` only: ask it what is due.
        - `(peer, "room")`: no more than 64 KiB are unsent, after a `send` had returned more than 256 KiB.
        - `(peer, "closed", kind, reason)`: the last of a peer, whose descriptors are closed. Kinds: `eof`, `aborted`
          (the peer closed it, or the system lost it), `invalid_data`, `too_big`, `stalled`, `overloaded`, `refused` (it
          could not be opened), `untrusted` (nor could it: its certificate), `closed` (by `close` or `shut_down`).
        """
    def send(self, peer: int, messages: Sequence[bytes]) -> int:
        """Queue messages, each a whole JSON text without a line end. How many bytes of that peer are unsent now; -1,
        and none was queued: the peer takes nothing more, its "closed" has arrived or will.

        Lines are written by this call where nothing else waits and the descriptor never blocks; what it does not take
        is left to the peer's thread. The interpreter is released meanwhile.

        The same bytes object sent to one peer after the other is copied once.
        """
    def close(self, peer: int, code: int, reason: str) -> None:
        """Stop reading, write what is unsent (for a second at most), send a WebSocket Close frame, and close. Its
        "closed" arrives; what has arrived before and was not taken is dropped. No effect on a peer that is gone.

        Raises ValueError: a code that may not be sent.
        """
    def adopt(self, reading: int, writing: int) -> int:
        """Serve JSON lines over two descriptors of any kind, which are duplicated, and whose flags stay as they are.
        The peer's number. Raises OSError: there are no threads or descriptors left, or one of these is not open.
        ValueError: a negative number."""
    def carry(self) -> CarriedPeer | None:
        """A WebSocket whose messages the caller carries, such as a web server in this process; it counts among those
        that were accepted. None: there are too many. Raises OSError: the wire was shut down."""
    def listen_unix(self, path: bytes, *, startup_lock: bytes | None) -> int:
        """Accept WebSockets at a path; the listener's number.

        The last level of its directory is made if it is missing, for the owner alone (0700); the socket is the owner's
        alone (0600) before anybody can connect. A socket that nobody listens on is replaced. Servers that start at the
        same time do so one after the other, by a lock on the file `startup_lock`, or on the directory.

        Raises OSError, whose errno is EADDRINUSE: another server listens there; ENOTSOCK: there is something else;
        EPERM: others could replace what is in the directory; EBUSY: another server has been starting for two
        seconds; or what the system says.
        """
    def listen_websocket(self, host: str, port: int, *, auth: WireAuth | None = None) -> tuple[int, str, int]:
        """Accept WebSockets at an IP address, of clients that show what `auth` asks for; the listener's number, the
        address, and the port that was chosen for 0. `/healthz` and `/readyz` are answered 200 to everybody; requests
        with an `Origin` are refused (403), and those without the right token (401, with the reason).

        Raises ValueError: not an IP address, or one that others can reach and no `auth`. OSError: what the system says.
        """
    def dial_unix(self, path: bytes) -> int:
        """Connect to a unix socket; the peer's number, at once. Its "opened" arrives within `handshake_seconds`, or a
        "closed" of the kind `refused` that says why."""
    def dial_websocket(self, url: str, *, token: str | None, ca_file: bytes | None = None) -> int:
        """Connect to a `ws://` or `wss://` URL, and show a bearer token there; the peer's number, at once. Trusted are
        the authorities of the system, or those of a file in the form of PEM.

        Raises ValueError: not such a URL, a token that would go over an open line to another machine, or a file without
        `wss`.
        """
    def dial_command(
        self,
        arguments: Sequence[bytes],
        *,
        directory: bytes,
        environment: Sequence[bytes],
        stderr: int | None = None,
    ) -> int:
        """Start a command, as `Command`, and speak JSON lines with it; the peer's number, at once. Its standard error
        goes to a descriptor, which is duplicated, or None: to this process's.

        When the connection is over, or the wire is dropped, its standard input is closed, and its group is ended: after
        a second SIGTERM, half a second later SIGKILL. "closed" arrives once nobody of it is left, with its exit code in
        the reason of `eof`.
        """
    def close_listener(self, listener: int) -> None:
        """Accept nothing more there, and remove the socket's file. What was accepted stays."""
    def shut_down(self) -> None:
        """Close everything at once; the "closed" of every peer has arrived when this returns."""
    def stats(self) -> dict[str, int]:
        """`peers` and `listeners` that there are; `opened`, `closed`, `received` (messages), `sent` (messages), `junk`,
        `turned_away` (there were too many) since the start; `unread` and `unsent` bytes now."""

@final
class CarriedPeer:
    """A WebSocket of a `Wire` whose messages Python carries. Its bounds, and what arrives of it, are those of the
    others. Dropping it ends it."""

    @property
    def number(self) -> int:
        """Its number on the wire."""
    def receive(self, text: bytes) -> None:
        """A message of the peer has come; it arrives. One above `max_message_bytes` ends the connection (1009)."""
    def pass_over(self, reason: str) -> None:
        """Something has come that is no message; it arrives as junk."""
    def due(self, max_bytes: int) -> tuple[list[bytes], tuple[int, str] | None, bool]:
        """What is to be done: messages to send, up to `max_bytes` and one more; then, once there are none left, the
        code and reason to close with, or None; and whether `receive` may be called again. "due" arrives when to ask
        again."""
    def sent(self, count: int) -> None:
        """So many bytes of messages that were due are sent."""
    def end(self, kind: str, code: int, reason: str) -> None:
        """The connection is to end, with a kind of "closed", unless something else has ended it. Raises ValueError: a
        kind that there is not, or a code that may not be sent."""
    def finish(self) -> None:
        """The peer is gone, or was told the end: "closed" arrives."""

@final
class WireAuth:
    """What WebSocket clients have to show: `authorization: Bearer TOKEN`. Compared in constant time."""

    @staticmethod
    def capability_token(token: bytes) -> WireAuth:
        """One token, which clients were given. Raises ValueError: it is empty."""
    @staticmethod
    def capability_sha256(digest: bytes) -> WireAuth:
        """The token of this SHA-256 digest. Raises ValueError: it has not 32 bytes."""
    @staticmethod
    def signed_bearer_token(
        secret: bytes, *, issuer: str | None, audience: str | None, max_clock_skew_seconds: int
    ) -> WireAuth:
        """JSON Web Tokens that are signed with the secret (HS256), and have an `exp` that is not over; an `nbf` is
        heeded, and `iss` and `aud` where they are asked for. Raises ValueError: a secret of fewer than 32 bytes.
        """

def parse_toml(
    text: str,
) -> tuple[
    dict[str, Any], dict[tuple[str | int, ...], tuple[int, int]], dict[tuple[str | int, ...], tuple[int, int]]
]:
    """Data of TOML 1.1, then the places of its keys and of its values by their paths: bytes of the text in UTF-8, from
    the first to before the last. Dates and times are text; an integer may have more than 64 bits.

    Raises:
        ValueError: with a message, and the first and the last of the bytes that it is about.
    """

def parse_yaml(text: str) -> Any:
    """Data of YAML 1.2: texts, lists, mappings, and None where a value is empty. What looks like a number is text.
    Aliases stand for texts only.

    Raises:
        ValueError: with a message, and the line and the column that it is about, counted from 1.
    """
