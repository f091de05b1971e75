"""What is written of a record: the kind and the payload of its line, as text.

Every turn has a beginning, messages and an end, and most turns the settings of the one before. Their text is put
together of what is known of it, without the objects in between; it is, byte for byte, what those would give.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic_core import to_json

from appserver import protocol as p
from appserver.store.records import (
    ContextCompacted,
    ContextItem,
    ItemCompleted,
    SettingsApplied,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.store.rollout_items import item_line
from appserver.store.rollout_lines import CONTEXT_MARK, TOKENS, UNFINISHED, encode
from appserver.store.rollout_settings import OURS, thread_settings_line, turn_context_line
from appserver.store.spelling import deep_snake

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.store.records import Record

    Line: TypeAlias = tuple[str, dict[str, Any]]

__all__ = ["line_of", "line_text", "record_text"]

_EVENT: Final = "event_msg"


def record_text(record: Record, thread_id: str) -> bytes:
    """The kind and the payload of a record's line, as they stand in it."""
    write = _QUICKLY.get(type(record))
    if write is not None:
        try:
            text = write(record, thread_id)
        except (ValueError, TypeError, ArithmeticError):
            text = None  # halves of characters, for one, or no whole numbers
        if text is not None:
            return text
    return line_text(*line_of(record, thread_id))


def line_text(kind: str, payload: dict[str, Any]) -> bytes:
    """The same of a line whose payload is an object."""
    return b'"type":"%b","payload":%b' % (kind.encode(), encode(payload))


def line_of(record: Record, thread_id: str) -> Line:
    """The line of any record."""
    return _LINES[type(record)](record, thread_id)


# -- of every turn

_id_text = lru_cache(maxsize=16)(to_json)
"""The same few ids are in all lines of a turn."""


def _turn_started_text(record: TurnStarted, _thread_id: str) -> bytes:
    turn_id = _id_text(record.turn_id)
    return (
        b'"type":"event_msg","payload":{"type":"task_started","turn_id":%b,"root_turn_id":%b,"started_at":%d,'
        b'"model_context_window":null,"collaboration_mode_kind":"default"}'
        % (turn_id, turn_id, record.started_at)
    )


class _Shared:
    """What a `turn_context` says that is the same for turns of the same settings: most of them have the same object."""

    def __init__(self) -> None:
        self._last: tuple[p.ThreadSettings, bytes] | None = None

    def of(self, settings: p.ThreadSettings) -> bytes:
        """The payload without the turn, and without its opening bracket."""
        last = self._last  # of whichever thread was here last
        if last is None or last[0] is not settings:
            last = self._last = settings, encode(turn_context_line(settings))[1:]
        return last[1]


_shared = _Shared()


def _settings_text(record: SettingsApplied, _thread_id: str) -> bytes | None:
    if record.turn_id is None:
        return None
    turn_id = _id_text(record.turn_id)
    shared = _shared.of(record.settings)
    return b'"type":"turn_context","payload":{"turn_id":%b,"root_turn_id":%b,%b' % (turn_id, turn_id, shared)


def _item_text(record: ItemCompleted, thread_id: str) -> bytes | None:
    write = _MESSAGES.get(type(record.item))
    item = None if write is None or record.is_unfinished else write(record.item)
    if item is None:
        return None
    ended = record.completed_at_ms
    return (
        b'"type":"event_msg","payload":{"type":"item_completed","thread_id":%b,"turn_id":%b,"item":%b,'
        b'"started_at_ms":%d,"completed_at_ms":%d}'
        % (
            _id_text(thread_id),
            _id_text(record.turn_id),
            item,
            ended if record.started_at_ms is None else record.started_at_ms,
            ended,
        )
    )


def _agent_message(item: p.AgentMessageThreadItem) -> bytes | None:
    if item.memory_citation is not None or item.delivery is not None or item.questions is not None:
        return None
    phase = b"" if item.phase is None else b',"phase":' + to_json(item.phase)
    return b'{"type":"AgentMessage","id":%b,"content":[{"type":"Text","text":%b}]%b}' % (
        to_json(item.id),
        to_json(item.text),
        phase,
    )


def _user_message(item: p.UserMessageThreadItem) -> bytes | None:
    content: list[bytes] = []
    for entry in item.content:
        if type(entry) is not p.TextUserInput:
            return None
        content.append(entry.to_wire_json())
    client = b"" if item.client_id is None else b',"client_id":' + to_json(item.client_id)
    return b'{"type":"UserMessage","id":%b%b,"content":[%b]}' % (
        to_json(item.id),
        client,
        b",".join(content),
    )


_MESSAGES: Final[dict[type, Callable[[Any], bytes | None]]] = {
    p.AgentMessageThreadItem: _agent_message,
    p.UserMessageThreadItem: _user_message,
}


def _turn_ended_text(record: TurnEnded, _thread_id: str) -> bytes | None:
    started, duration = record.started_at, record.duration_ms
    if record.status != "completed" or started is None or duration is None:
        return None
    turn_id = _id_text(record.turn_id)
    return (
        b'"type":"event_msg","payload":{"type":"task_complete","last_agent_message":%b,"root_turn_id":%b,'
        b'"turn_id":%b,"started_at":%d,"completed_at":%d,"duration_ms":%d}'
        % (to_json(record.last_message), turn_id, turn_id, started, record.completed_at, duration)
    )


def _context_text(record: ContextItem, _thread_id: str) -> bytes | None:
    item = record.item
    if record.turn_id is None or not item or CONTEXT_MARK in item:
        return None
    return b'"type":"response_item","payload":%b,"%b":{"turn_id":%b}}' % (
        to_json(item)[:-1],
        _CONTEXT_MARK,
        _id_text(record.turn_id),
    )


_CONTEXT_MARK: Final = CONTEXT_MARK.encode()

_counts = attrgetter(*TOKENS)
_COUNTS: Final = b"{%b}" % b",".join(b'"%b":%%d' % name.encode() for name in TOKENS)


def _tokens_text(record: TokensUsed, _thread_id: str) -> bytes:
    usage = record.usage
    return (
        b'"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":%b,"last_token_usage":%b,'
        b'"model_context_window":%b},"rate_limits":null,"%b":{"turn_id":%b}}'
        % (
            _COUNTS % _counts(usage.total),
            _COUNTS % _counts(usage.last),
            to_json(usage.model_context_window),
            OURS.encode(),
            _id_text(record.turn_id),
        )
    )


_QUICKLY: Final[dict[type, Callable[[Any, str], bytes | None]]] = {
    TurnStarted: _turn_started_text,
    SettingsApplied: _settings_text,
    ItemCompleted: _item_text,
    ContextItem: _context_text,
    TokensUsed: _tokens_text,
    TurnEnded: _turn_ended_text,
}


# -- of any record


def _turn_started(record: TurnStarted, _thread_id: str) -> Line:
    payload = {
        "type": "task_started",
        "turn_id": record.turn_id,
        "root_turn_id": record.turn_id,
        "started_at": record.started_at,
        "model_context_window": None,
        "collaboration_mode_kind": "default",
    }
    return _EVENT, payload


def _settings_applied(record: SettingsApplied, thread_id: str) -> Line:
    if record.turn_id is None:
        return _EVENT, thread_settings_line(record.settings, thread_id)
    turn = {"turn_id": record.turn_id, "root_turn_id": record.turn_id}
    return "turn_context", {**turn, **turn_context_line(record.settings)}


def _item_completed(record: ItemCompleted, thread_id: str) -> Line:
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
        payload[UNFINISHED] = True
    return _EVENT, payload if reads_back else {**payload, OURS: wire}


def _context_item(record: ContextItem, _thread_id: str) -> Line:
    item = record.item
    if record.turn_id is not None:
        item = {**item, CONTEXT_MARK: {"turn_id": record.turn_id}}
    return "response_item", item


def _context_compacted(record: ContextCompacted, _thread_id: str) -> Line:
    return "compacted", {"message": record.message, "replacement_history": list(record.replacement)}


def _tokens_used(record: TokensUsed, _thread_id: str) -> Line:
    usage = record.usage
    payload = {
        "type": "token_count",
        "info": {
            "total_token_usage": {name: getattr(usage.total, name) for name in TOKENS},
            "last_token_usage": {name: getattr(usage.last, name) for name in TOKENS},
            "model_context_window": usage.model_context_window,
        },
        "rate_limits": None,
        OURS: {"turn_id": record.turn_id},
    }
    return _EVENT, payload


def _turn_ended(record: TurnEnded, _thread_id: str) -> Line:
    facts: dict[str, Any] = {
        "root_turn_id": record.turn_id,
        "turn_id": record.turn_id,
        "started_at": record.started_at,
        "completed_at": record.completed_at,
        "duration_ms": record.duration_ms,
    }
    if record.status == "interrupted":
        return _EVENT, {"type": "turn_aborted", "reason": "interrupted", **facts}
    payload = {"type": "task_complete", "last_agent_message": record.last_message, **facts}
    if record.status == "failed":
        error = record.error or p.TurnError(message="the turn failed")
        wire = error.to_wire()
        payload["error"] = {
            "message": wire["message"],
            "codex_error_info": deep_snake(wire.get("codexErrorInfo") or "other"),
            OURS: wire,
        }
    return _EVENT, payload


_LINES: Final[dict[type, Callable[[Any, str], Line]]] = {
    TurnStarted: _turn_started,
    SettingsApplied: _settings_applied,
    ItemCompleted: _item_completed,
    ContextItem: _context_item,
    ContextCompacted: _context_compacted,
    TokensUsed: _tokens_used,
    TurnEnded: _turn_ended,
}
