"""Refusals have classes by their reasons, in process and over a connection, and from servers that send none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import errors
from appserver import protocol as p
from appserver.client.retrying import delays
from appserver.errors.reasons import REASONS

if TYPE_CHECKING:
    from tests.conversation.conftest import Connected

UNKNOWN = "01a21b45-5a48-7b23-8c88-47eb4e25933c"

REFUSED: list[tuple[str, type[appserver.ReasonedError], Any]] = [
    ("start a turn", appserver.ThreadNotFoundError, p.TurnStartParams(thread_id=UNKNOWN, input=[])),
    ("read", appserver.ThreadNotFoundError, p.ThreadReadParams(thread_id=UNKNOWN)),
    ("resume", appserver.ThreadNotFoundError, p.ThreadResumeParams(thread_id=UNKNOWN)),
    ("fork", appserver.ThreadNotFoundError, p.ThreadForkParams(thread_id=UNKNOWN)),
    ("archive", appserver.ThreadNotFoundError, p.ThreadArchiveParams(thread_id=UNKNOWN)),
    ("unarchive", appserver.ThreadNotFoundError, p.ThreadUnarchiveParams(thread_id=UNKNOWN)),
    ("delete", appserver.ThreadNotFoundError, p.ThreadDeleteParams(thread_id=UNKNOWN)),
    ("name", appserver.ThreadNotFoundError, p.ThreadSetNameParams(thread_id=UNKNOWN, name="x")),
    ("compact", appserver.NotSupportedError, p.ThreadCompactStartParams(thread_id=UNKNOWN)),
    ("no id", appserver.ThreadNotFoundError, p.ThreadResumeParams(thread_id="nonsense")),
    (
        "interrupt elsewhere",
        appserver.ThreadNotFoundError,
        p.TurnInterruptParams(thread_id=UNKNOWN, turn_id="x"),
    ),
    ("usage", appserver.LoginRequiredError, p.GetAccountRateLimitsParams()),
]


@pytest.mark.promise("errors-by-reason")
async def test_what_is_not_there_says_so_by_its_class(connected: Connected) -> None:
    async with connected() as client:
        for what, kind, params in REFUSED:
            with pytest.raises(kind) as caught:
                await client.request(params)
            assert type(caught.value) is kind, what
            assert caught.value.data == {"reason": kind.reason}, what
            assert caught.value.method == params.method


@pytest.mark.promise("errors-by-reason")
async def test_what_a_thread_or_turn_does_not_allow_says_so_by_its_class(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/", ephemeral=True)
        forked = await client.thread_start(cwd="/")
        await forked.run("one")
        kept = await client.thread_start(cwd="/")
        await kept.run("one")
        await kept.archive()
        refused: list[tuple[type[appserver.ReasonedError], Any]] = [
            (appserver.EphemeralThreadError, p.ThreadReadParams(thread_id=thread.id, include_turns=True)),
            (appserver.EphemeralThreadError, p.ThreadSetNameParams(thread_id=thread.id, name="x")),
            (appserver.EphemeralThreadError, p.ThreadDeleteParams(thread_id=thread.id)),
            (appserver.ThreadArchivedError, p.ThreadResumeParams(thread_id=kept.id)),
            (appserver.NoActiveTurnError, p.TurnInterruptParams(thread_id=thread.id, turn_id="x")),
            (
                appserver.NoActiveTurnError,
                p.TurnSteerParams(
                    thread_id=thread.id, expected_turn_id="x", input=[p.TextUserInput(text="more")]
                ),
            ),
            (appserver.TurnNotFoundError, p.ThreadForkParams(thread_id=forked.id, last_turn_id=UNKNOWN)),
        ]
        for kind, params in refused:
            with pytest.raises(kind) as caught:
                await client.request(params)
            assert (type(caught.value), caught.value.data) == (kind, {"reason": kind.reason})
        long = p.TextUserInput(text="x" * (1 << 20) + "x")
        with pytest.raises(appserver.InputTooLargeError) as large:
            await thread.run([long])
        assert large.value.data["max_chars"] == 1 << 20
        with pytest.raises(appserver.InputTooLargeError):
            await client.thread_start(cwd="/" + "x" * 5000)
        with pytest.raises(appserver.ThreadLeftError):
            await kept.run("two")


@pytest.mark.promise("errors-by-reason")
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (appserver.NoActiveTurnError, "no active turn to steer"),
        (appserver.NoActiveTurnError, f"expected active turn id {UNKNOWN} but found {UNKNOWN}"),
        (appserver.NoActiveTurnError, f"expected active turn id `{UNKNOWN}` but found `{UNKNOWN}`"),
        (appserver.TurnNotSteerableError, "cannot steer a review turn"),
        (appserver.TurnNotFoundError, "turn not found: x\ny"),
        (appserver.ThreadNotFoundError, f"thread not found: {UNKNOWN}"),
        (appserver.ThreadNotFoundError, f"no rollout found for conversation id {UNKNOWN}"),
        (appserver.ServerError, f"thread not found: {UNKNOWN}" + "x" * 1000),
        (appserver.ServerError, "a thread not found: x"),
        (appserver.ServerError, "no active turn to steer."),
        (appserver.ServerError, "Thread not found: x"),
    ],
)
def test_a_server_that_sends_no_reason_is_understood_by_its_exact_text(kind: Any, text: str) -> None:
    error = errors.server_error("thread/read", -32600, text)
    assert type(error) is kind
    assert (error.data, error.message, error.code) == (None, text, -32600)


def test_a_reason_counts_more_than_the_text_and_an_unknown_one_is_left_as_it_is() -> None:
    told = errors.server_error("m", -32600, "thread not found: x", {"reason": "threadArchived"})
    assert type(told) is appserver.ThreadArchivedError
    for data in ({"reason": "somethingNew"}, {"reason": ["threadArchived"]}, ["reason"], 5):
        error = errors.server_error("m", -32600, "something new", data)
        assert (type(error), error.data) == (appserver.ServerError, data)
    steer = {"codexErrorInfo": {"activeTurnNotSteerable": {"turnKind": "review"}}}
    assert type(errors.server_error("m", -32600, "whatever", steer)) is appserver.TurnNotSteerableError
    overloaded = errors.server_error("m", -32001, "full")
    assert type(overloaded) is appserver.OverloadedError
    assert (overloaded.message, overloaded.to_wire()["message"]) == ("full", "full")
    assert "retry_overloaded()" in str(overloaded)


def test_every_class_by_reason_is_public_and_in_the_table() -> None:
    classes = {entry.error for entry in REASONS}
    assert set(appserver.ReasonedError.__subclasses__()) == classes
    for kind in classes:
        assert getattr(appserver, kind.__name__) is kind
        assert kind.reason


@pytest.mark.promise("retry-overloaded")
async def test_what_was_refused_because_a_queue_was_full_is_tried_again() -> None:
    asked: list[int] = []

    async def call() -> int:
        await anyio.lowlevel.checkpoint()
        asked.append(len(asked))
        if len(asked) < 3:
            raise appserver.OverloadedError("full") if len(asked) == 1 else appserver.QueueFullError("full")
        return len(asked)

    assert await appserver.retry_overloaded(call, first_delay=0) == 3
    asked.clear()
    with pytest.raises(appserver.QueueFullError):
        await appserver.retry_overloaded(call, attempts=2, first_delay=0)
    assert len(asked) == 2

    async def fail() -> int:
        asked.append(0)
        raise appserver.ServerError("no")

    with pytest.raises(appserver.ServerError):
        await appserver.retry_overloaded(fail, first_delay=0)
    assert len(asked) == 3


@pytest.mark.promise("retry-overloaded")
async def test_what_cannot_be_tried_again_is_refused_by_name() -> None:
    wrong: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
        (5, {}, TypeError, "call is called"),
        (print, {"attempts": 0}, ValueError, "attempts is 0"),
        (print, {"attempts": "3"}, TypeError, "attempts is an int"),
        (print, {"first_delay": -1}, ValueError, "first_delay is -1"),
        (print, {"max_delay": None}, TypeError, "max_delay is a number"),
        (print, {"first_delay": None}, TypeError, "first_delay is a number of seconds, not NoneType"),
        (print, {"first_delay": "1"}, TypeError, "first_delay is a number of seconds, not str"),
        (print, {"max_delay": float("nan")}, ValueError, "max_delay is nan; give a number of seconds"),
    ]
    for call, options, kind, text in wrong:
        with pytest.raises(kind, match=text):
            await appserver.retry_overloaded(call, **options)
        with pytest.raises(kind, match=text) as caught:
            appserver.sync.retry_overloaded(call, **options)
        assert "None" not in str(caught.value).replace("NoneType", "")
    plain: Any = lambda: 3  # noqa: E731 - as it is given
    with pytest.raises(TypeError, match=r"call returns something to await.*not int"):
        await appserver.retry_overloaded(plain)


@pytest.mark.promise("retry-overloaded")
def test_no_delay_is_longer_than_the_longest() -> None:
    for _ in range(50):
        given = [delay for delay in delays(print, 12, 0.25, 4.0) if delay is not None]
        assert max(given) <= 4.0
        assert 0.2 <= given[0] <= 0.3


@pytest.mark.promise("retry-overloaded")
def test_without_a_loop_too() -> None:
    asked: list[int] = []

    def call() -> int:
        asked.append(0)
        if len(asked) < 3:
            raise appserver.OverloadedError("full")
        return len(asked)

    assert appserver.sync.retry_overloaded(call, first_delay=0) == 3
