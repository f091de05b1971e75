"""Tools that a client brings along for its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.events import ServerRequest
from appserver.store import FileStore, MemoryStore
from appserver.testing import start_client
from appserver.tools import tool
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import error_of, items_of, last_turn, messages, new_thread, run_turn, start_turn

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient, Event

pytestmark = pytest.mark.promise("tool-dynamic")

SCHEMA = {"type": "object", "properties": {"x": {"type": "number"}}}


def spec(name: str = "my_tool", **fields: Any) -> p.FunctionDynamicToolSpec:
    """A tool."""
    return p.FunctionDynamicToolSpec(name=name, description="d", input_schema=SCHEMA, **fields)


def answer(text: str = "RES", *, success: bool = True) -> dict[str, Any]:
    """What a client answers."""
    return {"success": success, "contentItems": [{"type": "inputText", "text": text}]}


async def answered(client: AppServerClient, *answers: Any) -> tuple[list[Event], list[Any]]:
    """A turn in which the questions are answered in their order; an exception refuses."""
    events: list[Event] = []
    asked: list[Any] = []
    with anyio.fail_after(30):
        async for event in client:
            events.append(event)
            if isinstance(event, ServerRequest):
                said = answers[len(asked)]
                asked.append(event.params)
                if isinstance(said, ServerError):
                    await client.reject_server_request(event.id, said)
                else:
                    await client.resolve_server_request(event.id, said)
            if isinstance(event, p.TurnCompletedNotification):
                break
    return events, asked


async def test_the_client_is_asked_to_do_what_the_model_calls_for() -> None:
    calls = [*call_events("my_tool", {"x": 1}, "c1"), completed()]
    again = [*call_events("my_tool", {"x": 2}, "c2"), completed()]
    refused = [*call_events("my_tool", {}, "c3"), completed()]
    with TestProvider(calls, again, refused, text_events("ok")) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            thread = await new_thread(client, dynamic_tools=[spec()])
            await start_turn(client, thread)
            events, asked = await answered(
                client, answer(), answer("BAD", success=False), ServerError("nope", code=-32000)
            )
    assert [(one.call_id, one.tool, one.arguments, one.namespace) for one in asked] == [
        ("c1", "my_tool", {"x": 1}, None),
        ("c2", "my_tool", {"x": 2}, None),
        ("c3", "my_tool", {}, None),
    ]
    assert provider.requests[0].body["tools"] == [
        {"type": "function", "name": "my_tool", "description": "d", "strict": False, "parameters": SCHEMA}
    ]
    assert provider.requests[-1].outputs == ["RES", "BAD", "dynamic tool request failed: nope"]
    items = items_of(events, "dynamicToolCall")
    assert [(item.id, item.status, item.success) for item in items] == [
        ("c1", "completed", True),
        ("c2", "failed", False),
        ("c3", "failed", False),
    ]
    assert last_turn(events).status == "completed"
    assert not [event for event in events if isinstance(event, p.ServerRequestResolvedNotification)]


async def test_several_parts() -> None:
    parts = [
        {"type": "inputText", "text": "see"},
        {"type": "inputImage", "imageUrl": "data:image/png;base64,AA=="},
    ]
    with TestProvider([*call_events("my_tool", {}), completed()]) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            await start_turn(client, await new_thread(client, dynamic_tools=[spec()]))
            await answered(client, {"success": True, "contentItems": parts})
    assert provider.requests[1].outputs == [
        [
            {"type": "input_text", "text": "see"},
            {"type": "input_image", "image_url": "data:image/png;base64,AA=="},
        ]
    ]


async def test_a_namespace() -> None:
    inner = p.FunctionDynamicToolNamespaceTool(name="add", description="d", input_schema=SCHEMA)
    space = p.NamespaceDynamicToolSpec(name="math", description="numbers", tools=[inner])
    calls = [*call_events("add", {"x": 1}, namespace="math"), completed()]
    with TestProvider(calls) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            await start_turn(client, await new_thread(client, dynamic_tools=[space]))
            events, (asked,) = await answered(client, answer("2"))
    (sent,) = provider.requests[0].body["tools"]
    assert (sent["type"], sent["name"], [one["name"] for one in sent["tools"]]) == (
        "namespace",
        "math",
        ["add"],
    )
    assert (asked.namespace, asked.tool) == ("math", "add")
    assert provider.requests[1].outputs == ["2"]
    assert items_of(events, "dynamicToolCall")[0].namespace == "math"


async def test_an_interrupt_takes_the_question_back() -> None:
    with TestProvider([*call_events("my_tool", {}), completed()]) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            thread = await new_thread(client, dynamic_tools=[spec()])
            turn_id = await start_turn(client, thread)
            resolved: list[Any] = []
            with anyio.fail_after(30):
                async for event in client:
                    if isinstance(event, ServerRequest):
                        await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn_id))
                    if isinstance(event, p.ServerRequestResolvedNotification):
                        resolved.append(event.request_id)
                        break
            events = await run_turn(client, thread, "again")
    assert len(resolved) == 1
    assert provider.requests[1].outputs[0].endswith("aborted by user")
    assert [item.text for item in messages(events)] == ["done"]


async def test_arguments_that_are_no_json_are_told_to_the_model() -> None:
    with TestProvider([*call_events("my_tool", "{"), completed()]) as provider:
        async with start_client(agent=provider.agent(), experimental_api=True) as client:
            await start_turn(client, await new_thread(client, dynamic_tools=[spec()]))
            await answered(client)
    assert provider.requests[1].outputs[0].startswith("failed to parse function arguments: EOF")


async def test_a_name_that_the_agent_has_too() -> None:
    @tool
    def my_tool() -> None:
        """Mine."""

    with TestProvider() as provider:
        async with start_client(agent=provider.agent(tools=[my_tool]), experimental_api=True) as client:
            thread = await new_thread(client, dynamic_tools=[spec()])
            error = error_of(await run_turn(client, thread))
    assert "two tools are called 'my_tool'" in error.message
    assert not provider.requests


MATCH = "dynamic tool name must match ^[a-zA-Z0-9_-]+$ to match Responses API: "


@pytest.mark.parametrize(
    ("tools", "said"),
    [
        ([spec("")], "dynamic tool name must not be empty"),
        ([spec("a b")], f"{MATCH}a b"),
        ([spec("\u00e4")], f"{MATCH}\\u{{e4}}"),
        ([spec(" a ")], "dynamic tool name has leading/trailing whitespace:  a "),
        ([spec("a"), spec("a")], "duplicate dynamic tool name: a"),
        ([spec("mcp")], "dynamic tool name is reserved: mcp"),
        ([spec("mcp__x")], "dynamic tool name is reserved: mcp__x"),
        (
            [spec("x" * 129)],
            "dynamic tool name must be at most 128 characters to match Responses API: " + "x" * 129,
        ),
        ([spec(defer_loading=True)], "deferred dynamic tool must include a namespace: my_tool"),
        (
            [p.FunctionDynamicToolSpec(name="s", description="d", input_schema=5)],
            "dynamic tool input schema is not supported for s: invalid type: number, expected struct JsonSchema",
        ),
        (
            [p.FunctionDynamicToolSpec(name="s", description="d", input_schema=None)],
            "dynamic tool input schema is not supported for s: invalid type: null, expected struct JsonSchema",
        ),
        (
            [p.NamespaceDynamicToolSpec(name="ns", description="d", tools=[])],
            "dynamic tool namespace must contain at least one tool: ns",
        ),
    ],
)
async def test_tools_that_cannot_be_offered(tools: list[Any], said: str) -> None:
    async with start_client(experimental_api=True) as client:
        with pytest.raises(ServerError) as caught:
            await new_thread(client, dynamic_tools=tools)
    assert caught.value.code == -32600
    assert said in str(caught.value)


@pytest.mark.parametrize("kind", ["memory", "home"])
async def test_they_stay_with_a_thread_that_is_loaded_again(kind: str, tmp_path: Path) -> None:
    calls = [*call_events("my_tool", {"x": 1}, "c1"), completed()]
    space = p.NamespaceDynamicToolSpec(
        name="space", description="d", tools=[p.FunctionDynamicToolNamespaceTool(**dict(spec("inner")))]
    )
    memory = MemoryStore()
    with TestProvider(text_events("first"), calls, text_events("ok"), text_events("forked")) as provider:

        def start() -> Any:
            store = memory if kind == "memory" else FileStore(tmp_path)
            return start_client(agent=provider.agent(), experimental_api=True, state_db=store)

        async with start() as client:
            thread = await new_thread(client, dynamic_tools=[spec(), space])
            await run_turn(client, thread)
        async with start() as client:
            await client.request(p.ThreadResumeParams(thread_id=thread))
            await start_turn(client, thread)
            _, asked = await answered(client, answer())
        async with start() as client:
            fork = (await client.request(p.ThreadForkParams(thread_id=thread))).thread.id
            await run_turn(client, fork)
    assert [(one.call_id, one.tool, one.thread_id) for one in asked] == [("c1", "my_tool", thread)]
    assert provider.requests[2].outputs == ["RES"]
    offered = [request.body["tools"] for request in provider.requests]
    assert "my_tool" in str(offered[0])
    assert "inner" in str(offered[0])
    assert all(tools == offered[0] for tools in offered)


def rewrite(home: Path, old: str, new: str) -> None:
    """Change what the only thread of a home says first, as another program might have written it."""
    (file,) = home.rglob("*.jsonl")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    for index in home.glob("appserver.sqlite*"):
        index.unlink()


async def test_a_thread_goes_on_without_tools_that_nobody_knows(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with TestProvider() as provider:

        def start() -> Any:
            return start_client(agent=provider.agent(), experimental_api=True, state_db=FileStore(tmp_path))

        async with start() as client:
            thread = await new_thread(client, dynamic_tools=[spec()])
            await run_turn(client, thread)
        for strange in ('"name": 5', '"name":"mcp"', '"nom":"x"'):
            rewrite(tmp_path, '"name":"my_tool"', strange)
            caplog.clear()
            async with start() as client:
                await client.request(p.ThreadResumeParams(thread_id=thread))
                events = await run_turn(client, thread)
            assert last_turn(events).status == "completed"
            assert "my_tool" not in str(provider.requests[-1].body["tools"])
            assert f"thread {thread} goes on without the tools of its client" in caplog.text
            rewrite(tmp_path, strange, '"name":"my_tool"')
