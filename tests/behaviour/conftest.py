"""Runs the tests of the facade on the native core and on the one in plain Python."""

from __future__ import annotations

import pytest

from tests.behaviour.support import Bench

ON_BOTH_CORES = {
    "test_accounting",
    "test_cancellation",
    "test_full_lanes",
    "test_request_ids",
    "test_shutdown",
    "test_stalled_reader",
}
"""The modules whose promises do not involve threads, forks or speed; there the fake core stands in for nobody."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every test of these modules both cores."""
    if "core" in metafunc.fixturenames:
        name = metafunc.module.__name__.rpartition(".")[2]
        native_only = metafunc.definition.get_closest_marker("native_core") is not None
        both = name in ON_BOTH_CORES and not native_only
        metafunc.parametrize("core", ["native", "fake"] if both else ["native"], indirect=True)


@pytest.fixture(autouse=True)
def core(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set which core `Bench.start` runs on."""
    monkeypatch.setattr(Bench, "fake_core", request.param == "fake")
