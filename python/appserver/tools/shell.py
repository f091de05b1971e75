"""Commands that a model gives: `exec_command`."""

from __future__ import annotations

import secrets
import shlex
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from appserver.execution.patch_text import patch_in_command
from appserver.execution.shells import user_shell
from appserver.policy.model_commands import CommandVerdict, command_verdict
from appserver.text import describe_fault
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.bounded import bounded_text, token_count
from appserver.tools.calls import FUNCTION, ToolError
from appserver.tools.patches import run_patch
from appserver.turns.items.command import CommandLook, run_command
from appserver.turns.items.command_surroundings import command_surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.tools.calls import ToolCall, ToolKind
    from appserver.turns.items.command import CommandResult

__all__ = ["ExecCommand"]

NAME: Final = "exec_command"

MAX_SECONDS: Final = 600.0
"""How long a command may run; after that it is ended with its processes."""

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
    "Run a command in a shell, and return its output and how it ended. It has no terminal and nothing to read. It is "
    f"ended after {MAX_SECONDS:.0f} seconds, and what it leaves running is ended with it."
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
        """Run the command, with the user's consent where that is needed.

        Cancellation: the command is ended with its processes.

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
        result = await run_command(
            call.turn.turn,
            arguments,
            cwd=said.workdir,
            reason=said.justification if leaves_sandbox else None,
            ask=verdict is CommandVerdict.ASK,
            surroundings=command_surroundings(settings.environment, MAX_SECONDS, None, None),
            sandboxed=not leaves_sandbox,
            look=CommandLook(
                call.call_id, said.cmd, "unifiedExecStartup", str(10_000 + secrets.randbelow(90_000))
            ),
        )
        limit = call.max_output
        if said.max_output_tokens is not None:
            limit = min(limit, 4 * said.max_output_tokens)
        return _report(result, limit)


def _report(result: CommandResult, limit: int) -> str:
    if result.exit_code is None and not result.timed_out:
        if result.status == "declined":
            raise ToolError(_not_run("rejected by user"))
        raise ToolError(_not_run(result.output.strip() or "approval request failed"))
    seconds = (result.duration_ms or 0) / 1000
    return (
        f"Chunk ID: {secrets.token_hex(3)}\n"
        f"Wall time: {seconds:.4f} seconds\n"
        f"Process exited with code {result.exit_code}\n"
        f"Original token count: {token_count(result.output)}\n"
        f"Output:\n{bounded_text(result.output, limit)}"
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
