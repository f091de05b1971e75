"""With what a provider is asked: whom, by which key, for what, and how much the model can take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from appserver.engine.plain_providers import PlainProviders
    from appserver.engine.provider import Provider
    from appserver.engine.transport import Opener

__all__ = ["TURN", "Asking", "Purpose"]


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom a turn asks.

    Attributes:
        provider: who is asked.
        key: the key that goes with it; None: it wants none.
        opener: sends the requests.
        effort: how hard to think, where a turn does not say.
        summary: how reasoning is summed up, where a turn does not say.
        verbosity: how much to write; None: the provider is not told.
        window: how many tokens clients are told that the model can take.
        limit: at how many tokens the conversation is shortened.
        max_output: bytes of the text of one output of a tool.
        plain: the providers that take plain functions only.
        renew: returns another key in place of one that was refused; None: there is no other.
    """

    provider: Provider
    key: str | None = field(repr=False)
    opener: Opener
    effort: str | None
    summary: str
    verbosity: str | None
    window: int
    limit: int
    max_output: int
    plain: PlainProviders
    renew: Callable[[str], Awaitable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a request is for; providers are told.

    Attributes:
        kind: `turn` or `compaction`.
        subagent: what kind of helper asks, where it is one: `review`.
        is_parallel: whether the answer may call several tools at once.
        details: more of it, for the metadata of the turn.
    """

    kind: str = "turn"
    subagent: str | None = None
    is_parallel: bool = True
    details: Mapping[str, object] = field(default_factory=dict[str, object])


TURN: Final = Purpose()
