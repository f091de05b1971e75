"""What a `command/exec` asks for, checked: how a command runs, and what it is kept in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.execution.process import TerminalSize
from appserver.policy.sandbox import sandbox_terms
from appserver.turns.encodable import check_params
from appserver.turns.errors import MAX_INPUT_CHARACTERS, input_too_large

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.execution.sandbox import SandboxTerms
    from appserver.server.session import Session

__all__ = ["ExecTerms", "exec_terms", "terminal_size"]

DEFAULT_SECONDS: Final = 10.0
"""How long a command runs of which nobody says how long it may."""

DEFAULT_CAP: Final = 1 << 20
"""Bytes of each output that are told, where nobody says how many; as in Codex."""

MAX_CAP: Final = 32 << 20
"""Bytes of each output at the most, also where a client wants no bound: it is held in memory, and is one message."""


@dataclass(frozen=True, slots=True)
class ExecTerms:
    """How a command runs.

    Attributes:
        command: the program and its arguments.
        process_id: what its client calls it; None: nothing.
        cwd, environment: where it runs, and with which variables.
        timeout: seconds after which it is ended; None: never.
        sandbox: what it is kept in; None: in nothing.
        terminal: its terminal; None: it has none.
        is_written: whether its client writes to it.
        is_streamed: whether its client is sent its output as it comes; then the answer has none.
        output_limit: bytes of each output that are told.
    """

    command: Sequence[str]
    process_id: str | None
    cwd: Path
    environment: dict[str, str]
    timeout: float | None
    sandbox: SandboxTerms | None
    terminal: TerminalSize | None
    is_written: bool
    is_streamed: bool
    output_limit: int


def exec_terms(params: p.CommandExecParams, session: Session) -> ExecTerms:
    """What is asked for.

    Raises:
        ServerError: it cannot be had; the text says why.
    """
    _check(params)
    configuring = session.threads.configuring
    if params.sandbox_policy is not None:
        configuring.check_override(
            p.TurnStartParams(thread_id="", input=[], sandbox_policy=params.sandbox_policy)
        )
    asked = p.ThreadStartParams(
        cwd=None if params.cwd is None else str(params.cwd), permissions=params.permission_profile
    )
    settings, _ = configuring.started(asked)
    environment = settings.environment.environment()
    for name, value in (params.env or {}).items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    seconds = DEFAULT_SECONDS if params.timeout_ms is None else params.timeout_ms / 1000
    cap = DEFAULT_CAP if params.output_bytes_cap is None else params.output_bytes_cap
    policy = params.sandbox_policy or settings.sandbox_policy
    terminal = None
    if params.tty:
        terminal = TerminalSize() if params.size is None else terminal_size(params.size)
    return ExecTerms(
        command=tuple(params.command),
        process_id=params.process_id,
        cwd=settings.cwd,
        environment=environment,
        timeout=None if params.disable_timeout else seconds,
        sandbox=sandbox_terms(policy, settings.cwd, session.home, session.sandbox_helper),
        terminal=terminal,
        is_written=params.tty or params.stream_stdin,
        is_streamed=params.tty or params.stream_stdout_stderr,
        output_limit=MAX_CAP if params.disable_output_cap else min(cap, MAX_CAP),
    )


def _check(params: p.CommandExecParams) -> None:
    if not params.command:
        raise ServerError("command must not be empty")
    if (length := sum(map(len, params.command))) > MAX_INPUT_CHARACTERS:
        raise input_too_large(length)
    check_params(params)
    needs_id = params.tty or params.stream_stdin or params.stream_stdout_stderr
    if needs_id and params.process_id is None:
        raise ServerError("command/exec tty or streaming requires a client-supplied processId")
    for fault, text in (
        (params.size is not None and not params.tty, "command/exec size requires tty: true"),
        (
            params.disable_output_cap and params.output_bytes_cap is not None,
            "command/exec cannot set both outputBytesCap and disableOutputCap",
        ),
        (
            params.disable_timeout and params.timeout_ms is not None,
            "command/exec cannot set both timeoutMs and disableTimeout",
        ),
        (
            (params.timeout_ms or 0) < 0,
            f"command/exec timeoutMs must be non-negative, got {params.timeout_ms}",
        ),
    ):
        if fault:
            raise ServerError(text, code=ErrorCode.INVALID_PARAMS)
    if params.sandbox_policy is not None and params.permission_profile is not None:
        raise ServerError("`permissionProfile` cannot be combined with `sandboxPolicy`")


def terminal_size(size: p.CommandExecTerminalSize) -> TerminalSize:
    """The size of a terminal as a client gives it.

    Raises:
        ServerError: it has no rows, or no columns.
    """
    if not (size.rows and size.cols):
        raise ServerError(
            "command/exec size rows and cols must be greater than 0", code=ErrorCode.INVALID_PARAMS
        )
    return TerminalSize(size.rows, size.cols)
