"""The answer to `initialize`."""

from __future__ import annotations

import platform
import re
import sys
from typing import TYPE_CHECKING

from appserver import protocol
from appserver.errors import ServerError

if TYPE_CHECKING:
    from appserver.processor.context import RequestContext
    from appserver.processor.message_processor import MessageProcessor

__all__ = ["register_handshake"]

# A header value of HTTP: visible ASCII, obsolete text, spaces and tabs; no other control characters.
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\uffff]*")


def register_handshake(processor: MessageProcessor) -> None:
    """Register the handler of `initialize`."""
    processor.on_request(protocol.InitializeParams)(_initialize)


def _initialize(ctx: RequestContext, params: protocol.InitializeParams) -> protocol.InitializeResponse:
    from appserver._core import __version__

    client = params.client_info
    if not _HEADER_VALUE.fullmatch(client.name):
        raise ServerError(f"Invalid clientInfo.name: '{client.name}'. Must be a valid HTTP header value.")
    system = f"{platform.system()} {platform.release()}; {platform.machine()}"
    return protocol.InitializeResponse(
        user_agent=f"{client.name}/{__version__} ({system}) appserver ({client.name}; {client.version})",
        codex_home=ctx.session.home,
        platform_family="windows" if sys.platform == "win32" else "unix",
        platform_os={"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform),
    )
