"""Synchronous clients of one server, in this process and over a socket."""

from __future__ import annotations

import tempfile
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from appserver import sync
from tests.conversation.conftest import Doer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Client = sync.InProcessAppServerClient | sync.RemoteAppServerClient
    Connected = Callable[[], AbstractContextManager[Client]]


def threads_of_ours() -> list[threading.Thread]:
    """The threads that run loops."""
    return [thread for thread in threading.enumerate() if thread.name == "appserver.sync"]


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    assert not threads_of_ours()
    yield
    assert not threads_of_ours()


@pytest.fixture
def agent() -> Doer:
    """Who answers turns."""
    return Doer()


@pytest.fixture(params=["in process", "unix"])
def connected(request: pytest.FixtureRequest, agent: Doer) -> Connected:
    """A client of a server of its own."""

    @contextmanager
    def connect() -> Iterator[Client]:
        with ExitStack() as stack:
            if request.param == "in process":
                yield stack.enter_context(sync.start(agent=agent))
                return
            place = stack.enter_context(tempfile.TemporaryDirectory(prefix="appserver-"))
            server = stack.enter_context(sync.serve(agent=agent))
            listener = server.listen(f"unix://{Path(place) / 's'}")
            yield stack.enter_context(sync.connect(listener.url))

    return connect
