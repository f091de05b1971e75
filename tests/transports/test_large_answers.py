"""An answer with millions of values: it is not read, and counts as a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest

import appserver
from appserver.turns.value_bounds import MAX_VALUES
from tests.transports.conftest import listening

if TYPE_CHECKING:
    from pathlib import Path


class Asking(appserver.Agent):
    """Asks before a command, and says what became of it."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        result = await turn.run_command("true")
        await turn.send_message(result.status)


@pytest.mark.promise("few-values")
async def test_an_answer_with_too_many_values_is_a_refusal(short_path: Path) -> None:
    async with listening("unix", short_path, agent=Asking()) as host:
        client = await host.connect()
        await client.start_turn(await client.start_thread(approvalPolicy="untrusted"), "go")
        said = ""
        with anyio.fail_after(30):
            while not said:
                event = await client.next_event()
                if event.get("method") == "item/commandExecution/requestApproval":
                    answer = {"decision": "accept", "more": [0] * (MAX_VALUES + 1)}
                    await client.send({"id": event["id"], "result": answer})
                elif event.get("method") == "item/completed":
                    item = event["params"]["item"]
                    said = item["text"] if item["type"] == "agentMessage" else ""
        assert said == "failed"  # it was not run
        assert await client.start_thread()
