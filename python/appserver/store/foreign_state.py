"""Names and goals that Codex keeps in databases of its own. They are read, and never written, made or altered.

What cannot be read is left out: another version of Codex may keep it elsewhere.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.index_queries import IndexQueries

__all__ = ["ForeignState"]

_NAMES: Final = "SELECT id, name FROM threads WHERE name IS NOT NULL AND name != ''"
_GOALS: Final = (
    "SELECT thread_id, objective, status, token_budget, tokens_used, time_used_seconds, created_at_ms, updated_at_ms "
    "FROM thread_goals"
)
_STATUS: Final = {"usage_limited": "usageLimited", "budget_limited": "budgetLimited"}


class ForeignState:
    """The databases of Codex in a home. Use it on the store's worker."""

    def __init__(self, files: Files, home: Path) -> None:
        self._files = files
        self._home = home
        self._seen: dict[str, tuple[int, int] | None] = {}

    def read_news(self, queries: IndexQueries) -> None:
        """Take into the index what has changed in the databases."""
        for name, statement, take in (
            ("state_5.sqlite", _NAMES, _take_name),
            ("goals_1.sqlite", _GOALS, _take_goal),
        ):
            stamp = self._stamp(name)
            if stamp is None or stamp == self._seen.get(name):
                continue
            try:
                rows = self._rows(name, statement)
            except sqlite3.OperationalError:  # somebody writes it just now: it is read the next time
                continue
            except (sqlite3.Error, OSError):
                rows = []
            with suppress(sqlite3.Error):
                for row in rows:
                    # What is of a kind that is no name, or no goal, is passed over.
                    with suppress(TypeError, ValueError, OverflowError):
                        take(row, queries)
            self._seen[name] = stamp

    def _stamp(self, name: str) -> tuple[int, int] | None:
        """What changes when a database does; None: it is not there, or no file."""
        times = [0, 0]
        for place, suffix in enumerate(("", "-wal")):
            try:
                found = self._files.stat(self._home / (name + suffix))
                if not suffix and not S_ISREG(found.st_mode):
                    return None
                times[place] = found.st_mtime_ns
            except OSError:
                if not suffix:
                    return None
        return times[0], times[1]

    def _rows(self, name: str, statement: str) -> list[Any]:
        path = self._home / name
        has_log = (self._home / (name + "-wal")).is_file() and (self._home / (name + "-shm")).is_file()
        # Without a log of changes nobody has it open; opened as one that never changes, no file is made beside it.
        mode = "mode=ro" if has_log else "mode=ro&immutable=1"
        with closing(sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True, timeout=0.2)) as connection:
            return connection.execute(statement).fetchall()


def _take_name(row: Sequence[Any], queries: IndexQueries) -> None:
    thread_id, name = row
    queries.note_of_others(str(thread_id), "foreign_name", str(name), 0)


def _take_goal(row: Sequence[Any], queries: IndexQueries) -> None:
    thread_id, objective, status, budget, tokens, seconds, created, updated = row
    goal = {
        "threadId": thread_id,
        "objective": objective,
        "status": _STATUS.get(status, status),
        "tokenBudget": budget,
        "tokensUsed": tokens,
        "timeUsedSeconds": seconds,
        "createdAt": created // 1000,
        "updatedAt": updated // 1000,
    }
    p.ThreadGoal.from_wire(goal)
    queries.note_of_others(str(thread_id), "goal", json.dumps(goal, separators=(",", ":")), updated * 1000)
