"""What every client tells in its handshake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from appserver._core import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver import protocol

__all__ = [
    "DEFAULT_CHANNEL_CAPACITY",
    "DEFAULT_MAX_EVENT_BYTES",
    "HandshakeArgs",
    "HandshakeOptions",
]

DEFAULT_CHANNEL_CAPACITY = 128
"""Messages in each queue, as Codex has it: a burst of a turn fits, and a stuck reader shows early."""

DEFAULT_MAX_EVENT_BYTES = 8 * 1024 * 1024
"""Bytes of queued events a stream: the text of a long turn, and little beside a Python process."""


class HandshakeOptions(TypedDict, total=False):
    """The fields of `HandshakeArgs` as keyword arguments; a test keeps the two alike."""

    client_name: str
    client_title: str | None
    client_version: str
    experimental_api: bool
    opt_out_notification_methods: Sequence[str]
    initialize: protocol.InitializeParams | None


@dataclass(frozen=True, kw_only=True)
class HandshakeArgs:
    """What a client tells in its handshake; every field has a default.

    Attributes:
        client_name: what the client calls itself, for programs.
        client_title: what the client calls itself, for people.
        client_version: the version of the client.
        experimental_api: ask for experimental methods, fields and notifications.
        opt_out_notification_methods: exact methods that are not sent; unknown names are accepted.
        initialize: the whole params of `initialize`, instead of the five fields before.
    """

    client_name: str = "appserver"
    client_title: str | None = None
    client_version: str = __version__
    experimental_api: bool = False
    opt_out_notification_methods: Sequence[str] = ()
    initialize: protocol.InitializeParams | None = None

    def initialize_params(self) -> protocol.InitializeParams:
        """The params of the handshake."""
        from appserver import protocol

        if self.initialize is not None:
            return self.initialize
        return protocol.InitializeParams(
            client_info=protocol.ClientInfo(
                name=self.client_name, title=self.client_title, version=self.client_version
            ),
            capabilities=protocol.InitializeCapabilities(
                experimental_api=self.experimental_api,
                opt_out_notification_methods=list(self.opt_out_notification_methods) or None,
            ),
        )
