"""Who is asked before a tool of an MCP server is called, and what becomes of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.events import ServerRequest
from appserver.policy.tool_servers import FORBIDDEN, NEVER, Hints, verdict
from appserver.testing import start_client
from appserver.turns.permissions import PROFILES
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import check_turn, last_turn, new_thread, start_turn
from tests.mcp.agents import agent_of, calls_of, row, text_of

if TYPE_CHECKING:
    from appserver import Event

pytestmark = pytest.mark.promise("mcp-consent")

READ_ONLY, FULL = PROFILES[":read-only"], p.DangerFullAccessSandboxPolicy()


def granular(*, elicitations: bool) -> p.GranularAskForApproval:
    """A policy of many flags."""
    return p.GranularAskForApproval(
        granular=p.GranularAskForApprovalFields(
            sandbox_approval=True, rules=True, mcp_elicitations=elicitations
        )
    )


@pytest.mark.parametrize(
    ("hints", "consent"),
    [
        (Hints(), True),
        (Hints(reads_only=True), False),
        (Hints(reads_only=False), True),
        (Hints(is_destructive=True), True),
        (Hints(reads_only=True, is_destructive=True), True),
        (Hints(is_destructive=False), True),
        (Hints(is_open_world=False), True),
        (Hints(is_destructive=False, is_open_world=False), False),
        (Hints(is_destructive=False, is_open_world=True), True),
    ],
)
@pytest.mark.parametrize("policy", ["untrusted", "on-request"])
def test_a_tool_that_may_do_harm_is_asked_about(hints: Hints, consent: bool, policy: str) -> None:
    for sandbox in (READ_ONLY, FULL):
        said = verdict("auto", hints, policy, sandbox)
        assert (said.asks, said.may_remember, said.refusal) == (consent, consent, None)


@pytest.mark.parametrize(
    ("mode", "policy", "sandbox", "asks", "refusal"),
    [
        ("auto", "never", READ_ONLY, False, NEVER),
        ("auto", "never", FULL, False, None),
        ("prompt", "never", READ_ONLY, False, NEVER),
        ("prompt", "never", FULL, False, None),
        ("prompt", "on-request", FULL, True, None),
        ("approve", "never", READ_ONLY, False, None),
        ("approve", "untrusted", READ_ONLY, False, None),
        ("auto", granular(elicitations=True), READ_ONLY, True, None),
        ("auto", granular(elicitations=False), READ_ONLY, False, FORBIDDEN),
    ],
)
def test_the_mode_of_a_tool_and_the_policy(
    mode: str, policy: Any, sandbox: Any, asks: bool, refusal: str | None
) -> None:
    said = verdict(mode, Hints(), policy, sandbox)
    assert (said.asks, said.refusal) == (asks, refusal)
    assert not said.may_remember or mode == "auto"


async def asked(
    tools: list[str], *answers: Any, policy: str = "on-request", remember: Any = None, **fields: Any
) -> tuple[list[p.McpToolCallThreadItem], list[Any], list[Any], list[Event]]:
    """Call tools one after the other: their items, the questions, what the model was told, all events."""
    calls = [
        [*call_events(tool, {}, f"c{n}", namespace="mcp__mini"), completed()] for n, tool in enumerate(tools)
    ]
    events: list[Event] = []
    questions: list[Any] = []
    with TestProvider(*calls, text_events("ok")) as provider:
        agent = agent_of(provider, {"mini": row(**fields)}, remember_tool=remember)
        async with start_client(agent=agent) as client:
            await start_turn(client, await new_thread(client, approval_policy=policy))
            with anyio.fail_after(30):
                async for event in client:
                    events.append(event)
                    if isinstance(event, ServerRequest):
                        answer = answers[len(questions)]
                        questions.append(event.params)
                        if isinstance(answer, ServerError):
                            await client.reject_server_request(event.id, answer)
                        else:
                            await client.resolve_server_request(event.id, answer)
                    if isinstance(event, p.TurnCompletedNotification):
                        break
        begin = next(n for n, event in enumerate(events) if isinstance(event, p.TurnStartedNotification))
        check_turn(events[begin:])
        assert last_turn(events).status == "completed"
        return calls_of(events), questions, provider.requests[-1].outputs, events


ACCEPT = {"action": "accept", "content": {}}


async def test_the_user_is_asked_with_what_the_call_is() -> None:
    [item], [question], [output], events = await asked(["wipe"], ACCEPT)
    assert item.status == "completed"
    assert isinstance(question, p.FormMcpServerElicitationRequestParams)
    assert (question.server_name, question.message) == (
        "mini",
        'Allow the mini MCP server to run tool "wipe"?',
    )
    assert question.meta == {
        "codex_approval_kind": "mcp_tool_call",
        "persist": ["session"],
        "tool_name": "wipe",
        "tool_description": "danger",
        "tool_params": {},
        "tool_params_display": [],
    }
    assert text_of(output) == "wiped"
    flags = [
        event.status.active_flags
        for event in events
        if isinstance(event, p.ThreadStatusChangedNotification)
        and isinstance(event.status, p.ActiveThreadStatus)
    ]
    assert flags == [[], ["waitingOnApproval"], []]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"action": "decline"}, "user rejected MCP tool call"),
        ({"action": "cancel"}, "user cancelled MCP tool call"),
        (ServerError("no"), "MCP tool call requires approval, and nobody has answered"),
    ],
)
async def test_without_consent_there_is_no_call_and_the_turn_goes_on(answer: Any, said: str) -> None:
    [item], _, [output], _ = await asked(["wipe"], answer)
    assert item.status == "failed"
    assert item.result is None
    assert item.error is not None
    assert item.error.message == text_of(output) == said


async def test_consent_for_the_session_holds_for_that_tool() -> None:
    session = {**ACCEPT, "_meta": {"persist": "session"}}
    items, questions, _, _ = await asked(["wipe", "wipe"], session)
    assert [item.status for item in items] == ["completed", "completed"]
    assert len(questions) == 1


async def test_consent_without_more_holds_once() -> None:
    items, questions, _, _ = await asked(["wipe", "wipe"], ACCEPT, {"action": "decline"})
    assert [item.status for item in items] == ["completed", "failed"]
    assert len(questions) == 2


async def test_consent_for_ever_is_handed_to_whoever_keeps_it() -> None:
    kept: list[tuple[str, str]] = []
    always = {**ACCEPT, "_meta": {"persist": "always"}}
    items, [question], _, _ = await asked(
        ["wipe", "wipe"], always, remember=lambda server, tool: kept.append((server, tool))
    )
    assert question.meta["persist"] == ["session", "always"]
    assert kept == [("mini", "wipe")]
    assert [item.status for item in items] == ["completed", "completed"]


async def test_a_tool_that_is_always_asked_about_offers_nothing_to_remember() -> None:
    session = {**ACCEPT, "_meta": {"persist": "session"}}
    items, questions, _, _ = await asked(
        ["fail", "fail"], session, ACCEPT, default_tools_approval_mode="prompt"
    )
    assert len(items) == len(questions) == 2
    assert all("persist" not in question.meta for question in questions)


async def test_under_never_nobody_is_asked_and_the_model_is_told_why() -> None:
    [item], questions, [output], _ = await asked(["wipe"], policy="never")
    assert questions == []
    assert item.error is not None
    assert item.error.message == text_of(output) == NEVER
