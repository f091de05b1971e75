"""Calls of tools of MCP servers: what the model is offered and told, and what the user is shown."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.testing import start_client
from appserver.tools.mcp import stdio
from tests.engine.provider import Plain, TestProvider, call_events, completed, text_events
from tests.engine.turns import error_of, last_turn, new_thread, run_turn
from tests.mcp.agents import FREE, agent_of, calling, calls_of, row, states_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.promise("mcp-tools")


async def called(
    tool: str, arguments: dict[str, Any] | str | None = None, behaviour: str = "", **fields: Any
) -> tuple[p.McpToolCallThreadItem, Any, list[Any]]:
    """A call in a turn of its own: its item, what the model was told, and the events."""
    with TestProvider(*calling(tool, {} if arguments is None else arguments)) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row(behaviour, **fields)})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
            assert last_turn(events).status == "completed"
            [item] = calls_of(events)
            return item, provider.requests[1].outputs[0], events


async def test_a_call_is_shown_and_answered() -> None:
    item, output, _ = await called("add", {"a": 1, "b": 2})
    assert (item.server, item.tool, item.arguments, item.status) == (
        "mini",
        "add",
        {"a": 1, "b": 2},
        "completed",
    )
    assert item.read_only_hint is True
    assert item.result is not None
    assert item.result.content == [{"type": "text", "text": "3"}]
    assert item.result.structured_content == {"sum": 3}
    assert isinstance(item.duration_ms, int)
    assert json.loads(text_of(output)) == {"sum": 3}


async def test_a_result_that_is_an_error_fails_the_call_and_is_told_to_the_model() -> None:
    item, output, _ = await called("fail")
    assert item.status == "failed"
    assert item.result is not None
    assert text_of(output) == "bad thing"


async def test_an_error_of_the_server_is_told_to_the_model() -> None:
    item, output, _ = await called("refuse")
    assert item.status == "failed"
    assert item.error is not None
    assert item.error.message == "tool call failed for `mini/refuse`: not today"
    assert text_of(output) == item.error.message


async def test_pictures_reach_the_model() -> None:
    item, output, _ = await called("picture")
    assert item.status == "completed"
    assert output[1] == {"type": "input_image", "image_url": "data:image/png;base64,AAAA"}


async def test_progress_is_shown_while_the_call_runs() -> None:
    item, _, events = await called("progress")
    told = [event.message for event in events if isinstance(event, p.McpToolCallProgressNotification)]
    assert told
    assert set(told) <= {"step 1", "step 2"}
    assert {event.item_id for event in events if isinstance(event, p.McpToolCallProgressNotification)} == {
        item.id
    }


DEEP = '{"a":' * 101 + "1" + "}" * 101


@pytest.mark.parametrize("arguments", ["[1]", "{", "3", pytest.param(DEEP, id="too deep")])
async def test_arguments_that_are_no_object_or_too_deep_are_refused_without_a_call(arguments: str) -> None:
    with TestProvider(*calling("add", arguments)) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
        assert calls_of(events) == []
        assert provider.requests[1].outputs[0].startswith("failed to parse function arguments: ")


async def test_models_are_offered_a_namespace_for_each_server() -> None:
    with TestProvider(text_events("ok")) as provider:
        servers = {"b": row(enabled_tools=["add", "fail"], disabled_tools=["fail"]), "a": row()}
        async with start_client(agent=agent_of(provider, servers)) as client:
            await run_turn(client, await new_thread(client))
        tools = {tool["name"]: tool for tool in provider.requests[0].body["tools"]}
        assert {"list_mcp_resources", "list_mcp_resource_templates", "read_mcp_resource"} <= set(tools)
        assert [tool["name"] for tool in tools["mcp__b"]["tools"]] == ["add"]
        names = [tool["name"] for tool in tools["mcp__a"]["tools"]]
        assert names == sorted(names)
        assert all(tool["strict"] is False for tool in tools["mcp__a"]["tools"])


async def test_odd_names_are_called_by_names_that_providers_take() -> None:
    with TestProvider(text_events("ok"), text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            await run_turn(client, await new_thread(client, **FREE))
            space = next(one for one in provider.requests[0].body["tools"] if one["name"] == "mcp__mini")
    names = [tool["name"] for tool in space["tools"] if tool["name"].startswith("odd")]
    assert len(names) == 2
    odd = next(name for name in names if name != "odd_n_me_with_dots")
    item, output, _ = await called(odd)
    assert item.tool == "odd näme/with.dots"
    assert text_of(output) == "odd näme/with.dots"


async def test_a_program_is_given_core_variables_and_what_its_row_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTHER_SECRET", "of somebody else")
    monkeypatch.setenv("PASSED_ON", "yes")
    _, output, _ = await called("environment", env={"OWN": "1"}, env_vars=["PASSED_ON", "NOT_SET"])
    environment = json.loads(text_of(output))
    assert environment["OWN"] == "1"
    assert environment["PASSED_ON"] == "yes"
    assert environment["PATH"] == os.environ["PATH"]
    assert "OTHER_SECRET" not in environment
    assert "NOT_SET" not in environment


async def test_a_program_runs_in_the_directory_of_its_row_or_of_the_thread(tmp_path: Path) -> None:
    _, output, _ = await called("where", cwd=str(tmp_path))
    assert text_of(output) == str(tmp_path)
    with TestProvider(*calling("where", {})) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            await run_turn(client, await new_thread(client, cwd=str(tmp_path), **FREE))
        assert text_of(provider.requests[1].outputs[0]) == str(tmp_path)


async def test_models_read_resources() -> None:
    calls = [
        [*call_events("list_mcp_resources", {}), completed()],
        [*call_events("list_mcp_resource_templates", {"server": "mini"}), completed()],
        [*call_events("read_mcp_resource", {"server": "mini", "uri": "memo://one"}), completed()],
        [*call_events("read_mcp_resource", {"server": "none", "uri": "memo://one"}), completed()],
        text_events("ok"),
    ]
    with TestProvider(*calls) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            events = await run_turn(client, await new_thread(client))
        listed, templates, read, unknown = provider.requests[4].outputs
    assert json.loads(listed) == {"resources": [{"server": "mini", "uri": "memo://one", "name": "one"}]}
    assert json.loads(templates)["resourceTemplates"][0]["uriTemplate"] == "memo://{name}"
    assert json.loads(read)["contents"] == [{"uri": "memo://one", "text": "the memo"}]
    assert "there is no MCP server 'none'; there are: mini" in unknown
    assert [item.status for item in calls_of(events)] == ["completed"] * 3 + ["failed"]


async def test_two_servers_with_names_that_run_together_are_told_apart() -> None:
    call = [*call_events("add", {"a": 2, "b": 2}, namespace="mcp__minia"), completed()]
    with TestProvider(call, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
        assert calls_of(events) == []
        assert provider.requests[1].outputs == ["unsupported call: mcp__miniaadd"]


async def test_a_provider_that_refuses_namespaces_is_told_flat_names_from_then_on() -> None:
    refused = Plain(400, b'{"error": {"message": "unknown tool type: namespace"}}')
    flat = [*call_events("mcp__mini__add", {"a": 1, "b": 2}), completed()]
    with TestProvider(refused, flat, text_events("ok"), text_events("ok")) as provider:
        agent = agent_of(
            provider, {"mini": row()}, web_search={"type": "web_search", "external_web_access": False}
        )
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client, **FREE))
            await run_turn(client, await new_thread(client, **FREE))
        kinds = [{tool["type"] for tool in request.body["tools"]} for request in provider.requests]
    assert kinds == [{"function", "namespace", "web_search"}, *([{"function"}] * 3)]
    assert [item.status for item in calls_of(events)] == ["completed"]
    warnings = [event.message for event in events if isinstance(event, p.WarningNotification)]
    assert len([text for text in warnings if "refuses namespaces" in text]) == 1


async def test_a_provider_that_refuses_the_request_for_another_reason_is_not_taken_for_such_a_one() -> None:
    refused = Plain(400, b'{"error": {"message": "too long"}}')
    with TestProvider(refused, refused, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            assert "too long" in error_of(await run_turn(client, thread)).message
            await run_turn(client, thread)
        kinds = [{tool["type"] for tool in request.body["tools"]} for request in provider.requests]
    assert kinds == [{"function", "namespace"}, {"function"}, {"function", "namespace"}]


async def test_earlier_calls_are_told_by_flat_names_too() -> None:
    refused = Plain(400, b"{}")
    with TestProvider(*calling("add", {"a": 1, "b": 2}), refused, text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, {"mini": row()})) as client:
            thread = await new_thread(client, **FREE)
            await run_turn(client, thread)
            await run_turn(client, thread)
        items = provider.requests[3].body["input"]
    [call] = [item for item in items if item["type"] == "function_call"]
    assert call["name"] == "mcp__mini__add"
    assert "namespace" not in call


async def test_a_failed_server_does_not_stop_a_turn() -> None:
    with TestProvider(text_events("ok")) as provider:
        servers = {"none": {"command": "/nonexistent/program"}, "quits": row("quits")}
        async with start_client(agent=agent_of(provider, servers)) as client:
            thread = await new_thread(client)
            states = await states_of(client, 2)
            events = await run_turn(client, thread)
    assert last_turn(events).status == "completed"
    failed = {name: error for name, state, error in states if state == "failed"}
    assert "No such file or directory (os error 2): /nonexistent/program" in (failed["none"] or "")
    assert "it said: no such thing" in (failed["quits"] or "")


async def test_what_a_server_says_once_its_output_has_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stdio, "GOODBYE_SECONDS", 30.0)  # it is slow where there is much to do
    with TestProvider() as provider:
        servers = {"mini": row("closes and says why")}
        async with start_client(agent=agent_of(provider, servers)) as client:
            await new_thread(client)
            [_, (_, state, error)] = await states_of(client)
    assert state == "failed"
    assert "it said: the last words" in (error or "")
