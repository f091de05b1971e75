"""Pieces of a model's text are read and sent by a way of their own: what comes of it is what the plain way makes."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json

import appserver
from appserver import protocol as p
from appserver._core import text_delta
from tests.engine.provider import TestProvider, text_events
from tests.engine.turns import new_thread, run_turn

KIND = "response.output_text.delta"

DELTA = {"type": KIND, "output_index": 1, "item_id": "a", "delta": "hello"}


def plainly(data: bytes) -> tuple[Any, str] | None:
    """As pydantic reads it: the message and the text, if it is a piece of text."""
    try:
        event = from_json(data)
    except ValueError:
        return None
    if not isinstance(event, dict) or event.get("type") != KIND or not isinstance(event.get("delta"), str):
        return None
    index, item_id = event.get("output_index"), event.get("item_id")
    place = index if isinstance(index, int) else item_id if isinstance(item_id, str) else None
    return place, event["delta"]


def check(data: bytes) -> None:
    """What is read at all is what the other reader reads."""
    found = text_delta(data)
    assert found is None or found == plainly(data), data
    assert found is None or type(found[0]) in (int, str)


@pytest.mark.parametrize(
    "event",
    [
        DELTA,
        DELTA | {"delta": ""},
        DELTA | {"delta": 'é\n"\\/\t\U0001f600'},
        DELTA | {"output_index": 0, "logprobs": [{"token": "x", "logprob": -0.5e3}], "obfuscation": "xyz"},
        {"delta": "hello", "item_id": "msg_1", "type": KIND},
        DELTA | {"output_index": None},
    ],
    ids=str,
)
def test_what_providers_send_is_read(event: dict[str, Any]) -> None:
    data = json.dumps(event, ensure_ascii=False).encode()
    assert text_delta(data) == plainly(data) is not None


DOUBTFUL = [
    b"",
    b"null",
    b'"response.output_text.delta"',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a"',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a"} {}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","delta":"b"}',
    b'{"type":"response.output_text.done","type":"response.output_text.delta","output_index":0,"delta":"a"}',
    b'{"type":"response.output_text.delta","output_index":true,"delta":"a"}',
    b'{"type":"response.output_text.delta","output_index":1.0,"item_id":"a","delta":"a"}',
    b'{"type":"response.output_text.delta","output_index":123456789012345678901234567890,"delta":"a"}',
    b'{"type":"response.output_text.delta","output_index":0,"item_id":7,"delta":"a"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"\\ud800"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"\\ud83d\\ude00"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":"\\ud800"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","\\ud800":1}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":NaN}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":"\xff"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a\nb"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":"a\nb"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":01}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":1e999}',
    b'\xef\xbb\xbf{"type":"response.output_text.delta","output_index":0,"delta":"a"}',
    b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":%b}' % (b"1" * 3000),
    *(
        b'{"type":"response.output_text.delta","output_index":0,"delta":"a","x":%b}'
        % (b"[" * depth + b"]" * depth)
        for depth in (10, 100, 126, 127, 128, 199, 200, 201, 900)
    ),
]


@pytest.mark.parametrize("data", DOUBTFUL, ids=lambda data: data.decode(errors="replace")[:90])
def test_what_is_doubtful_is_left_or_read_alike(data: bytes) -> None:
    check(data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
EVENTS = st.fixed_dictionaries(
    {"type": st.just(KIND), "delta": st.text() | VALUES},
    optional={"output_index": st.integers() | VALUES, "item_id": st.text() | VALUES, "x": VALUES},
)


@given(EVENTS, st.booleans())
def test_no_event_is_read_in_two_ways(event: dict[str, Any], is_ascii: bool) -> None:
    check(json.dumps(event, ensure_ascii=is_ascii).encode(errors="surrogatepass"))


@given(st.binary(max_size=3), st.integers(0, 200))
def test_no_broken_event_is_read_in_two_ways(piece: bytes, place: int) -> None:
    data = json.dumps(DELTA | {"logprobs": [], "obfuscation": "w8gJ2rq1Zk"}).encode()
    check(data[:place] + piece + data[place + len(piece) :])
    check(data[:place] + piece + data[place:])


async def test_a_delta_is_the_model_that_its_constructor_makes() -> None:
    with TestProvider(text_events("hello", " ", "é", "\ud83d", "\ude00")) as provider:
        async with appserver.start(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    deltas = [event for event in events if isinstance(event, p.AgentMessageDeltaNotification)]
    assert "".join(delta.delta for delta in deltas) == "hello é\U0001f600"
    for delta in deltas:
        made = p.AgentMessageDeltaNotification(
            thread_id=delta.thread_id, turn_id=delta.turn_id, item_id=delta.item_id, delta=delta.delta
        )
        for one in (
            delta,
            copy.copy(delta),
            copy.deepcopy(delta),
            delta.model_copy(),
            pickle.loads(pickle.dumps(delta)),
        ):
            assert one == made
            assert type(one) is type(made)
            assert hash(one) == hash(made)
            assert repr(one) == repr(made)
            assert one.model_fields_set == made.model_fields_set
            assert one.model_extra == made.model_extra
            assert one.__dict__ == made.__dict__
            assert list(one.__dict__) == list(made.__dict__)
            assert one.__pydantic_private__ == made.__pydantic_private__
            assert one.to_wire_json() == made.to_wire_json()
