"""A scripted peer for every test that asks for one."""

from __future__ import annotations

import pytest

from appserver import _core
from appserver.client.remote import link
from tests.remote.scripted import ScriptedPeer


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what shows nothing new: another process on uvloop, whose descriptors other tests watch."""
    left_out = [item for item in items if "uvloop-program]" in item.name]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> ScriptedPeer:
    """A peer that follows a script; `connect` returns a client of it."""
    scripted = ScriptedPeer()
    monkeypatch.setattr(_core, "Wire", scripted.make_wire, raising=False)
    monkeypatch.setattr(link, "FIRST_DELAY", 0)
    return scripted
