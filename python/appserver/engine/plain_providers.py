"""Providers that take functions and nothing else: neither namespaces of tools nor tools of their own like web search.

| a request with such tools | what becomes of it |
|---|---|
| is taken | nothing is noted |
| is refused with 400, and again without them | the turn fails with the second answer; nothing is noted |
| is refused with 400, and taken without them | the turn goes on; the provider is asked so as long as the agent lives |
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from appserver import protocol as p

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext
    from appserver.engine.provider import Provider

__all__ = ["PlainProviders"]

logger = logging.getLogger("appserver")

NOTE: Final = (
    "The provider {label} refuses namespaces of tools, or web search. From now on it is told of plain functions only: "
    "tools of MCP servers are called by flat names, and there is no web search."
)


class PlainProviders:
    """Those that one agent has met."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def has(self, provider: Provider) -> bool:
        """Whether a provider is one of them."""
        return provider.id in self._ids

    async def add(self, provider: Provider, turn: TurnContext) -> None:
        """A provider has turned out to be one; the user is told, once.

        Cancellation: once begun, it is told.
        """
        if provider.id in self._ids:
            return
        self._ids.add(provider.id)
        text = NOTE.format(label=provider.label)
        logger.warning("%s", text)
        await turn.turn.emitter.deliver(p.WarningNotification(thread_id=turn.thread_id, message=text))
