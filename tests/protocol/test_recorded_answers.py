"""Our answers beside the recorded ones, field by field. What differs stands in a list, each with its promise."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import appserver
from appserver import protocol as p
from tests.protocol import recorded_answers as recorded
from tests.protocol.recorded_answers import ID, SECONDS, TEXT, differences

KEPT = {
    # No file holds a thread: docs/decisions/0008.
    ".path": "value-no-path",
    # What runs the server is told as it is.
    ".source": "value-source",
    # What the user has read is not kept.
    ".readState": "value-read-state",
    # Of an item's times, only that of its start is known afterwards.
    ".completedAtMs": "value-item-times",
    # An error that has a reason says so.
    ".data": "no-active-turn",
    # The agent knows the window of its model, and need not say it.
    ".tokenUsage.modelContextWindow": "notify-token-usage",
}
"""The differences that stay, by the end of their path, with the promise that says so."""


class Scripted(appserver.Agent):
    """Says in two pieces what the recorded model said, and took as many tokens."""

    model = "mock-model"
    model_provider = "mock"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        async with turn.message() as message:
            await message.delta("tok0 ")
            await message.delta("tok1 ")
        await turn.report_usage(input_tokens=10, output_tokens=2)


class Comparison:
    """Asks our server, and collects where it answers otherwise."""

    def __init__(self, client: appserver.AppServerClient) -> None:
        self._client = client
        self.found: dict[str, set[str]] = {}

    def note(self, name: str, ours: Any, expected: Any) -> None:
        """Compare one value."""
        paths = {path.replace("[]", "") for path in differences(ours, expected)}
        kept = {path for path in paths if any(path.endswith(end) for end in KEPT)}
        if paths - kept:
            self.found[name] = paths - kept

    async def ask(self, method: str, params: Any, expected: Any) -> Any:
        """Compare the answer to one request; return it."""
        result = await self._client.request_raw(method, params)
        self.note(method, result, expected)
        return result

    async def refused(self, method: str, params: Any, code: int, message: str) -> None:
        """Compare the error of one request."""
        with pytest.raises(appserver.ServerError) as raised:
            await self._client.request_raw(method, params)
        assert (raised.value.code, raised.value.message) == (code, message)

    async def turn(self) -> list[Any]:
        """The notifications up to the end of a turn, as they are written."""
        seen = []
        async for event in self._client:
            assert isinstance(event, p.Notification), event
            seen.append({"method": event.method, "params": event.to_wire()})
            if isinstance(event, p.TurnCompletedNotification):
                return seen
        raise AssertionError("the stream ended")


@pytest.mark.promise(
    "value-thread",
    "value-turn",
    "value-environments",
    "value-no-path",
    "value-source",
    "value-read-state",
    "value-item-times",
    "resume-page",
    "no-deprecation-notices",
    "goal-kept",
    "fork-turns",
)
async def test_threads_and_turns_are_shown_as_recorded(tmp_path: Path) -> None:
    client = await appserver.start(
        agent=Scripted(), client_name="probe", experimental_api=True, legacy_notifications=False
    )
    async with client:
        same = Comparison(client)
        start = {"cwd": str(tmp_path), "approvalPolicy": "never", "sandbox": "danger-full-access"}
        expected = {"thread": recorded.recorded_thread(), **recorded.recorded_settings()}
        thread = (await same.ask("thread/start", start, expected))["thread"]["id"]
        this = {"threadId": thread}
        await same.ask("thread/read", this, {"thread": recorded.recorded_thread(), "readState": None})
        await same.ask("thread/goal/get", this, {"goal": None})
        await same.refused("turn/interrupt", {**this, "turnId": "x"}, -32600, "no active turn to interrupt")

        asked = [{"type": "text", "text": "hello", "text_elements": []}]
        accepted = recorded.recorded_turn(
            "notLoaded", [], status="inProgress", startedAt=None, completedAt=None, durationMs=None
        )
        await same.ask("turn/start", {**this, "input": asked}, {"turn": accepted})
        told = await same.turn()
        _compare_notifications(same, told)

        message = recorded.turn_item("tok0 tok1 ")
        turn = recorded.recorded_turn("full", [recorded.USER_ITEM, message])
        idle = recorded.recorded_thread(preview="hello")
        unread = {"firstUnread": {"type": "turn", "turnId": ID}, "revision": TEXT}
        await same.ask("thread/read", this, {"thread": idle, "readState": unread})
        await same.ask(
            "thread/read",
            {**this, "includeTurns": True},
            {"thread": {**idle, "turns": [turn]}, "readState": unread},
        )
        summary = {**turn, "itemsView": "summary"}
        page = {"nextCursor": None, "backwardsCursor": TEXT}
        await same.ask("thread/turns/list", this, {"data": [summary], **page})
        items = [
            {"turnId": ID, "item": item, "startedAtMs": SECONDS, "completedAtMs": SECONDS}
            for item in (recorded.USER_ITEM, message)
        ]
        await same.ask("thread/items/list", this, {"data": items, **page})
        await same.ask("thread/name/set", {**this, "name": "n"}, {})
        named = {**idle, "name": "n"}
        listed = {**named, "canAcceptDirectInput": None}
        result = await client.request_raw("thread/list", {})
        same.note("thread/list", result["data"], [listed])
        same.note("thread/list", result | {"data": []}, {"data": [], "readStates": {}, **page})
        await same.ask(
            "thread/search",
            {"searchTerm": "hello"},
            {"data": [{"thread": listed, "snippet": "hello"}], **page},
        )
        await same.ask("thread/loaded/list", {}, {"data": [ID], "nextCursor": None})
        resumed = {
            **recorded.recorded_settings(),
            "collaborationMode": {
                "mode": "default",
                "settings": {"model": "mock-model", "reasoning_effort": None, "developer_instructions": None},
            },
            "initialTurnsPage": None,
            "turnsBackwardsCursor": TEXT,
            "itemsBackwardsCursor": TEXT,
        }
        await same.ask("thread/resume", this, {"thread": {**named, "turns": [turn]}, **resumed})
        await same.ask("thread/resume", {**this, "excludeTurns": True}, {"thread": named, **resumed})
        goal = {
            "threadId": ID,
            "objective": "o",
            "status": "paused",
            "tokenBudget": None,
            "tokensUsed": 0,
            "timeUsedSeconds": 0,
            "createdAt": SECONDS,
            "updatedAt": SECONDS,
        }
        await same.ask("thread/goal/set", {**this, "objective": "o", "status": "paused"}, {"goal": goal})
        await same.ask("thread/goal/clear", this, {"cleared": True})
        forked = {**named, "forkedFromId": ID, "preview": "", "turns": [turn]}
        sandbox = {
            "sandbox": {"type": "readOnly", "networkAccess": False},
            "activePermissionProfile": {"id": ":read-only", "extends": None},
        }
        await same.ask("thread/fork", this, {"thread": forked, **recorded.recorded_settings(**sandbox)})
        git = {"sha": None, "branch": "b", "originUrl": None}
        await same.ask(
            "thread/metadata/update",
            {**this, "gitInfo": {"branch": "b"}},
            {"thread": {**listed, "gitInfo": git}},
        )
        assert same.found == {}


def _compare_notifications(same: Comparison, told: list[Any]) -> None:
    message = recorded.turn_item("tok0 tok1 ")
    where = {"threadId": ID, "turnId": ID}
    user = {"item": recorded.USER_ITEM, **where}
    started = recorded.recorded_turn("notLoaded", [], status="inProgress", completedAt=None, durationMs=None)
    usage = {
        "total": recorded.recorded_usage(),
        "last": recorded.recorded_usage(),
        "modelContextWindow": 258400,
    }
    expected: list[tuple[str, Any]] = [
        ("thread/started", {"thread": recorded.recorded_thread()}),
        ("thread/status/changed", {"threadId": ID, "status": {"type": "active", "activeFlags": []}}),
        ("turn/started", {"threadId": ID, "turn": started}),
        ("item/started", {**user, "startedAtMs": SECONDS}),
        ("item/completed", {**user, "completedAtMs": SECONDS}),
        ("item/started", {"item": recorded.turn_item(""), **where, "startedAtMs": SECONDS}),
        ("item/agentMessage/delta", {**where, "itemId": ID, "delta": "tok0 tok1 "}),
        ("item/completed", {"item": message, **where, "completedAtMs": SECONDS}),
        ("thread/tokenUsage/updated", {**where, "tokenUsage": usage}),
        ("thread/status/changed", {"threadId": ID, "status": {"type": "idle"}}),
        ("turn/completed", {"threadId": ID, "turn": recorded.recorded_turn("summary", [message])}),
    ]
    joined = _joined(told)
    assert [one["method"] for one in joined] == [method for method, _ in expected]
    for one, (method, params) in zip(joined, expected, strict=True):
        same.note(method, one["params"], params)


class Asking(appserver.Agent):
    """Asks before a command, before a file change, and asks the user."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.run_command("true", reason="to see")
        change = p.FileUpdateChange(path="one.txt", kind=p.AddPatchChangeKind(), diff="first\n")
        await turn.apply_patch([change])
        option = p.ToolRequestUserInputOption(label="Red", description="A warm one.")
        question = p.ToolRequestUserInputQuestion(
            id="colour", header="Colour", question="Which colour?", is_other=True, options=[option]
        )
        await turn.ask_user([question])


@pytest.mark.promise(
    "value-offered-decisions", "value-question-blocks", "value-command-text", "value-file-change"
)
async def test_questions_are_asked_as_recorded(tmp_path: Path) -> None:
    where = {"threadId": ID, "turnId": ID, "itemId": ID}
    expected: dict[str, tuple[dict[str, Any], set[str]]] = {
        "item/commandExecution/requestApproval": (
            {
                "kind": "command",
                **where,
                "startedAtMs": SECONDS,
                "environmentId": "local",
                "reason": "to see",
                "command": "/bin/bash -lc true",
                "cwd": TEXT,
                "commandActions": [{"type": "unknown", "command": "true"}],
                "proposedExecpolicyAmendment": ["true"],
                "availableDecisions": ["accept", "cancel"],
            },
            {".command", ".proposedExecpolicyAmendment", ".availableDecisions"},
        ),
        "item/fileChange/requestApproval": (
            {**where, "startedAtMs": SECONDS, "reason": None, "grantRoot": None},
            set(),
        ),
        "item/tool/requestUserInput": (
            {
                **where,
                "questions": [
                    {
                        "id": "colour",
                        "header": "Colour",
                        "question": "Which colour?",
                        "isOther": True,
                        "isSecret": False,
                        "options": [{"label": "Red", "description": "A warm one."}],
                    }
                ],
                "isBlocking": False,
                "autoResolutionMs": None,
            },
            {".isBlocking"},
        ),
    }
    async with appserver.start(agent=Asking(), experimental_api=True) as client:
        thread = (await client.request(p.ThreadStartParams(cwd=str(tmp_path)))).thread.id
        prompt: list[p.UserInput] = [p.TextUserInput(text="go")]
        await client.request(p.TurnStartParams(thread_id=thread, input=prompt))
        asked = {}
        async for event in client:
            if isinstance(event, appserver.ServerRequest):
                recorded_params, kept = expected[event.method]
                asked[event.method] = differences(event.params.to_wire(), recorded_params)
                assert asked[event.method] == kept
                answers: dict[str, Any] = (
                    {"answers": {}} if "UserInput" in event.method else {"decision": "decline"}
                )
                await client.resolve_server_request(event.id, answers)
            elif isinstance(event, p.TurnCompletedNotification):
                break
        assert asked.keys() == expected.keys()


def _joined(told: list[Any]) -> list[Any]:
    """The two pieces of text as one, whether or not they were read as one."""
    joined: list[Any] = []
    for one in told:
        if joined and one["method"] == joined[-1]["method"] == "item/agentMessage/delta":
            joined[-1]["params"]["delta"] += one["params"]["delta"]
        else:
            joined.append(one)
    return joined


@pytest.mark.parametrize("promise", sorted(set(KEPT.values())))
def test_each_difference_has_a_promise_with_its_reason(promise: str) -> None:
    folder = Path(__file__).parents[1] / "promises"
    rows = [
        row
        for path in folder.glob("*.toml")
        for table in tomllib.loads(path.read_text()).values()
        for row in table
        if row["id"] == promise
    ]
    assert [bool(row.get("divergence")) for row in rows] == [True]
