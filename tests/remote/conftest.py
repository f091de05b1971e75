"""A scripted peer for every test that asks for one."""

from __future__ import annotations

import pytest

from appserver import _core
from appserver.client.remote import link
from tests.remote.scripted import ScriptedPeer


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> ScriptedPeer:
    """A peer that follows a script; `connect` returns a client of it."""
    scripted = ScriptedPeer()
    monkeypatch.setattr(_core, "Wire", scripted.make_wire, raising=False)
    monkeypatch.setattr(link, "FIRST_DELAY", 0)
    return scripted
