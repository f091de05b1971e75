"""Objects that stand for something that runs: a connection, a turn, a queue of events."""

from __future__ import annotations

from typing import NoReturn

__all__ = ["Live"]


class Live:
    """Something that is not copied: what a copy held would end with whichever of the two goes first."""

    __slots__ = ()

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        """Refuse to be copied or pickled.

        Raises:
            TypeError: always.
        """
        raise TypeError(
            f"a {type(self).__name__} is live, and can be neither copied nor pickled; share the object itself, or make "
            "another one"
        )
