"""Rules on commands in a running server: what the user is asked, what may be answered, and what is kept of it."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.events import ServerRequest
from appserver.execution.sandbox import sandbox_support
from appserver.tools import STANDARD_TOOLS
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import check_turn, items_of, last_turn, new_thread, start_turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from appserver import AppServerClient, Event

NO_SANDBOX = pytest.mark.skipif(sandbox_support().mechanism is None, reason="no sandbox works here")
ESCALATED = {"sandbox_permissions": "require_escalated", "justification": "May I?"}
RULES = """\
# of mine
prefix_rule(pattern=["touch", "ok"])
prefix_rule(pattern=["git", "push"], decision="prompt", justification="pushes need a look")
prefix_rule(pattern=["curl"], decision="forbidden", justification="no curl")
"""


class Session:
    """A server with a home, a model that calls what it is told to, and a thread.

    Attributes:
        file: the rules of the home that users add to.
        work: the directory of the thread.
        questions: all that were asked.
        told: what the model was told with the last request: outputs, and what a developer says after them.
    """

    def __init__(self, place: Path, rules: str = "") -> None:
        self.home, self.work = place / "home", place / "work"
        self.work.mkdir()
        (self.home / "rules").mkdir(parents=True)
        self.file = self.home / "rules" / "default.rules"
        if rules:
            self.file.write_text(rules)
        self.questions: list[p.CommandExecutionRequestApprovalParams] = []
        self.told: list[Any] = []

    async def play(
        self,
        *calls: dict[str, Any] | str,
        decide: Callable[[p.CommandExecutionRequestApprovalParams], Any] = lambda _params: "decline",
        apart: bool = False,
        **thread: Any,
    ) -> list[Event]:
        """One turn in which the model makes these calls, at once or one after the other."""
        arguments = [{"cmd": call} if isinstance(call, str) else call for call in calls]
        steps = [
            call_events("exec_command", {"login": False, **said}, f"call_{number}", number)
            for number, said in enumerate(arguments)
        ]
        answers = [[*step, completed()] for step in steps]
        if not apart:
            answers = [[*(event for step in steps for event in step), completed()]]
        with TestProvider(*answers, text_events("done")) as provider:
            agent = provider.agent(standard_tools=tuple(STANDARD_TOOLS))
            async with appserver.start(agent=agent, home=self.home, experimental_api=True) as client:
                settings = {"sandbox": "read-only", "approval_policy": "on-request", **thread}
                thread_id = await new_thread(client, cwd=str(self.work), **settings)
                await start_turn(client, thread_id)
                events = [event async for event in self._events(client, decide)]
        check_turn([event for event in events if not isinstance(event, ServerRequest)])
        sent = provider.requests[-1].body["input"]
        first = next(number for number, item in enumerate(sent) if item["type"].endswith("_call"))
        self.told = [
            item.get("output") or item["content"][0]["text"]
            for item in sent[first:]
            if item["type"].endswith("_output") or item.get("role") == "developer"
        ]
        return events

    async def _events(self, client: AppServerClient, decide: Callable[[Any], Any]) -> AsyncIterator[Event]:
        async for event in client:
            yield event
            if isinstance(event, ServerRequest):
                assert isinstance(event.params, p.CommandExecutionRequestApprovalParams)
                self.questions.append(event.params)
                await client.resolve_server_request(event.id, {"decision": decide(event.params)})
            if isinstance(event, p.TurnCompletedNotification):
                return


def amend(params: p.CommandExecutionRequestApprovalParams) -> Any:
    """The answer that adds the rule that is proposed."""
    words = params.proposed_execpolicy_amendment
    return {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": words}}


def offered(params: p.CommandExecutionRequestApprovalParams) -> list[Any]:
    """The decisions that are offered, as they are on the wire."""
    return [one if isinstance(one, str) else one.to_wire() for one in params.available_decisions or []]


@pytest.mark.promise("rules-hold")
async def test_prompt_forbidden_and_allow(tmp_path: Path) -> None:
    session = Session(tmp_path, RULES)
    events = await session.play("git push origin", "curl http://x/", "touch ok", apart=True)
    (question,) = session.questions
    assert question.command is not None
    assert question.reason == f"`{question.command}` requires approval: pushes need a look"
    assert (offered(question), question.proposed_execpolicy_amendment) == (["accept", "cancel"], None)
    items = items_of(events, "commandExecution")
    assert [item.status for item in items] == ["declined", "completed"]  # what is forbidden has none
    assert "rejected by user" in session.told[0]
    assert "rejected: no curl" in session.told[1]
    assert "exited with code 0" in session.told[2]
    assert (session.work / "ok").exists()  # outside of the sandbox, which is read-only


@pytest.mark.promise("rules-hold")
@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("never", "approval required by policy, but AskForApproval is set to Never"),
        (
            {"granular": {"sandbox_approval": True, "rules": False, "mcp_elicitations": True}},
            "approval required by policy rule, but AskForApproval::Granular.rules is false",
        ),
    ],
)
async def test_where_nobody_may_be_asked(tmp_path: Path, policy: Any, said: str) -> None:
    session = Session(tmp_path, RULES)
    events = await session.play("git push", "touch ok", approval_policy=policy)
    assert f'"Rejected(\\"{said}\\")"' in session.told[0]
    assert "exited with code 0" in session.told[1]
    assert [item.status for item in items_of(events, "commandExecution")] == ["completed"]
    assert session.questions == []
    assert (session.work / "ok").exists()


@NO_SANDBOX
@pytest.mark.promise("rules-hold")
async def test_what_is_let_through_in_part_stays_in_the_sandbox(tmp_path: Path) -> None:
    session = Session(tmp_path, RULES)
    await session.play("touch ok; ls", "touch ok > out", "ls; touch ok", apart=True)
    assert session.questions == []
    assert [*session.work.iterdir()] == []


@pytest.mark.promise("rules-added")
async def test_a_rule_that_the_user_adds_holds_at_once_and_for_good(tmp_path: Path) -> None:
    session = Session(tmp_path, RULES)
    fields = {**ESCALATED, "prefix_rule": ["touch"]}
    await session.play({"cmd": "touch a", **fields}, {"cmd": "touch b"}, decide=amend, apart=True)
    (question,) = session.questions
    amendment = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["touch"]}}
    assert offered(question) == ["accept", amendment, "cancel"]
    assert question.proposed_execpolicy_amendment == ["touch"]
    assert session.file.read_text() == f'{RULES}prefix_rule(pattern=["touch"], decision="allow")\n'
    assert sorted(path.name for path in session.work.iterdir()) == ["a", "b"]
    (note,) = [text for text in session.told if text.startswith("Commands that begin")]
    assert '["touch"]' in note
    assert session.told.index(note) == 1  # after the output of its call, and before the next
    await session.play("touch c", approval_policy="untrusted")  # by another server
    assert len(session.questions) == 1
    assert (session.work / "c").exists()


@pytest.mark.promise("rules-added")
async def test_the_first_words_of_what_is_offered_may_be_taken(tmp_path: Path) -> None:
    session = Session(tmp_path)
    shorter = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["touch"]}}
    await session.play({"cmd": "touch a", **ESCALATED}, decide=lambda _params: shorter)
    assert session.file.read_text() == 'prefix_rule(pattern=["touch"], decision="allow")\n'
    assert (session.work / "a").exists()


@pytest.mark.promise("rules-added", "decline-not-offered")
@pytest.mark.parametrize("words", [[], ["cat"], ["touch", "a", "b"], ["touch", ""]])
async def test_a_rule_that_was_not_offered_lets_nothing_happen(tmp_path: Path, words: list[str]) -> None:
    session = Session(tmp_path)
    other = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": words}}
    events = await session.play({"cmd": "touch a", **ESCALATED}, decide=lambda _params: other)
    assert [item.status for item in items_of(events, "commandExecution")] == ["failed"]
    assert "approval request failed" in session.told[0]
    assert not session.file.exists()
    assert not (session.work / "a").exists()


@pytest.mark.promise("rules-added", "decline-not-offered")
async def test_no_rule_can_be_added_where_a_rule_wants_the_question(tmp_path: Path) -> None:
    session = Session(tmp_path, RULES)
    other = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["git"]}}
    events = await session.play("git push", decide=lambda _params: other)
    assert [item.status for item in items_of(events, "commandExecution")] == ["failed"]
    assert session.file.read_text() == RULES


@pytest.mark.promise("rules-added")
async def test_a_rule_that_cannot_be_written_down_is_told_and_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("appserver.config.rule_book.replace_file", full)
    session = Session(tmp_path)
    calls = [{"cmd": f"touch {name}", **ESCALATED, "prefix_rule": ["touch"]} for name in "ab"]
    events = await session.play(*calls, decide=amend, apart=True)
    (warning,) = [
        event.message
        for event in events
        if isinstance(event, p.WarningNotification) and "not written down" in event.message
    ]
    assert os.strerror(errno.ENOSPC) in warning
    assert len(session.questions) == 1
    assert not session.file.exists()
    assert sorted(path.name for path in session.work.iterdir()) == ["a", "b"]


@pytest.mark.promise("approval-session-command")
async def test_what_is_accepted_for_the_session_is_accepted_as_it_was_asked(tmp_path: Path) -> None:
    session = Session(tmp_path)
    (session.work / "below").mkdir()
    (session.work / "below" / "x").touch()
    calls: Sequence[dict[str, Any]] = [
        {"cmd": "rm -f x"},
        {"cmd": "rm -f x"},
        {"cmd": "rm -f x", "workdir": "below"},
        {"cmd": "rm -f x", **ESCALATED},
        {"cmd": "rm -f x", **ESCALATED},
        {"cmd": "rm -f x"},
    ]
    await session.play(*calls, decide=lambda _params: "acceptForSession", apart=True)
    asked = [(question.cwd, question.reason) for question in session.questions]
    work = str(session.work)
    assert asked == [
        (work, None),
        (f"{work}/below", None),
        (work, "May I? (It is to run outside of the sandbox.)"),
    ]


@pytest.mark.promise("approval-escape")
@pytest.mark.parametrize("justification", ["May I?", "", None])
async def test_the_question_says_that_a_command_is_to_leave_the_sandbox(
    tmp_path: Path, justification: str | None
) -> None:
    session = Session(tmp_path)
    call = {"cmd": "true", **ESCALATED, "justification": justification}
    await session.play(call, "rm -f x", apart=True)  # of two at once either may be asked about first
    escaping, plain = session.questions
    outside = "It is to run outside of the sandbox."
    assert escaping.reason == (f"{justification} ({outside})" if justification else outside)
    assert plain.reason is None


@pytest.mark.promise("rules-hold")
async def test_two_questions_at_once(tmp_path: Path) -> None:
    session = Session(tmp_path)
    both = anyio.Event()
    events: list[Event] = []
    steps = [*call_events("exec_command", {"cmd": "rm -f a", "login": False}, "a", 0)]
    steps += call_events("exec_command", {"cmd": "rm -f b", "login": False}, "b", 1)
    with TestProvider([*steps, completed()], text_events("done")) as provider:
        agent = provider.agent(standard_tools=["exec_command"])
        async with appserver.start(agent=agent, home=session.home, experimental_api=True) as client:
            thread_id = await new_thread(client, cwd=str(session.work), sandbox="read-only")
            await start_turn(client, thread_id)
            waiting: list[ServerRequest] = []
            async for event in client:
                events.append(event)
                if isinstance(event, ServerRequest):
                    waiting.append(event)
                    if len(waiting) == 2:
                        both.set()
                        for question in waiting:
                            await client.resolve_server_request(question.id, {"decision": "decline"})
                if isinstance(event, p.TurnCompletedNotification):
                    break
    assert both.is_set()
    flags = [
        event.status.active_flags
        for event in events
        if isinstance(event, p.ThreadStatusChangedNotification)
        and isinstance(event.status, p.ActiveThreadStatus)
    ]
    assert flags == [[], ["waitingOnApproval"], []]
    assert [item.status for item in items_of(events, "commandExecution")] == ["declined"] * 2
    assert last_turn(events).status == "completed"


@NO_SANDBOX
@pytest.mark.promise("tool-denied")
@pytest.mark.parametrize("script", ["echo 'Permission denied'; exit 1", "touch x", "sleep 0.4; touch x"])
@pytest.mark.parametrize(
    "policy",
    [
        "on-request",
        "never",
        {"granular": {"sandbox_approval": True, "rules": True, "mcp_elicitations": True}},
    ],
)
async def test_what_the_sandbox_denies_is_shown_and_not_asked_about(
    tmp_path: Path, script: str, policy: Any
) -> None:
    session = Session(tmp_path)
    events = await session.play(script, approval_policy=policy)
    (item,) = items_of(events, "commandExecution")
    assert (item.status, item.exit_code, session.questions) == ("failed", 1, [])
    assert "exited with code 1" in session.told[0]


@pytest.mark.promise("rules-broken")
async def test_clients_are_told_of_a_broken_file(tmp_path: Path) -> None:
    session = Session(tmp_path, RULES)
    broken = session.home / "rules" / "broken.rules"
    broken.write_text("prefix_rule(pattern=[)")
    events = await session.play("curl x", "touch ok")
    (warning,) = [
        event
        for event in events
        if isinstance(event, p.ConfigWarningNotification) and event.path == str(broken)
    ]
    assert "line 1, column 22" in str(warning.details)
    assert "no curl" in session.told[0]
    assert (session.work / "ok").exists()
