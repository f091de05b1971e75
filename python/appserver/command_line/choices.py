"""Options that take one of several words. Needs cyclopts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from cyclopts import CoercionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclopts import Token

__all__ = ["one_of"]


def one_of(choices: Any, tokens: Sequence[Token]) -> str:
    """The word that was given, if it is one of those.

    To the library, `none` and `null` stand for an option that was not given, wherever that is possible. Nobody who
    writes `--sandbox none` means the default.

    Args:
        choices: the `Literal` with the words.
        tokens: what was given.

    Raises:
        cyclopts.CoercionError: it is another word.
    """
    token = tokens[0]
    if token.value not in get_args(choices):
        raise CoercionError(token=token, target_type=choices)
    return token.value
