"""`--ws-auth` and what belongs to it: who may connect to a websocket.

The refusals are Codex's: people search for them, and find what is written about them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.command_line.failures import StartError

if TYPE_CHECKING:
    from appserver.command_line.arguments import AuthArguments
    from appserver.transports.auth import WebSocketAuth

__all__ = ["make_auth"]


def make_auth(arguments: AuthArguments) -> WebSocketAuth | None:
    """What clients have to show, from the arguments; None: nothing. The files are read.

    Raises:
        StartError: arguments that do not go together, a file that cannot be read, or a token that is none.
    """
    token = (arguments.token_file, arguments.token_sha256)
    signed = (
        arguments.shared_secret_file,
        arguments.issuer,
        arguments.audience,
        arguments.max_clock_skew_seconds,
    )
    if arguments.mode is None:
        if any(value is not None for value in (*token, *signed)):
            raise StartError(
                "websocket auth flags require `--ws-auth capability-token` or `--ws-auth signed-bearer-token`"
            )
        return None
    if arguments.mode == "capability-token":
        return _capability_token(arguments, is_signed=any(value is not None for value in signed))
    return _signed_token(arguments, has_token=any(value is not None for value in token))


def _capability_token(arguments: AuthArguments, *, is_signed: bool) -> WebSocketAuth:
    from appserver.transports.auth import CapabilityToken

    if is_signed:
        raise StartError(
            "`--ws-shared-secret-file`, `--ws-issuer`, `--ws-audience`, and `--ws-max-clock-skew-seconds` "
            "require `--ws-auth signed-bearer-token`"
        )
    file, digest = arguments.token_file, arguments.token_sha256
    if file is not None and digest is not None:
        raise StartError("`--ws-token-file` and `--ws-token-sha256` are mutually exclusive")
    try:
        if file is not None:
            return CapabilityToken.from_file(file)
        if digest is not None:
            return CapabilityToken.from_sha256(digest)
    except OSError as error:
        raise StartError(f"failed to read websocket auth secret {file}: {error.strerror or error}") from None
    except ValueError as error:
        raise StartError(f"--ws-token-sha256: {error}" if file is None else str(error)) from None
    raise StartError(
        "`--ws-token-file` or `--ws-token-sha256` is required when `--ws-auth capability-token` is set"
    )


def _signed_token(arguments: AuthArguments, *, has_token: bool) -> WebSocketAuth:
    from appserver.transports.auth import SignedToken

    if has_token:
        raise StartError(
            "`--ws-token-file` and `--ws-token-sha256` require `--ws-auth capability-token`, "
            "not `signed-bearer-token`"
        )
    file = arguments.shared_secret_file
    if file is None:
        raise StartError("`--ws-shared-secret-file` is required when `--ws-auth signed-bearer-token` is set")
    skew = arguments.max_clock_skew_seconds
    try:
        return SignedToken.from_file(
            file,
            issuer=arguments.issuer,
            audience=arguments.audience,
            **({} if skew is None else {"max_clock_skew_seconds": skew}),
        )
    except OSError as error:
        raise StartError(f"failed to read websocket auth secret {file}: {error.strerror or error}") from None
    except ValueError as error:
        raise StartError(str(error)) from None
