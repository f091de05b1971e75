"""What a verb is given of another type than it takes is refused by name, before anything is asked or done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ADD = p.FileUpdateChange(path="new", kind=p.AddPatchChangeKind(), diff="text\n")

WRONG: dict[str, tuple[Callable[[Any], Awaitable[object]], str]] = {
    "command": (lambda turn: turn.run_command(5), "command is a text or a sequence of texts, not int"),
    "an empty command": (lambda turn: turn.run_command([]), "command is empty"),
    "no command": (lambda turn: turn.run_command(None), "command is a text or a sequence of texts, not None"),
    "command of bytes": (lambda turn: turn.run_command(b"ls"), "command is a text or .*, not bytes"),
    "command as a set": (lambda turn: turn.run_command({"ls"}), "command is a text or .*, not set"),
    "command as a dict": (lambda turn: turn.run_command({"ls": 1}), "command is a text or .*, not dict"),
    "word": (lambda turn: turn.run_command(["ls", 5]), r"command\[1\] is text, a str, not int"),
    "word that is a path": (lambda turn: turn.run_command([Path("/bin/ls")]), r"command\[0\] is text"),
    "cwd": (lambda turn: turn.run_command("ls", cwd=5), "cwd is a path, a str or a Path, or None, not int"),
    "cwd of bytes": (lambda turn: turn.run_command("ls", cwd=b"/"), "cwd is a path.*, not bytes"),
    "ask": (lambda turn: turn.run_command("ls", ask="no"), "ask is True or False, not str"),
    "no ask": (lambda turn: turn.run_command("ls", ask=None), "ask is True or False, not NoneType"),
    "ask of a change": (lambda turn: turn.apply_patch([ADD], ask=0), "ask is True or False, not int"),
    "changes": (lambda turn: turn.apply_patch(5), "changes is a sequence of FileUpdateChange, not int"),
    "text of changes": (lambda turn: turn.apply_patch("***"), "changes is a sequence of .*, not str"),
    "one change": (lambda turn: turn.apply_patch(ADD), "changes is a sequence .*, not FileUpdateChange"),
    "plain change": (
        lambda turn: turn.apply_patch([ADD, ADD.to_wire()]),
        r"changes\[1\] is an instance of FileUpdateChange, not dict",
    ),
    "questions": (lambda turn: turn.ask_user("why"), "questions is a sequence .*, not str"),
    "question": (lambda turn: turn.ask_user(["why"]), r"questions\[0\] is an instance .*, not str"),
    "steps": (lambda turn: turn.update_plan(None), "steps is a sequence of TurnPlanStep, not NoneType"),
    "step": (lambda turn: turn.update_plan(["first"]), r"steps\[0\] is an instance of TurnPlanStep, not str"),
    "a word of a step": (
        lambda turn: turn.update_plan([p.TurnPlanStep(step="s", status="soon")]),
        r"steps\[0\].status is 'soon'; give one of 'pending'",
    ),
    "a kind of change": (
        lambda turn: turn.apply_patch(
            [p.FileUpdateChange.from_wire({"path": "x", "kind": {"type": "move"}, "diff": ""})]
        ),
        r"changes\[0\].kind is 'move'; give one of 'add'",
    ),
    "phase": (
        lambda turn: turn.send_message("x", phase="soon"),
        "phase is 'soon'; give one of 'commentary', 'fin",
    ),
    "limits": (lambda turn: turn.report_rate_limits({}), "limits is an instance of RateLimitSnapshot"),
}


class Caller(appserver.Agent):
    """Makes all wrong calls, and then a right one."""

    def __init__(self) -> None:
        self.refusals: dict[str, BaseException] = {}

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        for name, (call, _) in WRONG.items():
            try:
                await call(turn)
            except Exception as error:
                self.refusals[name] = error
        await turn.send_message("done")


@pytest.mark.promise("verb-arguments-refused")
async def test_what_is_no_argument_of_a_verb_is_refused_by_name(tmp_path: Path) -> None:
    agent = Caller()
    started = 0
    async with appserver.start(agent=agent) as client:
        thread = (await client.request(p.ThreadStartParams(cwd=str(tmp_path)))).thread.id
        await client.request(p.TurnStartParams(thread_id=thread, input=[p.TextUserInput(text="go")]))
        async for event in client:
            started += isinstance(event, p.ItemStartedNotification)
            if isinstance(event, p.TurnCompletedNotification):
                assert event.turn.status == "completed"
                break
    for name, (_, text) in WRONG.items():
        with pytest.raises((TypeError, ValueError), match=text):
            raise agent.refusals[name]
    assert started == 2  # the user's message, and the agent's
    assert [path async for path in anyio.Path(tmp_path).iterdir()] == []
