"""The arguments of `appserver app-server`: one row for each flag and each way to get it wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from appserver.command_line.arguments import Arguments, AuthArguments, parse
from appserver.command_line.commands import BEFORE_COMMAND, is_app_server
from appserver.command_line.failures import HelpShown
from appserver.command_line.main import run
from appserver.command_line.options import Settings, make_parser
from appserver.transports.address import StdioAddress, UnixAddress, WebSocketAddress
from tests.command_line.program import ENVIRONMENT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

DIGEST = "a" * 64
WS = ("--listen", "ws://127.0.0.1:0")

# Every value, and the way of writing it, that the real program takes.
TAKEN: list[tuple[list[str], dict[str, Any]]] = [
    ([], {"listen": StdioAddress()}),
    (["--stdio"], {"listen": StdioAddress()}),
    (["--listen", "stdio://"], {"listen": StdioAddress()}),
    (["--listen=stdio://"], {"listen": StdioAddress()}),
    (["--listen", "unix://"], {"listen": UnixAddress(None)}),
    (["--listen", "unix:///a/b.sock"], {"listen": UnixAddress(Path("/a/b.sock"))}),
    (["--listen", "unix://b.sock"], {"listen": UnixAddress(Path("b.sock"))}),
    (["--listen", "ws://127.0.0.1:0"], {"listen": WebSocketAddress("127.0.0.1", 0)}),
    (["--listen", "ws://[::1]:4500"], {"listen": WebSocketAddress("::1", 4500)}),
    (["--listen", "off"], {"listen": None}),
    (["-c", "a=1"], {"settings": Settings(config=["a=1"])}),
    (["-ca=1"], {"settings": Settings(config=["a=1"])}),
    (["--config", "a=1"], {"settings": Settings(config=["a=1"])}),
    (["--config=a=1"], {"settings": Settings(config=["a=1"])}),
    (["-c", "a=1", "--config", "b=2"], {"settings": Settings(config=["a=1", "b=2"])}),
    (["--enable", "x", "--disable", "y"], {"settings": Settings(enable=["x"], disable=["y"])}),
    (["--strict-config"], {"settings": Settings(strict=[True])}),
    (["--analytics-default-enabled"], {}),
    (["--code-mode-host", "http://127.0.0.1:1"], {"code_mode_host": "http://127.0.0.1:1"}),
    (["--home", "h"], {"home": Path("h")}),
    (["--agent", "a:b"], {"agent": "a:b"}),
    (["--processor", "a:b"], {"processor": "a:b"}),
    (["--ws-auth", "capability-token"], {"auth": AuthArguments(mode="capability-token")}),
    (["--ws-auth=signed-bearer-token"], {"auth": AuthArguments(mode="signed-bearer-token")}),
    (["--ws-token-file", "/t"], {"auth": AuthArguments(token_file=Path("/t"))}),
    (["--ws-token-sha256", DIGEST], {"auth": AuthArguments(token_sha256=DIGEST)}),
    (["--ws-shared-secret-file", "/s"], {"auth": AuthArguments(shared_secret_file=Path("/s"))}),
    (["--ws-issuer", "i"], {"auth": AuthArguments(issuer="i")}),
    (["--ws-audience", "a"], {"auth": AuthArguments(audience="a")}),
    (["--ws-max-clock-skew-seconds", "0"], {"auth": AuthArguments(max_clock_skew_seconds=0)}),
    (["proxy"], {"subcommand": "proxy"}),
    (["proxy", "--sock", "/s"], {"subcommand": "proxy", "sock": Path("/s")}),
    (["generate-json-schema", "--out", "d"], {"subcommand": "generate-json-schema", "out": Path("d")}),
    (
        ["generate-json-schema", "-o", "d", "--experimental"],
        {"subcommand": "generate-json-schema", "out": Path("d"), "experimental": True},
    ),
]

# Usage that both programs refuse with 2: the arguments, and what we say.
WRONG = [
    (["--nope"], "unrecognized arguments: --nope"),
    (["nope"], "invalid choice: 'nope' (choose from"),
    (["stdio://"], "invalid choice: 'stdio://'"),
    (["--version"], "unrecognized arguments: --version"),
    (["--listen"], "argument --listen: expected one argument"),
    (
        ["--listen", "stdio"],
        "unsupported address 'stdio'; write stdio://, unix://, unix://PATH, ws://IP:PORT or off",
    ),
    (["--listen", "unix:"], "unsupported address 'unix:'"),
    (["--listen", "tcp://127.0.0.1:1"], "unsupported address 'tcp://127.0.0.1:1'"),
    (["--listen", "wss://127.0.0.1:1"], "unsupported address 'wss://127.0.0.1:1'"),
    (
        ["--listen", "ws://localhost:1"],
        "'localhost' is not an IP address (for this machine alone: 127.0.0.1)",
    ),
    (["--listen", "ws://127.0.0.1"], "it has no port or no IP address"),
    (["--listen", "ws://127.0.0.1:99999"], "Port out of range 0-65535"),
    (["--listen", "ws://127.0.0.1:0/x"], "nothing may follow the port"),
    (["--listen", "off", "--listen", "off"], "the argument '--listen' cannot be used multiple times"),
    (["--listen", "stdio://", "--stdio"], "the argument '--stdio' cannot be used with '--listen <URL>'"),
    (["--stdio", "--listen", "unix://"], "the argument '--stdio' cannot be used with '--listen <URL>'"),
    (["-c"], "argument -c/--config: expected one argument"),
    (["--enable"], "argument --enable: expected one argument"),
    (["--analytics-default-enabled=true"], "argument --analytics-default-enabled: ignored explicit argument"),
    (["--code-mode-host"], "argument --code-mode-host: expected one argument"),
    (["--code-mode-host", "bad"], "'bad' is not a URL"),
    (["--ws-auth"], "argument --ws-auth: expected one argument"),
    (["--ws-auth", "nope"], "invalid choice: 'nope' (choose from"),
    (["--ws-max-clock-skew-seconds", "x"], "'x' is not a whole number of seconds from 0 on"),
    (["--ws-max-clock-skew-seconds", "-1"], "'-1' is not a whole number of seconds from 0 on"),
    (["--ws-max-clock-skew-seconds", "99999999999999999999"], "is not a whole number of seconds"),
    (["--home", ""], "argument --home: it is empty; write a path"),
    (["--agent"], "argument --agent: expected one argument"),
    (["--agent", "a:b", "--agent", "a:b"], "the argument '--agent' cannot be used multiple times"),
    (["--ws-issuer", "bad\udcff"], "the argument 'bad\\udcff' is not valid UTF-8"),
    (["proxy", "--sock"], "argument --sock: expected one argument"),
    (["proxy", "more"], "unrecognized arguments: more"),
    (["generate-json-schema"], "the following arguments are required: -o/--out"),
    (["generate-json-schema", "--out"], "argument -o/--out: expected one argument"),
]

# What both programs refuse with 1, before anything is served.
NOT_BEGUN = [
    (["-c", "foo"], "error parsing -c overrides: Invalid override (missing '='): foo"),
    (["-c", "=x"], "error parsing -c overrides: Empty key in override: =x"),
    (["proxy", "-c", "foo"], "error parsing -c overrides: Invalid override (missing '='): foo"),
    (["--listen", "off"], "no transport configured; use --listen"),
    (["proxy", "--sock", "no/such"], "failed to connect to socket at no/such: No such file or directory"),
    (["--home", "{dir}/file"], "--home {dir}/file is not a directory"),
    ([*WS, "--ws-issuer", "x"], "websocket auth flags require `--ws-auth capability-token` or"),
    (["--ws-token-file", "x"], "websocket auth flags require `--ws-auth capability-token` or"),
    (
        ["--ws-auth", "capability-token"],
        "`--ws-token-file` or `--ws-token-sha256` is required when `--ws-auth capability-token` is set",
    ),
    (
        [*WS, "--ws-auth", "capability-token", "--ws-token-sha256", "abc"],
        "--ws-token-sha256: must be a 64-character hex SHA-256 digest",
    ),
    (
        [*WS, "--ws-auth", "capability-token", "--ws-token-sha256", "g" * 64],
        "--ws-token-sha256: must be a 64-character hex SHA-256 digest",
    ),
    (
        [*WS, "--ws-auth", "capability-token", "--ws-token-file", "{dir}/no"],
        "failed to read websocket auth secret {dir}/no: No such file or directory",
    ),
    (
        [*WS, "--ws-auth", "capability-token", "--ws-token-file", "{dir}/blank"],
        "websocket auth secret {dir}/blank must not be empty",
    ),
    (
        [*WS, "--ws-auth", "capability-token", "--ws-token-file", "x", "--ws-token-sha256", DIGEST],
        "`--ws-token-file` and `--ws-token-sha256` are mutually exclusive",
    ),
    *(
        (
            [*WS, "--ws-auth", "capability-token", "--ws-token-file", "x", *signed],
            "`--ws-shared-secret-file`, `--ws-issuer`, `--ws-audience`, and `--ws-max-clock-skew-seconds` require "
            "`--ws-auth signed-bearer-token`",
        )
        for signed in (
            ["--ws-shared-secret-file", "x"],
            ["--ws-issuer", "x"],
            ["--ws-audience", "x"],
            ["--ws-max-clock-skew-seconds", "0"],
        )
    ),
    (
        [*WS, "--ws-auth", "signed-bearer-token"],
        "`--ws-shared-secret-file` is required when `--ws-auth signed-bearer-token` is set",
    ),
    (
        [*WS, "--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", "{dir}/no"],
        "failed to read websocket auth secret {dir}/no: No such file or directory",
    ),
    (
        [*WS, "--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", "{dir}/short"],
        "signed websocket bearer secret {dir}/short must be at least 32 bytes",
    ),
    (
        [*WS, "--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", "x", "--ws-token-file", "x"],
        "`--ws-token-file` and `--ws-token-sha256` require `--ws-auth capability-token`, not",
    ),
]


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present directory, with files that hold too little; no home in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CODEX_HOME", raising=False)
    (tmp_path / "file").touch()
    (tmp_path / "blank").write_text(" \n")
    (tmp_path / "short").write_text("x" * 31 + "\n")
    return tmp_path


def test_every_flag_is_read() -> None:
    for words, expected in TAKEN:
        found = parse(["app-server", *words])
        assert found == expected_arguments(**expected), words


def expected_arguments(**given: Any) -> Arguments:
    """What is read when nothing but this is given."""
    defaults: dict[str, Any] = dict.fromkeys(Arguments.__slots__)
    defaults.update(settings=Settings(), listen=StdioAddress(), auth=AuthArguments(), experimental=False)
    return Arguments(**{**defaults, **given})


@pytest.mark.promise("app-server-argv")
@pytest.mark.parametrize("flag", BEFORE_COMMAND)
def test_settings_may_stand_on_both_sides_of_the_command(flag: str) -> None:
    has_value = BEFORE_COMMAND[flag]
    value, after = ([flag, "k=1"], [flag, "l=2"]) if has_value else ([flag], [flag])
    proxy = ["proxy", *after] if has_value else ["proxy"]  # that serves nobody
    for words, count in (
        ([*value, "app-server", *after], 2),
        ([*value, "app-server", *proxy], len(proxy[1:2]) + 1),
    ):
        assert is_app_server(words)
        settings = parse(words).settings
        (given,) = (values for name in Settings.__slots__ if (values := getattr(settings, name)))
        assert given == (["k=1", "l=2"] if has_value else [True] * count)


@pytest.mark.parametrize(
    "words",
    [
        ["--config", 'model="x"', "-c", "a=app-server", "app-server", "--listen", "stdio://"],
        ["--config=a=b", "app-server"],
        ["-ca=b", "--strict-config", "app-server"],
    ],
)
def test_the_command_is_found_after_settings(words: list[str]) -> None:
    assert is_app_server(words)
    parse(words)


@pytest.mark.parametrize(
    "words", [[], ["exec", "app-server"], ["-c", "app-server"], ["--help", "app-server"], ["-c"]]
)
def test_another_command_is_not_taken_for_it(words: list[str]) -> None:
    assert not is_app_server(words)


@pytest.mark.promise("app-server-argv")
@pytest.mark.parametrize(("words", "reason"), WRONG)
def test_wrong_usage_is_one_line_and_2(
    words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(["app-server", *words], capsys) == (2, reason)


@pytest.mark.promise("app-server-argv")
@pytest.mark.parametrize(("words", "reason"), NOT_BEGUN)
def test_what_cannot_be_begun_is_one_line_and_1(
    words: list[str], reason: str, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word.format(dir=directory) for word in words]
    assert refusal(["app-server", *words], capsys) == (1, reason.format(dir=directory))


class _Containing(str):
    """Text that equals what it contains."""

    __slots__ = ()

    def __eq__(self, part: object) -> bool:
        return isinstance(part, str) and str.__contains__(self, part)

    __hash__ = str.__hash__


def refusal(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit status, and the one line that is said."""
    status = run(words)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("appserver: ")
    assert err.count("\n") == 1
    return status, _Containing(err)


def test_a_codex_home_that_is_not_there_is_refused(
    directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CODEX_HOME", f"{directory}/nowhere")
    assert refusal(["app-server", "proxy"], capsys) == (
        1,
        f"CODEX_HOME points to '{directory}/nowhere', which",
    )


def test_the_home_is_the_one_that_is_given_before_that_of_the_environment(
    directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory / "theirs").mkdir()
    socket = "app-server-control/app-server-control.sock"
    monkeypatch.setenv("HOME", f"{directory}/user")
    for environment, words, home in (
        ("", [], f"{directory}/user/.appserver"),
        ("theirs", [], f"{directory}/theirs"),
        ("theirs", ["--home", "ours"], f"{directory}/ours"),
    ):
        monkeypatch.setenv("CODEX_HOME", environment)
        assert refusal(["app-server", *words, "proxy"], capsys) == (
            1,
            f"connect to socket at {home}/{socket}: No",
        )


@pytest.mark.parametrize(
    "words", [["--help"], ["-h"], ["help"], ["proxy", "--help"], ["generate-json-schema", "-h"]]
)
def test_help_is_0(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(HelpShown):
        parse(["app-server", *words])
    capsys.readouterr()
    assert run(["app-server", *words]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: appserver app-server")
    assert err == ""
    assert ("appserver app-server --listen unix://" in out) == (len(words) == 1)


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The long options of a parser and of those within it."""
    for action in parser._actions:
        yield from (text for text in action.option_strings if text.startswith("--"))
        for inner in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
            yield from options_of(inner)


@pytest.mark.promise("app-server-argv")
def test_every_option_of_the_real_program_is_there() -> None:
    codex_cli_bin = pytest.importorskip(
        "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
    )
    ours = set(options_of(make_parser(Settings())))
    for command in ([], ["proxy"], ["generate-json-schema"]):
        text = subprocess.run(
            [codex_cli_bin.bundled_codex_path(), "app-server", *command, "--help"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        lines = [line.split() for line in text.splitlines() if line.lstrip().startswith("-")]
        theirs = {word.rstrip(",") for words in lines for word in words[:2] if word.startswith("--")}
        assert theirs, text
        assert theirs <= ours


def test_every_option_is_on_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "listening.md").read_text()
    missing = {name for name in options_of(make_parser(Settings())) if f"`{name}" not in page}
    assert missing == {"--help"}


@pytest.mark.parametrize(
    ("words", "there"),
    [
        (["app-server", "--help"], False),
        (["app-server", "--listen", "off"], False),
        (["exec", "--help"], True),
    ],
)
def test_the_arguments_are_read_without_the_extra(words: list[str], there: bool) -> None:
    source = (
        "import sys; from appserver.command_line.main import run\n"
        f"run({words!r})\n"
        "print(sorted({'cyclopts', 'rich', 'pydantic', 'asyncio'} & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", source],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.stderr.splitlines()[-1] == ("['cyclopts', 'rich']" if there else "[]")


def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("wb") as full:
        source = "from appserver.command_line.main import main; main()"
        result = subprocess.run(
            [sys.executable, "-c", source, "app-server", "--help"],
            env=ENVIRONMENT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
            check=False,
        )
    assert (result.returncode, result.stderr) == (
        1,
        "appserver: cannot write the output: No space left on device\n",
    )
