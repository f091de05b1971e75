"""What a model is told first: by a catalogue for each model, and by whoever goes before it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.engine.base_instructions import BaseInstructions
from appserver.engine.instructions import BASE_INSTRUCTIONS
from appserver.testing import start_client
from tests.engine.provider import TestProvider, text_events
from tests.engine.turns import events_of_turn, new_thread

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient
    from tests.engine.provider import Received

pytestmark = pytest.mark.promise("model-instructions")

ROWS = {
    "models": [
        {"slug": "a", "base_instructions": "of a", "context_window": 10_000},
        {"slug": "a again", "base_instructions": "of a"},
        {"slug": "b", "base_instructions": "of b"},
        {"slug": "plain", "base_instructions": ""},
    ]
}


def agent_of(provider: TestProvider, **fields: Any) -> appserver.ModelAgent:
    """An agent with that catalogue."""
    return appserver.ModelAgent("a", provider.row(), **{"catalogue": ROWS, **fields})


async def ask(client: AppServerClient, thread: str, model: str | None) -> None:
    """A turn, by a model that stays that of the thread."""
    prompt = [p.TextUserInput(text="hi")]
    await client.request(p.TurnStartParams(thread_id=thread, input=prompt, model=model))
    await events_of_turn(client)


def told(request: Received) -> list[str]:
    """The instructions that a request has, in their order: the first ones, and what replaces them."""
    texts = [item["content"][0]["text"] for item in request.body["input"] if item.get("role") == "developer"]
    change = "<base_instructions>\n"
    found = [texts[0], *(text for text in texts[1:] if text.startswith(change))]
    return [
        text if not text.startswith(change) else text.split("\n\n", 1)[1].rsplit("\n", 1)[0] for text in found
    ]


OURS = BASE_INSTRUCTIONS

MESSAGES = {
    "instructions_template": "the template of {{ it }}",
    "permissions": {"read_only": "you may read", "workspace_write": None, "danger_full_access": ""},
    "approvals": {"never": "nobody is asked", "on_request": None, "more": 5},
    "persistent_instructions": "passed over",
}


@pytest.mark.parametrize(
    ("sandbox", "approval", "expected"),
    [
        ("read-only", "never", "you may read\nnobody is asked"),
        ("read-only", "on-request", "you may read\nApproval: on-request."),
        ("workspace-write", "never", "Sandbox: workspaceWrite.\nnobody is asked"),
        ("danger-full-access", "never", "nobody is asked"),
        ("workspace-write", "on-request", "Sandbox: workspaceWrite. Approval: on-request."),
    ],
)
@pytest.mark.parametrize("said", [None, "the agent's own"])
async def test_the_messages_of_a_row(sandbox: str, approval: str, expected: str, said: str | None) -> None:
    rows = {"models": [{"slug": "a", "base_instructions": "of a", "model_messages": MESSAGES}]}
    with TestProvider(text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, catalogue=rows, instructions=said)) as client:
            thread = await new_thread(client, sandbox=sandbox, approval_policy=approval)
            await ask(client, thread, None)
        (request,) = provider.requests
    assert told(request) == [said or "the template of {{ it }}"]
    permissions = [item for item in request.body["input"] if item.get("role") == "developer"][1]
    assert permissions["content"][-1]["text"] == f"<permissions>\n{expected}\n</permissions>"


@pytest.mark.parametrize(
    ("messages", "text"),
    [
        ("x", "model_messages: an object, not text"),
        ({"permissions": []}, "model_messages.permissions: an object, not a list"),
        ({"approvals": {"never": 5}}, "model_messages.approvals.never: text, not a number"),
        ({"instructions_template": ["x"]}, "model_messages.instructions_template: text, not a list"),
        ({"instructions_template": "x" * 300_000}, "model_messages.instructions_template: 300000 characters"),
    ],
)
def test_messages_that_are_none(messages: object, text: str) -> None:
    with pytest.raises(ValueError, match=text.replace(".", "[.]")):
        appserver.ModelAgent("a", catalogue={"models": [{"slug": "a", "model_messages": messages}]})


SWITCHES: dict[str, tuple[list[str], list[str]]] = {
    "one model": (["a", "a"], ["of a"]),
    "another": (["a", "b"], ["of a", "of b"]),
    "there and back": (["a", "b", "a"], ["of a", "of b", "of a"]),
    "with the same words": (["a", "a again"], ["of a"]),
    "to one without": (["a", "plain"], ["of a", OURS]),
    "to an unknown one": (["a", "unknown"], ["of a", OURS]),
    "from an unknown one": (["unknown", "b", "b"], [OURS, "of b"]),
    "between two without": (["unknown", "plain"], [OURS]),
}


@pytest.mark.parametrize(("models", "expected"), SWITCHES.values(), ids=SWITCHES)
async def test_each_model_is_told_its_own(models: list[str], expected: list[str]) -> None:
    with TestProvider(*[text_events("ok")] * len(models)) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            for model in models:
                await ask(client, thread, model)
        requests = provider.requests
    assert told(requests[-1]) == expected
    for before, after in pairwise(requests):  # what was sent stays as it was
        sent = before.body["input"]
        assert after.body["input"][: len(sent)] == sent
    ids = [item["id"] for item in requests[-1].body["input"] if item["role"] == "developer"]
    assert len(ids) == len(set(ids))


SAID: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "the thread": ({}, {"base_instructions": "of the user"}, "of the user"),
    "the agent": ({"instructions": "of the agent"}, {}, "of the agent"),
    "both": ({"instructions": "of the agent"}, {"base_instructions": "of the user"}, "of the user"),
}


@pytest.mark.parametrize(("agent", "thread", "expected"), SAID.values(), ids=SAID)
async def test_what_is_said_for_all_models_holds_for_each(
    agent: dict[str, Any], thread: dict[str, Any], expected: str
) -> None:
    with TestProvider(*[text_events("ok")] * 2) as provider:
        async with start_client(agent=agent_of(provider, **agent)) as client:
            thread_id = await new_thread(client, **thread)
            await ask(client, thread_id, "a")
            await ask(client, thread_id, "b")
        assert [told(request) for request in provider.requests] == [[expected]] * 2


async def test_what_a_user_has_said_holds_when_the_thread_is_loaded_again(tmp_path: Path) -> None:
    """No store keeps it but the conversation; a switch of models does not take it away."""
    with TestProvider(*[text_events("ok")] * 2) as provider:
        async with appserver.start(agent=agent_of(provider), home=tmp_path) as client:
            thread = await new_thread(client, base_instructions="of the user")
            await ask(client, thread, "a")
        async with appserver.start(agent=agent_of(provider), home=tmp_path) as client:
            await client.request(p.ThreadResumeParams(thread_id=thread))
            await ask(client, thread, "b")
        assert told(provider.requests[-1]) == ["of the user"]


async def test_a_model_that_was_told_is_not_told_again_when_the_thread_is_loaded_again(
    tmp_path: Path,
) -> None:
    with TestProvider(*[text_events("ok")] * 3) as provider:
        async with appserver.start(agent=agent_of(provider), home=tmp_path) as client:
            thread = await new_thread(client)
            await ask(client, thread, "a")
            await ask(client, thread, "b")
        async with appserver.start(agent=agent_of(provider), home=tmp_path) as client:
            await client.request(p.ThreadResumeParams(thread_id=thread))
            await ask(client, thread, None)
        assert told(provider.requests[-1]) == ["of a", "of b"]


@pytest.mark.parametrize(
    ("thread", "expected"), [({}, "of b"), ({"base_instructions": "of the user"}, "of the user")]
)
async def test_a_conversation_that_is_shortened_begins_with_those_of_its_model(
    thread: dict[str, Any], expected: str
) -> None:
    with TestProvider(*[text_events("ok")] * 4) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread_id = await new_thread(client, **thread)
            await ask(client, thread_id, "a")
            await ask(client, thread_id, "b")
            await client.request(p.ThreadCompactStartParams(thread_id=thread_id))
            await events_of_turn(client)
            await ask(client, thread_id, None)
        assert told(provider.requests[-1]) == [expected]


def test_what_others_have_written_stands_for_no_instructions() -> None:
    strange: list[Any] = [
        {"type": "message", "role": "developer", "content": "<base_instructions>"},
        {"type": "message", "role": "developer", "content": [None, {"type": "input_text"}]},
        {"type": "message", "role": "user", "content": [{"text": "<base_instructions>\nof a user"}]},
        {"type": "message", "role": "developer"},
    ]
    assert BaseInstructions("now", frozenset({"before"})).changed(strange) is None
