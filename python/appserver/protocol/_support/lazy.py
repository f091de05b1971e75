"""Names of a module that are made when they are first used.

The protocol has more than a thousand classes, of which a program needs a few dozen; pydantic takes a third of a
millisecond for each.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from threading import RLock
from typing import Any

from pydantic import BaseModel

from appserver.protocol._exports import MODULES

__all__ = ["LazyClassRef", "class_named", "lazy_names", "validator_of"]

# One lock for all modules: a class takes others from their modules while it is made, and two threads that did so
# in opposite directions would wait for each other.
_creation_lock = RLock()


def lazy_names(namespace: dict[str, Any]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` for a module that has a function `_X` for each name `X` of its `__all__`.

    The function is called once, whatever the number of threads; the name stands for what it returned from then on.

    Args:
        namespace: The `globals()` of the module, with `__all__`.
    """
    module = namespace["__name__"]
    names = frozenset(namespace["__all__"])

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        with _creation_lock:
            if name not in namespace:
                namespace[name] = _as_of_module(namespace[f"_{name}"]())
                del namespace[f"_{name}"]
            return namespace[name]

    def list_names() -> list[str]:
        return sorted(names)

    return find, list_names


def _as_of_module(value: object) -> object:
    """Let a class look as if its statement stood at the top of its module."""
    made = value
    if isinstance(value, type) and issubclass(value, BaseModel):
        value.__qualname__ = value.__name__
        value.__pydantic_parent_namespace__ = None
    return made


class LazyClassRef:
    """Stands in a class for another class, which is found, and made, when it is asked for."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, _instance: object, _owner: type | None = None) -> Any:
        return class_named(self._name)


def class_named(name: str) -> Any:
    """Return the class of that public name."""
    return getattr(import_module(f"appserver.protocol.{MODULES[name]}"), name)


@cache
def validator_of(cls: type[BaseModel]) -> Callable[..., Any]:
    """Return what `cls.model_validate` calls in the end; calling it at once saves a quarter of the time."""
    if not cls.__pydantic_complete__:
        cls.model_rebuild()
    return cls.__pydantic_validator__.validate_python
