"""The user's consent to what is neither a command nor a change of files: the call of a tool, or what an agent says.

It is asked for as the consent to a tool of an MCP server is, which clients know how to show: a form without fields.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.execution.output_buffer import OutputBuffer
from appserver.plain_data import is_dict
from appserver.policy.decisions import BY_POLICY, BY_USER, UNANSWERED
from appserver.policy.tool_servers import Hints, verdict
from appserver.protocol.mcp_elicitation import McpElicitationSchema
from appserver.text import repaired
from appserver.turns.approvals import PendingApproval

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["ApprovalResult", "about_tool", "ask_for_consent", "request_approval"]

MAX_SHOWN_BYTES: Final = 64 * 1024
"""Of the arguments in a question."""


@dataclass(frozen=True, slots=True)
class ApprovalResult:
    """What became of a request for the user's consent. It is true where that was given.

    Attributes:
        is_accepted: whether what was asked about may be done.
        reason: why not, for whoever is to be told; empty where it may.
    """

    is_accepted: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_accepted


async def request_approval(
    turn: Turn, message: str, *, server: str, tool: str | None, arguments: Any, remember: bool
) -> ApprovalResult:
    """Ask; see `TurnContext.request_approval`.

    Cancellation: the question is taken back.
    """
    turn.emitter.check_open()
    key = (server, message if tool is None else tool)
    if key in turn.thread.approvals.actions:
        return ApprovalResult(is_accepted=True)
    settings = turn.settings
    said = verdict("auto", Hints(), settings.approval_policy, settings.sandbox_policy)
    if said.refusal is not None:
        return ApprovalResult(is_accepted=False, reason=BY_POLICY)
    if not said.asks:
        return ApprovalResult(is_accepted=True)
    meta: dict[str, Any] = {"persist": ["session"]} if remember else {}
    if tool is not None:
        meta |= about_tool(tool, message)
    answer = await ask_for_consent(turn, server, message, meta, arguments)
    if answer is None:
        return ApprovalResult(is_accepted=False, reason=UNANSWERED)
    if answer.action != "accept":
        return ApprovalResult(is_accepted=False, reason=BY_USER)
    kept = answer.meta.get("persist") if is_dict(answer.meta) else None
    if remember and kept == "session":
        turn.thread.approvals.actions.add(key)
    return ApprovalResult(is_accepted=True)


def about_tool(name: str, description: str) -> dict[str, Any]:
    """What the question about a call of a tool says of the tool. `tool_name` is our own, beside what Codex says."""
    return {
        "codex_approval_kind": "mcp_tool_call",
        "tool_name": repaired(name),
        "tool_description": description,
    }


async def ask_for_consent(
    turn: Turn, server: str, message: str, meta: dict[str, Any], arguments: Any
) -> p.McpServerElicitationRequestResponse | None:
    """Ask the user; None: nobody has answered.

    Cancellation: the question is taken back.
    """
    said = json.dumps(arguments)
    shown = arguments if len(said) <= MAX_SHOWN_BYTES else {"arguments": _bounded(said)}
    about: dict[str, Any] = {} if arguments is None else {"tool_params": shown, "tool_params_display": []}
    async with PendingApproval(turn, "waitingOnApproval") as question:
        await question.show()
        answer = await question.ask(
            p.FormMcpServerElicitationRequestParams(
                thread_id=turn.thread.id,
                turn_id=turn.id,
                server_name=server,
                meta={**meta, **about},
                message=message,
                requested_schema=McpElicitationSchema(type="object", properties={}),
            )
        )
        await question.hide()
    return answer


def _bounded(text: str) -> str:
    buffer = OutputBuffer(MAX_SHOWN_BYTES)
    buffer.append(text)
    return buffer.text()
