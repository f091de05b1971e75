"""What each option of `start`, `serve` and `connect` may be: one table, so that every refusal names its option."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from appserver.plain_data import is_collection, is_iterable, is_list, is_tuple
from appserver.text import is_encodable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = [
    "OPTION_CHECKS",
    "check_count",
    "check_fields",
    "check_optional_text",
    "check_policy",
    "listed_methods",
]

Check: TypeAlias = Callable[[str, Any], None]
"""Takes an option's name and value. Raises TypeError or ValueError, naming the option."""


def check_fields(arguments: DataclassInstance) -> None:
    """Refuse what an option cannot be: TypeError or ValueError, naming it."""
    for option in fields(arguments):
        OPTION_CHECKS[option.name](option.name, getattr(arguments, option.name))


def check_count(name: str, value: object) -> None:
    """Refuse what is not a number of messages or bytes: TypeError or ValueError, naming it."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a number of messages or bytes, an int, not {_kind(value)}")
    if value < 0:
        raise ValueError(f"{name} is {value}; use 1 or more (0 counts as 1)")
    if value >= 2**63:
        raise ValueError(f"{name} is {value}, which is more than 64 bits hold")


def _check_seconds(name: str, value: object) -> None:
    """Refuse what is not a time: TypeError or ValueError, naming it."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is a number of seconds, or None, not {_kind(value)}")
    if not 0 <= value < 1e15:
        raise ValueError(f"{name} is {value}; use a number of seconds from 0 on, or None for no limit")


def _check_text(name: str, value: object) -> None:
    """Refuse what is not text: TypeError, naming it. The handshake says which texts a client's names may be."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is text, a str, not {_kind(value)}")


def check_optional_text(name: str, value: object) -> None:
    """Refuse what is neither text nor None."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name} is text, a str, or None, not {_kind(value)}")


def _check_sent_text(name: str, value: object, kind: str = "text, a str") -> None:
    """Refuse what is not text, or what no message can carry."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is {kind}, not {_kind(value)}")
    if not is_encodable(value):
        raise ValueError(f"{name} is not valid Unicode: {value!a} holds half of a surrogate pair")


def _check_session_source(name: str, value: object) -> None:
    _check_sent_text(name, value, "a str such as 'exec'")


def _check_flag(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"{name} is True or False, not {_kind(value)}")


def check_policy(name: str, value: object) -> None:
    """Refuse what cannot name a policy: TypeError. Which policies there are, the core says."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is the name of a policy such as 'coalesce', a str, not {_kind(value)}")


def _check_home(name: str, value: object) -> None:
    if not isinstance(value, str | Path):
        raise TypeError(f"{name} is the path of a directory, a str or a Path, not {_kind(value)}")


def _check_loader(name: str, value: object) -> None:
    if value is not None and not callable(value):
        raise TypeError(f"{name} is a coroutine function, not {_kind(value)}")


def _check_methods(name: str, value: Any) -> None:
    if isinstance(value, str):
        raise TypeError(f"{name} takes a sequence of methods, not one string")
    if not is_collection(value):
        raise TypeError(f"{name} takes a sequence of methods, not {_kind(value)}")
    for method in value:
        if not isinstance(method, str):
            raise TypeError(f"{name} takes methods, each a str, not {_kind(method)}")


def listed_methods(name: str, value: object) -> list[str] | None:
    """The methods of a filter as a list; None, which is all, stays. TypeError, naming it: they are no methods."""
    if value is None:
        return None
    if is_iterable(value) and not isinstance(value, str):
        value = list(value)
    _check_methods(name, value)
    methods: Any = value
    return list[str](methods)


def _check_initialize(name: str, value: object) -> None:
    if value is None:
        return  # the model is made when it is used
    from appserver import protocol

    if not isinstance(value, protocol.InitializeParams):
        raise TypeError(f"{name} is an InitializeParams model, not {_kind(value)}")


def _check_warnings(name: str, value: object) -> None:
    if value == ():
        return  # the model is made when a warning is there
    from appserver import protocol

    if not (is_list(value) or is_tuple(value)):
        raise TypeError(f"{name} takes a list or a tuple of ConfigWarningNotification, not {_kind(value)}")
    for warning in value:
        if not isinstance(warning, protocol.ConfigWarningNotification):
            raise TypeError(f"{name} takes ConfigWarningNotification models, not {_kind(warning)}")


def _check_environment(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.execution.environment import EnvironmentPolicy

    if not isinstance(value, EnvironmentPolicy):
        raise TypeError(f"{name} is an EnvironmentPolicy, not {_kind(value)}")


def _check_processor(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.server.message_processor import MessageProcessor

    if not isinstance(value, MessageProcessor):
        raise TypeError(f"{name} is a MessageProcessor, not {_kind(value)}")


def _check_agent(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.agents.agent import Agent

    if not isinstance(value, Agent):
        called = " (a class was given: call it)" if isinstance(value, type) else ""
        raise TypeError(f"{name} is an instance of a subclass of appserver.Agent, not {_kind(value)}{called}")
    run_turn = inspect.unwrap(type(value).run_turn)
    if inspect.isfunction(run_turn) and not inspect.iscoroutinefunction(run_turn):
        raise TypeError(
            f"{_kind(value)}.run_turn is not a coroutine function: write `async def run_turn(self, turn)`"
        )
    _check_sent_text(f"the {name}'s model", value.model)
    _check_sent_text(f"the {name}'s model_provider", value.model_provider)


def _kind(value: object) -> str:
    return type(value).__name__


OPTION_CHECKS: Final[dict[str, Check]] = {
    "agent": _check_agent,
    "processor": _check_processor,
    "home": _check_home,
    "cloud_requirements": _check_loader,
    "config_warnings": _check_warnings,
    "session_source": _check_session_source,
    "max_server_event_bytes": check_count,
    "unattended_timeout": _check_seconds,
    "command_environment": _check_environment,
    "client_name": _check_text,
    "client_title": check_optional_text,
    "client_version": _check_text,
    "experimental_api": _check_flag,
    "opt_out_notification_methods": _check_methods,
    "initialize": _check_initialize,
    "channel_capacity": check_count,
    "max_event_bytes": check_count,
    "drop_policy": check_policy,
    "stall_timeout": _check_seconds,
    "legacy_notifications": _check_flag,
}
"""The check of each option, by its name. A test has every option of the three functions in it."""
