"""Keyword arguments that do not exist, refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["check_options"]


def check_options(
    function: str, options: Mapping[str, Any], known: type[Any], named: Sequence[str] = ()
) -> None:
    """Raise `TypeError` for the first option that the typed dict `known` does not have, with the nearest name.

    Args:
        function: what errors call the function.
        options: what it was given.
        known: the options that it takes.
        named: arguments of its own, which may have been meant.
    """
    names: list[str] = [*named, *known.__annotations__]
    unknown = options.keys() - set(names)
    if not unknown:
        return
    from difflib import get_close_matches

    name = min(unknown)
    close = get_close_matches(name, names, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"the options are {', '.join(names)}"
    raise TypeError(f"{function}() has no option {name!r}; {hint}")
