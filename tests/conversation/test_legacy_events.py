"""Threads and turns show no events of the old protocol, whatever their client is sent."""

from __future__ import annotations

import pytest

import appserver
from appserver import protocol as p
from tests.conversation.conftest import Doer


@pytest.mark.promise("turn-own-events")
async def test_a_turn_shows_no_legacy_events() -> None:
    async with appserver.start(agent=Doer(), legacy_notifications=True) as client:
        all_events = client.subscribe()
        thread = await client.thread_start()
        for how in ("say 2", "wait"):
            turn = await thread.turn(how)
            shown = []
            async for event in turn:
                shown.append(event)
                if how == "wait" and isinstance(event, p.AgentMessageDeltaNotification):
                    await turn.interrupt()
            assert isinstance(shown[-1], p.TurnCompletedNotification)
            assert not [
                event for event in shown if isinstance(event, p.LegacyNotification | p.UnknownNotification)
            ]
        assert (await thread.run("say 1")).status == "completed"
        kinds: set[str] = set()
        while len(kinds) < 2:
            found = await all_events.next_event()
            if isinstance(found, p.LegacyNotification) and found.method.endswith(
                ("task_complete", "turn_aborted")
            ):
                kinds.add(found.method)
