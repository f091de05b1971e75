"""Names and places of the files of a home."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ARCHIVED", "SESSIONS", "RolloutName", "day_folder", "new_name", "read_name"]

SESSIONS: Final = "sessions"
ARCHIVED: Final = "archived_sessions"

_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAME: Final = re.compile(
    rf"rollout-(\d{{4}})-(\d\d)-(\d\d)T(\d\d-\d\d-\d\d)-({_UUID})(?:_({_UUID}))?\.jsonl"
)


class RolloutName(NamedTuple):
    """What the name of a rollout file says.

    Attributes:
        thread_id: whose it is.
        rollout_id: the file's own id: that of the thread, until the thread is reverted.
        day: the year, the month and the day of its folder.
    """

    thread_id: str
    rollout_id: str
    day: tuple[str, str, str]


def read_name(name: str) -> RolloutName | None:
    """What a file name says; None: it is not the name of a rollout."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    year, month, day, _, thread_id, rollout_id = found.groups()
    return RolloutName(thread_id, rollout_id or thread_id, (year, month, day))


def new_name(thread_id: str, rollout_id: str, microseconds: int) -> str:
    """The name of a file that begins at this time."""
    moment = datetime.fromtimestamp(microseconds / 1_000_000).astimezone()
    own = "" if rollout_id == thread_id else f"_{rollout_id}"
    return f"rollout-{moment:%Y-%m-%dT%H-%M-%S}-{thread_id}{own}.jsonl"


def day_folder(home: Path, name: RolloutName) -> Path:
    """The folder that a file of this name stands in, as long as it is not archived."""
    return home.joinpath(SESSIONS, *name.day)
