"""Python's time by function, from pyinstrument's samples."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benches.driver.environments import ROOT
from benches.profile.paths import OURS, follow

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["samples"]

INTERVAL_SECONDS = 0.0005


def samples(path: str, times: int) -> dict[str, float]:
    """Run a path in this process; returns seconds by `file: function`, each where they were spent itself.

    Raises:
        ImportError: pyinstrument is not installed; it comes with the dependency group `bench`.
    """
    from pyinstrument import Profiler

    profiler = Profiler(interval=INTERVAL_SECONDS, async_mode="disabled")
    with profiler:
        asyncio.run(follow(path, OURS, times))
    session = profiler.last_session
    assert session is not None, "a profiler that was entered and left has a session"
    root = session.root_frame()
    costs: dict[str, float] = defaultdict(float)
    if root is not None:
        for frame in _frames(root):
            if not frame.is_synthetic:
                costs[f"{_place(frame.file_path)}: {frame.function}"] += frame.total_self_time
    return costs


def _frames(frame: Any) -> Iterator[Any]:
    yield frame
    for child in frame.children:
        yield from _frames(child)


def _place(file: str | None) -> str:
    if file is None:
        return "python"
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
