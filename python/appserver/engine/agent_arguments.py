"""What each argument of `ModelAgent` may be: one table, so that every refusal names its argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.client.option_checks import kind_of
from appserver.engine.provider import Provider
from appserver.plain_data import is_collection, is_iterable, is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.client.option_checks import Check

__all__ = ["check_agent_arguments"]


def check_agent_arguments(arguments: Mapping[str, Any]) -> None:
    """Refuse what an argument cannot be: TypeError or ValueError, naming it."""
    for name, value in arguments.items():
        CHECKS[name](f"ModelAgent: {name}", value)


def _model(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{name} is the name of a model, a str, not {kind_of(value)}")
    if not value:
        raise ValueError(f"{name} is empty; name the model to ask")


def _provider(name: str, value: object) -> None:
    if not isinstance(value, str | Provider):
        raise TypeError(f"{name} is an id such as 'ollama', or a Provider, not {kind_of(value)}")


def _providers(name: str, value: object) -> None:
    if value is None:
        return
    if not is_mapping(value):
        raise TypeError(f"{name} is a mapping of ids to Provider, not {kind_of(value)}")
    for key, one in value.items():
        if not isinstance(key, str) or not isinstance(one, Provider):
            raise TypeError(f"{name}[{key!r}] is a Provider under its id, a str, not {kind_of(one)}")


def _key(name: str, value: object) -> None:
    if not (value is None or isinstance(value, str) or callable(value)):
        raise TypeError(f"{name} is a str, or a function that returns one, not {kind_of(value)}")


def _function(name: str, value: object) -> None:
    if not (value is None or callable(value)):
        raise TypeError(f"{name} is a function, or None, not {kind_of(value)}")


def _transport(name: str, value: object) -> None:
    if not (value is None or callable(getattr(value, "send", None))):
        raise TypeError(f"{name} is an object with a method `send`, or None, not {kind_of(value)}")


def _text(name: str, value: object) -> None:
    if not (value is None or isinstance(value, str)):
        raise TypeError(f"{name} is text, a str, or None, not {kind_of(value)}")


def _tokens(name: str, value: object) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a number of tokens, an int, or None, not {kind_of(value)}")
    if value < 1:
        raise ValueError(f"{name} is {value}; use 1 or more")


def _tools(name: str, value: object) -> None:
    if isinstance(value, str | bytes) or not is_iterable(value):
        raise TypeError(f"{name} takes a list of functions and tools, not {kind_of(value)}")


def _names(name: str, value: object) -> None:
    if isinstance(value, str | bytes) or not is_collection(value):
        raise TypeError(f"{name} takes a list of names of tools, not {kind_of(value)}")


def _catalogue(name: str, value: object) -> None:
    if not (value is None or isinstance(value, str) or hasattr(value, "__fspath__") or is_mapping(value)):
        raise TypeError(f"{name} is a mapping, or the path of a file, not {kind_of(value)}")


def _table(name: str, value: object) -> None:
    if not (value is None or is_mapping(value)):
        raise TypeError(f"{name} is a mapping, or None, not {kind_of(value)}")


CHECKS: Final[Mapping[str, Check]] = {
    "model": _model,
    "provider": _provider,
    "providers": _providers,
    "api_key": _key,
    "login": _function,
    "transport": _transport,
    "instructions": _text,
    "effort": _text,
    "verbosity": _text,
    "catalogue": _catalogue,
    "review_model": _text,
    "context_window": _tokens,
    "compaction_limit": _tokens,
    "compaction_prompt": _text,
    "tools": _tools,
    "standard_tools": _names,
    "mcp_servers": _table,
    "remember_tool": _function,
    "web_search": _table,
}
"""All of them: a test compares it with the signature."""
