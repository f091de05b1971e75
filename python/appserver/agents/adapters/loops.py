"""Which event loops a framework runs on."""

from __future__ import annotations

import asyncio

from appserver.errors import AgentError

__all__ = ["check_loop"]


def check_loop(framework: str) -> None:
    """Refuse to run on another loop than one of asyncio.

    Raises:
        AgentError: it is one.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        raise AgentError(
            f"Agents of {framework} run on asyncio and uvloop only; this server runs on another event loop."
        ) from None
