"""The arguments of an agent that asks a model: each is refused by its name; what `from_config` takes beside a file."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.config.keys import KEYS
from appserver.engine.agent_arguments import CHECKS
from appserver.testing import start_client
from appserver.tools import tool
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import messages, new_thread, run_turn

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.promise("model-arguments")

NOT_FOR_ANY = object()
REQUIRED: dict[str, Any] = {"model": "m", "provider": "ollama"}


@tool
def double(number: int) -> int:
    """Twice a number."""
    return 2 * number


def names_of(function: Callable[..., Any]) -> set[str]:
    return {name for name in inspect.signature(function).parameters if name != "self"}


def test_every_argument_has_a_row() -> None:
    assert names_of(appserver.ModelAgent.__init__) == set(CHECKS)


@pytest.mark.parametrize("name", sorted(CHECKS))
@pytest.mark.parametrize("value", [NOT_FOR_ANY, 5.5, b"bytes"], ids=["object", "float", "bytes"])
def test_what_it_cannot_take_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=rf"ModelAgent: {name}|a tool is made of") as raised:
        appserver.ModelAgent(**{**REQUIRED, name: value})
    assert type(raised.value) is TypeError


@pytest.mark.parametrize(
    ("arguments", "kind", "said"),
    [
        ({"model": ""}, ValueError, "model is empty"),
        ({"context_window": 0}, ValueError, "context_window is 0; use 1 or more"),
        ({"context_window": True}, TypeError, "context_window is a number of tokens"),
        ({"compaction_limit": -1}, ValueError, "compaction_limit is -1"),
        ({"standard_tools": "exec_command"}, TypeError, "standard_tools takes a list of names"),
        ({"standard_tools": ["exec"]}, ValueError, "there is no tool 'exec'"),
        ({"providers": {"a": 5}}, TypeError, "providers['a'] is a Provider under its id, a str, not int"),
        ({"tools": "double"}, TypeError, "tools takes a list of functions and tools, not str"),
        ({"tools": [5]}, TypeError, "a tool is made of a function, not of 5"),
        ({"mcp_servers": {"a": 5}}, TypeError, "mcp_servers['a'] is a server of the package mcp"),
        ({"mcp_servers": {5: {"command": "a"}}}, TypeError, "the name of an MCP server is a str"),
    ],
)
def test_values_that_will_not_do(arguments: dict[str, Any], kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=re.escape(said)):
        appserver.ModelAgent(**{**REQUIRED, **arguments})


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({}, "`model` is missing"),
        ({"model": ""}, "`model` is missing"),
        ({"model": "m", "openai_base_url": "a:1"}, "openai_base_url is no address such as"),
        ({"model": "m", "model_providers.x.base_url": "ftp://a"}, "model_providers.x.base_url is no address"),
        ({"model": "m", "model_providers": {"x": {}}}, "model_providers.x.base_url is missing"),
        ({"model": "m", "model_providers": {"x": {"base_url": "https://"}}}, "x.base_url is no address"),
    ],
)
def test_configurations_that_will_not_do(config: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        appserver.ModelAgent.from_config(config)


@pytest.mark.parametrize(
    "key",
    [
        "model",
        "model_provider",
        "model_reasoning_effort",
        "model_verbosity",
        "review_model",
        "compact_prompt",
    ],
)
def test_what_is_no_text_in_a_configuration_is_not_called_missing(key: str) -> None:
    with pytest.raises(TypeError, match=f"^{key} is text, not int$"):
        appserver.ModelAgent.from_config({"model": "m", key: 3})


async def test_a_configuration_and_tools_of_ones_own() -> None:
    call = [*call_events("double", {"number": 21}), completed()]
    with TestProvider(call, text_events("done")) as provider:
        config = {"model": "m", "model_provider": "mock", "model_providers.mock.name": "mock"}
        agent = appserver.ModelAgent.from_config(
            {**config, "model_providers.mock.base_url": provider.base_url},
            tools=[double],
            standard_tools=["view_image"],
            instructions="Be brief.",
        )
        async with start_client(agent=agent) as client:
            events = await run_turn(client, await new_thread(client))
        asked, answered = (request.body for request in provider.requests)
    assert [item.text for item in messages(events)] == ["done"]
    assert [one["name"] for one in asked["tools"]] == ["view_image", "double"]
    assert "Be brief." in str(asked["input"])
    assert answered["input"][-1]["output"] == "42"


class Noted(dict[str, Any]):
    """A configuration that notes which of its keys are looked at."""

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None, /) -> Any:
        self.asked.add(key)
        return super().get(key, default)


def test_the_table_of_keys_says_what_each_does_that_is_read() -> None:
    config = Noted(model="m", web_search="live")
    appserver.ModelAgent.from_config(config)
    assert {"model", "tools", "features", "mcp_servers"} <= config.asked
    assert [key for key in sorted(config.asked) if not KEYS[key].effect] == []
