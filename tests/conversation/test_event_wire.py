"""Events as plain data and back: every kind, and what is no event."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import appserver
from appserver import protocol as p
from tests.protocol.test_models import RECORDED

if TYPE_CHECKING:
    from tests.conversation.conftest import Connected

TEXT = st.text(max_size=20)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
SEEN: list[appserver.Event] = [
    *(p.decode_notification(one["method"], one["data"]) for one in RECORDED if one["kind"] == "notification"),
    *(
        appserver.ServerRequest(7, p.decode_server_request_params(one["method"], one["data"]), one["method"])
        for one in RECORDED
        if one["kind"] == "serverRequest"
    ),
]
LOCAL = ["appserver/lagged", "appserver/streamClosed", "appserver/disconnected", "appserver/reconnected"]
METHODS = (
    TEXT
    | st.sampled_from(LOCAL)
    | st.sampled_from([one["method"] for one in RECORDED if one["kind"] != "response"])
)

EVENTS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(SEEN),
    st.builds(appserver.Lagged, st.integers(min_value=0)),
    st.builds(appserver.StreamClosed, TEXT),
    st.builds(appserver.Disconnected, TEXT),
    st.builds(appserver.Reconnected, st.lists(TEXT, max_size=3).map(tuple)),
    # As a server sends them: whatever fits a model becomes one.
    st.builds(p.decode_notification, METHODS, JSON),
    st.builds(p.decode_notification, TEXT.map("codex/event/".__add__), JSON),
    st.builds(
        lambda number, method, params: appserver.ServerRequest(
            number, p.decode_server_request_params(method, params), method
        ),
        st.integers(min_value=0),
        METHODS.filter(bool),
        JSON,
    ),
)


@pytest.mark.promise("event-wire")
@given(EVENTS)
def test_every_event_comes_back_equal_through_json(event: appserver.Event) -> None:
    data = appserver.event_to_wire(event)
    again = appserver.event_from_wire(json.loads(json.dumps(data)))
    assert (type(again), again) == (type(event), event)
    assert appserver.event_to_wire(again) == data


@pytest.mark.promise("event-wire")
def test_every_recorded_event_comes_back() -> None:
    assert len({type(event) for event in SEEN}) > 15
    for event in SEEN:
        assert appserver.event_from_wire(appserver.event_to_wire(event)) == event


@pytest.mark.promise("event-wire")
async def test_what_a_client_reads_comes_back(connected: Connected) -> None:
    async with connected() as client:
        turn = await (await client.thread_start(cwd="/")).turn("command", approvals="never")
        events = [event async for event in turn]
        assert any(isinstance(event, appserver.ServerRequest) for event in events)
        for event in events:
            assert appserver.event_from_wire(json.loads(json.dumps(appserver.event_to_wire(event)))) == event


@pytest.mark.promise("event-wire")
def test_what_is_no_event_is_refused() -> None:
    things: list[Any] = [None, {}, "lagged", p.ThreadReadParams(thread_id="t"), appserver.Lagged]
    for thing in things:
        with pytest.raises(TypeError, match="event is an event"):
            appserver.event_to_wire(thing)
    wrong: list[Any] = [None, "x", [], b"{}"]
    for data in wrong:
        with pytest.raises(TypeError, match="data is a mapping"):
            appserver.event_from_wire(data)


@pytest.mark.promise("event-wire")
def test_what_no_json_can_be_made_of_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    ring: list[Any] = []
    ring.append(ring)
    wrong: list[tuple[Any, type[Exception], str]] = [
        (object(), TypeError, "object is not JSON"),
        ({1, 2}, TypeError, "set is not JSON"),
        (float("nan"), ValueError, "no such number"),
        (float("inf"), ValueError, "no such number"),
        ("a\ud800", ValueError, "half of a surrogate pair"),
        (deep, ValueError, "nested too deeply"),
        (ring, ValueError, "cannot hold itself"),
    ]
    for value, kind, text in wrong:
        events: list[Any] = [
            p.UnknownNotification("later/thing", {"a": [value]}),
            p.LegacyNotification("codex/event/x", {"a": value}),
            appserver.ServerRequest(1, {"a": value}, "later/question"),
        ]
        for event in events:
            with pytest.raises(kind, match=f"^params is .*{text}"):
                appserver.event_to_wire(event)


@pytest.mark.promise("event-wire")
def test_any_mapping_will_do() -> None:
    def frozen(value: Any) -> Any:
        if isinstance(value, dict):
            return MappingProxyType({key: frozen(inner) for key, inner in value.items()})
        return [frozen(inner) for inner in value] if isinstance(value, list) else value

    for event in [*SEEN, appserver.Lagged(3), appserver.Reconnected(("t",))]:
        data = appserver.event_to_wire(event)
        assert appserver.event_from_wire(frozen(data)) == event
        assert appserver.event_from_wire({**data, "params": frozen(data["params"])}) == event


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "method": METHODS | JSON,
            "params": JSON | st.fixed_dictionaries({"skipped": JSON, "missed": JSON, "reason": JSON}),
            "id": JSON,
            "local": st.just(True) | JSON,
        },
    )
)
def test_any_data_is_an_event_or_a_clear_refusal(data: dict[str, Any]) -> None:
    try:
        event = appserver.event_from_wire(data)
    except ValueError:
        return
    assert appserver.event_from_wire(appserver.event_to_wire(event)) == event
