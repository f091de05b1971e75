"""The models against tables drawn from Codex's own schema; `extract_schema.py` renews them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from appserver import protocol as p
from appserver.protocol import methods
from appserver.protocol.base import EXPERIMENTAL

SCHEMA = json.loads((Path(__file__).parent / "data" / "schema.json").read_text())

# Bases, and what stands for things that have no struct of their own in the schema.
WITHOUT_STRUCT = {
    "ClientNotification",
    "ConfigRequirementsReadParams",  # the method has no params
    "InitializedNotification",  # likewise
    "Notification",
    "ProjectRootsFileSystemSpecialPath",  # titled after its tag field in the schema
    "RequestParams",
    "ServerRequestParams",
    "TurnInterruptResponse",  # an object without fields
    "UnknownFileSystemSpecialPath",  # has no title in the schema
    "WireModel",
}


def is_model(name: str) -> bool:
    value = getattr(p, name)
    return isinstance(value, type) and issubclass(value, p.WireModel)


def test_every_model_is_in_the_schema() -> None:
    models = {name for name in p.__all__ if is_model(name) and not name.endswith("Fields")}
    assert models - set(SCHEMA["structs"]) == WITHOUT_STRUCT


@pytest.mark.parametrize("name", sorted(SCHEMA["structs"]))
def test_fields(name: str) -> None:
    ours = {}
    for field in getattr(p, name).model_fields.values():
        marks = ["required"] if field.is_required() else []
        if EXPERIMENTAL in field.metadata:
            marks.append("experimental")
        ours[field.serialization_alias] = marks
    theirs = dict(SCHEMA["structs"][name])
    if name == "ImageUserInput":
        # The schema puts the two ways to name an image into a nested union.
        theirs.update({"url": [], "fileId": []})
    assert ours == theirs


def literals(annotation: Any) -> list[str]:
    if isinstance(annotation, str):
        return [annotation]
    return [value for argument in get_args(annotation) for value in literals(argument)]


@pytest.mark.parametrize("name", sorted(SCHEMA["enums"]))
def test_enums(name: str) -> None:
    assert sorted(literals(getattr(p, name))) == sorted(SCHEMA["enums"][name])


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("ClientRequest", methods.REQUESTS),
        ("ServerRequest", methods.SERVER_REQUESTS),
        ("ServerNotification", methods.NOTIFICATIONS),
    ],
)
def test_methods(kind: str, table: dict[str, str]) -> None:
    theirs = SCHEMA["methods"][kind]
    assert set(table) == set(theirs)
    for method, name in table.items():
        cls = getattr(p, name)
        assert cls.method == method
        if theirs[method] is None:
            assert not cls.takes_params
        else:
            assert theirs[method] == name


@pytest.mark.parametrize("name", [*methods.REQUESTS.values(), *methods.SERVER_REQUESTS.values()])
def test_calls_know_their_answers(name: str) -> None:
    assert getattr(p, name).response_type is getattr(p, name.removesuffix("Params") + "Response")


def test_names_are_public_and_lazy_tables_agree() -> None:
    from appserver.protocol._exports import MODULES

    assert sorted(MODULES) == sorted(p.__all__)
    assert set(p.__all__) <= set(dir(p))
    for name in p.__all__:
        assert getattr(p, name) is not None
    for table in (methods.REQUESTS, methods.SERVER_REQUESTS, methods.NOTIFICATIONS):
        assert set(table.values()) <= set(p.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Nope'"):
        _ = p.Nope
