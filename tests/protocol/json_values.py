"""JSON values side by side, told apart as their texts are: 1 from 1.0 and from true, null from nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["differences", "losses"]

MISSING = "nothing"


def differences(ours: Any, theirs: Any, path: str = "$") -> Iterator[str]:
    """Say where two values differ, one line a place; the order of keys does not count."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in {**theirs, **ours}:
            inner = f"{path}.{key}"
            if key not in ours:
                yield _line(inner, MISSING, repr(theirs[key]))
            elif key not in theirs:
                yield _line(inner, repr(ours[key]), MISSING)
            else:
                yield from differences(ours[key], theirs[key], inner)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(mine, other, f"{path}[{index}]")
    elif type(ours) is not type(theirs) or ours != theirs:
        yield _line(path, repr(ours), repr(theirs))


def losses(written: Any, read: Any) -> list[str]:
    """Say what of a value was not written as it was read; what was added to it does not count."""
    return [line for line in differences(written, read) if not line.endswith(f"theirs is {MISSING}")]


def _line(path: str, ours: str, theirs: str) -> str:
    return f"{path}: ours is {ours}, theirs is {theirs}"
