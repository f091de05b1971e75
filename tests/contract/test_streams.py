"""Reading a stream: taking, waiting for more, and the end."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any

import pytest

from appserver.errors import RuntimeClosedError
from appserver.events import Lagged, StreamClosed
from tests.contract.harness import Harness, Waker, drain, is_waiting
from tests.contract.notifications import best_effort, delta, terminal
from tests.oracle import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_open_stream_is_empty_a_closed_one_is_over(harness: Harness) -> None:
    server, connection = harness.start()
    assert connection.events.take() is EMPTY
    assert connection.events.take_many(5) == []
    server.close()
    assert connection.events.take() is None
    assert connection.events.take() is None
    assert connection.events.take_many(5) is None


def test_many_are_taken_at_once_in_order(harness: Harness) -> None:
    server, connection = harness.start(capacity=3, policy="drop_newest")
    sent = [best_effort(name) for name in "abcd"]
    harness.send(server, *sent)
    assert connection.events.take_many(2) == sent[:2]
    assert connection.events.take_many(9) == [sent[2], Lagged(1)]
    assert connection.events.take_many(9) == []


def test_taking_many_lets_waiting_producers_in_on_the_way(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    harness.send(server, terminal("a"))
    waiting = [harness.park(server, terminal(name)) for name in "bcd"]
    assert connection.events.take_many(3) == [terminal("a"), terminal("b"), terminal("c")]
    assert [is_waiting(parked) for parked in waiting] == [False, False, False]
    assert connection.events.take_many(3) == [terminal("d")]


def test_what_ends_while_many_are_taken_is_told_next(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="close")
    harness.send(server, best_effort("a"), best_effort("b"))
    assert connection.events.take_many(9) == [best_effort("a"), Lagged(1), StreamClosed("overflow")]
    assert connection.events.take_many(9) is None


def test_a_waker_is_called_once_for_however_many_events(harness: Harness) -> None:
    server, connection = harness.start()
    waker = Waker()
    assert connection.events.register(waker)
    assert waker.calls == 0
    harness.send(server, delta("a"), delta("b"))
    assert waker.calls == 1
    assert not connection.events.register(waker)
    drain(connection.events)
    assert connection.events.register(waker)
    harness.send(server, delta("c"))
    assert waker.calls == 2


def test_a_waker_taken_back_is_not_called(harness: Harness) -> None:
    server, connection = harness.start()
    kept, taken_back = Waker(), Waker()
    connection.events.register(kept)
    number = connection.events.register(taken_back)
    connection.events.deregister(number)
    connection.events.deregister(number)
    connection.events.deregister(4711)
    harness.send(server, delta("a"))
    assert (kept.calls, taken_back.calls) == (1, 0)


def test_every_reader_of_a_stream_is_woken(harness: Harness) -> None:
    server, connection = harness.start()
    wakers = [Waker() for _ in range(3)]
    assert len({connection.events.register(waker) for waker in wakers}) == 3
    harness.send(server, delta("a"))
    assert [waker.calls for waker in wakers] == [1, 1, 1]


def test_only_the_readers_who_get_something_are_woken(harness: Harness) -> None:
    server, connection = harness.start()
    stream = harness.subscribe(connection, thread="o")
    waker = Waker()
    stream.register(waker)
    harness.send(server, delta("a"))
    assert waker.calls == 0
    harness.send(server, delta("a", thread="o"))
    assert waker.calls == 1


def test_a_waker_may_use_the_stream(harness: Harness) -> None:
    server, connection = harness.start()
    taken = []
    connection.events.register(lambda: taken.append(connection.events.take()))
    harness.send(server, delta("a"))
    assert taken == [delta("a")]
    assert connection.events.take() is EMPTY


def test_a_waker_that_fails_keeps_no_wake_up_from_another(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda failure: failures.append(failure.exc_value))
    server, connection = harness.start()
    error = KeyError("a waker's own")
    other = Waker()

    def fail() -> None:
        raise error

    connection.events.register(fail)
    connection.events.register(other)
    harness.send(server, delta("a"))
    assert other.calls == 1
    assert failures == [error]


@pytest.mark.parametrize("how", ["send", "try", "many", "offer", "close", "shutdown"])
def test_an_interrupt_in_a_waker_reaches_the_caller_once_all_are_woken(harness: Harness, how: str) -> None:
    server, connection = harness.start()
    others = [Waker(), Waker()]

    def interrupt() -> None:
        raise KeyboardInterrupt

    for waker in (others[0], interrupt, others[1]):
        connection.events.register(waker)
    acts: dict[str, Callable[[], Any]] = {
        "send": lambda: server.send_notification(delta("a")),
        "try": lambda: server.try_send_notification(delta("a")),
        "many": lambda: server.try_send_notifications([delta("a"), delta("b")]),
        "offer": lambda: server.offer(delta("a")),
        "close": connection.close,
        "shutdown": server.close,
    }
    with pytest.raises(KeyboardInterrupt):
        acts[how]()
    assert [waker.calls for waker in others] == [1, 1]


def test_a_waker_that_was_interrupted_before_it_did_anything_is_called_again(harness: Harness) -> None:
    server, connection = harness.start()
    calls: list[str] = []

    def interrupted_once() -> None:
        calls.append("")
        if len(calls) == 1:
            raise KeyboardInterrupt

    connection.events.register(interrupted_once)
    with pytest.raises(KeyboardInterrupt):
        server.try_send_notification(delta("a"))
    assert len(calls) == 2
    harness.send(server, delta("b"))
    assert len(calls) == 2  # it is not registered any more


@pytest.mark.promise("shutdown-readable")
def test_what_is_queued_when_the_server_closes_can_still_be_read(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="drop_newest")
    harness.send(server, delta("a"), delta("lost"))
    server.close()
    assert drain(connection.events) == [delta("a"), Lagged(1), None]


@pytest.mark.parametrize("how", ["server", "connection", "stream"])
def test_closing_wakes_the_reader(harness: Harness, how: str) -> None:
    server, connection = harness.start()
    waker = Waker()
    connection.events.register(waker)
    {"server": server, "connection": connection, "stream": connection.events}[how].close()
    assert waker.calls == 1
    assert not connection.events.register(waker)
    assert connection.events.take() is None


def test_a_closed_stream_throws_away_what_is_queued(harness: Harness) -> None:
    server, connection = harness.start()
    stream = harness.subscribe(connection)
    harness.send(server, delta("a"))
    stream.close()
    stream.close()
    assert stream.take() is None
    harness.send(server, delta("b"))
    assert stream.take() is None
    assert connection.events.take_many(9) == [delta("a"), delta("b")]


def test_a_closed_stream_keeps_its_counters_and_what_it_threw_away_is_dropped(harness: Harness) -> None:
    server, connection = harness.start()
    stream = harness.subscribe(connection)
    harness.send(server, delta("a"), delta("b"))
    stream.take()
    stream.close()
    stats = stream.stats()
    assert (stats["emitted"], stats["received"], stats["dropped"], stats["queued"]) == (2, 1, 1, 0)


def test_an_overflow_is_told_although_the_server_closes(harness: Harness) -> None:
    server, connection = harness.start(capacity=1, policy="close")
    harness.send(server, best_effort("a"), best_effort("b"))
    server.close()
    assert drain(connection.events) == [best_effort("a"), Lagged(1), StreamClosed("overflow"), None]


def test_streams_are_counted_until_they_end(harness: Harness) -> None:
    _, connection = harness.start()
    assert connection.stats()["subscribers"] == 1
    first, second = harness.subscribe(connection), harness.subscribe(connection)
    assert connection.stats()["subscribers"] == 3
    first.close()
    assert connection.stats()["subscribers"] == 2
    del second
    gc.collect()
    assert connection.stats()["subscribers"] == 1


def test_an_ended_stream_stays_over_when_new_ones_are_made(harness: Harness) -> None:
    server, connection = harness.start()
    old = harness.subscribe(connection)
    old.close()
    new = harness.subscribe(connection)
    harness.send(server, delta("a"))
    assert old.take() is None
    assert not old.register(Waker())
    assert old.stats()["emitted"] == 0
    old.close()
    assert new.take() == delta("a")


def test_a_stream_outlives_nothing_but_its_handle(harness: Harness) -> None:
    server, connection = harness.start()
    stream = harness.subscribe(connection)
    harness.send(server, delta("a"))
    del server, connection
    gc.collect()
    assert stream.take() == delta("a")


def test_no_stream_is_made_once_shutdown_has_begun(harness: Harness) -> None:
    server, connection = harness.start()
    server.begin_shutdown()
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        harness.subscribe(connection)
