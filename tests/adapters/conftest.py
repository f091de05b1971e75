"""The event loops that the frameworks run on."""

from __future__ import annotations

import pytest

from tests.conftest import BACKENDS
from tests.rings import LOOPS


@pytest.fixture(params=[one for one in BACKENDS if one.id in LOOPS and one.id != "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, object]]:
    """asyncio and uvloop: none of the frameworks runs on trio, and the adapters say so."""
    backend: tuple[str, dict[str, object]] = request.param
    return backend
