"""The strict check of what users write: it sees every program, and would see an event of an unknown type."""

from __future__ import annotations

from typing import get_args

import appserver
from appserver import protocol as p
from docs.check_types import programs
from tests.docs.programs import ROOT


def test_every_snippet_and_example_is_checked() -> None:
    found = programs()
    assert {f"example_{path.stem}" for path in (ROOT / "examples").glob("*.py")} <= found.keys()
    assert sum(name.startswith("README") for name in found) == 2
    assert any("async for event in client" in source for source in found.values())


def test_an_event_is_a_union_of_types() -> None:
    names = {
        getattr(member, "__forward_arg__", None) or member.__name__ for member in get_args(appserver.Event)
    }
    assert names == {
        "protocol.Notification",
        "protocol.LegacyNotification",
        "protocol.UnknownNotification",
        "ServerRequest",
        "Lagged",
        "StreamClosed",
        "Disconnected",
        "Reconnected",
    }
    assert hasattr(p, "Notification")
