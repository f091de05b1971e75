"""`try_send_notifications`: many at once, for producers that have them."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest

from appserver.events import Lagged
from tests.contract.harness import Harness, Waker, drain
from tests.contract.notifications import best_effort, delta, terminal
from tests.oracle.wakers import WAKES_A_CALL


def test_all_are_delivered_in_order(harness: Harness) -> None:
    server, connection = harness.start(capacity=300)
    other = harness.subscribe(connection, capacity=300, thread="t")
    many = [terminal(str(number)) for number in range(200)]
    assert server.try_send_notifications(many) == 200
    assert drain(connection.events) == many
    assert drain(other) == [event for event in many if event.thread_id == "t"]
    assert connection.stats()["notifications"] == 200


def test_nothing_is_sent_from_the_first_on_that_would_wait(harness: Harness) -> None:
    server, connection = harness.start(capacity=2)
    many = [terminal("a"), terminal("b"), terminal("c"), best_effort("d")]
    assert server.try_send_notifications(many) == 2
    assert drain(connection.events) == many[:2]
    assert server.try_send_notifications(many[2:]) == 2
    assert drain(connection.events) == many[2:]


def test_what_a_policy_joins_or_drops_is_dealt_with(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    assert server.try_send_notifications([delta("a"), delta("b"), best_effort("c")]) == 3
    assert drain(connection.events) == [delta("ab"), Lagged(1)]


def test_the_reader_is_woken_once(harness: Harness) -> None:
    server, connection = harness.start(capacity=100)
    waker = Waker()
    assert connection.events.register(waker)
    assert server.try_send_notifications([delta("x")] * 90) == 90
    assert waker.calls == 1


@pytest.mark.parametrize("make", [list, tuple, deque, iter])
def test_anything_that_can_be_iterated_over_is_taken(harness: Harness, make: Any) -> None:
    server, connection = harness.start()
    many = [terminal("a"), terminal("b")]
    assert server.try_send_notifications(make(many)) == 2
    assert drain(connection.events) == many


def test_a_generator_that_fails_sends_none(harness: Harness) -> None:
    def fail() -> Any:
        yield terminal("a")
        raise KeyError("b")

    server, connection = harness.start()
    with pytest.raises(KeyError):
        server.try_send_notifications(fail())
    assert drain(connection.events) == []


@pytest.mark.parametrize("one", ["ab", "", b"ab", b"", terminal("a"), None, 5])
def test_what_is_not_many_is_refused(harness: Harness, one: Any) -> None:
    server, connection = harness.start()
    with pytest.raises(TypeError):
        server.try_send_notifications(one)
    assert drain(connection.events) == []


@pytest.mark.parametrize("one", ["ab", "", terminal("a")])
def test_one_instead_of_many_is_told(harness: Harness, one: Any) -> None:
    with pytest.raises(TypeError, match=f"takes many notifications, not one {type(one).__name__}"):
        harness.server().try_send_notifications(one)


def test_none_is_none(harness: Harness) -> None:
    assert harness.server().try_send_notifications([]) == 0


@pytest.mark.parametrize("bad", [None, 5, {}, "turn/started"])
def test_a_bad_one_in_the_middle_sends_none(harness: Harness, bad: Any) -> None:
    server, connection = harness.start()
    with pytest.raises(TypeError):
        server.try_send_notifications([terminal("a"), bad, terminal("b")])
    assert drain(connection.events) == []
    assert connection.stats()["notifications"] == 0


def test_text_that_is_not_unicode_sends_none(harness: Harness) -> None:
    server, connection = harness.start()
    with pytest.raises(ValueError, match="surrogates"):
        server.try_send_notifications([terminal("a"), delta("\ud800")])
    assert drain(connection.events) == []


def test_a_closed_core_takes_none(harness: Harness) -> None:
    server, _ = harness.start()
    server.close()
    assert server.try_send_notifications([terminal("a")]) == 0


def test_many_wakers_are_handed_over_together(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    wakers = [Waker() for _ in range(WAKES_A_CALL + 1)]
    streams = [harness.subscribe(connection, thread="t") for _ in wakers]
    for stream, waker in zip(streams, wakers, strict=True):
        assert stream.register(waker)
    server.try_send_notification(terminal("a"))
    assert harness.woken_together == [len(wakers)]
    assert [waker.calls for waker in wakers] == [1] * len(wakers)


def test_few_wakers_are_called_at_once(harness: Harness) -> None:
    server, connection = harness.start(capacity=1)
    wakers = [Waker() for _ in range(WAKES_A_CALL)]
    streams = [harness.subscribe(connection, thread="t") for _ in wakers]
    for stream, waker in zip(streams, wakers, strict=True):
        assert stream.register(waker)
    server.try_send_notification(terminal("a"))
    assert harness.woken_together == []
    assert [waker.calls for waker in wakers] == [1] * len(wakers)
