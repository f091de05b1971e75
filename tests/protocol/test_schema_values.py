"""Values drawn from the schema of the real program: read, written, and read again."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appserver import protocol as p
from appserver.protocol._support import methods
from tests.protocol.codex_schema.checking import DRAWN, Failures, identity_problems, unknown_losses
from tests.protocol.codex_schema.drawing import ANYTHING, UNKNOWN_WORD, values
from tests.protocol.codex_schema.loading import CodexSchema, codex_schema
from tests.protocol.json_values import losses
from tests.rings import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(300)  # about twenty seconds on an idle machine

Path = tuple[str | int, ...]

# Whole messages, of which the models have the params; our class of that name is a base.
MESSAGES = {"ClientNotification"}


def definitions() -> Iterator[tuple[CodexSchema, str]]:
    """Give every definition of the whole schema, and those of the stable one that differ from it."""
    whole, stable = codex_schema(experimental=True), codex_schema(experimental=False)
    yield from ((whole, reference) for reference in whole.references)
    for reference in stable.references:
        if stable.node(reference) != whole.node(reference):
            yield stable, reference


def model_of(reference: str) -> type[p.WireModel] | None:
    name = reference.rpartition("/")[2]
    found = None if name in MESSAGES else getattr(p, name, None)
    return found if isinstance(found, type) and issubclass(found, p.WireModel) else None


def request_class(method: str) -> type[p.RequestParams[Any]]:
    cls = methods.request_class(method)
    assert cls is not None, f"no model has the method {method}"
    return cls


def server_request_class(method: str) -> type[p.ServerRequestParams[Any]]:
    cls = methods.server_request_class(method)
    assert cls is not None, f"no model has the method {method}"
    return cls


def answer_of(cls: type[Any], schema: CodexSchema) -> Any:
    """Give the definition of the answer to a call."""
    reference = schema.reference(cls.response_type.__name__)
    assert reference is not None, f"the schema has no {cls.response_type.__name__}"
    return schema.node(reference)


@pytest.mark.promise("protocol-every-value")
@pytest.mark.guarantee("whole-protocol")
def test_values_of_every_definition_come_back() -> None:
    failures = Failures()
    for schema, reference in definitions():
        cls = model_of(reference)
        if cls is not None:
            check = partial(identity_problems, cls, schema=schema, reference=reference)
            failures.try_values(reference, values(schema, schema.node(reference)), check)
    failures.expect_none()


@pytest.mark.promise("protocol-server-reads")
def test_a_server_takes_what_a_client_may_send() -> None:
    failures = Failures()
    schema = codex_schema(experimental=True)

    def request_problems(method: str, value: Any) -> Iterator[str]:
        params = p.decode_request(method, value)
        if params.method != method:
            yield f"is read as {params!r}"
        yield from unknown_losses(params.to_wire(), value)
        if p.decode_request_json(method, json.dumps(value).encode()) != params:
            yield "is read as something else from its text"

    def answer_problems(question: p.ServerRequestParams[Any], value: Any) -> Iterator[str]:
        yield from unknown_losses(p.decode_server_response(question, value).to_wire(), value)

    for message in schema.messages("ClientRequest"):
        if message.params is None:
            assert p.decode_request(message.method, None) == request_class(message.method)()
        else:
            check = partial(request_problems, message.method)
            failures.try_values(message.method, values(schema, schema.node(message.params)), check)
    for message in schema.messages("ServerRequest"):
        cls = server_request_class(message.method)
        answer_check = partial(answer_problems, cls.model_construct())
        failures.try_values(message.method, values(schema, answer_of(cls, schema)), answer_check)
    failures.expect_none()


@pytest.mark.promise("protocol-later-server")
@pytest.mark.guarantee("whole-protocol")
def test_a_client_takes_what_a_later_server_may_send() -> None:
    failures = Failures()
    schema = codex_schema(experimental=True)

    def notification_problems(method: str, value: Any) -> Iterator[str]:
        notification = p.decode_notification(method, value)
        if isinstance(notification, p.Notification):
            yield from unknown_losses(notification.to_wire(), value)
        else:
            yield f"is read as {notification!r}"

    def question_problems(method: str, value: Any) -> Iterator[str]:
        params = p.decode_server_request_params(method, value)
        if isinstance(params, p.ServerRequestParams):
            yield from unknown_losses(params.to_wire(), value)
        else:
            yield "is left as it is"

    def answer_problems(params: p.RequestParams[Any], value: Any) -> Iterator[str]:
        yield from unknown_losses(p.decode_response(params, value).to_wire(), value)

    for message in schema.messages("ServerNotification"):
        drawn = values(schema, schema.node(message.params), novel=True)
        failures.try_values(message.method, drawn, partial(notification_problems, message.method))
    for message in schema.messages("ServerRequest"):
        drawn = values(schema, schema.node(message.params), novel=True)
        failures.try_values(message.method, drawn, partial(question_problems, message.method))
    for message in schema.messages("ClientRequest"):
        cls = request_class(message.method)
        drawn = values(schema, answer_of(cls, schema), novel=True)
        failures.try_values(message.method, drawn, partial(answer_problems, cls.model_construct()))
    failures.expect_none()


def unknown_variants(value: Any) -> Iterator[Any]:
    """Give every variant within a model that the models do not know."""
    if isinstance(value, p.UnknownVariant):
        yield value
    elif isinstance(value, p.WireModel):
        yield from unknown_variants([inner for _, inner in value])
    elif isinstance(value, list):
        for inner in value:
            yield from unknown_variants(inner)


@pytest.mark.parametrize(
    ("cls", "unknown"),
    [
        (p.TurnCompletedNotification, p.UnknownThreadItem),  # told apart by a tag
        (p.ThreadStatusChangedNotification, p.UnknownVariant),
        (p.ErrorNotification, p.UnknownVariant),  # told apart by the only key
    ],
)
def test_later_servers_are_drawn_with_new_variants(
    cls: type[p.Notification], unknown: type[p.UnknownVariant]
) -> None:
    schema = codex_schema(experimental=True)
    found: list[Any] = []

    @settings(DRAWN, max_examples=examples(200))
    @given(values(schema, schema.node(schema.reference(cls.__name__)), novel=True))
    def draw(value: Any) -> None:
        found.extend(unknown_variants(p.decode_notification(cls.method, value)))

    draw()
    assert (unknown, UNKNOWN_WORD) in [(type(variant), variant.type) for variant in found]


def places_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """Give the path of every value within a value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places_in(item, (*path, key))


def replaced(value: Any, path: Path, new: Any) -> Any:
    """Put a new value at a path, as far as that path is still there."""
    if not path:
        return new
    key, *rest = path
    if isinstance(value, dict) and key in value:
        return {**value, key: replaced(value[key], tuple(rest), new)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], replaced(value[key], tuple(rest), new), *value[key + 1 :]]
    return value


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a notification whose params are changed anywhere, into anything; its method may be changed too."""
    schema = codex_schema(experimental=True)
    message = draw(st.sampled_from(list(schema.messages("ServerNotification"))))
    params = draw(values(schema, schema.node(message.params), novel=True))
    places = list(places_in(params))
    for _ in range(draw(st.integers(1, 3))):
        params = replaced(params, draw(st.sampled_from(places)), draw(ANYTHING))
    return draw(st.sampled_from([message.method, message.method, "unknown/method", ""])), params


@pytest.mark.promise("protocol-unknown-notification")
@settings(DRAWN, max_examples=examples(500))
@given(damaged())
def test_damaged_notifications_never_fail(notification: tuple[str, Any]) -> None:
    method, params = notification
    read = p.decode_notification(method, params)
    if isinstance(read, p.UnknownNotification):
        assert (read.method, read.params) == (method, params)
    else:
        assert isinstance(read, p.Notification)
        assert read.method == method
        json.loads(read.to_wire_json())


def look_alikes(value: Any) -> list[Any]:
    """Give the values of other types that a lenient reader would take for this one."""
    match value:
        case bool():
            return [int(value), float(value), str(value).lower(), "yes"]
        case int():
            return [str(value), f" {value} ", f"{value}_0", float(value), True]
        case float():
            return [str(value), True]
        case str():
            return [5, True]
        case _:
            return []


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a notification in which one value is of another type, but looks the same."""
    schema = codex_schema(experimental=True)
    message = draw(st.sampled_from(list(schema.messages("ServerNotification"))))
    params = draw(values(schema, schema.node(message.params)))
    places = [
        (place, look_alike)
        for place in places_in(params)
        for look_alike in look_alikes(value_at(params, place))
    ]
    if places:
        params = replaced(params, *draw(st.sampled_from(places)))
    return message.method, params


def value_at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


@pytest.mark.promise("protocol-no-conversion")
@settings(DRAWN, max_examples=examples(1000))
@given(disguised())
def test_no_value_is_taken_for_another(notification: tuple[str, Any]) -> None:
    method, params = notification
    assert losses(p.decode_notification(method, params).to_wire(), params) == []


@pytest.mark.parametrize("method", ["item/tool/call", "item/fileChange/requestApproval", "unknown/method"])
@settings(DRAWN, max_examples=examples(100))
@given(params=ANYTHING)
def test_damaged_questions_keep_their_params(method: str, params: Any) -> None:
    read = p.decode_server_request_params(method, params)
    assert isinstance(read, p.ServerRequestParams) or read == params
