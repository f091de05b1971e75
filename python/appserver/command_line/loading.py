"""`--agent module:name` and `--processor module:name`: the user's own, imported by name."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TypeVar

from appserver.agents.agent import Agent
from appserver.server.message_processor import MessageProcessor

__all__ = ["LoadError", "load_agent", "load_processor"]

T = TypeVar("T")


class LoadError(ValueError):
    """What was named cannot be used; the message says what to write instead."""


def load_agent(text: str) -> Agent:
    """The agent that `module:name` names: an `Agent`, or a class or function that returns one without arguments.

    Raises:
        LoadError: there is none.
    """
    return _load("--agent", text, Agent)  # type: ignore[type-abstract]  # compared with, never made


def load_processor(text: str) -> MessageProcessor:
    """The processor that `module:name` names: a `MessageProcessor`, or a function that returns one.

    Raises:
        LoadError: there is none.
    """
    return _load("--processor", text, MessageProcessor)


def _load(option: str, text: str, wanted: type[T]) -> T:
    module_name, colon, path = text.partition(":")
    if not colon or not module_name or not path:
        raise LoadError(f"{option} takes module:name, such as my_agents:reviewer, not {text!r}")
    found = _find(option, module_name, path)
    made = found
    if not isinstance(found, wanted) and callable(found):
        try:
            made = found()
        except Exception as error:
            raise LoadError(f"{option} {text}: {path}() failed: {_name(error)}") from error
    if not isinstance(made, wanted):
        raise LoadError(
            f"{option} {text}: that is a {type(made).__name__}; name an appserver.{wanted.__name__}, "
            "or what returns one without arguments"
        )
    return made


def _find(option: str, module_name: str, path: str) -> object:
    # As `python -m` does: modules beside the user are found without an installation.
    if "" not in sys.path and (here := os.getcwd()) not in sys.path:  # noqa: PTH109 - as text
        sys.path.insert(0, here)
    try:
        found: object = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is not None and (module_name + ".").startswith(error.name + "."):
            raise LoadError(
                f"{option}: there is no module {module_name!r} here or among the installed ones"
            ) from None
        raise LoadError(f"{option}: {module_name} could not be imported: {_name(error)}") from error
    except Exception as error:
        raise LoadError(f"{option}: {module_name} could not be imported: {_name(error)}") from error
    for name in path.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise LoadError(f"{option}: {module_name} has no {path!r}") from None
    return found


def _name(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
