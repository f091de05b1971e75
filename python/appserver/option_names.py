"""Keyword arguments that do not exist, refused with the nearest of those that do."""

from __future__ import annotations

import inspect
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

__all__ = ["check_options", "checks_names", "checks_names_of_methods"]

P = ParamSpec("P")
R = TypeVar("R")


def checks_names(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function refuse a keyword that it does not have with the nearest of those that it has.

    The signature stays that of the function, for type checkers and for `inspect`.
    """

    @wraps(function)
    def called(*arguments: P.args, **options: P.kwargs) -> R:
        if not options.keys() <= _names_of(function):
            _refuse(function.__name__, options, _listed(function))
        return function(*arguments, **options)

    if not inspect.iscoroutinefunction(function):
        return called

    @wraps(function)
    async def awaited(*arguments: P.args, **options: P.kwargs) -> Any:
        return await cast("Awaitable[Any]", called(*arguments, **options))

    return cast("Callable[P, R]", awaited)


def checks_names_of_methods(cls: type[R]) -> type[R]:
    """As `checks_names`, for each public method of a class that takes keywords only."""
    for name, method in list(vars(cls).items()):
        if inspect.isfunction(method) and not name.startswith("_"):
            kinds = {parameter.kind for parameter in inspect.signature(method).parameters.values()}
            if inspect.Parameter.KEYWORD_ONLY in kinds:
                setattr(cls, name, checks_names(method))
    return cls


@cache
def _names_of(function: Callable[..., Any]) -> frozenset[str]:
    return frozenset(_listed(function))


def _listed(function: Callable[..., Any]) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def check_options(function: str, options: Mapping[str, Any], known: type[Any]) -> None:
    """Raise `TypeError` for the first option that the typed dict `known` does not have, with the nearest name.

    Args:
        function: what errors call the function.
        options: what it was given.
        known: the options that it takes.
    """
    names: list[str] = list(known.__annotations__)
    if not options.keys() <= set(names):
        _refuse(function, options, names)


def _refuse(function: str, options: Mapping[str, Any], names: Sequence[str]) -> None:
    from difflib import get_close_matches

    name = min(options.keys() - set(names))
    close = get_close_matches(name, names, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"the options are {', '.join(names)}"
    raise TypeError(f"{function}() has no option {name!r}; {hint}")
