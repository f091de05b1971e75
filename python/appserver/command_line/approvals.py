"""Answers to the server's questions.

A question is asked on a terminal. Without one, and without a flag that says otherwise, the answer is
"decline".
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeGuard

import anyio

from appserver import protocol as p
from appserver.command_line.output import exact_line, print_status
from appserver.errors import ErrorCode, ServerError
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver import AppServerClient, ServerRequest

__all__ = ["Approvals", "Approve", "terminal_is_there"]

Approve: TypeAlias = Literal["ask", "decline", "accept", "accept-for-session"]

DECISIONS = {"decline": "decline", "accept": "accept", "accept-for-session": "acceptForSession"}
"""What each value of `--approve` answers."""

KEYS = {
    "y": ("accept", "yes"),
    "a": ("acceptForSession", "yes, and do not ask again in this session"),
    "n": ("decline", "no"),
    "c": ("cancel", "no, and stop here"),
}
"""What is typed, what it answers, what it is called."""

MAX_SHOWN = 2000
"""Characters of what a tool is given that a question shows."""

LINE_BYTES = 4096
"""The longest line that a terminal hands over."""


def terminal_is_there() -> bool:
    """Whether a person can read a question and answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


class Approvals:
    """Answers the questions of one run.

    Args:
        approve: `ask` asks on the terminal; the others answer at once.
        pause: called before a question is shown, to clear the way on the terminal.
        is_unattended: whether it declines because there is nobody to ask.
    """

    def __init__(self, approve: Approve, pause: Callable[[], None], *, is_unattended: bool = False) -> None:
        self._approve = approve
        self._is_unattended = is_unattended
        self._pause = pause
        self._changes: dict[str, list[p.FileUpdateChange]] = {}
        self._asking: anyio.CancelScope | None = None

    def started(self, item: p.ThreadItem) -> None:
        """Remember what a question about this item will be about."""
        if isinstance(item, p.FileChangeThreadItem):
            self._changes[item.id] = item.changes

    def interrupt(self) -> None:
        """Take back the question that is on the terminal; the end of its turn answers it."""
        if self._asking is not None:
            self._asking.cancel()
            sys.stderr.write("\n")

    async def answer(self, client: AppServerClient, request: ServerRequest) -> None:
        """Answer one question, whatever it is.

        Cancellation: the question stays open; the end of its turn answers it.
        """
        params = request.params
        if isinstance(params, p.CommandExecutionRequestApprovalParams):
            question = ["Run this command?", f"  {params.command}", f"  in {params.cwd}"]
        elif isinstance(params, p.FileChangeRequestApprovalParams):
            question = ["Make these changes?", *self._listed(params.item_id)]
        elif _is_tool_call(params):
            decision = await self._decide(_tool_question(params))
            if decision is not None:
                await client.resolve_server_request(request.id, _tool_answer(decision, params.meta))
            return
        else:
            message = f"appserver exec does not answer {request.method}"
            await client.reject_server_request(request.id, ServerError(message, code=ErrorCode.NOT_SUPPORTED))
            self._pause()
            print_status(f"refused {request.method}: only approvals are answered here")
            return
        if params.reason:
            question.append(f"  because: {params.reason}")
        decision = await self._decide(question)
        if decision is not None:
            await client.resolve_server_request(request.id, {"decision": decision})

    def _listed(self, item_id: str) -> list[str]:
        return [f"  {change.kind.type} {change.path}" for change in self._changes.get(item_id, [])]

    async def _decide(self, question: list[str]) -> str | None:
        """The decision; None when the question was taken back."""
        if self._approve != "ask":
            decision = DECISIONS[self._approve]
            if decision == "decline":
                subject = "; ".join(exact_line(line.strip()) for line in question[1:2])
                self._pause()
                if self._is_unattended:
                    print_status(f"declined, there is nobody to ask: {subject} (see --approve)")
                else:
                    print_status(f"declined, as --approve says: {subject}")
            return decision
        self._pause()
        with anyio.CancelScope() as self._asking:
            try:
                return await _ask(question)
            finally:
                self._asking = None
        return None


def _is_tool_call(params: object) -> TypeGuard[p.FormMcpServerElicitationRequestParams]:
    """Whether it is the question about a call of a tool of an MCP server."""
    meta = getattr(params, "meta", None)
    return (
        isinstance(params, p.FormMcpServerElicitationRequestParams)
        and is_dict(meta)
        and meta.get("codex_approval_kind") == "mcp_tool_call"
    )


def _tool_question(params: p.FormMcpServerElicitationRequestParams) -> list[str]:
    given = json.dumps(params.meta.get("tool_params"), ensure_ascii=False)
    name = params.meta.get("tool_name")
    called = f"{params.server_name}/{name}" if isinstance(name, str) else params.server_name
    return [params.message, f"  {called}: {given[:MAX_SHOWN]}"]


def _tool_answer(decision: str, meta: object) -> dict[str, object]:
    """A decision as such a question is answered."""
    if decision not in {"accept", "acceptForSession"}:
        return {"action": decision}
    may_persist = is_dict(meta) and "session" in (meta.get("persist") or ())
    if decision == "acceptForSession" and may_persist:
        return {"action": "accept", "content": {}, "_meta": {"persist": "session"}}
    return {"action": "accept", "content": {}}


async def _ask(question: list[str]) -> str:
    """Ask on the terminal until there is an answer; the end of input is a no."""
    import termios

    choices = "  ".join(f"[{key}] {name}" for key, (_, name) in KEYS.items())
    sys.stderr.write("\n".join(["", *map(exact_line, question), choices, ""]))
    descriptor = sys.stdin.fileno()
    # What was typed before the question was there does not answer it.
    termios.tcflush(descriptor, termios.TCIFLUSH)
    while True:
        sys.stderr.write("> ")
        sys.stderr.flush()
        # No thread: one that reads a terminal cannot be stopped, and would hold up the end of the process.
        await anyio.wait_readable(descriptor)
        line = os.read(descriptor, LINE_BYTES)
        if not line:
            sys.stderr.write("\n")
            return "decline"
        typed = line.decode("utf-8", "replace").strip().lower()
        for key, (decision, name) in KEYS.items():
            if typed in {key, name}:
                return decision
        sys.stderr.write(f"Type one of {', '.join(KEYS)}.\n")
