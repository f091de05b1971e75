"""What a caller is told whose connection did not come about: what happened, and what to look at."""

from __future__ import annotations

from typing import Final

__all__ = ["not_connected"]

_HINTS: Final = (
    ("401 Unauthorized", "give token=, with the token that the server asks for"),
    (
        "403 Forbidden",
        "is that the path of the server, with the slash at its end, and may this client connect?",
    ),
    ("404 Not Found", "is that the path of the server, with the slash at its end?"),
    (
        "cannot start the command",
        "name a program that is installed, by its path or on PATH, and a cwd that exists",
    ),
    (
        "the command ended",
        'its standard error may say why; is it an app server, as in command=["appserver", "app-server"]?',
    ),
    ("Connection refused", "does a server listen there?"),
    ("No such file or directory", "does a server listen there?"),
    ("failed to lookup", "is the name of the host right?"),
)
"""What to look at, by a piece of the reason; the first one that is in it."""


def not_connected(peer_name: str, reason: str) -> str:
    """The text of the error.

    Args:
        peer_name: what was dialled.
        reason: why it is not there; most reasons begin with it.
    """
    where = "" if reason.startswith("cannot connect to") else f"{peer_name} did not answer: "
    hint = next((f"; {hint}" for part, hint in _HINTS if part in reason), "")
    return f"initialize: {where}{reason}{hint}"
