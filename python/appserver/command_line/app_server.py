"""`appserver app-server`: serve until the client leaves, or a signal comes.

What is imported here is waited for by whoever has started the process, so it is imported where it is needed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from appserver.command_line.arguments import parse
from appserver.command_line.failures import HelpShown, StartError
from appserver.command_line.home import find_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.command_line.arguments import Arguments
    from appserver.command_line.options import Settings

__all__ = ["call_app_server"]


def call_app_server(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; returns the exit status. When it has served, it leaves the process.

    Raises:
        UsageError: the arguments are wrong.
        StartError: what they ask for cannot be begun.
    """
    try:
        asked = parse(arguments)
    except HelpShown:
        return 0
    settings = _read_settings(asked.settings)
    if asked.subcommand is not None and asked.settings.strict:
        raise StartError(f"`--strict-config` is not supported for `appserver app-server {asked.subcommand}`")
    if asked.subcommand == "proxy":
        from appserver.command_line.proxy import run_proxy

        run_proxy(asked.sock, find_home(asked.home))
    if asked.subcommand == "generate-json-schema":
        from appserver.command_line.json_schema import write_schemas

        assert asked.out is not None  # the parser requires it
        return write_schemas(asked.out, experimental=asked.experimental)
    return _serve(asked, settings)


def _read_settings(settings: Settings) -> dict[str, Any]:
    """The settings by their dotted keys, those of features last, as Codex has them."""
    if settings == type(settings)():
        return {}
    from appserver.command_line.overrides import OverrideError, parse_overrides

    try:
        found = parse_overrides(settings.config)
    except OverrideError as error:
        raise StartError(str(error)) from None
    for name in [*settings.enable, *settings.disable]:
        from appserver.config.feature_names import FEATURE_NAMES

        if name not in FEATURE_NAMES:
            raise StartError(f"Unknown feature flag: {name}")
    found.update({f"features.{name}": True for name in settings.enable})
    found.update({f"features.{name}": False for name in settings.disable})
    return found


def _serve(asked: Arguments, settings: dict[str, Any]) -> int:
    auth = None
    if asked.auth != type(asked.auth)():
        from appserver.command_line.websocket_auth import make_auth

        auth = make_auth(asked.auth)
    if asked.listen is None:
        raise StartError("no transport configured; use --listen")
    home = find_home(asked.home)
    if sys.stdin is None or sys.stdout is None:  # the next file that is opened would get the descriptor
        raise StartError("standard input or output is closed; redirect it to /dev/null")
    from appserver.command_line.server_signals import ServerSignals, StoppedEarlyError

    try:
        signals = ServerSignals()
        from appserver.command_line.serving import Serving

        return Serving(asked, settings, auth, str(home), signals).run()
    except StoppedEarlyError:
        return 0
    except OSError as error:  # no descriptors are left, or the like
        raise StartError(f"the server cannot be started: {error.strerror or error}") from None
