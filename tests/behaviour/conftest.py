"""Runs the tests of the facade on the native core and on the oracle."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from appserver import _core
from appserver.backends import asyncio_tasks
from tests import oracle
from tests.behaviour.support import Bench, Crowd
from tests.behaviour.ways import IN_PROCESS, WAYS
from tests.rings import SOAK

ON_BOTH_CORES = {
    "test_accounting",
    "test_cancellation",
    "test_full_lanes",
    "test_request_ids",
    "test_shutdown",
    "test_stalled_reader",
}
"""The modules whose promises do not involve threads, forks or speed; there the oracle stands in for nobody."""


CROWDS: dict[str, tuple[Crowd, ...]] = {
    "test_accounting": ("1", "3, first", "3, last"),
    "test_bad_input": ("1", "3, last"),
    "test_cancellation": ("1", "3, first", "3, last"),
    "test_full_lanes": ("1", "3, first", "3, last"),
    "test_handshake": ("1", "3, last"),
    "test_process_lifetime": ("1", "3, first"),
    "test_request_ids": ("1", "3, first", "3, last"),
    "test_shutdown": ("1", "3, first"),
    "test_stalled_reader": ("1", "3, first", "3, last"),
    "test_task_factories": ("1", "3, last"),
    "test_threads_and_loops": ("1", "3, first", "3, last"),
}
"""How many connections there are in the tests of a module, and which of them the test holds."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every test of these modules both cores, and its numbers of connections on the native one."""
    assert metafunc.module is not None  # what is collected here are modules
    name = metafunc.module.__name__.rpartition(".")[2]
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", WAYS)
    if "core" not in metafunc.fixturenames:
        return
    if asyncio_tasks.PYTHON_CAN:
        ways = ["at once", "later"] if inspect.iscoroutinefunction(metafunc.function) else ["at once"]
        metafunc.parametrize("first_steps", ways, indirect=True)
    marked = {mark.name for mark in metafunc.definition.iter_markers()}
    crowds: tuple[Crowd, ...] = CROWDS.get(name, ("1",))
    if "one_connection" in marked:
        crowds = ("1",)
    elif "ends_server" in marked:
        crowds = tuple(crowd for crowd in crowds if crowd != "3, last")
    runs = [("native", crowd) for crowd in crowds]
    if name in ON_BOTH_CORES and "native_core" not in marked:
        runs.append(("oracle", "1"))
    metafunc.parametrize(("core", "crowd"), runs, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what shows nothing new.

    That is: many connections on uvloop, which runs the very code of asyncio, and the second way to start tasks and ways
    over a wire anywhere but on asyncio. The soak leaves out nothing.
    """
    if SOAK:
        return
    left_out = [
        item
        for item in items
        if isinstance(item, pytest.Function)
        and (callspec := getattr(item, "callspec", None)) is not None
        and _shows_nothing_new(item.name, callspec.params)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def _shows_nothing_new(name: str, params: dict[str, Any]) -> bool:
    if "asyncio" in name:
        return params.get("first_steps") == "later" and params.get("way", IN_PROCESS) != IN_PROCESS
    is_later = params.get("first_steps") == "later"
    is_on_a_wire = params.get("way", IN_PROCESS) != IN_PROCESS
    return is_later or is_on_a_wire or ("uvloop" in name and params.get("crowd", "1") != "1")


@pytest.fixture(autouse=True)
def core(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set which core `Bench.start` runs on."""
    monkeypatch.setattr(Bench, "core_module", oracle if request.param == "oracle" else _core)


@pytest.fixture(autouse=True)
def crowd(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set how many connections `Bench.start` makes."""
    monkeypatch.setattr(Bench, "crowd", request.param)


@pytest.fixture(autouse=True)
def first_steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set whether `async` handlers begin within the call that asks, or later; where this Python can do both."""
    if getattr(request, "param", "at once") == "later":
        monkeypatch.setattr(asyncio_tasks, "PYTHON_CAN", False)
