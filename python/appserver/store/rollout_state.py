"""What is known of one rollout file: of its thread, and where in it the turns stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.plain_data import is_dict, is_list
from appserver.store.progress import note_record
from appserver.store.records import ItemCompleted, StoredThread, TurnEnded, TurnStarted
from appserver.store.rollout_lines import read_time, record_of, whole
from appserver.store.rollout_marks import turn_mark
from appserver.store.rollout_settings import OURS

if TYPE_CHECKING:
    from appserver.store.records import Record

__all__ = ["Base", "RolloutState", "begin_state", "thread_of_meta"]


@dataclass(frozen=True, slots=True)
class Base:
    """What a file goes on from: the file of this id, up to an ordinal and a place."""

    rollout_id: str
    end_ordinal: int
    end_offset: int

    def to_line(self) -> dict[str, Any]:
        """As the first line of a file says it."""
        return {
            "thread_id": self.rollout_id,
            "end_ordinal_exclusive": self.end_ordinal,
            "end_byte_offset": self.end_offset,
        }


@dataclass(slots=True)
class RolloutState:
    """What is known of a rollout up to a place.

    Attributes:
        rollout_id: the file's own id.
        thread: what is known of its thread.
        base: what it goes on from, None: nothing.
        is_legacy: whether it has the older form, which only Codex writes.
        size: up to where it was looked at; the next line begins there.
        next_ordinal: the ordinal of the next line.
        lacks_ordinal: whether the last line has none, where it should.
        known_from: turns that begin before this place were not looked for.
        new_turns: position, id and place of turns that began, and were not taken into the index yet.
        turn_ends: up to where turns of these ids go, as far as that is not in the index yet.
    """

    rollout_id: str
    thread: StoredThread
    base: Base | None = None
    is_legacy: bool = False
    size: int = 0
    next_ordinal: int = 0
    lacks_ordinal: bool = False
    known_from: int = 0
    new_turns: list[tuple[int, str, int]] = field(default_factory=list[tuple[int, str, int]])
    turn_ends: dict[str, int] = field(default_factory=dict[str, int])

    def note(self, record: Record, ordinal: int, start: int, end: int, now: int) -> None:
        """A record was written, or read, at this place."""
        thread = self.thread
        if isinstance(record, TurnEnded) or (isinstance(record, ItemCompleted) and thread.has_user_message):
            if now > thread.updated:
                thread.updated = now
            self.turn_ends[record.turn_id] = end
            return
        note_record(thread, record, now)
        if isinstance(record, TurnStarted):
            self.new_turns.append((ordinal, record.turn_id, start))
            self.turn_ends[record.turn_id] = end
        elif isinstance(record, ItemCompleted):
            self.turn_ends[record.turn_id] = end

    def read_line(self, line: dict[str, Any] | None, start: int, end: int) -> None:
        """A line was read, None: one that cannot be."""
        self.size = end
        if line is None:
            return
        ordinal = line.get("ordinal")
        if isinstance(ordinal, int):
            self.next_ordinal = ordinal + 1
        else:
            ordinal = self.next_ordinal
            self.next_ordinal += 1
        self.lacks_ordinal = not self.is_legacy and "ordinal" not in line
        now = read_time(line.get("timestamp")) or self.thread.updated
        if self.thread.has_user_message and line["payload"].get("type") == "item_completed":
            self._read_item(line, end, now)
            return
        record = record_of(line, self.thread.settings)
        if record is not None:
            self.note(record, ordinal, start, end, now)
        elif self.is_legacy:
            self._read_legacy(line["payload"], now)

    def _read_item(self, line: dict[str, Any], end: int, now: int) -> None:
        """An item that tells nothing new of the thread: where it ends is enough."""
        self.thread.updated = max(self.thread.updated, now)
        mark = turn_mark(line)
        if mark is not None:
            self.turn_ends[mark[1]] = end

    def _read_legacy(self, payload: dict[str, Any], now: int) -> None:
        self.thread.updated = max(self.thread.updated, now)
        if payload.get("type") == "user_message":
            self.thread.has_turns = True
            self.thread.recency = max(self.thread.recency, now)
            if not self.thread.has_user_message:
                self.thread.has_user_message = True
                self.thread.preview = str(payload.get("message") or "")


def begin_state(line: dict[str, Any] | None, rollout_id: str, end: int) -> RolloutState | None:
    """The state after the first line of a file; None: that is not the first line of a rollout."""
    if line is None or line["type"] != "session_meta":
        return None
    thread = thread_of_meta(line["payload"], read_time(line.get("timestamp")))
    if thread is None:
        return None
    ordinal = line.get("ordinal")
    base = line["payload"].get("history_base")
    state = RolloutState(
        rollout_id,
        thread,
        base=_read_base(base) if is_dict(base) else None,
        is_legacy=line["payload"].get("history_mode") != "paginated",
        size=end,
        next_ordinal=ordinal + 1 if isinstance(ordinal, int) else 1,
    )
    thread.has_turns = state.base is not None
    return state


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _read_base(base: dict[str, Any]) -> Base | None:
    match base:
        case {
            "thread_id": str(rollout_id),
            "end_ordinal_exclusive": int(ordinal),
            "end_byte_offset": int(offset),
        } if whole(ordinal) is not None and whole(offset) is not None:
            return Base(rollout_id, ordinal, offset)
        case _:
            return None


def thread_of_meta(payload: dict[str, Any], written: int | None) -> StoredThread | None:
    """The thread that the first line of a file tells of; None where what is needed is missing."""
    created = read_time(payload.get("timestamp")) or written
    cwd, originator, version = (payload.get(name) for name in ("cwd", "originator", "cli_version"))
    thread_id = payload.get("id")
    if created is None or not (
        isinstance(thread_id, str)
        and isinstance(cwd, str)
        and isinstance(originator, str)
        and isinstance(version, str)
    ):
        return None
    found = payload.get(OURS)
    ours: dict[str, Any] = found if is_dict(found) else {}
    label, forked = payload.get("thread_source"), payload.get("forked_from_id")
    provider, source = payload.get("model_provider"), payload.get("source")
    thread = StoredThread(
        id=thread_id,
        created=created,
        updated=created,
        recency=created,
        cwd=cwd,
        model_provider=provider if isinstance(provider, str) else "",
        originator=originator,
        cli_version=version,
        source=source if isinstance(source, str) or is_dict(source) else "unknown",
        model=_text(ours.get("model")),
        label=label if isinstance(label, str) else None,
        history_mode=_text(ours.get("history_mode")) or _text(payload.get("history_mode")) or "legacy",
        parent_thread_id=_text(ours.get("parent_thread_id")),
        forked_from_id=forked if isinstance(forked, str) else None,
    )
    if is_list(tools := payload.get("dynamic_tools")) and tools and all(map(is_dict, tools)):
        thread.dynamic_tools = tools
    if isinstance(preview := ours.get("preview"), str):
        thread.preview, thread.has_user_message = preview, True
    if is_dict(git := payload.get("git")):
        thread.git_info = p.GitInfo(
            sha=_text(git.get("commit_hash")),
            branch=_text(git.get("branch")),
            origin_url=_text(git.get("repository_url")),
        )
    if is_dict(ours.get("settings")):
        try:
            thread.settings = p.ThreadSettings.from_wire(ours["settings"])
        except ValueError:
            thread.settings = None  # of another version
    return thread
