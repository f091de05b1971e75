"""Rows of `model_providers`, and an agent of a configuration."""

from __future__ import annotations

from typing import Any

import pytest

import appserver
from appserver.engine.provider import BUILT_IN_PROVIDERS, read_providers

ROW = {"name": "Mine", "base_url": "http://host:1/v1/"}


def test_a_row() -> None:
    provider = appserver.Provider.from_config(
        "mine",
        {
            **ROW,
            "wire_api": "responses",
            "env_key": "K",
            "http_headers": {"a": "b"},
            "query_params": {"q": "x y&z"},
            "stream_idle_timeout_ms": 5,
            "some_later_key": True,
        },
    )
    assert (provider.id, provider.label, provider.env_key) == ("mine", "Mine", "K")
    assert provider.url == "http://host:1/v1/responses?q=x+y%26z"
    assert provider.public_url == "http://host:1/v1/responses"
    assert provider.stream_idle_timeout_ms == 5


def test_what_people_are_shown_has_no_secret_of_the_address() -> None:
    row = {"base_url": "http://user:pass@host/v1?key=k"}
    assert appserver.Provider.from_config("x", row).public_url == "http://host/v1/responses"
    assert appserver.Provider.from_config("x", row).url == "http://user:pass@host/v1/responses?key=k"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "base_url"),
        ({"base_url": "host/v1"}, "base_url"),
        ({"base_url": 5}, "base_url is text"),
        ({**ROW, "wire_api": "chat"}, "wire_api"),
        ({**ROW, "env_key": 5}, "env_key is text"),
        ({**ROW, "http_headers": ["secret"]}, "http_headers is a table"),
        ({**ROW, "http_headers": {"a": 5}}, "http_headers.a is text"),
        ({**ROW, "stream_idle_timeout_ms": "5"}, "stream_idle_timeout_ms is a whole number"),
        ({**ROW, "stream_idle_timeout_ms": True}, "stream_idle_timeout_ms is a whole number"),
        ({**ROW, "request_max_retries": -1}, "request_max_retries is 0 or more"),
        ({**ROW, "requires_openai_auth": 1}, "requires_openai_auth is true or false"),
        (None, "a table"),
        ("text", "a table"),
    ],
)
def test_rows_that_are_wrong(row: Any, said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=said) as raised:
        appserver.Provider.from_config("mine", row)
    assert "model_providers.mine" in str(raised.value)


def test_the_built_in_providers() -> None:
    assert {name: provider.base_url for name, provider in BUILT_IN_PROVIDERS.items()} == {
        "openai": "https://api.openai.com/v1",
        "ollama": "http://localhost:11434/v1",
        "lmstudio": "http://localhost:1234/v1",
    }
    with pytest.raises(ValueError, match="reserved built-in provider IDs: `ollama`, `openai`"):
        read_providers({"model_providers": {"openai": ROW, "ollama": ROW}})
    moved = read_providers({"openai_base_url": "http://host/v2"})["openai"]
    assert moved.url == "http://host/v2/responses"
    assert moved.requires_openai_auth


def test_an_agent_of_a_configuration() -> None:
    config = {
        "model": "m",
        "model_provider": "mine",
        "model_providers": {"mine": ROW},
        "model_context_window": 10_000,
        "model_reasoning_effort": "low",
        "other": {"key": 1},
    }
    agent = appserver.ModelAgent.from_config(config)
    assert (agent.model, agent.model_provider) == ("m", "mine")
    assert agent.models[0].default_reasoning_effort == "low"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": None}, "`model` is missing"),
        ({"model": ""}, "`model` is missing"),
        ({"model_provider": "nobody"}, "Model provider `nobody` not found"),
        ({"model_provider": 5}, "model_provider is text"),
        ({"model_providers": []}, "model_providers is a table"),
        ({"model_context_window": "1"}, "model_context_window"),
        ({"model_context_window": 0}, "model_context_window"),
        ({"model_reasoning_effort": 5}, "model_reasoning_effort"),
        ({"features": 5}, "features is a table, not int"),
        ({"features": {"shell_tool": "false"}}, "features.shell_tool is true or false, not str"),
        ({"features.view_image": 0}, "features.view_image is true or false, not int"),
        ({"tools": []}, "tools is a table, not list"),
        ({"tools.update_plan": False}, "tools.update_plan is a table, not bool"),
        ({"tools.update_plan.enabled": "no"}, "tools.update_plan.enabled is true or false, not str"),
        ({"web_search": "live", "tools.web_search": 5}, "tools.web_search is a table, not int"),
        ({"web_search": "live", "tools.web_search.context_size": "x"}, "context_size is one of low, medium"),
        (
            {"web_search": "live", "tools.web_search.allowed_domains": "a.example"},
            "allowed_domains is a list",
        ),
        (
            {"web_search": "live", "tools.web_search.allowed_domains": [5]},
            "allowed_domains is a list of text",
        ),
        ({"web_search": "live", "tools.web_search.location": "x"}, "location is a table, not str"),
        ({"web_search": "live", "tools.web_search.location.city": 5}, "location is a table of text"),
    ],
)
def test_configurations_that_are_wrong(change: dict[str, Any], said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=said):
        appserver.ModelAgent.from_config({"model": "m", "model_provider": "ollama", **change})


def test_a_provider_that_wants_an_account_says_how_to_get_a_key() -> None:
    from appserver.engine.failures import ModelError
    from appserver.engine.request import find_key

    with pytest.raises(ModelError, match="no API key for OpenAI"):
        find_key(BUILT_IN_PROVIDERS["openai"], None)
    assert find_key(BUILT_IN_PROVIDERS["openai"], lambda: "key") == "key"
    assert find_key(BUILT_IN_PROVIDERS["ollama"], None) is None


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        ((5,), {}, "model is the name of a model"),
        ((None,), {}, "model is the name of a model"),
        (("m", {}), {}, "provider is an id"),
        (("m",), {"api_key": 5}, "api_key is a str"),
    ],
)
def test_arguments_of_another_type(arguments: Any, options: Any, said: str) -> None:
    with pytest.raises(TypeError, match=f"^ModelAgent: {said}"):
        appserver.ModelAgent(*arguments, **options)
