"""The synchronous classes are those that are written from the asynchronous ones, and lack nothing."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import appserver
from appserver import sync
from generator.sync import write_sync

PAIRS = {
    appserver.Thread: sync.Thread,
    appserver.Turn: sync.Turn,
    appserver.AppServerClient: sync.AppServerClient,
    appserver.InProcessAppServerClient: sync.InProcessAppServerClient,
    appserver.RemoteAppServerClient: sync.RemoteAppServerClient,
    appserver.Server: sync.Server,
    appserver.Listener: sync.Listener,
    appserver.EventStream: sync.EventStream,
}
NEEDS_A_LOOP = {"handle", "threads", "serve_stdio"}
"""What has no sense without a loop: the handle below, threads to share with another server, and standard streams."""


def test_what_is_written_is_what_stands_there() -> None:
    for path, text in write_sync().items():
        assert path.read_text() == text, f"{path.name} is stale; run `python -m generator.sync`"


@pytest.mark.promise("sync-signatures")
@pytest.mark.parametrize(("of_loop", "without"), PAIRS.items())
def test_every_public_name_is_there_with_the_same_signature_and_a_text(of_loop: Any, without: Any) -> None:
    names = [name for name in dir(of_loop) if not name.startswith("_") and name not in NEEDS_A_LOOP]
    for name in names:
        there, here = inspect.getattr_static(of_loop, name), inspect.getattr_static(without, name)
        if not inspect.isfunction(there):
            continue
        expected, found = inspect.signature(there), inspect.signature(here)
        assert list(found.parameters) == [name for name in expected.parameters if name != "policy"]
        for parameter in list(found.parameters.values())[1:]:
            other = expected.parameters[parameter.name]
            assert (parameter.kind, parameter.default, parameter.annotation) == (
                other.kind,
                other.default,
                other.annotation,
            )
        assert not inspect.iscoroutinefunction(here)
        text = inspect.getdoc(here) or ""
        assert text, name
        assert not re.search(r"\bawait|\basync (?:for|with)\b|Cancellation", text), (name, text)
        assert "Any" not in str(found.return_annotation) or "Any" in str(expected.return_annotation)


def test_the_entries_take_the_same() -> None:
    for name in ("start", "serve", "connect"):
        expected = inspect.signature(getattr(appserver, name)).parameters
        assert dict(inspect.signature(getattr(sync, name)).parameters) == dict(expected)
