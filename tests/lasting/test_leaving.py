"""Clients that leave a thread of which only the store knows by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import appserver
from appserver import protocol as p
from appserver.store import MemoryStore

if TYPE_CHECKING:
    from appserver.in_process.client import Server


def log_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "appserver"]


def threads_of(server: Server) -> list[str]:
    runtime = server._runtime
    assert runtime.session.started_threads is not None
    return [thread.id for thread in runtime.session.started_threads]


@pytest.mark.promise("last-let-go")
async def test_nobody_is_left_in_a_thread_that_was_put_away(caplog: pytest.LogCaptureFixture) -> None:
    async with appserver.serve(state_db=MemoryStore()) as server:
        client = await server.connect()
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="words")]))
        while not isinstance(await client.next_event(), p.TurnCompletedNotification):
            pass
        await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        assert threads_of(server) == []
        threads = server._runtime.session.started_threads
        assert threads is not None
        threads.nobody_left(thread_id)
        threads.nobody_left()
    assert log_of(caplog) == []
