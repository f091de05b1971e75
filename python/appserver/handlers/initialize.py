"""The handler of `initialize`: who the server is. The gate is the server's; see `server/handshake.py`."""

from __future__ import annotations

import platform
import re
import sys
from typing import TYPE_CHECKING, Final

from appserver import protocol
from appserver.errors import ServerError
from appserver.text import repaired
from appserver.turns.encodable import check_params

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext

__all__ = ["PROTOCOL_VERSION", "InitializeHandlers"]

PROTOCOL_VERSION: Final = "0.163.0"
"""The version of Codex whose protocol this server speaks. Clients read it from the user agent, and send a server that
seems older less than it understands."""

_HEADER_VALUE: Final = r"[\t\x20-\x7e\x80-\ud7ff\ue000-\U0010ffff]*"
"""A header value of HTTP, in UTF-8: any text without ASCII control characters, tabs excepted. Half a surrogate pair has
no UTF-8."""


def _is_header_value(text: str) -> bool:
    # Compiled only for names that need it, which takes two milliseconds of a program's start.
    return (text.isascii() and text.isprintable()) or re.fullmatch(_HEADER_VALUE, text) is not None


class InitializeHandlers:
    """Answers the handshake.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, home: str) -> None:
        self._home = home
        self.by_method: dict[str, Callable[..., protocol.WireModel]] = {
            "initialize": self.initialize,
        }

    def initialize(
        self, _ctx: RequestContext, params: protocol.InitializeParams
    ) -> protocol.InitializeResponse:
        """Introduce the server."""
        from appserver._core import __version__

        client = params.client_info
        if not _is_header_value(client.name):
            raise ServerError(f"Invalid clientInfo.name: '{client.name}'. Must be a valid HTTP header value.")
        check_params(params)
        system = f"{platform.system()} {platform.release()}; {platform.machine()}"
        return protocol.InitializeResponse(
            user_agent=f"{client.name}/{PROTOCOL_VERSION} ({system}) appserver/{__version__} "
            f"({client.name}; {client.version})",
            codex_home=repaired(self._home),
            platform_family="windows" if sys.platform == "win32" else "unix",
            platform_os={"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform),
        )
