"""`appserver app-server --ws-auth`: who is let in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import InvalidStatus

from tests.command_line.served import ServerProcess
from tests.transports.raw import connect_websocket

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "a secret of thirty-two bytes or more"
TOKEN = "the token"
LATER = time.time() + 3600
BEFORE = time.time() - 3600


def signed(secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    """A signed token; an `exp` of None is left out."""
    claims = {name: value for name, value in {"exp": LATER, **claims}.items() if value is not None}
    parts = [_encode(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT"}, claims)]
    signature = hmac.digest(secret.encode(), ".".join(parts).encode(), hashlib.sha256)
    return ".".join([*parts, "" if algorithm == "none" else _encode(signature)])


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def anyio_backend() -> str:
    """That of the client, which is no matter here: the server is a process of its own."""
    return "asyncio"


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with the files that tokens are in."""
    with tempfile.TemporaryDirectory(prefix="appserver-") as name:
        (Path(name) / "token").write_text(f"  {TOKEN}\n")
        (Path(name) / "secret").write_text(f"{SECRET}\n")
        yield Path(name)


CAPABILITY = ("--ws-auth", "capability-token", "--ws-token-file", "token")
DIGEST = ("--ws-auth", "capability-token", "--ws-token-sha256", hashlib.sha256(TOKEN.encode()).hexdigest())
SIGNED = ("--ws-auth", "signed-bearer-token", "--ws-shared-secret-file", "secret")
NAMED = (*SIGNED, "--ws-issuer", "i", "--ws-audience", "a", "--ws-max-clock-skew-seconds", "5")


@pytest.mark.promise("app-server-tokens")
@pytest.mark.parametrize(
    ("flags", "let_in", "refused"),
    [
        (CAPABILITY, [TOKEN], [None, "", "the tokeN", f"{TOKEN}{TOKEN}", signed()]),
        (DIGEST, [TOKEN], [None, "other", DIGEST[-1]]),
        (
            SIGNED,
            [
                signed(),
                signed(nbf=BEFORE),
                signed(iss="anybody", aud=["anyone"]),
            ],
            [
                None,
                TOKEN,
                signed(secret="another secret of thirty-two bytes"),
                signed(algorithm="none"),
                signed(exp=None),
                signed(exp=BEFORE),
                signed(nbf=LATER),
            ],
        ),
        (
            (*SIGNED, "--ws-max-clock-skew-seconds", "7200"),
            [signed(exp=BEFORE), signed(nbf=LATER)],
            [signed(exp=BEFORE - 7200), signed(nbf=LATER + 7200)],
        ),
        (
            NAMED,
            [signed(iss="i", aud="a"), signed(iss="i", aud=["b", "a"])],
            [signed(), signed(iss="i"), signed(aud="a"), signed(iss="j", aud="a"), signed(iss="i", aud="b")],
        ),
    ],
    ids=["file", "digest", "signed", "skewed", "named"],
)
async def test_whoever_shows_the_token_is_let_in(
    directory: Path, flags: tuple[str, ...], let_in: list[str], refused: list[str | None]
) -> None:
    with ServerProcess("app-server", "--listen", "ws://127.0.0.1:0", *flags, cwd=directory) as server:
        said = server.wait_to_hear("connect with: ")
        assert said.endswith(" --remote-auth-token-env VARIABLE\n")
        url = said.partition("listening on: ")[2].partition("\n")[0]
        for token in let_in:
            async with await connect_websocket(url, {"authorization": f"Bearer {token}"}) as client:
                assert await client.initialize()
        for wrong in refused:
            headers = {} if wrong is None else {"authorization": f"Bearer {wrong}"}
            with pytest.raises(InvalidStatus) as raised:
                await connect_websocket(url, headers)
            assert raised.value.response.status_code == 401


async def test_an_address_that_others_can_reach_needs_a_token_and_says_what_it_hides(directory: Path) -> None:
    with ServerProcess("app-server", "--listen", "ws://0.0.0.0:0", *CAPABILITY, cwd=directory) as server:
        said = server.wait_to_hear("not encrypted")
        assert "listening on: ws://0.0.0.0:" in said
