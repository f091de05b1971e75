"""Operations on a core as data: drawn by hypothesis, played on any implementation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from appserver.errors import ServerError, TransportError
from tests.contract.harness import Bell, Harness, ParkedSend, Settled
from tests.contract.notifications import (
    best_effort,
    delta,
    diff,
    item_completed,
    item_started,
    legacy,
    patch,
    rate_limits,
    reasoning,
    terminal,
    thread_started,
    turn_completed,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Operation", "Player", "limits", "notifications", "operations"]

POLICIES = ["coalesce", "coalesce", "drop_newest", "drop_oldest", "block", "close"]
THREADS = ["t", "o"]
ITEMS = ["i", "j"]


@dataclass(frozen=True)
class Operation:
    """One call: the name of a method of `Player`, and what it is given."""

    name: str
    arguments: tuple[Any, ...] = ()


def notifications() -> st.SearchStrategy[Any]:
    """Few threads, items and sizes, so that they meet each other often."""
    text = st.sampled_from(["", "a", "bc", "def", "ö"])
    thread = st.sampled_from(THREADS)
    item = st.sampled_from(ITEMS)
    return st.one_of(
        st.builds(delta, text, thread=thread, item=item),
        st.builds(delta, text),
        st.builds(reasoning, text, index=st.integers(0, 1)),
        st.builds(terminal, text, thread=thread),
        st.builds(diff, text, thread=thread),
        st.builds(diff, text, turn=st.sampled_from(["u", "v"])),
        st.builds(patch, text, item=item),
        st.builds(best_effort, text, thread=st.sampled_from([*THREADS, None])),
        st.builds(item_started, thread=thread, item=item),
        st.builds(item_completed, thread=thread, item=item),
        st.builds(turn_completed, thread=thread),
        st.builds(thread_started, thread=thread),
        st.builds(rate_limits),
        st.builds(legacy, st.sampled_from(["task_complete", "other"]), st.just({"conversationId": "t"})),
        st.builds(unknown, st.sampled_from(["turn/completed", "new/method"]), st.just({"threadId": "t"})),
        st.builds(
            unknown,
            st.sampled_from(["item/completed", "item/fileChange/patchUpdated", "thread/started"]),
            st.builds(
                lambda thread, item: {
                    "threadId": thread,
                    "thread": {"id": thread},
                    "itemId": item,
                    "item": {"id": item},
                },
                thread,
                item,
            ),
        ),
    )


def limits() -> st.SearchStrategy[dict[str, Any]]:
    """Bounds that are reached within a few events."""
    return st.fixed_dictionaries(
        {
            "capacity": st.integers(0, 3),
            "max_bytes": st.sampled_from([1 << 20, 1 << 20, 1, 5, 12]),
            "policy": st.sampled_from(POLICIES),
        }
    )


def operations() -> st.SearchStrategy[list[Operation]]:
    """A life of a core: many calls, and perhaps its end and a few calls after it."""
    index = st.integers(0, 5)
    thread = st.sampled_from(THREADS)
    request_id = st.sampled_from([None, None, 1, 2, "1", "x"])

    def call(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Operation]:
        return st.builds(Operation, st.just(name), st.tuples(*arguments))

    events = st.one_of(
        call("send", notifications()),
        call("send", notifications()),
        call("send", notifications()),
        call("try_send", notifications()),
        call("try_send_many", st.lists(notifications(), max_size=5)),
        call("take", index),
        call("take", index),
        call("take_many", index, st.integers(0, 4)),
        call("arm", index),
        call("disarm", index, index),
        call("withdraw", index),
    )
    streams = st.one_of(
        call(
            "subscribe",
            st.sampled_from([None, None, *THREADS]),
            st.sampled_from([None, None, ("item/agentMessage/delta", "warning")]),
            limits(),
        ),
        call("close_stream", index),
        call("drop_stream", index),
    )
    server_requests = st.one_of(
        call("ask", st.sampled_from([None, *THREADS])),
        call("close_server_request", index),
        call("close_thread_server_requests", thread),
    )
    requests = st.one_of(
        call("open_request", request_id, st.sampled_from([None, None, "thread/start.x"])),
        call("close_request", index),
        call("post_command"),
        call("take_commands"),
        call("admit_handler"),
        call("release_handler"),
        call("suspend_handler"),
        call("resume_handler"),
        call("withdraw_job", index),
    )
    usual = st.one_of(events, events, events, events, streams, server_requests, requests)
    ends: st.SearchStrategy[list[Operation]] = st.one_of(
        st.just([]), st.just([Operation("begin_shutdown")]), st.just([Operation("close")])
    )
    return st.builds(
        lambda first, end, then, last: [*first, *end, *then, *last],
        st.lists(usual, max_size=60),
        ends,
        st.lists(usual, max_size=10),
        ends,
    )


@dataclass
class Player:
    """One core and everything it handed out; what a call gives is made comparable with another player's."""

    harness: Harness
    core: Any
    streams: list[Any] = field(default_factory=list)
    parked: list[Any] = field(default_factory=list)
    bells: list[Bell] = field(default_factory=list)
    armed: list[tuple[Any, int]] = field(default_factory=list)
    opened: list[tuple[Any, int]] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    suspended: int = 0
    calls: int = 0

    def __post_init__(self) -> None:
        self.streams.append(self.core.events)

    def play(self, operation: Operation) -> Any:
        """Make the call; gives its result, or its error."""
        self.calls += 1
        method: Callable[..., Any] = getattr(self, operation.name)
        try:
            return method(*operation.arguments)
        except ServerError as error:
            return (type(error), error.code, error.method, error.message)  # what a client sees of it
        except TransportError as error:
            return type(error)

    def state(self) -> Any:
        """Everything that can be seen without changing anything."""
        return {
            "core": self.core.stats(),
            "streams": [None if stream is None else stream.stats() for stream in self.streams],
            "delivered": [parked.delivered() for parked in self.parked],
            "rung": [bell.rung for bell in self.bells],
        }

    def drain(self) -> Any:
        """Everything that can still be read."""
        return [
            None if stream is None else self._comparable(self.harness.drain(stream))
            for stream in self.streams
        ]

    def _comparable(self, events: list[Any]) -> list[Any]:
        return ["EMPTY" if event is self.harness.EMPTY else event for event in events]

    def _new_waiter(self) -> Settled:
        return Settled(f"waiter of call {self.calls}")

    def _stream(self, index: int) -> Any:
        return self.streams[index % len(self.streams)]

    # -- events

    def send(self, notification: Any) -> Any:
        sent = self.core.send_notification(notification)
        if isinstance(sent, ParkedSend):
            self.parked.append(sent.parked)
            bell = Bell()
            self.bells.append(bell)
            return ("parked", sent.parked.arm(bell))
        return "delivered"

    def try_send(self, notification: Any) -> Any:
        return self.core.try_send_notification(notification)

    def try_send_many(self, notifications: list[Any]) -> Any:
        return self.core.try_send_notifications(notifications)

    def take(self, index: int) -> Any:
        stream = self._stream(index)
        return None if stream is None else self._comparable([stream.take()])

    def take_many(self, index: int, most: int) -> Any:
        stream = self._stream(index)
        return None if stream is None else stream.take_many(most)

    def arm(self, index: int) -> Any:
        stream = self._stream(index)
        if stream is None:
            return None
        bell = Bell()
        self.bells.append(bell)
        number = stream.arm(bell)
        self.armed.append((stream, number))
        return bool(number)

    def disarm(self, index: int, which: int) -> Any:
        stream = self._stream(index)
        numbers = [number for armed, number in self.armed if armed is stream]
        if stream is not None and numbers:
            stream.disarm(numbers[which % len(numbers)])

    def withdraw(self, index: int) -> Any:
        return self.parked[index % len(self.parked)].withdraw() if self.parked else None

    def subscribe(self, thread: str | None, methods: tuple[str, ...] | None, bounds: dict[str, Any]) -> Any:
        self.streams.append(self.harness.subscribe(self.core, thread=thread, methods=methods, **bounds))

    def close_stream(self, index: int) -> Any:
        if (stream := self._stream(index)) is not None:
            stream.close()

    def drop_stream(self, index: int) -> Any:
        if index % len(self.streams) != 0:  # the first one is the core's own
            stream = self._stream(index)
            self.armed = [(armed, number) for armed, number in self.armed if armed is not stream]
            self.streams[index % len(self.streams)] = None
            del stream

    # -- server requests

    def ask(self, thread: str | None) -> Any:
        request_id = self.core.next_server_request_id()
        self.core.open_server_request(
            request_id, "item/tool/call", f"question {request_id}", self._new_waiter(), thread
        )
        return request_id

    def close_server_request(self, request_id: int) -> Any:
        return self._name(self.core.close_server_request(request_id))

    def close_thread_server_requests(self, thread: str) -> Any:
        closed = self.core.close_thread_server_requests(thread)
        return [(request_id, self._name(waiter)) for request_id, waiter in closed]

    def _name(self, waiter: Any) -> Any:
        return None if waiter is None else waiter.name

    # -- requests and lanes

    def open_request(self, request_id: int | str | None, experimental: str | None) -> Any:
        opened = self.core.open_request(request_id, "thread/start", experimental, self._new_waiter())
        self.opened.append(opened)
        return opened[0]  # the ticket is each core's own

    def close_request(self, index: int) -> Any:
        return (
            self._name(self.core.close_request(*self.opened[index % len(self.opened)]))
            if self.opened
            else None
        )

    def post_command(self) -> Any:
        return self.core.post_command(self._new_job("command"))

    def take_commands(self) -> Any:
        return self.core.take_commands()

    def admit_handler(self) -> Any:
        return self.core.admit_handler(self._new_job("job"), "thread/start")

    def withdraw_job(self, index: int) -> Any:
        return self.core.withdraw_job(self.jobs[-1 - index % len(self.jobs)]) if self.jobs else None

    def _new_job(self, kind: str) -> str:
        self.jobs.append(f"{kind} of call {self.calls}")
        return self.jobs[-1]

    def release_handler(self) -> Any:
        return self.core.release_handler() if self.core.stats()["handlers_running"] else None

    def suspend_handler(self) -> Any:
        if not self.core.stats()["handlers_running"]:
            return None
        self.suspended += 1
        return self.core.suspend_handler()

    def resume_handler(self) -> Any:
        if self.suspended:
            self.suspended -= 1
            self.core.resume_handler()

    # -- lifecycle

    def begin_shutdown(self) -> Any:
        begun = self.core.begin_shutdown()
        return None if begun is None else [[self._name(waiter) for waiter in waiters] for waiters in begun]

    def close(self) -> Any:
        self.core.close()
