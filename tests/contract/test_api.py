"""Both implementations offer what the stub promises, by name, parameter and kind."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import appserver.events
from tests import oracle
from tests.contract.jobs import open_request
from tests.contract.notifications import best_effort

if TYPE_CHECKING:
    from tests.contract.harness import Harness

STUB = Path(appserver.events.__file__).with_name("_core.pyi")
PROMISED_CLASSES = {
    node.name: {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    for node in ast.parse(STUB.read_text()).body
    if isinstance(node, ast.ClassDef)
}
CORE_CLASSES = ["ConnectionCore", "Hooks", "ParkedSend", "ServerCore", "Subscription"]
"""The others of the native module are not parts of the core that it is compared by."""
PROMISED_METHODS = [
    (class_name, method_name) for class_name in CORE_CLASSES for method_name in PROMISED_CLASSES[class_name]
]


def promised_parameters(class_name: str, method_name: str) -> list[tuple[str, bool]]:
    """Name, and whether it must be given by name, of each parameter but the first."""
    arguments = PROMISED_CLASSES[class_name][method_name].args
    positional = [(argument.arg, False) for argument in arguments.args[1:]]
    return positional + [(argument.arg, True) for argument in arguments.kwonlyargs]


def offered_parameters(function: Any, *, bound: bool) -> list[tuple[str, bool]]:
    parameters = list(inspect.signature(function).parameters.values())
    return [
        (parameter.name, parameter.kind is parameter.KEYWORD_ONLY)
        for parameter in parameters[0 if bound else 1 :]
    ]


def test_the_stub_is_read() -> None:
    assert set(PROMISED_CLASSES) >= {"Empty", "YieldFirst", "Outcome"}
    assert len(PROMISED_METHODS) > 45


@pytest.mark.parametrize(("class_name", "method_name"), PROMISED_METHODS)
def test_every_promised_method_is_there(harness: Harness, class_name: str, method_name: str) -> None:
    offered_class = getattr(harness.module, class_name)
    if method_name == "__new__":
        assert offered_parameters(offered_class, bound=True) == promised_parameters(class_name, method_name)
        return
    promise = PROMISED_CLASSES[class_name][method_name]
    offered = inspect.getattr_static(offered_class, method_name)
    if any(isinstance(mark, ast.Name) and mark.id == "property" for mark in promise.decorator_list):
        assert not callable(offered)
        return
    offered = getattr(offered_class, method_name)
    assert offered_parameters(offered, bound=False) == promised_parameters(class_name, method_name)


@pytest.mark.parametrize("class_name", ["ConnectionCore", "ParkedSend", "ServerCore", "Subscription"])
def test_nothing_more_is_public(harness: Harness, class_name: str) -> None:
    offered = {name for name in dir(getattr(harness.module, class_name)) if not name.startswith("_")}
    assert offered == {name for name in PROMISED_CLASSES[class_name] if not name.startswith("_")}


def test_the_sign_for_an_empty_queue_is_false_and_shared(harness: Harness) -> None:
    assert not harness.module.EMPTY
    assert repr(harness.module.EMPTY) == "EMPTY"
    assert harness.start()[1].events.take() is oracle.EMPTY


def test_the_delivery_classes_are_the_same_table(harness: Harness) -> None:
    assert dict(harness.module.DELIVERY_CLASSES) == oracle.DELIVERY_CLASSES


def test_the_audience_of_everyone_is_the_same_set(harness: Harness) -> None:
    assert harness.module.EVERYONE == oracle.EVERYONE
    assert isinstance(harness.module.EVERYONE, frozenset)


def test_the_rejections_are_the_same_table(harness: Harness) -> None:
    assert dict(harness.module.REJECTIONS) == oracle.REJECTIONS


def test_the_counters_have_the_same_names(harness: Harness) -> None:
    subject, naive = harness.start(), type(harness)(oracle).start()
    assert [set(core.stats()) for core in subject] == [set(core.stats()) for core in naive]
    assert set(subject[1].events.stats()) == set(naive[1].events.stats())


def test_an_unknown_policy_is_refused_with_the_ones_there_are(harness: Harness) -> None:
    with pytest.raises(ValueError, match=r"unknown drop policy .never.: use one of coalesce, drop_newest"):
        harness.start(policy="never")


def test_an_unknown_policy_of_a_further_stream_is_refused_too(harness: Harness) -> None:
    _, connection = harness.start()
    with pytest.raises(ValueError, match=r"unknown drop policy .never.: use one of coalesce, drop_newest"):
        harness.subscribe(connection, policy="never")


@pytest.mark.parametrize("bounds", [{"capacity": 0}, {"max_bytes": 0}])
def test_a_bound_of_zero_is_clamped_to_one(harness: Harness, bounds: dict[str, Any]) -> None:
    server, connection = harness.start(policy="drop_newest", **bounds)
    harness.send(server, best_effort("first"), best_effort("second"))
    assert connection.events.stats()["queued"] == 1
    assert connection.events.stats()["dropped"] == 1


def test_a_server_runs_one_handler_at_the_least(harness: Harness) -> None:
    _, connection = harness.start(max_handlers=0)
    assert [open_request(connection, name).admit() for name in "ab"] == [True, False]
