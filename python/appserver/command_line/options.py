"""The options of `appserver app-server`: those of `codex app-server`, and some of our own.

They are read by argparse, and not by the library that reads those of `exec`: a client waits for the first answer of a
process that it has just started, and importing that library takes longer than reading all of them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

from appserver.command_line.commands import COMMAND
from appserver.command_line.failures import UsageError
from appserver.transports.address import Address, parse_address

__all__ = ["HelpAsked", "Settings", "make_parser"]

EXAMPLES: Final = """\
Examples:

  appserver app-server                                 one client, on standard input and output
  appserver app-server --listen unix://                where Codex's own client looks for a server
  appserver app-server --listen ws://127.0.0.1:4500    then: codex --remote ws://127.0.0.1:4500
  appserver app-server --agent my_agents:reviewer      with an agent of your own
"""

_WANTED: Final = "stdio://, unix://, unix://PATH, ws://IP:PORT or off"


@dataclass(slots=True)
class Settings:
    """What would change a configuration, in the order in which it was given, before and after the name of the command.

    Attributes:
        config: the texts of `-c`.
        enable, disable: names of features.
        strict: whether unknown settings are to be refused.
    """

    config: list[str] = field(default_factory=list[str])
    enable: list[str] = field(default_factory=list[str])
    disable: list[str] = field(default_factory=list[str])
    strict: list[bool] = field(default_factory=list[bool])


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")

    def print_help(self, file: Any = None) -> None:  # noqa: ARG002 - argparse's own
        raise HelpAsked(self)


class HelpAsked(Exception):  # noqa: N818 - it is no error
    """The help of a parser was asked for. What stood before may still be wrong."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        super().__init__(parser.prog)
        self.parser = parser


class _Once(argparse.Action):
    """An option that is given once: which of two counts would be a guess."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 - argparse's own
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            parser.error(f"the argument '{self.option_strings[-1]}' cannot be used multiple times")
        setattr(namespace, self.dest, values)


class _Switch(argparse.Action):
    """A flag without a value, given once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(nargs=0, default=False, **options)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,  # noqa: ARG002 - argparse's own
        option_string: str | None = None,  # noqa: ARG002 - argparse's own
    ) -> None:
        if getattr(namespace, self.dest):
            parser.error(f"the argument '{self.option_strings[-1]}' cannot be used multiple times")
        setattr(namespace, self.dest, True)


class _Setting(argparse.Action):
    """A setting. Its `const` is the list that it goes into: one for all parsers, where each has a namespace."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse's own
        namespace: argparse.Namespace,  # noqa: ARG002 - argparse's own
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 - argparse's own
    ) -> None:
        self.const.append(values)


class _SettingOnce(argparse.Action):
    """A setting without a value, given once on either side of the name of the command."""

    def __init__(self, **options: Any) -> None:
        super().__init__(nargs=0, **options)
        self._is_given = False

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002 - argparse's own
        values: Any,  # noqa: ARG002 - argparse's own
        option_string: str | None = None,  # noqa: ARG002 - argparse's own
    ) -> None:
        if self._is_given:
            parser.error(f"the argument '{self.option_strings[-1]}' cannot be used multiple times")
        self._is_given = True
        self.const.append(True)


def make_parser(settings: Settings, *, is_whole: bool = True) -> argparse.ArgumentParser:
    """What reads the command line, into `settings` and a namespace.

    Args:
        settings: is filled.
        is_whole: whether what has to be there is asked for.
    """
    top = _Parser(prog=f"appserver {COMMAND}")  # its own help is never asked for
    _add_settings(top, settings)
    server = top.add_subparsers(dest="command", required=True).add_parser(
        COMMAND,
        prog=top.prog,
        usage="appserver app-server [OPTIONS] [COMMAND]",
        description="Serve clients that speak the protocol of the Codex app server.",
        epilog=EXAMPLES,
    )
    _add_listening(server)
    _add_own(server)
    _add_settings(server, settings)
    _add_auth(server)
    _add_subcommands(server, settings, is_whole=is_whole)
    return top


def _add_settings(parser: argparse.ArgumentParser, settings: Settings, *, is_serving: bool = True) -> None:
    group = parser.add_argument_group("settings", "The same as in config.toml of the home, and above it.")
    group.add_argument(
        "-c",
        "--config",
        action=_Setting,
        const=settings.config,
        metavar="<key=value>",
        help="a setting: dotted.key=VALUE, where VALUE is TOML, or else text; as often as you like",
    )
    for name, into in (("enable", settings.enable), ("disable", settings.disable)):
        group.add_argument(
            f"--{name}",
            action=_Setting,
            const=into,
            metavar="<FEATURE>",
            help=f"the same as -c features.<FEATURE>={'true' if name == 'enable' else 'false'}",
        )
    if is_serving:
        group.add_argument(
            "--strict-config",
            action=_SettingOnce,
            const=settings.strict,
            help="refuse unknown settings of a configuration",
        )


def _add_listening(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("listening")
    group.add_argument(
        "--listen",
        action=_Once,
        type=_address,
        metavar="<URL>",
        help="stdio:// (the default), unix:// (the socket below the home), unix://PATH, ws://IP:PORT (port 0: "
        "a free one), or off",
    )
    group.add_argument("--stdio", action=_Switch, help="the same as --listen stdio://")


def _add_own(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is served")
    group.add_argument(
        "--agent",
        action=_Once,
        metavar="<module:name>",
        help="your agent: an appserver.Agent, an agent of pydantic-ai or openai-agents as it is, or a class or "
        "function that returns one",
    )
    group.add_argument(
        "--processor",
        action=_Once,
        metavar="<module:name>",
        help="your request handlers: an appserver.MessageProcessor, or a function that returns one",
    )
    group.add_argument(
        "--home",
        action=_Once,
        type=_path,
        metavar="<DIR>",
        help="the server's home; without it APPSERVER_HOME or CODEX_HOME if one is set, or else ~/.appserver",
    )
    group.add_argument(
        "--code-mode-host",
        action=_Once,
        type=_url,
        metavar="<URL>",
        help="accepted, and has no effect: code is not run by a host here",
    )
    group.add_argument(
        "--analytics-default-enabled",
        action=_Switch,
        help="accepted, and has no effect: nothing about your use is sent to anybody",
    )


def _add_auth(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("who may connect to a websocket")
    group.add_argument(
        "--ws-auth",
        action=_Once,
        choices=("capability-token", "signed-bearer-token"),
        metavar="<MODE>",
        help="capability-token or signed-bearer-token: clients send it as `authorization: Bearer`",
    )
    group.add_argument(
        "--ws-token-file",
        action=_Once,
        type=_path,
        metavar="<PATH>",
        help="the file with the capability token",
    )
    group.add_argument(
        "--ws-token-sha256", action=_Once, metavar="<HEX>", help="or the SHA-256 digest of the token"
    )
    group.add_argument(
        "--ws-shared-secret-file",
        action=_Once,
        type=_path,
        metavar="<PATH>",
        help="the file with the secret that signs tokens (JWT, HS256)",
    )
    group.add_argument(
        "--ws-issuer", action=_Once, metavar="<ISSUER>", help="the issuer that tokens must name"
    )
    group.add_argument(
        "--ws-audience", action=_Once, metavar="<AUDIENCE>", help="the audience that tokens must name"
    )
    group.add_argument(
        "--ws-max-clock-skew-seconds",
        action=_Once,
        type=_seconds,
        metavar="<SECONDS>",
        help="how far the clocks of those who sign may be off; default: 30",
    )


def _add_subcommands(server: argparse.ArgumentParser, settings: Settings, *, is_whole: bool) -> None:
    commands = server.add_subparsers(dest="subcommand", metavar="COMMAND", title="commands", prog=server.prog)
    proxy = commands.add_parser(
        "proxy",
        help="pass bytes between standard streams and a server's socket",
        description="Pass bytes between standard input and output and the unix socket of a running server.",
    )
    proxy.add_argument(
        "--sock",
        action=_Once,
        type=_path,
        metavar="<SOCKET_PATH>",
        help="the socket; default: that of the home",
    )
    _add_settings(proxy, settings, is_serving=False)
    schema = commands.add_parser(
        "generate-json-schema",
        help="write JSON schemas of the protocol",
        description="Write a JSON schema for each message of the protocol, one file each.",
    )
    schema.add_argument(
        "-o",
        "--out",
        action=_Once,
        type=_path,
        required=is_whole,
        metavar="<DIR>",
        help="the directory to write to",
    )
    schema.add_argument(
        "--experimental", action=_Switch, help="with the methods and fields that are experimental"
    )
    _add_settings(schema, settings, is_serving=False)
    asked = commands.add_parser("help", add_help=False, help="show this help, or that of a command")
    asked.add_argument("about", nargs="*")


def _address(text: str) -> Address | Literal["off"]:
    if text == "off":
        return "off"
    try:
        return parse_address(text)
    except ValueError as error:
        reason = str(error).partition("; ")[0]
        raise argparse.ArgumentTypeError(f"{reason}; write {_WANTED}") from None


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError("it is empty; write a path")
    return Path(text)


def _url(text: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a URL: {error}") from None
    if not parts.scheme or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{text!r} is not a URL; write one such as http://127.0.0.1:4000")
    return text


def _seconds(text: str) -> int:
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or int(digits) >= 2**64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of seconds from 0 on")
    return int(text)
