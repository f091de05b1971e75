"""The command line beside that of the real program: the same words, and the same tokens of clients.

What is compared serves nobody: it is wrong, or help, or ends before it begins.
"""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.command_line.program import COMMAND, ENVIRONMENT, run_program
from tests.native.raw_peer import RawPeer
from tests.native.tokens import SECRET, SIGNED, Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

codex_cli_bin = pytest.importorskip(
    "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
)

OFF = ("--listen", "off")

VALUES = {
    "--listen": "off",
    "--code-mode-host": "http://127.0.0.1:1",
    "--ws-auth": "capability-token",
    "--ws-token-file": "file",
    "--ws-token-sha256": "a" * 64,
    "--ws-shared-secret-file": "file",
    "--ws-issuer": "i",
    "--ws-audience": "a",
    "--ws-max-clock-skew-seconds": "1",
}
"""What is given once, with a value that is right."""

SWITCHES = ("--stdio", "--analytics-default-enabled", "--strict-config")
"""What is given once, and has none."""

ALONE = [
    ("-V", 0),
    ("--version", 0),
    ("-h", 0),
    ("--help", 0),
    ("help", 0),
    ("help help", 0),
    ("help exec", 0),
    ("help app-server", 0),
    ("help app-server proxy", 0),
    ("help app-server generate-json-schema", 0),
    ("help app-server help", 0),
    ("help nope", 2),
    ("help exec nope", 2),
    ("help app-server nope", 2),
    ("help app-server proxy nope", 2),
    ("help --nope", 2),
    ("--nope", 2),
    ("-V --nope", 0),
    ("--nope -V", 2),
    ("-c a=b -V", 0),
    ("-c a=b --strict-config --enable x --version", 0),
    ("-c a=b help app-server", 0),
    ("-c -V", 2),
    ("--version=1", 2),
    ("-VV", 0),
    ("-Vx", 0),
    ("--nope --help", 2),
    ("exec -V", 0),
    ("exec --json --json x", 2),
    ("exec -C . -C . x", 2),
    ("--strict-config --strict-config app-server --listen off", 2),
    ("--strict-config app-server --strict-config --listen off", 1),
    ("--strict-config app-server proxy --sock no/such", 1),
    ("--strict-config app-server generate-json-schema --out d", 1),
]
"""What stands for itself, and how it ends."""

OF_THE_SERVER = [
    ("-h", 0),
    ("--help", 0),
    ("-V", 2),
    ("--version", 2),
    ("help", 0),
    ("help proxy", 0),
    ("help generate-json-schema", 0),
    ("help help", 0),
    ("help nope", 2),
    ("help proxy nope", 2),
    ("help --nope", 2),
    ("--help --nope", 0),
    ("--nope --help", 2),
    ("proxy --help", 0),
    ("proxy -V", 2),
    ("proxy nope", 2),
    ("proxy --listen off", 2),
    ("proxy --sock a --sock b", 2),
    ("proxy --sock no/such", 1),
    ("--listen off proxy --sock no/such", 1),
    ("--strict-config proxy --sock no/such", 1),
    ("proxy --strict-config --sock no/such", 2),
    ("proxy --enable apps --disable apps -c a=b --sock no/such", 1),
    ("generate-json-schema --strict-config --out d", 2),
    ("--strict-config generate-json-schema --out d", 1),
    ("generate-json-schema", 2),
    ("generate-json-schema --out d --out e", 2),
    ("generate-json-schema -o d --out e", 2),
    ("generate-json-schema --out d --experimental --experimental", 2),
    ("generate-json-schema --help", 0),
    ("--stdio --listen off", 2),
    ("--listen off --stdio", 2),
    ("-c a=b -c a=c --listen off", 1),
    ("--enable apps --enable apps --listen off", 1),
    ("--disable apps --enable apps --listen off", 1),
    ("--listen=off", 1),
    ("--listen= --listen=", 2),
    ("--listen", 2),
    ("--stdio=true", 2),
    ("--", 0),
    ("-- --listen off", 2),
    ("-- proxy", 2),
    ("proxy -- --sock no/such", 2),
    ("-hx", 0),
    ("help -h", 2),
    ("--help=1", 2),
    ("--listen off --listen", 2),
    ("-c", 2),
    ("-c -- --listen off", 2),
    ("-c= --listen off", 1),
    ("-c=a=b --listen off", 1),
    ("-c=foo --listen off", 1),
    ("--stdi", 2),
    ("--lis off", 2),
    ("--ws-issuer= --listen off", 1),
    ("--ws-issuer -x --listen off", 2),
    *(
        (f"--ws-max-clock-skew-seconds={number} --listen off", status)
        for number, status in (
            ("+5", 1),
            ("05", 1),
            ("5.0", 2),
            ("", 2),
            ("-1", 2),
            ("+", 2),
            ("++5", 2),
            (2**64 - 1, 1),
            (2**64, 2),
        )
    ),
    ("-", 2),
    *((f"{name} {value} {name} {value}", 2) for name, value in VALUES.items()),
    *((f"{name}={value} --stdio {name} {value}", 2) for name, value in VALUES.items() if name != "--listen"),
    *((f"{name} {name}", 2) for name in SWITCHES),
    *((f"{name} --listen off {name}", 2) for name in SWITCHES if name != "--stdio"),
]
"""The same behind `app-server`."""

MATRIX = [*ALONE, *((f"app-server {words}", status) for words, status in OF_THE_SERVER)]


def environment(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "CODEX_HOME": str(home)}


@pytest.mark.promise("app-server-argv")
@pytest.mark.parametrize(("words", "status"), MATRIX, ids=[words for words, _ in MATRIX])
def test_the_same_words_end_with_the_same_status(tmp_path: Path, words: str, status: int) -> None:
    (tmp_path / "file").touch()
    real = subprocess.run(
        [codex_cli_bin.bundled_codex_path(), *words.split()],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=50,
        check=False,
    )
    ours = run_program(*words.split(), cwd=tmp_path, environment=environment(tmp_path))
    assert real.returncode == status, real.stderr.decode()
    assert ours.returncode == status, ours.stderr
    assert bool(ours.stdout) == (status == 0 and bool(real.stdout)), ours.stdout
    assert ours.stderr.count("\n") == (1 if status else 0), ours.stderr


# -- tokens


@contextmanager
def listening(program: Sequence[object], place: Path, extra: Mapping[str, str]) -> Iterator[int]:
    """A program that listens on a port of its choice."""
    place.mkdir()
    process = subprocess.Popen(
        [str(word) for word in program],
        cwd=place,
        env={**extra, **environment(place)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = ""
        while (found := re.search(r"ws://127\.0\.0\.1:([1-9]\d*)", said)) is None:
            line = process.stderr.readline()
            assert line, said
            said += line
        yield int(found[1])
    finally:
        process.kill()
        process.communicate()


@pytest.mark.promise("app-server-tokens")
@pytest.mark.parametrize("is_named", [True, False], ids=["named", "unnamed"])
def test_the_same_tokens_are_let_in(tmp_path: Path, is_named: bool) -> None:
    (tmp_path / "secret").write_bytes(SECRET)
    flags = ["--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", str(tmp_path / "secret")]
    flags += ["--ws-issuer", "me", "--ws-audience", "you"] if is_named else []
    words = ["app-server", "--listen", "ws://127.0.0.1:0", *flags]
    real = [codex_cli_bin.bundled_codex_path(), *words]
    wrong: dict[str, tuple[int, int]] = {}
    with (
        listening(real, tmp_path / "real", {}) as theirs,
        listening([*COMMAND, *words], tmp_path / "ours", ENVIRONMENT) as ours,
    ):
        for shown in SIGNED:
            if shown.is_named != is_named:
                continue
            status, other = (401, 101) if shown.reason else (101, 401)
            expected = (other if shown.differs else status, status)
            if (found := (status_of(theirs, shown), status_of(ours, shown))) != expected:
                wrong[shown.what] = found
    assert wrong == {}


def status_of(port: int, shown: Shown) -> int:
    peer = RawPeer.tcp(port)
    status, _, _ = peer.upgrade(authorization=f"Bearer {shown.token()}")
    peer.socket.close()
    return status
