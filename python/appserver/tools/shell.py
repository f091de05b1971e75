"""Commands that a model gives: `exec_command`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from appserver import protocol as p
from appserver.execution.environment import FOR_MODELS
from appserver.execution.patch_text import patch_in_command
from appserver.execution.shells import user_shell
from appserver.policy.model_commands import CommandVerdict, judge_command
from appserver.text import describe_fault
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FUNCTION, ToolError
from appserver.tools.command_report import SHORT_WAIT, in_bounds, output_limit, report
from appserver.tools.patches import run_patch
from appserver.turns.items.command import CommandLook
from appserver.turns.items.command_consent import model_consent, rule_note
from appserver.turns.items.command_surroundings import command_surroundings
from appserver.turns.items.terminal_run import TerminalRun
from appserver.turns.terminals import MAX_TERMINALS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.tools.calls import ToolCall, ToolKind
    from appserver.turns.items.command import CommandResult
    from appserver.turns.items.command_consent import Consent
    from appserver.turns.settings import TurnSettings

__all__ = ["ExecCommand"]

NAME: Final = "exec_command"


class ExecArguments(Arguments):
    """What a model says of a command."""

    cmd: str = Field(description="The command, as a script for the shell.")
    workdir: str | None = Field(
        None,
        description="The directory to run in, absolute or relative to that of the thread, which is the default.",
    )
    shell: str | None = Field(
        None, description="The shell to run it, by its path; the user's shell as a rule."
    )
    login: bool = Field(True, description="Whether the shell reads the user's profile.")
    tty: bool = Field(
        False,
        description="Give it a terminal, so that `write_stdin` can type there; else it has nothing to read.",
    )
    yield_time_ms: int = Field(
        10_000, description="How long to wait for its end, 250 to 30000 ms; what runs longer goes on."
    )
    max_output_tokens: int | None = Field(
        None, ge=0, description="How much of the output you want to see; what is longer loses its middle."
    )
    sandbox_permissions: Literal["use_default", "require_escalated"] = Field(
        "use_default",
        description="`require_escalated` asks the user to let it run without a sandbox; for what cannot work in one.",
    )
    justification: str | None = Field(
        None, description="With `require_escalated`: why, in one question to the user."
    )
    prefix_rule: list[str] | None = Field(
        None,
        description="With `require_escalated`: the first words of commands like it that the user may allow for good.",
    )


DESCRIPTION: Final = (
    "Run a command in a shell, and return its output and how it ended. What still runs after `yield_time_ms` goes on, "
    "and is named by a session id: `write_stdin` waits for it, types at it and ends it. What a command that has ended "
    "leaves running is ended with it."
)

NO_ROOM: Final = (
    f"{MAX_TERMINALS} commands of this conversation run already; wait for one with write_stdin, or end one with "
    "Ctrl-C, and try again"
)


class ExecCommand:
    """Runs a command by the user's shell, as the policies of the turn allow."""

    name: str = NAME
    kind: ToolKind = FUNCTION

    def __init__(self) -> None:
        self._spec = function_spec(NAME, DESCRIPTION, ExecArguments)

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> str:
        """Run the command, with the user's consent where that is needed. One that takes longer goes on.

        Cancellation: a command that is waited for is ended with its processes.

        Raises:
            ToolError: it was refused, declined, or could not be started.
        """
        said = read_arguments(ExecArguments, call.arguments)
        if (patch := patch_in_command(said.cmd)) is not None:
            text, directory = patch
            root = call.turn.settings.cwd / (said.workdir or "")
            done = await run_patch(call, text, root / directory if directory else root)
            return f"Wall time: 0.0000 seconds\nOutput:\n{done}"
        arguments = [said.shell or user_shell(), "-lc" if said.login else "-c", said.cmd]
        for name, value in (("cmd", said.cmd), ("shell", arguments[0]), ("workdir", said.workdir or "")):
            if fault := describe_fault(name, value):
                raise ToolError(_not_run(fault))
        settings = call.turn.settings
        leaves_sandbox = said.sandbox_permissions == "require_escalated"
        judgement = judge_command(
            arguments,
            settings.approval_policy,
            settings.sandbox_policy,
            leaves_sandbox=leaves_sandbox,
            rules=settings.rules.rules,
            wanted=said.prefix_rule or (),
        )
        if judgement.verdict is CommandVerdict.REFUSE:
            raise ToolError(_not_run(judgement.refusal) if judgement.refusal else _not_escalated(settings))
        consent = model_consent(
            settings,
            judgement,
            said.justification,
            leaves_sandbox=leaves_sandbox,
            on_rule=lambda words: call.notes.append(rule_note(words)),
        )
        is_kept = not (leaves_sandbox or judgement.is_free)
        return await self._run(call, said, arguments, consent, is_kept=is_kept)

    @staticmethod
    async def _run(
        call: ToolCall, said: ExecArguments, arguments: Sequence[str], consent: Consent, *, is_kept: bool
    ) -> str:
        turn = call.turn.turn
        terminals = turn.thread.terminals
        number = terminals.reserve()
        if number is None:
            raise ToolError(_not_run(NO_ROOM))
        begun = time.monotonic()
        run = TerminalRun(
            turn,
            arguments,
            turn.settings.cwd / (said.workdir or "."),
            command_surroundings(turn.settings.environment.with_defaults(FOR_MODELS), None, None, None),
            CommandLook(call.call_id, said.cmd, "unifiedExecStartup", number),
            sandboxed=is_kept,
            has_terminal=said.tty,
        )
        is_over = True
        try:
            refusal = await run.open(consent)
            if refusal is None:
                run.start()
                is_over = await run.wait_in_turn(in_bounds(said.yield_time_ms, SHORT_WAIT))
                if not is_over:
                    run.go_on()
        finally:
            if is_over:
                terminals.forget(number)
        result = refusal or run.result
        if is_over and (result is None or (result.exit_code is None and not result.left_processes)):
            raise ToolError(_why_not(result))
        return report(run, number, time.monotonic() - begun, output_limit(call, said.max_output_tokens))


def _why_not(result: CommandResult | None) -> str:
    if result is not None and result.status == "declined":
        return _not_run("rejected by user")
    return _not_run(
        "approval request failed" if result is None else result.output.strip() or "approval request failed"
    )


def _not_escalated(settings: TurnSettings) -> str:
    policy = settings.approval_policy
    name = "Never"
    if isinstance(policy, p.GranularAskForApproval):
        flags = ", ".join(
            f"{flag}: {str(value).lower()}" for flag, value in policy.granular.to_wire().items()
        )
        name = f"Granular(GranularApprovalConfig {{ {flags} }})"
    return (
        f"approval policy is {name}; reject command — you cannot ask for escalated permissions if the approval policy "
        f"is {name}"
    )


def _not_run(reason: str) -> str:
    """In the words that models have seen for it."""
    quoted = reason.replace("\\", "\\\\").replace('"', '\\"')
    return f'exec_command failed: CreateProcess {{ message: "Rejected(\\"{quoted}\\")" }}'
