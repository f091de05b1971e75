"""Functions that hand their arguments on, with the signature of what takes them."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["takes_arguments_of", "takes_arguments_of_method"]

P = ParamSpec("P")
R = TypeVar("R")


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
