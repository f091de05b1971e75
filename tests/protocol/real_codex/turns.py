"""Turns: what an agent says and does, and what it asks before."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from tests.protocol.real_codex.scripts import PICTURE_BASE64, PICTURE_NAME

if TYPE_CHECKING:
    from tests.protocol.real_codex.session import Session

__all__ = ["DYNAMIC_TOOL", "run_approvals", "run_experimental", "run_interrupt", "run_plain"]

DYNAMIC_TOOL = {
    "type": "function",
    "name": "look_up",
    "description": "Look a word up.",
    "inputSchema": {"type": "object", "properties": {"word": {"type": "string"}}},
}


def command_answer(decision: Any) -> tuple[str, dict[str, Any]]:
    return "item/commandExecution/requestApproval", {"decision": decision}


def file_answer(decision: str) -> tuple[str, dict[str, Any]]:
    return "item/fileChange/requestApproval", {"decision": decision}


def run_plain(session: Session) -> None:
    """Say things, plan, look, search, fail."""
    (session.directory / PICTURE_NAME).write_bytes(base64.b64decode(PICTURE_BASE64))
    assert session.run_turn("say hello")["status"] == "completed"
    for prompt in ("make a plan", "look at the picture", "search the web"):
        assert session.run_turn(prompt)["status"] == "completed"
    assert session.run_turn("fail")["status"] == "failed"


def run_approvals(session: Session) -> None:
    """Run commands and change files, with each decision."""
    session.run_turn("run a command", command_answer("accept"))
    amendment = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["exit", "3"]}}
    session.run_turn("run a command that fails", command_answer(amendment))
    session.run_turn("run a command", command_answer("decline"))
    assert session.run_turn("run a command", command_answer("cancel"))["status"] == "interrupted"
    session.run_turn("change files", *[file_answer("accept")] * 3)
    assert not (session.directory / "moved.txt").exists()
    session.run_turn("add a file", file_answer("decline"))
    assert not (session.directory / "one.txt").exists()
    session.run_turn("add a file", file_answer("acceptForSession"))
    assert (session.directory / "one.txt").read_text() == "first\n"
    session.run_turn("run a command", command_answer("acceptForSession"))


def run_interrupt(session: Session) -> None:
    """Steer a running turn, then interrupt it."""
    connection = session.connection
    since = connection.mark()
    turn_id = session.start_turn("wait")
    connection.wait_for("item/agentMessage/delta", since)
    session.ask_about_thread(
        "turn/steer", expectedTurnId=turn_id, input=[{"type": "text", "text": "and quickly"}]
    )
    connection.request(p.TurnInterruptParams(thread_id=session.thread_id, turn_id=turn_id))
    completed = connection.wait_for("turn/completed", since)
    assert completed["turn"]["status"] == "interrupted"


def run_experimental(session: Session) -> None:
    """Ask the user, use the client's tool and a tool server, ask for permissions, plan without acting."""
    session.run_turn("ask me", ("item/tool/requestUserInput", {"answers": {"colour": {"answers": ["Red"]}}}))
    found = {"contentItems": [{"type": "inputText", "text": "a plant"}], "success": True}
    missing = {"contentItems": [], "success": False}
    session.run_turn("use my tool", ("item/tool/call", found), ("item/tool/call", missing))
    filled_in = {"action": "accept", "content": {"name": "oak", "count": 2, "sure": None}, "_meta": None}
    session.run_turn("use the tool server", ("mcpServer/elicitation/request", filled_in))
    granted = {"permissions": {"network": {"enabled": True}}, "scope": "turn"}
    session.run_turn("ask for more", ("item/permissions/requestApproval", granted))
    plan = {
        "mode": "plan",
        "settings": {"model": "gpt-5.5", "reasoning_effort": None, "developer_instructions": None},
    }
    session.run_turn("plan it first", collaboration_mode=plan)
