"""The lines of a rollout file: JSON objects with a time, an ordinal, a type and a payload.

A line becomes a record, or nothing where only others know what it is for; `record_lines.py` goes the other way.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticSerializationError, from_json, to_json

from appserver import protocol as p
from appserver.plain_data import is_dict
from appserver.store.records import (
    ContextCompacted,
    ContextItem,
    ItemCompleted,
    SettingsApplied,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.store.rollout_items import item_from_line
from appserver.store.rollout_settings import OURS, settings_from_line
from appserver.store.spelling import deep_camel
from appserver.text import repaired

if TYPE_CHECKING:
    from appserver.store.records import Record, StoredThread

    Line = tuple[str, dict[str, Any]]

__all__ = [
    "CONTEXT_MARK",
    "TOKENS",
    "UNFINISHED",
    "encode",
    "meta_line",
    "parse_line",
    "read_time",
    "record_of",
    "write_time",
]

TOKENS: Final = (
    "total_tokens",
    "input_tokens",
    "cached_input_tokens",
    "cache_write_input_tokens",
    "output_tokens",
    "reasoning_output_tokens",
)
"""What is counted of tokens, by the names of both forms."""

UNFINISHED: Final = f"{OURS}_unfinished"
"""What the line of an item says of one that was given up, or open when its turn ended badly."""

CONTEXT_MARK: Final = "internal_chat_message_metadata_passthrough"
"""What an item of the conversation says beside itself: the turn that it came in."""

_MOST: Final = 1 << 63

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_time(microseconds: int) -> str:
    """A time as lines hold it: to the millisecond."""
    seconds, rest = divmod(microseconds // 1000, 1000)
    return f"{_write_seconds(seconds)}.{rest:03}Z"


@lru_cache(maxsize=4)
def _write_seconds(seconds: int) -> str:
    """Many lines are of the same second."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def read_time(text: object) -> int | None:
    """The time of a line in microseconds; None where it is none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    spent = moment - _EPOCH
    return (spent.days * 86400 + spent.seconds) * 1_000_000 + spent.microseconds


def encode(data: Any) -> bytes:
    """JSON data as text, on one line."""
    try:
        return to_json(data)
    except (PydanticSerializationError, ValueError):  # halves of characters, for one
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return repaired(text).encode()


def parse_json(text: bytes) -> Any:
    """What is in a text, without halves of characters: no database takes them, and nobody can be sent them.

    Raises:
        ValueError: it is not JSON, or nested too deeply.
    """
    try:
        return from_json(text)
    except ValueError:
        try:
            # This takes what is nested more deeply, and halves of characters.
            return json.loads(encode(json.loads(text)))
        except RecursionError:
            raise ValueError("it is nested too deeply") from None


def parse_line(line: bytes) -> dict[str, Any] | None:
    """The object in a line; None where it is none."""
    try:
        data = parse_json(line)
    except ValueError:
        return None
    if not is_dict(data) or not isinstance(data.get("type"), str) or not is_dict(data.get("payload")):
        return None
    return data if _is_place(data.get("ordinal")) else None


def _is_place(ordinal: object) -> bool:
    """Whether a line can bear this number, or whatever else others write in its place."""
    return not isinstance(ordinal, int) or 0 <= ordinal < _MOST


def whole(value: object) -> int | None:
    """A number as a whole one that every client can read; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = int(value)
    except (ValueError, OverflowError):  # infinite, or none at all
        return None
    return number if abs(number) < _MOST else None


def meta_line(thread: StoredThread, base: dict[str, Any] | None = None) -> Line:
    """The first line of a file. `base`: what it goes on from, where it does not begin with nothing."""
    payload: dict[str, Any] = {
        "session_id": thread.id,
        "id": thread.id,
        **({} if thread.forked_from_id is None else {"forked_from_id": thread.forked_from_id}),
        "timestamp": write_time(thread.created),
        "cwd": thread.cwd,
        "runtime_workspace_roots": [thread.cwd],
        "originator": thread.originator,
        "cli_version": thread.cli_version,
        "source": thread.source,
        **({} if thread.label is None else {"thread_source": thread.label}),
        "model_provider": thread.model_provider,
        **({} if thread.dynamic_tools is None else {"dynamic_tools": list(thread.dynamic_tools)}),
        "history_mode": "paginated",
    }
    ours: dict[str, Any] = {"model": thread.model}
    if thread.parent_thread_id is not None:
        ours["parent_thread_id"] = thread.parent_thread_id
    if thread.settings is not None:
        ours["settings"] = thread.settings.to_wire()
    if thread.history_mode != "paginated":
        ours["history_mode"] = thread.history_mode
    if base is not None:
        payload["history_base"] = base
    if thread.has_user_message:  # a file that goes on, or begins anew, after a revert
        ours["preview"] = thread.preview
    payload[OURS] = ours
    return "session_meta", payload


def record_of(line: dict[str, Any], settings: p.ThreadSettings | None = None) -> Record | None:
    """The record of a line, None for a line of no interest or that cannot be read. `settings`: those so far."""
    try:
        return _record_of(line["type"], line["payload"], settings)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
        return None


def _record_of(kind: str, payload: dict[str, Any], settings: p.ThreadSettings | None) -> Record | None:
    match kind:
        case "response_item":
            return _read_context_item(payload)
        case "turn_context":
            found = settings_from_line(payload, settings)
            return None if found is None else SettingsApplied(found, str(payload.get("turn_id") or ""))
        case "compacted":
            history: list[Any] = payload.get("replacement_history") or []
            return ContextCompacted(
                [_read_context_item(item).item for item in history if is_dict(item)],
                payload.get("message") or "",
            )
        case "event_msg":
            return _event(payload, settings)
        case _:
            return None


def _read_context_item(payload: dict[str, Any]) -> ContextItem:
    """An item without the mark of its turn: it is sent again as it was sent first."""
    mark = payload.get(CONTEXT_MARK)
    turn_id = mark.get("turn_id") if is_dict(mark) else None
    item = {name: value for name, value in payload.items() if name != CONTEXT_MARK}
    return ContextItem(item, turn_id if isinstance(turn_id, str) else None)


def _event(payload: dict[str, Any], settings: p.ThreadSettings | None) -> Record | None:
    match payload.get("type"):
        case "task_started" | "turn_started":
            return TurnStarted(str(payload["turn_id"]), whole(payload.get("started_at")) or 0)
        case "item_completed":
            wire = payload[OURS] if is_dict(payload.get(OURS)) else item_from_line(payload["item"])
            return ItemCompleted(
                str(payload["turn_id"]),
                _read_item(wire),
                whole(payload.get("completed_at_ms")) or 0,
                whole(payload.get("started_at_ms")),
                payload.get(UNFINISHED) is True,
            )
        case "thread_settings_applied":
            found = settings_from_line(payload, settings)
            return None if found is None else SettingsApplied(found)
        case "token_count":
            return _tokens(payload)
        case "task_complete" | "turn_complete":
            error = payload.get("error")
            return TurnEnded(
                str(payload["turn_id"]),
                "completed" if error is None else "failed",
                whole(payload.get("started_at")),
                whole(payload.get("completed_at")) or 0,
                whole(payload.get("duration_ms")),
                None if error is None else _error(error),
                payload.get("last_agent_message"),
            )
        case "turn_aborted":
            return TurnEnded(
                str(payload["turn_id"]),
                "interrupted",
                whole(payload.get("started_at")),
                whole(payload.get("completed_at")) or 0,
                whole(payload.get("duration_ms")),
            )
        case _:
            return None


def _read_item(wire: dict[str, Any]) -> p.ThreadItem:
    turn = p.Turn.from_wire({"id": "", "items": [wire], "status": "completed"})
    return turn.items[0]


def _tokens(payload: dict[str, Any]) -> TokensUsed | None:
    info = payload.get("info")
    if not is_dict(info):
        return None
    total, last = (
        p.TokenUsageBreakdown(**{name: int(info[key].get(name) or 0) for name in TOKENS})
        for key in ("total_token_usage", "last_token_usage")
    )
    usage = p.ThreadTokenUsage(total=total, last=last, model_context_window=info.get("model_context_window"))
    ours = payload.get(OURS)
    return TokensUsed(str(ours["turn_id"]) if is_dict(ours) else "", usage)


def _error(error: dict[str, Any]) -> p.TurnError:
    if is_dict(error.get(OURS)):
        return p.TurnError.from_wire(error[OURS])
    return p.TurnError.from_wire(
        {"message": str(error["message"]), "codexErrorInfo": deep_camel(error.get("codex_error_info"))}
    )
