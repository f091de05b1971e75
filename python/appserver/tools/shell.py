"""Commands that a model gives: `exec_command`."""

from __future__ import annotations

import shlex
import time
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from appserver.execution.patch_text import patch_in_command
from appserver.execution.shells import user_shell
from appserver.policy.model_commands import CommandVerdict, command_verdict
from appserver.text import describe_fault
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FUNCTION, ToolError
from appserver.tools.command_report import SHORT_WAIT, in_bounds, output_limit, report
from appserver.tools.patches import run_patch
from appserver.turns.items.command import CommandLook
from appserver.turns.items.command_surroundings import command_surroundings
from appserver.turns.items.terminal_run import TerminalRun
from appserver.turns.terminals import MAX_TERMINALS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.tools.calls import ToolCall, ToolKind
    from appserver.turns.items.command import CommandResult

__all__ = ["ExecCommand"]

NAME: Final = "exec_command"

NEVER_ESCALATED: Final = (
    "approval policy is Never; reject command — you cannot ask for escalated permissions if the approval policy is "
    "Never"
)


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
        verdict = command_verdict(
            said.cmd,
            settings.approval_policy,
            settings.sandbox_policy,
            leaves_sandbox=leaves_sandbox,
        )
        if verdict is CommandVerdict.REFUSE:
            raise ToolError(_refusal(arguments, leaves_sandbox=leaves_sandbox))
        return await self._run(call, said, arguments, ask=verdict is CommandVerdict.ASK)

    @staticmethod
    async def _run(call: ToolCall, said: ExecArguments, arguments: Sequence[str], *, ask: bool) -> str:
        turn = call.turn.turn
        terminals = turn.thread.terminals
        number = terminals.reserve()
        if number is None:
            raise ToolError(_not_run(NO_ROOM))
        begun = time.monotonic()
        leaves_sandbox = said.sandbox_permissions == "require_escalated"
        run = TerminalRun(
            turn,
            arguments,
            turn.settings.cwd / (said.workdir or "."),
            command_surroundings(turn.settings.environment, None, None, None),
            CommandLook(call.call_id, said.cmd, "unifiedExecStartup", number),
            sandboxed=not leaves_sandbox,
            has_terminal=said.tty,
        )
        is_over = True
        try:
            refusal = await run.open(said.justification if leaves_sandbox else None, ask=ask)
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


def _refusal(arguments: list[str], *, leaves_sandbox: bool) -> str:
    if leaves_sandbox:
        return NEVER_ESCALATED
    said = "rejected: rm -f style commands are not permitted. Use a safer approach"
    return _not_run(f"`{shlex.join(arguments)}` {said}")


def _not_run(reason: str) -> str:
    """In the words that models have seen for it."""
    quoted = reason.replace("\\", "\\\\").replace('"', '\\"')
    return f'exec_command failed: CreateProcess {{ message: "Rejected(\\"{quoted}\\")" }}'
