"""The handlers of the built-in methods, one file a family of methods; a class is imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appserver.handlers.config import ConfigHandlers
    from appserver.handlers.initialize import InitializeHandlers
    from appserver.handlers.threads import ThreadHandlers
    from appserver.handlers.turns import TurnHandlers

__all__ = ["ConfigHandlers", "InitializeHandlers", "ThreadHandlers", "TurnHandlers"]

_MODULES = {
    "ConfigHandlers": "config",
    "InitializeHandlers": "initialize",
    "ThreadHandlers": "threads",
    "TurnHandlers": "turns",
}


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module 'appserver.handlers' has no attribute {name!r}")
    value = getattr(import_module(f"appserver.handlers.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
