"""The index of a home, `appserver.sqlite`: what files say, so that they need not be read for a list or a page.

It is never the truth. Where it is missing, older, broken or cannot be used, another one takes its place, in memory if
need be, and is filled from the files.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from appserver.store.files import Files

__all__ = ["INDEX", "Index"]

INDEX: Final = "appserver.sqlite"

_VERSION: Final = 4

_OURS: Final = 0x61707372
"""The `application_id` of the database: what bears another one, or has tables without it, is somebody else's."""

_SCHEMA: Final = """
CREATE TABLE rollouts (
    rollout_id TEXT PRIMARY KEY, thread_id TEXT NOT NULL, path TEXT NOT NULL,
    is_current INTEGER NOT NULL, is_archived INTEGER NOT NULL,
    seen_size INTEGER NOT NULL, seen_time INTEGER NOT NULL,
    indexed INTEGER NOT NULL, known_from INTEGER NOT NULL, next_ordinal INTEGER NOT NULL,
    is_legacy INTEGER NOT NULL, base_id TEXT, base_ordinal INTEGER, base_offset INTEGER,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, recency INTEGER NOT NULL, has_preview INTEGER NOT NULL,
    cwd TEXT NOT NULL, provider TEXT NOT NULL, source TEXT NOT NULL, originator TEXT NOT NULL, parent_id TEXT,
    preview TEXT NOT NULL, data TEXT NOT NULL
);
CREATE INDEX by_created ON rollouts (is_current, is_archived, has_preview, created, thread_id, provider, source);
CREATE INDEX by_updated ON rollouts (is_current, is_archived, has_preview, updated, thread_id, provider, source);
CREATE INDEX by_recency ON rollouts (is_current, is_archived, has_preview, recency, thread_id, provider, source);
CREATE INDEX by_cwd ON rollouts (cwd, is_current, is_archived, has_preview, created, thread_id);
CREATE INDEX by_thread ON rollouts (thread_id);
CREATE INDEX by_path ON rollouts (path);
CREATE INDEX by_base ON rollouts (base_id) WHERE base_id IS NOT NULL;
CREATE TABLE turns (
    rollout_id TEXT NOT NULL, position INTEGER NOT NULL, turn_id TEXT NOT NULL,
    begins INTEGER NOT NULL, ends INTEGER NOT NULL, PRIMARY KEY (rollout_id, position)
) WITHOUT ROWID;
CREATE INDEX by_turn ON turns (rollout_id, turn_id);
CREATE TABLE ends (
    rollout_id TEXT NOT NULL, turn_id TEXT NOT NULL, ends INTEGER NOT NULL, PRIMARY KEY (rollout_id, turn_id)
) WITHOUT ROWID;
CREATE TABLE notes (
    thread_id TEXT NOT NULL, kind TEXT NOT NULL, value TEXT, time INTEGER NOT NULL, PRIMARY KEY (thread_id, kind)
) WITHOUT ROWID;
CREATE TABLE sidecars (path TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
"""


_TABLES: Final = frozenset({"rollouts", "turns", "ends", "notes", "sidecars"})


class _ForeignDatabaseError(sqlite3.DatabaseError):
    """There is a database of somebody else."""


class Index:
    """The database. Use it on the store's worker alone.

    Attributes:
        is_in_memory: whether it is in no file, because the file cannot be used.
        is_new: whether it was made anew, and is to be filled.
    """

    def __init__(self, files: Files, home: Path, tell: Callable[[str], None]) -> None:
        self._files = files
        self._path = home / INDEX
        self._tell = tell
        self._connection: sqlite3.Connection | None = None
        self._was_damaged = False
        self._close_with_me: finalize[[], Index] | None = None
        self.is_in_memory = False
        self.is_new = False

    def open(self) -> None:
        """Open the database, or make one."""
        if self._connection is not None:
            return
        for attempt in (0, 1):
            try:
                self._files.before_statement("open")
                self._files.make_private(self._path)
                self._connection = self._connect(str(self._path))
                self.is_new = self._prepare()
            except (sqlite3.Error, OSError) as error:
                self._drop_connection()
                if attempt or not _is_damage(error):
                    self._fall_back(error)
                    return
                self._put_aside(error)
            else:
                return

    def execute(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement.

        Raises:
            sqlite3.Error: it cannot be run.
        """
        if self._connection is None:
            raise sqlite3.ProgrammingError("the index is closed")
        self._files.before_statement(statement)
        return self._connection.execute(statement, values)

    def execute_many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of the values.

        Raises:
            sqlite3.Error: it cannot be run.
        """
        for each in values:
            self.execute(statement, each)

    def transaction(self, work: Callable[[], object]) -> None:
        """Do some work as a whole, or not at all.

        Raises:
            sqlite3.Error: it was not done.
        """
        if self._connection is not None and self._connection.in_transaction:
            work()
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            work()
            self.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                if self._connection is not None:
                    self._connection.rollback()
            raise

    def give_up(self, error: sqlite3.Error) -> None:
        """The database cannot be used any more: go on with an empty one, in memory unless the file was damaged."""
        is_damaged = _is_damage(error) and not self.is_in_memory
        self._drop_connection()
        if is_damaged and not self._was_damaged:
            self._was_damaged = True  # a second time, it would be damaged again
            self._put_aside(error)
            self.open()
        else:
            self._fall_back(error)

    def close(self) -> None:
        """Close the database."""
        self._drop_connection()

    def _connect(self, path: str) -> sqlite3.Connection:
        # The worker is one thread at a time, not always the same one.
        connection = sqlite3.connect(path, timeout=2.0, isolation_level=None, check_same_thread=False)
        # A store may be dropped with nobody having closed it; from Python 3.13 on its connection would complain. At the
        # exit of the interpreter the worker may use it, and the system closes what is open.
        self._close_with_me = finalize(self, connection.close)
        self._close_with_me.atexit = False
        connection.create_function("fold", 1, str.casefold, deterministic=True)
        return connection

    def _prepare(self) -> bool:
        self._check_owner()
        for pragma in ("journal_mode = WAL", "synchronous = OFF", "cache_size = -8192"):
            self.execute(f"PRAGMA {pragma}").fetchall()
        (version,) = self.execute("PRAGMA user_version").fetchone()
        if version == _VERSION and self._tables() == _TABLES:
            return False
        self.transaction(self._make_tables)
        return True

    def _check_owner(self) -> None:
        """Before anything is changed: nothing of anybody else is.

        Raises:
            _ForeignDatabaseError: it is another program's.
        """
        # Asked for first: another server may be making them, with what says whose they are.
        tables = self._tables()
        (owner,) = self.execute("PRAGMA application_id").fetchone()
        if owner == _OURS and tables <= _TABLES:
            return
        if owner or tables:
            raise _ForeignDatabaseError("it is the database of another program")

    def _tables(self) -> frozenset[str]:
        statement = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite#_%' ESCAPE '#'"
        )
        return frozenset(name for (name,) in self.execute(statement).fetchall())

    def _make_tables(self) -> None:
        (version,) = self.execute("PRAGMA user_version").fetchone()
        tables = self._tables()
        if version == _VERSION and tables == _TABLES:
            return  # another server has made them meanwhile
        for name in tables:
            self.execute(f'DROP TABLE "{name}"')
        for statement in _SCHEMA.split(";\n"):
            if statement.strip():
                self.execute(statement)
        self.execute(f"PRAGMA application_id = {_OURS}")
        self.execute(f"PRAGMA user_version = {_VERSION}")

    def _put_aside(self, error: Exception) -> None:
        """Move a broken database away; nothing is deleted."""
        target = self._path.with_name(f"{INDEX}.broken-{time.time_ns() // 1000}")
        with suppress(OSError):
            self._files.rename(self._path, target)
            for suffix in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    self._files.rename(
                        self._path.with_name(INDEX + suffix), target.with_name(target.name + suffix)
                    )
        what = "is not ours" if isinstance(error, _ForeignDatabaseError) else "is damaged"
        self._tell(f"{self._path} {what} ({error}); it was put aside as {target.name} and is built again")

    def _fall_back(self, error: Exception) -> None:
        self._tell(f"cannot use {self._path} ({error}); the index of threads is kept in memory")
        self.is_in_memory = True
        self._connection = self._connect(":memory:")
        self._connection.executescript(_SCHEMA)
        self.is_new = True

    def _drop_connection(self) -> None:
        if self._close_with_me is not None:
            with suppress(sqlite3.Error):
                self._close_with_me()
            self._close_with_me = self._connection = None


def _is_damage(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
