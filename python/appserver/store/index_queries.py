"""What is asked of the index, and what is put into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from appserver.store.rollout_state import Base, RolloutState
from appserver.store.selection import sort_time, source_kind
from appserver.store.thread_data import thread_from_text, thread_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from appserver.store.index import Index
    from appserver.store.records import ListQuery

__all__ = ["IndexQueries", "RolloutRow", "TurnRow"]

_COLUMNS: Final = (
    "rollout_id, thread_id, path, is_archived, seen_size, seen_time, indexed, known_from, next_ordinal, is_legacy, "
    "base_id, base_ordinal, base_offset, data"
)

_INSERT: Final = (
    "INSERT OR REPLACE INTO rollouts VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
    "min(?, ifnull((SELECT known_from FROM rollouts WHERE rollout_id = ?), ?))" + ", ?" * 16 + ")"
)

_PUT_TURNS: Final = (
    "WITH found (position, turn_id, begins, ends) AS (VALUES {}), file (id) AS (VALUES (?)) "
    "INSERT OR REPLACE INTO turns SELECT file.id, position, found.turn_id, begins, max(found.ends, ifnull("
    "(SELECT ends.ends FROM ends WHERE rollout_id = file.id AND ends.turn_id = found.turn_id), 0)) FROM found, file"
)
"""Many turns by one statement: each lets another thread have the interpreter, and has to wait to get it back."""

_AT_ONCE: Final = 128
"""Turns by one statement; SQLite has taken 999 values since its beginnings."""

_NOWHERE: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class RolloutRow:
    """A file as the index knows it. `seen_size`, `seen_time`: how it was when it was looked at last."""

    path: str
    is_archived: bool
    seen_size: int
    seen_time: int
    state: RolloutState


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Where a turn stands in a file: its lines are among those between two places."""

    position: int
    turn_id: str
    begins: int
    ends: int


class IndexQueries:
    """The questions to an index."""

    def __init__(self, index: Index) -> None:
        self.index = index

    # -- files

    def put(self, row: RolloutRow) -> bool:
        """Put in what is known of a file, its new turns included. Whether the thread has other files."""
        state, thread = row.state, row.state.thread
        base = state.base
        (others,) = self.index.execute(
            "SELECT count(*) FROM rollouts WHERE thread_id = ? AND rollout_id != ?",
            (thread.id, state.rollout_id),
        ).fetchone()
        self.index.execute(
            _INSERT,
            (
                state.rollout_id,
                thread.id,
                row.path,
                not others,
                row.is_archived,
                row.seen_size,
                row.seen_time,
                state.size,
                state.known_from,
                state.rollout_id,
                state.known_from,
                state.next_ordinal,
                state.is_legacy,
                base and base.rollout_id,
                base and base.end_ordinal,
                base and base.end_offset,
                thread.created,
                thread.updated,
                thread.recency,
                thread.has_user_message,
                thread.cwd,
                thread.model_provider,
                source_kind(thread.source),
                thread.originator,
                thread.parent_thread_id,
                thread.preview,
                thread_text(thread),
            ),
        )
        if others:
            self.choose_current(thread.id)
        self.put_turns(state.rollout_id, state.new_turns, state.turn_ends)
        return bool(others)

    def put_turns(
        self, rollout_id: str, turns: Sequence[tuple[int, str, int]], ends: Mapping[str, int]
    ) -> None:
        """Put in turns, and up to where they go: also those whose beginnings are not known yet."""
        for first in range(0, len(turns), _AT_ONCE):
            block = turns[first : first + _AT_ONCE]
            values = [
                value
                for position, turn_id, begins in block
                for value in (position, turn_id, begins, ends.get(turn_id, begins))
            ]
            self.index.execute(
                _PUT_TURNS.format(", ".join(["(?, ?, ?, ?)"] * len(block))), (*values, rollout_id)
            )
        begun = {turn_id for _, turn_id, _ in turns}
        for turn_id in ends.keys() - begun:
            end = ends[turn_id]
            changed = self.index.execute(
                "UPDATE turns SET ends = max(ends, ?) WHERE rollout_id = ? AND turn_id = ?",
                (end, rollout_id, turn_id),
            )
            if not changed.rowcount:
                self.index.execute(
                    "INSERT INTO ends VALUES (?, ?, ?) ON CONFLICT (rollout_id, turn_id) "
                    "DO UPDATE SET ends = max(ends, excluded.ends)",
                    (rollout_id, turn_id, end),
                )

    def put_known_from(self, rollout_id: str, place: int) -> None:
        """The turns of a file are known from this place on."""
        self.index.execute("UPDATE rollouts SET known_from = ? WHERE rollout_id = ?", (place, rollout_id))

    def choose_current(self, thread_id: str) -> None:
        """The newest file of a thread is the one that counts."""
        self.index.execute(
            "UPDATE rollouts SET is_current = rollout_id = "
            "(SELECT max(rollout_id) FROM rollouts WHERE thread_id = ?) WHERE thread_id = ?",
            (thread_id, thread_id),
        )

    def forget_turns(self, rollout_id: str) -> None:
        """A file is read anew."""
        self.index.execute("DELETE FROM turns WHERE rollout_id = ?", (rollout_id,))
        self.index.execute("DELETE FROM ends WHERE rollout_id = ?", (rollout_id,))
        self.put_known_from(rollout_id, _NOWHERE)

    def drop(self, rollout_id: str, thread_id: str) -> None:
        """A file is gone."""
        self.forget_turns(rollout_id)
        self.index.execute("DELETE FROM rollouts WHERE rollout_id = ?", (rollout_id,))
        self.choose_current(thread_id)

    def rollout(self, rollout_id: str) -> RolloutRow | None:
        """The file of this id."""
        return self._one("rollout_id = ?", rollout_id)

    def current(self, thread_id: str) -> RolloutRow | None:
        """The file that counts of a thread."""
        return self._one("thread_id = ? AND is_current", thread_id)

    def at_path(self, path: str) -> RolloutRow | None:
        """The file at a place below the home."""
        return self._one("path = ?", path)

    def of_thread(self, thread_id: str) -> list[RolloutRow]:
        """All files of a thread, oldest first."""
        return self._all("thread_id = ? ORDER BY rollout_id", thread_id)

    def reverted(self, thread_id: str) -> list[RolloutRow]:
        """Files of a thread that go on from another file and have no message of the user yet."""
        return self._all(
            "thread_id = ? AND base_id IS NOT NULL AND NOT has_preview ORDER BY rollout_id", thread_id
        )

    def seen(self, folder: str) -> dict[str, tuple[str, int, int]]:
        """The files in a folder, not in those below it: path to id, size and time as they were seen."""
        rows = self.index.execute(
            "SELECT path, rollout_id, seen_size, seen_time FROM rollouts WHERE path >= ? AND path < ?",
            (f"{folder}/rollout-", f"{folder}/rollout."),
        )
        return {path: (rollout_id, size, time) for path, rollout_id, size, time in rows}

    def is_referenced(self, thread_id: str) -> bool:
        """Whether a file of another thread goes on from one of this thread."""
        found = self.index.execute(
            "SELECT 1 FROM rollouts WHERE thread_id != ? AND base_id IN "
            "(SELECT rollout_id FROM rollouts WHERE thread_id = ?) LIMIT 1",
            (thread_id, thread_id),
        ).fetchone()
        return found is not None

    def _one(self, condition: str, value: str) -> RolloutRow | None:
        rows = self._all(condition + " LIMIT 1", value)
        return rows[0] if rows else None

    def _all(self, condition: str, *values: Any) -> list[RolloutRow]:
        statement = f"SELECT {_COLUMNS} FROM rollouts WHERE {condition}"  # noqa: S608 - the conditions are above
        return [_row(found) for found in self.index.execute(statement, values).fetchall()]

    # -- turns

    def turns(
        self, rollout_id: str, below: int | None, start: int | None, *, is_ascending: bool, limit: int
    ) -> list[TurnRow]:
        """Turns of one file from a position on, which is one of them, those before `below` only."""
        conditions: list[str] = ["rollout_id = ?"]
        values: list[Any] = [rollout_id]
        bounds = (("position < ?", below), ("position >= ?" if is_ascending else "position <= ?", start))
        for condition, bound in bounds:
            if bound is not None:
                conditions.append(condition)
                values.append(bound)
        statement = (
            f"SELECT position, turn_id, begins, ends FROM turns WHERE {' AND '.join(conditions)} "  # noqa: S608 - as above
            f"ORDER BY position {'ASC' if is_ascending else 'DESC'} LIMIT ?"
        )
        found = self.index.execute(statement, [*values, limit]).fetchall()
        return [TurnRow(*row) for row in found]

    def position(self, rollout_id: str, turn_id: str) -> int | None:
        """The position of a turn in a file; None: it is not known to begin there."""
        found = self.index.execute(
            "SELECT min(position) FROM turns WHERE rollout_id = ? AND turn_id = ?", (rollout_id, turn_id)
        ).fetchone()
        return None if found[0] is None else int(found[0])

    # -- lists

    def _half(self, query: ListQuery, limit: int, *, has_preview: bool) -> list[RolloutRow]:
        conditions = ["is_current = 1", "is_archived = ?", "has_preview = ?"]
        values: list[Any] = [query.is_archived, has_preview]
        column = query.sort_key
        if query.after is not None:
            order = ">" if query.is_ascending else "<"
            conditions.append(f"({column}, thread_id) {order} (?, ?)")
            values += query.after
        for name, wanted in (
            ("cwd", query.cwds),
            ("provider", query.model_providers),
            ("source", query.sources),
            ("originator", query.originators),
        ):
            if wanted:
                conditions.append(f"{name} IN ({', '.join('?' * len(wanted))})")
                values += wanted
        if query.excluded_ids:
            conditions.append(f"thread_id NOT IN ({', '.join('?' * len(query.excluded_ids))})")
            values += query.excluded_ids
        if query.parent_thread_id is not None:
            conditions.append("parent_id = ?")
            values.append(query.parent_thread_id)
        if query.text:
            conditions.append(
                "(instr(fold(preview), ?) OR EXISTS (SELECT 1 FROM notes WHERE notes.thread_id = rollouts.thread_id "
                "AND kind = 'name' AND instr(fold(value), ?)))"
            )
            values += [query.text.casefold()] * 2
        direction = "ASC" if query.is_ascending else "DESC"
        return self._all(
            f"{' AND '.join(conditions)} ORDER BY {column} {direction}, thread_id {direction} LIMIT ?",
            *values,
            limit,
        )

    def list(self, query: ListQuery, limit: int) -> list[RolloutRow]:
        """Threads of a query."""
        rows = self._half(query, limit, has_preview=True)
        if not query.with_previews_only:
            # Each half comes out of the index in the order that is wanted; both together would have to be sorted.
            rows += self._half(query, limit, has_preview=False)
            rows.sort(
                key=lambda row: (sort_time(row.state.thread, query), row.state.thread.id),
                reverse=not query.is_ascending,
            )
        return rows[:limit]

    # -- what is said of threads beside their files

    def note(self, thread_id: str, kind: str, value: str | None, time: int) -> None:
        """Something is said of a thread: what is said last holds, whatever a clock says that was set back."""
        self.index.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?) ON CONFLICT (thread_id, kind) DO UPDATE "
            "SET value = excluded.value, time = max(excluded.time, notes.time)",
            (thread_id, kind, value, time),
        )

    def note_of_others(self, thread_id: str, kind: str, value: str, time: int) -> None:
        """Another program says something of a thread, in a place of its own: the younger of the two holds."""
        self.index.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?) ON CONFLICT (thread_id, kind) DO UPDATE "
            "SET value = excluded.value, time = excluded.time WHERE excluded.time >= notes.time",
            (thread_id, kind, value, time),
        )

    def notes(self, thread_ids: Sequence[str]) -> dict[str, dict[str, tuple[str | None, int]]]:
        """What is said of threads, by thread and kind."""
        found: dict[str, dict[str, tuple[str | None, int]]] = {}
        statement = f"SELECT * FROM notes WHERE thread_id IN ({', '.join('?' * len(thread_ids))})"  # noqa: S608 - as above
        for thread_id, kind, value, time in self.index.execute(statement, thread_ids):
            found.setdefault(thread_id, {})[kind] = (value, time)
        return found

    def forget_notes(self, thread_id: str) -> None:
        """A thread is deleted."""
        self.index.execute("DELETE FROM notes WHERE thread_id = ?", (thread_id,))

    def sidecar_size(self, path: str) -> int:
        """Up to where a sidecar was read."""
        found = self.index.execute("SELECT size FROM sidecars WHERE path = ?", (path,)).fetchone()
        return 0 if found is None else int(found[0])

    def put_sidecar_size(self, path: str, size: int) -> None:
        """A sidecar was read up to here."""
        self.index.execute("INSERT OR REPLACE INTO sidecars VALUES (?, ?)", (path, size))


def _row(found: Iterable[Any]) -> RolloutRow:
    (
        rollout_id,
        _,
        path,
        is_archived,
        size,
        time,
        indexed,
        known_from,
        ordinal,
        is_legacy,
        base_id,
        base_ordinal,
        base_offset,
        data,
    ) = found
    state = RolloutState(
        rollout_id,
        thread_from_text(data),
        base=None if base_id is None else Base(base_id, base_ordinal, base_offset),
        is_legacy=bool(is_legacy),
        size=indexed,
        known_from=known_from,
        next_ordinal=ordinal,
    )
    return RolloutRow(path, bool(is_archived), size, time, state)
