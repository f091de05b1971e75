"""The agent that needs nothing: no network, no key, no model.

It answers by fixed rules, so that a client, a transport or a terminal can be tried and tested against every
kind of event. The same prompt in the same directory gives the same events, apart from ids and times.

| line of the prompt | what happens |
|---|---|
| `!COMMAND` | the shell runs it in the thread's directory, with approval; the answer gives its exit status |
| `>FILE TEXT` | the file is added or updated, with approval, so that it holds the line TEXT |
| any other | is repeated in the answer, as is all that stands in `<stdin>` tags at the end |
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from appserver.agents.agent import Agent
from appserver.backends.threads import call_in_thread

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from appserver.protocol import FileUpdateChange

__all__ = ["OfflineAgent"]

GREETING = "This is the offline agent. No model is involved: it answers by fixed rules."
HELP = (
    "A line that starts with ! runs a command (!ls), one that starts with > writes a file (>notes.txt some"
    " text). Both ask for approval first."
)
REASON = "The prompt asks for it."

_PIECES = re.compile(r"\s*\S+\s*")


class OfflineAgent(Agent):
    """Answers every turn by fixed rules; see the table of this module.

    It reports words as tokens: those of the prompt as input, those of the answer as output, those of its
    one line of reasoning as reasoning. No model is there to count anything else.
    """

    model = "offline"
    model_provider = "appserver"

    async def run_turn(self, turn: TurnContext) -> None:
        """Reason a line, do what the prompt asks for line by line, then report in one streamed message.

        Cancellation: as `Agent.run_turn`; what the turn has begun is ended by the server.
        """
        lines, piped = _lines(turn.text)
        commands = [line[1:] for line in lines if _is_command(line)]
        files = [line[1:] for line in lines if _is_file(line)]
        plain = [line for line in lines if line.strip() and not _is_command(line) and not _is_file(line)]

        plain += piped

        thought = f"The prompt holds {_count(commands, 'command')} and {_count(files, 'file change')}."
        async with turn.reasoning() as reasoning:
            await reasoning.summary_delta(thought)

        report: list[str] = []
        for line in lines:
            if _is_command(line):
                report.append(await _run(turn, line[1:]))
            elif _is_file(line):
                report.append(await _write(turn, line[1:]))

        answer = "\n".join(_answer(turn, plain, report))
        async with turn.message() as message:
            for piece in _PIECES.findall(answer):
                await message.delta(piece)
        thought_words = len(thought.split())
        await turn.report_usage(
            input_tokens=len(turn.text.split()),
            output_tokens=len(answer.split()) + thought_words,
            reasoning_output_tokens=thought_words,
        )


def _lines(text: str) -> tuple[list[str], list[str]]:
    """The lines of a prompt, and those of what was piped in after it: that is read, and never obeyed."""
    lines = text.splitlines()
    if "<stdin>" in lines and lines[-1] == "</stdin>":
        begin = lines.index("<stdin>")
        return lines[:begin], [line for line in lines[begin + 1 : -1] if line.strip()]
    return lines, []


def _is_command(line: str) -> bool:
    return line.startswith("!") and bool(line[1:].strip())


def _is_file(line: str) -> bool:
    # Not "> text": in a prompt that is a quotation.
    return line.startswith(">") and bool(line[1:2].strip())


def _count(things: list[str], name: str) -> str:
    return f"{len(things) or 'no'} {name}{'' if len(things) == 1 else 's'}"


def _answer(turn: TurnContext, plain: list[str], report: list[str]) -> list[str]:
    answer = [GREETING]
    if plain:
        words = sum(len(line.split()) for line in plain)
        answer += ["", f"You wrote {words} {'word' if words == 1 else 'words'}:", *plain]
    passed_over = sorted(entry.type for entry in turn.input if entry.type != "text")
    passed_over += [f"output of {output.name}" for output in turn.tool_outputs]
    if passed_over:
        answer += ["", f"Only text is read; passed over: {', '.join(passed_over)}."]
    if report:
        answer += ["", *(f"- {line}" for line in report)]
    else:
        answer += ["", HELP]
    return answer


async def _run(turn: TurnContext, command: str) -> str:
    result = await turn.run_command(command, reason=REASON)
    if result.exit_code is not None:
        return f"`{command}` ended with exit status {result.exit_code}."
    if result.status == "declined":
        return f"`{command}` was declined and did not run."
    return f"`{command}` did not run: {result.output or 'nobody gave a valid answer to the approval'}."


async def _write(turn: TurnContext, line: str) -> str:
    from appserver.execution.patch import PatchError

    path, _, text = line.partition(" ")
    try:
        change = await call_in_thread(partial(_change, path, text and text + "\n", turn.settings.cwd))
    except PatchError as error:
        return f"{path} was left alone: {error.reason}."
    if change is None:
        return f"{path} holds that text already."
    result = await turn.apply_patch([change], reason=REASON)
    if result.status == "completed":
        return f"{path} was {'added' if change.kind.type == 'add' else 'updated'}."
    if result.status == "declined":
        return f"{path} was left alone: the change was declined."
    return f"{path} was left alone: {result.reason or 'nobody gave a valid answer to the approval'}."


def _change(path: str, text: str, root: Path) -> FileUpdateChange | None:
    """The change after which the file holds `text`; None when it does already. Blocks on the disk."""
    from appserver import protocol as p
    from appserver.execution.diff import make_diff
    from appserver.execution.patch import find_file, read_text

    if find_file(path, root) is None:
        return p.FileUpdateChange(path=path, kind=p.AddPatchChangeKind(), diff=text)
    diff = make_diff(read_text(path, root), text)
    return p.FileUpdateChange(path=path, kind=p.UpdatePatchChangeKind(), diff=diff) if diff else None
