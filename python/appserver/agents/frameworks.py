"""Which agents of other frameworks have an adapter here."""

from __future__ import annotations

import inspect
import sys
from typing import Final, NamedTuple

__all__ = ["AdapterName", "adapter_of"]


class AdapterName(NamedTuple):
    """An adapter, which is imported only where it is used.

    Attributes:
        module, cls: where it is.
        framework: whose agents it takes.
    """

    module: str
    cls: str
    framework: str


_ADAPTERS: Final = {
    ("pydantic_ai.agent", "AbstractAgent"): AdapterName(
        "appserver.agents.adapters.pydantic_ai", "PydanticAgent", "pydantic-ai"
    ),
    ("agents", "Agent"): AdapterName(
        "appserver.agents.adapters.openai_agents", "OpenAIAgent", "openai-agents"
    ),
}
"""By the module and the class of a framework's agents."""


def adapter_of(found: object) -> AdapterName | None:
    """The adapter for an agent; None: it is none of those frameworks."""
    for (module, kind), adapter in _ADAPTERS.items():
        cls = getattr(sys.modules.get(module), kind, None)  # who has made one has imported it
        if inspect.isclass(cls) and isinstance(found, cls):
            return adapter
    return None
