"""The verb that runs a command."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.errors import TurnClosedError
from appserver.execution.output_buffer import OutputBuffer
from appserver.execution.process import run_process
from appserver.policy.approval import Consent, consent
from appserver.protocol._support.fields import given
from appserver.protocol.item_notifications import CommandExecutionOutputDeltaNotification
from appserver.turns.approvals import DECISIONS, Question
from appserver.turns.clock import unix_milliseconds
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.turns.turn import Turn

__all__ = ["CommandResult", "run_command"]

SHELL = ("/bin/sh", "-c")


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command ended.

    Attributes:
        status: `completed` (exit code 0), `failed` (any other exit code, could not be started, or the client
            gave no usable answer to the question), or `declined` (by the user or by the approval policy).
        exit_code: the exit code; None when it did not run.
        output: standard output and standard error as they came; the middle of more than 1 MiB is left out.
            The reason when it could not be started.
        duration_ms: how long it ran, in milliseconds; None when it did not run.
    """

    status: str
    exit_code: int | None = None
    output: str = ""
    duration_ms: int | None = None


async def run_command(
    turn: Turn, command: str | Sequence[str], *, cwd: str | Path | None, reason: str | None, ask: bool
) -> CommandResult:
    """See `TurnContext.run_command`."""
    run = _CommandRun(turn, command, turn.settings.cwd / (cwd or "."))
    given = consent("command", turn.settings, ask=ask)
    if given is Consent.ASK and run.key not in turn.thread.approvals.commands:
        if (refusal := await run.ask(reason)) is not None:
            return refusal
    else:
        await turn.start_item(run, run.item("inProgress"))
        if given is Consent.REFUSED:
            return await run.finish("declined")
    return await run.execute()


class _CommandRun:
    """One command, from the question to its end."""

    def __init__(self, turn: Turn, command: str | Sequence[str], cwd: Path) -> None:
        self._turn = turn
        self._id = new_identifier()
        self._shown = command if isinstance(command, str) else shlex.join(command)
        self._arguments = (*SHELL, command) if isinstance(command, str) else tuple(command)
        self._cwd = Path(os.path.normpath(cwd))
        self._output = OutputBuffer()
        self._has_run = False
        self.key = (self._arguments, str(self._cwd))

    def item(
        self, status: p.CommandExecutionStatus, exit_code: int | None = None, duration_ms: int | None = None
    ) -> p.CommandExecutionThreadItem:
        """The item as it is now."""
        output = self._output.text()
        return p.CommandExecutionThreadItem(
            id=self._id,
            command=self._shown,
            cwd=str(self._cwd),
            status=status,
            command_actions=[p.UnknownCommandAction(command=self._shown)],
            aggregated_output=output if self._has_run or output else None,
            exit_code=exit_code,
            duration_ms=duration_ms,
        )

    def final(self) -> p.CommandExecutionThreadItem:
        """The item when its verb was abandoned."""
        return self.item("failed")

    def refuse(self) -> None:
        """Nothing to refuse: the next output raises."""

    async def ask(self, reason: str | None) -> CommandResult | None:
        """Start the item with a question about it. Gives the result when the answer is no."""
        turn = self._turn
        async with Question(turn, "waitingOnApproval") as question:
            await question.show()
            await turn.start_item(self, self.item("inProgress"))
            answer = await question.decide(
                p.CommandExecutionRequestApprovalParams(
                    thread_id=turn.thread.id,
                    turn_id=turn.id,
                    item_id=self._id,
                    started_at_ms=unix_milliseconds(),
                    **given(reason=reason),
                    command=self._shown,
                    cwd=str(self._cwd),
                    command_actions=[p.UnknownCommandAction(command=self._shown)],
                    available_decisions=list(DECISIONS),
                )
            )
            refusal = None if answer.accepted else await self.finish(answer.command_status)
            await question.hide()
        if answer.remember:
            turn.thread.approvals.commands.add(self.key)
        if answer.cancel:
            turn.interrupt()
            raise TurnClosedError(f"turn {turn.id} was interrupted: the user cancelled a command")
        return refusal

    async def execute(self) -> CommandResult:
        """Run the command and end the item with its outcome."""
        self._turn.emitter.check_open()  # it may have been interrupted while a reader was waited for
        try:
            self._has_run = True
            outcome = await run_process(self._arguments, cwd=self._cwd, on_output=self._take_output)
        except OSError as error:
            self._has_run = False
            self._output.append(f"failed to start the command: {error}")
            return await self.finish("failed")
        status = "completed" if outcome.exit_code == 0 else "failed"
        return await self.finish(status, outcome.exit_code, outcome.duration_ms)

    async def finish(
        self, status: p.CommandExecutionStatus, exit_code: int | None = None, duration_ms: int | None = None
    ) -> CommandResult:
        """End the item."""
        item = self.item(status, exit_code, duration_ms)
        await self._turn.finish_item(item)
        return CommandResult(status, exit_code, item.aggregated_output or "", duration_ms)

    async def _take_output(self, text: str) -> None:
        self._turn.emitter.check_open()
        is_said = True

        def revise(is_sent_now: bool) -> None:
            nonlocal is_said
            is_said = is_sent_now

        try:
            await self._turn.emitter.send_delta(
                CommandExecutionOutputDeltaNotification(
                    thread_id=self._turn.thread.id, turn_id=self._turn.id, item_id=self._id, delta=text
                ),
                revise,
            )
        finally:
            if is_said:
                self._output.append(text)
