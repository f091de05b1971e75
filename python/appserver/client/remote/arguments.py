"""What a remote client is set up with."""

from __future__ import annotations

from dataclasses import dataclass

from appserver.client.arguments import (
    DEFAULT_CHANNEL_CAPACITY,
    DEFAULT_MAX_EVENT_BYTES,
    HandshakeArgs,
    HandshakeOptions,
)
from appserver.client.option_checks import CLIENT_CHECKS, check_fields

__all__ = ["RemoteArgs", "RemoteOptions"]


class RemoteOptions(HandshakeOptions, total=False):
    """The fields of `RemoteArgs` as keyword arguments; a test keeps the two alike."""

    channel_capacity: int
    max_event_bytes: int
    legacy_notifications: bool


@dataclass(frozen=True, kw_only=True)
class RemoteArgs(HandshakeArgs):
    """What a remote client is set up with, besides what it tells in its handshake; every field has a default.

    Attributes:
        channel_capacity: questions that nobody has read; also from how many events on in a stream text is joined and
            states are replaced. 0 is clamped to 1.
        max_event_bytes: bytes of events queued in a stream; beyond it the oldest are dropped, what is best effort
            first, and a `Lagged` says how many.
        legacy_notifications: whether `codex/event/...` notifications are taken.
    """

    channel_capacity: int = DEFAULT_CHANNEL_CAPACITY
    max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES
    legacy_notifications: bool = True

    def __post_init__(self) -> None:
        check_fields(self, CLIENT_CHECKS)
