"""Keyword arguments that do not exist, refused by name."""

from __future__ import annotations

import inspect
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["check_options", "checks_names", "takes_arguments_of", "takes_arguments_of_method"]

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

    return called


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


def takes_arguments_of(model: Callable[P, Any]) -> Callable[[Callable[..., R]], Callable[P, R]]:
    """Give a function that hands its arguments on the signature of that which takes them, and what it says of each."""

    def decorate(function: Callable[..., R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        parameters = list(inspect.signature(model).parameters.values())
        given = inspect.getdoc(model)
        section = (given or "").partition("\nArgs:\n")[2].partition("\n\n")[0]
        summary, raises, errors = inspect.cleandoc(function.__doc__ or "").partition("\n\nRaises:\n")
        function.__doc__ = f"{summary}\n\nArgs:\n{section}{raises}{errors}"
        setattr(function, "__signature__", signature.replace(parameters=parameters))  # noqa: B010 - of any function
        return function

    return decorate


def takes_arguments_of_method(
    model: Callable[Concatenate[Any, P], Any],
) -> Callable[[Callable[..., R]], Callable[Concatenate[Any, P], R]]:
    """As `takes_arguments_of`, for a method of another class."""
    return takes_arguments_of(model)
