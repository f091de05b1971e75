"""What is tried again, how often and after how long, and what the user is told meanwhile."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.engine import retries
from appserver.engine.retries import MAX_WAIT, named_wait, wait_before
from appserver.testing import start_client
from tests.engine.provider import (
    Cut,
    Hold,
    Plain,
    TestProvider,
    completed,
    failed,
    message_events,
    reasoning_events,
    text_events,
)
from tests.engine.test_failures import CASES, DISCONNECTED, body, http
from tests.engine.turns import (
    error_of,
    events_of_turn,
    last_turn,
    messages,
    new_thread,
    retries_of,
    run_turn,
    start_turn,
)

if TYPE_CHECKING:
    from tests.engine.provider import Answer, Step

FINAL = {
    "400",
    "400 context",
    "429 quota",
    "429 limit",
    "503 overloaded",
    "context",
    "overloaded",
    "quota",
    "not included",
    "prompt",
    "policy",
    "incomplete",
}
"""Of all that may fail: what no other try could help."""

IN_SILENCE = {"500", "503", "no answer at all"}
"""What is asked again at once, before the user is told."""


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits, which take no time."""
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        await anyio.lowlevel.checkpoint()

    monkeypatch.setattr(retries, "pause", pause)
    return waited


@pytest.mark.promise("model-retries")
@pytest.mark.parametrize("name", CASES)
async def test_how_often_each_failure_is_tried_again(name: str, pauses: list[float]) -> None:
    answer, cause, text = CASES[name]
    with TestProvider(respond=lambda _: answer) as provider:
        agent = provider.agent(request_max_retries=1, stream_max_retries=2)
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client))
    error = error_of(events)
    assert error.to_wire()["codexErrorInfo"] == cause
    assert error.message == text.replace("URL", f"{provider.base_url}/responses")
    told = retries_of(events)
    if name in FINAL:
        assert (len(provider.requests), told, pauses) == (1, [], [])
        return
    assert [one.message for one in told] == ["Reconnecting... 1/2", "Reconnecting... 2/2"]
    is_unreached = name == "no answer at all"
    reason = f"{error.message}: {error.additional_details}" if is_unreached else error.message
    assert {one.additional_details for one in told} == {reason}
    status = next(iter(cause.values()))["httpStatusCode"] if isinstance(cause, dict) else None
    assert all(one.to_wire()["codexErrorInfo"] == http("responseStreamDisconnected", status) for one in told)
    assert len(provider.requests) == (6 if name in IN_SILENCE else 3)
    waits = [0.2, 0.2, 0.2, 0.4, 0.2] if name in IN_SILENCE else [0.2, 0.4]
    assert pauses == [pytest.approx(wait, rel=0.11) for wait in waits]


@pytest.mark.promise("model-retries")
@pytest.mark.parametrize("name", [name for name in CASES if name not in FINAL])
async def test_a_further_try_that_does_better(name: str, pauses: list[float]) -> None:
    with TestProvider(CASES[name][0], text_events("whole", usage=(7, 3))) as provider:
        agent = provider.agent(request_max_retries=1, stream_max_retries=1)
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client))
    assert last_turn(events).status == "completed"
    assert messages(events)[-1].text == "whole"
    assert len(retries_of(events)) == (0 if name in IN_SILENCE else 1)
    assert len(pauses) == 1
    usage = [event for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)]
    assert [event.token_usage.total.total_tokens for event in usage] == [10]


EVENTS: list[Step] = [*reasoning_events("one", "two"), *message_events("a", "b", "c", index=1), completed()]


@pytest.mark.promise("model-retries", "model-cut")
async def test_a_stream_that_is_cut_after_every_event_is_begun_anew(pauses: list[float]) -> None:
    answers: list[Answer] = [[*EVENTS[:count], Cut()] for count in range(len(EVENTS))]
    with TestProvider(*answers, text_events("whole", item_id="msg_9")) as provider:
        async with start_client(agent=provider.agent(stream_max_retries=len(EVENTS))) as client:
            thread = await new_thread(client)
            events = await run_turn(client, thread)
            await run_turn(client, thread, "again")
    turn = last_turn(events)
    assert turn.status == "completed"
    assert [item.text for item in turn.items if isinstance(item, p.AgentMessageThreadItem)] == ["whole"]
    shown = [item.text for item in messages(events)]
    # What had begun ended where it broke off, and was not continued.
    assert shown == ["", "", "a", "ab", "abc", "abc", "abc", "whole"]
    assert len(retries_of(events)) == len(EVENTS) == len(pauses)
    # Only what was whole is sent again: here the thoughts of nine answers, and two messages.
    sent = provider.requests[-1].body["input"]
    kinds = [item.get("role", item["type"]) for item in sent]
    assert kinds.count("assistant") == 2
    assert kinds.count("reasoning") == 9


@pytest.mark.promise("model-retries")
async def test_a_provider_that_says_nothing_more_is_asked_again(pauses: list[float]) -> None:
    hold = Hold()
    with TestProvider([*message_events("half")[:4], hold], text_events("whole")) as provider:
        agent = provider.agent(stream_idle_timeout_ms=50, stream_max_retries=1)
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client))
        assert hold.left.wait(30)
    assert [item.text for item in messages(events)] == ["half", "whole"]
    assert [one.additional_details for one in retries_of(events)] == [
        f"{DISCONNECTED}idle timeout waiting for SSE"
    ]


@pytest.mark.promise("model-retries")
@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Plain(429, body(), {"retry-after": "7"}), 7.0),
        (Plain(429, body(), {"retry-after-ms": "250", "retry-after": "9"}), 0.25),
        (Plain(503, body(), {"retry-after": "2.5"}), 2.5),  # not in silence: it takes long
        (Plain(429, body(), {"retry-after": "999999"}), MAX_WAIT),
        (Plain(429, body(), {"retry-after": "-5"}), 0.2),
        (Plain(429, body(), {"retry-after": "soon"}), 0.2),
        (Plain(429, body(), {"retry-after": "nan"}), 0.2),
        (Plain(429, body(), {"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}), 0.0),
        ([failed("rate_limit_exceeded", "Please try again in 1.5s.")], 1.5),
        ([failed("rate_limit_exceeded", "Please try again in 30ms.")], 0.03),
        ([failed("slow_down", "Try again in 4 seconds")], 4.0),
        ([failed("slow_down", "try again in a while")], 0.2),
    ],
)
async def test_waits_that_the_provider_names(answer: Answer, wait: float, pauses: list[float]) -> None:
    with TestProvider(answer) as provider:
        agent = provider.agent(request_max_retries=1, stream_max_retries=1)
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client))
    assert last_turn(events).status == "completed"
    assert len(retries_of(events)) == 1
    assert pauses == [pytest.approx(wait, rel=0.11)]


def test_a_date_to_come_back_at() -> None:
    named = named_wait({"retry-after": formatdate(time.time() + 60, usegmt=True)})
    assert named is not None
    assert 0 < named <= 60


def test_waits_double_and_end() -> None:
    assert [wait_before(number) for number in range(1, 6)] == [
        pytest.approx(wait, rel=0.11) for wait in (0.2, 0.4, 0.8, 1.6, 3.2)
    ]
    assert wait_before(100) == wait_before(10**9) == MAX_WAIT


@pytest.mark.promise("model-retries")
async def test_an_interrupt_during_a_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    for silent in (1, 0):
        waiting = anyio.Event()

        async def pause(_seconds: float, waiting: anyio.Event = waiting) -> None:
            waiting.set()
            await anyio.sleep_forever()

        monkeypatch.setattr(retries, "pause", pause)
        with TestProvider(Plain(500)) as provider:
            agent = provider.agent(request_max_retries=silent, stream_max_retries=1)
            async with start_client(agent=agent) as client:
                thread = await new_thread(client)
                turn_id = await start_turn(client, thread)
                with anyio.fail_after(30):
                    await waiting.wait()
                await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
                events = await events_of_turn(client)
        assert last_turn(events).status == "interrupted"
        assert len(provider.requests) == 1


async def test_an_answer_that_was_held_back_is_asked_for_in_other_words(pauses: list[float]) -> None:
    held = {"type": "response.incomplete", "response": {"incomplete_details": {"reason": "content_filter"}}}
    with TestProvider([held], text_events("fine")) as provider:
        async with start_client(agent=provider.agent(stream_max_retries=1)) as client:
            events = await run_turn(client, await new_thread(client))
    assert messages(events)[-1].text == "fine"
    last = provider.requests[1].body["input"][-1]
    assert last["role"] == "developer"
    assert "held back" in last["content"][0]["text"]
    assert provider.requests[1].body["input"][:-1] == provider.requests[0].body["input"]


@pytest.mark.promise("model-secrets")
async def test_no_secret_is_told_with_a_further_try(pauses: list[float]) -> None:
    with TestProvider(Plain(401, body("the key very-secret is wrong"))) as provider:
        agent = provider.agent(api_key="very-secret", stream_max_retries=1)
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client))
    (told,) = retries_of(events)
    assert "very-secret" not in str(told)
    assert "[redacted]" in str(told.additional_details)


def test_there_is_no_end_of_tries_but_a_hundred() -> None:
    row: dict[str, Any] = {"base_url": "http://host/v1", "stream_max_retries": 10**9}
    provider = appserver.Provider.from_config("mine", row)
    tries = retries.Retries(provider.stream_max_retries)
    assert tries.limit == retries.MAX_RETRIES == 100
    assert sum(tries.take() for _ in range(200)) == 100
