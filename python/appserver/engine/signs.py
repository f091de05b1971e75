"""By what a provider tells requests apart: headers and metadata that name client, thread, turn and purpose.

They are those of Codex, so that what stands between an agent and its provider (a proxy that counts, a cache) works with
both. What they would say of the machine and of the repository is left out.
"""

from __future__ import annotations

import json
import platform
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from appserver._core import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.asking import Purpose

__all__ = ["Signs", "signs_of", "window_number", "window_sign"]

_NO_HEADER: Final = re.compile(r"[^\x20-\x7e]")

_WINDOW: Final = re.compile(r"msg_.+_w([0-9]{1,9})")


class Signs(NamedTuple):
    """The signs of one request."""

    headers: dict[str, str]
    metadata: dict[str, Any]


def window_sign(identifier: str, number: int) -> str:
    """The id of the summary with which a window of the conversation begins: the number lasts as the summary does."""
    return f"msg_{identifier}_w{number}"


def window_number(items: Sequence[Mapping[str, Any]]) -> int:
    """How often the conversation has been shortened."""
    for item in reversed(items):
        found = _WINDOW.fullmatch(str(item.get("id"))) if item.get("role") == "user" else None
        if found is not None:
            return int(found[1])
    return 0


def signs_of(turn: TurnContext, purpose: Purpose, items: Sequence[Mapping[str, Any]]) -> Signs:
    """The signs of a request that sends these items."""
    thread_id, turn_id, settings = turn.thread_id, turn.turn_id, turn.settings
    number = window_number(items)
    window = f"{thread_id}:{number}"
    ids = {"session_id": thread_id, "thread_id": thread_id, "turn_id": turn_id, "root_turn_id": turn_id}
    of_turn: dict[str, Any] = {
        **ids,
        "window_id": window,
        "window_number": number,
        "request_kind": purpose.kind,
        "sandbox_mode": settings.sandbox_policy.type,
        "turn_started_at_unix_ms": turn.turn.record.started_ms,
        "model": settings.model,
        **({} if purpose.subagent is None else {"subagent_kind": purpose.subagent}),
        **purpose.details,
    }
    told = json.dumps(of_turn, separators=(",", ":"))  # ASCII: it is a header too
    client = _NO_HEADER.sub("?", turn.turn.thread.originator)
    system = f"{platform.system()} {platform.release()}; {platform.machine()}"
    headers = {
        "originator": client,
        "user-agent": f"{client}/{__version__} ({system}) appserver/{__version__}",
        "session-id": thread_id,
        "thread-id": thread_id,
        "x-client-request-id": thread_id,
        "x-codex-window-id": window,
        "x-codex-turn-metadata": told,
    }
    if purpose.subagent is not None:
        headers["x-openai-subagent"] = purpose.subagent
    return Signs(headers, {**ids, "x-codex-window-id": window, "x-codex-turn-metadata": told})
