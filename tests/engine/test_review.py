"""Reviews: what the reviewer is asked, what users are shown, what the conversation is told, and what failures leave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.engine.review_words import NO_RESULT, review_text
from appserver.errors import ServerError
from appserver.store import FileStore
from appserver.testing import start_client
from tests.engine.provider import (
    Cut,
    Gate,
    Hold,
    Plain,
    TestProvider,
    call_events,
    completed,
    failed,
    message_events,
    text_events,
)
from tests.engine.turns import (
    error_of,
    events_of_turn,
    items_of,
    last_turn,
    messages,
    new_thread,
    run_turn,
    start_turn,
    until,
)

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient
    from tests.engine.provider import Answer, Received, Step

CHANGES = p.UncommittedChangesReviewTarget()


def finding(title: str = "T", body: str = "B1\nB2", start: int = 1, end: int = 2) -> dict[str, Any]:
    """One finding."""
    lines = {"start": start, "end": end}
    place = {"absolute_file_path": "/x/a.py", "line_range": lines}
    return {"title": title, "body": body, "priority": 1, "code_location": place}


def answer_of(*findings: dict[str, Any], explanation: str = "exp") -> list[Step]:
    """The events of an answer in the form that is asked for."""
    return text_events(json.dumps({"findings": findings, "overall_explanation": explanation}))


async def start_review(
    client: AppServerClient, thread: str, target: p.ReviewTarget = CHANGES
) -> p.ReviewStartResponse:
    """Begin a review."""
    return await client.request(p.ReviewStartParams(thread_id=thread, target=target))


def said(request: Received) -> list[str]:
    """The texts of a request."""
    parts = [part for item in request.body["input"] for part in item.get("content", [])]
    return [part["text"] for part in parts if "text" in part]


@pytest.mark.promise("model-review")
async def test_a_review_is_shown_and_told() -> None:
    with TestProvider(text_events("earlier"), answer_of(finding()), text_events("ok")) as provider:
        agent = provider.agent(standard_tools=["exec_command", "apply_patch", "view_image"])
        async with start_client(agent=agent, legacy_notifications=False) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            begun = await start_review(client, thread)
            events = await events_of_turn(client)
            await run_turn(client, thread, "two")
    assert begun.review_thread_id == thread
    assert begun.turn.status == "inProgress"
    text = "exp\n\nReview comment:\n\n- T \u2014 /x/a.py:1-2\n  B1\n  B2"
    turn = last_turn(events)
    assert (turn.id, turn.status) == (begun.turn.id, "completed")
    assert turn.items == messages(events)
    assert [item.text for item in messages(events)] == [text]
    ended = [event.item.type for event in events if isinstance(event, p.ItemCompletedNotification)]
    assert ended == ["enteredReviewMode", "userMessage", "exitedReviewMode", "agentMessage"]
    assert items_of(events, "enteredReviewMode")[0].review == "current changes"
    assert items_of(events, "exitedReviewMode")[0].review == text
    told = [type(event) for event in events]
    assert p.ThreadTokenUsageUpdatedNotification not in told  # they are not those of the conversation
    assert p.AgentMessageDeltaNotification not in told
    _, asked, after = provider.requests
    assert [tool["name"] for tool in asked.body["tools"]] == ["exec_command", "view_image"]
    assert "earlier" not in str(asked.body)
    assert asked.body["prompt_cache_key"] == thread
    assert asked.headers["x-openai-subagent"] == "review"
    assert said(asked)[0] != said(after)[0]
    assert text in said(after)
    assert [one for one in said(after) if one.startswith("<user_action>") and text in one]
    assert "earlier" in said(after)


TARGETS: dict[str, tuple[p.ReviewTarget, str, str]] = {
    "changes": (CHANGES, "current changes", "git diff"),
    "branch": (p.BaseBranchReviewTarget(branch=" main "), "changes against 'main'", "`main`"),
    "commit": (
        p.CommitReviewTarget(sha="abcdef1234567", title="tt"),
        "commit abcdef1: tt",
        "abcdef1234567 (tt)",
    ),
    "commit without title": (p.CommitReviewTarget(sha="abcdef1234567"), "commit abcdef1", "abcdef1234567"),
    "own words": (p.CustomReviewTarget(instructions=" look "), "look", "look"),
}


@pytest.mark.promise("model-review")
@pytest.mark.parametrize(("target", "hint", "asked"), TARGETS.values(), ids=TARGETS)
async def test_what_may_be_reviewed(target: p.ReviewTarget, hint: str, asked: str) -> None:
    with TestProvider(answer_of()) as provider:
        async with start_client(agent=provider.agent()) as client:
            begun = await start_review(client, await new_thread(client), target)
            events = await events_of_turn(client)
    (shown,) = begun.turn.items
    assert isinstance(shown, p.UserMessageThreadItem)
    assert shown.content == [p.TextUserInput(text=hint)]
    assert items_of(events, "enteredReviewMode")[0].review == hint
    assert asked in provider.requests[0].prompt
    assert [item.content[0].text for item in items_of(events, "userMessage")] == [provider.requests[0].prompt]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no branch": ({"target": {"type": "baseBranch", "branch": " "}}, "branch must not be empty"),
    "no commit": ({"target": {"type": "commit", "sha": ""}}, "sha must not be empty"),
    "no words": ({"target": {"type": "custom", "instructions": "\n"}}, "instructions must not be empty"),
    "another target": ({"target": {"type": "moon"}}, "unknown variant `moon`"),
    "a thread of its own": (
        {"target": {"type": "uncommittedChanges"}, "delivery": "detached"},
        "paginated threads do not support detached review",
    ),
    "another delivery": (
        {"target": {"type": "uncommittedChanges"}, "delivery": "pigeon"},
        "unknown variant `pigeon`",
    ),
}


@pytest.mark.promise("model-review")
@pytest.mark.parametrize(("params", "text"), REFUSED.values(), ids=REFUSED)
async def test_what_may_not_be_reviewed_is_refused(params: dict[str, Any], text: str) -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            with pytest.raises(ServerError, match=text):
                await client.request(p.ReviewStartParams.from_wire({"threadId": thread, **params}))
            assert last_turn(await run_turn(client, thread)).status == "completed"


ANSWERS: dict[str, tuple[str, str]] = {
    "no findings": ('{"findings": [], "overall_explanation": "fine"}', "fine"),
    "several": (
        json.dumps({"findings": [finding(), finding("[P2] U", "C", 5, 5)], "overall_explanation": "e"}),
        "e\n\nFull review comments:\n\n- T \u2014 /x/a.py:1-2\n  B1\n  B2\n\n- [P2] U \u2014 /x/a.py:5-5\n  C",
    ),
    "in a fence": ('```json\n{"findings": [], "overall_explanation": "fine"}\n```', "fine"),
    "prose": ("  nothing to say ", "nothing to say"),
    "other json": ('{"a": 1}', '{"a": 1}'),
    "nothing": ("", NO_RESULT),
    "nothing in it": ('{"findings": []}', NO_RESULT),
    "odd findings": ('{"findings": [3, {}], "overall_explanation": 5}', "Review comment:\n\n- untitled"),
    "odd places": (
        '{"findings": [{"title": "T", "code_location": {"line_range": 3}}]}',
        "Review comment:\n\n- T \u2014 None",
    ),
    "deep": ("[" * 100_000, "[" * 100_000),
}


@pytest.mark.promise("model-review")
@pytest.mark.parametrize(("answer", "shown"), ANSWERS.values(), ids=ANSWERS)
def test_any_answer_is_shown(answer: str, shown: str) -> None:
    assert review_text(answer) == shown


@pytest.mark.promise("model-review")
@pytest.mark.parametrize("review_model", ["reviewer", None])
async def test_a_review_is_made_by_its_own_model(review_model: str | None) -> None:
    with TestProvider(answer_of(), text_events("ok")) as provider:
        agent = appserver.ModelAgent("mock-model", provider.row(), review_model=review_model)
        async with start_client(agent=agent) as client:
            thread = await new_thread(client)
            await start_review(client, thread)
            await events_of_turn(client)
            await run_turn(client, thread)
        assert [request.body["model"] for request in provider.requests] == [
            review_model or "mock-model",
            "mock-model",
        ]


UNASKED: dict[str, dict[str, Any]] = {
    "a forced removal": {"cmd": "rm -f x"},
    "an escalation": {"cmd": "ls", "sandbox_permissions": "require_escalated"},
}


@pytest.mark.promise("model-review")
@pytest.mark.parametrize("policy", ["untrusted", "on-request"])
@pytest.mark.parametrize("arguments", UNASKED.values(), ids=UNASKED)
async def test_a_reviewer_has_nobody_asked_and_is_refused(arguments: dict[str, Any], policy: str) -> None:
    steps = [*call_events("exec_command", arguments), completed()]
    plain = [*call_events("exec_command", {"cmd": "echo read"}), completed()]
    with TestProvider(steps, plain, answer_of(), text_events("ok")) as provider:
        agent = provider.agent(standard_tools=["exec_command"])
        async with start_client(agent=agent) as client:
            thread = await new_thread(client, sandbox="read-only", approval_policy=policy)
            await start_review(client, thread)
            events = await events_of_turn(client)
        refused, ran = provider.requests[2].outputs
    assert not [event for event in events if isinstance(event, appserver.ServerRequest)]
    assert "rejected" in refused or "approval policy is Never" in refused
    assert "read" in ran  # also of a thread that asks about everything


@pytest.mark.promise("model-review")
async def test_a_reviewer_uses_tools_and_only_its_last_text_counts(tmp_path: Path) -> None:
    steps = [
        *message_events("let me look"),
        *call_events("exec_command", {"cmd": "echo x"}, index=1),
        completed(),
    ]
    with TestProvider(steps, answer_of(finding())) as provider:
        agent = provider.agent(standard_tools=["exec_command"])
        async with start_client(agent=agent) as client:
            thread = await new_thread(client, cwd=str(tmp_path), sandbox="danger-full-access")
            await start_review(client, thread)
            events = await events_of_turn(client)
            await run_turn(client, thread)
    assert len(messages(events)) == 1
    assert [item.aggregated_output for item in items_of(events, "commandExecution")] == ["x\n"]
    assert len(provider.requests[1].outputs) == 1
    assert "let me look" not in str(provider.requests[2].body)
    assert provider.requests[2].outputs == []


FAULTS: dict[str, Answer] = {
    "refused": Plain(400, b"no"),
    "too long": [failed("context_length_exceeded")],
    "incomplete": [{"type": "response.incomplete", "response": {}}],
    **{f"cut after {at}": [*answer_of()[:at], Cut()] for at in range(len(answer_of()))},
}


@pytest.mark.promise("model-review")
@pytest.mark.parametrize("answer", FAULTS.values(), ids=FAULTS)
async def test_a_review_that_fails_is_over(answer: Answer) -> None:
    with TestProvider(text_events("first"), answer, text_events("ok")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            await run_turn(client, thread, "one")
            await start_review(client, thread)
            events = await events_of_turn(client)
            again = await run_turn(client, thread, "two")
    error_of(events)
    assert [item.review for item in items_of(events, "exitedReviewMode")] == [NO_RESULT]
    assert items_of(again, "contextCompaction") == []
    assert [item.text for item in messages(again)] == ["ok"]
    last = provider.requests[-1].body["input"]
    assert last[: len(provider.requests[0].body["input"])] == provider.requests[0].body["input"]
    assert len(provider.requests) == 3


@pytest.mark.promise("model-review")
@pytest.mark.parametrize("at", range(len(answer_of())))
async def test_an_interrupt_ends_a_review(at: int) -> None:
    hold = Hold()
    with TestProvider([*answer_of()[:at], hold]) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            begun = await start_review(client, thread)
            await until(hold.reached)
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=begun.turn.id))
            events = await events_of_turn(client)
            await until(hold.left)
            await run_turn(client, thread)
    assert last_turn(events).status == "interrupted"
    assert [item.review for item in items_of(events, "exitedReviewMode")] == [NO_RESULT]


@pytest.mark.promise("model-review")
async def test_a_review_takes_no_messages_and_those_that_come_wait() -> None:
    gate = Gate()
    with TestProvider([gate, *answer_of()], text_events("ok")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            begun = await start_review(client, thread)
            await until(gate.reached)
            steer = p.TurnSteerParams(
                thread_id=thread, expected_turn_id=begun.turn.id, input=[p.TextUserInput(text="x")]
            )
            with pytest.raises(ServerError, match="cannot steer a review turn"):
                await client.request(steer)
            turn = await start_turn(client, thread, "two")
            gate.opened.set()
            assert last_turn(await events_of_turn(client)).id == begun.turn.id
            events = await events_of_turn(client)
    assert (last_turn(events).id, [item.text for item in messages(events)]) == (turn, ["ok"])


@pytest.mark.promise("model-review")
async def test_a_review_is_read_again_from_the_files(tmp_path: Path) -> None:
    with TestProvider(answer_of(finding()), text_events("ok")) as provider:
        async with start_client(agent=provider.agent(), state_db=FileStore(tmp_path)) as client:
            thread = await new_thread(client)
            await start_review(client, thread)
            await events_of_turn(client)
        async with start_client(agent=provider.agent(), state_db=FileStore(tmp_path)) as client:
            resumed = await client.request(p.ThreadResumeParams(thread_id=thread))
            await run_turn(client, thread)
    kinds = [item.type for item in resumed.thread.turns[0].items]
    assert kinds == ["enteredReviewMode", "userMessage", "exitedReviewMode", "agentMessage"]
    assert [one for one in said(provider.requests[1]) if one.startswith("<user_action>")]


@pytest.mark.promise("wire-not-served")
async def test_an_agent_that_reviews_nothing_is_not_asked() -> None:
    async with start_client() as client:
        thread = await new_thread(client)
        with pytest.raises(ServerError, match="not supported"):
            await start_review(client, thread)
