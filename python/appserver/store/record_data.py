"""Records as JSON data, for stores of one's own: `record_from_data(record_data(record)) == record`."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

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

if TYPE_CHECKING:
    from appserver.store.records import Record

__all__ = ["record_data", "record_from_data"]

_RECORDS: Final[dict[str, Any]] = {
    cls.__name__: cls
    for cls in (
        TurnStarted,
        ItemCompleted,
        ContextItem,
        ContextCompacted,
        SettingsApplied,
        TokensUsed,
        TurnEnded,
    )
}
_MODELS: Final[dict[str, Any]] = {
    "settings": p.ThreadSettings,
    "usage": p.ThreadTokenUsage,
    "error": p.TurnError,
}


def record_data(record: Record) -> dict[str, Any]:
    """A record as JSON data, with the name of its class as `record`."""
    data: dict[str, Any] = {"record": type(record).__name__}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, p.UnknownThreadItem):
            value = value.raw
        elif isinstance(value, p.WireModel):
            value = value.to_wire()
        data[field.name] = value
    return data


def record_from_data(data: dict[str, Any]) -> Record:
    """The record of JSON data.

    Raises:
        ValueError, TypeError: it is none, or was written by another version.
    """
    cls = _RECORDS.get(data.get("record", ""))
    if cls is None:
        raise ValueError(f"no record of the name {data.get('record')!r}")
    values = {name: value for name, value in data.items() if name != "record"}
    for name, model in _MODELS.items():
        if values.get(name) is not None:
            values[name] = model.from_wire(values[name])
    if cls is ItemCompleted:
        turn = p.Turn.from_wire({"id": "", "items": [values["item"]], "status": "completed"})
        values["item"] = turn.items[0]
    found: Record = cls(**values)
    return found
