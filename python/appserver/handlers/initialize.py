"""The answers to `initialize` and `configRequirements/read`: what there is before any thread."""

from __future__ import annotations

import platform
import re
import sys
from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext

__all__ = ["HANDLERS"]

# A header value of HTTP, in UTF-8: any text without ASCII control characters, tabs excepted. Half a surrogate pair has
# no UTF-8.
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\ud7ff\ue000-\U0010ffff]*")


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


def _read_requirements(
    ctx: RequestContext, _params: protocol.ConfigRequirementsReadParams
) -> protocol.ConfigRequirementsReadResponse:
    session = ctx.session
    if session.requirements_answer is None:
        # Not validated again: nobody pays for the validators of all kinds of requirements who has no loader.
        session.requirements_answer = protocol.ConfigRequirementsReadResponse.model_construct(
            requirements=session.requirements
        )
    return session.requirements_answer


HANDLERS: dict[type[protocol.RequestParams[Any]], Callable[..., protocol.WireModel]] = {
    protocol.InitializeParams: _initialize,
    protocol.ConfigRequirementsReadParams: _read_requirements,
}
