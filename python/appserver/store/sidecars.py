"""What is said of threads beside their rollouts: names in `session_index.jsonl`, the rest in a file of our own.

Both grow line by line; the newest line of a thread holds. The first is shared with Codex.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from appserver.plain_data import is_dict
from appserver.store.rollout_lines import parse_json, read_time, write_time
from appserver.store.rollout_scan import iterate_lines, read_range
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.index_queries import IndexQueries

__all__ = ["METADATA", "NAMES", "Sidecars"]

NAMES: Final = "session_index.jsonl"
METADATA: Final = "appserver-metadata.jsonl"


class Sidecars:
    """The two files. Use it on the store's worker."""

    def __init__(self, files: Files, home: Path, tell: Callable[[str], None]) -> None:
        self._files = files
        self._home = home
        self._tell = tell
        self._waiting: list[tuple[str, bytes]] = []
        self._has_failed = False
        self._unread: dict[str, str] = {}

    @property
    def waiting(self) -> int:
        """How many lines wait to be written."""
        return len(self._waiting)

    def say_name(self, thread_id: str, name: str, now: int) -> None:
        """A thread is named."""
        self._say(NAMES, {"id": thread_id, "thread_name": name, "updated_at": write_time(now)})

    def forget_names(self, thread_id: str, queries: IndexQueries) -> None:
        """A thread is deleted: a file of names without its lines takes the place of the one that has them.

        Where that cannot be done they stay, and it is told: they name nothing any more.
        """
        path = self._home / NAMES
        self._waiting = [each for each in self._waiting if not _names(each[1], thread_id)]
        try:
            while not self._replaced(path, thread_id):
                pass  # somebody has written a line meanwhile
            queries.put_sidecar_size(NAMES, 0)
        except FileNotFoundError:
            return
        except OSError as error:
            self._tell(f"cannot take the name of a deleted thread out of {path}: {error.strerror or error}")

    def _replaced(self, path: Path, thread_id: str) -> bool:
        size = self._files.stat(path).st_size
        lines = read_range(self._files, path, 0, size).split(b"\n")
        kept = [text for text in lines if not _names(text, thread_id)]
        if len(kept) == len(lines):
            return True
        fresh = path.with_name(f"{NAMES}.{new_identifier()}")
        descriptor = self._files.open_append(fresh, is_new=True)
        try:
            try:
                rest = b"\n".join(kept)
                while rest:
                    rest = rest[self._files.write(descriptor, rest) :]
            finally:
                self._files.close(descriptor)
            if self._files.stat(path).st_size != size:
                return False
            self._files.rename(fresh, path)
            return True
        finally:
            with suppress(OSError):
                self._files.unlink(fresh)

    def say(self, thread_id: str, kind: str, value: Any, now: int) -> None:
        """Something is said of a thread, None: it is taken back."""
        line = {"timestamp": write_time(now), "thread_id": thread_id, "kind": kind, "value": value}
        self._say(METADATA, line)

    def try_again(self) -> bool:
        """Try to write what waits; whether nothing waits any more."""
        while self._waiting:
            name, line = self._waiting[0]
            try:
                self._append(name, line)
            except OSError as error:
                if not self._has_failed:
                    self._has_failed = True
                    reason = error.strerror or str(error)
                    self._tell(f"cannot write {self._home / name}: {reason}; it waits and is tried again")
                return False
            del self._waiting[0]
        self._has_failed = False
        return True

    def read_news(self, queries: IndexQueries) -> None:
        """Take into the index what has come to the files."""
        for name, read in ((NAMES, _read_name), (METADATA, _read_note)):
            try:
                self._read_news_of(name, read, queries)
            except FileNotFoundError:
                continue
            except OSError as error:  # threads are there without what it says of them
                reason = error.strerror or str(error)
                if self._unread.get(name) != reason:
                    self._unread[name] = reason
                    self._tell(
                        f"cannot read {self._home / name}: {reason}; what it says of threads is not shown"
                    )
            else:
                self._unread.pop(name, None)

    def _read_news_of(
        self,
        name: str,
        read: Callable[[bytes], tuple[str, str, str | None, int] | None],
        queries: IndexQueries,
    ) -> None:
        path = self._home / name
        size = self._files.stat(path).st_size
        known = queries.sidecar_size(name)
        if size < known:
            known = 0  # somebody has written it anew
        end = known
        for _, line_end, text in iterate_lines(self._files, path, known):
            end = line_end
            if (found := read(text)) is not None:
                queries.note(*found)
        if end != known:
            queries.put_sidecar_size(name, end)

    def _say(self, name: str, line: dict[str, Any]) -> None:
        text = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        self._waiting.append((name, text))
        self.try_again()

    def _append(self, name: str, line: bytes) -> None:
        self._files.make_folder(self._home)
        descriptor = self._files.open_append(self._home / name)
        try:
            size = self._files.size(descriptor)
            if size and self._files.read_at(descriptor, 1, size - 1) != b"\n":
                line = b"\n" + line  # the line before was torn
            while line:
                line = line[self._files.write(descriptor, line) :]
        finally:
            self._files.close(descriptor)


def _read(text: bytes) -> dict[str, Any]:
    try:
        line = parse_json(text)
    except ValueError:
        return {}
    return line if is_dict(line) else {}


def _names(text: bytes, thread_id: str) -> bool:
    return thread_id.encode() in text and _read(text).get("id") == thread_id


def _read_name(text: bytes) -> tuple[str, str, str, int] | None:
    match _read(text):
        case {"id": str(thread_id), "thread_name": str(name), "updated_at": str(time)}:
            return thread_id, "name", name, read_time(time) or 0
        case _:
            return None


def _read_note(text: bytes) -> tuple[str, str, str | None, int] | None:
    match _read(text):
        case {
            "thread_id": str(thread_id),
            "kind": "goal" | "git_info" as kind,
            "timestamp": str(time),
            "value": value,
        }:
            said = None if value is None else json.dumps(value, separators=(",", ":"))
            return thread_id, kind, said, read_time(time) or 0
        case _:
            return None
