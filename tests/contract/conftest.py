"""Every contract test runs on both cores."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.contract.harness import Harness

CORES = {"oracle": "tests.oracle", "native": "appserver._core"}


@pytest.fixture(params=list(CORES))
def harness(request: pytest.FixtureRequest) -> Harness:
    return Harness(import_module(CORES[request.param]))
