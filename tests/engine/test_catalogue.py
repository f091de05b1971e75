"""Catalogues of models: what clients are shown, what requests follow from them, and what is wrong with a file."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.engine.catalogue import MODELS
from appserver.testing import start_client
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import events_of_turn, last_turn, new_thread, run_turn

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.promise("model-catalogue")

ROW: dict[str, Any] = {
    "slug": "mine",
    "display_name": "Mine",
    "description": "of the house",
    "visibility": "list",
    "priority": 3,
    "supported_reasoning_levels": [
        {"effort": "low", "description": "l"},
        {"effort": "high", "description": "h"},
    ],
    "default_reasoning_level": "high",
    "default_reasoning_summary": "none",
    "context_window": 10_000,
    "effective_context_window_percent": 80,
    "apply_patch_tool_type": "freeform",
    "truncation_policy": {"mode": "bytes", "limit": 300},
    "support_verbosity": True,
    "default_verbosity": "high",
    "input_modalities": ["text"],
    "service_tiers": [{"id": "priority", "name": "Fast", "description": "2x"}],
    "experimental_supported_tools": ["what only others read"],
}


def catalogue(*rows: dict[str, Any]) -> dict[str, Any]:
    """A catalogue of these."""
    return {"models": list(rows)}


def agent_of(provider: TestProvider, model: str = "mine", **fields: Any) -> appserver.ModelAgent:
    """An agent with the catalogue of one row, unless the fields say otherwise."""
    return appserver.ModelAgent(model, provider.row(), **{"catalogue": catalogue(ROW), **fields})


async def test_requests_and_clients_follow_it() -> None:
    call = [*call_events("exec_command", {"cmd": "seq 1000"}), completed()]
    with TestProvider(call, text_events("ok"), text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client, sandbox="danger-full-access")
            events = await run_turn(client, thread)
            prompt = [p.TextUserInput(text="x")]
            await client.request(
                p.TurnStartParams(thread_id=thread, input=prompt, model="other", effort="low")
            )
            await events_of_turn(client)
        first, second, other = provider.requests
    assert first.body["reasoning"] == {"effort": "high"}
    assert first.body["text"] == {"verbosity": "high"}
    assert {tool["type"] for tool in first.body["tools"] if tool.get("name") == "apply_patch"} == {"custom"}
    assert 300 < len(second.outputs[0]) < 700  # the text of at most 300 bytes, and what is said of it
    windows = {
        e.token_usage.model_context_window
        for e in events
        if isinstance(e, p.ThreadTokenUsageUpdatedNotification)
    }
    assert windows == {8_000}
    assert other.body["model"] == "other"  # of which nothing is known
    assert other.body["reasoning"] == {"effort": "low", "summary": "auto"}
    assert "text" not in other.body
    assert {tool["type"] for tool in other.body["tools"] if tool.get("name") == "apply_patch"} == {"function"}


async def test_what_users_say_comes_before_it() -> None:
    with TestProvider(text_events("ok"), text_events("ok")) as provider:
        agent = agent_of(provider, effort="low", verbosity="medium", context_window=1_000)
        async with start_client(agent=agent) as client:
            thread = await new_thread(client)
            events = await run_turn(client, thread)
            schema = {"type": "object"}
            prompt = [p.TextUserInput(text="x")]
            params = p.TurnStartParams(
                thread_id=thread, input=prompt, effort="max", summary="concise", output_schema=schema
            )
            await client.request(params)
            await events_of_turn(client)
        first, second = provider.requests
    assert first.body["reasoning"] == {"effort": "low"}
    assert first.body["text"] == {"verbosity": "medium"}
    assert second.body["reasoning"] == {"effort": "max", "summary": "concise"}
    assert (second.body["text"]["verbosity"], second.body["text"]["format"]["schema"]) == ("medium", schema)
    windows = {
        e.token_usage.model_context_window
        for e in events
        if isinstance(e, p.ThreadTokenUsageUpdatedNotification)
    }
    assert windows == {800}


async def test_a_conversation_is_shortened_when_its_own_model_is_full() -> None:
    full = text_events("long", usage=(9_500, 5))
    with TestProvider(full, text_events("summed up"), text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider)) as client:
            thread = await new_thread(client)
            await run_turn(client, thread)
            events = await run_turn(client, thread)
        kinds = [json.loads(r.headers["x-codex-turn-metadata"])["request_kind"] for r in provider.requests]
    assert last_turn(events).status == "completed"
    assert kinds == ["turn", "compaction", "turn"]


async def test_clients_list_its_models_and_the_agents_own() -> None:
    rows = (
        ROW,
        {"slug": "first", "priority": 1},
        {"slug": "kept back", "visibility": "hide"},
        {"slug": "first", "display_name": "once more"},
    )
    with TestProvider() as provider:
        async with start_client(
            agent=agent_of(provider, "own", catalogue=catalogue(*rows), effort="low")
        ) as client:
            shown = (await client.request(p.ModelListParams())).data
            every = (await client.request(p.ModelListParams(include_hidden=True))).data
    assert [(model.id, model.is_default) for model in shown] == [
        ("own", True),
        ("first", False),
        ("mine", False),
    ]
    assert [model.id for model in every] == ["own", "kept back", "first", "mine"]
    mine = shown[2]
    assert (mine.display_name, mine.description, mine.default_reasoning_effort) == (
        "Mine",
        "of the house",
        "high",
    )
    assert [option.to_wire() for option in mine.supported_reasoning_efforts] == [
        {"reasoningEffort": "low", "description": "l"},
        {"reasoningEffort": "high", "description": "h"},
    ]
    assert mine.input_modalities == ["text"]
    assert [tier.id for tier in mine.service_tiers] == ["priority"]
    assert (shown[0].default_reasoning_effort, shown[1].display_name) == ("low", "first")


@pytest.mark.parametrize("model", [*MODELS, "gpt-5.6-of-tomorrow"])
async def test_models_that_are_known_are_shown_with_what_they_can_do(model: str) -> None:
    with TestProvider(text_events("ok")) as provider:
        async with start_client(agent=agent_of(provider, model, catalogue=None)) as client:
            (shown,) = (await client.request(p.ModelListParams())).data
            await run_turn(client, await new_thread(client))
        [request] = provider.requests
    assert [option.reasoning_effort for option in shown.supported_reasoning_efforts][:3] == [
        "low",
        "medium",
        "high",
    ]
    assert shown.default_reasoning_effort == request.body["reasoning"]["effort"] == "medium"


async def test_the_configuration_names_a_file(tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text(json.dumps(catalogue(ROW)))
    with TestProvider(text_events("ok")) as provider:
        config = {
            "model": "mine",
            "model_provider": "mock",
            "model_providers": {"mock": {"name": "Mock", "base_url": provider.base_url}},
            "model_catalog_json": str(tmp_path / "models.json"),
            "model_verbosity": "low",
        }
        async with appserver.start(config=config) as client:
            shown = (await client.request(p.ModelListParams())).data
            await run_turn(client, await new_thread(client))
        [request] = provider.requests
    assert [(model.id, model.display_name) for model in shown] == [("mine", "Mine")]
    assert request.body["text"] == {"verbosity": "low"}


def row(**fields: Any) -> str:
    """A file whose second row, on the fourth line, has these fields."""
    return f'{{\n "models": [\n  {{"slug": "a"}},\n  {json.dumps({"slug": "b", **fields})}\n ]\n}}'


BROKEN: dict[str, tuple[str | bytes | None, str]] = {
    "missing": (None, ": there is no such file"),
    "empty": ("", ":1:1: it is no JSON"),
    "cut": ('{"models": [\n  {"slug"', ":2:10: it is no JSON"),
    "not utf-8": (b'{"models":\n "\xff"}', ":2:3: the text is not valid UTF-8"),
    "a list": ("[]", ":1:1: an object with `models` is wanted, not a list"),
    "no models": ("{}", ":1:1: `models` is a list"),
    "models of another kind": ('{"models":\n 3}', ":2:2: models: `models` is a list, not a number"),
    "none": ('{"models": []}', ": models: it must hold at least one model"),
    "a row that is none": ('{"models": [\n3]}', "models[0]: a row is an object, not a number"),
    "no slug": ('{"models": [\n {"display_name": "x"}]}', ":2:2: models[0]: `slug` is missing"),
    "a window that is text": (
        row(context_window="x"),
        ":4:35: models[1].context_window: a whole number, not text",
    ),
    "a window that is true": (
        row(context_window=True),
        ":4:35: models[1].context_window: a whole number, not a truth",
    ),
    "a window of nothing": (row(context_window=0), ":4:35: models[1].context_window: a number from 1"),
    "percent": (
        row(effective_context_window_percent=101),
        "effective_context_window_percent: a number from 1 to 100",
    ),
    "no policy": (
        row(truncation_policy=[]),
        "truncation_policy: an object with `mode` and `limit`, not a list",
    ),
    "a mode": (
        row(truncation_policy={"mode": "words"}),
        ":4:47: models[1].truncation_policy.mode: `bytes` or `tokens`",
    ),
    "efforts": (
        row(supported_reasoning_levels=["low"]),
        "supported_reasoning_levels[0]: an object with effort",
    ),
    "an effort": (row(supported_reasoning_levels=[{}]), "supported_reasoning_levels[0]: `effort` is missing"),
    "many efforts": (row(supported_reasoning_levels=[{}] * 101), "a list of objects, at most 100"),
    "modalities": (row(input_modalities=[3]), "input_modalities: a list of text"),
    "a long text": (row(description="x" * 5_000), "description: 5000 characters, of which 4096 can be"),
    "verbosity": (row(support_verbosity="yes"), "support_verbosity: true or false, not text"),
    "deep": ('{"models": ' + "[" * 100_000, ": it holds too many values within each other"),
    "a huge number": ('{"models": ' + "1" * 5_000 + "}", ": it cannot be read: "),
    "many": (json.dumps(catalogue(*({"slug": f"m{n}"} for n in range(1_001)))), "it holds 1001 models"),
}


@pytest.mark.parametrize(("content", "text"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_none_is_refused_with_its_line(tmp_path: Path, content: Any, text: str) -> None:
    path = tmp_path / "models.json"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ValueError, match=r"\Amodel_catalog_json: ") as caught:
        appserver.ModelAgent("m", "ollama", catalogue=path)
    assert str(path) in str(caught.value)
    assert text in str(caught.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, "/dev/zero", "a\0b"):
        with pytest.raises(ValueError, match="model_catalog_json: "):
            appserver.ModelAgent("m", "ollama", catalogue=path)
    wrong: Any = 3
    with pytest.raises(TypeError, match="a mapping, or the path of a file, not int"):
        appserver.ModelAgent("m", "ollama", catalogue=wrong)
    with pytest.raises(ValueError, match=r"model_catalog_json: models\[0\]: a row is an object"):
        appserver.ModelAgent("m", "ollama", catalogue={"models": [3]})


async def test_a_server_says_what_is_wrong_with_the_file_and_starts(tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text("{\n nope}")
    config = {"model": "m", "model_provider": "ollama", "model_catalog_json": str(tmp_path / "models.json")}
    async with appserver.start(config=config) as client:
        summary = ""
        async for event in client:
            if isinstance(event, p.ConfigWarningNotification):
                summary = event.summary
                break
        assert f"{tmp_path}/models.json:2:2: it is no JSON" in summary
        assert [model.id for model in (await client.request(p.ModelListParams())).data] != ["m"]


def test_the_catalogue_of_the_real_program_is_read() -> None:
    codex_cli_bin = pytest.importorskip("codex_cli_bin", reason="needs the real program")
    said = subprocess.run(
        [codex_cli_bin.bundled_codex_path(), "debug", "models", "--bundled"], capture_output=True, check=True
    )
    with TestProvider() as provider:
        agent = agent_of(provider, "gpt-5.5", catalogue=json.loads(said.stdout))
    (own,) = (model for model in agent.models if model.is_default)
    assert own.display_name == "GPT-5.5"
    assert len(agent.models) == len(json.loads(said.stdout)["models"])
