"""One message between its bytes and its model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.protocol._support.methods import notification_class
from benches.workers import json_texts
from benches.workers.json_texts import FROM_JSON, TO_JSON, called

if TYPE_CHECKING:
    from benches.workers.offer import Offers

__all__ = ["OFFERS"]

METHOD = p.AgentMessageDeltaNotification.method
DELTA = p.AgentMessageDeltaNotification.from_wire(json_texts.DELTA)
TEXT = DELTA.to_wire_json()


def read_by_method() -> object:
    """As a connection reads: the method says which class it is."""
    cls = notification_class(METHOD)
    assert cls is not None
    return cls.from_wire_json(TEXT)


def read_in_two_steps() -> object:
    return p.AgentMessageDeltaNotification.model_validate(json.loads(TEXT))


def write_in_two_steps() -> object:
    return json.dumps(DELTA.model_dump(by_alias=True), separators=(",", ":"), ensure_ascii=False).encode()


OFFERS: Offers = {
    "read_delta": {
        "class found by the method": called(read_by_method, FROM_JSON),
        "class known": called(lambda: p.AgentMessageDeltaNotification.from_wire_json(TEXT), FROM_JSON),
        "json.loads, then model_validate": called(read_in_two_steps, FROM_JSON),
    },
    "write_delta": {
        "to_wire_json": called(DELTA.to_wire_json, TO_JSON),
        "model_dump, then json.dumps": called(write_in_two_steps, TO_JSON),
    },
}
