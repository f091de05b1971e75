"""The whole conversation: one connection with experimental methods, one without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.protocol.real_codex import requests, turns
from tests.protocol.real_codex.session import open_session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.protocol.real_codex.recording import Message

__all__ = ["hold_conversation"]

STABLE = (
    turns.run_plain,
    turns.run_approvals,
    turns.run_interrupt,
    requests.read_stable,
    requests.refuse,
    requests.use_files,
    requests.use_tool_server,
    requests.write_config,
    requests.use_threads,  # cuts the thread short, so it comes last
)

EXPERIMENTAL = (
    turns.run_plain,
    turns.run_approvals,
    turns.run_interrupt,
    turns.run_experimental,
    requests.read_stable,
    requests.read_experimental,
    requests.use_processes,
    requests.use_searches,
    requests.use_experimental_threads,
    requests.use_threads,
)


def hold_conversation(codex: Path, place: Path) -> list[Message]:
    """Talk to the program about everything; return what was said.

    Args:
        codex: The program.
        place: An empty directory for everything that is written.
    """
    messages: list[Message] = []
    for experimental, topics in ((False, STABLE), (True, EXPERIMENTAL)):
        own = place / ("experimental" if experimental else "stable")
        own.mkdir()
        with open_session(codex, own) as session:
            session.initialize(experimentalApi=experimental)
            more = {"dynamic_tools": [turns.DYNAMIC_TOOL], "experimental_raw_events": True}
            session.start_thread(**(more if experimental else {}))
            for topic in topics:
                topic(session)
        messages.extend(session.connection.recording.messages)
    return messages
