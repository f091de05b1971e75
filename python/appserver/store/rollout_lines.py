"""The lines of a rollout file: JSON objects with a time, an ordinal, a type and a payload.

A record becomes one line or more; a line becomes a record, or nothing where only others know what it is for.
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
from appserver.store.rollout_items import item_from_line, item_line
from appserver.store.rollout_settings import (
    OURS,
    settings_from_line,
    thread_settings_line,
    turn_context_line,
)
from appserver.store.spelling import deep_camel, deep_snake
from appserver.text import repaired

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appserver.store.records import Record, StoredThread

    Line = tuple[str, dict[str, Any]]

__all__ = [
    "encode",
    "encode_line",
    "lines_of",
    "meta_line",
    "parse_line",
    "read_time",
    "record_of",
    "write_time",
]

_TOKENS: Final = (
    "total_tokens",
    "input_tokens",
    "cached_input_tokens",
    "cache_write_input_tokens",
    "output_tokens",
    "reasoning_output_tokens",
)

_UNFINISHED: Final = f"{OURS}_unfinished"
_MARK: Final = "internal_chat_message_metadata_passthrough"
"""What an item of the conversation says beside itself: the turn that it came in."""

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


def encode_line(time: str, ordinal: int | None, kind: str, payload: dict[str, Any]) -> bytes:
    """A whole line, its end included; without an ordinal in the older form."""
    line: dict[str, Any] = {"timestamp": time}
    if ordinal is not None:
        line["ordinal"] = ordinal
    line["type"], line["payload"] = kind, payload
    return encode(line) + b"\n"


def encode(data: Any) -> bytes:
    """JSON data as text, on one line."""
    try:
        return to_json(data)
    except (PydanticSerializationError, ValueError):  # halves of characters, for one
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return repaired(text).encode()


def parse_line(line: bytes) -> dict[str, Any] | None:
    """The object in a line; None where it is none."""
    try:
        data = from_json(line)
    except ValueError:
        try:
            data = json.loads(line)  # takes what is nested deeply, and halves of characters
        except (ValueError, RecursionError):
            return None
    return (
        data if is_dict(data) and isinstance(data.get("type"), str) and is_dict(data.get("payload")) else None
    )


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


# -- from records


def lines_of(records: Iterable[Record], thread_id: str) -> Iterator[Line]:
    """The lines of records, in their order."""
    for record in records:
        match record:
            case TurnStarted():
                yield "event_msg", _task_started(record)
            case ItemCompleted():
                yield "event_msg", _item_completed(record, thread_id)
            case ContextItem():
                yield "response_item", _context_item(record)
            case ContextCompacted():
                yield (
                    "compacted",
                    {"message": record.message, "replacement_history": list(record.replacement)},
                )
            case SettingsApplied(settings, turn_id):
                if turn_id is None:
                    yield "event_msg", thread_settings_line(settings, thread_id)
                else:
                    yield "turn_context", turn_context_line(settings, turn_id)
            case TokensUsed():
                yield "event_msg", _token_count(record)
            case TurnEnded():
                yield "event_msg", _ending(record)


def _task_started(record: TurnStarted) -> dict[str, Any]:
    return {
        "type": "task_started",
        "turn_id": record.turn_id,
        "root_turn_id": record.turn_id,
        "started_at": record.started_at,
        "model_context_window": None,
        "collaboration_mode_kind": "default",
    }


def _item_completed(record: ItemCompleted, thread_id: str) -> dict[str, Any]:
    item = record.item
    wire: dict[str, Any] = item.raw if isinstance(item, p.UnknownThreadItem) else item.to_wire()
    line, reads_back = item_line(wire)
    started = record.completed_at_ms if record.started_at_ms is None else record.started_at_ms
    payload = {
        "type": "item_completed",
        "thread_id": thread_id,
        "turn_id": record.turn_id,
        "item": line,
        "started_at_ms": started,
        "completed_at_ms": record.completed_at_ms,
    }
    if record.is_unfinished:
        payload[_UNFINISHED] = True
    return payload if reads_back else {**payload, OURS: wire}


def _context_item(record: ContextItem) -> dict[str, Any]:
    if record.turn_id is None:
        return record.item
    return {**record.item, _MARK: {"turn_id": record.turn_id}}


def _read_context_item(payload: dict[str, Any]) -> ContextItem:
    """An item without the mark of its turn: it is sent again as it was sent first."""
    mark = payload.get(_MARK)
    turn_id = mark.get("turn_id") if is_dict(mark) else None
    item = {name: value for name, value in payload.items() if name != _MARK}
    return ContextItem(item, turn_id if isinstance(turn_id, str) else None)


def _token_count(record: TokensUsed) -> dict[str, Any]:
    usage = record.usage
    return {
        "type": "token_count",
        "info": {
            "total_token_usage": {name: getattr(usage.total, name) for name in _TOKENS},
            "last_token_usage": {name: getattr(usage.last, name) for name in _TOKENS},
            "model_context_window": usage.model_context_window,
        },
        "rate_limits": None,
        OURS: {"turn_id": record.turn_id},
    }


def _ending(record: TurnEnded) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "root_turn_id": record.turn_id,
        "turn_id": record.turn_id,
        "started_at": record.started_at,
        "completed_at": record.completed_at,
        "duration_ms": record.duration_ms,
    }
    if record.status == "interrupted":
        return {"type": "turn_aborted", "reason": "interrupted", **facts}
    payload = {"type": "task_complete", "last_agent_message": record.last_message, **facts}
    if record.status == "failed":
        error = record.error or p.TurnError(message="the turn failed")
        wire = error.to_wire()
        payload["error"] = {
            "message": wire["message"],
            "codex_error_info": deep_snake(wire.get("codexErrorInfo") or "other"),
            OURS: wire,
        }
    return payload


# -- to records


def record_of(line: dict[str, Any], settings: p.ThreadSettings | None = None) -> Record | None:
    """The record of a line, None for a line of no interest or that cannot be read. `settings`: those so far."""
    try:
        return _record_of(line["type"], line["payload"], settings)
    except (LookupError, TypeError, ValueError, AttributeError):
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


def _event(payload: dict[str, Any], settings: p.ThreadSettings | None) -> Record | None:
    match payload.get("type"):
        case "task_started" | "turn_started":
            return TurnStarted(str(payload["turn_id"]), _seconds(payload.get("started_at")) or 0)
        case "item_completed":
            wire = payload[OURS] if is_dict(payload.get(OURS)) else item_from_line(payload["item"])
            return ItemCompleted(
                str(payload["turn_id"]),
                _read_item(wire),
                int(payload.get("completed_at_ms") or 0),
                payload.get("started_at_ms"),
                payload.get(_UNFINISHED) is True,
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
                _seconds(payload.get("started_at")),
                _seconds(payload.get("completed_at")) or 0,
                payload.get("duration_ms"),
                None if error is None else _error(error),
                payload.get("last_agent_message"),
            )
        case "turn_aborted":
            return TurnEnded(
                str(payload["turn_id"]),
                "interrupted",
                _seconds(payload.get("started_at")),
                _seconds(payload.get("completed_at")) or 0,
                payload.get("duration_ms"),
            )
        case _:
            return None


def _read_item(wire: dict[str, Any]) -> p.ThreadItem:
    turn = p.Turn.from_wire({"id": "", "items": [wire], "status": "completed"})
    return turn.items[0]


def _seconds(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _tokens(payload: dict[str, Any]) -> TokensUsed | None:
    info = payload.get("info")
    if not is_dict(info):
        return None
    total, last = (
        p.TokenUsageBreakdown(**{name: int(info[key].get(name) or 0) for name in _TOKENS})
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
