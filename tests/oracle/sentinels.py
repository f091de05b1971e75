"""The values that both cores return: the native core's own, where it has them."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

import appserver._core as native

__all__ = ["EMPTY", "YIELD_FIRST", "Empty", "Outcome", "YieldFirst"]


class _Empty:
    """The type of `EMPTY`, which is false."""

    def __repr__(self) -> str:
        return "EMPTY"

    def __bool__(self) -> bool:
        return False


class _YieldFirst:
    """The type of `YIELD_FIRST`."""

    def __repr__(self) -> str:
        return "YIELD_FIRST"


class _Outcome(Enum):
    """What became of a notification that had to wait for room."""

    DELIVERED = "DELIVERED"
    DELIVERED_TO_SOME = "DELIVERED_TO_SOME"
    NOT_DELIVERED = "NOT_DELIVERED"


Empty: Final[Any] = getattr(native, "Empty", _Empty)
EMPTY: Final[Any] = getattr(native, "EMPTY", _Empty())
YieldFirst: Final[Any] = getattr(native, "YieldFirst", _YieldFirst)
YIELD_FIRST: Final[Any] = getattr(native, "YIELD_FIRST", _YieldFirst())
Outcome: Final[Any] = getattr(native, "Outcome", _Outcome)
