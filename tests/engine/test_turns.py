"""A turn of the model agent that goes well: what is shown, what is sent, and what is sent again."""

from __future__ import annotations

import base64
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import (
    TestProvider,
    completed,
    message_events,
    reasoning_events,
    text_events,
)
from tests.engine.turns import events_of_turn, last_turn, messages, new_thread, run_turn

if TYPE_CHECKING:
    from pathlib import Path


def texts(items: list[dict[str, Any]], role: str) -> list[str]:
    """The texts of the messages of one role."""
    of_role = [item for item in items if item.get("role") == role]
    return [part.get("text", "") for item in of_role for part in item["content"]]


@pytest.mark.promise("model-text", "notify-rate-limits")
async def test_text_is_streamed_and_tokens_are_reported() -> None:
    with TestProvider(text_events("hello", " ", "wörld 😀", usage=(100, 20))) as provider:
        async with start_client(agent=provider.agent(), legacy_notifications=False) as client:
            events = await run_turn(client, await new_thread(client))
    deltas = [event.delta for event in events if isinstance(event, p.AgentMessageDeltaNotification)]
    assert deltas == ["hello", " ", "wörld 😀"]
    assert [(item.id, item.text) for item in messages(events)] == [("msg_1", "hello wörld 😀")]
    usage = next(event for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification))
    assert usage.token_usage.last == p.TokenUsageBreakdown(
        total_tokens=120, input_tokens=100, cached_input_tokens=1, output_tokens=20, reasoning_output_tokens=2
    )
    assert usage.token_usage.model_context_window == 258_400
    told = next(event for event in events if isinstance(event, p.AccountRateLimitsUpdatedNotification))
    assert told.rate_limits == p.RateLimitSnapshot(limit_id="codex")
    turn = last_turn(events)
    assert (turn.status, turn.items) == ("completed", messages(events))
    names = [type(event).__name__ for event in events]
    assert names == [
        *["ThreadStartedNotification", "ThreadStatusChangedNotification", "TurnStartedNotification"],
        *["ItemStartedNotification", "ItemCompletedNotification", "ItemStartedNotification"],
        *["AgentMessageDeltaNotification"] * 3,
        *["ItemCompletedNotification", "ThreadTokenUsageUpdatedNotification"],
        "AccountRateLimitsUpdatedNotification",
        *["ThreadStatusChangedNotification", "TurnCompletedNotification"],
    ]


@pytest.mark.promise("model-request")
async def test_what_is_sent() -> None:
    with TestProvider() as provider:
        agent = provider.agent(
            api_key="key-of-the-maker",
            query_params={"version": "a b"},
            http_headers={"x-own": "1"},
            env_http_headers={"x-path": "PATH", "x-none": "NO_SUCH_VARIABLE"},
        )
        async with start_client(agent=agent) as client:
            thread = await new_thread(client, developer_instructions="Be kind.", cwd="/")
            await run_turn(client, thread, "question")
    (request,) = provider.requests
    assert request.path == "/v1/responses?version=a+b"
    assert request.headers["authorization"] == "Bearer key-of-the-maker"
    assert request.headers["accept"] == "text/event-stream"
    assert request.headers["x-own"] == "1"
    assert request.headers["x-path"]
    assert "x-none" not in request.headers
    body = request.body
    assert {name: body[name] for name in ("model", "stream", "store", "tool_choice", "tools")} == {
        "model": "mock-model",
        "stream": True,
        "store": False,
        "tool_choice": "auto",
        "tools": [],
    }
    assert body["prompt_cache_key"] == thread
    assert body["reasoning"] == {"summary": "auto"}
    assert body["include"] == ["reasoning.encrypted_content"]
    assert "instructions" not in body
    roles = [item["role"] for item in body["input"]]
    assert roles == ["developer", "developer", "user", "user"]
    assert texts(body["input"], "developer")[1] == "Be kind."
    assert "<cwd>/</cwd>" in texts(body["input"], "user")[0]
    assert texts(body["input"], "user")[1] == "question"
    assert len({item["id"] for item in body["input"]}) == 4


@pytest.mark.promise("model-request")
@pytest.mark.parametrize(
    ("given", "sent"), [("fast", "priority"), ("flex", "flex"), ("default", None), (None, None)]
)
async def test_the_usual_speed_is_not_asked_for(given: str | None, sent: str | None) -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            prompt = [p.TextUserInput(text="hi")]
            params = p.TurnStartParams(thread_id=await new_thread(client), input=prompt, service_tier=given)
            await client.request(params)
            await events_of_turn(client)
    (request,) = provider.requests
    assert request.body.get("service_tier") == sent


@pytest.mark.promise("model-request")
async def test_settings_of_a_turn_are_sent() -> None:
    schema = {"type": "object"}
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            prompt = [p.TextUserInput(text="hi")]
            await client.request(
                p.TurnStartParams(
                    thread_id=thread,
                    input=prompt,
                    effort="high",
                    summary="none",
                    model="other",
                    output_schema=schema,
                )
            )
            await events_of_turn(client)
            await run_turn(client, thread)
    first, second = (request.body for request in provider.requests)
    assert first["reasoning"] == second["reasoning"] == {"effort": "high"}
    assert first["model"] == second["model"] == "other"
    assert first["text"]["format"]["schema"] == schema
    assert "text" not in second  # of that turn only


@pytest.mark.promise("model-history")
async def test_history_is_sent_again_and_its_beginning_stays_equal() -> None:
    thoughts = [*reasoning_events("one", "two"), *message_events("A1", index=1), completed((10, 5))]
    with TestProvider(thoughts, text_events("A2"), text_events("A3")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            for text in ("first", "second"):
                await run_turn(client, thread, text)
            events = await run_turn(client, thread, "third")
    inputs = [request.body["input"] for request in provider.requests]
    for before, after in pairwise(inputs):
        assert after[: len(before)] == before
    added = inputs[1][len(inputs[0]) :]
    assert [item.get("role", item["type"]) for item in added] == ["reasoning", "assistant", "user"]
    assert added[0] == {
        "type": "reasoning",
        "id": "rs_1",
        "summary": [{"type": "summary_text", "text": "one"}, {"type": "summary_text", "text": "two"}],
        "encrypted_content": "ENC",
    }
    assert texts(inputs[2], "user")[1:] == ["first", "second", "third"]
    assert texts(inputs[2], "assistant") == ["A1", "A2"]
    usage = [event for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)]
    assert usage[-1].token_usage.total.total_tokens == 45


@pytest.mark.promise("model-history")
async def test_changed_surroundings_are_told_and_nothing_else() -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client, cwd="/")
            await run_turn(client, thread, "first")
            prompt = [p.TextUserInput(text="second")]
            await client.request(
                p.TurnStartParams(thread_id=thread, input=prompt, cwd="/usr", approval_policy="never")
            )
            await events_of_turn(client)
            await run_turn(client, thread, "third")
    inputs = [request.body["input"] for request in provider.requests]
    added = inputs[1][len(inputs[0]) + 1 :]
    assert [item["role"] for item in added] == ["developer", "user", "user"]
    assert "Approval: never" in texts(added, "developer")[0]
    assert "<cwd>/usr</cwd>" in texts(added, "user")[0]
    assert [item["role"] for item in inputs[2][len(inputs[1]) :]] == ["assistant", "user"]


@pytest.mark.promise("model-text")
async def test_reasoning_is_shown() -> None:
    answer = [*reasoning_events("one", "two"), *message_events("A", index=1), completed()]
    with TestProvider(answer) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    parts = [event for event in events if isinstance(event, p.ReasoningSummaryPartAddedNotification)]
    assert [event.summary_index for event in parts] == [0, 1]
    summary = [event for event in events if isinstance(event, p.ReasoningSummaryTextDeltaNotification)]
    assert [(event.summary_index, event.delta) for event in summary] == [(0, "one"), (1, "two")]
    items = [event.item for event in events if isinstance(event, p.ItemCompletedNotification)]
    assert [item.type for item in items] == ["userMessage", "reasoning", "agentMessage"]
    reasoning = items[1]
    assert isinstance(reasoning, p.ReasoningThreadItem)
    assert (reasoning.id, reasoning.summary, reasoning.content) == ("rs_1", ["one", "two"], ["thought"])


@pytest.mark.promise("model-text")
async def test_whole_messages_without_deltas_and_phases() -> None:
    whole = [
        event for event in message_events("whole", phase="commentary") if b"delta" not in str(event).encode()
    ]
    done_only = message_events("late", item_id="msg_2", index=1)[-1]
    with TestProvider([*whole, done_only, completed()]) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    assert [(item.text, item.phase) for item in messages(events)] == [("whole", "commentary"), ("late", None)]


async def test_a_name_that_is_used_twice() -> None:
    twice = [*message_events("a"), *message_events("b", index=1), completed()]
    with TestProvider(twice) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    first, second = messages(events)
    assert (first.text, second.text) == ("a", "b")
    assert first.id == "msg_1" != second.id


@pytest.mark.promise("model-request")
async def test_images_are_sent(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n and so on"
    (tmp_path / "a.png").write_bytes(png)
    (tmp_path / "text.png").write_text("no picture")
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client, cwd=str(tmp_path))
            pictures: list[p.UserInput] = [
                p.ImageUserInput(url="https://host/a.png"),
                p.LocalImageUserInput(path="a.png"),
                p.LocalImageUserInput(path="text.png"),
                p.LocalImageUserInput(path="none.png"),
            ]
            await client.request(p.TurnStartParams(thread_id=thread, input=pictures))
            await events_of_turn(client)
    parts = provider.requests[0].body["input"][-1]["content"]
    images = [part["image_url"] for part in parts if part["type"] == "input_image"]
    assert images == ["https://host/a.png", f"data:image/png;base64,{base64.b64encode(png).decode()}"]
    said = [part["text"] for part in parts if "could not be read" in part.get("text", "")]
    assert ["no PNG" in text for text in said] == [True, False]
    assert "No such file" in said[-1]


async def test_a_call_of_a_tool_is_answered_that_there_is_none() -> None:
    call = {"type": "function_call", "id": "fc_1", "call_id": "c1", "name": "sing", "arguments": "{}"}
    custom = {"type": "custom_tool_call", "id": "ct_1", "call_id": "c2", "name": "draw", "input": ""}
    calls = [
        {"type": "response.output_item.done", "output_index": n, "item": i}
        for n, i in enumerate((call, custom))
    ]
    with TestProvider([*calls, completed()], text_events("sorry")) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    assert [item.text for item in messages(events)] == ["sorry"]
    sent = provider.requests[1].body["input"][-4:]
    assert [item["type"] for item in sent] == [
        *["function_call", "custom_tool_call"],
        *["function_call_output", "custom_tool_call_output"],
    ]
    assert [item["output"] for item in sent[2:]] == [
        "unsupported call: sing",
        "unsupported custom tool call: draw",
    ]


async def test_a_model_may_ask_for_another_step() -> None:
    with TestProvider([*message_events("a"), completed(end_turn=False)], text_events("b")) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    assert [item.text for item in messages(events)] == ["a", "b"]
    assert texts(provider.requests[1].body["input"], "assistant") == ["a"]


@pytest.mark.promise("model-history")
async def test_a_fork_begins_with_what_its_turns_have_told_the_model() -> None:
    with TestProvider(text_events("A1"), text_events("A2"), text_events("A3")) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            first = last_turn(await run_turn(client, thread, "one"))
            await run_turn(client, thread, "two")
            forked = await client.request(p.ThreadForkParams(thread_id=thread, last_turn_id=first.id))
            await run_turn(client, forked.thread.id, "three")
    sent = provider.requests[2].body["input"]
    assert texts(sent, "user")[1:] == ["one", "three"]
    assert texts(sent, "assistant") == ["A1"]


async def test_the_model_that_is_listed() -> None:
    with TestProvider() as provider:
        async with start_client(agent=provider.agent()) as client:
            listed = (await client.request(p.ModelListParams())).data
            started = await client.request(p.ThreadStartParams())
    assert [(model.model, model.is_default, model.description) for model in listed] == [
        ("mock-model", True, "Served by Mock.")
    ]
    assert (started.model, started.model_provider) == ("mock-model", "mock")


def test_public_names() -> None:
    agent = appserver.ModelAgent("m", "ollama", api_key="very-secret")
    assert repr(agent) == "ModelAgent('m', 'ollama')"
