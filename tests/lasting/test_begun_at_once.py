"""A turn of a thread that lasts begins within the request, where nothing has to be read for it."""

from pathlib import Path
from typing import Any

import pytest

import appserver
from appserver import protocol as p


class Silent(appserver.Agent):
    async def run_turn(self, turn: appserver.TurnContext) -> None:
        pass


CHANGES: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"model": "another", "effort": "low"}, True),
    ({"cwd": "elsewhere"}, False),  # whose instructions and rules are read
    ({"approval_policy": "never"}, False),  # of which an administrator may have something to say
]


@pytest.mark.promise("last-begun-at-once")
@pytest.mark.parametrize(("changes", "at_once"), CHANGES)
async def test_a_turn_begins_within_its_request_where_no_file_is_read(
    changes: dict[str, Any], at_once: bool, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    if "cwd" in changes:
        changes = {"cwd": str(tmp_path / "elsewhere")}
    async with appserver.start(agent=Silent(), home=tmp_path / "home") as client:
        thread = await client.thread_start(cwd=tmp_path)
        params = p.TurnStartParams(thread_id=thread.id, input=[p.TextUserInput(text="hello")], **changes)
        answers: list[p.TurnStartResponse] = []

        async def begin() -> None:
            answers.append(await client.request(params))

        beginning = begin()
        if at_once:
            with pytest.raises(StopIteration):
                beginning.send(None)
        else:
            await beginning
        assert answers[0].turn.status == "inProgress"
        async for event in client:
            if isinstance(event, p.TurnCompletedNotification):
                assert event.turn.id == answers[0].turn.id
                break
