"""What the built-in processor says fits the schema of the real program, every message of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from tests.protocol.codex_schema.loading import codex_schema

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient
    from tests.protocol.codex_schema.loading import CodexSchema, MessageKind


class Checker:
    """Collects what does not fit, and which methods were seen."""

    def __init__(self, schema: CodexSchema) -> None:
        self._schema = schema
        self.problems: list[str] = []
        self.seen: set[str] = set()

    def message(self, kind: MessageKind, params: Any) -> None:
        """Check a notification or a question as it would be written on a wire."""
        wire = {"method": params.method, "params": params.to_wire()}
        if kind == "ServerRequest":
            wire["id"] = 0
        self._check(params.method, f"#/definitions/{kind}", wire)

    def answer(self, params: p.RequestParams[Any], result: Any) -> None:
        """Check the result of a request."""
        reference = self._schema.reference(params.response_type.__name__)
        assert reference is not None, params.response_type
        self._check(params.method, reference, result)

    def _check(self, method: str, reference: str, value: Any) -> None:
        self.seen.add(method)
        self.problems.extend(f"{method}: {error}" for error in self._schema.errors(reference, value))


@pytest.mark.promise("protocol-emitted")
@pytest.mark.guarantee("whole-protocol")
async def test_everything_emitted_fits_the_schema(tmp_path: Path) -> None:
    checker = Checker(codex_schema(experimental=False))
    async with appserver.start(legacy_notifications=False) as client:
        await run_everything(client, tmp_path, checker)
    assert checker.problems == []
    assert checker.seen >= {
        "configRequirements/read",
        "item/agentMessage/delta",
        "item/commandExecution/outputDelta",
        "item/commandExecution/requestApproval",
        "item/completed",
        "item/fileChange/requestApproval",
        "item/reasoning/summaryTextDelta",
        "item/started",
        "serverRequest/resolved",
        "thread/list",
        "thread/loaded/list",
        "thread/read",
        "thread/resume",
        "thread/start",
        "thread/started",
        "thread/status/changed",
        "thread/tokenUsage/updated",
        "turn/completed",
        "turn/interrupt",
        "turn/start",
        "turn/started",
    }


async def run_everything(client: AppServerClient, place: Path, checker: Checker) -> None:
    """Use each request; run a turn to its end and another until it is interrupted."""

    async def ask(params: p.RequestParams[Any]) -> Any:
        result = await client.request_raw(params.method, params.to_wire() if params.takes_params else None)
        checker.answer(params, result)
        return result

    async def run_turn(thread: str, prompt: str, *, interrupted: bool) -> None:
        params = p.TurnStartParams(thread_id=thread, input=[p.TextUserInput(text=prompt)])
        turn = (await ask(params))["turn"]["id"]
        async for event in client:
            if isinstance(event, appserver.ServerRequest):
                checker.message("ServerRequest", event.params)
                await client.resolve_server_request(event.id, {"decision": "accept"})
                if interrupted:
                    await ask(p.ThreadReadParams(thread_id=thread, include_turns=True))
                    await ask(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
                continue
            assert isinstance(event, p.Notification), event
            checker.message("ServerNotification", event)
            if isinstance(event, p.TurnCompletedNotification):
                return

    await ask(p.ConfigRequirementsReadParams())
    thread = (await ask(p.ThreadStartParams(cwd=str(place))))["thread"]["id"]
    await run_turn(thread, "say something\n!echo hi; exit 3\n>file text\n>file other text", interrupted=False)
    await run_turn(thread, "!sleep 1000", interrupted=True)
    await ask(p.ThreadReadParams(thread_id=thread, include_turns=True))
    await ask(p.ThreadListParams())
    await ask(p.ThreadLoadedListParams())
    await ask(p.ThreadResumeParams(thread_id=thread))
