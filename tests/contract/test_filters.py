"""What a connection and a stream get at all."""

from __future__ import annotations

from typing import Any

import pytest

from appserver import protocol as p
from tests.contract.harness import Harness, drain
from tests.contract.notifications import (
    best_effort,
    delta,
    item_started,
    legacy,
    rate_limits,
    terminal,
    thread_started,
    turn_started,
    unknown,
)
from tests.oracle import EMPTY


class ExperimentalNotification(p.WarningNotification):
    """A notification that needs the capability."""

    method = "experimental/thing"
    experimental = True


def experimental() -> ExperimentalNotification:
    return ExperimentalNotification(message="x")


@pytest.mark.promise("handshake-required", "handshake-opt-out")
@pytest.mark.parametrize(
    ("options", "notification", "wanted"),
    [
        ({"initialized": False}, terminal("x"), False),
        ({}, terminal("x"), True),
        ({}, experimental(), False),
        ({"experimental": True}, experimental(), True),
        ({"opt_out": ("warning",)}, best_effort("x"), False),
        ({"opt_out": ("warn", "warning/", "error")}, best_effort("x"), True),
        ({"opt_out": ("serverRequest/resolved",)}, terminal("x"), False),
        ({"opt_out": ("some/method",)}, unknown("some/method"), False),
        ({"legacy": True}, legacy("task_complete"), True),
        ({"legacy": False}, legacy("task_complete"), False),
        ({"legacy": False}, unknown("codex/event/anything"), False),
        ({"legacy": False}, unknown("task_complete"), True),
    ],
)
@pytest.mark.parametrize("trying", [False, True])
def test_what_the_connection_gets(
    harness: Harness, options: dict[str, Any], notification: Any, wanted: bool, trying: bool
) -> None:
    server, connection = harness.start(**options)
    if trying:
        assert server.try_send_notification(notification) is True
    else:
        harness.send(server, notification)
    assert drain(connection.events) == ([notification] if wanted else [])
    stats = connection.stats()
    assert (stats["notifications"], stats["filtered"]) == (1, 0 if wanted else 1)
    assert stats["events_emitted"] == (1 if wanted else 0)


OF_THREAD_T = [
    delta("x"),
    terminal("x"),
    thread_started(),
    unknown("thread/started", {"thread": {"id": "t"}, "threadId": "o"}),
    unknown("thread/started", {"threadId": "t"}),
    turn_started(),
    item_started(),
    best_effort("x"),
    legacy("anything", {"threadId": "t"}),
    legacy("anything", {"conversationId": "t"}),
    legacy("anything", {"threadId": "t", "conversationId": "o"}),
    unknown("some/method", {"threadId": "t"}),
]
NOT_OF_THREAD_T = [
    delta("x", thread="o"),
    thread_started(thread="o"),
    unknown("thread/started", {"thread": {"id": "o"}}),
    unknown("thread/started", {"thread": "t"}),
    unknown("thread/started", {"thread": {"id": 5}}),
    best_effort("x", thread=None),
    rate_limits(),
    legacy("anything", {"threadId": "o", "conversationId": "t"}),
    legacy("anything"),
    unknown("some/method", ["t"]),
    unknown("some/method", {"thread_id": "t"}),
]


@pytest.mark.promise("stream-of-a-thread")
@pytest.mark.parametrize("notification", [*OF_THREAD_T, *NOT_OF_THREAD_T], ids=str)
def test_a_stream_of_one_thread(harness: Harness, notification: Any) -> None:
    server, connection = harness.start()
    stream = harness.subscribe(connection, thread="t")
    harness.send(server, notification)
    belongs = any(notification is one for one in OF_THREAD_T)
    assert drain(stream) == ([notification] if belongs else [])
    assert drain(connection.events) == [notification]


@pytest.mark.promise("stream-of-a-thread")
def test_a_stream_of_some_methods(harness: Harness) -> None:
    server, connection = harness.start(capacity=9)
    stream = harness.subscribe(connection, methods=("warning", "some/method"))
    nothing = harness.subscribe(connection, methods=())
    harness.send(server, best_effort("x"), terminal("y"), unknown("some/method"), unknown("other/method"))
    assert drain(stream) == [best_effort("x"), unknown("some/method")]
    assert nothing.take() is EMPTY
    assert stream.stats()["emitted"] == 2


def test_a_stream_of_one_threads_methods(harness: Harness) -> None:
    server, connection = harness.start(capacity=9)
    stream = harness.subscribe(connection, thread="t", methods=("warning",))
    harness.send(server, best_effort("x"), best_effort("y", thread="o"), terminal("z"))
    assert drain(stream) == [best_effort("x")]


def test_a_stream_begins_when_it_is_made(harness: Harness) -> None:
    server, connection = harness.start()
    harness.send(server, best_effort("before"))
    stream = harness.subscribe(connection)
    harness.send(server, best_effort("after"))
    assert drain(stream) == [best_effort("after")]


@pytest.mark.parametrize(
    "thing",
    [None, "text", 5, object(), {"method": "warning"}, unknown("item/agentMessage/delta", {"delta": "x"})],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_no_notification_is_refused(harness: Harness, thing: Any) -> None:
    server, connection = harness.start()
    with pytest.raises(TypeError):
        server.send_notification(thing)
    with pytest.raises(TypeError):
        server.try_send_notification(thing)
    assert connection.stats()["notifications"] == 0


@pytest.mark.parametrize(
    "notification",
    [
        p.AgentMessageDeltaNotification.model_construct(
            thread_id="t", turn_id="u", item_id="i", delta="half \ud83d"
        ),
        unknown("some/method", {"text": "half \ud83d"}),
        unknown("some/method", {"half \ud83d": "text"}),
    ],
    ids=["text", "params", "key"],
)
def test_text_that_is_not_unicode_is_refused(harness: Harness, notification: Any) -> None:
    server, connection = harness.start()
    with pytest.raises(ValueError, match="surrogates not allowed"):
        server.send_notification(notification)
    assert connection.events.take() is EMPTY
