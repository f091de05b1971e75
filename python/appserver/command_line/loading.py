"""`--agent module:name` and `--processor module:name`: the user's own, imported by name."""

from __future__ import annotations

import importlib
import inspect
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from appserver.command_line.failures import StartError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.agents.agent import Agent
    from appserver.server.message_processor import MessageProcessor

__all__ = ["load_agent", "load_processor"]

T = TypeVar("T")


def load_agent(text: str) -> Agent:
    """The agent that `module:name` names: an `Agent`, or a class or function that returns one without arguments.

    An agent of pydantic-ai or openai-agents is taken as well, and answers through its adapter.

    Raises:
        UsageError: the text names nothing.
        StartError: what it names is not there, is something else, or fails.
    """
    from appserver.agents.agent import Agent

    return _load("--agent", text, Agent, _adapted)  # type: ignore[type-abstract]  # asked with `isinstance` only


def load_processor(text: str) -> MessageProcessor:
    """The processor that `module:name` names: a `MessageProcessor`, or a function that returns one.

    Raises:
        UsageError, StartError: as `load_agent`.
    """
    from appserver.server.message_processor import MessageProcessor

    return _load("--processor", text, MessageProcessor)


def _adapted(found: object) -> object:
    """An agent of another framework in its adapter; everything else as it is."""
    from appserver.agents.frameworks import adapter_of

    adapter = adapter_of(found)
    return found if adapter is None else getattr(importlib.import_module(adapter.module), adapter.cls)(found)


def _load(
    option: str, text: str, wanted: type[T], adapt: Callable[[object], object] = lambda found: found
) -> T:
    module_name, colon, path = text.partition(":")
    if not colon or not all(part.isidentifier() for part in (*module_name.split("."), *path.split("."))):
        raise UsageError(f"{option} takes module:name, such as my_agents:reviewer, not {text!r}")
    found = _find(option, module_name, path)
    if inspect.isclass(found) and not issubclass(found, wanted):
        raise StartError(f"{option} {text}: {path} is a class, but not of appserver.{wanted.__name__}")
    made = adapt(found)
    if not isinstance(made, wanted) and callable(found):
        try:
            made = adapt(found())
        except (Exception, SystemExit) as error:
            raise StartError(f"{option} {text}: {path}() failed: {_name(error)}") from error
    if inspect.iscoroutine(made):
        made.close()
        raise StartError(f"{option} {text}: {path} is a coroutine function; name a plain one")
    if not isinstance(made, wanted):
        kind = type(made).__name__
        article = "an" if kind[0] in "AEIOUaeiou" else "a"
        raise StartError(
            f"{option} {text}: that is {article} {kind}; name an appserver.{wanted.__name__}, "
            "or what returns one without arguments"
        )
    return made


def _find(option: str, module_name: str, path: str) -> object:
    if not sys.flags.safe_path and "" not in sys.path:
        # As `python -m` does: modules beside the user are found without an installation.
        with suppress(FileNotFoundError):  # the directory is gone, and no module is there
            if (here := os.getcwd()) not in sys.path:  # noqa: PTH109 - text, as the others are
                sys.path.insert(0, here)
    try:
        found: object = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{module_name}.".startswith(f"{error.name}."):
            raise StartError(
                f"{option}: there is no module {error.name!r}, here or among those that are installed"
            ) from None
        raise StartError(f"{option}: {module_name} could not be imported: {_name(error)}") from error
    except (Exception, SystemExit) as error:
        raise StartError(f"{option}: {module_name} could not be imported: {_name(error)}") from error
    for name in path.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise StartError(f"{option}: {module_name} has no {path!r}") from None
    return found


def _name(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
