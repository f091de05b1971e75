"""What the command line of `appserver app-server` asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from appserver.command_line.commands import COMMAND
from appserver.command_line.failures import HelpShown, UsageError
from appserver.command_line.locale_text import as_utf8
from appserver.command_line.options import HelpAsked, Settings, make_parser
from appserver.transports.address import StdioAddress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.transports.address import Address

__all__ = ["Arguments", "AuthArguments", "parse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthArguments:
    """How clients of a websocket show who they are, as it was written.

    Attributes:
        mode: `capability-token`, `signed-bearer-token`, or None.
        token_file, token_sha256: the capability token, or its digest.
        shared_secret_file, issuer, audience, max_clock_skew_seconds: what signed tokens are checked with.
    """

    mode: str | None = None
    token_file: Path | None = None
    token_sha256: str | None = None
    shared_secret_file: Path | None = None
    issuer: str | None = None
    audience: str | None = None
    max_clock_skew_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The whole command line, read.

    Attributes:
        subcommand: `proxy`, `generate-json-schema`, or None: serve.
        settings: what would change a configuration.
        listen: where to serve; None: nowhere.
        auth: who may come.
        home: the server's home; None: as the environment says.
        agent, processor: the user's own, as `module:name`.
        code_mode_host: where Codex would run code.
        sock: the socket that `proxy` connects to; None: that of the home.
        out: the directory for schemas.
        experimental: whether the schemas show what is experimental.
    """

    subcommand: str | None
    settings: Settings
    listen: Address | None
    auth: AuthArguments
    home: Path | None
    agent: str | None
    processor: str | None
    code_mode_host: str | None
    sock: Path | None
    out: Path | None
    experimental: bool


def parse(arguments: Sequence[str]) -> Arguments:
    """Read the arguments of the command, its name among them.

    Raises:
        UsageError: they are wrong.
        HelpShown: the help was asked for.
    """
    words: list[str] = []
    for word in arguments:
        if (text := as_utf8(word)) is None:
            raise UsageError(f"the argument {word!a} is not valid UTF-8")
        words.append(text)
    if words[-1:] == ["--"]:
        words.pop()  # nothing follows
    words = ["-h" if word.startswith("-h") else word for word in words]  # whatever else is said in one breath
    settings = Settings()
    try:
        found = vars(make_parser(settings).parse_args(words))
    except HelpAsked as asked:
        # What is wrong before it is wrong; what follows is not read.
        before = words[: words.index("--help") if "--help" in words else len(words)]
        before = before[: before.index("-h") if "-h" in before else len(before)]
        _, unknown = make_parser(Settings(), is_whole=False).parse_known_args(before)
        if unknown:
            raise UsageError(f"unrecognized arguments: {' '.join(unknown)}") from None
        print(asked.parser.format_help(), end="")
        raise HelpShown from None
    if found["subcommand"] == "help":
        return _help_with(found["about"])
    if found["stdio"] and found["listen"] is not None:
        raise UsageError("the argument '--stdio' cannot be used with '--listen <URL>'")
    listen = found["listen"] or StdioAddress()
    return Arguments(
        settings=settings,
        listen=None if listen == "off" else listen,
        auth=AuthArguments(
            mode=found["ws_auth"],
            token_file=found["ws_token_file"],
            token_sha256=found["ws_token_sha256"],
            shared_secret_file=found["ws_shared_secret_file"],
            issuer=found["ws_issuer"],
            audience=found["ws_audience"],
            max_clock_skew_seconds=found["ws_max_clock_skew_seconds"],
        ),
        subcommand=found["subcommand"],
        home=found["home"],
        agent=found["agent"],
        processor=found["processor"],
        code_mode_host=found["code_mode_host"],
        sock=found.get("sock"),
        out=found.get("out"),
        experimental=found.get("experimental", False),
    )


def _help_with(about: list[str]) -> NoReturn:
    """Show the help of the command, or of one of its own.

    Raises:
        UsageError: there is no such command.
        HelpShown: it is shown.
    """
    if len(about) > 1:
        raise UsageError(
            f"there is no command {' '.join(about)!r} of {COMMAND}; see appserver {COMMAND} --help"
        )
    named = [] if about == ["help"] else about
    parse([COMMAND, *named, "--help"])
    raise AssertionError  # the help was asked for
