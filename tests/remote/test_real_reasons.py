"""What the real program refuses has our classes, by the texts that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from tests.remote.test_real_codex import codex, events_of, start_turn

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(120)  # a few seconds on an idle machine, most of them the program's

UNKNOWN = "01a21b45-5a48-7b23-8c88-47eb4e25933c"


@pytest.mark.promise("errors-by-reason")
async def test_its_refusals_have_the_classes_of_ours(tmp_path: Path) -> None:
    async with codex(tmp_path, experimental_api=True) as (client, thread_id):
        async for _event in events_of(client, await start_turn(client, thread_id, "hello")):
            pass
        ephemeral = (await client.request(p.ThreadStartParams(cwd="/", ephemeral=True))).thread.id
        await client.request(p.ThreadReadParams(thread_id=thread_id))
        text = [p.TextUserInput(text="more")]
        refused: list[tuple[type[appserver.ReasonedError], Any]] = [
            (appserver.ThreadNotFoundError, p.TurnStartParams(thread_id=UNKNOWN, input=text)),
            (appserver.ThreadNotFoundError, p.TurnInterruptParams(thread_id=UNKNOWN, turn_id="x")),
            (appserver.ThreadNotFoundError, p.ThreadReadParams(thread_id=UNKNOWN)),
            (appserver.ThreadNotFoundError, p.ThreadResumeParams(thread_id=UNKNOWN)),
            (appserver.ThreadNotFoundError, p.ThreadForkParams(thread_id=UNKNOWN)),
            (appserver.ThreadNotFoundError, p.ThreadArchiveParams(thread_id=UNKNOWN)),
            (appserver.ThreadNotFoundError, p.ThreadUnarchiveParams(thread_id=UNKNOWN)),
            (appserver.ThreadNotFoundError, p.ThreadResumeParams(thread_id="nonsense")),
            (appserver.TurnNotFoundError, p.ThreadForkParams(thread_id=thread_id, last_turn_id=UNKNOWN)),
            (appserver.NoActiveTurnError, p.TurnInterruptParams(thread_id=thread_id, turn_id="x")),
            (
                appserver.NoActiveTurnError,
                p.TurnSteerParams(thread_id=thread_id, expected_turn_id="x", input=text),
            ),
            (appserver.EphemeralThreadError, p.ThreadReadParams(thread_id=ephemeral, include_turns=True)),
            (appserver.EphemeralThreadError, p.ThreadDeleteParams(thread_id=ephemeral)),
            (
                appserver.EphemeralThreadError,
                p.ThreadMetadataUpdateParams(
                    thread_id=ephemeral, git_info=p.ThreadMetadataGitInfoUpdateParams(branch="main")
                ),
            ),
            (appserver.LoginRequiredError, p.GetAccountRateLimitsParams()),
        ]
        wrong: list[object] = []
        for kind, params in refused:
            try:
                await client.request(params)
            except appserver.ServerError as error:
                if type(error) is not kind or error.data is not None:
                    wrong.append((kind.__name__, params.method, repr(error), error.data))
            else:
                wrong.append((kind.__name__, params.method, "no error"))
        long = p.TextUserInput(text="x" * (1 << 20) + "x")
        with pytest.raises(appserver.InputTooLargeError):
            await client.request(p.TurnStartParams(thread_id=thread_id, input=[long]))
        await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        with pytest.raises(appserver.ThreadArchivedError):
            await client.request(p.ThreadResumeParams(thread_id=thread_id))
        assert wrong == []
