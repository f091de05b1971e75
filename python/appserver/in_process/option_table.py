"""What each option of `start`, `serve` and `connect` may be: one table, so that every refusal names its option."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from appserver.client.option_checks import (
    CLIENT_CHECKS,
    check_count,
    check_flag,
    check_policy,
    check_seconds,
    check_sent_text,
    kind_of,
)
from appserver.plain_data import is_list, is_mapping, is_tuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from dataclasses import Field

    from appserver.client.option_checks import Check

__all__ = ["OPTION_CHECKS", "check_alone"]


def _called(value: object) -> str:
    return " (a class was given: call it)" if isinstance(value, type) else ""


def _check_session_source(name: str, value: object) -> None:
    check_sent_text(name, value, "a str such as 'exec'")


def _check_home(name: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, str | Path):
        raise TypeError(f"{name} is the path of a directory, a str or a Path, not {kind_of(value)}")
    path = Path(value)
    if value == "":
        raise ValueError(f"{name} is empty; name a directory, or give None for a server without a home")
    if "\0" in str(value):
        raise ValueError(f"{name} is no path, it holds a NUL character: {str(value)!a:.1000}")
    if path.parts and path.parts[0].startswith("~"):
        raise ValueError(
            f"{name} is {str(value)!r}, and ~ is a word of the shell; write Path(...).expanduser()"
        )


def _check_store(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.store.base import ThreadStore

    if isinstance(value, type) or not isinstance(value, ThreadStore):
        said = (
            f"{name} is a store of threads, such as FileStore(folder), not {kind_of(value)}{_called(value)}"
        )
        members = [member for member in vars(ThreadStore) if not member.startswith("_")]
        missing = [member for member in members if not hasattr(value, member)]
        is_meant = not isinstance(value, type) and len(missing) < len(members) / 2
        raise TypeError(f"{said}: it lacks {', '.join(missing)}" if is_meant else said)


def _check_loader(name: str, value: object) -> None:
    if value is not None and not callable(value):
        raise TypeError(f"{name} is a coroutine function, not {kind_of(value)}")


def _check_warnings(name: str, value: object) -> None:
    if value == ():
        return  # the model is made when a warning is there
    from appserver import protocol

    if not (is_list(value) or is_tuple(value)):
        raise TypeError(f"{name} takes a list or a tuple of ConfigWarningNotification, not {kind_of(value)}")
    for warning in value:
        if not isinstance(warning, protocol.ConfigWarningNotification):
            raise TypeError(f"{name} takes ConfigWarningNotification models, not {kind_of(warning)}")


def _check_environment(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.execution.environment import EnvironmentPolicy

    if not isinstance(value, EnvironmentPolicy):
        raise TypeError(f"{name} is an EnvironmentPolicy, not {kind_of(value)}{_called(value)}")


def _check_overrides(name: str, value: object) -> None:
    if not is_mapping(value):
        raise TypeError(f"{name} is a mapping of dotted keys to JSON data, not {kind_of(value)}")
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"{name} has dotted keys, each a str, not {kind_of(key)}")
    if value:
        _check_settings(name, value)


def _check_settings(name: str, value: Mapping[str, Any]) -> None:
    from pydantic_core import to_json

    from appserver.config.loading import check_flags
    from appserver.config.problems import ConfigError

    try:
        to_json(value, inf_nan_mode="null")
    except ValueError as error:
        raise ValueError(f"{name} holds what is no JSON data: {error}") from None
    try:
        check_flags(value)
    except ConfigError as error:
        raise ValueError(f"{name} holds what no setting of this name can be: {error.text.strip()}") from None


def _check_config(name: str, value: object) -> None:
    if value is not None:
        _check_overrides(name, value)


def _check_loader_overrides(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.config.loading import LoaderOverrides

    if isinstance(value, LoaderOverrides):
        return
    if not is_mapping(value):
        raise TypeError(f"{name} is a LoaderOverrides or a mapping with its fields, not {kind_of(value)}")
    known = [field.name for field in fields(LoaderOverrides)]
    for key in value:
        if key not in known:
            raise TypeError(f"{name} has no field {key!r}; the fields are {', '.join(known)}")


def _check_auth(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.auth.manager import AuthManager

    if not isinstance(value, AuthManager):
        raise TypeError(f"{name} is an AuthManager, not {kind_of(value)}{_called(value)}")


def _check_feedback(name: str, value: object) -> None:
    if value is None:
        return
    if isinstance(value, str | Path):
        if not str(value):
            raise ValueError(f"{name} is empty; name a folder, or give None for no feedback")
    elif isinstance(value, type) or not callable(value):
        raise TypeError(
            f"{name} is a function that takes a bundle, or the path of a folder, not {kind_of(value)}{_called(value)}"
        )


def _check_threads(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.threads.manager import ThreadManager

    if not isinstance(value, ThreadManager):
        raise TypeError(
            f"{name} is a ThreadManager, such as Server.threads, not {kind_of(value)}{_called(value)}"
        )


def _check_helpers(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.execution.helpers import Arg0Paths

    if not isinstance(value, Arg0Paths):
        raise TypeError(f"{name} is an Arg0Paths, not {kind_of(value)}{_called(value)}")


OWN_OF_A_GUEST: Final = frozenset({"thread_manager", "processor", "config_warnings", "session_source"})
"""What a server that serves the threads of another one has of its own, beside what is its clients'."""


def check_alone(arguments: Any, server_fields: Iterable[Field[Any]]) -> None:
    """Refuse options that say what threads run with which belong to another server.

    Raises:
        ValueError: one of them; the text names all.
    """
    said = [
        field.name
        for field in server_fields
        if field.name not in OWN_OF_A_GUEST and getattr(arguments, field.name) != _default(field)
    ]
    if said:
        raise ValueError(
            f"thread_manager: the server that it belongs to says what its threads run with; leave out {', '.join(said)}"
        )


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _check_processor(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.server.message_processor import MessageProcessor

    if not isinstance(value, MessageProcessor):
        raise TypeError(f"{name} is a MessageProcessor, not {kind_of(value)}{_called(value)}")


def _check_method(name: str, method: object, declared: Callable[..., object]) -> None:
    """Refuse a method of an agent that is `async` where it may not be, or not where it must be."""
    takes = ", ".join(inspect.signature(declared).parameters)
    function = inspect.unwrap(getattr(method, "__func__", method))  # type: ignore[arg-type]
    if not callable(function):
        raise TypeError(f"{name} is {kind_of(function)}, and should be a method: see `help(appserver.Agent)`")
    if not inspect.isfunction(function):
        return  # an object that can be called: what it returns is only known then
    written = declared.__name__
    if inspect.iscoroutinefunction(declared) and not inspect.iscoroutinefunction(function):
        raise TypeError(f"{name} is not a coroutine function: write `async def {written}({takes})`")
    if not inspect.iscoroutinefunction(declared) and (
        inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
    ):
        raise TypeError(
            f"{name} is a coroutine function, and nobody awaits it: write `def {written}({takes})`"
        )


def _check_agent(name: str, value: object) -> None:
    if value is None:
        return
    from appserver.agents.agent import Agent

    if not isinstance(value, Agent):
        from appserver.agents.frameworks import adapter_of

        what = f"{name} is an instance of a subclass of appserver.Agent"
        if (adapter := adapter_of(value)) is not None:
            raise TypeError(
                f"{what}, not an agent of {adapter.framework}; wrap it: {adapter.module}.{adapter.cls}(agent)"
            )
        cls = type(value)
        kind = f"{cls.__module__}.{cls.__qualname__}" if cls.__name__ == Agent.__name__ else kind_of(value)
        raise TypeError(f"{what}, not {kind}{_called(value)}")
    for method, declared in vars(Agent).items():
        if inspect.isfunction(declared) and not method.startswith("_"):
            _check_method(f"{kind_of(value)}.{method}", getattr(value, method), declared)
    check_flag(f"the {name}'s asyncio_only", value.asyncio_only)
    check_sent_text(f"the {name}'s model", value.model)
    check_sent_text(f"the {name}'s model_provider", value.model_provider)


OPTION_CHECKS: Final[dict[str, Check]] = {
    "agent": _check_agent,
    "processor": _check_processor,
    "home": _check_home,
    "cloud_requirements": _check_loader,
    "config_warnings": _check_warnings,
    "session_source": _check_session_source,
    "max_server_event_bytes": check_count,
    "unattended_timeout": check_seconds,
    "max_history_bytes": check_count,
    "thread_unload_delay": check_seconds,
    "state_db": _check_store,
    "command_environment": _check_environment,
    "cli_overrides": _check_overrides,
    "config": _check_config,
    "loader_overrides": _check_loader_overrides,
    "auth_manager": _check_auth,
    "enable_api_key_env": check_flag,
    "feedback": _check_feedback,
    "thread_manager": _check_threads,
    "arg0_paths": _check_helpers,
    "drop_policy": check_policy,
    "stall_timeout": check_seconds,
    **CLIENT_CHECKS,
}
"""The check of each option, by its name. A test has every option of the three functions in it."""
