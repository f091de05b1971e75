"""The models of the Codex app-server protocol.

A module beside this one holds a family of methods. It is imported, and a class of it made, when the name is
first used: most programs need few of them. `__init__.pyi` shows all names to type checkers and editors.
"""

from importlib import import_module
from typing import Any

from appserver.protocol._exports import MODULES

__all__ = list(MODULES)


def __getattr__(name: str) -> Any:
    module = MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
