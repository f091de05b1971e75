"""The verb that runs a command."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from anyio.lowlevel import checkpoint

from appserver import protocol as p
from appserver.errors import RuntimeClosedError, TurnClosedError
from appserver.execution.output_buffer import OutputBuffer
from appserver.execution.process import run_process
from appserver.execution.quoting import shell_line
from appserver.policy.approval import ApprovalRequirement
from appserver.policy.decisions import BY_POLICY, BY_USER, UNANSWERED
from appserver.policy.sandbox import sandbox_terms
from appserver.protocol._support.fields import drop_none
from appserver.protocol.item_notifications import CommandExecutionOutputDeltaNotification
from appserver.text import repaired
from appserver.turns.approvals import PendingApproval
from appserver.turns.clock import unix_milliseconds
from appserver.turns.identifiers import new_identifier
from appserver.turns.items.command_actions import command_actions
from appserver.turns.items.command_consent import Consent, add_rule, agent_consent
from appserver.turns.permissions import LOCAL_ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from appserver.execution.process import ProcessControl, ProcessOutcome, TerminalSize
    from appserver.turns.emitter import Delivery
    from appserver.turns.items.command_surroundings import Surroundings
    from appserver.turns.turn import Turn
    from appserver.turns.works import Work

__all__ = ["AGENT", "USER", "CommandLook", "CommandResult", "CommandRun", "run_command"]

SHELL = ("/bin/sh", "-c")

AGENT: Final = "agent"
USER: Final = "userShell"
"""Who gives a command, in the words of the protocol."""

NOT_STARTED = (-1, 0)
"""Exit code and duration of the item of a command that could not be started, as in Codex."""

STOPPED = "[the command was stopped before it had ended]\n"
SURVIVED = "[a process of the command could not be ended]\n"
LEFT_RUNNING = "[processes that the command had left running were ended]\n"
NOT_ENDED = "[the command had not ended when its turn was closed]\n"


@dataclass(frozen=True, slots=True)
class CommandLook:
    """How a command is shown that is not run as its text says.

    Attributes:
        item_id: what its item is called, where the turn has none of that name.
        script: what a shell runs, where its last argument is that.
        source: who gives it, once nobody is asked about it any more.
        process_id: what the process is called, likewise.
    """

    item_id: str | None = None
    script: str | None = None
    source: p.CommandExecutionSource | None = None
    process_id: str | None = None


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command ended.

    Attributes:
        status: `completed` (exit code 0), `failed` (any other exit code, could not be started, or the client
            gave no usable answer to the question), or `declined` (by the user or by the approval policy).
        exit_code: the exit code; None when it did not run.
        output: standard output and standard error as they came; the middle of more than 1 MiB is left out.
            The reason when it could not be started, or when a rule refuses it. The last lines say so when its time was
            up, when it was stopped, and when processes that it had left running were ended.
        duration_ms: how long it ran, in milliseconds; None when it did not run.
        timed_out: whether it was ended because its time was up; the status is then `failed`.
        left_processes: whether it had left processes of its group running, which were ended.
        reason: why it did not run, for whoever is to be told; empty where it did.
    """

    status: str
    exit_code: int | None = None
    output: str = ""
    duration_ms: int | None = None
    timed_out: bool = False
    left_processes: bool = False
    reason: str = ""


AS_IT_IS: Final = CommandLook()


async def run_command(
    turn: Turn,
    command: str | Sequence[str],
    *,
    cwd: str | Path | None,
    reason: str | None,
    ask: bool,
    surroundings: Surroundings,
    source: p.CommandExecutionSource = AGENT,
    look: CommandLook = AS_IT_IS,
    sandboxed: bool = True,
    on_end: Callable[[CommandResult], None] | None = None,
) -> CommandResult:
    """Run a command; see `TurnContext.run_command`. What the user gives by hand needs no consent, and no sandbox.

    `on_end` is called with the outcome of one that was to run, before its turn can end, also where nobody waits for it.

    Cancellation: the command is ended with its processes, and its item completed.
    """
    settings = turn.settings
    directory = settings.cwd / (cwd or ".")
    run = CommandRun(turn, command, directory, surroundings, source, look, sandboxed=sandboxed)
    run.on_end = on_end
    consent = Consent()
    if source != USER:
        consent = agent_consent(settings, run.arguments, reason=reason, ask=ask, sandboxed=sandboxed)
    if (refusal := await run.open(consent)) is not None:
        return refusal
    return await run.execute()


class CommandRun:
    """One command, from the question to its end.

    Attributes:
        id: what its item is called.
        arguments: what is run.
        key: what the user accepts for the session.
        result: how it has ended; None as long as it has not, and where that is not known.
        on_end: called with the result, at once.
    """

    def __init__(
        self,
        turn: Turn,
        command: str | Sequence[str],
        cwd: Path,
        surroundings: Surroundings,
        source: p.CommandExecutionSource,
        look: CommandLook,
        *,
        sandboxed: bool,
    ) -> None:
        is_free = look.item_id is not None and not turn.record.has_item(look.item_id)
        self.id: str = look.item_id if is_free and look.item_id is not None else new_identifier()
        self._turn = turn
        self._shown = command if isinstance(command, str) else shell_line(command)
        self.arguments = (*SHELL, command) if isinstance(command, str) else tuple(command)
        self._cwd = Path(os.path.normpath(cwd))
        is_shell = isinstance(command, str) or look.script is not None
        self._actions = command_actions(self.arguments, is_shell=is_shell, cwd=self._cwd)
        self._look = look
        self._process_id: str | None = None
        self._surroundings = surroundings
        self._terminal: TerminalSize | None = None
        self._control: ProcessControl | None = None
        self._emitter = turn.emitter
        self._source: p.CommandExecutionSource = source
        self._output = OutputBuffer()
        self._work: Work[CommandResult] | None = None
        self._has_run = False
        self._end: Delivery | None = None
        self.result: CommandResult | None = None
        self.on_end: Callable[[CommandResult], None] | None = None
        settings = turn.settings
        is_kept = sandboxed and source != USER
        self._sandbox = (
            sandbox_terms(settings.sandbox_policy, settings.cwd, turn.host.home, turn.host.sandbox_helper)
            if is_kept
            else None
        )
        self.key = (self.arguments, str(self._cwd), self._sandbox)

    def item(
        self, status: p.CommandExecutionStatus, exit_code: int | None = None, duration_ms: int | None = None
    ) -> p.CommandExecutionThreadItem:
        """The item as it is now."""
        output = self._output.text()
        return p.CommandExecutionThreadItem(
            id=self.id,
            command=self._shown,
            cwd=str(self._cwd),
            process_id=self._process_id,
            source=self._source,
            status=status,
            command_actions=self._actions,
            aggregated_output=output or None,
            exit_code=exit_code,
            duration_ms=duration_ms,
        )

    def goes_ahead(self) -> None:
        """Nobody is asked about it any more."""
        self._process_id = self._look.process_id
        self._source = self._look.source or self._source

    def current(self) -> p.CommandExecutionThreadItem:
        """The item as it is now."""
        return self.item("inProgress")

    def final(self) -> p.CommandExecutionThreadItem:
        """The item when its verb was abandoned, or its work could not be waited for."""
        if self._has_run:
            self._append_note(NOT_ENDED)
        return self.item("failed")

    def refuse(self) -> None:
        """Nothing to refuse: the next output raises."""

    def give_up(self) -> None:
        """The verb is abandoned: complete the item, unless its work does, or the end of the turn."""
        if self._work is None and not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._turn.complete_item(self.final(), is_unfinished=True)

    async def open(self, consent: Consent) -> CommandResult | None:
        """Start its item, once the user has accepted where that is needed. Returns the result when it must not run.

        Cancellation: the item is completed, if it has started.
        """
        turn, needed = self._turn, consent.needed
        try:
            if needed is ApprovalRequirement.ASK and self.key not in turn.thread.approvals.commands:
                if (refusal := await self.ask(consent)) is not None:
                    return refusal
            else:
                if needed is not ApprovalRequirement.DECLINE:
                    self.goes_ahead()
                await turn.start_item(self, self.item("inProgress"))
                if needed is ApprovalRequirement.DECLINE:
                    return await self.refused("declined", consent.refusal, consent.refusal or BY_POLICY)
            self.goes_ahead()
            turn.emitter.check_open()  # it may have been interrupted while a reader was waited for
        except GeneratorExit:
            raise
        except BaseException:
            self.give_up()
            raise
        return None

    async def ask(self, consent: Consent) -> CommandResult | None:
        """Start the item with a question about it. Returns the result when the answer is no.

        Cancellation: the question is taken back.
        """
        turn, asked = self._turn, consent.question
        async with PendingApproval(turn, "waitingOnApproval") as question:
            await question.show()
            await turn.start_item(self, self.item("inProgress"))
            answer = await question.decide(
                p.CommandExecutionRequestApprovalParams(
                    thread_id=turn.thread.id,
                    turn_id=turn.id,
                    item_id=self.id,
                    started_at_ms=unix_milliseconds(),
                    environment_id=LOCAL_ENVIRONMENT,
                    **drop_none(
                        reason=asked.reason, proposed_execpolicy_amendment=asked.proposed(turn.settings)
                    ),
                    command=self._shown,
                    cwd=str(self._cwd),
                    command_actions=self._actions,
                    available_decisions=asked.decisions(turn.settings),
                ),
                asked.proposal if turn.settings.rules.can_grow else None,
            )
            refusal = None
            if not answer.is_accepted:
                why = BY_USER if answer.is_answered else UNANSWERED
                refusal = await self.refused(answer.command_status, reason=why)
            await question.hide()
        if answer.remember:
            turn.thread.approvals.commands.add(self.key)
        if answer.amendment is not None:
            await add_rule(turn, answer.amendment)
            if consent.on_rule is not None:
                consent.on_rule(answer.amendment)
        if answer.cancel:
            turn.interrupt()
            raise TurnClosedError(f"turn {turn.id} was interrupted: the user cancelled a command")
        return refusal

    async def refused(
        self, status: p.CommandExecutionStatus, output: str = "", reason: str = ""
    ) -> CommandResult:
        """End the item of a command that does not run.

        Cancellation: the end is sent.
        """
        await self._turn.finish_item(self.item(status))
        return CommandResult(status, output=output, reason=reason)

    async def execute(self) -> CommandResult:
        """Run the command and end the item with its outcome.

        Cancellation: the command is ended first.
        """
        result = await self._start().result()
        await self._turn.emitter.completion(self._end)
        return result

    def _start(self) -> Work[CommandResult]:
        """Start it, in a task of the server."""
        try:
            work = self._work = self._turn.works.start("a command", self._run)
        except BaseException:
            self.give_up()
            raise
        return work

    async def _run(self, work: Work[CommandResult]) -> CommandResult:
        self._has_run = True
        self._work = work
        try:
            outcome = await run_process(
                self.arguments,
                cwd=self._cwd,
                on_output=self._take_output,
                environment=self._surroundings.environment,
                stdin=self._surroundings.stdin,
                timeout=self._surroundings.timeout,
                sandbox=self._sandbox,
                stoppable=work.stoppable,
                started=self._is_started,
                terminal=self._terminal,
            )
        except GeneratorExit:
            raise
        except OSError as error:
            if isinstance(error, RuntimeClosedError):  # of a reader
                self._give_up()
                raise
            self._has_run = False
            why = f"failed to start the command: {error}"
            self._keep(why)
            return self._complete("failed", reason=repaired(why))
        except (
            BaseException
        ):  # a turn that is over, or a host that cancels what it finds; its processes have ended
            self._give_up()
            raise
        for note in self._notes(outcome):
            self._add_line(note)
        is_whole = outcome.has_ended and not (outcome.has_timed_out or outcome.was_stopped)
        status = "completed" if outcome.exit_code == 0 and is_whole else "failed"
        return self._complete(status, outcome)

    def _is_started(self, control: ProcessControl) -> None:
        self._control = control
        if self._work is not None:
            self._work.abandon = control.kill

    def _notes(self, outcome: ProcessOutcome) -> Iterator[str]:
        if outcome.has_timed_out:
            yield f"[the command was ended: its time of {self._surroundings.timeout:g} s was up]\n"
        if outcome.was_stopped:
            yield STOPPED
        if outcome.has_left_processes:
            yield LEFT_RUNNING
        if not outcome.has_ended:
            yield SURVIVED

    def _give_up(self) -> None:
        self._add_line(STOPPED)
        self._complete("failed")

    def _complete(
        self,
        status: p.CommandExecutionStatus,
        outcome: ProcessOutcome | None = None,
        *,
        reason: str = "",
    ) -> CommandResult:
        exit_code = None if outcome is None else outcome.exit_code
        duration_ms = None if outcome is None else outcome.duration_ms
        item = self.item(status, *NOT_STARTED) if reason else self.item(status, exit_code, duration_ms)
        with contextlib.suppress(RuntimeClosedError):
            self._end = self._turn.complete_item(item, later=self._emitter)
        self.result = CommandResult(
            status,
            exit_code,
            item.aggregated_output or "",
            duration_ms,
            timed_out=outcome is not None and outcome.has_timed_out,
            left_processes=outcome is not None and outcome.has_left_processes,
            reason=reason,
        )
        if self.on_end is not None:
            self.on_end(self.result)
        return self.result

    async def _take_output(self, text: str) -> None:
        try:
            await self._send_output(text)
        except TurnClosedError:  # the command is still to be ended, and how it ended to be told
            if not self._emitter.is_closed:  # it has outlived the turn meanwhile
                self._keep(text)
            elif self._work is not None:
                self._work.stop()
            await checkpoint()

    async def _send_output(self, text: str) -> None:
        emitter = self._emitter
        emitter.check_open()
        delta = self._delta(text)
        parked = emitter.offer(delta)
        if parked is None:
            self._keep(text)
            return
        kept: list[str] = []
        try:
            await emitter.send_delta(delta, parked, lambda: kept.append(text), kept.clear)
        finally:
            for piece in kept:
                self._keep(piece)

    def _keep(self, text: str) -> None:
        """Readers have this of the output."""
        self._output.append(text)

    def _add_line(self, note: str) -> None:
        """Add a remark of the runtime to the output; it waits for no reader, since the work is ending."""
        if self.id in self._turn.record.open_items:
            added = self._append_note(note)
            with contextlib.suppress(RuntimeClosedError):
                self._emitter.begin(self._delta(added))

    def _append_note(self, note: str) -> str:
        text = self._output.text()
        added = note if not text or text.endswith("\n") else f"\n{note}"
        self._keep(added)
        return added

    def _delta(self, text: str) -> CommandExecutionOutputDeltaNotification:
        return CommandExecutionOutputDeltaNotification(
            thread_id=self._turn.thread.id, turn_id=self._turn.id, item_id=self.id, delta=text
        )
